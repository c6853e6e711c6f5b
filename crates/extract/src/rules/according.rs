//! "According to Roe, …" and "…, according to Roe."

use crate::complement::Frame;
use crate::content;
use crate::lexicon::Class;
use crate::noun_phrase;
use crate::proposal::{CERTAIN, Proposal, Rule};
use crate::reading::{REACH, Tokens, piece};
use crate::rules::Site;
use crate::subject::Link;
use crate::token::TokenKind;

pub(super) fn propose(site: &Site<'_, '_, '_>, proposals: &mut Vec<Proposal>) {
    let reading = site.reading;
    let end = site.sentence.end;
    for index in site.sentence.clone() {
        let according = !reading.quoted(index)
            && index + 2 < end
            && reading.is(index, "according")
            && reading.class(index + 1) == Class::To;
        if !according {
            continue;
        }
        let Some(source) = noun_phrase::with_apposition(reading, index + 2, end) else {
            continue;
        };
        let (content, link) = if index == site.sentence.start
            || (index == site.sentence.start + 1 && reading.kind(index) != TokenKind::Word)
            || matches!(
                reading.class(index - 1),
                Class::Coordinator | Class::But | Class::That
            ) {
            (behind(site, &source), Link::Adjacent)
        } else {
            (before(site, index, &source), Link::Inverted)
        };
        if content.is_empty() {
            continue;
        }
        // Between commas in a sentence, or in front of one, the words hardly leave a choice; where they end behind it,
        // they do: how much of the sentence is the source's?
        let least = if link == Link::Adjacent || content.len() > 1 {
            CERTAIN
        } else {
            0.0
        };
        proposals.push(Proposal {
            rule: Rule::AccordingTo,
            source: vec![source],
            cue: piece(index..index + 2),
            content,
            lemma: "according",
            form: None,
            frame: Frame::End,
            link,
            group: None,
            preposition: None,
            addressed: false,
            least,
            paragraph: site.paragraph,
            before: index
                .checked_sub(1)
                .filter(|before| *before >= site.sentence.start),
        });
    }
}

fn behind(site: &Site<'_, '_, '_>, source: &Tokens) -> Vec<Tokens> {
    let reading = site.reading;
    let mut start = source.end;
    while start < site.sentence.end
        && !reading.quoted(start)
        && reading.kind(start) == TokenKind::Comma
    {
        start += 1;
    }
    if start == source.end && reading.kind(start - 1) != TokenKind::Comma {
        return Vec::new();
    }
    // What stands in front holds for the whole sentence.
    let end = reading.without_stop(&(start..site.sentence.end)).end;
    if start < end && end - start <= REACH {
        piece(start..end)
    } else {
        Vec::new()
    }
}

/// The clause before "according to", and what goes on behind the source.
fn before(site: &Site<'_, '_, '_>, according: usize, source: &Tokens) -> Vec<Tokens> {
    let reading = site.reading;
    let mut end = according;
    if !reading.quoted(end - 1) && reading.kind(end - 1) == TokenKind::Comma {
        end -= 1;
    }
    let mut pieces = Vec::new();
    let start = content::clause_start(reading, site.sentence.start, end);
    if start < end && end - start <= REACH {
        pieces.push(start..end);
    }
    let behind = source.end;
    let goes_on = behind < site.sentence.end && reading.kind(behind - 1) == TokenKind::Comma
        || (behind + 1 < site.sentence.end
            && reading.kind(behind) == TokenKind::Comma
            && !reading.quoted(behind));
    if goes_on {
        let start = behind + usize::from(reading.kind(behind) == TokenKind::Comma);
        let verbless_aside = reading.word(start).verb.is_some()
            || matches!(
                reading.class(start),
                Class::Relative | Class::But | Class::Coordinator
            );
        let end = content::end_of(reading, start, site.sentence.end);
        if start < end && !verbless_aside {
            pieces.push(start..end);
        }
    }
    pieces
}
