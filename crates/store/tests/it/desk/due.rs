//! Claims that have to be looked at again, and where they were made again.

use chrono::TimeDelta;
use onrecord_model::{ClaimId, ClaimState, Timestamp};
use onrecord_store::{DeskWish, Due, Repeat, Store};

use super::links::joined;
use super::{add, done, filled, link, made, make, new_claim, published, review, statement};
use crate::fixture::{article, assert_sound, minute, on_both, put};

async fn due(store: &Store, older_than: Timestamp) -> Vec<Due> {
    let (due, next) = store
        .due_claims(older_than, None, 99)
        .await
        .expect("is read");
    assert_eq!(next, None);
    due
}

/// An article that tells these words again so many days later.
async fn retold(store: &Store, number: u32, words: &str, days: i64) -> onrecord_store::Put {
    let mut new = article(&format!("https://later.example.org/{number}"), words);
    new.article.published = Some(minute(0) + TimeDelta::days(days));
    new.taken_in = minute(0) + TimeDelta::days(days);
    let put = put(store, &new).await;
    assert_sound(store).await;
    put
}

#[test]
fn a_claim_is_due_when_it_is_old_asked_for_or_told_again() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = statement(&store, "twelve").await;
        let mut ids: Vec<ClaimId> = Vec::new();
        for number in 0..5 {
            let entry =
                super::do_at(&store, 90 + number, make(&format!("Road {number} is new."))).await;
            ids.push(made(&entry));
        }
        // A review of each of the first four, by this newsroom, an hour before it was written down here.
        for id in &ids[..4] {
            done(&store, add(*id, review("False", "Ida Desk", 60))).await;
        }
        done(&store, add(ids[1], review("True", "Bo Scribe", 61))).await;
        let other = published("Fake", None, "The Checkers", "https://check.example.org/1");
        done(&store, add(ids[4], other)).await;
        let close = DeskWish::SetClaimState {
            claim: ids[3],
            state: ClaimState::Closed,
        };
        done(&store, close).await;
        let found = |due: &[Due]| -> Vec<ClaimId> { due.iter().map(|one| one.claim.id).collect() };
        let asked = due(&store, minute(0)).await;
        assert_eq!(found(&asked), [ids[1]]);
        assert!(asked[0].is_asked_for && !asked[0].is_old && !asked[0].is_repeated);
        let years = minute(0) + TimeDelta::days(800);
        let old = due(&store, years).await;
        assert_eq!(found(&old), ids[..3]);
        assert!(old.iter().all(|one| one.is_old && !one.is_repeated));
        assert_eq!(old[0].settled_at, Some(minute(90)));
        let (first, next) = store.due_claims(years, None, 2).await.expect("is read");
        assert_eq!((found(&first), next), (ids[..2].to_vec(), Some(ids[1])));
        let (rest, next) = store.due_claims(years, next, 2).await.expect("is read");
        assert_eq!((found(&rest), next), (vec![ids[2]], None));
        let wish = DeskWish::LinkStatement {
            claim: ids[0],
            statement: link(roads),
        };
        done(&store, wish).await;
        super::suggest(&store, &[(statement(&store, "harbour").await, ids[2], 0.5)]).await;
        // The statements' days are written by the pass that puts wordings together.
        let set_days = async |sql: &str| place.raw().await.execute(sql).await;
        set_days("UPDATE statement SET first_day = 0, last_day = 0").await;
        assert_eq!(found(&due(&store, minute(0)).await), [ids[1]]);
        set_days("UPDATE statement SET last_day = 2147483647").await;
        assert_eq!(found(&due(&store, minute(0)).await), [ids[1]]);
        set_days("UPDATE statement SET last_day = 30000").await;
        let told = due(&store, minute(0)).await;
        assert_eq!(found(&told), ids[..3]);
        let repeated: Vec<bool> = told.iter().map(|one| one.is_repeated).collect();
        assert_eq!(repeated, [true, false, true]);
    });
}

#[test]
fn a_wording_that_was_joined_to_the_linked_one_makes_the_claim_due() {
    on_both(async |place| {
        let store = filled(&place).await;
        let id = new_claim(&store, "The roads are paid for.").await;
        let paid = statement(&store, "paid for").await;
        let wish = DeskWish::LinkStatement {
            claim: id,
            statement: link(paid),
        };
        done(&store, wish).await;
        done(&store, add(id, review("False", "Ida Desk", 60))).await;
        let raw = place.raw().await;
        let set = async |sql: &str| raw.execute(sql).await;
        set("UPDATE statement SET first_day = 0, last_day = 0").await;
        assert_eq!(due(&store, minute(0)).await, []);
        // What is linked points to another now; that one is told again.
        let (roads, _) = joined(&store).await;
        let roads = super::literal(&place, roads.0);
        set(&format!(
            "UPDATE statement SET last_day = 30000 WHERE id = {roads}"
        ))
        .await;
        assert!(due(&store, minute(0)).await[0].is_repeated);
    });
}

#[test]
fn repeats_are_told_from_a_day_on_in_whatever_wording_and_copies_are_one_report() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (roads, paid) = joined(&store).await;
        let first = retold(&store, 1, "Jane Roe: «The roads cost twelve million.»", 2).await;
        let copy = retold(&store, 2, "Jane Roe: «The roads cost twelve million.»", 3).await;
        retold(
            &store,
            3,
            "Jane Roe: «The roads are paid for.» John Doe: «No.»",
            4,
        )
        .await;
        let link = format!(
            "UPDATE article SET copy_of = {} WHERE id = {}",
            super::literal(&place, first.article.0),
            super::literal(&place, copy.article.0)
        );
        place.raw().await.execute(&link).await;
        let repeats = async |since, settled| -> Vec<Repeat> {
            store
                .repeats(&[paid, roads], since, settled)
                .await
                .expect("is read")
        };
        let since = minute(0);
        let all = repeats(since, None).await;
        let words: Vec<&str> = all.iter().map(|one| one.words.as_str()).collect();
        let roads_cost = "The roads cost twelve million.";
        assert_eq!(words, [roads_cost, roads_cost, "The roads are paid for."]);
        assert_eq!(all[0].report, Some(first.article));
        assert_eq!(all[1].report, Some(first.article));
        assert_ne!(all[2].report, Some(first.article));
        assert_eq!((all[1].statement, all[2].statement), (roads, paid));
        assert!(all.iter().all(|one| one.is_new));
        let settled = Some(since + TimeDelta::days(3));
        let new: Vec<bool> = repeats(since, settled)
            .await
            .iter()
            .map(|one| one.is_new)
            .collect();
        assert_eq!(new, [false, false, true]);
        let later = repeats(since + TimeDelta::days(3), None).await;
        assert_eq!(later, all[2..]);
        assert_eq!(repeats(since - TimeDelta::days(1), None).await.len(), 6);
    });
}
