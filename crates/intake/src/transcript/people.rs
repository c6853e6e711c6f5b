//! Whom the labels of a transcript mean.

use std::collections::HashMap;

use super::Given;
use super::header::Header;
use super::label::{HONORIFICS, Label};
use crate::names;

/// The people of a transcript.
#[derive(Debug)]
pub(super) struct People {
    /// What whoever imports it says, by label.
    given: HashMap<String, String>,
    /// Who plays which part, where the header names one person for it.
    parts: HashMap<String, Option<String>>,
    /// Those named in full, by family name; `None` where there are several of one name.
    families: HashMap<String, Option<String>>,
}

/// Words for whoever speaks, that name nobody.
const PARTS_PLAYED: &[&str] = &[
    "q",
    "a",
    "question",
    "answer",
    "questioner",
    "reporter",
    "reporters",
    "journalist",
    "press",
    "audience",
    "crowd",
    "unidentified",
    "unknown",
    "voice",
    "voices",
    "male",
    "female",
    "man",
    "woman",
    "participant",
    "participants",
    "all",
    "both",
    "several",
    "moderator",
    "host",
    "anchor",
    "announcer",
    "operator",
    "interviewer",
    "interviewee",
    "interpreter",
    "translator",
    "witness",
    "member",
    "members",
    "speaker",
    "speakers",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "president",
    "clerk",
    "secretary",
    "presiding",
    "officer",
    "court",
    "judge",
    "pro",
    "tempore",
    "the",
    "vice",
    "deputy",
    "prime",
    "minister",
    "acting",
    "mr",
    "madam",
    "mrs",
    "ms",
    "honorable",
    "hon",
    "honourable",
    "mayor",
    "governor",
    "senator",
    "senators",
    "chancellor",
    "premier",
    "general",
    "king",
    "queen",
    "video",
    "narrator",
    "staff",
    "aide",
    "official",
    "student",
    "guest",
    "caller",
    "counsel",
    "attorney",
    "bailiff",
    "usher",
    "ambassador",
    "director",
    "commissioner",
    "note",
    "end",
    "transcript",
    "continued",
];

impl People {
    pub(super) fn of<'line>(
        header: &Header,
        labels: impl Iterator<Item = &'line Label<'line>>,
        given: &Given,
    ) -> Self {
        let mut people = Self {
            given: given
                .who
                .iter()
                .map(|(label, name)| (key(label), name.clone()))
                .collect(),
            parts: HashMap::new(),
            families: HashMap::new(),
        };
        for (part, name) in &header.parts {
            people
                .parts
                .entry(part.clone())
                .and_modify(|known| *known = None)
                .or_insert_with(|| Some(name.clone()));
        }
        let answers = given
            .speaker
            .clone()
            .or_else(|| people.parts.get("witness").cloned().flatten())
            .or_else(|| people.parts.get("interviewee").cloned().flatten());
        let asks = people.parts.get("interviewer").cloned().flatten();
        people.parts.insert("a".to_owned(), answers.clone());
        people.parts.insert("answer".to_owned(), answers);
        people.parts.insert("q".to_owned(), asks.clone());
        people.parts.insert("question".to_owned(), asks);
        for name in &header.people {
            people.learn(name);
        }
        for label in labels {
            people.learn(label.name);
        }
        people
    }

    /// Remembers somebody named in full by their family name.
    fn learn(&mut self, name: &str) {
        let untitled = untitled(name);
        let words: Vec<&str> = untitled.split(' ').collect();
        let is_part = words
            .iter()
            .any(|word| PARTS_PLAYED.contains(&word.to_lowercase().as_str()));
        if words.len() < 2 || is_part {
            return;
        }
        let Some(family) = words.iter().rev().find(|word| !is_suffix(word)) else {
            return;
        };
        let same = key(&untitled);
        self.families
            .entry(key(family))
            .and_modify(|known| {
                if known.as_ref().is_some_and(|known| key(known) != same) {
                    *known = None;
                }
            })
            .or_insert_with(|| Some(untitled.clone()));
    }

    /// Whose turn a label begins, in the fullest form there is; `None` where it names a part played and nobody.
    pub(super) fn named(&self, label: &Label<'_>) -> Option<String> {
        for form in [label.shown, label.name] {
            if let Some(name) = self.given.get(&key(form)) {
                return Some(name.clone());
            }
        }
        let untitled = untitled(label.name);
        let part = key(&untitled);
        let part = part.strip_prefix("the ").unwrap_or(&part);
        if let Some(known) = self.parts.get(part) {
            return known.clone();
        }
        let is_part = part.split(' ').all(|word| {
            PARTS_PLAYED.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
        });
        if is_part {
            return None;
        }
        if !untitled.contains(' ')
            && let Some(Some(full)) = self.families.get(part)
        {
            return Some(full.clone());
        }
        names::clean(label.name)
    }
}

/// A name without the titles before it; a name that is all titles is let be.
fn untitled(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let titles = words
        .iter()
        .take_while(|word| {
            let word = word.trim_end_matches('.').to_lowercase();
            HONORIFICS.contains(&word.as_str())
        })
        .count();
    let kept = if titles < words.len() { titles } else { 0 };
    words[kept..].join(" ")
}

fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_lowercase().as_str(),
        "jr" | "sr" | "ii" | "iii"
    )
}

/// The form in which labels are compared.
fn key(label: &str) -> String {
    label
        .split(|character: char| character.is_whitespace())
        .map(|word| word.trim_matches(['.', ',', ':', '*']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
