//! Clients of others, as they are published: the official Python client of Elasticsearch, and a reader of Parquet.
//!
//! They are in a virtual environment that `.ci/run` makes with `clients/requirements.txt`; its Python is named by
//! `ONRECORD_CLIENTS_PYTHON`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::browser::Server;
use crate::run::{finished, run, run_with_input, skipped};

/// The Python that has the clients, or `None` where there is none and none is required.
fn python() -> Option<PathBuf> {
    let path = std::env::var_os("ONRECORD_CLIENTS_PYTHON").map(PathBuf::from);
    assert!(
        path.is_some() || std::env::var_os("ONRECORD_REQUIRE_SERVICES").is_none(),
        "ONRECORD_CLIENTS_PYTHON is required and not set"
    );
    if path.is_none() {
        skipped("ONRECORD_CLIENTS_PYTHON is not set: no clients of Elasticsearch and Parquet");
    }
    path
}

/// Reports over two years, more than one page of them.
fn reports() -> String {
    let people = [
        ("Odile Brandt", "the mayor of Halden"),
        ("Ansel Roth", "a councillor of Vik"),
        ("Tove Aspen", "the harbour master"),
    ];
    let subjects = ["ferry", "harbour", "channel", "quay", "lighthouse"];
    let mut lines = String::new();
    for number in 0..230 {
        let (name, office) = people[number % people.len()];
        let subject = subjects[number % subjects.len()];
        let outlet = ["Halden Courier", "Vik Post"][number % 2];
        let (year, month, day) = (2024 + number % 2, 1 + number % 12, 1 + number % 28);
        let article = json!({
            "id": number.to_string(),
            "title": format!("Report {number} on the {subject}"),
            "outlet": outlet,
            "published": format!("{year}-{month:02}-{day:02}T08:30:00.123456Z"),
            "text": format!("“The {subject} needs {number} new lamps,” said {name}, {office}."),
        });
        writeln!(lines, "{article}").expect("a string takes all");
    }
    lines
}

#[test]
fn published_clients_read_the_record() {
    let Some(python) = python() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    run_with_input(&data, &["ingest", "-"], reports().as_bytes()).expect(0);
    let parquet = folder.path().join("quotes.parquet");
    let out = parquet.to_str().expect("UTF-8");
    run(
        &data,
        &["export", "quotes", "--format", "parquet", "--out", out],
    )
    .expect(0);
    let server = Server::start(&data);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/clients/check.py");
    let mut command = Command::new(python);
    command
        .arg(script)
        .arg(&server.address)
        .arg(folder.path())
        .arg(&parquet);
    let checked = finished(command).expect(0);
    assert!(
        checked.data.ends_with("all is as it should be\n"),
        "{checked:#?}"
    );
}
