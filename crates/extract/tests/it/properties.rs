//! What holds for any text.

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Attribution, Block, BlockRole, Confidence, Kind, Span};
use proptest::prelude::*;

use crate::annotated::lines;

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

/// Whether all of `inner` lies in the content of `attributions[outer]`, and does not fill it.
fn lies_inside(attributions: &[Attribution], outer: usize, inner: &Attribution) -> bool {
    let content = &attributions[outer].content;
    let spans = || inner.source.iter().chain(&inner.cue).chain(&inner.content);
    spans().all(|span| content.iter().any(|piece| piece.contains(*span)))
        && inner.content != *content
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn sentences_and_tokens_cover_the_paragraphs(text in any_text()) {
        let document = Document::new(&text, &blocks(&text));
        let mut token = 0;
        for (index, paragraph) in document.paragraphs().iter().enumerate() {
            prop_assert!(paragraph.span.of(&text).is_some());
            if paragraph.role == BlockRole::Furniture {
                prop_assert!(paragraph.sentences.is_empty());
                continue;
            }
            for sentence in &document.sentences()[paragraph.sentences.clone()] {
                prop_assert_eq!(sentence.paragraph, index);
                prop_assert_eq!(sentence.tokens.start, token);
                prop_assert!(!sentence.tokens.is_empty());
                prop_assert!(paragraph.span.contains(sentence.span));
                token = sentence.tokens.end;
            }
        }
        prop_assert_eq!(token, document.tokens().len());
        let mut end = 0;
        for token in document.tokens() {
            prop_assert!(token.span.start() >= end && !token.span.is_empty());
            prop_assert!(token.span.of(&text).is_some());
            end = token.span.end();
        }
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
    fn quotations_do_not_overlap_and_mark_their_tokens(text in any_text()) {
        let document = Document::new(&text, &blocks(&text));
        let mut end = 0;
        for quotation in document.quotations() {
            prop_assert!(quotation.tokens.start >= end);
            end = quotation.tokens.end;
            prop_assert!(document.paragraphs()[quotation.paragraph].span.contains(quotation.span));
            prop_assert!(document.tokens()[quotation.tokens.clone()].iter().all(|token| token.quoted));
        }
        let quoted: usize = document.quotations().iter().map(|quotation| quotation.tokens.len()).sum();
        prop_assert_eq!(quoted, document.tokens().iter().filter(|token| token.quoted).count());
    }

    #[test]
    fn attributions_are_well_formed(text in any_text()) {
        let document = Document::new(&text, &blocks(&text));
        let extractor = Extractor::new().with_floor(Confidence::new(0.0));
        let attributions = extractor.extract(&document);
        let mut contents: Vec<Span> = Vec::new();
        for (index, attribution) in attributions.iter().enumerate() {
            prop_assert!(attribution.inside.is_none_or(|outer| outer < index), "the outer one comes first");
            prop_assert!(!attribution.content.is_empty());
            let spans = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
            for span in spans {
                prop_assert!(!span.is_empty());
                prop_assert!(span.of(&text).is_some(), "{:?} cuts a character", span);
                let inside = document
                    .paragraphs()
                    .iter()
                    .any(|paragraph| paragraph.role != BlockRole::Furniture && paragraph.span.contains(*span));
                prop_assert!(inside, "{:?} lies in no paragraph", span);
            }
            for content in &attribution.content {
                prop_assert!(attribution.source.iter().all(|source| !source.overlaps(*content)));
                prop_assert!(attribution.cue.iter().all(|cue| !cue.overlaps(*content)));
            }
            let quoted = |span: &Span| {
                document.tokens()[document.tokens_in(*span)]
                    .iter()
                    .filter(|token| token.is_word())
                    .all(|token| token.quoted)
            };
            if attribution.kind == Kind::Direct {
                prop_assert!(attribution.content.iter().all(quoted));
            }
            match attribution.inside {
                None => contents.extend(&attribution.content),
                Some(outer) => prop_assert!(lies_inside(&attributions, outer, attribution)),
            }
        }
        contents.sort();
        prop_assert!(contents.windows(2).all(|pair| !pair[0].overlaps(pair[1])), "no word is reported twice");
        prop_assert_eq!(extractor.extract(&document), attributions, "the same text gives the same answer");
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
    ] {
        let text = format!("Roe said “a.” {}", piece.repeat(times));
        let document = Document::new(&text, &lines(&text, BlockRole::Body));
        let attributions = Extractor::new().extract(&document);
        assert!(attributions.len() <= document.tokens().len());
    }
}
