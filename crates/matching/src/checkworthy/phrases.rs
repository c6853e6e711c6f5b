//! What words and phrases tell of a sentence.

use super::lists::{
    ADDRESSES, ADVERBS, AUXILIARIES, LEADING, MENTAL, OPENERS, QUESTION_WORDS, REPORTING, REQUESTS,
    STRONG_JUDGEMENTS, SUBJECTS, SUFFERED, WEAK_JUDGEMENTS, is_in,
};

/// What a modal verb means, and how many words it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// "will", "is going to".
    Future(usize),
    /// "should", "must", "has to".
    Duty(usize),
    /// "may", "would", "is likely to".
    Chance(usize),
}

/// Whether the words begin with those of the phrase; with none, they do.
pub(super) fn begins_with(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase
        .split_ascii_whitespace()
        .all(|part| words.next().is_some_and(|word| word == part))
}

pub(super) fn is_strong_judgement(word: &str) -> bool {
    is_in(STRONG_JUDGEMENTS, word)
}

pub(super) fn is_weak_judgement(word: &str) -> bool {
    is_in(WEAK_JUDGEMENTS, word)
}

pub(super) fn is_mental(verb: &str) -> bool {
    is_in(MENTAL, verb)
}

pub(super) fn is_adverb(word: &str) -> bool {
    is_in(ADVERBS, word)
}

/// Whether who will do this does it of their own accord. "Be" alone is no act, "be opening" is.
pub(super) fn is_action(verb: &str, rest: &[String]) -> bool {
    if verb != "be" {
        return !verb.is_empty() && !is_in(SUFFERED, verb);
    }
    let mut behind = rest.iter().skip_while(|word| *word != "be").skip(1);
    behind.next().is_some_and(|next| {
        next.ends_with("ing") || matches!(next.as_str(), "there" | "with" | "back" | "at" | "on")
    })
}

/// How many words stand before what is said.
pub(super) fn leading(words: &[String]) -> usize {
    let mut start = 0;
    loop {
        let rest = &words[start..];
        let phrase = LEADING.iter().find(|phrase| begins_with(rest, phrase));
        let width = match (phrase, rest.first()) {
            (Some(phrase), _) => phrase.split(' ').count(),
            (None, Some(first)) if is_in(OPENERS, first) && rest.len() > 2 => 1,
            _ => return start,
        };
        if start + width >= words.len() {
            return start;
        }
        start += width;
    }
}

/// Whether the order of words asks, also where the question mark is missing.
pub(super) fn begins_question(words: &[String]) -> bool {
    let word = |index: usize| words.get(index).map_or("", String::as_str);
    let is_inverted =
        |first: usize| is_in(AUXILIARIES, word(first)) && is_in(SUBJECTS, word(first + 1));
    // "What is the point is that" is rare, "how much is the" is not.
    let asks = is_in(QUESTION_WORDS, word(0)) && (is_inverted(1) || is_inverted(2));
    let counts = word(0) == "how" && matches!(word(1), "many" | "much" | "often" | "long" | "far");
    let wonders = [
        "i wonder",
        "may i ask",
        "i ask you",
        "my question is",
        "the question is",
    ]
    .iter()
    .any(|phrase| begins_with(words, phrase));
    // "Were he to come" and "have the courage" do not ask.
    let is_condition = matches!(word(0), "were" | "have" | "do") && word(1) != "you";
    asks || counts || wonders || (is_inverted(0) && !is_condition)
}

/// Whether the sentence greets, thanks, asks for something or urges.
pub(super) fn is_address(words: &[String]) -> bool {
    let asks_for = words.first().is_some_and(|first| is_in(REQUESTS, first));
    asks_for || ADDRESSES.iter().any(|phrase| begins_with(words, phrase))
}

/// "I never promised", "I did not pledge".
pub(super) fn denies_pledge(words: &[String]) -> bool {
    words.windows(2).any(|pair| {
        matches!(pair[0].as_str(), "never" | "not" | "didn't") && pair[1].starts_with("p")
    })
}

/// Where somebody is reported to have said something.
pub(super) fn reports(words: &[String]) -> Option<usize> {
    let place = words.iter().position(|word| is_in(REPORTING, word))?;
    // "It was found", "is expected to": nobody in particular; what follows counts.
    let before = place
        .checked_sub(1)
        .map_or("", |index| words[index].as_str());
    let is_passive = matches!(before, "is" | "are" | "be" | "i'm" | "it's");
    (place > 0 && !is_passive).then_some(place)
}

/// The sense of the modal verb that begins at `index`, if one does.
pub(super) fn sense(words: &[String], capitalised: &[bool], index: usize) -> Option<Sense> {
    let word = |index: usize| words.get(index).map_or("", String::as_str);
    let before = index.checked_sub(1).map_or("", word);
    let is_capitalised = capitalised.get(index).copied().unwrap_or_default();
    if is_capitalised && word(index) != "i'll" {
        // "In May", "Will Tanner".
        return None;
    }
    match word(index) {
        "will" if index == 0 || is_noun_marker(before) => None,
        "will" | "shall" | "won't" | "shan't" => Some(Sense::Future(1)),
        contracted if contracted.ends_with("'ll") => Some(Sense::Future(1)),
        "going" | "gonna" => {
            let width = usize::from(word(index) == "going");
            let verb = word(index + width + usize::from(width == 0));
            let verb = if width == 1 { word(index + 2) } else { verb };
            let is_future = (width == 0 || word(index + 1) == "to")
                && !is_noun_marker(verb)
                && !capitalised.get(index + 2).copied().unwrap_or_default()
                && !was_before(words, index);
            is_future.then_some(Sense::Future(1 + width))
        }
        "should" | "shouldn't" | "ought" | "must" | "mustn't" => Some(Sense::Duty(1)),
        "need" | "needs" | "have" | "has" if word(index + 1) == "to" => {
            let is_fact = matches!(before, "don't" | "doesn't" | "not" | "will" | "would");
            (!is_fact).then_some(Sense::Duty(2))
        }
        "gotta" => Some(Sense::Duty(1)),
        "got" if word(index + 1) == "to" && before.ends_with("'ve") => Some(Sense::Duty(2)),
        "may" | "might" | "could" | "would" => Some(Sense::Chance(1)),
        "likely" | "unlikely" | "bound" | "poised" | "due" | "about" | "projected" | "forecast"
        | "expected" | "set"
            if word(index + 1) == "to" && is_now(before) =>
        {
            Some(Sense::Future(2))
        }
        "expect" | "expects" | "predict" | "predicts" | "foresee" | "anticipate"
            if index > 0 && !matches!(before, "to" | "the" | "not") =>
        {
            Some(Sense::Chance(1))
        }
        _ => None,
    }
}

fn is_now(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "am"
            | "it's"
            | "they're"
            | "he's"
            | "she's"
            | "we're"
            | "i'm"
            | "you're"
            | "very"
            | "more"
            | "most"
            | "not"
            | "now"
            | "also"
            | "still"
    )
}

/// What stands before a noun or begins one: "the will of", "going to the".
fn is_noun_marker(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "my"
            | "their"
            | "our"
            | "your"
            | "its"
            | "free"
            | "political"
            | "last"
            | "good"
            | "ill"
            | "of"
            | "at"
            | "this"
            | "that's"
            | "own"
    )
}

/// "was going to", "were not going to".
fn was_before(words: &[String], index: usize) -> bool {
    let before = &words[index.saturating_sub(2)..index];
    before
        .iter()
        .any(|word| matches!(word.as_str(), "was" | "were" | "wasn't" | "weren't"))
}

/// Whether the speaker, or those they speak for, are the subject of the verb at `index`.
pub(super) fn subject_is_own(words: &[String], index: usize) -> bool {
    let is_own = |word: &str| {
        matches!(
            word,
            "i" | "we" | "i'm" | "we're" | "i'll" | "we'll" | "myself" | "ourselves"
        )
    };
    if words.get(index).is_some_and(|word| is_own(word)) {
        return true;
    }
    let before = words[..index].iter().rev().map(String::as_str);
    let mut subject =
        before.skip_while(|word| is_adverb(word) || matches!(*word, "am" | "are" | "both" | "do"));
    let (last, owner) = (subject.next().unwrap_or(""), subject.next().unwrap_or(""));
    let is_ours = matches!(owner, "my" | "our")
        && matches!(
            last,
            "government"
                | "administration"
                | "party"
                | "team"
                | "company"
                | "council"
                | "campaign"
                | "cabinet"
                | "ministry"
                | "office"
                | "union"
                | "government's"
        );
    is_own(last) || is_ours
}

/// "Every winter the river would rise": a habit, nothing to come.
pub(super) fn tells_of_habit(words: &[String]) -> bool {
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "every" | "always" | "often" | "usually" | "then" | "back"
        )
    })
}

/// Whether "in 1950" or the like says that it is over; years that may be to come do not.
pub(super) fn names_past_year(words: &[String]) -> bool {
    words.iter().any(|word| {
        word.len() == 4
            && word
                .parse::<u16>()
                .is_ok_and(|year| (1500..2015).contains(&year))
    })
}

/// Whether a full stop behind this text belongs to its last word.
pub(super) fn is_abbreviation(before: &str) -> bool {
    let last = before
        .rsplit(|sign: char| sign.is_whitespace() || sign == '(')
        .next()
        .unwrap_or_default();
    let is_initial = last.chars().count() == 1 && last.starts_with(char::is_uppercase);
    let is_spelled = last.contains('.') && last.len() < 6;
    let is_title = matches!(
        last,
        "Mr" | "Mrs"
            | "Ms"
            | "Dr"
            | "Prof"
            | "Sen"
            | "Rep"
            | "Gov"
            | "Gen"
            | "St"
            | "Col"
            | "No"
            | "vs"
            | "Jr"
            | "Sr"
            | "Lt"
            | "Rev"
            | "Hon"
    );
    is_initial || is_spelled || is_title
}
