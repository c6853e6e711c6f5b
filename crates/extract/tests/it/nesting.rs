//! What A says that B said: both, B's inside A's.

use onrecord_model::{BlockRole, Polarity};

use crate::annotated::{extract, render};

/// Checks all attributions of a text, each with the number of the one it is inside of.
#[track_caller]
fn check(text: &str, expected: &[(Option<usize>, &str)]) {
    let found = extract(text, BlockRole::Body);
    let rendered = render(text, &found);
    let shown: Vec<(Option<usize>, &str)> = found
        .iter()
        .map(|attribution| attribution.inside)
        .zip(rendered.iter().map(String::as_str))
        .collect();
    assert_eq!(shown, expected, "in {text:?}");
}

#[test]
fn a_report_inside_a_report() {
    check(
        "Roe said that Poe had promised to resign.",
        &[
            (
                None,
                "indirect: [Roe] {said} <that Poe had promised to resign>.",
            ),
            (
                Some(0),
                "indirect: Roe said that [Poe] {had promised} <to resign>.",
            ),
        ],
    );
}

#[test]
fn a_report_inside_a_quotation() {
    check(
        "“Poe told me that the bridge would sink,” Roe said.",
        &[
            (
                None,
                "direct: <“Poe told me that the bridge would sink,”> [Roe] {said}.",
            ),
            (
                Some(0),
                "indirect: “[Poe] {told} me <that the bridge would sink>,” Roe said.",
            ),
        ],
    );
    check(
        "“People say, ‘The bridge is safe,’” Roe recalled.",
        &[
            (
                None,
                "direct: <“People say, ‘The bridge is safe,’”> [Roe] {recalled}.",
            ),
            (
                Some(0),
                "direct: “[People] {say}, <‘The bridge is safe,’>” Roe recalled.",
            ),
        ],
    );
}

#[test]
fn a_report_in_one_of_two_pieces() {
    check(
        "“It is old,” Roe said. “Poe said it would sink.”",
        &[
            (
                None,
                "direct: <“It is old,”> [Roe] {said}. <“Poe said it would sink.”>",
            ),
            (
                Some(0),
                "indirect: “It is old,” Roe said. “[Poe] {said} <it would sink>.”",
            ),
        ],
    );
}

#[test]
fn deeper_and_deeper() {
    check(
        "Roe said Poe claimed that Doe had warned that the bridge would sink.",
        &[
            (
                None,
                "indirect: [Roe] {said} <Poe claimed that Doe had warned that the bridge would sink>.",
            ),
            (
                Some(0),
                "indirect: Roe said [Poe] {claimed} <that Doe had warned that the bridge would sink>.",
            ),
            (
                Some(1),
                "indirect: Roe said Poe claimed that [Doe] {had warned} <that the bridge would sink>.",
            ),
        ],
    );
}

#[test]
fn what_one_says_of_oneself_is_no_report() {
    check(
        "“I think the bridge is safe,” Roe said.",
        &[(
            None,
            "direct: <“I think the bridge is safe,”> [Roe] {said}.",
        )],
    );
    check(
        "Roe said the bridge was safe.",
        &[(None, "indirect: [Roe] {said} <the bridge was safe>.")],
    );
}

#[track_caller]
fn check_polarities(text: &str, expected: &[Polarity]) {
    let found = extract(text, BlockRole::Body);
    let polarities: Vec<Polarity> = found
        .iter()
        .map(|attribution| attribution.manner.polarity)
        .collect();
    assert_eq!(polarities, expected, "in {text:?}");
}

#[test]
fn the_outer_report_colours_the_inner_one() {
    use Polarity::{Asserted, Hypothetical, Negated};
    check_polarities(
        "Roe denied that Poe had said the bridge was safe.",
        &[Asserted, Negated],
    );
    check_polarities(
        "Roe asked whether Poe had said the bridge was safe.",
        &[Asserted, Hypothetical],
    );
    check_polarities(
        "Roe said that Poe had said the bridge was safe.",
        &[Asserted, Asserted],
    );
    check_polarities(
        "Roe said that Poe had never said the bridge was safe.",
        &[Asserted, Negated],
    );
}
