//! The record as a whole, and the server.

use onrecord_engine as engine;
use onrecord_engine::{IndexState, Indexing};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Listing, Quote};

/// What the record holds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Versions of articles, current and older.
    pub versions: u64,
    /// Articles in which nothing was looked for, as they are not in English.
    pub not_extracted: u64,
    /// Quotes in current versions, of all kinds.
    pub quotes: u64,
    /// Of these, wholly in quotation marks.
    pub direct: u64,
    /// Of these, partly in quotation marks.
    pub mixed: u64,
    /// Of these, not in quotation marks.
    pub indirect: u64,
    /// Of these, without a speaker.
    pub without_speaker: u64,
    /// Primary sources.
    pub sources: u64,
    /// Passages of these.
    pub passages: u64,
    /// Speakers with a quote or a passage.
    pub speakers: u64,
    /// Different statements, whatever their wordings.
    pub statements: u64,
    /// Articles, those that are copies of one report counted once.
    pub reports: u64,
    /// Articles per outlet, most first.
    pub outlets: Vec<OutletCount>,
    /// The speakers with the most quotes.
    pub top_speakers: Vec<Listing>,
    /// The quotes taken in last.
    pub latest: Vec<Quote>,
}

/// How much of something an outlet has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutletCount {
    /// The outlet; `null` gathers articles without one.
    pub outlet: Option<String>,
    /// How many.
    pub count: u64,
}

/// The process is up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    pub status: String,
}

/// The server can answer everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ready {
    /// `ready`.
    #[schema(example = "ready")]
    pub status: String,
    /// How far the index is.
    pub index: IndexStatus,
}

/// How far the search index is. What it does not hold yet is searched in the store's feed: nothing that was
/// acknowledged is missed, it only takes longer to look through. Beyond 20,000 changes there is no answer instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IndexStatus {
    /// `writing`: this process keeps it; `following`: another process keeps it, or nobody at the moment;
    /// `missing`: there is none to search in yet.
    #[schema(example = "writing")]
    pub state: String,
    /// The position in the change feed that it holds; `null` where there is none.
    pub position: Option<i64>,
    /// The last position of the change feed.
    pub last: i64,
    /// Changes that it does not hold yet.
    pub lag: i64,
}

impl From<&engine::Overview> for Stats {
    fn from(overview: &engine::Overview) -> Self {
        let counts = &overview.counts;
        Self {
            articles: counts.articles,
            versions: counts.versions,
            not_extracted: counts.not_extracted,
            quotes: counts.quotes.total(),
            direct: counts.quotes.direct,
            mixed: counts.quotes.mixed,
            indirect: counts.quotes.indirect,
            without_speaker: counts.without_speaker,
            sources: counts.sources,
            passages: counts.passages,
            speakers: counts.speakers,
            reports: overview.counts.reports,
            statements: counts.statements,
            outlets: overview
                .outlets
                .iter()
                .map(|(outlet, articles)| OutletCount {
                    outlet: Some(outlet.clone()),
                    count: *articles,
                })
                .collect(),
            top_speakers: overview.top_speakers.iter().map(Listing::from).collect(),
            latest: overview.latest.iter().map(Quote::from).collect(),
        }
    }
}

impl From<IndexState> for IndexStatus {
    fn from(state: IndexState) -> Self {
        let position = state.position.map(|sequence| sequence.0);
        Self {
            state: match state.indexing {
                Indexing::Writing => "writing",
                Indexing::Following => "following",
                Indexing::Missing => "missing",
            }
            .to_owned(),
            position,
            last: state.last.0,
            lag: (state.last.0 - position.unwrap_or(0)).max(0),
        }
    }
}
