//! How two wordings differ.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::words::{Word, words};

/// Share of common words from which two wordings are taken for one utterance told differently. Two thirds
/// keeps "They should not cut the budget this year" with "They must not cut the budget", and apart two
/// sentences that merely share their function words, of which a third is usual.
const REWORDED: f32 = 0.66;
/// Fewest words of a part that may count as trimmed from something longer; a single shared word says nothing.
const FEWEST_TRIMMED: usize = 2;
/// Longest wording that is aligned word by word. Longer ones are cut here for the alignment, and the rest
/// counts as different, so that hostile input costs no more than a long quotation.
const LONGEST: usize = 2_000;

/// How one wording relates to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difference {
    /// The same characters.
    Verbatim,
    /// The same words; case, punctuation or spacing differ.
    Formatting,
    /// One is the other with words left out, none added.
    Trimmed,
    /// Mostly the same words, some replaced, moved or added.
    Reworded,
    /// Too little in common to be the same utterance.
    Unrelated,
}

/// What happened to some words between the first wording and the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// They stand in both.
    Same,
    /// They stand in the first only.
    Removed,
    /// They stand in the second only.
    Added,
}

/// A run of words with one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Their fate.
    pub change: Change,
    /// The words as written (in the second wording where they stand in both), joined by spaces.
    pub words: String,
}

/// Two wordings side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What the difference amounts to.
    pub difference: Difference,
    /// Share of words in common, from 0 to 1: twice the common words over the words of both.
    pub similarity: f32,
    /// From the first wording to the second.
    pub edits: Vec<Edit>,
}

/// Compares the wording `first` with `second`. The comparison is of words, in order; [`Difference`] and
/// similarity are the same whichever comes first.
#[must_use]
pub fn compare(first: &str, second: &str) -> Comparison {
    let (before, after) = (words(first), words(second));
    let (aligned_before, rest_before) = before.split_at(before.len().min(LONGEST));
    let (aligned_after, rest_after) = after.split_at(after.len().min(LONGEST));
    let operations = capture_diff_slices(
        Algorithm::Myers,
        &keys(aligned_before),
        &keys(aligned_after),
    );
    let mut edits = Vec::with_capacity(operations.len() + 2);
    let mut common = 0;
    for operation in operations {
        let (old, new) = (operation.old_range(), operation.new_range());
        if let DiffOp::Equal { len, .. } = operation {
            common += len;
            push(&mut edits, Change::Same, &aligned_after[new]);
        } else {
            push(&mut edits, Change::Removed, &aligned_before[old]);
            push(&mut edits, Change::Added, &aligned_after[new]);
        }
    }
    push(&mut edits, Change::Removed, rest_before);
    push(&mut edits, Change::Added, rest_after);
    let total = before.len() + after.len();
    let similarity = if total == 0 {
        0.0
    } else {
        (2 * common) as f32 / total as f32
    };
    let shorter = before.len().min(after.len());
    Comparison {
        difference: difference(first == second, common, shorter, total, similarity),
        similarity,
        edits,
    }
}

fn difference(
    same: bool,
    common: usize,
    shorter: usize,
    total: usize,
    similarity: f32,
) -> Difference {
    if same {
        Difference::Verbatim
    } else if total > 0 && 2 * common == total {
        Difference::Formatting
    } else if common == shorter && shorter >= FEWEST_TRIMMED {
        Difference::Trimmed
    } else if similarity >= REWORDED {
        Difference::Reworded
    } else {
        Difference::Unrelated
    }
}

fn keys(words: &[Word<'_>]) -> Vec<String> {
    words.iter().map(|word| word.compared.clone()).collect()
}

fn push(edits: &mut Vec<Edit>, change: Change, words: &[Word<'_>]) {
    if !words.is_empty() {
        let words = words
            .iter()
            .map(|word| word.written)
            .collect::<Vec<_>>()
            .join(" ");
        edits.push(Edit { change, words });
    }
}
