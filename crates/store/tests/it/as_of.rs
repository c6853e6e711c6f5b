//! The record as it was: since when, at what cost, and with several writers.

use onrecord_model::Sequence;
use onrecord_store::{SourceKind, Store, StoreError};

use crate::corrections::{by, correct, merge, new_person, quote, rename, speaker, undo};
use crate::fixture::{Place, Raw, article, assert_sound, minute, on_both, on_postgres, put};
use crate::sources::{put_source, source};

const HISTORIES: [&str; 4] = ["article_was", "quote_was", "speaker_was", "statement_was"];

async fn kept(raw: &Raw) -> Vec<i64> {
    let mut counts = Vec::new();
    for history in HISTORIES {
        counts.push(raw.count(history).await);
    }
    counts
}

/// Who said these words.
async fn who(store: &Store, words: &str, sequence: Sequence) -> Option<String> {
    let ids = store.article_ids_after(None, 99).await.expect("ids");
    let found = store.quotes_of_articles_as_of(&ids, sequence).await;
    let quotes = found
        .expect("quotes")
        .into_iter()
        .flat_map(|(_, quotes)| quotes);
    let mut found = quotes.filter(|quote| quote.text == words);
    found.next().and_then(|quote| Some(quote.speaker?.name))
}

#[test]
fn what_is_stored_for_the_first_time_leaves_nothing_behind() {
    on_both(async |place| {
        let store = place.open().await;
        let raw = place.raw().await;
        for number in 0..4 {
            let url = format!("https://example.org/{number}");
            put(&store, &article(&url, "Jane Roe: «Yes.» John Doe: «No.»")).await;
        }
        put_source(
            &store,
            &source("s", SourceKind::Corpus, &["Jane Roe: Yes."]),
        )
        .await;
        assert_eq!(kept(&raw).await, [0, 0, 0, 0]);
        // A new version is one row, however many quotes the old one had.
        put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Never.»"),
        )
        .await;
        assert_eq!(kept(&raw).await, [1, 0, 0, 0]);
        let never = quote(&store, "Never.").await.id;
        correct(&store, by(never, None)).await;
        assert_eq!(kept(&raw).await, [1, 1, 0, 0]);
    });
}

#[test]
fn names_and_decisions_are_those_of_then() {
    on_both(async |place| {
        let store = place.open().await;
        let text = "Jane Roe: «Yes.» Ada Quill: «No.»";
        let first = put(&store, &article("https://example.org/1", text)).await;
        let (jane, ada) = (
            speaker(&store, "Jane Roe").await,
            speaker(&store, "Ada Quill").await,
        );
        let name = |words, sequence| who(&store, words, sequence);
        let last = async || store.last_sequence().await.expect("a sequence");
        let beginning = last().await;
        correct(&store, rename(jane, "Jane Rowe")).await;
        let renamed = last().await;
        let merged = correct(&store, merge(ada, jane)).await;
        let one = last().await;
        undo(&store, &merged).await;
        let no = quote(&store, "No.").await.id;
        correct(&store, by(no, Some(new_person("Old John")))).await;

        for (words, then) in [
            ("Yes.", ["Jane Roe", "Jane Rowe", "Jane Rowe", "Jane Rowe"]),
            ("No.", ["Ada Quill", "Ada Quill", "Jane Rowe", "Old John"]),
        ] {
            for (name_then, sequence) in
                then.into_iter()
                    .zip([beginning, renamed, one, last().await])
            {
                let said = name(words, sequence).await;
                assert_eq!(said.as_deref(), Some(name_then), "{words} {sequence}");
            }
        }
        let changed = store.changed_since(beginning, 9).await.expect("changed");
        assert_eq!(changed, [first.article]);
        let now = last().await;
        assert_eq!(store.changed_since(now, 9).await.expect("changed"), []);
        assert_sound(&store).await;
    });
}

#[test]
fn a_moment_is_the_last_change_before_it() {
    on_both(async |place| {
        let store = place.open().await;
        assert_eq!(
            store.sequence_at(minute(0)).await.expect("known"),
            Sequence(0)
        );
        assert_eq!(store.history_since().await.expect("known"), None);
        let mut sequences = Vec::new();
        for number in [0, 10, 5] {
            let url = format!("https://example.org/{number}");
            let mut new = article(&url, "Jane Roe: «Yes.»");
            new.taken_in = minute(number);
            sequences.push(put(&store, &new).await.sequence);
        }
        for (at, sequence) in [
            (minute(-1), Sequence(0)),
            (minute(0), sequences[0]),
            (minute(4), sequences[0]),
            // The clock was set back.
            (minute(5), sequences[2]),
            (minute(99), sequences[2]),
        ] {
            assert_eq!(
                store.sequence_at(at).await.expect("known"),
                sequence,
                "{at}"
            );
        }
    });
}

/// Takes from a record what it keeps of the past, as one from before it was kept has none.
async fn forget(place: &Place) {
    let raw = place.raw().await;
    raw.without_views_and_history().await;
    raw.execute("DELETE FROM onrecord_migration WHERE version >= 'm20261123_000009'")
        .await;
}

#[test]
fn what_was_before_history_was_kept_is_refused_with_the_earliest_moment() {
    on_both(async |place| {
        let store = place.open().await;
        for number in [0, 10] {
            let mut new = article("https://example.org/1", &format!("Jane Roe: «{number}.»"));
            new.taken_in = minute(number);
            put(&store, &new).await;
        }
        store.close().await.expect("closed");
        forget(&place).await;
        let store = place.open().await;
        assert_eq!(
            store.history_since().await.expect("known"),
            Some(minute(10))
        );
        let refused = [
            store.sequence_at(minute(9)).await.map(|_| ()),
            store.merged_speakers_as_of(Sequence(1)).await.map(|_| ()),
            store.joined_wordings_as_of(Sequence(1)).await.map(|_| ()),
            store.claim_verdicts_as_of(Sequence(1)).await.map(|_| ()),
            store
                .article_facts_as_of(&[], Sequence(1))
                .await
                .map(|_| ()),
            store
                .quotes_of_articles_as_of(&[], Sequence(1))
                .await
                .map(|_| ()),
        ];
        for refused in refused {
            let Err(StoreError::Refused { what }) = refused else {
                panic!("{refused:?}")
            };
            assert!(what.contains(&minute(10).to_rfc3339()), "{what}");
        }
        let known = store.sequence_at(minute(10)).await.expect("known");
        let mut new = article("https://example.org/1", "Jane Roe: «20.»");
        new.taken_in = minute(20);
        put(&store, &new).await;
        assert_eq!(who(&store, "10.", known).await.as_deref(), Some("Jane Roe"));
        assert_eq!(who(&store, "20.", known).await, None);
    });
}

/// What another has committed since a row was changed, and before the change of that row has a number, was before it.
#[test]
fn what_held_is_numbered_when_the_feed_is_locked() {
    on_postgres(async |place| {
        let store = place.open().await;
        put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Yes.»"),
        )
        .await;
        let raw = place.raw().await;
        raw.execute("BEGIN").await;
        raw.execute("UPDATE quote SET statement_id = NULL").await;
        let other = put(&store, &article("https://example.org/2", "John Doe: «No.»")).await;
        let wordings = async |sequence| {
            let ids = store.article_ids_after(None, 9).await.expect("ids");
            let found = store.quotes_of_articles_as_of(&ids, sequence).await;
            let quotes = found
                .expect("quotes")
                .into_iter()
                .flat_map(|(_, quotes)| quotes);
            quotes.filter(|quote| quote.wording.is_some()).count()
        };
        assert_eq!(wordings(other.sequence).await, 2);
        raw.execute(
            "INSERT INTO change (entity, entity_id, operation, at) \
             SELECT 'article', article_id, 'put', now() FROM quote WHERE statement_id IS NULL",
        )
        .await;
        raw.execute("COMMIT").await;
        assert_eq!(wordings(other.sequence).await, 2);
        let last = store.last_sequence().await.expect("a sequence");
        assert_eq!(wordings(last).await, 1);
    });
}
