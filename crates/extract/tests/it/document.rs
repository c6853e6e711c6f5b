//! Segmentation: paragraphs, sentences, tokens.

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
fn initials_end_no_sentence() {
    check_sentences(
        "J. R. Roe and A.B. Poe met A. I. Doe and J.R.R. Moe. So did I. They left.",
        &[
            "J. R. Roe and A.B. Poe met A. I. Doe and J.R.R. Moe.",
            "So did I.",
            "They left.",
        ],
    );
    check_sentences(
        "Rep. Ann Poe, D-Ore., and Sen. Jo Roe (R-N.Y.) met. It rained.",
        &[
            "Rep. Ann Poe, D-Ore., and Sen. Jo Roe (R-N.Y.) met.",
            "It rained.",
        ],
    );
}

#[test]
fn a_saint_is_a_street_before_anything_but_a_name() {
    check_sentences(
        "St. Roe lived at 5 Poe St. It was cold.",
        &["St. Roe lived at 5 Poe St.", "It was cold."],
    );
}

#[test]
fn numbers_and_marks_inside_a_sentence_end_none() {
    check_sentences(
        "Yahoo! said no. Platform No. 1 is shut. See Fig. 2 and pp. 5-7.",
        &[
            "Yahoo! said no.",
            "Platform No. 1 is shut.",
            "See Fig. 2 and pp. 5-7.",
        ],
    );
    check_sentences(
        "1. The bridge.\n2. The ferry.",
        &["1. The bridge.", "2. The ferry."],
    );
}

#[test]
fn a_missing_space_hides_no_sentence() {
    check_sentences(
        "The crowd left.“Yes,” he said.She left.",
        &["The crowd left.", "“Yes,” he said.", "She left."],
    );
}

#[test]
fn a_headline_is_one_sentence() {
    check_sentences(
        "Roe to Poe: ‘We Will Not Pay’\nBridge, Ferry & U.S. Aid\nBridge to open in May",
        &[
            "Roe to Poe: ‘We Will Not Pay’",
            "Bridge, Ferry & U.S. Aid",
            "Bridge to open in May",
        ],
    );
}

#[test]
fn brackets_hold_sentences() {
    check_sentences(
        "(“It is old,” said Roe.) He left. [She stayed.] It was May.[2] It rained.",
        &[
            "(“It is old,” said Roe.)",
            "He left.",
            "[She stayed.]",
            "It was May.[2] It rained.",
        ],
    );
}

#[test]
fn ellipses_end_a_sentence_only_before_a_capital() {
    check_sentences(
        "He waited ... and waited. Then… Nothing.",
        &["He waited ... and waited.", "Then…", "Nothing."],
    );
    check_sentences(
        "He waited . . . and waited. . . . Nothing. “I… we… know....” She left.",
        &[
            "He waited . . . and waited. . . .",
            "Nothing.",
            "“I… we… know....”",
            "She left.",
        ],
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
    check_sentences(
        "- one thing\n* Another thing. And more.\n▪ a third\n– A fourth.",
        &[
            "- one thing",
            "* Another thing.",
            "And more.",
            "▪ a third",
            "– A fourth.",
        ],
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
fn contractions_stay_whole_but_for_their_clitics() {
    check_tokens(
        "y'all can't, I'm ma'am o'clock he’d",
        &[
            "y'all", "can't", ",", "I", "'m", "ma'am", "o'clock", "he", "’d",
        ],
    );
}

#[test]
fn what_follows_the_dots_of_an_abbreviation_belongs_to_it() {
    check_tokens(
        "the U.S.-led talks, the U.S.'s and D.C.’s (D-Ore.) R-N.Y.",
        &[
            "the", "U.S.-led", "talks", ",", "the", "U.S.", "'s", "and", "D.C.", "’s", "(",
            "D-Ore.", ")", "R-N.Y.",
        ],
    );
}

#[test]
fn an_address_is_one_token() {
    check_tokens(
        "See https://example.org/a?b=C#d, (http://example.org/x) or @roe #bridge.",
        &[
            "See",
            "https://example.org/a?b=C#d",
            ",",
            "(",
            "http://example.org/x",
            ")",
            "or",
            "@roe",
            "#bridge",
            ".",
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
