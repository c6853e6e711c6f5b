//! Axes with round numbers on them.

/// Lines that a scale is divided by, about.
const LINES: u64 = 4;

/// Round numbers from 0 to `largest` or just above it, evenly apart, at most six.
pub(crate) fn ticks(largest: u64) -> Vec<u64> {
    let step = round_step(largest.max(1).div_ceil(LINES));
    let last = largest.max(1).div_ceil(step);
    (0..=last).map(|tick| tick * step).collect()
}

/// The smallest of 1, 2, 5, 10, 20, 50 … that is not below `step`.
fn round_step(step: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for digit in [1, 2, 5] {
            let round = power.saturating_mul(digit);
            if round >= step {
                return round;
            }
        }
        power = power.saturating_mul(10);
    }
}
