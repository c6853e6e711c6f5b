//! Searches and their hits.

use std::time::Instant;

use onrecord_engine::{Engine, Hit, SearchRequest, Sort};
use serde_json::{Map, Value, json};

use super::asked::Asked;
use super::count::Counter;
use super::document::document;
use super::error::Refusal;
use super::fields::INDEX;
use crate::failure::internal;

/// What a search finds.
struct Found {
    hits: Vec<Hit>,
    total: u64,
    is_complete: bool,
}

/// The answer to `asked`, as `_search` has it.
pub(super) async fn search(engine: &Engine, asked: Asked) -> Result<Value, Refusal> {
    let begun = Instant::now();
    let found = find(engine, &asked).await?;
    let mut counter = Counter::new(engine);
    let counted = counter.count(&asked.query, &asked.aggregations).await?;
    let is_complete = found.is_complete && counter.is_complete;
    let hits = tokio::task::spawn_blocking(move || {
        let hits = of(&asked, &found);
        (asked, hits)
    });
    let (asked, hits) = hits.await.map_err(|error| Refusal::from(internal(error)))?;
    let mut answer = json!({
        "took": u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        "timed_out": !is_complete,
        "_shards": { "total": 1, "successful": 1, "skipped": 0, "failed": 0 },
        "hits": hits,
    });
    if !asked.aggregations.is_empty() {
        answer["aggregations"] = Value::Object(counted);
    }
    Ok(answer)
}

/// How many quotes `asked` finds.
pub(super) async fn count(engine: &Engine, line: Option<String>) -> Result<Value, Refusal> {
    let page = engine
        .search(&SearchRequest {
            query: line,
            exact: true,
            limit: 1,
            ..SearchRequest::default()
        })
        .await?;
    if !page.is_complete {
        return Err(Refusal::timed_out());
    }
    Ok(json!({
        "count": page.total,
        "_shards": { "total": 1, "successful": 1, "skipped": 0, "failed": 0 },
    }))
}

/// Pages of the engine, until there are as many hits as are asked for.
async fn find(engine: &Engine, asked: &Asked) -> Result<Found, Refusal> {
    let mut request = SearchRequest {
        query: asked.query.line(),
        sort: asked.order.map(|order| order.sort),
        after: asked.after,
        exact: true,
        ..SearchRequest::default()
    };
    let last = if asked.size == 0 {
        0
    } else {
        asked.from + asked.size
    };
    let mut hits = Vec::new();
    let mut passed = 0;
    let mut first: Option<(u64, bool)> = None;
    loop {
        request.limit = (last - passed).clamp(1, SearchRequest::LARGEST_PAGE);
        let page = engine.search(&request).await?;
        let (total, is_complete) = first.unwrap_or((page.total, true));
        first = Some((total, is_complete && page.is_complete));
        for hit in page.hits {
            if (asked.from..last).contains(&passed) {
                hits.push(hit);
            }
            passed += 1;
        }
        request.after = page.next;
        if passed >= last || request.after.is_none() {
            break;
        }
    }
    let (total, is_complete) = first.unwrap_or((0, true));
    Ok(Found {
        hits,
        total,
        is_complete,
    })
}

fn of(asked: &Asked, found: &Found) -> Value {
    let is_scored = asked
        .order
        .is_none_or(|order| order.sort == Sort::Relevance);
    let hits: Vec<Value> = found
        .hits
        .iter()
        .map(|hit| one(asked, hit, is_scored))
        .collect();
    let best = found
        .hits
        .iter()
        .map(|hit| hit.score)
        .max_by(f32::total_cmp)
        .filter(|_| is_scored);
    let mut answer = json!({ "max_score": best, "hits": hits });
    if asked.tells_total {
        answer["total"] = json!({ "value": found.total, "relation": "eq" });
    }
    answer
}

fn one(asked: &Asked, hit: &Hit, is_scored: bool) -> Value {
    let document = document(&hit.quote);
    let mut answer = Map::new();
    let mut put = |name: &str, value: Value| answer.insert(name.to_owned(), value);
    put("_index", json!(INDEX));
    put("_id", json!(hit.quote.id.to_string()));
    put("_score", json!(is_scored.then_some(hit.score)));
    if let Some(source) = asked.source.of(&document) {
        put("_source", source);
    }
    let values = super::source::values(&asked.fields, &document);
    if !values.is_empty() {
        put("fields", Value::Object(values));
    }
    let marked = asked
        .highlight
        .as_ref()
        .and_then(|highlight| highlight.of(&hit.quote.text, &hit.highlights));
    if let Some(marked) = marked {
        put("highlight", marked);
    }
    if let Some(order) = asked.order {
        let published = hit.quote.article.published;
        let published = published.map(|instant| instant.timestamp_millis());
        put("sort", order.values(hit.score, published, &hit.place));
    }
    Value::Object(answer)
}
