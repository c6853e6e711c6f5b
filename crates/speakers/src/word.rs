//! The document's tokens as words that can be compared.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

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

/// What a word is compared by. All tokens of one spelling share it, or a long text would be kept twice over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Normal(Rc<str>);

impl Normal {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Normal {
    fn from(normal: String) -> Self {
        Self(normal.into())
    }
}

impl Deref for Normal {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Normal {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Normal {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Display for Normal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One token, read.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// As it is compared; empty for marks.
    pub(crate) normal: Normal,
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
    let mark = Word {
        normal: Normal(Rc::from("")),
        class: Class::default(),
        shape: Shape::Other,
    };
    let mut seen: HashMap<&str, Word> = HashMap::new();
    document
        .tokens()
        .iter()
        .map(|token| match token.kind {
            TokenKind::Word | TokenKind::Number => {
                let text = document.word(*token);
                seen.entry(text)
                    .or_insert_with(|| match token.kind {
                        TokenKind::Word => word(text),
                        _ => Word {
                            normal: normalise(text).into(),
                            ..mark.clone()
                        },
                    })
                    .clone()
            }
            _ => mark.clone(),
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
        normal: normal.into(),
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
