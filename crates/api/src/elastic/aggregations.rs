//! What is to be counted, as it is asked for.

use chrono::{DateTime, NaiveDate};
use onrecord_engine::{Bucket, Dimension};
use onrecord_model::Timestamp;
use serde_json::Value;

use super::dates::{formats, moment, only_utc};
use super::error::Refusal;
use super::expression::Expression;
use super::fields::{Field, Sort};
use super::object::{DEEPEST, Object, list, scalar};
use super::query;

/// Buckets of terms unless asked otherwise, as Elasticsearch has it.
const USUAL_SIZE: u64 = 10;

/// One aggregation with those inside it.
#[derive(Debug)]
pub(super) struct Aggregation {
    pub(super) name: String,
    pub(super) sort: Counted,
    pub(super) inner: Vec<Aggregation>,
}

/// What an aggregation counts.
#[derive(Debug)]
pub(super) enum Counted {
    Terms(Terms),
    Dates(Dates),
    /// What holds besides, by name.
    Filters(Vec<(String, Expression)>),
    /// What holds besides.
    Filter(Expression),
    Number(Number),
}

/// Buckets by value.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) field: &'static Field,
    pub(super) dimension: Dimension,
    pub(super) size: usize,
    pub(super) least: u64,
    /// The key of the bucket of what has no value; without one there is none.
    pub(super) missing: Option<String>,
    pub(super) order: BucketOrder,
}

/// Buckets by date of publication.
#[derive(Debug)]
pub(super) struct Dates {
    pub(super) bucket: Bucket,
    /// Days that come together in one, counted from 1970; 1 but for fixed intervals.
    pub(super) days: i64,
    pub(super) least: u64,
    /// First and last day that have to be there.
    pub(super) bounds: Option<(NaiveDate, NaiveDate)>,
    /// Whether keys are told as milliseconds and not as dates.
    pub(super) in_milliseconds: bool,
    pub(super) order: BucketOrder,
}

/// In what order buckets stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BucketOrder {
    MostFirst,
    FewestFirst,
    KeysRising,
    KeysFalling,
    /// By the number of this name inside.
    Number {
        name: String,
        is_falling: bool,
    },
}

/// A number over what is in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Quotes,
    Statements,
    Articles,
    /// How many different values there are.
    Values(Dimension),
}

/// What `aggs` asks for.
pub(super) fn read(
    aggregations: Option<Value>,
    now: Timestamp,
) -> Result<Vec<Aggregation>, Refusal> {
    of_level(aggregations, now, 0)
}

fn of_level(
    aggregations: Option<Value>,
    now: Timestamp,
    depth: usize,
) -> Result<Vec<Aggregation>, Refusal> {
    let Some(aggregations) = aggregations else {
        return Ok(Vec::new());
    };
    if depth > DEEPEST {
        return Err(Refusal::argument(format!(
            "aggregations are nested more than {DEEPEST} deep"
        )));
    }
    Object::new("[aggs]", aggregations)?
        .rest()
        .map(|(name, body)| one(name, body, now, depth))
        .collect()
}

fn one(name: String, body: Value, now: Timestamp, depth: usize) -> Result<Aggregation, Refusal> {
    let mut object = Object::new(format!("aggregation [{name}]"), body)?;
    let inner = match (object.take("aggs"), object.take("aggregations")) {
        (Some(_), Some(_)) => {
            return Err(Refusal::parsing(format!(
                "aggregation [{name}] has [aggs] and [aggregations]"
            )));
        }
        (Some(inner), None) | (None, Some(inner)) => Some(inner),
        (None, None) => None,
    };
    let inner = of_level(inner, now, depth + 1)?;
    let mut rest = object.rest();
    let (Some((sort, body)), None) = (rest.next(), rest.next()) else {
        return Err(Refusal::parsing(format!(
            "aggregation [{name}] has to say one thing to count"
        )));
    };
    let what = format!("[{sort}] aggregation [{name}]");
    let sort = match sort.as_str() {
        "terms" => Counted::Terms(terms(Object::new(what, body)?, &inner)?),
        "date_histogram" => Counted::Dates(dates(Object::new(what, body)?, &inner, now)?),
        "filter" => Counted::Filter(query::read(body, now)?),
        "filters" => Counted::Filters(filters(Object::new(what, body)?, now)?),
        "value_count" | "cardinality" => {
            if !inner.is_empty() {
                let reason = format!("{what} cannot have aggregations inside");
                return Err(Refusal::parsing(reason));
            }
            Counted::Number(number(&sort, Object::new(what, body)?)?)
        }
        _ => return Err(Refusal::unsupported(what)),
    };
    Ok(Aggregation { name, sort, inner })
}

fn terms(mut object: Object, inner: &[Aggregation]) -> Result<Terms, Refusal> {
    let name = scalar("[field] of [terms]", &object.need("field")?)?;
    let field = Field::named(&name)?;
    let size = object.number("size")?.unwrap_or(USUAL_SIZE);
    let least = object.number("min_doc_count")?.unwrap_or(1);
    let missing = object
        .take("missing")
        .map(|missing| scalar("[missing]", &missing))
        .transpose()?;
    let order = order(object.take("order"), inner, BucketOrder::MostFirst)?;
    // These tell several machines how to share the work.
    object.take("shard_size");
    object.take("shard_min_doc_count");
    object.take("execution_hint");
    object.take("collect_mode");
    object.truth("show_term_doc_count_error")?;
    object.finish()?;
    let Some(dimension) = field.dimension else {
        let reason = format!("[terms] aggregation of [{name}]");
        return Err(Refusal::unsupported(reason));
    };
    if size == 0 {
        return Err(Refusal::argument("[size] of [terms] has to be 1 or more"));
    }
    if least == 0 {
        return Err(Refusal::unsupported("[min_doc_count] of 0 in [terms]"));
    }
    Ok(Terms {
        field,
        dimension,
        size: usize::try_from(size).unwrap_or(usize::MAX),
        least,
        missing,
        order,
    })
}

fn dates(mut object: Object, inner: &[Aggregation], now: Timestamp) -> Result<Dates, Refusal> {
    let name = scalar("[field] of [date_histogram]", &object.need("field")?)?;
    if Field::named(&name)?.sort != Sort::Date {
        return Err(Refusal::argument(format!("[{name}] is not a date")));
    }
    let (calendar, fixed) = (
        object.text("calendar_interval")?,
        object.text("fixed_interval")?,
    );
    let (bucket, days) = match (calendar, fixed) {
        (Some(interval), None) => (calendar_interval(&interval)?, 1),
        (None, Some(interval)) => (Bucket::Day, fixed_interval(&interval)?),
        _ => {
            return Err(Refusal::argument(
                "[date_histogram] needs [calendar_interval] or [fixed_interval], and not both",
            ));
        }
    };
    let is_of_days = |inner: &Aggregation| {
        matches!(
            inner.sort,
            Counted::Number(Number::Statements | Number::Articles)
        )
    };
    if days > 1 && inner.iter().any(is_of_days) {
        return Err(Refusal::unsupported(
            "[cardinality] of statement_id or article_id in a [fixed_interval] of several days (use a \
             [calendar_interval])",
        ));
    }
    let format = object.text("format")?;
    let in_milliseconds = match format.as_deref() {
        Some("epoch_millis") => true,
        None
        | Some(
            "strict_date_optional_time" | "date_optional_time" | "strict_date_time" | "date_time",
        ) => false,
        Some(other) => return Err(Refusal::unsupported(format!("the date format [{other}]"))),
    };
    let least = object.number("min_doc_count")?.unwrap_or(0);
    object.ignore_if("time_zone", only_utc)?;
    object.ignore_if("offset", |offset| {
        offset.as_i64() == Some(0)
            || ["0", "+0", "0s", "+0d", "0d", "+0h", ""]
                .iter()
                .any(|none| offset == none)
    })?;
    object.ignore_if("keyed", |keyed| keyed == &Value::Bool(false))?;
    let bounds = match object.take("extended_bounds") {
        None => None,
        Some(bounds) => bounds_of(Object::new("[extended_bounds]", bounds)?, now)?,
    };
    let order = order(object.take("order"), inner, BucketOrder::KeysRising)?;
    object.finish()?;
    Ok(Dates {
        bucket,
        days,
        least,
        bounds,
        in_milliseconds,
        order,
    })
}

/// First and last day; none where one of them is not said.
fn bounds_of(
    mut object: Object,
    now: Timestamp,
) -> Result<Option<(NaiveDate, NaiveDate)>, Refusal> {
    let formats = formats(None)?;
    let mut day = |name: &str| -> Result<Option<NaiveDate>, Refusal> {
        let Some(value) = object.take(name) else {
            return Ok(None);
        };
        // Elasticsearch takes a number for milliseconds here, whatever the format.
        let first = match value.as_i64().and_then(DateTime::from_timestamp_millis) {
            Some(instant) => instant,
            None => moment(&value, &formats, now)?.first,
        };
        Ok(Some(first.date_naive()))
    };
    let (first, last) = (day("min")?, day("max")?);
    object.finish()?;
    match (first, last) {
        (Some(first), Some(last)) if first > last => Err(Refusal::parsing(
            "[min] of [extended_bounds] is later than [max]",
        )),
        (Some(first), Some(last)) => Ok(Some((first, last))),
        (None, None) => Ok(None),
        (Some(_), None) | (None, Some(_)) => {
            Err(Refusal::unsupported("[extended_bounds] with one end only"))
        }
    }
}

fn calendar_interval(interval: &str) -> Result<Bucket, Refusal> {
    match interval {
        "day" | "1d" => Ok(Bucket::Day),
        "week" | "1w" => Ok(Bucket::Week),
        "month" | "1M" => Ok(Bucket::Month),
        "quarter" | "1q" => Ok(Bucket::Quarter),
        "year" | "1y" => Ok(Bucket::Year),
        _ => Err(Refusal::unsupported(format!(
            "[calendar_interval] of [{interval}], other than 1d, 1w, 1M, 1q and 1y,"
        ))),
    }
}

/// Whole days in an interval such as `7d`, `24h`, `86400000ms` or `24h0m0s`.
fn fixed_interval(interval: &str) -> Result<i64, Refusal> {
    const DAY: i64 = 86_400_000;
    let wrong = || Refusal::argument(format!("[fixed_interval] of [{interval}] is no interval"));
    let mut sum: i64 = 0;
    let mut rest = interval.trim();
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        let number: i64 = number.parse().map_err(|_| wrong())?;
        let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, next) = behind.split_at(letters);
        let length = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => DAY,
            _ => return Err(wrong()),
        };
        sum = number
            .checked_mul(length)
            .and_then(|length| sum.checked_add(length))
            .ok_or_else(wrong)?;
        rest = next;
    }
    if sum >= DAY && sum % DAY == 0 && sum / DAY <= 36_500 {
        return Ok(sum / DAY);
    }
    Err(Refusal::unsupported(format!(
        "[fixed_interval] of [{interval}], other than whole days (in Grafana, give the query a minimal interval of 1d),"
    )))
}

fn order(
    order: Option<Value>,
    inner: &[Aggregation],
    usual: BucketOrder,
) -> Result<BucketOrder, Refusal> {
    let mut orders = order.map_or_else(Vec::new, list).into_iter();
    let Some(first) = orders.next() else {
        return Ok(usual);
    };
    let read = |order: Value| -> Result<BucketOrder, Refusal> {
        let (key, way) = Object::only("[order]", order)?;
        let is_falling = match scalar("[order]", &way)?.to_lowercase().as_str() {
            "desc" => true,
            "asc" => false,
            other => {
                let reason = format!("[order] is asc or desc, not [{other}]");
                return Err(Refusal::parsing(reason));
            }
        };
        match (key.as_str(), is_falling) {
            ("_count", true) => Ok(BucketOrder::MostFirst),
            ("_count", false) => Ok(BucketOrder::FewestFirst),
            ("_key" | "_term", false) => Ok(BucketOrder::KeysRising),
            ("_key" | "_term", true) => Ok(BucketOrder::KeysFalling),
            (name, is_falling) => {
                let is_number = |inner: &Aggregation| {
                    inner.name == name && matches!(inner.sort, Counted::Number(_))
                };
                if !inner.iter().any(is_number) {
                    return Err(Refusal::argument(format!(
                        "[order] by [{name}], which is no number inside"
                    )));
                }
                Ok(BucketOrder::Number {
                    name: name.to_owned(),
                    is_falling,
                })
            }
        }
    };
    let first = read(first)?;
    // What is equal stands in the order of its keys in any case.
    for other in orders {
        if read(other)? != BucketOrder::KeysRising {
            return Err(Refusal::unsupported("[order] by several"));
        }
    }
    Ok(first)
}

fn filters(mut object: Object, now: Timestamp) -> Result<Vec<(String, Expression)>, Refusal> {
    let filters = object.need("filters")?;
    object.ignore_if("keyed", |keyed| keyed == &Value::Bool(true))?;
    object.ignore_if("other_bucket", |other| other == &Value::Bool(false))?;
    object.finish()?;
    if filters.is_array() {
        return Err(Refusal::unsupported("[filters] without names"));
    }
    Object::new("[filters]", filters)?
        .rest()
        .map(|(name, filter)| Ok((name, query::read(filter, now)?)))
        .collect()
}

fn number(sort: &str, mut object: Object) -> Result<Number, Refusal> {
    let name = scalar("[field]", &object.need("field")?)?;
    let field = Field::named(&name)?;
    // All are counted exactly.
    object.number("precision_threshold")?;
    object.take("execution_hint");
    object.finish()?;
    let unsupported = || Err(Refusal::unsupported(format!("[{sort}] of [{name}]")));
    if sort == "value_count" {
        return match field.exists() {
            Ok(Expression::Anything) => Ok(Number::Quotes),
            _ => unsupported(),
        };
    }
    match (field.name, field.dimension) {
        ("id", _) => Ok(Number::Quotes),
        ("statement_id", _) => Ok(Number::Statements),
        ("article_id", _) => Ok(Number::Articles),
        (_, Some(dimension)) => Ok(Number::Values(dimension)),
        _ => unsupported(),
    }
}
