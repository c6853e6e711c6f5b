//! Joins the pure crates, the store and the index into services: take an article in, keep the index up with
//! the store, answer questions. Clock and configuration come in here.
//!
//! What this crate is not: it knows no HTTP, no JSON shape, no SQL and no Tantivy. Interfaces (`api`, `web`,
//! the command line) ask an [`Engine`] and show what it answers.
//!
//! Invariants:
//! - Data flows one way: intake → [`Analyser`] → store → change feed → index. Nothing writes the index but
//!   the feed's tail.
//! - An article is acknowledged ([`Ingested`]) only after its transaction is durable, and what has been
//!   acknowledged is found by the next search: [`Engine::search`] looks through the index and through the
//!   part of the feed that the index does not hold yet.
//! - Extraction and index look-ups run on the blocking pool, never on an async thread.

mod analyse;
mod correct;
mod desk;
mod doctor;
mod engine;
mod error;
mod gauges;
mod grouping;
mod import;
mod indexer;
mod ingest;
pub mod interchange;
mod known;
mod model;
mod ordered;
mod past;
mod primary;
mod queries;
mod reprocess;
mod search;
mod statements;
mod statistics;
mod steps;
mod verify;
mod views;

pub use analyse::{Analyser, Analysis};
pub use desk::{
    Anchored, ClaimMatch, ClaimPage, ClaimStatement, ClaimView, ClaimsImported, DueClaim, DuePage,
    DueReason, FlagPage, Linked, QueueItem, QueuePage, QueueRequest, RefusedClaim, RelatedClaim,
    Repeats, StatementClaims, Worth, worth_of,
};
pub use doctor::{Finding, Report};
pub use engine::{Clock, Config, Engine};
pub use error::EngineError;
pub use gauges::{Behind, Gauges, IndexGauges};
pub use import::{ImportEvent, ImportSummary};
pub use indexer::{IndexState, Indexing};
pub use ingest::{IngestEvent, IngestSummary, Ingested};
pub use model::{Model, ModelFacts, ModelKind, Trial};
pub use onrecord_intake as intake;
pub use onrecord_matching::claims::Agreement;
pub use onrecord_matching::{Anchor, Change, Changed, Comparison, Difference, Edit, Verdict};
pub use onrecord_model::period;
pub use onrecord_search::{
    Bucket, Counts as MatchCounts, Cursor, Dimension, Origin, QueryError, SearchError, Sort,
    outlet_key,
};
pub use onrecord_store::{
    ArticleRecord, ClaimFilter, ClaimListing, ClaimRecord, CorrectionFilter, Counts, DeskWish,
    Done, EditKind, Expected, FlagFilter, FlagRecord, LinkRecord, LinkedClaim, Location, Lock,
    MOST_MOVED, PutStatus, QueueCandidate, ReviewRecord, SourceKind, SourceRecord, SpeakerListing,
    SpeakerRecord, StoreError, SuggestedClaim, Target, Told, Verdict as ClaimVerdict,
    VersionSummary, Wish, WishedLink,
};
pub use ordered::{Held, InOrder, Share, WorkerPanicked, in_order};
pub use primary::{SourcePage, SourceView};
pub use reprocess::{
    Aspect, Difference as Refound, Outcome, ReprocessEvent, ReprocessRequest, ReprocessSummary,
    Reprocessed, Told as ToldQuote,
};
pub use search::{
    Facet, FacetRequest, FacetValue, Histogram, Hit, Label, LabelKind, Notice, SearchPage,
    SearchRequest, Spelled, Step,
};
pub use statements::{
    Conflict, ConflictPage, StatementVariant, StatementView, StealthEdit, StealthEditPage,
    Suggestion,
};
pub use statistics::{
    Basis, Before, CoQuoted, Mix, Proportion, RepeatedClaim, RepeatedClaims, Shared, Statistics,
    StatisticsRequest, StatisticsRow, StatisticsStep, TopSpeaker, TopSpeakers,
};
pub use verify::{Match, Searched, Standing, Verification, VerifyRequest};
pub use views::{
    ArticleView, CorrectionPage, Elsewhere, Overview, QuoteView, SpeakerPage, SpeakerQuery,
    StatementOccurrence,
};
