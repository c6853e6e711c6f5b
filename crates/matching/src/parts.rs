//! What is given word for word within a content that mixes the speaker's words with the reporter's.

use crate::fingerprint::{Fingerprint, fingerprint};
use crate::function_words::is_content;
use crate::words::words;

/// The pieces of `text` that stand in quotation marks, without the marks, in order. A piece that is not closed goes
/// to the end. An apostrophe opens nothing: a single mark opens only at the beginning of a word, and closes only at
/// the end of one.
#[must_use]
pub fn quoted_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut open: Option<(usize, Mark)> = None;
    let mut before: Option<char> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let after = characters.peek().map(|(_, character)| *character);
        let begins_word = before.is_none_or(|before| !before.is_alphanumeric())
            && after.is_some_and(|after| !after.is_whitespace());
        let ends_word = after.is_none_or(|after| !after.is_alphanumeric());
        match (open, Mark::of(character)) {
            (None, Some(mark)) if mark.may_open(character) && begins_word => {
                open = Some((offset + character.len_utf8(), mark));
            }
            (Some((start, opened)), Some(mark))
                if mark == opened && mark.may_close(character) && ends_word =>
            {
                parts.push(&text[start..offset]);
                open = None;
            }
            _ => {}
        }
        before = Some(character);
    }
    if let Some((start, Mark::Double)) = open {
        parts.push(&text[start..]);
    }
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    parts
}

/// What the same quoted words by another speaker would be found by; `None` where they say too little to be anybody's:
/// fewer than two words, or none that carries content. Dates and other numbers by themselves are nobody's words.
#[must_use]
pub fn part_key(part: &str) -> Option<Fingerprint> {
    let words = words(part);
    let content = words.iter().filter(|word| {
        is_content(&word.compared) && word.compared.chars().any(char::is_alphabetic)
    });
    if words.len() < 2 || content.count() == 0 {
        return None;
    }
    fingerprint(part)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
}

impl Mark {
    fn of(character: char) -> Option<Self> {
        match character {
            '"' | '“' | '”' | '„' | '«' | '»' | '″' | '＂' => Some(Self::Double),
            '\'' | '‘' | '’' | '‚' => Some(Self::Single),
            _ => None,
        }
    }

    fn may_open(self, character: char) -> bool {
        !matches!(character, '’')
    }

    fn may_close(self, character: char) -> bool {
        !matches!(character, '„' | '‚')
    }
}
