//! Many wordings of one speaker, each read once, to be asked about in pairs.

use crate::relate::{Prepared, Relation, Vocabulary, Wording};

/// Wordings that are read once and related to one another as often as need be.
#[derive(Default)]
pub struct Related {
    vocabulary: Vocabulary,
    prepared: Vec<Prepared>,
}

impl Related {
    /// Adds a wording, and gives its place.
    pub fn add(&mut self, wording: &Wording<'_>) -> usize {
        self.prepared.push(self.vocabulary.prepare(wording));
        self.prepared.len() - 1
    }

    /// What the wording at one place is to that at another, as [`crate::relate`] says.
    ///
    /// # Panics
    /// Where one of the places was not given out by [`Related::add`].
    #[must_use]
    pub fn relate(&self, first: usize, second: usize) -> Relation {
        self.prepared[first].relate(&self.prepared[second])
    }

    /// Whether the wording at this place gives some of its words in quotation marks.
    ///
    /// # Panics
    /// As [`Related::relate`].
    #[must_use]
    pub fn quotes(&self, place: usize) -> bool {
        self.prepared[place].quotes()
    }
}
