//! The one real article: who said what in it, end to end through the binary.

use std::path::PathBuf;

use serde_json::Value;

use crate::run::{run, skipped};

/// The article lies beside the checkout and is not ours to publish.
fn seed() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let path = folder.join("000_cd3d09ca38b6d901.txt");
    if !path.exists() {
        skipped("the seed article is not here");
        return None;
    }
    Some(path)
}

fn by(quotes: &[Value], name: &str) -> Vec<String> {
    quotes
        .iter()
        .filter(|quote| quote["speaker"]["name"] == name)
        .map(|quote| quote["text"].as_str().expect("text").to_owned())
        .collect()
}

#[track_caller]
fn check_said(quotes: &[Value], name: &str, words: &str, at_least: usize) {
    let said = by(quotes, name);
    let found = said
        .iter()
        .filter(|text| text.to_lowercase().contains(&words.to_lowercase()))
        .count();
    assert!(
        found >= at_least,
        "{name} said {words:?} {found} times, wanted {at_least}: {said:#?}"
    );
    let others: Vec<&Value> = quotes
        .iter()
        .filter(|quote| quote["speaker"]["name"] != name && !quote["speaker"].is_null())
        .filter(|quote| {
            quote["text"]
                .as_str()
                .is_some_and(|text| text.contains(words))
        })
        .collect();
    assert!(
        others.is_empty(),
        "somebody else got {words:?}: {others:#?}"
    );
}

#[test]
fn the_seed_article_says_who_said_what() {
    let Some(path) = seed() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path_text = path.to_str().expect("UTF-8");
    run(folder.path(), &["ingest", path_text]).expect(0);
    let quotes = run(folder.path(), &["search", "--limit", "1000", "--json"])
        .expect(0)
        .json();

    check_said(
        &quotes,
        "Donald Trump",
        "BIG PROGRESS ON RUSSIA. STAY TUNED!",
        1,
    );
    check_said(&quotes, "Donald Trump", "big progress", 3);
    check_said(&quotes, "Steve Witkoff", "robust security guarantees", 1);
    check_said(&quotes, "Steve Witkoff", "game-changing", 1);
    check_said(
        &quotes,
        "Marco Rubio",
        "both will have to make concessions",
        1,
    );
    check_said(&quotes, "Reuters", "giving up occupied", 1);
    check_said(&quotes, "Ursula von der Leyen", "she would attend", 1);
    for name in [
        "Vladimir Putin",
        "Volodymyr Zelensky",
        "Volodymyr Zelenskyy",
    ] {
        assert_eq!(by(&quotes, name), Vec::<String>::new());
    }

    let trump = run(
        folder.path(),
        &["search", "--speaker", "Donald Trump", "--json"],
    )
    .expect(0)
    .json();
    assert_eq!(trump.len(), by(&quotes, "Donald Trump").len());
    let text = std::fs::read_to_string(&path).expect("the seed reads");
    let characters: Vec<char> = text.chars().collect();
    for quote in &trump {
        assert_eq!(quote["speaker"]["wikidata"], "Q22686");
        let content = quote["content"].as_array().expect("spans");
        let pieces: Vec<String> = content
            .iter()
            .map(|span| {
                let at = |index: usize| span[index].as_u64().expect("an offset") as usize;
                characters[at(0)..at(1)].iter().collect()
            })
            .collect();
        assert_eq!(quote["text"], pieces.join(" … "));
        for key in ["id", "kind", "mention", "cue", "start", "end"] {
            assert!(!quote[key].is_null(), "{key} of {quote:#}");
        }
        for key in ["id", "title", "outlet", "published", "url"] {
            assert!(
                quote["article"].get(key).is_some(),
                "article.{key} of {quote:#}"
            );
        }
    }
}
