//! Nobody overwrites what they did not see.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{entries, filled, id, made, post, request, statement, summer};
use crate::harness::{Answer, Record};

async fn edit(record: &Record, claim: &Value, seen: &str, text: &str) -> Answer {
    let path = format!("/v1/claims/{}", id(&claim["id"]));
    let body = json!({ "by": "Tom", "text": text });
    let request = request(Method::PUT, &path, &body).insert_header(("if-match", seen));
    record.send(request).await
}

#[actix_web::test]
async fn of_two_who_edit_one_claim_the_second_is_told() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let seen = format!("\"{}\"", id(&claim["last"]["correction"]));
    let first = edit(&record, &claim, &seen, "The bridge reopens in May.").await;
    assert_eq!(first.status, 200, "{}", first.text());
    let length = entries(&record).await;
    let second = edit(&record, &claim, &seen, "The bridge reopens in June.").await;
    let problem = second.is_problem(412, "precondition_failed");
    let now = first.json()["last"]["correction"].clone();
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains(&id(&now)))
    );
    // Also where what they want is so already, or cannot be.
    let same = edit(&record, &claim, &seen, "The bridge reopens in May.").await;
    same.is_problem(412, "precondition_failed");
    let path = format!("/v1/claims/{}/links", id(&claim["id"]));
    let nowhere = json!({ "by": "Tom", "statement": "0190a6f2-0000-7000-8000-000000000000" });
    let request = request(Method::POST, &path, &nowhere).insert_header(("if-match", seen.as_str()));
    record
        .send(request)
        .await
        .is_problem(412, "precondition_failed");
    assert_eq!(entries(&record).await, length, "nothing was written");
    let tag = first.header("etag").to_owned();
    for (matching, text) in [
        (tag.clone(), "The bridge reopens in July."),
        ("*".to_owned(), "The bridge reopens in August."),
    ] {
        let answer = edit(&record, &claim, &matching, text).await;
        assert_eq!(answer.status, 200, "{matching}: {}", answer.text());
    }
    for stale in [tag, seen, "\"x\"".to_owned(), "\"x\", \"y\"".to_owned()] {
        let answer = edit(&record, &claim, &stale, "The bridge never reopens.").await;
        answer.is_problem(412, "precondition_failed");
    }
    let last = record
        .get(&format!("/v1/claims/{}", id(&claim["id"])))
        .await;
    let weak = format!("W/{}", last.header("etag"));
    let answer = edit(&record, &claim, &weak, "The bridge never reopens.").await;
    answer.is_problem(412, "precondition_failed");
    let one_of = format!("\"x\", {}", last.header("etag"));
    let answer = edit(&record, &claim, &one_of, "The bridge never reopens.").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[actix_web::test]
async fn a_precondition_that_cannot_be_understood_is_refused() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let length = entries(&record).await;
    for malformed in ["x", "\"x", "*, \"x\"", "", "\"a\" \"b\""] {
        let answer = edit(&record, &claim, malformed, "The bridge never reopens.").await;
        answer.is_problem(400, "invalid_header");
    }
    for path in ["/v1/claims", "/v1/flags"] {
        let request = request(Method::POST, path, &json!({}));
        let answer = record
            .send(request.insert_header(("if-match", "\"x\"")))
            .await;
        answer.is_problem(412, "precondition_failed");
    }
    assert_eq!(entries(&record).await, length);
}

#[actix_web::test]
async fn a_review_is_changed_as_its_claim_was_seen() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let path = format!("/v1/claims/{}/reviews", id(&claim["id"]));
    let answer = post(&record, &path, json!({ "by": "Ida", "rating": "False" })).await;
    let review = answer.header("location").to_owned();
    let seen = record.get(&review).await.header("etag").to_owned();
    assert_eq!(seen, answer.header("etag"));
    let change = async |rating: &str| {
        let body = json!({ "by": "Ida", "rating": rating });
        let request = request(Method::PUT, &review, &body);
        let request = request.insert_header(("if-match", seen.as_str()));
        record.send(request).await
    };
    assert_eq!(change("True").await.status, 200);
    change("Half true")
        .await
        .is_problem(412, "precondition_failed");
}

#[actix_web::test]
async fn of_many_at_once_who_have_seen_the_same_one_writes() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let seen = format!("\"{}\"", id(&claim["last"]["correction"]));
    let texts: Vec<String> = (1..=8)
        .map(|day| format!("The bridge reopens on 1{day} May."))
        .collect();
    let edits = texts.iter().map(|text| edit(&record, &claim, &seen, text));
    let answers = futures_util::future::join_all(edits).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let count = |status: u16| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((count(200), count(412)), (1, 7), "{statuses:?}");
}
