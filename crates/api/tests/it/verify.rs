//! Quotations held against the record.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::harness::{Answer, Record, bridge, slice};

async fn verify(record: &Record, body: &Value) -> Answer {
    let request = TestRequest::default()
        .method(Method::POST)
        .uri("/v1/verify")
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_string());
    record.send(request).await
}

async fn filled() -> Record {
    let record = Record::empty().await;
    record.add(bridge()).await;
    record
}

/// The verdict, with what was searched by whom.
async fn check(body: Value, verdict: &str, speakers: &[&str]) -> Value {
    let record = filled().await;
    let answer = verify(&record, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    let found = answer.json();
    assert_eq!(found["verdict"], verdict, "{found}");
    let searched: Vec<&str> = found["searched"]["speakers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|speaker| speaker["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(searched, speakers);
    found
}

#[actix_web::test]
async fn the_same_words_are_exact() {
    let quotation = "We will reopen the bridge before the summer";
    let found = check(json!({ "quotation": quotation }), "exact", &[]).await;
    let best = &found["matches"][0];
    assert_eq!(best["verdict"], "exact");
    assert_eq!(best["speaker"]["name"], "Ada Quill");
    assert_eq!(best["article"]["outlet"], "Brackwater Courier");
    assert_eq!(best["primary"], Value::Null);
    let text = best["text"].as_str().expect("text");
    let aligned = slice(text, &best["aligned"]);
    assert_eq!(
        aligned.trim_matches(['“', '”', ',']),
        quotation,
        "the part that the quotation stands for"
    );
    assert_eq!(slice(quotation, &best["part"]), quotation);
    assert!(
        best["edits"]
            .as_array()
            .is_some_and(|edits| { edits.iter().all(|edit| edit["change"] == "same") })
    );
    assert!(found["score"].as_f64().is_some_and(|score| score > 0.9));
}

#[actix_web::test]
async fn changed_words_are_shown() {
    let body =
        json!({ "quotation": "We will reopen the bridge after the summer", "speaker": "Quill" });
    let found = check(body, "altered", &["Ada Quill"]).await;
    let changed: Vec<(&str, &str)> = found["matches"][0]["edits"]
        .as_array()
        .expect("edits")
        .iter()
        .filter(|edit| edit["change"] != "same")
        .map(|edit| {
            let word = |key: &str| edit[key].as_str().expect("a word").trim();
            (word("change"), word("words"))
        })
        .collect();
    assert_eq!(changed, [("removed", "after"), ("added", "before")]);
}

#[actix_web::test]
async fn another_speakers_words_are_misattributed() {
    let body = json!({ "quotation": "We will reopen the bridge before the summer", "speaker": "Bruno Tarn", "limit": 1 });
    let found = check(body, "misattributed", &["Bruno Tarn"]).await;
    assert_eq!(found["matches"][0]["speaker"]["name"], "Ada Quill");
    assert_eq!(found["matches"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn what_is_not_found_says_what_was_searched() {
    let body = json!({ "quotation": "Herring prefer the moonlight in November", "speaker": null });
    let found = check(body, "not found", &[]).await;
    assert_eq!(found["score"], 0.0);
    assert_eq!(found["matches"], json!([]));
    assert!(
        found["searched"]["statements"]
            .as_u64()
            .is_some_and(|count| count > 0)
    );
}

#[actix_web::test]
async fn what_cannot_be_checked_is_refused_with_the_field() {
    async fn check(record: &Record, body: Value, fields: &[&str]) {
        verify(record, &body)
            .await
            .names(422, "invalid_field", fields);
    }
    let record = Record::empty().await;
    let r = &record;
    check(r, json!({}), &["quotation"]).await;
    check(r, json!({ "quotation": 7 }), &["quotation"]).await;
    check(r, json!({ "quotation": " \n" }), &["quotation"]).await;
    check(r, json!({ "quotation": "a\u{0}b" }), &["quotation"]).await;
    check(
        r,
        json!({ "quotation": "a".repeat(10_001) }),
        &["quotation"],
    )
    .await;
    check(r, json!({ "quotation": "so", "limit": 0 }), &["limit"]).await;
    check(r, json!({ "quotation": "so", "limit": 101 }), &["limit"]).await;
    check(r, json!({ "quotation": "so", "limit": "5" }), &["limit"]).await;
    check(
        r,
        json!({ "quotation": "so", "speaker": ["x"] }),
        &["speaker"],
    )
    .await;
    check(
        r,
        json!({ "quote": "so", "limit": 0 }),
        &["quotation", "limit", "quote"],
    )
    .await;
    verify(r, &json!("so"))
        .await
        .is_problem(400, "malformed_json");
    let long = json!({ "quotation": "a".repeat(200_000) });
    verify(r, &long).await.is_problem(413, "too_large");
    r.get("/v1/verify")
        .await
        .is_problem(405, "method_not_allowed");
}
