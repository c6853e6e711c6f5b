//! What is asked for in figures, and the figures.

use chrono::NaiveDate;
use onrecord_model::{ClaimId, Sequence, SpeakerId, Timestamp};
use onrecord_search::{Bucket, Counts, Dimension};

use super::Proportion;
use crate::search::{Label, LabelKind, Notice, SearchRequest};

/// What to count, and by what.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatisticsRequest {
    /// What is counted: everything that matches. Its order, its page, its facets and its histogram are passed over.
    pub search: SearchRequest,
    /// By what; two different ones at most.
    pub by: Vec<Dimension>,
    /// In what steps of time.
    pub over: Option<Bucket>,
    /// How many values of each dimension are told by themselves, those with most quotes first; 1 to
    /// [`StatisticsRequest::MOST_VALUES`], and [`StatisticsRequest::USUAL_VALUES`] where it is `None`.
    pub limit: Option<usize>,
}

impl StatisticsRequest {
    /// How many values are told by themselves unless asked otherwise.
    pub const USUAL_VALUES: usize = 20;
    /// Most values that are told by themselves.
    pub const MOST_VALUES: usize = 1_000;
    /// Most rows of one answer.
    pub const MOST_ROWS: usize = 200_000;
}

/// What an answer stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    /// The store's position that it covers.
    pub through: Sequence,
    /// How many changes the index on disk lacked; they were counted in memory.
    pub behind: u64,
    /// The instant that it is of, where it is not of now.
    pub as_of: Option<Timestamp>,
    /// `false` where the time was up before everything was counted: figures are too low.
    pub is_complete: bool,
    /// What the reader should know about it.
    pub notices: Vec<Notice>,
}

/// Everything that matches, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// By what.
    pub by: Vec<Dimension>,
    /// In what steps of time.
    pub over: Option<Bucket>,
    /// Only those with quotes. Values with most quotes first, what has none of them among them, all others last; each
    /// with its steps in order of time, what has no date last.
    pub rows: Vec<StatisticsRow>,
    /// Every step from the first to the last with what all rows have in it together, those without any too; empty where
    /// none was asked for.
    pub steps: Vec<StatisticsStep>,
    /// Everything that matches, counted once.
    pub total: Counts,
    /// Articles in the record of the same dates and outlets; `None` where the query has conditions that articles cannot
    /// be counted by.
    pub articles_ingested: Option<u64>,
    /// How many values the first dimension has among what matches, without "none".
    pub values_in_all: u64,
    /// What it stands on.
    pub basis: Basis,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticsRow {
    /// One for each dimension.
    pub values: Vec<Label>,
    /// First day of its step of time; `None` without a date, or where no steps were asked for.
    pub from: Option<NaiveDate>,
    /// Last day of its step of time.
    pub to: Option<NaiveDate>,
    /// What falls in it.
    pub counts: Counts,
    /// Of the quotes that match, in the same step of time where there is one.
    pub share: Proportion,
    /// Articles in the record of the same dates and outlets, of this row's step of time, outlet and year where it has
    /// one: what the rates are of. `None` where they cannot be counted so.
    pub articles_ingested: Option<u64>,
    /// Articles with such a quote, of those; `None` too where quotes of primary sources match, which are no article's.
    pub of_articles: Option<Proportion>,
    /// Such quotes for each 1,000 of those articles; `None` likewise, and where there are none.
    pub per_thousand_articles: Option<f64>,
}

/// One step of time, in all.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticsStep {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Everything of it that matches, counted once.
    pub counts: Counts,
    /// Articles in the record of the same outlets, of these days and of the dates asked for; `None` as in rows.
    pub articles_ingested: Option<u64>,
}

/// What there is among the quotes that match.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// Everything that matches.
    pub counts: Counts,
    /// Quotes in quotation marks.
    pub direct: Proportion,
    /// Quotes of which part stands in quotation marks.
    pub mixed: Proportion,
    /// Quotes in the reporter's words.
    pub indirect: Proportion,
    /// Quotes of which nobody can be named as the speaker.
    pub unknown_speaker: Proportion,
    /// Quotes by the class of their cue, most first.
    pub classes: Vec<Shared>,
    /// Quotes by their colour, most first.
    pub colours: Vec<Shared>,
    /// Quotes by their polarity, most first.
    pub polarities: Vec<Shared>,
    /// Statements that are linked to a claim with a published verdict, of all statements.
    pub rated: Proportion,
    /// Verdicts, each of the statements that have one, most first. A statement can have several.
    pub verdicts: Vec<Shared>,
    /// What it stands on.
    pub basis: Basis,
}

impl Mix {
    /// Statements that are linked to no claim with a published verdict, of all statements.
    #[must_use]
    pub fn not_rated(&self) -> Proportion {
        let Proportion { part, whole, .. } = self.rated;
        Proportion::of(whole - part, whole)
    }
}

/// A value with its share.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The value.
    pub label: Label,
    /// What has it.
    pub counts: Counts,
    /// Its share.
    pub share: Proportion,
}

impl Shared {
    /// Whether it is of what has no value.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.label.kind == LabelKind::None
    }
}

/// Who is quoted most, against the period before.
#[derive(Debug, Clone, PartialEq)]
pub struct TopSpeakers {
    /// Those with most quotes first.
    pub speakers: Vec<TopSpeaker>,
    /// Everything that matches.
    pub total: Counts,
    /// The period before, where the search has a beginning and an end.
    pub before: Option<Before>,
    /// How many speakers there are among what matches.
    pub speakers_in_all: u64,
    /// What it stands on.
    pub basis: Basis,
}

/// The period before another, just as long: as many whole months before whole months, else as many seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant behind it.
    pub to: Timestamp,
    /// Everything in it that matches otherwise.
    pub total: Counts,
}

/// One of the most quoted.
#[derive(Debug, Clone, PartialEq)]
pub struct TopSpeaker {
    /// Who.
    pub label: Label,
    /// Their quotes.
    pub counts: Counts,
    /// Of all quotes that match.
    pub share: Proportion,
    /// The same in the period before, where there is one.
    pub before: Option<(Counts, Proportion)>,
}

impl TopSpeaker {
    /// How many quotes there are more than in the period before.
    #[must_use]
    pub fn change(&self) -> Option<i64> {
        let (before, _) = self.before.as_ref()?;
        Some(self.counts.quotes.cast_signed() - before.quotes.cast_signed())
    }
}

/// Who is quoted in the same articles as somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct CoQuoted {
    /// As whom they were found: several where several go by the name asked for.
    pub of: Vec<SpeakerId>,
    /// Articles and sources that quote them, of the same dates and outlets.
    pub articles: u64,
    /// The others, in most quotes first; the share is of these articles.
    pub speakers: Vec<Shared>,
    /// How many others there are.
    pub speakers_in_all: u64,
    /// What it stands on.
    pub basis: Basis,
}

/// The claims that were repeated most.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedClaims {
    /// Most quotes first.
    pub claims: Vec<RepeatedClaim>,
    /// How many claims are linked to statements that match.
    pub claims_in_all: u64,
    /// Everything that matches.
    pub total: Counts,
    /// What it stands on.
    pub basis: Basis,
}

/// A claim that was repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedClaim {
    /// Which.
    pub claim: ClaimId,
    /// Its words.
    pub text: String,
    /// Names of the ratings of its published reviews, each once.
    pub verdicts: Vec<String>,
    /// The quotes that match of statements that a person has linked to it.
    pub counts: Counts,
    /// Of all quotes that match.
    pub share: Proportion,
    /// By how many speakers who are known.
    pub speakers: u64,
}
