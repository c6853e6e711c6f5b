//! What was typed, and what it may have been meant to be.

use std::sync::Arc;

use onrecord_search::{Query, Spelling, Tail};
use proptest::prelude::*;

use crate::corpus::{Bench, Put, With, all, apart, numbers, quote, read, tail};
use onrecord_search::Search;

/// Twelve quotes with words that are spelled right, and some with others.
fn said() -> Vec<Put> {
    let often = (1..=12).map(|number| {
        quote(number, "the harbour needs security and a negotiation")
            .said_by(1, "Ilse Marchetti")
            .titled("Vellmar")
    });
    let rarely = [
        quote(13, "secuirty for the herbour"),
        quote(14, "three ferries, and a ferry of 20314 tons"),
        quote(15, "a jerry can"),
    ];
    apart(often.chain(rarely))
}

fn spelling(bench: &Bench, query: &str, tail: Option<&Tail>) -> Option<Spelling> {
    let query = read(query).expect("it is not blank");
    bench
        .index
        .snapshot()
        .spelling(&query, tail)
        .expect("the dictionary is read")
}

#[test]
fn misspelled_words_are_told_from_others() {
    let bench = Bench::of(&said());
    let check = |query: &str, expected: Option<&str>| {
        let found = spelling(&bench, query, None);
        let meant = found.and_then(|found| found.did_you_mean);
        assert_eq!(meant.as_deref(), expected, "{query:?}");
    };
    // One letter less, more, exchanged, two that changed places.
    check("secrity", Some("security"));
    check("securrity", Some("security"));
    check("sacurity", Some("security"));
    check("secutiry", None);
    check("scurity", Some("security"));
    check("Marcheti", Some("Marchetti"));
    check("  talks with MARCHETI.", Some("talks with Marchetti."));
    // What is misspelled on record too.
    check("secuirty", Some("security"));
    // As it is on record, or not ten times as rare.
    check("security", None);
    check("securities", None);
    check("jerry", None);
    check("herry", Some("ferry"));
    // Two edits are for long words, and only where one finds nothing.
    check("negotaitoin", Some("negotiation"));
    check("hrabuor", None);
    // Too short, a number, insisted upon, left out, in a field.
    check("can", None);
    check("cen", None);
    check("20315", None);
    check("\"secrity\"", None);
    check("\"harbour secrity\"", None);
    check("harbour -secrity", None);
    check("said:secrity", None);
    check("secrity~1", None);
    check("secr*", None);
    check(
        "kind:direct (secrity OR ferry)  NOT Vellmarr harbour",
        Some("kind:direct (security OR ferry)  NOT Vellmarr harbour"),
    );
}

#[test]
fn what_near_words_find_stands_behind_what_exact_ones_find() {
    let bench = Bench::of(&said());
    let check = |query: &str, expected: &[u64]| {
        let spelling = spelling(&bench, query, None).expect("there is a near word");
        let search = Search {
            query: Some(spelling.query),
            ..all()
        };
        let found = bench.found(&search);
        assert_eq!(numbers(&found), expected, "{query:?}");
        assert_eq!(found.total, expected.len() as u64, "{query:?}");
    };
    let often: Vec<u64> = (1..=12).collect();
    let behind_13 = [&[13], often.as_slice()].concat();
    check("secuirty", &behind_13);
    check("secrity", &often);
    check(
        "(secuirty OR tons)",
        &[&[13, 14], often.as_slice()].concat(),
    );
    check("harbour secuirty", &often);
    check("kind:direct secuirty -vellmar", &[13]);
    check("herbour", &behind_13);
    check("herbour secuirty", &behind_13);
}

#[test]
fn words_are_told_with_all_that_are_near() {
    let bench = Bench::of(&apart([
        quote(1, "the bank said the banks and the tank"),
        quote(2, "the banks"),
        quote(3, "the banks, a rank and the tanks"),
    ]));
    let spelling = spelling(&bench, "Vank vank", None).expect("there is a near word");
    let near: Vec<String> = ["bank", "rank", "tank"].map(str::to_owned).to_vec();
    assert_eq!(
        spelling.words,
        [("Vank".to_owned(), near.clone()), ("vank".to_owned(), near)]
    );
    assert_eq!(spelling.did_you_mean.as_deref(), Some("Bank bank"));
    assert_ne!(spelling.query.typed(), "Vank vank");
    let marked = spelling.query.highlights("a bank, banks: ranks");
    assert_eq!(marked.len(), 3);
}

#[test]
fn a_tail_has_words_of_its_own() {
    let bench = Bench::of(&apart([quote(1, "nothing")]));
    let fresh = tail(
        1,
        &apart([quote(2, "an armistice").said_by(2, "Bo Lind")]),
        2,
    );
    assert_eq!(spelling(&bench, "armistise", None), None);
    let found = spelling(&bench, "armistise", Some(&fresh)).expect("there is a near word");
    assert_eq!(found.did_you_mean.as_deref(), Some("armistice"));
}

#[test]
fn a_slip_with_one_cause_goes_before_a_more_frequent_word() {
    let calls = (1..=20).map(|number| quote(number, "he calls for a charge"));
    let others = [
        quote(41, "a class of steel"),
        quote(42, "a change, she said"),
    ];
    let bench = Bench::of(&apart(calls.chain(others)));
    let check = |query: &str, expected: [&str; 2]| {
        let found = spelling(&bench, query, None).expect("there is a near word");
        assert_eq!(
            found.did_you_mean.as_deref(),
            Some(expected[0]),
            "{query:?}"
        );
        let [(_, near)] = &found.words[..] else {
            panic!("{:?}", found.words);
        };
        assert_eq!(near[..], expected, "{query:?}");
    };
    // Neighbours exchanged, or a letter left out.
    check("calss", ["class", "calls"]);
    check("chage", ["charge", "change"]);
    // Either takes a wrong letter, and then the frequent one is likelier.
    check("chatge", ["charge", "change"]);
    let found = spelling(&bench, "charrge", None).expect("there is a near word");
    assert_eq!(found.did_you_mean.as_deref(), Some("charge"));
}

proptest! {
    #[test]
    fn a_word_with_one_slip_is_found(
        word in "[a-z]{6,12}",
        place in 0..6_usize,
        letter in proptest::char::range('a', 'z'),
        slip in 0..4_usize,
    ) {
        let mut letters: Vec<char> = word.chars().collect();
        match slip {
            0 => letters.insert(place, letter),
            1 => letters[place] = letter,
            2 => letters.swap(place, place.saturating_sub(1)),
            _ => { letters.remove(place); }
        }
        let slipped: String = letters.into_iter().collect();
        let record = tail(1, &apart([quote(1, &word)]), 2);
        let index = EMPTY.with(|bench| bench.index.clone());
        let query = Query::parse(&slipped).expect("a word is read").expect("it is a word");
        let search = Search { query: Some(query.clone()), ..all() };
        let exact = index.search(&search, &Arc::default(), Some(&record)).expect("an answer").total;
        let near = index.snapshot().spelling(&query, Some(&record)).expect("an answer");
        // Found as it is, in another inflection, or by what it may have been meant to be.
        match near {
            None => prop_assert_eq!(exact, 1, "{} for {}", slipped, word),
            Some(near) => {
                prop_assert_eq!(near.did_you_mean.as_deref(), Some(word.as_str()));
                let search = Search { query: Some(near.query), ..all() };
                let total = index.search(&search, &Arc::default(), Some(&record)).expect("an answer").total;
                prop_assert_eq!(total, 1);
            }
        }
    }
}

thread_local! {
    static EMPTY: Bench = Bench::of(&[]);
}
