//! Where a wording marks that something is left out.

use crate::words::Word;

/// The places of a wording where it has an ellipsis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Whether there is one before each word.
    pub(crate) before: Vec<bool>,
    /// Whether there is one behind the last word.
    pub(crate) behind: bool,
}

impl Marks {
    pub(crate) fn of(text: &str, words: &[Word<'_>]) -> Self {
        if !has_ellipsis(text) {
            return Self {
                before: vec![false; words.len()],
                behind: false,
            };
        }
        let mut end = 0;
        let before = words
            .iter()
            .map(|word| {
                let marked = has_ellipsis(&text[end..word.start + leading(word.written)]);
                end = word.end() - trailing(word.written);
                marked
            })
            .collect();
        Self {
            before,
            behind: has_ellipsis(&text[end..]),
        }
    }
}

fn has_ellipsis(between: &str) -> bool {
    between.contains('…') || between.contains("...") || between.contains(". . .")
}

/// Bytes of a word as it is written before its first letter or digit ("...and").
fn leading(written: &str) -> usize {
    written.find(char::is_alphanumeric).unwrap_or(0)
}

/// Bytes of it behind its last ("end...").
fn trailing(written: &str) -> usize {
    let word = written.trim_end_matches(|character: char| !character.is_alphanumeric());
    written.len() - word.len()
}
