//! Whatever is done and taken back at the desk: the rows are what the log comes to, the doctor finds nothing, the undo of
//! what was done last restores every row, and a claim is at any time what its log was up to then.

use onrecord_model::{
    ClaimId, ClaimRelation, ClaimState, Correction, FlagId, FlagSubject, StatementId,
};
use onrecord_store::{
    ClaimFilter, ClaimRecord, CorrectionFilter, DeskWish, FlagFilter, Store, StoreError, Wish,
};
use proptest::prelude::*;

use super::{add, filled, link, make, review, rows, statement, text, try_at, try_undo, wish};
use crate::fixture::{Place, assert_sound, minute, on_postgres, on_sqlite};

const RATINGS: [&str; 4] = ["True", "Mostly true", "False", "Unproven"];
const NAMES: [&str; 3] = ["Ida Desk", "Bo Scribe", "Cy Press"];

/// What there is to choose from.
struct There {
    claims: Vec<ClaimId>,
    statements: Vec<StatementId>,
    flags: Vec<FlagId>,
    entries: Vec<Correction>,
}

impl There {
    async fn of(store: &Store) -> Self {
        let mut statements = Vec::new();
        for words in ["twelve", "harbour", "paid for"] {
            statements.push(statement(store, words).await);
        }
        let texts = store.claim_texts_after(None, 99).await.expect("texts");
        let flags = store
            .flags(FlagFilter::default(), None, 99)
            .await
            .expect("flags");
        let entries = store
            .corrections(CorrectionFilter::default(), None, 999)
            .await
            .expect("log");
        Self {
            claims: texts.into_iter().map(|(id, _)| id).collect(),
            statements,
            flags: flags.items.into_iter().map(|flag| flag.id).collect(),
            entries: entries.items,
        }
    }
}

/// One of many things that somebody may want, by numbers that choose among what is there.
async fn wanted(store: &Store, [what, one, two, three]: [u8; 4]) -> Wish {
    let there = There::of(store).await;
    let pick = |number: u8, of: usize| usize::from(number) % of.max(1);
    if there.claims.is_empty() || what % 16 == 0 {
        return wish(make(&format!("Road {one} is new.")));
    }
    let claim = there.claims[pick(one, there.claims.len())];
    let other = there.claims[pick(two, there.claims.len())];
    let statement = there.statements[pick(two, 3)];
    let record = store.claim(claim, None).await.expect("read");
    let reviews = record.map_or(Vec::new(), |record| record.reviews);
    let mut content = review(
        RATINGS[pick(two, 4)],
        NAMES[pick(three, 3)],
        i64::from(three),
    );
    if two % 3 == 0 {
        content.publication = onrecord_model::Publication::Draft;
    }
    let known = (!reviews.is_empty()).then(|| reviews[pick(two, reviews.len())].id);
    wish(match (what % 16, known) {
        (1, _) => DeskWish::EditClaim {
            claim,
            text: Box::new(text(&format!("Road {two} is old."))),
        },
        (2 | 3, _) => DeskWish::LinkStatement {
            claim,
            statement: link(statement),
        },
        (4, _) => DeskWish::RejectLink { claim, statement },
        (5, _) => DeskWish::MergeClaims { claim, into: other },
        (6, _) => DeskWish::SplitClaim {
            claim,
            text: Box::new(text(&format!("Road {two} is half of it."))),
            statements: if three % 2 == 0 {
                vec![statement]
            } else {
                Vec::new()
            },
            reviews: if three % 3 == 0 {
                known.into_iter().collect()
            } else {
                Vec::new()
            },
        },
        (7, _) => DeskWish::RelateClaims {
            claim,
            to: other,
            relation: (three % 3 > 0).then_some(ClaimRelation::Narrows),
        },
        (8, _) => DeskWish::AssignClaim {
            claim,
            to: (three % 3 > 0).then(|| NAMES[pick(two, 3)].to_owned()),
        },
        (9, _) => DeskWish::SetClaimState {
            claim,
            state: ClaimState::ALL[pick(two, ClaimState::ALL.len())],
        },
        (10, Some(review)) => DeskWish::ReviseReview {
            review,
            content: Box::new(content),
        },
        (10 | 11, _) => add(claim, content),
        (12, _) => {
            let subject = match three % 2 {
                0 => FlagSubject::Claim(claim),
                _ => FlagSubject::Statement(statement),
            };
            DeskWish::Flag {
                subject,
                reason: "Why?".to_owned(),
            }
        }
        (13, _) if !there.flags.is_empty() => DeskWish::ResolveFlag {
            flag: there.flags[pick(two, there.flags.len())],
            note: String::new(),
        },
        (14, _) => DeskWish::DismissStatement {
            statement,
            reason: String::new(),
        },
        _ => {
            let entry = &there.entries[pick(two, there.entries.len())];
            return Wish::Undo {
                correction: entry.id,
            };
        }
    })
}

/// Does what is wanted at that minute; whether it was done.
async fn step(store: &Store, place: &Place, numbers: [u8; 4], minutes: i64) -> bool {
    let wanted = wanted(store, numbers).await;
    let before = rows(place).await;
    let last = store.last_sequence().await.expect("sequence");
    match try_at(store, "Ida Desk", minute(minutes), wanted.clone()).await {
        Ok(done) => {
            if !matches!(wanted, Wish::Undo { .. }) {
                assert_sound(store).await;
                let after = rows(place).await;
                assert_ne!(after, before, "{wanted:?}");
                try_undo(store, done.id)
                    .await
                    .unwrap_or_else(|error| panic!("{wanted:?}: {error}"));
                assert_eq!(rows(place).await, before, "{wanted:?}");
                let again = try_at(store, "Ida Desk", minute(minutes), wanted.clone()).await;
                again.unwrap_or_else(|error| panic!("{wanted:?}: {error}"));
            }
            true
        }
        Err(
            StoreError::Refused { .. } | StoreError::Conflict { .. } | StoreError::Unknown { .. },
        ) => {
            assert_eq!(rows(place).await, before, "{wanted:?}");
            assert_eq!(store.last_sequence().await.expect("sequence"), last);
            false
        }
        Err(error) => panic!("{wanted:?}: {error}"),
    }
}

async fn play(place: &Place, wishes: &[[u8; 4]]) {
    let store = filled(place).await;
    let mut known: Vec<(i64, Vec<(ClaimId, ClaimRecord)>)> = Vec::new();
    for (number, numbers) in wishes.iter().enumerate() {
        // What is taken back on the way is taken back at ninety, before all of these.
        let minutes = 100 + number as i64;
        if !step(&store, place, *numbers, minutes).await {
            continue;
        }
        assert_sound(&store).await;
        let mut records = Vec::new();
        for id in There::of(&store).await.claims {
            let record = store.claim(id, None).await.expect("read").expect("there");
            let filter = CorrectionFilter {
                claim: Some(id),
                ..CorrectionFilter::default()
            };
            let mut entries = store
                .corrections(filter, None, 999)
                .await
                .expect("log")
                .items;
            entries.reverse();
            let own = ClaimRecord::of(id, &entries).expect("fits").expect("there");
            if own.merged_into.is_none() && own.merged.is_empty() {
                assert_eq!(own, record);
            }
            records.push((id, record));
        }
        let page = store
            .claims(&ClaimFilter::default(), None, 99)
            .await
            .expect("a page");
        for listing in page.items {
            let record = records
                .iter()
                .find(|(id, _)| *id == listing.id)
                .map(|(_, record)| record);
            let record = record.expect("there");
            assert_eq!((record.id, &record.text), (listing.id, &listing.text));
            assert_eq!(
                (record.state, &record.assigned_to),
                (listing.state, &listing.assigned_to)
            );
        }
        known.push((minutes, records));
    }
    for (minutes, records) in known {
        for (id, record) in records {
            let then = store.claim(id, Some(minute(minutes))).await.expect("read");
            assert_eq!(then, Some(record), "at {minutes}");
        }
    }
}

fn wishes() -> impl Strategy<Value = Vec<[u8; 4]>> {
    proptest::collection::vec(any::<[u8; 4]>(), 1..18)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn anything_that_is_done_at_the_desk(wishes in wishes()) {
        on_sqlite(async |place| play(&place, &wishes).await);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn anything_that_is_done_at_the_desk_on_a_server(wishes in wishes()) {
        on_postgres(async |place| play(&place, &wishes).await);
    }
}
