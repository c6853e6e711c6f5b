//! The store's change feed.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// Position in the change feed. Order of sequence is order of commit.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Sequence(pub i64);

impl fmt::Display for Sequence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// One row of the change feed: something is different now. What it is like is read from the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Position in the feed.
    pub sequence: Sequence,
    /// What sort of thing changed.
    pub entity: Entity,
    /// Which one.
    pub id: Uuid,
    /// Whether it is there now.
    pub operation: Operation,
    /// When.
    pub at: Timestamp,
}

/// What sort of thing a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entity {
    /// An article with all its quotes, or whose copy it is.
    Article,
    /// A primary source with all its passages.
    Source,
    /// A speaker who is called otherwise, or shown as another: all quotes filed under them read differently.
    Speaker,
    /// A wording for which another stands than before, or that stands for other wordings.
    Statement,
    /// A claim that was made, or has another text, other links or other reviews, or is made by another statement.
    Claim,
    /// The log of corrections has a new entry. What follows from it for articles and speakers has changes of
    /// its own.
    Correction,
}

impl Entity {
    /// Every entity.
    pub const ALL: [Self; 6] = [
        Self::Article,
        Self::Source,
        Self::Speaker,
        Self::Statement,
        Self::Claim,
        Self::Correction,
    ];

    /// The word kept in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Source => "source",
            Self::Speaker => "speaker",
            Self::Statement => "statement",
            Self::Claim => "claim",
            Self::Correction => "correction",
        }
    }
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// It was added or changed.
    Put,
    /// It is gone.
    Delete,
}

impl Operation {
    /// The word kept in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }
}
