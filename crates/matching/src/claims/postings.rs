//! Which claims have which words: an inverted index in memory, ranked by BM25 over three fields.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::model::Background;
use super::reading::{Reading, Sort, Word};

/// The fields of a claim: its words, the headline of the review, and what else was said around it.
pub(super) const FIELDS: usize = 3;
/// How much a word counts in each field.
const WEIGHTS: [f32; FIELDS] = [1.0, 0.6, 0.3];
/// How soon a word said again says nothing more, and how much a long field counts less (k1 and b of BM25).
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.4;

/// A word of a stored claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) term: u32,
    pub(super) sort: Sort,
}

/// What is kept of one claim.
#[derive(Debug)]
pub(super) struct Entry<Key> {
    pub(super) key: Key,
    /// As it was put, for telling people what agrees.
    pub(super) written: Box<str>,
    pub(super) claim: Box<[Token]>,
    pub(super) title: Box<[Token]>,
    /// Its content words alone.
    pub(super) context: Box<[u32]>,
    pub(super) denies: bool,
    lengths: [u32; FIELDS],
}

#[derive(Debug, Clone, Copy)]
struct Posting {
    place: u32,
    counts: [u8; FIELDS],
}

/// The claims, by place; a place whose claim is gone is empty until [`Postings::compact`] closes the gaps.
#[derive(Debug)]
pub(super) struct Postings<Key> {
    entries: Vec<Option<Entry<Key>>>,
    places: BTreeMap<Key, u32>,
    terms: HashMap<Arc<str>, u32>,
    words: Vec<Arc<str>>,
    /// For each term the claims that have it, and how many of them are still there.
    lists: Vec<(Vec<Posting>, u32)>,
    lengths: [u64; FIELDS],
}

impl<Key> Default for Postings<Key> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            places: BTreeMap::new(),
            terms: HashMap::new(),
            words: Vec::new(),
            lists: Vec::new(),
            lengths: [0; FIELDS],
        }
    }
}

impl<Key: Copy + Ord> Postings<Key> {
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn term(&self, word: &str) -> Option<u32> {
        self.terms.get(word).copied()
    }

    /// The word a term is; the term must be one of this index.
    pub(super) fn word(&self, term: u32) -> &str {
        &self.words[term as usize]
    }

    pub(super) fn entry(&self, place: u32) -> Option<&Entry<Key>> {
        self.entries.get(place as usize)?.as_ref()
    }

    pub(super) fn place(&self, key: Key) -> Option<u32> {
        self.places.get(&key).copied()
    }

    /// The words that at least `least` claims have, with how many do.
    pub(super) fn frequencies(&self, least: u32) -> Vec<(String, u32)> {
        (self.words.iter().zip(&self.lists))
            .filter(|(_, (_, alive))| *alive >= least)
            .map(|(word, (_, alive))| (word.to_string(), *alive))
            .collect()
    }

    /// How many claims have a word.
    pub(super) fn claims_with(&self, term: u32) -> u32 {
        self.lists[term as usize].1
    }

    pub(super) fn put(&mut self, key: Key, written: &str, readings: [Reading; FIELDS]) {
        self.remove(key);
        let place = self.entries.len() as u32;
        let denies = readings[0].negations > 0;
        let fields = readings.map(|reading| self.tokens(&reading.words));
        let mut counts: BTreeMap<u32, [u8; FIELDS]> = BTreeMap::new();
        let mut lengths = [0; FIELDS];
        for (field, tokens) in fields.iter().enumerate() {
            for token in tokens.iter().filter(|token| token.sort.is_content) {
                let count = &mut counts.entry(token.term).or_default()[field];
                *count = count.saturating_add(1);
                lengths[field] += 1;
            }
            self.lengths[field] += u64::from(lengths[field]);
        }
        for (term, counts) in counts {
            let (list, alive) = &mut self.lists[term as usize];
            list.push(Posting { place, counts });
            *alive += 1;
        }
        let [claim, title, context] = fields;
        self.entries.push(Some(Entry {
            key,
            written: written.into(),
            claim,
            title,
            context: (context.iter())
                .filter(|token| token.sort.is_content)
                .map(|token| token.term)
                .collect(),
            denies,
            lengths,
        }));
        self.places.insert(key, place);
    }

    pub(super) fn remove(&mut self, key: Key) {
        let Some(place) = self.places.remove(&key) else {
            return;
        };
        let Some(entry) = self.entries[place as usize].take() else {
            return;
        };
        for term in entry.content_terms() {
            self.lists[term as usize].1 -= 1;
        }
        for (total, length) in self.lengths.iter_mut().zip(entry.lengths) {
            *total -= u64::from(length);
        }
        // Each compaction is paid for by as many removals as it goes through claims.
        if self.entries.len() > 2 * self.places.len() + 64 {
            self.compact();
        }
    }

    fn tokens(&mut self, words: &[Word]) -> Box<[Token]> {
        words
            .iter()
            .map(|word| Token {
                term: self.term_or_new(&word.term),
                sort: word.sort,
            })
            .collect()
    }

    fn term_or_new(&mut self, word: &str) -> u32 {
        if let Some(term) = self.terms.get(word) {
            return *term;
        }
        let term = self.lists.len() as u32;
        let word: Arc<str> = word.into();
        self.terms.insert(word.clone(), term);
        self.words.push(word);
        self.lists.push((Vec::new(), 0));
        term
    }

    /// Closes the gaps that removed claims left, and forgets words that no claim has.
    fn compact(&mut self) {
        let old = std::mem::take(self);
        let mut moved: HashMap<u32, u32> = HashMap::new();
        for mut entry in old.entries.into_iter().flatten() {
            let place = self.entries.len() as u32;
            let old_terms = (entry.claim.iter_mut().map(|token| &mut token.term))
                .chain(entry.title.iter_mut().map(|token| &mut token.term))
                .chain(entry.context.iter_mut());
            for term in old_terms {
                *term = *moved
                    .entry(*term)
                    .or_insert_with(|| self.term_or_new(&old.words[*term as usize]));
            }
            self.places.insert(entry.key, place);
            self.entries.push(Some(entry));
        }
        self.lengths = old.lengths;
        let new_places: HashMap<u32, u32> = old
            .places
            .iter()
            .map(|(key, place)| (*place, self.places[key]))
            .collect();
        for (old_term, (list, alive)) in old.lists.into_iter().enumerate() {
            let Some(term) = moved.get(&(old_term as u32)) else {
                continue;
            };
            let kept = list.into_iter().filter_map(|posting| {
                let place = *new_places.get(&posting.place)?;
                Some(Posting { place, ..posting })
            });
            self.lists[*term as usize] = (kept.collect(), alive);
        }
    }

    /// The best `most` claims for words with their weights, best first, ties by key.
    pub(super) fn ranked(&self, words: &[(u32, f32)], most: usize) -> Vec<(u32, f32)> {
        let mut scores = vec![0.0_f32; self.entries.len()];
        let mut touched: Vec<u32> = Vec::new();
        let claims = self.places.len().max(1) as f32;
        let averages = self.lengths.map(|total| (total as f32 / claims).max(1.0));
        for (term, weight) in words {
            for posting in &self.lists[*term as usize].0 {
                let Some(entry) = self.entry(posting.place) else {
                    continue;
                };
                let mut count = 0.0;
                for field in 0..FIELDS {
                    if posting.counts[field] > 0 {
                        let length = entry.lengths[field] as f32 / averages[field];
                        count += WEIGHTS[field] * f32::from(posting.counts[field])
                            / (1.0 - LENGTH + LENGTH * length);
                    }
                }
                let score = &mut scores[posting.place as usize];
                if *score == 0.0 {
                    touched.push(posting.place);
                }
                *score += weight * count * (SATURATION + 1.0) / (SATURATION + count);
            }
        }
        let key = |place: u32| self.entry(place).map(|entry| entry.key);
        let order = |one: &u32, other: &u32| -> Ordering {
            scores[*other as usize]
                .total_cmp(&scores[*one as usize])
                .then_with(|| key(*one).cmp(&key(*other)))
        };
        if touched.len() > most && most > 0 {
            touched.select_nth_unstable_by(most - 1, order);
        }
        touched.truncate(most);
        touched.sort_unstable_by(order);
        touched
            .into_iter()
            .map(|place| (place, scores[place as usize]))
            .collect()
    }

    /// How telling a word is, between 0 and 1: by how few claims have it, here and where the model was made.
    pub(super) fn weight(&self, word: &str, term: Option<u32>, background: &Background) -> f32 {
        let with = term.map_or(0, |term| self.claims_with(term));
        background.weight(word, with as usize, self.places.len())
    }
}

impl<Key> Entry<Key> {
    /// Each content word once.
    fn content_terms(&self) -> Vec<u32> {
        let tokens = self.claim.iter().chain(self.title.iter());
        let mut terms: Vec<u32> = tokens
            .filter(|token| token.sort.is_content)
            .map(|token| token.term)
            .chain(self.context.iter().copied())
            .collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}
