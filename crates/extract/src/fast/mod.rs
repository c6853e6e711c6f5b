//! The fast model: a linear-chain model over hashed clues, and the weights that judge what is made of its labels.
//!
//! It is one file of tables, the larger of which are read where they lie: nothing is built when it is loaded. What it
//! was trained on and how good it is, is told in `docs/model-card.md`.

mod format;

use std::borrow::Cow;
use std::fmt;

pub use format::ModelParts;

use crate::evidence::FactWeights;
use crate::table::Table;
use crate::tagger::{
    Clues, LABELS, Scores, Steps, Stretch, Surroundings, Tagger, Vocabulary, WordFacts,
};

/// The model that the extractor has unless given another.
static BUILT_IN: &[u8] = include_bytes!("../../data/fast.model");

/// A model of the fast kind.
#[derive(Clone)]
pub struct FastModel {
    bytes: Cow<'static, [u8]>,
    name: String,
    steps: Steps,
    floor: f32,
    words: Table,
    clues: Table,
    clue_unit: f32,
    judge: FactWeights,
}

impl FastModel {
    /// The built-in model.
    #[must_use]
    pub fn built_in() -> Self {
        Self::from_bytes(Cow::Borrowed(BUILT_IN))
            .expect("the build's own model is checked by a test")
    }

    /// The file of the built-in model.
    #[must_use]
    pub fn built_in_file() -> &'static [u8] {
        BUILT_IN
    }

    /// Name and version, as stored with each quote that it finds: "fast/3".
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The least confidence that is answered unless told otherwise.
    #[must_use]
    pub fn floor(&self) -> f32 {
        self.floor
    }

    /// What it knows of facts about hypotheses.
    pub(crate) fn judge(&self) -> &FactWeights {
        &self.judge
    }

    /// The scores of every token of `clues`.
    fn score(&self, clues: &Clues) -> Vec<Scores> {
        (0..clues.len())
            .map(|token| {
                let mut sums = [0_i32; LABELS];
                for clue in clues.of(token) {
                    let Some(weights) = self.clues.get(&self.bytes, *clue) else {
                        continue;
                    };
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum += i32::from(*weight as i8);
                    }
                }
                sums.map(|sum| sum as f32 * self.clue_unit)
            })
            .collect()
    }
}

impl fmt::Debug for FastModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FastModel")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Vocabulary for FastModel {
    fn facts(&self, word: u64) -> WordFacts {
        match self.words.get(&self.bytes, word) {
            Some(&[strength, coarse, middle, middle_high, fine, fine_high]) => WordFacts {
                strength,
                groups: [
                    u16::from(coarse),
                    u16::from_le_bytes([middle, middle_high]),
                    u16::from_le_bytes([fine, fine_high]),
                ],
            },
            _ => WordFacts::default(),
        }
    }
}

impl Tagger for FastModel {
    fn scores(
        &self,
        surroundings: &Surroundings<'_, '_, '_>,
        stretches: &[Stretch],
    ) -> Vec<Vec<Scores>> {
        let mut clues = Clues::default();
        stretches
            .iter()
            .map(|stretch| {
                surroundings.clues(stretch, &[], &mut clues);
                self.score(&clues)
            })
            .collect()
    }

    fn steps(&self) -> &Steps {
        &self.steps
    }
}
