//! Primary sources, read.

use std::fs;

use onrecord_engine::intake::{Given, Limits, read_sources};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::harness::{Record, bridge};

const SESSION: &str = "Council of Brackwater\n3 February 2026\nSource: Council of Brackwater\n\n\
    ADA QUILL: We will reopen the bridge before the summer.\n\
    BRUNO TARN: The pillars have to be replaced first.\n\
    MODERATOR: Order.\n\
    ADA QUILL: They will be. I have seen the pillars.\n\
    BRUNO TARN: From above.\n";

async fn filled() -> Record {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("session.txt");
    fs::write(&path, SESSION).expect("writes");
    let sources = read_sources(&[path], &Given::default(), &Limits::default());
    let summary = record
        .engine
        .import(sources, 1, &CancellationToken::new(), |_| {})
        .await
        .expect("imported");
    assert_eq!((summary.added, summary.unnamed), (4, 1));
    record
}

fn texts(list: &Value) -> Vec<&str> {
    let texts = list.as_array().expect("a list").iter();
    texts
        .map(|quote| quote["text"].as_str().expect("a text"))
        .collect()
}

#[actix_web::test]
async fn a_source_is_listed_and_read_page_by_page() {
    let record = filled().await;
    let list = record.get("/v1/sources").await.json();
    let source = &list["data"][0];
    assert_eq!(source["kind"], "transcript");
    assert_eq!(source["title"], "Council of Brackwater");
    assert_eq!(source["outlet"], "Council of Brackwater");
    assert_eq!(source["published"], "2026-02-03T00:00:00Z");
    assert_eq!(source["passages"], 4);
    assert_eq!(
        (&list["next"], &list["links"]["next"]),
        (&Value::Null, &Value::Null)
    );
    let id = source["id"].as_str().expect("an id");
    let mut path = format!("/v1/sources/{id}?limit=3");
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        let answer = record.get(&path).await;
        let page = answer.json();
        assert_eq!(page["id"], id);
        for passage in page["data"].as_array().expect("a list") {
            assert_eq!(
                passage["primary"],
                json!({ "position": seen.len(), "reference": null })
            );
            assert_eq!(passage["article"]["id"], id);
            assert_eq!(passage["extractor"], "import/1");
            seen.push(passage["text"].as_str().expect("a text").to_owned());
        }
        pages += 1;
        let Some(next) = page["links"]["next"].as_str() else {
            break;
        };
        assert_eq!(answer.header("link"), format!("<{next}>; rel=\"next\""));
        next.clone_into(&mut path);
    }
    assert_eq!(pages, 2);
    assert_eq!(
        seen,
        [
            "We will reopen the bridge before the summer.",
            "The pillars have to be replaced first.",
            "They will be. I have seen the pillars.",
            "From above.",
        ]
    );
}

#[actix_web::test]
async fn a_passage_is_found_with_its_context() {
    let record = filled().await;
    let found = record
        .get("/v1/quotes?q=%22have+seen+the+pillars%22")
        .await
        .json();
    let passage = &found["data"][0];
    assert_eq!(passage["speaker"]["name"], "Ada Quill");
    assert_eq!(passage["primary"]["position"], 2);
    let id = passage["id"].as_str().expect("an id");
    let context = record
        .get(&format!("/v1/quotes/{id}/context?before=1&after=5"))
        .await
        .json();
    assert_eq!(
        texts(&context["data"]),
        [
            "The pillars have to be replaced first.",
            "They will be. I have seen the pillars.",
            "From above.",
        ]
    );
    assert_eq!(context["place"], 1);
    let alone = record
        .get(&format!("/v1/quotes/{id}/context?before=0&after=0"))
        .await
        .json();
    assert_eq!(alone["data"].as_array().map(Vec::len), Some(1));
    let read = record.get(&format!("/v1/quotes/{id}")).await.json();
    assert_eq!(
        (&read["text"], &read["primary"]),
        (&passage["text"], &passage["primary"])
    );
}

#[actix_web::test]
async fn what_was_said_is_who_said_it() {
    let record = filled().await;
    let speakers = record.get("/v1/speakers?name=quill").await.json();
    let quill = &speakers["data"][0];
    assert_eq!(
        (&quill["quotes"], &quill["passages"]),
        (&json!(1), &json!(2))
    );
    let id = quill["id"].as_str().expect("an id");
    let detail = record.get(&format!("/v1/speakers/{id}")).await.json();
    assert_eq!(detail["passages"], 2);
    assert_eq!(detail["first_said"], "2026-02-03T00:00:00Z");
    let stats = record.get("/v1/stats").await.json();
    assert_eq!(
        (&stats["sources"], &stats["passages"]),
        (&json!(1), &json!(4))
    );
}

#[actix_web::test]
async fn what_is_no_source_is_not_found() {
    let record = filled().await;
    let r = &record;
    let unknown = "0190a6f2-0000-7000-8000-000000000000";
    r.get(&format!("/v1/sources/{unknown}"))
        .await
        .is_problem(404, "not_found");
    r.get(&format!("/v1/quotes/{unknown}/context"))
        .await
        .is_problem(404, "not_found");
    r.get("/v1/sources/1")
        .await
        .names(400, "invalid_id", &["id"]);
    r.get("/v1/sources?cursor=abc")
        .await
        .names(400, "invalid_cursor", &["cursor"]);
    r.get("/v1/sources?limit=201")
        .await
        .names(400, "invalid_parameter", &["limit"]);
    r.get("/v1/sources?name=x")
        .await
        .names(400, "unknown_parameter", &["name"]);
    let page = format!("/v1/sources/{unknown}?cursor=abc");
    r.get(&page).await.names(400, "invalid_cursor", &["cursor"]);
    let around = format!("/v1/quotes/{unknown}/context?before=51");
    r.get(&around)
        .await
        .names(400, "invalid_parameter", &["before"]);
    let report = r
        .get("/v1/quotes?kind=direct&q=bridge&sort=oldest")
        .await
        .json();
    let report = report["data"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|quote| quote["primary"].is_null())
        .expect("what the article reports");
    let id = report["id"].as_str().expect("an id");
    r.get(&format!("/v1/quotes/{id}/context"))
        .await
        .is_problem(404, "not_found");
}
