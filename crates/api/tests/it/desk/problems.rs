//! What cannot be done is refused in the words of the table of problems, and nothing of it is kept.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::Method;
use onrecord_api::ServeOptions;
use serde_json::{Value, json};

use super::{entries, filled, id, made, post, put, request, statement, summer};
use crate::harness::Record;

const NOBODY: &str = "0190a6f2-0000-7000-8000-000000000000";

/// Every write of the desk, with a body that is complete.
fn writes() -> Vec<(Method, String, Value)> {
    let claim = |what: &str| format!("/v1/claims/{NOBODY}{what}");
    let statement = |what: &str| format!("/v1/statements/{NOBODY}{what}");
    let subject = json!({ "type": "claim", "id": NOBODY });
    let ratings = json!([{ "name": "True", "value": 1 }]);
    vec![
        (
            Method::POST,
            "/v1/claims".into(),
            json!({ "by": "Ida", "text": "It is so.", "statements": [{ "statement": NOBODY }] }),
        ),
        (
            Method::PUT,
            claim(""),
            json!({ "by": "Ida", "text": "It is so." }),
        ),
        (
            Method::POST,
            claim("/links"),
            json!({ "by": "Ida", "statement": NOBODY }),
        ),
        (
            Method::POST,
            claim("/rejections"),
            json!({ "by": "Ida", "statement": NOBODY }),
        ),
        (
            Method::POST,
            claim("/merge"),
            json!({ "by": "Ida", "into": NOBODY }),
        ),
        (
            Method::POST,
            claim("/split"),
            json!({ "by": "Ida", "text": "It is so." }),
        ),
        (
            Method::POST,
            claim("/relations"),
            json!({ "by": "Ida", "to": NOBODY, "relation": "narrows" }),
        ),
        (
            Method::POST,
            claim("/assignment"),
            json!({ "by": "Ida", "to": "Tom" }),
        ),
        (
            Method::POST,
            claim("/state"),
            json!({ "by": "Ida", "state": "closed" }),
        ),
        (
            Method::POST,
            claim("/reviews"),
            json!({ "by": "Ida", "rating": "True" }),
        ),
        (
            Method::PUT,
            format!("/v1/reviews/{NOBODY}"),
            json!({ "by": "Ida", "rating": "True" }),
        ),
        (Method::PUT, claim("/lock"), json!({ "by": "Ida" })),
        (Method::DELETE, claim("/lock"), json!({ "by": "Ida" })),
        (Method::PUT, statement("/lock"), json!({ "by": "Ida" })),
        (Method::DELETE, statement("/lock"), json!({ "by": "Ida" })),
        (
            Method::POST,
            statement("/dismissal"),
            json!({ "by": "Ida" }),
        ),
        (
            Method::POST,
            "/v1/flags".into(),
            json!({ "by": "Ida", "subject": subject, "reason": "Why?" }),
        ),
        (
            Method::POST,
            format!("/v1/flags/{NOBODY}/resolution"),
            json!({ "by": "Ida" }),
        ),
        (
            Method::PUT,
            "/v1/scales/Stars".into(),
            json!({ "by": "Ida", "ratings": ratings }),
        ),
    ]
}

#[actix_web::test]
async fn where_others_reach_the_server_writes_have_to_be_allowed_and_other_sites_make_none() {
    let record = Record::with(ServeOptions {
        bind: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        ..ServeOptions::default()
    })
    .await;
    for (method, path, body) in writes() {
        let answer = record.send(request(method, &path, &body)).await;
        answer.is_problem(403, "corrections_not_allowed");
    }
    let record = Record::empty().await;
    for (method, path, body) in writes() {
        let asked = request(method.clone(), &path, &body);
        let elsewhere = asked.insert_header(("sec-fetch-site", "cross-site"));
        record.send(elsewhere).await.is_problem(403, "cross_site");
        let plain = request(method, &path, &body).insert_header(("content-type", "text/plain"));
        record
            .send(plain)
            .await
            .is_problem(415, "unsupported_media_type");
    }
    assert_eq!(entries(&record).await, 0);
}

#[actix_web::test]
async fn what_is_not_there_is_not_found_and_every_field_is_needed() {
    let record = Record::empty().await;
    for (method, path, body) in writes() {
        if path != "/v1/scales/Stars" {
            let answer = record.send(request(method.clone(), &path, &body)).await;
            answer.is_problem(404, "not_found");
        }
        let of_nobody = record
            .send(request(method.clone(), &path, &json!({})))
            .await;
        let problem = of_nobody.is_problem(422, "invalid_field");
        let errors = problem["errors"].as_array().expect("a list");
        let misses = |error: &Value| error["field"] == "by" && error["code"] == "missing";
        assert!(errors.iter().any(misses), "{path}: {problem}");
        let mut unknown = body.clone();
        unknown["colour"] = json!("red");
        let answer = record.send(request(method.clone(), &path, &unknown)).await;
        answer.names(422, "invalid_field", &["colour"]);
        let broken = request(method.clone(), &path, &body).set_payload("{");
        record.send(broken).await.is_problem(400, "malformed_json");
        let strange = path.replace(NOBODY, "x");
        if strange != path {
            let answer = record.send(request(method, &strange, &body)).await;
            answer.names(400, "invalid_id", &["id"]);
        }
    }
    for path in ["claims", "reviews"] {
        let unknown = record.get(&format!("/v1/{path}/{NOBODY}")).await;
        unknown.is_problem(404, "not_found");
    }
    let unknown = record.get(&format!("/v1/statements/{NOBODY}/claims")).await;
    unknown.is_problem(404, "not_found");
    assert_eq!(entries(&record).await, 0);
}

#[actix_web::test]
async fn parameters_that_cannot_be_understood_are_named() {
    let record = Record::empty().await;
    for (path, field) in [
        ("/v1/claims?state=done", "state"),
        ("/v1/claims?limit=0", "limit"),
        ("/v1/queue?class=lie", "class"),
        ("/v1/queue?from=soon", "from"),
        ("/v1/queue?from=2026&to=2025", "to"),
        ("/v1/re-reviews?older_than_days=-1", "older_than_days"),
        ("/v1/re-reviews?older_than_days=99999", "older_than_days"),
        ("/v1/flags?open=yes", "open"),
        ("/v1/flags?claim=x", "claim"),
    ] {
        let answer = record.get(path).await;
        answer.names(400, "invalid_parameter", &[field]);
    }
    let as_of = format!("/v1/claims/{NOBODY}?as_of=tomorrow");
    record
        .get(&as_of)
        .await
        .names(400, "invalid_parameter", &["as_of"]);
    for path in ["claims", "queue", "re-reviews", "flags"] {
        let answer = record.get(&format!("/v1/{path}?cursor=x")).await;
        answer.names(400, "invalid_cursor", &["cursor"]);
    }
}

#[actix_web::test]
async fn nothing_is_kept_of_what_cannot_be_used() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let length = entries(&record).await;
    let path = format!("/v1/claims/{}", id(&claim["id"]));
    let review = |more: Value| {
        let mut body = json!({ "by": "Ida", "rating": "False" });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    };
    for (body, said) in [
        (review(json!({ "rating": "Pants aflame" })), "Pants aflame"),
        (review(json!({ "scale": "Noses" })), "Noses"),
        (review(json!({ "by": " " })), "no letter"),
        (review(json!({ "author": { "name": "" } })), "no letter"),
        (
            review(json!({ "url": "ftp://brackwater.example" })),
            "address",
        ),
        (
            review(json!({ "evidence": [{ "stance": "refutes" }] })),
            "evidence",
        ),
        (
            review(
                json!({ "evidence": [{ "stance": "refutes", "title": "T", "archived": "abc" }] }),
            ),
            "hexadecimal",
        ),
    ] {
        let answer = post(&record, &format!("{path}/reviews"), body).await;
        let problem = answer.is_problem(422, "invalid_field");
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(detail.contains(said), "{detail}");
    }
    for (body, fields) in [
        (review(json!({ "date": "lately" })), &["date"] as &[&str]),
        (review(json!({ "publication": "secret" })), &["publication"]),
        (
            review(json!({ "evidence": [{ "stance": "proves", "url": 1 }, 2] })),
            &["evidence[0].stance", "evidence[0].url", "evidence[1]"],
        ),
        (
            review(json!({ "author": { "nam": "Ida" } })),
            &["author.name", "author.nam"],
        ),
    ] {
        let answer = post(&record, &format!("{path}/reviews"), body).await;
        answer.names(422, "invalid_field", fields);
    }
    let link = |part: Value| json!({ "by": "Ida", "statement": told, "part": part });
    for part in [
        json!([4, 4]),
        json!([4]),
        json!("all"),
        json!([-1, 3]),
        json!([0, 1.5]),
    ] {
        let answer = post(&record, &format!("{path}/links"), link(part)).await;
        answer.names(422, "invalid_field", &["part"]);
    }
    let beyond = post(&record, &format!("{path}/links"), link(json!([0, 9_999]))).await;
    beyond.is_problem(422, "invalid_field");
    let twice = post(&record, "/v1/claims", summer(&told)).await;
    let problem = twice.is_problem(422, "invalid_field");
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("bridge-1"))
    );
    // The claim is good, one of its statements is not there: neither is kept.
    let mut half = summer(&told);
    half["reference"] = json!("bridge-2");
    half["statements"] = json!([{ "statement": told }, { "statement": NOBODY }]);
    post(&record, "/v1/claims", half.clone())
        .await
        .is_problem(404, "not_found");
    half["statements"] = json!([{ "statement": told }]);
    half["reviews"] = json!([{ "rating": "True" }, { "rating": "Pants aflame" }]);
    post(&record, "/v1/claims", half)
        .await
        .is_problem(422, "invalid_field");
    let repeated = request(Method::POST, &format!("{path}/reviews"), &json!({}))
        .set_payload(r#"{"by": "Ida", "rating": "True", "author": {"name": "A", "name": "B"}}"#);
    record
        .send(repeated)
        .await
        .is_problem(400, "malformed_json");
    let ratings = json!([{ "name": "Up", "value": 2 }]);
    let scale = put(
        &record,
        "/v1/scales/Odd",
        json!({ "by": "Ida", "ratings": ratings }),
    )
    .await;
    scale.names(422, "invalid_field", &["ratings[0].value"]);
    let empty = put(
        &record,
        "/v1/scales/Odd",
        json!({ "by": "Ida", "ratings": [] }),
    )
    .await;
    empty.is_problem(422, "invalid_field");
    for texts in [
        json!([]),
        json!("text"),
        json!([1]),
        json!(["a".repeat(10_001)]),
    ] {
        let answer = post(&record, "/v1/checkworthy", json!({ "texts": texts })).await;
        let problem = answer.is_problem(422, "invalid_field");
        assert_eq!(
            problem["errors"].as_array().map(Vec::len),
            Some(1),
            "{problem}"
        );
    }
    assert_eq!(entries(&record).await, length);
    assert_eq!(record.get(&path).await.json(), claim);
    assert_eq!(
        record.get("/v1/claims").await.json()["data"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}
