//! The constructs that users of other systems complain about, each in its plain form and some others, written out as
//! annotated text so that a change of rules or model can be read.

mod according;
mod agents;
mod appositions;
mod continuations;
mod headlines;
mod inverted;
mod labels;
mod nicknames;
mod nouns;
mod paragraphs;
mod posts;
mod questions;
mod scare_quotes;
mod several_sources;
mod signatures;
mod split;
mod told;
mod turns;
mod works;
