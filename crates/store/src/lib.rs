//! The record: articles, quotes, speakers, people's corrections and the change feed, in SQLite or PostgreSQL.
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
//! - What is changed in place leaves behind what it was, with the change up to which it held; see
//!   [`Store::quotes_of_articles_as_of`].
//! - What people correct ([`Store::correct`]) is appended to a log, each entry with the hash of the one before it,
//!   and outlives whatever is put later: decisions about quotes are carried over to the next version of their
//!   article, names and merges bear on every speaker that is found afterwards.
//! - sea-orm is named here and in `onrecord-migrations` alone; what SQLite and PostgreSQL do differently is
//!   in the module `dialect`.

mod articles;
mod as_of;
mod changes;
mod check;
mod correct;
mod corrections;
mod counts;
mod desk;
mod dialect;
mod entity;
mod error;
mod facts;
mod fold;
mod grouping;
mod identifiers;
mod identity;
mod location;
mod open;
mod passages;
#[cfg(test)]
#[path = "../tests/it/postgres.rs"]
mod postgres;
mod put;
mod quotes;
mod reading;
mod records;
mod sources;
mod speakers;
mod statements;
mod united;
mod wide;

pub use correct::log::CorrectionFilter;
pub use correct::{Expected, Fingerprint, MOST_MOVED, NewCorrection, Target, Wish};
pub use desk::{
    ClaimFilter, ClaimImport, ClaimImported, ClaimListing, ClaimRecord, ClaimVerdicts,
    DeskPosition, DeskWish, Done, Due, FlagFilter, FlagRecord, FoundAtDesk, LinkRecord,
    LinkRejection, LinkedClaim, Lock, Misfit, QueueCandidate, QueueFilter, Repeat, ReviewRecord,
    StatementWorth, SuggestedClaim, SuggestedStatement, Verdict, WishedLink, WordsToJudge,
    usual_scale,
};
pub use error::StoreError;
pub use facts::ArticleFacts;
pub use grouping::{
    ArticleText, EditKind, FoundConflict, FoundEdit, GivenWords, Grouped, GroupingPosition,
    Occurrences, SpeakerMembers, Touched, WordingState, words_key,
};
pub use location::{InvalidLocation, Location};
pub use open::Store;
pub use reading::{ReadArticle, ReadFilter, ReadQuote, Reading, ReadingPosition};
pub use records::{
    ArticleRecord, Counts, Known, NewArticle, NewPassage, NewQuote, NewSource, Page, Problem, Put,
    PutSource, PutStatus, QuoteCounts, QuoteText, SourceKind, SourceRecord, SourceStatus,
    SpeakerCursor, SpeakerFilter, SpeakerListing, SpeakerRecord, VersionSummary,
};
pub use statements::{ConflictRecord, EditRecord, Told};
