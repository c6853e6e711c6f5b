//! What has been acknowledged is found, whether or not the index holds it.

use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_engine::{Analyser, EngineError, PutStatus};

use crate::{article, open, total};

#[tokio::test(flavor = "multi_thread")]
async fn found_before_the_index_commits() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine.catch_up().await.expect("an empty index is made");
    for (number, subject) in ["pier", "quay", "lighthouse"].into_iter().enumerate() {
        let url = format!("https://courier.example/{number}");
        let ingested = engine.ingest(article(&url, subject)).await.expect("stored");
        assert_eq!(ingested.status, PutStatus::Added);
        let state = engine.index_state().await.expect("answers");
        assert!(
            state.position < Some(state.last),
            "the index must not hold it yet: {state:?}"
        );
        assert_eq!(total(&engine, subject).await, 1);
    }
    engine.catch_up().await.expect("indexed");
    let state = engine.index_state().await.expect("answers");
    assert_eq!(state.position, Some(state.last));
    assert_eq!(total(&engine, "pier OR quay OR lighthouse").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_hides_the_old_one_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    engine.catch_up().await.expect("indexed");
    let ingested = engine
        .ingest(article("https://courier.example/1", "quay"))
        .await
        .expect("stored");
    assert_eq!(
        (ingested.status, ingested.version),
        (PutStatus::NewVersion, 2)
    );
    assert_eq!(
        (total(&engine, "pier").await, total(&engine, "quay").await),
        (0, 1)
    );
    engine.catch_up().await.expect("indexed");
    assert_eq!(
        (total(&engine, "pier").await, total(&engine, "quay").await),
        (0, 1)
    );
    assert!(engine.doctor().await.expect("looks").is_clean());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_again_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let first = engine
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    let last = engine.index_state().await.expect("answers").last;
    let again = engine
        .ingest(article("https://courier.example/1?utm_source=x", "pier"))
        .await
        .expect("known");
    assert_eq!(
        (again.status, again.article),
        (PutStatus::Unchanged, first.article)
    );
    assert_eq!(engine.index_state().await.expect("answers").last, last);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_first_index_a_search_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let answer = engine.search(&Default::default()).await;
    assert!(
        matches!(answer, Err(EngineError::IndexNotReady)),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_countless_quotes_is_refused_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let mut article = article("https://courier.example/1", "pier");
    let line = "\n\n“We will not wait any longer,” said Tove Brandt.";
    article.text = format!("Report{}", line.repeat(Analyser::MOST_QUOTES + 1));
    article =
        from_plain_text(article.text, Facts::default(), &Limits::default()).expect("an article");
    let refused = engine.ingest(article).await.expect_err("too many");
    assert!(
        matches!(refused, EngineError::TooManyQuotes { .. }),
        "{refused:?}"
    );
}
