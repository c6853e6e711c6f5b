//! What is worth checking: how likely a sentence is a claim of fact that somebody would check, which words say so,
//! and whether it is a claim of fact at all.
//!
//! The score is of a linear model over hashed clues, trained by `lab train-checkworthy` and built in; what it was
//! trained on and how good it is, is told in `docs/model-card.md`. The class is found by rules, and the score only
//! decides between a fact and the rest where no rule speaks: a promise with a number in it scores high and is a
//! promise all the same.

mod class;
mod clues;
mod lexicon;
mod lists;
mod model;
mod phrases;
mod token;

use std::borrow::Cow;
use std::sync::LazyLock;

use onrecord_model::{AssertionClass, Span};

pub use clues::word_number;
pub use model::{Model, ModelError, ModelParts};

/// Name and version of the built-in model, recorded with each score.
pub const CHECKWORTHY_MODEL: &str = "checkworthy/1";

/// Most words that are told to have driven a score.
const MOST_WORDS: usize = 5;
/// Least of what a word adds to the log odds, or takes from them, to be told.
const LEAST_WEIGHT: f32 = 0.05;

static BUILT_IN: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(Cow::Borrowed(include_bytes!(
        "../../data/checkworthy.model"
    )))
    .expect("the build's own model is checked by a test")
});

/// How far a sentence is worth checking, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// How likely it is a claim of fact that is worth checking, from 0 to 1, calibrated: of ten sentences at 0.7 about
    /// seven are.
    pub score: f32,
    /// What it is.
    pub class: AssertionClass,
    /// The words that drove the score, the strongest first; at most five.
    pub words: Vec<DrivingWord>,
}

/// A word and what it does to the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrivingWord {
    /// Bytes of the text.
    pub span: Span,
    /// What it adds to the log odds, by itself and by what it stands beside; below 0 where it speaks against.
    pub weight: f32,
}

/// How far one sentence is worth checking, by the built-in model; linear in its length but for a sort.
#[must_use]
pub fn worth(text: &str) -> Worth {
    BUILT_IN.worth(text)
}

/// The score and the class alone, the same as [`worth`] gives, faster.
#[must_use]
pub fn worth_score(text: &str) -> (f32, AssertionClass) {
    BUILT_IN.worth_score(text)
}

/// The score from which the built-in model counts a sentence as worth checking.
#[must_use]
pub fn worth_line() -> f32 {
    BUILT_IN.line()
}

impl Model {
    /// As [`worth`], by this model.
    #[must_use]
    pub fn worth(&self, text: &str) -> Worth {
        let tokens = token::tokens(text, self);
        let mut clues = Vec::with_capacity(tokens.len() * 16 + 48);
        clues::visit(&tokens, |clue, of| clues.push((clue, of)));
        clues.sort_unstable_by_key(|(clue, of)| (*clue, of.start, of.end));
        clues.dedup_by_key(|(clue, _)| *clue);
        let scale = 1.0 / (clues.len().max(1) as f32).sqrt();
        let mut sum = 0.0;
        let mut shares = vec![0.0; tokens.len()];
        for (clue, of) in &clues {
            let weight = self.weight(*clue);
            sum += weight;
            let share = weight * scale / of.len().max(1) as f32;
            for token in of.clone() {
                shares[token] += share;
            }
        }
        let mut words: Vec<DrivingWord> = tokens
            .iter()
            .zip(shares)
            .filter(|(token, weight)| {
                (token.is_letters || token.is_number) && weight.abs() >= LEAST_WEIGHT
            })
            .map(|(token, weight)| DrivingWord {
                span: Span::new(token.start, token.end),
                weight,
            })
            .collect();
        words.sort_by(|one, other| other.weight.abs().total_cmp(&one.weight.abs()));
        words.truncate(MOST_WORDS);
        let score = self.score(sum, clues.len());
        Worth {
            score,
            class: class::class(text, score >= self.line()),
            words,
        }
    }

    /// As [`worth_score`], by this model.
    #[must_use]
    pub fn worth_score(&self, text: &str) -> (f32, AssertionClass) {
        let score = self.score_of(text);
        (score, class::class(text, score >= self.line()))
    }

    fn score_of(&self, text: &str) -> f32 {
        let clues = self.clues(text);
        let sum = clues.iter().map(|clue| self.weight(*clue)).sum();
        self.score(sum, clues.len())
    }
}
