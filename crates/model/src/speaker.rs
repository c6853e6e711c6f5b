//! Who a source is.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Confidence, SpeakerId};

/// What sort of speaker somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// One human being.
    Person,
    /// An institution, company, party, agency or medium that speaks as one.
    Organisation,
}

impl SpeakerKind {
    /// The word used in the API, in exports and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
        }
    }
}

impl fmt::Display for SpeakerKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// Who a source turned out to be, before the store gives them an id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerIdentity {
    /// What makes two mentions the same speaker: `wikidata:Q22686`, `gazetteer:…` for an entry without a
    /// Wikidata id, or `name:person:jane roe` for a name that no entry stands behind.
    pub key: String,
    /// Full name.
    pub name: String,
    /// Person or organisation.
    pub kind: SpeakerKind,
    /// Wikidata item, such as `Q22686`.
    pub wikidata: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Offices held, as far as known.
    pub roles: Vec<Role>,
}

/// An office and when it was held. Dates are as precise as the source gives them: year, month or day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// What the office is called.
    pub title: String,
    /// Of which institution, party or country.
    pub organisation: Option<String>,
    /// First day, month or year.
    pub start: Option<String>,
    /// Last day, month or year.
    pub end: Option<String>,
}

/// What became of one attribution's source.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// The words that name the source, as they stand in the text; `None` where the text names none.
    pub mention: Option<String>,
    /// Who it is; `None` where the resolver abstains.
    pub speaker: Option<SpeakerIdentity>,
    /// How and why it was decided.
    pub why: Why,
}

/// Why a speaker was chosen, or why none was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The rule that decided.
    pub rule: ResolutionRule,
    /// How sure the resolver is of its choice, or of abstaining.
    pub confidence: Confidence,
    /// The mentions it went through, from the one at the quote to the one that names the speaker.
    pub chain: Vec<String>,
    /// Who else it could have been, best first, with the chosen one where there is one.
    pub candidates: Vec<Candidate>,
}

/// How a source was, or was not, tied to a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionRule {
    /// The mention itself holds a full name.
    FullName,
    /// The mention holds part of a name given in full elsewhere in the article.
    PartOfName,
    /// A pronoun, with one fitting person before it.
    Pronoun,
    /// A title or description that the article ties to one name.
    Description,
    /// The name of an institution.
    Organisation,
    /// The words name nobody in particular: "a senior official", "critics".
    Unnamed,
    /// More than one speaker fits.
    Ambiguous,
    /// Nothing in the article says who it is.
    NotFound,
    /// The text gives no source.
    NoSource,
}

/// Somebody a mention could stand for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Full name.
    pub name: String,
    /// Wikidata item, where known.
    pub wikidata: Option<String>,
    /// From 0 to 1, comparable within one mention only.
    pub score: f32,
}

/// What a list or a quote needs to know about a speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerSummary {
    /// The speaker.
    pub id: SpeakerId,
    /// Full name.
    pub name: String,
    /// Person or organisation.
    pub kind: SpeakerKind,
    /// Wikidata item, where known.
    pub wikidata: Option<String>,
}
