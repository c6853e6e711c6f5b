//! Words that are spelled nearly alike.

/// Whether `other` becomes of `word` by at most so many edits: a letter put in, left out or exchanged, or two
/// neighbours that change places, of which none is edited twice. That is what Tantivy's automaton of the same number
/// accepts; it cannot be asked about one word without a dictionary.
pub(crate) fn within_edits(word: &str, other: &str, edits: u8) -> bool {
    let edits = usize::from(edits);
    let (word, other): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    if word.len().abs_diff(other.len()) > edits {
        return false;
    }
    // The rows of the usual table, two of them behind the one that is filled.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in word.iter().enumerate() {
        let mut next = Vec::with_capacity(last.len());
        next.push(row + 1);
        for (column, across) in other.iter().enumerate() {
            let exchanged = last[column] + usize::from(letter != across);
            let mut least = exchanged.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped =
                row > 0 && column > 0 && word[row - 1] == *across && *letter == other[column - 1];
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            next.push(least);
        }
        if next.iter().all(|least| *least > edits) {
            return false;
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().is_some_and(|least| *least <= edits)
}
