//! How another report of the same words differs, in words.

use onrecord_engine::{Change, Comparison, Difference, Edit};

use crate::typeset::typographic;
use crate::wording::counted;

/// The difference between the quote of a page and another report of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InWords {
    /// What it amounts to.
    pub(crate) label: &'static str,
    /// What it consists of.
    pub(crate) differs: Differs,
}

/// What words that stand in one of two wordings only are called: one word of them, and more.
pub(crate) struct Said {
    removed: [&'static str; 2],
    added: [&'static str; 2],
}

/// A wording, and how it was reported elsewhere.
pub(crate) const IN_REPORT: Said = Said {
    removed: ["word left out", "words left out"],
    added: ["word added", "words added"],
};
/// A quotation that is checked, and what stands on record.
pub(crate) const ON_RECORD: Said = Said {
    removed: ["word not on record", "words not on record"],
    added: ["word missing", "words missing"],
};

/// In which words one wording differs from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Differs {
    /// How many words it is about, where it is about words.
    pub(crate) note: Option<String>,
    /// From the first wording to the second, word by word; empty where the words are the same.
    pub(crate) edits: Vec<Edit>,
    /// Changes that may turn the sense.
    pub(crate) matters: Vec<&'static str>,
}

/// Puts a comparison of this page's wording (first) with another (second) in words.
pub(crate) fn in_words(comparison: &Comparison) -> InWords {
    let removed = count(comparison, Change::Removed);
    let label = match comparison.difference {
        Difference::Verbatim => "The same words",
        Difference::Formatting => "The same words, set differently",
        Difference::Fragment if removed > 0 => "A part of it",
        Difference::Trimmed if removed > 0 => "Trimmed, and marked",
        Difference::TrimmedSilently if removed > 0 => "Trimmed, and not marked",
        Difference::Fragment | Difference::Trimmed | Difference::TrimmedSilently => "More words",
        Difference::Reworded => "Reworded",
        Difference::Unrelated => "Other words",
    };
    InWords {
        label,
        differs: differs(comparison, &IN_REPORT),
    }
}

/// Puts the words in which two wordings differ in words.
pub(crate) fn differs(comparison: &Comparison, said: &Said) -> Differs {
    let removed = count(comparison, Change::Removed);
    let added = count(comparison, Change::Added);
    // Of other words it would be all of both.
    let is_comparable = comparison.difference != Difference::Unrelated;
    let has_same_words = removed == 0 && added == 0;
    Differs {
        note: said.note(removed, added).filter(|_| is_comparable),
        edits: if has_same_words || !is_comparable {
            Vec::new()
        } else {
            comparison.edits.iter().map(set).collect()
        },
        matters: matters(comparison),
    }
}

fn matters(comparison: &Comparison) -> Vec<&'static str> {
    let changed = comparison.changed;
    [
        (changed.negation, "A negation differs"),
        (changed.number, "A number differs"),
        (changed.name, "A name differs"),
        (changed.modal, "A “may”, “must” or “should” differs"),
    ]
    .into_iter()
    .filter_map(|(is_changed, words)| is_changed.then_some(words))
    .collect()
}

/// The place of a wording among those of one statement, by how it differs from the canonical one, and what those at
/// that place are headed by.
pub(crate) fn sort(comparison: &Comparison) -> (usize, &'static str) {
    if comparison.changed.any() {
        return (0, "With a change that matters");
    }
    match comparison.difference {
        Difference::Reworded => (1, "Reworded"),
        Difference::TrimmedSilently => (2, "Trimmed, and not marked"),
        Difference::Trimmed => (3, "Trimmed, and marked"),
        Difference::Fragment => (4, "A part of it"),
        Difference::Formatting => (5, "The same words, set differently"),
        Difference::Verbatim => (6, "Word for word"),
        Difference::Unrelated => (7, "Told in other words"),
    }
}

/// With typographic marks, as the wording above it.
fn set(edit: &Edit) -> Edit {
    Edit {
        change: edit.change,
        words: typographic(&edit.words),
    }
}

impl Said {
    fn note(&self, removed: u64, added: u64) -> Option<String> {
        let left_out = counted(removed, self.removed[0], self.removed[1]);
        let put_in = counted(added, self.added[0], self.added[1]);
        match (removed, added) {
            (0, 0) => None,
            (_, 0) => Some(left_out),
            (0, _) => Some(put_in),
            _ => Some(format!("{left_out}, {put_in}")),
        }
    }
}

fn count(comparison: &Comparison, change: Change) -> u64 {
    comparison
        .edits
        .iter()
        .filter(|edit| edit.change == change)
        .map(|edit| edit.words.split_whitespace().count() as u64)
        .sum()
}
