//! What a reporting verb depends on: its negations and modals, and the verbs before it that decide whether it was done.
//!
//! "declined to say" says nothing, "is expected to say" has yet to, "went on to say" has. The chain is followed leftwards
//! from the cue, a few verbs far.

use crate::cues::{Cues, small};
use crate::lexicon::{Class, Form};
use crate::polarity::{ONLY, Place, is_contracted};
use crate::reading::{Reading, Tokens};
use crate::subject::{self, VerbGroup};
use crate::token::TokenKind;

/// Verbs and adjectives of leaving undone: "declined to say", "avoided saying".
const UNDONE: &str = "avoid cease decline deny dodge fail forget help hesitate neglect quit refrain refuse reluctant \
     resist stop unable unlikely unwilling yet loath stonewall";

/// What makes of a saying something to come: "is expected to say", "wants to say".
const TO_COME: &str = "able about agree aim allow anticipate ask beg chance choose decide due encourage expect force free \
     going have hope instruct intend invite likely mean need offer opportunity order ought plan pledge \
     poised prepare press pressure promise push ready require schedule set slate suppose tell tempt \
     threaten urge vow want wish";

/// What a saying may be bound to and was done all the same: "went on to say", "was quick to say".
const DONE: &str = "appear attempt begin come continue dare first go last live manage on proceed quick seek seem start tend try use";

/// What makes of "would" a habit or the past's own future: "would often say", "would later say".
const OF_THE_PAST: &str = "afterward afterwards again always constantly eventually finally frequently generally invariably \
     later occasionally often regularly repeatedly routinely soon sometimes subsequently then typically \
     ultimately usually";

/// What one may well do with "would" and have done it: "would like the council to act".
const STANCES: &str = "hope like love prefer rather wish";

/// How many verbs may depend on each other: "would have refused to agree to say".
const CHAIN: usize = 5;

/// The verbs that a cue depends on, from the cue leftwards, with what they make of it.
pub(crate) struct Chain {
    /// First token of the leftmost verb group.
    pub(crate) start: usize,
    /// First token of the cue's own verb group.
    pub(crate) own: usize,
    pub(crate) negated: bool,
    /// It may be, or is to come.
    pub(crate) hypothetical: bool,
}

impl Chain {
    pub(crate) fn read(
        reading: &Reading<'_, '_>,
        cues: &Cues,
        place: &Place<'_>,
        sentence: &Tokens,
    ) -> Self {
        let floor = floor(reading, place, sentence);
        let mut chain = Self {
            start: place.head,
            own: place.head,
            negated: false,
            hypothetical: false,
        };
        let mut verb = place.head;
        for step in 0..CHAIN {
            let group = subject::verb_group(reading, verb, floor);
            chain.start = group.tokens.start;
            if step == 0 {
                chain.own = group.tokens.start;
            }
            let cannot = group
                .tokens
                .clone()
                .any(|index| reading.is(index, "cannot"));
            if group.negated || cannot {
                chain.negated ^= !takes_nothing_back(reading, &group, verb);
            } else {
                chain.hypothetical |= may_be(reading, cues, place, &group, verb);
            }
            let Some(bond) = bond(reading, cues, group.tokens.start, floor) else {
                break;
            };
            chain.start = bond.at;
            chain.negated ^= bond.undone;
            chain.hypothetical |= bond.to_come;
            // "would go on to say": the past's own future.
            if reading.is(bond.at, "go") {
                return Self {
                    hypothetical: false,
                    ..chain
                };
            }
            verb = bond.at;
        }
        chain
    }
}

/// Where the clause of the cue may begin at the earliest: behind the source, where that stands before it.
fn floor(reading: &Reading<'_, '_>, place: &Place<'_>, sentence: &Tokens) -> usize {
    place
        .source
        .iter()
        .map(|source| source.end)
        // "urged Roe to say": what it depends on stands before the source.
        .filter(|end| *end <= place.head && reading.class(*end) != Class::To)
        .max()
        .unwrap_or(0)
        .max(sentence.start)
}

/// Whether the negation of a verb group is none: "did not only say", "couldn't agree more".
fn takes_nothing_back(reading: &Reading<'_, '_>, group: &VerbGroup, verb: usize) -> bool {
    let next_is = |index: usize, words: &[&str]| {
        index + 1 < reading.len() && reading.is_any(index + 1, words)
    };
    let only = group.tokens.clone().any(|index| {
        let not = reading.class(index) == Class::Negation || is_contracted(reading, index);
        not && next_is(index, ONLY)
    });
    only || (group.modal && next_is(verb, &["more"]))
}

/// Whether a modal leaves open that it was said.
fn may_be(
    reading: &Reading<'_, '_>,
    cues: &Cues,
    place: &Place<'_>,
    group: &VerbGroup,
    verb: usize,
) -> bool {
    let tokens = group.tokens.start..verb;
    let Some(modal) = tokens.clone().find(|index| is_modal(reading, *index, verb)) else {
        return false;
    };
    let word = small(reading, verb);
    let lemma = cues.lemma(&word);
    if listed(STANCES, lemma)
        || tokens
            .clone()
            .any(|index| listed(STANCES, &small(reading, index)))
    {
        return false;
    }
    let would = reading.is_any(modal, &["would", "'d", "’d"]);
    let near = (verb + 3).min(reading.len());
    let repeated = tokens.chain(verb + 1..near).any(|index| {
        reading.kind(index) == TokenKind::Word && listed(OF_THE_PAST, &small(reading, index))
    });
    if would && repeated {
        return false;
    }
    // "can see", "can remember": it is seen.
    let can = reading.is_any(modal, &["can", "could"]);
    let perceived = matches!(
        lemma,
        "see" | "hear" | "feel" | "imagine" | "understand" | "remember" | "recall" | "tell"
    );
    if can && perceived && lemma != "tell" {
        return false;
    }
    // "I would say": said by saying it.
    !place
        .source
        .iter()
        .any(|source| source.len() == 1 && reading.is_any(source.start, &["i", "we"]))
}

fn is_modal(reading: &Reading<'_, '_>, index: usize, verb: usize) -> bool {
    if reading.class(index) == Class::Modal {
        return true;
    }
    // "he'd say", but "he'd said".
    reading.is_any(index, &["'d", "’d"])
        && reading
            .word(verb)
            .verb
            .is_some_and(|verb| verb.form == Form::Base)
}

/// What a verb depends on.
struct Bond {
    at: usize,
    undone: bool,
    to_come: bool,
}

/// What the verb group that begins at `start` depends on, if it can be seen.
fn bond(reading: &Reading<'_, '_>, cues: &Cues, start: usize, floor: usize) -> Option<Bond> {
    let left = start.checked_sub(1).filter(|left| *left >= floor)?;
    if reading.quoted(left) {
        return None;
    }
    if reading.class(left) == Class::To {
        return to_bond(reading, cues, left, floor);
    }
    if reading.is(left, "without") {
        return Some(Bond {
            at: left,
            undone: true,
            to_come: false,
        });
    }
    let participle = reading.text(start).ends_with("ing");
    if participle {
        // "stopped short of saying", "instead of saying", "refrained from saying"
        let through = reading.is_any(left, &["of", "from"]) && left > floor;
        let at = if through { left - 1 } else { left };
        let word = small(reading, at);
        let lemma = cues.lemma(&word);
        let undone = listed(UNDONE, lemma) || matches!(lemma, "short" | "instead" | "clear");
        if undone && (through || listed(UNDONE, lemma)) {
            return Some(Bond {
                // "stopped short" is left undone once, not twice.
                at: if lemma == "short" && at > floor {
                    at - 1
                } else {
                    at
                },
                undone: true,
                to_come: false,
            });
        }
    }
    // "cannot help but say"
    let help = left > floor && reading.is(left, "but") && reading.is(left - 1, "help");
    help.then(|| Bond {
        at: left - 1,
        undone: true,
        to_come: false,
    })
}

/// What "to" before a verb hangs on.
fn to_bond(reading: &Reading<'_, '_>, cues: &Cues, to: usize, floor: usize) -> Option<Bond> {
    let mut at = to.checked_sub(1).filter(|at| *at >= floor)?;
    let mut undone = false;
    while at > floor && matches!(reading.class(at), Class::Negation | Class::Adverb) {
        if ["yet", "likely", "unlikely"]
            .iter()
            .any(|word| reading.is(at, word))
        {
            break;
        }
        undone ^= reading.class(at) == Class::Negation && !reading.is_any(to, ONLY);
        at -= 1;
    }
    // "as if to say"
    if reading.is_any(at, &["if", "though"]) && at > floor && reading.is(at - 1, "as") {
        return Some(Bond {
            at,
            undone,
            to_come: true,
        });
    }
    let farthest = floor.max(at.saturating_sub(OBJECT));
    let mut seen = at;
    loop {
        let word = small(reading, seen);
        let lemma = cues.lemma(&word);
        let near = seen == at;
        // "were more likely to say": a poll counts what was said.
        if near && lemma == "likely" && seen > floor && reading.is_any(seen - 1, &["more", "less"])
        {
            return None;
        }
        if near && listed(UNDONE, lemma) {
            return Some(Bond {
                at: seen,
                undone: !undone,
                to_come: false,
            });
        }
        if listed(TO_COME, lemma) && (near || cues.is_verb(&word)) {
            return Some(Bond {
                at: seen,
                undone,
                to_come: true,
            });
        }
        if near && listed(DONE, lemma) {
            let at = if lemma == "on" && seen > floor {
                seen - 1
            } else {
                seen
            };
            return Some(Bond {
                at,
                undone,
                to_come: false,
            });
        }
        let object = reading.is_nominal(seen)
            || matches!(
                reading.class(seen),
                Class::Pronoun | Class::ObjectPronoun | Class::Her | Class::Possessive
            );
        if seen <= farthest || !object || cues.is_verb(&word) {
            break;
        }
        seen -= 1;
    }
    undone.then_some(Bond {
        at,
        undone: true,
        to_come: false,
    })
}

/// How many words may name who is to say it: "urged the mayor of Poe to say".
const OBJECT: usize = 5;

/// Whether `word` is one of the words of `list`.
fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|entry| entry == word)
}
