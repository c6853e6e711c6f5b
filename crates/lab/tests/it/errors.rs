//! Where the extractor and the annotators part.

use onrecord_extract::Extractor;
use onrecord_lab::{Group, differences, read_samples};
use onrecord_model::Confidence;

use crate::invented::{document, file, lines};

/// The groups and what is shown of each, for one article annotated with `gold`.
#[track_caller]
fn check(floor: f32, text: &str, gold: &[[&str; 3]], expected: &[(Group, &str)]) {
    let file = file(&lines(&[document("a", text, gold)]));
    let samples = read_samples(file.path()).expect("it is an article");
    let extractor = Extractor::new().with_floor(Confidence::new(floor));
    let actual: Vec<(Group, String)> = differences(&samples, &extractor)
        .into_iter()
        .flat_map(|(group, differences)| {
            differences.into_iter().map(move |difference| {
                // The confidence moves with every fit.
                let shown = difference.to_string();
                let shown: Vec<&str> = shown
                    .lines()
                    .map(|line| line.split(" (0.").next().unwrap_or(line))
                    .collect();
                (group, shown.join("\n"))
            })
        })
        .collect();
    let expected: Vec<(Group, String)> = expected
        .iter()
        .map(|(group, shown)| (*group, (*shown).to_owned()))
        .collect();
    assert_eq!(actual, expected);
}

const TEXT: &str = "Ada Harrow, the mayor of Ostwick, said that the bridge would be closed on Monday.\n\nIt rained.";
const CONTENT: &str = "that the bridge would be closed on Monday";
const SOURCE: &str = "Ada Harrow, the mayor of Ostwick,";
const FOUND: &str =
    "[Ada Harrow, the mayor of Ostwick,] {said} <that the bridge would be closed on Monday>.";

#[test]
fn agreement_is_no_difference() {
    check(0.4, TEXT, &[[SOURCE, "said", CONTENT]], &[]);
}

#[test]
fn what_is_annotated_and_not_found_is_missed() {
    check(
        0.4,
        TEXT,
        &[[SOURCE, "said", CONTENT], ["", "", "It rained"]],
        &[(Group::NotConsidered, "a\n  expected <It rained>.")],
    );
    let shown = format!("a\n  expected {FOUND}\n  actual   {FOUND}");
    check(
        1.0,
        TEXT,
        &[[SOURCE, "said", CONTENT]],
        &[(Group::NotBelieved, &shown)],
    );
}

#[test]
fn what_is_found_and_not_annotated_is_spurious() {
    let shown = format!("a\n  actual   {FOUND}");
    check(0.4, TEXT, &[], &[(Group::Spurious, &shown)]);
}

#[test]
fn edges_and_sources_are_told_apart() {
    let line = |expected: &str| format!("a\n  expected {expected}\n  actual   {FOUND}");
    let shown = line(
        "Ada Harrow, the mayor of [Ostwick], {said} that <the bridge would be closed on Monday>.",
    );
    check(
        0.4,
        TEXT,
        &[["Ostwick", "said", "the bridge would be closed on Monday"]],
        &[(Group::LeftEdge, &shown)],
    );
    let shown = line(
        "[Ada Harrow, the mayor of Ostwick], {said} <that the bridge would be closed> on Monday.",
    );
    check(
        0.4,
        TEXT,
        &[[
            "Ada Harrow, the mayor of Ostwick",
            "said",
            "that the bridge would be closed",
        ]],
        &[(Group::RightEdge, &shown)],
    );
    let shown = line(
        "Ada Harrow, the mayor of Ostwick, {said} that <the bridge would be closed> on Monday.",
    );
    check(
        0.4,
        TEXT,
        &[["", "said", "the bridge would be closed"]],
        &[(Group::OtherEdges, &shown), (Group::Source, &shown)],
    );
}
