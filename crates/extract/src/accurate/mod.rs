//! The accurate model: a small pretrained network, fine-tuned to label the tokens of articles, and weights that judge
//! what is made of its labels.
//!
//! Sentences of whose every label the fast model is sure are left to it. The others are read in windows of word pieces
//! ([`windows`]), and the labels of each piece scored ([`encoder`]); the scores of a token are those of its pieces
//! together. What else it knows is the fast model's: words in groups, and
//! how often each is a cue. What it was trained on and how good it is, is told in `docs/model-card.md`.
//!
//! Windows are read one at a time and in whole numbers wherever much is added, so that neither what else is read nor
//! the processor makes a difference to the answer.

mod built_in;
mod encoder;
mod format;
mod kernel;
mod matrix;
#[cfg(test)]
mod reference;
mod windows;
mod wordpiece;

use std::fmt;

use encoder::{Encoder, Workspace};
pub use format::AccurateParts;
use windows::{Window, Windows};
use wordpiece::WordPieces;

use crate::evidence::FactWeights;
use crate::fast::FastModel;
use crate::tagger::{
    LABELS, Label, Lattice, Part, Scores, Steps, Stretch, Surroundings, Tagger, Vocabulary,
    WordFacts,
};

/// How much less likely a token that no piece begins in begins something.
const UNLIKELY: f32 = -8.0;

/// Where the fast model's likeliest label of every word of a sentence has less than this chance to be wrong, it is
/// believed. Chosen on PolNeAR's training articles, each labelled by a chain of others (`lab doubt`): a seventh of
/// their words stand in such sentences, and of the annotated sources, cues and contents there 97 in a hundred are found
/// exactly.
const LEAST_DOUBT: f32 = 0.02;

/// A model of the accurate kind.
#[derive(Clone)]
pub struct AccurateModel {
    name: String,
    floor: f32,
    least_doubt: f32,
    vocabulary: WordPieces,
    encoder: Encoder,
    steps: Steps,
    between: [Scores; LABELS],
    judge: FactWeights,
    fast: FastModel,
}

impl AccurateModel {
    /// Name and version, as stored with each quote that it finds.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The least confidence that is answered unless told otherwise.
    #[must_use]
    pub fn floor(&self) -> f32 {
        self.floor
    }

    /// The same model, reading a sentence only where the fast model gives its likeliest label of one of the words at
    /// least this chance to be wrong, and believing the fast model elsewhere: the dial between speed and accuracy. At 0
    /// everything is read.
    #[must_use]
    pub fn with_least_doubt(self, least_doubt: f32) -> Self {
        Self {
            least_doubt,
            ..self
        }
    }

    /// The same model with another fast one to be sure beside it, such as one that has not read an article.
    #[must_use]
    pub fn with_fast(self, fast: FastModel) -> Self {
        Self { fast, ..self }
    }

    /// What it knows of facts about hypotheses.
    pub(crate) fn judge(&self) -> &FactWeights {
        &self.judge
    }

    /// Which tokens of a stretch, which the fast model gives these scores, it is not sure enough of.
    fn are_doubtful(&self, scores: &[Scores]) -> impl Iterator<Item = bool> {
        let lattice = Lattice::new(self.fast.steps(), scores);
        let likeliest = move |token| lattice.at(token).iter().fold(0.0_f32, |a, b| a.max(*b));
        (0..scores.len()).map(move |token| 1.0 - likeliest(token) >= self.least_doubt)
    }

    /// Adds the scores of a window's pieces to those of their tokens. `last` is the token whose piece came last.
    fn add(&self, window: &Window, pieces: &[Scores], last: &mut Option<usize>, all: &mut [Sum]) {
        for (piece, token) in pieces.iter().zip(&window.tokens) {
            let Some(token) = *token else {
                continue;
            };
            let sum = &mut all[token];
            if *last == Some(token) && sum.pieces > 0 {
                self.go_on(piece, sum);
            } else {
                for (score, piece) in sum.scores.iter_mut().zip(piece) {
                    *score += piece;
                }
            }
            sum.pieces += 1;
            *last = Some(token);
        }
    }

    /// Adds a further piece of a token: it goes on with whatever the first begins or is inside of.
    fn go_on(&self, piece: &Scores, sum: &mut Sum) {
        let outside = Label::Outside as usize;
        sum.scores[outside] += piece[outside] + self.between[outside][outside];
        for part in Part::ALL {
            let (begin, inside) = (part.begin() as usize, part.inside() as usize);
            let before = if sum.pieces == 1 { begin } else { inside };
            sum.scores[begin] += piece[inside] + self.between[before][inside];
            sum.scores[inside] += piece[inside] + self.between[inside][inside];
        }
    }
}

/// The scores of a token, and how many of its pieces are in them.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    scores: Scores,
    pieces: usize,
}

impl Tagger for AccurateModel {
    fn scores(
        &self,
        surroundings: &Surroundings<'_, '_, '_>,
        stretches: &[Stretch],
    ) -> Vec<Vec<Scores>> {
        let document = surroundings.document();
        // By token: stretches cover all, in order.
        let (easy, wanted) = match self.least_doubt > 0.0 {
            true => {
                let scores = self.fast.scores(surroundings, stretches);
                let wanted = scores.iter().flat_map(|some| self.are_doubtful(some));
                (scores.concat(), wanted.collect())
            }
            false => (Vec::new(), vec![true; document.tokens().len()]),
        };
        let Windows { windows, is_read } =
            windows::windows(document, stretches, &wanted, &self.vocabulary);
        let mut workspace = Workspace::default();
        let mut all = vec![Sum::default(); document.tokens().len()];
        let mut last = None;
        for window in windows {
            let pieces = kernel::dispatch(encoder::Read {
                encoder: &self.encoder,
                workspace: &mut workspace,
                inputs: &window.inputs,
                before: window.before,
            });
            self.add(&window, &pieces, &mut last, &mut all);
        }
        let score = |token: usize| match is_read[token] {
            false => easy[token],
            true if all[token].pieces == 0 => goes_on(),
            true => all[token].scores,
        };
        let mut scores = Vec::with_capacity(stretches.len());
        for stretch in stretches {
            let mut tokens: Vec<Scores> = stretch.tokens.clone().map(score).collect();
            // What stands behind a paragraph is outside everything.
            if let Some(last) = tokens.last_mut()
                && is_read[stretch.tokens.end - 1]
            {
                for (score, between) in last.iter_mut().zip(&self.between) {
                    *score += between[Label::Outside as usize];
                }
            }
            scores.push(tokens);
        }
        scores
    }

    fn steps(&self) -> &Steps {
        &self.steps
    }
}

/// The scores of a token whose characters are all in a piece of the one before: it is what that is.
fn goes_on() -> Scores {
    Label::ALL.map(|label| match label.begins() {
        Some(_) => UNLIKELY,
        None => 0.0,
    })
}

impl Vocabulary for AccurateModel {
    fn facts(&self, word: u64) -> WordFacts {
        self.fast.facts(word)
    }
}

impl fmt::Debug for AccurateModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AccurateModel")
            .field("name", &self.name)
            .field("layers", &self.encoder.layers.len())
            .finish_non_exhaustive()
    }
}
