//! Which statements occur more than once, so that only these need to be told apart when statements are counted.

use crate::bearings::Bearings;
use crate::numbers::NONE;

/// A bit for each statement, by the number of the wording that stands for it. What is deleted or hidden counts too:
/// whoever is told that a statement is repeated looks closer, and nobody is told that it is not when it is.
#[derive(Debug, Default, Clone)]
pub(crate) struct Occurring {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Occurring {
    /// Those of documents with these wordings.
    pub(crate) fn of(wordings: &[u32], bearings: &Bearings) -> Self {
        let mut occurring = Self::default();
        for wording in wordings {
            if *wording == NONE {
                continue;
            }
            let root = bearings.root(*wording);
            let place = root as usize / 64;
            if place >= occurring.once.len() {
                occurring.once.resize(place + 1, 0);
                occurring.twice.resize(place + 1, 0);
            }
            let bit = 1 << (root % 64);
            occurring.twice[place] |= occurring.once[place] & bit;
            occurring.once[place] |= bit;
        }
        occurring
    }

    /// Adds those of other documents.
    pub(crate) fn add(&mut self, other: &Self) {
        if other.once.len() > self.once.len() {
            self.once.resize(other.once.len(), 0);
            self.twice.resize(other.once.len(), 0);
        }
        for (place, (once, twice)) in other.once.iter().zip(&other.twice).enumerate() {
            self.twice[place] |= twice | (self.once[place] & once);
            self.once[place] |= once;
        }
    }

    /// Whether several documents may tell the statement.
    #[inline]
    pub(crate) fn is_repeated(&self, root: u32) -> bool {
        self.twice
            .get(root as usize / 64)
            .is_some_and(|bits| bits & (1 << (root % 64)) != 0)
    }

    /// One more than the highest number there is.
    pub(crate) fn end(&self) -> usize {
        self.once.len() * 64
    }
}
