//! The vectors of facts ([`onrecord_extract::JudgeParts`]): a network with one hidden layer, trained step by step.

use std::collections::{BTreeMap, HashMap};

use onrecord_extract::tagger::exponential;
use onrecord_extract::{FactVector, HIDDEN_UNITS, output_weight};

use crate::random::Random;

/// Passes over the examples. More, or longer steps, fit these articles and no others.
const PASSES: usize = 4;
/// Length of the first steps.
const RATE: f32 = 0.02;
/// How large the numbers are that vectors begin with, at most. They are random, for units that began alike would stay
/// alike.
const FIRST: f32 = 0.06;
/// Of how many facts one is left out whenever an example is learned from, so that none relies on another (dropout:
/// Srivastava et al. 2014).
const LEFT_OUT: usize = 5;
/// A fact seen in fewer hypotheses tells more of these articles than of the language.
const LEAST_SEEN: u32 = 8;
/// A gradient that is not worth a step.
const NO_GRADIENT: f32 = 1e-4;

/// Hypotheses with what is known of them and whether they are right.
#[derive(Debug, Default)]
pub(super) struct Examples {
    facts: Vec<u64>,
    /// Where each example's facts end.
    ends: Vec<usize>,
    pub(super) right: Vec<bool>,
    pub(super) article: Vec<usize>,
}

impl Examples {
    pub(super) fn push(&mut self, facts: &[u64], is_right: bool, article: usize) {
        self.facts.extend_from_slice(facts);
        self.ends.push(self.facts.len());
        self.right.push(is_right);
        self.article.push(article);
    }

    pub(super) fn facts(&self, example: usize) -> &[u64] {
        let start = example.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.facts[start..self.ends[example]]
    }
}

/// A vector for each fact.
#[derive(Debug, Default)]
pub(super) struct HiddenLayer {
    columns: HashMap<u64, u32>,
    vectors: Vec<FactVector>,
}

/// What is learned of a fact (AdaGrad: Duchi, Hazan, Singer 2011).
#[derive(Debug, Clone, Copy)]
struct Column {
    vector: FactVector,
    squares: FactVector,
    /// Of the vectors after each pass of the later half.
    sum: FactVector,
}

impl HiddenLayer {
    /// Learns from the examples of the articles that `take` takes.
    pub(super) fn learn(examples: &Examples, take: &dyn Fn(usize) -> bool) -> Self {
        let taken: Vec<usize> = (0..examples.right.len())
            .filter(|example| take(examples.article[*example]))
            .collect();
        let columns = columns(examples, &taken);
        let rows: Vec<Vec<u32>> = taken
            .iter()
            .map(|example| {
                let facts = examples.facts(*example).iter();
                facts
                    .filter_map(|fact| columns.get(fact).copied())
                    .collect()
            })
            .collect();
        let mut random = Random::new();
        let mut first = || {
            let share = random.below(1 << 16) as f32 / (1 << 16) as f32;
            (share * 2.0 - 1.0) * FIRST
        };
        let mut learned: Vec<Column> = (0..columns.len())
            .map(|_| Column {
                vector: std::array::from_fn(|_| first()),
                squares: [0.0; HIDDEN_UNITS],
                sum: [0.0; HIDDEN_UNITS],
            })
            .collect();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut summed = 0.0;
        let mut kept = Vec::new();
        for pass in 0..PASSES {
            random.shuffle(&mut order);
            for index in &order {
                kept.clear();
                let facts = rows[*index].iter().copied();
                kept.extend(facts.filter(|_| random.below(LEFT_OUT) > 0));
                step(&mut learned, &kept, examples.right[taken[*index]]);
            }
            if pass * 2 + 1 >= PASSES {
                summed += 1.0;
                for column in &mut learned {
                    add(&mut column.sum, &column.vector);
                }
            }
        }
        Self {
            columns,
            vectors: learned
                .into_iter()
                .map(|column| column.sum.map(|sum| sum / summed))
                .collect(),
        }
    }

    /// What `facts` say together.
    pub(super) fn sum(&self, facts: &[u64]) -> f32 {
        let mut sums = [0.0; HIDDEN_UNITS];
        for column in facts.iter().filter_map(|fact| self.columns.get(fact)) {
            add(&mut sums, &self.vectors[*column as usize]);
        }
        said(&sums)
    }

    pub(super) fn into_facts(self) -> BTreeMap<u64, FactVector> {
        let Self { columns, vectors } = self;
        columns
            .into_iter()
            .map(|(fact, column)| (fact, vectors[column as usize]))
            .collect()
    }
}

/// The facts that are seen often enough in the examples `taken`, numbered in order.
fn columns(examples: &Examples, taken: &[usize]) -> HashMap<u64, u32> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    for fact in taken.iter().flat_map(|example| examples.facts(*example)) {
        *seen.entry(*fact).or_default() += 1;
    }
    let mut often: Vec<u64> = seen
        .into_iter()
        .filter(|(_, times)| *times >= LEAST_SEEN)
        .map(|(fact, _)| fact)
        .collect();
    often.sort_unstable();
    often.into_iter().zip(0..).collect()
}

fn add(sums: &mut FactVector, vector: &FactVector) {
    for (sum, value) in sums.iter_mut().zip(vector) {
        *sum += value;
    }
}

/// What the hidden units say: of each sum what is above zero, for or against.
fn said(sums: &FactVector) -> f32 {
    let sums = sums.iter().enumerate();
    sums.map(|(unit, sum)| sum.max(0.0) * output_weight(unit))
        .sum()
}

fn step(learned: &mut [Column], facts: &[u32], is_right: bool) {
    // The facts that are left out would have said as much as the others.
    let scale = LEFT_OUT as f32 / (LEFT_OUT - 1) as f32;
    let mut sums = [0.0; HIDDEN_UNITS];
    for column in facts {
        add(&mut sums, &learned[*column as usize].vector);
    }
    let label = f32::from(u8::from(is_right));
    let gradient = 1.0 / (1.0 + exponential(-said(&sums) * scale)) - label;
    if gradient.abs() < NO_GRADIENT {
        return;
    }
    let mut gradients = [0.0; HIDDEN_UNITS];
    for (unit, (own, sum)) in gradients.iter_mut().zip(&sums).enumerate() {
        if *sum > 0.0 {
            *own = gradient * scale * output_weight(unit);
        }
    }
    for column in facts {
        let column = &mut learned[*column as usize];
        for (unit, gradient) in gradients.iter().enumerate() {
            column.squares[unit] += gradient * gradient;
            column.vector[unit] -= RATE * gradient / (column.squares[unit] + 1.0).sqrt();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Right where exactly one of two facts is known, which no sum of weights can tell.
    #[test]
    fn what_facts_say_in_each_others_company_is_learned() {
        let mut random = Random::new();
        let mut examples = Examples::default();
        let known = |first: bool, second: bool| {
            let facts = [
                (true, 1),
                (first, 2),
                (!first, 3),
                (second, 4),
                (!second, 5),
            ];
            let known = facts.into_iter().filter(|(is_known, _)| *is_known);
            known.map(|(_, fact)| fact).collect::<Vec<u64>>()
        };
        for article in 0..20_000 {
            let (first, second) = (random.below(2) == 0, random.below(2) == 0);
            examples.push(&known(first, second), first != second, article);
        }
        let layer = HiddenLayer::learn(&examples, &|_| true);
        for (first, second) in [(true, true), (true, false), (false, true), (false, false)] {
            let sum = layer.sum(&known(first, second));
            assert_eq!(sum > 0.0, first != second, "{first} {second} {sum}");
        }
    }
}
