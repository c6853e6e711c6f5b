//! A quotation to be checked, and how it stands to one text.

use std::collections::HashMap;

use onrecord_model::Span;

use crate::Verdict;
use crate::align::{Aligner, Pairs, Token};
use crate::ellipsis::Marks;
use crate::function_words::is_content;
use crate::words::{Word, joined, merged, words};

/// Share of words in common from which a text that differs is still where the quotation comes from.
const NEAR: f32 = 0.62;
/// The same for quotations so short that a few words are soon common to anybody.
const NEAR_SHORT: f32 = 0.7;
const SHORT: usize = 5;
/// Fewest words in common, and words of content among them.
const FEWEST: usize = 3;
const FEWEST_CONTENT: usize = 1;
/// From how many words on a part is a part, whatever its words are; below, it needs two words of content, or one that
/// is not commonplace.
const PART: usize = 4;
/// How alike two words are in spelling that are taken for one, misspelt; and what such a word counts.
const MISSPELT: f64 = 0.75;
const MISSPELT_WORTH: f32 = 0.8;

/// A quotation, ready to be held against many texts.
pub(crate) struct Quotation<'text> {
    text: &'text str,
    pub(crate) tokens: Vec<Token>,
    /// Where each word stands, and as it is compared.
    words: Vec<(Span, String)>,
    numbers: HashMap<String, u32>,
    /// Words that dashes join, as one: the first of them and how many they are.
    chains: HashMap<String, (usize, usize)>,
    /// Whether it is marked that something is left out at its end.
    is_marked_behind: bool,
    /// Whether its words are all of the commonest, so that few of them are no part of anything.
    is_commonplace: bool,
}

/// How a quotation stands to one text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    /// Exact, trimmed, partial, altered or not found.
    pub(crate) verdict: Verdict,
    /// Share of words in common between the quotation and what it stands for, from 0 to 1.
    pub(crate) score: f32,
    /// What it stands for in the text.
    pub(crate) aligned: Span,
    /// How many words of the quotation, from its beginning, stand in the text unbroken.
    pub(crate) head: usize,
    /// The same up to its end.
    pub(crate) tail: usize,
    /// Words of the quotation that the text has not, nor misspelt.
    pub(crate) unexplained: usize,
}

impl<'text> Quotation<'text> {
    pub(crate) fn new(text: &'text str, is_commonplace: bool) -> Self {
        let words = words(text);
        let marks = Marks::of(text, &words);
        let mut numbers = HashMap::with_capacity(words.len());
        let mut tokens = Vec::with_capacity(words.len());
        for (word, is_marked) in words.iter().zip(marks.before) {
            let next = numbers.len() as u32;
            tokens.push(Token {
                word: *numbers.entry(word.compared.clone()).or_insert(next),
                is_content: is_content(&word.compared),
                is_marked,
            });
        }
        Self {
            text,
            tokens,
            chains: chains(&words),
            words: words
                .into_iter()
                .map(|word| (Span::new(word.start, word.end()), word.compared))
                .collect(),
            numbers,
            is_marked_behind: marks.behind,
            is_commonplace,
        }
    }

    pub(crate) fn text(&self) -> &'text str {
        self.text
    }

    /// The part of the quotation from word `first` up to `last`, without it.
    pub(crate) fn part(&self, first: usize, last: usize) -> Span {
        let start = match first {
            0 => 0,
            _ => self.words[first].0.start(),
        };
        let end = match last {
            last if last == self.words.len() => self.text.len(),
            last => self.words[last - 1].0.end(),
        };
        Span::new(start, end.max(start))
    }

    /// Whether some words of it say enough to be told apart.
    pub(crate) fn tells(&self, first: usize, last: usize) -> bool {
        let content = self.tokens[first..last]
            .iter()
            .filter(|token| token.is_content)
            .count();
        last - first >= FEWEST && content > 0
    }

    pub(crate) fn judge(&self, text: &str, aligner: &mut Aligner) -> Judgement {
        let theirs = self.in_our_words(text);
        let numbers: Vec<u32> = theirs
            .iter()
            .map(|word| {
                self.numbers
                    .get(&word.compared)
                    .copied()
                    .unwrap_or(u32::MAX)
            })
            .collect();
        let span = |first: usize, last: usize| match last {
            0 => Span::new(0, 0),
            _ => Span::new(theirs[first].start, theirs[last - 1].end()),
        };
        let head = self.head(&numbers);
        let tail = self.tail(&numbers);
        let pairs = aligner.align(&self.tokens, &numbers);
        let Some((&(first_quoted, first), &(last_quoted, last))) = pairs.first().zip(pairs.last())
        else {
            return Judgement {
                verdict: Verdict::NotFound,
                score: 0.0,
                aligned: Span::new(0, 0),
                head,
                tail,
                unexplained: self.tokens.len(),
            };
        };
        if let Some(verdict) = self.faithful(&pairs, theirs.len()) {
            let whole = verdict == Verdict::Exact;
            return Judgement {
                verdict,
                score: 1.0,
                aligned: if whole {
                    Span::new(0, text.len())
                } else {
                    span(first, last + 1)
                },
                head,
                tail,
                unexplained: 0,
            };
        }
        // What stands in the place of the words at the edges that the text has not.
        let start = first.saturating_sub(first_quoted);
        let end = (last + self.tokens.len() - last_quoted).min(theirs.len());
        let compared: Vec<&str> = theirs.iter().map(|word| word.compared.as_str()).collect();
        let misspelt = self.misspelt(&pairs, &compared, start, end);
        let left_out: usize = self.left_out_marked(&pairs);
        let length = self.tokens.len() + (end - start) - left_out;
        let common = pairs.len() as f32 + MISSPELT_WORTH * misspelt as f32;
        let score = 2.0 * common / length as f32;
        let near = if self.tokens.len() <= SHORT {
            NEAR_SHORT
        } else {
            NEAR
        };
        let content = pairs
            .iter()
            .filter(|(quoted, _)| self.tokens[*quoted].is_content)
            .count()
            + misspelt;
        let is_near =
            score >= near && pairs.len() + misspelt >= FEWEST && content >= FEWEST_CONTENT;
        Judgement {
            verdict: if is_near {
                Verdict::Altered
            } else {
                Verdict::NotFound
            },
            score,
            aligned: span(start, end),
            head,
            tail,
            unexplained: self.tokens.len() - pairs.len() - misspelt,
        }
    }

    /// The words of a text, divided as the quotation divides them where one of the two has a dash.
    fn in_our_words<'other>(&self, text: &'other str) -> Vec<Word<'other>> {
        let theirs = merged(text, words(text), |one| self.numbers.contains_key(one));
        let is_chain = |word: &Word<'_>| {
            self.chains.contains_key(&word.compared) && !self.numbers.contains_key(&word.compared)
        };
        if self.chains.is_empty() || !theirs.iter().any(is_chain) {
            return theirs;
        }
        let mut divided = Vec::with_capacity(theirs.len());
        for word in theirs {
            match self.chains.get(&word.compared) {
                Some((first, length)) if is_chain(&word) => {
                    let parts = self.words[*first..first + length].iter();
                    divided.extend(parts.map(|(_, part)| Word {
                        compared: part.clone(),
                        ..word
                    }));
                }
                _ => divided.push(word),
            }
        }
        divided
    }

    /// Exact, trimmed or partial, where every word of the quotation stands in the text and nothing is left out
    /// between them without a mark.
    fn faithful(&self, pairs: &Pairs, length: usize) -> Option<Verdict> {
        if pairs.len() < self.tokens.len() {
            return None;
        }
        let mut is_trimmed = false;
        for (one, next) in pairs.iter().zip(&pairs[1..]) {
            if next.1 > one.1 + 1 {
                if !self.tokens[next.0].is_marked {
                    return None;
                }
                is_trimmed = true;
            }
        }
        let (first, last) = (pairs.first()?.1, pairs.last()?.1);
        let lacks_beginning = first > 0;
        let lacks_end = last + 1 < length;
        if !is_trimmed && !lacks_beginning && !lacks_end {
            return Some(Verdict::Exact);
        }
        let marks_beginning = self.tokens.first()?.is_marked;
        is_trimmed |= lacks_beginning && marks_beginning || lacks_end && self.is_marked_behind;
        let content = self.tokens.iter().filter(|token| token.is_content).count();
        let says_enough = self.tokens.len() >= PART && content > 0
            || self.tokens.len() > 1 && content > 1
            || content > 0 && !self.is_commonplace;
        if !says_enough {
            return Some(Verdict::NotFound);
        }
        Some(if is_trimmed {
            Verdict::Trimmed
        } else {
            Verdict::Partial
        })
    }

    /// Words of the text that are left out where the quotation marks it.
    fn left_out_marked(&self, pairs: &Pairs) -> usize {
        pairs
            .iter()
            .zip(&pairs[1..])
            .filter(|(one, next)| {
                self.tokens[one.0 + 1..=next.0]
                    .iter()
                    .any(|token| token.is_marked)
            })
            .map(|(one, next)| (next.1 - one.1 - 1).saturating_sub(next.0 - one.0 - 1))
            .sum()
    }

    /// Words that stand in each other's place and are nearly spelt the same.
    fn misspelt(&self, pairs: &Pairs, theirs: &[&str], start: usize, end: usize) -> usize {
        let mut misspelt = 0;
        let mut before = (None, start);
        let edges = pairs
            .iter()
            .map(|(quoted, index)| (*quoted, *index))
            .chain([(self.tokens.len(), end)]);
        for (quoted, index) in edges {
            let first = before.0.map_or(0, |last: usize| last + 1);
            let ours = &self.words[first..quoted];
            let others = &theirs[before.1.min(index)..index];
            let from_end = before.0.is_none();
            misspelt += alike(ours, others, from_end);
            before = (Some(quoted), index + 1);
        }
        misspelt
    }

    /// Words of the longest beginning of the quotation that stands in the text unbroken.
    fn head(&self, theirs: &[u32]) -> usize {
        let common = |first: usize| {
            let pairs = theirs[first..].iter().zip(&self.tokens);
            pairs
                .take_while(|(word, token)| **word == token.word)
                .count()
        };
        (0..theirs.len()).map(common).max().unwrap_or(0)
    }

    /// Words of the longest end of it that does.
    fn tail(&self, theirs: &[u32]) -> usize {
        let common = |last: usize| {
            let pairs = theirs[..last].iter().rev().zip(self.tokens.iter().rev());
            pairs
                .take_while(|(word, token)| **word == token.word)
                .count()
        };
        (1..=theirs.len()).map(common).max().unwrap_or(0)
    }
}

/// How many words stand in the same place of two stretches, from the beginning or from the end, and are nearly alike.
fn alike(ours: &[(Span, String)], theirs: &[&str], from_end: bool) -> usize {
    let is_alike = |((_, ours), theirs): &(&(Span, String), &&str)| {
        let letters = ours.chars().count().min(theirs.chars().count());
        letters > FEWEST && strsim::normalized_damerau_levenshtein(ours, theirs) >= MISSPELT
    };
    if from_end {
        ours.iter()
            .rev()
            .zip(theirs.iter().rev())
            .filter(is_alike)
            .count()
    } else {
        ours.iter().zip(theirs).filter(is_alike).count()
    }
}

/// What dashes join, as one word each.
fn chains(words: &[Word<'_>]) -> HashMap<String, (usize, usize)> {
    let mut chains = HashMap::new();
    let mut first = 0;
    while first < words.len() {
        let more = words[first + 1..]
            .iter()
            .take_while(|word| word.is_joined)
            .count();
        if more > 0 {
            let chain = &words[first..=first + more];
            chains.insert(joined(chain), (first, more + 1));
        }
        first += more + 1;
    }
    chains
}
