//! A quotation held against the record.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Changed, Difference, Edit, Notice, Quote, Span, SpeakerSummary, wording};

/// The quotation to be checked, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VerifyBody {
    /// The words, as they are quoted.
    #[schema(min_length = 1, max_length = 10_000)]
    pub quotation: String,
    /// Who is said to have said them: a speaker's id, full name, alias or last name; anybody unless given.
    pub speaker: Option<String>,
    /// Most matches to be answered, 10 unless given.
    #[schema(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
}

/// What became of checking a quotation. `not found` says nothing about what was said: see `searched`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Verification {
    /// The verdict over all matches.
    pub verdict: Verdict,
    /// How well the best match explains the quotation, from 0 to 1; 0 where nothing was found.
    pub score: f32,
    /// What comes nearest, best first; of those that fit as well, the earliest first. Of a spliced quotation the
    /// statements its beginning is from come first, then those its end is from.
    pub matches: Vec<Match>,
    /// Whether more was found than is answered here.
    pub more: bool,
    /// What was looked through.
    pub searched: Searched,
    /// What the reader should know about this answer.
    pub notices: Vec<Notice>,
    /// The position in the change feed that this answer covers.
    pub through: i64,
}

/// How a quotation stands to what is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The same words, all of them; only case, punctuation or spacing may differ.
    Exact,
    /// What is left out is marked by an ellipsis; the rest is faithful and in order.
    Trimmed,
    /// A faithful, unbroken part of what was said.
    Partial,
    /// Nearly what was said: words were replaced, added, moved, or left out without a mark.
    Altered,
    /// Its beginning is from one statement and its end from another.
    Spliced,
    /// These words are on record, and as somebody else's.
    Misattributed,
    /// Nothing on record comes near.
    #[serde(rename = "not found")]
    NotFound,
}

/// A quote that the quotation may come from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Match {
    /// The quote.
    #[serde(flatten)]
    pub quote: Quote,
    /// How the quotation stands to this quote alone.
    pub verdict: Verdict,
    /// How well this quote explains the quotation (of a spliced one, its part), from 0 to 1.
    pub score: f32,
    /// What the difference in wording amounts to.
    pub difference: Difference,
    /// Whether what matters most is different.
    pub changed: Changed,
    /// From the quotation (its part) to the part of the quote that it stands for.
    pub edits: Vec<Edit>,
    /// The part of `text` that the quotation stands for.
    pub aligned: Span,
    /// The part of the quotation that this quote explains: all of it, unless it is spliced.
    pub part: Span,
}

/// What was looked through for a quotation: how far `not found` reaches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Searched {
    /// Whose words: those who go by the name asked for; empty where nobody was asked about.
    pub speakers: Vec<SpeakerSummary>,
    /// How many quotes of theirs, or of all, are on record.
    pub statements: u64,
    /// When the earliest of them was said or published, as far as dates are known.
    pub first: Option<DateTime<Utc>>,
    /// When the latest of them was.
    pub last: Option<DateTime<Utc>>,
}

impl From<&engine::Verification> for Verification {
    fn from(verification: &engine::Verification) -> Self {
        let searched = &verification.searched;
        Self {
            verdict: verification.verdict.into(),
            score: verification.score,
            matches: verification.matches.iter().map(Match::from).collect(),
            more: verification.more,
            searched: Searched {
                speakers: searched.speakers.iter().map(SpeakerSummary::from).collect(),
                statements: searched.statements,
                first: searched.first,
                last: searched.last,
            },
            notices: verification.notices.iter().map(Notice::from).collect(),
            through: verification.through.0,
        }
    }
}

impl From<&engine::Match> for Match {
    fn from(found: &engine::Match) -> Self {
        Self {
            quote: Quote::from(&found.quote),
            verdict: found.verdict.into(),
            score: found.score,
            difference: found.comparison.difference.into(),
            changed: found.comparison.changed.into(),
            edits: wording::edits(&found.comparison),
            aligned: found.aligned.into(),
            part: found.part.into(),
        }
    }
}

impl From<engine::Verdict> for Verdict {
    fn from(verdict: engine::Verdict) -> Self {
        match verdict {
            engine::Verdict::Exact => Self::Exact,
            engine::Verdict::Trimmed => Self::Trimmed,
            engine::Verdict::Partial => Self::Partial,
            engine::Verdict::Altered => Self::Altered,
            engine::Verdict::Spliced => Self::Spliced,
            engine::Verdict::Misattributed => Self::Misattributed,
            engine::Verdict::NotFound => Self::NotFound,
        }
    }
}
