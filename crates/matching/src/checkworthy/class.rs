//! What sort of assertion a sentence is, by rules.
//!
//! Each sentence of the text is judged by its own words; where they differ, what the speaker asserts counts before
//! what they ask, and so "Who did it? We did, in nine months" asserts. The score decides only where no rule speaks.

use onrecord_model::AssertionClass;

use super::lists::{BELIEFS, EVALUATING, PLEDGES, STANCES, is_in};
use super::phrases::{self, Sense, is_action, is_mental, is_strong_judgement, is_weak_judgement};

/// The class of a text, of which the model says whether it is worth checking.
pub(super) fn class(text: &str, is_worth_checking: bool) -> AssertionClass {
    let mut found: Vec<AssertionClass> = sentences(text)
        .map(|sentence| of_sentence(&Sentence::new(sentence), is_worth_checking))
        .collect();
    // A question may lead to what is asserted, and thanks may stand before it.
    if found.iter().any(|class| asserts(*class)) {
        found.retain(|class| asserts(*class));
    }
    match found.as_slice() {
        [] => AssertionClass::Other,
        found if found.contains(&AssertionClass::Fact) => AssertionClass::Fact,
        found => found[0],
    }
}

fn asserts(class: AssertionClass) -> bool {
    match class {
        AssertionClass::Fact
        | AssertionClass::Opinion
        | AssertionClass::Prediction
        | AssertionClass::Promise => true,
        AssertionClass::Question | AssertionClass::Other => false,
    }
}

/// Parts that end with a full stop, a question mark or an exclamation mark before white space. Not every full stop
/// ends a sentence; one behind a title, an initial or a number that goes on does not.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = end_of_sentence(rest);
        let (sentence, behind) = rest.split_at(end);
        rest = behind.trim_start();
        Some(sentence)
    })
}

fn end_of_sentence(text: &str) -> usize {
    let is_end = |(offset, sign): &(usize, char)| {
        let behind = &text[offset + sign.len_utf8()..];
        let behind = behind.trim_start_matches(['"', '\'', '”', '’', ')', '.', '!', '?']);
        let is_followed = behind.starts_with(char::is_whitespace)
            && behind
                .trim_start()
                .starts_with(|next: char| !next.is_lowercase());
        is_followed && (*sign != '.' || !phrases::is_abbreviation(&text[..*offset]))
    };
    let end = text
        .char_indices()
        .filter(|(_, sign)| matches!(sign, '.' | '!' | '?'))
        .find(is_end);
    end.map_or(text.len(), |(offset, sign)| {
        let start = offset + sign.len_utf8();
        let behind = &text[start..];
        let closing = behind.trim_start_matches(['"', '\'', '”', '’', ')', '.', '!', '?']);
        start + behind.len() - closing.len()
    })
}

/// The words of one sentence in small letters, without what only leads to them ("Look, let me tell you that").
struct Sentence {
    words: Vec<String>,
    /// Which words are capitalised, the first aside.
    capitalised: Vec<bool>,
    asks: bool,
    has_number: bool,
}

impl Sentence {
    fn new(text: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut capitalised = Vec::new();
        for written in text.split(|sign: char| {
            !(sign.is_alphanumeric() || matches!(sign, '\'' | '’' | '%' | '$' | '€' | '£'))
        }) {
            let written = written.trim_matches(['\'', '’']);
            if written.is_empty() {
                continue;
            }
            capitalised.push(!words.is_empty() && written.starts_with(char::is_uppercase));
            words.push(written.to_lowercase().replace('’', "'"));
        }
        let has_number = words.iter().any(|word| {
            word.contains(|sign: char| sign.is_ascii_digit()) || super::lexicon::is_number(word)
        });
        let end = text.trim_end_matches(|sign: char| {
            sign.is_whitespace() || matches!(sign, '"' | '\'' | '”' | '’' | ')' | '!')
        });
        let mut sentence = Self {
            words,
            capitalised,
            asks: end.ends_with('?'),
            has_number,
        };
        let leading = phrases::leading(&sentence.words);
        sentence.words.drain(..leading);
        sentence.capitalised.drain(..leading);
        sentence
    }

    fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    fn before(&self, index: usize, back: usize) -> &str {
        index.checked_sub(back).map_or("", |index| self.word(index))
    }

    /// Whether the words stand there in this order.
    fn has(&self, phrase: &str) -> bool {
        self.places(phrase).next().is_some()
    }

    fn places(&self, phrase: &str) -> impl Iterator<Item = usize> {
        let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
        let words = self.words.iter().enumerate();
        let begins = words.filter(move |(_, word)| *word == first);
        begins
            .map(|(index, _)| index)
            .filter(move |index| phrases::begins_with(&self.words[index + 1..], rest))
    }

    fn any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }
}

fn of_sentence(sentence: &Sentence, is_worth_checking: bool) -> AssertionClass {
    if sentence.words.is_empty() {
        return AssertionClass::Other;
    }
    if sentence.asks || phrases::begins_question(&sentence.words) {
        return AssertionClass::Question;
    }
    if phrases::is_address(&sentence.words) {
        return AssertionClass::Other;
    }
    if let Some(class) = of_what_is_not_so_yet(sentence) {
        return class;
    }
    let judges = sentence.words.iter().any(|word| is_strong_judgement(word));
    if judges && is_evaluation(sentence) {
        return AssertionClass::Opinion;
    }
    if is_worth_checking {
        return AssertionClass::Fact;
    }
    // The model looks for what somebody would care to check; a plain number is a claim of fact all the same.
    if sentence.has_number && sentence.words.len() > 2 {
        return AssertionClass::Fact;
    }
    let judges_softly = sentence.words.iter().any(|word| is_weak_judgement(word));
    if judges || judges_softly || sentence.any(STANCES) {
        return AssertionClass::Opinion;
    }
    AssertionClass::Other
}

/// Whether a form of "be" or the like leads to the judgement, so that it is what the sentence says.
fn is_evaluation(sentence: &Sentence) -> bool {
    let words = sentence.words.iter().enumerate();
    words
        .filter(|(_, word)| is_strong_judgement(word))
        .any(|(index, _)| {
            let before = &sentence.words[index.saturating_sub(4)..index];
            before.iter().any(|word| is_in(EVALUATING, word))
        })
}

/// What the first word tells that moves a sentence away from what is or was so.
fn of_what_is_not_so_yet(sentence: &Sentence) -> Option<AssertionClass> {
    if sentence.any(PLEDGES) && !phrases::denies_pledge(&sentence.words) {
        return Some(AssertionClass::Promise);
    }
    let reported_from = phrases::reports(&sentence.words).unwrap_or(usize::MAX);
    let belief = BELIEFS
        .iter()
        .filter_map(|phrase| sentence.places(phrase).next());
    if belief.min().is_some_and(|place| place <= reported_from) {
        return Some(AssertionClass::Opinion);
    }
    for index in 0..sentence.words.len().min(reported_from) {
        let Some(sense) = phrases::sense(&sentence.words, &sentence.capitalised, index) else {
            continue;
        };
        if let Some(class) = of_modal(sentence, index, sense) {
            return Some(class);
        }
    }
    // What somebody said of what is to come is said all the same.
    let is_told = (reported_from..sentence.words.len())
        .any(|index| phrases::sense(&sentence.words, &sentence.capitalised, index).is_some());
    is_told.then_some(AssertionClass::Fact)
}

/// What a modal verb makes of the sentence; nothing where it stands beside what the sentence says.
fn of_modal(sentence: &Sentence, index: usize, sense: Sense) -> Option<AssertionClass> {
    let behind = match sense {
        Sense::Future(width) | Sense::Duty(width) | Sense::Chance(width) => index + width,
    };
    let is_relative = matches!(sentence.before(index, 1), "which" | "who")
        || (sentence.before(index, 1) == "that" && index > 1);
    if is_relative {
        return None;
    }
    match sense {
        Sense::Duty(_) => Some(AssertionClass::Opinion),
        Sense::Chance(_) => {
            let is_past = sentence.word(behind) == "have"
                || phrases::tells_of_habit(&sentence.words)
                || phrases::names_past_year(&sentence.words);
            (!is_past).then_some(AssertionClass::Prediction)
        }
        Sense::Future(_) => {
            let verb = (behind..)
                .map(|index| sentence.word(index))
                .find(|word| !phrases::is_adverb(word))
                .unwrap_or_default();
            let is_own = phrases::subject_is_own(&sentence.words, index);
            let rest = &sentence.words[behind.min(sentence.words.len())..];
            if is_mental(verb) {
                // "We will never forget": neither a promise nor something to come.
                return is_own.then_some(AssertionClass::Opinion);
            }
            if is_own && is_action(verb, rest) {
                Some(AssertionClass::Promise)
            } else {
                Some(AssertionClass::Prediction)
            }
        }
    }
}
