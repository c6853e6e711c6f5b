//! People overrule: corrections made, refused, listed and taken back.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::Method;
use actix_web::test::TestRequest;
use onrecord_api::ServeOptions;
use serde_json::{Value, json};

use crate::harness::{Answer, Record, bridge};

fn post(path: &str, body: &Value) -> TestRequest {
    TestRequest::default()
        .method(Method::POST)
        .uri(path)
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_string())
}

async fn correct(record: &Record, body: Value) -> Answer {
    record.send(post("/v1/corrections", &body)).await
}

/// A correction that has to be made.
async fn made(record: &Record, body: Value) -> Value {
    let answer = correct(record, body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let correction = answer.json();
    let id = correction["id"].as_str().expect("an id");
    assert_eq!(answer.header("location"), format!("/v1/corrections/{id}"));
    let read = record.get(&format!("/v1/corrections/{id}")).await.json();
    assert_eq!(read, correction);
    correction
}

async fn undone(record: &Record, correction: &Value) -> Value {
    let id = correction["id"].as_str().expect("an id");
    let path = format!("/v1/corrections/{id}/undo");
    let answer = record.send(post(&path, &json!({ "by": "Ida Desk" }))).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// The quote of Ada Quill, as the search gives it.
async fn quote(record: &Record) -> Value {
    let list = record.get("/v1/quotes?q=summer").await.json();
    list["data"][0].clone()
}

async fn speaker(record: &Record, name: &str) -> Value {
    let list = record
        .get(&format!("/v1/speakers?name={name}"))
        .await
        .json();
    let id = list["data"][0]["id"].as_str().expect("an id").to_owned();
    record.get(&format!("/v1/speakers/{id}")).await.json()
}

async fn filled() -> Record {
    let record = Record::empty().await;
    record.add(bridge()).await;
    record
}

#[actix_web::test]
async fn a_quote_is_given_to_somebody_else_and_back() {
    let record = filled().await;
    let before = quote(&record).await;
    assert_eq!(before["decision"], Value::Null);
    let tarn = speaker(&record, "Tarn").await;
    let correction = made(
        &record,
        json!({
            "kind": "quote_speaker", "by": "Ida Desk", "expected": null,
            "quote": before["id"], "to": tarn["id"],
        }),
    )
    .await;
    assert_eq!(correction["to"]["name"], "Bruno Tarn");
    assert_eq!(correction["quotes"][0]["before"]["name"], "Ada Quill");
    assert_eq!(correction["quotes_total"], 1);
    let after = quote(&record).await;
    assert_eq!(after["speaker"]["name"], "Bruno Tarn");
    assert_eq!(after["decision"]["correction"], correction["id"]);
    assert_eq!(after["decision"]["by"], "Ida Desk");
    assert_eq!(after["decision"]["at"], "2026-03-01T12:00:00Z");
    assert_eq!(after["why"], before["why"]);
    let by_name = async |name: &str| {
        let path = format!("/v1/quotes?q=summer&speaker={name}");
        record.get(&path).await.json()["total"]["value"].clone()
    };
    assert_eq!(
        (by_name("Quill").await, by_name("Tarn").await),
        (json!(0), json!(1))
    );
    let undo = undone(&record, &correction).await;
    assert_eq!(
        (&undo["kind"], &undo["undoes"]),
        (&json!("undo"), &correction["id"])
    );
    assert_eq!(quote(&record).await, before);
    let log = record.get("/v1/corrections").await.json();
    assert_eq!(log["data"][0], undo);
    assert_eq!(log["data"][1]["undone_by"], undo["id"]);
}

#[actix_web::test]
async fn a_quote_can_be_a_candidates_somebody_new_or_nobodys() {
    let record = filled().await;
    let before = quote(&record).await;
    let id = before["id"].clone();
    let mut expected = Value::Null;
    for (to, name) in [
        (Value::Null, Value::Null),
        (json!({ "candidate": 0 }), json!("Ada Quill")),
        (json!({ "name": "Cora Venn" }), json!("Cora Venn")),
        (
            json!({ "name": "Port Authority", "kind": "organisation" }),
            json!("Port Authority"),
        ),
    ] {
        let correction = made(
            &record,
            json!({
                "kind": "quote_speaker", "by": "Ida Desk", "expected": expected,
                "quote": id, "to": to,
            }),
        )
        .await;
        let now = quote(&record).await;
        assert_eq!(now["speaker"].get("name").unwrap_or(&Value::Null), &name);
        if name == "Ada Quill" {
            assert_eq!(now["speaker"]["id"], before["speaker"]["id"], "who she was");
        }
        expected = correction["id"].clone();
    }
}

#[actix_web::test]
async fn siblings_are_listed_and_corrected_with_it() {
    let record = Record::empty().await;
    let text = "“The dam is safe for now,” said Ada Quill.\n\n\
                “Nobody has to leave the valley,” said Ada Quill.\n";
    record.add(json!({ "text": text })).await;
    let list = record.get("/v1/quotes?q=dam").await.json();
    let id = list["data"][0]["id"].as_str().expect("an id").to_owned();
    let siblings = record
        .get(&format!("/v1/quotes/{id}/siblings"))
        .await
        .json();
    assert_eq!(siblings["data"].as_array().map(Vec::len), Some(1));
    let correction = made(
        &record,
        json!({
            "kind": "quote_speaker", "by": "Ida Desk", "expected": null, "quote": id,
            "to": { "name": "Cora Venn" }, "siblings": true,
        }),
    )
    .await;
    assert_eq!(correction["quotes_total"], 2);
    let hers = record.get("/v1/quotes?speaker=Venn").await.json();
    assert_eq!(hers["total"]["value"], 2);
    let nowhere = "/v1/quotes/00000000-0000-0000-0000-000000000000/siblings";
    record.get(nowhere).await.is_problem(404, "not_found");
}

#[actix_web::test]
async fn a_speaker_is_renamed_named_merged_and_split() {
    let record = filled().await;
    let quill = speaker(&record, "Quill").await;
    let tarn = speaker(&record, "Tarn").await;
    let renamed = made(
        &record,
        json!({
            "kind": "rename", "by": "Ida Desk", "expected": quill["correction"],
            "speaker": quill["id"], "name": "Ada Quill-Moss",
        }),
    )
    .await;
    let named = made(
        &record,
        json!({
            "kind": "add_alias", "by": "Ida Desk", "expected": renamed["id"],
            "speaker": quill["id"], "name": "The Mayor of Brackwater",
        }),
    )
    .await;
    let shown = speaker(&record, "Moss").await;
    assert_eq!(
        shown["aliases"],
        json!(["Ada Quill", "The Mayor of Brackwater"])
    );
    assert_eq!(shown["correction"], named["id"]);
    made(
        &record,
        json!({
            "kind": "remove_alias", "by": "Ida Desk", "expected": named["id"],
            "speaker": quill["id"], "name": "the mayor of brackwater",
        }),
    )
    .await;
    let merged = made(
        &record,
        json!({
            "kind": "merge", "by": "Ida Desk", "expected": null,
            "speaker": tarn["id"], "into": quill["id"],
        }),
    )
    .await;
    // The old id leads to who stays.
    let id = tarn["id"].as_str().expect("an id");
    let shown = record.get(&format!("/v1/speakers/{id}")).await.json();
    assert_eq!(shown["id"], quill["id"]);
    assert_eq!(shown["merged"][0]["id"], tarn["id"]);
    assert_eq!(shown["quotes"], 2);
    let quotes = record.get(&format!("/v1/quotes?speaker={id}")).await.json();
    assert_eq!(quotes["total"]["value"], 2);
    let split = made(
        &record,
        json!({
            "kind": "split", "by": "Ida Desk", "expected": merged["id"],
            "speaker": quill["id"], "to": { "name": "Dario Lund" },
            "quotes": [quote(&record).await["id"]],
        }),
    )
    .await;
    assert_eq!(split["to"]["name"], "Dario Lund");
    assert_eq!(quote(&record).await["speaker"]["name"], "Dario Lund");
    let log = record
        .get(&format!("/v1/corrections?speaker={id}&limit=2"))
        .await
        .json();
    assert_eq!(log["data"].as_array().map(Vec::len), Some(2));
    let next = log["links"]["next"].as_str().expect("a next page");
    let rest = record.get(next).await.json();
    assert_eq!(rest["data"].as_array().map(Vec::len), Some(2));
}

#[actix_web::test]
async fn nobody_overwrites_what_they_did_not_see() {
    let record = filled().await;
    let id = quote(&record).await["id"].clone();
    let wish = |name: &str| {
        json!({
            "kind": "quote_speaker", "by": "Ida Desk", "expected": null,
            "quote": id, "to": { "name": name },
        })
    };
    let first = made(&record, wish("Cora Venn")).await;
    let second = correct(&record, wish("Dario Lund")).await;
    let problem = second.is_problem(409, "conflict");
    let detail = problem["detail"].as_str().expect("a detail");
    assert!(detail.contains("Ida Desk"), "{detail}");
    assert_eq!(quote(&record).await["speaker"]["name"], "Cora Venn");
    // Sent again after an answer that did not arrive, it is not made twice.
    correct(&record, wish("Cora Venn"))
        .await
        .is_problem(409, "conflict");
    undone(&record, &first).await;
    let path = format!("/v1/corrections/{}/undo", first["id"].as_str().expect("id"));
    let again = record.send(post(&path, &json!({ "by": "Ida Desk" }))).await;
    again.is_problem(409, "conflict");
}

#[actix_web::test]
async fn what_cannot_be_understood_is_told_field_by_field() {
    let record = filled().await;
    let id = quote(&record).await["id"].clone();
    let names = async |body: Value, fields: &[&str]| {
        correct(&record, body)
            .await
            .names(422, "invalid_field", fields);
    };
    names(json!({}), &["by", "kind"]).await;
    names(json!({ "by": "Ida", "kind": "rule" }), &["kind"]).await;
    names(
        json!({ "by": 3, "kind": "rename", "name": "A", "speaker": "x", "into": id }),
        &["by", "speaker", "expected", "into"],
    )
    .await;
    for to in [
        json!("x"),
        json!(3),
        json!({}),
        json!({ "name": 3 }),
        json!({ "name": "A", "kind": "dog" }),
        json!({ "name": "A", "wikidata": "Q1" }),
        json!({ "candidate": -1 }),
    ] {
        let body = json!({
            "by": "Ida", "kind": "quote_speaker", "quote": id, "to": to, "expected": null,
        });
        names(body, &["to"]).await;
    }
    let twice = "{\"by\":\"Ida\",\"by\":\"Bo\",\"kind\":\"merge\"}";
    let request = TestRequest::post()
        .uri("/v1/corrections")
        .insert_header(("content-type", "application/json"))
        .set_payload(twice);
    let problem = record.send(request).await.is_problem(422, "invalid_field");
    assert_eq!(problem["errors"][0]["code"], "repeated", "{problem}");
    let request = TestRequest::post()
        .uri("/v1/corrections")
        .insert_header(("content-type", "application/json"))
        .set_payload("[]");
    record.send(request).await.is_problem(400, "malformed_json");
    // Understood, and not possible.
    let refused = json!({
        "by": "Ida", "kind": "quote_speaker", "quote": id, "to": { "name": " " }, "expected": null,
    });
    correct(&record, refused)
        .await
        .is_problem(422, "invalid_field");
    let nowhere = json!({
        "by": "Ida", "kind": "quote_speaker", "to": null, "expected": null,
        "quote": "00000000-0000-0000-0000-000000000000",
    });
    correct(&record, nowhere).await.is_problem(404, "not_found");
    let log = record.get("/v1/corrections").await.json();
    assert_eq!(log["data"], json!([]));
}

#[actix_web::test]
async fn the_log_refuses_filters_it_does_not_know() {
    let record = filled().await;
    let get = async |query: &str| record.get(&format!("/v1/corrections?{query}")).await;
    get("speaker=x")
        .await
        .names(400, "invalid_parameter", &["speaker"]);
    get("who=x").await.names(400, "unknown_parameter", &["who"]);
    get("cursor=x").await.is_problem(400, "invalid_cursor");
    get("cursor=0").await.is_problem(400, "invalid_cursor");
}

#[actix_web::test]
async fn a_page_of_another_site_writes_nothing() {
    let record = filled().await;
    let id = quote(&record).await["id"].clone();
    let body = json!({
        "kind": "quote_speaker", "by": "Mallory", "expected": null, "quote": id, "to": null,
    });
    let own = ("origin", "http://localhost:8080");
    let refused = [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![("origin", "http://localhost:1")],
        vec![("sec-fetch-site", "cross-site"), own],
    ];
    for headers in refused {
        let mut request = post("/v1/corrections", &body).insert_header(("host", "localhost:8080"));
        for header in &headers {
            request = request.insert_header(*header);
        }
        let answer = record.send(request).await;
        answer.is_problem(403, "cross_site");
    }
    // A form of a page cannot send JSON, and nothing else is read.
    for kind in ["application/x-www-form-urlencoded", "text/plain"] {
        let request = post("/v1/corrections", &body).insert_header(("content-type", kind));
        let answer = record.send(request).await;
        answer.is_problem(415, "unsupported_media_type");
    }
    assert_eq!(quote(&record).await["decision"], Value::Null);
    let request = post("/v1/corrections", &body)
        .insert_header(("host", "localhost:8080"))
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(own);
    assert_eq!(record.send(request).await.status, 201);
}

#[actix_web::test]
async fn where_others_reach_the_server_corrections_have_to_be_allowed() {
    let public = ServeOptions {
        bind: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        ..ServeOptions::default()
    };
    let proxied = ServeOptions {
        allowed_hosts: vec!["onrecord.example".to_owned()],
        ..ServeOptions::default()
    };
    for options in [public, proxied] {
        for allow_corrections in [false, true] {
            let record = Record::with(ServeOptions {
                allow_corrections,
                ..options.clone()
            })
            .await;
            record.add(bridge()).await;
            let body = json!({
                "kind": "quote_speaker", "by": "Ida", "expected": null,
                "quote": quote(&record).await["id"], "to": null,
            });
            let answer = correct(&record, body).await;
            if allow_corrections {
                assert_eq!(answer.status, 201);
                continue;
            }
            let problem = answer.is_problem(403, "corrections_not_allowed");
            assert!(problem["detail"].as_str().is_some());
            let nowhere = "/v1/corrections/00000000-0000-0000-0000-000000000000/undo";
            let answer = record.send(post(nowhere, &json!({ "by": "Ida" }))).await;
            answer.is_problem(403, "corrections_not_allowed");
        }
    }
    // Behind a proxy the page has the proxy's name.
    let record = Record::with(ServeOptions {
        allowed_hosts: vec!["onrecord.example".to_owned()],
        allow_corrections: true,
        ..ServeOptions::default()
    })
    .await;
    record.add(bridge()).await;
    let body = json!({
        "kind": "quote_speaker", "by": "Ida", "expected": null,
        "quote": quote(&record).await["id"], "to": null,
    });
    let request = post("/v1/corrections", &body)
        .insert_header(("host", "127.0.0.1:7878"))
        .insert_header(("origin", "https://onrecord.example"));
    assert_eq!(record.send(request).await.status, 201);
}
