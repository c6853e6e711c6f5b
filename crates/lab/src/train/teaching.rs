//! What a chain is taught by another tagger, of articles that people annotated and of others.
//!
//! The teacher gives each label a probability, and the chain learns to give it the same, as if the sequence were
//! annotated many times, now so and now so (Hinton, Vinyals, Dean 2015).

use onrecord_extract::tagger::{LABELS, Label, Lattice, Scores, Steps, Tagger as _, Vocabulary};
use onrecord_extract::{AccurateModel, Document, Extractor};

use crate::Sample;

/// How much of what is learned of an annotated article is the teacher's opinion of it.
const SHARE: f32 = 0.8;

/// Who teaches, and what of.
#[derive(Clone)]
pub struct Teaching {
    teacher: AccurateModel,
    /// Articles that are learned from beside the annotated ones.
    pub(super) unlabelled: Vec<Sample>,
}

impl Teaching {
    /// Lets `teacher` teach of the annotated articles and of the `unlabelled` ones, whose own annotations are not looked
    /// at. It reads every sentence, for it is to say what it thinks and not what the chain would.
    #[must_use]
    pub fn new(teacher: AccurateModel, unlabelled: Vec<Sample>) -> Self {
        Self {
            teacher: teacher.with_least_doubt(0.0),
            unlabelled,
        }
    }

    /// What the teacher makes of each sequence of `document`, in order.
    pub(super) fn of(
        &self,
        document: &Document<'_>,
        extractor: &Extractor,
        vocabulary: &dyn Vocabulary,
    ) -> Vec<Taught> {
        let steps = self.teacher.steps();
        extractor
            .scores(document, &self.teacher, vocabulary)
            .iter()
            .map(|scores| Taught {
                lattice: Lattice::new(steps, scores),
                steps: steps.clone(),
            })
            .collect()
    }
}

/// What the teacher makes of one sequence.
#[derive(Debug)]
pub(super) struct Taught {
    lattice: Lattice,
    steps: Steps,
}

/// What a sequence is to be labelled as: by people, by a teacher, or by both.
#[derive(Debug)]
pub(super) struct Goal {
    pub(super) labels: Option<Vec<Label>>,
    pub(super) taught: Option<Taught>,
}

impl Goal {
    /// How often a token is to have each label.
    pub(super) fn at(&self, token: usize) -> Scores {
        let mut at = [0.0; LABELS];
        if let Some(taught) = &self.taught {
            at = taught.lattice.at(token).map(|chance| chance * self.share());
        }
        if let Some(labels) = &self.labels {
            at[labels[token] as usize] += 1.0 - self.share();
        }
        at
    }

    /// How often a token, which is not the first, and the one before are to have each pair of labels.
    pub(super) fn between(&self, token: usize) -> [Scores; LABELS] {
        let mut between = [[0.0; LABELS]; LABELS];
        if let Some(taught) = &self.taught {
            between = taught.lattice.between(&taught.steps, token);
            for chance in between.iter_mut().flatten() {
                *chance *= self.share();
            }
        }
        if let Some(labels) = &self.labels {
            between[labels[token - 1] as usize][labels[token] as usize] += 1.0 - self.share();
        }
        between
    }

    /// What people said; nothing where nobody was asked.
    pub(super) fn labels(&self) -> &[Label] {
        self.labels.as_deref().unwrap_or_default()
    }

    fn share(&self) -> f32 {
        match (&self.labels, &self.taught) {
            (_, None) => 0.0,
            (None, Some(_)) => 1.0,
            (Some(_), Some(_)) => SHARE,
        }
    }
}
