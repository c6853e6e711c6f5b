//! Which quotes are wordings of one statement, and how two wordings differ.
//!
//! What this crate is not: it clusters nothing and stores nothing; it is asked about wordings and answers.
//! Pure: no I/O, no clock, no randomness, no panic on any input.
//!
//! Invariants:
//! - [`fingerprint`] looks at words alone: case, punctuation, quotation marks, spacing, dashes and Unicode
//!   compatibility forms make no difference.
//! - The edits of a [`Comparison`] put together give both wordings again, word by word.

mod compare;
mod fingerprint;
mod words;

pub use compare::{Change, Comparison, Difference, Edit, compare};
pub use fingerprint::{Fingerprint, fingerprint};
