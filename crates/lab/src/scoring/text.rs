//! A text as the measures count it: characters, tokens, what stands in quotation marks.

use std::collections::BTreeSet;

use onrecord_model::{CodePointSpan, Kind};

use super::quotation;

/// Indices of tokens.
pub(crate) type TokenSet = BTreeSet<usize>;

/// A letter, digit or underscore, as `\w` of Python's `re` has it.
///
/// Two hundred or so marks and circled letters, none of them used to write English, count as letters in Rust and
/// not there.
pub(super) fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// White space as Python's `str.isspace` has it: the separators of ASCII count too.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// A token: a run of word characters, or any other single character that is not white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token {
    start: usize,
    is_word: bool,
}

/// One text, ready to be scored in.
#[derive(Debug)]
pub(crate) struct ScoredText {
    characters: Vec<char>,
    tokens: Vec<Token>,
    /// The token each character belongs to.
    token_at: Vec<Option<usize>>,
    quoted: Vec<bool>,
}

impl ScoredText {
    pub(crate) fn new(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut tokens: Vec<Token> = Vec::new();
        let mut token_at = Vec::with_capacity(characters.len());
        let mut in_word = false;
        for (start, character) in characters.iter().copied().enumerate() {
            if is_space(character) {
                in_word = false;
                token_at.push(None);
                continue;
            }
            let is_word = is_word_character(character);
            if !(is_word && in_word) {
                tokens.push(Token { start, is_word });
            }
            in_word = is_word;
            token_at.push(Some(tokens.len() - 1));
        }
        let quoted = quotation::quoted_characters(&characters);
        Self {
            characters,
            tokens,
            token_at,
            quoted,
        }
    }

    /// Whether a token starts within quotation marks.
    pub(super) fn is_quoted(&self, token: usize) -> bool {
        self.quoted[self.tokens[token].start]
    }

    /// The spans in order, cut to the text, without white space at their edges, and joined where nothing but white
    /// space parts them.
    pub(super) fn normalise(&self, spans: &[CodePointSpan]) -> Vec<(usize, usize)> {
        let mut sorted = spans.to_vec();
        sorted.sort_unstable();
        let mut normal: Vec<(usize, usize)> = Vec::with_capacity(sorted.len());
        for span in sorted {
            let mut start = span.start as usize;
            let mut end = (span.end as usize).min(self.characters.len());
            while start < end && is_space(self.characters[start]) {
                start += 1;
            }
            while end > start && is_space(self.characters[end - 1]) {
                end -= 1;
            }
            if start >= end {
                continue;
            }
            match normal.last_mut() {
                Some((_, last)) if start <= *last || self.is_blank(*last, start) => {
                    *last = end.max(*last);
                }
                _ => normal.push((start, end)),
            }
        }
        normal
    }

    fn is_blank(&self, start: usize, end: usize) -> bool {
        self.characters[start..end].iter().copied().all(is_space)
    }

    /// The tokens with at least one character in `spans`, which fit the text.
    pub(super) fn cover(&self, spans: &[(usize, usize)]) -> TokenSet {
        spans
            .iter()
            .flat_map(|(start, end)| &self.token_at[*start..*end])
            .filter_map(|token| *token)
            .collect()
    }

    pub(super) fn words(&self, tokens: &TokenSet) -> TokenSet {
        tokens
            .iter()
            .copied()
            .filter(|token| self.tokens[*token].is_word)
            .collect()
    }

    /// The last word of each span.
    pub(super) fn heads(&self, spans: &[(usize, usize)]) -> TokenSet {
        spans
            .iter()
            .filter_map(|span| self.words(&self.cover(&[*span])).last().copied())
            .collect()
    }

    /// Direct where every word of `spans` starts within quotation marks, mixed where some do. A word that a span
    /// cuts starts where the span does.
    pub(super) fn kind(&self, spans: &[(usize, usize)]) -> Kind {
        let mut quoted = false;
        let mut plain = false;
        for (start, end) in spans {
            let mut in_word = false;
            for index in *start..*end {
                let is_word = is_word_character(self.characters[index]);
                if is_word && !in_word {
                    quoted |= self.quoted[index];
                    plain |= !self.quoted[index];
                }
                in_word = is_word;
            }
        }
        match (quoted, plain) {
            (true, false) => Kind::Direct,
            (true, true) => Kind::Mixed,
            (false, _) => Kind::Indirect,
        }
    }
}
