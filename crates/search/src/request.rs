//! What is asked of the index and what it answers.

use std::time::Instant;

use onrecord_model::{ArticleId, Colour, CueClass, Kind, Polarity, QuoteId, SpeakerId, Timestamp};

use crate::{Cursor, Query, Tallied, Tally};

/// Which quotes, in what order, from where on. All conditions hold together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Search {
    /// What somebody typed, read, and with what the names in it stand for: see [`Query::with`].
    pub query: Option<Query>,
    /// Said by any of these. An empty list matches nothing.
    pub speakers: Option<Vec<SpeakerId>>,
    /// Published by this outlet, case and white space aside.
    pub outlet: Option<String>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// From articles, or from primary sources.
    pub origin: Option<Origin>,
    /// Whose cue is of this class. Quotes whose cue has none match no class.
    pub class: Option<CueClass>,
    /// Whose cue has this colour.
    pub colour: Option<Colour>,
    /// Reported as said, as not said, or as neither.
    pub polarity: Option<Polarity>,
    /// In this article.
    pub article: Option<ArticleId>,
    /// Published at this instant or later. With `from` or `to`, quotes of articles without a date do not match.
    pub from: Option<Timestamp>,
    /// Published before this instant.
    pub to: Option<Timestamp>,
    /// In articles in which any of these are quoted, without their own.
    pub beside: Option<Vec<SpeakerId>>,
    /// Not in articles that are copies of others.
    pub without_copies: bool,
    /// In what order.
    pub sort: Sort,
    /// How many hits at most; 0 for none.
    pub limit: usize,
    /// Behind the last hit of the page before: [`Found::next`].
    pub after: Option<Cursor>,
    /// What to count over everything that matches.
    pub tallies: Vec<Tally>,
    /// When to stop looking, whatever was found by then; see [`Found::is_complete`].
    pub deadline: Option<Instant>,
}

/// Where a quote comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// An article reports it.
    Report,
    /// It is a passage of a primary source.
    Primary,
}

/// The order of hits. Where it leaves two equal, the lower quote id comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// Best match first (BM25), then newest. Without a query the same as newest.
    #[default]
    Relevance,
    /// Latest publication first; articles without a date last.
    Newest,
    /// Earliest publication first; articles without a date last.
    Oldest,
    /// One hit for each statement, the earliest of its quotes that match; the one with most of these first, then the
    /// newest. What is no statement, as nobody is named for it, stands for itself.
    MostRepeated,
}

/// One page of hits, and what was counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// How many quotes match on all pages together; exact where the search [is complete](Found::is_complete).
    pub total: u64,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// One for each [`Search::tallies`].
    pub tallies: Vec<Tallied>,
    /// Whether everything was looked through. Where it was not, the deadline came first: hits, total and tallies are
    /// of what was looked through until then.
    pub is_complete: bool,
}

/// A quote that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which.
    pub quote: QuoteId,
    /// How well it matches, to three decimals; comparable within one search only, 0 in the order of dates.
    pub score: f32,
    /// Where it stands in the order: a page behind it begins here.
    pub place: Cursor,
    /// How many of the quotes that match tell its statement, itself among them; counted in the order of the
    /// [most repeated](Sort::MostRepeated) only, and 0 in the others.
    pub repeats: u64,
}
