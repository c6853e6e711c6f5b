//! What was known of a claim at any time.

use onrecord_model::ClaimState;
use onrecord_store::{ClaimRecord, DeskWish, Wish};

use super::{add, claim, do_at, filled, link, made, make, review, statement, text, try_at, wish};
use crate::fixture::{assert_sound, minute, on_both};

#[test]
fn a_claim_is_shown_as_it_was_at_the_time_of_each_entry() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = statement(&store, "twelve").await;
        let other = made(&do_at(&store, 100, make("Twelve it is.")).await);
        let first = do_at(&store, 110, make("The roads cost twelve million.")).await;
        let id = made(&first);
        let mut seen: Vec<(i64, ClaimRecord)> = vec![(110, claim(&store, id).await)];
        let edit = DeskWish::EditClaim {
            claim: id,
            text: Box::new(text("The roads cost ten million.")),
        };
        let linked = DeskWish::LinkStatement {
            claim: id,
            statement: link(roads),
        };
        let state = DeskWish::SetClaimState {
            claim: id,
            state: ClaimState::Closed,
        };
        let merge = DeskWish::MergeClaims {
            claim: id,
            into: other,
        };
        let mut entries = Vec::new();
        let reviewed = add(id, review("False", "Ida Desk", 60));
        for (number, wish) in [edit, linked, reviewed, state, merge]
            .into_iter()
            .enumerate()
        {
            let minutes = 120 + 10 * number as i64;
            entries.push(do_at(&store, minutes, wish).await);
            seen.push((minutes, claim(&store, id).await));
        }
        for (number, entry) in entries.iter().rev().enumerate() {
            let minutes = 200 + 10 * number as i64;
            let undo = Wish::Undo {
                correction: entry.id,
            };
            try_at(&store, "Ida Desk", minute(minutes), undo)
                .await
                .expect("is undone");
            assert_sound(&store).await;
            seen.push((minutes, claim(&store, id).await));
        }
        for (minutes, record) in &seen {
            for later in [0, 9] {
                let then = store
                    .claim(id, Some(minute(minutes + later)))
                    .await
                    .expect("read");
                assert_eq!(then.as_ref(), Some(record), "{minutes}");
            }
        }
        let before = store.claim(id, Some(minute(109))).await.expect("read");
        assert_eq!(before, None);
    });
}

#[test]
fn a_clock_that_was_set_back_does_not_keep_a_claim_from_being_read() {
    on_both(async |place| {
        let store = filled(&place).await;
        let id = made(&do_at(&store, 110, make("The roads cost twelve million.")).await);
        let other = made(&do_at(&store, 120, make("Twelve it is.")).await);
        let merge = DeskWish::MergeClaims {
            claim: id,
            into: other,
        };
        try_at(&store, "Ida Desk", minute(90), wish(merge))
            .await
            .expect("is merged");
        assert_sound(&store).await;
        for minutes in [80, 95, 110, 115, 130] {
            let then = store
                .claim(id, Some(minute(minutes)))
                .await
                .expect("is read");
            let shown = then.map(|record| record.id);
            let expected = match minutes {
                ..110 => None,
                110..120 => Some(id),
                _ => Some(other),
            };
            assert_eq!(shown, expected, "{minutes}");
        }
    });
}
