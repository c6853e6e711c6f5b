//! Values of a row, each checked, and what is left out of it.

use onrecord_model::Timestamp;

use super::node::{Members, Node};
use crate::dates::{parse_published, parse_said};
use crate::urls::web_address;
use crate::{FieldProblem, Limits, Problem, Warning};

/// Reads one row: what it can do without and cannot use is left out, and noted.
pub(super) struct Reading<'limits> {
    pub(super) limits: &'limits Limits,
    pub(super) warnings: Vec<Warning>,
}

type Checked<T> = Result<Option<T>, FieldProblem>;

impl<'limits> Reading<'limits> {
    pub(super) fn new(limits: &'limits Limits) -> Self {
        Self {
            limits,
            warnings: Vec::new(),
        }
    }

    /// What was found; nothing, and a warning, where it cannot be used.
    pub(super) fn optional<T>(&mut self, field: &'static str, checked: Checked<T>) -> Option<T> {
        checked.unwrap_or_else(|problem| {
            self.left_out(field, problem);
            None
        })
    }

    pub(super) fn left_out(&mut self, field: &'static str, problem: FieldProblem) {
        self.warnings.push(Warning::LeftOut { field, problem });
    }

    /// A name, a title, an id: a text that is no longer than a field may be.
    pub(super) fn name(&mut self, field: &'static str, node: Option<Node<'_>>) -> Option<String> {
        let limit = self.limits.field_characters;
        self.text_within(field, node, limit)
    }

    /// A text of any length.
    pub(super) fn words(&mut self, field: &'static str, node: Option<Node<'_>>) -> Option<String> {
        let limit = self.limits.article_bytes;
        self.text_within(field, node, limit)
    }

    /// The text of a claim, which it is nothing without.
    pub(super) fn claim(
        &self,
        field: &'static str,
        node: Option<Node<'_>>,
    ) -> Result<String, Problem> {
        let limit = self.limits.claim_characters;
        let text = checked_text(node, limit).map_err(|problem| match problem {
            FieldProblem::HoldsNul => Problem::NulCharacter,
            problem => Problem::Field { field, problem },
        })?;
        text.ok_or(Problem::MissingField(field))
    }

    fn text_within(
        &mut self,
        field: &'static str,
        node: Option<Node<'_>>,
        limit: usize,
    ) -> Option<String> {
        let node = self.first(field, node);
        self.optional(field, checked_text(node, limit))
    }

    /// The first of several values; that there are more is noted.
    pub(super) fn first<'json>(
        &mut self,
        field: &'static str,
        node: Option<Node<'json>>,
    ) -> Option<Node<'json>> {
        let items = node.map(Node::items).unwrap_or_default();
        if items.len() > 1 {
            let count = items.len();
            self.left_out(field, FieldProblem::Several { count });
        }
        items.first().copied()
    }

    pub(super) fn url(&mut self, field: &'static str, node: Option<Node<'_>>) -> Option<String> {
        let node = self.first(field, node);
        let checked = checked_url(node, self.limits);
        self.optional(field, checked)
    }

    /// Every web address among the values.
    pub(super) fn urls(&mut self, field: &'static str, node: Option<Node<'_>>) -> Vec<String> {
        let items = node.map(Node::items).unwrap_or_default();
        items
            .into_iter()
            .filter_map(|item| {
                let checked = checked_url(Some(item), self.limits);
                self.optional(field, checked)
            })
            .collect()
    }

    /// When something was said: as precise as is known.
    pub(super) fn said(
        &mut self,
        field: &'static str,
        node: Option<Node<'_>>,
    ) -> Option<Timestamp> {
        let node = self.first(field, node);
        let checked = checked_time(node, parse_said, FieldProblem::NotADate);
        self.optional(field, checked)
    }

    /// When something was published: the first of the fields that says so, by its name in messages.
    pub(super) fn published(
        &mut self,
        fields: &[(&'static str, Option<Node<'_>>)],
    ) -> Result<Timestamp, Problem> {
        let mut wrong = None;
        for (field, node) in fields {
            let node = self.first(field, *node);
            match checked_time(node, parse_published, FieldProblem::NotATime) {
                Ok(Some(time)) => {
                    if let Some((field, problem)) = wrong {
                        self.left_out(field, problem);
                    }
                    return Ok(time);
                }
                Ok(None) => {}
                Err(problem) => wrong = wrong.or(Some((*field, problem))),
            }
        }
        let missing = fields.first().map_or("date", |(field, _)| field);
        Err(match wrong {
            Some((field, problem)) => Problem::Field { field, problem },
            None => Problem::MissingField(missing),
        })
    }

    /// A language, as a tag of BCP 47, or as an object that has one.
    pub(super) fn language(
        &mut self,
        field: &'static str,
        node: Option<Node<'_>>,
    ) -> Option<String> {
        let node = self.first(field, node)?;
        let members = node.members().unwrap_or_default();
        let tag = ["alternateName", "identifier"]
            .iter()
            .find_map(|name| members.get(name));
        let language = self.name(field, Some(tag.unwrap_or(node)))?;
        if is_language(&language) {
            return Some(language);
        }
        self.left_out(field, FieldProblem::NotALanguage(shown(&language)));
        None
    }

    /// A name given as such, or an object that has one.
    pub(super) fn name_of(&mut self, field: &'static str, node: Node<'_>) -> Option<String> {
        if !node.is_object() {
            return self.name(field, Some(node));
        }
        let members = self.members(field, node);
        if members.has("@value") {
            return self.name(field, Some(node));
        }
        self.name(field, members.get("name"))
    }

    /// The fields of an object that can be done without.
    pub(super) fn members<'json>(
        &mut self,
        field: &'static str,
        node: Node<'json>,
    ) -> Members<'json> {
        node.members().unwrap_or_else(|problem| {
            self.left_out(field, FieldProblem::Unusable(problem.to_string()));
            Members::default()
        })
    }
}

fn checked_text(node: Option<Node<'_>>, limit: usize) -> Checked<String> {
    let Some(text) = node.map_or(Ok(None), Node::text)? else {
        return Ok(None);
    };
    // Counting is only worth it where there are as many bytes.
    if text.len() > limit {
        let characters = text.chars().count();
        if characters > limit {
            return Err(FieldProblem::TooLong { characters, limit });
        }
    }
    Ok(Some(text))
}

/// A web address, or an object that has one.
fn checked_url(node: Option<Node<'_>>, limits: &Limits) -> Checked<String> {
    let Some(node) = node else { return Ok(None) };
    let members = node.members().unwrap_or_default();
    let inner = ["url", "@id", "@value"]
        .iter()
        .find_map(|name| members.get(name));
    let node = match inner {
        Some(inner) => inner.items().first().copied(),
        None if node.is_object() => return Ok(None),
        None => Some(node),
    };
    let Some(url) = checked_text(node, limits.field_characters)? else {
        return Ok(None);
    };
    web_address(&url)?;
    Ok(Some(url))
}

fn checked_time(
    node: Option<Node<'_>>,
    parse: impl Fn(&str) -> Option<Timestamp>,
    wrong: impl Fn(String) -> FieldProblem,
) -> Checked<Timestamp> {
    let Some(text) = checked_text(node, 1_000)? else {
        return Ok(None);
    };
    match parse(&text) {
        Some(time) => Ok(Some(time)),
        None => Err(wrong(shown(&text))),
    }
}

/// Letters and figures in parts joined by hyphens, the first of letters alone: `en`, `pt-BR`, `zh-Hant-TW`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let is_first_sound = parts.next().is_some_and(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    is_first_sound
        && tag.len() <= 35
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}
