//! Facts as numbers.

/// A number for a word, whatever its case; digits count as one digit, and both apostrophes as one.
#[must_use]
pub fn word_number(word: &str) -> u64 {
    let mut state = 0x243f_6a88_85a3_08d3;
    for character in word.chars() {
        let character = match character {
            '0'..='9' => '0',
            '’' => '\'',
            other => other,
        };
        if character.is_ascii() {
            state = mix(state, u64::from(character.to_ascii_lowercase()));
        } else {
            for lower in character.to_lowercase() {
                state = mix(state, u64::from(lower));
            }
        }
    }
    state
}

/// Two numbers as one, by multiplication and shift.
pub(crate) fn mix(state: u64, value: u64) -> u64 {
    let mixed = (state ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// A distance in steps that grow.
pub(crate) fn steps(distance: usize) -> u64 {
    match distance {
        0..=4 => distance as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=40 => 9,
        _ => 10,
    }
}

/// The clues of a stretch of tokens: for each token the numbers of everything that is known of it.
#[derive(Debug, Clone, Default)]
pub struct Clues {
    numbers: Vec<u64>,
    /// Where each token's clues end.
    ends: Vec<usize>,
}

impl Clues {
    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no tokens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The clues of a token.
    #[must_use]
    pub fn of(&self, token: usize) -> &[u64] {
        let start = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start..self.ends[token]]
    }

    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.ends.clear();
    }

    pub(super) fn tell(&mut self, number: u64) {
        self.numbers.push(number);
    }

    pub(super) fn end_token(&mut self) {
        self.ends.push(self.numbers.len());
    }
}

/// Sorts of clues, to leave some out and see what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClueSort {
    /// The word, its neighbours, and their classes.
    Words,
    /// Endings and capitals.
    Shapes,
    /// Groups of words of like meaning.
    Groups,
    /// Where in the sentence and the paragraph.
    Place,
    /// The nearest reporting words.
    Cues,
    /// The quotation the token is in, and what stands around it.
    Quotation,
    /// What the rules propose for the token.
    Proposals,
}

impl ClueSort {
    /// Every sort.
    pub const ALL: [Self; 7] = [
        Self::Words,
        Self::Shapes,
        Self::Groups,
        Self::Place,
        Self::Cues,
        Self::Quotation,
        Self::Proposals,
    ];
}
