//! From an article to what is told of its quotes.

use onrecord_engine::intake::{Limits, from_json_line};
use onrecord_engine::{Engine, SearchRequest};
use onrecord_model::{Colour, CueClass, Polarity, Quote};

use crate::open;

const TEXT: &str = "Harbour notes\n\nTove Brandt claimed that the old pier was safe. Tove Brandt did not say when \
                    the ferry would leave. \"Nils Aker told me that the pier would sink within a year,\" said Tove \
                    Brandt.";

async fn engine() -> (Engine, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine.catch_up().await.expect("an index");
    let line = format!(r#"{{"id": "1", "url": "https://courier.example/1", "text": {TEXT:?}}}"#);
    let article = from_json_line(line.as_bytes(), &Limits::default()).expect("an article");
    engine.ingest(article).await.expect("stored");
    (engine, folder)
}

async fn found(engine: &Engine, request: SearchRequest) -> Vec<Quote> {
    let page = engine.search(&request).await.expect("answers");
    page.hits.into_iter().map(|hit| hit.quote).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn quotes_are_found_by_what_their_cues_tell() {
    let (engine, _folder) = engine().await;
    let negated = found(
        &engine,
        SearchRequest {
            polarity: Some(Polarity::Negated),
            ..SearchRequest::default()
        },
    )
    .await;
    let [silent] = negated.as_slice() else {
        panic!("{negated:#?}");
    };
    assert_eq!(silent.text, "when the ferry would leave");
    assert_eq!(silent.manner.class, Some(CueClass::Statement));
    assert_eq!(silent.statement, None, "what was not said is no statement");
    let doubted = found(
        &engine,
        SearchRequest {
            colour: Some(Colour::Doubting),
            class: Some(CueClass::Statement),
            ..SearchRequest::default()
        },
    )
    .await;
    assert_eq!(doubted.len(), 1);
    assert_eq!(doubted[0].text, "that the old pier was safe");
    assert!(doubted[0].statement.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_knows_what_it_stands_in_and_what_stands_in_it() {
    let (engine, _folder) = engine().await;
    let sink = SearchRequest {
        query: Some("sink".to_owned()),
        ..SearchRequest::default()
    };
    let page = engine.search(&sink).await.expect("answers");
    assert_eq!(page.hits.len(), 2);
    let inner = page.hits.iter().find(|hit| hit.quote.inside.is_some());
    let inner = inner.expect("one stands in the other");
    let outer = inner.outer.as_ref().expect("the other");
    let speaker = |quote: &Quote| quote.speaker.as_ref().map(|speaker| speaker.name.clone());
    assert_eq!(speaker(outer).as_deref(), Some("Tove Brandt"));
    assert_eq!(speaker(&inner.quote).as_deref(), Some("Nils Aker"));
    assert_eq!(inner.quote.inside, Some(outer.id));

    let view = engine.quote(inner.quote.id).await.expect("answers");
    let view = view.expect("is there");
    assert_eq!(view.outer.map(|outer| outer.id), Some(outer.id));
    assert!(view.inner.is_empty());
    let view = engine.quote(outer.id).await.expect("answers");
    let view = view.expect("is there");
    assert!(view.outer.is_none());
    let inside: Vec<_> = view.inner.iter().map(|quote| quote.id).collect();
    assert_eq!(inside, [inner.quote.id]);
}
