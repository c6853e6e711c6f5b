//! The label a turn begins with.

use super::header;

/// The beginning of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'line> {
    /// As it stands, without marks around it.
    pub(super) shown: &'line str,
    /// Without what explains the name: party, office, time.
    pub(super) name: &'line str,
    /// What is said on the same line.
    pub(super) rest: &'line str,
}

/// How the labels of a transcript are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether names stand in capitals, so that "Remember: …" begins no turn.
    capitals: bool,
}

/// Longest label with what explains the name, in characters.
const LONGEST_LABEL: usize = 120;
/// Most words of a name.
const MOST_WORDS: usize = 6;

/// What stands before names.
pub(super) const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "baroness",
    "sen",
    "senator",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "gov",
    "governor",
    "president",
    "secretary",
    "ambassador",
    "judge",
    "justice",
    "general",
    "gen",
    "admiral",
    "chairman",
    "chairwoman",
    "chair",
    "minister",
    "commissioner",
    "councillor",
    "councilman",
    "councilwoman",
    "mayor",
    "the",
    "hon",
    "madam",
    "rev",
    "reverend",
    "senators",
    "speaker",
    "delegate",
    "director",
    "chancellor",
    "premier",
    "vice",
    "prime",
    "deputy",
    "former",
    "acting",
];

const PARTICLES: &[&str] = &[
    "of", "the", "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la",
    "le", "al", "el", "bin", "ibn", "ten", "ter", "pro", "tempore", "for",
];

impl Style {
    /// The style of a transcript, by the lines that may begin turns.
    pub(super) fn of(lines: &[&str]) -> Self {
        let any = Self { capitals: false };
        let (mut capitals, mut mixed) = (0_usize, 0_usize);
        for label in lines.iter().filter_map(|line| any.label(line)) {
            if is_in_capitals(label.name) {
                capitals += 1;
            } else {
                mixed += 1;
            }
        }
        Self {
            capitals: capitals >= 2 && capitals >= mixed,
        }
    }

    /// The label a line begins with.
    pub(super) fn label<'line>(self, line: &'line str) -> Option<Label<'line>> {
        let line = line.trim_start_matches(['>', '*', '_', ' ']);
        let line = after_time(line);
        let label = question_or_answer(line)
            .or_else(|| with_colon(line))
            .or_else(|| with_stop(line))?;
        let is_of_style = !self.capitals || is_in_capitals(label.name) || label.name.len() == 1;
        is_of_style.then_some(label)
    }
}

/// `[00:12:03] JANE ROE: …`
fn after_time(line: &str) -> &str {
    let end = line
        .find(|character: char| !(character.is_ascii_digit() || "[]():. ".contains(character)))
        .unwrap_or(line.len());
    if line[..end].contains(':') {
        line[end..].trim_start()
    } else {
        line
    }
}

/// `Q.`, `A:`, and `Q` before a wide gap.
fn question_or_answer(line: &str) -> Option<Label<'_>> {
    let name = line.get(..1).filter(|name| matches!(*name, "Q" | "A"))?;
    let behind = &line[1..];
    let rest = behind
        .strip_prefix(". ")
        .or_else(|| behind.strip_prefix(": "))
        .or_else(|| behind.strip_prefix("  "))
        .or_else(|| behind.strip_prefix('\t'))?;
    Some(Label {
        shown: name,
        name,
        rest: rest.trim(),
    })
}

/// `JANE ROE (Reform):`
fn with_colon(line: &str) -> Option<Label<'_>> {
    let colon = colon_outside_brackets(line)?;
    let (shown, behind) = (&line[..colon], &line[colon + 1..]);
    let shown = shown.trim_end_matches(['*', '_', ' ']);
    let is_apart = behind.is_empty() || behind.starts_with([' ', '\t', '*', '_', '\u{a0}']);
    if !is_apart || shown.chars().count() > LONGEST_LABEL || header::field(line).is_some() {
        return None;
    }
    let name = without_explanation(shown);
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = is_label(&words);
    // "Remember: …", "Mr. President: …": one word, or a title alone, is a label in capitals only.
    let says_enough = is_in_capitals(name) || people_words(&words) >= 2 || is_titled(&words);
    (is_name && says_enough).then(|| Label {
        shown,
        name,
        rest: behind.trim_start_matches(['*', '_']).trim(),
    })
}

fn colon_outside_brackets(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, character) in line.char_indices().take(LONGEST_LABEL + 1) {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return Some(index),
            _ => {}
        }
    }
    None
}

/// The name of a label without what stands in brackets, and without what follows a comma.
fn without_explanation(label: &str) -> &str {
    let end = label.find(['(', '[', ',']).unwrap_or(label.len());
    // "DOE, JR." is a name to its end.
    let behind = label[end..].trim_start_matches([',', ' ']);
    let suffix = behind
        .split([' ', '(', ',', '['])
        .next()
        .unwrap_or_default();
    let is_suffix = matches!(
        suffix.trim_end_matches('.').to_lowercase().as_str(),
        "jr" | "sr" | "ii" | "iii"
    );
    if is_suffix && label[end..].starts_with(',') {
        let length = label.len() - behind.len() + suffix.len();
        return label[..length].trim();
    }
    label[..end].trim()
}

/// Whether all words may stand in a name with its title.
fn is_label(words: &[&str]) -> bool {
    (1..=MOST_WORDS).contains(&words.len())
        && words.iter().all(|word| {
            let particle = PARTICLES.contains(&word.to_lowercase().as_str());
            let first = word.chars().next().is_some_and(char::is_uppercase);
            let letters = word
                .chars()
                .all(|letter| letter.is_alphanumeric() || ".'’-‑#".contains(letter));
            letters && (first || particle || word.bytes().all(|byte| byte.is_ascii_digit()))
        })
        && words[0].chars().next().is_some_and(char::is_alphabetic)
        && words
            .iter()
            .any(|word| !PARTICLES.contains(&word.to_lowercase().as_str()))
}

/// How many words are neither titles nor particles.
fn people_words(words: &[&str]) -> usize {
    words
        .iter()
        .filter(|word| {
            let word = word.trim_end_matches('.').to_lowercase();
            !HONORIFICS.contains(&word.as_str()) && !PARTICLES.contains(&word.as_str())
        })
        .count()
}

/// "Mr. Roe", "President Roe": a title and a name.
fn is_titled(words: &[&str]) -> bool {
    let title = words[0].trim_end_matches('.').to_lowercase();
    title != "the" && HONORIFICS.contains(&title.as_str()) && people_words(words) >= 1
}

/// `Mr. ROE. …`, `The PRESIDING OFFICER. …`, `Senator Roe. …`
fn with_stop(line: &str) -> Option<Label<'_>> {
    let first = line.split(' ').next()?;
    let title = first.trim_end_matches('.').to_lowercase();
    // "THE FERRY RUNS. STAY TUNED!" is shouting; records write "The PRESIDING OFFICER."
    if !HONORIFICS.contains(&title.as_str()) || first == "THE" {
        return None;
    }
    for (stop, _) in line.match_indices(". ").take(4) {
        let name = &line[..stop];
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.last()?.trim_end_matches('.').to_lowercase();
        let behind_abbreviation =
            last.chars().count() <= 1 || HONORIFICS.contains(&last.as_str()) && last != "speaker";
        if behind_abbreviation {
            continue;
        }
        let rest = line[stop + 2..].trim();
        let begins = rest.starts_with(|first: char| !first.is_lowercase());
        let shouted = words[1..]
            .iter()
            .any(|word| is_in_capitals(word) && word.chars().count() > 1);
        let short = title != "the" && words.len() <= 3;
        let is_turn = words.len() >= 2
            && is_label(&words)
            && begins
            && (shouted || short && is_titled(&words));
        return is_turn.then_some(Label {
            shown: name,
            name,
            rest,
        });
    }
    None
}

/// Whether the name itself stands in capitals, whatever its title does: "Mr. ROE", "JANE ROE", "Mr. McROE".
pub(super) fn is_in_capitals(name: &str) -> bool {
    let mut any = false;
    for word in name.split_whitespace() {
        let plain = word.trim_end_matches('.').to_lowercase();
        // "Mr. ROE of Harrow" is told by its constituency from another Roe.
        if plain == "of" && any {
            break;
        }
        let small = word.chars().filter(|letter| letter.is_lowercase()).count();
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        if HONORIFICS.contains(&plain.as_str()) || PARTICLES.contains(&plain.as_str()) {
            any |= small == 0 && capitals > 1;
            continue;
        }
        if small > 0 && !(capitals >= 3 && (word.starts_with("Mc") || word.starts_with("Mac"))) {
            return false;
        }
        any |= capitals > 1;
    }
    any
}
