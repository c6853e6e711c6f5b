//! Wordings: the same, nearly the same, and not.

mod anchor;
mod checkworthy;
mod claims;
mod statements;
mod verify;

use onrecord_matching::{Change, Difference, Edit, compare, fingerprint};
use proptest::prelude::*;

#[track_caller]
fn check(first: &str, second: &str, difference: Difference) {
    for (one, other) in [(first, second), (second, first)] {
        let found = compare(one, other);
        assert_eq!(
            found.difference, difference,
            "{one:?} and {other:?}: {found:#?}"
        );
    }
}

#[test]
fn formatting_is_no_difference() {
    check(
        "“We will not wait.”",
        "\"We will not wait,\"",
        Difference::Formatting,
    );
    check(
        "The café re-opened – at last",
        "the cafe re opened at last",
        Difference::Formatting,
    );
    check("1,500 tonnes", "1500 tonnes", Difference::Formatting);
    check("We wait", "We wait", Difference::Verbatim);
    assert_eq!(
        fingerprint("“We will not wait.”"),
        fingerprint("we WILL not wait")
    );
}

#[test]
fn words_are() {
    assert_ne!(fingerprint("We will not wait"), fingerprint("We will wait"));
    assert_ne!(fingerprint("1.5 percent"), fingerprint("15 percent"));
    assert_eq!(fingerprint("— “…” !"), None);
    check(
        "We will not wait any longer",
        "We will wait any longer",
        Difference::TrimmedSilently,
    );
    check(
        "The pier will open in spring, if the council agrees",
        "“The pier will open in spring”",
        Difference::Fragment,
    );
    check(
        "The pier will open in spring, if the council agrees",
        "The pier will open … if the council agrees",
        Difference::Trimmed,
    );
    check(
        "They must not cut the harbour budget",
        "They should not cut the harbour budget",
        Difference::Reworded,
    );
    check(
        "We will not wait any longer",
        "The pier is safe for ships",
        Difference::Unrelated,
    );
    check("wait", "We will not wait any longer", Difference::Unrelated);
    check("", "", Difference::Verbatim);
    check("", "words", Difference::Unrelated);
}

#[test]
fn the_edits_show_what_happened() {
    let edit = |change, words: &str| Edit {
        change,
        words: words.to_owned(),
    };
    assert_eq!(
        compare("We will not wait any longer", "We can wait any longer.").edits,
        [
            edit(Change::Same, "We"),
            edit(Change::Removed, "will not"),
            edit(Change::Added, "can"),
            edit(Change::Same, "wait any longer."),
        ]
    );
}

#[test]
fn a_wording_of_hostile_length_is_compared_all_the_same() {
    let ones = "one ".repeat(100_000);
    let others = "two three ".repeat(100_000);
    assert_eq!(compare(&ones, &others).difference, Difference::Unrelated);
}

fn wording() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-d]{1,2}|\\PC{0,6}", 0..30).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn nothing_panics_and_both_sides_can_be_put_together_again(first in wording(), second in wording()) {
        let comparison = compare(&first, &second);
        let side = |left_out: Change| {
            let words: Vec<&str> = comparison
                .edits
                .iter()
                .filter(|edit| edit.change != left_out)
                .map(|edit| edit.words.as_str())
                .collect();
            fingerprint(&words.join(" "))
        };
        prop_assert_eq!(side(Change::Added), fingerprint(&first));
        prop_assert_eq!(side(Change::Removed), fingerprint(&second));
        let reverse = compare(&second, &first);
        prop_assert_eq!(comparison.similarity, reverse.similarity);
        prop_assert_eq!(comparison.difference, reverse.difference);
        prop_assert!((0.0..=1.0).contains(&comparison.similarity));
    }

    #[test]
    fn a_wording_is_verbatim_itself(wording in wording()) {
        prop_assert_eq!(compare(&wording, &wording).difference, Difference::Verbatim);
    }

    #[test]
    fn a_fingerprint_is_blind_to_formatting(words in proptest::collection::vec("[a-zé]{1,8}", 1..12)) {
        let plain = words.join(" ");
        let formatted = format!("“{}…”", words.join(" – ").to_uppercase());
        prop_assert_eq!(fingerprint(&plain), fingerprint(&formatted));
    }
}
