use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use actix_web::http::Method;
use actix_web::test::TestRequest;
use onrecord_api::{Code, openapi_document};
use serde_json::Value;

use crate::harness::{Record, bridge};

/// Set to write `docs/openapi.json` anew instead of comparing it.
const UPDATE: &str = "ONRECORD_UPDATE_DOCS";

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(file)
}

fn document() -> Value {
    serde_json::from_str(openapi_document()).expect("JSON")
}

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let path = docs("openapi.json");
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, openapi_document()).expect("docs/openapi.json can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("docs/openapi.json");
    let committed: Value = serde_json::from_str(&committed).expect("JSON");
    assert!(
        committed == document(),
        "docs/openapi.json is out of date; run this test with {UPDATE}=1"
    );
}

/// A `null` is no schema, and what is referred to has to be there.
#[test]
fn the_document_holds_no_null_and_refers_to_nothing_that_is_missing() {
    fn check(document: &Value, value: &Value, path: &str) {
        match value {
            Value::Null => panic!("null at {path}"),
            Value::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    check(document, value, &format!("{path}/{index}"));
                }
            }
            Value::Object(entries) => {
                for (name, value) in entries {
                    check(document, value, &format!("{path}/{name}"));
                }
                let Some(reference) = entries.get("$ref") else {
                    return;
                };
                let target = reference.as_str().and_then(|name| name.strip_prefix('#'));
                let target = target.and_then(|pointer| document.pointer(pointer));
                assert!(
                    target.is_some_and(Value::is_object),
                    "{reference} at {path}"
                );
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    check(&document(), &document(), "#");
}

/// A part of a body that refuses all fields but its own refuses those beside it, and the whole can never be sent.
#[test]
fn no_part_of_a_body_refuses_the_others() {
    let document = document();
    let schemas = document["components"]["schemas"]
        .as_object()
        .expect("schemas");
    let mut parts = 0;
    for (name, schema) in schemas {
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let part = match part["$ref"]
                .as_str()
                .and_then(|name| name.strip_prefix('#'))
            {
                Some(pointer) => document.pointer(pointer).expect("a schema"),
                None => part,
            };
            assert_eq!(part.get("additionalProperties"), None, "a part of {name}");
            parts += 1;
        }
    }
    assert!(parts > 0);
    let body = &schemas["ReviewBody"];
    assert_eq!(body["unevaluatedProperties"], false);
    assert_eq!(body["allOf"][1]["required"], serde_json::json!(["by"]));
}

/// Which of `text` and `html` a body has to have is the same in the document and at the server.
#[actix_web::test]
async fn one_of_text_and_html_has_to_hold_a_text() {
    let record = Record::empty().await;
    let document = document();
    let schema = &document["components"]["schemas"]["ArticleBody"];
    let words = Value::from("The bridge is closed for repairs.");
    let values = [None, Some(Value::Null), Some(words)];
    for text in &values {
        for html in &values {
            let given = [("text", text), ("html", html)];
            let body: serde_json::Map<String, Value> = given
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
                .collect();
            let body = Value::Object(body);
            let fitting = schema["oneOf"].as_array().expect("alternatives").iter();
            let is_described = fitting.filter(|&part| fits(part, &body)).count() == 1;
            // HTML without an article in it is refused too, but not for the fields that it has.
            let answer = record.post(body.to_string()).await.json();
            let is_taken = answer["code"] != "invalid_field";
            assert_eq!(is_taken, is_described, "{body}: {answer}");
        }
    }
}

/// Whether `body` has what `schema` requires, and as a text where it says so.
fn fits(schema: &Value, body: &Value) -> bool {
    let required = schema["required"].as_array().expect("names");
    required.iter().all(|name| {
        let name = name.as_str().expect("a name");
        let value = body.get(name);
        match schema["properties"][name]["type"].as_str() {
            Some("string") => value.is_some_and(Value::is_string),
            Some(other) => panic!("{other} is not known to this test"),
            None => value.is_some(),
        }
    })
}

/// The keys that an object of `schema` has to have.
fn required(document: &Value, schema: &Value) -> BTreeSet<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/components/schemas/");
        return required(document, &document["components"]["schemas"][name]);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return parts
            .iter()
            .flat_map(|part| required(document, part))
            .collect();
    }
    schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|key| key.as_str().expect("a name").to_owned())
        .collect()
}

#[actix_web::test]
async fn answers_have_exactly_the_keys_of_the_document() {
    fn check(document: &Value, schema: &str, answer: &Value) {
        let reference = serde_json::json!({ "$ref": format!("#/components/schemas/{schema}") });
        let keys: BTreeSet<String> = answer.as_object().expect(schema).keys().cloned().collect();
        assert_eq!(keys, required(document, &reference), "{schema}");
    }
    let record = Record::empty().await;
    let document = document();
    let added = record.add(bridge()).await;
    check(&document, "Ingested", &added);
    let quote = &added["quotes"][0];
    check(&document, "Quote", quote);
    check(&document, "ArticleSummary", &quote["article"]);
    check(&document, "SpeakerSummary", &quote["speaker"]);
    check(&document, "Why", &quote["why"]);
    let id = |value: &Value| value["id"].as_str().expect("an id").to_owned();
    let detail = record
        .get(&format!("/v1/quotes/{}", id(quote)))
        .await
        .json();
    check(&document, "QuoteDetail", &detail);
    let list = record.get("/v1/quotes?speaker=nobody").await.json();
    check(&document, "QuoteList", &list);
    check(&document, "Notice", &list["notices"][0]);
    check(
        &document,
        "Hit",
        &record.get("/v1/quotes").await.json()["data"][0],
    );
    let article = record
        .get(&format!("/v1/articles/{}", id(&added["article"])))
        .await
        .json();
    check(&document, "Article", &article);
    check(&document, "Version", &article["versions"][0]);
    check(&document, "Block", &article["blocks"][0]);
    let speakers = record.get("/v1/speakers").await.json();
    check(&document, "SpeakerList", &speakers);
    check(&document, "Listing", &speakers["data"][0]);
    let speaker = record
        .get(&format!("/v1/speakers/{}", id(&speakers["data"][0])))
        .await
        .json();
    check(&document, "Speaker", &speaker);
    let quote = id(&record.get("/v1/quotes").await.json()["data"][0]);
    let siblings = record
        .get(&format!("/v1/quotes/{quote}/siblings"))
        .await
        .json();
    check(&document, "Siblings", &siblings);
    let body = serde_json::json!({
        "kind": "quote_speaker", "by": "Ida", "expected": null, "quote": quote, "to": null,
    });
    let request = TestRequest::post()
        .uri("/v1/corrections")
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_string());
    let correction = record.send(request).await.json();
    check(&document, "Correction", &correction);
    check(&document, "MovedQuote", &correction["quotes"][0]);
    check(
        &document,
        "NamedSpeaker",
        &correction["quotes"][0]["before"],
    );
    let log = record.get("/v1/corrections").await.json();
    check(&document, "CorrectionList", &log);
    let decided = record.get(&format!("/v1/quotes/{quote}")).await.json();
    check(&document, "Decision", &decided["decision"]);
    check_desk(&record, |schema, answer| check(&document, schema, answer)).await;
    check(&document, "Stats", &record.get("/v1/stats").await.json());
    check(&document, "Ready", &record.get("/readyz").await.json());
    check(
        &document,
        "Problem",
        &record.get("/v1/nothing").await.json(),
    );
    check(
        &document,
        "ProblemDescription",
        &record.get("/problems").await.json()[0],
    );
}

/// The same of what the fact-checkers' desk answers.
async fn check_desk(record: &Record, check: impl Fn(&str, &Value)) {
    let post = async |path: &str, body: Value| {
        let request = TestRequest::post()
            .uri(path)
            .insert_header(("content-type", "application/json"))
            .set_payload(body.to_string());
        let answer = record.send(request).await;
        assert!(answer.status < 300, "{path}: {}", answer.text());
        answer.json()
    };
    let quotes = record.get("/v1/quotes?q=pillars").await.json();
    let statement = &quotes["data"][0]["statement"];
    let body = serde_json::json!({
        "by": "Ida", "text": "The pillars come first.", "claimant": { "name": "Bruno Tarn" },
        "statements": [{ "statement": statement }],
        "reviews": [{
            "rating": "False", "publication": "published",
            "evidence": [{ "stance": "refutes", "title": "The plan" }],
        }],
    });
    let claim = post("/v1/claims", body).await;
    check("ClaimDetail", &claim);
    check("Claimant", &claim["claimant"]);
    check("Done", &claim["last"]);
    check("Review", &claim["reviews"][0]);
    check("Rating", &claim["reviews"][0]["rating"]);
    check("Evidence", &claim["reviews"][0]["evidence"][0]);
    check("ClaimVerdict", &claim["verdicts"][0]);
    check("ClaimStatement", &claim["statements"][0]);
    check("Repeats", &claim["repeats"]);
    let list = record.get("/v1/claims").await.json();
    check("ClaimList", &list);
    check("Claim", &list["data"][0]);
    let of_statement = format!(
        "/v1/statements/{}/claims",
        statement.as_str().expect("an id")
    );
    let claims = record.get(&of_statement).await.json();
    check("StatementClaims", &claims);
    check("LinkedClaim", &claims["linked"][0]);
    check("Worth", &claims["worth"]);
    let text = serde_json::json!({ "text": "The pillars come first." });
    let matches = post("/v1/claims/match", text).await;
    check("ClaimMatch", &matches["data"][0]);
    check("Agreement", &matches["data"][0]["agreement"]);
    check("Queue", &record.get("/v1/queue").await.json());
    check("ReReviewList", &record.get("/v1/re-reviews").await.json());
    let flag = serde_json::json!({
        "by": "A reader", "reason": "Why?", "subject": { "type": "claim", "id": claim["id"] },
    });
    check("Flag", &post("/v1/flags", flag).await);
    check("FlagList", &record.get("/v1/flags").await.json());
    let scales = record.get("/v1/scales").await.json();
    check("Scale", &scales["data"][0]);
    check("ScaleRating", &scales["data"][0]["ratings"][0]);
}

#[actix_web::test]
async fn the_document_is_served() {
    let record = Record::empty().await;
    let answer = record.get("/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json(), document());
    assert!(
        answer.json()["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
}

/// Every address and method of the document is answered by a handler, and no other method of it is: so the
/// document and the routes cannot part.
#[actix_web::test]
async fn the_document_and_the_routes_are_the_same() {
    let record = Record::empty().await;
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    assert_eq!(
        paths.keys().cloned().collect::<BTreeSet<_>>(),
        onrecord_api::addresses().map(str::to_owned).collect(),
    );
    for (path, operations) in paths {
        let path = path
            .replace("{id}", "0190a6f2-0000-7000-8000-000000000000")
            .replace("{code}", "nothing")
            .replace("{name}", "nothing");
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ] {
            let is_described = operations.get(method.as_str().to_lowercase()).is_some();
            let request = TestRequest::default().method(method.clone()).uri(&path);
            let is_answered = record.send(request).await.status != 405;
            assert_eq!(is_answered, is_described, "{method} {path}");
        }
    }
}

/// The parameters in the document are the ones that are understood.
#[actix_web::test]
async fn every_parameter_of_the_document_is_known() {
    let record = Record::empty().await;
    let document = document();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        let named: BTreeSet<&str> = operations["get"]["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().expect("a name"))
            .collect();
        if operations["get"].is_null() {
            continue;
        }
        let path = path.replace("{id}", "0190a6f2-0000-7000-8000-000000000000");
        let refused = record.get(&format!("{path}?no_such=1")).await;
        let problem = refused.is_problem(400, "unknown_parameter");
        let detail = problem["errors"][0]["detail"].as_str().expect("a detail");
        let known: BTreeSet<&str> = match detail.split_once("these are: ") {
            Some((_, known)) => known.split(", ").collect(),
            None => BTreeSet::new(),
        };
        assert_eq!(known, named, "{path}");
    }
}

/// The fields in the document are the ones that are understood.
#[actix_web::test]
async fn every_field_of_the_document_is_known() {
    let record = Record::empty().await;
    let refused = record.post(r#"{"no_such": 1}"#).await;
    let problem = refused.is_problem(422, "invalid_field");
    let detail = problem["errors"][0]["detail"].as_str().expect("a detail");
    let (_, known) = detail.split_once("these are: ").expect("the known fields");
    let document = document();
    let named = document["components"]["schemas"]["ArticleBody"]["properties"]
        .as_object()
        .expect("properties");
    assert_eq!(
        known.split(", ").collect::<BTreeSet<_>>(),
        named.keys().map(String::as_str).collect()
    );
}

#[test]
fn the_guide_has_every_code_and_every_address() {
    let guide = std::fs::read_to_string(docs("api.md")).expect("docs/api.md");
    for code in Code::ALL {
        let entry = code.entry();
        let row = format!(
            "| `{}` | {} | {} |",
            entry.name,
            entry.status.as_u16(),
            entry.documentation
        );
        assert!(guide.contains(&row), "docs/api.md lacks the row\n{row}");
    }
    for address in onrecord_api::addresses() {
        assert!(guide.contains(address), "docs/api.md lacks {address}");
    }
}

/// What the guide shows is what the server does: its article gives the quote that it prints.
#[actix_web::test]
async fn the_examples_of_the_guide_hold() {
    let guide = std::fs::read_to_string(docs("api.md")).expect("docs/api.md");
    let (_, rest) = guide.split_once(" -d '").expect("the article in the guide");
    let (article, _) = rest.split_once("'\n```").expect("the end of the article");
    let examples: Vec<Value> = guide
        .split("```json\n")
        .skip(1)
        .map(|block| {
            let (block, _) = block.split_once("```").expect("the end of the block");
            serde_json::from_str(block).expect("an example in JSON")
        })
        .collect();
    let [list, added, problem] = examples.as_slice() else {
        panic!("three examples, not {}", examples.len());
    };
    let record = Record::empty().await;
    let answer = record.post(article).await;
    assert_eq!(answer.status, 201);
    let given = answer.json();
    for key in ["status", "version", "language", "notices", "through"] {
        assert_eq!(given[key], added[key], "{key}");
    }
    let path = "/v1/quotes?q=%22before+the+summer%22&speaker=Quill&limit=5";
    assert!(guide.contains(path));
    let found = record.get(path).await.json();
    for key in ["total", "next", "links", "notices"] {
        assert_eq!(found[key], list[key], "{key}");
    }
    let (found, shown) = (&found["data"][0], &list["data"][0]);
    for key in [
        "text",
        "kind",
        "mention",
        "cue",
        "start",
        "end",
        "content",
        "source",
        "cue_spans",
        "version",
        "highlights",
    ] {
        assert_eq!(found[key], shown[key], "{key}");
    }
    assert_eq!(found["speaker"]["name"], shown["speaker"]["name"]);
    let keys = |value: &Value| {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let (found, shown): (BTreeSet<String>, BTreeSet<String>) = (keys(found), keys(shown));
    assert_eq!(found, shown);
    let refused = record.get("/v1/quotes?limit=0").await.json();
    for key in [
        "type", "title", "status", "detail", "instance", "code", "errors",
    ] {
        assert_eq!(refused[key], problem[key], "{key}");
    }
}
