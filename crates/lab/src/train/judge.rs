//! The weights of facts about hypotheses: a logistic regression, trained step by step.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use onrecord_extract::Extractor;
use onrecord_extract::tagger::{Tagger, exponential};

use super::articles::Articles;
use super::in_parallel;
use super::labelling::Labeller;
use crate::fit::HeldOut;
use crate::random::Random;
use crate::{LabError, Sample};

/// Passes over the examples. More, or longer steps, fit these articles and no others.
const PASSES: usize = 4;
/// Length of the first steps.
const RATE: f32 = 0.02;
/// A fact seen in fewer hypotheses tells more of these articles than of the language.
const LEAST_SEEN: u32 = 5;

/// Facts whose weight is nearer to zero than this are left out of the model.
pub const LEAST_FACT_WEIGHT: f32 = 0.02;

/// A judge, and what was seen while it learned.
#[derive(Debug)]
pub struct Judge {
    /// What each fact says for a hypothesis.
    pub facts: BTreeMap<u64, f32>,
    /// Hypotheses that were learned from, and those of them that are right.
    pub hypotheses: [usize; 2],
    /// How sure the halves of the articles are of each other, and with what right.
    pub held_out: HeldOut,
}

impl Judge {
    /// Learns from the hypotheses about all `samples`, those about each from what its `tagger` labels. `half` parts the
    /// articles in two, 0 and 1, each of which is judged by what the other teaches.
    ///
    /// # Errors
    /// If there are no hypotheses, or they are all right or all wrong.
    pub(super) fn learn<'tagger>(
        articles: &Articles<'_>,
        samples: &[Sample],
        tagger: &dyn Fn(usize) -> &'tagger dyn Tagger,
        half: &(dyn Fn(usize) -> usize + Sync),
    ) -> Result<Self, LabError> {
        let extractor = Extractor::rules_alone();
        let mut examples = Examples::default();
        for (article, sample) in samples.iter().enumerate() {
            let mut labeller = Labeller::new(sample);
            let vocabulary = articles.without(article);
            let document = articles.document(article);
            extractor.hypotheses(
                document,
                tagger(article),
                &vocabulary,
                &mut |found, facts| {
                    examples.push(facts, labeller.is_right(&found), article);
                },
            );
        }
        let right = examples.right.iter().filter(|right| **right).count();
        if right == 0 || right == examples.right.len() {
            return Err(LabError::OneSided {
                proposals: examples.right.len(),
                right,
            });
        }
        let mut halves = in_parallel(3, |which| examples.weigh(&|article| half(article) != which));
        let facts = halves.pop().unwrap_or_default();
        Ok(Self {
            held_out: examples.held_out(&halves, half),
            facts: facts
                .into_iter()
                .filter(|(_, weight)| weight.abs() >= LEAST_FACT_WEIGHT)
                .collect(),
            hypotheses: [examples.right.len(), right],
        })
    }
}

impl fmt::Display for Judge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [hypotheses, right] = self.hypotheses;
        write!(
            formatter,
            "hypotheses {hypotheses}, right {right}\nfacts {}\n{}",
            self.facts.len(),
            self.held_out
        )
    }
}

/// Hypotheses with what is known of them and whether they are right.
#[derive(Debug, Default)]
struct Examples {
    facts: Vec<u64>,
    /// Where each example's facts end.
    ends: Vec<usize>,
    right: Vec<bool>,
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
    fn push(&mut self, facts: &[u64], is_right: bool, article: usize) {
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
    fn weigh(&self, take: &dyn Fn(usize) -> bool) -> BTreeMap<u64, f32> {
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
    fn held_out(&self, weights: &[BTreeMap<u64, f32>], half: &dyn Fn(usize) -> usize) -> HeldOut {
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
