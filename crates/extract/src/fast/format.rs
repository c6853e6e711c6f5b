//! The file a fast model lies in: version 2.
//!
//! All numbers are little-endian. How it begins: [`crate::model_file`].
//!
//! | bytes | what |
//! |---|---|
//! | 2 + n | length of the name, the name |
//! | 4 | floor |
//! | 4 × 56 | transitions: first labels, then for each label before the labels behind it |
//! | 4 | slots of the table of words |
//! | 4, 4 | slots of the table of clues; what one of its units is worth |
//! | | these tables |
//! | | what is known of facts: [`JudgeParts`] |

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::FastModel;
use crate::evidence::{FactWeights, JudgeParts};
use crate::model_file::{FileKind, ModelError, TOO_SHORT};
use crate::table::{self, Table};
use crate::tagger::{LABELS, Scores, Steps, Transitions, WordFacts};

const FILE: FileKind = FileKind {
    magic: *b"ONRECFM",
    format: 2,
};

const WORD_WIDTH: usize = 6;

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
    /// How hypotheses are judged.
    pub judge: JudgeParts,
}

impl ModelParts {
    /// The model's file. All weights are rounded to 8 bits.
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
        let (words, clues) = (table::build(&words), table::build(&clues));
        let mut body = Vec::new();
        body.extend((self.name.len() as u16).to_le_bytes());
        body.extend(self.name.as_bytes());
        body.extend(self.floor.to_le_bytes());
        let rows = std::iter::once(&self.transitions.first).chain(&self.transitions.between);
        for score in rows.flatten() {
            body.extend(score.to_le_bytes());
        }
        for (table, width) in [(&words, WORD_WIDTH), (&clues, LABELS)] {
            let slot = Table::at_start(1, width).bytes();
            body.extend(((table.len() / slot) as u32).to_le_bytes());
        }
        body.extend(clue_unit.to_le_bytes());
        body.extend(words);
        body.extend(clues);
        body.extend(self.judge.to_bytes());
        FILE.seal(&body)
    }
}

fn largest(weights: &mut dyn Iterator<Item = f32>) -> f32 {
    weights.fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()))
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
        let slots = [reader.number()?, reader.number()?];
        let clue_unit = reader.float()?;
        let mut tables = [WORD_WIDTH, LABELS].map(|width| Table::at_start(0, width));
        for (table, slots) in tables.iter_mut().zip(slots) {
            table.start = bytes.len() - reader.rest.len();
            table.slots = slots as usize;
            let length = table.checked_bytes().ok_or(TOO_SHORT)?;
            reader.bytes(length)?;
        }
        let [words, clues] = tables;
        Ok(Self {
            name,
            steps: Steps::new(transitions),
            floor,
            words,
            clues,
            clue_unit,
            judge: FactWeights::read(reader)?,
            bytes,
        })
    }
}
