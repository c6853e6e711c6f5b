//! How sure a judge may be: Platt's scaling (Platt 1999), a logistic regression on one number.

/// Estimates below this are left as they come out: nothing depends on them, and they are by far the most.
const LEAST: f32 = 0.05;
/// Newton's method has always ended long before.
const MOST_STEPS: usize = 50;

/// What a sum is multiplied by, and what is added, to give the logarithm of the odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scaling {
    pub(super) factor: f32,
    pub(super) shift: f32,
}

impl Scaling {
    /// What makes `sums` the likeliest to have had these outcomes. As they are if they do not tell.
    pub(super) fn fit(sums: &[f32], came_true: &[bool]) -> Self {
        let unscaled = Self {
            factor: 1.0,
            shift: 0.0,
        };
        let least = (LEAST / (1.0 - LEAST)).ln();
        let outcomes: Vec<(f64, f64)> = sums
            .iter()
            .zip(came_true)
            .filter(|(sum, _)| **sum >= least)
            .map(|(sum, came_true)| (f64::from(*sum), f64::from(u8::from(*came_true))))
            .collect();
        let (mut factor, mut shift) = (1.0, 0.0);
        for _ in 0..MOST_STEPS {
            // The gradient and the matrix of second derivatives.
            let (mut by_factor, mut by_shift) = (0.0, 0.0);
            let (mut both_factor, mut mixed, mut both_shift) = (0.0, 0.0, 0.0);
            for (sum, outcome) in &outcomes {
                let share = 1.0 / (1.0 + (-(factor * sum + shift)).exp());
                let (error, spread) = (share - outcome, share * (1.0 - share));
                by_factor += error * sum;
                by_shift += error;
                both_factor += spread * sum * sum;
                mixed += spread * sum;
                both_shift += spread;
            }
            let determinant = both_factor * both_shift - mixed * mixed;
            if determinant.is_nan() || determinant <= f64::EPSILON {
                return unscaled;
            }
            let of_factor = (both_shift * by_factor - mixed * by_shift) / determinant;
            let of_shift = (both_factor * by_shift - mixed * by_factor) / determinant;
            factor -= of_factor;
            shift -= of_shift;
            if of_factor.abs().max(of_shift.abs()) < 1e-6 {
                return Self {
                    factor: factor as f32,
                    shift: shift as f32,
                };
            }
        }
        unscaled
    }

    pub(super) fn of(self, sum: f32) -> f32 {
        self.factor * sum + self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn what_was_said_too_surely_is_said_as_it_is() {
        let mut random = Random::new();
        let mut share = || random.below(1 << 20) as f64 / f64::from(1 << 20);
        let mut sums = Vec::new();
        let mut came_true = Vec::new();
        for _ in 0..100_000 {
            let sum = share() * 6.0 - 2.5;
            sums.push(sum as f32);
            came_true.push(share() < 1.0 / (1.0 + (-(0.7 * sum - 0.4)).exp()));
        }
        let scaling = Scaling::fit(&sums, &came_true);
        assert!((scaling.factor - 0.7).abs() < 0.02, "{scaling:?}");
        assert!((scaling.shift + 0.4).abs() < 0.02, "{scaling:?}");
    }

    #[test]
    fn what_tells_nothing_changes_nothing() {
        let unscaled = Scaling {
            factor: 1.0,
            shift: 0.0,
        };
        assert_eq!(Scaling::fit(&[], &[]), unscaled);
        assert_eq!(Scaling::fit(&[1.0, 2.0, 3.0], &[true; 3]), unscaled);
    }
}
