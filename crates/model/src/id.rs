//! Newtypes over UUIDs, one per thing that has an identity of its own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Text that was expected to be an id, and is not a UUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId(pub String);

impl fmt::Display for InvalidId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:?} is not an id (a UUID such as 0190a6f2-…)",
            self.0
        )
    }
}

impl std::error::Error for InvalidId {}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::parse_str(text).map(Self).map_err(|_| InvalidId(text.to_owned()))
            }
        }
    };
}

id!(
    /// An article, whatever its versions.
    ArticleId
);
id!(
    /// A primary source: a transcript, a speech, a post, or part of a corpus of statements.
    SourceId
);
id!(
    /// One quote: an attribution found in one version of one article, or a passage of a primary source.
    QuoteId
);
id!(
    /// A person or organisation that says things.
    SpeakerId
);
id!(
    /// The same utterance by the same speaker, wherever it was reported.
    StatementId
);
id!(
    /// One entry of the log of corrections.
    CorrectionId
);
id!(
    /// One database, made when its schema is; an index remembers whose it is.
    DatabaseId
);
id!(
    /// The same words, given to two speakers.
    ConflictId
);
id!(
    /// Something that a new version of an article did to a quote.
    StealthEditId
);
id!(
    /// A checkable assertion, whoever makes it.
    ClaimId
);
id!(
    /// One checker's verdict on a claim.
    ReviewId
);
id!(
    /// That somebody asked for something to be looked at.
    FlagId
);
id!(
    /// A newsroom's scale of ratings.
    ScaleId
);
