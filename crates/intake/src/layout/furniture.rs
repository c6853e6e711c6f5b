//! Finds the lines that stand in the text and are not of the article.

use std::sync::LazyLock;

use onrecord_model::{Block, BlockRole};

use super::{ends_sentence, is_quotation_mark, plain_words, words_of};

/// The phrases of `furniture_phrases.txt`, by section.
struct Phrases {
    labels: Vec<&'static str>,
    maybe: Vec<&'static str>,
    whole: Vec<&'static str>,
    beginnings: Vec<&'static str>,
    credits: Vec<&'static str>,
    reporters: Vec<&'static str>,
    reporting: Vec<&'static str>,
    time: Vec<&'static str>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases {
    labels: section("labels"),
    maybe: section("maybe"),
    whole: section("whole"),
    beginnings: section("beginnings"),
    credits: section("credits"),
    reporters: section("reporters"),
    reporting: section("reporting"),
    time: section("time"),
});

fn section(name: &str) -> Vec<&'static str> {
    let mut phrases: Vec<&str> = include_str!("furniture_phrases.txt")
        .lines()
        .skip_while(|line| line.trim_matches(['[', ']']) != name || !line.starts_with('['))
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .flat_map(|line| line.split('|'))
        .map(str::trim)
        .filter(|phrase| !phrase.is_empty())
        .collect();
    phrases.sort_unstable();
    phrases
}

/// Longest line, in characters, that its form alone makes furniture.
const SHORT: usize = 160;

/// Marks furniture among the body of `text`, and headings of boxes ("Related") among its headings.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let last = blocks.len().saturating_sub(1);
    for (index, block) in blocks.iter_mut().enumerate() {
        let line = words_of(text, block);
        let is_at_foot = index + 4 > last && index > 0;
        let is_furniture = match block.role {
            BlockRole::Body => is_furniture(line, is_at_foot),
            BlockRole::Subheading => is_among(&PHRASES.whole, &plain_words(line)),
            BlockRole::Headline | BlockRole::Furniture => false,
        };
        if is_furniture {
            block.role = BlockRole::Furniture;
        }
    }
}

/// Whether a line at the top is furniture by itself.
pub(super) fn is_mere_furniture(line: &str) -> bool {
    is_furniture(line, false)
}

fn is_furniture(line: &str, is_at_foot: bool) -> bool {
    if !line.contains(char::is_alphanumeric) {
        return true;
    }
    // The forms below are all short; a long line is a paragraph.
    if line.chars().nth(2 * SHORT).is_some() {
        return false;
    }
    if is_labelled(line) {
        return true;
    }
    if line.chars().nth(SHORT).is_some() || line.contains(is_quotation_mark) || line.contains("''")
    {
        return is_at_foot && is_foot(line);
    }
    let plain = plain_words(line);
    is_among(&PHRASES.whole, &plain)
        || is_address(line)
        || is_time(&plain)
        || is_agency_credit(line)
        || is_dateline(line)
        || (is_at_foot && is_foot(line))
        || (is_notice(line, &plain) && !reports(&plain))
}

/// Invitations, notices and credits, told by how they begin or what they hold.
fn is_notice(line: &str, plain: &str) -> bool {
    PHRASES
        .beginnings
        .iter()
        .any(|beginning| begins_with_words(plain, beginning))
        || (is_set_apart(line) && PHRASES.credits.iter().any(|credit| plain.contains(credit)))
        || (begins_with_words(plain, "follow") && line.contains('@'))
        || line.starts_with('©')
        || (begins_with_words(plain, "copyright")
            && plain.contains(|character: char| character.is_ascii_digit()))
}

/// Whether a line is no sentence: without a full stop, or too short for one.
fn is_set_apart(line: &str) -> bool {
    !ends_sentence(line) || line.split_whitespace().count() <= 5
}

/// Whether a word of reporting stands in the line: then it may hold what somebody said, whatever it looks like.
pub(super) fn reports(plain: &str) -> bool {
    plain
        .split(' ')
        .any(|word| is_among(&PHRASES.reporting, word))
}

fn is_among(phrases: &[&str], plain: &str) -> bool {
    phrases.binary_search(&plain).is_ok()
}

/// Whether `plain` begins with `words` and goes on with another word.
fn begins_with_words(plain: &str, words: &str) -> bool {
    plain
        .strip_prefix(words)
        .is_some_and(|rest| rest.starts_with(' '))
}

/// "ALSO READ: …", "Categories: …".
fn is_labelled(line: &str) -> bool {
    let Some((label, rest)) = line
        .split_once([':', '|', '»'])
        .or_else(|| line.split_once(" – "))
    else {
        return false;
    };
    if label.contains(is_quotation_mark) {
        return false;
    }
    let plain = plain_words(label);
    if is_among(&PHRASES.labels, &plain) {
        return true;
    }
    let is_in_capitals = !label.contains(char::is_lowercase);
    is_among(&PHRASES.maybe, &plain) && (is_in_capitals || !ends_sentence(rest.trim()))
}

/// "Tom Hollis reported from Eastport.", "The Associated Press contributed to this report."
fn is_foot(line: &str) -> bool {
    let plain = plain_words(line);
    if PHRASES.reporters.iter().any(|words| plain.contains(words)) {
        return true;
    }
    let words = plain.split(' ').count();
    let is_reporter = words <= 14 && line.len() <= SHORT && plain.contains(" reported from ");
    let is_bracketed = line.starts_with('(') && plain.contains("editing by");
    is_reporter || is_bracketed
}

/// A mail address, an account or a link, and nothing else.
fn is_address(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(word), None) = (words.next(), words.next()) else {
        return false;
    };
    let is_account = word.len() > 1 && word.starts_with('@');
    let is_link =
        word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.");
    let is_mail = word
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    is_account || is_link || is_mail
}

/// A date or time, with nothing but what goes with one: "Updated 3:04 PM EDT, Sun August 17, 2025", "4 min read".
fn is_time(plain: &str) -> bool {
    let mut has_figure = false;
    let mut has_word = false;
    for word in plain.split(' ') {
        let figures = word.trim_end_matches(|character: char| character.is_alphabetic());
        let letters = &word[figures.len()..];
        has_figure |= !figures.is_empty();
        has_word |= !letters.is_empty();
        let is_figures = figures.chars().all(|character| character.is_ascii_digit());
        if !is_figures || !(letters.is_empty() || is_among(&PHRASES.time, letters)) {
            return false;
        }
    }
    // Figures alone may be a year that heads a section; 2025 08 17 cannot.
    has_figure && (has_word || plain.split(' ').count() >= 3)
}

/// "Tom Hollis / Reuters", "Tom Hollis/Courier via AP": who took a picture, and for whom.
fn is_agency_credit(line: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "reuters",
        "ap",
        "afp",
        "getty",
        "getty images",
        "epa",
        "bloomberg",
        "pool",
        "upi",
        "shutterstock",
    ];
    let Some((_, agency)) = line.trim_end_matches('.').rsplit_once('/') else {
        return false;
    };
    line.split_whitespace().count() <= 8 && AGENCIES.contains(&plain_words(agency).as_str())
}

/// "WASHINGTON, July 19 (Reuters) —" with nothing after it.
fn is_dateline(line: &str) -> bool {
    let Some(place) = line.strip_suffix(['—', '–', '-']) else {
        return false;
    };
    let capitals = place.split([',', '(']).next().unwrap_or_default().trim();
    place.split_whitespace().count() <= 8
        && capitals
            .chars()
            .filter(|character| character.is_alphabetic())
            .count()
            >= 3
        && !capitals.contains(char::is_lowercase)
}
