//! How two wordings differ.

use std::collections::HashSet;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::Difference;
use crate::changed::{Changed, Telling, names};
use crate::difference::Sides;
use crate::ellipsis::Marks;
use crate::words::{Word, merged, words};

/// Longest wording that is aligned word by word. Longer ones are cut here for the alignment, and the rest
/// counts as different, so that hostile input costs no more than a long quotation.
const LONGEST: usize = 2_000;

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
    /// Whether what matters most is different.
    pub changed: Changed,
    /// Share of words in common, from 0 to 1: twice the common words over the words of both.
    pub similarity: f32,
    /// From the first wording to the second.
    pub edits: Vec<Edit>,
}

/// Compares the wording `first` with `second`. The comparison is of words, in order; [`Difference`], [`Changed`] and
/// similarity are the same whichever comes first.
#[must_use]
pub fn compare(first: &str, second: &str) -> Comparison {
    let (before, after) = alike(first, words(first), second, words(second));
    let (aligned_before, rest_before) = before.split_at(before.len().min(LONGEST));
    let (aligned_after, rest_after) = after.split_at(after.len().min(LONGEST));
    let operations = capture_diff_slices(
        Algorithm::Myers,
        &keys(aligned_before),
        &keys(aligned_after),
    );
    let mut edits = Vec::with_capacity(operations.len() + 2);
    let mut common = 0;
    for operation in &operations {
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
    let sides = Sides {
        is_verbatim: first == second,
        common,
        words: (&before, &after),
        similarity,
        marks: (&Marks::of(first, &before), &Marks::of(second, &after)),
        operations: &operations,
    };
    let difference = sides.difference();
    Comparison {
        difference,
        changed: changed(difference, &before, &after, &operations),
        similarity,
        edits,
    }
}

/// What one wording joins with a dash and the other writes as one word is one word in both.
fn alike<'text>(
    first: &'text str,
    before: Vec<Word<'text>>,
    second: &'text str,
    after: Vec<Word<'text>>,
) -> (Vec<Word<'text>>, Vec<Word<'text>>) {
    let has = |words: &[Word<'_>]| -> HashSet<String> {
        words.iter().map(|word| word.compared.clone()).collect()
    };
    let has_joined = |words: &[Word<'_>]| words.iter().any(|word| word.is_joined);
    if !has_joined(&before) && !has_joined(&after) {
        return (before, after);
    }
    let (in_first, in_second) = (has(&before), has(&after));
    (
        merged(first, before, |one| in_second.contains(one)),
        merged(second, after, |one| in_first.contains(one)),
    )
}

/// A part of something longer leaves out what stands before and behind it, and changes nothing by that.
fn changed(
    difference: Difference,
    before: &[Word<'_>],
    after: &[Word<'_>],
    operations: &[DiffOp],
) -> Changed {
    let is_part = match difference {
        Difference::Verbatim
        | Difference::Formatting
        | Difference::Fragment
        | Difference::Unrelated => return Changed::default(),
        Difference::Trimmed | Difference::TrimmedSilently => true,
        Difference::Reworded => false,
    };
    let (names_before, names_after) = (names(before), names(after));
    let (mut ours, mut theirs) = (Telling::default(), Telling::default());
    for operation in operations {
        let (old, new) = (operation.old_range(), operation.new_range());
        let is_at_beginning = old.start == 0 || new.start == 0;
        let is_at_end = old.end == before.len() || new.end == after.len();
        let is_passed_over = is_part && (is_at_beginning || is_at_end);
        if matches!(operation, DiffOp::Equal { .. }) || is_passed_over {
            continue;
        }
        for index in old {
            ours.add(&before[index].compared, names_before[index]);
        }
        for index in new {
            theirs.add(&after[index].compared, names_after[index]);
        }
    }
    ours.changed(theirs)
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
