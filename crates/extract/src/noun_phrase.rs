//! Where a noun phrase begins and ends, told from closed classes and capitals alone.

use crate::lexicon::{Class, Form};
use crate::reading::{Reading, Tokens};
use crate::token::TokenKind;

/// Longest noun phrase that is looked for, in tokens.
const LONGEST: usize = 40;

/// Prepositions that tie a second noun to the first one, whoever the first is.
const TYING: &[&str] = &[
    "of", "for", "from", "with", "to", "against", "about", "between", "among", "by",
];

/// The start of the noun phrase that ends before token `end`; nothing before `floor` is looked at.
pub(crate) fn start_of(reading: &Reading<'_, '_>, end: usize, floor: usize) -> Option<usize> {
    let floor = floor.max(end.saturating_sub(LONGEST));
    let mut start = end;
    // Where the phrase begins if what stands before an "and" turns out to be a clause.
    let mut before_and: Option<usize> = None;
    let mut clean = true;
    while start > floor {
        let index = start - 1;
        if reading.quoted(index) {
            match nickname(reading, index) {
                Some(first) if first > floor && start < end => {
                    start = first;
                    continue;
                }
                _ => break,
            }
        }
        match reading.class(index) {
            Class::Pronoun if start == end => return Some(index),
            Class::Determiner | Class::Possessive | Class::Her => {
                if start == end && reading.class(index) != Class::Determiner {
                    return None;
                }
                start = index;
                if !continues_left_of_determiner(reading, index, floor) {
                    break;
                }
            }
            Class::Name | Class::Other | Class::Number => {
                if reading.is_finite(index, floor) {
                    clean = false;
                    break;
                }
                start = index;
            }
            Class::Possession => start = index,
            Class::Time if start < end && reading.class(start) == Class::Possession => {
                start = index
            }
            Class::Adverb if start < end && index > floor && modifies(reading, index) => {
                start = index
            }
            Class::Preposition | Class::To => {
                if start == end {
                    return None;
                }
                if index > floor && ends_nominal(reading, index - 1, floor) {
                    start = index;
                    continue;
                }
                // "In Iowa Mr. Roe said": what stands here belongs to the preposition.
                return before_and;
            }
            Class::Coordinator if start < end => {
                before_and.get_or_insert(start);
                start = index;
            }
            Class::Verb | Class::Be | Class::Auxiliary | Class::Modal => {
                clean = false;
                break;
            }
            Class::Mark if reading.kind(index) == TokenKind::ClosingBracket => {
                match opening_bracket(reading, index, floor) {
                    Some(opening) => start = opening,
                    None => break,
                }
            }
            Class::Mark
                if reading.kind(index) == TokenKind::Symbol
                    && start < end
                    && matches!(reading.text(index), "&" | "/" | "$" | "%") =>
            {
                start = index;
            }
            _ => break,
        }
    }
    if let Some(second) = before_and
        && (!clean || reading.class(start) == Class::Coordinator)
    {
        start = second;
    }
    while start < end
        && matches!(
            reading.class(start),
            Class::Adverb | Class::Coordinator | Class::But
        )
    {
        start += 1;
    }
    // "…, fuelling hopes": what stands alone before a noun that looks like a verb is a participle.
    let participle = start + 1 == end
        && reading.class(start) == Class::Other
        && reading.text(start).ends_with("ing");
    (start < end && start + LONGEST > end && !participle).then_some(start)
}

/// "the (newly) elected": an adverb between a determiner or adjective and a noun.
fn modifies(reading: &Reading<'_, '_>, index: usize) -> bool {
    matches!(
        reading.class(index - 1),
        Class::Determiner | Class::Possessive | Class::Possession
    )
}

fn continues_left_of_determiner(reading: &Reading<'_, '_>, index: usize, floor: usize) -> bool {
    if index <= floor {
        return false;
    }
    let before = index - 1;
    match reading.class(before) {
        Class::Determiner => true,
        Class::Preposition | Class::To => {
            before > floor && ends_nominal(reading, before - 1, floor)
        }
        Class::Coordinator => true,
        _ => false,
    }
}

/// Whether the token can be the last of a noun phrase that a preposition goes on from.
fn ends_nominal(reading: &Reading<'_, '_>, index: usize, floor: usize) -> bool {
    if reading.quoted(index) {
        return false;
    }
    match reading.class(index) {
        Class::Name | Class::Number | Class::Determiner => true,
        Class::Other => {
            let participle = reading
                .word(index)
                .verb
                .is_some_and(|verb| verb.form == Form::Past);
            !participle || (index > floor && reading.class(index - 1) == Class::Other)
        }
        Class::Mark => reading.kind(index) == TokenKind::ClosingBracket,
        _ => false,
    }
}

/// The first token of a short quotation that ends at `index`: a nickname or the title of a work. One that a comma
/// or a stop ends inside its marks is somebody's words.
fn nickname(reading: &Reading<'_, '_>, index: usize) -> Option<usize> {
    let quotation = reading.quotation_at(index)?;
    let last = quotation.inside().next_back()?;
    (quotation.tokens.len() <= 8
        && quotation.tokens.end == index + 1
        && quotation.closed
        && reading.token(last).is_word())
    .then_some(quotation.tokens.start)
}

fn opening_bracket(reading: &Reading<'_, '_>, closing: usize, floor: usize) -> Option<usize> {
    (floor.max(closing.saturating_sub(12))..closing)
        .rev()
        .find(|index| reading.kind(*index) == TokenKind::OpeningBracket)
}

/// The end of the noun phrase that begins with token `start`; nothing from `ceiling` on is looked at.
///
/// With `wide`, prepositions other than "of" are followed too.
pub(crate) fn end_of(
    reading: &Reading<'_, '_>,
    start: usize,
    ceiling: usize,
    wide: bool,
) -> Option<usize> {
    let ceiling = ceiling.min(start + LONGEST);
    let mut end = start;
    while end < ceiling {
        let first = end == start;
        if reading.quoted(end) {
            match reading.quotation_from(end) {
                Some(quotation)
                    if !first
                        && quotation.tokens.len() <= 6
                        && quotation.tokens.end < ceiling
                        && reading.class(quotation.tokens.end) == Class::Name =>
                {
                    end = quotation.tokens.end;
                    continue;
                }
                _ => break,
            }
        }
        let after_link = !first
            && matches!(
                reading.class(end - 1),
                Class::Preposition | Class::To | Class::Coordinator | Class::Possession
            );
        match reading.class(end) {
            Class::Pronoun | Class::ObjectPronoun if first => return Some(end + 1),
            Class::Determiner | Class::Possessive | Class::Her => {
                if !first && !after_link && reading.class(end - 1) != Class::Determiner {
                    break;
                }
                end += 1;
            }
            Class::Name | Class::Other | Class::Number => {
                if !first && !after_link && reading.is_finite(end, start) {
                    break;
                }
                end += 1;
            }
            Class::Possession if !first => end += 1,
            Class::Adverb if !first && modifies(reading, end) => end += 1,
            Class::Preposition | Class::To if !first => {
                let follows = wide && reading.is_any(end, TYING) || reading.is(end, "of");
                let next_is_nominal = end + 1 < ceiling
                    && (reading.is_nominal(end + 1)
                        || matches!(reading.class(end + 1), Class::Possessive | Class::Her));
                if !follows || !next_is_nominal {
                    break;
                }
                end += 1;
            }
            Class::Coordinator if !first && wide => {
                if end + 1 >= ceiling
                    || !matches!(reading.class(end + 1), Class::Name | Class::Determiner)
                {
                    break;
                }
                end += 1;
            }
            Class::Mark if !first && reading.kind(end) == TokenKind::OpeningBracket => {
                match (end..ceiling)
                    .take(12)
                    .find(|index| reading.kind(*index) == TokenKind::ClosingBracket)
                {
                    Some(closing) => end = closing + 1,
                    None => break,
                }
            }
            Class::Mark
                if !first
                    && reading.kind(end) == TokenKind::Symbol
                    && matches!(reading.text(end), "&" | "/" | "%") =>
            {
                end += 1;
            }
            _ => break,
        }
    }
    (end > start).then_some(end)
}

/// The noun phrase from `start` together with the apposition or relative clause between commas behind it.
///
/// "Jane Roe, a teacher who lives in Poe, said": up to and with the comma that closes it where one does.
pub(crate) fn with_apposition(
    reading: &Reading<'_, '_>,
    start: usize,
    ceiling: usize,
) -> Option<Tokens> {
    let mut end = end_of(reading, start, ceiling, true)?;
    let mut closed = false;
    while end + 1 < ceiling && reading.kind(end) == TokenKind::Comma && !reading.quoted(end) {
        let first = end + 1;
        let relative =
            matches!(reading.class(first), Class::Relative) || reading.is(first, "whose");
        let apposes = relative
            || matches!(
                reading.class(first),
                Class::Determiner | Class::Other | Class::Possessive | Class::Number
            ) && reading
                .word(first)
                .verb
                .is_none_or(|verb| verb.form == Form::Base)
            || (reading.class(first) == Class::Name && reading.capital(first));
        if !apposes || reading.quoted(first) {
            break;
        }
        let limit = ceiling.min(first + LONGEST);
        let close = (first..limit).find(|index| {
            reading.quoted(*index)
                || matches!(
                    reading.kind(*index),
                    TokenKind::Comma
                        | TokenKind::Stop
                        | TokenKind::Semicolon
                        | TokenKind::Colon
                        | TokenKind::Dash
                )
        });
        let close = match close {
            Some(close) => close,
            None if limit == ceiling => ceiling,
            None => break,
        };
        // "a survey, 70 % of them need help," against "Jane Roe, 52,".
        if reading.class(first) == Class::Number && close > first + 2 {
            break;
        }
        if !relative
            && reading.has_finite(&(first..close))
            && !has_relative(reading, &(first..close))
        {
            break;
        }
        end = close;
        closed = true;
    }
    let with_comma =
        closed && end < ceiling && reading.kind(end) == TokenKind::Comma && !reading.quoted(end);
    Some(start..end + usize::from(with_comma))
}

fn has_relative(reading: &Reading<'_, '_>, tokens: &Tokens) -> bool {
    let verb = tokens
        .clone()
        .find(|index| reading.is_finite(*index, tokens.start));
    verb.is_some_and(|verb| {
        (tokens.start..verb)
            .any(|index| matches!(reading.class(index), Class::Relative | Class::That))
    })
}
