//! The change feed as its readers see it.

use std::collections::{HashMap, HashSet};

use onrecord_model::{Change, Entity, Operation, Sequence, SpeakerId, StatementId};
use onrecord_store::{DeskWish, Store, Wish};
use uuid::Uuid;

use crate::corrections::{correct, merge, quote, speaker, undo};
use crate::desk;
use crate::facts::group;
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

/// What the feed says behind this place, each once.
async fn behind(store: &Store, after: Sequence) -> HashSet<(Entity, Uuid)> {
    let changes = store.changes_after(after, 1000).await.expect("changes");
    let entries = changes.into_iter().map(|change| (change.entity, change.id));
    entries
        .filter(|(entity, _)| *entity != Entity::Correction)
        .collect()
}

/// Which wordings do not stand for their statement, and which one does.
async fn led(store: &Store) -> HashMap<StatementId, StatementId> {
    let joined = store.joined_wordings().await.expect("joined");
    joined.into_iter().collect()
}

#[test]
fn copies_that_are_found_change_their_articles() {
    on_both(async |place| {
        let store = place.open().await;
        let mut ids = Vec::new();
        for number in 0..3 {
            let url = format!("https://example.org/{number}");
            ids.push(
                put(&store, &article(&url, "Jane Roe: «Yes.»"))
                    .await
                    .article,
            );
        }
        for (copies, changed) in [
            (
                vec![(ids[1], Some(ids[0])), (ids[2], Some(ids[0]))],
                &ids[1..],
            ),
            (vec![(ids[2], None)], &ids[2..]),
        ] {
            let last = store.last_sequence().await.expect("a sequence");
            group(&store, &[], &copies).await;
            let changed = changed.iter().map(|id| (Entity::Article, id.0)).collect();
            assert_eq!(behind(&store, last).await, changed);
        }
    });
}

#[test]
fn every_wording_that_comes_to_another_statement_changes_with_the_claims_it_makes() {
    on_both(async |place| {
        let store = desk::filled(&place).await;
        let text = "Jane Roe: «The roads will cost twelve million.» Jane Roe: «Roads cost.»";
        put(&store, &article("https://example.org/3", text)).await;
        let wording = async |words| {
            let quote = quote(&store, words).await;
            quote.wording.expect("a wording")
        };
        let [roads, paid, will, cost] = [
            desk::statement(&store, "twelve").await,
            wording("paid").await,
            wording("will cost").await,
            wording("Roads cost").await,
        ];
        let claim = desk::new_claim(&store, "It costs twelve million.").await;
        let link = DeskWish::LinkStatement {
            claim,
            statement: desk::link(will),
        };
        desk::done(&store, link).await;
        let made_by_will = (Entity::Claim, claim.0);
        let statements = |ids: &[StatementId]| -> HashSet<(Entity, Uuid)> {
            ids.iter().map(|id| (Entity::Statement, id.0)).collect()
        };

        let last = store.last_sequence().await.expect("a sequence");
        group(&store, &[(paid, Some(roads)), (will, Some(roads))], &[]).await;
        let mut expected = statements(&[roads, paid, will]);
        expected.insert(made_by_will);
        assert_eq!(behind(&store, last).await, expected);

        // A person puts all of it under another.
        let last = store.last_sequence().await.expect("a sequence");
        let wish = Wish::JoinStatements {
            one: cost,
            other: paid,
        };
        correct(&store, wish).await;
        let mut expected = statements(&[roads, paid, will, cost]);
        expected.insert(made_by_will);
        assert_eq!(behind(&store, last).await, expected);

        let before = led(&store).await;
        let last = store.last_sequence().await.expect("a sequence");
        correct(&store, Wish::SeparateWording { wording: paid }).await;
        let changed = behind(&store, last).await;
        let after = led(&store).await;
        let others: Vec<StatementId> = [roads, paid, will, cost]
            .into_iter()
            .filter(|wording| before.get(wording) != after.get(wording))
            .collect();
        assert!(others.contains(&paid));
        assert!(changed.is_superset(&statements(&others)));

        // What says nothing new changes nothing.
        let last = store.last_sequence().await.expect("a sequence");
        group(&store, &[(will, after.get(&will).copied())], &[]).await;
        assert_eq!(behind(&store, last).await, HashSet::new());
    });
}

#[test]
fn a_merge_and_its_undo_change_everybody_who_is_shown_as_another() {
    on_both(async |place| {
        let store = place.open().await;
        let text = "Ada Quill: «Yes.» Ada Quinn: «No.» Jane Roe: «Perhaps.»";
        put(&store, &article("https://example.org/1", text)).await;
        let quill = speaker(&store, "Ada Quill").await;
        let quinn = speaker(&store, "Ada Quinn").await;
        let jane = speaker(&store, "Jane Roe").await;
        let speakers = |ids: &[SpeakerId]| -> HashSet<(Entity, Uuid)> {
            ids.iter().map(|id| (Entity::Speaker, id.0)).collect()
        };
        correct(&store, merge(quinn, quill)).await;
        let last = store.last_sequence().await.expect("a sequence");
        let merged = correct(&store, merge(quill, jane)).await;
        assert_eq!(behind(&store, last).await, speakers(&[quill, quinn]));
        let last = store.last_sequence().await.expect("a sequence");
        undo(&store, &merged).await;
        assert_eq!(behind(&store, last).await, speakers(&[quill, quinn]));
    });
}

#[test]
fn what_is_said_of_claims_changes_them() {
    on_both(async |place| {
        let store = desk::filled(&place).await;
        let roads = desk::statement(&store, "twelve").await;
        let one = desk::new_claim(&store, "It costs twelve million.").await;
        let two = desk::new_claim(&store, "It costs 12 million.").await;
        let review = desk::done(&store, desk::add(one, desk::review("False", "Ida Desk", 9))).await;
        let link = desk::done(
            &store,
            DeskWish::LinkStatement {
                claim: one,
                statement: desk::link(roads),
            },
        )
        .await;
        let merge = DeskWish::MergeClaims {
            claim: one,
            into: two,
        };
        let merged = desk::done(&store, merge).await;
        let both = HashSet::from([(Entity::Claim, one.0), (Entity::Claim, two.0)]);
        let alone = HashSet::from([(Entity::Claim, one.0)]);
        for (entry, expected) in [(merged, both), (link, alone.clone()), (review, alone)] {
            let changes = store
                .changes_after(Sequence(0), 1000)
                .await
                .expect("changes");
            let at = changes.iter().position(|change| change.id == entry.id.0);
            let before = at.map(|at| {
                let claims = changes[..at].iter().rev();
                let claims = claims.take_while(|change| change.entity == Entity::Claim);
                claims.map(|change| (change.entity, change.id)).collect()
            });
            assert_eq!(before, Some(expected.clone()));
            let last = store.last_sequence().await.expect("a sequence");
            desk::undone(&store, &entry).await;
            assert_eq!(behind(&store, last).await, expected);
        }
    });
}
