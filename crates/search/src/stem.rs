//! English words without their inflection.
//!
//! These are the steps of the Snowball English stemmer ("Porter2", M. F. Porter 2001) that take off inflection:
//! possessive, plural, past, participle, final e. Its steps for derivation are left out on purpose: they would
//! make one word of "organisation" and "organ", of "universal" and "university", and a search of what somebody
//! said should not.

/// Brings a lower-case word to its stem; words of other letters than a–z stay as they are.
pub(crate) fn stem(word: &mut String) {
    let plain = word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'\'');
    if !plain {
        return;
    }
    let mut letters = Letters::new(std::mem::take(word).into_bytes());
    letters.strip_apostrophes();
    if letters.word.len() > 2 && !letters.replace_irregular() && !is_invariant(&letters.word) {
        letters.mark_consonant_y();
        let regions = letters.regions();
        letters.strip_plural();
        if !is_false_participle(&letters.word) {
            letters.strip_past_and_participle(regions);
            letters.final_y();
            letters.final_e_and_l(regions);
        }
    }
    *word = letters.into_word();
}

/// Where a suffix must begin to count as one: behind the first, and behind the second, consonant that follows
/// a vowel.
#[derive(Clone, Copy)]
struct Regions {
    first: usize,
    second: usize,
}

struct Letters {
    /// Lower-case letters; a `Y` is a y that counts as a consonant.
    word: Vec<u8>,
}

impl Letters {
    fn new(word: Vec<u8>) -> Self {
        Self { word }
    }

    fn into_word(self) -> String {
        self.word
            .into_iter()
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect()
    }

    fn ends_with(&self, suffix: &[u8]) -> bool {
        self.word.ends_with(suffix)
    }

    fn cut(&mut self, length: usize) {
        self.word.truncate(self.word.len() - length);
    }

    /// Step 0: quotation marks around the word and the possessive.
    fn strip_apostrophes(&mut self) {
        let leading = self.word.iter().take_while(|byte| **byte == b'\'').count();
        self.word.drain(..leading);
        while self.ends_with(b"'") {
            self.cut(1);
        }
        if self.ends_with(b"'s") {
            self.cut(2);
        }
    }

    fn replace_irregular(&mut self) -> bool {
        let stem: &[u8] = match self.word.as_slice() {
            b"skis" => b"ski",
            b"skies" => b"sky",
            b"dying" => b"die",
            b"lying" => b"lie",
            b"tying" => b"tie",
            _ => return false,
        };
        self.word = stem.to_vec();
        true
    }

    fn mark_consonant_y(&mut self) {
        for index in 0..self.word.len() {
            let after_vowel = index > 0 && is_vowel(self.word[index - 1]);
            if self.word[index] == b'y' && (index == 0 || after_vowel) {
                self.word[index] = b'Y';
            }
        }
    }

    fn regions(&self) -> Regions {
        let prefixes: [&[u8]; 3] = [b"gener", b"commun", b"arsen"];
        let first = prefixes
            .into_iter()
            .find(|prefix| self.word.starts_with(prefix))
            .map_or_else(|| self.region_behind(0), <[u8]>::len);
        Regions {
            first,
            second: self.region_behind(first),
        }
    }

    fn region_behind(&self, from: usize) -> usize {
        (from + 1..self.word.len())
            .find(|index| is_vowel(self.word[index - 1]) && !is_vowel(self.word[*index]))
            .map_or(self.word.len(), |index| index + 1)
    }

    /// Step 1a.
    fn strip_plural(&mut self) {
        if self.ends_with(b"sses") {
            self.cut(2);
        } else if self.ends_with(b"ied") || self.ends_with(b"ies") {
            self.cut(if self.word.len() > 4 { 2 } else { 1 });
        } else if self.ends_with(b"us") || self.ends_with(b"ss") {
            // "status" and "press" are no plurals.
        } else if self.ends_with(b"s") {
            let before = self.word.len().saturating_sub(2);
            if self.word[..before].iter().copied().any(is_vowel) {
                self.cut(1);
            }
        }
    }

    /// Step 1b.
    fn strip_past_and_participle(&mut self, regions: Regions) {
        if self.ends_with(b"eed") {
            if self.word.len() - 3 >= regions.first {
                self.cut(1);
            }
            return;
        }
        let suffix = if self.ends_with(b"ed") {
            2
        } else if self.ends_with(b"ing") {
            3
        } else {
            return;
        };
        let rest = self.word.len() - suffix;
        if !self.word[..rest].iter().copied().any(is_vowel) {
            return;
        }
        self.cut(suffix);
        if self.ends_with(b"at") || self.ends_with(b"bl") || self.ends_with(b"iz") {
            self.word.push(b'e');
        } else if self.ends_in_double() {
            self.cut(1);
        } else if regions.first >= self.word.len() && self.ends_in_short_syllable(self.word.len()) {
            self.word.push(b'e');
        }
    }

    /// Step 1c: "try" as in "tries".
    fn final_y(&mut self) {
        let length = self.word.len();
        if length > 2
            && matches!(self.word[length - 1], b'y' | b'Y')
            && !is_vowel(self.word[length - 2])
        {
            self.word[length - 1] = b'i';
        }
    }

    /// Step 5: "concede" as in "conceding".
    fn final_e_and_l(&mut self, regions: Regions) {
        let Some(last) = self.word.len().checked_sub(1) else {
            return;
        };
        let is_e = self.word[last] == b'e'
            && (last >= regions.second
                || (last >= regions.first && !self.ends_in_short_syllable(last)));
        let is_l = self.ends_with(b"ll") && last >= regions.second;
        if is_e || is_l {
            self.cut(1);
        }
    }

    fn ends_in_double(&self) -> bool {
        let doubles: [&[u8]; 9] = [
            b"bb", b"dd", b"ff", b"gg", b"mm", b"nn", b"pp", b"rr", b"tt",
        ];
        doubles.into_iter().any(|double| self.ends_with(double))
    }

    /// Whether the first `length` letters end in consonant, vowel, consonant (not w, x or y), or are a vowel
    /// and a consonant.
    fn ends_in_short_syllable(&self, length: usize) -> bool {
        match self.word[..length] {
            [vowel, consonant] => is_vowel(vowel) && !is_vowel(consonant),
            [.., before, vowel, consonant] => {
                !is_vowel(before)
                    && is_vowel(vowel)
                    && !is_vowel(consonant)
                    && !matches!(consonant, b'w' | b'x' | b'Y')
            }
            _ => false,
        }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn is_invariant(word: &[u8]) -> bool {
    matches!(
        word,
        b"sky" | b"news" | b"howe" | b"atlas" | b"cosmos" | b"bias" | b"andes"
    )
}

/// Words that only look like a participle or a past.
fn is_false_participle(word: &[u8]) -> bool {
    matches!(
        word,
        b"inning"
            | b"outing"
            | b"canning"
            | b"herring"
            | b"earring"
            | b"proceed"
            | b"exceed"
            | b"succeed"
    )
}

#[cfg(test)]
mod tests {
    use super::stem;

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
        check(&["guarantee", "guarantees", "guaranteed"], "guarante");
        check(&["negotiate", "negotiated", "negotiating"], "negotiat");
        check(&["hope", "hopes", "hoped", "hoping"], "hope");
        check(&["try", "tries", "tried", "trying"], "tri");
        check(&["stop", "stops", "stopped", "stopping"], "stop");
        check(&["control", "controls", "controlled"], "control");
        check(&["tell", "tells", "telling"], "tell");
        check(&["biden", "biden's", "'biden'"], "biden");
        check(&["tariff", "tariffs"], "tariff");
        check(&["boss", "boss's", "bosses"], "boss");
    }

    #[test]
    fn different_words_stay_apart() {
        check(&["organ"], "organ");
        check(&["organisation"], "organisation");
        check(&["universe", "universes"], "univers");
        check(&["university"], "universiti");
        check(&["news"], "news");
        check(&["us"], "us");
        check(&["is"], "is");
        check(&["status"], "status");
    }

    #[test]
    fn what_is_no_english_word_stays() {
        check(&["", "'"], "");
        check(&["москва"], "москва");
        check(&["covid19"], "covid19");
        check(&["s"], "s");
    }
}
