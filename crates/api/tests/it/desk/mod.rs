//! The fact-checkers' desk.

mod claims;
mod day;
mod flags;
mod interchange;
mod preconditions;
mod problems;
mod reviews;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::harness::{Answer, Record, bridge};

/// A request with a body of JSON.
fn request(method: Method, path: &str, body: &Value) -> TestRequest {
    TestRequest::default()
        .method(method)
        .uri(path)
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_string())
}

async fn post(record: &Record, path: &str, body: Value) -> Answer {
    record.send(request(Method::POST, path, &body)).await
}

async fn put(record: &Record, path: &str, body: Value) -> Answer {
    record.send(request(Method::PUT, path, &body)).await
}

/// A record in which one article is.
async fn filled() -> Record {
    let record = Record::empty().await;
    record.add(bridge()).await;
    record
}

/// The statement of the first quote that has these words.
async fn statement(record: &Record, words: &str) -> String {
    let found = record.get(&format!("/v1/quotes?q={words}")).await.json();
    id(&found["data"][0]["statement"])
}

fn id(value: &Value) -> String {
    value.as_str().expect("an id").to_owned()
}

/// Writes a claim down, and gives it as it is then.
async fn made(record: &Record, body: Value) -> Value {
    let answer = post(record, "/v1/claims", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let claim = answer.json();
    let path = format!("/v1/claims/{}", id(&claim["id"]));
    assert_eq!(answer.header("location"), path);
    same_as_read(record, &answer).await;
    claim
}

/// That an answer is the claim as whoever reads it next gets it, tag and all.
async fn same_as_read(record: &Record, answer: &Answer) {
    let claim = answer.json();
    let path = format!("/v1/claims/{}", id(&claim["id"]));
    let read = record.get(&path).await;
    assert_eq!(read.json(), claim);
    let tag = format!("\"{}\"", id(&claim["last"]["correction"]));
    assert_eq!(answer.header("etag"), tag);
    assert_eq!(read.header("etag"), tag);
    assert_eq!(read.header("cache-control"), "no-store");
}

/// Does something to a claim that has to work, and gives the claim.
async fn done(record: &Record, claim: &Value, what: &str, body: Value) -> Value {
    let path = format!("/v1/claims/{}/{what}", id(&claim["id"]));
    let answer = post(record, &path, body).await;
    let is_made = matches!(what, "reviews" | "split");
    assert_eq!(answer.status, 200 + u16::from(is_made), "{}", answer.text());
    same_as_read(record, &answer).await;
    answer.json()
}

/// A claim that the mayor of the bridge makes.
fn summer(statement: &str) -> Value {
    json!({
        "by": "Ida Desk",
        "text": "The old bridge of Brackwater reopens before the summer of 2026.",
        "title": "When the bridge reopens",
        "claimant": { "name": "Ada Quill", "role": "Mayor of Brackwater" },
        "made": "2026-02-03",
        "reference": "bridge-1",
        "statements": [{ "statement": statement }],
    })
}

/// How long the log is.
async fn entries(record: &Record) -> usize {
    let log = record.get("/v1/corrections?limit=200").await.json();
    log["data"].as_array().expect("a list").len()
}
