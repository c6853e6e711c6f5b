//! What is passed over by whole blocks would not have come to the page.

use onrecord_model::Quote;
use onrecord_search::Search;

use crate::corpus::{Bench, With, apart, numbers, quote, read};

/// Enough for blocks of postings to be passed over.
const QUOTES: u64 = 4_000;

/// Words as often as it comes, in texts as long as it comes.
fn said(number: u64) -> Quote {
    let mut text = String::new();
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..4 + number % 23 {
        state ^= state >> 29;
        state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        text += ["harbour ", "quota ", "ferry ", "pier ", "noon ", "north "]
            [(state >> 40) as usize % 6];
    }
    let quote = quote(number, &text).said_by(number % 7, "Ilse Marchetti");
    match number % 500 {
        0 => quote.titled("The noon ferry"),
        _ => quote.titled("Vellmar"),
    }
}

#[test]
fn a_short_page_is_the_beginning_of_a_long_one() {
    let bench = Bench::of(&apart((1..=QUOTES).map(said)));
    let check = |query: &str| {
        let found = |limit| {
            bench.found(&Search {
                query: read(query),
                limit,
                ..Search::default()
            })
        };
        let (all, page) = (found(QUOTES as usize), found(20));
        assert_eq!(all.total, page.total, "{query:?}");
        assert_eq!(all.hits.len() as u64, all.total, "{query:?}");
        assert!(all.total > 500, "{query:?}: {}", all.total);
        assert_eq!(numbers(&page)[..], numbers(&all)[..20], "{query:?}");
    };
    check("harbour");
    check("harbour quota");
    check("pier north quota harbour");
    // These are in headlines as well.
    check("ferry");
    check("ferry quota");
    check("noon ferry");
    check("said:ferry said:quota");
    check("harbour quota Marchetti");
}
