//! Whether a text makes a claim that was checked. People, places and claims are invented.

use onrecord_matching::claims::{ClaimIndex, ClaimMatch, ClaimModel, ClaimText, SUGGEST_FROM};
use proptest::prelude::*;

const CLAIMS: &[(u32, &str, &str)] = &[
    (
        1,
        "The Oldport harbour bridge was closed because inspectors found 40 cracks in its pylons.",
        "Did Inspectors Find 40 Cracks in the Oldport Bridge?",
    ),
    (
        2,
        "The Oldport harbour bridge was sold to a company from abroad.",
        "Was Oldport's Bridge Sold Abroad?",
    ),
    (
        3,
        "Senator Ada Quill voted against the school lunch bill in 2019.",
        "Did Quill Vote Against School Lunches?",
    ),
    (
        4,
        "Drinking vinegar every morning cures gout.",
        "Does Vinegar Cure Gout?",
    ),
    (
        5,
        "Half of all teachers in Westmark left the profession within 1.5 million working hours.",
        "Are Westmark's Teachers Leaving?",
    ),
    (
        6,
        "Mayor Bertil Roe never paid property tax on his villa.",
        "Did Bertil Roe Pay No Tax on His Villa?",
    ),
];

fn index() -> ClaimIndex<u32> {
    filled(CLAIMS.iter())
}

fn filled<'a>(claims: impl Iterator<Item = &'a (u32, &'a str, &'a str)>) -> ClaimIndex<u32> {
    let mut index = ClaimIndex::default();
    for (key, claim, title) in claims {
        index.put(*key, &text(claim, title));
    }
    index
}

fn text<'a>(claim: &'a str, title: &'a str) -> ClaimText<'a> {
    ClaimText {
        claim,
        title: Some(title),
        context: None,
    }
}

#[track_caller]
fn check(said: &str, expected: u32) -> ClaimMatch<u32> {
    let matches = index().matches(said, 3);
    let best = matches.first().expect("something is found");
    assert_eq!(best.key, expected, "{said:?}: {matches:#?}");
    best.clone()
}

#[test]
fn the_claim_that_a_text_repeats_comes_first() {
    check("They shut our bridge! 40 cracks in the pylons #Oldport", 1);
    check("So a foreign company has been sold the Oldport bridge", 2);
    check(
        "Ada Quill, of all senators, votes against lunches at school.",
        3,
    );
    check(
        "my aunt says vinegar in the morning is a cure for her gout",
        4,
    );
}

#[test]
fn a_claim_in_its_own_words_is_suggested_and_another_matter_is_not() {
    let index = index();
    for (key, claim, _) in CLAIMS {
        let best = &index.matches(claim, 1)[0];
        assert_eq!(best.key, *key, "{claim:?}");
        assert!(best.score >= SUGGEST_FROM, "{claim:?}: {best:#?}");
    }
    for other in [
        "The orchestra plays in the harbour on Sunday.",
        "Voters in Westmark will choose a new council.",
        "The company reported a loss this year.",
    ] {
        let matches = index.matches(other, 1);
        assert!(
            matches.iter().all(|best| best.score < SUGGEST_FROM),
            "{other:?}: {matches:#?}"
        );
    }
}

#[test]
fn what_agrees_is_told_in_the_words_of_the_claim() {
    let why = check("40 cracks closed the bridge of Oldport", 1).why;
    assert_eq!(why.numbers, ["40"]);
    assert_eq!(why.names, ["Oldport"]);
    assert_eq!(why.words, ["bridge", "closed", "cracks"]);
    assert_eq!(why.missing, ["harbour", "inspectors", "found", "pylons"]);
    assert!(why.missing_numbers.is_empty() && !why.negation_differs);

    let why = check("Inspectors found 12 cracks in the Oldport bridge", 1).why;
    assert_eq!(why.missing_numbers, ["40"]);
}

#[test]
fn numbers_agree_however_they_are_written() {
    let why = check("In Westmark teachers left after 1,500,000 hours", 5).why;
    assert_eq!(why.numbers, ["1.5 million"]);
}

#[test]
fn a_text_that_denies_what_a_claim_affirms_differs() {
    let vinegar = |said| check(said, 4).why.negation_differs;
    assert!(vinegar("Vinegar does not cure gout"));
    assert!(!vinegar("Vinegar cures gout"));
    assert!(
        check("Bertil Roe paid the property tax on his villa", 6)
            .why
            .negation_differs
    );
}

#[test]
fn who_posted_a_text_leads_to_claims_about_them() {
    check(
        "I was against it, and I voted that way. — Ada Quill (@ada_quill) May 3, 2019",
        3,
    );
    let said = "I was against it, and I voted that way.";
    let told = index().matches_said_by(said, Some("Ada Quill"), 1);
    assert_eq!(told[0].key, 3, "{told:#?}");
}

#[test]
fn as_many_are_told_as_are_asked_for() {
    let claims: Vec<String> = (0..120)
        .map(|number| format!("Ferry number {number} to Skarn was late."))
        .collect();
    let mut index = ClaimIndex::default();
    for (key, claim) in claims.iter().enumerate() {
        index.put(key, &text(claim, ""));
    }
    for limit in [3, 50, 100] {
        let found = index.matches("The ferry to Skarn was late again", limit);
        assert_eq!(found.len(), limit);
    }
}

#[test]
fn a_claim_is_found_by_what_was_said_around_it() {
    let mut index = index();
    let claim = ClaimText {
        claim: "It was all a hoax.",
        title: None,
        context: Some("About the lighthouse keeper's parrot."),
    };
    index.put(7, &claim);
    assert_eq!(index.matches("The parrot of the lighthouse!", 1)[0].key, 7);
}

#[test]
fn nothing_is_found_in_nothing() {
    let empty = ClaimIndex::<u32>::default();
    assert!(empty.is_empty() && empty.matches("a bridge", 5).is_empty());
    let index = index();
    for said in ["", " ", "the of and", "🙂🙂", "https://example.org/bridge"] {
        assert!(index.matches(said, 5).is_empty(), "{said:?}");
    }
    assert!(index.matches("the bridge", 0).is_empty());
}

#[test]
fn a_claim_put_again_stands_in_place_of_the_old_one() {
    let mut index = index();
    index.put(1, &text("Penguins nest on the town hall.", "Penguins?"));
    assert_eq!(index.len(), CLAIMS.len());
    assert_eq!(index.matches("penguins on the town hall", 1)[0].key, 1);
    let bridge = index.matches("40 cracks in the pylons of the bridge", 5);
    assert!(bridge.iter().all(|found| found.key != 1), "{bridge:#?}");
    index.remove(1);
    index.remove(1);
    assert_eq!(index.len(), CLAIMS.len() - 1);
    assert!(index.matches("penguins", 5).is_empty());
}

#[test]
fn many_claims_gone_make_no_difference() {
    let mut index = index();
    for round in 0..40 {
        for key in 100..200 {
            let claim = format!("Ship {key} sank with bridge {round} on board.");
            index.put(key, &text(&claim, "Sunk?"));
        }
    }
    for key in 100..200 {
        index.remove(key);
    }
    let said = "the harbour bridge of Oldport is sold";
    assert_eq!(index.matches(said, 5), self::index().matches(said, 5));
}

#[test]
fn a_long_text_takes_no_longer_than_it_is() {
    let index = index();
    for piece in [
        "Oldport bridge ",
        "a million thousand ",
        "#OldPortBridge40",
        "— (@",
        "x",
        "\u{301}",
    ] {
        let long = piece.repeat(1_000_000 / piece.len());
        let _ = index.matches(&long, 5);
        let mut other = ClaimIndex::default();
        other.put(1, &text(&long, &long));
        let _ = other.matches(&long, 5);
    }
}

#[test]
fn a_model_reads_back_as_it_was_written_and_a_damaged_one_is_refused() {
    let model = ClaimModel::bundled();
    let written = model.to_text();
    assert_eq!(ClaimModel::parse(&written).as_ref(), Ok(&*model));
    assert!(!model.forest.trees.is_empty(), "the bundled model is there");
    let cut = &written[..written.len() / 2];
    assert!(ClaimModel::parse(cut).is_err());
    for wrong in [
        "",
        "onrecord claims 0\n",
        "onrecord claims 1\n0\t0\n0\t1\n0<1:0 =1 =2\n",
        "onrecord claims 1\n0\t0\n0\t1\n999<1:2 =1 =2\n",
        "onrecord claims 1\n0\t0\n0\t1\n0<1:2 =1\n",
        "onrecord claims 1\n0\t0\nNaN\t0\n",
    ] {
        assert!(ClaimModel::parse(wrong).is_err(), "{wrong:?}");
    }
}

fn anything() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        ".{0,20}",
        Just("bridge".to_owned()),
        Just(" — Ada Quill (@q) May 3, 2019 ".to_owned()),
        Just("#Old".to_owned()),
        Just("1.5 million".to_owned()),
        Just("U.S.A".to_owned()),
        Just("’s".to_owned()),
        Just("https://".to_owned()),
    ];
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_answered(claim in anything(), title in anything(), said in anything()) {
        let mut index = index();
        index.put(9, &text(&claim, &title));
        let found = index.matches(&said, 10);
        for pair in found.windows(2) {
            prop_assert!((pair[1].score, pair[0].key) <= (pair[0].score, pair[1].key) || pair[1].score < pair[0].score);
        }
        for one in &found {
            prop_assert!((0.0..=1.0).contains(&one.score));
        }
        prop_assert_eq!(found, index.matches(&said, 10));
    }

    #[test]
    fn the_order_of_putting_makes_no_difference(
        order in Just((0..CLAIMS.len()).collect::<Vec<_>>()).prop_shuffle(),
        taken in prop::collection::vec(0..CLAIMS.len(), 0..4),
        said in anything(),
    ) {
        let mut index = filled(order.iter().map(|place| &CLAIMS[*place]));
        for place in taken {
            let (key, claim, title) = CLAIMS[place];
            index.remove(key);
            index.put(key, &text(claim, title));
        }
        let said = format!("{said} the bridge of Oldport is sold");
        prop_assert_eq!(index.matches(&said, 10), self::index().matches(&said, 10));
    }
}
