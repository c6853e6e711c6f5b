//! Two versions of a text as words, and where the second has words of the first.

use std::collections::HashMap;
use std::ops::Range;

use onrecord_model::Span;

use super::SHORT;
use crate::words::{Word, words};

/// Words of the surroundings on either side by which places with the same words are told apart.
const TOLD_BY: usize = 32;
/// By how many words of its surroundings the right place must be ahead of every other.
const AHEAD: usize = 3;
/// How many words right beside a short quotation must be as they were, on one side.
const BESIDE_SHORT: usize = 2;

/// Both versions as words, the same word with the same number.
pub(super) struct Versions<'text> {
    pub(super) text: Version<'text>,
    pub(super) other: Version<'text>,
}

/// One version.
pub(super) struct Version<'text> {
    pub(super) text: &'text str,
    pub(super) words: Vec<Word<'text>>,
    pub(super) numbers: Vec<u32>,
}

/// The words of a quotation, in the text it is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotation {
    pub(super) first: usize,
    pub(super) end: usize,
}

/// Where the very words of a quotation stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Same {
    /// From this word on.
    At(usize),
    /// Somewhere, and nothing tells whether that is the quotation or another.
    Undecided,
    Nowhere,
}

impl Quotation {
    pub(super) fn count(self) -> usize {
        self.end - self.first
    }
}

impl<'text> Version<'text> {
    /// Bytes from the first letter or digit of the first word to the last of the last.
    pub(super) fn extent(&self, words: Range<usize>) -> Span {
        let core = |index: usize| core(&self.words[index]);
        Span::new(core(words.start).start, core(words.end - 1).end)
    }

    /// Where each of the stretches begins that are these words.
    pub(super) fn places<'a>(&'a self, wanted: &'a [u32]) -> Places<'a> {
        Places {
            numbers: &self.numbers,
            wanted,
            borders: borders(wanted),
            next: 0,
            matched: 0,
        }
    }
}

/// From the first letter or digit of a word to behind its last; a word has at least one, or a sign that counts.
fn core(word: &Word<'_>) -> Range<usize> {
    let is_inside = |sign: char| sign.is_alphanumeric() || matches!(sign, '%' | '$' | '€' | '£');
    let first = word.written.find(is_inside).unwrap_or(0);
    let last = word
        .written
        .char_indices()
        .rev()
        .find(|(_, s)| is_inside(*s));
    let end = last.map_or(word.written.len(), |(offset, sign)| {
        offset + sign.len_utf8()
    });
    word.start + first..word.start + end
}

impl<'text> Versions<'text> {
    pub(super) fn new(text: &'text str, other: &'text str) -> Self {
        let (text_words, other_words) = (words(text), words(other));
        let (text_numbers, other_numbers) = numbers(&text_words, &other_words);
        Self {
            text: Version {
                text,
                words: text_words,
                numbers: text_numbers,
            },
            other: Version {
                text: other,
                words: other_words,
                numbers: other_numbers,
            },
        }
    }

    /// The words at the place; `None` where it holds none, or cuts one.
    pub(super) fn quotation(&self, place: Span) -> Option<Quotation> {
        let words = &self.text.words;
        let first = words.partition_point(|word| core(word).end <= place.start());
        let end = words.partition_point(|word| core(word).start < place.end());
        if first >= end {
            return None;
        }
        let extent = self.text.extent(first..end);
        place.contains(extent).then_some(Quotation { first, end })
    }

    pub(super) fn wanted(&self, quotation: Quotation) -> &[u32] {
        &self.text.numbers[quotation.first..quotation.end]
    }

    /// Where the very words of the quotation stand. The right place is the one whose surroundings are most like those
    /// of the quotation, if no other comes near and none of the places that had these words before is more like it.
    pub(super) fn same_words(&self, quotation: Quotation) -> Same {
        let wanted = self.wanted(quotation);
        let mut best: Option<(usize, usize)> = None;
        let mut second = 0;
        for place in self.other.places(wanted) {
            let alike = self.alike(quotation.first, place, wanted.len());
            match best {
                Some((most, _)) if alike <= most => second = second.max(alike),
                _ => {
                    second = best.map_or(0, |(most, _)| most);
                    best = Some((alike, place));
                }
            }
        }
        let Some((alike, place)) = best else {
            return Same::Nowhere;
        };
        let is_only_there = self.other.places(wanted).nth(1).is_none();
        let twins = self
            .text
            .places(wanted)
            .filter(|twin| *twin != quotation.first);
        let closest_twin = twins
            .map(|twin| self.alike(twin, place, wanted.len()))
            .max();
        let is_told = is_only_there || alike >= second + AHEAD;
        let is_own = closest_twin.is_none_or(|twin| alike >= twin + AHEAD);
        let (before, behind) = self.surroundings(quotation.first, place, wanted.len());
        let is_likely = wanted.len() >= SHORT || before.max(behind) >= BESIDE_SHORT;
        if is_told && is_own && is_likely {
            Same::At(place)
        } else {
            Same::Undecided
        }
    }

    fn alike(&self, first: usize, place: usize, count: usize) -> usize {
        let (before, behind) = self.surroundings(first, place, count);
        before + behind
    }

    /// How many words right before and right behind are the same. Where both versions begin or end, all that could
    /// stand there are.
    fn surroundings(&self, first: usize, place: usize, count: usize) -> (usize, usize) {
        let (text, other) = (&self.text.numbers, &self.other.numbers);
        let run = |text: &mut dyn Iterator<Item = &u32>, other: &mut dyn Iterator<Item = &u32>| {
            for same in 0..TOLD_BY {
                match (text.next(), other.next()) {
                    (Some(one), Some(another)) if one == another => {}
                    (None, None) => return TOLD_BY,
                    _ => return same,
                }
            }
            TOLD_BY
        };
        (
            run(
                &mut text[..first].iter().rev(),
                &mut other[..place].iter().rev(),
            ),
            run(
                &mut text[first + count..].iter(),
                &mut other[place + count..].iter(),
            ),
        )
    }

    /// The bytes of the other version that stand for the place: with the same signs at its edges where they are the
    /// same, else from its first letter to its last.
    pub(super) fn extent(&self, place: Span, quotation: Quotation, first: usize) -> Span {
        let own = self.text.extent(quotation.first..quotation.end);
        let found = self.other.extent(first..first + quotation.count());
        let (lead, tail) = (own.start() - place.start(), place.end() - own.end());
        let start = found.start().checked_sub(lead);
        let exact = start.map(|start| Span::new(start, found.end() + tail));
        exact
            .filter(|exact| exact.of(self.other.text) == place.of(self.text.text))
            .unwrap_or(found)
    }
}

fn numbers<'a>(one: &'a [Word<'_>], other: &'a [Word<'_>]) -> (Vec<u32>, Vec<u32>) {
    let mut numbers: HashMap<&'a str, u32> = HashMap::new();
    let mut number = |word: &'a Word<'_>| {
        let next = numbers.len() as u32;
        *numbers.entry(word.compared.as_str()).or_insert(next)
    };
    (
        one.iter().map(&mut number).collect(),
        other.iter().map(&mut number).collect(),
    )
}

/// The places of some words among others, by the algorithm of Knuth, Morris and Pratt; they may overlap.
pub(super) struct Places<'a> {
    numbers: &'a [u32],
    wanted: &'a [u32],
    borders: Vec<usize>,
    next: usize,
    matched: usize,
}

/// For each beginning of the words how many of its last words are its first ones too.
fn borders(wanted: &[u32]) -> Vec<usize> {
    let mut borders = vec![0; wanted.len()];
    let mut matched = 0;
    for index in 1..wanted.len() {
        while matched > 0 && wanted[index] != wanted[matched] {
            matched = borders[matched - 1];
        }
        matched += usize::from(wanted[index] == wanted[matched]);
        borders[index] = matched;
    }
    borders
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let last = *self.borders.last()?;
        while let Some(number) = self.numbers.get(self.next) {
            while self.matched > 0 && *number != self.wanted[self.matched] {
                self.matched = self.borders[self.matched - 1];
            }
            self.matched += usize::from(*number == self.wanted[self.matched]);
            self.next += 1;
            if self.matched == self.wanted.len() {
                self.matched = last;
                return Some(self.next - self.wanted.len());
            }
        }
        None
    }
}
