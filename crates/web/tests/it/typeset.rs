//! Words set for reading keep their number of characters, and tell what is quoted from what is not.

use onrecord_model::{CodePointSpan, Kind};
use onrecord_web::typeset::{pieces, typographic};
use proptest::prelude::*;

fn check(text: &str, expected: &str) {
    assert_eq!(typographic(text), expected);
}

#[test]
fn straight_marks_become_typographic_ones() {
    check("\"It's ours,\" she said.", "“It’s ours,” she said.");
    check(
        "the so-called \"deal\" (\"no deal\")",
        "the so-called “deal” (“no deal”)",
    );
    check("\"He said 'never' twice\"", "“He said ‘never’ twice”");
    check(
        "the '90s were the officials' years",
        "the ’90s were the officials’ years",
    );
    check("“already set”", "“already set”");
}

/// Quoted pieces in `[]`, found ones in `{}`.
fn show(text: &str, kind: Kind, found: &[(u32, u32)]) -> String {
    let found: Vec<CodePointSpan> = found
        .iter()
        .map(|span| CodePointSpan::from(*span))
        .collect();
    pieces(text, kind, &found)
        .iter()
        .map(|piece| {
            let words = if piece.found {
                format!("{{{}}}", piece.text)
            } else {
                piece.text.clone()
            };
            if piece.quoted {
                format!("[{words}]")
            } else {
                words
            }
        })
        .collect()
}

#[test]
fn only_what_stands_in_marks_is_quoted_in_a_mixed_quote() {
    assert_eq!(
        show("the plan was \"a gift\" and nothing more", Kind::Mixed, &[]),
        "the plan was [“a gift”] and nothing more"
    );
    assert_eq!(
        show(
            "the plan wasn't 'a gift' but 'the board's loan'",
            Kind::Mixed,
            &[]
        ),
        "the plan wasn’t [‘a gift’] but [‘the board’s loan’]"
    );
}

#[test]
fn a_direct_quote_is_quoted_throughout_and_an_indirect_one_nowhere() {
    assert_eq!(
        show("\"Yes\" … \"no\"", Kind::Direct, &[]),
        "[“Yes” … “no”]"
    );
    assert_eq!(
        show("that it rained", Kind::Indirect, &[]),
        "that it rained"
    );
}

#[test]
fn found_words_are_told_apart_by_code_points() {
    assert_eq!(
        show("“Zoë’s bridge” stands", Kind::Mixed, &[(7, 13), (15, 21)]),
        "[“Zoë’s ][{bridge}][”] {stands}"
    );
}

proptest! {
    #[test]
    fn setting_keeps_every_offset(text in "[a-c\"'“”‘’ (—é😀\n]{0,40}", kind in prop::sample::select(&Kind::ALL[..])) {
        let set = typographic(&text);
        prop_assert_eq!(set.chars().count(), text.chars().count());
        for (before, after) in text.chars().zip(set.chars()) {
            prop_assert!(before == after || (before == '"' && "“”".contains(after)) || (before == '\'' && "‘’".contains(after)));
        }
        let joined: String = pieces(&text, kind, &[]).into_iter().map(|piece| piece.text).collect();
        prop_assert_eq!(joined, set);
    }
}
