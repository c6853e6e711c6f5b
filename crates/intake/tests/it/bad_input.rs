//! Bad input: each is refused with a message that names it, and the next one is taken.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::PathBuf;

use onrecord_intake::{IntakeError, Limits, Origin, Problem, Taken, read_paths, read_stream};

const GOOD: &str =
    "Bridge Stays Shut\n\nThe mayor said on Monday that the bridge would stay shut.\n";

/// Reads the bad file and a good one after it; answers what came of the bad one, with its folder left out.
fn read(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let bad = folder.path().join(name);
    fs::write(&bad, bytes).expect("written");
    let good = folder.path().join("good.txt");
    fs::write(&good, GOOD).expect("written");
    let items: Vec<Result<Taken, IntakeError>> =
        read_paths(&[bad, good], Limits::default()).collect();
    let (last, bad) = items.split_last().expect("the good one");
    assert!(last.is_ok(), "the good file after {name} was not taken");
    let root = format!("{}/", folder.path().display());
    bad.iter()
        .map(|item| match item {
            Ok(taken) => format!("{} taken", taken.origin),
            Err(error) => format!("{error} ({})", error.code()),
        })
        .map(|line| line.replace(&root, ""))
        .collect()
}

fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    assert_eq!(read(name, bytes), expected);
}

#[test]
fn files() {
    check("a.txt", b"", &["a.txt: it is empty (empty)"]);
    check("a.txt", b" \r\n\xc2\xa0\n", &["a.txt: it is empty (empty)"]);
    check("a.html", b"\n", &["a.html: it is empty (empty)"]);
    check("a.jsonl", b"", &["a.jsonl: it is empty (empty)"]);
    check(
        "a.txt",
        b"%PDF-1.7\nx",
        &["a.txt: it is not text but a PDF document (binary)"],
    );
    check(
        "a",
        b"\x7fELF\x02\x01",
        &["a: it is not text but a program (binary)"],
    );
    check(
        "a.jsonl",
        b"\x1f\x8b\x08\x00",
        &["a.jsonl: it is not text but a gzip archive (binary)"],
    );
    check(
        "a.txt",
        b"The mayor said\x00 so.",
        &["a.txt: it is not text but binary data (a NUL at byte 15) (binary)"],
    );
    check(
        "a.txt",
        &[1, 2, 3, 4, 5, 6, 7, 8, 14, 15].repeat(9),
        &["a.txt: it is not text but binary data (90 control characters) (binary)"],
    );
    check(
        "a.html",
        b"<nav><a href=/>Home</a> <a href=/news>News</a></nav>",
        &["a.html: no article text was found in the page (no_article_text)"],
    );
    check(
        "a.xml",
        b"<?xml version='1.0'?><rss><channel/></rss>",
        &["a.xml: a feed is not read yet (unsupported)"],
    );
    check(
        "a.warc",
        b"WARC/1.0\r\n",
        &["a.warc: a WARC archive is not read yet (unsupported)"],
    );
    check(
        "a.txt",
        &b"The mayor said so. ".repeat(600_000),
        &[
            "a.txt: it is longer than the 10485760 bytes that an article may have (article_too_large)",
        ],
    );
}

#[test]
fn malformed_json_in_line_3_of_5() {
    let line = "{\"id\":\"1\",\"text\":\"The mayor said so.\"}\n";
    let file = format!("{line}{line}{{\"id\":\"3\" \"text\"}}\n{line}{line}");
    check(
        "n.jsonl",
        file.as_bytes(),
        &[
            "n.jsonl:1 taken",
            "n.jsonl:2 taken",
            "n.jsonl:3: malformed JSON at column 11: expected `,` or `}` (malformed_json)",
            "n.jsonl:4 taken",
            "n.jsonl:5 taken",
        ],
    );
}

#[test]
fn invalid_utf8_in_a_line() {
    check(
        "n.jsonl",
        b"{\"id\":\"1\",\"text\":\"caf\xe9\"}\n{\"id\":\"2\",\"text\":\"So.\"}\n",
        &[
            "n.jsonl:1: byte 22 is not valid UTF-8, which JSON must be (not_utf8)",
            "n.jsonl:2 taken",
        ],
    );
}

#[test]
fn invalid_utf8_in_plain_text_is_read_in_the_encoding_it_is_in() {
    check(
        "a.txt",
        b"The caf\xe9 stays, the mayor said.",
        &["a.txt taken"],
    );
}

#[test]
fn a_line_of_50_megabytes() {
    let mut file = b"{\"id\":\"1\",\"text\":\"".to_vec();
    file.resize(50_000_000, b'x');
    file.extend(b"\n{\"id\":\"2\",\"text\":\"So.\"}\n");
    check(
        "n.jsonl",
        &file,
        &[
            "n.jsonl:1: the line has 50000000 bytes, more than the 16777216 a line may have (line_too_long)",
            "n.jsonl:2 taken",
        ],
    );
}

#[test]
fn a_path_that_does_not_exist() {
    let items: Vec<_> =
        read_paths(&[PathBuf::from("/nowhere/at all.txt")], Limits::default()).collect();
    let [Err(error)] = items.as_slice() else {
        panic!("one error")
    };
    assert_eq!(
        error.to_string(),
        "/nowhere/at all.txt: no such file or folder"
    );
    assert_eq!(error.code(), "not_found");
}

/// Tests may run as a user whom no permission stops, so the mapping is tested rather than the file.
#[test]
fn errors_of_the_system() {
    for (kind, code, message) in [
        (
            ErrorKind::PermissionDenied,
            "permission_denied",
            "permission to read it was denied",
        ),
        (ErrorKind::NotFound, "not_found", "no such file or folder"),
        (
            ErrorKind::TimedOut,
            "read_failed",
            "it could not be read: timed out",
        ),
    ] {
        let problem = Problem::from(io::Error::from(kind));
        assert_eq!(
            (problem.code(), problem.to_string().as_str()),
            (code, message)
        );
    }
}

/// Gives a few bytes and then fails.
struct Failing(&'static [u8]);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::Error::from(ErrorKind::PermissionDenied));
        }
        self.0.read(buffer)
    }
}

#[test]
fn a_file_that_fails_half_way() {
    let read = |name: &str, bytes: &'static [u8]| -> Vec<String> {
        read_stream(Origin::named(name), Failing(bytes), Limits::default())
            .map(|item| {
                item.map_or_else(|error| error.to_string(), |taken| taken.origin.to_string())
            })
            .collect()
    };
    assert_eq!(
        read("a.txt", b"The mayor"),
        ["a.txt: permission to read it was denied"]
    );
    let lines = Box::leak(
        "{\"id\":\"1\",\"text\":\"So.\"}\n"
            .repeat(300)
            .into_boxed_str(),
    );
    let items = read("n.jsonl", lines.as_bytes());
    assert_eq!(items.len(), 301);
    assert_eq!(items[299], "n.jsonl:300");
    assert_eq!(items[300], "n.jsonl:301: permission to read it was denied");
}
