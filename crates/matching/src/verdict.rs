//! What became of checking a quotation against the record.

use std::fmt;

/// How a quotation stands to what is on record. The better verdicts come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The same words, all of them; only case, punctuation or spacing may differ.
    Exact,
    /// What is left out is marked by an ellipsis; the rest is faithful and in order.
    Trimmed,
    /// A faithful, unbroken part of what was said.
    Partial,
    /// Nearly what was said: words were replaced, added, moved, or left out without a mark.
    Altered,
    /// Its beginning is from one statement and its end from another.
    Spliced,
    /// These words are on record, and as somebody else's.
    Misattributed,
    /// Nothing on record comes near. That proves nothing about what was said.
    NotFound,
}

impl Verdict {
    /// Every verdict, the better ones first.
    pub const ALL: [Self; 7] = [
        Self::Exact,
        Self::Trimmed,
        Self::Partial,
        Self::Altered,
        Self::Spliced,
        Self::Misattributed,
        Self::NotFound,
    ];

    /// The word used by every interface.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Trimmed => "trimmed",
            Self::Partial => "partial",
            Self::Altered => "altered",
            Self::Spliced => "spliced",
            Self::Misattributed => "misattributed",
            Self::NotFound => "not found",
        }
    }

    /// Whether every word stands on record as it is quoted: nothing is changed, nothing left out without a mark.
    #[must_use]
    pub fn is_faithful(self) -> bool {
        matches!(self, Self::Exact | Self::Trimmed | Self::Partial)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
