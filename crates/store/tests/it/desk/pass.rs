//! What the pass over the desk reads and writes.

use onrecord_model::{LinkScore, Sequence, Share};
use onrecord_store::{DeskPosition, FoundAtDesk};

use super::{done, filled, made, make, new_claim, statement, try_undo};
use crate::fixture::{assert_sound, minute, on_both};

#[test]
fn of_two_passes_from_one_position_one_is_written() {
    on_both(async |place| {
        let store = filled(&place).await;
        let start = store.desk_position().await.expect("position");
        assert_eq!(start, DeskPosition::default());
        let found = |position: i64, model: &str| FoundAtDesk {
            position: DeskPosition {
                position: Sequence(position),
                model: model.to_owned(),
            },
            at: minute(95),
            ..FoundAtDesk::default()
        };
        let first = found(1, "one");
        assert!(store.write_desk(&start, &first).await.expect("is written"));
        assert!(
            !store
                .write_desk(&start, &found(2, "two"))
                .await
                .expect("is late")
        );
        assert_eq!(
            store.desk_position().await.expect("position"),
            first.position
        );
        let other = DeskPosition {
            model: "another".to_owned(),
            ..first.position.clone()
        };
        assert!(
            !store
                .write_desk(&other, &found(2, "two"))
                .await
                .expect("another model")
        );
        assert!(
            store
                .write_desk(&first.position, &found(2, "two"))
                .await
                .expect("is written")
        );
        assert_sound(&store).await;
    });
}

#[test]
fn the_pass_hears_of_wordings_and_claims_and_reads_what_they_say() {
    on_both(async |place| {
        let store = filled(&place).await;
        let changes = store.changes_after(Sequence(0), 99).await.expect("changes");
        let (wordings, claims) = store.touched_at_desk(&changes).await.expect("read");
        assert_eq!((wordings.len(), claims.len()), (4, 0));
        let words = store.words_to_judge(&wordings).await.expect("read");
        let mut said: Vec<&str> = words.iter().map(|one| one.words.as_str()).collect();
        said.sort();
        assert_eq!(
            said,
            [
                "The harbour loses money.",
                "The roads are paid for.",
                "The roads cost twelve million.",
                "Who says so?",
            ]
        );
        let day = i32::try_from(minute(-600).timestamp().div_euclid(86_400)).expect("a day");
        assert!(words.iter().all(|one| one.last_day == Some(day)));
        let last = store.last_sequence().await.expect("sequence");
        let id = new_claim(&store, "The roads are new.").await;
        let changes = store.changes_after(last, 99).await.expect("changes");
        assert_eq!(
            store.touched_at_desk(&changes).await.expect("read"),
            (vec![], vec![id])
        );
    });
}

#[test]
fn what_is_suggested_anew_takes_the_place_of_the_old() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (roads, harbour) = (
            statement(&store, "twelve").await,
            statement(&store, "harbour").await,
        );
        let (entry, other) = (
            done(&store, make("It costs twelve million.")).await,
            new_claim(&store, "It costs 12 million.").await,
        );
        let one = made(&entry);
        super::suggest(
            &store,
            &[(roads, one, 0.5), (roads, other, 0.25), (harbour, one, 0.5)],
        )
        .await;
        let score = |score| LinkScore {
            score: Share::nearest(score),
            method: "test 2".to_owned(),
        };
        let from = store.desk_position().await.expect("position");
        let found = FoundAtDesk {
            position: from.clone(),
            at: minute(96),
            compared: vec![one],
            suggestions: vec![(roads, one, score(0.75)), (roads, one, score(0.75))],
            ..FoundAtDesk::default()
        };
        assert!(store.write_desk(&from, &found).await.expect("is written"));
        assert_sound(&store).await;
        let read = store
            .suggested_claims(&[roads, harbour])
            .await
            .expect("read");
        let read: Vec<_> = read
            .iter()
            .map(|one| (one.statement, one.claim.id, one.suggested.score.get()))
            .collect();
        assert_eq!(read, [(roads, one, 0.75), (roads, other, 0.25)]);
        // A claim that is taken back takes what was suggested of it along, and is suggested nothing any more.
        try_undo(&store, entry.id).await.expect("is undone");
        assert_sound(&store).await;
        assert!(store.write_desk(&from, &found).await.expect("is written"));
        assert_sound(&store).await;
        assert_eq!(place.raw().await.count("claim_suggestion").await, 1);
    });
}
