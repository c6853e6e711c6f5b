//! What the crate answers at its border.

mod accurate;
mod annotated;
mod constructs;
mod direct;
mod document;
mod headline;
mod indirect;
mod invariants;
mod marks;
mod mixed;
mod model;
mod nesting;
mod openings;
mod paragraphs;
mod properties;
mod reporting;
mod seed;
