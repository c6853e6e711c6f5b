//! The measures, on texts small enough to count by hand.

use onrecord_lab::scoring::{MEASURES, Measure, score};
use onrecord_lab::{Document, LabError};

use crate::invented::document;

const TEXT: &str =
    "The mayor, Ada Harrow, said “the bridge is safe” and that it would open. Nobody else spoke.";

/// A figure over all kinds: precision and recall of a ratio, or a share, in percent.
#[track_caller]
fn check(text: &str, gold: &[[&str; 3]], found: &[[&str; 3]], expected: &[(&str, &str)]) {
    check_column(text, gold, found, 0, expected);
}

#[track_caller]
fn check_column(
    text: &str,
    gold: &[[&str; 3]],
    found: &[[&str; 3]],
    column: usize,
    expected: &[(&str, &str)],
) {
    let gold = document("a", text, gold);
    let found = document("a", text, found);
    let score = score(&[gold], &[found]).expect("the texts are the same");
    for (name, figure) in expected {
        let index = MEASURES.iter().position(|other| other == name);
        let actual = match score.measures[index.expect("a measure")][column] {
            Measure::Ratio(ratio) => format!(
                "{:.1}/{:.1} of {}/{}",
                100.0 * ratio.p,
                100.0 * ratio.r,
                ratio.pred,
                ratio.gold
            ),
            Measure::Share(share) => format!("{:.1} of {}", 100.0 * share.acc, share.n),
        };
        assert_eq!(actual, *figure, "{name}");
    }
}

#[test]
fn white_space_and_the_way_of_cutting_do_not_matter_to_exact() {
    check(
        TEXT,
        &[["Ada Harrow", "said", "“the bridge is safe”"]],
        &[["Ada… Harrow", " said ", "“the bridge… is safe” "]],
        &[
            ("content.exact", "100.0/100.0 of 1/1"),
            ("cue.exact", "100.0/100.0 of 1/1"),
            ("source.exact", "100.0/100.0 of 1/1"),
            ("e2e", "100.0/100.0 of 1/1"),
        ],
    );
}

#[test]
fn punctuation_does_not_matter_to_words() {
    check(
        TEXT,
        &[["Ada Harrow", "said", "“the bridge is safe”"]],
        &[["Ada Harrow,", "said", "the bridge is safe"]],
        &[
            ("content.exact", "0.0/0.0 of 1/1"),
            ("content.words", "100.0/100.0 of 1/1"),
            ("source.exact", "0.0/0.0 of 1/1"),
            ("source.words", "100.0/100.0 of 1/1"),
            // Of the six tokens the two marks are missing.
            ("content.overlap", "100.0/66.7 of 4/6"),
            ("content.quoted_overlap", "100.0/66.7 of 4/6"),
        ],
    );
}

#[test]
fn a_content_counts_as_found_from_half_its_tokens() {
    let gold = [["", "", "the bridge is safe"]];
    let relaxed = |found, figure| {
        check(
            TEXT,
            &gold,
            &[["", "", found]],
            &[("content.relaxed", figure)],
        )
    };
    relaxed("the bridge", "100.0/100.0 of 1/1");
    relaxed("bridge", "0.0/0.0 of 1/1");
}

#[test]
fn a_source_is_right_by_half_its_tokens_or_by_its_last_word() {
    let content = "that it would open";
    let source = |gold, found, figure| {
        check(
            TEXT,
            &[[gold, "", content]],
            &[[found, "", content]],
            &[("source_acc", figure)],
        );
    };
    source("The mayor, Ada Harrow,", "Harrow", "100.0 of 1");
    source("Ada Harrow", "Ada", "100.0 of 1");
    source("The mayor, Ada Harrow", "The mayor", "0.0 of 1");
    source("Ada Harrow", "", "0.0 of 1");
    source("", "Ada Harrow", "0.0 of 0");
}

#[test]
fn no_source_is_answered_with_none() {
    let content = "that it would open";
    for (gold, found, figure) in [
        ("", "", "100.0/100.0 of 1/1"),
        ("", "Nobody", "0.0/0.0 of 1/1"),
        ("Nobody", "", "0.0/0.0 of 1/1"),
    ] {
        check(
            TEXT,
            &[[gold, "", content]],
            &[[found, "", content]],
            &[("e2e", figure)],
        );
    }
}

#[test]
fn contents_are_paired_one_to_one() {
    check(
        TEXT,
        &[["", "", "the bridge is safe"]],
        &[
            ["", "", "the bridge is"],
            ["", "", "the bridge is safe"],
            ["", "", "bridge is safe"],
        ],
        &[("content.relaxed", "33.3/100.0 of 3/1")],
    );
}

#[test]
fn the_kind_is_told_from_the_quotation_marks() {
    for (text, content, column) in [
        (TEXT, "“the bridge is safe”", 1),
        (TEXT, "“the bridge is safe” and that it would open", 2),
        (TEXT, "that it would open", 3),
        (
            "She said: “It opens soon.\n\n“It will,” she said.",
            "“It opens soon.",
            1,
        ),
        (
            "She said: \"It opens soon.\n\nIt will.",
            "It opens soon.",
            3,
        ),
        ("\"It opens soon.\n\nIt will.", "It opens soon.", 1),
        ("He spoke of ``a safe bridge'' twice.", "a safe bridge", 1),
        ("The 5\" pipe is safe, he said.", "pipe is safe", 3),
    ] {
        let found = [["", "", content]];
        let figure = [("content.relaxed", "100.0/100.0 of 1/1")];
        check_column(text, &found, &found, column, &figure);
    }
}

#[test]
fn a_document_without_prediction_was_answered_with_nothing() {
    let gold = [
        document("a", TEXT, &[["", "", "safe"]]),
        document("b", TEXT, &[]),
    ];
    let found = [document("c", TEXT, &[])];
    let score = score(&gold, &found).expect("there is nothing to differ");
    assert_eq!(
        (
            score.documents,
            score.without_prediction,
            score.extra_documents
        ),
        (2, 2, 1)
    );
}

#[test]
fn a_prediction_for_another_text_is_refused() {
    let gold = document("a", TEXT, &[]);
    let found = document("a", "Another text.", &[]);
    let refused = score(std::slice::from_ref(&gold), &[found]);
    assert!(matches!(refused, Err(LabError::OtherText(id)) if id == "a"));
    let silent = Document {
        text: None,
        ..gold.clone()
    };
    assert!(score(std::slice::from_ref(&gold), std::slice::from_ref(&silent)).is_ok());
    assert!(matches!(score(&[silent], &[gold]), Err(LabError::NoText(id)) if id == "a"));
}
