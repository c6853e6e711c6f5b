//! What a claim and a text have in common, as numbers that the model weighs.

use std::collections::HashMap;

use super::alike::alike;
use super::asked::Asked;
use super::model::Background;
use super::postings::{Entry, Postings, Token};

/// How many facts there are of a pair.
pub const FACTS: usize = BASE + RELATIVE.len();

/// What is known of a pair by itself.
const BASE: usize = 31;

/// Of these it also counts how far they are above the best of the other candidates.
const RELATIVE: [usize; 9] = [0, 2, 4, 6, 7, 8, 9, 10, 13];

/// One claim beside the text, with what the model weighs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub(super) place: u32,
    pub(super) facts: [f32; FACTS],
}

/// A word of a claim is that of the text where the two are alike by more than this.
const ALIKE: f32 = 0.5;

/// Weighs claims against one text; what two words have in common is found out once.
pub(super) struct Weigher<'a, Key> {
    postings: &'a Postings<Key>,
    background: &'a Background,
    asked: &'a Asked,
    /// Of each term of a claim, its weight and how much it is like each word of the text.
    terms: HashMap<u32, Term>,
}

struct Term {
    weight: f32,
    alike: Vec<f32>,
    best: f32,
}

impl<'a, Key: Copy + Ord> Weigher<'a, Key> {
    pub(super) fn new(
        postings: &'a Postings<Key>,
        background: &'a Background,
        asked: &'a Asked,
    ) -> Self {
        Self {
            postings,
            background,
            asked,
            terms: HashMap::new(),
        }
    }

    /// The facts of all candidates, in their order.
    pub(super) fn pairs(&mut self, candidates: &[(u32, f32)]) -> Vec<Pair> {
        let ideal: f32 = self.asked.words.iter().map(|word| word.weight).sum();
        let mut pairs: Vec<Pair> = (candidates.iter().enumerate())
            .filter_map(|(rank, (place, score))| {
                let entry = self.postings.entry(*place)?;
                let mut facts = [0.0; FACTS];
                facts[0] = *score;
                facts[1] = score / ideal.max(0.1);
                self.weigh(entry, &mut facts);
                facts[30] = (1.0 + rank as f32).ln();
                Some(Pair {
                    place: *place,
                    facts,
                })
            })
            .collect();
        for (slot, fact) in (BASE..).zip(RELATIVE) {
            let (mut best, mut second) = (0.0_f32, 0.0_f32);
            for pair in &pairs {
                let value = pair.facts[fact];
                if value > best {
                    (best, second) = (value, best);
                } else {
                    second = second.max(value);
                }
            }
            for pair in &mut pairs {
                let value = pair.facts[fact];
                let other = if value == best { second } else { best };
                pair.facts[slot] = value - other;
            }
        }
        pairs
    }

    fn weigh(&mut self, entry: &Entry<Key>, facts: &mut [f32; FACTS]) {
        let asked = self.asked;
        for token in entry.claim.iter().chain(&entry.title) {
            if token.sort.is_content {
                self.learn(token.term);
            }
        }
        let claim = self.coverage(&entry.claim);
        let title = self.coverage(&entry.title);
        facts[2] = claim.exact;
        facts[3] = title.exact;
        facts[4] = claim.soft;
        facts[5] = title.soft;
        facts[6] = claim.matched;
        facts[13] = claim.matched.max(title.matched);
        facts[11] = claim.most_missing;
        facts[12] = claim.most_matched;
        facts[14] = claim.words as f32;
        facts[15] = asked.length.min(64) as f32;

        // From the other side: how much of the text is in the claim or its title.
        let total: f32 = asked.words.iter().map(|word| word.weight).sum();
        let mut exact = 0.0;
        let mut soft = 0.0;
        let (mut names, mut names_in) = (0.0, 0.0);
        let mut matched = 0;
        for (index, word) in asked.words.iter().enumerate() {
            let best = (entry.claim.iter().chain(&entry.title))
                .filter_map(|token| self.terms.get(&token.term))
                .map(|term| term.alike[index])
                .fold(0.0_f32, f32::max);
            exact += word.weight * f32::from(u8::from(best >= 1.0));
            soft += word.weight * best;
            matched += usize::from(best >= 1.0);
            if word.sort.is_name {
                names += word.weight;
                names_in += word.weight * best;
            }
        }
        facts[7] = exact / total.max(0.1);
        facts[8] = soft / total.max(0.1);
        facts[9] = exact;
        facts[10] = soft;
        facts[16] = matched as f32;
        facts[17] = share(names_in, names);
        facts[18] = share(claim.names_in, claim.names);
        facts[19] = claim.numbers as f32;
        facts[20] = claim.numbers_in as f32;
        let text_numbers = asked.words.iter().filter(|word| word.sort.is_number);
        facts[21] = text_numbers.count() as f32;
        facts[22] = f32::from(u8::from(asked.denies != entry.denies));
        let (run, run_weight) = self.longest_run(&entry.claim);
        let (title_run, title_run_weight) = self.longest_run(&entry.title);
        facts[23] = run.max(title_run) as f32;
        facts[24] = run_weight.max(title_run_weight);
        facts[25] = self.pairs_in_common(&entry.claim);
        facts[26] = self.pairs_in_common(&entry.title);
        let by: f32 = asked.by.iter().map(|(_, weight)| weight).sum();
        let by_in = (asked.by.iter())
            .filter(|(term, _)| self.terms.contains_key(term) && in_either(entry, *term))
            .map(|(_, weight)| weight);
        facts[27] = share(by_in.sum(), by);
        facts[28] = self.window(entry);
        let context: f32 = (entry.context.iter())
            .filter_map(|term| asked.index_of(*term))
            .map(|index| asked.words[index].weight)
            .sum();
        facts[29] = context / total.max(0.1);
    }

    /// Finds out how much a term is like the words of the text.
    fn learn(&mut self, term: u32) {
        if self.terms.contains_key(&term) {
            return;
        }
        let word = self.postings.word(term);
        let index = self.asked.index_of(term);
        let alike: Vec<f32> = (self.asked.words.iter().enumerate())
            .map(|(place, asked)| {
                if index == Some(place) {
                    1.0
                } else {
                    alike(word, &asked.word)
                }
            })
            .collect();
        let best = alike.iter().copied().fold(0.0, f32::max);
        let weight = self.postings.weight(word, Some(term), self.background);
        let learnt = Term {
            weight,
            alike,
            best,
        };
        self.terms.insert(term, learnt);
    }

    fn coverage(&self, tokens: &[Token]) -> Coverage {
        let mut coverage = Coverage::default();
        let mut total = 0.0;
        let mut seen: Vec<u32> = Vec::with_capacity(tokens.len());
        for token in tokens.iter().filter(|token| token.sort.is_content) {
            if seen.contains(&token.term) {
                continue;
            }
            seen.push(token.term);
            let Some(term) = self.terms.get(&token.term) else {
                continue;
            };
            total += term.weight;
            coverage.words += 1;
            coverage.soft += term.weight * term.best;
            let is_in = term.best >= 1.0;
            if is_in {
                coverage.matched += term.weight;
                coverage.most_matched = coverage.most_matched.max(term.weight);
            } else if term.best < ALIKE {
                coverage.most_missing = coverage.most_missing.max(term.weight);
            }
            if token.sort.is_name {
                coverage.names += term.weight;
                coverage.names_in += term.weight * term.best;
            }
            if token.sort.is_number {
                coverage.numbers += 1;
                coverage.numbers_in += usize::from(is_in);
            }
        }
        coverage.exact = coverage.matched / total.max(0.1);
        coverage.soft /= total.max(0.1);
        coverage
    }

    /// The longest run of words that both have one after the other: how many, and their weight.
    fn longest_run(&self, tokens: &[Token]) -> (usize, f32) {
        let places = &self.asked.places;
        let mut before = vec![(0_usize, 0.0_f32); places.len() + 1];
        let mut best = (0, 0.0_f32);
        for token in tokens.iter().take(LONGEST_RUN) {
            let weight = (self.terms.get(&token.term)).map_or(0.0, |term| term.weight);
            let weight = if token.sort.is_content { weight } else { 0.0 };
            for index in (0..places.len()).rev() {
                before[index + 1] = if places[index].term == Some(token.term) {
                    let (run, sum) = before[index];
                    best.0 = best.0.max(run + 1);
                    best.1 = best.1.max(sum + weight);
                    (run + 1, sum + weight)
                } else {
                    (0, 0.0)
                };
            }
        }
        best
    }

    /// The share, by weight, of pairs of neighbouring content words that the text has too, at most three words apart.
    fn pairs_in_common(&self, tokens: &[Token]) -> f32 {
        let content: Vec<&Token> = tokens.iter().filter(|t| t.sort.is_content).collect();
        let (mut total, mut common) = (0.0, 0.0);
        for pair in content.windows(2) {
            let weight = |token: &Token| self.terms.get(&token.term).map_or(0.0, |t| t.weight);
            let sum = weight(pair[0]) + weight(pair[1]);
            total += sum;
            let indexes = (
                self.asked.index_of(pair[0].term),
                self.asked.index_of(pair[1].term),
            );
            if let (Some(one), Some(other)) = indexes
                && self.asked.are_near(one, other)
            {
                common += sum;
            }
        }
        share(common, total)
    }

    /// The most weight of words in common that stand within a stretch of the text, as a share of all in common.
    fn window(&self, entry: &Entry<Key>) -> f32 {
        let mut is_in = [false; 256];
        for token in entry.claim.iter().chain(&entry.title) {
            if let Some(index) = self.asked.index_of(token.term) {
                is_in[index] = true;
            }
        }
        let (mut first, mut last, mut count) = (None, 0, 0);
        for (position, place) in self.asked.places.iter().enumerate() {
            if place.word.is_some_and(|word| is_in[usize::from(word)]) {
                first.get_or_insert(position);
                last = position;
                count += 1;
            }
        }
        first.map_or(0.0, |first| count as f32 / (last - first + 1) as f32)
    }
}

/// Runs are looked for in this many words of a claim.
const LONGEST_RUN: usize = 64;

#[derive(Default)]
struct Coverage {
    words: usize,
    exact: f32,
    soft: f32,
    matched: f32,
    most_matched: f32,
    most_missing: f32,
    names: f32,
    names_in: f32,
    numbers: usize,
    numbers_in: usize,
}

/// -1 where there is nothing to share in.
fn share(part: f32, total: f32) -> f32 {
    if total > 0.0 { part / total } else { -1.0 }
}

fn in_either<Key>(entry: &Entry<Key>, term: u32) -> bool {
    let mut tokens = entry.claim.iter().chain(&entry.title);
    tokens.any(|token| token.term == term)
}
