//! A document with what is known of each of its words, and the moves the rules make in it.

use std::ops::Range;
use std::sync::Arc;

use onrecord_model::Span;

use crate::document::Document;
use crate::lexicon::{Class, Form, Lexicon, Word, WordNumber};
use crate::quotation::Quotation;
use crate::token::{Token, TokenKind};

/// How far a rule looks, in tokens. It bounds the work on a text that is one endless sentence; nothing that a
/// rule could rightly find is longer.
pub(crate) const REACH: usize = 250;

/// Words of a title that have no capital.
const SMALL: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "for", "from", "with",
    "by", "as", "is", "vs.",
];

/// How many tokens the title of a work has at most.
const LONGEST_TITLE: usize = 12;

/// A range of tokens.
pub(crate) type Tokens = Range<usize>;

/// A content, cue or source of one piece.
pub(crate) fn piece(tokens: Tokens) -> Vec<Tokens> {
    vec![tokens]
}

pub(crate) struct Reading<'document, 'text> {
    pub(crate) document: &'document Document<'text>,
    known: Arc<[Word]>,
    /// What each token is, by its number in `known`.
    words: Vec<WordNumber>,
    /// The quotation each token stands in, plus one; zero for none.
    quotation: Vec<u32>,
}

impl<'document, 'text> Reading<'document, 'text> {
    pub(crate) fn new(document: &'document Document<'text>, lexicon: &Lexicon) -> Self {
        let mut lower = String::new();
        let known = lexicon.words();
        let mut words: Vec<WordNumber> = document
            .tokens()
            .iter()
            .map(|token| match token.is_word() {
                true => lexicon.look_up(document.word(*token), &mut lower),
                false => WordNumber::of_class(Class::Mark),
            })
            .collect();
        for sentence in document.sentences() {
            names_by_capital(document, sentence.tokens.clone(), &known, &mut words);
        }
        let mut quotation = vec![0; document.tokens().len()];
        for (index, found) in document.quotations().iter().enumerate() {
            for slot in &mut quotation[found.tokens.clone()] {
                *slot = index as u32 + 1;
            }
        }
        Self {
            document,
            known,
            words,
            quotation,
        }
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn token(&self, index: usize) -> Token {
        self.document.tokens()[index]
    }

    pub(crate) fn kind(&self, index: usize) -> TokenKind {
        self.token(index).kind
    }

    pub(crate) fn text(&self, index: usize) -> &'text str {
        self.document.word(self.token(index))
    }

    /// Whether the token is `word`, whatever its case.
    pub(crate) fn is(&self, index: usize, word: &str) -> bool {
        self.text(index).eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_any(&self, index: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(index, word))
    }

    pub(crate) fn class(&self, index: usize) -> Class {
        self.word(index).class
    }

    pub(crate) fn word(&self, index: usize) -> Word {
        self.known[usize::from(self.words[index])]
    }

    pub(crate) fn quoted(&self, index: usize) -> bool {
        self.quotation[index] != 0
    }

    /// The quotation a token stands in; none behind the last token.
    pub(crate) fn quotation_at(&self, index: usize) -> Option<&'document Quotation> {
        let number = self.quotation.get(index)?.checked_sub(1)?;
        self.document.quotations().get(number as usize)
    }

    /// The quotation that begins with this token.
    pub(crate) fn quotation_from(&self, index: usize) -> Option<&'document Quotation> {
        self.quotation_at(index)
            .filter(|quotation| quotation.tokens.start == index)
    }

    /// Whether a quotation looks like the title of a work: “The Long Night”.
    pub(crate) fn is_title(&self, quotation: &Quotation) -> bool {
        let words = quotation.inside();
        let is_spoken = |index: usize| {
            (self.class(index) == Class::Pronoun && self.text(index) == "I")
                || (self.kind(index) == TokenKind::Stop
                    && index + 1 == words.end
                    && words.len() > 4)
        };
        let in_capitals = |index: usize| {
            let is_small = self.is_any(index, SMALL) || self.class(index) == Class::Possession;
            self.capital(index) || (index > words.start && is_small)
        };
        !words.is_empty()
            && words.len() <= LONGEST_TITLE
            && words
                .clone()
                .filter(|index| self.kind(*index) == TokenKind::Word)
                .all(in_capitals)
            && !words.clone().any(is_spoken)
    }

    /// The sentence that a token stands in.
    pub(crate) fn sentence_of(&self, index: usize) -> Option<Tokens> {
        let sentence = self.document.sentence_at(self.token(index).span.start())?;
        Some(self.document.sentences()[sentence].tokens.clone())
    }

    /// From the first to the last byte of a range of tokens, which must not be empty.
    pub(crate) fn span(&self, tokens: &Tokens) -> Span {
        Span::new(
            self.token(tokens.start).span.start(),
            self.token(tokens.end - 1).span.end(),
        )
    }

    /// Whether a token can be part of a noun phrase.
    pub(crate) fn is_nominal(&self, index: usize) -> bool {
        matches!(
            self.class(index),
            Class::Name | Class::Other | Class::Number | Class::Determiner
        ) && !self.quoted(index)
    }

    /// Whether a word begins with a capital.
    pub(crate) fn capital(&self, index: usize) -> bool {
        self.text(index).starts_with(char::is_uppercase)
    }

    /// Whether the token is a verb with a subject of its own, as far as it and the word before it tell.
    pub(crate) fn is_finite(&self, index: usize, floor: usize) -> bool {
        match self.class(index) {
            Class::Verb | Class::Be | Class::Auxiliary | Class::Modal => return true,
            _ => {}
        }
        let Some(verb) = self.word(index).verb else {
            return false;
        };
        if matches!(verb.lemma, "say" | "tell" | "think" | "know") && verb.form != Form::Participle
        {
            return true;
        }
        if index <= floor {
            return false;
        }
        let before = self.class(index - 1);
        match verb.form {
            Form::Participle => false,
            Form::Base => matches!(
                before,
                Class::Pronoun | Class::Relative | Class::Modal | Class::To
            ),
            // "the Poe talks on Monday" is no sentence.
            Form::Third
                if before == Class::Name
                    && index >= floor + 2
                    && self.class(index - 2) == Class::Determiner
                    && self.goes_on_like_noun(index + 1) =>
            {
                false
            }
            Form::Third | Form::Past => matches!(
                before,
                Class::Name
                    | Class::Pronoun
                    | Class::Relative
                    | Class::Adverb
                    | Class::Auxiliary
                    | Class::That
            ),
        }
    }

    fn goes_on_like_noun(&self, next: usize) -> bool {
        next < self.words.len()
            && matches!(
                self.class(next),
                Class::Preposition | Class::Time | Class::Be | Class::Modal
            )
    }

    /// Whether any token of the range is a finite verb outside quotation marks.
    pub(crate) fn has_finite(&self, tokens: &Tokens) -> bool {
        let end = tokens.end.min(tokens.start + REACH);
        (tokens.start..end).any(|index| !self.quoted(index) && self.is_finite(index, tokens.start))
    }

    /// The sentence's tokens without the stop at its end.
    pub(crate) fn without_stop(&self, tokens: &Tokens) -> Tokens {
        let mut end = tokens.end;
        while end > tokens.start
            && !self.quoted(end - 1)
            && matches!(self.kind(end - 1), TokenKind::Stop)
        {
            end -= 1;
        }
        tokens.start..end
    }
}

/// Inside a sentence a capital makes a name of what would else be a verb ("the United States", "Mark Poe said"),
/// unless the sentence is written in title case, as headlines are.
fn names_by_capital(
    document: &Document<'_>,
    sentence: Tokens,
    known: &[Word],
    words: &mut [WordNumber],
) {
    let text = |index: usize| document.word(document.tokens()[index]);
    let capital = |index: usize| text(index).starts_with(char::is_uppercase);
    let mut long = 0_usize;
    let mut capitals = 0_usize;
    for index in sentence.clone().skip(1) {
        if document.tokens()[index].kind == TokenKind::Word && text(index).len() > 3 {
            long += 1;
            capitals += usize::from(capital(index));
        }
    }
    let title_case = capitals * 10 > long * 7;
    if title_case {
        return;
    }
    for index in sentence.skip(1) {
        let word = known[usize::from(words[index])];
        let verbal = word.verb.is_some() || matches!(word.class, Class::Modal | Class::Verb);
        // After an opening mark or a colon a capital is only a beginning.
        let inside = document.tokens()[index - 1].is_word();
        if verbal && inside && capital(index) {
            words[index] = WordNumber::of_class(Class::Name);
        }
    }
}
