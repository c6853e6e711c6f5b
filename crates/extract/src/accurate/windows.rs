//! A document as the network reads it: windows of whole sentences.
//!
//! A window begins with pieces of what stands before it, for the network to know what it is about. Windows are
//! filled sentence by sentence; a paragraph is kept together where that leaves no window half empty.

use super::encoder::{Input, LONGEST};
use super::wordpiece::{Piece, WordPieces};
use crate::document::Document;
use crate::tagger::Stretch;

/// How many pieces of what stands before are read again.
const BEFORE: usize = 36;
/// A window with so many pieces is closed rather than part a paragraph.
const FULL_ENOUGH: usize = 100;

/// A piece with the token it belongs to.
#[derive(Debug, Clone, Copy)]
struct Read {
    input: Input,
    /// An index into [`Document::tokens`]; `None` for what only marks the beginning or end of something.
    token: Option<usize>,
}

/// What is read at once.
#[derive(Debug, Default)]
pub(super) struct Window {
    pub(super) inputs: Vec<Input>,
    /// For each input the token that its scores are for; `None` for what is read only to know what stood before.
    pub(super) tokens: Vec<Option<usize>>,
}

/// The windows over those of all `stretches` of a document that are `wanted`, in order.
pub(super) fn windows(
    document: &Document<'_>,
    stretches: &[Stretch],
    wanted: &[bool],
    vocabulary: &WordPieces,
) -> Vec<Window> {
    let mut packer = Packer {
        vocabulary,
        windows: Vec::new(),
        before: Vec::new(),
        open: Vec::new(),
    };
    let mut is_next = false;
    for (index, (stretch, is_wanted)) in stretches.iter().zip(wanted).enumerate() {
        if *is_wanted {
            if !is_next && let Some(before) = index.checked_sub(1) {
                packer.skip_to(sentences(document, &stretches[before], vocabulary));
            }
            packer.add(sentences(document, stretch, vocabulary));
        }
        is_next = *is_wanted;
    }
    packer.close();
    packer.windows
}

/// The sentences of a stretch as pieces. Behind the last stands the mark that ends a paragraph.
fn sentences(
    document: &Document<'_>,
    stretch: &Stretch,
    vocabulary: &WordPieces,
) -> Vec<Vec<Read>> {
    let place = document.paragraphs()[..stretch.paragraph]
        .iter()
        .filter(|paragraph| !paragraph.sentences.is_empty())
        .take(2)
        .count() as u8;
    let paragraph = &document.paragraphs()[stretch.paragraph];
    let tokens = document.tokens();
    let mut sentences = Vec::new();
    let mut cut: Vec<Piece> = Vec::new();
    for sentence in &document.sentences()[paragraph.sentences.clone()] {
        let inside = sentence.tokens.start.max(stretch.tokens.start)
            ..sentence.tokens.end.min(stretch.tokens.end);
        if inside.is_empty() {
            continue;
        }
        let start = tokens[inside.start].span.start();
        let text = &document.text()[start..tokens[inside.end - 1].span.end()];
        cut.clear();
        vocabulary.cut(text, start, &mut cut);
        let mut token = inside.start;
        let pieces = cut.iter().map(|piece| {
            while token + 1 < inside.end && tokens[token + 1].span.start() <= piece.bytes.start {
                token += 1;
            }
            Read {
                input: Input {
                    piece: piece.number,
                    is_quoted: tokens[token].quoted,
                    case: case(document.word(tokens[token])),
                    place,
                },
                token: Some(token),
            }
        });
        sentences.push(pieces.collect::<Vec<Read>>());
    }
    let end = Read {
        input: Input {
            piece: vocabulary.end,
            is_quoted: false,
            case: 0,
            place,
        },
        token: None,
    };
    match sentences.last_mut() {
        Some(last) => last.push(end),
        None => sentences.push(vec![end]),
    }
    sentences
}

/// Small 0, with a capital 1, all capitals 2.
fn case(word: &str) -> u8 {
    let mut characters = word.chars();
    let has_capital = characters.next().is_some_and(char::is_uppercase);
    let is_long = characters.next().is_some();
    let is_loud =
        is_long && word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
    if is_loud { 2 } else { u8::from(has_capital) }
}

struct Packer<'a> {
    vocabulary: &'a WordPieces,
    windows: Vec<Window>,
    /// What stands before what is open.
    before: Vec<Read>,
    open: Vec<Read>,
}

impl Packer<'_> {
    fn room(&self) -> usize {
        LONGEST - 1 - self.before.len() - self.open.len()
    }

    fn add(&mut self, sentences: Vec<Vec<Read>>) {
        let length: usize = sentences.iter().map(Vec::len).sum();
        if length > self.room() && self.open.len() >= FULL_ENOUGH {
            self.close();
        }
        for sentence in sentences {
            for part in sentence.chunks(LONGEST - 1 - BEFORE) {
                if part.len() > self.room() {
                    self.close();
                }
                self.open.extend_from_slice(part);
            }
        }
    }

    /// What stands before the next is not what was added last. An open window goes on all the same.
    fn skip_to(&mut self, before: Vec<Vec<Read>>) {
        if self.open.is_empty() {
            let pieces = before.concat();
            let kept = pieces.len().saturating_sub(BEFORE);
            self.before.clear();
            self.before.extend_from_slice(&pieces[kept..]);
        }
    }

    fn close(&mut self) {
        let Some(first) = self.open.first() else {
            return;
        };
        let begin = Input {
            piece: self.vocabulary.begin,
            is_quoted: false,
            case: 0,
            place: first.input.place,
        };
        let mut window = Window {
            inputs: vec![begin],
            tokens: vec![None],
        };
        for read in &self.before {
            window.inputs.push(read.input);
            window.tokens.push(None);
        }
        for read in &self.open {
            window.inputs.push(read.input);
            window.tokens.push(read.token);
        }
        self.windows.push(window);
        self.before.append(&mut self.open);
        let kept = self.before.len().saturating_sub(BEFORE);
        self.before.drain(..kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_model::{Block, BlockRole, Span};
    use proptest::prelude::*;

    fn blocks(text: &str) -> Vec<Block> {
        let mut start = 0;
        text.split('\n')
            .map(|line| {
                let span = Span::new(start, start + line.len());
                start = span.end() + 1;
                Block {
                    span,
                    role: BlockRole::Body,
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn every_piece_of_what_is_wanted_is_read_once(
            text in "([a-dA-D“”.,' é]{0,300}\n?){0,6}",
            wanted in prop::collection::vec(any::<bool>(), 40),
        ) {
            let letters = ["[UNK]", "[CLS]", "[SEP]", "a", "##b", "ab", "##c", "c", ".", ","];
            let vocabulary = WordPieces::new(letters.into_iter()).expect("nothing is missing");
            let blocks = blocks(&text);
            let document = Document::new(&text, &blocks);
            let stretches = Stretch::all(&document);
            let wanted: Vec<bool> = (0..stretches.len()).map(|at| wanted[at % 40]).collect();
            let read = windows(&document, &stretches, &wanted, &vocabulary);
            let mut last = 0;
            for window in &read {
                prop_assert!(window.inputs.len() <= LONGEST);
                prop_assert_eq!(window.inputs.len(), window.tokens.len());
                for token in window.tokens.iter().flatten() {
                    prop_assert!(*token >= last);
                    last = *token;
                }
            }
            let count = |which: &dyn Fn(&Window) -> usize| read.iter().map(which).sum::<usize>();
            let of_tokens = count(&|window| window.tokens.iter().flatten().count());
            let mut cut = 0;
            for (stretch, _) in stretches.iter().zip(&wanted).filter(|(_, wanted)| **wanted) {
                let pieces = sentences(&document, stretch, &vocabulary).concat();
                cut += pieces.iter().filter(|piece| piece.token.is_some()).count();
            }
            prop_assert_eq!(of_tokens, cut);
        }
    }
}
