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
    /// What spoke for the choice, or against choosing; empty where the rule says it all, and in what was stored
    /// before there were reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// One thing that spoke for a choice, or against choosing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nobody else comes into question.
    OnlyOne,
    /// Named nearest before the mention.
    Nearest,
    /// The subject of the clause or of the one before.
    Subject,
    /// Spoke last before the mention.
    SpokeLast,
    /// Known to be a man or a woman, as the pronoun or the title says.
    Gender,
    /// Says the quotation that the mention stands in.
    Speaking,
    /// The name that the relative pronoun follows.
    Apposition,
    /// Has the title or description that stands in the article.
    Title,
    /// Held the office on the day of the article.
    HeldOffice,
    /// Belongs to a country, state or party that the article names.
    Country,
    /// The outlet is of the country whose office it is.
    OutletCountry,
    /// By far the best known of that name.
    Prominence,
    /// Another spelling, a transliteration or a short form of the name.
    Spelling,
    /// Introduced first, or named far more often than the others.
    Protagonist,
    /// Signed the text, or is named as its author.
    Signed,
    /// Others fit about as well.
    Close,
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
    /// An office that one person held on the day of the article: "the British prime minister".
    Office,
    /// "I" or "we" outside of quotations: the one who wrote the article, or the letter.
    Writer,
    /// The source is left out, for a quotation goes on.
    Continued,
    /// Several people named together: "Roe and Doe". Nobody is chosen; all of them are candidates.
    Several,
    /// The mention, or the name it leads to, is one that a person gave the speaker.
    GivenName,
    /// The primary source names whose words these are.
    Source,
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
    /// From 0 to 1, comparable within one mention only: where the rule is `ambiguous` it is how likely each is,
    /// and they add up to 1.
    pub score: f32,
    /// What makes two mentions the same speaker, as in [`SpeakerIdentity::key`]; `None` in what was stored before
    /// candidates had keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
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
