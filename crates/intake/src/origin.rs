//! Where an input came from.

use std::fmt;
use std::path::Path;

/// The file an input came from, and its line in JSON Lines; shown as `news.jsonl:3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Path as given, or `standard input`.
    pub file: String,
    /// Line of a JSON Lines file, counted from 1.
    pub line: Option<u64>,
}

impl Origin {
    /// A file as a whole.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        Self::named(path.display().to_string())
    }

    /// Standard input.
    #[must_use]
    pub fn standard_input() -> Self {
        Self::named("standard input")
    }

    /// Something with a name that is no path.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            file: name.into(),
            line: None,
        }
    }

    /// One line of it, counted from 1.
    #[must_use]
    pub fn line(&self, line: u64) -> Self {
        Self {
            file: self.file.clone(),
            line: Some(line),
        }
    }

    /// One element of it, counted from 1, where it is a list; shown as `feed.json, element 3`.
    pub(crate) fn element(&self, number: u64) -> Self {
        Self::named(format!("{self}, element {number}"))
    }

    /// Last part of the path, as an article without an id of its own is called.
    #[must_use]
    pub fn file_name(&self) -> String {
        Path::new(&self.file).file_name().map_or_else(
            || self.file.clone(),
            |name| name.to_string_lossy().into_owned(),
        )
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}", self.file),
            None => formatter.write_str(&self.file),
        }
    }
}
