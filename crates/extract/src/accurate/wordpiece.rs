//! Words cut into the pieces that the network knows.
//!
//! As BERT's uncased tokenizer does it (Devlin and others 2019): control characters are left out, letters made small
//! and rid of their accents; every mark and every Chinese character is a word by itself; a word is cut into the longest
//! pieces of the vocabulary from its left. Every piece tells the bytes of the text it was made of.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// A word of more characters is not looked up.
const LONGEST_WORD: usize = 100;

/// What a piece that goes on with a word begins with in the vocabulary.
const GOES_ON: &str = "##";

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its number in the vocabulary.
    pub(super) number: u32,
    /// The bytes it was made of.
    pub(super) bytes: Range<usize>,
}

/// The pieces there are.
#[derive(Debug, Clone)]
pub(super) struct WordPieces {
    first: HashMap<Box<str>, u32>,
    further: HashMap<Box<str>, u32>,
    unknown: u32,
    /// What stands at the beginning of a window.
    pub(super) begin: u32,
    /// What stands behind each paragraph.
    pub(super) end: u32,
}

impl WordPieces {
    /// The vocabulary of `pieces`, by their number; `None` if one that is always needed is missing.
    pub(super) fn new<'a>(pieces: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (mut first, mut further) = (HashMap::new(), HashMap::new());
        for (number, piece) in (0..).zip(pieces) {
            match piece.strip_prefix(GOES_ON) {
                Some(rest) if !rest.is_empty() => further.insert(rest.into(), number),
                _ => first.insert(piece.into(), number),
            };
        }
        Some(Self {
            unknown: *first.get("[UNK]")?,
            begin: *first.get("[CLS]")?,
            end: *first.get("[SEP]")?,
            first,
            further,
        })
    }

    /// The pieces of `text`, in order; their bytes count from `offset`.
    pub(super) fn cut(&self, text: &str, offset: usize, pieces: &mut Vec<Piece>) {
        let mut word = Word::default();
        for (start, character) in text.char_indices() {
            let bytes = offset + start..offset + start + character.len_utf8();
            match sort(character) {
                Sort::Letter => word.add(character, bytes),
                Sort::Dropped => {}
                Sort::Space => self.close(&mut word, pieces),
                Sort::Alone => {
                    self.close(&mut word, pieces);
                    word.add(character, bytes);
                    self.close(&mut word, pieces);
                }
            }
        }
        self.close(&mut word, pieces);
    }

    /// Adds the pieces of a word and makes it empty.
    fn close(&self, word: &mut Word, pieces: &mut Vec<Piece>) {
        let before = pieces.len();
        let mut start = 0;
        while start < word.ends.len() {
            let table = if start == 0 {
                &self.first
            } else {
                &self.further
            };
            let from = start.checked_sub(1).map_or(0, |at| word.ends[at].0);
            let ends = match word.ends.len() {
                0..=LONGEST_WORD => start + 1..word.ends.len() + 1,
                _ => 0..0,
            };
            let longest = ends.rev().find_map(|end| {
                let number = table.get(&word.letters[from..word.ends[end - 1].0])?;
                Some((end, *number))
            });
            let Some((end, number)) = longest else {
                pieces.truncate(before);
                pieces.push(Piece {
                    number: self.unknown,
                    bytes: word.ends[0].1.start..word.ends[word.ends.len() - 1].1.end,
                });
                break;
            };
            pieces.push(Piece {
                number,
                bytes: word.ends[start].1.start..word.ends[end - 1].1.end,
            });
            start = end;
        }
        word.letters.clear();
        word.ends.clear();
    }
}

/// A word, small and without accents.
#[derive(Debug, Default)]
struct Word {
    letters: String,
    /// For each character of `letters` where it ends there, and the bytes of the text it was made of.
    ends: Vec<(usize, Range<usize>)>,
}

impl Word {
    fn add(&mut self, character: char, bytes: Range<usize>) {
        if self.ends.len() > LONGEST_WORD {
            // It will not be looked up: only where it ends matters.
            if let Some((_, last)) = self.ends.last_mut() {
                last.end = bytes.end;
            }
            return;
        }
        if character.is_ascii() {
            self.letters.push(character.to_ascii_lowercase());
            self.ends.push((self.letters.len(), bytes));
            return;
        }
        decompose_canonical(character, |part| {
            if is_combining_mark(part) {
                return;
            }
            for small in part.to_lowercase() {
                self.letters.push(small);
                self.ends.push((self.letters.len(), bytes.clone()));
            }
        });
    }
}

/// What becomes of a character.
enum Sort {
    /// Part of a word.
    Letter,
    /// A word by itself.
    Alone,
    /// Parts words.
    Space,
    /// As if it were not there.
    Dropped,
}

fn sort(character: char) -> Sort {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Sort::Letter,
        '\t' | '\n' | '\r' => Sort::Space,
        '\u{fffd}' => Sort::Dropped,
        _ if character.is_whitespace() => Sort::Space,
        _ if character.is_control() || is_format(character) => Sort::Dropped,
        _ if character.is_ascii_punctuation() || is_mark(character) || is_chinese(character) => {
            Sort::Alone
        }
        _ => Sort::Letter,
    }
}

/// Characters that only tell how others are shown, and those for private use.
fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0001}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}'
    )
}

/// Punctuation beyond ASCII, of scripts that stand in English news.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{37e}' | '\u{387}' | '\u{55a}'..='\u{55f}'
            | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5c6}'
            | '\u{5f3}' | '\u{5f4}' | '\u{60c}' | '\u{61b}' | '\u{61e}' | '\u{61f}'
            | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}'
            | '\u{207d}' | '\u{207e}' | '\u{208d}' | '\u{208e}' | '\u{2308}'..='\u{230b}'
            | '\u{2329}' | '\u{232a}' | '\u{2768}'..='\u{2775}' | '\u{27e6}'..='\u{27ef}'
            | '\u{2983}'..='\u{2998}' | '\u{2e00}'..='\u{2e2e}' | '\u{2e30}'..='\u{2e4f}'
            | '\u{2e52}'..='\u{2e5d}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{3030}' | '\u{303d}' | '\u{30a0}' | '\u{30fb}'
            | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe52}' | '\u{fe54}'..='\u{fe61}'
            | '\u{fe63}' | '\u{fe68}' | '\u{fe6a}' | '\u{fe6b}' | '\u{ff01}'..='\u{ff03}'
            | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}'
            | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}'
            | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}'
    )
}

fn is_chinese(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2ceaf}' | '\u{2f800}'..='\u{2fa1f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PIECES: [&str; 14] = [
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "the",
        "ma",
        "##yor",
        "'",
        "s",
        "cafe",
        "##s",
        "“",
        "中",
        "i",
        "##\u{307}",
    ];

    fn cut(text: &str) -> Vec<Piece> {
        let vocabulary = WordPieces::new(PIECES.into_iter()).expect("nothing is missing");
        let mut pieces = Vec::new();
        vocabulary.cut(text, 0, &mut pieces);
        pieces
    }

    fn check(text: &str, expected: &[(&str, &str)]) {
        let pieces = cut(text);
        let found: Vec<(&str, &str)> = pieces
            .iter()
            .map(|piece| (PIECES[piece.number as usize], &text[piece.bytes.clone()]))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        check(
            "The MAYOR's",
            &[
                ("the", "The"),
                ("ma", "MA"),
                ("##yor", "YOR"),
                ("'", "'"),
                ("s", "s"),
            ],
        );
    }

    #[test]
    fn accents_and_what_cannot_be_seen_are_left_out() {
        check(
            "“Café\u{ad}s",
            &[("“", "“"), ("cafe", "Café"), ("##s", "s")],
        );
        check("cafe\u{301}s", &[("cafe", "cafe"), ("##s", "s")]);
    }

    #[test]
    fn a_chinese_character_is_a_word() {
        check("s中the", &[("s", "s"), ("中", "中"), ("the", "the")]);
    }

    #[test]
    fn a_word_of_other_pieces_is_unknown_as_a_whole() {
        check("mayonnaise the", &[("[UNK]", "mayonnaise"), ("the", "the")]);
        for length in [101, 102, 5_000] {
            check(&"s".repeat(length), &[("[UNK]", &"s".repeat(length))]);
        }
    }

    proptest! {
        #[test]
        fn pieces_lie_in_the_text_one_behind_the_other(
            text in prop_oneof![any::<String>(), "[theMayoréİ'“中 \u{301}\u{ad}]{0,40}"],
        ) {
            let mut end = 0;
            for piece in cut(&text) {
                prop_assert!(piece.bytes.start >= end || piece.bytes.end == end);
                prop_assert!(piece.bytes.start < piece.bytes.end);
                prop_assert!(text.get(piece.bytes.clone()).is_some());
                end = piece.bytes.end;
            }
        }
    }
}
