//! Where a text holds what a quotation quotes: a local alignment of words.

/// What a word of content and a function word in common are worth, and what it costs to pass over a word of either
/// side. A run of four words in common outweighs some ten words that were left out before it.
const CONTENT: i32 = 10;
const FUNCTION: i32 = 6;
const QUOTED_ALONE: i32 = 5;
const LEFT_OUT: i32 = 2;

/// Words of a quotation and of a text that are the same, in order: indices into both, both rising.
pub(crate) type Pairs = Vec<(usize, usize)>;

/// A word to be aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// The same word, the same number.
    pub(crate) word: u32,
    /// Whether it says something by itself.
    pub(crate) is_content: bool,
    /// Whether the quotation marks that something is left out before it.
    pub(crate) is_marked: bool,
}

const STOP: u8 = 0;
const PAIR: u8 = 1;
const SKIP_QUOTED: u8 = 2;
const SKIP_TEXT: u8 = 3;

/// Room for alignments, used again and again.
#[derive(Default)]
pub(crate) struct Aligner {
    scores: Vec<i32>,
    steps: Vec<u8>,
}

impl Aligner {
    /// The best local alignment of `quotation` with `text`; where several are as good, the earliest in the text.
    /// What is left out of the text where the quotation marks it costs nothing.
    pub(crate) fn align(&mut self, quotation: &[Token], text: &[u32]) -> Pairs {
        let width = text.len() + 1;
        self.scores.clear();
        self.scores.resize(2 * width, 0);
        self.steps.clear();
        self.steps.resize((quotation.len() + 1) * width, STOP);
        let mut best = (0, 0, 0);
        for (row, token) in quotation.iter().enumerate() {
            let row = row + 1;
            let worth = if token.is_content { CONTENT } else { FUNCTION };
            let is_marked_behind = quotation.get(row).is_some_and(|next| next.is_marked);
            let left_out = if is_marked_behind { 0 } else { LEFT_OUT };
            let (above, current) = self.scores.split_at_mut(width);
            let (above, current) = if row % 2 == 1 {
                (&*above, current)
            } else {
                (&*current, above)
            };
            let steps = &mut self.steps[row * width..(row + 1) * width];
            current[0] = 0;
            for column in 1..width {
                let mut score = 0;
                let mut step = STOP;
                if text[column - 1] == token.word {
                    score = above[column - 1] + worth;
                    step = PAIR;
                }
                let skipped = above[column] - QUOTED_ALONE;
                if skipped > score {
                    score = skipped;
                    step = SKIP_QUOTED;
                }
                let skipped = current[column - 1] - left_out;
                if skipped > score {
                    score = skipped;
                    step = SKIP_TEXT;
                }
                current[column] = score;
                steps[column] = step;
                if score > best.0 {
                    best = (score, row, column);
                }
            }
        }
        self.trace(best.1, best.2, width)
    }

    fn trace(&self, mut row: usize, mut column: usize, width: usize) -> Pairs {
        let mut pairs = Vec::new();
        loop {
            match self.steps[row * width + column] {
                PAIR => {
                    row -= 1;
                    column -= 1;
                    pairs.push((row, column));
                }
                SKIP_QUOTED => row -= 1,
                SKIP_TEXT => column -= 1,
                _ => break,
            }
        }
        pairs.reverse();
        pairs
    }
}
