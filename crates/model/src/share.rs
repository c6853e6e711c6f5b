//! Numbers from 0 to 1 that are kept, compared and hashed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number from 0 to 1, to four decimal places, so that what was kept is what was meant: a hash over it is the same
/// on every machine.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(u16);

/// A number that is not from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InvalidShare(pub f64);

impl fmt::Display for InvalidShare {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is not a number from 0 to 1", self.0)
    }
}

impl std::error::Error for InvalidShare {}

impl Share {
    /// As many steps as there are from 0 to 1.
    const STEPS: f64 = 10_000.0;

    /// The number itself.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from(self.0) / Self::STEPS
    }

    /// The nearest there is: what is below 0 is 0, what is above 1 is 1, what is no number is 0.
    #[must_use]
    pub fn nearest(number: f64) -> Self {
        let steps = (number.clamp(0.0, 1.0) * Self::STEPS).round();
        Self(steps as u16)
    }
}

impl TryFrom<f64> for Share {
    type Error = InvalidShare;

    fn try_from(number: f64) -> Result<Self, InvalidShare> {
        (0.0..=1.0)
            .contains(&number)
            .then(|| Self::nearest(number))
            .ok_or(InvalidShare(number))
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        share.get()
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(formatter)
    }
}
