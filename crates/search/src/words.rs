//! Text to the words the index knows: one way for what is stored, asked for and highlighted.
//!
//! Words are split at the word bounds of Unicode (UAX 29), which leave numbers, abbreviations and apostrophes
//! whole, then once more where that standard joins what readers would not ("he_said", "end.Next"). Each is
//! lower-cased, stripped of accents and brought to its stem. No word is left out as too common: "to be or not
//! to be" must find what it says.

use onrecord_model::Quote;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::stem::stem;

/// The name under which the index remembers how its words were made. A change of what this module makes of a
/// text needs a new name and a new [`crate::SCHEMA_VERSION`]; a test watches over it.
pub(crate) const TOKENIZER: &str = "onrecord_english_1";

/// The same for the forms that words are written in.
pub(crate) const SPELLINGS: &str = "onrecord_spellings_1";

/// Words are cut to this many characters: what is longer is no word, and the index has a limit of its own.
const LONGEST: usize = 100;

/// How many positions a gap between the pieces of a content takes, so that no phrase reaches across it.
const GAP_POSITIONS: u32 = 8;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// What it is compared by.
    pub(crate) term: String,
    /// Where it stands in the order of words; neighbours differ by one.
    pub(crate) position: u32,
    /// First byte in the text.
    pub(crate) start: usize,
    /// Behind the last byte in the text.
    pub(crate) end: usize,
}

/// The words of `text`, in order, each brought to its stem.
pub(crate) fn words(text: &str) -> Vec<Word> {
    split(text, stem)
}

/// The words of `text` in the forms they are written in: lower-cased and without accents, apostrophes around them
/// and the genitive's `'s`, but not stemmed.
pub(crate) fn spellings(text: &str) -> Vec<Word> {
    split(text, |word| {
        let bare = word.trim_matches('\'');
        let bare = bare.strip_suffix("'s").unwrap_or(bare);
        if bare.len() < word.len() {
            *word = bare.to_owned();
        }
    })
}

fn split(text: &str, finish: fn(&mut String)) -> Vec<Word> {
    let mut splitter = Splitter {
        text,
        finish,
        words: Vec::with_capacity(text.len() / 6),
    };
    for (start, token) in text.unicode_word_indices() {
        splitter.split(start, token);
    }
    splitter.words
}

/// The key an outlet is filtered by: case and white space do not tell outlets apart.
#[must_use]
pub fn outlet_key(outlet: &str) -> String {
    let folded: String = outlet.nfkc().flat_map(char::to_lowercase).collect();
    let mut key = String::with_capacity(folded.len());
    for part in folded.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(part);
    }
    // A term of the index cannot be longer than 65 530 bytes; no outlet's name comes near.
    key.chars().take(1_000).collect()
}

struct Splitter<'text> {
    text: &'text str,
    /// What is done to a folded word.
    finish: fn(&mut String),
    words: Vec<Word>,
}

impl Splitter<'_> {
    /// Takes one word by Unicode's bounds and pushes the words it holds.
    fn split(&mut self, start: usize, token: &str) {
        if token.chars().all(char::is_alphanumeric) {
            self.push(start, token, token);
            return;
        }
        let mut piece_start = None;
        for (offset, character) in token.char_indices() {
            if is_part_of_word(character) {
                piece_start.get_or_insert(offset);
            } else if let Some(from) = piece_start.take() {
                self.split_at_points(start + from, &token[from..offset]);
            }
        }
        if let Some(from) = piece_start {
            self.split_at_points(start + from, &token[from..]);
        }
    }

    /// Points belong to numbers and abbreviations: "3.5" stays, "1,000" is 1000, "U.S" is "us"; all else is
    /// split there.
    fn split_at_points(&mut self, start: usize, piece: &str) {
        if !piece.contains(is_point) {
            self.push(start, piece, piece);
            return;
        }
        let parts = || piece.split(is_point).filter(|part| !part.is_empty());
        let is_number = parts().all(|part| part.chars().all(char::is_numeric));
        if is_number {
            self.push(start, piece, &piece.replace(',', ""));
            return;
        }
        let is_abbreviation =
            parts().all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        if is_abbreviation {
            self.push(start, piece, &piece.replace(is_point, ""));
            return;
        }
        let mut offset = 0;
        for part in piece.split(is_point) {
            if !part.is_empty() {
                self.push(start + offset, part, part);
            }
            offset += part.len() + 1;
        }
    }

    fn push(&mut self, start: usize, surface: &str, spelling: &str) {
        let mut term = fold(spelling);
        (self.finish)(&mut term);
        if term.is_empty() {
            return;
        }
        let position = match self.words.last() {
            None => 0,
            Some(before) if self.text[before.end..start].contains(Quote::GAP.trim()) => {
                before.position + GAP_POSITIONS
            }
            Some(before) => before.position + 1,
        };
        self.words.push(Word {
            term,
            position,
            start,
            end: start + surface.len(),
        });
    }
}

fn is_point(character: char) -> bool {
    matches!(character, '.' | ',')
}

fn is_part_of_word(character: char) -> bool {
    character.is_alphanumeric()
        || is_point(character)
        || is_apostrophe(character)
        || is_combining_mark(character)
}

fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}'
    )
}

/// Lower case, without accents, apostrophes straight.
fn fold(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let mut folded = word.to_ascii_lowercase();
        folded.truncate(LONGEST);
        return folded;
    }
    let mut folded = String::with_capacity(word.len());
    let characters = word
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .filter(|character| !is_combining_mark(*character))
        .take(LONGEST);
    for character in characters {
        match character {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ŋ' => folded.push('n'),
            'ŧ' => folded.push('t'),
            other if is_apostrophe(other) => folded.push('\''),
            other => folded.push(other),
        }
    }
    folded
}

/// [`words`] or [`spellings`] as a tokenizer of the index.
#[derive(Clone)]
pub(crate) struct WordTokenizer {
    words: fn(&str) -> Vec<Word>,
}

impl WordTokenizer {
    pub(crate) fn stems() -> TextAnalyzer {
        TextAnalyzer::from(Self { words })
    }

    pub(crate) fn spellings() -> TextAnalyzer {
        TextAnalyzer::from(Self { words: spellings })
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'text> = WordStream;

    fn token_stream<'text>(&'text mut self, text: &'text str) -> WordStream {
        WordStream {
            words: (self.words)(text).into_iter(),
            token: Token::default(),
        }
    }
}

pub(crate) struct WordStream {
    words: std::vec::IntoIter<Word>,
    token: Token,
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token = Token {
            offset_from: word.start,
            offset_to: word.end,
            position: word.position as usize,
            text: word.term,
            position_length: 1,
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
