//! The search index: which quotes hold these words, said by whom, where and when.
//!
//! It is fed articles with their quotes and answers ids of quotes. It is built on Tantivy, which no other crate
//! names. What this crate is not: it does not know the store, keeps no text to show, and is never the truth.
//! Whatever it holds can be thrown away and built again.
//!
//! Invariants:
//! - The position of an index, the last change it holds, becomes visible in the same instant as the documents it
//!   speaks of: a crash anywhere replays changes, and none is lost by it.
//! - Index and [`Tail`] together answer as one index that holds both: an article that is in the tail is searched
//!   there only.
//! - A page is continued from a place in the order, never from a number of rows; totals are exact.
//! - What is wrong with the index is told from what is wrong with the machine. The first is healed by building it
//!   anew, while the old one serves as long as it can; the second is an error and never a reason to remove
//!   anything.
//! - What people type is read by [`Query`] and never reaches Tantivy's own syntax.

mod bearings;
mod best;
mod candidates;
mod columns;
mod compile;
mod conditions;
mod counting;
mod coverage;
mod cursor;
mod edits;
mod error;
mod exclude;
mod facts;
mod filters;
mod fingerprint;
mod generation;
mod index;
mod names;
mod nearest;
mod numbers;
mod pass;
mod predicate;
mod query;
mod repeated;
mod request;
mod schema;
mod search;
mod seeds;
mod sloppy;
mod spelled;
mod spelling;
mod statements;
mod stem;
mod tail;
mod tally;
mod traits;
mod words;
mod writer;

pub use candidates::{Candidates, Coverage};
pub use cursor::{Cursor, CursorError};
pub use error::{RebuildReason, SearchError};
pub use facts::Facts;
pub use index::{Index, Opened, Snapshot};
pub use query::{ArticleConditions, Names, Query, QueryError, Read};
pub use request::{Found, Hit, Origin, Search, Sort};
pub use schema::SCHEMA_VERSION;
#[doc(hidden)]
pub use schema::schema_fingerprint;
pub use spelling::Spelling;
pub use tail::Tail;
pub use tally::{Bucket, Counts, Dimension, Row, Tallied, Tally, Value};
pub use words::outlet_key;
pub use writer::Writer;
