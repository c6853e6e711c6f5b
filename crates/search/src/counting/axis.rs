//! Which values of a dimension are told by themselves.

use std::cmp::Ordering;
use std::collections::HashSet;

use crate::Value;
use crate::counting::reading::Scale;
use crate::numbers::NONE;

/// The values of a dimension, each in its slot: those told by themselves in order, then all others in one.
pub(crate) struct Axis {
    /// By number.
    slots: Vec<u32>,
    values: Vec<Value>,
    /// Values there are without [`Value::None`].
    pub(crate) in_all: u64,
}

impl Axis {
    /// From how many quotes have each.
    pub(crate) fn of(
        scale: &Scale<'_>,
        quotes: &[u32],
        limit: usize,
        among: Option<&[Value]>,
    ) -> Self {
        let among: Option<HashSet<u32>> = among.map(|among| {
            among
                .iter()
                .filter_map(|value| scale.number(value))
                .collect()
        });
        let is_told = |number: u32| among.as_ref().is_none_or(|among| among.contains(&number));
        let order = |one: &u32, other: &u32| {
            let (of_one, of_other) = (quotes[*one as usize], quotes[*other as usize]);
            of_other
                .cmp(&of_one)
                .then_with(|| compare(scale, *one, *other))
        };
        let with_quotes = (1..quotes.len() as u32).filter(|number| quotes[*number as usize] > 0);
        let in_all = with_quotes.clone().count() as u64;
        let mut told: Vec<u32> = with_quotes.filter(|number| is_told(*number)).collect();
        if told.len() > limit {
            told.select_nth_unstable_by(limit, order);
            told.truncate(limit);
        }
        let mut are_all_told = told.len() as u64 == in_all;
        if quotes[NONE as usize] > 0 {
            match is_told(NONE) {
                true => told.push(NONE),
                false => are_all_told = false,
            }
        }
        told.sort_unstable_by(order);
        let mut slots = vec![told.len() as u32; quotes.len()];
        let mut values = Vec::with_capacity(told.len() + 1);
        for (slot, number) in told.iter().enumerate() {
            slots[*number as usize] = slot as u32;
            values.push(scale.value(*number));
        }
        if !are_all_told {
            values.push(Value::Other);
        }
        Self {
            slots,
            values,
            in_all,
        }
    }

    #[inline]
    pub(crate) fn slot(&self, number: u32) -> u32 {
        self.slots[number as usize]
    }

    /// How many slots there are.
    pub(crate) fn len(&self) -> u64 {
        self.values.len().max(1) as u64
    }

    pub(crate) fn value(&self, slot: usize) -> Value {
        self.values[slot].clone()
    }
}

/// What has no value comes behind what has one.
fn compare(scale: &Scale<'_>, one: u32, other: u32) -> Ordering {
    match (one, other) {
        (NONE, NONE) => Ordering::Equal,
        (NONE, _) => Ordering::Greater,
        (_, NONE) => Ordering::Less,
        _ => scale.compare(one, other),
    }
}
