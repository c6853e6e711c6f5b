//! "Roe: …" at the beginning of a headline or paragraph, and the turns of interviews and transcripts.

use std::collections::{HashMap, HashSet};

use onrecord_model::BlockRole;

use crate::complement::Frame;
use crate::content;
use crate::lexicon::Class;
use crate::proposal::{CERTAIN, Proposal, Rule};
use crate::reading::{REACH, Reading, Tokens, piece};
use crate::subject::Link;
use crate::token::TokenKind;

/// Longest label, in tokens.
const LONGEST: usize = 9;

/// Paragraphs without a label that may stand between two turns and go on with the first.
const LONGEST_TURN: usize = 12;

/// Words that stand before a colon and name nobody who speaks.
const NOT_PEOPLE: &[&str] = &[
    "analysis",
    "background",
    "bottom",
    "breaking",
    "claim",
    "context",
    "correction",
    "cost",
    "date",
    "email",
    "exclusive",
    "fact",
    "facts",
    "how",
    "latest",
    "line",
    "location",
    "more",
    "note",
    "phone",
    "photo",
    "photos",
    "place",
    "poll",
    "rating",
    "reality",
    "related",
    "score",
    "source",
    "sources",
    "story",
    "tickets",
    "time",
    "topic",
    "truth",
    "update",
    "updated",
    "verdict",
    "video",
    "watch",
    "what",
    "when",
    "where",
    "who",
    "why",
    "winner",
];

/// Titles that only people bear.
const TITLES: &[&str] = &[
    "mr.",
    "mrs.",
    "ms.",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr.",
    "dr",
    "sen.",
    "rep.",
    "gov.",
    "sir",
    "dame",
    "lord",
    "lady",
    "senator",
    "representative",
    "congressman",
    "congresswoman",
    "governor",
    "mayor",
    "president",
    "vice-president",
    "chancellor",
    "premier",
    "minister",
    "secretary",
    "commissioner",
    "judge",
    "justice",
    "general",
    "gen.",
    "colonel",
    "col.",
    "captain",
    "capt.",
    "sheriff",
    "professor",
    "prof.",
    "reverend",
    "rev.",
    "pope",
    "king",
    "queen",
    "prince",
    "princess",
    "councilman",
    "councilwoman",
    "councillor",
    "attorney",
];

/// Who says what stands behind a label, as far as the label tells.
#[derive(Debug, Clone)]
struct Label {
    /// The words that name the source.
    source: Tokens,
    /// The colon, dash or full stop.
    mark: usize,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// "Roe:"
    Name,
    /// "Mayor Roe:", "MR. ROE:"
    Titled,
    /// "ROE:"
    Capitals,
    /// "@roe:"
    Handle,
    /// "Q:", "A."
    Letter,
    /// "Roe on the bridge:"
    Topic,
    /// "Roe – “…”"
    Dash,
}

/// The labels of a document's paragraphs.
pub(super) struct Labels {
    labels: HashMap<usize, Label>,
    /// Whether the labels are those of people who talk in turns.
    turns: bool,
}

impl Labels {
    /// Reads the labels of all paragraphs, which are given with their tokens.
    ///
    /// People talk in turns where questions and answers are marked, or where at least two are labelled and one of them
    /// comes back.
    pub(super) fn new(reading: &Reading<'_, '_>, paragraphs: &[(usize, Tokens)]) -> Self {
        let labels: HashMap<usize, Label> = paragraphs
            .iter()
            .filter_map(|(paragraph, around)| Some((*paragraph, read(reading, around)?)))
            .collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for label in labels.values() {
            // By the last name: "JANE ROE, host" is "ROE" in her next turn.
            *times
                .entry(reading.text(last_name(reading, label)))
                .or_default() += 1;
        }
        let comes_back = times.values().any(|times| *times > 1);
        let asks = ["Q", "Q."].iter().any(|letter| times.contains_key(letter));
        let turns = times.len() > 1 && (comes_back || asks);
        Self { labels, turns }
    }
}

/// The last word of the first name that the label consists of.
fn last_name(reading: &Reading<'_, '_>, label: &Label) -> usize {
    let end = label
        .source
        .clone()
        .find(|index| {
            matches!(
                reading.kind(*index),
                TokenKind::Comma | TokenKind::OpeningBracket
            )
        })
        .filter(|end| *end > label.source.start)
        .unwrap_or(label.source.end);
    end - 1
}

fn read(reading: &Reading<'_, '_>, around: &Tokens) -> Option<Label> {
    let limit = around.end.min(around.start + LONGEST + 1);
    if let Some(label) = letter(reading, around.start, limit) {
        return Some(label);
    }
    let mark = (around.start..limit).find(|index| {
        !reading.quoted(*index)
            && matches!(reading.kind(*index), TokenKind::Colon | TokenKind::Dash)
    })?;
    let words = around.start..mark;
    if words.is_empty() || mark + 1 >= around.end {
        return None;
    }
    if reading.kind(mark) == TokenKind::Dash {
        let quotation = reading.quotation_from(mark + 1)?;
        let alone = reading.without_stop(around).end <= quotation.tokens.end;
        let is_label = alone && names_somebody(reading, &words);
        return is_label.then_some(Label {
            source: words,
            mark,
            shape: Shape::Dash,
        });
    }
    if let Some(handle) = handle(reading, &words) {
        return Some(Label {
            source: handle,
            mark,
            shape: Shape::Handle,
        });
    }
    if let Some(source) = before_topic(reading, &words)
        && reading.quotation_from(mark + 1).is_some()
    {
        return Some(Label {
            source,
            mark,
            shape: Shape::Topic,
        });
    }
    let shape = if titled(reading, &words) {
        Shape::Titled
    } else if in_capitals(reading, &words) {
        Shape::Capitals
    } else {
        Shape::Name
    };
    names_somebody(reading, &words).then_some(Label {
        source: words,
        mark,
        shape,
    })
}

/// "Q:", "A:", "Q.", "A."
fn letter(reading: &Reading<'_, '_>, start: usize, limit: usize) -> Option<Label> {
    let mark = match reading.text(start) {
        "Q." | "A." => start,
        "Q" | "A" if start + 1 < limit && reading.kind(start + 1) == TokenKind::Colon => start + 1,
        _ => return None,
    };
    (mark + 1 < limit).then_some(Label {
        source: start..start + 1,
        mark,
        shape: Shape::Letter,
    })
}

/// "@roe", "RT @roe".
fn handle(reading: &Reading<'_, '_>, words: &Tokens) -> Option<Tokens> {
    let last = words.end - 1;
    let is_handle = reading.text(last).starts_with('@')
        && (words.len() == 1 || (words.len() == 2 && reading.text(words.start) == "RT"));
    is_handle.then_some(last..words.end)
}

/// "Mayor Roe on the bridge": what is talked about is not who talks.
fn before_topic(reading: &Reading<'_, '_>, words: &Tokens) -> Option<Tokens> {
    let on = words
        .clone()
        .find(|index| reading.is_any(*index, &["on", "about", "to"]))?;
    let source = words.start..on;
    (!source.is_empty() && on + 1 < words.end && names_somebody(reading, &source)).then_some(source)
}

/// Whether the words are a name, with a role behind a comma or in brackets if need be.
fn names_somebody(reading: &Reading<'_, '_>, words: &Tokens) -> bool {
    let aside = words
        .clone()
        .find(|index| {
            matches!(
                reading.kind(*index),
                TokenKind::Comma | TokenKind::OpeningBracket
            )
        })
        .filter(|aside| *aside > words.start)
        .unwrap_or(words.end);
    let name = words.start..aside;
    name.clone().all(|index| {
        !reading.quoted(index)
            && !reading.is_any(index, NOT_PEOPLE)
            && matches!(
                reading.class(index),
                Class::Name | Class::Determiner | Class::Preposition | Class::Possession
            )
    }) && reading.class(name.end - 1) == Class::Name
        && (aside..words.end)
            .all(|index| !reading.quoted(index) && reading.kind(index) != TokenKind::Stop)
}

fn titled(reading: &Reading<'_, '_>, words: &Tokens) -> bool {
    words.len() > 1 && words.clone().any(|index| reading.is_any(index, TITLES))
}

fn in_capitals(reading: &Reading<'_, '_>, words: &Tokens) -> bool {
    words
        .clone()
        .take_while(|index| reading.token(*index).is_word())
        .all(|index| !reading.text(index).contains(char::is_lowercase))
}

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
