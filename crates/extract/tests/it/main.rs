//! What the crate answers at its border.

mod annotated;
mod direct;
mod document;
mod headline;
mod indirect;
mod marks;
mod mixed;
mod openings;
mod paragraphs;
mod properties;
mod seed;
