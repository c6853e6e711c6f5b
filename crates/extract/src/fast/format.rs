//! The file a fast model lies in: version 1.
//!
//! All numbers are little-endian. How it begins: [`crate::model_file`].
//!
//! | bytes | what |
//! |---|---|
//! | 2 + n | length of the name, the name |
//! | 4 | floor |
//! | 4 × 56 | transitions: first labels, then for each label before the labels behind it |
//! | 4, 4 | slots of the table of words; unused |
//! | 4, 4 | slots of the table of clues; what one of its units is worth |
//! | 4, 4 | slots of the table of facts; what one of its units is worth |
//! | | the three tables |

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::FastModel;
use super::table::{self, Table};
use crate::model_file::{FileKind, ModelError};
use crate::tagger::{LABELS, Scores, Steps, Transitions, WordFacts};

const FILE: FileKind = FileKind {
    magic: *b"ONRECFM",
    format: 1,
};

const WORD_WIDTH: usize = 6;
pub(crate) const FACT_WIDTH: usize = 2;

/// What a model is made of, as training leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelParts {
    /// Name and version.
    pub name: String,
    /// The least confidence that is answered.
    pub floor: f32,
    /// How well one label follows another.
    pub transitions: Transitions,
    /// What is known of words, by their number.
    pub words: BTreeMap<u64, WordFacts>,
    /// What each clue says for each label.
    pub clues: BTreeMap<u64, Scores>,
    /// What each fact says for a hypothesis.
    pub facts: BTreeMap<u64, f32>,
}

impl ModelParts {
    /// The model's file. Weights are rounded: those of clues to 8 bits, those of facts to 16.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let clue_unit = largest(&mut self.clues.values().flatten().copied()) / 127.0;
        let words: Vec<(u64, [u8; WORD_WIDTH])> = self
            .words
            .iter()
            .map(|(word, facts)| {
                let [_, middle, fine] = facts.groups.map(u16::to_le_bytes);
                let coarse = facts.groups[0] as u8;
                let value = [
                    facts.strength,
                    coarse,
                    middle[0],
                    middle[1],
                    fine[0],
                    fine[1],
                ];
                (*word, value)
            })
            .collect();
        let clues: Vec<(u64, [u8; LABELS])> = self
            .clues
            .iter()
            .map(|(clue, weights)| {
                (
                    *clue,
                    weights.map(|weight| (weight / clue_unit).round() as i8 as u8),
                )
            })
            .collect();
        let (_, fact_unit, facts) = fact_table(&self.facts);
        let tables = [table::build(&words), table::build(&clues), facts];
        let mut body = Vec::new();
        body.extend((self.name.len() as u16).to_le_bytes());
        body.extend(self.name.as_bytes());
        body.extend(self.floor.to_le_bytes());
        let rows = std::iter::once(&self.transitions.first).chain(&self.transitions.between);
        for score in rows.flatten() {
            body.extend(score.to_le_bytes());
        }
        let widths = [WORD_WIDTH, LABELS, FACT_WIDTH];
        for ((table, width), unit) in tables.iter().zip(widths).zip([1.0, clue_unit, fact_unit]) {
            let slots = Table::at_start(1, width).bytes();
            body.extend(((table.len() / slots) as u32).to_le_bytes());
            body.extend(unit.to_le_bytes());
        }
        for table in &tables {
            body.extend(table);
        }
        FILE.seal(&body)
    }
}

fn largest(weights: &mut dyn Iterator<Item = f32>) -> f32 {
    weights.fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()))
}

/// The slots of a table of facts, what one of its units is worth, and the table.
pub(crate) fn fact_table(facts: &BTreeMap<u64, f32>) -> (u32, f32, Vec<u8>) {
    let unit = largest(&mut facts.values().copied()) / 32_767.0;
    let facts: Vec<(u64, [u8; FACT_WIDTH])> = facts
        .iter()
        .map(|(fact, weight)| (*fact, ((weight / unit).round() as i16).to_le_bytes()))
        .collect();
    let table = table::build(&facts);
    let slot = Table::at_start(1, FACT_WIDTH).bytes();
    ((table.len() / slot) as u32, unit, table)
}

impl FastModel {
    /// Reads a model where it lies.
    ///
    /// # Errors
    /// If the bytes are no model, one of another version, or a damaged one.
    pub fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let mut reader = FILE.open(&bytes)?;
        let name = reader.name()?;
        let floor = reader.float()?;
        let mut transitions = Transitions {
            first: [0.0; LABELS],
            between: [[0.0; LABELS]; LABELS],
        };
        let rows = std::iter::once(&mut transitions.first).chain(&mut transitions.between);
        for score in rows.flatten() {
            *score = reader.float()?;
        }
        let mut sizes = [(0, 0.0); 3];
        for (slots, unit) in &mut sizes {
            *slots = reader.number()? as usize;
            *unit = reader.float()?;
        }
        let mut start = bytes.len() - reader.rest.len();
        let mut tables = [WORD_WIDTH, LABELS, FACT_WIDTH].map(|width| Table::at_start(0, width));
        for (table, (slots, _)) in tables.iter_mut().zip(sizes) {
            table.start = start;
            table.slots = slots;
            start += table.bytes();
        }
        if start != bytes.len() {
            return Err(ModelError::Malformed("its tables do not fill it"));
        }
        let [words, clues, facts] = tables;
        Ok(Self {
            name,
            steps: Steps::new(transitions),
            floor,
            words,
            clues,
            clue_unit: sizes[1].1,
            facts,
            fact_unit: sizes[2].1,
            bytes,
        })
    }
}
