//! Whether what matters most is different: a negation, a number, a name, a modal verb.

use crate::words::Word;

/// What sorts of words differ between two wordings. Words that merely stand elsewhere do not count, nor do those that
/// one wording begins or ends before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Changed {
    /// "not", "never", "no one", "don't": one wording denies what the other does not.
    pub negation: bool,
    /// Digits, or a number in words.
    pub number: bool,
    /// A capitalised word inside a sentence.
    pub name: bool,
    /// "may", "must", "should": how sure or how binding it is.
    pub modal: bool,
}

impl Changed {
    /// Whether any of them is.
    #[must_use]
    pub fn any(self) -> bool {
        self.negation || self.number || self.name || self.modal
    }
}

/// What deny by themselves. Forms with "n't" are told by their ending.
const NEGATIONS: &[&str] = &[
    "hardly", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "nowhere",
    "without",
];

/// Verbs with "n't", without their apostrophe, and the modal verb they hold.
const DENYING: &[(&str, Option<&str>)] = &[
    ("aint", None),
    ("arent", None),
    ("cannot", Some("can")),
    ("cant", Some("can")),
    ("couldnt", Some("could")),
    ("didnt", None),
    ("doesnt", None),
    ("dont", None),
    ("hadnt", None),
    ("hasnt", None),
    ("havent", None),
    ("isnt", None),
    ("mightnt", Some("might")),
    ("mustnt", Some("must")),
    ("neednt", Some("need")),
    ("shouldnt", Some("should")),
    ("wasnt", None),
    ("werent", None),
    ("wont", Some("will")),
    ("wouldnt", Some("would")),
];

const MODALS: &[&str] = &[
    "can", "could", "may", "might", "must", "ought", "shall", "should", "will", "would",
];

/// "One" is left out: it mostly stands for somebody.
const NUMBERS: &[&str] = &[
    "billion",
    "billions",
    "double",
    "dozen",
    "dozens",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fifteen",
    "fifty",
    "first",
    "five",
    "forty",
    "four",
    "fourteen",
    "half",
    "hundred",
    "hundreds",
    "million",
    "millions",
    "nine",
    "nineteen",
    "ninety",
    "quarter",
    "second",
    "seven",
    "seventeen",
    "seventy",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "third",
    "thirteen",
    "thirty",
    "thousand",
    "thousands",
    "three",
    "trillion",
    "twelve",
    "twenty",
    "twice",
    "two",
    "zero",
];

/// Whether a word, in the form words are compared in, denies.
pub(crate) fn denies(word: &str) -> bool {
    NEGATIONS.binary_search(&word).is_ok()
        || DENYING
            .binary_search_by_key(&word, |(denying, _)| denying)
            .is_ok()
}

/// The telling words of one side, gathered one by one.
#[derive(Default)]
pub(crate) struct Telling<'a> {
    negations: usize,
    numbers: Vec<&'a str>,
    names: Vec<&'a str>,
    modals: Vec<&'a str>,
}

impl<'a> Telling<'a> {
    pub(crate) fn add(&mut self, word: &'a str, is_name: bool) {
        if let Ok(place) = DENYING.binary_search_by_key(&word, |(denying, _)| denying) {
            self.negations += 1;
            self.modals.extend(DENYING[place].1);
        }
        self.negations += usize::from(NEGATIONS.binary_search(&word).is_ok());
        if MODALS.binary_search(&word).is_ok() {
            self.modals.push(word);
        }
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit || NUMBERS.binary_search(&word).is_ok() {
            self.numbers.push(word);
        }
        if is_name {
            self.names.push(word);
        }
    }

    pub(crate) fn changed(mut self, mut other: Self) -> Changed {
        let differ = |one: &mut Vec<&str>, other: &mut Vec<&str>| {
            one.sort_unstable();
            other.sort_unstable();
            one != other
        };
        Changed {
            negation: self.negations != other.negations,
            number: differ(&mut self.numbers, &mut other.numbers),
            name: differ(&mut self.names, &mut other.names),
            modal: differ(&mut self.modals, &mut other.modals),
        }
    }
}

/// Which words are names: capitalised, and not at the beginning of a sentence. A wording that has no small letters
/// tells of none.
pub(crate) fn names(words: &[Word<'_>]) -> Vec<bool> {
    let is_shouted = !words
        .iter()
        .any(|word| word.written.chars().any(char::is_lowercase));
    let mut begins_sentence = true;
    words
        .iter()
        .map(|word| {
            let first = word.written.chars().find(|letter| letter.is_alphanumeric());
            let is_name = !is_shouted
                && !begins_sentence
                && first.is_some_and(char::is_uppercase)
                && !is_first_person(&word.compared);
            begins_sentence = ends_sentence(word.written);
            is_name
        })
        .collect()
}

fn is_first_person(compared: &str) -> bool {
    matches!(compared, "i" | "im" | "ive" | "ill" | "id")
}

fn ends_sentence(written: &str) -> bool {
    let word = written.trim_end_matches(['"', '\'', '”', '’', ')', '»']);
    word.ends_with(['.', '!', '?', ':', '…'])
}

#[cfg(test)]
mod tests {
    use super::{DENYING, MODALS, NEGATIONS, NUMBERS};

    #[test]
    fn the_lists_can_be_searched() {
        for list in [NEGATIONS, MODALS, NUMBERS] {
            assert!(list.is_sorted(), "{list:?}");
        }
        assert!(DENYING.is_sorted());
    }
}
