//! English words without inflection, roughly.
//!
//! It takes off what plurals, pasts, participles and adverbs add. Two words that meet wrongly cost little here, where
//! many words together decide, so it is shorter than the stemmer of the full-text index.

/// Endings and what stands for them, the longest first; what is left must have three letters with a vowel.
const ENDINGS: &[(&str, &str)] = &[
    ("ically", "ic"),
    ("fully", "ful"),
    ("iest", "i"),
    ("ying", "i"),
    ("ings", ""),
    ("sses", "ss"),
    ("ies", "i"),
    ("ied", "i"),
    ("ier", "i"),
    ("ily", "i"),
    ("ing", ""),
    ("ers", "er"),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
];

/// Brings a lower-case word to its stem; words of other letters than a–z stay as they are.
pub(super) fn stem(word: &mut String) {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    let ending = ENDINGS.iter().find(|(ending, _)| word.ends_with(ending));
    if let Some((ending, replacement)) = ending {
        let left = word.len() - ending.len();
        let has_vowel = (word[..left].bytes().chain(replacement.bytes())).any(is_vowel);
        if left + replacement.len() >= 3 && has_vowel {
            word.truncate(left);
            word.push_str(replacement);
        }
    }
    undouble(word);
    if word.len() > 3 && word.ends_with('e') {
        word.pop();
    } else if word.len() > 2 && word.ends_with('y') {
        word.pop();
        word.push('i');
    }
}

/// "stopp" of "stopped" is "stop".
fn undouble(word: &mut String) {
    let bytes = word.as_bytes();
    if let [.., before, last] = bytes
        && bytes.len() > 3
        && before == last
        && !is_vowel(*last)
        && !matches!(last, b's' | b'z')
    {
        word.pop();
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[track_caller]
    fn check(words: &[&str], expected: &str) {
        for word in words {
            let mut stemmed = (*word).to_owned();
            stem(&mut stemmed);
            assert_eq!(stemmed, expected, "stem of {word}");
        }
    }

    #[test]
    fn inflected_forms_meet() {
        check(&["concede", "concedes", "conceded", "conceding"], "conced");
        check(&["stop", "stops", "stopped", "stopping"], "stop");
        check(&["try", "tries", "tried", "trying"], "tri");
        check(&["tax", "taxes", "taxed", "taxing"], "tax");
        check(&["sell", "sells", "selling"], "sel");
        check(&["boss", "bosses"], "boss");
        check(&["quick", "quickly"], "quick");
        check(&["city", "cities"], "citi");
    }

    #[test]
    fn different_words_stay_apart() {
        check(&["organ"], "organ");
        check(&["organisation"], "organisation");
        check(&["status"], "status");
        check(&["king"], "king");
        check(&["москва"], "москва");
        check(&["covid19"], "covid19");
        check(&[""], "");
    }
}
