//! A table of numbers to small values, read where it lies.
//!
//! Open addressing with linear probing: a slot is three bytes of the number, zero for an empty slot, and the value. A
//! number that is not in the table is taken for another's with a chance of about one in ten million.

/// Bytes of a number that a slot keeps.
const KEPT: usize = 3;

/// A table within the bytes of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Table {
    /// Where the first slot begins.
    pub(crate) start: usize,
    pub(crate) slots: usize,
    /// Bytes of a value.
    pub(crate) width: usize,
}

impl Table {
    pub(crate) fn at_start(slots: usize, width: usize) -> Self {
        Self {
            start: 0,
            slots,
            width,
        }
    }

    /// Its length; `None` where there is none so long.
    pub(crate) fn checked_bytes(self) -> Option<usize> {
        self.slots.checked_mul(KEPT + self.width)
    }

    pub(crate) fn bytes(self) -> usize {
        self.slots * (KEPT + self.width)
    }

    /// The value of `number` in the model `bytes`.
    pub(crate) fn get(self, bytes: &[u8], number: u64) -> Option<&[u8]> {
        let kept = kept(number);
        let mut slot = home(number, self.slots);
        // A full table ends the search too, though none is built full.
        for _ in 0..self.slots {
            let start = self.start + slot * (KEPT + self.width);
            let entry = bytes.get(start..start + KEPT + self.width)?;
            let (found, value) = entry.split_at(KEPT);
            if found == kept {
                return Some(value);
            }
            if found == [0; KEPT] {
                return None;
            }
            slot = if slot + 1 == self.slots { 0 } else { slot + 1 };
        }
        None
    }
}

/// The slot where the search for a number begins.
fn home(number: u64, slots: usize) -> usize {
    ((u128::from(number) * slots as u128) >> 64) as usize
}

fn kept(number: u64) -> [u8; KEPT] {
    let low = (number & 0x00ff_ffff).max(1);
    [low as u8, (low >> 8) as u8, (low >> 16) as u8]
}

/// The slots of a table with these entries, in ascending order of their numbers, a third of them empty.
pub(crate) fn build<const WIDTH: usize>(entries: &[(u64, [u8; WIDTH])]) -> Vec<u8> {
    let slots = entries.len() + entries.len() / 2 + 1;
    let slot_bytes = KEPT + WIDTH;
    let mut bytes = vec![0; slots * slot_bytes];
    for (number, value) in entries {
        let mut slot = home(*number, slots);
        while bytes[slot * slot_bytes..][..KEPT] != [0; KEPT] {
            slot = if slot + 1 == slots { 0 } else { slot + 1 };
        }
        let entry = &mut bytes[slot * slot_bytes..][..slot_bytes];
        entry[..KEPT].copy_from_slice(&kept(*number));
        entry[KEPT..].copy_from_slice(value);
    }
    bytes
}
