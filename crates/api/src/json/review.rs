//! Reviews of claims, and the scales their ratings are from.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use onrecord_model as model;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Done;

/// One checker's verdict on one claim.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Review {
    /// The review.
    pub id: Uuid,
    /// The claim it is of.
    pub claim: Uuid,
    /// The verdict.
    pub rating: Rating,
    /// Who checked.
    pub author: Reviewer,
    /// When it was checked.
    pub date: DateTime<Utc>,
    /// A headline.
    pub title: Option<String>,
    /// Why the rating is what it is.
    pub rationale: Option<String>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// The language it is written in, as in BCP 47.
    pub language: Option<String>,
    /// Where it was published, elsewhere than here.
    pub url: Option<String>,
    /// Whether readers see it.
    pub publication: Publication,
    /// Whether it was made elsewhere and taken in.
    pub imported: bool,
    /// Who added it.
    pub added: Done,
    /// Who changed it last; `null` where nobody did.
    pub revised: Option<Done>,
}

/// A rating, in the words it was given in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Rating {
    /// What it is called, word for word.
    pub name: String,
    /// The scale it is from, where that is known here.
    pub scale: Option<String>,
    /// From 0, false, to 1, true; `null` where it says nothing of truth, or nobody has said what it means.
    pub value: Option<f64>,
    /// The numbers it was published with, as they were written.
    pub published: Option<PublishedRating>,
}

/// The numbers of a rating that was published elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedRating {
    /// `ratingValue`
    pub value: String,
    /// `bestRating`
    pub best: Option<String>,
    /// `worstRating`
    pub worst: Option<String>,
}

/// Who made a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reviewer {
    /// Their name.
    pub name: String,
    /// Their page.
    pub url: Option<String>,
    /// Whether it is an organisation.
    pub organisation: bool,
}

/// Something a review rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Evidence {
    /// Where it is.
    pub url: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// The words of it that count.
    pub quotation: Option<String>,
    /// SHA-256 or BLAKE3 of the copy that was kept of it, in 64 hexadecimal digits.
    pub archived: Option<String>,
    /// What it does to the claim.
    pub stance: Stance,
    /// Whether it was found to be gone from where it was.
    pub gone: bool,
}

/// What a piece of evidence does to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Speaks for it.
    Supports,
    /// Speaks against it.
    Refutes,
    /// Helps to understand it.
    Context,
}

/// Whether readers see a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Publication {
    /// Only the newsroom does.
    Draft,
    /// They do.
    Published,
    /// They did, and see that it was taken back.
    Withdrawn,
}

/// The ratings a newsroom has, in its own words.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Scale {
    /// What it is called.
    pub name: String,
    /// Its ratings, in the order they are offered.
    pub ratings: Vec<ScaleRating>,
}

/// A rating that a scale offers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScaleRating {
    /// What it is called.
    pub name: String,
    /// From 0, false, to 1, true; `null` where it says nothing of truth.
    pub value: Option<f64>,
}

/// All scales.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScaleList {
    /// The scales; the usual one until a newsroom defines its own.
    pub data: Vec<Scale>,
}

impl Review {
    pub(crate) fn of(claim: model::ClaimId, review: &engine::ReviewRecord) -> Self {
        let content = &review.content;
        Self {
            id: review.id.0,
            claim: claim.0,
            rating: (&content.rating).into(),
            author: Reviewer {
                name: content.author.name.clone(),
                url: content.author.url.clone(),
                organisation: content.author.is_organisation,
            },
            date: content.date,
            title: content.title.clone(),
            rationale: content.rationale.clone(),
            evidence: content.evidence.iter().map(Evidence::from).collect(),
            language: content.language.clone(),
            url: content.url.clone(),
            publication: match content.publication {
                model::Publication::Draft => Publication::Draft,
                model::Publication::Published => Publication::Published,
                model::Publication::Withdrawn => Publication::Withdrawn,
            },
            imported: content.is_imported,
            added: (&review.added).into(),
            revised: review.revised.as_ref().map(Done::from),
        }
    }
}

impl From<&model::Rating> for Rating {
    fn from(rating: &model::Rating) -> Self {
        Self {
            name: rating.name.clone(),
            scale: rating.scale.clone(),
            value: rating.value.map(model::Share::get),
            published: rating.published.as_ref().map(|published| PublishedRating {
                value: published.value.clone(),
                best: published.best.clone(),
                worst: published.worst.clone(),
            }),
        }
    }
}

impl From<&model::Evidence> for Evidence {
    fn from(evidence: &model::Evidence) -> Self {
        Self {
            url: evidence.url.clone(),
            title: evidence.title.clone(),
            quotation: evidence.quotation.clone(),
            archived: evidence.archived.clone(),
            stance: match evidence.stance {
                model::Stance::Supports => Stance::Supports,
                model::Stance::Refutes => Stance::Refutes,
                model::Stance::Context => Stance::Context,
            },
            gone: evidence.is_gone,
        }
    }
}

impl From<&model::Scale> for Scale {
    fn from(scale: &model::Scale) -> Self {
        let ratings = scale.ratings.iter().map(|rating| ScaleRating {
            name: rating.name.clone(),
            value: rating.value.map(model::Share::get),
        });
        Self {
            name: scale.name.clone(),
            ratings: ratings.collect(),
        }
    }
}
