//! Quotations held against the record, one and many.

use std::fs;
use std::path::Path;

use crate::run::{run, run_with_input};

const SAID: &str = "We will reopen the old bridge before the summer and nobody will pay a toll";

/// A record in which Ines Okoro says one sentence and Tove Brandt another.
fn record(folder: &Path) {
    let article = |day: &str, text: String| {
        serde_json::json!({"id": day, "outlet": "Halden Courier", "url": format!("https://courier.example/{day}"),
            "published": day, "text": text})
        .to_string()
            + "\n"
    };
    let lines = [
        article(
            "2025-03-04",
            format!("Bridge\n\nThe mayor of Halden spoke on Monday. \"{SAID},\" said Ines Okoro."),
        ),
        article(
            "2025-03-05",
            "Ferry\n\nThe ferry went. \"The herring are late this year again,\" said Tove Brandt."
                .to_owned(),
        ),
    ];
    let path = folder.join("two.jsonl");
    fs::write(&path, lines.concat()).expect("writes");
    run(folder, &["ingest", path.to_str().expect("UTF-8")]).expect(0);
}

#[test]
fn the_verdict_is_the_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    record(folder.path());
    let check = |quotation: &str, speaker: &str, code: i32, shown: &str| {
        let ran = run(folder.path(), &["verify", quotation, "--speaker", speaker]).expect(code);
        assert!(ran.data.contains(shown), "{shown} is not in {ran:#?}");
    };
    check(SAID, "Okoro", 0, "Exact");
    check(
        "reopen the old bridge before the summer",
        "Okoro",
        10,
        "Partial",
    );
    check(
        &SAID.replace("before", "after"),
        "Okoro",
        10,
        "[-after-] {+before+}",
    );
    check(SAID, "Tove Brandt", 11, "as those of Ines Okoro");
    check(
        "Purple elephants sing at dawn",
        "Okoro",
        1,
        "1 statement by Ines Okoro, from 4 March 2025 to 4 March 2025",
    );
    run(folder.path(), &["verify", "…"]).expect(2);
    run(folder.path(), &["verify"]).expect(2);
}

#[test]
fn a_primary_source_that_has_it_otherwise_is_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    record(folder.path());
    let only_reports = run(folder.path(), &["verify", SAID]).expect(0);
    assert!(
        only_reports.data.contains("no primary source"),
        "{only_reports:#?}"
    );
    let statement = serde_json::json!({
        "text": SAID.replace("before", "after"),
        "speaker": "Ines Okoro",
        "date": "2025-03-04",
    });
    let path = folder.path().join("speech.jsonl");
    fs::write(&path, format!("{statement}\n")).expect("writes");
    run(folder.path(), &["import", path.to_str().expect("UTF-8")]).expect(0);
    let ran = run(folder.path(), &["verify", SAID]).expect(0);
    assert!(
        ran.data.contains("a primary source has it otherwise"),
        "{ran:#?}"
    );
}

#[test]
fn a_batch_is_answered_in_order_and_a_bad_line_named() {
    let folder = tempfile::tempdir().expect("a folder");
    record(folder.path());
    let lines = [
        format!("{{\"query\": \"{SAID}\", \"speaker\": \"Ines Okoro\", \"kind\": \"any\"}}"),
        "{\"query\": \"Purple elephants sing at dawn\"}".to_owned(),
        "{\"speaker\": \"Ines Okoro\"}".to_owned(),
        format!("{{\"query\": \"{SAID}\", \"speaker\": \"Tove Brandt\"}}"),
    ];
    let ran = run_with_input(
        folder.path(),
        &["verify", "--batch", "-"],
        lines.join("\n").as_bytes(),
    )
    .expect(3);
    let answers = ran.json();
    let verdicts: Vec<_> = answers.iter().map(|answer| &answer["verdict"]).collect();
    assert_eq!(verdicts[0], "exact");
    assert_eq!(verdicts[1], "not found");
    assert_eq!(verdicts[3], "misattributed");
    assert_eq!(answers.len(), 4, "{answers:#?}");
    let error = answers[2]["error"].as_str().expect("an error");
    assert!(error.contains("line 3"), "{error}");
    assert!(ran.messages.contains("line 3"), "{}", ran.messages);
    let best = &answers[0]["matches"][0];
    assert_eq!(best["speaker"], "Ines Okoro");
    assert_eq!(best["date"], "2025-03-04");
    assert_eq!(best["outlet"], "Halden Courier");
    assert_eq!(best["url"], "https://courier.example/2025-03-04");
    assert!(best["ref"].is_string() && best["diff"].is_array(), "{best}");
}
