//! Reports without a verb of their own: "Roe's claim that …", "claims by Roe that …", "asked whether …".

use crate::complement::{self, Frame};
use crate::content;
use crate::lexicon::{Class, Form};
use crate::noun_phrase;
use crate::proposal::{Proposal, Rule, STATED};
use crate::reading::{Reading, Tokens, piece};
use crate::rules::Site;
use crate::subject::{self, Link};
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
    let lemma =
        complement::reporting_noun_at(reading, noun).or_else(|| undertaking(reading, noun))?;
    let mut next = noun + 1;
    let mut source: Option<Tokens> = None;
    if next + 1 < end && !reading.quoted(next) && reading.is_any(next, &["by", "from"]) {
        let agent = next + 1..noun_phrase::end_of(reading, next + 1, end, false)?;
        next = agent.end;
        source = Some(agent);
    }
    if next + 1 >= end || reading.quoted(next) {
        return None;
    }
    let frame = match reading.class(next) {
        Class::That => Frame::That,
        Class::To if UNDERTAKING.contains(&lemma) => Frame::To,
        _ => return None,
    };
    // "the claim that": whose it is stands elsewhere, if anywhere, and was wrong four times in five.
    let source = source.or_else(|| possessor(site, noun))?;
    let first = source.start.min(noun);
    let content_end = content::end_of(reading, next, end);
    // "Roe's claim that the bridge was old surprised the council": as a subject it ends before the verb.
    let is_subject = !reading.has_finite(&(site.sentence.start..first));
    let content_end = match is_subject {
        true => before_main_verb(site, next, content_end, frame),
        false => content_end,
    };
    let first = source.start.min(noun);
    (next + 1 < content_end).then(|| Proposal {
        rule: Rule::Noun,
        link: Link::Adjacent,
        source: piece(source),
        cue: piece(noun..noun + 1),
        content: piece(next..content_end),
        lemma,
        form: None,
        frame,
        group: None,
        preposition: None,
        addressed: false,
        least: if STATING.contains(&lemma) {
            STATED
        } else {
            0.0
        },
        paragraph: site.paragraph,
        before: first
            .checked_sub(1)
            .filter(|before| *before >= site.sentence.start),
    })
}

/// Nouns that nothing but an utterance or a belief is called by.
const STATING: &[&str] = &[
    "claim",
    "assertion",
    "argument",
    "statement",
    "suggestion",
    "allegation",
    "accusation",
    "prediction",
    "warning",
    "belief",
    "promise",
    "pledge",
    "vow",
    "threat",
];

/// Nouns of what somebody undertakes or demands: "his promise to".
const UNDERTAKING: &[&str] = &[
    "promise", "pledge", "vow", "threat", "demand", "call", "offer", "refusal",
];

fn undertaking(reading: &Reading<'_, '_>, index: usize) -> Option<&'static str> {
    UNDERTAKING
        .iter()
        .copied()
        .find(|noun| reading.is(index, noun))
}

/// Where the clause behind a noun that is the subject ends: at the second verb after "that", at the first after
/// "to", not counting those of clauses inside it.
fn before_main_verb(site: &Site<'_, '_, '_>, start: usize, end: usize, frame: Frame) -> usize {
    let reading = site.reading;
    let mut own = usize::from(frame == Frame::That);
    let mut inner = 0_usize;
    for index in start + 1..end {
        if reading.quoted(index) {
            continue;
        }
        match reading.class(index) {
            Class::Relative | Class::That | Class::Question | Class::Subordinator => inner += 1,
            Class::Coordinator | Class::But => own += usize::from(frame == Frame::That),
            _ => {}
        }
        if !is_main(reading, index, start) {
            continue;
        }
        let group = subject::verb_group(reading, index, start);
        if inner > 0 {
            inner -= 1;
        } else if own > 0 {
            own -= 1;
        } else {
            return group.tokens.start;
        }
    }
    end
}

/// Whether a finite verb group ends here: of "would have been told" only the last word counts.
fn is_main(reading: &Reading<'_, '_>, index: usize, floor: usize) -> bool {
    let verb_like = |index: usize| {
        reading.is_finite(index, floor)
            || reading.word(index).verb.is_some_and(|verb| {
                verb.form == Form::Past && matches!(reading.class(index - 1), Class::Other)
            })
            || reading.class(index) == Class::Other && reading.text(index).ends_with("ed")
    };
    let next = index + 1;
    if !verb_like(index) || next >= reading.document.tokens().len() || reading.quoted(next) {
        return verb_like(index);
    }
    let goes_on = matches!(
        reading.class(next),
        Class::Be | Class::Auxiliary | Class::Modal | Class::Negation
    ) || verb_like(next);
    !goes_on
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
        Class::Possession if !reading.quoted(owner) && owner > site.sentence.start => {
            // "It's clear that"
            if reading.class(owner - 1) == Class::Pronoun {
                return None;
            }
            // Before a name may stand a verb that looks like a noun: "the council rejected Roe's claim".
            let name = (site.sentence.start..owner)
                .rev()
                .take_while(|index| reading.class(*index) == Class::Name && !reading.quoted(*index))
                .last();
            let start = match name {
                Some(start) => start,
                None => noun_phrase::start_of(reading, owner, site.sentence.start)?,
            };
            Some(start..owner)
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
        least: 0.0,
        paragraph: site.paragraph,
        before: index
            .checked_sub(1)
            .filter(|before| *before >= site.sentence.start),
    })
}
