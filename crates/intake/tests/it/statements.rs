//! Lists of statements, plain and packed, and all that can be wrong with them.

use std::fs;
use std::io::{self, Cursor, Read, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use onrecord_intake::{
    Given, IntakeError, Limits, Origin, PrimarySource, StatementRecord, read_sources, statements,
};

const TWO: &str = "{\"id\":7,\"text\":\"The ferry will run.\",\"speaker\":\"Odile Brandt\",\"date\":\"2025-08-17\",\"outlet\":\"Harrow Council\",\"url\":\"https://Harrow.example/7#x\",\"title\":\"Question time\"}
{\"text\":\" The bridge stays shut. \",\"speaker\":\"Milo  Teague\",\"id\":\"b\",\"more\":[1]}
";

fn read(bytes: impl Into<Vec<u8>>) -> Vec<Result<StatementRecord, IntakeError>> {
    read_within(bytes, Limits::default())
}

fn read_within(
    bytes: impl Into<Vec<u8>>,
    limits: Limits,
) -> Vec<Result<StatementRecord, IntakeError>> {
    let reader = Cursor::new(bytes.into());
    statements(Origin::named("list"), reader, limits).collect()
}

/// What comes of each line: its text, or what is wrong.
#[track_caller]
fn check(bytes: impl Into<Vec<u8>>, expected: &[&str]) {
    check_within(Limits::default(), bytes, expected);
}

#[track_caller]
fn check_within(limits: Limits, bytes: impl Into<Vec<u8>>, expected: &[&str]) {
    let found: Vec<String> = read_within(bytes, limits)
        .into_iter()
        .map(|outcome| match outcome {
            Ok(record) => record.text,
            Err(error) => format!("{error} ({})", error.code()),
        })
        .collect();
    assert_eq!(found, expected);
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("packed");
    encoder.finish().expect("packed")
}

fn xz(text: &[u8]) -> Vec<u8> {
    xz_with_dictionary(text, 1 << 20)
}

fn xz_with_dictionary(text: &[u8], bytes: u32) -> Vec<u8> {
    let mut options = XzOptions::with_preset(0);
    options.lzma_options.dict_size = bytes;
    let mut writer = XzWriter::new(Vec::new(), options).expect("options");
    writer.write_all(text).expect("packed");
    writer.finish().expect("packed")
}

#[test]
fn every_field_is_read() {
    let records: Vec<StatementRecord> = read(TWO)
        .into_iter()
        .map(|one| one.expect("taken"))
        .collect();
    let [first, second] = records.as_slice() else {
        panic!("{records:?}");
    };
    assert_eq!(first.line, 1);
    assert_eq!(first.reference.as_deref(), Some("7"));
    assert_eq!(first.text, "The ferry will run.");
    assert_eq!(first.speaker, "Odile Brandt");
    assert_eq!(
        first.date.map(|date| date.to_rfc3339()).as_deref(),
        Some("2025-08-17T00:00:00+00:00")
    );
    assert_eq!(first.outlet.as_deref(), Some("Harrow Council"));
    assert_eq!(first.url.as_deref(), Some("https://harrow.example/7"));
    assert_eq!(first.title.as_deref(), Some("Question time"));
    assert_eq!((second.line, second.reference.as_deref()), (2, Some("b")));
    assert_eq!(second.text, "The bridge stays shut.");
    assert_eq!(second.speaker, "Milo Teague");
    assert_eq!((second.date, second.outlet.as_ref()), (None, None));
}

#[test]
fn archives_are_told_by_their_bytes() {
    let expected = ["The ferry will run.", "The bridge stays shut."];
    check(TWO, &expected);
    check(gzip(TWO.as_bytes()), &expected);
    check(xz(TWO.as_bytes()), &expected);
    let twice = ["The ferry will run.", "The bridge stays shut."].repeat(2);
    check(
        [gzip(TWO.as_bytes()), gzip(TWO.as_bytes())].concat(),
        &twice,
    );
    check([xz(TWO.as_bytes()), xz(TWO.as_bytes())].concat(), &twice);
}

#[track_caller]
fn check_date(value: &str, expected: &str) {
    let line = format!("{{\"text\":\"So.\",\"speaker\":\"Odile Brandt\",\"date\":{value}}}");
    let outcome = read(line).remove(0);
    let found = match outcome {
        Ok(record) => record
            .date
            .map_or("none".to_owned(), |date| date.format("%FT%TZ").to_string()),
        Err(error) => error.to_string(),
    };
    assert_eq!(found, expected);
}

#[test]
fn dates() {
    check_date("\"1848\"", "1848-01-01T00:00:00Z");
    check_date("1848", "1848-01-01T00:00:00Z");
    check_date("\"1962-10\"", "1962-10-01T00:00:00Z");
    check_date("\"17 August 2025\"", "2025-08-17T00:00:00Z");
    check_date("\"2025-08-17T09:30:00+02:00\"", "2025-08-17T07:30:00Z");
    check_date("\" \"", "none");
    check_date("null", "none");
    check_date(
        "\"2025-02-30\"",
        "list:1: the field \"date\" is \"2025-02-30\", which is no date (such as 2025-08-17, 2025-08, 2025 or 2025-08-17T09:30:00Z)",
    );
    check_date(
        "\"0000\"",
        "list:1: the field \"date\" is \"0000\", which is no date (such as 2025-08-17, 2025-08, 2025 or 2025-08-17T09:30:00Z)",
    );
    check_date(
        "[1]",
        "list:1: not a statement: expected a string or a year as date",
    );
}

#[test]
fn a_bad_line_does_not_stop_the_rest() {
    let good = "{\"text\":\"So.\",\"speaker\":\"Odile Brandt\"}\n";
    let bad = [
        "{\"text\":\"So.\"}",
        "{\"speaker\":\"Odile Brandt\"}",
        "{\"text\":\" \",\"speaker\":\"Odile Brandt\"}",
        "{\"text\":\"So.\",\"speaker\":\"\\u200b \"}",
        "{\"text\":\"So.\",\"speaker\":\"Unknown\"}",
        "{\"text\":7,\"speaker\":\"Odile Brandt\"}",
        "{\"text\":\"S\\u0000o.\",\"speaker\":\"Odile Brandt\"}",
        "{\"text\":\"So.\",\"speaker\":\"Odile Brandt\"",
        "{\"text\":\"So.\",\"speaker\":\"Odile Brandt\",\"url\":\"ftp://harrow.example\"}",
        "[\"So.\",\"Odile Brandt\"]",
    ]
    .join("\n");
    check(
        format!("{good}\n{bad}\n{good}"),
        &[
            "So.",
            "list:3: the field \"speaker\" is missing (missing_field)",
            "list:4: the field \"text\" is missing (missing_field)",
            "list:5: the field \"text\" is missing (missing_field)",
            "list:6: the field \"speaker\" is missing (missing_field)",
            "list:7: the field \"speaker\" is missing (missing_field)",
            "list:8: not a statement: invalid type: integer `7`, expected a string (not_a_statement)",
            "list:9: the text holds a NUL character (U+0000) (nul_character)",
            "list:10: malformed JSON at column 38: EOF while parsing an object (malformed_json)",
            "list:11: the field \"url\" is \"ftp://harrow.example\", but only http and https URLs are taken (bad_field)",
            "list:12: not a statement: expected an object with text and speaker (not_a_statement)",
            "So.",
        ],
    );
    check(
        b"{\"text\":\"caf\xe9\",\"speaker\":\"Odile Brandt\"}\n{\"text\":\"So.\",\"speaker\":\"Odile Brandt\"}".to_vec(),
        &["list:1: byte 13 is not valid UTF-8, which JSON must be (not_utf8)", "So."],
    );
    check("", &["list: it is empty (empty)"]);
    check(" \n\n", &["list: it is empty (empty)"]);
}

#[test]
fn a_long_line_is_passed_over() {
    let long = format!("{{\"text\":\"{}\"}}\n", "a".repeat(5_000));
    let limits = Limits {
        line_bytes: 1_000,
        ..Limits::default()
    };
    check_within(
        limits,
        format!("{long}{TWO}"),
        &[
            "list:1: the line has 5011 bytes, more than the 1000 a line may have (line_too_long)",
            "The ferry will run.",
            "The bridge stays shut.",
        ],
    );
}

/// What stands before the damage is taken, and the line of the damage is named.
#[track_caller]
fn check_damaged(bytes: Vec<u8>, archive: &str, taken: std::ops::RangeInclusive<usize>) {
    let outcomes = read(bytes);
    let (last, before) = outcomes.split_last().expect("an outcome");
    assert!(taken.contains(&before.len()), "{} taken", before.len());
    assert!(before.iter().all(Result::is_ok));
    let error = last.as_ref().expect_err("damaged");
    assert_eq!(error.code(), "bad_archive");
    assert_eq!(error.origin.line, Some(before.len() as u64 + 1));
    let message = error.to_string();
    assert!(
        message.contains(&format!("the {archive} archive cannot be unpacked")),
        "{message}"
    );
}

fn many_lines() -> String {
    let mut state = 7_u64;
    (0..20_000)
        .map(|number| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            format!("{{\"id\":{number},\"text\":\"Crossing {state} is shut.\",\"speaker\":\"Odile Brandt\"}}\n")
        })
        .collect()
}

#[test]
fn archives_that_are_cut_off_or_damaged() {
    let lines = many_lines();
    let (gzip, xz) = (gzip(lines.as_bytes()), xz(lines.as_bytes()));
    check_damaged(gzip[..gzip.len() / 2].to_vec(), "gzip", 5_000..=15_000);
    check_damaged(xz[..xz.len() / 2].to_vec(), "xz", 5_000..=15_000);
    for (mut bytes, name) in [(gzip, "gzip"), (xz, "xz")] {
        let middle = bytes.len() / 2;
        bytes[middle..middle + 8].fill(0x5a);
        let outcomes = read(bytes);
        let errors: Vec<&IntakeError> = outcomes
            .iter()
            .filter_map(|one| one.as_ref().err())
            .collect();
        let last = errors.last().expect("the damage is found");
        assert_eq!(last.code(), "bad_archive", "{name}: {last}");
    }
}

#[test]
fn an_archive_that_wants_too_much_memory_is_refused() {
    let limits = Limits {
        unpacking_bytes: 4 << 20,
        ..Limits::default()
    };
    let outcomes = read_within(xz_with_dictionary(TWO.as_bytes(), 16 << 20), limits);
    let [Err(error)] = outcomes.as_slice() else {
        panic!("{outcomes:?}");
    };
    assert_eq!(error.code(), "bad_archive");
}

/// Spaces without end: one line, which is never held.
struct Blank;

impl Read for Blank {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.fill(b' ');
        Ok(buffer.len())
    }
}

#[test]
fn a_bomb_is_not_unpacked_to_its_end() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    io::copy(&mut Blank.take(24 << 20), &mut encoder).expect("packed");
    let bomb = encoder.finish().expect("packed");
    let outcomes = read(bomb);
    let [Err(error)] = outcomes.as_slice() else {
        panic!("{} outcomes", outcomes.len());
    };
    assert_eq!(error.code(), "bad_archive");
    assert!(
        error.to_string().contains("unpack to more than 200 times"),
        "{error}"
    );
}

#[test]
fn a_long_text_comes_in_passages() {
    let sentence = "The council will meet again about the ferry and the bridge on Monday.";
    let speech = vec![sentence; 30].join(" ");
    let line = format!("{{\"id\":1,\"text\":\"{speech}\",\"speaker\":\"Odile Brandt\"}}");
    let records: Vec<StatementRecord> = read(line)
        .into_iter()
        .map(|one| one.expect("taken"))
        .collect();
    assert!(records.len() > 2);
    for record in &records {
        assert!(record.text.split(' ').count() <= 120);
        assert!(record.text.ends_with("Monday."), "{}", record.text);
        assert_eq!((record.line, record.reference.as_deref()), (1, Some("1")));
    }
    let whole: Vec<&str> = records.iter().map(|record| record.text.as_str()).collect();
    assert_eq!(whole.join(" "), speech);
}

#[test]
fn files_are_told_by_what_they_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        path
    };
    let paths = [
        write("a.jsonl", TWO.as_bytes()),
        write("b.txt", &gzip(TWO.as_bytes())),
        write("c", &xz(TWO.as_bytes())),
        write(
            "d.txt.gz",
            &gzip(b"ODILE BRANDT: The ferry will run.\nMILO TEAGUE: It will not.\n"),
        ),
        write("e.html", b"<!doctype html><p>Odile Brandt: no</p>"),
        write("f.txt", b""),
        write(
            "g.json",
            b"[\n{\"text\":\"So.\",\"speaker\":\"Odile Brandt\"}]",
        ),
        write("h.bin", b"\x89PNG\r\n\x1a\n"),
        folder.path().join("missing"),
        folder.path().to_path_buf(),
    ];
    let root = format!("{}/", folder.path().display());
    let found: Vec<String> = read_sources(&paths, &Given::default(), &Limits::default())
        .map(|outcome| match outcome {
            Ok(taken) => match taken.source {
                PrimarySource::Statement(statement) => {
                    format!("{}: {}", taken.origin, statement.text)
                }
                PrimarySource::Transcript(transcript) => {
                    format!("{}: {} turns", taken.origin, transcript.turns.len())
                }
            },
            Err(error) => format!("{error} ({})", error.code()),
        })
        .map(|line| {
            line.replace(&root, "")
                .replace(&root[..root.len() - 1], "folder")
        })
        .collect();
    assert_eq!(
        found,
        [
            "a.jsonl:1: The ferry will run.",
            "a.jsonl:2: The bridge stays shut.",
            "b.txt:1: The ferry will run.",
            "b.txt:2: The bridge stays shut.",
            "c:1: The ferry will run.",
            "c:2: The bridge stays shut.",
            "d.txt.gz: 2 turns",
            "e.html: a page as a primary source is not read yet (unsupported)",
            "f.txt: it is empty (empty)",
            "g.json: a JSON list of statements (give one object a line) is not read yet (unsupported)",
            "h.bin: it is not text but a PNG picture (binary)",
            "missing: no such file or folder (not_found)",
            "folder: a folder of primary sources is not read yet (unsupported)",
        ]
    );
}
