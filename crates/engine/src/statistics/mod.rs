//! Figures over everything that a search matches: each is one pass over the index, as facets are, and says what it is a
//! share of.

mod answers;
mod before;
mod claims;
mod counts;
mod mix;
mod proportion;
mod speakers;

pub use answers::{
    Basis, Before, CoQuoted, Mix, RepeatedClaim, RepeatedClaims, Shared, Statistics,
    StatisticsRequest, StatisticsRow, StatisticsStep, TopSpeaker, TopSpeakers,
};
pub use proportion::Proportion;

use onrecord_search::{Counts, Dimension, Found, Search, Tallied, Tally, Value};

use crate::known::Need;
use crate::search::{Labels, Notice, Prepared, everything};
use crate::{Engine, EngineError, SearchRequest};

impl Engine {
    /// The search prepared for being counted, without hits.
    async fn prepare_counting(
        &self,
        request: &SearchRequest,
        need: Need,
    ) -> Result<Prepared, EngineError> {
        let need = if request.without_copies {
            Need::Articles
        } else {
            need
        };
        let request = SearchRequest {
            sort: None,
            after: None,
            facets: Vec::new(),
            histogram: None,
            ..request.clone()
        };
        let mut prepared = self.prepare_search(&request, need).await?;
        prepared.search = prepared.counting();
        Ok(prepared)
    }
}

impl Prepared {
    /// What is counted over everything that matches.
    async fn tally(&self, tallies: Vec<Tally>) -> Result<Found, EngineError> {
        let search = Search {
            tallies,
            ..self.search.clone()
        };
        self.run(search).await
    }

    fn basis(&self, request: &SearchRequest, is_complete: bool) -> Basis {
        let mut notices = self.notices.clone();
        if !is_complete {
            notices.push(Notice::Cut);
        }
        Basis {
            through: self.scope.through,
            behind: self.scope.behind,
            as_of: request.as_of,
            is_complete,
            notices,
        }
    }
}

/// The `limit` values of one dimension with most quotes.
fn by(dimension: Dimension, limit: usize) -> Tally {
    Tally {
        by: vec![dimension],
        limit,
        ..everything()
    }
}

/// What falls under `value` of the first dimension.
fn counts_of(tallied: Option<&Tallied>, value: &Value) -> Counts {
    let rows = tallied.into_iter().flat_map(|tallied| &tallied.rows);
    let mut rows = rows.filter(|row| row.values.first() == Some(value));
    rows.next().map(|row| row.counts).unwrap_or_default()
}

fn total_of(tallied: Option<&Tallied>) -> Counts {
    tallied.map(|tallied| tallied.total).unwrap_or_default()
}

/// The rows of one dimension, without the one of all others.
fn told(tallied: Option<&Tallied>) -> impl Iterator<Item = (&Value, &Counts)> {
    let rows = tallied.into_iter().flat_map(|tallied| &tallied.rows);
    let rows = rows.filter_map(|row| Some((row.values.first()?, &row.counts)));
    rows.filter(|(value, _)| **value != Value::Other)
}

/// The same without the one of what has no value.
fn named(tallied: Option<&Tallied>) -> impl Iterator<Item = (&Value, &Counts)> {
    told(tallied).filter(|(value, _)| **value != Value::None)
}

/// Rows with their shares.
fn shared<'row>(
    dimension: Dimension,
    rows: impl Iterator<Item = (&'row Value, &'row Counts)>,
    labels: &Labels<'_>,
    share: impl Fn(&Counts) -> Proportion,
) -> Vec<Shared> {
    let row = |(value, counts): (&Value, &Counts)| Shared {
        label: labels.label(dimension, value),
        counts: *counts,
        share: share(counts),
    };
    rows.map(row).collect()
}

fn values_of(found: &Found) -> impl Iterator<Item = &Value> + Clone {
    let rows = found.tallies.iter().flat_map(|tallied| &tallied.rows);
    rows.flat_map(|row| &row.values)
}

/// A limit that there can be.
fn check_limit(limit: usize) -> Result<(), EngineError> {
    let most = StatisticsRequest::MOST_VALUES;
    if (1..=most).contains(&limit) {
        return Ok(());
    }
    Err(EngineError::Request {
        field: "limit",
        problem: format!("1 to {most} values are told by themselves, not {limit}"),
    })
}
