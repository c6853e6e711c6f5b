//! Logistic regression over rows of names, by Newton's method with conjugate gradients.
//!
//! The loss is strictly convex, so there is one solution whatever the way there. It is followed until the gradient
//! is nothing against the loss, far below what two decimals of a weight can tell. All sums run in the order of the
//! rows.

use crate::LabError;

/// Rows with yes-or-no labels.
#[derive(Debug, Clone)]
pub struct Regression<'rows> {
    /// For each row the columns that are 1; all others are 0. No column twice.
    pub rows: Vec<&'rows [usize]>,
    /// For each row what is to be foretold.
    pub labels: Vec<bool>,
    /// Number of columns.
    pub columns: usize,
    /// Half of this times the sum of the squared weights is added to the loss.
    pub penalty: f64,
}

/// The weights with the least loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The weight each row has.
    pub bias: f64,
    /// For each column its weight.
    pub weights: Vec<f64>,
}

const MOST_STEPS: usize = 100;
/// Largest component of a gradient that counts as none.
const NO_GRADIENT: f64 = 1e-8;

/// The logistic function.
fn probability(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

impl Solution {
    /// The probability that a row is labelled yes.
    #[must_use]
    pub fn estimate(&self, row: &[usize]) -> f64 {
        let sum: f64 = row.iter().map(|column| self.weights[*column]).sum();
        probability(self.bias + sum)
    }
}

impl Regression<'_> {
    /// Finds the weights.
    ///
    /// # Errors
    /// If all labels are the same, so that no bias is large enough, or no end is reached.
    pub fn solve(&self) -> Result<Solution, LabError> {
        let right = self.labels.iter().filter(|label| **label).count();
        if right == 0 || right == self.labels.len() {
            return Err(LabError::OneSided {
                proposals: self.labels.len(),
                right,
            });
        }
        // The bias is the last component.
        let mut point = vec![0.0; self.columns + 1];
        let mut steepest = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            let sums = self.sums(&point);
            let gradient = self.gradient(&point, &sums);
            steepest = gradient.iter().fold(0.0, |most: f64, g| most.max(g.abs()));
            if steepest <= NO_GRADIENT {
                let bias = point.pop().unwrap_or_default();
                return Ok(Solution {
                    bias,
                    weights: point,
                });
            }
            let direction = self.newton_direction(&sums, &gradient);
            if !self.step(&mut point, &sums, &gradient, &direction) {
                break;
            }
        }
        Err(LabError::NotConverged {
            gradient: steepest,
            steps: MOST_STEPS,
        })
    }

    /// Weighted sum of each row.
    fn sums(&self, point: &[f64]) -> Vec<f64> {
        let bias = point[self.columns];
        self.rows
            .iter()
            .map(|row| bias + row.iter().map(|column| point[*column]).sum::<f64>())
            .collect()
    }

    /// For each component the sum of `values` over the rows that have it.
    fn collect(&self, values: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut collected = vec![0.0; self.columns + 1];
        for (row, value) in self.rows.iter().zip(values) {
            for column in *row {
                collected[*column] += value;
            }
            collected[self.columns] += value;
        }
        collected
    }

    fn penalised<'a>(&'a self, point: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        point[..self.columns]
            .iter()
            .map(|weight| self.penalty * weight)
    }

    fn loss(&self, point: &[f64], sums: &[f64]) -> f64 {
        let of_rows: f64 = sums
            .iter()
            .zip(&self.labels)
            .map(|(sum, label)| {
                // ln(1 + e^±sum) without overflow.
                let against = if *label { -sum } else { *sum };
                against.max(0.0) + (-against.abs()).exp().ln_1p()
            })
            .sum();
        let squares: f64 = point[..self.columns]
            .iter()
            .map(|weight| weight * weight)
            .sum();
        of_rows + 0.5 * self.penalty * squares
    }

    fn gradient(&self, point: &[f64], sums: &[f64]) -> Vec<f64> {
        let too_sure = sums
            .iter()
            .zip(&self.labels)
            .map(|(sum, label)| probability(*sum) - f64::from(u8::from(*label)));
        let mut gradient = self.collect(too_sure);
        for (component, pull) in gradient.iter_mut().zip(self.penalised(point)) {
            *component += pull;
        }
        gradient
    }

    /// Solves Hessian · direction = −gradient, the more exactly the nearer the end is.
    fn newton_direction(&self, sums: &[f64], gradient: &[f64]) -> Vec<f64> {
        let curvature: Vec<f64> = sums
            .iter()
            .map(|sum| {
                let share = probability(*sum);
                share * (1.0 - share)
            })
            .collect();
        let mut diagonal = self.collect(curvature.iter().copied());
        for component in &mut diagonal[..self.columns] {
            *component += self.penalty;
        }
        let times_hessian = |vector: &[f64]| {
            let moved = self.sums(vector);
            let bent = moved.iter().zip(&curvature).map(|(a, b)| a * b);
            let mut product = self.collect(bent);
            for (component, pull) in product.iter_mut().zip(self.penalised(vector)) {
                *component += pull;
            }
            product
        };
        let length = dot(gradient, gradient).sqrt();
        let enough = length * length.sqrt().min(0.1);
        let mut direction = vec![0.0; gradient.len()];
        let mut rest: Vec<f64> = gradient.iter().map(|component| -component).collect();
        let scaled =
            |rest: &[f64]| -> Vec<f64> { rest.iter().zip(&diagonal).map(|(r, d)| r / d).collect() };
        let mut search = scaled(&rest);
        let mut product = dot(&rest, &search);
        // In exact arithmetic there are as many steps as components.
        for _ in 0..gradient.len() {
            if dot(&rest, &rest).sqrt() <= enough {
                break;
            }
            let image = times_hessian(&search);
            let stride = product / dot(&search, &image);
            add(&mut direction, stride, &search);
            add(&mut rest, -stride, &image);
            let next = scaled(&rest);
            let next_product = dot(&rest, &next);
            let share = next_product / product;
            product = next_product;
            for (s, n) in search.iter_mut().zip(next) {
                *s = n + share * *s;
            }
        }
        direction
    }

    /// Goes along `direction`, half as far until the loss falls as promised; answers whether it did.
    fn step(&self, point: &mut [f64], sums: &[f64], gradient: &[f64], direction: &[f64]) -> bool {
        let loss = self.loss(point, sums);
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
            if self.loss(&next, &self.sums(&next)) <= loss + 1e-4 * stride * slope {
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
    for (t, w) in to.iter_mut().zip(what) {
        *t += times * w;
    }
}
