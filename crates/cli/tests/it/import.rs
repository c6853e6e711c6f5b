//! Primary sources on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::run::{run, run_with_input};

const SESSION: &str = "Council of Halden\n3 March 2026\n\n\
    INES OKORO: We will not wait any longer.\n\
    TOVE BRANDT: The pier will sink within a year.\n\
    MODERATOR: Order, please.\n\
    THE MAYOR: It floats.\n";

const LIST: &str = "{\"id\":7,\"text\":\"The ferry runs on Sundays.\",\"speaker\":\"Ines Okoro\",\"date\":\"2026-03-04\"}
{\"text\":\"Nobody says this.\"}
{\"id\":\"b\",\"text\":\"The pier is sound.\",\"speaker\":\"Tove Brandt\",\"date\":2025}
";

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("writes");
    path
}

#[test]
fn lists_and_transcripts_are_taken_and_what_is_not_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let session = write(folder.path(), "session.txt", SESSION);
    let list = write(folder.path(), "list.jsonl", LIST);
    let paths = [session, list].map(|path| path.to_str().expect("UTF-8").to_owned());
    let arguments = ["import", &paths[0], &paths[1], "--json"];
    let ran = run(&data, &arguments).expect(3);
    assert!(
        ran.messages
            .contains("list.jsonl:2: the field \"speaker\" is missing"),
        "{ran:#?}"
    );
    assert!(
        ran.messages
            .contains("session.txt: 1 turn of \"THE MAYOR\" left out"),
        "{ran:#?}"
    );
    let events = ran.json();
    let sum = events.last().expect("a summary");
    assert_eq!(
        sum,
        &json!({"event": "summary", "added": 4, "known": 0, "rejected": 1, "unnamed": 2, "interrupted": false})
    );
    assert!(
        events
            .iter()
            .any(|event| event["event"] == "rejected" && event["code"] == "missing_field")
    );

    let again = run(&data, &arguments).expect(3);
    let sum = again.json().pop().expect("a summary");
    assert_eq!((&sum["added"], &sum["known"]), (&json!(0), &json!(4)));

    let found = run(
        &data,
        &["search", "pier", "--speaker", "Tove Brandt", "--json"],
    )
    .expect(0);
    let mut found = found.json();
    found.sort_by_key(|quote| quote["article"]["published"].to_string());
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0]["text"], "The pier is sound.");
    assert_eq!(found[0]["primary"]["reference"], "b");
    assert_eq!(found[0]["article"]["published"], "2025-01-01T00:00:00Z");
    assert_eq!(found[1]["article"]["title"], "Council of Halden");
    let shown = run(&data, &["search", "floats"]).expect(1);
    assert!(shown.data.is_empty(), "{shown:#?}");
    run(&data, &["doctor"]).expect(0);
}

#[test]
fn who_is_meant_can_be_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let session = write(folder.path(), "session.txt", SESSION);
    let path = session.to_str().expect("UTF-8");
    let who = [
        "--who",
        "THE MAYOR=Ines Okoro",
        "--outlet",
        "Halden Courier",
        "--date",
        "2026-03-05",
    ];
    let ran = run(&data, &[&["import", path][..], &who].concat()).expect(0);
    assert_eq!(
        ran.data.trim(),
        "3 passages of primary sources added; 1 turn left out, as nobody is named"
    );
    let found = run(&data, &["search", "floats", "--json"]).expect(0).json();
    assert_eq!(found[0]["speaker"]["name"], "Ines Okoro");
    assert_eq!(found[0]["article"]["outlet"], "Halden Courier");
    assert_eq!(found[0]["article"]["published"], "2026-03-05T00:00:00Z");
    run(&data, &["import", path, "--who", "nobody"]).expect(2);
    run(&data, &["import", path, "--date", "soon"]).expect(2);
}

#[test]
fn what_has_no_turns_is_refused_until_its_speaker_is_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let speech = b"We have waited for nine years.\n\nWe will not wait any longer.\n";
    let refused = run_with_input(&data, &["import", "-"], speech).expect(3);
    assert!(
        refused
            .messages
            .contains("standard input: no turn of a speaker was found"),
        "{refused:#?}"
    );
    let taken =
        run_with_input(&data, &["import", "-", "--speaker", "Ines Okoro"], speech).expect(0);
    assert_eq!(taken.data.trim(), "1 passage of primary sources added");
    let found = run(&data, &["search", "waited", "--json"]).expect(0).json();
    assert_eq!(
        found[0]["text"],
        "We have waited for nine years. We will not wait any longer."
    );
}
