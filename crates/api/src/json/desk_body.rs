//! What is sent to the fact-checkers' desk. These describe the bodies; `crate::desk` reads them.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ClaimRelation, ClaimState, FlagSubject, Publication, ScaleRating, Span, Stance};

/// A claim to be written down.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimBody {
    /// Who writes it down: a name that others will read.
    pub by: String,
    /// What it says.
    #[serde(flatten)]
    pub says: ClaimContent,
    /// What a file calls it; no two claims have the same.
    pub reference: Option<String>,
    /// Statements that make it; at most 1,000.
    pub statements: Option<Vec<LinkedStatement>>,
    /// Reviews it comes with; at most 100.
    pub reviews: Option<Vec<ReviewContent>>,
}

/// A claim that is to say something else.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimEdit {
    /// Who changes it: a name that others will read.
    pub by: String,
    /// All that it shall say: what is not given is not there any more. The `reference` it came in with stays.
    #[serde(flatten)]
    pub says: ClaimContent,
}

/// What a claim shall say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimContent {
    /// The assertion, as one sentence that stands by itself; at most 2,000 characters.
    pub text: String,
    /// A headline for it.
    pub title: Option<String>,
    /// What has to be known to understand it.
    pub context: Option<String>,
    /// Its language, as in BCP 47.
    pub language: Option<String>,
    /// Who made it first, beside the statements linked to it.
    pub claimant: Option<NewClaimant>,
    /// When it was made first: an instant, a day, a month or a year.
    pub made: Option<String>,
    /// Where it was made first.
    pub url: Option<String>,
    /// Where else it was made.
    pub appearances: Option<Vec<String>>,
}

/// Who made a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClaimant {
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: Option<String>,
    /// Pages that say who they are.
    pub same_as: Option<Vec<String>>,
    /// Whether they are an organisation.
    pub organisation: Option<bool>,
}

/// A statement that makes a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkedStatement {
    /// The statement, by any of its wordings.
    pub statement: Uuid,
    /// The part of its words that makes the claim, in code points of the wording that stands for it; all of them where
    /// it is not given.
    pub part: Option<Span>,
}

/// That a statement makes a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    /// Who says so.
    pub by: String,
    /// Which statement.
    #[serde(flatten)]
    pub link: LinkedStatement,
}

/// That a statement does not make a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectionBody {
    /// Who says so.
    pub by: String,
    /// The statement, by any of its wordings.
    pub statement: Uuid,
}

/// That two claims are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// Who says so.
    pub by: String,
    /// The claim that the other is shown as from then on.
    pub into: Uuid,
}

/// That one claim is two.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitBody {
    /// Who says so.
    pub by: String,
    /// What the new one says.
    #[serde(flatten)]
    pub says: ClaimContent,
    /// What a file calls the new one.
    pub reference: Option<String>,
    /// Statements linked to the old one that make the new one instead.
    pub statements: Option<Vec<Uuid>>,
    /// Reviews of the old one that are of the new one.
    pub reviews: Option<Vec<Uuid>>,
}

/// What a claim is to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationBody {
    /// Who says so.
    pub by: String,
    /// The other.
    pub to: Uuid,
    /// What it is to the other; `null`: nothing any more. Has to be given.
    pub relation: Option<ClaimRelation>,
}

/// Who is to look into a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentBody {
    /// Who says so.
    pub by: String,
    /// Who is to; `null`: nobody in particular. Has to be given.
    pub to: Option<String>,
}

/// How far the work on a claim has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StateBody {
    /// Who says so.
    pub by: String,
    /// How far.
    pub state: ClaimState,
}

/// A review to be added, or what one shall say instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewBody {
    /// Who writes it down: a name that others will read.
    pub by: String,
    /// All that it shall say: what is not given is not there any more, unless it says otherwise.
    #[serde(flatten)]
    pub content: ReviewContent,
}

/// What a review shall say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewContent {
    /// The rating: one that a scale at `/v1/scales` offers, whatever its case.
    pub rating: String,
    /// The scale it is from; the first that offers it where it is not given.
    pub scale: Option<String>,
    /// Whether readers see it; `draft` unless given, and as it was in a review that is changed.
    pub publication: Option<Publication>,
    /// Who checked; whoever writes it down unless given, and who it was in a review that is changed.
    pub author: Option<NewReviewer>,
    /// When it was checked: an instant, a day, a month or a year; now unless given, and as it was in a review that is
    /// changed.
    pub date: Option<String>,
    /// A headline.
    pub title: Option<String>,
    /// Why the rating is what it is.
    pub rationale: Option<String>,
    /// What it rests on; at most 500.
    pub evidence: Option<Vec<NewEvidence>>,
    /// The language it is written in, as in BCP 47.
    pub language: Option<String>,
    /// Where it was published, elsewhere than here.
    pub url: Option<String>,
}

/// Who makes a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReviewer {
    /// Their name.
    pub name: String,
    /// Their page.
    pub url: Option<String>,
    /// Whether it is an organisation.
    pub organisation: Option<bool>,
}

/// Something a review rests on; it has an address, a title or a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvidence {
    /// What it does to the claim.
    pub stance: Stance,
    /// Where it is.
    pub url: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// The words of it that count.
    pub quotation: Option<String>,
    /// SHA-256 or BLAKE3 of the copy that was kept of it, in 64 hexadecimal digits.
    pub archived: Option<String>,
    /// Whether it was found to be gone from where it was.
    pub gone: Option<bool>,
}

/// A flag to be stuck to something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagBody {
    /// Who flags it.
    pub by: String,
    /// What.
    pub subject: FlagSubject,
    /// Why.
    pub reason: String,
}

/// That a flag was looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionBody {
    /// Who looked into it.
    pub by: String,
    /// What came of it.
    pub note: Option<String>,
}

/// That a statement is not worth checking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissalBody {
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

/// The ratings of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaleBody {
    /// Who says so.
    pub by: String,
    /// In the order they are offered; at most 500.
    pub ratings: Vec<ScaleRating>,
}

/// Who opens something, or gives it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LockBody {
    /// A name that others will read.
    pub by: String,
}

/// A text that may make a claim that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchBody {
    /// The text: up to 10,000 characters, with a word in it.
    pub text: String,
    /// The name of who says it, where that is known: many claims are about what somebody said.
    pub speaker: Option<String>,
    /// Most claims in the answer, 1 to 200; 10 unless given.
    pub limit: Option<u16>,
}

/// Texts that may be worth checking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckworthyBody {
    /// 1 to 1,000 texts of up to 10,000 characters each.
    pub texts: Vec<String>,
}

/// Bodies with the fields that have to be given; in answers all are.
pub(crate) const REQUIRED: &[(&str, &[&str])] = &[
    ("ClaimBody", &["by"]),
    (
        "JsonFeedItem",
        &[
            "id",
            "url",
            "title",
            "content_text",
            "date_modified",
            "tags",
        ],
    ),
    ("ClaimEdit", &["by"]),
    ("ClaimContent", &["text"]),
    ("NewClaimant", &["name"]),
    ("LinkedStatement", &["statement"]),
    ("LinkBody", &["by"]),
    ("RejectionBody", &["by", "statement"]),
    ("MergeBody", &["by", "into"]),
    ("SplitBody", &["by"]),
    ("RelationBody", &["by", "to", "relation"]),
    ("AssignmentBody", &["by", "to"]),
    ("StateBody", &["by", "state"]),
    ("ReviewBody", &["by"]),
    ("ReviewContent", &["rating"]),
    ("NewReviewer", &["name"]),
    ("NewEvidence", &["stance"]),
    ("FlagBody", &["by", "subject", "reason"]),
    ("ResolutionBody", &["by"]),
    ("DismissalBody", &["by"]),
    ("ScaleBody", &["by", "ratings"]),
    ("LockBody", &["by"]),
    ("MatchBody", &["text"]),
    ("CheckworthyBody", &["texts"]),
];
