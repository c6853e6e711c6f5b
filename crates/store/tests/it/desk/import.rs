//! Claims that come in with the reviews of others.

use onrecord_model::{ClaimState, ClaimText, Review, Share, Timestamp};
use onrecord_store::{ClaimImport, ClaimImported, DeskWish, Store, StoreError};

use super::{claim, claim_by, done, filled, made, make, published, rows, text, undone};
use crate::corrections::fingerprint;
use crate::fixture::{assert_sound, minute, on_both};

pub(super) fn referenced(reference: &str, words: &str) -> ClaimText {
    ClaimText {
        reference: Some(reference.to_owned()),
        ..text(words)
    }
}

pub(super) fn import(text: ClaimText, reviews: Vec<Review>) -> ClaimImport {
    ClaimImport { text, reviews }
}

pub(super) async fn take(
    store: &Store,
    at: Timestamp,
    claims: &[ClaimImport],
) -> Vec<ClaimImported> {
    let imported = store
        .import_claims("Ida Desk", at, claims, fingerprint)
        .await
        .expect("is imported");
    assert_sound(store).await;
    imported
}

/// New, reviews added, revised and refused, of each.
fn counted(imported: &[ClaimImported]) -> Vec<(bool, u64, u64, bool)> {
    imported
        .iter()
        .map(|one| (one.is_new, one.reviews, one.revised, one.refused.is_some()))
        .collect()
}

const NOTHING: (bool, u64, u64, bool) = (false, 0, 0, false);

fn checked(rating: &str, number: u32) -> Review {
    let url = format!("https://check.example.org/{number}");
    published(rating, Some(0.25), "The Checkers", &url)
}

#[test]
fn an_import_twice_adds_nothing() {
    on_both(async |place| {
        let store = filled(&place).await;
        let mut without_address = checked("Fake", 0);
        without_address.url = None;
        let file = [
            import(
                referenced("a", "The roads cost twelve million."),
                vec![checked("Fake", 1)],
            ),
            import(
                claim_by("The harbour is old.", "Jane Roe"),
                vec![without_address],
            ),
            import(claim_by("The harbour is old.", "John Doe"), Vec::new()),
            import(text("The harbour grew by 1.5 percent."), Vec::new()),
            import(text("The harbour grew by 15 percent."), Vec::new()),
            import(
                text("The harbour is new."),
                vec![
                    checked("Fake", 5),
                    published(
                        "True",
                        Some(1.0),
                        "The Others",
                        "https://others.example.org/5",
                    ),
                ],
            ),
        ];
        let first = take(&store, minute(90), &file).await;
        assert_eq!(
            counted(&first),
            [
                (true, 1, 0, false),
                (true, 1, 0, false),
                (true, 0, 0, false),
                (true, 0, 0, false),
                (true, 0, 0, false),
                (true, 2, 0, false)
            ]
        );
        let record = claim(&store, first[5].claim.expect("a claim")).await;
        assert_eq!(record.state, ClaimState::NeedsSecondReview);
        assert_eq!(record.settled_at, None);
        let log = place.raw().await.count("correction").await;
        assert_eq!(log, 6);
        let before = rows(&place).await;
        let second = take(&store, minute(95), &file).await;
        assert_eq!(counted(&second), [NOTHING; 6]);
        for (one, other) in first.iter().zip(&second) {
            assert_eq!(one.claim, other.claim);
        }
        assert_eq!(rows(&place).await, before);
        assert_eq!(place.raw().await.count("correction").await, log);
    });
}

#[test]
fn a_review_that_was_changed_where_it_was_published_is_revised() {
    on_both(async |place| {
        let store = filled(&place).await;
        let first = [import(
            referenced("a", "The roads are new."),
            vec![checked("Fake", 1)],
        )];
        let id = take(&store, minute(90), &first).await[0]
            .claim
            .expect("a claim");
        let mut changed = checked("Half true", 1);
        changed.rating.value = Some(Share::nearest(0.5));
        let second = [import(
            referenced("a", "The roads are quite new."),
            vec![changed.clone(), checked("Fake", 2)],
        )];
        let imported = take(&store, minute(91), &second).await;
        assert_eq!(counted(&imported), [(false, 1, 2, false)]);
        let record = claim(&store, id).await;
        assert_eq!(record.text.text, "The roads are quite new.");
        assert_eq!(record.reviews[0].content, changed);
        assert_eq!(
            record.reviews[0].revised.as_ref().map(|done| done.at),
            Some(minute(91))
        );
        // What it said before is no news.
        assert_eq!(counted(&take(&store, minute(92), &first).await), [NOTHING]);
        assert_eq!(counted(&take(&store, minute(93), &second).await), [NOTHING]);
    });
}

#[test]
fn what_people_did_to_imported_claims_outlives_the_next_import() {
    on_both(async |place| {
        let store = filled(&place).await;
        let file = [
            import(
                referenced("a", "The roads are new."),
                vec![checked("Fake", 1)],
            ),
            import(
                referenced("b", "The roads are brand new."),
                vec![checked("Fake", 2)],
            ),
        ];
        let imported = take(&store, minute(90), &file).await;
        let (one, two) = (
            imported[0].claim.expect("one"),
            imported[1].claim.expect("two"),
        );
        let edit = DeskWish::EditClaim {
            claim: one,
            text: Box::new(text("The roads were repaired.")),
        };
        done(&store, edit).await;
        let mut withdrawn = checked("Fake", 1);
        withdrawn.publication = onrecord_model::Publication::Withdrawn;
        let revise = DeskWish::ReviseReview {
            review: claim(&store, one).await.reviews[0].id,
            content: Box::new(withdrawn),
        };
        done(&store, revise).await;
        let merge = DeskWish::MergeClaims {
            claim: two,
            into: one,
        };
        let merge = done(&store, merge).await;
        let before = rows(&place).await;
        let again = take(&store, minute(95), &file).await;
        assert_eq!(counted(&again), [NOTHING; 2]);
        assert_eq!(again[1].claim, Some(one));
        assert_eq!(rows(&place).await, before);
        let more = [
            import(
                referenced("b", "Other words."),
                vec![checked("Faked", 2), checked("Fake", 3)],
            ),
            import(
                referenced("a", "The roads are new."),
                vec![checked("Fake", 3)],
            ),
        ];
        let more = take(&store, minute(96), &more).await;
        assert_eq!(counted(&more), [(false, 1, 1, false), NOTHING]);
        let record = claim(&store, one).await;
        assert_eq!(record.text.text, "The roads were repaired.");
        assert_eq!(record.reviews.len(), 3);
        undone(&store, &merge).await;
        assert_eq!(
            claim(&store, two).await.reviews[0].content.rating.name,
            "Faked"
        );
    });
}

#[test]
fn two_claims_with_one_reference_are_one_and_the_order_of_a_file_does_not_flicker() {
    on_both(async |place| {
        let store = filled(&place).await;
        let by = |name: &str, number: u32| {
            let url = format!("https://{name}.example.org/{number}");
            published("False", Some(0.0), name, &url)
        };
        let file = [
            import(
                referenced("a", "The roads are new."),
                vec![by("one", 1), by("one", 1)],
            ),
            import(
                referenced("a", "The roads are newer."),
                vec![by("two", 1), by("three", 1)],
            ),
            import(text("The roads are NEWER"), vec![by("four", 1)]),
        ];
        let imported = take(&store, minute(90), &file).await;
        assert_eq!(
            counted(&imported),
            [
                (true, 1, 0, false),
                (false, 2, 1, false),
                (false, 1, 0, false)
            ]
        );
        let id = imported[0].claim.expect("a claim");
        assert!(imported.iter().all(|one| one.claim == Some(id)));
        let record = claim(&store, id).await;
        assert_eq!(
            (record.reviews.len(), record.state),
            (4, ClaimState::Reviewed)
        );
        assert_eq!(
            counted(&take(&store, minute(91), &file).await),
            [NOTHING; 3]
        );
        assert_eq!(claim(&store, id).await.text.text, "The roads are newer.");
    });
}

#[test]
fn a_claim_that_a_person_wrote_down_gets_the_reviews_and_keeps_its_words() {
    on_both(async |place| {
        let store = filled(&place).await;
        let own = made(&done(&store, make("The roads are new.")).await);
        let file = [import(
            referenced("a", "“The roads are new”"),
            vec![checked("Fake", 1)],
        )];
        let imported = take(&store, minute(91), &file).await;
        assert_eq!((imported[0].claim, imported[0].reviews), (Some(own), 1));
        assert_eq!(claim(&store, own).await.text.text, "The roads are new.");
        assert_eq!(counted(&take(&store, minute(92), &file).await), [NOTHING]);
    });
}

#[test]
fn a_bad_row_leaves_the_others_whole_and_is_not_half_written() {
    on_both(async |place| {
        let store = filled(&place).await;
        let good = take(
            &store,
            minute(89),
            &[import(referenced("held", "It is held."), Vec::new())],
        )
        .await;
        let held = good[0].claim.expect("a claim");
        store
            .lock(held.0, "Bo Scribe", minute(80), minute(120))
            .await
            .expect("is taken");
        let before = rows(&place).await;
        let mut nobody = checked("Fake", 2);
        nobody.author.name = " ".to_owned();
        let mut unrated = checked("  ", 3);
        unrated.rating.value = None;
        let mut ancient = checked("Fake", 4);
        ancient.date = Timestamp::MIN_UTC;
        let mut elsewhere = checked("Fake", 5);
        elsewhere.url = Some("javascript:alert(1)".to_owned());
        let long = "€".repeat(700);
        let file = [
            import(referenced("a", "The first."), vec![checked("Fake", 1)]),
            import(
                referenced("b", "The second."),
                vec![checked("Fake", 6), nobody],
            ),
            import(referenced("b", "The second."), vec![unrated]),
            import(referenced("b", "The second."), vec![ancient]),
            import(referenced("b", "The second."), vec![elsewhere]),
            import(referenced(&long, "The second."), Vec::new()),
            import(referenced("b", " "), Vec::new()),
            import(referenced("held", "It was held."), vec![checked("Fake", 7)]),
            import(referenced("c", "The third."), Vec::new()),
        ];
        let imported = take(&store, minute(90), &file).await;
        let mut expected = vec![(false, 0, 0, true); 9];
        expected[0] = (true, 1, 0, false);
        expected[8] = (true, 0, 0, false);
        assert_eq!(counted(&imported), expected);
        let why: Vec<String> = imported
            .iter()
            .filter_map(|one| one.refused.as_ref())
            .map(StoreError::to_string)
            .collect();
        for (why, words) in why.iter().zip([
            "who reviews",
            "rating is empty",
            "between the years",
            "no address of the web",
            "longer than 2048 bytes",
            "claim is empty",
            "Bo Scribe has it open",
        ]) {
            assert!(why.contains(words), "{why}: {words}");
        }
        let after = rows(&place).await;
        assert_eq!(after.len(), before.len() + 3);
        assert!(before.iter().all(|row| after.contains(row)));
        let error = store
            .import_claims(" ", minute(90), &file, fingerprint)
            .await;
        assert!(matches!(error, Err(StoreError::Refused { .. })));
        assert_eq!(rows(&place).await, after);
    });
}

#[test]
fn an_import_that_was_taken_back_comes_in_again() {
    on_both(async |place| {
        let store = filled(&place).await;
        let file = [import(
            referenced("a", "The roads are new."),
            vec![checked("Fake", 1)],
        )];
        let id = take(&store, minute(90), &file).await[0]
            .claim
            .expect("a claim");
        let entry = claim(&store, id).await.made.entry;
        super::try_undo(&store, entry).await.expect("is undone");
        assert_sound(&store).await;
        assert!(rows(&place).await.is_empty());
        assert_eq!(
            counted(&take(&store, minute(91), &file).await),
            [(true, 1, 0, false)]
        );
    });
}
