//! What is searched for.

use std::collections::HashSet;

use onrecord_model::{Colour, CueClass, Kind, Polarity, Timestamp};
use onrecord_search::{Bucket, Cursor, Dimension, Origin, Sort};

use crate::EngineError;

/// A search for quotes. Everything is optional; nothing set means every quote, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// Words, phrases, exclusions and fields, in the language of [`onrecord_search::Query`].
    pub query: Option<String>,
    /// Whether nothing in the query has a meaning, so that it is words and nothing else.
    pub plain: bool,
    /// Whether words are taken as they are typed, also where they find little.
    pub exact: bool,
    /// A speaker's id, full name, alias or last name.
    pub speaker: Option<String>,
    /// An outlet's name, whatever its case.
    pub outlet: Option<String>,
    /// Direct, mixed or indirect.
    pub kind: Option<Kind>,
    /// From articles, or from primary sources.
    pub origin: Option<Origin>,
    /// What the reporting words say the speaker does: state, promise, deny, ….
    pub class: Option<CueClass>,
    /// How far the reporter stands behind it.
    pub colour: Option<Colour>,
    /// Reported as said, as not said, or as neither.
    pub polarity: Option<Polarity>,
    /// Published at or after this instant.
    pub from: Option<Timestamp>,
    /// Published before this instant.
    pub to: Option<Timestamp>,
    /// Whether articles that are copies of others are left out, so that a report that many printed counts once.
    pub without_copies: bool,
    /// The record as it was then, rather than as it is now.
    pub as_of: Option<Timestamp>,
    /// Order; `None` means relevance where there are words, newest first where there are none.
    pub sort: Option<Sort>,
    /// Hits on one page, 1 to [`SearchRequest::LARGEST_PAGE`].
    pub limit: usize,
    /// Where the previous page ended.
    pub after: Option<Cursor>,
    /// What everything that matches is counted by; at most [`SearchRequest::MOST_FACETS`].
    pub facets: Vec<FacetRequest>,
    /// In what steps of time everything that matches is counted.
    pub histogram: Option<Bucket>,
}

impl SearchRequest {
    /// Hits on one page unless asked otherwise.
    pub const USUAL_PAGE: usize = 20;
    /// Most hits on one page.
    pub const LARGEST_PAGE: usize = 200;
    /// Most facets of one search.
    pub const MOST_FACETS: usize = 12;

    /// Whether there can be such a page.
    pub(crate) fn check(&self) -> Result<(), EngineError> {
        if !(1..=Self::LARGEST_PAGE).contains(&self.limit) {
            return Err(EngineError::PageSize {
                asked: self.limit,
                largest: Self::LARGEST_PAGE,
            });
        }
        let refused = |field, problem| Err(EngineError::Request { field, problem });
        if self.facets.len() > Self::MOST_FACETS {
            let (asked, most) = (self.facets.len(), Self::MOST_FACETS);
            let problem = format!("{asked} facets were asked for, and at most {most} are counted");
            return refused("facets", problem);
        }
        let mut seen = HashSet::new();
        if let Some(twice) = self.facets.iter().find(|facet| !seen.insert(facet.by)) {
            return refused("facets", format!("{:?} is named twice", twice.by.as_str()));
        }
        match self.facets.iter().find_map(|facet| facet.wrong_limit()) {
            Some(problem) => refused("facet_limit", problem),
            None => Ok(()),
        }
    }
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            query: None,
            plain: false,
            exact: false,
            speaker: None,
            outlet: None,
            kind: None,
            origin: None,
            class: None,
            colour: None,
            polarity: None,
            from: None,
            to: None,
            without_copies: false,
            as_of: None,
            sort: None,
            limit: Self::USUAL_PAGE,
            after: None,
            facets: Vec::new(),
            histogram: None,
        }
    }
}

/// By what to count everything that a search matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetRequest {
    /// By what.
    pub by: Dimension,
    /// How many values are told by themselves, those with most quotes first; 1 to [`FacetRequest::MOST_VALUES`].
    pub limit: usize,
    /// Only values whose name holds this, case aside.
    pub find: Option<String>,
}

impl FacetRequest {
    /// How many values are told by themselves unless asked otherwise.
    pub const USUAL_VALUES: usize = 10;
    /// Most values that are told by themselves.
    pub const MOST_VALUES: usize = 1_000;

    /// The values of `by` with most quotes.
    #[must_use]
    pub fn of(by: Dimension) -> Self {
        Self {
            by,
            limit: Self::USUAL_VALUES,
            find: None,
        }
    }

    fn wrong_limit(&self) -> Option<String> {
        let (asked, most) = (self.limit, Self::MOST_VALUES);
        let is_wrong = !(1..=most).contains(&asked);
        is_wrong.then(|| format!("a facet tells 1 to {most} values, not {asked}"))
    }
}
