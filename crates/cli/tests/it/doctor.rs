//! `doctor` says what does not hold, and ends with 5.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{run, run_with_input};

const TEXT: &str = "Harbour report\n\nThe harbour master of Halden, Tove Brandt, said on Tuesday that the lighthouse \
                    was safe for ships of any size.\n\nThe weather was fine that day and remained so until the evening.";

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn an_altered_word_of_an_article_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    run_with_input(folder.path(), &["ingest", "-"], TEXT.as_bytes()).expect(0);
    run(folder.path(), &["doctor"]).expect(0);
    let database = folder.path().join("onrecord.db");
    let mut bytes = fs::read(&database).expect("reads");
    let word = b"remained so until";
    let at = bytes
        .windows(word.len())
        .position(|window| window == word)
        .expect("the text is in the database");
    bytes[at..at + word.len()].copy_from_slice(b"rumained so until");
    fs::write(&database, bytes).expect("writes");
    let ran = run(folder.path(), &["doctor", "--json"]).expect(5);
    let findings: Vec<_> = ran
        .json()
        .into_iter()
        .filter(|line| line["event"] == "finding")
        .collect();
    assert!(
        findings.iter().any(|finding| finding["code"] == "store"),
        "{findings:#?}"
    );
}

#[test]
fn an_altered_byte_of_the_index_is_found_and_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    run_with_input(folder.path(), &["ingest", "-"], TEXT.as_bytes()).expect(0);
    let files = files_below(&folder.path().join("index"));
    // The words themselves: nothing reads them when the index is opened.
    let store = files
        .iter()
        .find(|file| file.extension().is_some_and(|end| end == "store"))
        .expect("a store file");
    let mut bytes = fs::read(store).expect("reads");
    bytes[0] ^= 0x20;
    fs::write(store, bytes).expect("writes");
    let ran = run(folder.path(), &["doctor"]).expect(5);
    assert!(ran.data.contains("index_damaged"), "{ran:#?}");
    run(folder.path(), &["reindex"]).expect(0);
    run(folder.path(), &["doctor"]).expect(0);
    run(folder.path(), &["search", "lighthouse"]).expect(0);
}
