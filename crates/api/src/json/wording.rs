//! One quote with its surroundings, and the other wordings of it.

use onrecord_engine as engine;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Changed, Quote};

/// A quote with its surroundings.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QuoteDetail {
    /// The quote.
    #[serde(flatten)]
    pub quote: Quote,
    /// The quote in whose content it stands, where it is told by somebody.
    pub outer: Option<Quote>,
    /// The quotes that stand in its content, in the order of the text, without those inside them.
    pub inner: Vec<Quote>,
    /// Words of the article before the content.
    pub before: String,
    /// Words of the article behind the content.
    pub after: String,
    /// The same or nearly the same words of the same speaker in other places, earliest first.
    pub elsewhere: Vec<Occurrence>,
    /// Whether the record was searched for other wordings. `false` for a quote without a speaker or without words,
    /// and while the search index is being brought up to date: `elsewhere` is then empty and tells nothing.
    pub elsewhere_compared: bool,
    /// Whether there are more quotes of the speaker that share words with this one than were compared.
    pub elsewhere_more: bool,
}

/// Another occurrence of what is said in a quote.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Occurrence {
    /// The other quote.
    #[serde(flatten)]
    pub quote: Quote,
    /// What the difference in wording amounts to.
    pub difference: Difference,
    /// Whether what matters most is different.
    pub changed: Changed,
    /// Share of words in common, 0 to 1.
    pub similarity: f32,
    /// From the wording asked for to this one.
    pub edits: Vec<Edit>,
}

/// How one wording relates to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// The same characters.
    Verbatim,
    /// The same words; case, punctuation or spacing differ.
    Formatting,
    /// One is an unbroken part of the other.
    Fragment,
    /// One is the other with words left out, and has an ellipsis wherever that is inside of it.
    Trimmed,
    /// One is the other with words left out, and does not say so.
    TrimmedSilently,
    /// Mostly the same words, some replaced, moved or added.
    Reworded,
    /// Too little in common to be the same utterance.
    Unrelated,
}

/// A run of words with one fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Edit {
    /// What happened to them.
    pub change: Change,
    /// The words.
    pub words: String,
}

/// What happened to some words between two wordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// They stand in both.
    Same,
    /// They stand in the first only.
    Removed,
    /// They stand in the second only.
    Added,
}

impl From<&engine::QuoteView> for QuoteDetail {
    fn from(view: &engine::QuoteView) -> Self {
        let (occurrences, compared, more) = match &view.elsewhere {
            engine::Elsewhere::NotCompared => ([].as_slice(), false, false),
            engine::Elsewhere::Compared { occurrences, more } => {
                (occurrences.as_slice(), true, *more)
            }
        };
        Self {
            quote: Quote::from(&view.quote),
            outer: view.outer.as_ref().map(Quote::from),
            inner: view.inner.iter().map(Quote::from).collect(),
            before: view.before.clone(),
            after: view.after.clone(),
            elsewhere: occurrences.iter().map(Occurrence::from).collect(),
            elsewhere_compared: compared,
            elsewhere_more: more,
        }
    }
}

impl From<&engine::StatementOccurrence> for Occurrence {
    fn from(occurrence: &engine::StatementOccurrence) -> Self {
        let comparison = &occurrence.comparison;
        Self {
            quote: Quote::from(&occurrence.quote),
            difference: comparison.difference.into(),
            changed: comparison.changed.into(),
            similarity: comparison.similarity,
            edits: edits(comparison),
        }
    }
}

/// What turns one wording into the other.
pub(super) fn edits(comparison: &engine::Comparison) -> Vec<Edit> {
    comparison
        .edits
        .iter()
        .map(|edit| Edit {
            change: edit.change.into(),
            words: edit.words.clone(),
        })
        .collect()
}

impl From<engine::Difference> for Difference {
    fn from(difference: engine::Difference) -> Self {
        match difference {
            engine::Difference::Verbatim => Self::Verbatim,
            engine::Difference::Formatting => Self::Formatting,
            engine::Difference::Fragment => Self::Fragment,
            engine::Difference::Trimmed => Self::Trimmed,
            engine::Difference::TrimmedSilently => Self::TrimmedSilently,
            engine::Difference::Reworded => Self::Reworded,
            engine::Difference::Unrelated => Self::Unrelated,
        }
    }
}

impl From<engine::Change> for Change {
    fn from(change: engine::Change) -> Self {
        match change {
            engine::Change::Same => Self::Same,
            engine::Change::Removed => Self::Removed,
            engine::Change::Added => Self::Added,
        }
    }
}
