//! A day at the desk, through HTTP alone: from articles that came in over night to what has to be looked at again.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use onrecord_api::ServeOptions;
use serde_json::{Value, json};

use super::{done, id, made, post, put};
use crate::harness::Record;

/// A clock that goes on by a second each time somebody looks.
fn ticking() -> DateTime<Utc> {
    static TICKS: AtomicI64 = AtomicI64::new(0);
    let begin: DateTime<Utc> = "2026-03-01T09:00:00Z".parse().expect("an instant");
    begin + TimeDelta::seconds(TICKS.fetch_add(1, Ordering::Relaxed))
}

/// The articles beside the checkout; `None` where they are not there.
fn articles() -> Option<Vec<Value>> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/polnear_dev.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        let skipped = "skipped: shared/corpus/polnear_dev.jsonl is not beside the checkout";
        writeln!(std::io::stderr(), "{skipped}").expect("standard error is open");
        return None;
    };
    let lines = text.lines().map(|line| {
        let mut article: Value = serde_json::from_str(line).expect("JSON");
        let fields = article.as_object_mut().expect("an object");
        fields.retain(|name, _| {
            [
                "id",
                "title",
                "outlet",
                "published",
                "author",
                "text",
                "url",
            ]
            .contains(&name.as_str())
        });
        article
    });
    Some(lines.collect())
}

/// What the machine does meanwhile.
async fn passes(record: &Record) {
    record
        .engine
        .group()
        .await
        .expect("wordings are put together");
    record.engine.catch_up().await.expect("the index comes up");
    record.engine.judge().await.expect("statements are judged");
}

/// The words of a quotation without its marks, on one line.
fn plain(text: &str) -> String {
    let is_mark = |character: char| "“”\"'‘’".contains(character);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(is_mark, "")
}

/// The words with one of their numbers raised by a third, for each of them.
fn with_other_numbers(words: &str) -> Vec<String> {
    let is_digit = |character: char| character.is_ascii_digit();
    let mut others = Vec::new();
    let mut behind = 0;
    while let Some(start) = words[behind..].find(is_digit).map(|at| at + behind) {
        let length = words[start..].find(|character| !is_digit(character));
        behind = start + length.unwrap_or(words.len() - start);
        if let Ok(number) = words[start..behind].parse::<u64>() {
            let other = number + number / 3 + 1;
            others.push(format!("{}{other}{}", &words[..start], &words[behind..]));
        }
    }
    others
}

/// A claim, and its words with another number, by which the machine knows it all the same.
async fn said_otherwise(record: &Record, claims: &[Value]) -> (Value, String) {
    for claim in claims {
        for words in with_other_numbers(claim["text"].as_str().expect("words")) {
            let found = post(record, "/v1/claims/match", json!({ "text": words })).await;
            let best = &found.json()["data"][0];
            if best["suggested"] == true && best["claim"]["id"] == claim["id"] {
                return (claim.clone(), words);
            }
        }
    }
    panic!("of ten facts one has a number and is known by the rest of its words");
}

async fn due(record: &Record, claim: &Value) -> Vec<Value> {
    let due = record.get("/v1/re-reviews?limit=200").await.json();
    let found = due["data"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|due| due["claim"]["id"] == claim["id"])
        .map(|due| due["reasons"].as_array().expect("reasons").clone());
    found.unwrap_or_default()
}

#[actix_web::test]
async fn a_day_at_the_desk() {
    let Some(articles) = articles() else {
        return;
    };
    let record = Record::at(ServeOptions::default(), ticking).await;
    for article in &articles {
        record.add(article.clone()).await;
    }
    assert_eq!(articles.len(), 84);
    passes(&record).await;

    // What is most worth checking, and why.
    let queue = record.get("/v1/queue?limit=10").await.json();
    let items = queue["data"].as_array().expect("a list").clone();
    assert_eq!(items.len(), 10);
    let ranks: Vec<f64> = items
        .iter()
        .map(|item| item["rank"].as_f64().expect("a number"))
        .collect();
    assert!(ranks.is_sorted_by(|one, other| one >= other), "{ranks:?}");
    for item in &items {
        assert_eq!(item["worth"]["class"], "fact");
        assert!(!item["reasons"].as_array().expect("reasons").is_empty());
        assert!(!item["worth"]["words"].as_array().expect("words").is_empty());
    }

    // Ten claims, each opened by who works on it, in their words or in part of them.
    let mut claims = Vec::new();
    for item in &items {
        let statement = id(&item["statement"]);
        let lock = format!("/v1/statements/{statement}/lock");
        let opened = put(&record, &lock, json!({ "by": "Ines Roth" })).await;
        assert_eq!(opened.status, 200, "{}", opened.text());
        let text = plain(item["quote"]["text"].as_str().expect("words"));
        let body = json!({ "by": "Ines Roth", "text": text });
        let claim = made(&record, body).await;
        let part = json!({ "by": "Ines Roth", "statement": statement, "part": [0, 8] });
        done(&record, &claim, "links", part).await;
        let all = json!({ "by": "Ines Roth", "statement": statement });
        claims.push(done(&record, &claim, "links", all).await);
    }
    let after = record.get("/v1/queue?limit=200").await.json();
    assert_eq!(
        after["total"],
        queue["total"].as_u64().expect("a number") - 10
    );

    // Two disagree.
    for (by, rating) in [("Ines Roth", "False"), ("Tom Okafor", "Mostly true")] {
        let body = json!({ "by": by, "rating": rating, "publication": "published" });
        claims[0] = done(&record, &claims[0], "reviews", body).await;
    }
    assert_eq!(claims[0]["state"], "needs_second_review");
    assert_eq!(claims[0]["disputed"], true);
    let reasons = due(&record, &claims[0]).await;
    assert_eq!(reasons[0]["kind"], "disagreement");

    // One with a number is rated, and said again later with another one.
    let (claim, again) = said_otherwise(&record, &claims[1..]).await;
    let body = json!({
        "by": "Ines Roth", "rating": "False", "publication": "published", "date": "2026-02-20",
    });
    let rated = done(&record, &claim, "reviews", body).await;
    assert_eq!(rated["state"], "reviewed");
    assert_eq!(rated["repeats"]["occurrences"], 0);
    assert_eq!(due(&record, &claim).await, [] as [Value; 0]);
    let text = format!(
        "The old figures were read out once more in Brackwater.\n\n“{again},” said Ada Quill, the mayor of Brackwater.\n"
    );
    let added = record
        .add(json!({
            "id": "again-1", "title": "Old figures, read out", "outlet": "Brackwater Courier",
            "published": "2026-02-25", "text": text,
        }))
        .await;
    passes(&record).await;
    let quote = added["quotes"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|quote| quote["speaker"]["name"] == "Ada Quill")
        .unwrap_or_else(|| panic!("the mayor is quoted: {added}"));
    let reasons = due(&record, &claim).await;
    let other = reasons
        .iter()
        .find(|reason| reason["kind"] == "other_numbers")
        .unwrap_or_else(|| panic!("it has to be looked at again: {reasons:?}"));
    assert_eq!(other["quote"]["id"], quote["id"]);
    assert_eq!(
        (&other["suggested"], &other["count"]),
        (&json!(true), &json!(1))
    );

    // A machine thinks so: no verdict is the statement's before a person agrees.
    let statement = id(&quote["statement"]);
    let of_statement = format!("/v1/statements/{statement}/claims");
    let seen = record.get(&of_statement).await.json();
    assert_eq!(seen["linked"], json!([]));
    assert_eq!(seen["suggested"][0]["claim"]["id"], claim["id"]);
    assert_eq!(seen["suggested"][0]["claim"].get("verdicts"), None);
    let body = json!({ "by": "Tom Okafor", "statement": statement });
    let linked = done(&record, &claim, "links", body).await;
    let repeats = &linked["repeats"];
    assert_eq!(repeats["verdict"]["rating"]["name"], "False");
    assert_eq!(
        (&repeats["occurrences"], &repeats["reports"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(repeats["last"], "2026-02-25T00:00:00Z");
    assert_eq!(repeats["by"][0]["speaker"]["name"], "Ada Quill");
    assert_eq!(repeats["latest"][0]["id"], quote["id"]);
    let seen = record.get(&of_statement).await.json();
    assert_eq!(
        seen["linked"][0]["claim"]["verdicts"][0]["rating"]["name"],
        "False"
    );
    let reasons = due(&record, &claim).await;
    let other = reasons
        .iter()
        .find(|reason| reason["kind"] == "other_numbers");
    assert_eq!(other.map(|other| &other["suggested"]), Some(&json!(false)));

    // As of the moment before the day began nothing was there; the log has all of it.
    let path = format!("/v1/claims/{}", id(&claim["id"]));
    let before = record.get(&format!("{path}?as_of=2026-02-28")).await;
    before.is_problem(404, "not_found");
    let made_at = rated["made_by"]["at"].as_str().expect("an instant");
    let then = record.get(&format!("{path}?as_of={made_at}")).await.json();
    assert_eq!(
        (&then["reviews"], &then["statements"]),
        (&json!([]), &json!([]))
    );
    let log = record
        .get(&format!("/v1/corrections?claim={}", id(&claim["id"])))
        .await
        .json();
    assert_eq!(log["data"].as_array().map(Vec::len), Some(5));

    // Whoever alters a row behind the desk's back is found out.
    let report = record.engine.doctor().await.expect("the doctor looks");
    assert!(report.is_clean(), "{:?}", report.findings);
    let forged = id(&claims[2]["id"]);
    let refused = post(&record, &path, json!({})).await;
    refused.is_problem(405, "method_not_allowed");
    let words = claims[2]["text"].as_str().expect("a text").to_owned();
    let engine = record.forged(&forged, &words).await;
    let report = engine.doctor().await.expect("the doctor looks");
    let named = |finding: &onrecord_engine::Finding| finding.detail.contains(&forged);
    assert!(report.findings.iter().any(named), "{:?}", report.findings);
}
