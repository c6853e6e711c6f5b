//! Whether a text reports that something was said, that it was not, or neither.
//!
//! Looked for in the words around the cue, never in the content: a negation or a modal in the verb group, what the verb
//! depends on ("refused to say", "is expected to say", "without saying"), a source that is nobody, a condition or a
//! question around the clause. What cannot be seen there counts as asserted.

use onrecord_model::Polarity;

use crate::cues::{Cues, small};
use crate::lexicon::{Class, Form};
use crate::reading::{Reading, Tokens};
use crate::subject::{self, VerbGroup};
use crate::token::TokenKind;

/// Verbs and adjectives of leaving undone: "declined to say", "avoided saying".
const UNDONE: &[&str] = &[
    "avoid",
    "cease",
    "decline",
    "deny",
    "dodge",
    "fail",
    "forget",
    "help",
    "hesitate",
    "neglect",
    "quit",
    "refrain",
    "refuse",
    "reluctant",
    "resist",
    "stop",
    "unable",
    "unlikely",
    "unwilling",
    "yet",
    "loath",
    "stonewall",
];

/// What makes of a saying something to come: "is expected to say", "wants to say".
const TO_COME: &[&str] = &[
    "able",
    "about",
    "agree",
    "aim",
    "allow",
    "anticipate",
    "ask",
    "beg",
    "chance",
    "choose",
    "decide",
    "due",
    "encourage",
    "expect",
    "force",
    "free",
    "going",
    "have",
    "hope",
    "instruct",
    "intend",
    "invite",
    "likely",
    "mean",
    "need",
    "offer",
    "opportunity",
    "order",
    "ought",
    "plan",
    "pledge",
    "poised",
    "prepare",
    "press",
    "pressure",
    "promise",
    "push",
    "ready",
    "require",
    "schedule",
    "seek",
    "set",
    "slate",
    "suppose",
    "tell",
    "tempt",
    "threaten",
    "urge",
    "vow",
    "want",
    "wish",
];

/// What a saying may be bound to and was done all the same: "went on to say", "was quick to say".
const DONE: &[&str] = &[
    "appear", "attempt", "begin", "come", "continue", "dare", "first", "go", "last", "live",
    "manage", "on", "proceed", "quick", "seem", "start", "tend", "try", "use",
];

/// What makes of "would" a habit or the past's own future: "would often say", "would later say".
const OF_THE_PAST: &[&str] = &[
    "afterward",
    "afterwards",
    "again",
    "always",
    "constantly",
    "eventually",
    "finally",
    "frequently",
    "generally",
    "invariably",
    "later",
    "occasionally",
    "often",
    "regularly",
    "repeatedly",
    "routinely",
    "soon",
    "sometimes",
    "subsequently",
    "then",
    "typically",
    "ultimately",
    "usually",
];

/// What one may well do with "would" and have done it: "would like the council to act".
const STANCES: &[&str] = &["hope", "like", "love", "prefer", "rather", "wish"];

/// Behind these a "not" takes nothing back: "not only said".
const ONLY: &[&str] = &[
    "alone",
    "coincidentally",
    "exclusively",
    "just",
    "least",
    "merely",
    "only",
    "simply",
    "solely",
    "surprisingly",
    "unexpectedly",
    "unreasonably",
];

/// Sources that are nobody.
const NOBODY: &[&str] = &["neither", "no", "nobody", "none", "no-one", "noone"];

/// What opens a condition, or a question that is reported.
const CONDITIONS: &[&str] = &["if", "unless", "whether", "supposing", "assuming", "lest"];

/// How far to the left of its clause's first known word a condition is looked for.
const FAR: usize = 8;

/// How many verbs may depend on each other: "would have refused to agree to say".
const CHAIN: usize = 5;

/// The words of one attribution, in tokens.
pub(crate) struct Place<'place> {
    /// The verb, noun or adjective that reports.
    pub(crate) head: usize,
    /// The tokens of the cue, in order.
    pub(crate) cue: &'place [usize],
    /// The spans of the source.
    pub(crate) source: &'place [Tokens],
}

pub(crate) fn polarity(reading: &Reading<'_, '_>, cues: &Cues, place: &Place<'_>) -> Polarity {
    let Some(sentence) = sentence_of(reading, place.head) else {
        return Polarity::Asserted;
    };
    let chain = Chain::read(reading, cues, place, &sentence);
    let negated = chain.negated
        ^ (nobody(reading, place, &chain)
            || inverted_negation(reading, place, &sentence)
            || no_in_cue(reading, place, &chain));
    if negated {
        return Polarity::Negated;
    }
    let clause = clause_start(place, &chain, &sentence);
    let hypothetical = chain.hypothetical
        || conditional(reading, clause, &sentence)
        || asked(reading, place, clause, &sentence);
    if hypothetical {
        Polarity::Hypothetical
    } else {
        Polarity::Asserted
    }
}

fn sentence_of(reading: &Reading<'_, '_>, token: usize) -> Option<Tokens> {
    let document = reading.document;
    let index = document.sentence_at(reading.token(token).span.start())?;
    Some(document.sentences()[index].tokens.clone())
}

/// The verbs that a cue depends on, from the cue leftwards, with what they make of it.
struct Chain {
    /// First token of the leftmost verb group.
    start: usize,
    /// First token of the cue's own verb group.
    own: usize,
    negated: bool,
    hypothetical: bool,
}

impl Chain {
    fn read(reading: &Reading<'_, '_>, cues: &Cues, place: &Place<'_>, sentence: &Tokens) -> Self {
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

fn is_contracted(reading: &Reading<'_, '_>, index: usize) -> bool {
    let word = reading.text(index);
    word.ends_with("n't") || word.ends_with("n’t")
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
    if STANCES.contains(&lemma) || tokens.clone().any(|index| reading.is_any(index, STANCES)) {
        return false;
    }
    let would = reading.is_any(modal, &["would", "'d", "’d"]);
    let near = (verb + 3).min(reading.len());
    let repeated = tokens
        .chain(verb + 1..near)
        .any(|index| reading.kind(index) == TokenKind::Word && reading.is_any(index, OF_THE_PAST));
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
        let undone = UNDONE.contains(&lemma) || matches!(lemma, "short" | "instead" | "clear");
        if undone && (through || UNDONE.contains(&lemma)) {
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
        if near && UNDONE.contains(&lemma) {
            return Some(Bond {
                at: seen,
                undone: !undone,
                to_come: false,
            });
        }
        if TO_COME.contains(&lemma) && (near || cues.is_verb(&word)) {
            return Some(Bond {
                at: seen,
                undone,
                to_come: true,
            });
        }
        if near && DONE.contains(&lemma) {
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

/// Whether the source is nobody: "no one said", "neither side said".
fn nobody(reading: &Reading<'_, '_>, place: &Place<'_>, chain: &Chain) -> bool {
    let first = match place.source.first() {
        Some(source) if !source.is_empty() => source.clone(),
        Some(_) => return false,
        // "Nobody said", where nobody is no source.
        None => match chain.start.checked_sub(1) {
            Some(before) => {
                before.saturating_sub(usize::from(reading.is(before, "one")))..chain.start
            }
            None => return false,
        },
    };
    let word = first.start;
    let none = reading.is_any(word, NOBODY)
        || (reading.is(word, "not")
            && word + 1 < first.end
            && reading.is_any(word + 1, &["one", "a", "all", "everyone", "every"]));
    // "No. 10", "nobody but Roe"
    let numbered = word + 1 < first.end
        && reading
            .text(word + 1)
            .starts_with(|first: char| first.is_ascii_digit())
        || word + 1 < first.end && reading.kind(word + 1) == TokenKind::Stop;
    let but = first
        .clone()
        .any(|index| reading.is_any(index, &["but", "except", "than"]));
    none && !numbered && !but
}

/// "Nor did he say", "Never has Roe said": the negation stands before a verb that stands before its subject.
fn inverted_negation(reading: &Reading<'_, '_>, place: &Place<'_>, sentence: &Tokens) -> bool {
    let Some(auxiliary) = inverted_auxiliary(reading, place, sentence) else {
        return false;
    };
    let from = sentence.start.max(auxiliary.saturating_sub(FAR));
    let mut negated = false;
    for index in (from..auxiliary).rev() {
        if reading.quoted(index) || reading.class(index) == Class::Mark {
            break;
        }
        let not = reading.is_any(index, &["nor", "neither", "never", "no", "not", "nowhere"]);
        negated |= not && !reading.is_any(index + 1, ONLY);
    }
    negated
}

/// The auxiliary right before the source, where the cue follows the source: "did Roe say".
fn inverted_auxiliary(
    reading: &Reading<'_, '_>,
    place: &Place<'_>,
    sentence: &Tokens,
) -> Option<usize> {
    let source = place.source.first()?;
    if source.start <= sentence.start || source.end > place.head {
        return None;
    }
    let auxiliary = source.start - 1;
    let class = reading.class(auxiliary);
    (!reading.quoted(auxiliary) && matches!(class, Class::Auxiliary | Class::Be | Class::Modal))
        .then_some(auxiliary)
}

/// "made no promise", "said nothing", "has no illusions".
fn no_in_cue(reading: &Reading<'_, '_>, place: &Place<'_>, chain: &Chain) -> bool {
    let no = |index: usize| {
        let behind = |words: &[&str]| {
            (index + 1..(index + 3).min(reading.len())).any(|next| reading.is_any(next, words))
        };
        reading.is_any(index, &["no", "nothing", "not", "never", "nor"])
            && !behind(&["doubt", "secret", "bones", "mistake", "less", "choice"])
            && !reading.is_any((index + 1).min(reading.len() - 1), ONLY)
            || is_contracted(reading, index)
    };
    // What the chain has seen is counted there.
    let seen = chain.start..=place.head;
    if place
        .cue
        .iter()
        .any(|index| !seen.contains(index) && no(*index))
    {
        return true;
    }
    // "no promise", "nobody's claim": before a noun.
    let left = place
        .head
        .checked_sub(1)
        .filter(|_| chain.own == place.head);
    left.is_some_and(|left| {
        let known = seen.contains(&left) || place.cue.contains(&left);
        !known && reading.is_any(left, &["no", "without"])
    })
}

/// First token of what is known of the clause: the source, where it stands before the cue, else the verb group.
fn clause_start(place: &Place<'_>, chain: &Chain, sentence: &Tokens) -> usize {
    place
        .source
        .iter()
        .map(|source| source.start)
        .filter(|start| *start >= sentence.start && *start < chain.start)
        .min()
        .unwrap_or(chain.start)
}

/// Whether a condition opens the clause: "if Roe says", "should he deny", "let's say".
fn conditional(reading: &Reading<'_, '_>, clause: usize, sentence: &Tokens) -> bool {
    let from = sentence.start.max(clause.saturating_sub(FAR));
    for index in (from..clause).rev() {
        if reading.quoted(index) || reading.class(index) == Class::Mark {
            return false;
        }
        if reading.is_any(index, CONDITIONS)
            || (reading.is(index, "case") && index > from && reading.is(index - 1, "in"))
            || reading.is_any(index, &["suppose", "let"])
        {
            return true;
        }
        let opens = index == sentence.start
            || (reading.class(index - 1) == Class::Mark && !reading.quoted(index - 1));
        let inverted = reading.is_any(index, &["should", "were", "had"]);
        if inverted && index + 1 == clause {
            return opens && !ends_with_question(reading, index, sentence);
        }
        if matches!(
            reading.class(index),
            Class::Coordinator | Class::But | Class::That
        ) || reading.is_finite(index, from)
        {
            return false;
        }
    }
    false
}

/// Whether the clause is a question to be answered with yes or no, or one for who said it.
fn asked(reading: &Reading<'_, '_>, place: &Place<'_>, clause: usize, sentence: &Tokens) -> bool {
    if !ends_with_question(reading, place.head, sentence) {
        return false;
    }
    let opens = |index: usize| {
        index == sentence.start
            || matches!(
                reading.class(index - 1),
                Class::Mark | Class::Coordinator | Class::But
            )
    };
    let who = place
        .source
        .first()
        .is_some_and(|source| reading.is_any(source.start, &["who", "anyone", "anybody"]));
    if who && opens(clause) {
        return true;
    }
    inverted_auxiliary(reading, place, sentence).is_some_and(opens)
}

/// Whether the sentence ends with a question mark that is quoted where token `index` is.
fn ends_with_question(reading: &Reading<'_, '_>, index: usize, sentence: &Tokens) -> bool {
    sentence
        .clone()
        .rev()
        .take(4)
        .find(|token| reading.kind(*token) == TokenKind::Stop)
        .is_some_and(|stop| {
            reading.text(stop) == "?" && reading.quoted(stop) == reading.quoted(index)
        })
}
