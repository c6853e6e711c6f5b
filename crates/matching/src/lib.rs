//! Which quotes are wordings of one statement, and how two wordings differ.
//!
//! What this crate is not: it stores nothing and looks nothing up; it is asked about wordings and answers.
//! Pure: no I/O, no clock, no randomness, no panic on any input.
//!
//! Invariants:
//! - [`fingerprint`] looks at words alone: case, punctuation, quotation marks, spacing, dashes and Unicode
//!   compatibility forms make no difference.
//! - [`cluster`] is a function of a set: the order of its wordings makes no difference.
//! - The edits of a [`Comparison`] put together give both wordings again, word by word.

mod align;
mod anchor;
mod bands;
mod changed;
pub mod checkworthy;
pub mod claims;
mod cluster;
mod compare;
mod difference;
mod ellipsis;
mod fingerprint;
mod function_words;
mod parts;
mod quotation;
mod relate;
mod related;
mod selectors;
mod verdict;
mod verify;
mod words;

pub use anchor::{Anchor, anchor};
pub use bands::{are_copies, article_bands, overlap};
pub use changed::Changed;
pub use cluster::{Membership, cluster};
pub use compare::{Change, Comparison, Edit, compare};
pub use difference::Difference;
pub use fingerprint::{Fingerprint, fingerprint};
pub use parts::{part_key, quoted_parts};
pub use relate::{PART_WITHIN, Relation, SAME_WITHIN, Wording, relate};
pub use related::Related;
pub use selectors::{Selectors, find, selectors};
pub use verdict::Verdict;
pub use verify::{Found, Outcome, Source, verify};
