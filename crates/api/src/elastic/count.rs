//! Counting what aggregations ask for.
//!
//! Every path of buckets, from the outermost in, is one question to [`Engine::statistics`], which counts everything
//! that matches in one pass; `buckets` puts the answers into each other.

use std::collections::HashMap;
use std::pin::Pin;

use chrono::NaiveDate;
use onrecord_engine::{
    Bucket, Dimension, Engine, EngineError, Label, LabelKind, MatchCounts, SearchRequest,
    Statistics, StatisticsRequest,
};
use serde_json::{Map, Value, json};

use super::aggregations::{Aggregation, BucketOrder, Counted, Number};
use super::buckets::{Room, floor, rendered};
use super::error::Refusal;
use super::expression::Expression;

/// Most questions to the engine for one search.
const MOST_QUESTIONS: usize = 64;

/// Counts for one search.
pub(super) struct Counter<'a> {
    engine: &'a Engine,
    questions: usize,
    room: Room,
    /// Whether everything was looked through.
    pub(super) is_complete: bool,
}

/// What stands between a bucket and its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// By what it is known, and what it is shown as.
    Value(Label),
    /// It has no value or no date.
    Missing,
    /// All values that are not told by themselves.
    Other,
    /// The first day of the bucket.
    Day(NaiveDate),
}

/// Buckets of one aggregation, with those inside it.
pub(super) struct Node<'a> {
    pub(super) aggregation: &'a Aggregation,
    /// By the keys of the buckets around it.
    pub(super) groups: HashMap<Vec<Key>, Vec<(Key, MatchCounts)>>,
    /// Buckets inside.
    pub(super) inner: Vec<Node<'a>>,
    /// Numbers inside.
    pub(super) numbers: Vec<(&'a str, Number)>,
}

type Counting<'a, T> = Pin<Box<dyn Future<Output = Result<T, Refusal>> + 'a>>;

impl<'a> Counter<'a> {
    pub(super) fn new(engine: &'a Engine) -> Self {
        Self {
            engine,
            questions: 0,
            room: Room::default(),
            is_complete: true,
        }
    }

    /// What `aggregations` ask for of everything that `query` matches.
    pub(super) fn count<'b>(
        &'b mut self,
        query: &'b Expression,
        aggregations: &'b [Aggregation],
    ) -> Counting<'b, Map<String, Value>> {
        Box::pin(async move {
            let mut answers = Map::new();
            for aggregation in aggregations {
                let answer = match &aggregation.sort {
                    Counted::Filter(filter) => self.filtered(query, filter, aggregation).await?,
                    Counted::Filters(filters) => {
                        let mut buckets = Map::new();
                        for (name, filter) in filters {
                            let bucket = self.filtered(query, filter, aggregation).await?;
                            buckets.insert(name.clone(), bucket);
                        }
                        json!({ "buckets": buckets })
                    }
                    Counted::Number(number) => self.number(query, *number).await?,
                    Counted::Terms(_) | Counted::Dates(_) => {
                        let node = self.node(query, aggregation, Vec::new()).await?;
                        rendered(&node, &[], &mut self.room)?
                    }
                };
                answers.insert(aggregation.name.clone(), answer);
            }
            Ok(answers)
        })
    }

    /// One bucket of what holds besides.
    async fn filtered(
        &mut self,
        query: &Expression,
        filter: &Expression,
        aggregation: &Aggregation,
    ) -> Result<Value, Refusal> {
        let both = Expression::every([query.clone(), filter.clone()]);
        let total = self.ask(&both, Vec::new(), None, None).await?.total;
        let mut bucket = self.count(&both, &aggregation.inner).await?;
        bucket.insert("doc_count".to_owned(), json!(total.quotes));
        Ok(Value::Object(bucket))
    }

    async fn number(&mut self, query: &Expression, number: Number) -> Result<Value, Refusal> {
        let value = match number {
            Number::Values(dimension) => {
                let counted = self.ask(query, vec![dimension], None, Some(1)).await?;
                counted.values_in_all
            }
            number => {
                let counted = self.ask(query, Vec::new(), None, None).await?;
                of_counts(number, counted.total)?
            }
        };
        Ok(json!({ "value": value }))
    }

    /// Counts the buckets of `aggregation`, inside those of `around`, and all inside it.
    fn node<'s, 'n: 's>(
        &'s mut self,
        query: &'s Expression,
        aggregation: &'n Aggregation,
        mut around: Vec<&'n Aggregation>,
    ) -> Counting<'s, Node<'n>> {
        Box::pin(async move {
            around.push(aggregation);
            let groups = self.groups(query, &around).await?;
            let mut inner = Vec::new();
            let mut numbers = Vec::new();
            for aggregation in &aggregation.inner {
                let name = aggregation.name.as_str();
                match aggregation.sort {
                    Counted::Terms(_) | Counted::Dates(_) => {
                        inner.push(self.node(query, aggregation, around.clone()).await?);
                    }
                    Counted::Number(Number::Values(_)) => {
                        let what = format!("[cardinality] inside buckets, as [{name}] is,");
                        return Err(Refusal::unsupported(what));
                    }
                    Counted::Number(number) => numbers.push((name, number)),
                    Counted::Filter(_) | Counted::Filters(_) => {
                        let what = format!("a filter inside buckets, as [{name}] is,");
                        return Err(Refusal::unsupported(what));
                    }
                }
            }
            Ok(Node {
                aggregation,
                groups,
                inner,
                numbers,
            })
        })
    }

    /// Counts by everything on `path` and puts the cells of the last together by those of the others.
    async fn groups(
        &mut self,
        query: &Expression,
        path: &[&Aggregation],
    ) -> Result<HashMap<Vec<Key>, Vec<(Key, MatchCounts)>>, Refusal> {
        let plan = Plan::of(path)?;
        let counted = self
            .ask(query, plan.by.clone(), plan.over, Some(plan.limit))
            .await?;
        let mut sums: HashMap<Vec<Key>, MatchCounts> = HashMap::new();
        for row in counted.rows {
            let mut values = row.values.into_iter();
            let keys: Option<Vec<Key>> = path
                .iter()
                .map(|aggregation| match &aggregation.sort {
                    Counted::Dates(dates) => Some(match row.from {
                        Some(day) => Key::Day(floor(day, dates)),
                        None => Key::Missing,
                    }),
                    _ => values.next().map(key),
                })
                .collect();
            let Some(keys) = keys else {
                continue;
            };
            let sum = sums.entry(keys).or_default();
            sum.quotes += row.counts.quotes;
            sum.statements += row.counts.statements;
            sum.articles += row.counts.articles;
        }
        let mut groups: HashMap<Vec<Key>, Vec<(Key, MatchCounts)>> = HashMap::new();
        for (mut keys, counts) in sums {
            if let Some(last) = keys.pop() {
                groups.entry(keys).or_default().push((last, counts));
            }
        }
        Ok(groups)
    }

    async fn ask(
        &mut self,
        query: &Expression,
        by: Vec<Dimension>,
        over: Option<Bucket>,
        limit: Option<usize>,
    ) -> Result<Statistics, Refusal> {
        self.questions += 1;
        if self.questions > MOST_QUESTIONS {
            return Err(Refusal::too_many_buckets(format!(
                "the aggregations of one search are worked out in at most {MOST_QUESTIONS} passes over the index"
            )));
        }
        let request = StatisticsRequest {
            search: SearchRequest {
                query: query.line(),
                exact: true,
                ..SearchRequest::default()
            },
            by,
            over,
            limit,
        };
        let counted = match self.engine.statistics(&request).await {
            Ok(counted) => counted,
            Err(error @ (EngineError::TooManySteps { .. } | EngineError::Request { .. })) => {
                return Err(Refusal::too_many_buckets(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        self.is_complete &= counted.basis.is_complete;
        Ok(counted)
    }
}

/// A number of one bucket.
pub(super) fn of_counts(number: Number, counts: MatchCounts) -> Result<u64, Refusal> {
    match number {
        Number::Quotes => Ok(counts.quotes),
        Number::Statements => Ok(counts.statements),
        Number::Articles => Ok(counts.articles),
        Number::Values(_) => Err(Refusal::unsupported("[cardinality] inside buckets")),
    }
}

fn key(label: Label) -> Key {
    match label.kind {
        LabelKind::None => Key::Missing,
        LabelKind::Other => Key::Other,
        LabelKind::Value => Key::Value(label),
    }
}

/// How a path of buckets is asked for.
struct Plan {
    by: Vec<Dimension>,
    over: Option<Bucket>,
    /// Values of each dimension that are told by themselves.
    limit: usize,
}

impl Plan {
    fn of(path: &[&Aggregation]) -> Result<Self, Refusal> {
        let mut plan = Self {
            by: Vec::new(),
            over: None,
            limit: 1,
        };
        for (place, aggregation) in path.iter().enumerate() {
            match &aggregation.sort {
                Counted::Terms(terms) => {
                    if plan.by.contains(&terms.dimension) {
                        let what = format!("[terms] of [{}] inside itself", terms.field.name);
                        return Err(Refusal::unsupported(what));
                    }
                    // Those with most quotes of all need not be those with most in a bucket, or those with the
                    // lowest keys: then all of them are asked for, as far as they can be.
                    let needs_all = place > 0 || terms.order != BucketOrder::MostFirst;
                    let limit = if needs_all { usize::MAX } else { terms.size };
                    plan.by.push(terms.dimension);
                    plan.limit = plan.limit.max(limit);
                }
                Counted::Dates(dates) if plan.over.is_none() => plan.over = Some(dates.bucket),
                _ => {
                    return Err(Refusal::unsupported("[date_histogram] inside another"));
                }
            }
        }
        if plan.by.len() > 2 {
            return Err(Refusal::unsupported(
                "[terms] inside [terms] inside [terms]",
            ));
        }
        plan.limit = plan.limit.min(StatisticsRequest::MOST_VALUES);
        Ok(plan)
    }
}
