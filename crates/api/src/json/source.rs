//! Primary sources.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Links, Quote};

/// A primary source: what was said, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// The source.
    pub id: Uuid,
    /// What its passages are to one another.
    pub kind: SourceKind,
    /// What it is called where nothing better is known: the name of the file.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was said; midnight where only the day is known.
    pub published: Option<DateTime<Utc>>,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was taken in.
    pub taken_in: DateTime<Utc>,
    /// Number of passages.
    pub passages: u64,
}

/// What the passages of a source are to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Part of a list of statements, which have nothing to do with one another.
    Corpus,
    /// Something said in one go, whose passages are each other's context.
    Transcript,
}

/// One page of primary sources, those taken in last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceList {
    /// The sources.
    pub data: Vec<Source>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

/// A primary source with one page of what was said in it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SourceDetail {
    /// The source.
    #[serde(flatten)]
    pub source: Source,
    /// Passages, in the order in which they were said.
    pub data: Vec<Quote>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

/// What was said around a passage.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Context {
    /// The passage among its neighbours, in the order in which they were said.
    pub data: Vec<Quote>,
    /// The place of the passage itself in `data`, counted from 0.
    pub place: u32,
}

impl From<&engine::SourceRecord> for Source {
    fn from(source: &engine::SourceRecord) -> Self {
        Self {
            id: source.id.0,
            kind: match source.kind {
                engine::SourceKind::Corpus => SourceKind::Corpus,
                engine::SourceKind::Transcript => SourceKind::Transcript,
            },
            name: source.name.clone(),
            title: source.title.clone(),
            outlet: source.outlet.clone(),
            published: source.published,
            url: source.url.clone(),
            taken_in: source.taken_in,
            passages: source.passages,
        }
    }
}
