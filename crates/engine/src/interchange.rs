//! What leaves for other programs, in the forms they know: ClaimReview, Web Annotation, citations, tables.
//!
//! Values in, text or JSON out: nothing here asks the store, reads a clock or writes anywhere. What each field becomes
//! is listed in `docs/interchange.md`; what comes in is read by [`onrecord_intake::claims`](onrecord_intake::claims()).
//!
//! Invariants:
//! - The same values give the same bytes. The fields of an object stand in alphabetical order.
//! - What [`claim_review()`] writes is read as what it was made of, and written again as the same bytes.
//! - Offsets count code points, and say so where they do not.

mod annotation;
mod citation;
mod claim_review;
mod json;
mod parquet;
mod table;

pub use annotation::annotation;
pub use citation::Citation;
pub use claim_review::{Appearance, Feed, ReviewedClaim, claim_review, embedded};
pub use parquet::{ParquetError, ParquetTable};
pub use table::{
    CLAIM_COLUMNS, Cell, QUOTE_COLUMNS, REVIEW_COLUMNS, Table, TableFormat, claim_row, quote_row,
    review_row,
};
