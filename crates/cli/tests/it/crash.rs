//! `kill -9` during ingest: what was acknowledged is there, nothing is there twice, index equals store.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::run::{onrecord, run};

const KILLS: usize = 50;
/// Kills of one store before a fresh one is begun.
const KILLS_OF_ONE_STORE: usize = 5;
const ARTICLES: usize = 300;

#[test]
fn killed_at_random_points() {
    let seed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_nanos() as u64
        | 1;
    eprintln!("seed {seed}");
    let mut random = Random(seed);
    let folder = tempfile::tempdir().expect("a folder");
    let articles = write_articles(folder.path());
    for kill in 0..KILLS {
        let data = folder
            .path()
            .join(format!("data-{}", kill / KILLS_OF_ONE_STORE));
        // Also before the first acknowledgement, and in the middle of the first index commits.
        let wanted = random.below(ARTICLES / KILLS_OF_ONE_STORE);
        let acknowledged = ingest_and_kill(&data, &articles, wanted);
        check_after_crash(&data, &acknowledged, kill);
    }
    // The last store, taken in to the end: what was there is known, the rest is added, nothing is there twice.
    let data = folder
        .path()
        .join(format!("data-{}", (KILLS - 1) / KILLS_OF_ONE_STORE));
    run(&data, &["ingest", articles.to_str().expect("UTF-8")]).expect(0);
    let stats = run(&data, &["stats", "--json"]).expect(0).json();
    assert_eq!(stats[0]["articles"], ARTICLES, "{stats:#?}");
    run(&data, &["doctor"]).expect(0);
}

/// Kills the process right after it has acknowledged `wanted` articles; gives all it had acknowledged.
fn ingest_and_kill(data: &Path, articles: &Path, wanted: usize) -> BTreeSet<String> {
    let mut child = onrecord(data)
        .args(["ingest", "--json"])
        .arg(articles)
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

fn check_after_crash(data: &Path, acknowledged: &BTreeSet<String>, kill: usize) {
    if !data.join("onrecord.db").exists() {
        assert!(
            acknowledged.is_empty(),
            "kill {kill}: acknowledged before there was a store"
        );
        return;
    }
    run(data, &["doctor"]).expect(0);
    let quotes = run(data, &["search", "pier", "--limit", "100000", "--json"]).json();
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
