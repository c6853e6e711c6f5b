//! The words of a wording, as two outlets would have to agree on them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word as it stands, and as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'text> {
    pub(crate) written: &'text str,
    pub(crate) compared: String,
}

/// Words are what stands between white space and dashes; punctuation at their edges and inside them is
/// dropped, except for what separates the digits of a number.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    text.split(|character: char| character.is_whitespace() || is_dash(character))
        .filter_map(|written| {
            let compared = compared(written);
            (!compared.is_empty()).then_some(Word { written, compared })
        })
        .collect()
}

fn compared(written: &str) -> String {
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
