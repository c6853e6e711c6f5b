//! The words of a page, as a text of paragraphs.

use dom_query::{Document, NodeRef};
use onrecord_model::{Block, BlockRole, Span};

use crate::layout;

/// Elements whose contents nobody reads as part of the article.
const UNREAD: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "canvas",
    "button",
    "input",
    "select",
    "textarea",
    "nav",
    "aside",
    "footer",
    "figcaption",
    "dialog",
    "menu",
    "map",
];

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "blockquote",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "pre",
    "address",
    "header",
    "hgroup",
    "details",
    "summary",
    "figure",
    "center",
    "form",
    "fieldset",
    "legend",
    "body",
    "html",
    "br",
    "hr",
];

/// Classes of captions, credits, and boxes about other articles.
const UNREAD_CLASSES: &[&str] = &[
    "caption",
    "wp-caption-text",
    "figcaption",
    "image-caption",
    "photo-caption",
    "media-caption",
    "photo-credit",
    "image-credit",
    "credit",
    "related-articles",
    "related-posts",
    "related-links",
    "related-stories",
    "related-content",
    "read-more",
    "readmore",
    "also-read",
    "newsletter-signup",
    "newsletter",
    "social-share",
    "share-buttons",
    "sharedaddy",
    "sharing",
    "social-links",
    "advertisement",
    "ad-container",
    "ad-slot",
    "author-bio",
    "visually-hidden",
    "sr-only",
    "screen-reader-text",
    "visuallyhidden",
];

/// A box with more paragraphs than this is no caption, whatever its class says.
const BOX_PARAGRAPHS: usize = 3;

/// A paragraph of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    words: String,
    /// Whether an element h1 to h6 holds it.
    is_heading: bool,
    /// Whether all of it is a link.
    is_link: bool,
}

impl Paragraph {
    pub(super) fn words(&self) -> &str {
        &self.words
    }
}

/// A text put together from paragraphs.
pub(super) struct Composed {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    /// The heading it begins with, where no title was known.
    pub(super) headline: Option<String>,
}

/// Takes out what is not shown or is known not to be of the article, before anything is weighed by it.
pub(super) fn remove_unseen(document: &Document) {
    document
        .select(
            "script, style, noscript, template, figcaption, [hidden], [aria-hidden='true'], dialog",
        )
        .remove();
    let is_hidden = |style: &str| {
        let style: String = style.to_ascii_lowercase().split_whitespace().collect();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    for node in document.select("[style]").nodes() {
        if node.attr("style").is_some_and(|style| is_hidden(&style)) && !node.has_name("body") {
            node.remove_from_parent();
        }
    }
    for node in document.select("body [class]").nodes() {
        let Some(class) = node.attr("class") else {
            continue;
        };
        let is_unread = class
            .split_ascii_whitespace()
            .any(|class| UNREAD_CLASSES.contains(&class));
        let has_few_paragraphs = || {
            node.descendants_it()
                .filter(|inner| inner.has_name("p"))
                .take(BOX_PARAGRAPHS + 1)
                .count()
                <= BOX_PARAGRAPHS
        };
        if is_unread && has_few_paragraphs() {
            node.remove_from_parent();
        }
    }
}

/// The paragraphs of a document, in order.
pub(super) fn paragraphs(document: &Document) -> Vec<Paragraph> {
    let mut reader = Reader::default();
    reader.read(&document.root(), Place::default());
    reader.end_paragraph(Place::default());
    reader.paragraphs
}

/// The paragraphs of a text that has them on lines.
pub(super) fn paragraphs_of_lines(text: &str) -> Vec<Paragraph> {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.push(line, Place::default());
        reader.end_paragraph(Place::default());
    }
    reader.paragraphs
}

/// Puts headline and paragraphs together, a blank line between.
pub(super) fn compose(title: Option<&str>, paragraphs: Vec<Paragraph>) -> Composed {
    let mut composed = Composed {
        text: String::new(),
        blocks: Vec::new(),
        headline: None,
    };
    let mut paragraphs = paragraphs.into_iter().peekable();
    match title {
        Some(title) => {
            composed.push(title, BlockRole::Headline);
            // The page shows its title once more.
            while paragraphs
                .next_if(|paragraph| layout::is_same(&paragraph.words, title))
                .is_some()
            {}
        }
        None => {
            if let Some(heading) = paragraphs.next_if(|paragraph| paragraph.is_heading) {
                composed.push(&heading.words, BlockRole::Headline);
                composed.headline = Some(heading.words);
            }
        }
    }
    for paragraph in paragraphs {
        let refers_elsewhere = paragraph.is_link && !layout::ends_sentence(&paragraph.words);
        let role = if refers_elsewhere {
            BlockRole::Furniture
        } else if paragraph.is_heading {
            BlockRole::Subheading
        } else {
            BlockRole::Body
        };
        composed.push(&paragraph.words, role);
    }
    composed
}

impl Composed {
    fn push(&mut self, words: &str, role: BlockRole) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.blocks.push(Block {
            span: Span::new(start, self.text.len()),
            role,
        });
    }
}

/// What holds the node that is being read.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    in_heading: bool,
    in_link: bool,
}

#[derive(Default)]
struct Reader {
    paragraphs: Vec<Paragraph>,
    words: String,
    has_words_outside_links: bool,
}

impl Reader {
    /// Recurses as deep as the tree is, which [`Limits::html_depth`](crate::Limits::html_depth) bounds.
    fn read(&mut self, node: &NodeRef<'_>, place: Place) {
        if node.is_text() {
            self.push(&node.text(), place);
            return;
        }
        let Some(name) = node.node_name() else {
            self.read_children(node, place);
            return;
        };
        let name = name.as_ref();
        if UNREAD.contains(&name) {
            return;
        }
        let is_block = BLOCKS.contains(&name);
        if is_block {
            self.end_paragraph(place);
        }
        let inner = Place {
            in_heading: place.in_heading || matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
            in_link: place.in_link || name == "a",
        };
        if name == "q" {
            self.push("“", inner);
        }
        self.read_children(node, inner);
        if name == "q" {
            self.push("”", inner);
        }
        if is_block {
            self.end_paragraph(inner);
        }
    }

    fn read_children(&mut self, node: &NodeRef<'_>, place: Place) {
        for child in node.children_it(false) {
            self.read(&child, place);
        }
    }

    /// Adds text with its white space collapsed, no-break spaces included, and without what is never seen: soft
    /// hyphens, zero-width spaces, control characters.
    fn push(&mut self, text: &str, place: Place) {
        for character in text.chars() {
            if character.is_whitespace() {
                if !self.words.is_empty() && !self.words.ends_with(' ') {
                    self.words.push(' ');
                }
            } else if !character.is_control()
                && !matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')
            {
                self.words.push(character);
                self.has_words_outside_links |= !place.in_link && character.is_alphanumeric();
            }
        }
    }

    fn end_paragraph(&mut self, place: Place) {
        let words = self.words.trim_end();
        if !words.is_empty() {
            self.paragraphs.push(Paragraph {
                words: words.to_owned(),
                is_heading: place.in_heading,
                is_link: !self.has_words_outside_links,
            });
        }
        self.words.clear();
        self.has_words_outside_links = false;
    }
}
