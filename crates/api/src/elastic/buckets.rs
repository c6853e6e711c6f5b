//! Buckets as Elasticsearch answers them, put into each other, in order and filled up.

use std::cmp::Ordering;
use std::collections::HashMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use onrecord_engine::{Bucket, Dimension, Label, MatchCounts};
use serde_json::{Map, Value, json};

use super::aggregations::{BucketOrder, Counted, Dates, Number, Terms};
use super::count::{Key, Node, of_counts};
use super::dates::epoch_milliseconds;
use super::error::Refusal;
use super::object::DEEPEST;

/// Most buckets of one answer, as Elasticsearch has it.
const MOST_BUCKETS: usize = 65_536;

/// How many buckets there may still be.
#[derive(Debug)]
pub(super) struct Room {
    left: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { left: MOST_BUCKETS }
    }
}

impl Room {
    fn take(&mut self, buckets: usize) -> Result<(), Refusal> {
        match self.left.checked_sub(buckets) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Refusal::too_many_buckets(format!(
                "an answer has at most {MOST_BUCKETS} buckets"
            ))),
        }
    }
}

/// One bucket before what is inside it.
struct Told {
    key: Key,
    /// What it is called, to order by and to show.
    name: String,
    counts: MatchCounts,
}

/// The buckets of `node` inside those that `around` leads to.
pub(super) fn rendered(node: &Node<'_>, around: &[Key], room: &mut Room) -> Result<Value, Refusal> {
    debug_assert!(around.len() <= DEEPEST, "what is read is no deeper");
    let nothing = Vec::new();
    let cells = node.groups.get(around).unwrap_or(&nothing);
    match &node.aggregation.sort {
        Counted::Terms(terms) => terms_of(node, terms, cells, around, room),
        Counted::Dates(dates) => dates_of(node, dates, cells, around, room),
        Counted::Filters(_) | Counted::Filter(_) | Counted::Number(_) => Ok(Value::Null),
    }
}

fn terms_of(
    node: &Node<'_>,
    terms: &Terms,
    cells: &[(Key, MatchCounts)],
    around: &[Key],
    room: &mut Room,
) -> Result<Value, Refusal> {
    let names = names(terms, cells);
    let mut told = Vec::new();
    let mut other = 0;
    for (key, counts) in cells {
        match key {
            Key::Value(label) => {
                let name = names.get(&label.key).cloned().unwrap_or_default();
                told.push(Told {
                    key: key.clone(),
                    name,
                    counts: *counts,
                });
            }
            Key::Missing => {
                if let Some(name) = &terms.missing {
                    told.push(Told {
                        key: key.clone(),
                        name: name.clone(),
                        counts: *counts,
                    });
                }
            }
            Key::Other => other += counts.quotes,
            Key::Day(_) => {}
        }
    }
    let tells_all = terms.order == BucketOrder::MostFirst && terms.size <= told.len();
    if other > 0 && !tells_all {
        // In buckets around, those with most in all are known, and what is missing is told as an error.
        let is_inside = !around.is_empty() && terms.order == BucketOrder::MostFirst;
        if !is_inside {
            return Err(Refusal::too_many_buckets(format!(
                "[{}] has more values than can be put in this order, or told at once; ask for those with most, or \
                 narrow the query",
                node.aggregation.name
            )));
        }
    }
    sort(&mut told, &terms.order, node)?;
    let is_told = |told: &Told| told.counts.quotes >= terms.least;
    let error = if around.is_empty() { 0 } else { other };
    let mut buckets = Vec::new();
    for told in told {
        if buckets.len() == terms.size || !is_told(&told) {
            other += told.counts.quotes;
            continue;
        }
        room.take(1)?;
        let mut bucket = inside(node, around, &told, room)?;
        bucket.insert("key".to_owned(), json!(told.name));
        buckets.push(Value::Object(bucket));
    }
    Ok(json!({
        "doc_count_error_upper_bound": error,
        "sum_other_doc_count": other,
        "buckets": buckets,
    }))
}

/// What each value is called, by its key. Speakers of the same name are told apart by their ids.
fn names(terms: &Terms, cells: &[(Key, MatchCounts)]) -> HashMap<String, String> {
    let labels = || {
        cells.iter().filter_map(|(key, _)| match key {
            Key::Value(label) => Some(label),
            Key::Missing | Key::Other | Key::Day(_) => None,
        })
    };
    let name = |label: &Label| match (terms.field.name, terms.dimension) {
        ("speaker", _) | (_, Dimension::Outlet | Dimension::Verdict) => label.name.clone(),
        _ => label.key.clone(),
    };
    let mut times: HashMap<String, usize> = HashMap::new();
    for label in labels() {
        *times.entry(name(label)).or_default() += 1;
    }
    labels()
        .map(|label| {
            let name = name(label);
            let name = match times.get(&name) {
                Some(1) => name,
                _ => format!("{name} ({})", label.key),
            };
            (label.key.clone(), name)
        })
        .collect()
}

fn dates_of(
    node: &Node<'_>,
    dates: &Dates,
    cells: &[(Key, MatchCounts)],
    around: &[Key],
    room: &mut Room,
) -> Result<Value, Refusal> {
    let mut counted: HashMap<NaiveDate, MatchCounts> = HashMap::new();
    for (key, counts) in cells {
        if let Key::Day(day) = key {
            counted.insert(*day, *counts);
        }
    }
    let mut days: Vec<NaiveDate> = counted.keys().copied().collect();
    if dates.least == 0 {
        let bounds = dates
            .bounds
            .map(|(first, last)| [floor(first, dates), floor(last, dates)]);
        days.extend(bounds.into_iter().flatten());
        days = filled(&days, dates, room.left)?;
    }
    days.sort_unstable();
    let mut told: Vec<Told> = days
        .into_iter()
        .map(|day| Told {
            key: Key::Day(day),
            name: written(day, dates),
            counts: counted.get(&day).copied().unwrap_or_default(),
        })
        .filter(|told| told.counts.quotes >= dates.least)
        .collect();
    // They stand in order of date, which their names need not.
    match &dates.order {
        BucketOrder::KeysRising => {}
        BucketOrder::KeysFalling => told.reverse(),
        order => sort(&mut told, order, node)?,
    }
    let mut buckets = Vec::new();
    for told in told {
        let Key::Day(day) = told.key else {
            continue;
        };
        room.take(1)?;
        let mut bucket = inside(node, around, &told, room)?;
        bucket.insert("key".to_owned(), json!(epoch_milliseconds(day)));
        bucket.insert("key_as_string".to_owned(), json!(told.name));
        buckets.push(Value::Object(bucket));
    }
    Ok(json!({ "buckets": buckets }))
}

fn written(day: NaiveDate, dates: &Dates) -> String {
    match dates.in_milliseconds {
        true => epoch_milliseconds(day).to_string(),
        false => format!("{}T00:00:00.000Z", day.format("%Y-%m-%d")),
    }
}

/// All buckets from the first of `days` to the last.
fn filled(days: &[NaiveDate], dates: &Dates, most: usize) -> Result<Vec<NaiveDate>, Refusal> {
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
        return Ok(Vec::new());
    };
    let mut filled = Vec::new();
    let mut next = Some(*first);
    while let Some(day) = next.filter(|day| day <= last) {
        if filled.len() == most {
            return Err(Refusal::too_many_buckets(format!(
                "from {first} to {last} there are more than {most} buckets; take a longer interval"
            )));
        }
        filled.push(day);
        next = after(day, dates);
    }
    Ok(filled)
}

/// The first day of the bucket that `day` is in.
pub(super) fn floor(day: NaiveDate, dates: &Dates) -> NaiveDate {
    let floor = match dates.bucket {
        Bucket::Day => {
            let number = epoch_milliseconds(day) / 86_400_000;
            let past = number.rem_euclid(dates.days).unsigned_abs();
            day.checked_sub_days(Days::new(past))
        }
        Bucket::Week => {
            let past = u64::from(day.weekday().num_days_from_monday());
            day.checked_sub_days(Days::new(past))
        }
        Bucket::Month => day.with_day(1),
        Bucket::Quarter => NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1),
        Bucket::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
    };
    // Only the first days that there are have none.
    floor.unwrap_or(day)
}

fn after(day: NaiveDate, dates: &Dates) -> Option<NaiveDate> {
    match dates.bucket {
        Bucket::Day => day.checked_add_days(Days::new(dates.days.unsigned_abs())),
        Bucket::Week => day.checked_add_days(Days::new(7)),
        Bucket::Month => day.checked_add_months(Months::new(1)),
        Bucket::Quarter => day.checked_add_months(Months::new(3)),
        Bucket::Year => day.checked_add_months(Months::new(12)),
    }
}

fn sort(told: &mut [Told], order: &BucketOrder, node: &Node<'_>) -> Result<(), Refusal> {
    let by_name = |one: &Told, other: &Told| one.name.cmp(&other.name);
    match order {
        BucketOrder::MostFirst => told.sort_by(|one, other| {
            let counts = other.counts.quotes.cmp(&one.counts.quotes);
            counts.then_with(|| by_name(one, other))
        }),
        BucketOrder::FewestFirst => told.sort_by(|one, other| {
            let counts = one.counts.quotes.cmp(&other.counts.quotes);
            counts.then_with(|| by_name(one, other))
        }),
        BucketOrder::KeysRising => told.sort_by(by_name),
        BucketOrder::KeysFalling => told.sort_by(|one, other| by_name(other, one)),
        BucketOrder::Number { name, is_falling } => {
            let number = number_named(node, name)?;
            let value = |told: &Told| of_counts(number, told.counts).unwrap_or_default();
            told.sort_by(|one, other| {
                let ordering: Ordering = value(one).cmp(&value(other));
                let ordering = match is_falling {
                    true => ordering.reverse(),
                    false => ordering,
                };
                ordering.then_with(|| by_name(one, other))
            });
        }
    }
    Ok(())
}

fn number_named(node: &Node<'_>, name: &str) -> Result<Number, Refusal> {
    node.numbers
        .iter()
        .find(|(own, _)| *own == name)
        .map(|(_, number)| *number)
        .ok_or_else(|| Refusal::argument(format!("[order] by [{name}], which is no number inside")))
}

/// What is in one bucket.
fn inside(
    node: &Node<'_>,
    around: &[Key],
    told: &Told,
    room: &mut Room,
) -> Result<Map<String, Value>, Refusal> {
    let mut bucket = Map::new();
    bucket.insert("doc_count".to_owned(), json!(told.counts.quotes));
    for (name, number) in &node.numbers {
        let value = of_counts(*number, told.counts)?;
        bucket.insert((*name).to_owned(), json!({ "value": value }));
    }
    if node.inner.is_empty() {
        return Ok(bucket);
    }
    let mut keys = around.to_vec();
    keys.push(told.key.clone());
    for inner in &node.inner {
        let answer = rendered(inner, &keys, room)?;
        bucket.insert(inner.aggregation.name.clone(), answer);
    }
    Ok(bucket)
}
