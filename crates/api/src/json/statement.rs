//! Statements in all their wordings, the same words given to two speakers, and what new versions did to quotes.

use onrecord_engine as engine;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Difference, Edit, Kind, Links, Quote, SpeakerSummary, wording};

/// What somebody said, in all the wordings in which it was told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Statement {
    /// The statement: the id of the wording that stands for it, whichever of its wordings was asked for.
    pub id: Uuid,
    /// Who said it.
    pub speaker: Option<SpeakerSummary>,
    /// The wording to hold the others against: that of a primary source, else the longest that was quoted word for word.
    pub canonical: Quote,
    /// The earliest occurrence.
    pub first: Quote,
    /// Its wordings, the canonical one first, then by how often they are told; at most a hundred.
    pub variants: Vec<Variant>,
    /// How many wordings there are.
    pub wordings: u64,
    /// How often it is told, in all wordings.
    pub told: Told,
    /// What may be a paraphrase of it, or it of that; nobody has agreed.
    pub suggestions: Vec<Suggestion>,
}

/// How often something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Told {
    /// Quotes in current versions of articles.
    pub occurrences: u64,
    /// Articles they stand in, copies of one report counted once.
    pub reports: u64,
    /// Passages of primary sources.
    pub passages: u64,
}

/// One wording of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Variant {
    /// The wording.
    pub wording: Uuid,
    /// Its words, as they stand in its first occurrence.
    pub text: String,
    /// As its most direct occurrence gives it.
    pub kind: Kind,
    /// Whether a primary source has it.
    pub primary: bool,
    /// Whether a person put it into this statement.
    pub held: bool,
    /// What the difference to the canonical wording amounts to.
    pub difference: Difference,
    /// Whether what matters most is different.
    pub changed: Changed,
    /// Share of words in common with the canonical wording, 0 to 1.
    pub similarity: f32,
    /// From the canonical wording to this one.
    pub edits: Vec<Edit>,
    /// Where it is told: primary sources, then reports, from the earliest on; at most ten, `told` has how many.
    pub occurrences: Vec<Quote>,
    /// How often it is told.
    pub told: Told,
}

/// What sorts of words differ between two wordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Changed {
    /// One wording denies what the other does not.
    pub negation: bool,
    /// A number.
    pub number: bool,
    /// A name.
    pub name: bool,
    /// How sure or how binding it is: "may", "must", "should".
    pub modal: bool,
}

/// A wording that may tell what another quotes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Suggestion {
    /// The wording in a reporter's words.
    pub wording: Uuid,
    /// The wording that it may be a paraphrase of.
    pub of: Uuid,
    /// The share of its words of content that are in the other, 0 to 1.
    pub score: f32,
    /// The first occurrence of whichever of the two is not of this statement.
    pub quote: Quote,
}

/// The same words, given to two speakers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Conflict {
    /// The conflict.
    pub id: Uuid,
    /// The words.
    pub words: String,
    /// The first quote or passage that gives them to one of the two.
    pub one: Quote,
    /// The first that gives them to the other.
    pub other: Quote,
    /// The correction by which a person settled it, at `/v1/corrections/{id}`; `null` where nobody has.
    pub settled_by: Option<Uuid>,
}

/// One page of conflicts, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConflictList {
    /// The conflicts.
    pub data: Vec<Conflict>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

/// What a new version of an article did to a quote.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StealthEdit {
    /// The edit.
    pub id: Uuid,
    /// What it did.
    pub kind: EditKind,
    /// The version that did it; the quote before stands in the one before.
    pub version: u32,
    /// The quote as it was.
    pub before: Quote,
    /// The quote as it is in that version; `null` where it is not there.
    pub after: Option<Quote>,
    /// From the one to the other; empty where it is not there.
    pub edits: Vec<Edit>,
}

/// What became of a quote in the next version of its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EditKind {
    /// Its words are not there any more.
    Vanished,
    /// It is there in other words.
    Changed,
    /// The same words are another's.
    Speaker,
}

/// One page of stealth edits, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StealthEditList {
    /// The edits.
    pub data: Vec<StealthEdit>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

impl From<&engine::StatementView> for Statement {
    fn from(view: &engine::StatementView) -> Self {
        Self {
            id: view.id.0,
            speaker: view.speaker.as_ref().map(SpeakerSummary::from),
            canonical: Quote::from(&view.canonical),
            first: Quote::from(&view.first),
            variants: view.variants.iter().map(Variant::from).collect(),
            wordings: view.wordings,
            told: view.told.into(),
            suggestions: view.suggestions.iter().map(Suggestion::from).collect(),
        }
    }
}

impl From<&engine::StatementVariant> for Variant {
    fn from(variant: &engine::StatementVariant) -> Self {
        let comparison = &variant.comparison;
        Self {
            wording: variant.wording.0,
            text: variant.text.clone(),
            kind: variant.kind.into(),
            primary: variant.is_primary,
            held: variant.is_held,
            difference: comparison.difference.into(),
            changed: comparison.changed.into(),
            similarity: comparison.similarity,
            edits: wording::edits(comparison),
            occurrences: variant.occurrences.iter().map(Quote::from).collect(),
            told: variant.told.into(),
        }
    }
}

impl From<engine::Told> for Told {
    fn from(told: engine::Told) -> Self {
        Self {
            occurrences: told.occurrences,
            reports: told.reports,
            passages: told.passages,
        }
    }
}

impl From<engine::Changed> for Changed {
    fn from(changed: engine::Changed) -> Self {
        Self {
            negation: changed.negation,
            number: changed.number,
            name: changed.name,
            modal: changed.modal,
        }
    }
}

impl From<&engine::Suggestion> for Suggestion {
    fn from(suggestion: &engine::Suggestion) -> Self {
        Self {
            wording: suggestion.wording.0,
            of: suggestion.of.0,
            score: suggestion.score,
            quote: Quote::from(&suggestion.quote),
        }
    }
}

impl From<&engine::Conflict> for Conflict {
    fn from(conflict: &engine::Conflict) -> Self {
        Self {
            id: conflict.id.0,
            words: conflict.words.clone(),
            one: Quote::from(&conflict.one),
            other: Quote::from(&conflict.other),
            settled_by: conflict.settled_by.map(|correction| correction.0),
        }
    }
}

impl From<&engine::StealthEdit> for StealthEdit {
    fn from(edit: &engine::StealthEdit) -> Self {
        Self {
            id: edit.id.0,
            kind: match edit.kind {
                engine::EditKind::Vanished => EditKind::Vanished,
                engine::EditKind::Changed => EditKind::Changed,
                engine::EditKind::Speaker => EditKind::Speaker,
            },
            version: edit.version,
            before: Quote::from(&edit.before),
            after: edit.after.as_ref().map(Quote::from),
            edits: edit
                .comparison
                .as_ref()
                .map(wording::edits)
                .unwrap_or_default(),
        }
    }
}
