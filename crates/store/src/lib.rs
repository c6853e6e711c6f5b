//! The record: articles, quotes, speakers and the change feed, in SQLite or PostgreSQL.
//!
//! What this crate is not: it extracts nothing, decides nothing about who said what, knows no search index
//! and reads no clock. It keeps what it is given, gives it back, and refuses what does not hold together.
//!
//! Invariants:
//! - [`Store::put_article`] is one transaction: article, version, speakers, statements, quotes and the change
//!   row are all there or none is, and when it returns they are durable (SQLite commits with
//!   `synchronous=FULL`; PostgreSQL with what its `synchronous_commit` promises, and `open` warns where that is off).
//! - Order of [`Sequence`](onrecord_model::Sequence) is order of commit, on both databases.
//! - One article per identity (canonical URL, else outlet and text), one speaker per key, one statement per
//!   speaker and fingerprint, whoever writes at the same time. The unique indexes see to it, not the code.
//! - A quote's spans slice the text of its article version to its words. That is checked before it is stored.
//! - A version, once stored, is never changed; the highest is the current one. Lists, counts and pages speak
//!   of current versions alone, and of speakers and statements that have a quote in one.
//! - sea-orm is named here and in `onrecord-migrations` alone; what SQLite and PostgreSQL do differently is
//!   in the module `dialect`.

mod articles;
mod changes;
mod check;
mod counts;
mod dialect;
mod entity;
mod error;
mod fold;
mod identifiers;
mod identity;
mod location;
mod open;
#[cfg(test)]
#[path = "../tests/it/postgres.rs"]
mod postgres;
mod put;
mod quotes;
mod records;
mod speakers;

pub use error::StoreError;
pub use location::{InvalidLocation, Location};
pub use open::Store;
pub use records::{
    ArticleRecord, Counts, Known, NewArticle, NewQuote, Page, Problem, Put, PutStatus, QuoteCounts,
    SpeakerCursor, SpeakerFilter, SpeakerListing, SpeakerRecord, VersionSummary,
};
