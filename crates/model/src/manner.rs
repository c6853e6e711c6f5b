//! How something is reported: what its cue tells of the saying, of the reporter's distance, and of whether it was
//! said at all.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the reporting words tell of what they report.
///
/// The default is what is known without any: no class, no colour, and reported as so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Manner {
    /// What the source does by it; `None` without a cue, and where the lexicon does not know the cue.
    pub class: Option<CueClass>,
    /// How far the reporter stands behind it.
    pub colour: Colour,
    /// Whether it is reported as so.
    pub polarity: Polarity,
}

/// What a source does with the words or thoughts it is given: the class of the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CueClass {
    /// Says it: "said", "wrote", "according to".
    Statement,
    /// Thinks, feels, expects or knows it: "believes", "fears", "supports".
    Belief,
    /// Wants it or asks for it: "plans to", "urged", "called for".
    Intention,
    /// Asks it: "asked whether", "wonders".
    Question,
    /// Says no to it: "denied", "rejected", "refused to".
    Denial,
    /// Commits to it: "promised", "vowed".
    Promise,
    /// Warns of it: "warned", "threatened".
    Warning,
    /// Holds it against somebody: "accused", "blamed", "criticised".
    Accusation,
}

/// How far the reporter stands behind what is reported, as far as the cue tells.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// Neither way: "said".
    #[default]
    Neutral,
    /// At a distance: "claimed", "alleged".
    Doubting,
    /// As so: "revealed", "admitted", "pointed out".
    Endorsing,
}

/// Whether the text reports that it was said, that it was not, or neither.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// That it was: "said".
    #[default]
    Asserted,
    /// That it was not: "did not say", "no one said", "refused to say".
    Negated,
    /// Neither: "if he says", "might argue", "is expected to announce".
    Hypothetical,
}

/// A word that is no value of what it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownManner {
    word: String,
    of: &'static str,
    known: &'static [&'static str],
}

impl fmt::Display for UnknownManner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:?} is not a {}: {}",
            self.word,
            self.of,
            self.known.join(", ")
        )
    }
}

impl std::error::Error for UnknownManner {}

/// Gives an enum without data its list, its words, and the way back from them.
macro_rules! words {
    ($type:ident, $of:literal, $($variant:ident => $word:literal),+ $(,)?) => {
        impl $type {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in the API, in exports and in the store.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = UnknownManner;

            fn from_str(text: &str) -> Result<Self, UnknownManner> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str() == text)
                    .ok_or_else(|| UnknownManner {
                        word: text.to_owned(),
                        of: $of,
                        known: &[$($word),+],
                    })
            }
        }
    };
}

words!(CueClass, "class of cue",
    Statement => "statement",
    Belief => "belief",
    Intention => "intention",
    Question => "question",
    Denial => "denial",
    Promise => "promise",
    Warning => "warning",
    Accusation => "accusation",
);
words!(Colour, "colour",
    Neutral => "neutral",
    Doubting => "doubting",
    Endorsing => "endorsing",
);
words!(Polarity, "polarity",
    Asserted => "asserted",
    Negated => "negated",
    Hypothetical => "hypothetical",
);
