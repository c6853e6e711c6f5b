//! A record that was made before there were primary sources, and is opened now.

use onrecord_store::{SourceKind, Store};

use crate::fixture::{Place, article, assert_sound, on_both, put};
use crate::sources::{put_source, source};

/// Statements were found by a fingerprint in 64 digits.
#[test]
fn a_record_of_the_schema_before_sources_keeps_its_statements() {
    on_both(async |place| {
        let store = place.open().await;
        let one = article(
            "https://example.org/1",
            "Jane Roe: «Yes.» John Doe: «Yes.» Jane Roe: «No.»",
        );
        put(&store, &one).await;
        let statements = async |store: &Store| {
            let quotes = store.latest_quotes(9).await.expect("quotes");
            let mut all: Vec<String> = quotes
                .iter()
                .map(|quote| format!("{:?} {} {:?}", quote.speaker, quote.text, quote.statement))
                .collect();
            all.sort();
            all
        };
        let before = statements(&store).await;
        store.close().await.expect("closed");
        before_sources(&place).await;

        let store = place.open().await;
        assert_eq!(statements(&store).await, before);
        let two = article("https://example.org/2", "Jane Roe: «Yes.»");
        put(&store, &two).await;
        put_source(
            &store,
            &source("s", SourceKind::Corpus, &["Jane Roe: Yes."]),
        )
        .await;
        let counts = store.counts().await.expect("counts");
        assert_eq!((counts.statements, counts.quotes.total()), (3, 4));
        assert_sound(&store).await;
    });
}

/// Takes the schema back to what it was, with fingerprints as they were made then.
async fn before_sources(place: &Place) {
    let raw = place.raw().await;
    raw.without_views_and_history().await;
    for sql in [
        "ALTER TABLE article DROP COLUMN language",
        "DROP TABLE desk_pass",
        "DROP TABLE worth",
        "DROP TABLE claim_lock",
        "DROP TABLE dismissal",
        "DROP TABLE scale",
        "DROP TABLE flag",
        "DROP TABLE review",
        "DROP TABLE claim_relation",
        "DROP TABLE claim_suggestion",
        "DROP TABLE claim_link",
        "DROP TABLE claim",
        "DROP TABLE article_band",
        "DROP TABLE part",
        "DROP TABLE stealth_edit",
        "DROP TABLE conflict",
        "DROP TABLE rejection",
        "DROP TABLE suggestion",
        "DROP TABLE grouping",
        "DROP INDEX statement_joined_to",
        "DROP INDEX statement_held",
        "DROP INDEX statement_in_time",
        "DROP INDEX article_copy_of",
        "ALTER TABLE statement DROP COLUMN joined_to",
        "ALTER TABLE statement DROP COLUMN first_day",
        "ALTER TABLE statement DROP COLUMN last_day",
        "ALTER TABLE statement DROP COLUMN held",
        "ALTER TABLE statement DROP COLUMN held_by",
        "ALTER TABLE article DROP COLUMN copy_of",
        "ALTER TABLE article DROP COLUMN compared",
        "DROP TABLE passage",
        "DROP TABLE source",
        "DROP INDEX statement_by_key",
        "ALTER TABLE statement ADD COLUMN fingerprint TEXT NOT NULL DEFAULT ''",
    ] {
        raw.execute(sql).await;
    }
    for text in ["yes.", "no."] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[1]);
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
        raw.execute(&format!(
            "UPDATE statement SET fingerprint = '{}' WHERE id IN \
                (SELECT statement_id FROM quote WHERE lower(text) = '{text}')",
            hasher.finalize().to_hex()
        ))
        .await;
    }
    for sql in [
        "ALTER TABLE statement DROP COLUMN key",
        "ALTER TABLE statement DROP COLUMN passages",
        "ALTER TABLE speaker DROP COLUMN passages",
        "ALTER TABLE speaker DROP COLUMN first_said",
        "ALTER TABLE speaker DROP COLUMN last_said",
        "CREATE UNIQUE INDEX statement_of_speaker ON statement (speaker_id, fingerprint)",
        "DELETE FROM onrecord_migration WHERE version >= 'm20261123_000005'",
    ] {
        raw.execute(sql).await;
    }
}
