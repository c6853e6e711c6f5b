//! Claims that are one, and one that is two.

use onrecord_model::{ClaimRelation, ClaimState};
use onrecord_store::{DeskWish, Expected, Wish};

use super::{
    add, added, claim, conflict, do_at, done, filled, link, made, new_claim, review, rows,
    statement, text, try_at, try_do, try_undo, undone,
};
use crate::fixture::{assert_sound, minute, on_both};

fn merge(claim: onrecord_model::ClaimId, into: onrecord_model::ClaimId) -> DeskWish {
    DeskWish::MergeClaims { claim, into }
}

#[test]
fn a_merge_shows_links_and_reviews_of_both_and_its_undo_those_of_each() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (roads, harbour) = (
            statement(&store, "twelve").await,
            statement(&store, "harbour").await,
        );
        let mut ids = Vec::new();
        for (number, words) in [
            "It costs twelve million.",
            "It costs 12 million.",
            "Twelve it is.",
        ]
        .into_iter()
        .enumerate()
        {
            let id = made(&do_at(&store, 90 + number as i64, super::make(words)).await);
            let by = format!("Checker {number}");
            done(&store, add(id, review("False", &by, 60))).await;
            ids.push(id);
        }
        let [one, two, three] = ids[..] else {
            panic!("three")
        };
        let wish = |claim, statement| DeskWish::LinkStatement {
            claim,
            statement: link(statement),
        };
        done(&store, wish(one, roads)).await;
        done(&store, wish(two, harbour)).await;
        let reject = DeskWish::RejectLink {
            claim: two,
            statement: roads,
        };
        done(&store, reject).await;
        let relate = DeskWish::RelateClaims {
            claim: one,
            to: two,
            relation: Some(ClaimRelation::Repeats),
        };
        done(&store, relate).await;
        let before = rows(&place).await;
        let first = done(&store, merge(two, one)).await;
        let second = done(&store, merge(one, three)).await;
        let record = claim(&store, two).await;
        assert_eq!(record.id, three);
        assert_eq!(record.merged, [one, two]);
        assert_eq!(record.last.entry, second.id);
        let linked: Vec<_> = record
            .links
            .iter()
            .map(|link| link.link.statement)
            .collect();
        assert_eq!(linked, [roads, harbour]);
        assert!(record.rejected.is_empty() && record.relations.is_empty());
        let by: Vec<_> = record
            .reviews
            .iter()
            .map(|one| one.content.author.name.as_str())
            .collect();
        assert_eq!(by, ["Checker 0", "Checker 1", "Checker 2"]);
        let shown = store
            .claims_of_statements(&[roads, harbour])
            .await
            .expect("read");
        assert_eq!((shown.len(), shown[0].claim.id), (1, three));
        let read = store.reviews_after(None, 9).await.expect("read");
        assert!(read.iter().all(|(claim, _, _)| *claim == three));
        for (id, words) in [(two, "was merged into"), (one, "was merged into")] {
            let edit = DeskWish::EditClaim {
                claim: id,
                text: Box::new(text("It costs nothing.")),
            };
            let entry = conflict(&store, try_do(&store, edit).await, words).await;
            assert!(entry == Some(first.id) || entry == Some(second.id));
        }
        undone(&store, &second).await;
        assert_eq!(claim(&store, two).await.id, one);
        undone(&store, &first).await;
        assert_eq!(rows(&place).await, before);
        assert_eq!(claim(&store, two).await.rejected.len(), 1);
    });
}

#[test]
fn a_review_of_a_claim_that_was_merged_can_still_be_withdrawn() {
    on_both(async |place| {
        let store = filled(&place).await;
        let one = new_claim(&store, "It costs twelve million.").await;
        let other = new_claim(&store, "It costs 12 million.").await;
        let mut content = review("False", "Ida Desk", 60);
        let id = added(&done(&store, add(other, content.clone())).await);
        done(&store, merge(other, one)).await;
        content.publication = onrecord_model::Publication::Withdrawn;
        let seen = claim(&store, one).await.last.entry;
        let try_revise = async |by, content: &onrecord_model::Review| {
            let wish = DeskWish::ReviseReview {
                review: id,
                content: Box::new(content.clone()),
            };
            let expected = Expected::Last(Some(seen));
            try_at(&store, by, minute(91), Wish::Desk { wish, expected }).await
        };
        let done = try_revise("Ida Desk", &content)
            .await
            .expect("is withdrawn");
        assert_sound(&store).await;
        let record = claim(&store, one).await;
        assert!(record.verdicts().is_empty());
        assert_eq!(record.last.entry, done.id);
        content.rationale = Some("It was a mistake.".to_owned());
        // Whoever looked at the claim before is told, though its own log has no new entry.
        let late = try_revise("Bo Scribe", &content).await;
        assert_eq!(
            conflict(&store, late, "changed by Ida Desk").await,
            Some(done.id)
        );
    });
}

#[test]
fn a_split_moves_links_and_reviews_and_its_undo_brings_them_back() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (roads, harbour) = (
            statement(&store, "twelve").await,
            statement(&store, "harbour").await,
        );
        let make = DeskWish::MakeClaim {
            text: Box::new(text("The town wastes money.")),
            statements: vec![link(roads), link(harbour)],
            reviews: vec![review("False", "Ida Desk", 60)],
        };
        let id = made(&done(&store, make).await);
        let moved = claim(&store, id).await.reviews[0].id;
        let before = rows(&place).await;
        let split = DeskWish::SplitClaim {
            claim: id,
            text: Box::new(text("The harbour loses money.")),
            statements: vec![harbour, harbour],
            reviews: vec![moved],
        };
        let split = do_at(&store, 95, split).await;
        let new = made(&split);
        let (old_record, new_record) = (claim(&store, id).await, claim(&store, new).await);
        assert_eq!(old_record.links.len(), 1);
        assert_eq!(
            (old_record.reviews.len(), old_record.state),
            (0, ClaimState::Open)
        );
        assert_eq!(new_record.links[0].link.statement, harbour);
        assert_eq!(
            (new_record.reviews[0].id, new_record.state),
            (moved, ClaimState::Reviewed)
        );
        assert_eq!(store.claim_of_review(moved).await.expect("read"), Some(new));
        // The undo of the link it moved would be of nothing.
        let assign = DeskWish::AssignClaim {
            claim: new,
            to: Some("Bo Scribe".to_owned()),
        };
        let assigned = done(&store, assign).await;
        let early = try_undo(&store, split.id).await;
        assert_eq!(
            conflict(&store, early, "rests on it").await,
            Some(assigned.id)
        );
        undone(&store, &assigned).await;
        undone(&store, &split).await;
        assert_eq!(rows(&place).await, before);
        assert_eq!(store.claim(new, None).await.expect("read"), None);
    });
}
