//! What the difference between two wordings amounts to.

use std::ops::Range;

use similar::DiffOp;

use crate::ellipsis::Marks;
use crate::words::Word;

/// Share of common words from which two wordings are taken for one utterance told differently. Two thirds
/// keeps "They should not cut the budget this year" with "They must not cut the budget", and apart two
/// sentences that merely share their function words, of which a third is usual.
const REWORDED: f32 = 0.66;
/// Fewest words of a part that may count as trimmed from something longer; a single shared word says nothing.
const FEWEST_TRIMMED: usize = 2;

/// How one wording relates to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difference {
    /// The same characters.
    Verbatim,
    /// The same words; case, punctuation or spacing differ.
    Formatting,
    /// One is an unbroken part of the other.
    Fragment,
    /// One is the other with words left out, and has an ellipsis wherever that is inside of it.
    Trimmed,
    /// One is the other with words left out, and does not say so.
    TrimmedSilently,
    /// Mostly the same words, some replaced, moved or added.
    Reworded,
    /// Too little in common to be the same utterance.
    Unrelated,
}

/// Two wordings, as far as their difference is decided by.
pub(crate) struct Sides<'a> {
    pub(crate) is_verbatim: bool,
    /// Words in common.
    pub(crate) common: usize,
    pub(crate) words: (&'a [Word<'a>], &'a [Word<'a>]),
    pub(crate) similarity: f32,
    pub(crate) marks: (&'a Marks, &'a Marks),
    pub(crate) operations: &'a [DiffOp],
}

impl Sides<'_> {
    pub(crate) fn difference(&self) -> Difference {
        let (first, second) = (self.words.0.len(), self.words.1.len());
        let shorter = first.min(second);
        if self.is_verbatim {
            Difference::Verbatim
        } else if shorter > 0 && self.common == first && self.common == second {
            Difference::Formatting
        } else if self.common == shorter && shorter >= FEWEST_TRIMMED {
            self.trimmed()
        } else if self.similarity >= REWORDED {
            Difference::Reworded
        } else {
            Difference::Unrelated
        }
    }

    /// What is left out at the edges needs no mark: a quotation begins and ends where it does.
    fn trimmed(&self) -> Difference {
        let first_is_shorter = self.words.0.len() < self.words.1.len();
        let (shorter, longer, marks) = match first_is_shorter {
            true => (self.words.0, self.words.1, self.marks.0),
            false => (self.words.1, self.words.0, self.marks.1),
        };
        if is_part(shorter, longer) {
            return Difference::Fragment;
        }
        for operation in self.operations {
            let (short, long): (Range<usize>, Range<usize>) = match first_is_shorter {
                true => (operation.old_range(), operation.new_range()),
                false => (operation.new_range(), operation.old_range()),
            };
            let is_inside = short.start > 0 && short.start < shorter.len();
            let is_left_out = short.is_empty() && !long.is_empty();
            if is_left_out && is_inside && !marks.before[short.start] {
                return Difference::TrimmedSilently;
            }
        }
        Difference::Trimmed
    }
}

/// Whether the words of `shorter` stand in `longer` unbroken.
fn is_part(shorter: &[Word<'_>], longer: &[Word<'_>]) -> bool {
    longer.windows(shorter.len()).any(|stretch| {
        stretch
            .iter()
            .zip(shorter)
            .all(|(one, other)| one.compared == other.compared)
    })
}
