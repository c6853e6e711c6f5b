//! Statistics: figures with what they are shares of, and what they stand on.

use chrono::{DateTime, NaiveDate, Utc};
use onrecord_engine as engine;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Bucket, Dimension, Label, MatchCounts, Notice};

/// A share, with how many it is of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Proportion {
    /// How many have it.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
    /// The share, 0 to 1; `null` of nothing.
    pub value: Option<f64>,
    /// Lower end of Wilson's interval of 95 % confidence.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
}

/// Quotes, statements and articles by up to two dimensions and over time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Counts {
    /// By what.
    pub by: Vec<Dimension>,
    /// In what steps of time.
    pub over: Option<Bucket>,
    /// Only those with quotes. Values with most quotes first, all others last; each with its steps in order of time.
    pub rows: Vec<CountsRow>,
    /// Every step from the first to the last, with what all rows have in it together; empty where none was asked for.
    pub steps: Vec<CountsStep>,
    /// Everything that matches, counted once.
    pub total: MatchCounts,
    /// Articles in the record of the same dates and outlets; `null` where they cannot be counted so.
    pub articles_ingested: Option<u64>,
    /// How many values the first dimension has among what matches, without "none".
    pub values_in_all: u64,
    /// What it stands on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CountsRow {
    /// One for each dimension.
    pub values: Vec<Label>,
    /// First day of its step of time; `null` without a date, or where no steps were asked for.
    pub from: Option<NaiveDate>,
    /// Last day of its step of time.
    pub to: Option<NaiveDate>,
    /// What falls in it.
    #[serde(flatten)]
    pub counts: MatchCounts,
    /// Of the quotes that match, in the same step of time where there is one.
    pub share: Proportion,
    /// Articles in the record of the same dates and outlets, and of the step of time, outlet or year of the row.
    pub articles_ingested: Option<u64>,
    /// Articles with such a quote, of those. `null` too where passages of primary sources match.
    pub of_articles: Option<Proportion>,
    /// Such quotes for each 1,000 of those articles; `null` likewise.
    pub per_thousand_articles: Option<f64>,
}

/// One step of time, in all.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CountsStep {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Everything of it that matches, counted once.
    #[serde(flatten)]
    pub counts: MatchCounts,
    /// Articles in the record of the same outlets, of these days and of the dates asked for; `null` as in rows.
    pub articles_ingested: Option<u64>,
}

/// What figures stand on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Basis {
    /// The position in the change feed that this answer covers.
    pub through: i64,
    /// How many changes the index on disk lacked; they were counted in memory.
    pub behind: u64,
    /// The instant that it is of; `null` where that is now.
    pub as_of: Option<DateTime<Utc>>,
    /// `false` where the time was up before everything was counted: figures are too low.
    pub is_complete: bool,
    /// What the reader should know about this answer.
    pub notices: Vec<Notice>,
}

/// What there is among the quotes that match.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Mix {
    /// Everything that matches.
    #[serde(flatten)]
    pub counts: MatchCounts,
    /// Quotes in quotation marks.
    pub direct: Proportion,
    /// Quotes of which part stands in quotation marks.
    pub mixed: Proportion,
    /// Quotes in the reporter's words.
    pub indirect: Proportion,
    /// Quotes of which nobody can be named as the speaker.
    pub unknown_speaker: Proportion,
    /// Quotes by the class of their cue.
    pub classes: Vec<Shared>,
    /// Quotes by their colour.
    pub colours: Vec<Shared>,
    /// Quotes by their polarity.
    pub polarities: Vec<Shared>,
    /// Statements that are linked to a claim with a published verdict, of all statements.
    pub rated: Proportion,
    /// Statements that are not, of all statements.
    pub not_rated: Proportion,
    /// Verdicts, each of the statements that have one. A statement can have several.
    pub verdicts: Vec<Shared>,
    /// What it stands on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// A value with its share.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Shared {
    /// The value.
    #[serde(flatten)]
    pub label: Label,
    /// What has it.
    #[serde(flatten)]
    pub counts: MatchCounts,
    /// Its share.
    pub share: Proportion,
}

/// Who is quoted most.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TopSpeakers {
    /// Those with most quotes first.
    pub speakers: Vec<TopSpeaker>,
    /// Everything that matches.
    pub total: MatchCounts,
    /// The period before; `null` where the search has no beginning or no end.
    pub before: Option<PeriodBefore>,
    /// How many speakers there are among what matches.
    pub speakers_in_all: u64,
    /// What it stands on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// One of the most quoted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TopSpeaker {
    /// Who.
    #[serde(flatten)]
    pub label: Label,
    /// Their quotes.
    #[serde(flatten)]
    pub counts: MatchCounts,
    /// Of all quotes that match.
    pub share: Proportion,
    /// Their quotes in the period before; `null` where there is none.
    pub before: Option<MatchCounts>,
    /// Of all quotes in the period before that match otherwise.
    pub share_before: Option<Proportion>,
    /// How many quotes there are more than in the period before.
    pub change: Option<i64>,
}

/// The period before another, just as long.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PeriodBefore {
    /// Its first instant.
    pub from: DateTime<Utc>,
    /// The first instant behind it.
    pub to: DateTime<Utc>,
    /// Everything in it that matches otherwise.
    #[serde(flatten)]
    pub counts: MatchCounts,
}

/// Who is quoted in the same articles as somebody.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CoQuoted {
    /// The speakers asked for.
    pub of: Vec<Uuid>,
    /// Articles and sources that quote them, of the same dates and outlets.
    pub articles: u64,
    /// The others; the share is of these articles.
    pub speakers: Vec<Shared>,
    /// How many others there are.
    pub speakers_in_all: u64,
    /// What it stands on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// The claims that were repeated most.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RepeatedClaims {
    /// Most quotes first.
    pub claims: Vec<RepeatedClaim>,
    /// How many claims are linked to statements that match.
    pub claims_in_all: u64,
    /// Everything that matches.
    pub total: MatchCounts,
    /// What it stands on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// A claim that was repeated.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RepeatedClaim {
    /// The claim.
    pub id: Uuid,
    /// Its words.
    pub text: String,
    /// Names of the ratings of its published reviews.
    pub verdicts: Vec<String>,
    /// The quotes that match of statements that a person has linked to it.
    #[serde(flatten)]
    pub counts: MatchCounts,
    /// Of all quotes that match.
    pub share: Proportion,
    /// By how many speakers who are known.
    pub speakers: u64,
}

impl From<engine::Proportion> for Proportion {
    fn from(proportion: engine::Proportion) -> Self {
        Self {
            part: proportion.part,
            whole: proportion.whole,
            value: proportion.value(),
            low: proportion.low,
            high: proportion.high,
        }
    }
}

impl From<&engine::Basis> for Basis {
    fn from(basis: &engine::Basis) -> Self {
        Self {
            through: basis.through.0,
            behind: basis.behind,
            as_of: basis.as_of,
            is_complete: basis.is_complete,
            notices: basis.notices.iter().map(Notice::from).collect(),
        }
    }
}

impl From<&engine::Statistics> for Counts {
    fn from(statistics: &engine::Statistics) -> Self {
        let row = |row: &engine::StatisticsRow| CountsRow {
            values: row.values.iter().map(Label::from).collect(),
            from: row.from,
            to: row.to,
            counts: row.counts.into(),
            share: row.share.into(),
            articles_ingested: row.articles_ingested,
            of_articles: row.of_articles.map(Proportion::from),
            per_thousand_articles: row.per_thousand_articles,
        };
        let step = |step: &engine::StatisticsStep| CountsStep {
            from: step.from,
            to: step.to,
            counts: step.counts.into(),
            articles_ingested: step.articles_ingested,
        };
        Self {
            by: statistics.by.iter().copied().map(Dimension::from).collect(),
            over: statistics.over.map(Bucket::from),
            rows: statistics.rows.iter().map(row).collect(),
            steps: statistics.steps.iter().map(step).collect(),
            total: statistics.total.into(),
            articles_ingested: statistics.articles_ingested,
            values_in_all: statistics.values_in_all,
            basis: Basis::from(&statistics.basis),
        }
    }
}

impl From<&engine::Shared> for Shared {
    fn from(shared: &engine::Shared) -> Self {
        Self {
            label: Label::from(&shared.label),
            counts: shared.counts.into(),
            share: shared.share.into(),
        }
    }
}

impl From<&engine::Mix> for Mix {
    fn from(mix: &engine::Mix) -> Self {
        let shared = |all: &[engine::Shared]| all.iter().map(Shared::from).collect();
        Self {
            counts: mix.counts.into(),
            direct: mix.direct.into(),
            mixed: mix.mixed.into(),
            indirect: mix.indirect.into(),
            unknown_speaker: mix.unknown_speaker.into(),
            classes: shared(&mix.classes),
            colours: shared(&mix.colours),
            polarities: shared(&mix.polarities),
            rated: mix.rated.into(),
            not_rated: mix.not_rated().into(),
            verdicts: shared(&mix.verdicts),
            basis: Basis::from(&mix.basis),
        }
    }
}

impl From<&engine::TopSpeakers> for TopSpeakers {
    fn from(top: &engine::TopSpeakers) -> Self {
        let speaker = |speaker: &engine::TopSpeaker| TopSpeaker {
            label: Label::from(&speaker.label),
            counts: speaker.counts.into(),
            share: speaker.share.into(),
            before: speaker.before.map(|(counts, _)| counts.into()),
            share_before: speaker.before.map(|(_, share)| share.into()),
            change: speaker.change(),
        };
        Self {
            speakers: top.speakers.iter().map(speaker).collect(),
            total: top.total.into(),
            before: top.before.as_ref().map(|before| PeriodBefore {
                from: before.from,
                to: before.to,
                counts: before.total.into(),
            }),
            speakers_in_all: top.speakers_in_all,
            basis: Basis::from(&top.basis),
        }
    }
}

impl From<&engine::CoQuoted> for CoQuoted {
    fn from(quoted: &engine::CoQuoted) -> Self {
        Self {
            of: quoted.of.iter().map(|id| id.0).collect(),
            articles: quoted.articles,
            speakers: quoted.speakers.iter().map(Shared::from).collect(),
            speakers_in_all: quoted.speakers_in_all,
            basis: Basis::from(&quoted.basis),
        }
    }
}

impl From<&engine::RepeatedClaims> for RepeatedClaims {
    fn from(repeated: &engine::RepeatedClaims) -> Self {
        let claim = |claim: &engine::RepeatedClaim| RepeatedClaim {
            id: claim.claim.0,
            text: claim.text.clone(),
            verdicts: claim.verdicts.clone(),
            counts: claim.counts.into(),
            share: claim.share.into(),
            speakers: claim.speakers,
        };
        Self {
            claims: repeated.claims.iter().map(claim).collect(),
            claims_in_all: repeated.claims_in_all,
            total: repeated.total.into(),
            basis: Basis::from(&repeated.basis),
        }
    }
}
