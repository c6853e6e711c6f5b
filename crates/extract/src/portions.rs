//! Long texts, in portions.
//!
//! What is known of a token while it is labelled and weighed takes many times its own size. A text far longer than any
//! article is read portion by portion, so that memory grows with its length only by what a [`Document`] takes.
//! Attributions are as in one piece but where they would run over a border, and there is none inside a quotation that
//! runs over paragraphs, nor between the sentences of a paragraph that is not itself too long.

use std::ops::Range;

use onrecord_model::{Block, BlockRole, Span};

use crate::document::{Document, Paragraph};

/// Tokens that are read together. The longest articles, transcripts of a day, have half as many.
const LARGEST: usize = 100_000;

/// The blocks of `document` in portions that can be read by themselves; `None` where one does.
pub(crate) fn of(document: &Document<'_>) -> Option<Vec<Vec<Block>>> {
    if document.tokens().len() <= LARGEST {
        return None;
    }
    let mut portions = Vec::new();
    let mut portion = Vec::new();
    let mut taken = 0;
    let mut quotations = document.quotations().iter().peekable();
    for (index, paragraph) in document.paragraphs().iter().enumerate() {
        if paragraph.role == BlockRole::Furniture {
            continue;
        }
        while quotations
            .next_if(|quotation| quotation.paragraph < index)
            .is_some()
        {}
        let continues = quotations
            .peek()
            .is_some_and(|quotation| quotation.paragraph == index && quotation.continues);
        for tokens in pieces(document, paragraph) {
            let most = if continues { 2 * LARGEST } else { LARGEST };
            if taken > 0 && taken + tokens.len() > most {
                portions.push(std::mem::take(&mut portion));
                taken = 0;
            }
            taken += tokens.len();
            portion.push(Block {
                span: Span::new(
                    document.tokens()[tokens.start].span.start(),
                    document.tokens()[tokens.end - 1].span.end(),
                ),
                role: paragraph.role,
            });
        }
    }
    portions.push(portion);
    Some(portions)
}

/// The tokens of a paragraph, cut where it is too long: between sentences, and inside one that is itself too long.
fn pieces(document: &Document<'_>, paragraph: &Paragraph) -> Vec<Range<usize>> {
    let whole = document.paragraph_tokens(paragraph);
    if whole.len() <= LARGEST {
        return if whole.is_empty() {
            Vec::new()
        } else {
            vec![whole]
        };
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for sentence in &document.sentences()[paragraph.sentences.clone()] {
        let mut start = sentence.tokens.start;
        while start < sentence.tokens.end {
            let end = sentence.tokens.end.min(start + LARGEST);
            match pieces.last_mut() {
                Some(last) if end - last.start <= LARGEST => last.end = end,
                _ => pieces.push(start..end),
            }
            start = end;
        }
    }
    pieces
}
