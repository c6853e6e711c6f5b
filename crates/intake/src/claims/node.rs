//! JSON that is looked at only where something is asked of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::json::problem_in;
use crate::{FieldProblem, Problem};

/// A value of JSON as it was written. What nobody asks for is never made into anything: it may be nested as deeply and
/// hold as large numbers as it likes, and a number that is asked for is had with all its digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'json>(&'json RawValue);

impl<'json> Node<'json> {
    /// The one value that `text` is.
    pub(super) fn parse(text: &'json str) -> Result<Self, Problem> {
        serde_json::from_str(text)
            .map(Self)
            .map_err(|error| problem_in(error, not_a_claim))
    }

    fn first_byte(self) -> u8 {
        self.0.get().as_bytes().first().copied().unwrap_or(b'n')
    }

    pub(super) fn is_object(self) -> bool {
        self.first_byte() == b'{'
    }

    pub(super) fn is_list(self) -> bool {
        self.first_byte() == b'['
    }

    pub(super) fn is_text(self) -> bool {
        self.first_byte() == b'"'
    }

    pub(super) fn is_null(self) -> bool {
        self.first_byte() == b'n'
    }

    /// What it is called in messages.
    fn kind(self) -> &'static str {
        match self.first_byte() {
            b'{' => "an object",
            b'[' => "a list",
            b'"' => "text",
            b't' | b'f' => "true or false",
            b'n' => "null",
            _ => "a number",
        }
    }

    /// The fields of an object, each under its name without the address of schema.org; none of what is no object.
    ///
    /// # Errors
    ///
    /// When a field stands twice, for nobody can say which of the two is meant.
    pub(super) fn members(self) -> Result<Members<'json>, Problem> {
        if !self.is_object() {
            return Ok(Members::default());
        }
        serde_json::Deserializer::from_str(self.0.get())
            .deserialize_map(Members::default())
            .map_err(|error| problem_in(error, not_a_claim))
    }

    /// The values of a list; itself where it is none, nothing where it is null. schema.org lets every property have
    /// one value or several.
    pub(super) fn items(self) -> Vec<Node<'json>> {
        match self.first_byte() {
            // That it is sound was found out when the whole was read.
            b'[' => serde_json::Deserializer::from_str(self.0.get())
                .deserialize_seq(Items)
                .unwrap_or_default(),
            b'n' => Vec::new(),
            _ => vec![self],
        }
    }

    /// The characters of a text, trimmed, or of a number, as it was written; `None` where nothing stands there.
    ///
    /// # Errors
    ///
    /// When it is something else, or no text that can be kept.
    pub(super) fn text(self) -> Result<Option<String>, FieldProblem> {
        let text = match self.first_byte() {
            b'"' => serde_json::from_str::<String>(self.0.get())
                .map_err(|error| FieldProblem::NotText(without_place(&error)))?,
            b'-' | b'0'..=b'9' => self.0.get().to_owned(),
            b'n' => return Ok(None),
            b'{' => {
                // The long form of a text in JSON-LD, with its language or type.
                let members = self.members().unwrap_or_default();
                return match members.get("@value") {
                    Some(value) if !value.is_object() => value.text(),
                    _ => Err(FieldProblem::NotText(self.kind().to_owned())),
                };
            }
            _ => return Err(FieldProblem::NotText(self.kind().to_owned())),
        };
        if text.contains('\0') {
            return Err(FieldProblem::HoldsNul);
        }
        let text = text.trim();
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }
}

/// The fields of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Members<'json>(BTreeMap<String, Node<'json>>);

impl<'json> Members<'json> {
    /// The field called so; `None` where it is not there, or null.
    pub(super) fn get(&self, name: &str) -> Option<Node<'json>> {
        self.0.get(name).copied().filter(|node| !node.is_null())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its types, without the address of schema.org: `https://schema.org/ClaimReview` is a `ClaimReview`.
    pub(super) fn types(&self) -> Vec<String> {
        let types = self.get("@type").map(Node::items).unwrap_or_default();
        types
            .into_iter()
            .filter_map(|node| node.text().ok().flatten())
            .map(|name| {
                name.rsplit(['/', ':', '#'])
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    }

    pub(super) fn is_a(&self, name: &str) -> bool {
        self.types().iter().any(|known| known == name)
    }
}

impl<'json> Visitor<'json> for Members<'json> {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'json>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some((name, value)) = map.next_entry::<String, &'json RawValue>()? {
            let name = ["https://schema.org/", "http://schema.org/", "schema:"]
                .iter()
                .find_map(|prefix| name.strip_prefix(prefix))
                .map_or_else(|| name.clone(), str::to_owned);
            if self.0.contains_key(&name) {
                let shown: String = name.chars().take(80).collect();
                return Err(A::Error::custom(format!(
                    "the field {shown:?} stands there twice"
                )));
            }
            self.0.insert(name, Node(value));
        }
        Ok(self)
    }
}

struct Items;

impl<'json> Visitor<'json> for Items {
    type Value = Vec<Node<'json>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'json>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element::<&'json RawValue>()? {
            nodes.push(Node(node));
        }
        Ok(nodes)
    }
}

pub(super) fn not_a_claim(reason: String) -> Problem {
    Problem::NotAClaim { reason }
}

fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(reason, _)| reason)
        .to_owned()
}
