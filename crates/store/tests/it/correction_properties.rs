//! Whatever people correct, taking it all back from the last to the first leaves the record as it was.

use onrecord_model::{Correction, Quote, SpeakerId};
use onrecord_store::{Expected, SpeakerFilter, Store, StoreError, Target, Wish};
use proptest::prelude::*;

use crate::corrections::{add_alias, filled, merge, new_person, rename, try_correct};
use crate::fixture::{Place, assert_sound, on_both};

const NAMES: [&str; 4] = ["Ada Quill", "Jane Roe", "Jay Roe", "Old John"];

/// One of many things that somebody may want, by numbers that choose among what is there.
pub(crate) async fn wish(store: &Store, [what, one, two, three]: [u8; 4]) -> Wish {
    let ids = store.quote_ids_after(None, 100).await.expect("ids");
    let quotes = store.quotes(&ids).await.expect("quotes");
    let speakers: Vec<SpeakerId> = store
        .speakers(&SpeakerFilter::default(), None, 100)
        .await
        .expect("speakers")
        .items
        .into_iter()
        .map(|item| item.speaker.id)
        .collect();
    let speaker = |number: u8| speakers[usize::from(number) % speakers.len()];
    let quote = |number: u8| -> &Quote { &quotes[usize::from(number) % quotes.len()] };
    let name = NAMES[usize::from(three) % NAMES.len()];
    let target = match two % 3 {
        0 => new_person(name),
        _ => Target::Known(speaker(three)),
    };
    let expected = Expected::Anything;
    match what % 6 {
        0 => rename(speaker(one), name),
        1 => add_alias(speaker(one), name),
        2 => Wish::RemoveAlias {
            speaker: speaker(one),
            alias: name.to_owned(),
            expected,
        },
        3 => merge(speaker(one), speaker(two)),
        4 => Wish::Split {
            speaker: speaker(one),
            mentions: quote(two).mention.clone().into_iter().collect(),
            quotes: Vec::new(),
            to: target,
            expected,
        },
        _ => Wish::QuoteSpeaker {
            quote: quote(one).id,
            to: (two % 5 != 4).then_some(target),
            siblings: two % 2 == 0,
            expected,
        },
    }
}

async fn make(store: &Store, wishes: &[[u8; 4]]) -> Vec<Correction> {
    let mut made = Vec::new();
    for numbers in wishes {
        match try_correct(store, wish(store, *numbers).await).await {
            Ok(correction) => made.push(correction),
            Err(StoreError::Refused { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_sound(store).await;
    made
}

/// Everything that a reader can see of people and their quotes, but for who was made and has no quote.
async fn seen(store: &Store, place: &Place) -> Vec<String> {
    let ids = store.quote_ids_after(None, 100).await.expect("ids");
    let mut seen: Vec<String> = store
        .quotes(&ids)
        .await
        .expect("quotes")
        .iter()
        .map(|quote| format!("{quote:?}"))
        .collect();
    let page = store.speakers(&SpeakerFilter::default(), None, 100).await;
    for item in page.expect("speakers").items {
        let mut record = store
            .speaker(item.speaker.id)
            .await
            .expect("read")
            .expect("there");
        record.correction = None;
        seen.push(format!("{record:?}"));
    }
    let names = "SELECT speaker_name.name || coalesce(standing, '') FROM speaker_name \
                 JOIN speaker ON speaker.id = speaker_name.speaker_id \
                 WHERE speaker.key NOT LIKE 'correction:%' ORDER BY 1";
    for row in place.raw().await.rows(names).await {
        seen.push(row.try_get_by_index(0).expect("text"));
    }
    seen.push(format!("{:?}", store.counts().await.expect("counts")));
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn taking_everything_back_from_the_last_to_the_first(
        wishes in proptest::collection::vec(any::<[u8; 4]>(), 1..14)
    ) {
        on_both(async |place| {
            let store = filled(&place).await;
            let before = seen(&store, &place).await;
            let made = make(&store, &wishes).await;
            for correction in made.iter().rev() {
                let wish = Wish::Undo { correction: correction.id };
                try_correct(&store, wish).await.expect("the last can be taken back");
            }
            assert_sound(&store).await;
            assert_eq!(seen(&store, &place).await, before);
        });
    }

    /// In any order some cannot be taken back for the sake of later ones; the record stays sound, and in the end,
    /// by as many rounds as it needs, it is as it was.
    #[test]
    fn taking_everything_back_in_any_order(
        wishes in proptest::collection::vec(any::<[u8; 4]>(), 1..10),
        seed in any::<u64>(),
    ) {
        on_both(async |place| {
            let store = filled(&place).await;
            let before = seen(&store, &place).await;
            let mut left = make(&store, &wishes).await;
            let mut number = seed;
            let mut refusals = 0;
            while !left.is_empty() {
                // A step of a linear congruential generator (Knuth's MMIX constants).
                number = number
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let index = (number >> 33) as usize % left.len();
                // Whatever the numbers, the last one is reached.
                let index = if refusals > 20 { left.len() - 1 } else { index };
                let wish = Wish::Undo { correction: left[index].id };
                match try_correct(&store, wish).await {
                    Ok(_) => {
                        left.remove(index);
                    }
                    Err(StoreError::Conflict { correction, .. }) => {
                        assert!(correction.is_some_and(|by| left.iter().any(|one| one.id == by)));
                        refusals += 1;
                    }
                    Err(error) => panic!("{error}"),
                }
                assert_sound(&store).await;
            }
            assert_eq!(seen(&store, &place).await, before);
        });
    }
}
