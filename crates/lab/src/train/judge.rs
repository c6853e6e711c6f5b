//! The weights of facts about hypotheses: a logistic regression, trained step by step.

use std::collections::{BTreeMap, HashMap};

use onrecord_extract::tagger::exponential;

use crate::fit::HeldOut;
use crate::random::Random;

/// Passes over the examples. More, or longer steps, fit these articles and no others.
const PASSES: usize = 4;
/// Length of the first steps.
const RATE: f32 = 0.02;
/// A fact seen in fewer hypotheses tells more of these articles than of the language.
const LEAST_SEEN: u32 = 5;

/// Hypotheses with what is known of them and whether they are right.
#[derive(Debug, Default)]
pub(super) struct Examples {
    facts: Vec<u64>,
    /// Where each example's facts end.
    ends: Vec<usize>,
    pub(super) right: Vec<bool>,
    article: Vec<usize>,
}

/// A fact's weight while it is learned (AdaGrad: Duchi, Hazan, Singer 2011).
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    weight: f32,
    squares: f32,
    sum: f32,
}

impl Examples {
    pub(super) fn push(&mut self, facts: &[u64], is_right: bool, article: usize) {
        self.facts.extend_from_slice(facts);
        self.ends.push(self.facts.len());
        self.right.push(is_right);
        self.article.push(article);
    }

    fn facts(&self, example: usize) -> &[u64] {
        let start = example.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.facts[start..self.ends[example]]
    }

    /// The weights of all facts, from the examples of the articles that `take` takes; the mean of those after each
    /// pass of the later half.
    pub(super) fn weigh(&self, take: &dyn Fn(usize) -> bool) -> BTreeMap<u64, f32> {
        let taken: Vec<usize> = (0..self.right.len())
            .filter(|example| take(self.article[*example]))
            .collect();
        let mut seen: HashMap<u64, u32> = HashMap::new();
        for fact in taken.iter().flat_map(|example| self.facts(*example)) {
            *seen.entry(*fact).or_default() += 1;
        }
        let mut names: Vec<u64> = seen
            .into_iter()
            .filter(|(_, times)| *times >= LEAST_SEEN)
            .map(|(fact, _)| fact)
            .collect();
        names.sort_unstable();
        let numbers: HashMap<u64, u32> = (0..)
            .zip(&names)
            .map(|(column, fact)| (*fact, column))
            .collect();
        let rows: Vec<Vec<u32>> = taken
            .iter()
            .map(|example| {
                let facts = self.facts(*example).iter();
                facts
                    .filter_map(|fact| numbers.get(fact).copied())
                    .collect()
            })
            .collect();
        let mut columns = vec![Column::default(); names.len()];
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut random = Random::new();
        let mut summed = 0.0;
        for pass in 0..PASSES {
            random.shuffle(&mut order);
            for index in &order {
                let label = f32::from(u8::from(self.right[taken[*index]]));
                step(&mut columns, &rows[*index], label);
            }
            if pass * 2 + 1 >= PASSES {
                summed += 1.0;
                for column in &mut columns {
                    column.sum += column.weight;
                }
            }
        }
        let means = columns.into_iter().map(|column| column.sum / summed);
        names.into_iter().zip(means).collect()
    }

    /// How good the weights of each half's others are for it; `half` tells which half an article is of.
    pub(super) fn held_out(
        &self,
        weights: &[BTreeMap<u64, f32>],
        half: &dyn Fn(usize) -> usize,
    ) -> HeldOut {
        let estimates: Vec<f64> = (0..self.right.len())
            .map(|example| {
                let weights = &weights[half(self.article[example])];
                let sum: f32 = self
                    .facts(example)
                    .iter()
                    .filter_map(|fact| weights.get(fact))
                    .sum();
                f64::from(probability(sum))
            })
            .collect();
        HeldOut::new(&estimates, &self.right)
    }
}

fn probability(sum: f32) -> f32 {
    1.0 / (1.0 + exponential(-sum))
}

fn step(columns: &mut [Column], row: &[u32], label: f32) {
    let sum: f32 = row
        .iter()
        .map(|column| columns[*column as usize].weight)
        .sum();
    let gradient = probability(sum) - label;
    for column in row {
        let column = &mut columns[*column as usize];
        column.squares += gradient * gradient;
        column.weight -= RATE * gradient / (column.squares + 1.0).sqrt();
    }
}
