//! What is known of every token of a document before any is labelled.

use std::ops::Range;

use onrecord_model::Confidence;

use super::clue::{ClueSort, Clues, word_number};
use super::label::Part;
use super::sentence_clues::SentenceClues;
use super::vocabulary::{Vocabulary, WordFacts};
use crate::document::Document;
use crate::lexicon::Class;
use crate::proposal::Proposal;
use crate::quotation::QuotationStyle;
use crate::reading::{Reading, Tokens};

/// How many tokens are labelled together at most, so that an endless paragraph costs no more than short ones; longer
/// ones are cut between sentences where possible.
const LONGEST: usize = 1_000;

/// What the surest proposal that covers a token says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Proposed {
    /// Its confidence in tenths, plus one; zero where nothing is proposed.
    pub(super) sure: u8,
    /// Whether it is the first token of its piece (1), inside (2), the last (3) or the only one (4).
    pub(super) place: u8,
    pub(super) rule: u8,
}

impl Proposed {
    pub(super) fn number(self) -> u64 {
        u64::from(self.sure) * 8 + u64::from(self.place)
    }
}

/// A document as a [`Tagger`](super::Tagger) sees it: tokens, quotations, and what the rules propose.
pub struct Surroundings<'reading, 'document, 'text> {
    pub(super) reading: &'reading Reading<'document, 'text>,
    pub(super) words: Vec<u64>,
    pub(super) facts: Vec<WordFacts>,
    /// By [`Part`]: what the surest proposal says of each token.
    pub(super) proposed: [Vec<Proposed>; 3],
    /// What the second surest says, where it claims the token for its content too.
    pub(super) second_content: Vec<Proposed>,
}

impl<'reading, 'document, 'text> Surroundings<'reading, 'document, 'text> {
    pub(crate) fn new(
        reading: &'reading Reading<'document, 'text>,
        proposals: &[(Confidence, Proposal)],
        vocabulary: &dyn Vocabulary,
    ) -> Self {
        let tokens = reading.document.tokens();
        let words: Vec<u64> = tokens
            .iter()
            .map(|token| word_number(reading.document.word(*token)))
            .collect();
        let facts = words
            .iter()
            .zip(tokens)
            .map(|(word, token)| match token.is_word() {
                true => vocabulary.facts(*word),
                false => WordFacts::default(),
            })
            .collect();
        let nothing = vec![Proposed::default(); tokens.len()];
        let mut surroundings = Self {
            reading,
            words,
            facts,
            proposed: [nothing.clone(), nothing.clone(), nothing.clone()],
            second_content: nothing,
        };
        let mut surest_first: Vec<&(Confidence, Proposal)> = proposals.iter().collect();
        surest_first.sort_by(|(a, _), (b, _)| b.value().total_cmp(&a.value()));
        for (confidence, proposal) in surest_first {
            surroundings.note(*confidence, proposal);
        }
        surroundings
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &'document Document<'text> {
        self.reading.document
    }

    fn note(&mut self, confidence: Confidence, proposal: &Proposal) {
        let sure = 1 + (confidence.value() * 10.0) as u8;
        let rule = proposal.rule as u8;
        for part in Part::ALL {
            for piece in proposal.pieces(part) {
                for index in piece.clone() {
                    let place = match (index == piece.start, index + 1 == piece.end) {
                        (true, true) => 4,
                        (true, false) => 1,
                        (false, true) => 3,
                        (false, false) => 2,
                    };
                    let proposed = Proposed { sure, place, rule };
                    let slot = &mut self.proposed[part as usize][index];
                    if slot.sure == 0 {
                        *slot = proposed;
                    } else if part == Part::Content && self.second_content[index].sure == 0 {
                        self.second_content[index] = proposed;
                    }
                }
            }
        }
    }

    /// The clues of `tokens`, which lie in one paragraph, but for those of the sorts `without`; replaces what `clues`
    /// held.
    pub fn clues(&self, stretch: &Stretch, without: &[ClueSort], clues: &mut Clues) {
        clues.clear();
        let document = self.reading.document;
        let paragraph = &document.paragraphs()[stretch.paragraph];
        let sentences = &document.sentences()[paragraph.sentences.clone()];
        let tokens = &stretch.tokens;
        let first = sentences.partition_point(|sentence| sentence.tokens.end <= tokens.start);
        for (number, sentence) in sentences.iter().enumerate().skip(first) {
            if sentence.tokens.start >= tokens.end {
                break;
            }
            let inside =
                sentence.tokens.start.max(tokens.start)..sentence.tokens.end.min(tokens.end);
            SentenceClues::new(self, tokens, inside, number, paragraph.role).tell(without, clues);
        }
    }

    pub(super) fn word(&self, bounds: &Tokens, index: usize, offset: isize) -> u64 {
        match index.checked_add_signed(offset) {
            Some(at) if bounds.contains(&at) => self.words[at],
            _ => 1 + offset.unsigned_abs() as u64,
        }
    }

    pub(super) fn facts(&self, bounds: &Tokens, index: usize, offset: isize) -> WordFacts {
        match index.checked_add_signed(offset) {
            Some(at) if bounds.contains(&at) => self.facts[at],
            _ => WordFacts::default(),
        }
    }

    /// A small number for what a token is.
    pub(super) fn class(&self, bounds: &Tokens, index: usize, offset: isize) -> u64 {
        index
            .checked_add_signed(offset)
            .filter(|at| bounds.contains(at))
            .map_or(NO_CLASS, |at| class_number(self.reading, at))
    }

    /// Outside quotation marks 0; the opening mark 1, inside 2, the closing mark 3; for single marks 4 more.
    pub(super) fn quotation_state(&self, index: usize) -> u64 {
        let Some(quotation) = self.reading.quotation_at(index) else {
            return 0;
        };
        let state = if index == quotation.tokens.start {
            1
        } else if index + 1 == quotation.tokens.end && quotation.closed {
            3
        } else {
            2
        };
        let single = quotation.style == QuotationStyle::Single;
        state + if single { 4 } else { 0 }
    }
}

/// The class of a token that is not there.
pub(crate) const NO_CLASS: u64 = 255;

/// A number for a token's class, and for a verb its form.
pub(crate) fn class_number(reading: &Reading<'_, '_>, index: usize) -> u64 {
    let word = reading.word(index);
    match (word.class, word.verb) {
        (Class::Mark, _) => 64 + reading.kind(index) as u64,
        (class, None) => class as u64,
        (class, Some(verb)) => 100 + class as u64 * 4 + verb.form as u64,
    }
}

/// Tokens that are labelled together: a paragraph, or a part of a long one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// An index into [`Document::paragraphs`].
    pub paragraph: usize,
    /// Indices into [`Document::tokens`].
    pub tokens: Range<usize>,
}

impl Stretch {
    /// The stretches of a document, which cover all its tokens, in order.
    #[must_use]
    pub fn all(document: &Document<'_>) -> Vec<Self> {
        let mut all = Vec::with_capacity(document.paragraphs().len());
        for (paragraph, piece) in document.paragraphs().iter().enumerate() {
            let mut open = document.paragraph_tokens(piece);
            open.end = open.start;
            let mut close = |tokens: Range<usize>| {
                if !tokens.is_empty() {
                    all.push(Self { paragraph, tokens });
                }
            };
            for sentence in &document.sentences()[piece.sentences.clone()] {
                if sentence.tokens.end - open.start > LONGEST {
                    close(open.clone());
                    open.start = open.end;
                }
                open.end = sentence.tokens.end;
                while open.len() > LONGEST {
                    close(open.start..open.start + LONGEST);
                    open.start += LONGEST;
                }
            }
            close(open);
        }
        all
    }
}
