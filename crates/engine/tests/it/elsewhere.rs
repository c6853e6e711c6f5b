//! Where else the same speaker is reported with the same or nearly the same words.

use onrecord_engine::intake::Limits;
use onrecord_engine::intake::from_json_line;
use onrecord_engine::{Elsewhere, Engine, SearchRequest};
use onrecord_matching::Difference;
use onrecord_model::{Quote, QuoteId};

use crate::open;

/// Takes in an article of this day in which Tove Brandt says these words.
async fn say(engine: &Engine, day: u32, words: &str) {
    let text = format!(
        "Report from the harbour\n\nThe harbour master of Halden is Tove Brandt. \"{words}\" said Tove Brandt."
    );
    let url = format!("https://courier.example/{day}");
    let line = format!(
        r#"{{"id": "{day}", "url": "{url}", "published": "2025-03-{day:02}", "text": {text:?}}}"#
    );
    let article = from_json_line(line.as_bytes(), &Limits::default()).expect("an article");
    let ingested = engine.ingest(article).await.expect("stored");
    assert_eq!(ingested.quotes, 1, "{words}");
}

async fn quotes(engine: &Engine) -> Vec<Quote> {
    let page = engine
        .search(&SearchRequest::default())
        .await
        .expect("answers");
    page.hits.into_iter().map(|hit| hit.quote).collect()
}

async fn elsewhere(engine: &Engine, id: QuoteId) -> Elsewhere {
    engine
        .quote(id)
        .await
        .expect("answers")
        .expect("is there")
        .elsewhere
}

#[tokio::test(flavor = "multi_thread")]
async fn other_wordings_come_earliest_first_with_how_they_differ() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine.catch_up().await.expect("an index");
    say(&engine, 5, "We will not close the old pier this winter,").await;
    say(&engine, 3, "We will close the old pier this winter,").await;
    say(&engine, 4, "We will not close the old pier this winter!").await;
    say(&engine, 6, "The ferry to the islands leaves at noon,").await;
    let quotes = quotes(&engine).await;
    let asked = quotes
        .iter()
        .find(|quote| quote.text.contains("winter,") && quote.text.contains("not"));
    let Elsewhere::Compared { occurrences, more } =
        elsewhere(&engine, asked.expect("is there").id).await
    else {
        panic!("it was not compared");
    };
    let found: Vec<(String, Difference)> = occurrences
        .into_iter()
        .map(|occurrence| (occurrence.quote.text, occurrence.comparison.difference))
        .collect();
    assert_eq!(
        found,
        [
            (
                "\"We will close the old pier this winter,\"".to_owned(),
                Difference::TrimmedSilently
            ),
            (
                "\"We will not close the old pier this winter!\"".to_owned(),
                Difference::Formatting
            ),
        ]
    );
    assert!(!more);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_index_nobody_claims_to_have_looked() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine.catch_up().await.expect("an index");
    say(&engine, 5, "We will not close the old pier this winter,").await;
    let id = quotes(&engine).await[0].id;
    engine.close().await.expect("closes");
    drop(engine);
    std::fs::remove_dir_all(folder.path().join("index")).expect("removed");
    let engine = open(folder.path()).await;
    assert!(matches!(
        elsewhere(&engine, id).await,
        Elsewhere::NotCompared
    ));
}
