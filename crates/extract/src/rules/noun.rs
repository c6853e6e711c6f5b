//! Reports without a verb of their own: "Roe's claim that …", "claims by Roe that …", "asked whether …".

use crate::complement::{self, Frame};
use crate::content;
use crate::lexicon::{Class, Form};
use crate::noun_phrase;
use crate::proposal::{Proposal, Rule};
use crate::reading::{Tokens, piece};
use crate::rules::Site;
use crate::subject::Link;
use crate::token::TokenKind;

pub(super) fn propose(site: &Site<'_, '_, '_>, proposals: &mut Vec<Proposal>) {
    for index in site.sentence.clone() {
        if site.reading.quoted(index) || site.reading.kind(index) != TokenKind::Word {
            continue;
        }
        proposals.extend(noun_with_clause(site, index));
        proposals.extend(asked(site, index));
    }
}

/// "Roe's claim that …", "claims by Roe that …".
fn noun_with_clause(site: &Site<'_, '_, '_>, noun: usize) -> Option<Proposal> {
    let reading = site.reading;
    let end = site.sentence.end;
    let lemma = complement::reporting_noun_at(reading, noun)?;
    let mut next = noun + 1;
    let mut source: Option<Tokens> = None;
    if next + 1 < end && !reading.quoted(next) && reading.is_any(next, &["by", "from"]) {
        let agent = next + 1..noun_phrase::end_of(reading, next + 1, end, false)?;
        next = agent.end;
        source = Some(agent);
    }
    if next + 1 >= end || reading.quoted(next) || reading.class(next) != Class::That {
        return None;
    }
    // "the claim that": whose it is stands elsewhere, if anywhere, and was wrong four times in five.
    let source = source.or_else(|| possessor(site, noun))?;
    let content_end = content::end_of(reading, next, end);
    let first = source.start.min(noun);
    (next + 1 < content_end).then(|| Proposal {
        rule: Rule::Noun,
        link: Link::Adjacent,
        source: piece(source),
        cue: piece(noun..noun + 1),
        content: piece(next..content_end),
        lemma,
        form: None,
        frame: Frame::That,
        group: None,
        preposition: None,
        addressed: false,
        paragraph: site.paragraph,
        before: first
            .checked_sub(1)
            .filter(|before| *before >= site.sentence.start),
    })
}

/// "his" or "Roe" of "his claim", "Roe's repeated claim".
fn possessor(site: &Site<'_, '_, '_>, noun: usize) -> Option<Tokens> {
    let reading = site.reading;
    let floor = site.sentence.start.max(noun.saturating_sub(4));
    let owner = (floor..noun).rev().find(|index| {
        reading.quoted(*index)
            || !matches!(
                reading.class(*index),
                Class::Other | Class::Adverb | Class::Name
            )
    })?;
    match reading.class(owner) {
        Class::Possessive | Class::Her if !reading.quoted(owner) => Some(owner..owner + 1),
        Class::Possession if !reading.quoted(owner) => {
            Some(noun_phrase::start_of(reading, owner, site.sentence.start)?..owner)
        }
        _ => None,
    }
}

/// "When asked whether …", "Asked about …": nobody is named who asks.
fn asked(site: &Site<'_, '_, '_>, index: usize) -> Option<Proposal> {
    let reading = site.reading;
    let verb = reading.word(index).verb?;
    if verb.form != Form::Past || !matches!(verb.lemma, "ask" | "press" | "question") {
        return None;
    }
    let opens = index == site.sentence.start
        || matches!(reading.class(index - 1), Class::Subordinator)
        || (reading.kind(index - 1) == TokenKind::Comma && !reading.quoted(index - 1));
    if !opens {
        return None;
    }
    let behind = complement::read(reading, "ask", index + 1, site.sentence.end);
    if !matches!(
        behind.frame,
        Frame::Question | Frame::Preposition | Frame::To | Frame::Quotation
    ) {
        return None;
    }
    // What is asked ends with the comma before the answer.
    let limit = content::end_of(reading, behind.start, site.sentence.end);
    let comma = (behind.start..limit)
        .find(|token| reading.kind(*token) == TokenKind::Comma && !reading.quoted(*token));
    let end = comma.unwrap_or(limit);
    // "asked about it"
    let empty = end == behind.start + 1
        && matches!(
            reading.class(behind.start),
            Class::Pronoun | Class::ObjectPronoun | Class::Her | Class::That
        );
    (!empty && behind.start < end).then(|| Proposal {
        rule: Rule::Noun,
        source: Vec::new(),
        cue: piece(index..behind.cue_end.max(index + 1)),
        content: piece(behind.start..end),
        lemma: verb.lemma,
        form: Some(verb.form),
        frame: behind.frame,
        link: Link::None,
        group: None,
        preposition: behind.preposition,
        addressed: false,
        paragraph: site.paragraph,
        before: index
            .checked_sub(1)
            .filter(|before| *before >= site.sentence.start),
    })
}
