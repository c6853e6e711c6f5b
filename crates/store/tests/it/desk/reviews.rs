//! Reviews: drafts, publication, withdrawal, disagreement, scales.

use onrecord_model::{
    ClaimState, Evidence, Publication, Review, Scale, ScaleRating, Share, Stance,
};
use onrecord_store::{DeskWish, usual_scale};

use super::{add, added, claim, do_at, done, filled, new_claim, published, review, rows, undone};
use crate::fixture::{minute, on_both};

fn revise(review: onrecord_model::ReviewId, content: &Review) -> DeskWish {
    DeskWish::ReviseReview {
        review,
        content: Box::new(content.clone()),
    }
}

#[test]
fn a_review_is_drafted_published_and_withdrawn() {
    on_both(async |place| {
        let store = filled(&place).await;
        let id = new_claim(&store, "The roads cost twelve million.").await;
        let mut content = review("False", "Ida Desk", 60);
        content.publication = Publication::Draft;
        let mut states = vec![rows(&place).await];
        let draft = do_at(&store, 91, add(id, content.clone())).await;
        let one = added(&draft);
        assert_eq!(store.claim_of_review(one).await.expect("read"), Some(id));
        assert_eq!(store.reviews_after(None, 9).await.expect("read"), []);
        let mut record = claim(&store, id).await;
        assert_eq!(
            (record.state, record.settled_at),
            (ClaimState::InReview, None)
        );
        let mut entries = vec![draft];
        for (publication, state, minutes) in [
            (Publication::Published, ClaimState::Reviewed, 92),
            (Publication::Withdrawn, ClaimState::Open, 93),
        ] {
            states.push(rows(&place).await);
            content.publication = publication;
            entries.push(do_at(&store, minutes, revise(one, &content)).await);
            record = claim(&store, id).await;
            assert_eq!(record.state, state);
            assert_eq!(record.settled_at, Some(minute(92)));
            assert_eq!(
                record.reviews[0].revised.as_ref().map(|done| done.at),
                Some(minute(minutes))
            );
            let read = store.reviews_after(None, 9).await.expect("read");
            assert_eq!((read[0].0, read[0].1), (id, one));
            assert_eq!(read[0].2.publication, publication);
        }
        assert!(record.verdicts().is_empty());
        for entry in entries.iter().rev() {
            undone(&store, entry).await;
            assert_eq!(Some(rows(&place).await), states.pop());
        }
    });
}

#[test]
fn reviews_that_disagree_ask_for_a_second_one() {
    on_both(async |place| {
        let store = filled(&place).await;
        let check = async |reviews: Vec<Review>, expected: ClaimState| {
            let words = format!("The roads cost {} million.", uuid_of(&reviews));
            let id = new_claim(&store, &words).await;
            for review in reviews {
                done(&store, add(id, review)).await;
            }
            assert_eq!(claim(&store, id).await.state, expected, "{words}");
        };
        let mostly = review("Mostly false", "Ida Desk", 60);
        let other = |rating| review(rating, "Bo Scribe", 70);
        check(
            vec![mostly.clone(), other("False")],
            ClaimState::NeedsSecondReview,
        )
        .await;
        check(
            vec![mostly.clone(), other("Mostly false")],
            ClaimState::Reviewed,
        )
        .await;
        check(
            vec![mostly.clone(), other("Unproven")],
            ClaimState::NeedsSecondReview,
        )
        .await;
        // Their own later review is a change of mind, not a disagreement.
        check(
            vec![mostly.clone(), review("True", "Ida Desk", 70)],
            ClaimState::Reviewed,
        )
        .await;
        let near = published(
            "Almost",
            Some(0.49),
            "The Checkers",
            "https://check.example.org/1",
        );
        check(vec![mostly.clone(), near], ClaimState::Reviewed).await;
        let mut draft = other("True");
        draft.publication = Publication::Draft;
        check(vec![mostly, draft], ClaimState::Reviewed).await;
    });
}

/// Something that tells one list of reviews from another.
fn uuid_of(reviews: &[Review]) -> usize {
    format!("{reviews:?}").bytes().map(usize::from).sum()
}

#[test]
fn a_disagreement_reopens_what_was_closed_and_an_agreement_does_not() {
    on_both(async |place| {
        let store = filled(&place).await;
        let id = new_claim(&store, "The roads cost twelve million.").await;
        done(&store, add(id, review("False", "Ida Desk", 60))).await;
        let close = DeskWish::SetClaimState {
            claim: id,
            state: ClaimState::Closed,
        };
        done(&store, close).await;
        done(&store, add(id, review("False", "Bo Scribe", 61))).await;
        assert_eq!(claim(&store, id).await.state, ClaimState::Closed);
        done(&store, add(id, review("True", "Cy Press", 62))).await;
        assert_eq!(claim(&store, id).await.state, ClaimState::NeedsSecondReview);
    });
}

fn scale(ratings: &[(&str, Option<f64>)]) -> DeskWish {
    DeskWish::DefineScale {
        scale: Scale {
            name: "Lamps".to_owned(),
            ratings: ratings
                .iter()
                .map(|(name, value)| ScaleRating {
                    name: (*name).to_owned(),
                    value: value.map(Share::nearest),
                })
                .collect(),
        },
    }
}

#[test]
fn a_scale_is_defined_and_redefined_and_old_reviews_keep_their_words() {
    on_both(async |place| {
        let store = filled(&place).await;
        let names = async || -> Vec<String> {
            let scales = store.scales().await.expect("read");
            scales.into_iter().map(|(_, scale)| scale.name).collect()
        };
        assert_eq!(names().await, ["Truth"]);
        let before = rows(&place).await;
        let first = done(&store, scale(&[("Green", Some(1.0)), ("Red", Some(0.0))])).await;
        assert_eq!(names().await, ["Lamps", "Truth"]);
        let id = new_claim(&store, "The roads cost twelve million.").await;
        let mut content = review("red", "Ida Desk", 60);
        let one = added(&done(&store, add(id, content.clone())).await);
        let lit = |value: f64| Some(Share::nearest(value));
        let rating = async || claim(&store, id).await.reviews[0].content.rating.clone();
        assert_eq!(rating().await.value, lit(0.0));
        let second = done(&store, scale(&[("Green", Some(1.0)), ("Amber", Some(0.5))])).await;
        assert_eq!(rating().await.name, "Red");
        // Its reasons may be told after the rating is gone from the scale.
        content.rating = rating().await;
        content.rationale = Some("The budget says so.".to_owned());
        done(&store, revise(one, &content)).await;
        assert_eq!(rating().await.value, lit(0.0));
        let other = done(&store, super::make("The roads are new.")).await;
        let refused = super::try_do(
            &store,
            add(super::made(&other), review("Red", "Bo Scribe", 1)),
        );
        let error = refused.await.expect_err("is gone").to_string();
        assert!(error.contains("Amber"), "{error}");
        let later = super::try_undo(&store, first.id).await;
        assert_eq!(
            super::conflict(&store, later, "about the same").await,
            Some(second.id)
        );
        undone(&store, &second).await;
        let mut usual = usual_scale();
        usual.ratings.truncate(2);
        let usual = done(&store, DeskWish::DefineScale { scale: usual }).await;
        assert_eq!(names().await, ["Lamps", "Truth"]);
        undone(&store, &usual).await;
        undone(&store, &first).await;
        let left = rows(&place).await;
        assert!(
            left.iter().all(|row| !row.starts_with("scale")),
            "{before:?} {left:?}"
        );
    });
}

#[test]
fn evidence_that_is_gone_is_counted_and_an_imported_review_stays_one() {
    on_both(async |place| {
        let store = filled(&place).await;
        let id = new_claim(&store, "The roads cost twelve million.").await;
        let mut content = published(
            "Pants ablaze",
            None,
            "The Checkers",
            "https://check.example.org/1",
        );
        let evidence = Evidence {
            url: Some("https://town.example.org/budget".to_owned()),
            title: None,
            quotation: None,
            archived: Some("0a".repeat(32)),
            stance: Stance::Refutes,
            is_gone: false,
        };
        content.evidence.push(evidence);
        let one = added(&done(&store, add(id, content.clone())).await);
        content.evidence[0].is_gone = true;
        content.is_imported = false;
        done(&store, revise(one, &content)).await;
        let record = claim(&store, id).await;
        assert!(record.reviews[0].content.is_imported);
        assert_eq!(record.settled_at, None);
        let (due, _) = store.due_claims(minute(0), None, 9).await.expect("read");
        assert_eq!((due[0].claim.id, due[0].evidence_gone), (id, 1));
        assert!(!due[0].is_repeated && !due[0].is_old && !due[0].is_asked_for);
    });
}
