//! What a search finds.

use chrono::NaiveDate;
use onrecord_model::{CodePointSpan, Quote, Sequence, Timestamp};
use onrecord_search::{Bucket, Counts, Cursor, Dimension};

/// One page of hits, and what was counted over all pages.
#[derive(Debug, Clone)]
pub struct SearchPage {
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// How many quotes match, on all pages.
    pub total: u64,
    /// Everything that matches, counted once; statements and articles only where facets or a histogram were asked for,
    /// and 0 otherwise.
    pub counts: Counts,
    /// One for each that was asked for, in that order.
    pub facets: Vec<Facet>,
    /// Where one was asked for.
    pub histogram: Option<Histogram>,
    /// What the words were taken for beside what they say, where they found little as they are.
    pub spelling: Option<Spelled>,
    /// `false` where the time was up before everything was looked through: total, counts, facets and histogram are of
    /// what was, and hits may be missing.
    pub is_complete: bool,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// The store's position that this answer covers.
    pub through: Sequence,
    /// How many changes the index on disk lacked; they were searched in memory.
    pub behind: u64,
    /// The instant that this answer is of, where it is not of now.
    pub as_of: Option<Timestamp>,
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
    /// How many quotes of its statement match; 1 but where the most repeated come first.
    pub repeats: u64,
    /// How well it matches; comparable within one search only, 0 but where the best come first.
    pub score: f32,
    /// Where it stands: a page that goes on behind it begins here.
    pub place: Cursor,
}

/// Everything that matches, counted by one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Facet {
    /// By what.
    pub by: Dimension,
    /// Those with most quotes first.
    pub values: Vec<FacetValue>,
    /// How many values there are among what matches, without "none".
    pub values_in_all: u64,
    /// What the values have that are not told by themselves.
    pub rest: Counts,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetValue {
    /// Which.
    pub label: Label,
    /// What has it. A quote can have several verdicts and claims, and counts under each.
    pub counts: Counts,
    /// The condition that narrows the search down to it, in the query language; with `-` before it, the one that
    /// leaves it out. `None` where the language has none.
    pub query: Option<String>,
}

/// A value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// Whether it is one value. A verdict or an outlet may be called "none" or "other" too.
    pub kind: LabelKind,
    /// What it is known by: an id, an outlet's key, a word; [`Label::NONE`] or [`Label::OTHER`].
    pub key: String,
    /// What it is shown as.
    pub name: String,
}

impl Label {
    /// The key of having no value: nobody is named, no date, no verdict.
    pub const NONE: &'static str = "none";
    /// The key of all values that are not told by themselves.
    pub const OTHER: &'static str = "other";
}

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// One value.
    Value,
    /// Having no value.
    None,
    /// All values that are not told by themselves.
    Other,
}

/// Everything that matches, counted over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// In what steps.
    pub bucket: Bucket,
    /// Every step from the first with a quote to the last, those without any too.
    pub steps: Vec<Step>,
    /// What has no date.
    pub undated: Counts,
}

impl Histogram {
    /// Most steps of one.
    pub const MOST_STEPS: usize = 10_000;
}

/// One step of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its first day, in UTC.
    pub day: NaiveDate,
    /// What was published in it.
    pub counts: Counts,
}

/// What the words of a query were taken for beside what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// The query with likelier words, where some are.
    pub did_you_mean: Option<String>,
    /// Words as typed, each with those of the record that were searched for too.
    pub words: Vec<(String, Vec<String>)>,
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
    /// There is no claim with the id or reference asked for.
    UnknownClaim {
        /// As asked.
        asked: String,
    },
    /// The exact words found little, so that words like them were searched for too.
    SimilarWords {
        /// The words of the record.
        words: Vec<String>,
    },
    /// The time was up before everything was looked through.
    Cut,
    /// No rate per article can be given, as some of the quotes are no article's.
    NoRate {
        /// How many of them are passages of primary sources; 0 where the query asks for dates, outlets or
        /// languages in a way that articles cannot be counted by.
        primary: u64,
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
            Self::UnknownClaim { asked } => {
                write!(formatter, "there is no claim with the id or reference {asked:?}")
            }
            Self::SimilarWords { words } => write!(
                formatter,
                "few quotes hold these very words; those with {} are shown too, after the exact ones",
                words.join(", ")
            ),
            Self::Cut => formatter.write_str(
                "the time was up before everything was looked through: hits may be missing, and figures are too low",
            ),
            Self::NoRate { primary: 0 } => formatter.write_str(
                "no rate per article is given: the query asks for dates, outlets or languages in a way that articles cannot \
                 be counted by; ask for one outlet and one period, beside everything else",
            ),
            Self::NoRate { primary } => write!(
                formatter,
                "no rate per article is given: {primary} of the quotes are passages of primary sources; ask for \
                 origin:report"
            ),
        }
    }
}
