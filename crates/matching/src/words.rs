//! The words of a wording, as two outlets would have to agree on them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word as it stands, and as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'text> {
    pub(crate) written: &'text str,
    /// First byte of it in the text.
    pub(crate) start: usize,
    pub(crate) compared: String,
    /// Whether nothing but a dash stands between it and the word before.
    pub(crate) is_joined: bool,
}

impl Word<'_> {
    /// Behind its last byte in the text.
    pub(crate) fn end(&self) -> usize {
        self.start + self.written.len()
    }
}

/// Words are what stands between white space and dashes; punctuation at their edges and inside them is
/// dropped, except for what separates the digits of a number.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::with_capacity(text.len() / 6);
    let mut push = |start: usize, end: usize, is_joined: bool| {
        let written = &text[start..end];
        let compared = compared(written);
        if !compared.is_empty() {
            words.push(Word {
                written,
                start,
                compared,
                is_joined,
            });
        }
    };
    let mut start = 0;
    let mut is_joined = false;
    for (offset, character) in text.char_indices() {
        if character.is_whitespace() || is_dash(character) {
            push(start, offset, is_joined);
            is_joined = is_dash(character) && offset > start;
            start = offset + character.len_utf8();
        }
    }
    push(start, text.len(), is_joined);
    words
}

/// Words of `text` with those that dashes join taken for one where `is_one` knows it as one: "co-operation" beside
/// "cooperation".
pub(crate) fn merged<'text>(
    text: &'text str,
    words: Vec<Word<'text>>,
    is_one: impl Fn(&str) -> bool,
) -> Vec<Word<'text>> {
    if !words.iter().any(|word| word.is_joined) {
        return words;
    }
    let mut merged: Vec<Word<'text>> = Vec::with_capacity(words.len());
    let mut rest = words.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut chain = vec![first];
        while let Some(next) = rest.next_if(|next| next.is_joined) {
            chain.push(next);
        }
        let compared = joined(&chain);
        if chain.len() > 1 && is_one(&compared) {
            let (start, end) = (chain[0].start, chain[chain.len() - 1].end());
            merged.push(Word {
                written: &text[start..end],
                start,
                compared,
                is_joined: false,
            });
        } else {
            merged.append(&mut chain);
        }
    }
    merged
}

/// The words in one.
pub(crate) fn joined(chain: &[Word<'_>]) -> String {
    chain.iter().map(|word| word.compared.as_str()).collect()
}

fn compared(written: &str) -> String {
    if written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return written.to_ascii_lowercase();
    }
    let mut compared = String::with_capacity(written.len());
    let characters: Vec<char> = written
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .collect();
    for (index, &character) in characters.iter().enumerate() {
        let digit_at = |index: Option<usize>| {
            index
                .and_then(|index| characters.get(index))
                .is_some_and(char::is_ascii_digit)
        };
        if character.is_alphanumeric() {
            compared.extend(character.to_lowercase());
        } else if character == '.'
            && digit_at(index.checked_sub(1))
            && digit_at(index.checked_add(1))
        {
            // 1.5 is not 15; 1,500 is 1500.
            compared.push('.');
        } else if matches!(character, '%' | '$' | '€' | '£') {
            compared.push(character);
        }
    }
    compared
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
