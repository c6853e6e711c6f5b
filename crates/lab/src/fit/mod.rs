//! From annotated articles to the weights the extractor judges proposals by.
//!
//! Every candidate of every article is an example: the names it is judged by, and whether it is right end to end
//! (content and source) against any annotated attribution. A logistic regression weighs the names.

mod examples;
mod logistic;
mod report;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use examples::{Examples, Recall, calibration, examples};
pub use logistic::{Regression, Solution};
pub use report::{Calibration, HeldOut};

use crate::LabError;

/// How strongly large weights are held against the fit: half of this times the sum of their squares, the bias
/// excepted.
pub const PENALTY: f64 = 4.0;
/// A name seen in fewer candidates tells more of these articles than of the language.
pub const LEAST_SEEN: usize = 12;
/// Weights nearer to zero than this are left out.
pub const LEAST_WEIGHT: f64 = 0.05;

/// What a fit came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Names with their weights, in the order of the names.
    pub weights: BTreeMap<String, f64>,
    /// The weight every candidate has.
    pub bias: f64,
    /// How sure the halves of the articles are of each other, and with what right.
    pub held_out: HeldOut,
}

/// Weighs the names of `examples`.
///
/// # Errors
/// If all proposals are right, or none, or the fit does not come to its end.
pub fn fit(examples: &Examples) -> Result<Fit, LabError> {
    let vocabulary = vocabulary(examples);
    let rows: Vec<Vec<usize>> = examples
        .features
        .iter()
        .map(|features| {
            let mut row: Vec<usize> = features
                .iter()
                .filter_map(|name| vocabulary.get(name.as_str()).copied())
                .collect();
            row.sort_unstable();
            row.dedup();
            row
        })
        .collect();
    let regression = Regression {
        rows: rows.iter().map(Vec::as_slice).collect(),
        labels: examples.right.clone(),
        columns: vocabulary.len(),
        penalty: PENALTY,
    };
    let solution = regression.solve()?;
    let held_out = held_out(examples, &rows, vocabulary.len())?;
    let weights = vocabulary
        .iter()
        .map(|(name, column)| ((*name).to_owned(), solution.weights[*column]))
        .filter(|(_, weight)| weight.abs() >= LEAST_WEIGHT)
        .collect();
    Ok(Fit {
        weights,
        bias: solution.bias,
        held_out,
    })
}

/// The names that are weighed, each with its column.
fn vocabulary(examples: &Examples) -> BTreeMap<&str, usize> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for name in examples.features.iter().flatten() {
        *seen.entry(name).or_default() += 1;
    }
    seen.retain(|_, times| *times >= LEAST_SEEN);
    seen.into_keys()
        .enumerate()
        .map(|(column, name)| (name, column))
        .collect()
}

/// Judges each half of the articles (every other one) by the other half.
fn held_out(examples: &Examples, rows: &[Vec<usize>], columns: usize) -> Result<HeldOut, LabError> {
    let mut estimates = vec![0.0; rows.len()];
    for half in [0, 1] {
        let is_judged = |index: &usize| examples.article[*index] % 2 == half;
        let others: Vec<usize> = (0..rows.len()).filter(|index| !is_judged(index)).collect();
        let regression = Regression {
            rows: others.iter().map(|index| rows[*index].as_slice()).collect(),
            labels: others.iter().map(|index| examples.right[*index]).collect(),
            columns,
            penalty: PENALTY,
        };
        let solution = regression.solve()?;
        for index in (0..rows.len()).filter(is_judged) {
            estimates[index] = solution.estimate(&rows[index]);
        }
    }
    Ok(HeldOut::new(&estimates, &examples.right))
}

impl Fit {
    /// The table of weights as the extractor reads it: weight, tabulator, name, a line each.
    #[must_use]
    pub fn to_table(&self) -> String {
        let mut table = format!("{:.2}\tbias\n", self.bias);
        for (name, weight) in &self.weights {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{weight:.2}\t{name}");
        }
        table
    }
}
