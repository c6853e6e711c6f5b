//! Quotes, statements and articles by up to two dimensions and over time, with what they are shares of.

use std::collections::HashMap;
use std::sync::PoisonError;

use chrono::NaiveDate;
use onrecord_model::Timestamp;
use onrecord_search::{
    ArticleConditions, Bucket, Counts, Dimension, Origin, Row, Tally, Value, outlet_key,
};

use super::{
    Proportion, Statistics, StatisticsRequest, StatisticsRow, StatisticsStep, by, check_limit,
    counts_of, total_of, values_of,
};
use crate::known::{ArticleFilter, ArticleKey, ArticleValue, Need, Told};
use crate::search::{Notice, Prepared, everything, histogram};
use crate::steps::{day_number, day_of, last_day};
use crate::{Engine, EngineError};

impl Engine {
    /// Everything that matches, counted by up to two dimensions and over time.
    ///
    /// # Errors
    /// As [`Engine::search`], and [`EngineError::Request`] for dimensions, limits or numbers of rows that there cannot
    /// be, or [`EngineError::TooManySteps`].
    pub async fn statistics(&self, request: &StatisticsRequest) -> Result<Statistics, EngineError> {
        let limit = request.limit.unwrap_or(StatisticsRequest::USUAL_VALUES);
        check_limit(limit)?;
        check_dimensions(&request.by)?;
        let prepared = self
            .prepare_counting(&request.search, Need::Articles)
            .await?;
        let over_time = Tally {
            over: request.over,
            ..everything()
        };
        let cells = Tally {
            by: request.by.clone(),
            over: request.over,
            limit,
            ..everything()
        };
        let found = prepared
            .tally(vec![cells, over_time, by(Dimension::Origin, 2)])
            .await?;
        let cells = found.tallies.first();
        let rows = cells.map_or(&[][..], |tallied| &tallied.rows);
        let most = StatisticsRequest::MOST_ROWS;
        if rows.len() > most {
            return Err(EngineError::Request {
                field: "limit",
                problem: format!(
                    "these are {} rows, and at most {most} are told; ask for fewer values or longer steps",
                    rows.len()
                ),
            });
        }
        let steps = match (request.over, found.tallies.get(1)) {
            (Some(bucket), Some(tallied)) => Some(histogram("over", bucket, tallied)?),
            _ => None,
        };
        let total = total_of(cells);
        let primary = counts_of(found.tallies.get(2), &Value::Origin(Origin::Primary)).quotes;
        let articles = prepared.articles(request, rows);
        let mut basis = prepared.basis(&request.search, found.is_complete);
        if articles.is_none() || primary > 0 {
            let primary = if articles.is_none() { 0 } else { primary };
            basis.notices.push(Notice::NoRate { primary });
        }
        let labels = self.labels(&prepared, values_of(&found)).await?;
        let of_step: HashMap<Option<NaiveDate>, u64> = match &steps {
            Some(steps) => steps
                .steps
                .iter()
                .map(|step| (Some(step.day), step.counts.quotes))
                .chain([(None, steps.undated.quotes)])
                .collect(),
            None => HashMap::from([(None, total.quotes)]),
        };
        let row = |row: &Row| {
            let from = row.day.and_then(day_of);
            let whole = of_step.get(&from).copied().unwrap_or(row.counts.quotes);
            let ingested = articles
                .as_ref()
                .map(|articles| articles.of(&request.by, row));
            let rated = ingested.filter(|_| primary == 0);
            StatisticsRow {
                values: request
                    .by
                    .iter()
                    .zip(&row.values)
                    .map(|(by, value)| labels.label(*by, value))
                    .collect(),
                from,
                to: from
                    .zip(request.over)
                    .map(|(day, bucket)| last_day(bucket, day)),
                counts: row.counts,
                share: Proportion::of(row.counts.quotes, whole),
                articles_ingested: ingested,
                of_articles: rated.and_then(|whole| of_articles(&row.counts, whole)),
                per_thousand_articles: rated
                    .filter(|whole| *whole > 0)
                    .map(|whole| row.counts.quotes as f64 * 1_000.0 / whole as f64),
            }
        };
        let rows = rows.iter().map(row).collect();
        let step = |step: crate::search::Step, bucket: Bucket| StatisticsStep {
            from: step.day,
            to: last_day(bucket, step.day),
            counts: step.counts,
            articles_ingested: articles.as_ref().map(|articles| articles.in_step(step.day)),
        };
        Ok(Statistics {
            by: request.by.clone(),
            over: request.over,
            rows,
            steps: steps.map_or_else(Vec::new, |steps| {
                let bucket = steps.bucket;
                let all = steps.steps.into_iter();
                all.map(|one| step(one, bucket)).collect()
            }),
            total,
            articles_ingested: articles.as_ref().map(Ingested::total),
            values_in_all: cells.map_or(0, |tallied| tallied.values),
            basis,
        })
    }
}

fn check_dimensions(by: &[Dimension]) -> Result<(), EngineError> {
    let refused = |problem| {
        Err(EngineError::Request {
            field: "by",
            problem,
        })
    };
    match by {
        [] | [_] => Ok(()),
        [one, other] if one != other => Ok(()),
        [one, _] => refused(format!("{:?} is named twice", one.as_str())),
        more => refused(format!(
            "{} dimensions are named, and at most two are counted by at once",
            more.len()
        )),
    }
}

/// The share of articles that have such a quote. What has just been taken in may be in the one number and not in the
/// other; then there is none until the next time.
fn of_articles(counts: &Counts, ingested: u64) -> Option<Proportion> {
    (counts.articles <= ingested && ingested > 0).then(|| Proportion::of(counts.articles, ingested))
}

/// The articles of the record that rates are of.
struct Ingested(HashMap<ArticleKey, u64>);

impl Prepared {
    /// The articles of the dates and outlets asked for; `None` where the query asks otherwise for what an
    /// article is.
    fn articles(&self, request: &StatisticsRequest, rows: &[Row]) -> Option<Ingested> {
        let search = &self.search;
        let asked = match &search.query {
            Some(query) => query.article_conditions()?,
            None => ArticleConditions::default(),
        };
        let filter = ArticleFilter {
            outlets: [search.outlet.as_deref().map(outlet_key), asked.outlet],
            from: search.from.map(microseconds).max(asked.from),
            to: match (search.to.map(microseconds), asked.to) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
            without_copies: search.without_copies,
        };
        let values = || rows.iter().flat_map(|row| &row.values);
        let is_by = |dimension| request.by.contains(&dimension);
        let outlets = values().filter_map(|value| match value {
            Value::Outlet(key) => Some(key.clone()),
            _ => None,
        });
        let years = values().filter_map(|value| match value {
            Value::Year(year) => Some(*year),
            _ => None,
        });
        let told = Told {
            over: request.over,
            outlets: is_by(Dimension::Outlet).then(|| distinct(outlets)),
            years: is_by(Dimension::Year).then(|| distinct(years)),
        };
        let articles = self.known.articles.as_ref()?;
        let articles = articles.read().unwrap_or_else(PoisonError::into_inner);
        Some(Ingested(articles.count(&filter, &told)))
    }
}

fn microseconds(at: Timestamp) -> i64 {
    at.timestamp_micros()
}

fn distinct<Value: Ord>(values: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut values: Vec<Value> = values.collect();
    values.sort();
    values.dedup();
    values
}

impl Ingested {
    fn total(&self) -> u64 {
        self.0.values().sum()
    }

    fn in_step(&self, day: NaiveDate) -> u64 {
        let step = Some(day_number(day));
        let cells = self.0.iter().filter(|(key, _)| key.step == step);
        cells.map(|(_, articles)| articles).sum()
    }

    /// Those of the step of time, the outlet and the year of `row`.
    fn of(&self, by: &[Dimension], row: &Row) -> u64 {
        let mut key = ArticleKey {
            step: row.day,
            outlet: ArticleValue::Any,
            year: ArticleValue::Any,
        };
        for (dimension, value) in by.iter().zip(&row.values) {
            match (dimension, value) {
                (Dimension::Outlet, Value::Outlet(outlet)) => {
                    key.outlet = ArticleValue::One(outlet.clone());
                }
                (Dimension::Outlet, Value::None) => key.outlet = ArticleValue::None,
                (Dimension::Outlet, _) => key.outlet = ArticleValue::Other,
                (Dimension::Year, Value::Year(year)) => key.year = ArticleValue::One(*year),
                (Dimension::Year, Value::None) => key.year = ArticleValue::None,
                (Dimension::Year, _) => key.year = ArticleValue::Other,
                _ => {}
            }
        }
        self.0.get(&key).copied().unwrap_or(0)
    }
}
