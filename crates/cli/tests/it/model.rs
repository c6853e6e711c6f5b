//! `onrecord extract --model`.

use std::fs;

use crate::run::{run, run_with_input};

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
    assert_eq!(extractors("fast"), ["fast/1"]);
    assert_eq!(extractors("rules"), ["rules/2"]);
}

#[test]
fn a_models_file_can_be_given() {
    let built_in = concat!(env!("CARGO_MANIFEST_DIR"), "/../extract/data/fast.model");
    assert_eq!(extractors(built_in), ["fast/1"]);
}

#[test]
fn a_wrong_or_damaged_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |name: &str, bytes: Option<&[u8]>, code: i32, named: &str| {
        let path = folder.path().join(name);
        if let Some(bytes) = bytes {
            fs::write(&path, bytes).expect("writes");
        }
        let path = path.to_str().expect("UTF-8");
        let ran = run(folder.path(), &["extract", "--model", path, path]).expect(code);
        assert!(ran.messages.contains(name), "{ran:#?}");
        assert!(ran.messages.contains(named), "{ran:#?}");
    };
    check("missing.model", None, 2, "No such file");
    check(
        "notes.txt",
        Some(b"no model"),
        3,
        "this is no onrecord model",
    );
    let built_in = concat!(env!("CARGO_MANIFEST_DIR"), "/../extract/data/fast.model");
    let mut bytes = fs::read(built_in).expect("reads");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    check("damaged.model", Some(&bytes), 3, "the model is damaged");
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
