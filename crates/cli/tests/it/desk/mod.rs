//! The fact-checkers' desk on the command line.

mod batches;
mod demo;
mod export;
mod import;
mod work;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Ran, run};

/// Writes a file, and gives its path as an argument.
fn file(folder: &Path, name: &str, content: &str) -> String {
    let path: PathBuf = folder.join(name);
    fs::write(&path, content).expect("writes");
    path.to_str().expect("UTF-8").to_owned()
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}

/// Three claims of an invented town, of which two were checked.
fn claims() -> String {
    [
        json!({"id": "c1", "claim": "The harbour of Halden lost 40 percent of its ships in 2024.", "title": "Did Halden lose its ships?",
            "url": "https://checks.example/ships", "rating": "False", "date": "2025-02-01", "publisher": "Halden Checks"}),
        json!({"id": "c2", "claim": "The ferry to Skarn carried 90,000 passengers in 2023."}),
        json!({"id": "c3", "claim": "Nobody was fined for fishing without a licence last year.", "url": "https://checks.example/fines",
            "rating": "Mostly true", "date": "2025-03-01", "publisher": "Halden Checks"}),
    ]
    .iter()
    .map(line)
    .collect()
}

/// Takes the claims in.
fn filled(data: &Path) -> Ran {
    let folder = data.parent().expect("a folder");
    let path = file(folder, "claims.jsonl", &claims());
    run(data, &["claim", "import", "--by", "Ida Desk", &path]).expect(0)
}

/// The only line of data, as JSON.
#[track_caller]
fn the_line(ran: &Ran) -> Value {
    let mut lines = ran.json();
    assert_eq!(lines.len(), 1, "{ran:#?}");
    lines.remove(0)
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}
