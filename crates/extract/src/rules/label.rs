//! "Roe: …" at the beginning of a headline or paragraph.

use onrecord_model::BlockRole;

use crate::complement::Frame;
use crate::lexicon::Class;
use crate::proposal::{Proposal, Rule};
use crate::reading::{REACH, Reading, Tokens, piece};
use crate::subject::Link;
use crate::token::TokenKind;

/// Longest label, in tokens.
const LONGEST: usize = 6;

pub(super) fn propose(
    reading: &Reading<'_, '_>,
    paragraph: usize,
    around: &Tokens,
    proposals: &mut Vec<Proposal>,
) {
    let limit = around.end.min(around.start + LONGEST + 1);
    let Some(colon) = (around.start..limit).find(|index| reading.kind(*index) == TokenKind::Colon)
    else {
        return;
    };
    let label = around.start..colon;
    let names_somebody = !label.is_empty()
        && label.clone().all(|index| {
            !reading.quoted(index)
                && matches!(
                    reading.class(index),
                    Class::Name | Class::Determiner | Class::Preposition | Class::Possession
                )
        })
        && reading.class(colon - 1) == Class::Name;
    if !names_somebody || colon + 2 >= around.end || around.end - colon > REACH {
        return;
    }
    let headline = reading.document.paragraphs()[paragraph].role != BlockRole::Body;
    let rest = reading.without_stop(&(colon + 1..around.end));
    let content = match reading.quotation_from(colon + 1) {
        Some(quotation) if !headline => quotation.tokens.clone(),
        _ => rest,
    };
    if content.is_empty() {
        return;
    }
    proposals.push(Proposal {
        rule: Rule::Label,
        source: vec![label],
        cue: piece(colon..colon + 1),
        content: vec![content],
        lemma: ":",
        form: None,
        frame: Frame::Colon,
        link: Link::Adjacent,
        group: None,
        preposition: None,
        addressed: false,
        paragraph,
        before: None,
    });
}
