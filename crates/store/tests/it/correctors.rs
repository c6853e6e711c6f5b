//! Several correctors and writers at once, what is refused, and what readers of the log and the feed see.

use onrecord_model::{CorrectionId, Entity, QuoteId, SpeakerId};
use onrecord_store::{CorrectionFilter, Expected, NewCorrection, Store, StoreError, Target, Wish};

use crate::corrections::{
    HARBOUR, add_alias, by, correct, filled, fingerprint, merge, quote, refused, rename, speaker,
    try_correct, undo,
};
use crate::fixture::{article, assert_sound, minute, on_both, put};
use crate::put::exhaust_the_feed;

#[test]
fn two_correctors_do_not_overwrite_each_other_unseen() {
    on_both(async |place| {
        let store = filled(&place).await;
        let other = place.open().await;
        let harbour = quote(&store, "harbour").await;
        let doe = speaker(&store, "John Doe").await;
        let both: Vec<_> = [(&store, Some(Target::Known(doe))), (&other, None)]
            .into_iter()
            .map(|(store, to)| {
                let store = store.clone();
                let wish = Wish::QuoteSpeaker {
                    quote: harbour.id,
                    to,
                    siblings: false,
                    expected: Expected::Last(None),
                };
                tokio::spawn(async move { try_correct(&store, wish).await })
            })
            .collect();
        let mut made = Vec::new();
        let mut refused = Vec::new();
        for one in both {
            match one.await.expect("ends") {
                Ok(correction) => made.push(correction),
                Err(StoreError::Conflict { correction, what }) => {
                    assert!(what.contains("Ida Desk"), "{what}");
                    refused.push(correction);
                }
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!((made.len(), refused.len()), (1, 1));
        assert_eq!(refused[0], Some(made[0].id));
        assert_sound(&store).await;
    });
}

#[test]
fn correctors_and_writers_at_once_leave_a_sound_record() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let misheard = speaker(&store, "Jay Roe").await;
        let mut tasks = Vec::new();
        for writer in 0..3 {
            let store = place.open().await;
            tasks.push(tokio::spawn(async move {
                for number in 0..6 {
                    let url = format!("https://example.org/{writer}/{}", number % 2);
                    let text = format!("{HARBOUR} Jay Roe: «Number {number}.»");
                    put(&store, &article(&url, &text)).await;
                }
            }));
        }
        for _ in 0..2 {
            let store = place.open().await;
            tasks.push(tokio::spawn(async move {
                for _ in 0..4 {
                    if let Ok(done) = try_correct(&store, merge(misheard, jane)).await {
                        let _ = try_correct(&store, by_first(&store, jane).await).await;
                        let wish = Wish::Undo {
                            correction: done.id,
                        };
                        try_correct(&store, wish).await.expect("is undone");
                    }
                }
            }));
        }
        for task in tasks {
            task.await.expect("ends");
        }
        assert_sound(&store).await;
    });
}

async fn by_first(store: &Store, speaker: SpeakerId) -> Wish {
    let quotes = store.quotes_of_speaker(speaker, 1).await.expect("quotes");
    by(quotes[0].id, None)
}

#[test]
fn what_is_not_there_is_unknown_and_what_is_old_is_refused() {
    on_both(async |place| {
        let store = filled(&place).await;
        let nowhere = uuid::Uuid::nil();
        for wish in [
            rename(SpeakerId(nowhere), "Jane"),
            by(QuoteId(nowhere), None),
            Wish::Undo {
                correction: CorrectionId(nowhere),
            },
        ] {
            let error = try_correct(&store, wish).await.expect_err("unknown");
            assert!(matches!(error, StoreError::Unknown { .. }), "{error}");
        }
        let old = quote(&store, "harbour").await;
        let changed = HARBOUR.replace("harbour", "port");
        put(&store, &article("https://example.org/1", &changed)).await;
        refused(&store, by(old.id, None), "newer").await;
        let done = correct(&store, by(quote(&store, "port").await.id, None)).await;
        let undone = undo(&store, &done).await;
        let again = Wish::Undo {
            correction: done.id,
        };
        let error = try_correct(&store, again).await.expect_err("once");
        assert!(error.to_string().contains("already"), "{error}");
        let wish = Wish::Undo {
            correction: undone.id,
        };
        refused(&store, wish, "an undo cannot").await;
        let nobody = NewCorrection {
            by: "  ".to_owned(),
            at: minute(1),
            wish: by(old.id, None),
        };
        let error = store.correct(&nobody, fingerprint).await.expect_err("who");
        assert!(error.to_string().contains("who corrects"), "{error}");
    });
}

#[test]
fn the_history_names_everything_and_comes_in_pages() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let doe = speaker(&store, "John Doe").await;
        let harbour = quote(&store, "harbour").await;
        let first = correct(&store, rename(jane, "Janet Roe")).await;
        let second = correct(&store, by(harbour.id, None)).await;
        let third = correct(&store, add_alias(doe, "Old John")).await;
        let fourth = undo(&store, &second).await;
        let ids = async |filter, before, limit| {
            let page = store
                .corrections(filter, before, limit)
                .await
                .expect("a page");
            let ids: Vec<CorrectionId> = page.items.iter().map(|item| item.id).collect();
            (ids, page.next)
        };
        let all = CorrectionFilter::default();
        let (page, next) = ids(all, None, 3).await;
        assert_eq!(page, [fourth.id, third.id, second.id]);
        assert_eq!(ids(all, next, 3).await, (vec![first.id], None));
        let of_jane = CorrectionFilter {
            speaker: Some(jane),
            ..CorrectionFilter::default()
        };
        assert_eq!(ids(of_jane, None, 9).await.0, [first.id]);
        let of_quote = CorrectionFilter {
            quote: Some(harbour.id),
            ..CorrectionFilter::default()
        };
        assert_eq!(ids(of_quote, None, 9).await.0, [fourth.id, second.id]);
        let read = store.correction(second.id).await.expect("read");
        assert_eq!(read.expect("there").undone_by, Some(fourth.id));
        assert_eq!(fourth.number, 4);
    });
}

#[test]
fn each_correction_is_told_to_the_readers_of_the_feed() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let misheard = speaker(&store, "Jay Roe").await;
        let harbour = quote(&store, "harbour").await;
        let told = async |wish| {
            let before = store.last_sequence().await.expect("sequence");
            let correction = correct(&store, wish).await;
            let changes = store.changes_after(before, 100).await.expect("changes");
            let last = changes.last().expect("a change");
            assert_eq!(
                (last.entity, last.id),
                (Entity::Correction, correction.id.0)
            );
            assert!(changes.iter().all(|change| change.at == minute(90)));
            let rest = &changes[..changes.len() - 1];
            rest.iter()
                .map(|change| (change.entity, change.id))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(by(harbour.id, None)).await,
            [(Entity::Article, harbour.article.id.0)]
        );
        assert_eq!(
            told(rename(jane, "Janet Roe")).await,
            [(Entity::Speaker, jane.0)]
        );
        assert_eq!(told(add_alias(jane, "Old Jane")).await, []);
        // A handful of rows, however many quotes there are.
        assert_eq!(
            told(merge(misheard, jane)).await,
            [(Entity::Speaker, misheard.0)]
        );
    });
}

#[test]
fn a_correction_that_fails_at_its_last_statement_leaves_nothing() {
    on_both(async |place| {
        let store = filled(&place).await;
        let before = quote(&store, "harbour").await;
        let jane = speaker(&store, "Jane Roe").await;
        let doe = speaker(&store, "John Doe").await;
        exhaust_the_feed(&place).await;
        for wish in [
            by(before.id, None),
            rename(jane, "Janet Roe"),
            merge(doe, jane),
        ] {
            try_correct(&store, wish)
                .await
                .expect_err("no number is left");
        }
        assert_eq!(quote(&store, "harbour").await, before);
        assert_eq!(speaker(&store, "John Doe").await, doe);
        assert_eq!(place.raw().await.count("correction").await, 0);
        assert_eq!(place.raw().await.count("decision").await, 0);
        assert_sound(&store).await;
    });
}
