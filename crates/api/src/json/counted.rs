//! What is counted over everything that a search matches, by one dimension and over time.

use chrono::NaiveDate;
use onrecord_engine as engine;
use serde::Serialize;
use utoipa::ToSchema;

/// How many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchCounts {
    /// Quotes, and passages of primary sources.
    pub quotes: u64,
    /// Statements: the wordings of one utterance count once, and what nobody is named for not at all.
    pub statements: u64,
    /// Articles and primary sources.
    pub articles: u64,
}

/// What quotes differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// Who is shown as the speaker.
    Speaker,
    /// The outlet.
    Outlet,
    /// Direct, mixed or indirect.
    Kind,
    /// Reports or primary sources.
    Origin,
    /// The class of the cue.
    Class,
    /// The colour of the cue.
    Colour,
    /// Reported as said, as not said, or as neither.
    Polarity,
    /// Verdicts on claims that the statement is linked to.
    Verdict,
    /// Claims that the statement is linked to.
    Claim,
    /// The language of the article.
    Language,
    /// The year of publication.
    Year,
}

impl Dimension {
    /// Its word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Outlet => "outlet",
            Self::Kind => "kind",
            Self::Origin => "origin",
            Self::Class => "class",
            Self::Colour => "colour",
            Self::Polarity => "polarity",
            Self::Verdict => "verdict",
            Self::Claim => "claim",
            Self::Language => "language",
            Self::Year => "year",
        }
    }
}

/// Steps of time, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    /// From midnight.
    Day,
    /// From Monday.
    Week,
    /// From the first.
    Month,
    /// From the first of January, April, July or October.
    Quarter,
    /// From the first of January.
    Year,
}

/// Whether a label is one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LabelKind {
    /// It is.
    Value,
    /// It stands for having none.
    None,
    /// It stands for all values that are not told by themselves.
    Other,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Label {
    /// Whether it is one value.
    pub is: LabelKind,
    /// What it is known by: the id of a speaker or claim, the key of an outlet, a word; `none`, `other`.
    pub key: String,
    /// What it is shown as.
    pub name: String,
}

/// Everything that matches, counted by one dimension.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Facet {
    /// By what.
    pub by: Dimension,
    /// Those with most quotes first.
    pub values: Vec<FacetValue>,
    /// How many values there are among what matches, without "none".
    pub values_in_all: u64,
    /// What the values have that are not told by themselves.
    pub rest: MatchCounts,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FacetValue {
    /// The value.
    #[serde(flatten)]
    pub label: Label,
    /// What has it.
    #[serde(flatten)]
    pub counts: MatchCounts,
    /// The condition that narrows the search down to it, to be added to `q`; with `-` before it, the one that leaves it
    /// out. `null` where there is none.
    pub query: Option<String>,
}

/// Everything that matches, counted over time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Histogram {
    /// In what steps.
    pub bucket: Bucket,
    /// Every step from the first with a quote to the last, those without any too.
    pub steps: Vec<HistogramStep>,
    /// What has no date.
    pub undated: MatchCounts,
}

/// One step of time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HistogramStep {
    /// Its first day.
    pub from: NaiveDate,
    /// What was published in it.
    #[serde(flatten)]
    pub counts: MatchCounts,
}

/// What is counted over everything that a search matches, as the command line prints it behind the hits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// Everything that matches, counted once.
    pub counts: MatchCounts,
    /// One for each that was asked for.
    pub facets: Vec<Facet>,
    /// Where one was asked for.
    pub histogram: Option<Histogram>,
}

impl From<&engine::SearchPage> for Counted {
    fn from(page: &engine::SearchPage) -> Self {
        Self {
            counts: page.counts.into(),
            facets: page.facets.iter().map(Facet::from).collect(),
            histogram: page.histogram.as_ref().map(Histogram::from),
        }
    }
}

/// What the words of a query were taken for beside what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Spelling {
    /// The query with likelier words, where some are.
    pub did_you_mean: Option<String>,
    /// Words as typed, each with those of the record that were searched for too.
    pub words: Vec<SimilarWords>,
}

/// A word and those like it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SimilarWords {
    /// As typed.
    pub typed: String,
    /// Words of the record.
    pub similar: Vec<String>,
}

impl From<engine::MatchCounts> for MatchCounts {
    fn from(counts: engine::MatchCounts) -> Self {
        Self {
            quotes: counts.quotes,
            statements: counts.statements,
            articles: counts.articles,
        }
    }
}

impl From<engine::Dimension> for Dimension {
    fn from(dimension: engine::Dimension) -> Self {
        match dimension {
            engine::Dimension::Speaker => Self::Speaker,
            engine::Dimension::Outlet => Self::Outlet,
            engine::Dimension::Kind => Self::Kind,
            engine::Dimension::Origin => Self::Origin,
            engine::Dimension::Class => Self::Class,
            engine::Dimension::Colour => Self::Colour,
            engine::Dimension::Polarity => Self::Polarity,
            engine::Dimension::Verdict => Self::Verdict,
            engine::Dimension::Claim => Self::Claim,
            engine::Dimension::Language => Self::Language,
            engine::Dimension::Year => Self::Year,
        }
    }
}

impl From<engine::Bucket> for Bucket {
    fn from(bucket: engine::Bucket) -> Self {
        match bucket {
            engine::Bucket::Day => Self::Day,
            engine::Bucket::Week => Self::Week,
            engine::Bucket::Month => Self::Month,
            engine::Bucket::Quarter => Self::Quarter,
            engine::Bucket::Year => Self::Year,
        }
    }
}

impl From<&engine::Label> for Label {
    fn from(label: &engine::Label) -> Self {
        Self {
            is: match label.kind {
                engine::LabelKind::Value => LabelKind::Value,
                engine::LabelKind::None => LabelKind::None,
                engine::LabelKind::Other => LabelKind::Other,
            },
            key: label.key.clone(),
            name: label.name.clone(),
        }
    }
}

impl From<&engine::Facet> for Facet {
    fn from(facet: &engine::Facet) -> Self {
        let value = |value: &engine::FacetValue| FacetValue {
            label: Label::from(&value.label),
            counts: value.counts.into(),
            query: value.query.clone(),
        };
        Self {
            by: facet.by.into(),
            values: facet.values.iter().map(value).collect(),
            values_in_all: facet.values_in_all,
            rest: facet.rest.into(),
        }
    }
}

impl From<&engine::Histogram> for Histogram {
    fn from(histogram: &engine::Histogram) -> Self {
        let step = |step: &engine::Step| HistogramStep {
            from: step.day,
            counts: step.counts.into(),
        };
        Self {
            bucket: histogram.bucket.into(),
            steps: histogram.steps.iter().map(step).collect(),
            undated: histogram.undated.into(),
        }
    }
}

impl From<&engine::Spelled> for Spelling {
    fn from(spelled: &engine::Spelled) -> Self {
        let word = |(typed, similar): &(String, Vec<String>)| SimilarWords {
            typed: typed.clone(),
            similar: similar.clone(),
        };
        Self {
            did_you_mean: spelled.did_you_mean.clone(),
            words: spelled.words.iter().map(word).collect(),
        }
    }
}
