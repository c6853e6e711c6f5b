//! Where the words of a quote stand in other versions, and what became of claims that came in.

use onrecord_engine as engine;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Edit, Span, wording};

/// Where the words of a quote stand in another version of its article.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Anchored {
    /// The article.
    pub article: Uuid,
    /// The version in which the quote stands.
    pub version: u32,
    /// The version that was looked at.
    pub other: u32,
    /// For each part of the content of the quote, in order.
    pub parts: Vec<AnchoredPart>,
}

/// Where a part of a quote stands in another version.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnchoredPart {
    /// The part, in the quote's own version.
    pub part: Span,
    /// What became of it.
    pub found: AnchorKind,
    /// Where it stands in the other version; `null` where it is gone.
    pub to: Option<Span>,
    /// From its words to those in the other version; empty unless they were changed.
    pub edits: Vec<Edit>,
}

/// What became of words in another version of their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnchorKind {
    /// They stand where they stood.
    Exact,
    /// They stand elsewhere.
    Moved,
    /// In their place stands an edited form of them.
    Changed,
    /// They are nowhere, or nobody can tell where.
    Gone,
}

/// What became of claims and reviews that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimsImported {
    /// Claims that are new.
    pub added: u64,
    /// Claims that were known.
    pub known: u64,
    /// Reviews that are new, with those of new claims.
    pub reviews: u64,
    /// Texts and reviews that read differently now.
    pub revised: u64,
    /// What was not taken in.
    pub refused: Vec<RefusedRow>,
    /// What was taken in without a part that cannot be used.
    pub warnings: Vec<RefusedRow>,
}

/// A row that was not taken in, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedRow {
    /// The line, or the element of the list, counted from 1; `null` where it is the body as a whole.
    pub line: Option<u64>,
    /// Why not.
    pub why: String,
}

impl From<&engine::Anchored> for Anchored {
    fn from(anchored: &engine::Anchored) -> Self {
        let parts = anchored.anchors.iter().map(|(part, anchor)| {
            let (found, to, edits) = match anchor {
                engine::Anchor::Exact => (AnchorKind::Exact, Some(*part), Vec::new()),
                engine::Anchor::Moved { to } => (AnchorKind::Moved, Some(*to), Vec::new()),
                engine::Anchor::Changed { to, comparison } => {
                    (AnchorKind::Changed, Some(*to), wording::edits(comparison))
                }
                engine::Anchor::Gone => (AnchorKind::Gone, None, Vec::new()),
            };
            AnchoredPart {
                part: (*part).into(),
                found,
                to: to.map(Span::from),
                edits,
            }
        });
        Self {
            article: anchored.article.0,
            version: anchored.version,
            other: anchored.other,
            parts: parts.collect(),
        }
    }
}
