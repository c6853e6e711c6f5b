//! Statements and claims: linked, rejected, and told by machines.

use onrecord_model::{CodePointSpan, LinkScore, Share};
use onrecord_store::{DeskWish, Store, Wish, WishedLink};

use super::{claim, done, filled, link, new_claim, rows, statement, try_do, undone};
use crate::corrections::correct;
use crate::fixture::on_both;

fn wish(claim: onrecord_model::ClaimId, statement: WishedLink) -> DeskWish {
    DeskWish::LinkStatement { claim, statement }
}

#[test]
fn a_statement_is_linked_pointed_at_rejected_and_all_of_it_taken_back() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = statement(&store, "twelve").await;
        let id = new_claim(&store, "The roads cost twelve million.").await;
        let mut states = vec![rows(&place).await];
        let mut entries = Vec::new();
        let part = CodePointSpan { start: 4, end: 9 };
        let pointed = WishedLink {
            part: Some(part),
            ..link(roads)
        };
        let reject = DeskWish::RejectLink {
            claim: id,
            statement: roads,
        };
        for one in [wish(id, link(roads)), wish(id, pointed), reject] {
            entries.push(done(&store, one).await);
            states.push(rows(&place).await);
        }
        let record = claim(&store, id).await;
        assert!(record.links.is_empty());
        assert_eq!(record.rejected[0].words, "The roads cost twelve million.");
        let linked = store.claims_of_statements(&[roads]).await.expect("read");
        assert_eq!(linked, []);
        for entry in entries.iter().rev() {
            states.pop();
            undone(&store, entry).await;
            assert_eq!(Some(&rows(&place).await), states.last());
            let linked = store.claims_of_statements(&[roads]).await.expect("read");
            match states.len() {
                3 => assert_eq!(linked[0].part, Some(part)),
                2 => assert_eq!(linked[0].part, None),
                _ => assert_eq!(linked, []),
            }
        }
    });
}

#[test]
fn a_link_is_of_the_wording_that_stands_for_the_statement() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (roads, paid) = joined(&store).await;
        let id = new_claim(&store, "The roads cost twelve million.").await;
        done(&store, wish(id, link(paid))).await;
        assert_eq!(claim(&store, id).await.links[0].link.statement, roads);
        let again = try_do(&store, wish(id, link(roads))).await;
        let error = again.expect_err("twice").to_string();
        assert!(error.contains("linked to the claim already"), "{error}");
    });
}

/// Two wordings that a person has made one statement; the first stands for both.
pub(super) async fn joined(
    store: &Store,
) -> (onrecord_model::StatementId, onrecord_model::StatementId) {
    let roads = statement(store, "twelve").await;
    let paid = statement(store, "paid for").await;
    let join = Wish::JoinStatements {
        one: roads,
        other: paid,
    };
    correct(store, join).await;
    (roads, paid)
}

#[test]
fn what_a_machine_thought_of_a_link_is_kept_with_it() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = statement(&store, "twelve").await;
        let id = new_claim(&store, "The roads cost twelve million.").await;
        super::suggest(&store, &[(roads, id, 0.75)]).await;
        done(&store, wish(id, link(roads))).await;
        let score = LinkScore {
            score: Share::nearest(0.75),
            method: "test 1".to_owned(),
        };
        let record = claim(&store, id).await;
        assert_eq!(record.links[0].link.suggested, Some(score));
    });
}

#[test]
fn suggestions_are_hidden_after_a_persons_word_of_any_wording() {
    on_both(async |place| {
        let store = filled(&place).await;
        let harbour = statement(&store, "harbour").await;
        let (roads, paid) = (
            statement(&store, "twelve").await,
            statement(&store, "paid for").await,
        );
        let one = new_claim(&store, "The roads cost twelve million.").await;
        let other = new_claim(&store, "The harbour makes money.").await;
        let all = [
            (roads, one, 0.75),
            (paid, one, 0.5),
            (harbour, one, 0.25),
            (harbour, other, 0.875),
        ];
        super::suggest(&store, &all).await;
        let of_one = async || {
            let (some, count) = store.suggested_statements(&[one], 9).await.expect("read");
            assert_eq!(some.len() as u64, count);
            let listing = store.claim_listings(&[one]).await.expect("read");
            assert_eq!(listing[0].suggestions, count);
            some.iter().map(|some| some.statement).collect::<Vec<_>>()
        };
        let of_harbour = async || {
            let some = store.suggested_claims(&[harbour]).await.expect("read");
            some.iter().map(|some| some.claim.id).collect::<Vec<_>>()
        };
        assert_eq!(of_one().await, [roads, paid, harbour]);
        assert_eq!(of_harbour().await, [other, one]);
        let (first, count) = store
            .suggested_statements(&[one, other], 1)
            .await
            .expect("read");
        assert_eq!(
            (first[0].statement, first[0].suggested.score.get(), count),
            (harbour, 0.875, 3)
        );
        let rejected = done(
            &store,
            DeskWish::RejectLink {
                claim: one,
                statement: harbour,
            },
        )
        .await;
        assert_eq!(of_one().await, [roads, paid]);
        assert_eq!(of_harbour().await, [other]);
        undone(&store, &rejected).await;
        assert_eq!(of_harbour().await, [other, one]);
        done(&store, wish(one, link(roads))).await;
        assert_eq!(of_one().await, [paid, harbour]);
        joined(&store).await;
        assert_eq!(of_one().await, [harbour]);
        // What is linked to a claim that was merged away is linked to the one it is shown as.
        let third = new_claim(&store, "The harbour earns money.").await;
        done(&store, wish(third, link(harbour))).await;
        let merge = DeskWish::MergeClaims {
            claim: third,
            into: other,
        };
        done(&store, merge).await;
        assert_eq!(of_harbour().await, [one]);
    });
}
