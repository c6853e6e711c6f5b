//! One text published by an outlet, as intake hands it on.

use serde::{Deserialize, Serialize};

use crate::{ArticleId, Span, Timestamp};

/// An article as it was taken in: one version of it, with what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// The id its supplier gave it (JSON Lines) or the name of the file it came from.
    pub external_id: Option<String>,
    /// Canonical URL, normalised by intake; the article's identity where there is one.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it, as named by the article itself or its supplier.
    pub outlet: Option<String>,
    /// Names of those who wrote it.
    pub authors: Vec<String>,
    /// When it was published; midnight UTC where only the day is known.
    pub published: Option<Timestamp>,
    /// What language the text is in.
    pub language: Language,
    /// The text all spans refer to, exactly as decoded.
    pub text: String,
    /// The paragraphs of `text` in order, each with the part it plays; they do not overlap.
    pub blocks: Vec<Block>,
}

/// The language of a text: an ISO 639-3 code, or `und` where it could not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

impl Language {
    /// English, the one language that is extracted.
    #[must_use]
    pub fn english() -> Self {
        Self("eng".to_owned())
    }

    /// Not told, for want of text.
    #[must_use]
    pub fn undetermined() -> Self {
        Self("und".to_owned())
    }

    /// Whether extraction may run over text in this language.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.0 == "eng"
    }
}

/// One paragraph of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands, without the line breaks around it.
    pub span: Span,
    /// What part it plays.
    pub role: BlockRole,
}

/// What part a paragraph plays in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockRole {
    /// The title of the article.
    Headline,
    /// A heading inside the article.
    Subheading,
    /// A paragraph of the article, the summary under the headline included.
    Body,
    /// Byline, category, caption, "also read" and the like: in the text, not in the article.
    Furniture,
}

/// What a list or a quote needs to know about an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleSummary {
    /// The article.
    pub id: ArticleId,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Canonical URL.
    pub url: Option<String>,
    /// What language its text is in, as [`Language`] has it; `None` for a primary source, of which nobody looked.
    #[serde(default)]
    pub language: Option<String>,
}
