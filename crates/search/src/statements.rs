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

    /// Those that several documents may tell, numbered.
    pub(crate) fn repeated(self) -> Repeated {
        let mut before = Vec::with_capacity(self.twice.len());
        let mut in_all = 0;
        for bits in &self.twice {
            before.push(in_all);
            in_all += bits.count_ones();
        }
        Repeated {
            bits: self.twice,
            before,
            in_all,
        }
    }
}

/// Statements that several documents may tell, each with a number of its own from 0.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    bits: Vec<u64>,
    /// By the place of the bits: how many there are before them.
    before: Vec<u32>,
    in_all: u32,
}

impl Repeated {
    /// The number of a statement; `None` where one document at most tells it.
    #[inline]
    pub(crate) fn number(&self, root: u32) -> Option<u32> {
        let place = root as usize / 64;
        let bits = *self.bits.get(place)?;
        let bit = 1 << (root % 64);
        (bits & bit != 0).then(|| self.before[place] + (bits & (bit - 1)).count_ones())
    }

    pub(crate) fn len(&self) -> usize {
        self.in_all as usize
    }
}
