//! JSON objects of a request, read so that nothing in them is passed over.

use serde_json::{Map, Value};

use super::error::Refusal;

/// Deepest nesting of queries and aggregations that is read.
pub(super) const DEEPEST: usize = 24;

/// An object of which every field has to be taken; what is left over at the end is refused by name.
#[derive(Debug)]
pub(super) struct Object {
    /// What it is, for messages: `[bool] query`.
    what: String,
    fields: Map<String, Value>,
}

impl Object {
    /// `value`, which has to be an object.
    pub(super) fn new(what: impl Into<String>, value: Value) -> Result<Self, Refusal> {
        let what = what.into();
        match value {
            Value::Object(fields) => Ok(Self { what, fields }),
            other => Err(Refusal::parsing(format!(
                "{what} has to be an object, not {}",
                sort_of(&other)
            ))),
        }
    }

    /// `value`, which has to be an object with one field: the name and what stands under it.
    pub(super) fn only(what: impl Into<String>, value: Value) -> Result<(String, Value), Refusal> {
        let what = what.into();
        let object = Self::new(what.clone(), value)?;
        let count = object.fields.len();
        let mut fields = object.fields.into_iter();
        match (fields.next(), count) {
            (Some(field), 1) => Ok(field),
            _ => Err(Refusal::parsing(format!(
                "{what} has to have one field, not {count}"
            ))),
        }
    }

    /// What stands under `name`, unless that is `null`.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    /// What stands under `name`, which has to be there.
    pub(super) fn need(&mut self, name: &str) -> Result<Value, Refusal> {
        self.take(name)
            .ok_or_else(|| Refusal::parsing(format!("{} needs [{name}]", self.what)))
    }

    /// The text under `name`.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, "a text", &other)),
        }
    }

    /// Whether what stands under `name` is true. Elasticsearch takes the words too.
    pub(super) fn truth(&mut self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(truth)) => Ok(Some(truth)),
            Some(Value::String(word)) if word == "true" => Ok(Some(true)),
            Some(Value::String(word)) if word == "false" => Ok(Some(false)),
            Some(other) => Err(self.wrong(name, "true or false", &other)),
        }
    }

    /// The whole number under `name`, which may be written as a text.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(value) = self.take(name) else {
            return Ok(None);
        };
        let number = match &value {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(name, "a whole number from 0", &value)),
        }
    }

    /// Takes `name`, which may be there only where it changes nothing.
    pub(super) fn ignore_if(
        &mut self,
        name: &str,
        changes_nothing: impl FnOnce(&Value) -> bool,
    ) -> Result<(), Refusal> {
        match self.take(name) {
            Some(value) if !changes_nothing(&value) => {
                Err(Refusal::unsupported(format!("[{name}] of {}", self.what)))
            }
            _ => Ok(()),
        }
    }

    /// All fields that are left, in the order of their names.
    pub(super) fn rest(self) -> impl Iterator<Item = (String, Value)> {
        self.fields.into_iter()
    }

    /// Refuses what nobody has taken.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        let left: Vec<String> = self
            .fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, _)| format!("[{name}]"))
            .collect();
        if left.is_empty() {
            return Ok(());
        }
        let what = self.what;
        Err(Refusal::unsupported(format!(
            "{} of {what}",
            left.join(", ")
        )))
    }

    fn wrong(&self, name: &str, expected: &str, found: &Value) -> Refusal {
        let found = sort_of(found);
        let what = &self.what;
        Refusal::parsing(format!(
            "[{name}] of {what} has to be {expected}, not {found}"
        ))
    }
}

/// `value` as a list: Elasticsearch takes one thing for a list of one in most places.
pub(super) fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        value => vec![value],
    }
}

/// A value that stands for one word of a field, as text.
pub(super) fn scalar(what: &str, value: &Value) -> Result<String, Refusal> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(Refusal::parsing(format!(
            "{what} has to be a text or a number, not {}",
            sort_of(value)
        ))),
    }
}

/// Whether a boost is given that changes nothing.
pub(super) fn is_one(value: &Value) -> bool {
    value.as_f64() == Some(1.0)
}

fn sort_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
