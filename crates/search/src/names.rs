//! What dimensions, steps of time and origins are called: in queries, in addresses and in answers.

use std::fmt;
use std::str::FromStr;

use onrecord_model::UnknownWord;

use crate::{Bucket, Dimension, Origin};

macro_rules! names {
    ($type:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// Every one of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What it is called in queries, in addresses and in answers.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str() == word)
                    .ok_or_else(|| UnknownWord {
                        word: word.to_owned(),
                        known: vec![$($name),+],
                    })
            }
        }
    };
}

names!(Dimension {
    Speaker => "speaker",
    Outlet => "outlet",
    Kind => "kind",
    Origin => "origin",
    Class => "class",
    Colour => "colour",
    Polarity => "polarity",
    Verdict => "verdict",
    Claim => "claim",
    Language => "language",
    Year => "year",
});

names!(Bucket {
    Day => "day",
    Week => "week",
    Month => "month",
    Quarter => "quarter",
    Year => "year",
});

names!(Origin {
    Report => "report",
    Primary => "primary",
});
