//! What is asked of the engine and what it answers.

use onrecord_matching::Comparison;
use onrecord_model::{
    CodePointSpan, Colour, Correction, CueClass, Kind, Polarity, Quote, Sequence, Timestamp,
};
use onrecord_search::{Cursor, Sort};
use onrecord_store::{ArticleRecord, Counts, SpeakerListing};

/// A search for quotes. Everything is optional; nothing set means every quote, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// Words, phrases and exclusions.
    pub query: Option<String>,
    /// A speaker's id, full name, alias or last name.
    pub speaker: Option<String>,
    /// An outlet's name, whatever its case.
    pub outlet: Option<String>,
    /// Direct, mixed or indirect.
    pub kind: Option<Kind>,
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
    /// Order; `None` means relevance where there are words, newest first where there are none.
    pub sort: Option<Sort>,
    /// Hits on one page, 1 to [`SearchRequest::LARGEST_PAGE`].
    pub limit: usize,
    /// Where the previous page ended.
    pub after: Option<Cursor>,
}

impl SearchRequest {
    /// Hits on one page unless asked otherwise.
    pub const USUAL_PAGE: usize = 20;
    /// Most hits on one page.
    pub const LARGEST_PAGE: usize = 200;
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            query: None,
            speaker: None,
            outlet: None,
            kind: None,
            class: None,
            colour: None,
            polarity: None,
            from: None,
            to: None,
            sort: None,
            limit: Self::USUAL_PAGE,
            after: None,
        }
    }
}

/// One page of hits.
#[derive(Debug, Clone)]
pub struct SearchPage {
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// How many quotes match, on all pages.
    pub total: u64,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// The store's position that this answer covers.
    pub through: Sequence,
    /// What the reader should know about the answer.
    pub notices: Vec<Notice>,
}

/// One quote that matches.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The quote.
    pub quote: Quote,
    /// The quote in whose content it stands, where it is told by somebody.
    pub outer: Option<Quote>,
    /// Where the words searched for stand in the quote's `text`.
    pub highlights: Vec<CodePointSpan>,
}

/// Something a reader of an answer should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// No speaker goes by the name asked for; close names, if there are any.
    UnknownSpeaker {
        /// As asked.
        asked: String,
        /// Names that come close.
        similar: Vec<String>,
    },
    /// Several speakers go by the name asked for, and all of them are in the answer.
    SeveralSpeakers {
        /// As asked.
        asked: String,
        /// Their full names.
        names: Vec<String>,
    },
}

impl std::fmt::Display for Notice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownSpeaker { asked, similar } if similar.is_empty() => {
                write!(formatter, "no speaker goes by the name {asked:?}")
            }
            Self::UnknownSpeaker { asked, similar } => {
                write!(
                    formatter,
                    "no speaker goes by the name {asked:?}; did you mean {}?",
                    similar.join(", ")
                )
            }
            Self::SeveralSpeakers { asked, names } => {
                write!(
                    formatter,
                    "{asked:?} is the name of {} speakers: {}",
                    names.len(),
                    names.join(", ")
                )
            }
        }
    }
}

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
