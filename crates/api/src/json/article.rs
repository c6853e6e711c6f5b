//! Articles.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use onrecord_engine::PutStatus;
use onrecord_model as model;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ArticleSummary, Notice, Quote};

/// An article to take in. Exactly one of `text` and `html` has to be given; other fields than these are refused.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleBody {
    /// The text as published; all positions refer to it, unaltered.
    pub text: Option<String>,
    /// The page as published; its article text and what it says of itself are read from it.
    pub html: Option<String>,
    /// The supplier's own id: a string or a whole number.
    pub id: Option<ExternalId>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it: a name, or a list of names.
    pub author: Option<Author>,
    /// When it was published: RFC 3339, or a date.
    pub published: Option<String>,
    /// Where it was published; the article's identity where it is given.
    pub url: Option<String>,
}

/// A supplier's own id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExternalId {
    /// In letters and figures.
    Text(String),
    /// A running number.
    Number(i64),
}

/// Who wrote an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Author {
    /// One name.
    One(String),
    /// Several names.
    Several(Vec<String>),
}

/// An article that is in the record, with the quotes found in it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Ingested {
    /// What became of it.
    pub status: ArticleStatus,
    /// The article.
    pub article: ArticleSummary,
    /// The version that has what was sent, counted from 1: the new one, or the one that had it already, which may
    /// be older than the current one. `quotes` are those of this version.
    pub version: u32,
    /// The version that `GET /v1/articles/{id}` shows and that searches find.
    pub current_version: u32,
    /// ISO 639-3 code of its language; `und` where it could not be told.
    pub language: String,
    /// What was found in this version, in the order of the text.
    pub quotes: Vec<Quote>,
    /// What the sender should know.
    pub notices: Vec<Notice>,
    /// The position in the change feed at which it was stored; `null` where nothing changed.
    pub through: Option<i64>,
}

/// What became of an article that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArticleStatus {
    /// It was not known.
    Added,
    /// It was known by its URL, with other content.
    NewVersion,
    /// It was known with the same content, be it of an older version; nothing was written.
    Unchanged,
}

/// An article in one version, with what was found in it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Article {
    /// The article.
    #[serde(flatten)]
    pub summary: ArticleSummary,
    /// The id its supplier gave it, or the name of the file it came from.
    pub external_id: Option<String>,
    /// Names of those who wrote it.
    pub authors: Vec<String>,
    /// ISO 639-3 code of its language; `und` where it could not be told. Only English is extracted.
    pub language: String,
    /// The version this is.
    pub version: u32,
    /// All versions, oldest first; the last one is current.
    pub versions: Vec<Version>,
    /// The text that all positions refer to.
    pub text: String,
    /// The paragraphs of the text in order.
    pub blocks: Vec<Block>,
    /// What was found in it, in the order of the text.
    pub quotes: Vec<Quote>,
}

/// One version of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Version {
    /// Counted from 1.
    pub version: u32,
    /// When it was taken in.
    pub taken_in: DateTime<Utc>,
    /// Name and version of the extractor; `null` where nothing was looked for.
    pub extractor: Option<String>,
    /// Number of quotes found in it.
    pub quotes: u64,
    /// Whether it is the version before, read again by another extractor: nobody published anything else.
    pub is_read_again: bool,
}

/// One paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Block {
    /// First code point.
    pub start: u32,
    /// Behind the last code point.
    pub end: u32,
    /// What part it plays.
    pub role: BlockRole,
}

/// What part a paragraph plays in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockRole {
    /// The title of the article.
    Headline,
    /// A heading inside the article.
    Subheading,
    /// A paragraph of the article.
    Body,
    /// Byline, category, caption, "also read" and the like.
    Furniture,
}

impl From<PutStatus> for ArticleStatus {
    fn from(status: PutStatus) -> Self {
        match status {
            PutStatus::Added => Self::Added,
            PutStatus::NewVersion => Self::NewVersion,
            PutStatus::Unchanged => Self::Unchanged,
        }
    }
}

impl From<&engine::ArticleView> for Article {
    fn from(view: &engine::ArticleView) -> Self {
        let article = &view.article;
        Self {
            summary: ArticleSummary::from(&article.summary),
            external_id: article.external_id.clone(),
            authors: article.authors.clone(),
            language: article.language.0.clone(),
            version: article.version,
            versions: article.versions.iter().map(Version::from).collect(),
            text: article.text.clone(),
            blocks: article
                .blocks
                .iter()
                .map(|(span, role)| Block {
                    start: span.start,
                    end: span.end,
                    role: BlockRole::from(*role),
                })
                .collect(),
            quotes: view.quotes.iter().map(Quote::from).collect(),
        }
    }
}

impl From<&engine::VersionSummary> for Version {
    fn from(version: &engine::VersionSummary) -> Self {
        Self {
            version: version.version,
            taken_in: version.taken_in,
            extractor: version.extractor.clone(),
            quotes: version.quotes,
            is_read_again: version.is_read_again,
        }
    }
}

impl From<model::BlockRole> for BlockRole {
    fn from(role: model::BlockRole) -> Self {
        match role {
            model::BlockRole::Headline => Self::Headline,
            model::BlockRole::Subheading => Self::Subheading,
            model::BlockRole::Body => Self::Body,
            model::BlockRole::Furniture => Self::Furniture,
        }
    }
}
