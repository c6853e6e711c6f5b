//! `--model`, and `onrecord model`.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use serde_json::Value;

use crate::browser::Server;
use crate::run::{Ran, onrecord, run, run_with_input, run_with_its_model};

const BUILT_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../extract/data/fast.model");

const TEXT: &[u8] = b"The mayor of Halden, Ines Okoro, said on Tuesday that the old bridge would be closed in spring.\n";

fn extractors(model: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = run_with_input(folder.path(), &["extract", "--model", model, "-"], TEXT).expect(0);
    ran.json()
        .iter()
        .map(|line| line["extractor"].as_str().unwrap_or("none").to_owned())
        .collect()
}

#[test]
fn each_model_is_named_in_the_answer() {
    assert_eq!(extractors("accurate"), ["accurate/4"]);
    assert_eq!(extractors("fast"), ["fast/3"]);
    assert_eq!(extractors("rules"), ["rules/3"]);
}

#[test]
fn a_models_file_can_be_given() {
    assert_eq!(extractors(BUILT_IN), ["fast/3"]);
}

/// Each way that a file can be no model, with the exit code and what is said of it.
fn wrong(folder: &Path) -> [(String, i32, &'static str); 3] {
    let mut damaged = fs::read(BUILT_IN).expect("reads");
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let file = |name: &str, bytes: Option<&[u8]>| {
        let path = folder.join(name);
        if let Some(bytes) = bytes {
            fs::write(&path, bytes).expect("writes");
        }
        path.to_str().expect("UTF-8").to_owned()
    };
    [
        (file("missing.model", None), 2, "No such file"),
        (
            file("notes.txt", Some(b"no model")),
            3,
            "this is no onrecord model",
        ),
        (
            file("damaged.model", Some(&damaged)),
            3,
            "the model is damaged",
        ),
    ]
}

fn assert_named(ran: Ran, file: &str, (code, reason): (i32, &str)) {
    let ran = ran.expect(code);
    assert!(ran.messages.contains(file), "{ran:#?}");
    assert!(ran.messages.contains(reason), "{ran:#?}");
}

#[test]
fn a_wrong_or_damaged_file_is_named_and_changes_nothing() {
    let files = tempfile::tempdir().expect("a folder");
    let folder = tempfile::tempdir().expect("a folder");
    let data = &folder.path().join("data");
    for (file, code, reason) in wrong(files.path()) {
        for command in [
            ["extract", "--model", &file, BUILT_IN].as_slice(),
            &["ingest", "--model", &file, BUILT_IN],
            &["serve", "--port", "0", "--model", &file],
            &["model", "check", &file],
            &["model", "use", &file],
        ] {
            assert_named(run(data, command), &file, (code, reason));
            assert!(!data.exists(), "{command:?}");
        }
    }
}

/// The words by which models are asked for, each with its name and version, and whether it is in use.
fn listed(data: &Path) -> Vec<(Option<String>, String, bool)> {
    let lines = run(data, &["model", "list", "--json"]).expect(0).json();
    let told = |line: &Value, key: &str| line[key].as_str().map(str::to_owned);
    lines
        .iter()
        .map(|line| {
            let extractor = told(line, "extractor").expect("a name");
            let is_in_use = line["is_in_use"].as_bool().expect("a boolean");
            (told(line, "name"), extractor, is_in_use)
        })
        .collect()
}

fn in_use(data: &Path) -> Vec<String> {
    let listed = listed(data).into_iter();
    listed
        .filter(|(_, _, is_in_use)| *is_in_use)
        .map(|(name, extractor, _)| format!("{} {extractor}", name.unwrap_or_default()))
        .collect()
}

/// By what each quote on record was found.
fn on_record(data: &Path) -> Vec<String> {
    let quotes = run(data, &["search", "--json"]).expect(0).json();
    let mut extractors: Vec<String> = quotes
        .iter()
        .map(|quote| quote["extractor"].as_str().expect("a name").to_owned())
        .collect();
    extractors.sort();
    extractors
}

fn ingest(data: &Path, arguments: &[&str], day: &str) -> Ran {
    let text = String::from_utf8_lossy(TEXT).replace("Tuesday", day);
    let mut all = vec!["ingest", "-"];
    all.extend(arguments);
    run_with_its_model(data, &all, text.as_bytes())
}

#[test]
fn what_a_data_folder_uses_lasts_until_another_is_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = &folder.path().join("data");
    assert_eq!(in_use(data), ["accurate accurate/4"]);
    assert!(!data.exists());
    ingest(data, &[], "Sunday").expect(0);
    assert_eq!(on_record(data), ["accurate/4"]);
    run(data, &["model", "use", "rules"]).expect(0);
    assert_eq!(in_use(data), ["rules rules/3"]);
    ingest(data, &[], "Tuesday").expect(0);
    ingest(data, &["--model", "fast"], "Monday").expect(0);
    assert_eq!(on_record(data), ["accurate/4", "fast/3", "rules/3"]);
    // What is asked for once is not used from then on.
    assert_eq!(in_use(data), ["rules rules/3"]);
    let mut command = onrecord(data);
    command.env_remove("ONRECORD_MODEL");
    let server = Server::of(command);
    let sentence = "Tove Brandt said that the pilot would come at nine.";
    post(
        &server,
        &serde_json::json!({"text": format!("Harbour report\n\n{sentence}\n")}),
    );
    assert_eq!(
        on_record(data),
        ["accurate/4", "fast/3", "rules/3", "rules/3"]
    );
    let read = run_with_its_model(data, &["reprocess", "--apply", "--json"], b"");
    let read = read.expect(0).json();
    assert_eq!(read.last().expect("a sum")["articles"], 2);
    assert_eq!(on_record(data), ["rules/3"; 4]);
}

fn post(server: &Server, article: &Value) {
    let host = server.address.strip_prefix("http://").expect("an address");
    let body = article.to_string();
    let mut stream = TcpStream::connect(host).expect("connects");
    write!(
        stream,
        "POST /v1/articles HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .expect("is asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answers");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
}

#[test]
fn a_file_is_copied_into_the_data_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = &folder.path().join("data");
    let file = folder.path().join("mine.model");
    fs::copy(BUILT_IN, &file).expect("copied");
    let path = file.to_str().expect("UTF-8");
    let checked = run(data, &["model", "check", path]).expect(0);
    assert!(checked.data.contains("fast/3 is whole"), "{checked:#?}");
    run(data, &["model", "use", path]).expect(0);
    fs::remove_file(&file).expect("removed");
    assert_eq!(in_use(data), [" fast/3"]);
    let checked = run(data, &["model", "check", "--json"]).expect(0).json();
    let hash = checked[0]["blake3"].as_str().expect("a checksum");
    assert_eq!(hash.len(), 64);
    let trials = checked[0]["trials"].as_array().expect("a list");
    assert!(trials.len() >= 2 && trials.iter().all(|trial| trial["is_right"] == true));
    ingest(data, &[], "Tuesday").expect(0);
    assert_eq!(on_record(data), ["fast/3"]);
    let before = fs::read(data.join("model")).expect("reads");
    for (file, code, reason) in wrong(folder.path()) {
        assert_named(run(data, &["model", "use", &file]), &file, (code, reason));
    }
    assert_eq!(fs::read(data.join("model")).expect("reads"), before);
    let mut names: Vec<_> = fs::read_dir(data)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.retain(|name| name.to_string_lossy().starts_with("model"));
    assert_eq!(names, ["model"]);
    // A model that breaks where it lies is told of by whatever needs it, and by nothing else.
    fs::write(data.join("model"), &before[..before.len() - 1]).expect("writes");
    let named = data.join("model");
    let named = named.to_str().expect("UTF-8");
    for command in [
        ["model", "list"].as_slice(),
        &["model", "check"],
        &["reprocess"],
    ] {
        let ran = run_with_its_model(data, command, b"");
        assert_named(ran, named, (3, "the model is damaged"));
    }
    assert_named(
        ingest(data, &[], "Monday"),
        named,
        (3, "the model is damaged"),
    );
    assert_eq!(on_record(data), ["fast/3"]);
    run(data, &["model", "use", "fast"]).expect(0);
    ingest(data, &[], "Monday").expect(0);
    assert_eq!(on_record(data), ["fast/3", "fast/3"]);
}

/// What is wrong more often than right is answered by `extract`, for those who weigh it themselves, and not kept.
#[test]
fn what_is_doubtful_is_told_and_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample");
    let extracted = run(folder.path(), &["extract", sample]).expect(0).json();
    let told: Vec<f64> = extracted
        .iter()
        .flat_map(|line| line["attributions"].as_array().expect("a list"))
        .map(|found| found["confidence"].as_f64().expect("a number"))
        .collect();
    run(folder.path(), &["ingest", sample]).expect(0);
    let kept: Vec<f64> = run(folder.path(), &["search", "--json", "--limit", "1000"])
        .expect(0)
        .json()
        .iter()
        .map(|quote| quote["confidence"].as_f64().expect("a number"))
        .collect();
    assert!(told.iter().any(|confidence| *confidence < 0.45), "{told:?}");
    assert!(told.iter().all(|confidence| *confidence >= 0.3), "{told:?}");
    assert!(kept.len() > 100, "{kept:?}");
    assert!(
        kept.iter().all(|confidence| *confidence >= 0.45),
        "{kept:?}"
    );
}
