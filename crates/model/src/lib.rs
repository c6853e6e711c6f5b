//! The values every other crate speaks in: ids, spans, articles, attributions, quotes, speakers, claims, reviews,
//! changes, corrections.
//!
//! What this crate is not: it does no I/O, reads no clock, makes no ids and holds no logic beyond what keeps
//! a value well formed. `serde` is its only framework; `uuid` and `chrono` are here because an id and an
//! instant are values too.
//!
//! Invariants:
//! - A [`Span`] counts bytes and lives inside the code; a [`CodePointSpan`] counts Unicode code points and is
//!   what leaves it (database, API, exports). [`CodePoints`] converts between them.
//! - A [`Quote`] is an occurrence: one article, one version, one place; or one passage of a primary source.
//! - What a [`Manner`] calls negated or hypothetical is no report that somebody said it, and whoever shows the words
//!   shows that too.

mod article;
mod assertion;
mod attribution;
mod change;
mod claim;
mod correction;
mod desk;
mod id;
mod manner;
pub mod period;
mod quote;
mod review;
mod share;
mod span;
mod speaker;

pub use article::{Article, ArticleSummary, Block, BlockRole, Language};
pub use assertion::AssertionClass;
pub use attribution::{Attribution, Confidence, Kind, UnknownKind};
pub use change::{Change, Entity, Operation, Sequence};
pub use claim::{
    ClaimLink, ClaimRelation, ClaimState, ClaimText, Claimant, LinkScore, UnknownWord,
};
pub use correction::{
    Action, Correction, Decision, HeldWording, MovedQuote, NamedSpeaker, Standing,
};
pub use desk::{DeskAction, FlagSubject};
pub use id::{
    ArticleId, ClaimId, ConflictId, CorrectionId, DatabaseId, FlagId, InvalidId, QuoteId, ReviewId,
    ScaleId, SourceId, SpeakerId, StatementId, StealthEditId,
};
pub use manner::{Colour, CueClass, Manner, Polarity, UnknownManner};
pub use quote::{Primary, Quote};
pub use review::{
    Evidence, Publication, PublishedRating, Rating, Review, Reviewer, Scale, ScaleRating, Stance,
};
pub use share::{InvalidShare, Share};
pub use span::{CodePointSpan, CodePoints, Span};
pub use speaker::{
    Candidate, Reason, Resolution, ResolutionRule, Role, SpeakerIdentity, SpeakerKind,
    SpeakerSummary, Why,
};

/// An instant in UTC.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
