//! Claims: checkable assertions, apart from who made them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{CodePointSpan, Share, StatementId, Timestamp};

/// A word that is none of those that are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// The word.
    pub word: String,
    /// Those that are known.
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:?} is none of {}",
            self.word,
            self.known.join(", ")
        )
    }
}

impl std::error::Error for UnknownWord {}

/// What a claim says, and what was known of it when it was written down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimText {
    /// The assertion, as one sentence that stands by itself.
    pub text: String,
    /// A headline for it, such as that of the first fact-check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What somebody has to know to understand it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The language it is written in, as in BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who made it first, as far as known beside the statements linked to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant: Option<Claimant>,
    /// When it was made first, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Timestamp>,
    /// Where it was made first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where else it was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appearances: Vec<String>,
    /// What the file it came in with calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Who made a claim, as a fact-check names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimant {
    /// Their name.
    pub name: String,
    /// What they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Pages that say who they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// Whether they are an organisation; absent where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_organisation: Option<bool>,
}

/// How far the work on a claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Nobody works on it.
    Open,
    /// Somebody does.
    InReview,
    /// It has a published review.
    Reviewed,
    /// Another look is asked for; published reviews that disagree ask for it too.
    NeedsSecondReview,
    /// Nothing more is to be done.
    Closed,
}

/// What one claim is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimRelation {
    /// Both cannot be true.
    Contradicts,
    /// It says something more special.
    Narrows,
    /// It says the same again, of another time or place.
    Repeats,
}

/// A statement that makes a claim, by a person's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLink {
    /// The statement, by any of its wordings.
    pub statement: StatementId,
    /// Its words then.
    pub words: String,
    /// The part of `words` that makes the claim, in code points; all of them where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<CodePointSpan>,
    /// What the machine had thought of it, where it had suggested the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<LinkScore>,
}

/// How sure a machine is that a statement makes a claim, and which one it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkScore {
    /// How sure.
    pub score: Share,
    /// Name and version of the method.
    pub method: String,
}

macro_rules! words {
    ($name:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every one of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it in the store, the API and exports.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::UnknownWord> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|known| known.as_str() == word)
                    .ok_or_else(|| $crate::UnknownWord {
                        word: word.to_owned(),
                        known: Self::ALL.iter().map(|known| known.as_str()).collect(),
                    })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words!(ClaimState {
    Open => "open",
    InReview => "in_review",
    Reviewed => "reviewed",
    NeedsSecondReview => "needs_second_review",
    Closed => "closed",
});

words!(ClaimRelation {
    Contradicts => "contradicts",
    Narrows => "narrows",
    Repeats => "repeats",
});

impl ClaimState {
    /// In words, as a reader meets them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InReview => "in review",
            Self::Reviewed => "reviewed",
            Self::NeedsSecondReview => "in need of a second review",
            Self::Closed => "closed",
        }
    }
}
