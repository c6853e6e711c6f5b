//! What labels look like, and whether those of a document are of people who talk.

use std::collections::HashMap;

use crate::lexicon::Class;
use crate::reading::{Reading, Tokens};
use crate::token::TokenKind;

/// Longest label, in tokens.
pub(super) const LONGEST: usize = 9;

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
pub(super) struct Label {
    /// The words that name the source.
    pub(super) source: Tokens,
    /// The colon, dash or full stop.
    pub(super) mark: usize,
    pub(super) shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
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
pub(in crate::rules) struct Labels {
    pub(super) labels: HashMap<usize, Label>,
    /// Whether the labels are those of people who talk in turns.
    pub(super) turns: bool,
}

impl Labels {
    /// Reads the labels of all paragraphs, which are given with their tokens.
    ///
    /// People talk in turns where questions and answers are marked, or where at least two are labelled and one of them
    /// comes back.
    pub(in crate::rules) fn new(reading: &Reading<'_, '_>, paragraphs: &[(usize, Tokens)]) -> Self {
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
        let turns = times.len() > 1 && (comes_back || asks) && talks(reading, paragraphs, &labels);
        Self { labels, turns }
    }
}

/// Whether what stands behind labels that are nothing but names is mostly sentences; in a list of facts ("Party: …",
/// "Born: …") it is not.
fn talks(
    reading: &Reading<'_, '_>,
    paragraphs: &[(usize, Tokens)],
    labels: &HashMap<usize, Label>,
) -> bool {
    let mut names = 0_usize;
    let mut sentences = 0_usize;
    for (paragraph, around) in paragraphs {
        let Some(label) = labels.get(paragraph).filter(|it| it.shape == Shape::Name) else {
            continue;
        };
        names += 1;
        let ends = matches!(
            reading.kind(around.end - 1),
            TokenKind::Stop | TokenKind::Ellipsis | TokenKind::QuotationMark | TokenKind::Dash
        );
        sentences += usize::from(ends && reading.has_finite(&(label.mark + 1..around.end)));
    }
    sentences * 2 >= names
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
pub(super) fn names_somebody(reading: &Reading<'_, '_>, words: &Tokens) -> bool {
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

pub(super) fn in_capitals(reading: &Reading<'_, '_>, words: &Tokens) -> bool {
    words
        .clone()
        .take_while(|index| reading.token(*index).is_word())
        .all(|index| !reading.text(index).contains(char::is_lowercase))
}
