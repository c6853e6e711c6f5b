//! Whose verb it is: from a reporting verb to the words that name its source.

use crate::lexicon::{Class, Form};
use crate::noun_phrase;
use crate::reading::{Reading, Tokens};
use crate::token::TokenKind;

/// A verb with the auxiliaries and adverbs that belong to it.
#[derive(Debug, Clone)]
pub(crate) struct VerbGroup {
    /// From the first auxiliary or adverb to the verb itself.
    pub(crate) tokens: Tokens,
    /// A form of "be" stands in it.
    pub(crate) be: bool,
    /// A form of "have" or "do" stands in it.
    pub(crate) auxiliary: bool,
    pub(crate) modal: bool,
    pub(crate) negated: bool,
}

/// Which way a source was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Right before the verb.
    Adjacent,
    /// Before an apposition or a relative clause between commas.
    Apposition,
    /// "who", "which".
    Relative,
    /// Shared with a verb before an "and" or "but".
    Coordinated,
    /// The subject of the sentence whose participle this is.
    Participle,
    /// "with Jane Roe saying".
    Absolute,
    /// Behind the verb: "said Jane Roe".
    Inverted,
    /// None is named.
    None,
}

impl Link {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Adjacent => "adjacent",
            Self::Apposition => "apposition",
            Self::Relative => "relative",
            Self::Coordinated => "coordinated",
            Self::Participle => "participle",
            Self::Absolute => "absolute",
            Self::Inverted => "inverted",
            Self::None => "none",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) tokens: Tokens,
    pub(crate) link: Link,
}

/// The verb at `verb` with what belongs to it on the left.
pub(crate) fn verb_group(reading: &Reading<'_, '_>, verb: usize, floor: usize) -> VerbGroup {
    let mut group = VerbGroup {
        tokens: verb..verb + 1,
        be: false,
        auxiliary: false,
        modal: false,
        negated: false,
    };
    let floor = floor.max(verb.saturating_sub(8));
    while group.tokens.start > floor {
        let index = group.tokens.start - 1;
        if reading.quoted(index) {
            break;
        }
        match reading.class(index) {
            Class::Be => group.be = true,
            Class::Auxiliary => group.auxiliary = true,
            Class::Modal => group.modal = true,
            Class::Negation => group.negated = true,
            Class::Adverb => {}
            Class::Possession if index > floor && reading.class(index - 1) == Class::Pronoun => {
                group.be = true;
            }
            _ => break,
        }
        let lower = reading.text(index);
        group.negated |= lower.ends_with("n't") || lower.ends_with("n’t");
        group.tokens.start = index;
    }
    // "Meanwhile said" at the start: an adverb alone opens the sentence and is no part of the verb.
    group
}

/// The source of the verb group, looked for on its left from token `floor` on.
///
/// `shared` is the source of the verb before it in the same sentence, if any.
pub(crate) fn before(
    reading: &Reading<'_, '_>,
    group: &VerbGroup,
    form: Form,
    floor: usize,
    shared: Option<&Tokens>,
) -> Option<Subject> {
    let start = group.tokens.start;
    let participle = form == Form::Participle && !group.be;
    if participle {
        return participle_subject(reading, start, floor, shared);
    }
    if start <= floor {
        return None;
    }
    let index = start - 1;
    if reading.quoted(index) {
        return None;
    }
    match reading.class(index) {
        Class::Relative => Some(Subject {
            tokens: index..start,
            link: Link::Relative,
        }),
        Class::That => Some(Subject {
            tokens: index..start,
            link: Link::Relative,
        }),
        Class::Coordinator | Class::But => coordinated(reading, start, floor, shared),
        Class::Adverb => None,
        Class::Mark if reading.kind(index) == TokenKind::Comma => {
            // ", and later said": the verb group ate the adverbs only.
            apposition(reading, index, floor).or_else(|| coordinated(reading, start, floor, shared))
        }
        Class::Mark if reading.kind(index) == TokenKind::Dash => {
            between_dashes(reading, index, floor)
        }
        _ => adjacent(reading, start, floor),
    }
}

fn participle_subject(
    reading: &Reading<'_, '_>,
    start: usize,
    floor: usize,
    shared: Option<&Tokens>,
) -> Option<Subject> {
    // "an interest in seeing", "accused of saying": whose it is, the subject does not tell. "By saying" it does.
    if start > floor
        && reading.class(start - 1) == Class::Preposition
        && !reading.is_any(start - 1, &["by", "without"])
    {
        return None;
    }
    // "with Jane Roe telling reporters": a subject of its own.
    if start > floor
        && reading.is_nominal(start - 1)
        && let Some(first) = noun_phrase::start_of(reading, start, floor)
        && let Some(with) =
            (first.saturating_sub(1).max(floor)..start).find(|index| reading.is(*index, "with"))
        && with + 1 < start
    {
        return Some(Subject {
            tokens: with + 1..start,
            link: Link::Absolute,
        });
    }
    let tokens = match shared {
        Some(tokens) => tokens.clone(),
        None => sentence_subject(reading, floor, start)?,
    };
    Some(Subject {
        tokens,
        link: Link::Participle,
    })
}

fn coordinated(
    reading: &Reading<'_, '_>,
    start: usize,
    floor: usize,
    shared: Option<&Tokens>,
) -> Option<Subject> {
    let tokens = match shared {
        Some(tokens) => tokens.clone(),
        None => sentence_subject(reading, floor, start)?,
    };
    Some(Subject {
        tokens,
        link: Link::Coordinated,
    })
}

/// The first noun phrase of the sentence that a finite verb follows, before token `ceiling`.
pub(crate) fn sentence_subject(
    reading: &Reading<'_, '_>,
    floor: usize,
    ceiling: usize,
) -> Option<Tokens> {
    let limit = ceiling.min(floor + 80);
    let verb =
        (floor..limit).find(|index| !reading.quoted(*index) && reading.is_finite(*index, floor))?;
    let group = verb_group(reading, verb, floor);
    if group.tokens.start <= floor {
        return None;
    }
    let index = group.tokens.start - 1;
    if reading.class(index) == Class::Mark && reading.kind(index) == TokenKind::Comma {
        return apposition(reading, index, floor).map(|subject| subject.tokens);
    }
    adjacent(reading, group.tokens.start, floor).map(|subject| subject.tokens)
}

fn adjacent(reading: &Reading<'_, '_>, end: usize, floor: usize) -> Option<Subject> {
    let end = without_time(reading, end, floor);
    if end <= floor {
        return None;
    }
    if reading.class(end - 1) == Class::Mark && reading.kind(end - 1) == TokenKind::Comma {
        return apposition(reading, end - 1, floor);
    }
    let start = noun_phrase::start_of(reading, end, floor)?;
    let end = without_place(reading, start, end);
    let end = without_reflexive(reading, start, end);
    Some(Subject {
        tokens: start..end,
        link: Link::Adjacent,
    })
}

/// Cuts "on Monday", "last week" and the like off the end.
pub(crate) fn without_time(reading: &Reading<'_, '_>, end: usize, floor: usize) -> usize {
    let mut end = end;
    while end > floor && reading.class(end - 1) == Class::Time && !reading.quoted(end - 1) {
        end -= 1;
        while end > floor
            && !reading.quoted(end - 1)
            && reading.is_any(
                end - 1,
                &[
                    "last", "this", "next", "late", "early", "on", "earlier", "in", "that",
                ],
            )
        {
            end -= 1;
        }
    }
    end
}

/// Cuts "in a statement", "at a rally" off a name.
fn without_place(reading: &Reading<'_, '_>, start: usize, end: usize) -> usize {
    (start + 1..end)
        .find(|index| {
            reading.class(*index) == Class::Preposition
                && reading.is_any(*index, &["in", "on", "at", "during", "after"])
                && reading.class(index - 1) == Class::Name
                && reading.capital(index - 1)
        })
        .unwrap_or(end)
}

/// Cuts "himself" off "Mr. Roe himself".
fn without_reflexive(reading: &Reading<'_, '_>, start: usize, end: usize) -> usize {
    if end > start + 1 && reading.class(end - 1) == Class::ObjectPronoun {
        end - 1
    } else {
        end
    }
}

/// The noun phrase before an apposition, a relative clause or an aside that the comma at `comma` closes.
fn apposition(reading: &Reading<'_, '_>, comma: usize, floor: usize) -> Option<Subject> {
    let limit = floor.max(comma.saturating_sub(60));
    let mut index = comma;
    while index > limit {
        index -= 1;
        if reading.quoted(index) {
            // A quotation inside an apposition is stepped over; one that ends the clause is not.
            let quotation = reading.quotation_at(index)?;
            index = quotation.tokens.start;
            continue;
        }
        match reading.kind(index) {
            TokenKind::Stop | TokenKind::Semicolon | TokenKind::Colon => return None,
            TokenKind::Comma => {}
            _ => continue,
        }
        if index <= floor || index + 1 >= comma {
            return None;
        }
        let first = index + 1;
        let aside = is_aside(reading, first, comma);
        let apposes = aside
            || matches!(reading.class(first), Class::Relative)
            || reading.is(first, "whose")
            || (!reading.has_finite(&(first..comma)) || contains_relative(reading, first, comma))
                && matches!(
                    reading.class(first),
                    Class::Determiner
                        | Class::Other
                        | Class::Number
                        | Class::Possessive
                        | Class::Name
                        | Class::Preposition
                );
        if !apposes {
            return None;
        }
        let before = without_time(reading, index, floor);
        // "Roe, 52, a teacher, said": the age is an apposition of its own.
        if before > floor
            && reading.class(before - 1) == Class::Number
            && before >= floor + 2
            && reading.kind(before - 2) == TokenKind::Comma
        {
            continue;
        }
        // "Jane Roe, of Poe, Texas, said"
        let place_only = reading.class(first) == Class::Name
            && (first..comma).all(|token| reading.class(token) == Class::Name)
            && (floor.max(index.saturating_sub(12))..index)
                .any(|token| reading.kind(token) == TokenKind::Comma && !reading.quoted(token));
        if place_only {
            continue;
        }
        let start = noun_phrase::start_of(reading, before, floor)?;
        if !has_name_or_determiner(reading, start, before) {
            return None;
        }
        let tokens = match aside {
            true => start..before,
            false => start..comma + 1,
        };
        return Some(Subject {
            tokens,
            link: Link::Apposition,
        });
    }
    None
}

/// The noun phrase before an insertion that the dash at `dash` closes: "Roe — long a critic — said".
fn between_dashes(reading: &Reading<'_, '_>, dash: usize, floor: usize) -> Option<Subject> {
    let limit = floor.max(dash.saturating_sub(60));
    let opening = (limit..dash)
        .rev()
        .find(|index| reading.kind(*index) == TokenKind::Dash && !reading.quoted(*index))?;
    let start = noun_phrase::start_of(reading, opening, floor)?;
    has_name_or_determiner(reading, start, opening).then_some(Subject {
        tokens: start..dash + 1,
        link: Link::Apposition,
    })
}

/// "however", "for his part", "on Monday": words between commas that say nothing of the source.
fn is_aside(reading: &Reading<'_, '_>, first: usize, comma: usize) -> bool {
    let participle = reading.class(first) == Class::Other
        && (reading.text(first).ends_with("ing") || reading.text(first).ends_with("ed"));
    if participle || reading.class(first) == Class::Subordinator {
        return comma - first <= 30;
    }
    if comma - first > 8 {
        return false;
    }
    match reading.class(first) {
        Class::Adverb | Class::Time | Class::Coordinator | Class::But | Class::To => true,
        Class::Preposition => !reading.is(first, "of"),
        Class::Determiner => {
            reading.is_any(first, &["this", "last"]) && reading.class(comma - 1) == Class::Time
        }
        _ => false,
    }
}

fn contains_relative(reading: &Reading<'_, '_>, first: usize, end: usize) -> bool {
    (first..end).any(|index| matches!(reading.class(index), Class::Relative | Class::That))
}

fn has_name_or_determiner(reading: &Reading<'_, '_>, start: usize, end: usize) -> bool {
    (start..end).any(|index| {
        matches!(
            reading.class(index),
            Class::Name | Class::Determiner | Class::Possessive | Class::Pronoun
        )
    })
}

/// The source behind a verb ("said Jane Roe, a teacher"), from token `start` on.
pub(crate) fn after(reading: &Reading<'_, '_>, start: usize, ceiling: usize) -> Option<Subject> {
    if start >= ceiling || reading.quoted(start) {
        return None;
    }
    let starts_phrase = matches!(
        reading.class(start),
        Class::Name
            | Class::Determiner
            | Class::Possessive
            | Class::Pronoun
            | Class::Other
            | Class::Her
    );
    if !starts_phrase || reading.is_finite(start, start) {
        return None;
    }
    let tokens = noun_phrase::with_apposition(reading, start, ceiling)?;
    Some(Subject {
        tokens,
        link: Link::Inverted,
    })
}
