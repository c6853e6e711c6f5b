//! `kill -9` during ingest: what was acknowledged is there, nothing is there twice, index equals store.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::postgres;
use crate::run::{Ran, finished, onrecord};

/// Kills of one store before a fresh one is begun.
const KILLS_OF_ONE_STORE: usize = 5;
const ARTICLES: usize = 300;

/// Where a record is kept: in the folder, or in the database named.
struct Place {
    data: PathBuf,
    database: Option<String>,
}

impl Place {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = onrecord(&self.data);
        command.args(arguments);
        if let Some(database) = &self.database {
            command.env("ONRECORD_DATABASE", database);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        finished(self.command(arguments))
    }

    /// Whether the process got as far as making the record.
    fn exists(&self) -> bool {
        self.database.is_some() || self.data.join("onrecord.db").exists()
    }
}

#[test]
fn killed_at_random_points_on_sqlite() {
    killed_at_random_points(50, |folder, number| Place {
        data: folder.join(format!("data-{number}")),
        database: None,
    });
}

#[test]
fn killed_at_random_points_on_postgresql() {
    if postgres::database().is_none() {
        return;
    }
    killed_at_random_points(10, |folder, number| Place {
        data: folder.join(format!("data-{number}")),
        database: postgres::database(),
    });
}

/// Killed before the first transaction is over, and in the second or while the index is written. What was
/// acknowledged is there, and the same import again brings the rest and nothing twice.
#[test]
fn an_import_that_is_killed_goes_on_where_it_was() {
    const STATEMENTS: usize = 21_000;
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place {
        data: folder.path().join("data"),
        database: None,
    };
    let list = folder.path().join("statements.jsonl");
    let lines: String = (0..STATEMENTS)
        .map(|number| {
            let text = format!("Berth {number} of the harbour takes {} ships.", number * 7);
            let statement =
                serde_json::json!({"id": number, "text": text, "speaker": "Tove Brandt"});
            statement.to_string() + "\n"
        })
        .collect();
    fs::write(&list, lines).expect("writes");
    let list = list.to_str().expect("UTF-8");
    let mut last_stored = 0;
    for wanted in [0, 1] {
        let acknowledged = import_and_kill(&place, list, wanted);
        let is_there = place.exists() && place.run(&["doctor"]).code != Some(4);
        if !is_there {
            assert_eq!(acknowledged, 0);
            continue;
        }
        place.run(&["doctor"]).expect(0);
        let stats = place.run(&["stats", "--json"]).expect(0).json();
        let stored = stats[0]["passages"].as_u64().expect("a number");
        assert!(stored >= acknowledged, "{stored} of {acknowledged}");
        assert!(wanted == 0 || acknowledged > 0);
        last_stored = stored;
    }
    let events = place.run(&["import", "--json", list]).expect(0).json();
    let summary = events.last().expect("a summary");
    let sum = summary["added"].as_u64().zip(summary["known"].as_u64());
    let (added, known) = sum.expect("numbers");
    assert_eq!(added + known, STATEMENTS as u64, "{summary:#}");
    assert_eq!(known, last_stored, "{summary:#}");
    let stats = place.run(&["stats", "--json"]).expect(0).json();
    assert_eq!(stats[0]["passages"], STATEMENTS, "{stats:#?}");
    place.run(&["doctor"]).expect(0);
}

/// Kills the process right after it has acknowledged so many transactions; gives the passages of all it had.
fn import_and_kill(place: &Place, list: &str, wanted: usize) -> u64 {
    let mut child = place
        .command(&["import", "--json", list])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut acknowledged = 0;
    let mut read = |line: String| {
        if let Ok(line) = serde_json::from_str::<Value>(&line)
            && line["event"] == "stored"
        {
            let passages = line["added"].as_u64().zip(line["known"].as_u64());
            acknowledged += passages.map_or(0, |(added, known)| added + known);
        }
    };
    for line in lines.by_ref().take(wanted) {
        read(line.expect("a line"));
    }
    child.kill().expect("kills");
    lines.map_while(Result::ok).for_each(&mut read);
    child.wait().expect("ends");
    acknowledged
}

fn killed_at_random_points(kills: usize, place: impl Fn(&Path, usize) -> Place) {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let seed = now.as_nanos() as u64 | 1;
    eprintln!("seed {seed}");
    let mut random = Random(seed);
    let folder = tempfile::tempdir().expect("a folder");
    let articles = write_articles(folder.path());
    let articles = articles.to_str().expect("UTF-8");
    for store in 0..kills / KILLS_OF_ONE_STORE {
        let place = place(folder.path(), store);
        for kill in 0..KILLS_OF_ONE_STORE {
            // Also before the first acknowledgement, and in the middle of the first index commits.
            let wanted = random.below(ARTICLES / KILLS_OF_ONE_STORE);
            let acknowledged = ingest_and_kill(&place, articles, wanted);
            check_after_crash(&place, &acknowledged, kill);
        }
        // Taken in to the end: what was there is known, the rest is added, nothing is there twice.
        place.run(&["ingest", articles]).expect(0);
        let stats = place.run(&["stats", "--json"]).expect(0).json();
        assert_eq!(stats[0]["articles"], ARTICLES, "{stats:#?}");
        place.run(&["doctor"]).expect(0);
    }
}

/// Kills the process right after it has acknowledged `wanted` articles; gives all it had acknowledged.
fn ingest_and_kill(place: &Place, articles: &str, wanted: usize) -> BTreeSet<String> {
    let mut child = place
        .command(&["ingest", "--json", articles])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut acknowledged = BTreeSet::new();
    let mut read = |line: String| {
        // The last line may be torn; what was not written whole was not acknowledged.
        if let Ok(line) = serde_json::from_str::<Value>(&line)
            && line["event"] == "stored"
        {
            acknowledged.insert(line["id"].as_str().expect("an id").to_owned());
        }
    };
    let mut new = 0;
    while new < wanted {
        let Some(line) = lines.next() else {
            break;
        };
        let line = line.expect("a line");
        new += usize::from(line.contains("\"added\""));
        read(line);
    }
    child.kill().expect("kills");
    lines.map_while(Result::ok).for_each(&mut read);
    child.wait().expect("ends");
    acknowledged
}

fn check_after_crash(place: &Place, acknowledged: &BTreeSet<String>, kill: usize) {
    if !place.exists() {
        assert!(
            acknowledged.is_empty(),
            "kill {kill}: acknowledged before there was a store"
        );
        return;
    }
    if place.run(&["doctor"]).code == Some(4) {
        // Killed before the schema was there.
        assert!(
            acknowledged.is_empty(),
            "kill {kill}: acknowledged and not there"
        );
        return;
    }
    place.run(&["doctor"]).expect(0);
    let search = ["search", "pier", "--limit", "100000", "--json"];
    let quotes = place.run(&search).json();
    let mut titles = BTreeSet::new();
    let mut found = BTreeSet::new();
    for quote in &quotes {
        let id = quote["article"]["id"].as_str().expect("an id").to_owned();
        let title = quote["article"]["title"]
            .as_str()
            .expect("a title")
            .to_owned();
        assert!(
            found.insert(id),
            "kill {kill}: an article has its quote twice: {quote:#}"
        );
        assert!(
            titles.insert(title),
            "kill {kill}: an article is there twice: {quote:#}"
        );
    }
    let lost: Vec<&String> = acknowledged.difference(&found).collect();
    assert!(
        lost.is_empty(),
        "kill {kill}: acknowledged and lost: {lost:?}"
    );
}

/// Articles of one quote each.
fn write_articles(folder: &Path) -> PathBuf {
    let lines: String = (0..ARTICLES)
        .map(|number| {
            let title = format!("Pier inspected for the {number}th time");
            let text = format!(
                "{title}\n\nThe harbour master of Halden, Tove Brandt, said after inspection {number} that the \
                 pier was safe for ships of up to {number} tonnes.\n\nThe weather was fine that day and remained so."
            );
            let url = format!("https://courier.example/pier/{number}");
            serde_json::json!({"id": number.to_string(), "title": title, "text": text, "url": url}).to_string() + "\n"
        })
        .collect();
    let path = folder.join("articles.jsonl");
    fs::write(&path, lines).expect("writes");
    path
}

/// xorshift64*, so that a failure can be run again from its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }
}
