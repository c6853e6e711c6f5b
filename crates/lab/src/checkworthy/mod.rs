//! From labelled sentences to the model of what is worth checking, and how good it is for sentences it never saw.
//!
//! Sentences that are the same or nearly the same are held out together. Everything that is fitted is fitted inside:
//! which clues there are, their scales and weights, the two numbers of the calibration, and the line between the
//! answers, which come from sentences held out once more among those that train.

mod baseline;
mod measures;
mod regression;
mod sentences;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs;
use std::hint::black_box;
use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use onrecord_matching::checkworthy::{Model, ModelParts, word_number};

use crate::LabError;
use crate::quotations::processor_time;
pub use measures::{Measures, Range, measure, ranges};
use regression::{Rows, Solution};
pub use sentences::{FOLDS, Sentence, folds, read_sentences};

/// Divisions into folds that the measures are the mean of. The model's calibration and line are of the first.
pub const DRAWS: usize = 3;
/// A clue seen in fewer sentences tells of them and not of the language.
const LEAST_SEEN: u32 = 2;
/// Half of this times the squared weights is added to the loss; 0.3 to 7 give the same within chance.
const PENALTY: f64 = 2.0;
/// What a row of clues has for a length.
const STRENGTH: f64 = 5.0;

/// A trained model and what it is worth.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The model, of all sentences.
    pub parts: ModelParts,
    /// Sentences, and how many of them are worth checking.
    pub sentences: (usize, usize),
    /// For each draw the measures of all sentences, each held out.
    pub draws: Vec<Measures>,
    /// The same for words and their rarity alone (TF-IDF and logistic regression), in the same folds.
    pub baseline: Vec<Measures>,
    /// Scores of the first draw in ten ranges.
    pub ranges: [Range; 10],
}

/// Reads groups of words of like meaning, as [`crate::train::WordGroups`] does, by the numbers of this model.
///
/// # Errors
/// If the table cannot be read, or a line is something else.
pub fn read_groups(path: &Path) -> Result<BTreeMap<u64, [u16; 3]>, LabError> {
    let text = fs::read_to_string(path).map_err(|source| LabError::Read {
        path: path.to_owned(),
        source,
    })?;
    let parse = |line: &str| {
        let mut fields = line.split('\t');
        let word = word_number(fields.next()?);
        let mut groups = [0; 3];
        for group in &mut groups {
            *group = fields.next()?.parse().ok()?;
        }
        fields.next().is_none().then_some((word, groups))
    };
    let lines = text.lines().enumerate();
    lines
        .map(|(index, line)| {
            parse(line).ok_or_else(|| LabError::NotWordGroups {
                path: path.to_owned(),
                line: index + 1,
            })
        })
        .collect()
}

/// Trains on all sentences, and measures what such a model is worth.
///
/// # Errors
/// If all sentences have one label, or a fit comes to no end.
pub fn train(sentences: &[Sentence], groups: BTreeMap<u64, [u16; 3]>) -> Result<Trained, LabError> {
    let labels: Vec<bool> = sentences.iter().map(|s| s.is_worth_checking).collect();
    let mut parts = ModelParts {
        groups,
        ..ModelParts::default()
    };
    let model = Model::from_bytes(parts.to_bytes().into())?;
    let clues: Vec<Vec<u64>> = sentences.iter().map(|s| model.clues(&s.text)).collect();
    let all = Clues {
        clues: &clues,
        labels: &labels,
    };
    let words = baseline::Words::new(sentences);
    let (mut draws, mut of_baseline) = (Vec::new(), Vec::new());
    let mut first = None;
    for draw in 0..DRAWS {
        let folds = folds(sentences, draw);
        let held_out = cross_validate(&folds, &labels, |takes| {
            let weights = all.fit(takes)?;
            Ok(clues.iter().map(|clues| weights.odds(clues)).collect())
        })?;
        draws.push(measure(&held_out.scores, &held_out.answers, &labels));
        let of_words = cross_validate(&folds, &labels, |takes| words.odds(takes))?;
        of_baseline.push(measure(&of_words.scores, &of_words.answers, &labels));
        first.get_or_insert(held_out);
    }
    let weights = all.fit(&vec![true; labels.len()])?;
    let first = first.unwrap_or_default();
    let (slope, shift) = (first.calibration.weights[0], first.calibration.bias);
    parts.bias = (slope * weights.bias + shift) as f32;
    parts.line = measures::best_line(&first.scores, &labels) as f32;
    parts.weights = weights
        .weights
        .iter()
        .map(|(clue, weight)| (*clue, (slope * weight) as f32))
        .collect();
    Ok(Trained {
        parts,
        sentences: (labels.len(), labels.iter().filter(|label| **label).count()),
        draws,
        baseline: of_baseline,
        ranges: ranges(&first.scores, &labels),
    })
}

/// Sentences that the model scores and classes in a second of one core.
///
/// # Errors
/// If the model cannot be read.
pub fn speed(parts: &ModelParts, sentences: &[Sentence]) -> Result<f64, LabError> {
    let model = Model::from_bytes(parts.to_bytes().into())?;
    let before = processor_time();
    for sentence in sentences {
        black_box(model.worth_score(black_box(&sentence.text)));
    }
    let took = processor_time().saturating_sub(before).as_secs_f64();
    Ok(sentences.len() as f64 / took.max(f64::MIN_POSITIVE))
}

/// What a method says of sentences that it did not learn from.
#[derive(Debug, Clone, PartialEq)]
struct HeldOut {
    scores: Vec<f64>,
    answers: Vec<bool>,
    /// From the odds of all held-out sentences to scores.
    calibration: Solution,
}

impl Default for HeldOut {
    fn default() -> Self {
        Self {
            scores: Vec::new(),
            answers: Vec::new(),
            calibration: Solution {
                bias: 0.0,
                weights: vec![1.0],
            },
        }
    }
}

/// Holds out each fold. `odds` learns from the sentences that it is told to take and gives the log odds of all.
fn cross_validate(
    folds: &[usize],
    labels: &[bool],
    odds: impl Fn(&[bool]) -> Result<Vec<f64>, LabError> + Sync,
) -> Result<HeldOut, LabError> {
    // Odds of the sentences of `one` where `one` and `other` are left out; of those of the fold itself, where both
    // are the same.
    let pairs: Vec<(usize, usize)> = (0..FOLDS)
        .flat_map(|one| (one..FOLDS).map(move |other| (one, other)))
        .collect();
    let without = in_parallel(&pairs, |(one, other)| {
        let takes: Vec<bool> = folds.iter().map(|f| *f != one && *f != other).collect();
        odds(&takes)
    })?;
    let of: HashMap<(usize, usize), Vec<f64>> = pairs
        .iter()
        .zip(without)
        .flat_map(|((one, other), odds)| [((*one, *other), odds.clone()), ((*other, *one), odds)])
        .collect();
    let mut held_out = HeldOut {
        scores: vec![0.0; labels.len()],
        answers: vec![false; labels.len()],
        ..HeldOut::default()
    };
    let mut outer = vec![0.0; labels.len()];
    for fold in 0..FOLDS {
        let inside: Vec<usize> = (0..labels.len()).filter(|i| folds[*i] != fold).collect();
        let inner: Vec<f64> = inside.iter().map(|i| of[&(fold, folds[*i])][*i]).collect();
        let inner_labels: Vec<bool> = inside.iter().map(|i| labels[*i]).collect();
        let calibration = calibrate(&inner, &inner_labels)?;
        let inner: Vec<f64> = inner
            .iter()
            .map(|odds| score(&calibration, *odds))
            .collect();
        let line = measures::best_line(&inner, &inner_labels);
        for index in (0..labels.len()).filter(|i| folds[*i] == fold) {
            outer[index] = of[&(fold, fold)][index];
            held_out.scores[index] = score(&calibration, outer[index]);
            held_out.answers[index] = held_out.scores[index] >= line;
        }
    }
    held_out.calibration = calibrate(&outer, labels)?;
    Ok(held_out)
}

/// Platt's scaling: the logistic curve from odds to the share that is worth checking.
fn calibrate(odds: &[f64], labels: &[bool]) -> Result<Solution, LabError> {
    let mut rows = Rows::new(1);
    for (odds, label) in odds.iter().zip(labels) {
        rows.push([(0, *odds as f32)], *label);
    }
    rows.solve(1e-3)
}

fn score(calibration: &Solution, odds: f64) -> f64 {
    let odds = calibration.bias + calibration.weights[0] * odds;
    1.0 / (1.0 + (-odds).exp())
}

/// What `work` makes of each item, in their order, on all cores.
fn in_parallel<T: Copy + Sync, R: Send>(
    items: &[T],
    work: impl Fn(T) -> Result<R, LabError> + Sync,
) -> Result<Vec<R>, LabError> {
    let next = Mutex::new(0..items.len());
    let done: Mutex<Vec<(usize, Result<R, LabError>)>> = Mutex::new(Vec::new());
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.lock().map_or(None, |mut next| next.next());
                    let Some(index) = index else {
                        return;
                    };
                    let result = work(items[index]);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The clues of all sentences.
struct Clues<'a> {
    clues: &'a [Vec<u64>],
    labels: &'a [bool],
}

/// What clues weigh; sums of weights are divided by the square root of the number of clues.
struct Weights {
    bias: f64,
    weights: HashMap<u64, f64>,
}

impl Weights {
    fn odds(&self, clues: &[u64]) -> f64 {
        let sum: f64 = clues.iter().filter_map(|clue| self.weights.get(clue)).sum();
        self.bias + sum / (clues.len().max(1) as f64).sqrt()
    }
}

impl Clues<'_> {
    /// The mean of two regressions, one with clues scaled by how rare they are and one by how one-sided
    /// (Wang and Manning 2012, smoothed); each knows what the other lets pass.
    fn fit(&self, takes: &[bool]) -> Result<Weights, LabError> {
        let taken: Vec<usize> = (0..takes.len()).filter(|index| takes[*index]).collect();
        let mut seen: HashMap<u64, [u32; 2]> = HashMap::new();
        for index in &taken {
            for clue in &self.clues[*index] {
                seen.entry(*clue).or_default()[usize::from(self.labels[*index])] += 1;
            }
        }
        let mut columns: Vec<(u64, [u32; 2])> = seen
            .into_iter()
            .filter(|(_, [no, yes])| no + yes >= LEAST_SEEN)
            .collect();
        columns.sort_unstable();
        let right = taken.iter().filter(|index| self.labels[**index]).count() as f64;
        let wrong = taken.len() as f64 - right;
        let rarity = |[no, yes]: [u32; 2]| (taken.len() as f64 / f64::from(no + yes)).ln().sqrt();
        let one_sided = |[no, yes]: [u32; 2]| {
            let yes = (f64::from(yes) + 1.0) / right;
            let no = (f64::from(no) + wrong / right) / wrong;
            (yes / no).ln().abs() + 0.5
        };
        // The first is divided by what it mostly is, so that one penalty fits both.
        let views: [Vec<f64>; 2] = [
            columns
                .iter()
                .map(|(_, seen)| rarity(*seen) / 2.2)
                .collect(),
            columns.iter().map(|(_, seen)| one_sided(*seen)).collect(),
        ];
        let solutions: Vec<Solution> = views
            .iter()
            .map(|scales| self.solve(&taken, &columns, scales))
            .collect::<Result<_, _>>()?;
        let mean = |of: &dyn Fn(usize) -> f64| (of(0) + of(1)) / 2.0;
        Ok(Weights {
            bias: mean(&|view| solutions[view].bias),
            weights: columns
                .iter()
                .enumerate()
                .map(|(column, (clue, _))| {
                    let weight =
                        |view: usize| solutions[view].weights[column] * views[view][column];
                    (*clue, STRENGTH * mean(&weight))
                })
                .collect(),
        })
    }

    fn solve(
        &self,
        taken: &[usize],
        columns: &[(u64, [u32; 2])],
        scales: &[f64],
    ) -> Result<Solution, LabError> {
        let numbers: HashMap<u64, u32> = columns.iter().map(|(clue, _)| *clue).zip(0..).collect();
        let mut rows = Rows::new(columns.len());
        for index in taken {
            let clues = &self.clues[*index];
            let length = STRENGTH / (clues.len().max(1) as f64).sqrt();
            let row = clues.iter().filter_map(|clue| {
                let column = *numbers.get(clue)?;
                Some((column, (length * scales[column as usize]) as f32))
            });
            rows.push(row, self.labels[*index]);
        }
        rows.solve(PENALTY)
    }
}

impl fmt::Display for Trained {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (all, right) = self.sentences;
        writeln!(
            formatter,
            "{all} sentences, {right} worth checking; {FOLDS} folds without near-duplicates across them\n"
        )?;
        for (name, draws) in [
            ("TF-IDF and logistic regression", &self.baseline),
            ("this model", &self.draws),
        ] {
            writeln!(formatter, "{name}:")?;
            for (draw, measures) in draws.iter().enumerate() {
                writeln!(formatter, "  draw {}: {measures}", draw + 1)?;
            }
            let mean = draws.iter().map(|draw| draw.macro_f1).sum::<f64>() / draws.len() as f64;
            writeln!(formatter, "  mean macro-F1 {mean:.4}")?;
        }
        writeln!(
            formatter,
            "\nscore     sentences  mean score  worth checking"
        )?;
        for (index, range) in self.ranges.iter().enumerate() {
            let count = range.sentences.max(1) as f64;
            writeln!(
                formatter,
                "{:.1}–{:.1}   {:9}  {:9.1}%  {:13.1}%",
                index as f64 / 10.0,
                (index + 1) as f64 / 10.0,
                range.sentences,
                100.0 * range.scores / count,
                100.0 * range.right as f64 / count
            )?;
        }
        write!(
            formatter,
            "\n{} clues, line {:.2}",
            self.parts.weights.len(),
            self.parts.line
        )
    }
}
