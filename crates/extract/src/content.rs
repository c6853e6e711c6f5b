//! Where a reported clause begins and ends.

use crate::lexicon::{Class, Form};
use crate::reading::{REACH, Reading};
use crate::token::TokenKind;

/// Where the content that begins with `start` ends.
///
/// It goes on to the end of the sentence unless a verb that reports, or a clause that hangs on the sentence as a
/// whole, begins behind a comma: which words do was counted (a comma and "but" end it in 63 of 100 cases, a
/// comma and "saying" in 96, a comma and "including" in 10).
pub(crate) fn end_of(reading: &Reading<'_, '_>, start: usize, sentence_end: usize) -> usize {
    let limit = sentence_end.min(start + REACH);
    let mut index = start;
    let mut depth = 0_usize;
    while index < limit {
        if let Some(quotation) = reading.quotation_at(index) {
            index = quotation.tokens.end.min(sentence_end);
            if comma_inside(reading, index)
                && index < limit
                && ends_behind_comma(reading, index, sentence_end)
            {
                break;
            }
            continue;
        }
        match reading.kind(index) {
            TokenKind::Semicolon => break,
            TokenKind::OpeningBracket => depth += 1,
            TokenKind::ClosingBracket => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            TokenKind::Stop if index + 1 >= sentence_end => break,
            TokenKind::Comma
                if index + 1 < sentence_end && ends_at_comma(reading, index + 1, sentence_end) =>
            {
                break;
            }
            TokenKind::Dash
                if index + 1 < sentence_end && ends_at_dash(reading, index, sentence_end) =>
            {
                break;
            }
            TokenKind::Word if index > start && ends_at_word(reading, index, sentence_end) => break,
            _ => {}
        }
        index += 1;
    }
    trim_end(reading, start, index.min(sentence_end))
}

/// Whether the quotation that ends before token `end` has a comma as its last character.
fn comma_inside(reading: &Reading<'_, '_>, end: usize) -> bool {
    end.checked_sub(2)
        .is_some_and(|index| reading.kind(index) == TokenKind::Comma && reading.quoted(index + 1))
}

/// Whether what follows "a “moderate,”" is no longer part of it: the comma ends it unless the list or the clause
/// visibly goes on.
fn ends_behind_comma(reading: &Reading<'_, '_>, next: usize, end: usize) -> bool {
    if reading.quoted(next) {
        return false;
    }
    ends_at_comma(reading, next, end)
        || matches!(
            reading.class(next),
            Class::Determiner | Class::Pronoun | Class::Name | Class::Relative
        )
        || reading.is(next, "where")
}

fn trim_end(reading: &Reading<'_, '_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start
        && !reading.quoted(end - 1)
        && matches!(
            reading.kind(end - 1),
            TokenKind::Comma
                | TokenKind::Colon
                | TokenKind::Dash
                | TokenKind::Stop
                | TokenKind::Semicolon
        )
    {
        end -= 1;
    }
    end
}

fn ends_at_comma(reading: &Reading<'_, '_>, next: usize, end: usize) -> bool {
    if reading.quoted(next) {
        return false;
    }
    let word = reading.word(next);
    if word.class == Class::But {
        return true;
    }
    if reading.is_any(
        next,
        &[
            "which",
            "while",
            "whereas",
            "although",
            "though",
            "according",
        ],
    ) {
        return true;
    }
    if word.class == Class::Coordinator {
        return reports_soon(reading, next + 1, end);
    }
    if let Some(verb) = word.verb
        && matches!(verb.form, Form::Participle | Form::Past | Form::Third)
    {
        return true;
    }
    let participle = word.class == Class::Other
        && reading.text(next).ends_with("ing")
        && !reading.is_any(
            next,
            &[
                "including",
                "during",
                "regarding",
                "something",
                "nothing",
                "anything",
                "everything",
                "being",
            ],
        );
    participle || reports_soon(reading, next, end) && word.class != Class::Relative
}

fn ends_at_dash(reading: &Reading<'_, '_>, dash: usize, end: usize) -> bool {
    reports_soon(reading, dash + 1, end)
}

/// "and said", "but called": a second verb of the same source.
fn ends_at_word(reading: &Reading<'_, '_>, index: usize, end: usize) -> bool {
    if !matches!(reading.class(index), Class::Coordinator | Class::But) {
        return false;
    }
    let mut next = index + 1;
    while next < end
        && matches!(reading.class(next), Class::Adverb | Class::Auxiliary)
        && !reading.quoted(next)
    {
        next += 1;
    }
    if next >= end || reading.quoted(next) {
        return false;
    }
    // "called it “a gift” and left"
    if reading.quoted(index - 1) && reading.is_finite(next, index) {
        return true;
    }
    reading.word(next).verb.is_some_and(|verb| {
        matches!(verb.form, Form::Past | Form::Third) && STRONG.contains(&verb.lemma)
    })
}

/// Verbs that report whatever stands around them.
pub(crate) const STRONG: &[&str] = &[
    "say",
    "tell",
    "write",
    "call",
    "add",
    "argue",
    "note",
    "tweet",
    "describe",
    "suggest",
    "claim",
    "warn",
    "accuse",
    "criticize",
    "urge",
    "declare",
    "explain",
    "acknowledge",
    "announce",
    "insist",
    "vow",
    "pledge",
    "promise",
    "state",
    "praise",
    "predict",
    "ask",
    "blame",
    "deny",
    "defend",
    "recall",
    "stress",
    "emphasize",
    "assert",
    "contend",
    "complain",
    "reply",
    "respond",
    "conclude",
    "admit",
    "concede",
    "denounce",
    "continue",
    "recount",
    "quip",
    "joke",
];

/// Whether a subject of a few words and a strong verb follow: ", he said", "and Ms. Roe argued".
fn reports_soon(reading: &Reading<'_, '_>, start: usize, end: usize) -> bool {
    let limit = end.min(start + 6);
    for index in start..limit {
        if reading.quoted(index) {
            return false;
        }
        if let Some(verb) = reading.word(index).verb
            && STRONG.contains(&verb.lemma)
            && verb.form != Form::Participle
            && !(verb.form == Form::Base && verb.lemma != "say")
        {
            return true;
        }
        match reading.class(index) {
            Class::Mark | Class::Be | Class::Modal | Class::Verb | Class::That | Class::To => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// Where a clause that a later cue reports begins: the sentence's start without "but" and "and".
pub(crate) fn clause_start(reading: &Reading<'_, '_>, start: usize, end: usize) -> usize {
    let mut start = start;
    while start < end
        && !reading.quoted(start)
        && (matches!(reading.class(start), Class::Coordinator | Class::But)
            || matches!(
                reading.kind(start),
                TokenKind::Bullet
                    | TokenKind::Dash
                    | TokenKind::Comma
                    | TokenKind::OpeningBracket
                    | TokenKind::QuotationMark
            ))
    {
        start += 1;
    }
    start
}
