//! What went wrong, in a person's words, and the exit code that says so to a script.

use std::io;

use onrecord_api::ServeError;
use onrecord_engine::{EngineError, SearchError, StoreError};

use crate::exit::Exit;

/// A command that found the command line wanting.
#[derive(Debug)]
pub struct Misuse(pub String);

impl std::fmt::Display for Misuse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

/// The error with its causes, and what to do next where that is known.
pub fn describe(error: &anyhow::Error) -> String {
    let mut description = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        // Some errors repeat their cause in their own words.
        if !description.contains(&cause) {
            description.push_str(": ");
            description.push_str(&cause);
        }
    }
    if let Some(EngineError::Store(StoreError::Missing { .. })) = error.downcast_ref() {
        description.push_str("; `onrecord ingest PATH…` makes one, `onrecord demo` shows one");
    }
    description
}

/// The exit code for an error that ended a command.
pub fn exit_of(error: &anyhow::Error) -> Exit {
    if error.is::<Misuse>() {
        return Exit::Usage;
    }
    if error.is::<ServeError>() || error.is::<io::Error>() {
        return Exit::Unavailable;
    }
    match error.downcast_ref::<EngineError>() {
        Some(EngineError::Store(StoreError::Unknown { .. })) => Exit::NothingFound,
        Some(EngineError::Store(StoreError::Conflict { .. })) => Exit::Conflict,
        Some(EngineError::Store(StoreError::Refused { .. })) => Exit::BadInput,
        Some(EngineError::Store(_) | EngineError::IndexNotReady) => Exit::Unavailable,
        Some(EngineError::Search(SearchError::Query(_) | SearchError::Cursor(_))) => Exit::Usage,
        Some(EngineError::Search(_)) => Exit::Unavailable,
        Some(EngineError::TooManyQuotes { .. } | EngineError::Model(_)) => Exit::BadInput,
        Some(
            EngineError::PageSize { .. }
            | EngineError::QuotationLength { .. }
            | EngineError::Cursor(_)
            | EngineError::Request { .. }
            | EngineError::TooManySteps { .. },
        ) => Exit::Usage,
        Some(EngineError::Gazetteer(_) | EngineError::Panicked(_)) | None => Exit::Internal,
    }
}
