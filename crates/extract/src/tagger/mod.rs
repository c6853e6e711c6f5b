//! Labels for tokens: which may name a source, report, or be reported.
//!
//! A [`Tagger`] scores every label of every token; a [`Lattice`] makes probabilities of the scores. Which labels go
//! together into one attribution is not decided here (see `linking`), and neither is what is believed.
//!
//! The fast model's knowledge of a token is its [`Clues`]; they and the tables that weigh them
//! ([`FastModel`](crate::FastModel)) make the built-in tagger. Another one, such as a neural network, needs none of
//! them: it implements [`Tagger`].

mod clue;
mod label;
mod lattice;
mod sentence_clues;
mod surroundings;
mod vocabulary;

pub use clue::{ClueSort, Clues, word_number};
pub use label::{LABELS, Label, Part};
pub use lattice::{Lattice, Scores, Steps, Transitions, exponential};
pub use surroundings::{Stretch, Surroundings};
pub use vocabulary::{Vocabulary, WordFacts};

pub(crate) use clue::{mix, steps};
pub(crate) use surroundings::{NO_CLASS, class_number};

/// Scores the labels of tokens.
pub trait Tagger {
    /// The scores of every token of every stretch, in order. The same document has the same scores, always.
    fn scores(
        &self,
        surroundings: &Surroundings<'_, '_, '_>,
        stretches: &[Stretch],
    ) -> Vec<Vec<Scores>>;

    /// How well one label follows another.
    fn steps(&self) -> &Steps;
}
