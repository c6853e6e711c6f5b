//! What later entries rest on is not pulled from under them unseen.

use onrecord_model::{ClaimState, Correction};
use onrecord_store::{DeskWish, Expected, Store, Wish};

use super::{
    add, added, claim, conflict, done, filled, link, made, make, new_claim, review, rows,
    statement, text, try_at, try_undo, undone,
};
use crate::fixture::{minute, on_both};

/// The earlier entry cannot be taken back before the later one, which is named; then it can.
async fn check(store: &Store, earlier: &Correction, later: &Correction) {
    let early = try_undo(store, earlier.id).await;
    let named = conflict(store, early, "take that back first").await;
    assert_eq!(named, Some(later.id));
    undone(store, later).await;
    undone(store, earlier).await;
}

#[test]
fn an_entry_is_not_taken_back_before_a_later_one_about_the_same() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = statement(&store, "twelve").await;
        let claim = new_claim(&store, "The roads cost twelve million.").await;
        let before = rows(&place).await;
        let edit = |words| DeskWish::EditClaim {
            claim,
            text: Box::new(text(words)),
        };
        let assign = |name: &str| DeskWish::AssignClaim {
            claim,
            to: Some(name.to_owned()),
        };
        let state = |state| DeskWish::SetClaimState { claim, state };
        let linked = DeskWish::LinkStatement {
            claim,
            statement: link(roads),
        };
        let rejected = DeskWish::RejectLink {
            claim,
            statement: roads,
        };
        for (earlier, later) in [
            (edit("It costs ten."), edit("It costs eleven.")),
            (assign("Bo Scribe"), assign("Cy Press")),
            (state(ClaimState::InReview), state(ClaimState::Closed)),
            (linked.clone(), rejected.clone()),
            (rejected, linked),
        ] {
            let earlier = done(&store, earlier).await;
            let later = done(&store, later).await;
            check(&store, &earlier, &later).await;
            assert_eq!(rows(&place).await.len(), before.len());
        }
        let content = review("False", "Ida Desk", 60);
        let reviewed = done(&store, add(claim, content.clone())).await;
        let mut revisions = Vec::new();
        for rating in ["True", "Half true"] {
            let mut content = content.clone();
            content.rating.name = rating.to_owned();
            let revise = DeskWish::ReviseReview {
                review: added(&reviewed),
                content: Box::new(content),
            };
            revisions.push(done(&store, revise).await);
        }
        let early = try_undo(&store, reviewed.id).await;
        assert_eq!(
            conflict(&store, early, "rests on it").await,
            Some(revisions[0].id)
        );
        check(&store, &revisions[0], &revisions[1]).await;
        undone(&store, &reviewed).await;
    });
}

#[test]
fn a_claim_is_not_taken_back_under_what_was_done_to_it_or_flagged() {
    on_both(async |place| {
        let store = filled(&place).await;
        let entry = done(&store, make("The roads cost twelve million.")).await;
        let claim = made(&entry);
        let assign = DeskWish::AssignClaim {
            claim,
            to: Some("Bo Scribe".to_owned()),
        };
        let later = done(&store, assign).await;
        let early = try_undo(&store, entry.id).await;
        assert_eq!(conflict(&store, early, "rests on it").await, Some(later.id));
        undone(&store, &later).await;
        let flag = DeskWish::Flag {
            subject: onrecord_model::FlagSubject::Claim(claim),
            reason: "Says who?".to_owned(),
        };
        let flag = done(&store, flag).await;
        let early = try_undo(&store, entry.id).await;
        assert_eq!(
            conflict(&store, early, "flagged since").await,
            Some(flag.id)
        );
        undone(&store, &flag).await;
        undone(&store, &entry).await;
        assert!(rows(&place).await.is_empty());
    });
}

#[test]
fn an_entry_can_be_taken_back_from_under_others_and_who_looked_before_is_told() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = statement(&store, "twelve").await;
        let id = new_claim(&store, "The roads cost twelve million.").await;
        let linked = DeskWish::LinkStatement {
            claim: id,
            statement: link(roads),
        };
        let linked = done(&store, linked).await;
        let assign = |name: &str| DeskWish::AssignClaim {
            claim: id,
            to: Some(name.to_owned()),
        };
        let assigned = done(&store, assign("Bo Scribe")).await;
        let seen = claim(&store, id).await;
        assert_eq!(seen.last.entry, assigned.id);
        let undo = undone(&store, &linked).await;
        let now = claim(&store, id).await;
        assert_eq!((now.links.len(), now.last.entry), (0, undo.id));
        let late = Wish::Desk {
            wish: assign("Cy Press"),
            expected: Expected::Last(Some(seen.last.entry)),
        };
        let late = try_at(&store, "Cy Press", minute(91), late).await;
        let named = conflict(&store, late, "changed by Ida Desk").await;
        assert_eq!(named, Some(undo.id));
        let again = try_undo(&store, linked.id).await;
        conflict(&store, again, "taken back already").await;
    });
}
