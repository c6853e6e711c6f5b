//! Finds the lines that name who wrote or published an article.

use onrecord_model::{Block, BlockRole};

use super::{plain_words, words_of};
use crate::names;

/// What a byline begins with, longest first, and whether the names after it are the authors'.
const PREFIXES: &[(&str, bool)] = &[
    ("originally published by", false),
    ("additional reporting by", false),
    ("photographs by", false),
    ("photography by", false),
    ("photos by", false),
    ("photo by", false),
    ("published by", true),
    ("reported by", true),
    ("reporting by", true),
    ("written by", true),
    ("posted by", true),
    ("edited by", false),
    ("editing by", false),
    ("reviewed by", false),
    ("story by", true),
    ("words by", true),
    ("byline:", true),
    ("authors:", true),
    ("author:", true),
    ("editor:", false),
    ("by", true),
];

/// Lines at the top among which a bare "By …" is looked for; further down it begins a sentence or a heading.
const TOP: usize = 8;
/// Longest byline, in words: two names, a role and a paper.
const LONGEST: usize = 16;

/// Marks bylines as furniture, and lines that hold nothing but the name of an author. Answers who they name, in order,
/// where no `authors` are known.
pub(super) fn mark(text: &str, blocks: &mut [Block], authors: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut names_may_follow: Option<bool> = None;
    for (index, block) in blocks.iter_mut().enumerate() {
        if matches!(block.role, BlockRole::Headline | BlockRole::Subheading) {
            names_may_follow = None;
            continue;
        }
        let line = words_of(text, block);
        let names = match (names_may_follow, byline(line)) {
            (_, Some(Byline::Alone { are_authors })) => {
                names_may_follow = Some(are_authors);
                block.role = BlockRole::Furniture;
                continue;
            }
            (
                _,
                Some(Byline::Names {
                    names,
                    are_authors,
                    is_bare,
                }),
            ) if !is_bare || index < TOP || is_known(&names, authors) => {
                names_may_follow = None;
                if are_authors { names } else { Vec::new() }
            }
            (Some(are_authors), _) if is_names_only(line) => {
                if are_authors {
                    names::authors(line)
                } else {
                    Vec::new()
                }
            }
            _ => {
                names_may_follow = None;
                continue;
            }
        };
        block.role = BlockRole::Furniture;
        found.extend(names);
    }
    let found = names::each_once(found);
    let known = if authors.is_empty() { &found } else { authors };
    mark_names(text, blocks, known);
    found
}

/// Whether a line at the top is a byline or begins one.
pub(super) fn is_byline(line: &str) -> bool {
    byline(line).is_some()
}

/// Names of authors stand on lines of their own beside their pictures and at the end; at the top, what they are may
/// follow ("Ana Reyes, Eastport correspondent").
fn mark_names(text: &str, blocks: &mut [Block], known: &[String]) {
    let known: Vec<String> = known.iter().map(|name| plain_words(name)).collect();
    for (index, block) in blocks.iter_mut().enumerate() {
        let line = words_of(text, block);
        if !super::is_body(block) || line.len() > 80 {
            continue;
        }
        let plain = plain_words(line);
        let begins_with_name = || known.iter().any(|name| plain.starts_with(name.as_str()));
        let may_have_role = index < TOP
            && plain.split(' ').count() <= 8
            && !super::ends_sentence(line)
            && !line.contains(super::is_quotation_mark)
            && !super::furniture::reports(&plain);
        if known.contains(&plain) || (may_have_role && begins_with_name()) {
            block.role = BlockRole::Furniture;
        }
    }
}

enum Byline {
    /// "Published by", the names on the next lines.
    Alone { are_authors: bool },
    /// "Published by Ana Reyes"; bare where it is just "By".
    Names {
        names: Vec<String>,
        are_authors: bool,
        is_bare: bool,
    },
}

fn byline(line: &str) -> Option<Byline> {
    if line.split_whitespace().take(LONGEST + 1).count() > LONGEST {
        return None;
    }
    let line = line.trim_start_matches(['(', '[', '–', '—', '-', '*', '|', ' ']);
    let (prefix, are_authors) = *PREFIXES
        .iter()
        .find(|(prefix, _)| begins_with(line, prefix))?;
    let rest = line[prefix.len()..].trim_start_matches([':', ' ', '\u{a0}']);
    let rest = rest.trim_end_matches(['.', ')', ']', ',', ' ', '|']);
    if rest.is_empty() {
        return Some(Byline::Alone { are_authors });
    }
    let names = leading_names(rest)?;
    Some(Byline::Names {
        names,
        are_authors,
        is_bare: prefix == "by",
    })
}

/// The names at the beginning of a byline, before a role, a paper, a place or a date; `None` where it begins with
/// anything else.
fn leading_names(rest: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for part in rest.split([',', '|', ';', '•', '·', '/']) {
        let part = part.trim();
        let part = part.split(" for ").next().unwrap_or(part);
        let people: Vec<&str> = part
            .split(" and ")
            .flat_map(|people| people.split(" & "))
            .map(|person| person.trim().trim_start_matches("and "))
            .collect();
        if !people.iter().all(|person| is_person(person)) {
            break;
        }
        names.extend(people.iter().filter_map(|person| names::clean(person)));
    }
    (!names.is_empty()).then_some(names)
}

fn is_person(name: &str) -> bool {
    const NOT_IN_NAMES: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "the",
        "morning",
        "noon",
        "this",
        "that",
        "then",
        "all",
        "some",
        "most",
        "contrast",
        "now",
        "today",
    ];
    names::is_full_name(name)
        && !name
            .split_whitespace()
            .any(|word| NOT_IN_NAMES.contains(&word.to_lowercase().as_str()))
}

fn is_names_only(line: &str) -> bool {
    line.len() <= 120
        && line
            .split([',', ';'])
            .flat_map(|part| part.split(" and "))
            .flat_map(|part| part.split(" & "))
            .all(|part| is_person(part.trim()))
}

fn is_known(names: &[String], authors: &[String]) -> bool {
    names.iter().any(|name| {
        authors
            .iter()
            .any(|author| plain_words(author) == plain_words(name))
    })
}

/// Whether `line` begins with `prefix`, in any case, at the end of a word.
fn begins_with(line: &str, prefix: &str) -> bool {
    line.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        && (prefix.ends_with(':')
            || !line[prefix.len()..]
                .starts_with(|next: char| next.is_alphanumeric() || "-'’".contains(next)))
}
