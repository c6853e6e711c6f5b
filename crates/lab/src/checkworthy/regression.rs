//! Logistic regression over rows of numbers, by Newton's method with conjugate gradients.
//!
//! The loss is strictly convex, so there is one solution whatever the way there. All sums run in the order of the
//! rows, so the same rows give the same bits.

use crate::LabError;

/// Sparse rows with yes-or-no labels.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    columns: Vec<u32>,
    values: Vec<f32>,
    /// Where each row ends.
    ends: Vec<usize>,
    labels: Vec<bool>,
    /// Number of columns.
    width: usize,
}

/// The weights with the least loss.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Solution {
    pub(super) bias: f64,
    pub(super) weights: Vec<f64>,
}

const MOST_STEPS: usize = 60;
/// The part of the first gradient that is small enough; the odds move by less than a thousandth after that.
const NO_GRADIENT: f64 = 1e-4;

fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

impl Rows {
    pub(super) fn new(width: usize) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    pub(super) fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>, label: bool) {
        for (column, value) in row {
            self.columns.push(column);
            self.values.push(value);
        }
        self.ends.push(self.columns.len());
        self.labels.push(label);
    }

    fn row(&self, index: usize) -> impl Iterator<Item = (usize, f64)> {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let range = start..self.ends[index];
        let columns = self.columns[range.clone()].iter();
        columns
            .zip(&self.values[range])
            .map(|(column, value)| (*column as usize, f64::from(*value)))
    }

    /// The log odds of each row.
    pub(super) fn odds(&self, solution: &Solution) -> Vec<f64> {
        self.times(&solution.weights, solution.bias)
    }

    fn times(&self, weights: &[f64], bias: f64) -> Vec<f64> {
        (0..self.ends.len())
            .map(|index| {
                let sum: f64 = self.row(index).map(|(c, value)| weights[c] * value).sum();
                bias + sum
            })
            .collect()
    }

    /// For each column, and for the bias behind them, the sum of `factors` times the column's values, put through
    /// `of` first.
    fn collect(&self, factors: &[f64], of: fn(f64) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.width + 1];
        for (index, factor) in factors.iter().enumerate() {
            for (column, value) in self.row(index) {
                sums[column] += factor * of(value);
            }
            sums[self.width] += factor;
        }
        sums
    }

    /// The weights with the least loss, where `penalty` times half their squared sum is added to it.
    ///
    /// # Errors
    /// If all labels are the same, or no end is reached.
    pub(super) fn solve(&self, penalty: f64) -> Result<Solution, LabError> {
        let right = self.labels.iter().filter(|label| **label).count();
        if right == 0 || right == self.labels.len() {
            return Err(LabError::OneSided {
                proposals: self.labels.len(),
                right,
            });
        }
        let mut point = vec![0.0; self.width + 1];
        let mut first = None;
        let mut steepest = 0.0;
        for _ in 0..MOST_STEPS {
            let odds = self.times(&point[..self.width], point[self.width]);
            let gradient = self.gradient(&point, &odds, penalty);
            steepest = dot(&gradient, &gradient).sqrt();
            if steepest <= NO_GRADIENT * *first.get_or_insert(steepest) {
                let bias = point.pop().unwrap_or_default();
                return Ok(Solution {
                    bias,
                    weights: point,
                });
            }
            let direction = self.direction(&odds, &gradient, penalty);
            if !self.step(&mut point, &gradient, &direction, penalty) {
                break;
            }
        }
        Err(LabError::NotConverged {
            gradient: steepest,
            steps: MOST_STEPS,
        })
    }

    fn loss(&self, point: &[f64], penalty: f64) -> f64 {
        let weights = &point[..self.width];
        let odds = self.times(weights, point[self.width]);
        let of_rows: f64 = odds
            .iter()
            .zip(&self.labels)
            .map(|(odds, label)| {
                let against = if *label { -odds } else { *odds };
                against.max(0.0) + (-against.abs()).exp().ln_1p()
            })
            .sum();
        of_rows + 0.5 * penalty * dot(weights, weights)
    }

    fn gradient(&self, point: &[f64], odds: &[f64], penalty: f64) -> Vec<f64> {
        let too_sure: Vec<f64> = odds
            .iter()
            .zip(&self.labels)
            .map(|(odds, label)| probability(*odds) - f64::from(u8::from(*label)))
            .collect();
        let mut gradient = self.collect(&too_sure, |value| value);
        add(&mut gradient[..self.width], penalty, &point[..self.width]);
        gradient
    }

    /// Solves Hessian · direction = −gradient, the more exactly the nearer the end is.
    fn direction(&self, odds: &[f64], gradient: &[f64], penalty: f64) -> Vec<f64> {
        let curvature: Vec<f64> = odds
            .iter()
            .map(|odds| probability(*odds) * (1.0 - probability(*odds)))
            .collect();
        let mut diagonal = self.collect(&curvature, |value| value * value);
        for component in &mut diagonal[..self.width] {
            *component += penalty;
        }
        let mut direction = vec![0.0; gradient.len()];
        let mut rest: Vec<f64> = gradient.iter().map(|component| -component).collect();
        let length = dot(&rest, &rest).sqrt();
        let enough = length * length.sqrt().min(0.1);
        let scaled = |rest: &[f64]| -> Vec<f64> {
            let pairs = rest.iter().zip(&diagonal);
            pairs.map(|(rest, diagonal)| rest / diagonal).collect()
        };
        let mut search = scaled(&rest);
        let mut product = dot(&rest, &search);
        for _ in 0..gradient.len() {
            if dot(&rest, &rest).sqrt() <= enough {
                break;
            }
            let mut bent = self.times(&search[..self.width], search[self.width]);
            for (bent, curvature) in bent.iter_mut().zip(&curvature) {
                *bent *= curvature;
            }
            let mut image = self.collect(&bent, |value| value);
            add(&mut image[..self.width], penalty, &search[..self.width]);
            let stride = product / dot(&search, &image);
            add(&mut direction, stride, &search);
            add(&mut rest, -stride, &image);
            let next = scaled(&rest);
            let next_product = dot(&rest, &next);
            let share = next_product / product;
            product = next_product;
            for (search, next) in search.iter_mut().zip(next) {
                *search = next + share * *search;
            }
        }
        direction
    }

    /// Goes along `direction`, half as far until the loss falls as promised; answers whether it did.
    fn step(&self, point: &mut [f64], gradient: &[f64], direction: &[f64], penalty: f64) -> bool {
        let loss = self.loss(point, penalty);
        let slope = dot(gradient, direction);
        // Near the end the promise is finer than the loss can tell; there Newton's own step is right.
        if slope.abs() < 1e-9 * loss {
            add(point, 1.0, direction);
            return true;
        }
        let mut stride = 1.0;
        while stride > 1e-10 {
            let mut next = point.to_vec();
            add(&mut next, stride, direction);
            if self.loss(&next, penalty) <= loss + 1e-4 * stride * slope {
                point.copy_from_slice(&next);
                return true;
            }
            stride /= 2.0;
        }
        false
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += times * what;
    }
}
