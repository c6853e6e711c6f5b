//! Titles, outlets and names of authors, as one line of clean text.

use std::collections::HashSet;

/// Words that stand where a name is missing.
const PLACEHOLDERS: &[&str] = &[
    "none",
    "null",
    "nil",
    "n/a",
    "na",
    "unknown",
    "undefined",
    "-",
    "–",
    "—",
];

/// `value` trimmed, its white space collapsed, control characters and invisible marks removed; `None` where
/// nothing is left.
pub(crate) fn clean(value: &str) -> Option<String> {
    let is_clean = value.is_ascii()
        && !value.contains("  ")
        && !value.bytes().any(|byte| byte.is_ascii_control())
        && !value.starts_with(' ')
        && !value.ends_with(' ');
    if is_clean {
        return (!value.is_empty()).then(|| value.to_owned());
    }
    let visible: String = value
        .chars()
        .map(|character| {
            if character.is_whitespace() {
                ' '
            } else {
                character
            }
        })
        .filter(|character| !character.is_control() && !is_invisible(*character))
        .collect();
    let line = visible
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!line.is_empty()).then_some(line)
}

/// Soft hyphens, zero-width spaces and marks that only steer the direction of display.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The people a byline names, in order, each once: `"By Ana Reyes and Tom Hollis"` names two.
pub(crate) fn authors(byline: &str) -> Vec<String> {
    let Some(line) = clean(byline) else {
        return Vec::new();
    };
    let line = without_prefix(&line);
    let names = split_names(line)
        .into_iter()
        .filter_map(clean)
        .filter(|name| {
            let is_link = name.starts_with("http://") || name.starts_with("https://");
            !is_placeholder(name) && !is_link
        });
    each_once(names)
}

/// Whether a word stands where a name is missing.
pub(crate) fn is_placeholder(name: &str) -> bool {
    PLACEHOLDERS.contains(&name.to_lowercase().as_str())
}

/// The names in their order, each once.
pub(crate) fn each_once(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names
        .into_iter()
        .filter(|name| seen.insert(name.clone()))
        .collect()
}

fn without_prefix(line: &str) -> &str {
    for prefix in ["by ", "by: ", "written by ", "published by ", "posted by "] {
        if let Some(start) = line.get(..prefix.len())
            && start.eq_ignore_ascii_case(prefix)
        {
            return line[prefix.len()..].trim_start();
        }
    }
    line
}

/// Splits at semicolons, "and" and "&"; at commas only where every piece looks like a person's full name, so that
/// "Tom Hollis, Special for the Courier" and "Sam Reed, Jr." stay whole.
fn split_names(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for group in line.split(';') {
        let pieces: Vec<&str> = group
            .split(',')
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
            .collect();
        let is_list = pieces
            .iter()
            .all(|piece| split_at_and(piece).iter().all(|name| is_full_name(name)));
        if is_list {
            names.extend(pieces.iter().flat_map(|piece| split_at_and(piece)));
            continue;
        }
        let parts = split_at_and(group);
        if parts.iter().all(|part| is_full_name(part)) {
            names.extend(parts);
        } else {
            names.push(group);
        }
    }
    names
}

fn split_at_and(piece: &str) -> Vec<&str> {
    let piece = piece.trim();
    let piece = piece.strip_prefix("and ").unwrap_or(piece);
    piece
        .split(" and ")
        .flat_map(|part| part.split(" & "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Two to four words, all beginning with a capital or being a particle ("van", "de"), without figures.
pub(crate) fn is_full_name(text: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le",
        "el", "al", "bin", "ibn", "ten", "ter", "y", "e",
    ];
    const NO_NAME: &[&str] = &[
        "news",
        "staff",
        "desk",
        "team",
        "press",
        "times",
        "post",
        "agency",
        "agencies",
        "editor",
        "reporter",
        "correspondent",
        "special",
        "service",
        "network",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && !text.contains(|character: char| {
            character.is_ascii_digit() || "@/:!?\"“”()".contains(character)
        })
        && words.iter().all(|word| {
            PARTICLES.contains(word)
                || word
                    .chars()
                    .next()
                    .is_some_and(|first| first.is_uppercase())
        })
        && words
            .iter()
            .all(|word| !NO_NAME.contains(&word.to_lowercase().as_str()))
        && words
            .iter()
            .filter(|word| !PARTICLES.contains(word))
            .count()
            >= 2
}
