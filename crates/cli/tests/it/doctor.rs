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

#[test]
fn a_page_of_the_database_that_is_lost_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let lines: String = (0..150)
        .map(|number| {
            let text = format!("Report {number}\n\n{}", TEXT.repeat(5));
            let url = format!("https://courier.example/{number}");
            serde_json::json!({"id": number.to_string(), "url": url, "text": text}).to_string()
                + "\n"
        })
        .collect();
    run_with_input(&data, &["ingest", "-"], lines.as_bytes()).expect(0);
    let database = data.join("onrecord.db");
    let whole = fs::read(&database).expect("reads");
    const PAGE: usize = 4096;
    let pages = whole.len() / PAGE;
    assert!(pages > 100, "{pages} pages");
    // Pages from all over the file: of tables, of their indexes, of long texts.
    for page in [pages / 5, pages / 2, pages - 3] {
        let mut damaged = whole.clone();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        fs::write(&database, damaged).expect("writes");
        let ran = run(&data, &["doctor"]);
        assert_eq!(ran.code, Some(5), "page {page} of {pages}: {ran:#?}");
        assert!(!ran.messages.contains("panicked"), "{ran:#?}");
    }
    fs::write(&database, whole).expect("writes");
    run(&data, &["doctor"]).expect(0);
}
