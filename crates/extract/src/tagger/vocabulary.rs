//! What is known of a word by itself, beyond the classes of the lexicon.

/// One word, as counted on annotated articles and grouped by meaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordFacts {
    /// How often the word is part of a cue where it stands outside quotation marks, from 0, (almost) never, to 4,
    /// mostly.
    pub strength: u8,
    /// The group of words of like meaning it belongs to, at three sizes, coarse to fine, from 1; 0 where it is in
    /// none.
    pub groups: [u16; 3],
}

/// Where [`WordFacts`] are looked up.
pub trait Vocabulary {
    /// What is known of a word, by its [`word_number`](super::word_number).
    fn facts(&self, word: u64) -> WordFacts;
}
