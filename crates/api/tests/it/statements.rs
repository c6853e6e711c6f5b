//! Statements in their wordings, conflicts, stealth edits, and what people say about them.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::harness::{Answer, Record};

fn article(day: u32, outlet: &str, text: &str) -> Value {
    json!({
        "outlet": outlet,
        "published": format!("2026-02-{day:02}"),
        "url": format!("https://{outlet}.example/{day}"),
        "text": text,
    })
}

/// Three wordings of one statement, its words given to somebody else, and a quotation that changes.
async fn filled() -> Record {
    let record = Record::empty().await;
    let articles = [
        article(
            3,
            "courier",
            "“We will not close the harbour bridge before the next summer,” said Ada Quill on Monday.",
        ),
        article(
            4,
            "gazette",
            "“We will close the harbour bridge before the next summer,” said Ada Quill on Monday.",
        ),
        article(
            5,
            "mail",
            "“We will not close the harbour bridge before the next summer,” said Bruno Tarn on Monday.",
        ),
        article(
            6,
            "post",
            "“The ferry leaves at noon from the old pier every day,” said Cora Venn on Friday.",
        ),
    ];
    for article in articles {
        record.add(article).await;
    }
    let changed = article(
        6,
        "post",
        "“The ferry leaves at nine from the old pier every day,” said Cora Venn on Friday.",
    );
    let answer = record.post(changed.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    record.engine.group().await.expect("put together");
    record.engine.catch_up().await.expect("indexed");
    record
}

async fn quote(record: &Record, query: &str) -> Value {
    let list = record
        .get(&format!("/v1/quotes?q={query}&sort=oldest"))
        .await
        .json();
    list["data"][0].clone()
}

async fn correct(record: &Record, body: Value) -> Answer {
    let request = TestRequest::default()
        .method(Method::POST)
        .uri("/v1/corrections")
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_string());
    record.send(request).await
}

fn length(list: &Value) -> Option<usize> {
    list.as_array().map(Vec::len)
}

#[actix_web::test]
async fn a_statement_shows_how_its_wordings_differ() {
    let record = filled().await;
    let told = quote(&record, "%22harbour+bridge%22+Quill").await;
    let id = told["statement"].as_str().expect("a statement");
    let statement = record.get(&format!("/v1/statements/{id}")).await.json();
    assert_eq!(statement["speaker"]["name"], "Ada Quill");
    assert_eq!(statement["wordings"], 2, "{statement:#}");
    assert_eq!(
        statement["told"],
        json!({ "occurrences": 2, "reports": 2, "passages": 0 })
    );
    assert_eq!(statement["first"]["article"]["outlet"], "courier");
    let variants = statement["variants"].as_array().expect("variants");
    assert_eq!(variants[0]["difference"], "verbatim");
    let other = &variants[1];
    assert_eq!(other["changed"]["negation"], true, "{other:#}");
    assert_eq!(other["changed"]["number"], false);
    assert_eq!(length(&other["occurrences"]), Some(1));
    let by_other = other["wording"].as_str().expect("a wording");
    let same = record
        .get(&format!("/v1/statements/{by_other}"))
        .await
        .json();
    assert_eq!(same, statement);
    let unknown = "0190a6f2-0000-7000-8000-000000000000";
    let missing = record.get(&format!("/v1/statements/{unknown}")).await;
    missing.is_problem(404, "not_found");
    record
        .get("/v1/statements/1")
        .await
        .names(400, "invalid_id", &["id"]);
}

#[actix_web::test]
async fn people_part_wordings_and_join_them() {
    let record = filled().await;
    let told = quote(&record, "%22harbour+bridge%22+Quill").await;
    let id = told["statement"].as_str().expect("a statement");
    let statement = record.get(&format!("/v1/statements/{id}")).await.json();
    let [id, wording] = [0, 1].map(|place| statement["variants"][place]["wording"].clone());
    let path = format!("/v1/statements/{}", id.as_str().expect("a wording"));
    let body = json!({ "kind": "separate_wording", "by": "Ida Desk", "wording": wording });
    let parted = correct(&record, body).await;
    assert_eq!(parted.status, 201, "{}", parted.text());
    assert_eq!(parted.json()["wordings"][0]["wording"], wording);
    record.engine.group().await.expect("put together");
    assert_eq!(record.get(&path).await.json()["wordings"], 1);
    let body =
        json!({ "kind": "join_statements", "by": "Ida Desk", "statement": id, "other": wording });
    let joined = correct(&record, body).await;
    assert_eq!(joined.status, 201, "{}", joined.text());
    record.engine.group().await.expect("put together");
    let statement = record.get(&path).await.json();
    assert_eq!(statement["wordings"], 2, "{statement:#}");
    assert_eq!(statement["variants"][1]["held"], true);
    for (body, fields) in [
        (
            json!({ "kind": "join_statements", "by": "I", "statement": id }),
            ["other"],
        ),
        (
            json!({ "kind": "separate_wording", "by": "I", "wording": 1 }),
            ["wording"],
        ),
        (
            json!({ "kind": "reject_suggestion", "by": "I", "wording": id }),
            ["of"],
        ),
        (
            json!({ "kind": "settle_conflict", "by": "I", "note": "so" }),
            ["conflict"],
        ),
    ] {
        correct(&record, body)
            .await
            .names(422, "invalid_field", &fields);
    }
}

#[actix_web::test]
async fn the_same_words_of_two_speakers_are_a_conflict_until_it_is_settled() {
    let record = filled().await;
    let list = record.get("/v1/conflicts?settled=false").await.json();
    assert_eq!(length(&list["data"]), Some(1), "{list:#}");
    let conflict = &list["data"][0];
    let mut names =
        [&conflict["one"], &conflict["other"]].map(|quote| quote["speaker"]["name"].to_string());
    names.sort();
    assert_eq!(names, ["\"Ada Quill\"", "\"Bruno Tarn\""]);
    assert_eq!(conflict["settled_by"], Value::Null);
    let path = format!("/v1/conflicts/{}", conflict["id"].as_str().expect("an id"));
    assert_eq!(&record.get(&path).await.json(), conflict);
    let body = json!({ "kind": "settle_conflict", "by": "Ida Desk", "conflict": conflict["id"], "note": "The mail was wrong." });
    let settled = correct(&record, body).await;
    assert_eq!(settled.status, 201, "{}", settled.text());
    assert_eq!(settled.json()["note"], "The mail was wrong.");
    assert_eq!(
        record.get(&path).await.json()["settled_by"],
        settled.json()["id"]
    );
    let open = record.get("/v1/conflicts?settled=false").await.json();
    assert_eq!(open["data"], json!([]));
    let closed = record
        .get("/v1/conflicts?settled=true&limit=1")
        .await
        .json();
    assert_eq!(length(&closed["data"]), Some(1));
    let r = &record;
    r.get("/v1/conflicts?settled=x")
        .await
        .names(400, "invalid_parameter", &["settled"]);
    r.get("/v1/conflicts?cursor=x")
        .await
        .names(400, "invalid_cursor", &["cursor"]);
    r.get("/v1/conflicts/x")
        .await
        .names(400, "invalid_id", &["id"]);
}

#[actix_web::test]
async fn a_quotation_that_changes_is_a_stealth_edit() {
    let record = filled().await;
    let list = record.get("/v1/stealth-edits").await.json();
    assert_eq!(length(&list["data"]), Some(1), "{list:#}");
    let edit = &list["data"][0];
    assert_eq!(
        (&edit["kind"], &edit["version"]),
        (&json!("changed"), &json!(2))
    );
    assert!(
        edit["before"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("noon"))
    );
    assert!(
        edit["after"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("nine"))
    );
    assert!(
        edit["edits"]
            .as_array()
            .is_some_and(|edits| edits.len() >= 3)
    );
    let article = edit["before"]["article"]["id"].as_str().expect("an id");
    let of_article = record
        .get(&format!("/v1/stealth-edits?article={article}"))
        .await
        .json();
    assert_eq!(of_article["data"], list["data"]);
    let elsewhere = "/v1/stealth-edits?article=0190a6f2-0000-7000-8000-000000000000";
    assert_eq!(record.get(elsewhere).await.json()["data"], json!([]));
    let r = &record;
    r.get("/v1/stealth-edits?article=x")
        .await
        .names(400, "invalid_parameter", &["article"]);
    r.get("/v1/stealth-edits?cursor=x")
        .await
        .names(400, "invalid_cursor", &["cursor"]);
}
