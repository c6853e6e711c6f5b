//! The body of a search, and what its address says besides.

use onrecord_engine::Cursor;
use onrecord_model::Timestamp;
use serde_json::{Map, Value};

use super::aggregations::{self, Aggregation};
use super::error::Refusal;
use super::expression::Expression;
use super::highlight::Highlight;
use super::object::{Object, is_one};
use super::order::{self, Order};
use super::source::{self, Shown, Source};
use super::{lucene, query};
use crate::elastic::address::Address;
use crate::elastic::dates::formats;
use crate::elastic::target::Target;

/// Hits that can be walked through by number, as in Elasticsearch.
pub(super) const LARGEST_WINDOW: usize = 10_000;
/// Hits unless asked otherwise, as in Elasticsearch.
const USUAL_SIZE: usize = 10;

/// A search, read.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) query: Expression,
    pub(super) from: usize,
    pub(super) size: usize,
    /// None: the best first where there are words, the newest first where there are none.
    pub(super) order: Option<Order>,
    pub(super) after: Option<Cursor>,
    pub(super) source: Source,
    pub(super) fields: Vec<Shown>,
    pub(super) highlight: Option<Highlight>,
    pub(super) tells_total: bool,
    pub(super) aggregations: Vec<Aggregation>,
}

impl Asked {
    /// What `body` and `address` ask for at `now`.
    pub(super) fn read(
        body: Value,
        address: &mut Address,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let mut object = Object::new("the body of a search", body)?;
        let query = match object.take("query") {
            None => Expression::Anything,
            Some(query) => query::read(query, now)?,
        };
        let query = match address.text("q") {
            None => query,
            Some(text) => {
                let reading = lucene::Reading {
                    targets: &[Target::Everywhere],
                    is_all: address.is_all()?,
                    formats: &formats(None)?,
                    now,
                };
                Expression::every([query, lucene::read(&text, &reading)?])
            }
        };
        let from = number(&mut object, address, "from")?.unwrap_or(0);
        let size = number(&mut object, address, "size")?.unwrap_or(USUAL_SIZE);
        let window = from.saturating_add(size);
        if window > LARGEST_WINDOW {
            return Err(Refusal::argument(format!(
                "Result window is too large, from + size must be less than or equal to: [{LARGEST_WINDOW}] but was \
                 [{window}]. Walk on with search_after, or take /v1/export/quotes."
            )));
        }
        let order = match (address.text("sort"), object.take("sort")) {
            (Some(sort), _) => order::read(order::in_address(&sort))?,
            (None, Some(sort)) => order::read(sort)?,
            (None, None) => None,
        };
        let after = object.take("search_after").map(order::after).transpose()?;
        if after.is_some() && (order.is_none() || from > 0) {
            return Err(Refusal::argument(
                "[search_after] needs a [sort], and a [from] of 0",
            ));
        }
        let source = Source::read(object.take("_source"))?.and(
            address.text("_source").as_deref(),
            address.text("_source_includes").as_deref(),
            address.text("_source_excludes").as_deref(),
        );
        let mut fields = source::shown(object.take("fields"))?;
        fields.extend(source::shown(object.take("docvalue_fields"))?);
        let highlight = object.take("highlight").map(Highlight::read).transpose()?;
        let tells_total = tells_total(&mut object, address)?;
        let aggregations = match (object.take("aggs"), object.take("aggregations")) {
            (Some(_), Some(_)) => {
                return Err(Refusal::parsing("the body has [aggs] and [aggregations]"));
            }
            (Some(given), None) | (None, Some(given)) => Some(given),
            (None, None) => None,
        };
        let aggregations = aggregations::read(aggregations, now)?;
        changes_nothing(&mut object)?;
        object.finish()?;
        Ok(Self {
            query,
            from,
            size,
            order,
            after,
            source,
            fields,
            highlight,
            tells_total,
            aggregations,
        })
    }

    /// Only the query of `body`, as a count has it.
    pub(super) fn only_query(
        body: Value,
        address: &mut Address,
        now: Timestamp,
    ) -> Result<Expression, Refusal> {
        let mut object = Object::new("the body of a count", body)?;
        let query = object.take("query");
        object.finish()?;
        let body = query.map_or_else(Map::new, |query| {
            Map::from_iter([("query".to_owned(), query)])
        });
        Ok(Self::read(Value::Object(body), address, now)?.query)
    }
}

fn number(
    object: &mut Object,
    address: &mut Address,
    name: &str,
) -> Result<Option<usize>, Refusal> {
    let in_body = object.number(name)?;
    let number = match address.number(name)? {
        Some(number) => Some(number),
        None => in_body,
    };
    Ok(number.map(|number| usize::try_from(number).unwrap_or(usize::MAX)))
}

/// Whether hits are counted; whatever number is given as enough, all are.
fn tells_total(object: &mut Object, address: &mut Address) -> Result<bool, Refusal> {
    let value = match address.text("track_total_hits") {
        Some(text) => Some(text),
        None => object
            .take("track_total_hits")
            .map(|value| value.to_string()),
    };
    match value.as_deref() {
        None | Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(number) if number.parse::<i64>().is_ok() => Ok(true),
        Some(other) => Err(Refusal::parsing(format!(
            "[track_total_hits] is true, false or a number, not [{other}]"
        ))),
    }
}

/// Takes what has no effect here, where it has none elsewhere either.
fn changes_nothing(object: &mut Object) -> Result<(), Refusal> {
    let is_empty = |value: &Value| {
        value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
    };
    for name in [
        "script_fields",
        "runtime_mappings",
        "indices_boost",
        "ext",
        "stats",
    ] {
        object.ignore_if(name, is_empty)?;
    }
    for name in ["explain", "profile", "version", "seq_no_primary_term"] {
        object.ignore_if(name, |value| value == &Value::Bool(false))?;
    }
    // Scores are told where they are known; the server has a deadline of its own.
    object.truth("track_scores")?;
    object.take("timeout");
    object.ignore_if("min_score", |value| value.as_f64() == Some(0.0))?;
    object.ignore_if("boost", is_one)?;
    object.ignore_if("stored_fields", |value| value == "_none_")?;
    Ok(())
}
