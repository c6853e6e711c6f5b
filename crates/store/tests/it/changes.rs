//! The change feed as its readers see it.

use std::collections::HashSet;

use onrecord_model::{Change, Entity, Operation, Sequence};

use crate::fixture::{article, minute, on_both, put};

#[test]
fn each_version_is_one_change() {
    on_both(async |place| {
        let store = place.open().await;
        assert_eq!(store.last_sequence().await.expect("sequence"), Sequence(0));
        let first = put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Yes.»"),
        )
        .await;
        let second = put(&store, &article("https://example.org/2", "Jane Roe: «No.»")).await;
        put(&store, &article("https://example.org/2", "Jane Roe: «No.»")).await;
        let third = put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Perhaps.»"),
        )
        .await;
        let changes = store.changes_after(Sequence(0), 10).await.expect("changes");
        let expected: Vec<Change> = [&first, &second, &third]
            .into_iter()
            .map(|done| Change {
                sequence: done.sequence,
                entity: Entity::Article,
                id: done.article.0,
                operation: Operation::Put,
                at: minute(0),
            })
            .collect();
        assert_eq!(changes, expected);
        assert_eq!(
            store
                .changes_after(first.sequence, 1)
                .await
                .expect("changes"),
            expected[1..2]
        );
        assert_eq!(
            store.last_sequence().await.expect("sequence"),
            third.sequence
        );
        assert_eq!(
            store
                .changes_after(third.sequence, 10)
                .await
                .expect("changes"),
            []
        );
    });
}

/// Writers in several stores at once, as several processes would; a reader that only ever looks behind the
/// last change it has seen.
#[test]
fn a_reader_of_the_feed_misses_no_writer() {
    const WRITERS: usize = 8;
    const ARTICLES: usize = 20;
    on_both(async |place| {
        let reader = place.open().await;
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let store = place.open().await;
            writers.push(tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for number in 0..ARTICLES {
                    let url = format!("https://example.org/{writer}/{number}");
                    // Some have much to write between their first statement and the change row.
                    let text =
                        "Jane Roe: «Yes.» John Doe: «No.» ".repeat(1 + (writer * number) % 20);
                    let done = put(&store, &article(&url, &text)).await;
                    acknowledged.push((done.sequence, done.article.0));
                }
                acknowledged
            }));
        }
        let mut seen = Vec::new();
        let mut last = Sequence::default();
        while seen.len() < WRITERS * ARTICLES {
            let finished = writers.iter().all(tokio::task::JoinHandle::is_finished);
            let changes = reader.changes_after(last, 7).await.expect("changes");
            assert!(
                !(finished && changes.is_empty()),
                "only {} of {} changes were seen",
                seen.len(),
                WRITERS * ARTICLES
            );
            for change in changes {
                assert!(change.sequence > last);
                last = change.sequence;
                seen.push((change.sequence, change.id));
            }
            tokio::task::yield_now().await;
        }
        let mut acknowledged = HashSet::new();
        for writer in writers {
            acknowledged.extend(writer.await.expect("the writer ends"));
        }
        assert_eq!(seen.into_iter().collect::<HashSet<_>>(), acknowledged);
    });
}
