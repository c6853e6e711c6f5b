//! A document as the network reads it: windows of whole sentences.
//!
//! A window begins with pieces of what stands before it, for the network to know what it is about. Windows are
//! filled with those sentences that are to be read, and what is read of a paragraph is kept together where that leaves
//! no window half empty.

use std::ops::Range;

use super::encoder::{Input, LONGEST, PLACES};
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
    /// How many of them, the first ones, only tell what stands before.
    pub(super) before: usize,
    /// For each of the others the token that its scores are for; `None` for what only marks an end.
    pub(super) tokens: Vec<Option<usize>>,
}

/// What is read of a document.
pub(super) struct Windows {
    /// In order.
    pub(super) windows: Vec<Window>,
    /// Whether each token's sentence is read.
    pub(super) is_read: Vec<bool>,
}

/// The windows over those sentences of all `stretches` of a document that have a `wanted` token.
pub(super) fn windows(
    document: &Document<'_>,
    stretches: &[Stretch],
    wanted: &[bool],
    vocabulary: &WordPieces,
) -> Windows {
    let mut packer = Packer {
        vocabulary,
        windows: Vec::new(),
        before: Vec::new(),
        open: Vec::new(),
    };
    let mut is_read = vec![false; document.tokens().len()];
    let mut cutter = Cutter {
        document,
        vocabulary,
        place: 0,
        cut: Vec::new(),
    };
    let mut passed: Option<Sentence> = None;
    let mut paragraph = None;
    for stretch in stretches {
        if paragraph.is_some_and(|before| before != stretch.paragraph) {
            cutter.place = (cutter.place + 1).min(PLACES as u8 - 1);
        }
        paragraph = Some(stretch.paragraph);
        let mut parts = Vec::new();
        for sentence in sentences(document, stretch) {
            if !wanted[sentence.tokens.clone()].contains(&true) {
                passed = Some(sentence);
                continue;
            }
            is_read[sentence.tokens.clone()].fill(true);
            parts.push(Part {
                passed: passed.take().map(|before| cutter.pieces(&before)),
                pieces: cutter.pieces(&sentence),
            });
        }
        packer.add(parts);
    }
    packer.close();
    Windows {
        windows: packer.windows,
        is_read,
    }
}

/// A sentence, or what a stretch has of it.
#[derive(Debug, Clone)]
struct Sentence {
    tokens: Range<usize>,
    /// Whether its stretch ends with it.
    is_last: bool,
}

/// What a stretch has of the sentences of its paragraph.
fn sentences(document: &Document<'_>, stretch: &Stretch) -> Vec<Sentence> {
    let all = &document.sentences()[document.paragraphs()[stretch.paragraph].sentences.clone()];
    let first = all.partition_point(|sentence| sentence.tokens.end <= stretch.tokens.start);
    let inside = all[first..]
        .iter()
        .take_while(|sentence| sentence.tokens.start < stretch.tokens.end);
    inside
        .map(|sentence| Sentence {
            tokens: sentence.tokens.start.max(stretch.tokens.start)
                ..sentence.tokens.end.min(stretch.tokens.end),
            is_last: sentence.tokens.end >= stretch.tokens.end,
        })
        .filter(|sentence| !sentence.tokens.is_empty())
        .collect()
}

/// Cuts sentences into pieces.
struct Cutter<'a> {
    document: &'a Document<'a>,
    vocabulary: &'a WordPieces,
    /// In which of the first paragraphs the sentences stand.
    place: u8,
    cut: Vec<Piece>,
}

impl Cutter<'_> {
    /// The pieces of a sentence; behind the last of a stretch stands the mark that ends a paragraph.
    fn pieces(&mut self, sentence: &Sentence) -> Vec<Read> {
        let tokens = self.document.tokens();
        let inside = &sentence.tokens;
        let start = tokens[inside.start].span.start();
        let text = &self.document.text()[start..tokens[inside.end - 1].span.end()];
        self.cut.clear();
        self.vocabulary.cut(text, start, &mut self.cut);
        let mut token = inside.start;
        let pieces = self.cut.iter().map(|piece| {
            while token + 1 < inside.end && tokens[token + 1].span.start() <= piece.bytes.start {
                token += 1;
            }
            Read {
                input: Input {
                    piece: piece.number,
                    is_quoted: tokens[token].quoted,
                    case: case(self.document.word(tokens[token])),
                    place: self.place,
                },
                token: Some(token),
            }
        });
        let mut pieces: Vec<Read> = pieces.collect();
        if sentence.is_last {
            pieces.push(Read {
                input: Input {
                    piece: self.vocabulary.end,
                    is_quoted: false,
                    case: 0,
                    place: self.place,
                },
                token: None,
            });
        }
        pieces
    }
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

/// A sentence that is read.
struct Part {
    /// The one before it, if that is not read.
    passed: Option<Vec<Read>>,
    pieces: Vec<Read>,
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

    /// Adds what is read of a stretch.
    fn add(&mut self, parts: Vec<Part>) {
        let length: usize = parts.iter().map(|part| part.pieces.len()).sum();
        if length > self.room() && self.open.len() >= FULL_ENOUGH {
            self.close();
        }
        for Part { mut passed, pieces } in parts {
            for some in pieces.chunks(LONGEST - 1 - BEFORE) {
                if some.len() > self.room() {
                    self.close();
                }
                if let Some(passed) = passed.take()
                    && self.open.is_empty()
                {
                    self.before = last(passed, BEFORE);
                }
                self.open.extend_from_slice(some);
            }
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
            before: 1 + self.before.len(),
            tokens: Vec::with_capacity(self.open.len()),
        };
        for read in &self.before {
            window.inputs.push(read.input);
        }
        for read in &self.open {
            window.inputs.push(read.input);
            window.tokens.push(read.token);
        }
        self.windows.push(window);
        let mut read = std::mem::take(&mut self.before);
        read.append(&mut self.open);
        self.before = last(read, BEFORE);
    }
}

/// At most the last `count` pieces.
fn last(mut pieces: Vec<Read>, count: usize) -> Vec<Read> {
    pieces.drain(..pieces.len().saturating_sub(count));
    pieces
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
            let wanted: Vec<bool> = (0..document.tokens().len()).map(|at| wanted[at % 40]).collect();
            let Windows { windows: read, is_read } =
                windows(&document, &stretches, &wanted, &vocabulary);
            let mut last = 0;
            for window in &read {
                prop_assert!(window.inputs.len() <= LONGEST);
                prop_assert_eq!(window.inputs.len(), window.before + window.tokens.len());
                for token in window.tokens.iter().flatten() {
                    prop_assert!(*token >= last);
                    last = *token;
                }
            }
            let count = |which: &dyn Fn(&Window) -> usize| read.iter().map(which).sum::<usize>();
            let of_tokens = count(&|window| window.tokens.iter().flatten().count());
            let mut cut = 0;
            let mut cutter = Cutter { document: &document, vocabulary: &vocabulary, place: 0, cut: Vec::new() };
            for sentence in stretches.iter().flat_map(|stretch| sentences(&document, stretch)) {
                let is_wanted = wanted[sentence.tokens.clone()].contains(&true);
                prop_assert!(is_read[sentence.tokens.clone()].iter().all(|is_read| *is_read == is_wanted));
                if is_wanted {
                    let pieces = cutter.pieces(&sentence);
                    cut += pieces.iter().filter(|piece| piece.token.is_some()).count();
                }
            }
            prop_assert_eq!(of_tokens, cut);
        }
    }
}
