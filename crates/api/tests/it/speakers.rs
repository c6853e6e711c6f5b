use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Record, bridge};

#[actix_web::test]
async fn speakers_are_listed_most_quoted_first_and_one_by_one() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    record
        .add(json!({
            "outlet": "Valley Post",
            "published": "2026-02-10",
            "text": "“The bridge is on schedule,” said Ada Quill.\n\nThe works began on Monday.\n",
        }))
        .await;
    let list = record.get("/v1/speakers").await.json();
    let first = &list["data"][0];
    assert_eq!(first["name"], "Ada Quill");
    assert_eq!(first["quotes"], 2);
    assert_eq!(list["next"], Value::Null);
    let id = first["id"].as_str().expect("an id");
    let speaker = record.get(&format!("/v1/speakers/{id}")).await.json();
    assert_eq!(speaker["name"], "Ada Quill");
    assert_eq!(speaker["quotes"], 2);
    assert_eq!(speaker["articles"], 2);
    assert_eq!(speaker["first_quoted"], "2026-02-03T07:30:00Z");
    assert_eq!(speaker["last_quoted"], "2026-02-10T00:00:00Z");
    assert_eq!(
        speaker["outlets"],
        json!([{ "outlet": "Brackwater Courier", "count": 1 }, { "outlet": "Valley Post", "count": 1 }])
    );
    let quotes = record.get(&format!("/v1/quotes?speaker={id}")).await.json();
    assert_eq!(quotes["total"]["value"], 2);
}

#[actix_web::test]
async fn part_of_a_name_finds_speakers() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let list = record.get("/v1/speakers?name=QUI").await.json();
    assert_eq!(list["data"].as_array().map(Vec::len), Some(1), "{list}");
    assert_eq!(list["data"][0]["name"], "Ada Quill");
    let none = record.get("/v1/speakers?name=%25").await.json();
    assert_eq!(none["data"], json!([]), "a percent sign is no wild card");
}

#[actix_web::test]
async fn paging_gives_every_speaker_once() {
    let record = Record::empty().await;
    let names = [
        "Ada Quill",
        "Bruno Tarn",
        "Cora Venn",
        "Dario Lund",
        "Edda Moss",
        "Faye Orr",
        "Gil Stroud",
    ];
    for name in names {
        let text = format!("“The harbour opens at dawn tomorrow,” said {name}.\n");
        record.add(json!({ "text": text })).await;
    }
    let mut path = "/v1/speakers?limit=3&name=".to_owned();
    let mut seen = Vec::new();
    loop {
        let answer = record.get(&path).await;
        let page = answer.json();
        for speaker in page["data"].as_array().expect("a list") {
            seen.push(speaker["name"].as_str().expect("a name").to_owned());
        }
        let Some(next) = page["links"]["next"].as_str() else {
            break;
        };
        assert_eq!(answer.header("link"), format!("<{next}>; rel=\"next\""));
        next.clone_into(&mut path);
    }
    assert_eq!(seen.len(), names.len());
    let seen: BTreeSet<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(seen, BTreeSet::from(names));
}

#[actix_web::test]
async fn stats_add_up() {
    let record = Record::empty().await;
    let empty = record.get("/v1/stats").await.json();
    assert_eq!(empty["quotes"], 0);
    assert_eq!(empty["latest"], json!([]));
    record.add(bridge()).await;
    let stats = record.get("/v1/stats").await.json();
    let number = |key: &str| stats[key].as_u64().expect("a number");
    assert_eq!(number("articles"), 1);
    assert_eq!(
        number("quotes"),
        number("direct") + number("mixed") + number("indirect")
    );
    assert_eq!(
        stats["outlets"],
        json!([{ "outlet": "Brackwater Courier", "count": 1 }])
    );
    assert_eq!(stats["top_speakers"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        stats["latest"].as_array().map(Vec::len),
        Some(number("quotes") as usize)
    );
}
