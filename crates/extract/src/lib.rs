//! Text to attributions: who is reported to have said what, and which words report it.
//!
//! A [`Document`] is one article's text cut into paragraphs, sentences, tokens and quotations; every piece is
//! a [`Span`](onrecord_model::Span) into the text, which is never changed. An [`Extractor`] reads a document and
//! answers [`Attribution`](onrecord_model::Attribution)s: source, cue and content spans after the conventions of
//! PolNeAR, with a confidence and the name of the rule that found each, and what the cue tells of it (its
//! [`Manner`](onrecord_model::Manner): statement or promise, doubting or not, said or not said). What A says that B said
//! is there twice, B's inside A's.
//!
//! What this crate is not: it does no I/O, reads no clock and uses no randomness. It does not know who a source
//! is ("he" stays "he"; the `speakers` crate resolves it), does not decide what is article text and what is
//! furniture (intake does), and does not judge whether what was said is true.
//!
//! Invariants:
//! - It never panics, whatever the text, and its time grows about linearly with the text.
//! - Every span begins and ends on a character and lies inside one paragraph that is not furniture; the spans
//!   of one attribution may lie in neighbouring paragraphs.
//! - The sentences of a paragraph cover all its tokens, in order, without overlap.
//! - The spans of an attribution inside another lie inside that one's content; of two that are not inside each other no
//!   word is reported twice.
//! - A content is never empty. Where nothing is reasonably sure, there is no attribution.
//! - The same text gives the same answer, on every machine.
//!
//! `tests/it/invariants.rs` makes sure of these on generated texts, and the fuzz target (a workspace of its own, so that
//! nothing else is built with what it needs) on whatever a fuzzer comes up with:
//!
//! ```text
//! cargo install cargo-fuzz
//! cargo +nightly fuzz run extract --fuzz-dir crates/extract/fuzz -- -max_len=4096
//! ```
//!
//! `examples/hostile.rs` measures the time that texts of nothing but quotation marks and the like take.

mod accurate;
mod choice;
mod complement;
mod content;
mod cues;
mod dateline;
mod dependence;
mod document;
mod evidence;
mod extractor;
mod fast;
mod judge;
mod lexicon;
mod linking;
mod model_file;
mod nesting;
mod noun_phrase;
mod polarity;
mod portions;
mod proposal;
mod quotation;
mod reading;
mod reporting;
mod rules;
mod sentence;
mod subject;
mod table;
pub mod tagger;
mod token;

pub use accurate::{AccurateModel, AccurateParts};
pub use document::{Document, Paragraph};
pub use evidence::{FactVector, FactWeights, HIDDEN_UNITS, JudgeParts, output_weight};
pub use extractor::{Candidate, Extractor};
pub use fast::{FastModel, ModelParts};
pub use model_file::ModelError;
pub use quotation::{Quotation, QuotationStyle};
pub use sentence::Sentence;
pub use token::{Token, TokenKind};
