//! The workbench: fits the weights the extractor judges by, scores what it finds, shows its mistakes, and writes who
//! the sources of annotated articles are, for the scorer of speakers; and it counts what the lexicon of cues knows.
//!
//! It reads annotated articles (JSON Lines: `id`, `text`, `attributions` with `source`, `cue` and `content` spans in
//! code points) and lays them out as `onrecord extract` does, so that what is counted is what production meets.
//!
//! It also asks a record labelled quotations and counts the right verdicts ([`quotations`]), and trains and measures
//! how texts are matched with claims that were checked ([`claims`]). What a search costs, here and in other engines, is
//! measured by asking all of them the same ([`searching`]).
//!
//! What this crate is not: nothing that runs in production depends on it, it holds no corpus and knows no path to
//! one, and it changes nothing but the file it is told to write. It does not propose attributions (the rules of
//! `extract` do) and does not resolve speakers (`speakers` does).
//!
//! Invariants:
//! - The same input gives the same bytes: sums run in the order of the input, tables in the order of their names,
//!   and what is drawn is the same every time.
//! - A weight is fitted until the gradient vanishes, or there is an error; there is no half-fitted file.
//! - The measures are those of the project's reference scorer, digit for digit; a test compares the two.

pub mod checkworthy;
pub mod claims;
mod corpus;
pub mod cues;
mod differences;
mod error;
pub mod fit;
pub mod quotations;
mod random;
pub mod scoring;
pub mod searching;
pub mod speakers;
pub mod statements;
pub mod train;

pub use corpus::{Annotation, Document, Sample, read_documents, read_samples};
pub use differences::{Difference, Group, differences};
pub use error::LabError;
