//! What reporting words tell by themselves: the lexicon of cues.
//!
//! `data/cues.tsv` gives verbs, nouns, adjectives and phrases a class and a colour, and says where the judgement comes
//! from. Here it is read, inflected, and matched with the words of a cue.

use std::collections::HashMap;

use onrecord_model::{Colour, CueClass};

use crate::lexicon::{Class, VERBS};
use crate::reading::Reading;

const CUES: &str = include_str!("../data/cues.tsv");

/// How many words of a cue may stand between two words of a phrase: "made it abundantly clear".
const GAP: usize = 3;
/// How many words may name the one who is asked: "asked the mayor of Poe to".
const OBJECT: usize = 5;

/// What part of speech a cue is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A verb, or a phrase that a verb begins.
    Verb,
    /// A verb that leaves the saying to the words beside it.
    Light,
    Noun,
    Adjective,
    /// As it stands.
    Phrase,
    /// "allegedly": lends its colour to what it stands beside.
    Adverb,
    /// ":", "—".
    Mark,
}

impl Part {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "verb" => Self::Verb,
            "light" => Self::Light,
            "noun" => Self::Noun,
            "adjective" => Self::Adjective,
            "phrase" => Self::Phrase,
            "adverb" => Self::Adverb,
            "mark" => Self::Mark,
            _ => return None,
        })
    }
}

#[derive(Debug, Clone)]
struct Entry {
    part: Part,
    /// The words behind the first.
    rest: Vec<&'static str>,
    class: Option<CueClass>,
    colour: Colour,
}

/// A cue of the lexicon, found in a cue of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// Its first token.
    pub(crate) start: usize,
    /// Its last token, which may stand behind the cue.
    pub(crate) last: usize,
    /// How many words it has.
    pub(crate) words: usize,
    pub(crate) part: Part,
    pub(crate) class: Option<CueClass>,
    pub(crate) colour: Colour,
}

#[derive(Debug, Clone)]
pub(crate) struct Cues {
    /// By every form of the first word, in small letters.
    entries: HashMap<String, Vec<Entry>>,
    /// The verb that each form is of.
    lemmas: HashMap<String, &'static str>,
}

impl Cues {
    pub(crate) fn new() -> Self {
        let listed: HashMap<&str, &str> = VERBS
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect();
        let mut entries: HashMap<String, Vec<Entry>> = HashMap::with_capacity(8192);
        let mut lemmas: HashMap<String, &'static str> = HashMap::with_capacity(4096);
        for (lemma, forms) in VERBS.lines().filter_map(|line| line.split_once('\t')) {
            for form in forms.split_ascii_whitespace() {
                lemmas.entry(form.to_owned()).or_insert(lemma);
            }
        }
        for (cue, entry) in CUES.lines().filter_map(parse) {
            let forms = match entry.part {
                Part::Verb | Part::Light => verb_forms(cue, listed.get(cue).copied()),
                Part::Noun => noun_forms(cue),
                Part::Adjective | Part::Phrase | Part::Adverb | Part::Mark => vec![cue.to_owned()],
            };
            for form in forms {
                if matches!(entry.part, Part::Verb | Part::Light) {
                    lemmas.entry(form.clone()).or_insert(cue);
                }
                entries.entry(form).or_default().push(entry.clone());
            }
        }
        for (lemma, forms) in OTHER_VERBS {
            for form in forms.split_ascii_whitespace() {
                lemmas.entry(form.to_owned()).or_insert(lemma);
            }
        }
        Self { entries, lemmas }
    }

    /// The verb that `word`, in small letters, is a form of; the word itself where none is known.
    pub(crate) fn lemma<'a>(&self, word: &'a str) -> &'a str
    where
        'static: 'a,
    {
        self.lemmas.get(word).copied().unwrap_or(word)
    }

    /// Whether `word`, in small letters, is a form of a verb that is known here.
    pub(crate) fn is_verb(&self, word: &str) -> bool {
        self.lemmas.contains_key(word)
    }

    /// Everything of the lexicon that the tokens `cue` hold, in their order.
    ///
    /// A phrase may end in the words right behind the cue, since "called" is often all that is marked of "called for".
    pub(crate) fn matches(&self, reading: &Reading<'_, '_>, cue: &[usize]) -> Vec<Match> {
        let words: Vec<String> = cue.iter().map(|token| small(reading, *token)).collect();
        let mut found = Vec::new();
        for (position, word) in words.iter().enumerate() {
            for entry in self.entries.get(word).into_iter().flatten() {
                let Some(last) = last_of(reading, cue, &words, position, &entry.rest) else {
                    continue;
                };
                found.push(Match {
                    start: cue[position],
                    last,
                    words: 1 + entry.rest.len(),
                    part: entry.part,
                    class: entry.class,
                    colour: entry.colour,
                });
            }
        }
        // "pushed back" is nobody's backing.
        let inside = |inner: &Match, outer: &Match| {
            outer.start < inner.start && inner.last <= outer.last && outer.words > inner.words
        };
        let phrases = found.clone();
        found.retain(|inner| !phrases.iter().any(|outer| inside(inner, outer)));
        found
    }
}

/// The first word of an entry, and the entry.
fn parse(line: &'static str) -> Option<(&'static str, Entry)> {
    if line.starts_with('#') {
        return None;
    }
    let mut columns = line.split('\t');
    let mut words = columns.next()?.split(' ');
    let first = words.next()?;
    let part = Part::named(columns.next()?)?;
    let class = columns.next()?.parse().ok();
    let colour = columns.next()?.parse().ok()?;
    let entry = Entry {
        part,
        rest: words.collect(),
        class,
        colour,
    };
    Some((first, entry))
}

/// The last token of the entry that begins with the cue's word at `position`, if the words `rest` follow it in their
/// order.
fn last_of(
    reading: &Reading<'_, '_>,
    cue: &[usize],
    words: &[String],
    position: usize,
    rest: &[&str],
) -> Option<usize> {
    let mut position = position;
    for (index, wanted) in rest.iter().enumerate() {
        let near = words.len().min(position + 2 + GAP);
        let Some(offset) = words[position + 1..near]
            .iter()
            .position(|word| word == wanted)
        else {
            let at_end = position + 1 == words.len();
            return at_end
                .then(|| goes_on(reading, cue[position], &rest[index..]))
                .flatten();
        };
        position += 1 + offset;
    }
    Some(cue[position])
}

/// The last token of `rest`, if it stands right behind the token `last`; before "to" and "that" somebody may be named.
fn goes_on(reading: &Reading<'_, '_>, last: usize, rest: &[&str]) -> Option<usize> {
    let mut next = last + 1;
    for wanted in rest {
        let limit = match *wanted {
            "to" | "that" => next + OBJECT,
            _ => next,
        };
        loop {
            if next >= reading.len() || reading.quoted(next) {
                return None;
            }
            if reading.is(next, wanted) {
                break;
            }
            let object = reading.is_nominal(next)
                || reading.is(next, "of")
                || matches!(
                    reading.class(next),
                    Class::Pronoun | Class::ObjectPronoun | Class::Her | Class::Possessive
                );
            if next >= limit || !object {
                return None;
            }
            next += 1;
        }
        next += 1;
    }
    Some(next - 1)
}

/// A token in small letters, with straight apostrophes.
pub(crate) fn small(reading: &Reading<'_, '_>, token: usize) -> String {
    reading.text(token).to_lowercase().replace('’', "'")
}

/// Verbs whose forms no rule makes, beyond those of `data/verbs.txt`; the first of each is the lemma.
const OTHER_VERBS: &[(&str, &str)] = &[
    (
        "be",
        "be is are was were been being am 's 're 'm isn't aren't wasn't weren't",
    ),
    ("have", "have has had having 've hasn't haven't hadn't"),
    ("do", "do does did doing done doesn't don't didn't"),
    ("get", "get gets got gotten getting"),
    ("become", "become becomes became becoming"),
    ("leave", "leave leaves left leaving"),
    ("run", "run runs ran running"),
    ("blow", "blow blows blew blown blowing"),
    ("throw", "throw throws threw thrown throwing"),
    ("fall", "fall falls fell fallen falling"),
    ("lose", "lose loses lost losing"),
    ("mistake", "mistake mistakes mistook mistaken mistaking"),
    ("tear", "tear tears tore torn tearing"),
    ("light", "light lights lit lighting"),
    ("let", "let lets letting"),
    ("weep", "weep weeps wept weeping"),
    ("spin", "spin spins spun spinning"),
    (
        "misunderstand",
        "misunderstand misunderstands misunderstood misunderstanding",
    ),
    ("echo", "echo echoes echos echoed echoing"),
    ("fail", "fail fails failed failing"),
    ("avoid", "avoid avoids avoided avoiding"),
    ("stop", "stop stops stopped stopping"),
    ("quit", "quit quits quitting"),
    ("cease", "cease ceases ceased ceasing"),
    ("refrain", "refrain refrains refrained refraining"),
    ("neglect", "neglect neglects neglected neglecting"),
    ("help", "help helps helped helping"),
    ("force", "force forces forced forcing"),
    ("schedule", "schedule schedules scheduled scheduling"),
    ("prepare", "prepare prepares prepared preparing"),
];

fn verb_forms(verb: &str, listed: Option<&str>) -> Vec<String> {
    let known = OTHER_VERBS
        .iter()
        .find(|(lemma, _)| *lemma == verb)
        .map(|(_, forms)| *forms)
        .or(listed);
    if let Some(forms) = known {
        let forms = forms.split_ascii_whitespace().chain([verb]);
        let mut forms: Vec<String> = forms.map(str::to_owned).collect();
        forms.sort();
        forms.dedup();
        return forms;
    }
    let mut forms = vec![verb.to_owned(), with_s(verb)];
    let stems = match verb.as_bytes() {
        [.., b'e'] => vec![(verb.to_owned(), verb[..verb.len() - 1].to_owned())],
        [.., before, b'y'] if !is_vowel(*before) => {
            vec![(format!("{}ie", &verb[..verb.len() - 1]), verb.to_owned())]
        }
        // Whether the last letter is doubled hangs on the stress, and on the country: both ways are right somewhere.
        [.., before, last] if is_vowel(*before) && !is_vowel(*last) => {
            let doubled = format!("{verb}{}", char::from(*last));
            vec![
                (format!("{doubled}e"), doubled),
                (format!("{verb}e"), verb.to_owned()),
            ]
        }
        _ => vec![(format!("{verb}e"), verb.to_owned())],
    };
    for (past, participle) in stems {
        forms.push(format!("{past}d"));
        forms.push(format!("{participle}ing"));
    }
    forms
}

fn noun_forms(noun: &str) -> Vec<String> {
    vec![noun.to_owned(), with_s(noun)]
}

fn with_s(word: &str) -> String {
    match word.as_bytes() {
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{word}es"),
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", &word[..word.len() - 1]),
        _ => format!("{word}s"),
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{CUES, Cues, Part, parse};
    use crate::lexicon::VERBS;

    fn rows() -> impl Iterator<Item = &'static str> {
        CUES.lines().filter(|line| !line.starts_with('#'))
    }

    #[test]
    fn every_entry_can_be_read() {
        for row in rows() {
            let columns: Vec<&str> = row.split('\t').collect();
            assert_eq!(columns.len(), 4, "columns of {row:?}");
            assert!(parse(row).is_some(), "{row:?}");
            assert!(
                columns[2] == "-" || columns[2].parse::<super::CueClass>().is_ok(),
                "class of {row:?}"
            );
            assert_eq!(columns[0], columns[0].to_lowercase(), "{row:?}");
        }
    }

    #[test]
    fn no_entry_stands_twice() {
        let mut seen = HashSet::new();
        for row in rows() {
            let mut columns = row.split('\t');
            let key = (
                columns.next(),
                columns.next().map(|part| part.replace("light", "verb")),
            );
            assert!(seen.insert(key), "{row:?} stands twice");
        }
    }

    #[test]
    fn every_verb_that_can_report_is_known() {
        let cues = Cues::new();
        for line in VERBS.lines() {
            let (lemma, forms) = line.split_once('\t').expect("lemma and forms");
            for form in forms.split_ascii_whitespace() {
                let known = cues.entries.get(form).is_some_and(|entries| {
                    entries.iter().any(|entry| {
                        entry.rest.is_empty() && matches!(entry.part, Part::Verb | Part::Light)
                    })
                });
                assert!(
                    known,
                    "{form:?} of {lemma:?} has no class, and no \"-\" either"
                );
            }
        }
    }

    #[test]
    fn forms_that_no_list_has() {
        for (verb, form) in [
            ("deadpan", "deadpanned"),
            ("probe", "probing"),
            ("decry", "decries"),
            ("misrepresent", "misrepresented"),
            ("reproach", "reproaches"),
        ] {
            assert_eq!(Cues::new().lemma(form), verb);
        }
    }
}
