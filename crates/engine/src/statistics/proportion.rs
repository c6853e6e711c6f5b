//! A share, with how many it is of and how sure that makes it.

/// How many of how many, with the interval in which the share lies with 95 % confidence, were these drawn at random from
/// many more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    /// How many have it.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
    /// Lower end of the interval, 0 to 1.
    pub low: f64,
    /// Upper end of the interval, 0 to 1.
    pub high: f64,
}

/// The quantile of the normal distribution that leaves 2.5 % above it.
const QUANTILE: f64 = 1.959_963_984_540_054;

impl Proportion {
    /// With the score interval of Wilson (Probable inference, the law of succession, and statistical inference, 1927),
    /// which stays within 0 and 1 and holds for small numbers too. Of nothing, any share is possible.
    ///
    /// More than all is taken for all.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Self {
        debug_assert!(part <= whole, "{part} of {whole}");
        let part = part.min(whole);
        if whole == 0 {
            return Self {
                part,
                whole,
                low: 0.0,
                high: 1.0,
            };
        }
        let number = whole as f64;
        let share = part as f64 / number;
        let square = QUANTILE * QUANTILE;
        let middle = share + square / (2.0 * number);
        let half =
            QUANTILE * (share * (1.0 - share) / number + square / (4.0 * number * number)).sqrt();
        let scale = 1.0 + square / number;
        Self {
            part,
            whole,
            // At the ends the formula comes to 0 and 1 but for rounding.
            low: if part == 0 {
                0.0
            } else {
                ((middle - half) / scale).max(0.0)
            },
            high: if part == whole {
                1.0
            } else {
                ((middle + half) / scale).min(1.0)
            },
        }
    }

    /// The share, 0 to 1; `None` of nothing.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}
