//! The chain: weights of clues for labels, and of steps from label to label, trained step by step.

use std::collections::{BTreeMap, HashMap};

pub(super) use onrecord_extract::tagger::Scores;
use onrecord_extract::tagger::{LABELS, Label, Lattice, Part, Steps, Transitions};

use super::articles::Sequence;
use super::teaching::Goal;
use crate::random::Random;

/// Passes over the sequences.
const PASSES: usize = 12;
/// Length of the first steps.
const RATE: f32 = 0.012;
/// A clue seen fewer times is not weighed.
const LEAST_SEEN: u32 = 5;
/// How many of 65,536 clues are left out of each step, so that no clue is relied on alone.
const LEFT_OUT: u64 = 13_107;
/// Gradients below this teach nothing and are not followed.
const LEAST_GRADIENT: f32 = 1e-4;

/// A trained chain.
pub(super) struct Chain {
    pub(super) weights: BTreeMap<u64, Scores>,
    pub(super) transitions: Transitions,
}

/// Weights while they are learned (AdaGrad: Duchi, Hazan, Singer 2011).
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    weight: Scores,
    squares: Scores,
    sum: Scores,
}

impl Row {
    fn step(&mut self, gradient: &Scores) {
        for ((weight, squares), gradient) in
            self.weight.iter_mut().zip(&mut self.squares).zip(gradient)
        {
            *squares += gradient * gradient;
            *weight -= RATE * gradient / (*squares + 0.1).sqrt();
        }
    }

    fn add_up(&mut self) {
        for (sum, weight) in self.sum.iter_mut().zip(&self.weight) {
            *sum += weight;
        }
    }

    fn mean(&self, summed: f32) -> Scores {
        self.sum.map(|sum| sum / summed)
    }
}

/// A sequence with numbers for its clues.
struct Encoded<'a> {
    tokens: Vec<Vec<u32>>,
    goal: &'a Goal,
}

struct Training {
    rows: Vec<Row>,
    /// By the label before; the last one is for the first token.
    steps: [Row; LABELS + 1],
    random: Random,
}

impl Chain {
    /// Trains on `sequences`. The weights are the means of those after each pass of the later half.
    pub(super) fn train(sequences: &[&Sequence]) -> Self {
        let names = names(sequences);
        let numbers: HashMap<u64, u32> = (0..)
            .zip(&names)
            .map(|(number, name)| (*name, number))
            .collect();
        let encoded: Vec<Encoded<'_>> = sequences
            .iter()
            .map(|sequence| Encoded {
                tokens: (0..sequence.clues.len())
                    .map(|token| {
                        let clues = sequence.clues.of(token).iter();
                        clues
                            .filter_map(|clue| numbers.get(clue).copied())
                            .collect()
                    })
                    .collect(),
                goal: &sequence.goal,
            })
            .collect();
        drop(numbers);
        let mut training = Training {
            rows: vec![Row::default(); names.len()],
            steps: [Row::default(); LABELS + 1],
            random: Random::new(),
        };
        let mut order: Vec<usize> = (0..encoded.len()).collect();
        let mut summed = 0.0;
        for pass in 0..PASSES {
            training.random.shuffle(&mut order);
            for index in &order {
                training.learn(&encoded[*index]);
            }
            if pass * 2 + 1 >= PASSES {
                summed += 1.0;
                training.rows.iter_mut().for_each(Row::add_up);
                training.steps.iter_mut().for_each(Row::add_up);
            }
        }
        let steps = training.steps.map(|row| row.mean(summed));
        let mut between = [[0.0; LABELS]; LABELS];
        between.copy_from_slice(&steps[..LABELS]);
        Self {
            weights: names
                .into_iter()
                .zip(&training.rows)
                .map(|(name, row)| (name, row.mean(summed)))
                .collect(),
            transitions: Transitions {
                between,
                first: steps[LABELS],
            },
        }
    }

    /// F1 of the spans of `part` that are found exactly in `sequences`.
    pub(super) fn exact(&self, sequences: &[Sequence], part: Part) -> f64 {
        let steps = Steps::new(self.transitions.clone());
        let (mut both, mut found, mut annotated) = (0, 0, 0);
        for sequence in sequences {
            let scores = self.scores(sequence);
            let mine = spans(&steps.best(&scores, 0.0), part);
            let theirs = spans(sequence.goal.labels(), part);
            both += mine.iter().filter(|span| theirs.contains(span)).count();
            found += mine.len();
            annotated += theirs.len();
        }
        2.0 * both as f64 / (found + annotated).max(1) as f64
    }

    /// The likeliest labels of a sequence, and for each token the chance that its likeliest label is wrong.
    pub(super) fn labelled(&self, sequence: &Sequence) -> (Vec<Label>, Vec<f32>) {
        let steps = Steps::new(self.transitions.clone());
        let scores = self.scores(sequence);
        let lattice = Lattice::new(&steps, &scores);
        let doubt = |token| 1.0 - lattice.at(token).iter().fold(0.0_f32, |a, b| a.max(*b));
        (
            steps.best(&scores, 0.0),
            (0..scores.len()).map(doubt).collect(),
        )
    }

    fn scores(&self, sequence: &Sequence) -> Vec<Scores> {
        (0..sequence.clues.len())
            .map(|token| {
                let clues = sequence.clues.of(token).iter();
                let mut sum = [0.0; LABELS];
                for weights in clues.filter_map(|clue| self.weights.get(clue)) {
                    add(&mut sum, weights);
                }
                sum
            })
            .collect()
    }
}

/// The clues that are weighed, in order.
fn names(sequences: &[&Sequence]) -> Vec<u64> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    for sequence in sequences {
        for token in 0..sequence.clues.len() {
            for clue in sequence.clues.of(token) {
                *seen.entry(*clue).or_default() += 1;
            }
        }
    }
    let mut names: Vec<u64> = seen
        .into_iter()
        .filter(|(_, times)| *times >= LEAST_SEEN)
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names
}

impl Training {
    fn transitions(&self) -> Transitions {
        let mut between = [[0.0; LABELS]; LABELS];
        for (scores, row) in between.iter_mut().zip(&self.steps) {
            *scores = row.weight;
        }
        Transitions {
            between,
            first: self.steps[LABELS].weight,
        }
    }

    /// One step towards what one sequence is to be labelled as.
    fn learn(&mut self, sequence: &Encoded<'_>) {
        let steps = Steps::new(self.transitions());
        let random = &mut self.random;
        let tokens: Vec<Vec<u32>> = sequence
            .tokens
            .iter()
            .map(|clues| {
                let kept = clues.iter().copied();
                kept.filter(|_| random.next() & 0xffff >= LEFT_OUT)
                    .collect()
            })
            .collect();
        let scores: Vec<Scores> = tokens
            .iter()
            .map(|clues| {
                let mut sum = [0.0; LABELS];
                for clue in clues {
                    add(&mut sum, &self.rows[*clue as usize].weight);
                }
                sum
            })
            .collect();
        let lattice = Lattice::new(&steps, &scores);
        let mut of_steps = [[0.0; LABELS]; LABELS + 1];
        for (token, clues) in tokens.iter().enumerate() {
            let mut gradient = lattice.at(token);
            subtract(&mut gradient, &sequence.goal.at(token));
            if token == 0 {
                add(&mut of_steps[LABELS], &gradient);
            } else {
                let found = lattice.between(&steps, token);
                let wanted = sequence.goal.between(token);
                for ((sum, found), wanted) in of_steps.iter_mut().zip(&found).zip(&wanted) {
                    add(sum, found);
                    subtract(sum, wanted);
                }
            }
            if gradient.iter().all(|part| part.abs() < LEAST_GRADIENT) {
                continue;
            }
            for clue in clues {
                self.rows[*clue as usize].step(&gradient);
            }
        }
        for (row, gradient) in self.steps.iter_mut().zip(&of_steps) {
            row.step(gradient);
        }
    }
}

fn add(sum: &mut Scores, scores: &Scores) {
    for (sum, score) in sum.iter_mut().zip(scores) {
        *sum += score;
    }
}

fn subtract(sum: &mut Scores, scores: &Scores) {
    for (sum, score) in sum.iter_mut().zip(scores) {
        *sum -= score;
    }
}

/// The spans of `part`, first token and the one behind the last.
pub(super) fn spans(labels: &[Label], part: Part) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut index = 0;
    while index < labels.len() {
        let start = index;
        index += 1;
        if labels[start] != part.begin() {
            continue;
        }
        while labels.get(index) == Some(&part.inside()) {
            index += 1;
        }
        spans.push((start, index));
    }
    spans
}
