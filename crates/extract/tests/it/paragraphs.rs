//! Quotations and paragraphs.

use onrecord_extract::{Document, Extractor};
use onrecord_model::BlockRole;

use crate::annotated::{check, lines};

#[test]
fn a_colon_introduces_the_next_paragraph() {
    check(
        "Roe continued:\n“The bridge will open in May.”",
        &["direct: [Roe] {continued}:\n<“The bridge will open in May.”>"],
    );
}

#[test]
fn a_quotation_runs_over_paragraphs() {
    check(
        "Roe said: “The bridge is old.\n“It must go.\n“We will build another.”\nThe ferry ran late.",
        &[
            "direct: [Roe] {said}: <“The bridge is old.>\n<“It must go.>\n<“We will build another.”>\nThe ferry ran \
             late.",
        ],
    );
}

#[test]
fn a_closed_quotation_does_not() {
    check(
        "Roe said: “The bridge is old.”\n“It must go.”",
        &["direct: [Roe] {said}: <“The bridge is old.”>\n“It must go.”"],
    );
}

#[test]
fn furniture_says_nothing() {
    let text = "Roe said the bridge was safe.";
    let document = Document::new(text, &lines(text, BlockRole::Furniture));
    assert_eq!(Extractor::new().extract(&document), []);
}
