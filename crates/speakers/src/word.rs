//! The document's tokens as words that can be compared.

use onrecord_extract::{Document, TokenKind};

use crate::lexicon::Class;
use crate::normalise;

/// How a token is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Small letters.
    Lower,
    /// A capital first.
    Capital,
    /// Capitals only, two or more: an acronym, or a name in a transcript.
    Shout,
    /// One capital, with or without its full stop.
    Initial,
    /// "'s" cut from the word before.
    Clitic,
    /// No word: a number or a mark.
    Other,
}

/// One token, read.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// As it is compared; empty for marks.
    pub(crate) normal: String,
    pub(crate) class: Class,
    pub(crate) shape: Shape,
}

impl Word {
    /// Whether it is written as names are.
    pub(crate) fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Shout | Shape::Initial)
    }

    pub(crate) fn is_possessive(&self) -> bool {
        self.shape == Shape::Clitic && self.normal == "s"
    }
}

/// The words of `document`, one per token.
pub(crate) fn words(document: &Document<'_>) -> Vec<Word> {
    document
        .tokens()
        .iter()
        .map(|token| {
            let text = document.word(*token);
            match token.kind {
                TokenKind::Word => word(text),
                TokenKind::Number => Word {
                    normal: normalise(text),
                    class: Class::default(),
                    shape: Shape::Other,
                },
                _ => Word {
                    normal: String::new(),
                    class: Class::default(),
                    shape: Shape::Other,
                },
            }
        })
        .collect()
}

fn word(text: &str) -> Word {
    let normal = normalise(text);
    let shape = shape(text);
    // "US" is a country and "us" a pronoun, "IT" and "it" likewise.
    let class = match shape {
        Shape::Shout if normal.len() <= 3 => Class::of(&normal).without_grammar(),
        _ => Class::of(&normal),
    };
    Word {
        normal,
        class,
        shape,
    }
}

fn shape(text: &str) -> Shape {
    if text.starts_with(['\'', '’']) {
        return Shape::Clitic;
    }
    if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Shape::Lower;
    }
    let mut letters = text.chars().filter(|character| character.is_alphabetic());
    let Some(first) = letters.next() else {
        return Shape::Other;
    };
    let mut rest = 0;
    let mut capitals = 0;
    for letter in letters {
        rest += 1;
        capitals += usize::from(letter.is_uppercase());
    }
    if !first.is_uppercase() {
        // "al-Assad", "iPhone": small first, a capital within.
        let inner = text.contains('-') && capitals > 0;
        return if inner { Shape::Capital } else { Shape::Lower };
    }
    match (rest, capitals) {
        (0, _) => Shape::Initial,
        (rest, capitals) if rest == capitals => Shape::Shout,
        _ => Shape::Capital,
    }
}
