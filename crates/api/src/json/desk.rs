//! The fact-checkers' desk: the queue, what a text or a statement claims, what has to be looked at again, flags, locks.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use onrecord_model as model;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Claim, ClaimName, LinkScore, Links, Quote, Span};

/// How much words are worth checking.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Worth {
    /// From 0 to 1: how likely a checker would want to check it.
    pub score: f64,
    /// What sort of assertion it is.
    pub class: AssertionClass,
    /// The words that say so, the strongest first.
    pub words: Vec<TellingWord>,
}

/// A word that speaks for checking, or against it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TellingWord {
    /// Where it stands in the text.
    pub span: Span,
    /// How much it counts; above 0 it speaks for checking.
    pub weight: f64,
}

/// What sort of assertion a sentence makes. Only a fact can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssertionClass {
    /// Something was or is so.
    Fact,
    /// What somebody thinks of something.
    Opinion,
    /// What will be.
    Prediction,
    /// What somebody will do.
    Promise,
    /// What somebody asks.
    Question,
    /// None of these.
    Other,
}

/// How much each of several texts is worth checking.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Checkworthy {
    /// In the order in which they were sent.
    pub data: Vec<Worth>,
}

/// One page of the queue, first things first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Queue {
    /// What to look at.
    pub data: Vec<QueueItem>,
    /// How many statements there are that nobody has decided on.
    pub total: u64,
    /// How many of these, the ones most worth checking and all that are flagged, were put in order.
    pub ranked: u64,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

/// A statement in the queue.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QueueItem {
    /// The statement, at `/v1/statements/{id}`.
    pub statement: Uuid,
    /// Where it is told first.
    pub quote: Quote,
    /// What it is ordered by.
    pub rank: f64,
    /// How much it is worth checking; places are in the `text` of `quote`.
    pub worth: Worth,
    /// Why it is here, what counts most first.
    pub reasons: Vec<String>,
    /// Quotes of all its wordings in current versions of articles.
    pub occurrences: u64,
    /// Articles they stand in, copies of one report counted once.
    pub reports: u64,
    /// Outlets of those.
    pub outlets: u64,
    /// When it was first reported.
    pub first: Option<DateTime<Utc>>,
    /// Open flags on it or on its quotes.
    pub flags: Vec<Uuid>,
    /// Claims it may make, as a machine thinks.
    pub suggested: Vec<SuggestedClaim>,
    /// Who has it open.
    pub lock: Option<Lock>,
}

/// The claims of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StatementClaims {
    /// The statement: the id of the wording that stands for it.
    pub statement: Uuid,
    /// The words that `worth` is of.
    pub words: String,
    /// How much they are worth checking.
    pub worth: Worth,
    /// Claims it makes, by a person's word, with their verdicts.
    pub linked: Vec<LinkedClaim>,
    /// Claims it may make, as a machine thinks. Their verdicts are none of the statement's before a person agrees, and
    /// are not shown with it.
    pub suggested: Vec<SuggestedClaim>,
}

/// A claim that a statement makes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkedClaim {
    /// The wording that is linked.
    pub statement: Uuid,
    /// The part of its words that makes the claim; `null` where all of them do.
    pub part: Option<Span>,
    /// The claim.
    pub claim: Claim,
}

/// A claim that a statement may make.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SuggestedClaim {
    /// The wording.
    pub statement: Uuid,
    /// How sure the machine is.
    pub suggested: LinkScore,
    /// The claim.
    pub claim: ClaimName,
}

/// The claims that a text may make.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimMatches {
    /// The likeliest first.
    pub data: Vec<ClaimMatch>,
}

/// A claim that a text may make.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimMatch {
    /// The claim.
    pub claim: Claim,
    /// How likely, from 0 to 1.
    pub score: f32,
    /// Whether that is enough to suggest it.
    pub suggested: bool,
    /// What the two have in common, and what not.
    pub agreement: Agreement,
}

/// What a text and a claim agree in, and where they differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Agreement {
    /// Words that both have, other than names and numbers.
    pub words: Vec<String>,
    /// Names that both have.
    pub names: Vec<String>,
    /// Numbers that both have.
    pub numbers: Vec<String>,
    /// Words, names among them, that only the claim has.
    pub missing: Vec<String>,
    /// Numbers that only the claim has.
    pub missing_numbers: Vec<String>,
    /// Whether one of the two denies and the other does not.
    pub negation_differs: bool,
}

/// One page of the claims that have to be looked at again, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReReviewList {
    /// The claims.
    pub data: Vec<ReReview>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

/// A claim that has to be looked at again.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReReview {
    /// The claim.
    pub claim: Claim,
    /// Why.
    pub reasons: Vec<ReReviewReason>,
}

/// Why a claim has to be looked at again. What does not belong to its kind is `null`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReReviewReason {
    /// Which sort of reason.
    pub kind: ReReviewKind,
    /// `evidence_gone`: of how many reviews; `other_numbers`: how often.
    pub count: Option<u64>,
    /// `old`: when this newsroom last reviewed it.
    pub reviewed: Option<DateTime<Utc>>,
    /// `other_numbers`: the last time.
    pub quote: Option<Quote>,
    /// `other_numbers`: whether a machine only thinks that it is the same claim.
    pub suggested: Option<bool>,
}

/// Sorts of reasons to look at a claim again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReReviewKind {
    /// Its published reviews disagree.
    Disagreement,
    /// Somebody asked for a second review.
    SecondReview,
    /// Evidence of its reviews is gone.
    EvidenceGone,
    /// Its last review is older than was asked for.
    Old,
    /// It was said again, with other numbers.
    OtherNumbers,
}

/// That somebody has something open; nobody else changes it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lock {
    /// Who.
    pub by: String,
    /// Until when, unless it is renewed or given back before.
    pub until: DateTime<Utc>,
}

/// A flag: somebody asks for something to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Flag {
    /// The flag.
    pub id: Uuid,
    /// What is flagged.
    pub subject: FlagSubject,
    /// Its words then.
    pub words: String,
    /// Why.
    pub reason: String,
    /// Who flagged it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who settled it; `null` where nobody has.
    pub settled_by: Option<String>,
    /// When.
    pub settled_at: Option<DateTime<Utc>>,
    /// What came of it.
    pub note: Option<String>,
}

/// What a flag is stuck to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlagSubject {
    /// What sort of thing.
    #[serde(rename = "type")]
    pub kind: FlagSubjectKind,
    /// Which one.
    pub id: Uuid,
}

/// What can be flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlagSubjectKind {
    /// A claim.
    Claim,
    /// A quote.
    Quote,
    /// A statement.
    Statement,
}

/// One page of flags, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlagList {
    /// The flags.
    pub data: Vec<Flag>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

impl From<&engine::Worth> for Worth {
    fn from(worth: &engine::Worth) -> Self {
        let words = worth.words.iter().map(|(span, weight)| TellingWord {
            span: (*span).into(),
            weight: *weight,
        });
        Self {
            score: worth.score,
            class: match worth.class {
                model::AssertionClass::Fact => AssertionClass::Fact,
                model::AssertionClass::Opinion => AssertionClass::Opinion,
                model::AssertionClass::Prediction => AssertionClass::Prediction,
                model::AssertionClass::Promise => AssertionClass::Promise,
                model::AssertionClass::Question => AssertionClass::Question,
                model::AssertionClass::Other => AssertionClass::Other,
            },
            words: words.collect(),
        }
    }
}

impl From<&engine::QueueItem> for QueueItem {
    fn from(item: &engine::QueueItem) -> Self {
        let candidate = &item.candidate;
        Self {
            statement: candidate.statement.0,
            quote: (&item.quote).into(),
            rank: item.rank,
            worth: (&item.worth).into(),
            reasons: item.reasons.clone(),
            occurrences: candidate.occurrences,
            reports: candidate.reports,
            outlets: candidate.outlets,
            first: candidate.first,
            flags: candidate.flags.iter().map(|flag| flag.0).collect(),
            suggested: item.suggested.iter().map(SuggestedClaim::from).collect(),
            lock: item.lock.as_ref().map(Lock::from),
        }
    }
}

impl From<&engine::LinkedClaim> for LinkedClaim {
    fn from(linked: &engine::LinkedClaim) -> Self {
        Self {
            statement: linked.statement.0,
            part: linked.part.map(Span::from),
            claim: (&linked.claim).into(),
        }
    }
}

impl From<&engine::SuggestedClaim> for SuggestedClaim {
    fn from(suggested: &engine::SuggestedClaim) -> Self {
        Self {
            statement: suggested.statement.0,
            suggested: (&suggested.suggested).into(),
            claim: (&suggested.claim).into(),
        }
    }
}

impl From<&engine::ClaimMatch> for ClaimMatch {
    fn from(found: &engine::ClaimMatch) -> Self {
        let agreement = &found.agreement;
        Self {
            claim: (&found.claim).into(),
            score: found.score,
            suggested: found.is_suggested,
            agreement: Agreement {
                words: agreement.words.clone(),
                names: agreement.names.clone(),
                numbers: agreement.numbers.clone(),
                missing: agreement.missing.clone(),
                missing_numbers: agreement.missing_numbers.clone(),
                negation_differs: agreement.negation_differs,
            },
        }
    }
}

impl From<&engine::DueClaim> for ReReview {
    fn from(due: &engine::DueClaim) -> Self {
        Self {
            claim: (&due.claim).into(),
            reasons: due.reasons.iter().map(ReReviewReason::from).collect(),
        }
    }
}

impl From<&engine::DueReason> for ReReviewReason {
    fn from(reason: &engine::DueReason) -> Self {
        let of = |kind| Self {
            kind,
            count: None,
            reviewed: None,
            quote: None,
            suggested: None,
        };
        match reason {
            engine::DueReason::Disagreement => of(ReReviewKind::Disagreement),
            engine::DueReason::SecondReview => of(ReReviewKind::SecondReview),
            engine::DueReason::EvidenceGone(count) => Self {
                count: Some(*count),
                ..of(ReReviewKind::EvidenceGone)
            },
            engine::DueReason::Old(reviewed) => Self {
                reviewed: Some(*reviewed),
                ..of(ReReviewKind::Old)
            },
            engine::DueReason::OtherNumbers {
                quote,
                times,
                is_suggested,
            } => Self {
                count: Some(*times),
                quote: Some(Quote::from(&**quote)),
                suggested: Some(*is_suggested),
                ..of(ReReviewKind::OtherNumbers)
            },
        }
    }
}

impl From<&engine::Lock> for Lock {
    fn from(lock: &engine::Lock) -> Self {
        Self {
            by: lock.holder.clone(),
            until: lock.until,
        }
    }
}

impl From<&engine::FlagRecord> for Flag {
    fn from(flag: &engine::FlagRecord) -> Self {
        let (settled_by, settled_at) = flag.settled.clone().unzip();
        Self {
            id: flag.id.0,
            subject: FlagSubject {
                kind: match flag.subject {
                    model::FlagSubject::Claim(_) => FlagSubjectKind::Claim,
                    model::FlagSubject::Quote(_) => FlagSubjectKind::Quote,
                    model::FlagSubject::Statement(_) => FlagSubjectKind::Statement,
                },
                id: flag.subject.id(),
            },
            words: flag.words.clone(),
            reason: flag.reason.clone(),
            by: flag.by.clone(),
            at: flag.at,
            settled_by,
            settled_at,
            note: flag.note.clone(),
        }
    }
}
