//! Lists and what is said about them.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Facet, Histogram, Hit, Listing, MatchCounts, Spelling};

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
    /// Everything that matches, counted once; `null` unless facets or a histogram were asked for.
    pub counts: Option<MatchCounts>,
    /// One for each that was asked for.
    pub facets: Vec<Facet>,
    /// Where one was asked for.
    pub histogram: Option<Histogram>,
    /// What the words were taken for beside what they say, where they found little as they are.
    pub spelling: Option<Spelling>,
    /// `false` where the time was up before everything was looked through: hits may be missing, and figures are too low.
    pub is_complete: bool,
    /// What the reader should know about this answer.
    pub notices: Vec<Notice>,
    /// The position in the change feed that this answer covers.
    pub through: i64,
    /// How many changes the index on disk lacked; they were searched in memory.
    pub behind: u64,
    /// The instant that this answer is of; `null` where that is now.
    pub as_of: Option<DateTime<Utc>>,
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
    /// The earliest quote of each statement, the statement told most often first.
    #[serde(rename = "most_repeated")]
    MostRepeated,
}

/// How many entries there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Total {
    /// The number.
    pub value: u64,
    /// `eq`: it is exactly that many; `gte`: it is that many at least, as the time was up.
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

    /// Counted until the time was up.
    #[must_use]
    pub fn at_least(value: u64) -> Self {
        Self {
            value,
            relation: "gte".to_owned(),
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

impl From<&engine::SearchPage> for QuoteList {
    /// Without the address of the next page, which only who was asked knows.
    fn from(page: &engine::SearchPage) -> Self {
        let is_counted = !page.facets.is_empty() || page.histogram.is_some();
        Self {
            data: page.hits.iter().map(Hit::from).collect(),
            total: match page.is_complete {
                true => Total::exactly(page.total),
                false => Total::at_least(page.total),
            },
            next: page.next.map(|cursor| cursor.to_string()),
            links: Links { next: None },
            counts: is_counted.then(|| page.counts.into()),
            facets: page.facets.iter().map(Facet::from).collect(),
            histogram: page.histogram.as_ref().map(Histogram::from),
            spelling: page.spelling.as_ref().map(Spelling::from),
            is_complete: page.is_complete,
            notices: page.notices.iter().map(Notice::from).collect(),
            through: page.through.0,
            behind: page.behind,
            as_of: page.as_of,
        }
    }
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
