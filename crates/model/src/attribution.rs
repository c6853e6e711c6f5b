//! What extraction finds in a text.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Manner, Span};

/// Words somebody is reported to have said, with the words that report it and the words that name them:
/// content, cue and source of the PARC and PolNeAR annotation schemes.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Spans that name the source, in order; empty where the text names none.
    pub source: Vec<Span>,
    /// Spans of the reporting words, in order; may be empty.
    pub cue: Vec<Span>,
    /// Spans of what is reported, in order, quotation marks included; never empty.
    pub content: Vec<Span>,
    /// How much of the content is in quotation marks.
    pub kind: Kind,
    /// How sure the extractor is.
    pub confidence: Confidence,
    /// The rule or model that decided.
    pub rule: Cow<'static, str>,
    /// What the cue tells of it: its class and colour, and whether it is reported as said at all.
    pub manner: Manner,
    /// The attribution whose content it stands in: an index into the same list, always a smaller one. What A says
    /// that B said is B's inside A's.
    pub inside: Option<usize>,
}

/// How much of what is reported stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

impl Kind {
    /// Every kind, in the order of how much is quoted.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Mixed, Self::Indirect];

    /// The word used in the API, in exports and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A word that names no kind of quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKind(pub String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:?} is not a kind of quote: direct, mixed or indirect",
            self.0
        )
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

/// How sure something is, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(f32);

impl Confidence {
    /// `value`, brought between 0 and 1; not a number counts as 0.
    #[must_use]
    pub fn new(value: f32) -> Self {
        if value.is_nan() {
            return Self(0.0);
        }
        Self(value.clamp(0.0, 1.0))
    }

    /// The value, from 0 to 1.
    #[must_use]
    pub fn value(self) -> f32 {
        self.0
    }
}
