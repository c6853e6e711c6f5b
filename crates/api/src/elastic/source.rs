//! What of a document is shown.

use serde_json::{Map, Value, json};

use super::dates::epoch_milliseconds_of;
use super::error::Refusal;
use super::fields::{FIELDS, Field, Sort, fits};
use super::object::{Object, list, scalar};

/// Which fields of `_source` are shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    is_left_out: bool,
    /// Patterns; all where there are none.
    includes: Vec<String>,
    excludes: Vec<String>,
}

/// One entry of `fields` or `docvalue_fields`.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pattern: String,
    in_milliseconds: bool,
}

impl Source {
    /// What `_source` of a body asks for.
    pub(super) fn read(value: Option<Value>) -> Result<Self, Refusal> {
        let mut source = Self::default();
        match value {
            None | Some(Value::Bool(true)) => {}
            Some(Value::Bool(false)) => source.is_left_out = true,
            Some(Value::Object(fields)) => {
                let mut object = Object::new("[_source]", Value::Object(fields))?;
                source.includes = patterns(object.take("includes"))?;
                source.excludes = patterns(object.take("excludes"))?;
                object.finish()?;
            }
            Some(value) => source.includes = patterns(Some(value))?,
        }
        Ok(source)
    }

    /// What the parameters of an address ask for besides.
    pub(super) fn and(
        mut self,
        all: Option<&str>,
        includes: Option<&str>,
        excludes: Option<&str>,
    ) -> Self {
        let split = |names: &str| {
            names
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect()
        };
        match all {
            None => {}
            Some("true") => self.is_left_out = false,
            Some("false") => self.is_left_out = true,
            Some(names) => self.includes = split(names),
        }
        if let Some(names) = includes {
            self.includes = split(names);
        }
        if let Some(names) = excludes {
            self.excludes = split(names);
        }
        self
    }

    /// The part of `document` that is asked for; `None` where none is.
    pub(super) fn of(&self, document: &Map<String, Value>) -> Option<Value> {
        if self.is_left_out {
            return None;
        }
        let is_any =
            |patterns: &[String], name: &str| patterns.iter().any(|pattern| fits(pattern, name));
        let shown: Map<String, Value> = document
            .iter()
            .filter(|(name, _)| self.includes.is_empty() || is_any(&self.includes, name))
            .filter(|(name, _)| !is_any(&self.excludes, name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Some(Value::Object(shown))
    }
}

fn patterns(value: Option<Value>) -> Result<Vec<String>, Refusal> {
    value
        .map_or_else(Vec::new, list)
        .iter()
        .map(|pattern| scalar("a name of [_source]", pattern))
        .collect()
}

/// What `fields` and `docvalue_fields` ask for.
pub(super) fn shown(value: Option<Value>) -> Result<Vec<Shown>, Refusal> {
    let mut all = Vec::new();
    for entry in value.map_or_else(Vec::new, list) {
        let (pattern, format) = match entry {
            Value::Object(fields) => {
                let mut object = Object::new("an entry of [fields]", Value::Object(fields))?;
                let pattern = scalar("[field]", &object.need("field")?)?;
                let format = object.text("format")?;
                object.truth("include_unmapped")?;
                object.finish()?;
                (pattern, format)
            }
            name => (scalar("an entry of [fields]", &name)?, None),
        };
        let in_milliseconds = match format.as_deref() {
            None
            | Some(
                "strict_date_optional_time"
                | "strict_date_optional_time_nanos"
                | "date_optional_time"
                | "date_time"
                | "strict_date_time",
            ) => false,
            Some("epoch_millis") => true,
            Some(other) => {
                return Err(Refusal::unsupported(format!("the date format [{other}]")));
            }
        };
        all.push(Shown {
            pattern,
            in_milliseconds,
        });
    }
    Ok(all)
}

/// The values of `document` that are asked for, each in a list.
pub(super) fn values(shown: &[Shown], document: &Map<String, Value>) -> Map<String, Value> {
    let mut values = Map::new();
    for entry in shown {
        let exact = Field::named(&entry.pattern).ok();
        for field in FIELDS {
            let is_exact = exact.is_some_and(|exact| exact.name == field.name);
            if !is_exact && !fits(&entry.pattern, field.name) {
                continue;
            }
            let value = match document.get(field.name) {
                None | Some(Value::Null) => continue,
                Some(value) if field.sort == Sort::Date && entry.in_milliseconds => {
                    json!(epoch_milliseconds_of(value).to_string())
                }
                Some(value) => value.clone(),
            };
            // Under the name it was asked for, which may be another.
            let name = if is_exact { &entry.pattern } else { field.name };
            values.insert(name.to_owned(), json!([value]));
        }
    }
    values
}
