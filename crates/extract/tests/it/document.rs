//! Segmentation: sentences, tokens, quotations.

use onrecord_extract::{Document, TokenKind};
use onrecord_model::{Block, BlockRole, Span};

/// One block per line, all body.
fn lines(text: &str) -> Vec<Block> {
    crate::annotated::lines(text, BlockRole::Body)
}
fn check_sentences(text: &str, expected: &[&str]) {
    let document = Document::new(text, &lines(text));
    let sentences: Vec<&str> = document
        .sentences()
        .iter()
        .map(|sentence| document.slice(sentence.span))
        .collect();
    assert_eq!(sentences, expected, "in {text:?}");
}

/// Expected quotations with `…` at the end of those that are not closed and `…` before those that continue.
fn check_quotations(text: &str, expected: &[&str]) {
    let document = Document::new(text, &lines(text));
    let quotations: Vec<String> = document
        .quotations()
        .iter()
        .map(|quotation| {
            let before = if quotation.continues { "…" } else { "" };
            let behind = if quotation.closed { "" } else { "…" };
            format!("{before}{}{behind}", document.slice(quotation.span))
        })
        .collect();
    assert_eq!(quotations, expected, "in {text:?}");
}

fn check_tokens(text: &str, expected: &[&str]) {
    let document = Document::new(text, &lines(text));
    let tokens: Vec<&str> = document
        .tokens()
        .iter()
        .map(|token| document.word(*token))
        .collect();
    assert_eq!(tokens, expected, "in {text:?}");
}

#[test]
fn abbreviations_end_no_sentence() {
    check_sentences(
        "U.S. Sen. Ada Q. Roe met Mr. Poe at 5 p.m. Monday. They left.",
        &[
            "U.S. Sen. Ada Q. Roe met Mr. Poe at 5 p.m. Monday.",
            "They left.",
        ],
    );
    check_sentences(
        "She lives in the U.S. The rest live elsewhere.",
        &["She lives in the U.S.", "The rest live elsewhere."],
    );
    check_sentences(
        "The vote (3.5 to 2) was close! Was it? Yes.",
        &["The vote (3.5 to 2) was close!", "Was it?", "Yes."],
    );
}

#[test]
fn ellipses_end_a_sentence_only_before_a_capital() {
    check_sentences(
        "He waited ... and waited. Then… Nothing.",
        &["He waited ... and waited.", "Then…", "Nothing."],
    );
}

#[test]
fn a_quotation_is_not_cut() {
    check_sentences(
        "“I came. I saw,” she said. “I left.” Nobody cared.",
        &["“I came. I saw,” she said.", "“I left.”", "Nobody cared."],
    );
    check_sentences(
        "\"Go away!\" he shouted. He left.",
        &["\"Go away!\" he shouted.", "He left."],
    );
}

#[test]
fn bullets_begin_sentences() {
    check_sentences(
        "• one thing\n• another thing",
        &["• one thing", "• another thing"],
    );
}

#[test]
fn clitics_are_cut_and_other_apostrophes_kept() {
    check_tokens(
        "Roe's aides didn’t say they'd go to O’Hare at 3:30 for $1,200.50.",
        &[
            "Roe", "'s", "aides", "didn’t", "say", "they", "'d", "go", "to", "O’Hare", "at",
            "3:30", "for", "$", "1,200.50", ".",
        ],
    );
}

#[test]
fn dots_of_abbreviations_belong_to_them() {
    check_tokens(
        "U.S. No. 1 J. Roe Inc. end. example.org",
        &[
            "U.S.",
            "No",
            ".",
            "1",
            "J.",
            "Roe",
            "Inc.",
            "end",
            ".",
            "example.org",
        ],
    );
}

#[test]
fn every_style_of_marks_is_paired() {
    check_quotations("He said “yes” and \"no\".", &["“yes”", "\"no\""]);
    check_quotations(
        "„Ja“, «oui», ``yes'' and ''no''.",
        &["„Ja“", "«oui»", "``yes''", "''no''"],
    );
    check_quotations("Roe Claims ‘Big Win’ for Bees", &["‘Big Win’"]);
    check_quotations(
        "'It is,' he said, 'the dogs' dinner.'",
        &["'It is,'", "'the dogs' dinner.'"],
    );
}

#[test]
fn apostrophes_are_no_quotation_marks() {
    check_quotations(
        "The dogs' owners told 'em in the '90s that it's Roe’s.",
        &[],
    );
    check_quotations("It was rock ’n’ roll, the voters’ choice.", &[]);
    check_quotations(
        "\"The dogs' dinner isn't 'fine',\" he said.",
        &["\"The dogs' dinner isn't 'fine',\""],
    );
}

#[test]
fn nested_marks_give_the_outer_quotation() {
    check_quotations(
        "‘She said “no” to me,’ he wrote.",
        &["‘She said “no” to me,’"],
    );
    check_quotations(
        "“She said ‘no’ to me,” he wrote.",
        &["“She said ‘no’ to me,”"],
    );
}

#[test]
fn unbalanced_marks_do_not_swallow_the_text() {
    check_quotations("A 6\" pipe broke, officials said.", &[]);
    check_quotations("Then he said” and left.", &[]);
    check_quotations("He said \"it is and then \"fine\" again.", &["\"fine\""]);
}

#[test]
fn a_quotation_runs_over_paragraphs() {
    check_quotations(
        "He said: “One.\n“Two.\n“Three.”\nFour.",
        &["“One.…", "…“Two.…", "…“Three.”"],
    );
    check_quotations(
        "He said: \"One.\n\"Two,\" he added.",
        &["\"One.…", "…\"Two,\""],
    );
}

#[test]
fn furniture_has_no_sentences() {
    let text = "Photo by Roe.\nIt rained.";
    let mut blocks = lines(text);
    blocks[0].role = BlockRole::Furniture;
    let document = Document::new(text, &blocks);
    assert_eq!(document.paragraphs().len(), 2);
    assert!(document.paragraphs()[0].sentences.is_empty());
    assert_eq!(document.sentences().len(), 1);
    assert_eq!(document.tokens()[2].kind, TokenKind::Stop);
    assert_eq!(document.paragraph_at(0), Some(0));
    assert_eq!(document.sentence_at(0), None);
    assert_eq!(document.sentence_at(15), Some(0));
    assert_eq!(document.tokens_in(Span::new(14, 23)), 0..2);
}

#[test]
fn blocks_that_do_not_fit_are_left_out() {
    let text = "Café. Tea.";
    let wrong = [(0, 4), (0, 400), (0, 6), (2, 8), (6, 6)].map(|(start, end)| Block {
        span: Span::new(start, end),
        role: BlockRole::Body,
    });
    let document = Document::new(text, &wrong);
    assert_eq!(
        document.paragraphs().len(),
        1,
        "0..4 cuts é, 0..6 is the first that fits"
    );
}
