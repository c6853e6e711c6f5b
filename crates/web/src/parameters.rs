//! Query strings. Parameters that no page knows are passed over, since people arrive with what other sites
//! append to a link; those that are known have to be readable.

use std::collections::BTreeMap;

use url::form_urlencoded;

use crate::respond::Failure;

/// Longest query string that is read, in bytes.
const LONGEST: usize = 8 * 1024;

/// The known parameters of a request, trimmed; an empty value is there as an empty text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parameters(BTreeMap<&'static str, String>);

impl Parameters {
    /// Reads those of `known` that `query` holds.
    pub(crate) fn read(query: &str, known: &[&'static str]) -> Result<Self, Failure> {
        Self::read_long(query, known, LONGEST)
    }

    /// Reads those of `known` that a query of up to `longest` bytes holds.
    pub(crate) fn read_long(
        query: &str,
        known: &[&'static str],
        longest: usize,
    ) -> Result<Self, Failure> {
        if query.len() > longest {
            return Err(Failure::Malformed(format!(
                "It is longer than the {longest} characters that are read."
            )));
        }
        let mut values = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(name) = known.iter().find(|known| **known == name) else {
                continue;
            };
            if value.contains('\0') {
                return Err(Failure::Malformed(format!(
                    "“{name}” holds a character that no text has."
                )));
            }
            if values.insert(*name, value.trim().to_owned()).is_some() {
                return Err(Failure::Malformed(format!(
                    "“{name}” is given more than once."
                )));
            }
        }
        Ok(Self(values))
    }

    /// The value of `name`, unless it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Whether a parameter is given without a value.
    pub(crate) fn any_empty(&self) -> bool {
        self.0.values().any(String::is_empty)
    }

    /// The same with `name` set to `value`, or without it.
    pub(crate) fn with(&self, name: &'static str, value: Option<&str>) -> Self {
        let mut changed = self.clone();
        match value {
            Some(value) => changed.0.insert(name, value.to_owned()),
            None => changed.0.remove(name),
        };
        changed
    }
}
