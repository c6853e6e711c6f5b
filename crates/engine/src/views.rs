//! What is asked of the engine and what it answers.

use onrecord_matching::Comparison;
use onrecord_model::{Correction, Quote};
use onrecord_store::{ArticleRecord, Counts, SpeakerListing};

/// One quote with what surrounds it.
#[derive(Debug, Clone)]
pub struct QuoteView {
    /// The quote.
    pub quote: Quote,
    /// The quote in whose content it stands, where it is told by somebody.
    pub outer: Option<Quote>,
    /// The quotes that stand in its content, in the order of the text, without those inside them.
    pub inner: Vec<Quote>,
    /// Words of the article before the content, at most [`QuoteView::CONTEXT`] code points, cut at a word.
    pub before: String,
    /// Words of the article behind the content, likewise.
    pub after: String,
    /// The same speaker's same or nearly the same words elsewhere.
    pub elsewhere: Elsewhere,
}

impl QuoteView {
    /// Most code points of context on each side.
    pub const CONTEXT: usize = 240;
}

/// Where else the same speaker is reported with the same or nearly the same words.
#[derive(Debug, Clone)]
pub enum Elsewhere {
    /// Nobody has looked: there is no index to look in yet, or nobody to look for.
    NotCompared,
    /// The record was searched for other wordings.
    Compared {
        /// Earliest first.
        occurrences: Vec<StatementOccurrence>,
        /// Whether there were more quotes that might be wordings of this one than were compared.
        more: bool,
    },
}

/// Another occurrence of what is said in a quote.
#[derive(Debug, Clone)]
pub struct StatementOccurrence {
    /// The other quote.
    pub quote: Quote,
    /// How its wording differs.
    pub comparison: Comparison,
}

/// An article with what was found in it.
#[derive(Debug, Clone)]
pub struct ArticleView {
    /// The version that was asked for.
    pub article: ArticleRecord,
    /// Its quotes, in the order of the text.
    pub quotes: Vec<Quote>,
}

/// Which speakers to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerQuery {
    /// Part of a name or alias.
    pub name: Option<String>,
    /// Speakers on one page, 1 to 200.
    pub limit: u16,
    /// Where the previous page ended, as its `next` says.
    pub after: Option<String>,
}

/// One page of speakers, most quoted first.
#[derive(Debug, Clone)]
pub struct SpeakerPage {
    /// The speakers.
    pub speakers: Vec<SpeakerListing>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// Part of the log of corrections, the last one first.
#[derive(Debug, Clone)]
pub struct CorrectionPage {
    /// The corrections.
    pub corrections: Vec<Correction>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// What the record holds, for the home page and `stats`.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Rows by sort.
    pub counts: Counts,
    /// Speakers with the most quotes.
    pub top_speakers: Vec<SpeakerListing>,
    /// Outlets with their number of articles, largest first.
    pub outlets: Vec<(String, u64)>,
    /// Last quotes taken in.
    pub latest: Vec<Quote>,
}
