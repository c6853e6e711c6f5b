//! What people correct is found as they say, at once and after the index has caught up.

use onrecord_engine::{
    Engine, EngineError, Expected, Finding, SearchRequest, StoreError, Target, Wish,
};
use onrecord_model::{Quote, SpeakerId, SpeakerKind};

use crate::{article, open, total};

async fn filled(engine: &Engine) -> Quote {
    for number in 0..3 {
        engine
            .ingest(article(
                &format!("https://courier.example/{number}"),
                &format!("pier number {number}"),
            ))
            .await
            .expect("stored");
    }
    engine.catch_up().await.expect("indexed");
    let request = SearchRequest {
        query: Some("\"number 1\"".to_owned()),
        ..SearchRequest::default()
    };
    let mut page = engine.search(&request).await.expect("answers");
    page.hits.remove(0).quote
}

/// How many quotes are this speaker's, by name or id.
async fn of(engine: &Engine, speaker: impl ToString) -> u64 {
    let request = SearchRequest {
        speaker: Some(speaker.to_string()),
        ..SearchRequest::default()
    };
    engine.search(&request).await.expect("answers").total
}

fn by_somebody_new(quote: &Quote, name: &str) -> Wish {
    Wish::QuoteSpeaker {
        quote: quote.id,
        to: Some(Target::New {
            name: name.to_owned(),
            kind: SpeakerKind::Person,
            key: None,
            wikidata: None,
        }),
        siblings: false,
        expected: Expected::Last(None),
    }
}

fn id(quote: &Quote) -> SpeakerId {
    quote.speaker.as_ref().expect("a speaker").id
}

/// What holds before the index has caught up, and after.
async fn check(engine: &Engine, expected: &[(&str, u64)]) {
    for caught_up in [false, true] {
        if caught_up {
            engine.catch_up().await.expect("indexed");
        }
        for (name, quotes) in expected {
            assert_eq!(of(engine, name).await, *quotes, "{name}, {caught_up}");
        }
    }
    let report = engine.doctor().await.expect("looks");
    assert_eq!(report.findings, Vec::<Finding>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_quote_is_found_by_its_new_speaker_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let quote = filled(&engine).await;
    check(&engine, &[("Tove Brandt", 3)]).await;
    let made = engine
        .correct("Ida Desk", by_somebody_new(&quote, "Ada Quill"))
        .await
        .expect("is corrected");
    check(&engine, &[("Tove Brandt", 2), ("Ada Quill", 1)]).await;
    // The words of a query match who it is, too.
    assert_eq!(total(&engine, "Quill pier").await, 1);
    let wish = Wish::Undo {
        correction: made.id,
    };
    engine.correct("Ida Desk", wish).await.expect("is undone");
    check(&engine, &[("Tove Brandt", 3), ("Ada Quill", 0)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_speakers_are_found_by_either_name_and_id() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let quote = filled(&engine).await;
    let brandt = id(&quote);
    engine
        .correct("Ida Desk", by_somebody_new(&quote, "Ada Quill"))
        .await
        .expect("is corrected");
    let quill = id(&engine
        .quote(quote.id)
        .await
        .expect("read")
        .expect("there")
        .quote);
    engine.catch_up().await.expect("indexed");
    let wish = Wish::Merge {
        speaker: quill,
        into: brandt,
        expected: Expected::Anything,
    };
    let merged = engine.correct("Ida Desk", wish).await.expect("is merged");
    for who in [quill.to_string(), brandt.to_string()] {
        check(&engine, &[(&who, 3), ("Ada Quill", 3), ("Tove Brandt", 3)]).await;
    }
    assert_eq!(total(&engine, "Brandt pier").await, 3);
    let wish = Wish::Undo {
        correction: merged.id,
    };
    engine.correct("Ida Desk", wish).await.expect("is undone");
    let (quill, brandt) = (quill.to_string(), brandt.to_string());
    check(&engine, &[(&quill, 1), (&brandt, 2), ("Ada Quill", 1)]).await;
    assert_eq!(
        total(&engine, "Brandt pier").await,
        3,
        "the article says so"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_speaker_is_found_by_the_words_of_the_new_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let quote = filled(&engine).await;
    let wish = Wish::Rename {
        speaker: id(&quote),
        name: "Tove Brandt-Lindqvist".to_owned(),
        expected: Expected::Last(None),
    };
    engine.correct("Ida Desk", wish).await.expect("is renamed");
    assert_eq!(total(&engine, "Lindqvist").await, 3);
    check(&engine, &[("Tove Brandt", 3), ("Tove Brandt-Lindqvist", 3)]).await;
    assert_eq!(total(&engine, "Lindqvist").await, 3);
    // An index built from nothing says the same.
    assert!(engine.rebuild_index().await.expect("is built"));
    assert_eq!(total(&engine, "Lindqvist").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_in_another_process_is_seen_by_this_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let serving = open(folder.path()).await;
    let quote = filled(&serving).await;
    let correcting = open(folder.path()).await;
    correcting
        .correct("Ida Desk", by_somebody_new(&quote, "Ada Quill"))
        .await
        .expect("is corrected");
    assert_eq!(of(&serving, "Ada Quill").await, 1);
    let error = serving
        .correct("Bo Scribe", by_somebody_new(&quote, "Cora Venn"))
        .await
        .expect_err("it was corrected meanwhile");
    assert!(
        matches!(error, EngineError::Store(StoreError::Conflict { .. })),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_taken_in_again_with_another_text_keeps_what_was_corrected() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let quote = filled(&engine).await;
    engine
        .correct("Ida Desk", by_somebody_new(&quote, "Ada Quill"))
        .await
        .expect("is corrected");
    let mut again = article("https://courier.example/1", "pier number 1");
    again.text.push_str(" A line was added.");
    let taken = engine.ingest(again).await.expect("stored");
    assert_eq!(taken.version, 2);
    check(&engine, &[("Tove Brandt", 2), ("Ada Quill", 1)]).await;
}
