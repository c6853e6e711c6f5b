//! What somebody has open, nobody else changes.

use onrecord_store::{DeskWish, StoreError, Wish};

use super::{conflict, filled, link, make, new_claim, statement, text, try_at, undone, wish};
use crate::fixture::{minute, on_both};

#[test]
fn a_lock_is_taken_renewed_given_back_and_runs_out() {
    on_both(async |place| {
        let store = filled(&place).await;
        let id = new_claim(&store, "The roads are new.").await.0;
        let lock =
            async |by: &str, now, until| store.lock(id, by, minute(now), minute(until)).await;
        lock(" Ida Desk ", 100, 110).await.expect("is taken");
        lock("Ida Desk", 105, 120).await.expect("is renewed");
        let error = lock("Bo Scribe", 119, 130).await.expect_err("is held");
        assert!(matches!(
            error,
            StoreError::Conflict {
                correction: None,
                ..
            }
        ));
        assert!(
            error.to_string().contains("Ida Desk has it open"),
            "{error}"
        );
        store.unlock(id, "Bo Scribe").await.expect("nothing");
        let held = async |now| store.locks(&[id], minute(now)).await.expect("read");
        assert_eq!(held(119).await[0].1.holder, "Ida Desk");
        assert_eq!(held(120).await, []);
        lock("Bo Scribe", 120, 130).await.expect("has run out");
        store.unlock(id, "Bo Scribe").await.expect("is given back");
        assert_eq!(held(121).await, []);
        let error = lock("  ", 1, 2).await.expect_err("nobody");
        assert!(matches!(error, StoreError::Refused { .. }));
    });
}

#[test]
fn nobody_else_changes_what_is_open() {
    on_both(async |place| {
        let store = filled(&place).await;
        let id = new_claim(&store, "The roads are new.").await;
        let other = new_claim(&store, "The roads are old.").await;
        let roads = statement(&store, "twelve").await;
        let edit = |words| DeskWish::EditClaim {
            claim: id,
            text: Box::new(text(words)),
        };
        let first = try_at(
            &store,
            "Bo Scribe",
            minute(95),
            wish(edit("The roads are old, really.")),
        )
        .await
        .expect("nobody has it open");
        let ida = "Ida Desk";
        for subject in [id.0, roads.0] {
            store
                .lock(subject, ida, minute(100), minute(110))
                .await
                .expect("is taken");
        }
        let wishes = [
            wish(edit("The roads are fine.")),
            wish(DeskWish::MergeClaims {
                claim: other,
                into: id,
            }),
            wish(DeskWish::LinkStatement {
                claim: other,
                statement: link(roads),
            }),
            wish(DeskWish::DismissStatement {
                statement: roads,
                reason: String::new(),
            }),
            Wish::Undo {
                correction: first.id,
            },
        ];
        for wish in wishes {
            let refused = try_at(&store, "Bo Scribe", minute(105), wish).await;
            assert_eq!(
                conflict(&store, refused, "Ida Desk has it open").await,
                None
            );
        }
        try_at(&store, ida, minute(105), wish(edit("The roads are fine.")))
            .await
            .expect("theirs");
        // Asking for something to be looked at is no change of it.
        let flag = DeskWish::Flag {
            subject: onrecord_model::FlagSubject::Claim(id),
            reason: "Says who?".to_owned(),
        };
        try_at(&store, "Bo Scribe", minute(105), wish(flag))
            .await
            .expect("is flagged");
        try_at(
            &store,
            "Bo Scribe",
            minute(110),
            wish(edit("The roads are gone.")),
        )
        .await
        .expect("the lock has run out");
    });
}

#[test]
fn of_two_writers_at_once_one_wins() {
    use onrecord_store::Expected;
    on_both(async |place| {
        let store = filled(&place).await;
        let other = place.open().await;
        for round in 0..4 {
            let entry = super::done(&store, make(&format!("Road {round} is new."))).await;
            let id = super::made(&entry);
            let both: Vec<_> = [(&store, "Bo Scribe"), (&other, "Cy Press")]
                .into_iter()
                .map(|(store, by)| {
                    let store = store.clone();
                    let wish = Wish::Desk {
                        wish: DeskWish::AssignClaim {
                            claim: id,
                            to: Some(by.to_owned()),
                        },
                        expected: Expected::Last(Some(entry.id)),
                    };
                    tokio::spawn(async move { try_at(&store, by, minute(91), wish).await })
                })
                .collect();
            let (mut won, mut lost) = (Vec::new(), Vec::new());
            for one in both {
                match one.await.expect("ends") {
                    Ok(done) => won.push(done),
                    Err(error) => lost.push(error),
                }
            }
            assert_eq!((won.len(), lost.len()), (1, 1), "{won:?} {lost:?}");
            let named = conflict(&store, Err(lost.remove(0)), "changed by").await;
            assert_eq!(named, Some(won[0].id));
            undone(&store, &won[0]).await;
        }
    });
}
