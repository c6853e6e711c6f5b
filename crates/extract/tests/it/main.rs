//! What the crate answers at its border.

mod document;
