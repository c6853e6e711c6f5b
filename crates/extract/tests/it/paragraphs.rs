//! Quotations and paragraphs.

use onrecord_extract::{Document, Extractor};
use onrecord_model::BlockRole;

use crate::annotated::{check, extract, lines};

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

#[test]
fn a_text_far_longer_than_any_article_is_read_like_a_short_one() {
    let paragraph = "Roe said the bridge was old, and nobody in Poe doubted it much.\n";
    let short = extract(paragraph, BlockRole::Body);
    let times = 20_000;
    let text = paragraph.repeat(times);
    let long = extract(&text, BlockRole::Body);
    assert_eq!(long.len(), short.len() * times);
    for (index, attribution) in long.iter().enumerate() {
        let offset = index / short.len() * paragraph.len();
        let expected = &short[index % short.len()];
        assert_eq!(
            attribution.content[0].start(),
            expected.content[0].start() + offset
        );
        assert_eq!(
            attribution.content[0].end(),
            expected.content[0].end() + offset
        );
    }
}

#[test]
fn no_quotation_is_cut_in_a_long_text() {
    let filler =
        "The ferry was late again, and it rained in Poe until ten o’clock.\n".repeat(7_690);
    let text = format!("{filler}Roe said: “The bridge is old.\n“It must go.”\n{filler}");
    let document = Document::new(&text, &lines(&text, BlockRole::Body));
    assert!(document.tokens().len() > 200_000);
    let found = Extractor::new().extract(&document);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content.len(), 2);
}
