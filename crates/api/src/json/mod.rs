//! The shapes of the JSON that the API answers and the command line prints. They are converted from the
//! engine's values here and nowhere else.
//!
//! Promise: keys are added, never removed, renamed or given another type; a value that may be missing is
//! there as `null`. Positions are `[start, end]` in Unicode code points, end exclusive. Times are RFC 3339 in
//! UTC with `Z`.

mod article;
mod claim;
mod correction;
mod counted;
mod desk;
mod desk_body;
mod feed;
mod figures;
mod interchange;
mod list;
mod problem;
mod quote;
mod review;
mod source;
mod speaker;
mod state;
mod statement;
mod verification;
mod wording;

pub use article::{
    Article, ArticleBody, ArticleStatus, Author, Block, BlockRole, ExternalId, Ingested, Version,
};
pub use claim::{
    Claim, ClaimDetail, ClaimList, ClaimName, ClaimRelation, ClaimState, ClaimStatement, ClaimText,
    ClaimVerdict, Claimant, Done, LinkScore, RejectedStatement, RelatedClaim, Repeats, Teller,
};
pub use correction::{
    CandidateTarget, Correction, CorrectionBody, CorrectionList, CorrectionTarget, CorrectionWish,
    HeldWording, MovedQuote, NamedSpeaker, NewSpeaker, Siblings, UndoBody,
};
pub use counted::{
    Bucket, Counted, Dimension, Facet, FacetValue, Histogram, HistogramStep, Label, LabelKind,
    MatchCounts, SimilarWords, Spelling,
};
pub use desk::{
    Agreement, AssertionClass, Checkworthy, ClaimMatch, ClaimMatches, Flag, FlagList, FlagSubject,
    FlagSubjectKind, LinkedClaim, Lock, Queue, QueueItem, ReReview, ReReviewKind, ReReviewList,
    ReReviewReason, StatementClaims, SuggestedClaim, TellingWord, Worth,
};
pub(crate) use desk_body::REQUIRED;
pub use desk_body::{
    AssignmentBody, CheckworthyBody, ClaimBody, ClaimContent, ClaimEdit, DismissalBody, FlagBody,
    LinkBody, LinkedStatement, LockBody, MatchBody, MergeBody, NewClaimant, NewEvidence,
    NewReviewer, RejectionBody, RelationBody, ResolutionBody, ReviewBody, ReviewContent, ScaleBody,
    SplitBody, StateBody,
};
pub use feed::{JsonFeed, JsonFeedAuthor, JsonFeedItem};
pub use figures::{
    Basis, CoQuoted, Counts, CountsRow, CountsStep, Mix, PeriodBefore, Proportion, RepeatedClaim,
    RepeatedClaims, Shared, TopSpeaker, TopSpeakers,
};
pub use interchange::{AnchorKind, Anchored, AnchoredPart, ClaimsImported, RefusedRow};
pub use list::{Links, Notice, QuoteList, Sort, SpeakerList, Total};
pub use problem::{FieldError, Problem, ProblemDescription};
pub use quote::{
    ArticleSummary, Candidate, Colour, CueClass, Decision, Hit, Kind, Polarity, Primary, Quote,
    ResolutionRule, Why,
};
pub use review::{
    Evidence, Publication, PublishedRating, Rating, Review, Reviewer, Scale, ScaleList,
    ScaleRating, Stance,
};
pub use source::{Context, Source, SourceDetail, SourceKind, SourceList};
pub use speaker::{Listing, Role, Speaker, SpeakerKind, SpeakerSummary};
pub use state::{Health, IndexStatus, OutletCount, Ready, Stats};
pub use statement::{
    Changed, Conflict, ConflictList, EditKind, Statement, StealthEdit, StealthEditList, Suggestion,
    Told, Variant,
};
pub use verification::{Match, Searched, Verdict, Verification, VerifyBody};
pub use wording::{Change, Difference, Edit, Occurrence, QuoteDetail};

use onrecord_model::CodePointSpan;
use serde::Serialize;
use utoipa::ToSchema;

/// A range of Unicode code points, `[start, end]`, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Span(
    /// Number of code points before it.
    pub u32,
    /// Number of code points up to and with it.
    pub u32,
);

impl From<CodePointSpan> for Span {
    fn from(span: CodePointSpan) -> Self {
        Self(span.start, span.end)
    }
}

fn spans(list: &[CodePointSpan]) -> Vec<Span> {
    list.iter().copied().map(Span::from).collect()
}
