//! Words that are spelled nearly alike.

/// How many letters there are to be typed by mistake in a place.
const LETTERS: u64 = 26;

/// How much likelier `typed` comes of `meant` by one slip than by one that puts in a letter there was no cause for: of
/// those there are as many as letters, while there is one way to leave a letter out, to type it twice, or to
/// exchange it with its neighbour. That is the noisy channel of Kernighan, Church and Gale (1990) without a count of who
/// mistakes which letter for which.
pub(crate) fn likelihood(typed: &str, meant: &str) -> u64 {
    let (typed, meant): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
    let shared = typed
        .iter()
        .zip(&meant)
        .take_while(|(one, other)| one == other)
        .count();
    let (rest, due) = (&typed[shared..], &meant[shared..]);
    let has_one_cause = match (rest, due) {
        (_, [_, due @ ..]) if rest == due => true,
        ([twice, rest @ ..], _) if rest == due => shared > 0 && typed[shared - 1] == *twice,
        ([one, other, rest @ ..], [first, second, due @ ..]) => {
            (one, other) == (second, first) && rest == due
        }
        _ => false,
    };
    if has_one_cause { LETTERS } else { 1 }
}

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
