//! "“…” – Commissioner Roe": words signed with a dash and a name, as in lists of comments and embedded posts.

use super::label;
use crate::lexicon::{Class, Form};
use crate::proposal::{CERTAIN, Proposal, Rule};
use crate::reading::{Reading, Tokens};
use crate::token::TokenKind;

/// Longest signature, in tokens.
const LONGEST: usize = 24;

/// How far a signature looks back for the first paragraph of what it signs.
const LONGEST_QUOTATION: usize = 30;

/// Proposes what is signed in the paragraph at `position` of `paragraphs`, if anything is.
pub(super) fn propose(
    reading: &Reading<'_, '_>,
    paragraphs: &[(usize, Tokens)],
    position: usize,
    proposals: &mut Vec<Proposal>,
) {
    let (paragraph, around) = &paragraphs[position];
    let floor = around.start.max(around.end.saturating_sub(LONGEST));
    let Some((dash, source, is_post)) = (floor..around.end)
        .rev()
        .filter(|index| !reading.quoted(*index) && is_dash(reading, *index, around.start))
        .find_map(|dash| {
            let (source, is_post) = signature(reading, dash + 1..around.end)?;
            Some((dash, source, is_post))
        })
    else {
        return;
    };
    let content = match dash > around.start {
        true => before(reading, around.start..dash, is_post),
        false => paragraphs_before(reading, &paragraphs[..position], is_post),
    };
    if content.is_empty() {
        return;
    }
    proposals.push(Proposal {
        rule: Rule::Signature,
        lemma: "—",
        least: CERTAIN,
        ..label::blank(source, dash, content, *paragraph)
    });
}

/// At the beginning of a line a hyphen looks like a bullet.
fn is_dash(reading: &Reading<'_, '_>, index: usize, start: usize) -> bool {
    reading.kind(index) == TokenKind::Dash || (index == start && reading.text(index) == "-")
}

/// Who signs, if the tokens are a signature: a name, what it is the name of, and nothing that is said. Also whether
/// the name has a handle, as under a post.
fn signature(reading: &Reading<'_, '_>, tokens: Tokens) -> Option<(Tokens, bool)> {
    let tokens = reading.without_stop(&tokens);
    let first = tokens.start;
    let opens = !tokens.is_empty()
        && is_name(reading, first)
        && tokens.clone().all(|index| {
            !matches!(
                reading.kind(index),
                TokenKind::Stop | TokenKind::Colon | TokenKind::Semicolon | TokenKind::Ellipsis
            ) && !reading.quoted(index)
                && !says(reading, index, first)
        });
    if !opens {
        return None;
    }
    let handle = tokens
        .clone()
        .take(10)
        .find(|index| reading.text(*index).starts_with('@'));
    // "Jane Roe (@roe) May 5, 2015"
    let dated = tokens.clone().skip(1).find(|index| {
        matches!(reading.class(*index), Class::Time | Class::Number)
            || (reading.text(*index) == "May"
                && index + 1 < tokens.end
                && reading.class(index + 1) == Class::Number)
    });
    let mut end = dated.unwrap_or(tokens.end);
    while end > first && matches!(reading.kind(end - 1), TokenKind::Comma | TokenKind::Dash) {
        end -= 1;
    }
    (end > first).then_some((first..end, handle.is_some()))
}

/// Whether the token can be the first of a name; "Will" and "May" can.
fn is_name(reading: &Reading<'_, '_>, index: usize) -> bool {
    match reading.class(index) {
        Class::Name => true,
        Class::Modal | Class::Verb | Class::Time => reading.capital(index),
        _ => reading.text(index).starts_with('@'),
    }
}

/// Whether the token is a verb, or a pronoun that has one: no part of a name. With a capital it is ("Will", "May").
fn says(reading: &Reading<'_, '_>, index: usize, first: usize) -> bool {
    !reading.capital(index)
        && (reading.class(index) == Class::Pronoun
            || reading.is_finite(index, first)
            || reading
                .word(index)
                .verb
                .is_some_and(|verb| verb.form == Form::Participle))
}

/// What a signature in the same paragraph signs: the quotation that is the paragraph up to it, or a whole post.
fn before(reading: &Reading<'_, '_>, tokens: Tokens, is_post: bool) -> Vec<Tokens> {
    let whole = reading
        .quotation_from(tokens.start)
        .filter(|quotation| quotation.closed && quotation.tokens.end == tokens.end);
    match whole {
        Some(quotation) => vec![quotation.tokens.clone()],
        None if is_post && tokens.len() > 1 => vec![tokens],
        None => Vec::new(),
    }
}

/// What a signature that is a paragraph of its own signs.
fn paragraphs_before(
    reading: &Reading<'_, '_>,
    paragraphs: &[(usize, Tokens)],
    is_post: bool,
) -> Vec<Tokens> {
    let mut content = Vec::new();
    for (_, tokens) in paragraphs.iter().rev().take(LONGEST_QUOTATION) {
        let whole = reading
            .quotation_from(tokens.start)
            .filter(|quotation| quotation.tokens.end == tokens.end);
        match whole {
            Some(quotation) => content.push(quotation.tokens.clone()),
            None if is_post && content.is_empty() => return vec![tokens.clone()],
            None => return Vec::new(),
        }
        if whole.is_some_and(|quotation| !quotation.continues) {
            content.reverse();
            return content;
        }
    }
    Vec::new()
}
