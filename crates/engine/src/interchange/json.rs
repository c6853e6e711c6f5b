//! Objects put together field by field, without what is not there.

use serde_json::{Map, Number, Value};

/// An object in the making.
pub(super) struct Object(Map<String, Value>);

impl Object {
    pub(super) fn new() -> Self {
        Self(Map::new())
    }

    /// One of the type `name`.
    pub(super) fn of_type(name: &str) -> Self {
        Self::new().with("@type", name)
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// A text without the white space around it; nothing where nothing is left.
    pub(super) fn with_text(self, name: &str, text: Option<&str>) -> Self {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        self.with_some(name, text)
    }

    /// A list, where there is anything in it.
    pub(super) fn with_list(self, name: &str, values: Vec<Value>) -> Self {
        if values.is_empty() {
            return self;
        }
        self.with(name, values)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// A number as it was written, which is a number of JSON where JSON would write it so, and else text.
pub(super) fn number(written: &str) -> Value {
    let written = written.trim();
    match serde_json::from_str::<Number>(written) {
        Ok(number) if number.to_string() == written => Value::Number(number),
        _ => Value::from(written),
    }
}
