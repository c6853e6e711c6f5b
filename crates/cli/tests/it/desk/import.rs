//! Claims that come in.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::json;

use super::{claims, file, filled, line, the_line};
use crate::run::{onrecord, run, run_with_input};

#[test]
fn claims_are_taken_in_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let first = filled(&data);
    assert_eq!(first.data.trim(), "3 claims added; 2 reviews added");
    let second = filled(&data);
    assert_eq!(second.data.trim(), "0 claims added; 3 claims known already");
    let listed = run(&data, &["claim", "list", "--json"]).expect(0).json();
    assert_eq!(listed.len(), 3, "{listed:#?}");
    let shown = the_line(&run(&data, &["claim", "show", "c1", "--json"]).expect(0));
    assert_eq!(shown["reviews"].as_array().map(Vec::len), Some(1));
    let log = run(&data, &["corrections", "--claim", "ref:c1", "--json"]).expect(0);
    assert_eq!(log.json()[0]["by"], "Ida Desk");
    run(&data, &["doctor"]).expect(0);
}

#[test]
fn what_reads_differently_is_revised() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    filled(&data);
    let changed = claims().replace("\"False\"", "\"Mostly false\"");
    let path = file(folder.path(), "changed.jsonl", &changed);
    let ran = run(&data, &["claim", "import", &path, "--json"]).expect(0);
    let summary = ran.json().pop().expect("a summary");
    assert_eq!(summary["revised"], 1, "{summary}");
    let shown = run(&data, &["claim", "show", "ref:c1"]).expect(0);
    assert!(shown.data.contains("“Mostly false”"), "{shown:#?}");
}

#[test]
fn a_bad_row_is_named_and_the_rest_is_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let rows = [
        line(&json!({"id": "a", "claim": "The quay of Halden is 80 metres long."})),
        "{\"id\": \"b\", \"claim\": \n".to_owned(),
        line(&json!({"id": "c"})),
        line(&json!({"id": "d", "claim": "The pier sank in 1911.", "rating": "True"})),
        line(&json!({"id": "e", "claim": "The lighthouse has 212 steps."})),
    ]
    .concat();
    let path = file(folder.path(), "rows.jsonl", &rows);
    let missing = folder.path().join("missing.jsonl");
    let missing = missing.to_str().expect("UTF-8");
    let ran = run(&data, &["claim", "import", &path, missing, "--json"]).expect(3);
    for named in [
        "rows.jsonl:2",
        "rows.jsonl:3",
        "rows.jsonl:4",
        "missing.jsonl",
    ] {
        assert!(ran.messages.contains(named), "{named}: {}", ran.messages);
    }
    let summary = ran.json().pop().expect("a summary");
    assert_eq!(
        summary,
        json!({"event": "summary", "added": 2, "known": 0, "reviews": 0, "revised": 0, "rejected": 4, "interrupted": false})
    );
    run(&data, &["doctor"]).expect(0);
}

#[test]
fn standard_input_is_read_and_a_name_that_is_none_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    run_with_input(&data, &["claim", "import", "-"], claims().as_bytes()).expect(0);
    let by = ["claim", "import", "--by", " ", "-"];
    run_with_input(&data, &by, claims().as_bytes()).expect(3);
    run(&data, &["claim", "import"]).expect(2);
}

#[test]
fn a_killed_import_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let rows: String = (0..3_000)
        .map(|number| {
            line(&json!({"id": number, "claim": format!("House {number} of Halden has {} windows.", number % 7 + 1)}))
        })
        .collect();
    let path = file(folder.path(), "many.jsonl", &rows);
    let mut child = onrecord(&data)
        .args(["claim", "import", &path, "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    // What it has said is durable.
    let stored = said.next().expect("a line").expect("reads");
    child.kill().expect("ends");
    child.wait().expect("ended");
    let stored: serde_json::Value = serde_json::from_str(&stored).expect("JSON");
    let stored = stored["added"].as_u64().expect("a number");
    let ran = run(&data, &["claim", "import", &path, "--json"]).expect(0);
    let summary = ran.json().pop().expect("a summary");
    let known = summary["known"].as_u64().expect("a number");
    assert!(
        known >= stored && stored > 0,
        "{stored} were said: {summary}"
    );
    assert_eq!(known + summary["added"].as_u64().expect("a number"), 3_000);
    run(&data, &["doctor"]).expect(0);
    assert!(fs::exists(data.join("onrecord.db")).expect("looks"));
}
