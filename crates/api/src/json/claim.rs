//! Claims: in lists, and one with everything around it.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use onrecord_model as model;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Flag, Links, Lock, Quote, Rating, Review, Span, SpeakerSummary, Told};

/// What a claim says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimText {
    /// The assertion, as one sentence that stands by itself.
    pub text: String,
    /// A headline for it.
    pub title: Option<String>,
    /// What has to be known to understand it.
    pub context: Option<String>,
    /// Its language, as in BCP 47.
    pub language: Option<String>,
    /// Who made it first, as far as known beside the statements linked to it.
    pub claimant: Option<Claimant>,
    /// When it was made first, likewise.
    pub made: Option<DateTime<Utc>>,
    /// Where it was made first.
    pub url: Option<String>,
    /// Where else it was made.
    pub appearances: Vec<String>,
    /// What the file it came in with calls it.
    pub reference: Option<String>,
}

/// Who made a claim, as a fact-check names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Claimant {
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: Option<String>,
    /// Pages that say who they are.
    pub same_as: Vec<String>,
    /// Whether they are an organisation; `null` where nobody said.
    pub organisation: Option<bool>,
}

/// A claim as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Claim {
    /// The claim.
    pub id: Uuid,
    /// What it says.
    #[serde(flatten)]
    pub says: ClaimText,
    /// How far the work on it has come.
    pub state: ClaimState,
    /// Who is to look into it.
    pub assigned_to: Option<String>,
    /// When something was last done to it.
    pub changed_at: DateTime<Utc>,
    /// Its published reviews, the newest first. They are several verdicts, and none is the average of others.
    pub verdicts: Vec<ClaimVerdict>,
    /// How many statements make it, by a person's word.
    pub statements: u64,
    /// How many more a machine has suggested.
    pub suggestions: u64,
}

/// A claim by its words alone: with what a machine suggests, no verdict is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimName {
    /// The claim.
    pub id: Uuid,
    /// The assertion.
    pub text: String,
    /// A headline for it.
    pub title: Option<String>,
    /// How far the work on it has come.
    pub state: ClaimState,
}

/// A published review in a line.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimVerdict {
    /// The review, at `/v1/reviews/{id}`.
    pub review: Uuid,
    /// The rating.
    pub rating: Rating,
    /// Who gave it.
    pub author: String,
    /// When.
    pub date: DateTime<Utc>,
    /// Where it was published.
    pub url: Option<String>,
}

/// How far the work on a claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Nobody works on it.
    Open,
    /// Somebody does.
    InReview,
    /// It has a published review.
    Reviewed,
    /// Another look is asked for; published reviews that disagree ask for it too.
    NeedsSecondReview,
    /// Nothing more is to be done.
    Closed,
}

/// What one claim is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimRelation {
    /// Both cannot be true.
    Contradicts,
    /// It says something more special.
    Narrows,
    /// It says the same again, of another time or place.
    Repeats,
}

/// That somebody did something at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Done {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The entry of the log, at `/v1/corrections/{id}`.
    pub correction: Uuid,
}

/// One claim with everything around it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimDetail {
    /// The claim: the one that it is shown as, where the one asked for was merged into another.
    pub id: Uuid,
    /// What it says.
    #[serde(flatten)]
    pub says: ClaimText,
    /// How far the work on it has come.
    pub state: ClaimState,
    /// Who is to look into it.
    pub assigned_to: Option<String>,
    /// Who wrote it down.
    pub made_by: Done,
    /// The last thing that was done to it; its `correction` is the `ETag`.
    pub last: Done,
    /// Of each reviewer the last published review, the newest first. They are several verdicts, and none is the average
    /// of others.
    pub verdicts: Vec<ClaimVerdict>,
    /// Whether these disagree.
    pub disputed: bool,
    /// All reviews, in the order in which they were added.
    pub reviews: Vec<Review>,
    /// Statements that make it, by a person's word, those told first first.
    pub statements: Vec<ClaimStatement>,
    /// Statements that may make it, as a machine thinks, the likeliest first; at most 50. None as of a date. The
    /// verdicts of the claim are none of theirs.
    pub suggestions: Vec<ClaimStatement>,
    /// How many there are.
    pub suggestions_total: u64,
    /// Statements that do not make it, by a person's word.
    pub rejected: Vec<RejectedStatement>,
    /// Who makes it, most often first.
    pub claimants: Vec<Teller>,
    /// What was said again since it was last rated; `null` where it has no published review.
    pub repeats: Option<Repeats>,
    /// Claims it has to do with.
    pub relations: Vec<RelatedClaim>,
    /// Claims that were merged into it.
    pub merged: Vec<Uuid>,
    /// Flags on it, the newest first.
    pub flags: Vec<Flag>,
    /// Who has it open.
    pub lock: Option<Lock>,
}

/// A statement and a claim.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimStatement {
    /// The statement, at `/v1/statements/{id}`.
    pub statement: Uuid,
    /// Its words: when it was linked, or as they are told now.
    pub words: String,
    /// The part of `words` that makes the claim; `null` where all of them do.
    pub part: Option<Span>,
    /// Who said that it makes the claim; `null` where only a machine thinks so.
    pub confirmed: Option<Done>,
    /// What a machine thinks of it, or had thought.
    pub suggested: Option<LinkScore>,
    /// Where it is told first; `null` where nothing tells it any more.
    pub quote: Option<Quote>,
    /// How often it is told, in all wordings.
    pub told: Told,
}

/// How sure a machine is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkScore {
    /// From 0 to 1.
    pub score: f64,
    /// Name and version of the method.
    pub method: String,
}

/// A statement that does not make a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RejectedStatement {
    /// The statement.
    pub statement: Uuid,
    /// Its words then.
    pub words: String,
    /// Who said so.
    pub done: Done,
}

/// Somebody who says something so many times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Teller {
    /// Who.
    pub speaker: SpeakerSummary,
    /// How often.
    pub times: u64,
}

/// What was said again since it was rated.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Repeats {
    /// The rating: the last one published.
    pub verdict: ClaimVerdict,
    /// How often it was told since, in articles and primary sources.
    pub occurrences: u64,
    /// In how many reports and sources, copies of one report counted once.
    pub reports: u64,
    /// When last.
    pub last: Option<DateTime<Utc>>,
    /// By whom, most often first.
    pub by: Vec<Teller>,
    /// The last times, the newest first; at most 10.
    pub latest: Vec<Quote>,
}

/// A claim that has to do with another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RelatedClaim {
    /// The other.
    pub claim: Claim,
    /// What the one is to the other.
    pub relation: ClaimRelation,
    /// Whether it is the other that is this to the one that was asked for.
    pub reverse: bool,
}

/// One page of claims, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimList {
    /// The claims.
    pub data: Vec<Claim>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

impl From<&model::ClaimText> for ClaimText {
    fn from(text: &model::ClaimText) -> Self {
        Self {
            text: text.text.clone(),
            title: text.title.clone(),
            context: text.context.clone(),
            language: text.language.clone(),
            claimant: text.claimant.as_ref().map(|claimant| Claimant {
                name: claimant.name.clone(),
                role: claimant.role.clone(),
                same_as: claimant.same_as.clone(),
                organisation: claimant.is_organisation,
            }),
            made: text.made,
            url: text.url.clone(),
            appearances: text.appearances.clone(),
            reference: text.reference.clone(),
        }
    }
}

impl From<&engine::ClaimListing> for Claim {
    fn from(claim: &engine::ClaimListing) -> Self {
        Self {
            id: claim.id.0,
            says: (&claim.text).into(),
            state: claim.state.into(),
            assigned_to: claim.assigned_to.clone(),
            changed_at: claim.changed_at,
            verdicts: claim.verdicts.iter().map(ClaimVerdict::from).collect(),
            statements: claim.statements,
            suggestions: claim.suggestions,
        }
    }
}

impl From<&engine::ClaimListing> for ClaimName {
    fn from(claim: &engine::ClaimListing) -> Self {
        Self {
            id: claim.id.0,
            text: claim.text.text.clone(),
            title: claim.text.title.clone(),
            state: claim.state.into(),
        }
    }
}

impl From<&engine::ClaimVerdict> for ClaimVerdict {
    fn from(verdict: &engine::ClaimVerdict) -> Self {
        Self {
            review: verdict.review.0,
            rating: (&verdict.rating).into(),
            author: verdict.author.clone(),
            date: verdict.date,
            url: verdict.url.clone(),
        }
    }
}

impl From<&engine::ReviewRecord> for ClaimVerdict {
    fn from(review: &engine::ReviewRecord) -> Self {
        let content = &review.content;
        Self {
            review: review.id.0,
            rating: (&content.rating).into(),
            author: content.author.name.clone(),
            date: content.date,
            url: content.url.clone(),
        }
    }
}

impl From<model::ClaimState> for ClaimState {
    fn from(state: model::ClaimState) -> Self {
        match state {
            model::ClaimState::Open => Self::Open,
            model::ClaimState::InReview => Self::InReview,
            model::ClaimState::Reviewed => Self::Reviewed,
            model::ClaimState::NeedsSecondReview => Self::NeedsSecondReview,
            model::ClaimState::Closed => Self::Closed,
        }
    }
}

impl From<model::ClaimRelation> for ClaimRelation {
    fn from(relation: model::ClaimRelation) -> Self {
        match relation {
            model::ClaimRelation::Contradicts => Self::Contradicts,
            model::ClaimRelation::Narrows => Self::Narrows,
            model::ClaimRelation::Repeats => Self::Repeats,
        }
    }
}

impl From<&engine::Done> for Done {
    fn from(done: &engine::Done) -> Self {
        Self {
            by: done.by.clone(),
            at: done.at,
            correction: done.entry.0,
        }
    }
}

impl From<&model::LinkScore> for LinkScore {
    fn from(score: &model::LinkScore) -> Self {
        Self {
            score: score.score.get(),
            method: score.method.clone(),
        }
    }
}

impl From<&engine::ClaimStatement> for ClaimStatement {
    fn from(statement: &engine::ClaimStatement) -> Self {
        let (confirmed, suggested) = match &statement.linked {
            engine::Linked::Confirmed { done, suggested } => {
                (Some(Done::from(done)), suggested.as_ref())
            }
            engine::Linked::Suggested(score) => (None, Some(score)),
        };
        Self {
            statement: statement.statement.0,
            words: statement.words.clone(),
            part: statement.part.map(Span::from),
            confirmed,
            suggested: suggested.map(LinkScore::from),
            quote: statement.quote.as_ref().map(Quote::from),
            told: statement.told.into(),
        }
    }
}

fn tellers(by: &[(model::SpeakerSummary, u64)]) -> Vec<Teller> {
    by.iter()
        .map(|(speaker, times)| Teller {
            speaker: speaker.into(),
            times: *times,
        })
        .collect()
}

impl From<&engine::Repeats> for Repeats {
    fn from(repeats: &engine::Repeats) -> Self {
        Self {
            verdict: (&repeats.verdict).into(),
            occurrences: repeats.occurrences,
            reports: repeats.reports,
            last: repeats.last,
            by: tellers(&repeats.by),
            latest: repeats.latest.iter().map(Quote::from).collect(),
        }
    }
}

impl From<&engine::ClaimView> for ClaimDetail {
    fn from(view: &engine::ClaimView) -> Self {
        let record = &view.record;
        let rejected = record.rejected.iter().map(|rejected| RejectedStatement {
            statement: rejected.statement.0,
            words: rejected.words.clone(),
            done: (&rejected.done).into(),
        });
        let relations = view.related.iter().map(|related| RelatedClaim {
            claim: (&related.claim).into(),
            relation: related.relation.into(),
            reverse: related.is_reverse,
        });
        let reviews = record.reviews.iter();
        Self {
            id: record.id.0,
            says: (&record.text).into(),
            state: record.state.into(),
            assigned_to: record.assigned_to.clone(),
            made_by: (&record.made).into(),
            last: (&record.last).into(),
            verdicts: record
                .verdicts()
                .into_iter()
                .map(ClaimVerdict::from)
                .collect(),
            disputed: record.is_disputed(),
            reviews: reviews
                .map(|review| Review::of(record.id, review))
                .collect(),
            statements: view.statements.iter().map(ClaimStatement::from).collect(),
            suggestions: view.suggestions.iter().map(ClaimStatement::from).collect(),
            suggestions_total: view.suggestions_total,
            rejected: rejected.collect(),
            claimants: tellers(&view.claimants),
            repeats: view.repeats.as_ref().map(Repeats::from),
            relations: relations.collect(),
            merged: record.merged.iter().map(|claim| claim.0).collect(),
            flags: view.flags.iter().map(Flag::from).collect(),
            lock: view.lock.as_ref().map(Lock::from),
        }
    }
}
