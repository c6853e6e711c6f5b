//! What facts together say of a hypothesis: a network with one hidden layer over hashed facts.
//!
//! Every fact has a vector of input weights, one for each hidden unit. The vectors of all that is known of a hypothesis
//! are added; of each sum what is above zero counts (rectified units), at even units for the hypothesis, at odd ones
//! against it. So a fact can count for more or for less in the company of others; and since only sums are needed, what
//! is known of a cue alone is added once, not once for every hypothesis with that cue.
//!
//! Vectors are 8-bit numbers and their sums whole, so that no order of adding makes a difference.

use std::collections::BTreeMap;

use crate::model_file::{ModelError, Reader};
use crate::table::{self, Table};

/// How many hidden units there are.
pub const HIDDEN_UNITS: usize = 16;

/// A fact's input weights, one for each hidden unit.
pub type FactVector = [f32; HIDDEN_UNITS];

/// The sums of some vectors, in the steps of the weights they are from.
///
/// A hypothesis has fewer than a hundred facts, and two hundred and fifty would fit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence([i16; HIDDEN_UNITS]);

impl Evidence {
    pub(crate) fn plus(mut self, other: &Self) -> Self {
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            *sum += more;
        }
        self
    }
}

/// What a hidden unit's value is multiplied by: 1 where it counts for a hypothesis, -1 where against it.
#[must_use]
pub fn output_weight(unit: usize) -> f32 {
    if unit.is_multiple_of(2) { 1.0 } else { -1.0 }
}

/// How the judgement of a model is told.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgeParts {
    /// What each fact says for a hypothesis.
    pub facts: BTreeMap<u64, FactVector>,
    /// What the sum is multiplied by, and what is added to it, to give the logarithm of the odds: Platt's scaling.
    pub scaling: [f32; 2],
}

impl JudgeParts {
    /// A judge that knows nothing: it gives everything even odds.
    #[must_use]
    pub fn ignorant() -> Self {
        Self {
            facts: BTreeMap::new(),
            scaling: [1.0, 0.0],
        }
    }

    /// As it lies in a model's file.
    ///
    /// | bytes | what |
    /// |---|---|
    /// | 4 | slots of the table of facts |
    /// | 4, 4 | what one step of its sums is worth; what is added |
    /// | | the table |
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let most = self.facts.values().flatten();
        let most = most.fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let step = most / 127.0;
        let facts: Vec<(u64, [u8; HIDDEN_UNITS])> = self
            .facts
            .iter()
            .map(|(fact, vector)| {
                (
                    *fact,
                    vector.map(|value| (value / step).round() as i8 as u8),
                )
            })
            .collect();
        let table = table::build(&facts);
        let slots = table.len() / Table::at_start(1, HIDDEN_UNITS).bytes();
        let [factor, shift] = self.scaling;
        let mut bytes = (slots as u32).to_le_bytes().to_vec();
        bytes.extend((step * factor).to_le_bytes());
        bytes.extend(shift.to_le_bytes());
        bytes.extend(table);
        bytes
    }
}

/// What a model knows of facts, ready to weigh them.
#[derive(Debug, Clone)]
pub struct FactWeights {
    table: Table,
    bytes: Vec<u8>,
    step: f32,
    shift: f32,
}

impl FactWeights {
    /// Those of a judge that is in no model yet, rounded as they would be in one.
    ///
    /// # Errors
    /// If its scaling is not finite.
    pub fn new(parts: &JudgeParts) -> Result<Self, ModelError> {
        let bytes = parts.to_bytes();
        Self::read(Reader { rest: &bytes })
    }

    /// Reads them from all that is left of a file.
    pub(crate) fn read(mut reader: Reader<'_>) -> Result<Self, ModelError> {
        let slots = reader.number()? as usize;
        let (step, shift) = (reader.float()?, reader.float()?);
        let table = Table::at_start(slots, HIDDEN_UNITS);
        if slots == 0 || table.checked_bytes() != Some(reader.rest.len()) {
            return Err(ModelError::Malformed("its tables do not fill it"));
        }
        Ok(Self {
            table,
            bytes: reader.rest.to_vec(),
            step,
            shift,
        })
    }

    /// What `facts` say together; nothing is known of one never seen.
    pub(crate) fn of(&self, facts: &[u64]) -> Evidence {
        let mut sums = [0_i16; HIDDEN_UNITS];
        for fact in facts {
            let Some(vector) = self.table.get(&self.bytes, *fact) else {
                continue;
            };
            for (sum, value) in sums.iter_mut().zip(vector) {
                *sum += i16::from(*value as i8);
            }
        }
        Evidence(sums)
    }

    /// The logarithm of the odds of a hypothesis of which this is known.
    pub(crate) fn log_odds(&self, evidence: &Evidence) -> f32 {
        let sum: i32 = evidence
            .0
            .iter()
            .enumerate()
            .map(|(unit, sum)| i32::from((*sum).max(0)) * output_weight(unit) as i32)
            .sum();
        sum as f32 * self.step + self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(facts: &[(u64, usize, f32)], scaling: [f32; 2]) -> FactWeights {
        let vector = |unit: usize, value: f32| {
            let mut vector = [0.0; HIDDEN_UNITS];
            vector[unit] = value;
            vector
        };
        let facts = facts
            .iter()
            .map(|(fact, unit, value)| (*fact, vector(*unit, *value)))
            .collect();
        FactWeights::new(&JudgeParts { facts, scaling }).expect("it is whole")
    }

    #[test]
    fn a_fact_counts_for_more_in_the_company_of_another() {
        let weights = weights(&[(1, 0, 2.54), (2, 0, -2.0), (3, 1, 1.0)], [0.5, -0.25]);
        let odds = |facts: &[u64]| weights.log_odds(&weights.of(facts));
        let is_near =
            |odds: f32, other: f32| assert!((odds - other).abs() < 0.01, "{odds} {other}");
        is_near(odds(&[]), -0.25);
        is_near(odds(&[2]), -0.25);
        is_near(odds(&[1]), 1.02);
        is_near(odds(&[1, 2]), 0.02);
        is_near(odds(&[1, 1, 2]), 1.29);
        is_near(odds(&[3, 77]), -0.75);
    }

    #[test]
    fn what_is_known_in_lots_says_the_same_as_all_together() {
        let weights = weights(&[(1, 0, 1.0), (2, 3, -0.5), (3, 0, -0.3)], [1.0, 0.0]);
        let lots = weights.of(&[1]).plus(&weights.of(&[2, 3]));
        assert_eq!(lots, weights.of(&[3, 2, 1]));
    }
}
