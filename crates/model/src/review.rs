//! What checkers say of claims: ratings on named scales, with reasons and evidence.

use serde::{Deserialize, Serialize};

use crate::claim::words;
use crate::{Share, Timestamp};

/// One checker's verdict on one claim. Several stand side by side; none is the average of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The verdict.
    pub rating: Rating,
    /// Who checked: a person, or the organisation that published it.
    pub author: Reviewer,
    /// When it was checked.
    pub date: Timestamp,
    /// A headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why the rating is what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    /// What it rests on, in the order it was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The language it is written in, as in BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it was published, elsewhere than here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether readers see it.
    pub publication: Publication,
    /// Whether it was made elsewhere and taken in. What others publish does not grow old in this newsroom's hands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_imported: bool,
}

/// A rating, kept in the words it was given in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// What it is called, word for word: "Mostly false", "Four Pinocchios".
    pub name: String,
    /// The scale it is from, by name, where that is known here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// From 0, false, to 1, true; absent where the rating says nothing of truth ("unproven", "satire"), or nobody has
    /// said what it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Share>,
    /// The number it was published with, and what the best and the worst would be, as they were written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PublishedRating>,
}

/// The numbers of a rating in a ClaimReview, as they were written: integers, fractions or words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRating {
    /// `ratingValue`
    pub value: String,
    /// `bestRating`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<String>,
    /// `worstRating`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worst: Option<String>,
}

/// Who made a review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// Their name.
    pub name: String,
    /// Their page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it is an organisation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_organisation: bool,
}

/// Something a review rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The words of it that count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<String>,
    /// SHA-256 or BLAKE3 of the copy that was kept of it, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<String>,
    /// What it does to the claim.
    pub stance: Stance,
    /// Whether it was found to be gone from where it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_gone: bool,
}

/// What a piece of evidence does to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// What it is called.
    pub name: String,
    /// Its ratings, in the order they are offered.
    pub ratings: Vec<ScaleRating>,
}

/// A rating that a scale offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleRating {
    /// What it is called.
    pub name: String,
    /// From 0, false, to 1, true; absent where it says nothing of truth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Share>,
}

words!(Stance {
    Supports => "supports",
    Refutes => "refutes",
    Context => "context",
});

words!(Publication {
    Draft => "draft",
    Published => "published",
    Withdrawn => "withdrawn",
});
