//! Words that are not quite those that were typed, against a search by hand.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::corpus::{Bench, With, apart, highlights, quote, sorted, tail, typed};

/// The numbers of the texts that `query` finds, and of those in which it marks something.
fn found_and_marked(texts: &[String], query: &str) -> (Vec<u64>, Vec<u64>) {
    let quotes = (1..).zip(texts).map(|(number, text)| quote(number, text));
    // In memory: an index on disk would take the time of a thousand of these.
    let (bench, tail) = (
        EMPTY.with(|bench| bench.index.clone()),
        tail(1, &apart(quotes), 2),
    );
    let found = bench
        .search(&typed(query), &Arc::default(), Some(&tail))
        .expect("a search is answered");
    let marked = (1..)
        .zip(texts)
        .filter(|(_, text)| !highlights(query, text).is_empty());
    (
        sorted(crate::corpus::numbers(&found)),
        marked.map(|(number, _)| number).collect(),
    )
}

thread_local! {
    static EMPTY: Bench = Bench::of(&[]);
}

/// All places of `words` in `text`, each word at a place of its own.
fn placements(words: &[&str], text: &[&str]) -> Vec<Vec<i64>> {
    let Some((last, before)) = words.split_last() else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    for placed in placements(before, text) {
        for (place, word) in text.iter().enumerate() {
            if word == last && !placed.contains(&(place as i64)) {
                all.push([placed.as_slice(), &[place as i64]].concat());
            }
        }
    }
    all
}

/// How far the words have to be moved at least.
fn moved(words: &[&str], text: &[&str]) -> Option<i64> {
    let moved = placements(words, text).into_iter().map(|places| {
        let off = (0..)
            .zip(places)
            .map(|(offset, place): (i64, i64)| place - offset);
        let (least, most) = off.fold((i64::MAX, i64::MIN), |(least, most), off| {
            (least.min(off), most.max(off))
        });
        most - least
    });
    moved.min()
}

#[test]
fn phrases_are_moved_as_by_hand() {
    let any_text = vec(prop::sample::select(vec!["alpha", "beta", "kappa"]), 1..9);
    let any_phrase = vec(prop::sample::select(vec!["alpha", "beta", "kappa"]), 2..5);
    let cases = (vec(any_text, 1..6), any_phrase, 0..7_i64);
    let checked =
        TestRunner::new(ProptestConfig::with_cases(200)).run(&cases, |(texts, words, slop)| {
            let by_hand: Vec<u64> = (1..)
                .zip(&texts)
                .filter(|(_, text)| moved(&words, text).is_some_and(|moved| moved <= slop))
                .map(|(number, _)| number)
                .collect();
            let texts: Vec<String> = texts.iter().map(|text| text.join(" ")).collect();
            let query = format!("\"{}\"~{slop}", words.join(" "));
            let (found, marked) = found_and_marked(&texts, &query);
            prop_assert_eq!(&found, &by_hand, "{} in {:?}", query, texts);
            prop_assert_eq!(&marked, &by_hand, "{} marked in {:?}", query, texts);
            Ok(())
        });
    checked.expect("every case holds");
}

/// The fewest letters put in, left out or exchanged, or neighbours swapped that are not touched otherwise.
fn edits(one: &[char], other: &[char]) -> usize {
    let (Some((last, before)), Some((end, start))) = (one.split_last(), other.split_last()) else {
        return one.len().max(other.len());
    };
    let mut least = (edits(before, start) + usize::from(last != end))
        .min(edits(before, other) + 1)
        .min(edits(one, start) + 1);
    if let ([before @ .., first, second], [start @ .., third, fourth]) = (one, other)
        && (first, second) == (fourth, third)
    {
        least = least.min(edits(before, start) + 1);
    }
    least
}

#[test]
fn near_spellings_and_beginnings_are_found_as_by_hand() {
    let any_word = || "[abc]{1,6}";
    let cases = (vec(vec(any_word(), 1..4), 1..6), any_word(), 0..3_usize);
    let checked =
        TestRunner::new(ProptestConfig::with_cases(300)).run(&cases, |(texts, word, kind)| {
            let letters: Vec<char> = word.chars().collect();
            let fits = |other: &String| match kind {
                0 => other.starts_with(&word),
                most => edits(&letters, &other.chars().collect::<Vec<char>>()) <= most,
            };
            let by_hand: Vec<u64> = (1..)
                .zip(&texts)
                .filter(|(_, text)| text.iter().any(fits))
                .map(|(number, _)| number)
                .collect();
            let texts: Vec<String> = texts.iter().map(|text| text.join(" ")).collect();
            let query = match kind {
                0 => format!("{word}*"),
                most => format!("{word}~{most}"),
            };
            let (found, marked) = found_and_marked(&texts, &query);
            prop_assert_eq!(&found, &by_hand, "{} in {:?}", query, texts);
            prop_assert_eq!(&marked, &by_hand, "{} marked in {:?}", query, texts);
            Ok(())
        });
    checked.expect("every case holds");
}

#[test]
fn the_word_itself_comes_before_what_is_like_it() {
    let bench = Bench::of(&apart([
        quote(1, "insecurity"),
        quote(2, "security"),
        quote(3, "secure"),
        quote(4, "secuirty"),
        quote(5, "Sécurity’s"),
        quote(6, "silence").said_by(1, "Ana Securi"),
        quote(7, "silence").titled("Security"),
    ]));
    let check = |query: &str, expected: &[u64]| {
        assert_eq!(bench.numbers(&typed(query)), expected, "{query:?}");
    };
    check("secure*", &[3]);
    check("secur*", &[2, 3, 5, 6]);
    check("secure~1", &[3, 6]);
    check("SECURITY~1", &[2, 5, 4]);
    check("security~2", &[2, 5, 1, 4, 6]);
    check("security~1 -secuirty~1", &[]);
    check("secur* -security", &[3, 6]);
}
