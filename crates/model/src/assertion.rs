//! What sort of assertion a sentence makes.

use serde::{Deserialize, Serialize};

use crate::claim::words;

/// What sort of assertion a sentence makes, as far as its words tell. Only a fact can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssertionClass {
    /// Something was or is so, and others can find out whether it was or is.
    Fact,
    /// What somebody thinks of something.
    Opinion,
    /// What will be.
    Prediction,
    /// What somebody will do.
    Promise,
    /// What somebody asks.
    Question,
    /// None of these: a greeting, a wish, half a sentence.
    Other,
}

words!(AssertionClass {
    Fact => "fact",
    Opinion => "opinion",
    Prediction => "prediction",
    Promise => "promise",
    Question => "question",
    Other => "other",
});
