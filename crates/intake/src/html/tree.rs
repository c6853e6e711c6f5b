//! Builds the tree of a page within bounds.
//!
//! An HTML parser alone has none: a million nested elements overflow the stack of whoever walks the tree, formatting
//! elements that are never closed are opened again in every paragraph, and the attributes of one element are compared
//! with each other. So the page is fed in small pieces, and after each it is looked at what has become of it.

use std::borrow::Cow;
use std::cell::Cell;
use std::time::Instant;

use dom_query::{Document, NodeId, NodeRef};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

use crate::{Limits, Problem};

/// Bytes fed at once. What one piece can do before it is looked at stays small even in the worst case.
const PIECE: usize = 512;

/// The tree of `html`, of at most [`Limits::html_nodes`] nodes and [`Limits::html_depth`] levels.
pub(super) fn parse(html: &str, limits: &Limits) -> Result<Document, Problem> {
    let started = Instant::now();
    let options = ParseOpts {
        tree_builder: html5ever::tree_builder::TreeBuilderOpts {
            scripting_enabled: false,
            ..Default::default()
        },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Sink::default(), options);
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.ceil_char_boundary(PIECE));
        rest = behind;
        parser.process(StrTendril::from_slice(piece));
        let sink = &parser.tokenizer.sink.sink;
        sink.check(limits)?;
        if started.elapsed() > limits.html_parse_time {
            return Err(Problem::HtmlTooSlow {
                limit_ms: limits.html_parse_time.as_millis(),
            });
        }
    }
    let document = parser.finish();
    check_depth(&document, limits)?;
    Ok(document)
}

/// The exact depth, once the tree stands: between two looks it can have grown deeper than at either.
fn check_depth(document: &Document, limits: &Limits) -> Result<(), Problem> {
    let mut level: Vec<NodeRef<'_>> = vec![document.root()];
    for _ in 0..=limits.html_depth {
        level = level
            .iter()
            .flat_map(|node| node.children_it(false))
            .filter(NodeRef::is_element)
            .collect();
        if level.is_empty() {
            return Ok(());
        }
    }
    Err(Problem::HtmlTooDeep {
        limit: limits.html_depth,
    })
}

/// A document under construction. Parse errors are not kept: a broken page has one for every few bytes.
#[derive(Default)]
struct Sink {
    document: Document,
    newest: Cell<Option<NodeId>>,
}

impl Sink {
    fn check(&self, limits: &Limits) -> Result<(), Problem> {
        if self.document.tree.len() > limits.html_nodes {
            return Err(Problem::HtmlTooManyNodes {
                limit: limits.html_nodes,
            });
        }
        let Some(newest) = self.newest.get() else {
            return Ok(());
        };
        let depth = self
            .document
            .tree
            .ancestor_ids_of_it(&newest, None)
            .take(limits.html_depth + 1)
            .count();
        if depth > limits.html_depth {
            return Err(Problem::HtmlTooDeep {
                limit: limits.html_depth,
            });
        }
        Ok(())
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = <Document as TreeSink>::ElemName<'a>;

    fn finish(self) -> Document {
        self.document
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeId {
        let id = self.document.create_element(name, attributes, flags);
        self.newest.set(Some(id));
        id
    }

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.document.elem_name(target)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.document.append(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.document
            .append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.document
            .append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.document.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.document.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        self.document.append_before_sibling(sibling, node);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.document.reparent_children(node, parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document
            .is_mathml_annotation_xml_integration_point(handle)
    }
}
