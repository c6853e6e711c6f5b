//! What a text and a claim agree in, and where they differ, for people to see.

use std::collections::HashSet;

use super::reading::{Reading, Word, read};

/// Which words, names and numbers of a claim a text has. Each is told once, in the order and as the claim writes it;
/// inflection, case and how a number is written make no difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Words with content of their own that both have, other than names and numbers.
    pub words: Vec<String>,
    /// Names that both have.
    pub names: Vec<String>,
    /// Numbers that both have.
    pub numbers: Vec<String>,
    /// Words, names among them, that only the claim has.
    pub missing: Vec<String>,
    /// Numbers that only the claim has.
    pub missing_numbers: Vec<String>,
    /// Whether one of the two denies ("not", "never", "no") and the other does not.
    pub negation_differs: bool,
}

impl Agreement {
    pub(super) fn of(text: &Reading, claim: &str) -> Self {
        let in_text: HashSet<&str> = text.words.iter().map(|word| word.term.as_str()).collect();
        let reading = read(claim);
        let mut told: HashSet<&str> = HashSet::new();
        let mut agreement = Self {
            negation_differs: (text.negations > 0) != (reading.negations > 0),
            ..Self::default()
        };
        for word in reading.words.iter().filter(|word| word.sort.is_content) {
            if told.insert(&word.term) {
                let is_shared = in_text.contains(word.term.as_str());
                let list = agreement.list(word, is_shared);
                list.push(
                    claim
                        .get(word.start..word.end)
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
        }
        agreement
    }

    fn list(&mut self, word: &Word, is_shared: bool) -> &mut Vec<String> {
        match (is_shared, word.sort.is_number, word.sort.is_name) {
            (true, true, _) => &mut self.numbers,
            (true, false, true) => &mut self.names,
            (true, false, false) => &mut self.words,
            (false, true, _) => &mut self.missing_numbers,
            (false, false, _) => &mut self.missing,
        }
    }
}
