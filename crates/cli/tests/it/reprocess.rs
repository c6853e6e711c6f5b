//! `onrecord reprocess`: shown, stored, and gone on with.

use std::path::Path;

use serde_json::Value;

use crate::browser::Server;
use crate::run::{Ran, run, run_with_input};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample");

fn reprocess(data: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec!["reprocess", "--model", "rules"];
    all.extend(arguments);
    run(data, &all)
}

fn of_event<'line>(lines: &'line [Value], event: &str) -> Vec<&'line Value> {
    let lines = lines.iter();
    lines.filter(|line| line["event"] == event).collect()
}

fn extractors(data: &Path) -> Vec<String> {
    let found = run(data, &["search", "--json", "--limit", "1000"]).expect(0);
    let mut extractors: Vec<String> = found
        .json()
        .iter()
        .map(|quote| quote["extractor"].as_str().expect("a name").to_owned())
        .collect();
    extractors.sort();
    extractors.dedup();
    extractors
}

#[test]
fn what_would_change_is_shown_and_stored_only_when_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    run(data, &["ingest", SAMPLE]).expect(0);
    let shown = reprocess(data, &[]).expect(0);
    assert!(shown.messages.contains("--apply"), "{shown:#?}");
    for words in [
        "read again with rules/3",
        "gained",
        "lost, for example:",
        "unchanged",
    ] {
        assert!(shown.data.contains(words), "{shown:#?}");
    }
    let lines = reprocess(data, &["--json"]).expect(0).json();
    assert_eq!(extractors(data), ["fast/3"]);
    let summary = of_event(&lines, "summary")[0].clone();
    let articles = of_event(&lines, "article");
    assert_eq!(summary["articles"], articles.len());
    assert_eq!(summary["stored"], 0);
    for (outcome, both) in [
        ("gained", (false, true)),
        ("lost", (true, false)),
        ("changed", (true, true)),
    ] {
        let of_outcome: Vec<&Value> = articles
            .iter()
            .flat_map(|article| article["differences"].as_array().expect("a list"))
            .filter(|difference| difference["outcome"] == outcome)
            .collect();
        assert_eq!(summary[outcome], of_outcome.len(), "{outcome}");
        for difference in of_outcome {
            let told = (
                difference["before"].is_object(),
                difference["after"].is_object(),
            );
            assert_eq!(told, both, "{difference}");
        }
    }
    let stored = reprocess(data, &["--apply", "--json"]).expect(0).json();
    let sum = of_event(&stored, "summary")[0];
    assert_eq!(sum["stored"], summary["articles"]);
    assert_eq!(
        (&sum["gained"], &sum["lost"]),
        (&summary["gained"], &summary["lost"])
    );
    assert_eq!(of_event(&stored, "article")[0]["stored_version"], 2);
    assert_eq!(extractors(data), ["rules/3"]);
    run(data, &["doctor"]).expect(0);
    let nothing = reprocess(data, &["--apply"]).expect(0);
    assert!(
        nothing.data.starts_with("nothing to read again"),
        "{nothing:#?}"
    );
    // The same articles taken in again bring nothing back.
    run(data, &["ingest", SAMPLE]).expect(0);
    assert_eq!(extractors(data), ["rules/3"]);
}

#[test]
fn a_correction_is_kept_beside_a_running_server() {
    let text = "Harbour report\n\n“The lighthouse is safe for ships of any size,” said Tove Brandt on Tuesday.\n\n\
                “Nobody has to wait for the pilot,” said Tove Brandt.\n";
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    run_with_input(data, &["ingest", "-"], text.as_bytes()).expect(0);
    let mut server = Server::start(data);
    let found = run(data, &["search", "lighthouse", "--json"])
        .expect(0)
        .json();
    let id = found[0]["id"].as_str().expect("an id");
    let by = [
        "correct",
        "--by",
        "Ida Desk",
        "quote",
        id,
        "--new",
        "Ada Quill",
    ];
    run(data, &by).expect(0);
    reprocess(data, &["--apply"]).expect(0);
    assert_eq!(extractors(data), ["rules/3"]);
    let found = run(data, &["search", "lighthouse", "--json"])
        .expect(0)
        .json();
    assert_eq!(found[0]["speaker"]["name"], "Ada Quill");
    assert_eq!(found[0]["decision"]["by"], "Ida Desk");
    assert_eq!(found[0]["version"], 2);
    run(data, &["doctor"]).expect(0);
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn what_cannot_be_asked_for_has_its_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    run(data, &["reprocess"]).expect(4);
    reprocess(data, &[]).expect(4);
    run(data, &["reprocess", "--model", "nowhere.model"]).expect(2);
    reprocess(data, &["--article", "one"]).expect(2);
}
