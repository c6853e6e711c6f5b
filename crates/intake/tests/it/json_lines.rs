//! JSON to articles.

use std::io::{Cursor, Read};

use onrecord_intake::{Limits, Origin, from_json_line, read_stream};
use serde_json::json;

#[test]
fn every_field_is_read() {
    let line = json!({
        "id": "bridge-1", "text": "Bridge Shut\n\nThe mayor said so.", "title": "Bridge Shut", "outlet": "The Courier", "author": "Ana Reyes",
        "published": "2025-08-17T09:30:00+02:00", "url": "https://Courier.example/bridge?utm_source=x#top",
        "attributions": [{"id": "E1", "content": [[0, 3]]}], "anything": {"else": [1, 2]},
    });
    let article = from_json_line(line.to_string().as_bytes(), &Limits::default()).expect("taken");
    crate::check_invariants(&article);
    assert_eq!(article.external_id.as_deref(), Some("bridge-1"));
    assert_eq!(article.title.as_deref(), Some("Bridge Shut"));
    assert_eq!(article.outlet.as_deref(), Some("The Courier"));
    assert_eq!(article.authors, ["Ana Reyes"]);
    assert_eq!(
        article.published.map(|time| time.to_rfc3339()).as_deref(),
        Some("2025-08-17T07:30:00+00:00")
    );
    assert_eq!(
        article.url.as_deref(),
        Some("https://courier.example/bridge")
    );
    assert_eq!(article.text, "Bridge Shut\n\nThe mayor said so.");
}

#[test]
fn nothing_but_id_and_text_is_needed() {
    let article = from_json_line(
        br#"{"text":"The mayor said so.","id":17,"title":null,"author":[],"url":""}"#,
        &Limits::default(),
    )
    .expect("taken");
    assert_eq!(article.external_id.as_deref(), Some("17"));
    assert_eq!(
        (article.title, article.authors.len(), article.url),
        (None, 0, None)
    );
}

#[test]
fn authors_may_be_a_list() {
    let article = from_json_line(
        br#"{"id":"1","text":"So.","author":["Ana Reyes","Tom Hollis"],"authors":"Jo van Beek"}"#,
        &Limits::default(),
    )
    .expect("taken");
    assert_eq!(article.authors, ["Ana Reyes", "Tom Hollis", "Jo van Beek"]);
}

/// The messages are what whoever made the file sees; each says what and where.
fn check_error(line: &[u8], code: &str, message: &str) {
    let problem = from_json_line(line, &Limits::default()).expect_err("refused");
    assert_eq!(
        (problem.code(), problem.to_string().as_str()),
        (code, message)
    );
}

#[test]
fn what_is_wrong_with_a_line() {
    check_error(
        b"{\"id\":\"1\",\"text\":",
        "malformed_json",
        "malformed JSON at column 17: EOF while parsing a value",
    );
    check_error(
        b"{'id':1}",
        "malformed_json",
        "malformed JSON at column 2: key must be a string",
    );
    check_error(
        b"{\"id\":\"1\"} x",
        "malformed_json",
        "malformed JSON at column 12: trailing characters",
    );
    check_error(
        b"{\"id\":\"1\",\"text\":\"\\ud800\"}",
        "malformed_json",
        "malformed JSON at column 25: unexpected end of hex escape",
    );
    check_error(
        b"{\"id\":\"caf\xe9\"}",
        "not_utf8",
        "byte 11 is not valid UTF-8, which JSON must be",
    );
    check_error(
        b"hello",
        "malformed_json",
        "malformed JSON at column 1: expected value",
    );
    check_error(
        b"[1]",
        "not_an_article",
        "not an article: expected an object with id and text",
    );
    check_error(
        b"\"text\"",
        "not_an_article",
        "not an article: expected an object with id and text",
    );
    check_error(
        b"{\"text\":\"x\"}",
        "missing_field",
        "the field \"id\" is missing",
    );
    check_error(
        b"{\"id\":\"\",\"text\":\"x\"}",
        "missing_field",
        "the field \"id\" is missing",
    );
    check_error(
        b"{\"id\":\"1\"}",
        "missing_field",
        "the field \"text\" is missing",
    );
    check_error(b"{\"id\":\"1\",\"text\":\" \\n\"}", "empty", "it is empty");
    check_error(
        b"{\"id\":\"1\",\"text\":\"a\\u0000b\"}",
        "nul_character",
        "the text holds a NUL character (U+0000)",
    );
    check_error(
        b"{\"id\":\"1\",\"text\":7}",
        "not_an_article",
        "not an article: invalid type: integer `7`, expected a string",
    );
    check_error(
        b"{\"id\":\"1\",\"text\":\"x\",\"author\":7}",
        "not_an_article",
        "not an article: expected a string or a list of strings as author",
    );
    check_error(
        b"{\"id\":\"1\",\"text\":\"x\",\"published\":\"soon\"}",
        "bad_field",
        "the field \"published\" is \"soon\", which is no date or time (such as 2025-08-17 or 2025-08-17T09:30:00Z)",
    );
}

#[test]
fn nesting_in_json_is_no_danger() {
    let deep = format!(
        "{{\"id\":\"1\",\"text\":\"So.\",\"x\":{}",
        "[".repeat(1_000_000)
    );
    assert_eq!(
        from_json_line(deep.as_bytes(), &Limits::default())
            .expect_err("refused")
            .code(),
        "malformed_json"
    );
}

/// What comes of a file, an item a line.
fn read(name: &str, bytes: impl Into<Vec<u8>>, limits: &Limits) -> Vec<String> {
    read_stream(
        Origin::named(name),
        Cursor::new(bytes.into()),
        limits.clone(),
    )
    .map(|item| match item {
        Ok(taken) => format!(
            "{} {}",
            taken.origin,
            taken.article.external_id.unwrap_or_default()
        ),
        Err(error) => format!("{} {}", error.origin, error.code()),
    })
    .collect()
}

#[test]
fn one_bad_line_does_not_stop_the_rest() {
    let limits = Limits {
        line_bytes: 60,
        ..Limits::default()
    };
    let long = format!("{{\"id\":\"long\",\"text\":\"{}\"}}", "x".repeat(200_000));
    let file = format!(
        "\u{feff}{{\"id\":\"a\",\"text\":\"So.\"}}\r\n\n{{\"id\":\n{long}\n{{\"id\":\"b\",\"text\":\"So.\"}}"
    );
    assert_eq!(
        read("n.jsonl", file, &limits),
        [
            "n.jsonl:1 a",
            "n.jsonl:3 malformed_json",
            "n.jsonl:4 line_too_long",
            "n.jsonl:5 b"
        ]
    );
}

#[test]
fn json_of_any_shape() {
    let limits = Limits::default();
    let article = |id: &str| format!("{{\"id\":\"{id}\",\n  \"text\":\"So.\"}}");
    assert_eq!(read("a.json", article("a"), &limits), ["a.json a"]);
    assert_eq!(
        read(
            "a.json",
            format!("[{}, {}]", article("a"), article("b")),
            &limits
        ),
        ["a.json[0] a", "a.json[1] b"]
    );
    assert_eq!(
        read("a.json", format!("[{}, 5]", article("a")), &limits),
        ["a.json[0] a", "a.json[1] not_an_article"]
    );
    let lines = "\n{\"id\":\"a\",\"text\":\"So.\"}\n{\"id\":\"b\",\"text\":\"So.\"}\n";
    for name in ["a.json", "a.ndjson", "standard input", "a.unknown"] {
        assert_eq!(
            read(name, lines, &limits),
            [format!("{name}:2 a"), format!("{name}:3 b")]
        );
    }
    assert_eq!(read("a.json", "[]", &limits), ["a.json empty"]);
    assert_eq!(read("a.jsonl", "\n\n \n", &limits), ["a.jsonl empty"]);
    assert_eq!(
        read("a.json", "[{\"id\"", &limits),
        ["a.json malformed_json"]
    );
    let limits = Limits {
        line_bytes: 30,
        ..limits
    };
    assert_eq!(
        read(
            "a.json",
            format!("[{}, {}]", article("a"), article("b")),
            &limits
        ),
        ["a.json document_too_large"]
    );
    let utf16: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        read("a.jsonl", [b"\xff\xfe".to_vec(), utf16].concat(), &limits),
        ["a.jsonl unsupported"]
    );
}

/// Gives out `lines` lines of JSON, a piece at a time, without ever holding them.
struct Endless {
    line: Vec<u8>,
    offset: usize,
    lines: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.lines == 0 {
            return Ok(0);
        }
        let rest = &self.line[self.offset..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.offset += count;
        if self.offset == self.line.len() {
            self.offset = 0;
            self.lines -= 1;
        }
        Ok(count)
    }
}

#[cfg(target_os = "linux")]
fn peak_memory() -> usize {
    let status =
        std::fs::read_to_string("/proc/self/status").expect("Linux says what a process uses");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .expect("peak resident memory");
    let kibibytes = line.split_whitespace().nth(1).expect("a figure");
    kibibytes.parse::<usize>().expect("a number") * 1024
}

/// 200 MB of lines, among them one of 100 MB: what is held is a line or the limit, never the file. Other tests of this
/// process use memory too, so the reading is done in a process of its own.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    const CHILD: &str = "ONRECORD_READS_200_MB";
    if std::env::var_os(CHILD).is_some() {
        return read_200_megabytes();
    }
    let child = std::process::Command::new(std::env::current_exe().expect("this test binary"))
        .args(["--exact", "json_lines::memory_does_not_grow_with_the_input"])
        .env(CHILD, "1")
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

#[cfg(target_os = "linux")]
fn read_200_megabytes() {
    let mut line = json!({"id": "1", "text": "x ".repeat(500_000)})
        .to_string()
        .into_bytes();
    line.push(b'\n');
    let lines = 100_000_000 / line.len();
    let giant = Endless {
        line: b"x".repeat(100_000),
        offset: 0,
        lines: 1_000,
    };
    let limits = Limits {
        article_bytes: 1_000,
        ..Limits::default()
    };
    let bytes = Endless {
        line,
        offset: 0,
        lines,
    }
    .chain(giant);
    let before = peak_memory();
    let mut codes = std::collections::BTreeMap::new();
    for item in read_stream(Origin::named("n.jsonl"), bytes, limits) {
        *codes
            .entry(item.expect_err("each is refused").code())
            .or_insert(0) += 1;
    }
    assert_eq!(
        codes,
        [("article_too_large", lines), ("line_too_long", 1)].into()
    );
    let grown = peak_memory() - before;
    assert!(grown < 32 << 20, "memory grew by {grown} bytes");
}
