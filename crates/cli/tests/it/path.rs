//! The path of an article through the binary: in, found, told apart, again.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::run::{onrecord, run, run_with_input};

fn two_articles(folder: &Path) -> String {
    let line = |id: &str, outlet: &str, url: &str, day: &str, text: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "url": url, "published": day, "text": text})
            .to_string()
            + "\n"
    };
    let lines = [
        line(
            "1",
            "Halden Courier",
            "https://courier.example/bridge",
            "2025-03-04",
            "Bridge to close\n\nThe old bridge must close, the mayor of Halden says. \"We will not wait any \
             longer,\" said Mayor Ines Okoro. The ferry company Norlinje said it would add boats.",
        ),
        line(
            "2",
            "Bay Post",
            "https://baypost.example/bridge",
            "2025-03-05",
            "Mayor: no more waiting\n\n“We will not wait any longer,” Mayor Ines Okoro told reporters.",
        ),
    ];
    let path = folder.join("two.jsonl");
    fs::write(&path, lines.concat()).expect("writes");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn taken_in_found_and_not_taken_in_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let path = two_articles(folder.path());
    let first = run(&data, &["ingest", &path]).expect(0);
    assert!(first.data.contains("2 articles added"), "{first:#?}");
    let second = run(&data, &["ingest", &path]).expect(0);
    assert!(second.data.contains("0 articles added"), "{second:#?}");
    assert!(
        second.data.contains("2 known already and unchanged"),
        "{second:#?}"
    );

    let okoro = run(
        &data,
        &["search", "wait", "--speaker", "Ines Okoro", "--json"],
    )
    .expect(0)
    .json();
    assert_eq!(okoro.len(), 2, "{okoro:#?}");
    assert_eq!(
        okoro[0]["statement"], okoro[1]["statement"],
        "the same words are one statement"
    );
    let courier = [
        "search",
        "wait",
        "--outlet",
        "Halden Courier",
        "--to",
        "2025-03-04",
        "--json",
    ];
    assert_eq!(run(&data, &courier).expect(0).json().len(), 1);
    run(&data, &["search", "wait", "--from", "2026"]).expect(1);
    run(&data, &["search", "zeppelin"]).expect(1);
    run(&data, &["speaker", "Ines Okoro"]).expect(0);
    run(&data, &["speaker", "Nobody Atall"]).expect(1);
    run(&data, &["doctor"]).expect(0);
    run(&data, &["reindex"]).expect(0);
    assert_eq!(
        run(&data, &["search", "wait", "--json"])
            .expect(0)
            .json()
            .len(),
        2
    );
    let stats = run(&data, &["stats", "--json"]).expect(0).json();
    assert_eq!(stats[0]["articles"], 2, "{stats:#?}");
    figures(&data);
}

/// What is found is counted, and what cannot be counted is a mistake of the command line.
fn figures(data: &Path) {
    let by = [
        "stats", "wait", "--by", "outlet", "--over", "year", "--json",
    ];
    let counts = run(data, &by).expect(0).json();
    assert_eq!(counts[0]["total"]["quotes"], 2, "{counts:#?}");
    assert_eq!(counts[0]["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(counts[0]["rows"][0]["share"]["whole"], 2);
    let table = run(data, &["stats", "wait", "--by", "speaker"]).expect(0);
    assert!(table.data.contains("Ines Okoro"), "{table:#?}");
    let mix = run(data, &["stats", "--mix", "--json"]).expect(0).json();
    assert_eq!(mix[0]["rated"]["part"], 0, "{mix:#?}");
    let facets = [
        "search",
        "wait",
        "--facets",
        "kind",
        "--histogram",
        "year",
        "--json",
    ];
    let lines = run(data, &facets).expect(0).json();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert_eq!(lines[2]["facets"][0]["by"], "kind");
    assert_eq!(lines[2]["histogram"]["bucket"], "year");
    run(data, &["stats", "zeppelin"]).expect(1);
    run(data, &["stats", "wait", "--by", "shoe"]).expect(2);
    run(data, &["stats", "wait", "--by", "kind,kind"]).expect(2);
    run(data, &["search", "knd:direct"]).expect(2);
}

#[test]
fn a_changed_text_at_a_known_address_is_a_new_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = |text: &str| {
        serde_json::json!({"id": "1", "url": "https://courier.example/ferry?utm_source=x", "text": text}).to_string()
    };
    let first =
        article("Ferry\n\nThe harbour master, Tove Brandt, said the ferry would leave at noon.");
    let second = article(
        "Ferry\n\nThe harbour master, Tove Brandt, said the ferry would leave at midnight.",
    );
    run_with_input(folder.path(), &["ingest", "-"], first.as_bytes()).expect(0);
    let ran = run_with_input(folder.path(), &["ingest", "-"], second.as_bytes()).expect(0);
    assert!(ran.data.contains("1 new version"), "{ran:#?}");
    run(folder.path(), &["search", "noon"]).expect(1);
    run(folder.path(), &["search", "midnight"]).expect(0);
    run(folder.path(), &["doctor"]).expect(0);
}

#[test]
fn what_is_not_english_is_kept_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Die Bürgermeisterin von Halden sagte am Dienstag, die alte Brücke werde im Frühjahr geschlossen. \
                „Wir warten nicht länger“, sagte sie vor dem Rathaus. Die Fähre soll häufiger fahren als bisher.";
    let ran = run_with_input(folder.path(), &["ingest", "-"], text.as_bytes()).expect(0);
    assert!(ran.data.contains("not being English"), "{ran:#?}");
    let stats = run(folder.path(), &["stats", "--json"]).expect(0).json();
    assert_eq!(stats[0]["articles"], 1, "{stats:#?}");
    run(folder.path(), &["search"]).expect(1);
}

#[test]
fn extract_is_a_filter_that_keeps_the_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: String = (0..200)
        .map(|id| {
            let text = format!(
                "Report {id}\n\nThe council of Halden said on day {id} that the pier was safe."
            );
            serde_json::json!({"id": id.to_string(), "text": text, "attributions": [1, 2]})
                .to_string()
                + "\n"
        })
        .collect();
    let documents = run_with_input(folder.path(), &["extract", "-"], lines.as_bytes())
        .expect(0)
        .json();
    assert_eq!(documents.len(), 200);
    for (id, document) in documents.iter().enumerate() {
        assert_eq!(document["id"], id.to_string());
        let attributions = document["attributions"].as_array().expect("a list");
        assert!(!attributions.is_empty(), "{document:#}");
        assert!(
            attributions
                .iter()
                .all(|found| !found["content"].as_array().expect("spans").is_empty())
        );
    }
    assert!(
        !folder.path().join("onrecord.db").exists(),
        "extract stores nothing"
    );
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        "Report\n\nThe council of Halden said on Tuesday that the pier was safe. ".repeat(40);
    let lines: String = (0..500)
        .map(|id| serde_json::json!({"id": id.to_string(), "text": text}).to_string() + "\n")
        .collect();
    let path = folder.path().join("many.jsonl");
    fs::write(&path, lines).expect("writes");
    let mut child = onrecord(folder.path())
        .arg("extract")
        .arg(&path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("the binary ends");
    let messages = String::from_utf8_lossy(&ended.stderr);
    assert_eq!((ended.status.code(), messages.as_ref()), (Some(0), ""));
}

#[test]
fn misuse_has_its_own_code() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["search", "--kind", "loud"]).expect(2);
    run(folder.path(), &["search", "--from", "yesterday"]).expect(2);
    let missing = run(&folder.path().join("nothing"), &["search", "x"]).expect(4);
    assert!(missing.messages.contains("onrecord ingest"), "{missing:#?}");
    run(folder.path(), &["completions", "bash"]).expect(0);
}

#[test]
fn the_exit_codes_are_documented() {
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide.md"))
        .expect("the guide reads");
    let folder = tempfile::tempdir().expect("a folder");
    let help = run(folder.path(), &["--help"]).expect(0).data;
    let (_, table) = help
        .split_once("Exit codes:")
        .expect("a table of exit codes");
    let rows: Vec<(&str, &str)> = table
        .trim()
        .lines()
        .filter_map(|line| line.trim().split_once(' '))
        .collect();
    assert!(rows.len() >= 8, "{table}");
    for (code, meaning) in rows {
        let row = format!("| {code} | {} |", meaning.trim());
        assert!(guide.contains(&row), "docs/guide.md lacks {row:?}");
    }
}

#[test]
fn the_demo_fills_a_fresh_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let shown = run(&data, &["demo", "--no-serve"]).expect(0);
    assert!(shown.data.contains("Steve Witkoff"), "{shown:#?}");
    let search = [
        "search",
        "stay tuned",
        "--speaker",
        "Donald Trump",
        "--json",
    ];
    let trump = run(&data, &search).expect(0).json();
    let words = "\"BIG PROGRESS ON RUSSIA. STAY TUNED!\"";
    assert!(
        trump.iter().any(|quote| quote["text"] == words),
        "{trump:#?}"
    );
    run(&data, &["doctor"]).expect(0);
    run(&data, &["demo", "--no-serve"]).expect(2);
}

#[test]
fn what_was_not_said_is_marked() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let text = "Pier notes\n\nInes Okoro did not say when the ferry would leave. \"Tove Brandt told me that the \
                pier would sink within a year,\" said Ines Okoro.";
    let line = serde_json::json!({"id": "1", "url": "https://courier.example/1", "text": text})
        .to_string();
    let path = folder.path().join("one.jsonl");
    fs::write(&path, line + "\n").expect("writes");
    let path = path.to_str().expect("UTF-8");

    let extracted = run(&data, &["extract", path]).expect(0).json();
    let document = &extracted[0];
    let attributions = document["attributions"].as_array().expect("a list");
    let nested = document["nested"].as_array().expect("a list");
    assert_eq!((attributions.len(), nested.len()), (2, 1), "{document:#}");
    assert_eq!(attributions[0]["polarity"], "negated");
    assert_eq!(attributions[0]["class"], "statement");
    assert_eq!(attributions[0]["colour"], "neutral");
    assert_eq!(nested[0]["inside"], attributions[1]["id"]);
    assert_eq!(nested[0]["speaker"], "Tove Brandt");

    run(&data, &["ingest", path]).expect(0);
    let silent = run(&data, &["search", "--polarity", "negated"]).expect(0);
    assert!(
        silent.data.contains("when the ferry would leave"),
        "{silent:#?}"
    );
    assert!(silent.data.contains("NOT SAID"), "{silent:#?}");
    assert!(!silent.data.contains("sink"), "{silent:#?}");
    let told = run(&data, &["search", "sink", "--class", "statement"]).expect(0);
    assert!(told.data.contains("told by somebody else"), "{told:#?}");
    run(&data, &["search", "--colour", "red"]).expect(2);
}
