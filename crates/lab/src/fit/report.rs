//! Whether estimates mean what they say.

use std::fmt;

/// Estimates against what came true, by tenths.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Calibration {
    /// For each tenth, from 0.0–0.1 to 0.9–1.0: estimates, and those of them that came true.
    pub tenths: [[usize; 2]; 10],
}

/// How good estimates are for articles they were not fitted to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldOut {
    /// Mean negative logarithm of the probability given to what came true.
    pub log_loss: f64,
    /// By tenths.
    pub calibration: Calibration,
}

impl Calibration {
    /// Notes one estimate and what came of it.
    pub fn add(&mut self, estimate: f64, came_true: bool) {
        let tenth = ((estimate * 10.0) as usize).min(9);
        self.tenths[tenth][0] += 1;
        self.tenths[tenth][1] += usize::from(came_true);
    }
}

impl HeldOut {
    pub(crate) fn new(estimates: &[f64], came_true: &[bool]) -> Self {
        let mut calibration = Calibration::default();
        let mut loss = 0.0;
        for (estimate, came_true) in estimates.iter().zip(came_true) {
            calibration.add(*estimate, *came_true);
            let given = if *came_true {
                *estimate
            } else {
                1.0 - estimate
            };
            loss -= given.max(f64::MIN_POSITIVE).ln();
        }
        Self {
            log_loss: loss / estimates.len().max(1) as f64,
            calibration,
        }
    }
}

/// A line for each tenth that has estimates.
impl fmt::Display for Calibration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "estimate   number  right")?;
        for (tenth, [number, right]) in self.tenths.iter().enumerate() {
            if *number == 0 {
                continue;
            }
            write!(
                formatter,
                "\n{:.1}–{:.1} {number:>9} {:>6.1} %",
                tenth as f64 / 10.0,
                (tenth + 1) as f64 / 10.0,
                100.0 * *right as f64 / *number as f64
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for HeldOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "held-out log loss {:.4}\n{}",
            self.log_loss, self.calibration
        )
    }
}
