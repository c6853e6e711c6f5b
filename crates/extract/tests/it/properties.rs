//! What holds for any text.

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Block, BlockRole, Span};
use proptest::prelude::*;

use crate::annotated::lines;
use crate::invariants;

/// Text out of the pieces that the rules look for, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Roe",
        " said",
        " says",
        " that ",
        "“",
        "”",
        "\"",
        "'",
        "’",
        "‘",
        ",",
        ".",
        "?",
        ": ",
        " — ",
        "\n",
        " ",
        " he ",
        " the mayor of Poe",
        " according to",
        " called",
        " was quoted as saying",
        " and ",
        " but ",
        "(",
        ")",
        "U.S.",
        "claim that ",
        "asked whether",
        " by ",
        "é",
        "…",
        "''",
        "«",
        "»",
        "; ",
        " with ",
        " telling",
        " will ",
        "24",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![pieces(), "\\PC{0,120}", any::<String>()]
}

/// Lines, every third of them furniture.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = lines(text, BlockRole::Body);
    for block in blocks.iter_mut().skip(2).step_by(3) {
        block.role = BlockRole::Furniture;
    }
    blocks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn tokens_cover_the_paragraphs(text in any_text()) {
        let document = Document::new(&text, &blocks(&text));
        // Nothing but white space and invisible characters lies between the tokens.
        for paragraph in document.paragraphs().iter().filter(|paragraph| paragraph.role == BlockRole::Body) {
            let covered: usize = document.tokens()[document.paragraph_tokens(paragraph)]
                .iter()
                .map(|token| document.word(*token).chars().count())
                .sum();
            let visible = document
                .slice(paragraph.span)
                .chars()
                .filter(|character| {
                    !character.is_whitespace()
                        && !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
                })
                .count();
            prop_assert!(covered >= visible);
        }
    }

    #[test]
    fn what_the_crate_promises_holds_for_any_text(text in any_text()) {
        invariants::check(&text, &blocks(&text));
    }

    #[test]
    fn and_for_any_blocks(
        text in any_text(),
        ends in prop::collection::vec((0_usize..140, 0_usize..140, 0_u8..4), 0..8),
    ) {
        let blocks: Vec<Block> = ends
            .iter()
            .map(|(a, b, role)| Block {
                span: Span::new(*a.min(b), *a.max(b)),
                role: match role {
                    0 => BlockRole::Headline,
                    1 => BlockRole::Furniture,
                    _ => BlockRole::Body,
                },
            })
            .collect();
        invariants::check(&text, &blocks);
    }
}

/// Quadratic work on any of these would take minutes, not a second.
#[test]
fn hostile_texts_take_linear_time() {
    for (piece, times) in [
        ("\"", 200_000),
        ("“", 200_000),
        ("‘s’ ", 50_000),
        ("said ", 100_000),
        ("Roe said that ", 50_000),
        ("“x,” said Roe, ", 30_000),
        ("according to ", 50_000),
        ("and Roe ", 50_000),
        ("Roe, ", 100_000),
        ("a'", 200_000),
        ("a.", 200_000),
        ("(", 200_000),
        ("“b.” ", 50_000),
        ("“a\n", 50_000),
        ("a", 1_000_000),
        ("A A ", 30_000),
        ("Aaa ", 30_000),
        ("U.S.-", 30_000),
        ("https://", 30_000),
        ("“‘", 50_000),
        ("“ „", 50_000),
        ("that ", 30_000),
        ("his claim that ", 10_000),
        ("was called “a” by ", 10_000),
        ("by Roe ", 20_000),
        ("1. ", 50_000),
        ("x\n", 100_000),
        ("Q: a\n", 20_000),
        ("ROE: a\nb\n", 10_000),
        ("“a”\n— Roe\n", 10_000),
        ("— Roe (@roe)\n", 10_000),
    ] {
        let text = format!("Roe said “a.” {}", piece.repeat(times));
        let document = Document::new(&text, &lines(&text, BlockRole::Body));
        let attributions = Extractor::new().extract(&document);
        assert!(attributions.len() <= document.tokens().len());
    }
}
