//! `correct` and `corrections`, beside a running server and alone.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::browser::Server;
use crate::run::{Ran, onrecord, run, run_with_input};

const TEXT: &str = "Harbour report\n\n“The lighthouse is safe for ships of any size,” said Tove Brandt on Tuesday.\n\n\
                    “Nobody has to wait for the pilot,” said Tove Brandt.\n\n\
                    The engineer Bruno Tarn said that the quay had to be replaced first.\n";

fn filled(data: &Path) {
    run_with_input(data, &["ingest", "-"], TEXT.as_bytes()).expect(0);
}

/// The quote that these words find.
fn quote(data: &Path, words: &str) -> Value {
    let found = run(data, &["search", words, "--json"]).expect(0).json();
    assert_eq!(found.len(), 1, "{found:#?}");
    found.into_iter().next().expect("a quote")
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

fn correct(data: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec!["correct", "--by", "Ida Desk", "--json"];
    all.extend(arguments);
    run(data, &all)
}

fn number_of(data: &Path, speaker: &str) -> usize {
    let found = run(data, &["search", "--speaker", speaker, "--json"]);
    found.json().len()
}

#[test]
fn a_quote_is_corrected_beside_a_server_and_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    filled(data);
    let mut server = Server::start(data);
    let lighthouse = id(&quote(data, "lighthouse"));
    let made = correct(
        data,
        &["quote", &lighthouse, "--new", "Ada Quill", "--siblings"],
    )
    .expect(0)
    .json()
    .remove(0);
    assert_eq!(made["quotes_total"], 2);
    assert_eq!(made["to"]["name"], "Ada Quill");
    assert_eq!(
        (number_of(data, "Quill"), number_of(data, "Brandt")),
        (2, 0)
    );
    let decided = quote(data, "lighthouse");
    assert_eq!(decided["decision"]["by"], "Ida Desk");
    // Who does not see that somebody has corrected it meanwhile is told.
    let unseen = ["--expected", "none", "quote", &lighthouse, "--nobody"];
    let refused = correct(data, &unseen).expect(6);
    assert!(refused.messages.contains("Ida Desk"), "{refused:#?}");
    let seen = ["--expected", &id(&made), "quote", &lighthouse, "--nobody"];
    let nobody = correct(data, &seen).expect(0).json().remove(0);
    // What stands upon it comes first.
    let refused = correct(data, &["undo", &id(&made)]).expect(6);
    assert!(refused.messages.contains(&id(&nobody)), "{refused:#?}");
    correct(data, &["undo", &id(&nobody)]).expect(0);
    correct(data, &["undo", &id(&made)]).expect(0);
    assert_eq!(
        (number_of(data, "Quill"), number_of(data, "Brandt")),
        (0, 2)
    );
    let log = run(data, &["corrections", "--json"]).expect(0).json();
    let kinds: Vec<&str> = log
        .iter()
        .filter_map(|entry| entry["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["undo", "undo", "quote_speaker", "quote_speaker"]);
    let of_quote = ["corrections", "--quote", &lighthouse, "--limit", "1"];
    let told = run(data, &of_quote).expect(0);
    assert!(told.data.contains("is taken back"), "{told:#?}");
    assert!(told.messages.contains("--limit"), "{told:#?}");
    run(data, &["doctor"]).expect(0);
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn a_speaker_is_corrected_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    filled(data);
    let speaker = |arguments: &[&str]| {
        let mut all = vec!["speaker"];
        all.extend(arguments);
        correct(data, &all)
    };
    speaker(&["Brandt", "rename", "Tove Brandt-Moss"]).expect(0);
    speaker(&["Tove Brandt", "alias", "The Iron Pilot"]).expect(0);
    let shown = run(data, &["speaker", "the iron pilot"]).expect(0);
    assert!(shown.data.contains("Tove Brandt-Moss"), "{shown:#?}");
    speaker(&["Moss", "alias", "The Iron Pilot", "--remove"]).expect(0);
    run(data, &["speaker", "the iron pilot"]).expect(1);
    speaker(&[
        "Moss",
        "split",
        "--mention",
        "Tove Brandt",
        "--new",
        "Ada Quill",
    ])
    .expect(0);
    assert_eq!(number_of(data, "Quill"), 2);
    speaker(&["Tarn", "merge", "Quill"]).expect(0);
    assert_eq!((number_of(data, "Quill"), number_of(data, "Tarn")), (3, 3));
    let told = run(data, &["corrections", "--speaker", "Tarn"]).expect(0);
    assert!(told.data.contains("Bruno Tarn is Ada Quill"), "{told:#?}");
    run(data, &["doctor"]).expect(0);
}

#[test]
fn what_is_missing_unknown_or_impossible_has_its_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    filled(data);
    let lighthouse = id(&quote(data, "lighthouse"));
    // Nobody corrects without a name.
    run(data, &["correct", "quote", &lighthouse, "--nobody"]).expect(2);
    correct(data, &["quote", &lighthouse]).expect(2);
    correct(data, &["quote", &lighthouse, "--nobody", "--new", "Ada"]).expect(2);
    let unknown = correct(data, &["quote", &lighthouse, "--speaker", "Venn"]).expect(2);
    assert!(unknown.messages.contains("--new"), "{unknown:#?}");
    let nowhere = "00000000-0000-0000-0000-000000000000";
    correct(data, &["quote", nowhere, "--nobody"]).expect(1);
    correct(data, &["undo", nowhere]).expect(1);
    correct(data, &["speaker", "Tarn", "alias", "the engineer"]).expect(3);
    run(data, &["corrections"]).expect(1);
    // Two of one name are not told apart by it.
    correct(data, &["quote", &lighthouse, "--new", "Bruno Tarn"]).expect(0);
    let several = correct(data, &["speaker", "Bruno Tarn", "rename", "B. Tarn"]).expect(2);
    assert!(several.messages.contains("2 speakers"), "{several:#?}");
    let mut by_environment = onrecord(data);
    by_environment.env("ONRECORD_BY", "Ida Desk").args([
        "correct",
        "quote",
        &lighthouse,
        "--nobody",
    ]);
    crate::run::finished(by_environment).expect(0);
}

#[test]
fn an_altered_entry_of_the_log_is_named_by_the_doctor() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    filled(data);
    for name in ["Ada Quill", "Cora Venn", "Dario Lund"] {
        let lighthouse = id(&quote(data, "lighthouse"));
        correct(data, &["quote", &lighthouse, "--new", name]).expect(0);
    }
    run(data, &["doctor"]).expect(0);
    let database = data.join("onrecord.db");
    let mut bytes = fs::read(&database).expect("reads");
    // In the log's entry itself, which calls what is moved by its kind.
    let word = b"\"name\":\"Cora Venn\"},\"quotes\"";
    let places: Vec<usize> = (0..bytes.len() - word.len())
        .filter(|at| bytes[*at..].starts_with(word))
        .collect();
    assert!(!places.is_empty(), "the log is in the database");
    for at in places {
        bytes[at..at + word.len()].copy_from_slice(b"\"name\":\"Nora Venn\"},\"quotes\"");
    }
    fs::write(&database, bytes).expect("writes");
    let ran = run(data, &["doctor"]).expect(5);
    assert!(ran.data.contains("(number 2)"), "{ran:#?}");
    assert!(!ran.data.contains("(number 3)"), "{ran:#?}");
}

#[test]
fn a_server_that_others_reach_takes_corrections_only_when_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = run(folder.path(), &["serve", "--help"]).expect(0);
    assert!(help.data.contains("--allow-corrections"), "{help:#?}");
}
