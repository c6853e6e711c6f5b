//! Moments of the past, as searches look at them: the index as it is now, with a tail in front of what has changed since
//! that holds it as it was.

use std::collections::HashMap;
use std::sync::Arc;

use onrecord_model::{Quote, QuoteId, Timestamp};

use crate::indexer::Scope;
use crate::known::Known;
use crate::{Engine, EngineError};

/// What was otherwise at a moment.
pub(crate) struct Past {
    /// The quotes of everything that has changed since, as they were.
    pub(crate) quotes: HashMap<QuoteId, Quote>,
}

/// Moments that were looked at last.
#[derive(Default)]
pub(crate) struct Pasts {}

impl Engine {
    /// What a search of the record as it was at `instant` looks through, and what was known then.
    pub(crate) async fn scope_as_of(
        &self,
        instant: Timestamp,
    ) -> Result<(Scope, Arc<Known>), EngineError> {
        Err(EngineError::Request {
            field: "as_of",
            problem: format!("the record as it was at {instant} cannot be searched"),
        })
    }
}
