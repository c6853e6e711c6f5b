//! Words whose class matters more than their meaning. All lists are sorted.

/// Words that keep their own name in a pattern of classes: they show how a sentence is built.
const FUNCTION: &[&str] = &[
    "a",
    "about",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "are",
    "aren't",
    "as",
    "at",
    "be",
    "because",
    "been",
    "being",
    "believe",
    "but",
    "by",
    "can",
    "can't",
    "could",
    "couldn't",
    "did",
    "didn't",
    "do",
    "does",
    "doesn't",
    "don't",
    "down",
    "each",
    "every",
    "for",
    "from",
    "get",
    "going",
    "got",
    "had",
    "has",
    "hasn't",
    "have",
    "haven't",
    "having",
    "he",
    "he'll",
    "he's",
    "her",
    "here",
    "him",
    "his",
    "how",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "if",
    "in",
    "into",
    "is",
    "isn't",
    "it",
    "it's",
    "its",
    "just",
    "least",
    "less",
    "let's",
    "may",
    "me",
    "might",
    "more",
    "most",
    "must",
    "my",
    "n't",
    "need",
    "never",
    "no",
    "not",
    "now",
    "of",
    "on",
    "one",
    "only",
    "or",
    "ought",
    "our",
    "out",
    "over",
    "said",
    "say",
    "says",
    "shall",
    "she",
    "should",
    "shouldn't",
    "so",
    "some",
    "than",
    "that",
    "that's",
    "the",
    "their",
    "them",
    "then",
    "there",
    "there's",
    "these",
    "they",
    "they'll",
    "they're",
    "they've",
    "think",
    "this",
    "those",
    "to",
    "under",
    "up",
    "us",
    "very",
    "want",
    "was",
    "wasn't",
    "we",
    "we'll",
    "we're",
    "we've",
    "were",
    "weren't",
    "what",
    "when",
    "where",
    "which",
    "who",
    "why",
    "will",
    "with",
    "won't",
    "would",
    "wouldn't",
    "you",
    "you're",
    "your",
];

/// Numbers in words. "One" is left out, for it mostly stands for somebody.
const NUMBERS: &[&str] = &[
    "billion",
    "billions",
    "double",
    "dozen",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fifteen",
    "fifty",
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
    "percent",
    "quarter",
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
    "trillions",
    "triple",
    "twelve",
    "twenty",
    "twice",
    "two",
];

/// Past forms without "-ed".
const PAST: &[&str] = &[
    "became", "began", "bought", "brought", "built", "came", "chose", "cut", "did", "drew", "fell",
    "gave", "got", "grew", "had", "held", "hit", "kept", "knew", "led", "left", "lost", "made",
    "met", "paid", "put", "ran", "rose", "said", "saw", "sent", "set", "spent", "thought", "told",
    "took", "voted", "was", "went", "were", "won", "wrote",
];

/// The speaker.
const FIRST_PERSON: &[&str] = &[
    "i", "i'd", "i'll", "i'm", "i've", "me", "mine", "my", "myself",
];

/// What makes of a sentence something that is not so yet, or should be.
const MODALS: &[&str] = &[
    "can", "could", "going", "i'll", "may", "might", "must", "need", "shall", "should", "we'll",
    "will", "would",
];

/// Whether the word, in small letters, keeps its own name in a pattern.
pub(super) fn is_function(word: &str) -> bool {
    FUNCTION.binary_search(&word).is_ok()
}

/// Whether it is a number in words.
pub(super) fn is_number(word: &str) -> bool {
    NUMBERS.binary_search(&word).is_ok()
}

/// Whether it is the past form of a verb, as far as its letters tell.
pub(super) fn is_past(word: &str) -> bool {
    (word.len() > 4 && word.ends_with("ed")) || PAST.binary_search(&word).is_ok()
}

/// Whether it stands for the speaker.
pub(super) fn is_first_person(word: &str) -> bool {
    FIRST_PERSON.binary_search(&word).is_ok()
}

/// Whether it speaks of what will, should or may be.
pub(super) fn is_modal(word: &str) -> bool {
    MODALS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{FIRST_PERSON, FUNCTION, MODALS, NUMBERS, PAST};

    #[test]
    fn the_lists_can_be_searched() {
        for list in [FUNCTION, NUMBERS, PAST, FIRST_PERSON, MODALS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
