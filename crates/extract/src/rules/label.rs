//! "Roe: …" at the beginning of a headline or paragraph, and the turns of interviews and transcripts.

mod shape;

use std::collections::HashSet;

use onrecord_model::BlockRole;

use crate::complement::Frame;
use crate::content;
use crate::lexicon::Class;
use crate::proposal::{CERTAIN, Proposal, Rule};
use crate::reading::{REACH, Reading, Tokens, piece};
use crate::subject::Link;
use crate::token::TokenKind;

pub(super) use shape::Labels;
use shape::{LONGEST, Shape, in_capitals, names_somebody};

/// Paragraphs without a label that may stand between two turns and go on with the first.
const LONGEST_TURN: usize = 12;

/// Proposes what stands behind the label of the paragraph at `position` of `paragraphs`, if it has one.
pub(super) fn propose(
    reading: &Reading<'_, '_>,
    labels: &Labels,
    paragraphs: &[(usize, Tokens)],
    position: usize,
    proposals: &mut Vec<Proposal>,
) {
    let (paragraph, around) = &paragraphs[position];
    let Some(label) = labels.labels.get(paragraph) else {
        proposals.extend(label_behind(reading, *paragraph, around));
        return;
    };
    if label.shape == Shape::Letter && !labels.turns {
        return;
    }
    let start = label.mark + 1;
    if around.end - start > REACH && !labels.turns {
        return;
    }
    let headline = reading.document.paragraphs()[*paragraph].role != BlockRole::Body;
    let rest = reading.without_stop(&(start..around.end));
    let content = match reading.quotation_from(start) {
        Some(quotation) if !headline && !labels.turns => quotation.tokens.clone(),
        _ if labels.turns => start..around.end,
        _ => rest.clone(),
    };
    let says_something = content
        .clone()
        .any(|index| reading.kind(index) == TokenKind::Word);
    if content.is_empty() || !says_something {
        return;
    }
    // "Ferry Season: What to Know"
    let tells_about = label.shape == Shape::Name
        && !labels.turns
        && matches!(reading.class(start), Class::Question | Class::Relative)
        && !reading.quoted(start);
    let short = tells_about || content.len() < 2 && reading.quotation_from(start).is_none();
    if short && !labels.turns {
        return;
    }
    let mut contents = vec![content];
    if labels.turns {
        contents.extend(turn_goes_on(labels, paragraphs, position));
    }
    // A dateline is in capitals too.
    let certain = match label.shape {
        Shape::Handle | Shape::Dash => true,
        Shape::Topic => headline,
        Shape::Titled => headline || labels.turns || in_capitals(reading, &label.source),
        Shape::Capitals | Shape::Name | Shape::Letter => labels.turns,
    };
    // "Roe: “…”", and nothing else.
    let quotes_only = reading
        .quotation_from(start)
        .is_some_and(|quotation| quotation.tokens.end >= rest.end);
    let certain = certain || quotes_only;
    let mut proposal = Proposal {
        least: if certain { CERTAIN } else { 0.0 },
        ..blank(label.source.clone(), label.mark, contents, *paragraph)
    };
    if label.mark < label.source.end {
        // The full stop of "Q." is part of the letter.
        proposal.cue.clear();
    }
    proposals.push(proposal);
}

/// A headline's "Roe: …" reports what Roe said if Roe says something in the article.
pub(super) fn believe_speakers(reading: &Reading<'_, '_>, proposals: &mut [Proposal]) {
    let speaks = |proposal: &&Proposal| {
        matches!(
            proposal.rule,
            Rule::Verb | Rule::QuotationFirst | Rule::ClauseFirst | Rule::AccordingTo
        ) && (proposal.rule != Rule::Verb || content::STRONG.contains(&proposal.lemma))
    };
    let names = |tokens: &Tokens| {
        let first = tokens
            .clone()
            .find(|index| reading.kind(*index) == TokenKind::Comma)
            .unwrap_or(tokens.end);
        let last = (tokens.start..first).next_back()?;
        (reading.class(last) == Class::Name && reading.capital(last)).then(|| reading.text(last))
    };
    let speakers: HashSet<&str> = proposals
        .iter()
        .filter(speaks)
        .filter_map(|proposal| names(proposal.source.first()?))
        .collect();
    for proposal in proposals.iter_mut().filter(|it| it.rule == Rule::Label) {
        let headline = reading.document.paragraphs()[proposal.paragraph].role != BlockRole::Body;
        let known = proposal
            .source
            .first()
            .and_then(names)
            .is_some_and(|name| speakers.contains(name));
        if headline && known {
            proposal.least = CERTAIN;
        }
    }
}

/// The paragraphs without a label up to the next turn, if there is one.
fn turn_goes_on(labels: &Labels, paragraphs: &[(usize, Tokens)], position: usize) -> Vec<Tokens> {
    let behind = &paragraphs[position + 1..];
    let next = behind
        .iter()
        .take(LONGEST_TURN)
        .position(|(paragraph, _)| labels.labels.contains_key(paragraph));
    behind[..next.unwrap_or(0)]
        .iter()
        .map(|(_, tokens)| tokens.clone())
        .collect()
}

/// "“The bridge is old”: Roe", as some papers write headlines.
fn label_behind(reading: &Reading<'_, '_>, paragraph: usize, around: &Tokens) -> Option<Proposal> {
    let quotation = reading.quotation_from(around.start)?;
    let mark = quotation.tokens.end;
    let source = mark + 1..reading.without_stop(around).end;
    let is_label = quotation.closed
        && mark < around.end
        && reading.kind(mark) == TokenKind::Colon
        && !source.is_empty()
        && source.len() <= LONGEST
        && names_somebody(reading, &source);
    is_label.then(|| Proposal {
        least: CERTAIN,
        ..blank(source, mark, vec![quotation.tokens.clone()], paragraph)
    })
}

pub(super) fn blank(
    source: Tokens,
    mark: usize,
    content: Vec<Tokens>,
    paragraph: usize,
) -> Proposal {
    Proposal {
        rule: Rule::Label,
        source: piece(source),
        cue: piece(mark..mark + 1),
        content,
        lemma: ":",
        form: None,
        frame: Frame::Colon,
        link: Link::Adjacent,
        group: None,
        preposition: None,
        addressed: false,
        least: 0.0,
        paragraph,
        before: None,
    }
}
