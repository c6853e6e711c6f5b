//! Whether a text reports that something was said, that it was not, or neither.
//!
//! Looked for in the words around the cue, never in the content: a negation or a modal in the verb group, what the verb
//! depends on ("refused to say", "is expected to say", "without saying"), a source that is nobody, a condition or a
//! question around the clause. What cannot be seen there counts as asserted.

use onrecord_model::Polarity;

use crate::cues::Cues;
use crate::dependence::Chain;
use crate::lexicon::Class;
use crate::reading::{Reading, Tokens};
use crate::token::TokenKind;

/// Behind these a "not" takes nothing back: "not only said".
pub(crate) const ONLY: &[&str] = &[
    "alone",
    "coincidentally",
    "exclusively",
    "just",
    "least",
    "merely",
    "only",
    "simply",
    "solely",
    "surprisingly",
    "unexpectedly",
    "unreasonably",
];

/// Sources that are nobody.
const NOBODY: &[&str] = &["neither", "no", "nobody", "none", "no-one", "noone"];

/// What opens a condition, or a question that is reported.
const CONDITIONS: &[&str] = &["if", "unless", "whether", "supposing", "assuming", "lest"];

/// How far to the left of its clause's first known word a condition is looked for.
const FAR: usize = 8;

/// The words of one attribution, in tokens.
pub(crate) struct Place<'place> {
    /// The verb, noun or adjective that reports.
    pub(crate) head: usize,
    /// The tokens of the cue, in order.
    pub(crate) cue: &'place [usize],
    /// The spans of the source.
    pub(crate) source: &'place [Tokens],
}

pub(crate) fn polarity(reading: &Reading<'_, '_>, cues: &Cues, place: &Place<'_>) -> Polarity {
    let Some(sentence) = reading.sentence_of(place.head) else {
        return Polarity::Asserted;
    };
    let chain = Chain::read(reading, cues, place, &sentence);
    let negated = chain.negated
        ^ (nobody(reading, place, &chain)
            || inverted_negation(reading, place, &sentence)
            || no_in_cue(reading, place, &chain));
    if negated {
        return Polarity::Negated;
    }
    let clause = clause_start(place, &chain, &sentence);
    let hypothetical = chain.hypothetical
        || conditional(reading, clause, &sentence)
        || asked(reading, place, clause, &sentence);
    if hypothetical {
        Polarity::Hypothetical
    } else {
        Polarity::Asserted
    }
}

pub(crate) fn is_contracted(reading: &Reading<'_, '_>, index: usize) -> bool {
    let word = reading.text(index);
    word.ends_with("n't") || word.ends_with("n’t")
}

/// Whether the source is nobody: "no one said", "neither side said".
fn nobody(reading: &Reading<'_, '_>, place: &Place<'_>, chain: &Chain) -> bool {
    let first = match place.source.first() {
        Some(source) if !source.is_empty() => source.clone(),
        Some(_) => return false,
        // "Nobody said", where nobody is no source.
        None => match chain.start.checked_sub(1) {
            Some(before) => {
                before.saturating_sub(usize::from(reading.is(before, "one")))..chain.start
            }
            None => return false,
        },
    };
    let word = first.start;
    let none = reading.is_any(word, NOBODY)
        || (reading.is(word, "not")
            && word + 1 < first.end
            && reading.is_any(word + 1, &["one", "a", "all", "everyone", "every"]));
    // "No. 10", "nobody but Roe"
    let second = (word + 1 < first.end).then_some(word + 1);
    let numbered = second.is_some_and(|second| {
        reading.kind(second) == TokenKind::Stop || reading.kind(second) == TokenKind::Number
    });
    let but = first
        .clone()
        .any(|index| reading.is_any(index, &["but", "except", "than"]));
    none && !numbered && !but
}

/// "Nor did he say", "Never has Roe said": the negation stands before a verb that stands before its subject.
fn inverted_negation(reading: &Reading<'_, '_>, place: &Place<'_>, sentence: &Tokens) -> bool {
    let Some(auxiliary) = inverted_auxiliary(reading, place, sentence) else {
        return false;
    };
    let from = sentence.start.max(auxiliary.saturating_sub(FAR));
    let mut negated = false;
    for index in (from..auxiliary).rev() {
        if reading.quoted(index) || reading.class(index) == Class::Mark {
            break;
        }
        let not = reading.is_any(index, &["nor", "neither", "never", "no", "not", "nowhere"]);
        negated |= not && !reading.is_any(index + 1, ONLY);
    }
    negated
}

/// The auxiliary right before the source, where the cue follows the source: "did Roe say".
fn inverted_auxiliary(
    reading: &Reading<'_, '_>,
    place: &Place<'_>,
    sentence: &Tokens,
) -> Option<usize> {
    let source = place.source.first()?;
    if source.start <= sentence.start || source.end > place.head {
        return None;
    }
    let auxiliary = source.start - 1;
    let class = reading.class(auxiliary);
    (!reading.quoted(auxiliary) && matches!(class, Class::Auxiliary | Class::Be | Class::Modal))
        .then_some(auxiliary)
}

/// "made no promise", "said nothing", "has no illusions".
fn no_in_cue(reading: &Reading<'_, '_>, place: &Place<'_>, chain: &Chain) -> bool {
    // The negations of the verb groups are counted there.
    let group = chain.start..place.head;
    let counts = |index: usize| {
        let negation = reading.class(index) == Class::Negation || is_contracted(reading, index);
        let no = reading.is_any(index, &["no", "nothing", "nor"]);
        (no || (negation && !group.contains(&index)))
            && !taken_back(reading, index)
            && same_clause(reading, index, place.head)
    };
    if place.cue.iter().any(|index| counts(*index)) {
        return true;
    }
    // "no promise", "without a promise", before a noun.
    let left = place
        .head
        .checked_sub(1)
        .filter(|_| chain.own == place.head);
    left.is_some_and(|left| {
        let known = chain.start <= left || place.cue.contains(&left);
        !known && reading.is_any(left, &["no", "without"])
    })
}

/// Whether what follows the negation at `index` makes it none: "no doubt", "not only".
fn taken_back(reading: &Reading<'_, '_>, index: usize) -> bool {
    const SURE: &[&str] = &["doubt", "secret", "bones", "mistake", "less", "choice"];
    let next = index + 1;
    let near = next..(index + 3).min(reading.len());
    near.clone().any(|index| reading.is_any(index, SURE))
        || near.contains(&next) && reading.is_any(next, ONLY)
}

/// Whether no other clause begins between two tokens: "they aren't wrong when they say".
fn same_clause(reading: &Reading<'_, '_>, one: usize, other: usize) -> bool {
    let between = one.min(other) + 1..one.max(other);
    between.len() <= FAR
        && between.into_iter().all(|index| {
            !matches!(
                reading.class(index),
                Class::Subordinator | Class::Relative | Class::Question | Class::That
            )
        })
}

/// First token of what is known of the clause: the source, where it stands before the cue, else the verb group.
fn clause_start(place: &Place<'_>, chain: &Chain, sentence: &Tokens) -> usize {
    place
        .source
        .iter()
        .map(|source| source.start)
        .filter(|start| *start >= sentence.start && *start < chain.start)
        .min()
        .unwrap_or(chain.start)
}

/// Whether a condition opens the clause: "if Roe says", "should he deny", "let's say".
fn conditional(reading: &Reading<'_, '_>, clause: usize, sentence: &Tokens) -> bool {
    let from = sentence.start.max(clause.saturating_sub(FAR));
    for index in (from..clause).rev() {
        if reading.quoted(index) || reading.class(index) == Class::Mark {
            return false;
        }
        if reading.is_any(index, CONDITIONS)
            || (reading.is(index, "case") && index > from && reading.is(index - 1, "in"))
            || reading.is(index, "suppose")
            || (reading.is(index, "let") && reading.is_any(index + 1, &["'s", "’s", "us"]))
        {
            return true;
        }
        let opens = index == sentence.start
            || (reading.class(index - 1) == Class::Mark && !reading.quoted(index - 1));
        let inverted = reading.is_any(index, &["should", "were", "had"]);
        if inverted && index + 1 == clause {
            return opens && !ends_with_question(reading, index, sentence);
        }
        if matches!(
            reading.class(index),
            Class::Coordinator | Class::But | Class::That
        ) || reading.is_finite(index, from)
        {
            return false;
        }
    }
    false
}

/// Whether the clause is a question to be answered with yes or no, or one for who said it.
fn asked(reading: &Reading<'_, '_>, place: &Place<'_>, clause: usize, sentence: &Tokens) -> bool {
    if !ends_with_question(reading, place.head, sentence) {
        return false;
    }
    let opens = |index: usize| {
        index == sentence.start
            || matches!(
                reading.class(index - 1),
                Class::Mark | Class::Coordinator | Class::But
            )
    };
    let who = place
        .source
        .first()
        .is_some_and(|source| reading.is_any(source.start, &["who", "anyone", "anybody"]));
    if who && opens(clause) {
        return true;
    }
    inverted_auxiliary(reading, place, sentence).is_some_and(opens)
}

/// Whether the sentence ends with a question mark that is quoted where token `index` is.
fn ends_with_question(reading: &Reading<'_, '_>, index: usize, sentence: &Tokens) -> bool {
    sentence
        .clone()
        .rev()
        .take(4)
        .find(|token| reading.kind(*token) == TokenKind::Stop)
        .is_some_and(|stop| {
            reading.text(stop) == "?" && reading.quoted(stop) == reading.quoted(index)
        })
}
