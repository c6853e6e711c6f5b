//! The model: what each clue weighs, and which words mean alike. Also the file it lies in, version 1.
//!
//! All numbers are little-endian. The checksum is BLAKE3 (16 bytes of it) of everything behind it.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `ONRECCW` and the version of the format |
//! | 16 | checksum |
//! | 4 | version of the clues ([`CLUES`]) |
//! | 4 | bias, a float |
//! | 4 | the line, a float |
//! | 4 | what one unit of a weight is worth, a float |
//! | 4, 4 | slots of the table of groups, slots of the table of weights |
//! | 8 a slot | groups: two bytes of the word's number, then its groups, two bytes each |
//! | 4 a slot | weights: two bytes of the clue, then its weight, two bytes |
//!
//! Both tables are read where they lie: open addressing with linear probing, a third of the slots empty, an empty one
//! all zeros.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::clues;
use super::token::mixed;

const MAGIC: &[u8; 7] = b"ONRECCW";
const FORMAT: u8 = 1;
/// Which clues there are, and what their numbers mean: to be raised whenever one changes, for then no model trained
/// before fits any more.
const CLUES: u32 = 1;
const CHECKSUM: usize = 16;

const GROUPS: usize = 6;
const WEIGHT: usize = 2;

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin like a model.
    #[error("this is no model of what is worth checking")]
    NotAModel,
    /// Another version of the file format, or of the clues.
    #[error(
        "this model is of format {format} and clues {clues}, and only format {FORMAT} and clues {CLUES} can be read"
    )]
    Version {
        /// The format's version.
        format: u8,
        /// That of the clues; 0 where the format is another.
        clues: u32,
    },
    /// Bytes are missing or changed.
    #[error("the model is damaged: its checksum or its length does not fit")]
    Damaged,
}

/// What a model is made of, as training leaves it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelParts {
    /// The log odds of a sentence of which nothing is known.
    pub bias: f32,
    /// The score from which a sentence counts as worth checking.
    pub line: f32,
    /// What each clue adds to the log odds, before the sum is divided by the square root of the number of clues.
    pub weights: BTreeMap<u64, f32>,
    /// Groups of like meaning of words, by [`word_number`](super::word_number), coarse to fine.
    pub groups: BTreeMap<u64, [u16; 3]>,
}

/// A model, ready to be asked.
#[derive(Debug, Clone)]
pub struct Model {
    bytes: Cow<'static, [u8]>,
    bias: f32,
    line: f32,
    unit: f32,
    groups: Table,
    weights: Table,
}

#[derive(Debug, Clone, Copy)]
struct Table {
    start: usize,
    slots: usize,
    width: usize,
}

impl Table {
    fn end(self) -> usize {
        self.start + self.slots * (2 + self.width)
    }

    #[inline]
    fn get(self, bytes: &[u8], number: u64) -> Option<&[u8]> {
        let size = 2 + self.width;
        let kept = kept(number);
        let mut slot = home(number, self.slots);
        // A table without an empty slot ends the search too, though none is built full.
        for _ in 0..self.slots {
            let start = self.start + slot * size;
            let (found, value) = bytes.get(start..start + size)?.split_at(2);
            if found == kept {
                return Some(value);
            }
            if found == [0, 0] {
                return None;
            }
            slot = if slot + 1 == self.slots { 0 } else { slot + 1 };
        }
        None
    }
}

fn home(number: u64, slots: usize) -> usize {
    ((u128::from(number) * slots as u128) >> 64) as usize
}

fn kept(number: u64) -> [u8; 2] {
    ((number & 0xffff) as u16).max(1).to_le_bytes()
}

fn table<const WIDTH: usize>(
    entries: impl ExactSizeIterator<Item = (u64, [u8; WIDTH])>,
) -> Vec<u8> {
    let slots = entries.len() + entries.len() / 2 + 1;
    let size = 2 + WIDTH;
    let mut bytes = vec![0; slots * size];
    for (number, value) in entries {
        let mut slot = home(number, slots);
        while bytes[slot * size..][..2] != [0, 0] {
            slot = if slot + 1 == slots { 0 } else { slot + 1 };
        }
        bytes[slot * size..][..2].copy_from_slice(&kept(number));
        bytes[slot * size + 2..][..WIDTH].copy_from_slice(&value);
    }
    bytes
}

impl ModelParts {
    /// The model's file. Weights are rounded to 16 bits.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let largest = self
            .weights
            .values()
            .fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
        let unit = largest / f32::from(i16::MAX);
        let weights = table(self.weights.iter().map(|(clue, weight)| {
            let rounded = (weight / unit).round() as i16;
            (*clue, rounded.to_le_bytes())
        }));
        let groups = table(self.groups.iter().map(|(word, groups)| {
            let [coarse, middle, fine] = groups.map(u16::to_le_bytes);
            let value = [coarse[0], coarse[1], middle[0], middle[1], fine[0], fine[1]];
            (*word, value)
        }));
        let mut body = Vec::new();
        body.extend(CLUES.to_le_bytes());
        body.extend(self.bias.to_le_bytes());
        body.extend(self.line.to_le_bytes());
        body.extend(unit.to_le_bytes());
        body.extend(((groups.len() / (2 + GROUPS)) as u32).to_le_bytes());
        body.extend(((weights.len() / (2 + WEIGHT)) as u32).to_le_bytes());
        body.extend(groups);
        body.extend(weights);
        let mut bytes = Vec::with_capacity(body.len() + MAGIC.len() + 1 + CHECKSUM);
        bytes.extend(MAGIC);
        bytes.push(FORMAT);
        bytes.extend(&blake3::hash(&body).as_bytes()[..CHECKSUM]);
        bytes.extend(body);
        bytes
    }
}

impl Model {
    /// Reads a model where it lies.
    ///
    /// # Errors
    /// If the bytes are no model, one of another version, or a damaged one.
    pub fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let (format, rest) = rest.split_first().ok_or(ModelError::Damaged)?;
        if *format != FORMAT {
            return Err(ModelError::Version {
                format: *format,
                clues: 0,
            });
        }
        let (checksum, mut body) = rest.split_at_checked(CHECKSUM).ok_or(ModelError::Damaged)?;
        if blake3::hash(body).as_bytes()[..CHECKSUM] != *checksum {
            return Err(ModelError::Damaged);
        }
        let mut take = || {
            let (taken, rest) = body.split_first_chunk::<4>().ok_or(ModelError::Damaged)?;
            body = rest;
            Ok(u32::from_le_bytes(*taken))
        };
        let clues = take()?;
        if clues != CLUES {
            return Err(ModelError::Version {
                format: *format,
                clues,
            });
        }
        let (bias, line, unit) = (take()?, take()?, take()?);
        let (groups, weights) = (take()?, take()?);
        let groups = Table {
            start: bytes.len() - body.len(),
            slots: groups as usize,
            width: GROUPS,
        };
        let weights = Table {
            start: groups.end(),
            slots: weights as usize,
            width: WEIGHT,
        };
        if weights.end() != bytes.len() {
            return Err(ModelError::Damaged);
        }
        Ok(Self {
            bias: f32::from_bits(bias),
            line: f32::from_bits(line),
            unit: f32::from_bits(unit),
            groups,
            weights,
            bytes,
        })
    }

    /// The clues of a text, each once, in ascending order.
    #[must_use]
    pub fn clues(&self, text: &str) -> Vec<u64> {
        let mut clues = clues::numbers(text, self);
        clues.sort_unstable();
        clues.dedup();
        clues
    }

    /// The score from which a sentence counts as worth checking: where training found the mean F1 of both answers
    /// highest.
    #[must_use]
    pub fn line(&self) -> f32 {
        self.line
    }

    /// What a clue weighs; nothing where training did not see it twice.
    #[inline]
    pub(super) fn weight(&self, clue: u64) -> f32 {
        match self.weights.get(&self.bytes, clue) {
            Some(&[low, high]) => f32::from(i16::from_le_bytes([low, high])) * self.unit,
            _ => 0.0,
        }
    }

    /// Numbers of the groups of a word.
    pub(super) fn groups(&self, word: u64) -> Option<[u64; 3]> {
        let value = self.groups.get(&self.bytes, word)?;
        let &[a, b, c, d, e, f] = value else {
            return None;
        };
        let number =
            |size: u64, group: [u8; 2]| mixed((size << 32) | u64::from(u16::from_le_bytes(group)));
        Some([number(1, [a, b]), number(2, [c, d]), number(3, [e, f])])
    }

    /// The score of a sum of weights over so many clues, from 0 to 1.
    pub(super) fn score(&self, sum: f32, clues: usize) -> f32 {
        let odds = f64::from(self.bias) + f64::from(sum) / (clues.max(1) as f64).sqrt();
        (1.0 / (1.0 + (-odds).exp())) as f32
    }
}
