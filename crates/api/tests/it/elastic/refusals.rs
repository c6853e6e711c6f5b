//! What is not there, and what is meant to do harm.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{post, record};
use crate::harness::Record;

/// Checks that `body` is refused in the shape of Elasticsearch, with `part` among the words.
async fn refuses(record: &Record, body: Value, status: u16, part: &str) {
    let answer = post(record, "/quotes/_search", &body).await;
    let error = answer.json();
    assert_eq!(answer.status, status, "{body}: {error}");
    assert_eq!(answer.header("x-elastic-product"), "Elasticsearch");
    assert_eq!(error["status"], status);
    let reason = error["error"]["reason"].as_str().expect("a reason");
    assert!(reason.contains(part), "{body}: {reason}");
    assert_eq!(error["error"]["root_cause"][0]["reason"], reason);
    assert!(error["error"]["type"].is_string());
}

#[actix_web::test]
async fn what_is_not_there_is_refused_by_name() {
    let record = record().await;
    for (body, part) in [
        (json!({ "size": 10_001 }), "Result window is too large"),
        (
            json!({ "from": 9_999, "size": 10 }),
            "Result window is too large",
        ),
        (json!({ "size": -1 }), "[size]"),
        (json!({ "collapse": { "field": "speaker" } }), "[collapse]"),
        (json!({ "suggest": {} }), "[suggest]"),
        (json!({ "pit": { "id": "x" } }), "[pit]"),
        (json!({ "sort": ["confidence"] }), "[sort] by [confidence]"),
        (
            json!({ "search_after": [1], "sort": ["published"] }),
            "search_after",
        ),
        (json!({ "search_after": ["00"] }), "search_after"),
        (json!({ "query": { "script": {} } }), "[script] query"),
        (
            json!({ "query": { "query_string": { "query": "(" } } }),
            "Failed to parse query",
        ),
        (
            json!({ "highlight": { "fields": { "title": {} } } }),
            "[highlight] of [title]",
        ),
        (
            json!({ "aggs": { "a": { "avg": { "field": "confidence" } } } }),
            "[avg] aggregation",
        ),
        (
            json!({ "aggs": { "a": { "terms": { "field": "url" } } } }),
            "[terms] aggregation of [url]",
        ),
        (
            json!({ "aggs": { "a": { "terms": { "field": "kind", "include": "d.*" } } } }),
            "[include]",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published", "fixed_interval": "1h" } } } }),
            "whole days",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published", "calendar_interval": "1h" } } } }),
            "calendar_interval",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published" } } } }),
            "needs [calendar_interval]",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published", "calendar_interval": "1d", "time_zone": "Europe/Oslo" } } } }),
            "[time_zone]",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": {
                "field": "published", "calendar_interval": "1d",
                "extended_bounds": { "min": 0, "max": 250_000_000_000_000_i64 },
            } } } }),
            "buckets",
        ),
        (
            json!({ "aggs": { "a": { "terms": { "field": "speaker" }, "aggs": { "b": { "terms": { "field": "speaker_id" } } } } } }),
            "inside itself",
        ),
        (json!([]), "has to be an object"),
    ] {
        refuses(&record, body, 400, part).await;
    }
    let answer = post(&record, "/articles/_search", &json!({})).await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json()["error"]["type"], "index_not_found_exception");
    let answer = record.get("/_elastic/quotes/_search?scroll=1m").await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("[scroll]"), "{}", answer.text());
    let answer = record.get("/_elastic/_nodes").await;
    assert_eq!(answer.status, 400);
    assert!(
        answer.text().contains("no handler found"),
        "{}",
        answer.text()
    );
    assert_eq!(
        post(&record, "/quotes/_mapping", &json!({})).await.status,
        405
    );
    let request = TestRequest::post()
        .uri("/_elastic/quotes/_search")
        .set_payload("{}");
    assert_eq!(record.send(request).await.status, 415);
}

#[actix_web::test]
async fn hostile_requests_are_answered() {
    let record = record().await;
    let deep = "[".repeat(100_000);
    let mut nested = json!({ "match_all": {} });
    for _ in 0..60 {
        nested = json!({ "bool": { "filter": [nested] } });
    }
    let mut chain = json!({ "terms": { "field": "kind" } });
    for _ in 0..20 {
        chain = json!({ "terms": { "field": "kind" }, "aggs": { "a": chain } });
    }
    let many: Vec<String> = (0..5_000).map(|number| format!("word{number}")).collect();
    for body in [
        deep.clone(),
        format!("{{\"query\":{deep}"),
        "{\"query\":".to_owned(),
        "nul".to_owned(),
        json!({ "query": nested }).to_string(),
        json!({ "aggs": { "a": chain } }).to_string(),
        json!({ "query": { "terms": { "speaker": many } } }).to_string(),
        json!({ "query": { "query_string": { "query": many.join(" ") } } }).to_string(),
        json!({ "query": { "query_string": { "query": "((((".repeat(10_000) } } }).to_string(),
        json!({ "query": { "query_string": { "query": "\\".repeat(9_999) } } }).to_string(),
        json!({ "query": { "query_string": { "query": "\u{202e}\u{0}:\u{fffd}*~^[" } } })
            .to_string(),
        json!({ "query": { "range": { "published": { "gte": "now-999999999y" } } } }).to_string(),
        json!({ "_source": "*".repeat(200_000) }).to_string(),
    ] {
        let request = TestRequest::post()
            .uri("/_elastic/quotes/_search")
            .insert_header(("content-type", "application/json"))
            .set_payload(body.clone());
        let answer = record.send(request).await;
        let shown: String = body.chars().take(60).collect();
        assert!(answer.status < 500, "{shown}: {}", answer.text());
    }
}
