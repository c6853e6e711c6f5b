//! What is counted over everything that a search matches.

use onrecord_model::{ClaimId, Colour, CueClass, Kind, Polarity, SpeakerId};

use crate::Origin;

/// What to count: by up to two dimensions, over time, or all in one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// By what; two at most.
    pub by: Vec<Dimension>,
    /// In what steps of time, if any.
    pub over: Option<Bucket>,
    /// How many values of each dimension are told by themselves, those with most quotes first (ties by value); what
    /// the others have comes together under [`Value::Other`]. [`Value::None`] is told besides. At most
    /// [`Tally::MOST_VALUES`].
    pub limit: usize,
    /// Of the first dimension only these values are told by themselves, [`Value::None`] too where it is one of them.
    pub among: Option<Vec<Value>>,
    /// Whether statements are counted too; without it they are 0.
    pub statements: bool,
    /// Whether articles are counted too; without it they are 0.
    pub articles: bool,
}

impl Tally {
    /// Most values of a dimension that are told by themselves, whatever the limit.
    pub const MOST_VALUES: usize = 100_000;
}

/// What quotes differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Who is shown as the speaker.
    Speaker,
    /// The outlet's key.
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
    /// The verdicts on claims that the statement is linked to. A quote can have several, and counts under each.
    Verdict,
    /// The claims that the statement is linked to. A quote can have several, and counts under each.
    Claim,
    /// The language of the article.
    Language,
    /// The year of publication.
    Year,
}

/// Steps of time, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// From midnight.
    Day,
    /// From Monday, as ISO 8601 has it.
    Week,
    /// From the first.
    Month,
    /// From the first of January, April, July or October.
    Quarter,
    /// From the first of January.
    Year,
}

/// One value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// A speaker, by whom they are shown as.
    Speaker(SpeakerId),
    /// An outlet's key: see [`crate::outlet_key`].
    Outlet(String),
    /// A kind.
    Kind(Kind),
    /// An origin.
    Origin(Origin),
    /// A class of cue.
    Class(CueClass),
    /// A colour.
    Colour(Colour),
    /// A polarity.
    Polarity(Polarity),
    /// A place in [`crate::Facts::verdicts`].
    Verdict(u16),
    /// A claim.
    Claim(ClaimId),
    /// A language.
    Language(String),
    /// A year.
    Year(i32),
    /// There is none: nobody is named, no date, no class, no verdict.
    None,
    /// All that are not told by themselves.
    Other,
}

/// How many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Quotes, and passages of primary sources.
    pub quotes: u64,
    /// Statements: wordings of one utterance count once, and what nobody is named for not at all.
    pub statements: u64,
    /// Articles and primary sources.
    pub articles: u64,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tallied {
    /// Only those with quotes. In the order of their first value (most quotes first, [`Value::None`] among them,
    /// [`Value::Other`] last), then of their second, then of time, what has no date last.
    pub rows: Vec<Row>,
    /// How many values the first dimension has among what matches, without [`Value::None`].
    pub values: u64,
    /// Everything that matches, counted once.
    pub total: Counts,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// One for each dimension.
    pub values: Vec<Value>,
    /// First day of the step of time, in days from 1970; `None` without a date, or where none was asked for.
    pub day: Option<i32>,
    /// What falls in it.
    pub counts: Counts,
}
