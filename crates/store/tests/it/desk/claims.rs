//! Claims: written down, edited, related, assigned, and how far the work on them has come.

use onrecord_model::{ClaimRelation, ClaimState, ClaimText, Entity};
use onrecord_store::{ClaimFilter, DeskWish};

use super::{add, claim, done, filled, made, make, new_claim, review, text, undone};
use crate::fixture::{minute, on_both};

#[test]
fn a_claim_is_written_down_with_what_makes_it_and_its_reviews() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = super::statement(&store, "twelve").await;
        let before = store.last_sequence().await.expect("sequence");
        let entry = done(
            &store,
            DeskWish::MakeClaim {
                text: Box::new(super::claim_by(
                    "  The roads cost twelve million. ",
                    "Jane Roe",
                )),
                statements: vec![super::link(roads)],
                reviews: vec![review("mostly FALSE", "Ida Desk", 80)],
            },
        )
        .await;
        let record = claim(&store, made(&entry)).await;
        assert_eq!(record.text.text, "The roads cost twelve million.");
        assert_eq!(record.state, ClaimState::Reviewed);
        assert_eq!(record.links[0].link.statement, roads);
        assert_eq!(record.links[0].link.words, "The roads cost twelve million.");
        assert_eq!(record.reviews[0].content.rating.name, "Mostly false");
        assert_eq!(record.settled_at, Some(minute(90)));
        assert_eq!((record.made.entry, record.last.number), (entry.id, 1));
        let changes = store.changes_after(before, 9).await.expect("changes");
        let told: Vec<_> = changes
            .iter()
            .map(|change| (change.entity, change.id))
            .collect();
        assert_eq!(
            told,
            [
                (Entity::Claim, record.id.0),
                (Entity::Correction, entry.id.0)
            ]
        );
        let page = store
            .claims(&ClaimFilter::default(), None, 9)
            .await
            .expect("a page");
        let listing = &page.items[0];
        assert_eq!((listing.statements, listing.suggestions), (1, 0));
        assert_eq!(listing.verdicts[0].author, "Ida Desk");
        undone(&store, &entry).await;
        assert_eq!(store.claim(record.id, None).await.expect("read"), None);
        assert!(super::rows(&place).await.is_empty());
    });
}

#[test]
fn a_claim_is_edited_and_keeps_its_reference() {
    on_both(async |place| {
        let store = filled(&place).await;
        let referenced = ClaimText {
            reference: Some("roads-1".to_owned()),
            ..text("The roads cost ten million.")
        };
        let entry = done(
            &store,
            DeskWish::MakeClaim {
                text: Box::new(referenced),
                statements: Vec::new(),
                reviews: Vec::new(),
            },
        )
        .await;
        let id = made(&entry);
        let before = super::rows(&place).await;
        let edited = ClaimText {
            context: Some("The town repairs its roads.".to_owned()),
            ..text("The roads cost twelve million.")
        };
        let edit = DeskWish::EditClaim {
            claim: id,
            text: Box::new(edited),
        };
        let edit = done(&store, edit).await;
        let record = claim(&store, id).await;
        assert_eq!(record.text.text, "The roads cost twelve million.");
        assert_eq!(record.text.reference.as_deref(), Some("roads-1"));
        assert_eq!(record.last.entry, edit.id);
        assert_eq!(store.claim_called("roads-1").await.expect("read"), Some(id));
        undone(&store, &edit).await;
        assert_eq!(super::rows(&place).await, before);
    });
}

#[test]
fn claims_are_related_assigned_and_set_to_a_state() {
    on_both(async |place| {
        let store = filled(&place).await;
        let one = new_claim(&store, "The roads cost twelve million.").await;
        let other = new_claim(&store, "The roads cost nothing.").await;
        let before = super::rows(&place).await;
        let relate = done(
            &store,
            DeskWish::RelateClaims {
                claim: one,
                to: other,
                relation: Some(ClaimRelation::Contradicts),
            },
        )
        .await;
        let assign = done(
            &store,
            DeskWish::AssignClaim {
                claim: one,
                to: Some(" Bo Scribe ".to_owned()),
            },
        )
        .await;
        let state = done(
            &store,
            DeskWish::SetClaimState {
                claim: one,
                state: ClaimState::Closed,
            },
        )
        .await;
        let record = claim(&store, one).await;
        assert_eq!(record.relations, [(other, ClaimRelation::Contradicts)]);
        assert_eq!(record.assigned_to.as_deref(), Some("Bo Scribe"));
        assert_eq!(record.state, ClaimState::Closed);
        assert_eq!(record.settled_at, Some(minute(90)));
        let opposite = claim(&store, other).await;
        assert_eq!(opposite.related_by, [(one, ClaimRelation::Contradicts)]);
        for entry in [&state, &assign, &relate] {
            undone(&store, entry).await;
        }
        assert_eq!(super::rows(&place).await, before);
    });
}

#[test]
fn claims_are_listed_by_what_is_asked_for_page_by_page() {
    on_both(async |place| {
        let store = filled(&place).await;
        let mut ids = Vec::new();
        for number in 0..5 {
            let wish = make(&format!("Road number {number} is closed."));
            ids.push(made(&super::do_at(&store, 90 + number, wish).await));
        }
        done(&store, add(ids[1], review("False", "Ida Desk", 80))).await;
        done(
            &store,
            DeskWish::AssignClaim {
                claim: ids[3],
                to: Some("Bo Scribe".to_owned()),
            },
        )
        .await;
        done(
            &store,
            DeskWish::MergeClaims {
                claim: ids[4],
                into: ids[0],
            },
        )
        .await;
        let listed = async |filter: ClaimFilter, before, limit| {
            let page = store.claims(&filter, before, limit).await.expect("a page");
            let ids: Vec<_> = page.items.iter().map(|item| item.id).collect();
            (ids, page.next)
        };
        let all = ClaimFilter::default;
        assert_eq!(
            listed(all(), None, 3).await,
            (vec![ids[3], ids[2], ids[1]], Some(ids[1]))
        );
        assert_eq!(listed(all(), Some(ids[1]), 3).await, (vec![ids[0]], None));
        let reviewed = ClaimFilter {
            state: Some(ClaimState::Reviewed),
            ..all()
        };
        assert_eq!(listed(reviewed, None, 9).await.0, [ids[1]]);
        let rated = ClaimFilter {
            rating: Some("False".to_owned()),
            ..all()
        };
        assert_eq!(listed(rated, None, 9).await.0, [ids[1]]);
        let assigned = ClaimFilter {
            assigned_to: Some("Bo Scribe".to_owned()),
            ..all()
        };
        assert_eq!(listed(assigned, None, 9).await.0, [ids[3]]);
        let counts = store.claim_counts().await.expect("counts");
        assert_eq!(counts, [(ClaimState::Open, 3), (ClaimState::Reviewed, 1)]);
        let after = store
            .claim_texts_after(Some(ids[3]), 9)
            .await
            .expect("texts");
        assert_eq!(after.len(), 1);
        assert_eq!(store.shown_claim(ids[4]).await.expect("read"), Some(ids[0]));
    });
}
