//! Primary sources taken in: what is known is known again, what is wrong is named, and the index follows.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord_engine::intake::{Given, Limits, read_sources};
use onrecord_engine::{Engine, ImportEvent, ImportSummary, SearchRequest};
use tokio_util::sync::CancellationToken;

use crate::{article, open, total};

/// Imports files to the end, and tells what happened besides storing.
async fn import(engine: &Engine, paths: &[PathBuf]) -> (ImportSummary, Vec<ImportEvent>) {
    let sources = read_sources(paths, &Given::default(), &Limits::default());
    let mut events = Vec::new();
    let never = CancellationToken::new();
    let summary = engine
        .import(sources, 2, &never, |event| {
            if !matches!(event, ImportEvent::Stored { .. } | ImportEvent::Indexed) {
                events.push(event.clone());
            }
        })
        .await
        .expect("imports");
    (summary, events)
}

/// Statements of three speakers and two outlets, each different.
fn statements(range: std::ops::Range<usize>) -> Vec<String> {
    range
        .map(|number| {
            let speaker = ["Tove Brandt", "Jane Roe", "Port Authority of Halden"][number % 3];
            let outlet = ["Harbour Council", "Halden Wire"][number % 2];
            serde_json::json!({
                "id": number,
                "text": format!("Pier number {number} is safe for ships of any size."),
                "speaker": speaker,
                "date": format!("2025-{:02}-11", 1 + number % 12),
                "outlet": outlet,
            })
            .to_string()
        })
        .collect()
}

fn write(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, lines.join("\n")).expect("writes");
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_statements() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let list = write(folder.path(), "piers.jsonl", &statements(0..1_203));
    let (summary, events) = import(&engine, std::slice::from_ref(&list)).await;
    assert_eq!((summary.added, summary.known), (1_203, 0));
    assert_eq!(events, []);
    assert!(!summary.interrupted);

    assert_eq!(total(&engine, "pier").await, 1_203);
    let state = engine.index_state().await.expect("answers");
    assert_eq!((state.position, state.behind), (Some(state.last), 0));
    let request = SearchRequest {
        query: Some("\"pier number 1000\"".to_owned()),
        ..SearchRequest::default()
    };
    let page = engine.search(&request).await.expect("answers");
    let quote = &page.hits[0].quote;
    assert_eq!(page.total, 1);
    let primary = quote.primary.as_ref().expect("a primary source");
    assert_eq!(primary.reference.as_deref(), Some("1000"));
    assert_eq!(quote.article.title.as_deref(), Some("piers.jsonl"));
    assert_eq!(quote.article.outlet.as_deref(), Some("Harbour Council"));
    let said = quote.article.published.expect("a day");
    assert_eq!(said.to_rfc3339(), "2025-05-11T00:00:00+00:00");

    // From the beginning, with lines before, behind and among it, and under another name.
    let mut longer = statements(1_203..1_300);
    longer.extend(statements(0..700));
    longer.push(statements(0..1).remove(0));
    longer.extend(statements(700..1_203));
    let longer = write(folder.path(), "more.jsonl", &longer);
    let (summary, _) = import(&engine, &[list, longer]).await;
    assert_eq!((summary.added, summary.known), (97, 1_203 + 1_204));
    assert_eq!(total(&engine, "pier").await, 1_300);
    assert!(engine.doctor().await.expect("looks").is_clean());

    assert!(engine.rebuild_index().await.expect("builds"));
    assert_eq!(total(&engine, "pier").await, 1_300);
    let report = engine.doctor().await.expect("looks");
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.quotes, report.indexed), (1_300, 1_300));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_imported_is_who_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    let list = write(folder.path(), "piers.jsonl", &statements(0..3));
    import(&engine, &[list]).await;
    let request = SearchRequest {
        query: Some("pier".to_owned()),
        ..SearchRequest::default()
    };
    let page = engine.search(&request).await.expect("answers");
    let brandt = page.hits.iter().filter_map(|hit| {
        let speaker = hit.quote.speaker.as_ref()?;
        (speaker.name == "Tove Brandt").then_some(speaker.id)
    });
    let brandt: Vec<_> = brandt.collect();
    assert_eq!(brandt.len(), 2);
    assert_eq!(brandt[0], brandt[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let mut lines = statements(0..4);
    lines.insert(1, "{\"text\": \"Nobody said this.\"}".to_owned());
    lines.insert(3, "not JSON".to_owned());
    let long = "ship ".repeat(30_000).replace(' ', "\u{2060}");
    lines.push(serde_json::json!({"text": long, "speaker": "Jane Roe"}).to_string());
    let list = write(folder.path(), "piers.jsonl", &lines);
    let missing = folder.path().join("nowhere.jsonl");
    let (summary, events) = import(&engine, &[list, missing]).await;
    assert_eq!((summary.added, summary.rejected), (4, 4));
    let details: Vec<&str> = events
        .iter()
        .map(|event| match event {
            ImportEvent::Rejected { detail, .. } => detail.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    for named in [
        "piers.jsonl:2",
        "piers.jsonl:4",
        "piers.jsonl:7",
        "nowhere.jsonl",
    ] {
        assert!(
            details.iter().any(|detail| detail.contains(named)),
            "{named} is not in {details:#?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_is_one_source_however_often_a_line_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let text = "Hearing on the harbour of Halden\n\n\
        TOVE BRANDT: The pier was safe for ships of any size.\n\n\
        JANE ROE: Thank you.\n\n\
        TOVE BRANDT: I have nothing to add to the report of the council.\n\n\
        JANE ROE: Thank you.\n";
    let path = folder.path().join("hearing.txt");
    fs::write(&path, text).expect("writes");
    let (summary, events) = import(&engine, std::slice::from_ref(&path)).await;
    assert_eq!((summary.added, summary.unnamed), (4, 0), "{events:?}");
    let (summary, _) = import(&engine, &[path]).await;
    assert_eq!((summary.added, summary.known), (0, 4));
    assert_eq!(total(&engine, "thank").await, 2);
    let page = engine.sources(None, 5).await.expect("a page");
    assert_eq!(page.sources.len(), 1);
    assert_eq!(page.sources[0].passages, 4);
    assert!(engine.doctor().await.expect("looks").is_clean());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_interrupted_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let list = write(folder.path(), "piers.jsonl", &statements(0..900));
    let stop = CancellationToken::new();
    stop.cancel();
    let sources = read_sources(
        std::slice::from_ref(&list),
        &Given::default(),
        &Limits::default(),
    );
    let summary = engine.import(sources, 2, &stop, |_| {}).await;
    let summary = summary.expect("ends");
    assert!(summary.interrupted);
    assert_eq!(summary.added, 0);
    let (summary, _) = import(&engine, &[list]).await;
    assert_eq!((summary.added, summary.known), (900, 0));
    assert_eq!(total(&engine, "pier").await, 900);
}
