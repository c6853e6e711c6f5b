//! Which wordings are one statement.

use onrecord_matching::{
    Relation, Wording, are_copies, article_bands, cluster, overlap, part_key, quoted_parts, relate,
};
use onrecord_model::{Kind, Timestamp};
use proptest::prelude::*;

const QUOTA: &str = "This quota will ruin every harbour on the north coast";
const ALTERED_QUOTA: &str = "This quota will empty every harbour on the north coast";
const HOSPITALS: &str = "We will build two new hospitals by the end of 2028, if the budget allows it, \
                         and not one clinic will close";

fn day(day: u32) -> Timestamp {
    format!("2025-{:02}-{:02}T09:00:00Z", 1 + day / 28, 1 + day % 28)
        .parse()
        .expect("a date")
}

fn said(text: &str, kind: Kind, on: u32) -> Wording<'_> {
    Wording {
        text,
        kind,
        primary: false,
        first: Some(day(on)),
        last: Some(day(on)),
        order: u128::from(on) << 64 | u128::from(text.len() as u64),
        held: None,
    }
}

#[track_caller]
fn check(first: Wording<'_>, second: Wording<'_>, expected: &str) {
    let name = |relation: Relation| match relation {
        Relation::Same(_) => "same",
        Relation::PartOf => "part of",
        Relation::Contains => "contains",
        Relation::Suggested(_) => "suggested",
        Relation::Unrelated => "unrelated",
    };
    assert_eq!(
        name(relate(&first, &second)),
        expected,
        "{first:?}\n{second:?}"
    );
    let mirrored = match expected {
        "part of" => "contains",
        "contains" => "part of",
        other => other,
    };
    assert_eq!(
        name(relate(&second, &first)),
        mirrored,
        "the other way round"
    );
}

#[test]
fn one_utterance_told_differently_is_the_same() {
    use Kind::Direct;
    check(
        said(QUOTA, Direct, 1),
        said(ALTERED_QUOTA, Direct, 2),
        "same",
    );
    check(
        said(
            "It is not possible to open the bridge before winter without closing the lower deck",
            Direct,
            1,
        ),
        said(
            "It is possible to open the bridge before winter without closing the lower deck",
            Direct,
            2,
        ),
        "same",
    );
    check(
        said(
            "We have cut leakage to 12 percent, the lowest figure in our history",
            Direct,
            1,
        ),
        said(
            "We have cut leakage to 10 percent, the lowest figure in our history",
            Direct,
            1,
        ),
        "same",
    );
}

#[test]
fn what_only_sounds_alike_is_not() {
    use Kind::Direct;
    check(
        said("I think that it is a great idea", Direct, 1),
        said("I think that it is a terrible mistake", Direct, 1),
        "unrelated",
    );
    check(
        said("Thank you very much", Direct, 1),
        said("Thank you all for coming", Direct, 1),
        "unrelated",
    );
    // The formula of another year.
    check(
        said(
            "I congratulate you on your election as president of the twelfth Assembly",
            Direct,
            1,
        ),
        said(
            "I congratulate you on your election as president of the eleventh Assembly",
            Direct,
            200,
        ),
        "unrelated",
    );
}

#[test]
fn fragments_are_part_of_what_they_are_taken_from() {
    use Kind::{Direct, Mixed};
    check(
        said(
            "We will build two new hospitals by the end of 2028 … and not one clinic will close",
            Direct,
            2,
        ),
        said(HOSPITALS, Direct, 1),
        "same",
    );
    check(
        said("harbour on the north coast", Direct, 2),
        said(QUOTA, Direct, 1),
        "part of",
    );
    check(
        said(
            "that the quota would “ruin every harbour” he knew",
            Mixed,
            2,
        ),
        said(QUOTA, Direct, 1),
        "part of",
    );
    check(
        said("the plan would “ruin every harbour”", Mixed, 2),
        said("it would 'ruin every harbour' within years", Mixed, 1),
        "same",
    );
    // Too little to be anybody's, or too long ago.
    check(
        said("“every” one of them", Mixed, 1),
        said(QUOTA, Direct, 1),
        "unrelated",
    );
    check(
        said("every harbour", Direct, 100),
        said(QUOTA, Direct, 90),
        "unrelated",
    );
    // A long fragment with one word changed.
    check(
        said("two new clinics by the end of 2028", Direct, 1),
        said(HOSPITALS, Direct, 1),
        "part of",
    );
}

#[test]
fn reports_in_other_words_are_suggested() {
    use Kind::{Direct, Indirect};
    check(
        said(
            "the quota would ruin the harbours of the northern coast",
            Indirect,
            2,
        ),
        said(QUOTA, Direct, 1),
        "suggested",
    );
    check(
        said("the minister would resign", Indirect, 2),
        said(QUOTA, Direct, 1),
        "unrelated",
    );
    check(
        said(
            "the harbour levy would stay where it was this year",
            Indirect,
            2,
        ),
        said(
            "that the harbour levy would stay where it was this year",
            Indirect,
            2,
        ),
        "same",
    );
}

#[test]
fn primary_passages_stay_apart() {
    let primary = |text, order| Wording {
        primary: true,
        order,
        ..said(text, Kind::Direct, 1)
    };
    check(primary(QUOTA, 1), primary(ALTERED_QUOTA, 2), "unrelated");
    // One report cannot make them one; it goes with the one it is most like.
    let report = said(
        "This quota will ruin each harbour on the north coast",
        Kind::Direct,
        2,
    );
    let found = cluster(&[primary(ALTERED_QUOTA, 2), report, primary(QUOTA, 1)]);
    assert_ne!(found[0].head, found[2].head);
}

#[test]
fn statements_are_put_together() {
    use Kind::{Direct, Indirect, Mixed};
    let wordings = [
        said("the “north coast” was at stake", Mixed, 3),
        said(ALTERED_QUOTA, Direct, 2),
        said("the quota would ruin harbours on the coast", Indirect, 2),
        said(QUOTA, Direct, 1),
        said(HOSPITALS, Direct, 1),
    ];
    let found = cluster(&wordings);
    let heads: Vec<usize> = found.iter().map(|membership| membership.head).collect();
    assert_eq!(heads, [3, 3, 2, 3, 4], "{found:#?}");
    assert!(matches!(found[2].suggested, Some((1 | 3, _))), "{found:#?}");
    assert!(found[4].suggested.is_none());
}

#[test]
fn what_two_statements_hold_is_of_neither() {
    use Kind::Direct;
    let wordings = [
        said("every harbour", Direct, 2),
        said(QUOTA, Direct, 1),
        said(
            "The minister has visited every harbour but mine in this whole long year",
            Direct,
            1,
        ),
    ];
    let heads: Vec<usize> = cluster(&wordings).iter().map(|found| found.head).collect();
    assert_eq!(heads, [0, 1, 2]);
}

#[test]
fn people_hold_wordings_together_and_apart() {
    let mut wordings = [
        said(QUOTA, Kind::Direct, 1),
        said(ALTERED_QUOTA, Kind::Direct, 2),
        said(HOSPITALS, Kind::Direct, 3),
    ];
    wordings[1].held = Some(wordings[1].order);
    assert_eq!(cluster(&wordings)[1].head, 1, "held apart");
    wordings[1].held = None;
    wordings[2].held = Some(wordings[2].order);
    wordings[0].held = Some(wordings[2].order);
    let heads: Vec<usize> = cluster(&wordings).iter().map(|found| found.head).collect();
    assert_eq!(
        heads,
        [2, 2, 2],
        "held together, and what is like one of them follows"
    );
}

#[test]
fn quoted_parts_are_found() {
    let check = |text: &str, expected: &[&str]| assert_eq!(quoted_parts(text), expected, "{text}");
    check(
        "called it “robust” and “game-changing”.",
        &["robust", "game-changing"],
    );
    check(
        "it would \"ruin every harbour,\" he thought",
        &["ruin every harbour,"],
    );
    check("said ‘I can’t offer fish’ twice", &["I can’t offer fish"]);
    check("the fishers' union's plan", &[]);
    check("that “nobody would", &["nobody would"]);
    check("““”", &[]);
    assert_eq!(part_key("Game changing"), part_key("“game-changing”"));
    assert!(part_key("game-changing").is_some());
    assert!(part_key("robust").is_none() && part_key("it is").is_none());
    assert!(part_key("2025-08-17").is_none() && part_key("the 9/11").is_none());
}

#[test]
fn copies_are_told_from_other_reports() {
    let report = "The new pier at Skellhaven will not open this year, the harbour board said on Tuesday after a \
                  meeting that lasted into the night. Its chairman, Rufus Ollivane, blamed the storms of the spring, \
                  in which two of the cranes were lost, and a supplier in Dunvarrow that had stopped its deliveries. \
                  The board would meet again in October, he said, and until then nobody should book a berth.";
    let cut = report
        .rsplit_once(" The board")
        .map_or("", |(before, _)| before);
    let copy = format!("Pier delayed once more. {cut} Our readers had feared as much.");
    assert!(are_copies(report, &copy), "{}", overlap(report, &copy));
    let shared = article_bands(&copy);
    assert!(
        article_bands(report)
            .iter()
            .any(|band| shared.contains(band))
    );
    let other = "Skellhaven waits. The chairman of its harbour board, Rufus Ollivane, told reporters on Tuesday that \
                 the pier would open next year at the earliest. Two cranes went down in the storms of the spring, and \
                 the steel from Dunvarrow has not come. Fishers who had booked berths will get their money back.";
    assert!(!are_copies(report, other), "{}", overlap(report, other));
    assert_eq!(overlap("", report), 0.0);
}

/// Wordings as reports of few utterances would have them.
fn some_wordings() -> impl Strategy<Value = Vec<(String, u8, u32, bool, Option<u8>)>> {
    let words = prop::sample::select(vec![
        "harbour", "quota", "ruin", "coast", "north", "every", "the", "of", "will", "not",
        "clinic", "bridge",
    ]);
    let text = prop::collection::vec(words, 1..14).prop_map(|words| words.join(" "));
    let held = prop::option::weighted(0.1, 0..3_u8);
    let wording = (text, 0..4_u8, 0..60_u32, prop::bool::weighted(0.15), held);
    prop::collection::vec(wording, 0..14)
}

proptest! {
    #[test]
    fn order_makes_no_difference(wordings in some_wordings(), seed in any::<u64>()) {
        let build = |(index, (text, kind, on, primary, held)): (usize, &(String, u8, u32, bool, Option<u8>))| {
            (index, text.clone(), *kind, *on, *primary, *held)
        };
        let all: Vec<_> = wordings.iter().enumerate().map(build).collect();
        let quoted: Vec<String> = all
            .iter()
            .map(|(_, text, kind, ..)| if *kind == 1 { format!("that “{text}” held") } else { text.clone() })
            .collect();
        let wording = |index: usize| {
            let (_, _, kind, on, primary, held) = &all[index];
            Wording {
                text: &quoted[index],
                kind: match kind { 0 | 3 => Kind::Direct, 1 => Kind::Mixed, _ => Kind::Indirect },
                primary: *primary && matches!(kind, 0 | 3),
                first: (*kind != 3).then(|| day(*on)),
                last: (*kind != 3).then(|| day(*on)),
                order: index as u128,
                held: held.map(u128::from),
            }
        };
        let straight: Vec<Wording<'_>> = (0..all.len()).map(wording).collect();
        let mut shuffled: Vec<usize> = (0..all.len()).collect();
        shuffled.sort_by_key(|index| (*index as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mixed: Vec<Wording<'_>> = shuffled.iter().map(|index| wording(*index)).collect();
        let expected = cluster(&straight);
        let found = cluster(&mixed);
        prop_assert_eq!(found.len(), all.len());
        for (place, index) in shuffled.iter().enumerate() {
            prop_assert_eq!(shuffled[found[place].head], expected[*index].head);
            let suggested = found[place].suggested.map(|(of, share)| (shuffled[of], share));
            prop_assert_eq!(suggested, expected[*index].suggested);
            // A head stands for itself.
            prop_assert_eq!(found[found[place].head].head, found[place].head);
        }
        for (one, first) in straight.iter().enumerate() {
            for (other, second) in straight.iter().enumerate().skip(one + 1) {
                let together = expected[one].head == expected[other].head;
                if first.primary && second.primary && first.held.is_none() && second.held.is_none() {
                    prop_assert!(!together, "two primary passages");
                }
                if let (Some(left), Some(right)) = (first.held, second.held) {
                    prop_assert_eq!(together, left == right);
                }
            }
        }
    }

    #[test]
    fn relations_mirror_each_other(wordings in some_wordings()) {
        for (text, ..) in &wordings {
            for (further, ..) in &wordings {
                for (kind, other_kind) in [(Kind::Direct, Kind::Direct), (Kind::Direct, Kind::Indirect), (Kind::Mixed, Kind::Direct)] {
                    let one = said(text, kind, 1);
                    let other = said(further, other_kind, 2);
                    let there = relate(&one, &other);
                    let back = match relate(&other, &one) {
                        Relation::PartOf => Relation::Contains,
                        Relation::Contains => Relation::PartOf,
                        same => same,
                    };
                    prop_assert_eq!(there, back);
                }
            }
        }
    }

    #[test]
    fn any_text_is_survived(text in ".{0,80}", other in ".{0,80}") {
        let _ = quoted_parts(&text);
        let _ = article_bands(&text);
        let _ = overlap(&text, &other);
        for kind in [Kind::Direct, Kind::Mixed, Kind::Indirect] {
            let _ = relate(&said(&text, kind, 1), &said(&other, Kind::Mixed, 1));
        }
    }
}
