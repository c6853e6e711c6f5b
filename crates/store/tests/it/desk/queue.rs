//! What to look at next.

use onrecord_model::{AssertionClass, FlagSubject, StatementId};
use onrecord_store::{DeskWish, FoundAtDesk, QueueFilter, StatementWorth, Store};

use super::links::joined;
use super::{done, filled, judge, link, made, make, statement, undone};
use crate::corrections::quote;
use crate::fixture::{article, assert_sound, minute, on_both, put};

pub(super) fn facts() -> QueueFilter {
    QueueFilter {
        from_day: None,
        to_day: None,
        class: AssertionClass::Fact,
        at_least: 0.25,
    }
}

async fn queued(store: &Store, filter: &QueueFilter, limit: u16) -> (Vec<StatementId>, u64) {
    let (candidates, count) = store
        .queue_candidates(filter, limit)
        .await
        .expect("is read");
    let ids = candidates.iter().map(|one| one.statement).collect();
    (ids, count)
}

#[test]
fn the_queue_is_in_order_of_worth_and_by_what_is_asked_for() {
    on_both(async |place| {
        let store = filled(&place).await;
        let [roads, harbour, paid] = [
            statement(&store, "twelve").await,
            statement(&store, "harbour").await,
            statement(&store, "paid for").await,
        ];
        let says = store
            .quotes(&store.quote_ids_after(None, 9).await.expect("ids"))
            .await
            .expect("quotes");
        let says = says
            .iter()
            .find(|one| one.text.contains("Who says"))
            .and_then(|one| one.statement);
        let says = says.expect("a statement");
        judge(
            &store,
            &[
                (roads, 0.5, 10),
                (harbour, 0.875, 20),
                (paid, 0.5, 30),
                (says, 0.125, 40),
            ],
        )
        .await;
        let mut equal = [roads, paid];
        equal.sort();
        let all = vec![harbour, equal[0], equal[1]];
        assert_eq!(queued(&store, &facts(), 9).await, (all.clone(), 3));
        assert_eq!(queued(&store, &facts(), 2).await, (all[..2].to_vec(), 3));
        let days = |from_day, to_day| QueueFilter {
            from_day,
            to_day,
            ..facts()
        };
        assert_eq!(
            queued(&store, &days(Some(20), None), 9).await.0,
            [harbour, paid]
        );
        assert_eq!(
            queued(&store, &days(None, Some(20)), 9).await.0,
            [harbour, roads]
        );
        assert_eq!(
            queued(&store, &days(Some(11), Some(19)), 9).await,
            (vec![], 0)
        );
        let opinions = QueueFilter {
            class: AssertionClass::Opinion,
            ..facts()
        };
        assert_eq!(queued(&store, &opinions, 9).await, (vec![], 0));
        let (candidates, _) = store.queue_candidates(&facts(), 9).await.expect("is read");
        let of_roads = candidates
            .iter()
            .find(|one| one.statement == roads)
            .expect("there");
        assert_eq!(
            (of_roads.occurrences, of_roads.reports, of_roads.outlets),
            (2, 2, 1)
        );
        assert_eq!(
            (of_roads.first, of_roads.last_day),
            (Some(minute(-600)), Some(10))
        );
        assert_eq!(
            (of_roads.worth, of_roads.class),
            (0.5, AssertionClass::Fact)
        );
    });
}

#[test]
fn what_is_flagged_is_queued_whatever_it_is_worth_until_that_is_settled() {
    on_both(async |place| {
        let store = filled(&place).await;
        let [roads, harbour, paid] = [
            statement(&store, "twelve").await,
            statement(&store, "harbour").await,
            statement(&store, "paid for").await,
        ];
        judge(
            &store,
            &[(roads, 0.5, 10), (harbour, 0.125, 20), (paid, 0.0, 30)],
        )
        .await;
        let flag = |subject| DeskWish::Flag {
            subject,
            reason: "Says who?".to_owned(),
        };
        let quote = quote(&store, "harbour").await.id;
        let of_quote = done(&store, flag(FlagSubject::Quote(quote))).await;
        done(&store, flag(FlagSubject::Statement(harbour))).await;
        done(&store, flag(FlagSubject::Statement(paid))).await;
        assert_eq!(
            queued(&store, &facts(), 9).await,
            (vec![roads, harbour, paid], 3)
        );
        let (candidates, _) = store.queue_candidates(&facts(), 9).await.expect("is read");
        let flags: Vec<usize> = candidates.iter().map(|one| one.flags.len()).collect();
        assert_eq!(flags, [0, 2, 1]);
        let late = QueueFilter {
            from_day: Some(25),
            ..facts()
        };
        assert_eq!(queued(&store, &late, 9).await, (vec![paid], 1));
        // One on a claim is in no queue of statements.
        let claim = made(&done(&store, make("The roads are new.")).await);
        done(&store, flag(FlagSubject::Claim(claim))).await;
        let (flagged, _) = store.queue_candidates(&facts(), 0).await.expect("is read");
        assert_eq!(flagged.len(), 2);
        undone(&store, &of_quote).await;
        let (candidates, _) = store.queue_candidates(&facts(), 9).await.expect("is read");
        assert_eq!(candidates[1].flags.len(), 1);
        let settle = DeskWish::ResolveFlag {
            flag: candidates[1].flags[0],
            note: String::new(),
        };
        done(&store, settle).await;
        assert_eq!(queued(&store, &facts(), 9).await, (vec![roads, paid], 2));
        let dismiss = DeskWish::DismissStatement {
            statement: paid,
            reason: String::new(),
        };
        done(&store, dismiss).await;
        assert_eq!(queued(&store, &facts(), 9).await, (vec![roads], 1));
    });
}

#[test]
fn what_was_decided_on_in_one_wording_is_not_queued_in_another() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (paid, harbour) = (
            statement(&store, "paid for").await,
            statement(&store, "harbour").await,
        );
        let claim = made(&done(&store, make("The roads are paid for.")).await);
        let dismiss = DeskWish::DismissStatement {
            statement: paid,
            reason: "An opinion.".to_owned(),
        };
        let dismissed = done(&store, dismiss).await;
        let (roads, _) = joined(&store).await;
        judge(
            &store,
            &[(roads, 0.5, 10), (paid, 0.5, 10), (harbour, 0.5, 10)],
        )
        .await;
        assert_eq!(queued(&store, &facts(), 9).await, (vec![harbour], 1));
        undone(&store, &dismissed).await;
        let (candidates, _) = store.queue_candidates(&facts(), 9).await.expect("is read");
        let of_roads = candidates
            .iter()
            .find(|one| one.statement == roads)
            .expect("is back");
        assert_eq!((of_roads.occurrences, of_roads.reports), (3, 2));
        let wish = DeskWish::LinkStatement {
            claim,
            statement: link(harbour),
        };
        let linked = done(&store, wish).await;
        assert_eq!(queued(&store, &facts(), 9).await.0, [roads]);
        undone(&store, &linked).await;
        assert_eq!(queued(&store, &facts(), 9).await.1, 2);
    });
}

#[test]
fn what_is_not_told_any_more_leaves_the_queue() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (harbour, paid) = (
            statement(&store, "harbour").await,
            statement(&store, "paid for").await,
        );
        judge(&store, &[(harbour, 0.5, 10), (paid, 0.5, 10)]).await;
        let less = "Jane Roe: «The roads are paid for.»";
        put(&store, &article("https://example.org/1", less)).await;
        assert_eq!(queued(&store, &facts(), 9).await, (vec![paid], 1));
        let from = store.desk_position().await.expect("position");
        let found = FoundAtDesk {
            position: from.clone(),
            at: minute(96),
            judged: vec![StatementWorth {
                statement: paid,
                score: 0.75,
                class: AssertionClass::Opinion,
                last_day: None,
            }],
            gone: vec![harbour],
            ..FoundAtDesk::default()
        };
        assert!(store.write_desk(&from, &found).await.expect("is written"));
        assert_sound(&store).await;
        assert_eq!(place.raw().await.count("worth").await, 1);
        assert_eq!(queued(&store, &facts(), 9).await, (vec![], 0));
    });
}
