//! Where a quotation of one version stands in another.

use std::time::{Duration, Instant};

use onrecord_matching::{Anchor, Selectors, anchor, find, selectors};
use onrecord_model::{CodePointSpan, CodePoints, Span};
use proptest::prelude::*;

const ARTICLE: &str = "Ostwick – The council met on Monday évening.\n\n“We will not wait for the next flood,” said Ines \
                       Okoro, the mayor. “Not this time.”\n\nTeam Alpha won the tender in March, she added. “It was a \
                       big mess from the start,” said Jonas Vell of the harbour office.";

#[track_caller]
fn place(text: &str, words: &str) -> CodePointSpan {
    let start = text.find(words).expect("the words stand in the text");
    CodePoints::new(text).span(Span::new(start, start + words.len()))
}

fn at(text: &str, span: CodePointSpan) -> &str {
    let bytes = CodePoints::new(text).bytes(span).expect("a span of it");
    &text[bytes.range()]
}

/// Anchors `words` of the article in the article with one passage replaced, and tells what came of it.
#[track_caller]
fn check(words: &str, replaced: (&str, &str), expected: &str) {
    assert!(
        ARTICLE.contains(replaced.0),
        "{:?} stands there",
        replaced.0
    );
    let other = ARTICLE.replacen(replaced.0, replaced.1, 1);
    check_in(ARTICLE, words, &other, expected);
}

#[track_caller]
fn check_in(text: &str, words: &str, other: &str, expected: &str) {
    let found = anchor(text, place(text, words), other).expect("a span of the text");
    let told = match &found {
        Anchor::Exact => "exact".to_owned(),
        Anchor::Moved { to } => format!("moved: {}", at(other, *to)),
        Anchor::Changed { to, .. } => format!("changed: {}", at(other, *to)),
        Anchor::Gone => "gone".to_owned(),
    };
    assert_eq!(told, expected, "{found:?}");
}

const FLOOD: &str = "We will not wait for the next flood";

#[test]
fn what_stands_where_it_stood_is_exact() {
    check(FLOOD, ("Team Alpha", "Team Gamma"), "exact");
    check(FLOOD, ("said Ines Okoro", "said she"), "exact");
    check("Team Alpha", ("on Monday", "on Sunday"), "exact");
}

#[test]
fn what_stands_elsewhere_has_moved() {
    let expected = format!("moved: {FLOOD}");
    check(FLOOD, ("Ostwick – ", "Ostwick, Friday – "), &expected);
    check(FLOOD, ("évening", "evening, after a long day"), &expected);
    // All around it is new.
    let other = format!("Nothing is as it was. “{FLOOD},” is what we heard.");
    check_in(ARTICLE, FLOOD, &other, &expected);
    // The same words otherwise set.
    let other =
        "Nothing is as it was. \"WE WILL NOT – WAIT FOR THE NEXT FLOOD!\" is what we heard.";
    check_in(
        ARTICLE,
        FLOOD,
        other,
        "moved: WE WILL NOT – WAIT FOR THE NEXT FLOOD",
    );
}

#[test]
fn an_edited_form_in_its_place_is_a_change() {
    let changed = |to: &str| format!("changed: {to}");
    let edited = "We shall not wait for another flood";
    check(FLOOD, (FLOOD, edited), &changed(edited));
    check(
        "a big mess",
        ("a big mess", "a great mess"),
        &changed("a great mess"),
    );
    // A negation is what a stealth edit is about.
    check(
        FLOOD,
        ("will not wait", "will wait"),
        &changed("We will wait for the next flood"),
    );
    let comparison = match anchor(
        ARTICLE,
        place(ARTICLE, FLOOD),
        &ARTICLE.replace("will not wait", "will wait"),
    ) {
        Some(Anchor::Changed { comparison, .. }) => comparison,
        other => panic!("{other:?}"),
    };
    assert!(comparison.changed.negation);
    // One side of its surroundings is new too.
    let other = ARTICLE
        .replace("met on Monday évening", "had nothing to say")
        .replace("the next flood", "the next big flood");
    check_in(
        ARTICLE,
        FLOOD,
        &other,
        &changed("We will not wait for the next big flood"),
    );
    // Everything around it is.
    let other =
        "Nobody slept. “We will surely not wait for the next flood,” was heard on the quay.";
    check_in(
        ARTICLE,
        FLOOD,
        other,
        &changed("We will surely not wait for the next flood"),
    );
}

#[test]
fn what_merely_looks_like_it_is_not_it() {
    check("Team Alpha", ("Team Alpha", "Team Beta"), "gone");
    check("Not this time", ("Not this time", "Next time"), "gone");
    check_in(
        "It runs Linus here.",
        "Linus",
        "It runs machines here.",
        "gone",
    );
    check_in(
        "It runs Linus here.",
        "Linus",
        "The chines of the boat are new.",
        "gone",
    );
    check_in(
        "They teach an art of five, and a party of ten came.",
        "art",
        "A party of ten came.",
        "gone",
    );
    check_in(
        "“No,” said Ada. “Never,” said Tom.",
        "No",
        "Tom spoke. There were no boats, and the pier was closed.",
        "gone",
    );
    // One of two that were the same is left, and it is the other one.
    let text = "Ada Harrow said: “We did what we could.” Then it rained for hours and the square was empty. Tom Lark \
                said: “We did what we could.” The bells rang.";
    let other = "Then it rained for hours and the square was empty. Tom Lark said: “We did what we could.” The bells \
                 rang.";
    check_in(text, "We did what we could", other, "gone");
}

#[test]
fn two_places_as_good_are_none() {
    let text = "The bridge is safe for all of us.";
    let twice =
        "Ada: The bridge is safe for all of us. Tom: The bridge is safe for all of us. Eva.";
    check_in(text, "The bridge is safe for all", twice, "gone");
    // What stands around them tells them apart.
    let text = "On Monday Ada Harrow told the press that the bridge is safe for all of us.";
    let twice = "Tom Lark sang that the bridge is safe for all. On Monday Ada Harrow told the press that the bridge is \
                 safe for all of us.";
    check_in(
        text,
        "the bridge is safe for all",
        twice,
        "moved: the bridge is safe for all",
    );
}

#[test]
fn what_was_taken_out_is_gone() {
    check(FLOOD, (FLOOD, ""), "gone");
    check("Not this time", ("“Not this time.”", ""), "gone");
    check_in(ARTICLE, FLOOD, "", "gone");
    check_in(
        ARTICLE,
        FLOOD,
        "An article about something else altogether.",
        "gone",
    );
}

#[test]
fn a_span_of_another_text_has_no_anchor() {
    assert_eq!(
        anchor("short", CodePointSpan { start: 2, end: 9 }, "short"),
        None
    );
    assert_eq!(
        anchor("short", CodePointSpan { start: 2, end: 2 }, "short"),
        None
    );
    assert_eq!(selectors("short", CodePointSpan { start: 2, end: 9 }), None);
    assert_eq!(selectors("short", CodePointSpan { start: 2, end: 2 }), None);
}

#[test]
fn selectors_are_as_long_as_it_takes() {
    let span = place(ARTICLE, FLOOD);
    let made = selectors(ARTICLE, span).expect("a span of the text");
    assert_eq!(made.exact, FLOOD);
    assert_eq!(
        made.prefix,
        "council met on Monday évening.\n\n“"[..]
            .chars()
            .skip(1)
            .collect::<String>()
    );
    assert_eq!(made.suffix.chars().count(), 32);
    assert_eq!(find(ARTICLE, &made), Some(span));
    // The same for the first forty code points around it.
    let same = "x".repeat(40);
    let text = format!("One {same}here{same} two. Three {same}here{same} four.");
    let span = place(&text, "here");
    let made = selectors(&text, span).expect("a span of the text");
    assert_eq!(made.suffix.chars().count(), 42);
    assert_eq!(find(&text, &made), Some(span));
}

#[test]
fn ambiguous_selectors_find_nothing() {
    let text = "x".repeat(300);
    let span = CodePointSpan {
        start: 150,
        end: 152,
    };
    let made = selectors(&text, span).expect("a span of the text");
    assert_eq!((made.prefix.len(), made.suffix.len()), (64, 64));
    assert_eq!(find(&text, &made), None);
    let nothing = Selectors {
        exact: String::new(),
        prefix: String::new(),
        suffix: String::new(),
    };
    assert_eq!(find(&text, &nothing), None);
}

#[test]
fn long_texts_take_time_as_their_length() {
    let paragraph =
        |n: usize| format!("Paragraph {n} tells of the river and of the {n} boats on it. ");
    let long: String = (0..18_000).map(paragraph).collect();
    let same = "the ".repeat(250_000);
    let took = |text: &str, span: CodePointSpan, other: &str| {
        let before = Instant::now();
        assert!(anchor(text, span, other).is_some());
        assert!(selectors(text, span).is_some());
        before.elapsed()
    };
    let span = place(&long, "tells of the river and of the 9000 boats");
    let most = Duration::from_secs(3);
    let other = long.replace("9000 boats on", "9001 ships in");
    assert!(took(&long, span, &format!("New. {other} End.")) < most);
    assert!(took(&long, span, &long[100..long.len() - 100]) < most);
    let span = CodePointSpan {
        start: 400_000,
        end: 400_019,
    };
    assert!(took(&same, span, &format!("A {same} b")) < most);
    let span = CodePointSpan {
        start: 0,
        end: 900_000,
    };
    assert!(took(&long, span, &format!("A {same} b")) < most);
}

/// A text of few words, so that many stand in several places.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-e]{1,2}|é–|“no,”|\\PC{0,3}|\\n\\n", 1..60)
        .prop_map(|words| words.join(" "))
}

fn span(text: &str, one: usize, other: usize) -> CodePointSpan {
    let count = text.chars().count();
    let (one, other) = (one % (count + 1), other % (count + 1));
    CodePointSpan {
        start: one.min(other) as u32,
        end: one.max(other) as u32,
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_what_is_moved_is_the_same(text in text(), other in text(), one: usize, another: usize) {
        let span = span(&text, one, another);
        let found = anchor(&text, span, &other);
        prop_assert_eq!(found.is_none(), span.start == span.end);
        match found {
            Some(Anchor::Moved { to }) => {
                let same = onrecord_matching::fingerprint(at(&other, to))
                    == onrecord_matching::fingerprint(at(&text, span));
                prop_assert!(same);
            }
            Some(Anchor::Changed { to, comparison }) => {
                let expected = onrecord_matching::compare(at(&text, span), at(&other, to));
                prop_assert_eq!(comparison, expected);
            }
            _ => {}
        }
    }

    #[test]
    fn it_is_exact_in_its_own_text(text in text(), one: usize, another: usize) {
        let span = span(&text, one, another);
        let expected = (span.start < span.end).then_some(Anchor::Exact);
        prop_assert_eq!(anchor(&text, span, &text), expected);
    }

    #[test]
    fn a_paragraph_before_moves_it(text in text(), paragraph in text(), one: usize, another: usize) {
        let span = span(&text, one, another);
        prop_assume!(span.start < span.end);
        let shift = paragraph.chars().count() as u32 + 2;
        let other = format!("{paragraph}\n\n{text}");
        let to = CodePointSpan { start: span.start + shift, end: span.end + shift };
        match anchor(&text, span, &other) {
            // The new paragraph may begin as the old text did.
            Some(Anchor::Exact) => {
                let beginning = at(&text, CodePointSpan { start: 0, end: span.end });
                prop_assert!(other.starts_with(beginning));
            },
            found => prop_assert_eq!(found, Some(Anchor::Moved { to })),
        }
    }

    #[test]
    fn what_is_taken_out_is_gone(before in text(), behind in text(), words in "[f-k]{3,5}( [f-k]{3,5}){0,9}") {
        let text = format!("{before} {words} {behind}");
        let start = before.chars().count() as u32 + 1;
        let span = CodePointSpan { start, end: start + words.chars().count() as u32 };
        let other = format!("{before} {behind}");
        prop_assert_eq!(anchor(&text, span, &other), Some(Anchor::Gone));
    }

    #[test]
    fn selectors_find_their_place_and_no_other(text in text(), one: usize, another: usize) {
        let span = span(&text, one, another);
        prop_assume!(span.start < span.end);
        let made = selectors(&text, span).expect("a span of the text");
        prop_assert_eq!(&made.exact, at(&text, span));
        let (prefix, suffix) = (made.prefix.chars().count(), made.suffix.chars().count());
        prop_assert!(prefix <= 64 && suffix <= 64);
        prop_assert!(prefix >= 32 || prefix == span.start as usize);
        let rest = text.chars().count() - span.end as usize;
        prop_assert!(suffix >= 32 || suffix == rest);
        let whole = format!("{}{}{}", made.prefix, made.exact, made.suffix);
        let places = (0..text.len())
            .filter(|start| text.is_char_boundary(*start) && text[*start..].starts_with(&whole))
            .count();
        prop_assert_eq!(find(&text, &made), (places == 1).then_some(span));
    }
}
