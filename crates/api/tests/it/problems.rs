use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use onrecord_api::{Code, ServeOptions};
use serde_json::json;

use crate::harness::{Record, bridge, impatient};

#[actix_web::test]
async fn a_parameter_that_cannot_be_understood_is_named() {
    async fn check(record: &Record, path: &str, code: &str, fields: &[&str]) {
        record.get(path).await.names(400, code, fields);
    }
    let record = Record::empty().await;
    let r = &record;
    check(r, "/v1/quotes?limit=0", "invalid_parameter", &["limit"]).await;
    check(r, "/v1/quotes?limit=201", "invalid_parameter", &["limit"]).await;
    check(r, "/v1/quotes?limit=-1", "invalid_parameter", &["limit"]).await;
    check(r, "/v1/quotes?limit=1e400", "invalid_parameter", &["limit"]).await;
    check(
        r,
        "/v1/quotes?limit=99999999999999999999999",
        "invalid_parameter",
        &["limit"],
    )
    .await;
    check(r, "/v1/quotes?kind=loud", "invalid_parameter", &["kind"]).await;
    check(
        r,
        "/v1/quotes?sort=text%3B+DROP",
        "invalid_parameter",
        &["sort"],
    )
    .await;
    check(
        r,
        "/v1/quotes?from=soon&to=2026-13-01",
        "invalid_parameter",
        &["from", "to"],
    )
    .await;
    check(r, "/v1/quotes?to=99999-01-01", "invalid_parameter", &["to"]).await;
    check(r, "/v1/quotes?q=a&q=b", "invalid_parameter", &["q"]).await;
    check(
        r,
        "/v1/quotes?from=2026&to=2025",
        "invalid_parameter",
        &["to"],
    )
    .await;
    check(r, "/v1/quotes?q=%ff", "invalid_parameter", &["q"]).await;
    check(r, "/v1/quotes?q=%ed%a0%80", "invalid_parameter", &["q"]).await;
    check(
        r,
        "/v1/quotes?speaker=%00",
        "invalid_parameter",
        &["speaker"],
    )
    .await;
    check(r, "/v1/quotes?spaeker=x", "unknown_parameter", &["spaeker"]).await;
    check(r, "/v1/quotes?%ff=x", "unknown_parameter", &["\u{fffd}"]).await;
    check(r, "/v1/quotes?Q=x&q=x", "unknown_parameter", &["Q"]).await;
    check(r, "/v1/speakers?limit=x", "invalid_parameter", &["limit"]).await;
    check(r, "/v1/speakers?q=x", "unknown_parameter", &["q"]).await;
    check(r, "/v1/stats?x=1", "unknown_parameter", &["x"]).await;
    check(r, "/v1/quotes?cursor=abc", "invalid_cursor", &["cursor"]).await;
    check(r, "/v1/speakers?cursor=abc", "invalid_cursor", &["cursor"]).await;
    check(r, "/v1/quotes?q=%22%22", "invalid_query", &["q"]).await;
    let deep = format!("/v1/quotes?q={}a", "(".repeat(17));
    check(r, &deep, "invalid_query", &["q"]).await;
    let many = format!("/v1/quotes?q={}", "a+".repeat(257));
    check(r, &many, "invalid_query", &["q"]).await;
    check(r, "/v1/quotes?q=%28-%22%22%29", "invalid_query", &["q"]).await;
    let long = format!("/v1/quotes?q={}", "a".repeat(4_097));
    check(r, &long, "invalid_query", &["q"]).await;
}

#[actix_web::test]
async fn an_id_is_a_uuid() {
    let record = Record::empty().await;
    for path in ["quotes", "articles", "speakers"] {
        for id in [
            "1",
            "x",
            "%00",
            "%ff",
            "..%2f..%2fetc%2fpasswd",
            "%7B0190a6f2-0000-7000-8000-000000000000%7D",
            "0190a6f200007000800000000000000",
            "0190a6f2-0000-7000-8000-00000000000g",
        ] {
            let answer = record.get(&format!("/v1/{path}/{id}")).await;
            answer.names(400, "invalid_id", &["id"]);
        }
        let unknown = format!("/v1/{path}/0190a6f2-0000-7000-8000-000000000000");
        record.get(&unknown).await.is_problem(404, "not_found");
    }
    for version in ["0", "-1", "x", "4294967296", "1.5"] {
        let path = format!("/v1/articles/0190a6f2-0000-7000-8000-000000000000?version={version}");
        record
            .get(&path)
            .await
            .names(400, "invalid_parameter", &["version"]);
    }
}

#[actix_web::test]
async fn a_cursor_belongs_to_its_search() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let page = record.get("/v1/quotes?limit=1&sort=newest").await.json();
    let cursor = page["next"].as_str().expect("a next page");
    let other = format!("/v1/quotes?limit=1&sort=oldest&cursor={cursor}");
    record
        .get(&other)
        .await
        .names(400, "invalid_cursor", &["cursor"]);
    let own = format!("/v1/quotes?limit=1&sort=newest&cursor={cursor}");
    assert_eq!(record.get(&own).await.status, 200);
}

#[actix_web::test]
async fn unknown_addresses_and_methods_are_problems() {
    let record = Record::empty().await;
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/quotes/",
        "/v2/quotes",
        "/v1/quotes/a/b",
    ] {
        let problem = record.get(path).await.is_problem(404, "not_found");
        assert_eq!(problem["instance"], path);
    }
    for (method, path, allow) in [
        (Method::POST, "/v1/quotes", "GET, HEAD"),
        (Method::DELETE, "/v1/quotes/x", "GET, HEAD"),
        (Method::GET, "/v1/articles", "POST"),
        (Method::PUT, "/v1/articles", "POST"),
        (Method::OPTIONS, "/v1/articles", "POST"),
        (Method::TRACE, "/healthz", "GET, HEAD"),
        (
            Method::from_bytes(b"BREW").expect("a method"),
            "/v1/stats",
            "GET, HEAD",
        ),
    ] {
        let request = TestRequest::default().method(method).uri(path);
        let answer = record.send(request).await;
        answer.is_problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), allow);
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
}

#[actix_web::test]
async fn a_body_that_is_no_json_is_refused() {
    async fn check(record: &Record, body: Vec<u8>) {
        record.post(body).await.is_problem(400, "malformed_json");
    }
    let record = Record::empty().await;
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"text\": \"a\"} x",
        "{'text': 'a'}",
        "NaN",
    ] {
        check(&record, body.into()).await;
    }
    check(&record, b"{\"text\": \"\xff\"}".to_vec()).await;
    check(&record, r#"{"text": "\ud800"}"#.into()).await;
    check(&record, r#"{"id": 1e400, "text": "a"}"#.into()).await;
    check(&record, b"{\"text\": \"a\0b\"}".to_vec()).await;
    let deep = 100_000;
    check(
        &record,
        format!("{{\"text\": {}{}}}", "[".repeat(deep), "]".repeat(deep)).into(),
    )
    .await;
    check(&record, "[".repeat(deep).into()).await;
    check(&record, r#"{"a":"#.repeat(deep).into()).await;
}

#[actix_web::test]
async fn a_huge_number_is_no_id_and_nothing_breaks() {
    let record = Record::empty().await;
    let body = format!(r#"{{"id": 1{}, "text": "a"}}"#, "0".repeat(300));
    record.post(body).await.names(422, "invalid_field", &["id"]);
}

#[actix_web::test]
async fn few_mistakes_are_told_of_many() {
    let record = Record::empty().await;
    let mut body = String::from("{");
    for number in 0..50_000 {
        body.push_str(&format!("\"field{number}\": [[0]], "));
    }
    body.push_str("\"text\": \"a\"}");
    let answer = record.post(body).await;
    let problem = answer.is_problem(422, "invalid_field");
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(20));
}

#[actix_web::test]
async fn without_an_index_it_is_alive_and_not_ready() {
    let record = Record::without_index(ServeOptions::default()).await;
    assert_eq!(
        record.get("/healthz").await.json(),
        json!({ "status": "ok" })
    );
    let not_ready = record.get("/readyz").await;
    not_ready.is_problem(503, "not_ready");
    assert_eq!(not_ready.header("retry-after"), "2");
    record.get("/v1/quotes").await.is_problem(503, "not_ready");
    record.engine.catch_up().await.expect("the index comes up");
    let ready = record.get("/readyz").await.json();
    assert_eq!(ready["status"], "ready");
    assert_eq!(ready["index"]["lag"], 0);
}

#[actix_web::test]
async fn readiness_tells_how_far_the_index_is() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let behind = record.get("/readyz").await.json();
    assert_eq!(behind["index"]["lag"], 1, "{behind}");
    record.engine.catch_up().await.expect("the index comes up");
    let ready = record.get("/readyz").await.json();
    assert_eq!(ready["index"]["lag"], 0, "{ready}");
    assert_eq!(ready["index"]["position"], ready["index"]["last"]);
}

#[actix_web::test]
async fn what_takes_too_long_is_given_up() {
    let record = Record::with(impatient(Duration::ZERO)).await;
    let answer = record.get("/v1/stats").await;
    answer.is_problem(503, "timed_out");
    assert_eq!(answer.header("retry-after"), "5");
}

#[actix_web::test]
async fn every_answer_has_a_request_id() {
    async fn check(record: &Record, sent: &str, is_kept: bool) {
        let request = TestRequest::get()
            .uri("/healthz")
            .insert_header(("x-request-id", sent));
        let answer = record.send(request).await;
        assert_eq!(answer.header("x-request-id") == sent, is_kept, "{sent:?}");
    }
    let record = Record::empty().await;
    let first = record.get("/healthz").await;
    let second = record.get("/v1/quotes").await;
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    check(&record, "trace-1.A_b", true).await;
    check(&record, "", false).await;
    check(&record, "a b", false).await;
    check(&record, "<script>", false).await;
    check(&record, &"x".repeat(65), false).await;
}

#[actix_web::test]
async fn what_has_not_changed_is_not_sent_again() {
    async fn check(record: &Record, tag: &str, status: u16) {
        let request = TestRequest::get()
            .uri("/v1/stats")
            .insert_header(("if-none-match", tag));
        let answer = record.send(request).await;
        assert_eq!(answer.status, status, "{tag}");
        assert_eq!(answer.body.is_empty(), status == 304);
    }
    let record = Record::empty().await;
    let answer = record.get("/v1/stats").await;
    let tag = answer.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    check(&record, &tag, 304).await;
    check(&record, tag.trim_start_matches("W/"), 304).await;
    check(&record, &format!("\"x\", {tag}"), 304).await;
    check(&record, "*", 304).await;
    check(&record, "\"x\"", 200).await;
    record.add(bridge()).await;
    check(&record, &tag, 200).await;
}

#[actix_web::test]
async fn answers_are_inert_in_a_browser() {
    let record = Record::empty().await;
    for path in [
        "/v1/quotes",
        "/healthz",
        "/openapi.json",
        "/v1/nothing",
        "/problems",
    ] {
        let answer = record.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
}

#[actix_web::test]
async fn a_head_request_is_answered_like_a_get() {
    let record = Record::empty().await;
    for path in [
        "/v1/quotes",
        "/v1/stats",
        "/healthz",
        "/readyz",
        "/openapi.json",
    ] {
        let request = TestRequest::default().method(Method::HEAD).uri(path);
        assert_eq!(record.send(request).await.status, 200, "{path}");
    }
}

#[actix_web::test]
async fn every_code_is_described_where_its_type_leads() {
    let record = Record::empty().await;
    for code in Code::ALL {
        let entry = code.entry();
        let described = record
            .get(&format!("/problems/{}", entry.name))
            .await
            .json();
        assert_eq!(described["code"], entry.name);
        assert_eq!(described["status"], entry.status.as_u16());
        assert_eq!(described["documentation"], entry.documentation);
    }
    let list = record.get("/problems").await.json();
    assert_eq!(list.as_array().map(Vec::len), Some(Code::ALL.len()));
    record
        .get("/problems/nothing")
        .await
        .is_problem(404, "not_found");
}

#[actix_web::test]
async fn without_a_store_it_is_alive_and_says_so() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    record.engine.close().await.expect("the engine closes");
    assert_eq!(record.get("/healthz").await.status, 200);
    for path in ["/readyz", "/v1/stats", "/v1/quotes", "/v1/speakers"] {
        let answer = record.get(path).await;
        answer.is_problem(503, "store_unavailable");
        assert_eq!(answer.header("retry-after"), "2", "{path}");
    }
    let answer = record.post(bridge().to_string()).await;
    answer.is_problem(503, "store_unavailable");
}
