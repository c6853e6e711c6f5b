//! Quotations held against what was said.

use onrecord_matching::{Changed, Difference, Source, Verdict, compare, verify};
use onrecord_model::{CodePointSpan, CodePoints, Timestamp};
use proptest::prelude::*;

const HARBOUR: &str = "We will not close the old harbour this winter, and the council of Halden \
                       will pay for the new lights before the ferries return in April.";
const HERRING: &str = "The herring came back to the northern bay, and that is what the fishermen \
                       had been waiting for since the storms of last year.";

fn source(text: &str) -> Source<'_> {
    Source {
        text,
        is_theirs: true,
        date: None,
        order: 0,
    }
}

#[track_caller]
fn check(quotation: &str, expected: Verdict) {
    let found = verify(quotation, false, &[source(HERRING), source(HARBOUR)]);
    assert_eq!(found.verdict, expected, "{quotation:?}: {found:#?}");
}

#[test]
fn formatting_is_exact_and_a_changed_word_never() {
    check(HARBOUR, Verdict::Exact);
    check(&HARBOUR.to_uppercase().replace(',', ""), Verdict::Exact);
    check(&HARBOUR.replace("April", "May"), Verdict::Altered);
    check(
        &HARBOUR.replace("will not close", "will close"),
        Verdict::Altered,
    );
    check(&HARBOUR.replace("harbour", "harbor"), Verdict::Altered);
    let joined = "Their co-operation was a land-locked state's last resort";
    let found = verify(
        "their cooperation was a landlocked states last resort",
        false,
        &[source(joined)],
    );
    assert_eq!(found.verdict, Verdict::Exact);
    let found = verify(
        joined,
        false,
        &[source(
            "Their cooperation was a landlocked state's last resort",
        )],
    );
    assert_eq!(found.verdict, Verdict::Exact);
}

#[test]
fn what_is_left_out_is_trimmed_where_it_is_marked() {
    check(
        "We will not close the old harbour … and the council of Halden will pay for the new lights before \
         the ferries return in April.",
        Verdict::Trimmed,
    );
    check(
        "We will not close the old harbour, and the council of Halden will pay for the new lights before \
         the ferries return in April.",
        Verdict::Altered,
    );
    check(
        "We will not close the old harbour... the council of Bergen will pay",
        Verdict::Altered,
    );
}

#[test]
fn an_unbroken_part_is_partial() {
    check(
        "the council of Halden will pay for the new lights",
        Verdict::Partial,
    );
    check("council of Halden", Verdict::Partial);
    check(
        "the council of Bergen will pay for the new lights",
        Verdict::Altered,
    );
    check("herring", Verdict::Partial);
    check("the", Verdict::NotFound);
    check("and the", Verdict::NotFound);
    let common = verify("winter", true, &[source(HARBOUR)]);
    assert_eq!(common.verdict, Verdict::NotFound);
}

#[test]
fn two_halves_are_spliced() {
    let quotation = "We will not close the old harbour this winter, and that is what the fishermen had \
                     been waiting for since the storms of last year.";
    let sources = [source(HERRING), source(HARBOUR)];
    let found = verify(quotation, false, &sources);
    assert_eq!(found.verdict, Verdict::Spliced);
    let halves: Vec<(usize, &str)> = found
        .found
        .iter()
        .map(|half| (half.source, slice(quotation, half.part)))
        .collect();
    assert_eq!(
        halves,
        [
            (1, "We will not close the old harbour this winter, and"),
            (
                0,
                "that is what the fishermen had been waiting for since the storms of last year."
            )
        ]
    );
    for half in &found.found {
        let stands_for = slice(sources[half.source].text, half.aligned);
        let difference = compare(slice(quotation, half.part), stands_for).difference;
        assert!(
            matches!(difference, Difference::Verbatim | Difference::Formatting),
            "{stands_for}"
        );
    }
}

fn slice(text: &str, span: CodePointSpan) -> &str {
    let span = CodePoints::new(text).bytes(span).expect("it fits");
    span.of(text).expect("it fits").trim()
}

#[test]
fn what_nobody_said_is_not_found() {
    check(
        "Lights winter council of purple last and fishermen harbour old since return the bay this pay",
        Verdict::NotFound,
    );
    check("Elephants sing at dawn", Verdict::NotFound);
    assert_eq!(verify("Anything", false, &[]).verdict, Verdict::NotFound);
    assert_eq!(
        verify("", false, &[source(HARBOUR)]).verdict,
        Verdict::NotFound
    );
    assert_eq!(verify("…", false, &[source("")]).verdict, Verdict::NotFound);
}

#[test]
fn somebody_elses_words_are_misattributed_unless_those_asked_about_said_them_too() {
    let theirs = source(HARBOUR);
    let others = Source {
        is_theirs: false,
        ..theirs
    };
    let found = verify(HARBOUR, false, &[others, source(HERRING)]);
    assert_eq!(found.verdict, Verdict::Misattributed);
    assert_eq!(found.found[0].source, 0);
    let found = verify(HARBOUR, false, &[others, theirs]);
    assert_eq!(found.verdict, Verdict::Exact);
    assert_eq!(found.found[0].source, 1);
    assert_eq!(found.found[1].verdict, Verdict::Misattributed);
}

#[test]
fn ties_are_all_told_earliest_first() {
    let on = |day: &str, order: u128| Source {
        date: Some(
            format!("{day}T00:00:00Z")
                .parse::<Timestamp>()
                .expect("a day"),
        ),
        order,
        ..source(HARBOUR)
    };
    let sources = [
        source(HARBOUR),
        on("2030-02-02", 5),
        on("2030-01-01", 9),
        on("2030-01-01", 8),
    ];
    let found = verify("the council of Halden will pay", false, &sources);
    let order: Vec<usize> = found.found.iter().map(|found| found.source).collect();
    assert_eq!(order, [3, 2, 1, 0]);
}

#[test]
fn what_matters_most_is_told() {
    let check = |first: &str, second: &str, expected: Changed| {
        for (one, other) in [(first, second), (second, first)] {
            assert_eq!(compare(one, other).changed, expected, "{one:?}, {other:?}");
        }
    };
    let none = Changed::default();
    check(HARBOUR, &HARBOUR.replace("the old", "that ancient"), none);
    check(
        HARBOUR,
        &HARBOUR.replace("will not", "will"),
        Changed {
            negation: true,
            ..none
        },
    );
    check(
        "They do not pay the toll now",
        "They don't pay that toll now",
        none,
    );
    check(
        "The town has 1,500 boats now",
        "The town has 1,900 boats now",
        Changed {
            number: true,
            ..none
        },
    );
    check(
        HARBOUR,
        &HARBOUR.replace("Halden", "Bergen"),
        Changed { name: true, ..none },
    );
    check(
        "They must pay for the lights",
        "They might pay for the lights",
        Changed {
            modal: true,
            ..none
        },
    );
    check(HARBOUR, "the old harbour this winter", none);
}

proptest! {
    #[test]
    fn nothing_breaks_it_and_exact_means_the_same_words(
        quotation in "([a-c…\\-]{1,3}[ ,.]{1,2}){0,12}",
        text in "([a-c…\\-]{1,3}[ ,.]{1,2}){0,12}",
    ) {
        let found = verify(&quotation, false, &[source(&text)]);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        if found.verdict == Verdict::Exact {
            prop_assert_eq!(letters(&quotation), letters(&text));
        }
        for found in &found.found {
            prop_assert!(CodePoints::new(&text).bytes(found.aligned).is_some());
            prop_assert!(CodePoints::new(&quotation).bytes(found.part).is_some());
        }
    }

    #[test]
    fn a_text_is_exact_in_itself_and_its_stretches_are_parts(
        words in proptest::collection::vec("[a-z]{4,8}", 8..20),
        first in 1_usize..3,
        length in 4_usize..6,
    ) {
        let text = words.join(" ");
        prop_assert_eq!(verify(&text, false, &[source(&text)]).verdict, Verdict::Exact);
        let part = words[first..first + length].join(" ");
        prop_assert_eq!(verify(&part, false, &[source(&text)]).verdict, Verdict::Partial);
    }
}
