//! Lists and what is said about them.

use onrecord_engine as engine;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Hit, Listing};

/// One page of quotes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QuoteList {
    /// The quotes, in the order asked for.
    pub data: Vec<Hit>,
    /// How many there are on all pages.
    pub total: Total,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
    /// What the reader should know about this answer.
    pub notices: Vec<Notice>,
    /// The position in the change feed that this answer covers.
    pub through: i64,
}

/// One page of speakers, most quoted first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SpeakerList {
    /// The speakers.
    pub data: Vec<Listing>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

/// The order of quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Best match first, then newest.
    Relevance,
    /// Latest publication first; articles without a date last.
    Newest,
    /// Earliest publication first; articles without a date last.
    Oldest,
}

/// How many entries there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Total {
    /// The number.
    pub value: u64,
    /// `eq`: it is exactly that many.
    #[schema(example = "eq")]
    pub relation: String,
}

impl Total {
    /// Counted, not estimated.
    #[must_use]
    pub fn exactly(value: u64) -> Self {
        Self {
            value,
            relation: "eq".to_owned(),
        }
    }
}

/// Addresses, relative to this host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Links {
    /// The next page; `null` on the last one.
    pub next: Option<String>,
}

/// Something the reader of an answer should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Notice {
    /// `unknown_speaker`, `several_speakers`, `unknown_claim`, `similar_words`, `cut`, `no_rate` or `not_extracted`; more
    /// may come.
    pub code: String,
    /// In words.
    pub detail: String,
    /// The names it is about: close ones for an unknown speaker, all of them for several.
    pub names: Vec<String>,
}

impl Notice {
    /// The article was stored and nothing was looked for in it, as it is in another language than English.
    pub(crate) fn not_extracted(language: &str) -> Self {
        Self {
            code: "not_extracted".to_owned(),
            detail: format!(
                "the article is stored, but its language is {language:?} and only English is extracted"
            ),
            names: Vec::new(),
        }
    }
}

impl From<&engine::Notice> for Notice {
    fn from(notice: &engine::Notice) -> Self {
        let (code, names) = match notice {
            engine::Notice::UnknownSpeaker { similar, .. } => ("unknown_speaker", similar.clone()),
            engine::Notice::SeveralSpeakers { names, .. } => ("several_speakers", names.clone()),
            engine::Notice::UnknownClaim { .. } => ("unknown_claim", Vec::new()),
            engine::Notice::SimilarWords { words } => ("similar_words", words.clone()),
            engine::Notice::Cut => ("cut", Vec::new()),
            engine::Notice::NoRate { .. } => ("no_rate", Vec::new()),
        };
        Self {
            code: code.to_owned(),
            detail: notice.to_string(),
            names,
        }
    }
}
