//! What a page of statistics was asked: a search, and how to count what it matches.

use onrecord_engine::{Bucket, Dimension, Label, MatchCounts, SearchRequest};

use super::super::asked::{Asked, Field};
use crate::chart::Unit;
use crate::condition;
use crate::parameters::Parameters;
use crate::respond::Failure;
use crate::values;

/// Parameters beside those of a search.
const NAMES: [&str; 5] = ["by", "and_by", "over", "measure", "limit"];

/// Values that are told by themselves unless asked otherwise.
const USUAL_VALUES: usize = 15;
/// Most values of one chart; the API tells more.
const MOST_VALUES: usize = 200;

/// A search, and how to count what it matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StatsAsked {
    /// What is counted.
    pub(super) what: Asked,
    others: Parameters,
    /// By what, in the chart of one's own; two at most.
    pub(super) by: Vec<Dimension>,
    /// In what steps of time, where that was said.
    pub(super) over: Option<Bucket>,
    pub(super) measure: Measure,
    pub(super) limit: usize,
}

/// What bars are as long as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Quotes,
    Statements,
    Articles,
}

impl Measure {
    pub(super) const ALL: [Self; 3] = [Self::Quotes, Self::Statements, Self::Articles];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Quotes => "quotes",
            Self::Statements => "statements",
            Self::Articles => "articles",
        }
    }

    /// At the beginning of a sentence.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Quotes => "Quotes",
            Self::Statements => "Statements",
            Self::Articles => "Articles",
        }
    }

    /// A title, with what is measured where it is not quotes.
    pub(super) fn of_title(self, title: &str) -> String {
        match self {
            Self::Quotes => title.to_owned(),
            Self::Statements | Self::Articles => format!("{title}, in {}", self.as_str()),
        }
    }

    pub(super) fn unit(self) -> Unit {
        match self {
            Self::Quotes => Unit::QUOTES,
            Self::Statements => Unit {
                one: "statement",
                many: "statements",
            },
            Self::Articles => Unit {
                one: "article",
                many: "articles",
            },
        }
    }

    pub(super) fn of(self, counts: MatchCounts) -> u64 {
        match self {
            Self::Quotes => counts.quotes,
            Self::Statements => counts.statements,
            Self::Articles => counts.articles,
        }
    }
}

impl StatsAsked {
    /// Reads an address. What cannot be read is said in a sentence.
    pub(super) fn read(query: &str) -> Result<Self, Failure> {
        Self::read_how(Asked::read(query)?, query)
    }

    /// The search of an address, counted as usual: for a form in which what cannot be read may be put right.
    pub(super) fn usual(query: &str) -> Result<Self, Failure> {
        Self::read_how(Asked::read(query)?, "")
    }

    fn read_how(what: Asked, query: &str) -> Result<Self, Failure> {
        let others = Parameters::read(query, &NAMES)?;
        let mut by = Vec::new();
        for name in ["by", "and_by"] {
            if let Some(word) = others.get(name) {
                by.push(dimension(word)?);
            }
        }
        by.dedup();
        let over = others.get("over").map(bucket).transpose()?;
        let measure = others.get("measure").map(measure).transpose()?;
        let limit = others.get("limit").map(limit).transpose()?;
        Ok(Self {
            what,
            by,
            over,
            measure: measure.unwrap_or(Measure::Quotes),
            limit: limit.unwrap_or(USUAL_VALUES),
            others,
        })
    }

    pub(super) fn had_empty_fields(&self) -> bool {
        self.what.had_empty_fields() || self.others.any_empty()
    }

    /// The address of the same below `path`.
    pub(super) fn address(&self, path: &str) -> String {
        let others = NAMES.map(|name| (name, self.others.get(name)));
        self.what.what().address_with(path, &others)
    }

    /// The same with other things counted.
    pub(super) fn about(&self, what: Asked) -> Self {
        Self {
            what,
            ..self.clone()
        }
    }

    /// The search that is counted.
    pub(super) fn request(&self) -> Result<SearchRequest, Failure> {
        self.what.what().request().map_err(Failure::Malformed)
    }

    /// The search for what is counted, with one value of `by` only; `None` where the query language has no condition for it.
    pub(super) fn hits_of(&self, by: Dimension, label: &Label) -> Option<String> {
        let typed = self.what.get(Field::Words).unwrap_or_default();
        let query = condition::with(typed, &values::condition(by, label)?);
        Some(
            self.what
                .with(Field::Words, &query)
                .what()
                .address("/search"),
        )
    }
}

fn dimension(word: &str) -> Result<Dimension, Failure> {
    word.parse().map_err(|_| {
        let known = Dimension::ALL.iter().map(|by| by.as_str());
        unknown(word, "nothing to count by", known)
    })
}

fn bucket(word: &str) -> Result<Bucket, Failure> {
    word.parse().map_err(|_| {
        let known = Bucket::ALL.iter().map(|over| over.as_str());
        unknown(word, "no step of time", known)
    })
}

fn measure(word: &str) -> Result<Measure, Failure> {
    let known = Measure::ALL.into_iter();
    known
        .clone()
        .find(|measure| measure.as_str() == word)
        .ok_or_else(|| unknown(word, "nothing to count", known.map(Measure::as_str)))
}

fn limit(text: &str) -> Result<usize, Failure> {
    text.parse()
        .ok()
        .filter(|limit| (1..=MOST_VALUES).contains(limit))
        .ok_or_else(|| {
            Failure::Malformed(format!(
                "“{text}” is no number of values; there can be 1 to {MOST_VALUES}."
            ))
        })
}

fn unknown<'a>(word: &str, what: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known: Vec<&str> = known.collect();
    Failure::Malformed(format!(
        "“{word}” is {what}; there are {}.",
        known.join(", ")
    ))
}
