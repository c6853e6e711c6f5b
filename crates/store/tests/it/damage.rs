//! What `check` finds, and that it finds each thing by its row.

use std::io::{Seek, SeekFrom, Write};

use onrecord_store::{Store, StoreError};

use crate::fixture::{Place, article, assert_sound, minute, on_both, on_sqlite, put};

async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    let articles = [
        ("https://example.org/1", "Jane Roe: «Yes.» John Doe: «No.»"),
        ("https://example.org/1", "Jane Roe: «Yes.» Max Poe: «So.»"),
        ("", "Zoë Ünal: «Où? 🙂 Là.» Jane Roe: «Yes.»"),
    ];
    for (number, (url, text)) in articles.into_iter().enumerate() {
        let mut new = article(url, text);
        new.taken_in = minute(number as i64);
        put(&store, &new).await;
    }
    assert_sound(&store).await;
    store
}

/// Plants damage upon damage; each must be named with its words as soon as it is there, and not before.
fn check(planted: &[(&str, &str, &str)]) {
    on_both(async |place| {
        let store = filled(&place).await;
        let raw = place.raw().await;
        if !place.is_sqlite() {
            // PostgreSQL then no longer refuses rows that refer to nothing; only a superuser may ask for it.
            raw.execute("SET session_replication_role = replica").await;
        }
        for (damage, row, what) in planted {
            let is_named = async || {
                let problems = store.check().await.expect("the check runs");
                problems
                    .iter()
                    .any(|problem| problem.row.starts_with(row) && problem.what.contains(what))
            };
            assert!(!is_named().await, "named before {damage}");
            raw.execute(damage).await;
            assert!(is_named().await, "not named after {damage}");
        }
    });
}

#[test]
fn contents_that_were_altered() {
    check(&[
        (
            "UPDATE article_version SET published = NULL WHERE version = 2",
            "article ",
            "hash",
        ),
        (
            "UPDATE article_version SET text = replace(text, 'Yes', 'Yep') WHERE version = 2",
            "quote ",
            "words",
        ),
        (
            "UPDATE article SET url = 'https://example.org/9' WHERE url IS NOT NULL",
            "article ",
            "identity",
        ),
        (
            "UPDATE article_version SET authors = '[' WHERE version = 2",
            "article ",
            "authors",
        ),
        (
            "UPDATE quote SET source = '[[9,3]]' WHERE version = 2",
            "quote ",
            "source",
        ),
        (
            "UPDATE quote SET why = '{' WHERE version = 2",
            "quote ",
            "reason",
        ),
    ]);
}

#[test]
fn a_text_that_was_altered_outside_its_quotes() {
    check(&[(
        "UPDATE article_version SET text = replace(text, 'Max', 'Mix') WHERE version = 2",
        "article ",
        "hash",
    )]);
}

#[test]
fn spans_that_stand_elsewhere() {
    check(&[(
        "UPDATE quote SET content = '[[0,9000]]' WHERE version = 2",
        "quote ",
        "words",
    )]);
    check(&[(
        "UPDATE quote SET content = '[]' WHERE version = 2",
        "quote ",
        "words",
    )]);
    check(&[(
        "UPDATE quote SET content = '[[11,14]]' WHERE version = 2",
        "quote ",
        "words",
    )]);
}

#[test]
fn rows_that_are_gone() {
    check(&[
        (
            "DELETE FROM change WHERE sequence = 2",
            "article ",
            "change row",
        ),
        (
            "DELETE FROM speaker WHERE name = 'Jane Roe'",
            "quote ",
            "speaker who is not there",
        ),
        (
            "DELETE FROM statement WHERE speaker_id IN (SELECT id FROM speaker WHERE name = 'Max Poe')",
            "quote ",
            "statement that is not there",
        ),
        (
            "DELETE FROM article_version WHERE version = 1 AND outlet IS NOT NULL \
             AND article_id IN (SELECT article_id FROM article_version WHERE version = 2)",
            "quote ",
            "version that is not there",
        ),
        (
            "DELETE FROM article_version WHERE version = 2",
            "article ",
            "no row for its current version",
        ),
        (
            "DELETE FROM quote WHERE is_current",
            "speaker ",
            "number of quotes",
        ),
    ]);
    check(&[
        (
            "DELETE FROM quote WHERE is_current",
            "statement ",
            "number of quotes",
        ),
        (
            "DELETE FROM speaker",
            "statement ",
            "speaker who is not there",
        ),
    ]);
}

#[test]
fn rows_that_contradict_each_other() {
    check(&[
        (
            "UPDATE quote SET speaker_id = (SELECT id FROM speaker WHERE name = 'Max Poe') \
             WHERE speaker_id = (SELECT id FROM speaker WHERE name = 'Jane Roe')",
            "quote ",
            "another speaker's",
        ),
        (
            "UPDATE quote SET is_current = true WHERE version = 1",
            "quote ",
            "current",
        ),
        (
            "UPDATE article SET language = 'deu'",
            "article ",
            "another language",
        ),
        (
            "INSERT INTO quote_was (quote_id, through) SELECT id, 999999 FROM quote",
            "quote ",
            "without a change in the feed",
        ),
        (
            "UPDATE article SET current_version = 1",
            "article ",
            "higher",
        ),
    ]);
}

#[test]
fn two_articles_of_one_identity() {
    on_both(async |place| {
        let store = filled(&place).await;
        let raw = place.raw().await;
        if place.is_sqlite() {
            // A broken index is how this comes about.
            raw.execute("PRAGMA writable_schema = ON").await;
            raw.execute(
                "UPDATE sqlite_master SET sql = replace(sql, ' UNIQUE', '') WHERE name = 'article'",
            )
            .await;
            raw.execute("DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_article_2'")
                .await;
            raw.execute("PRAGMA schema_version = 1000").await;
        } else {
            raw.execute("ALTER TABLE article DROP CONSTRAINT article_identity_key")
                .await;
        }
        place
            .raw()
            .await
            .execute("UPDATE article SET identity = 'same'")
            .await;
        let problems = store.check().await.expect("the check runs");
        let twice = problems
            .iter()
            .filter(|problem| problem.what.contains("another one"));
        assert_eq!(twice.count(), 2, "{problems:#?}");
    });
}

/// Overwrites one page, counted from 1 as SQLite does, or as much of it as `length` says.
fn tear(path: &std::path::Path, page: u64, length: usize) {
    let mut file = std::fs::File::options()
        .write(true)
        .open(path)
        .expect("the file opens");
    let start = (page - 1) * 4096;
    file.seek(SeekFrom::Start(start)).expect("a place");
    file.write_all(&vec![0x5a; length]).expect("written");
}

#[test]
fn a_file_with_a_torn_index() {
    on_sqlite(async |place| {
        filled(&place).await.close().await.expect("closed");
        let raw = place.raw().await;
        let rows = raw
            .rows("SELECT rootpage FROM sqlite_master WHERE name = 'quote_of_speaker'")
            .await;
        let page: i64 = rows[0].try_get_by_index(0).expect("a page");
        raw.0.close().await.expect("closed");
        tear(&place.path(), u64::try_from(page).expect("a page"), 512);

        let store = place.open().await;
        let problems = store.check().await.expect("the check runs");
        assert!(
            problems.iter().any(|problem| problem.row == "database"),
            "{problems:#?}"
        );
    });
}

/// Whichever page is torn: the check says so and nothing fails.
#[test]
fn a_large_file_with_any_page_torn() {
    on_sqlite(async |place| {
        let store = place.open().await;
        let articles: Vec<_> = (0..300)
            .map(|number| {
                let text = format!(
                    "Jane Roe: «The harbour stays open {number}.» {}",
                    "So it goes. ".repeat(40)
                );
                article(&format!("https://example.org/{number}"), &text)
            })
            .collect();
        for put in store.put_articles(&articles).await.expect("stored") {
            put.expect("stored");
        }
        store.close().await.expect("closed");
        let whole = std::fs::read(place.path()).expect("the file");
        let pages = (whole.len() / 4096) as u64;
        assert!(pages > 100, "{pages} pages");

        for page in (2..=pages).step_by(11) {
            std::fs::write(place.path(), &whole).expect("written");
            tear(&place.path(), page, 4096);
            let store = match Store::open(&place.location).await {
                Ok(store) => store,
                // What is looked at on opening.
                Err(StoreError::Damaged { .. }) => continue,
                Err(error) => panic!("page {page}: {error:?}"),
            };
            let problems = store.check().await;
            let problems = problems.unwrap_or_else(|error| panic!("page {page}: {error:?}"));
            assert!(!problems.is_empty(), "page {page} is not missed");
            store.close().await.expect("closed");
        }
    });
}

#[test]
fn a_text_that_is_no_text_hides_no_other_problem() {
    on_sqlite(async |place| {
        let store = filled(&place).await;
        let raw = place.raw().await;
        raw.execute("UPDATE article_version SET text = CAST(x'80ff' AS TEXT) WHERE version = 2")
            .await;
        raw.execute(
            "UPDATE article_version SET authors = '[' WHERE outlet IS NOT NULL AND version = 1",
        )
        .await;
        raw.execute("UPDATE speaker SET quotes = 9 WHERE name = 'Jane Roe'")
            .await;
        let problems = store.check().await.expect("the check runs");
        for (row, what) in [
            ("version 2", "cannot be read"),
            ("version 1", "authors"),
            ("speaker ", "number of quotes"),
        ] {
            let is_named = problems
                .iter()
                .any(|problem| problem.row.contains(row) && problem.what.contains(what));
            assert!(is_named, "{row} {what}: {problems:#?}");
        }
    });
}
