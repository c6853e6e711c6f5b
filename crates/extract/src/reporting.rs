//! How an attribution is reported: class and colour of its cue, and whether it is reported as said at all.
//!
//! It looks at the words of source and cue and those around them, and at nothing that led there, so that it does not
//! matter what found them.

use onrecord_model::{Attribution, Colour, CueClass, Manner, Span};

use crate::cues::{Cues, Match, Part, small};
use crate::lexicon::Class;
use crate::polarity::{self, Place};
use crate::reading::{Reading, Tokens};

/// The manner of `attribution`, which was found in the document of `reading`.
pub(crate) fn manner(reading: &Reading<'_, '_>, cues: &Cues, attribution: &Attribution) -> Manner {
    let cue: Vec<usize> = attribution
        .cue
        .iter()
        .flat_map(|span| reading.document.tokens_in(*span))
        .collect();
    let source: Vec<Tokens> = attribution
        .source
        .iter()
        .map(|span: &Span| reading.document.tokens_in(*span))
        .collect();
    let matches = cues.matches(reading, &cue);
    let chosen = choose(reading, cues, &cue, &matches);
    let Some(head) = head(reading, cues, &cue, chosen) else {
        return Manner::default();
    };
    let place = Place {
        head,
        cue: &cue,
        source: &source,
    };
    Manner {
        class: chosen.and_then(|chosen| chosen.class),
        colour: colour(reading, cues, &cue, head, chosen),
        polarity: polarity::polarity(reading, cues, &place),
    }
}

/// The entry of the lexicon that decides what the cue is.
///
/// A verb counts before a noun or adjective beside it, and that before a verb that leaves the saying to others. Of
/// several verbs the last one is what is reported ("was quoted as saying", "refused to say"), unless it is what somebody
/// only promised or wants to do ("vowed to support").
fn choose(
    reading: &Reading<'_, '_>,
    cues: &Cues,
    cue: &[usize],
    matches: &[Match],
) -> Option<Match> {
    let best = matches
        .iter()
        .map(|found| (rank(reading, cues, matches, found), found))
        .max_by_key(|(rank, found)| (*rank, found.start, found.words))?
        .1;
    if best.part != Part::Verb || !follows_to(reading, best.start) {
        return Some(*best);
    }
    let undertaken = matches.iter().rev().find(|found| {
        found.part == Part::Verb
            && found.start < best.start
            && cue.contains(&found.start)
            && matches!(
                found.class,
                Some(CueClass::Promise | CueClass::Warning | CueClass::Intention)
            )
            && best.class != Some(CueClass::Statement)
    });
    Some(*undertaken.unwrap_or(best))
}

fn rank(reading: &Reading<'_, '_>, cues: &Cues, matches: &[Match], found: &Match) -> u8 {
    match found.part {
        Part::Verb if is_noun_here(reading, cues, matches, found) => 2,
        Part::Verb => 6,
        Part::Phrase if found.words > 1 => 5,
        Part::Noun | Part::Adjective | Part::Phrase => 4,
        Part::Light if found.class.is_some() => 3,
        Part::Adverb => 2,
        Part::Mark => 1,
        Part::Light => 0,
    }
}

/// "the promise", "without further comment", "under questioning": a noun, though a verb looks the same.
fn is_noun_here(reading: &Reading<'_, '_>, cues: &Cues, matches: &[Match], found: &Match) -> bool {
    if found.words > 1 {
        return false;
    }
    let near = found.start.saturating_sub(3)..found.start;
    let Some(before) = near
        .rev()
        .find(|index| reading.class(*index) != Class::Adverb)
    else {
        return false;
    };
    let word = small(reading, found.start);
    if word.ends_with("ing") {
        return reading.is_any(
            before,
            &["under", "during", "amid", "the", "his", "her", "their"],
        );
    }
    let noun_too = matches
        .iter()
        .any(|other| other.start == found.start && other.part == Part::Noun);
    let determined = matches!(
        reading.class(before),
        Class::Determiner | Class::Possessive | Class::Her | Class::Preposition
    ) || (reading.class(before) == Class::Possession && word == cues.lemma(&word));
    noun_too && determined
}

fn follows_to(reading: &Reading<'_, '_>, token: usize) -> bool {
    (token.saturating_sub(3)..token)
        .rev()
        .find(|index| reading.class(*index) != Class::Adverb)
        .is_some_and(|index| reading.class(index) == Class::To)
}

/// The word whose surroundings tell the polarity: the verb that rules the cue's noun or adjective, else the cue itself.
fn head(
    reading: &Reading<'_, '_>,
    cues: &Cues,
    cue: &[usize],
    chosen: Option<Match>,
) -> Option<usize> {
    let words = || {
        cue.iter()
            .rev()
            .copied()
            .filter(|index| reading.token(*index).is_word())
    };
    let is_verb = |index: &usize| {
        cues.is_verb(&small(reading, *index)) && reading.class(*index) != Class::Possession
    };
    let is_auxiliary =
        |index: &usize| matches!(reading.class(*index), Class::Auxiliary | Class::Be);
    match chosen {
        Some(found) if matches!(found.part, Part::Noun | Part::Adjective | Part::Adverb) => {
            let ruling = words().find(|index| *index < found.start && is_verb(index));
            Some(ruling.unwrap_or(found.start))
        }
        Some(found) => Some(found.start),
        None => words()
            .find(|index| is_verb(index) && !is_auxiliary(index))
            .or_else(|| words().next()),
    }
}

/// The colour of the cue, or of an adverb right beside it: "allegedly told".
fn colour(
    reading: &Reading<'_, '_>,
    cues: &Cues,
    cue: &[usize],
    head: usize,
    chosen: Option<Match>,
) -> Colour {
    let mut around = cue.to_vec();
    let beside = [head.checked_sub(1), Some(head + 1)];
    for index in beside.into_iter().flatten() {
        let known = index < reading.len() && !reading.quoted(index);
        if known && reading.class(index) == Class::Adverb && !around.contains(&index) {
            around.push(index);
        }
    }
    let lent = cues
        .matches(reading, &around)
        .into_iter()
        .find(|found| found.part == Part::Adverb && found.colour != Colour::Neutral)
        .map(|found| found.colour);
    let own = chosen.map_or(Colour::Neutral, |chosen| chosen.colour);
    lent.unwrap_or(own)
}
