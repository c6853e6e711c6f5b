//! What everybody would try first: words by how rare they are, and logistic regression.

use std::collections::{BTreeMap, HashMap};

use super::Sentence;
use super::regression::Rows;
use crate::LabError;

/// Half of this times the squared weights is added to the loss; the best of 0.2, 1 and 3.
const PENALTY: f64 = 0.2;

/// How often each word and sign stands in each sentence.
pub(super) struct Words {
    counts: Vec<BTreeMap<String, u32>>,
    labels: Vec<bool>,
}

impl Words {
    pub(super) fn new(sentences: &[Sentence]) -> Self {
        let counts = sentences.iter().map(|s| counts(&s.text)).collect();
        let labels = sentences.iter().map(|s| s.is_worth_checking).collect();
        Self { counts, labels }
    }

    /// The log odds of all sentences, learned from those that are taken.
    pub(super) fn odds(&self, takes: &[bool]) -> Result<Vec<f64>, LabError> {
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for (counts, _) in self.counts.iter().zip(takes).filter(|(_, takes)| **takes) {
            for word in counts.keys() {
                *seen.entry(word).or_default() += 1;
            }
        }
        let all = takes.iter().filter(|takes| **takes).count() as f64;
        let columns: HashMap<&str, (u32, f64)> = (0..)
            .zip(&seen)
            .map(|(column, (word, seen))| {
                let rarity = ((1.0 + all) / (1.0 + f64::from(*seen))).ln() + 1.0;
                (*word, (column, rarity))
            })
            .collect();
        let row = |counts: &BTreeMap<String, u32>| {
            let values: Vec<(u32, f64)> = counts
                .iter()
                .filter_map(|(word, count)| {
                    let (column, rarity) = columns.get(word.as_str())?;
                    Some((*column, (1.0 + f64::from(*count).ln()) * rarity))
                })
                .collect();
            let squares: f64 = values.iter().map(|(_, value)| value * value).sum();
            let length = squares.sqrt().max(f64::MIN_POSITIVE);
            let scaled = |(column, value)| (column, (value / length) as f32);
            values.into_iter().map(scaled).collect::<Vec<_>>()
        };
        let empty = || Rows::new(columns.len());
        let (mut taken, mut every) = (empty(), empty());
        for ((counts, label), takes) in self.counts.iter().zip(&self.labels).zip(takes) {
            let row = row(counts);
            if *takes {
                taken.push(row.iter().copied(), *label);
            }
            every.push(row, *label);
        }
        Ok(every.odds(&taken.solve(PENALTY)?))
    }
}

/// Runs of letters, digits and apostrophes in small letters, and every other sign by itself.
fn counts(text: &str) -> BTreeMap<String, u32> {
    let is_inside = |character: char| character.is_alphanumeric() || character == '\'';
    let mut counts = BTreeMap::new();
    let small = text.to_lowercase();
    for piece in small.split_whitespace() {
        let mut rest = piece;
        while let Some(first) = rest.chars().next() {
            let length = if is_inside(first) {
                rest.find(|character| !is_inside(character))
                    .unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (word, behind) = rest.split_at(length);
            *counts.entry(word.to_owned()).or_default() += 1;
            rest = behind;
        }
    }
    counts
}
