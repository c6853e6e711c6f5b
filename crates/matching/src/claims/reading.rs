//! A text as the matcher compares it: words without inflection, numbers by their value, names told apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::numbers;
use super::stem::stem;
use crate::changed::denies;
use crate::function_words::is_content;

/// What a word is to the matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sort {
    /// It carries content of its own.
    pub(super) is_content: bool,
    /// It is capitalised where that tells something.
    pub(super) is_name: bool,
    /// It is a number.
    pub(super) is_number: bool,
}

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// What it is compared by.
    pub(super) term: String,
    /// Bytes of the text that it stands in, first and behind the last.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sort: Sort,
}

/// The words of a text in order, and whether it denies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reading {
    pub(super) words: Vec<Word>,
    /// "not", "never", "don't" and the like in it.
    pub(super) negations: usize,
}

/// Words are compared by this many letters: what is longer is no word.
const LONGEST: usize = 40;

/// Forms that mean the same in the news, as they are written without points, and what stands for them.
const ALIASES: &[(&str, &str)] = &[
    ("aoc", "ocasio"),
    ("congressman", "representative"),
    ("congresswoman", "representative"),
    ("covid", "coronavirus"),
    ("covid19", "coronavirus"),
    ("gop", "republican"),
    ("gov", "governor"),
    ("image", "photograph"),
    ("photo", "photograph"),
    ("pic", "photograph"),
    ("picture", "photograph"),
    ("potus", "president"),
    ("ppl", "people"),
    ("pres", "president"),
    ("rep", "representative"),
    ("reps", "representative"),
    ("scotus", "supreme"),
    ("sen", "senator"),
    ("sens", "senator"),
    ("uk", "britain"),
    ("usa", "us."),
    ("vp", "vice"),
];

/// Reads a text from which [`super::tidy`] has taken its surroundings.
pub(super) fn read(text: &str) -> Reading {
    let mut raw: Vec<Raw<'_>> = Vec::with_capacity(text.len() / 6);
    let mut start = None;
    for (offset, letter) in text.char_indices() {
        let is_inside = letter.is_alphanumeric()
            || is_combining_mark(letter)
            || (start.is_some() && joins(text, offset, letter));
        match start {
            None if is_inside => start = Some(offset),
            Some(from) if !is_inside => {
                split_compound(text, from, offset, &mut raw);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        split_compound(text, from, text.len(), &mut raw);
    }
    finish(text, &raw)
}

/// A piece of the text that is a word.
struct Raw<'text> {
    written: &'text str,
    start: usize,
}

/// Whether the punctuation at `offset` stands inside a word: an apostrophe, the points of "1,500", "3.5" and "U.S.".
fn joins(text: &str, offset: usize, letter: char) -> bool {
    let after = text[offset + letter.len_utf8()..].chars().next();
    let before = text[..offset].chars().next_back();
    match letter {
        '\'' | '’' | 'ʼ' => after.is_some_and(char::is_alphabetic),
        '.' | ',' => {
            let is_in_number = before.is_some_and(|before| before.is_ascii_digit())
                && after.is_some_and(|after| after.is_ascii_digit());
            let is_abbreviation = letter == '.'
                && before.is_some_and(char::is_uppercase)
                && is_lone_letter(&text[..offset])
                && after.is_some_and(char::is_uppercase)
                && is_abbreviated(&text[offset + 1..]);
            is_in_number || is_abbreviation
        }
        _ => false,
    }
}

/// Whether what `before` ends with is one letter by itself or behind a point.
fn is_lone_letter(before: &str) -> bool {
    let mut backwards = before.chars().rev().skip(1);
    backwards
        .next()
        .is_none_or(|letter| !letter.is_alphanumeric())
}

/// Whether `after` begins with one letter and then no other.
fn is_abbreviated(after: &str) -> bool {
    let mut letters = after.chars().skip(1);
    letters
        .next()
        .is_none_or(|letter| !letter.is_alphanumeric())
}

/// Splits "#OneTwo" and "@OneTwo" where small letters go over into capitals, and leaves other words whole.
fn split_compound<'text>(text: &'text str, from: usize, to: usize, raw: &mut Vec<Raw<'text>>) {
    let is_tag = text[..from].ends_with(['#', '@']);
    let mut start = from;
    if is_tag {
        let mut before: Option<char> = None;
        let piece = &text[from..to];
        for (offset, letter) in piece.char_indices() {
            let next = piece[offset + letter.len_utf8()..].chars().next();
            let parts = before.is_some_and(|before| {
                (letter.is_uppercase()
                    && (before.is_lowercase()
                        || before.is_uppercase() && next.is_some_and(char::is_lowercase)))
                    || letter.is_ascii_digit() != before.is_ascii_digit()
            });
            if parts && from + offset > start {
                raw.push(Raw {
                    written: &text[start..from + offset],
                    start,
                });
                start = from + offset;
            }
            before = Some(letter);
        }
    }
    raw.push(Raw {
        written: &text[start..to],
        start,
    });
}

/// Tells names, reads numbers that go over several words, and brings the rest to its stem.
fn finish(text: &str, raw: &[Raw<'_>]) -> Reading {
    let is_shouted = is_shouted(raw);
    let mut reading = Reading {
        words: Vec::with_capacity(raw.len()),
        negations: 0,
    };
    let folded: Vec<String> = raw.iter().map(|word| fold(word.written)).collect();
    let mut index = 0;
    while index < raw.len() {
        let Raw { written, start } = raw[index];
        let behind = |count: usize| {
            let last = &raw[index + count - 1];
            last.start + last.written.len()
        };
        if let Some((term, count)) = numbers::read(&folded[index..]) {
            reading.words.push(Word {
                term,
                start,
                end: behind(count),
                sort: Sort {
                    is_content: true,
                    is_name: false,
                    is_number: true,
                },
            });
            if text[behind(count)..].starts_with('%') {
                reading.words.push(percent(behind(count)));
            }
            index += count;
            continue;
        }
        let (mut term, count) = alias(&folded[index..], written, is_shouted);
        reading.negations += usize::from(denies(&term));
        let is_content = is_content(&term);
        let is_first = index == 0 || begins_sentence(&text[..start]);
        let is_name = !is_shouted
            && is_content
            && (!is_first || count > 1)
            && written.chars().next().is_some_and(char::is_uppercase);
        if is_content {
            stem(&mut term);
        }
        if !term.is_empty() {
            reading.words.push(Word {
                term,
                start,
                end: behind(count),
                sort: Sort {
                    is_content,
                    is_name,
                    is_number: false,
                },
            });
        }
        index += count;
    }
    reading
}

fn percent(at: usize) -> Word {
    Word {
        term: "percent".to_owned(),
        start: at,
        end: at + 1,
        sort: Sort {
            is_content: true,
            ..Sort::default()
        },
    }
}

/// The word that stands for the first of `folded`, and how many it stands for.
fn alias(folded: &[String], written: &str, is_shouted: bool) -> (String, usize) {
    let first = folded[0].as_str();
    let second = folded.get(1).map(String::as_str);
    match (first, second) {
        ("united", Some("states")) => return ("us.".to_owned(), 2),
        ("united", Some("kingdom")) => return ("britain".to_owned(), 2),
        ("per", Some("cent")) => return ("percent".to_owned(), 2),
        ("us", _) if written.contains('.') || (!is_shouted && written == "US") => {
            return ("us.".to_owned(), 1);
        }
        _ => {}
    }
    let place = ALIASES.binary_search_by_key(&first, |(alias, _)| alias);
    let term = place.map_or(first, |place| ALIASES[place].1);
    (term.to_owned(), 1)
}

/// Whether nearly all of it is in capitals, which then tell nothing.
fn is_shouted(raw: &[Raw<'_>]) -> bool {
    let mut capitals = 0_usize;
    let mut all = 0_usize;
    for word in raw {
        let mut letters = word.written.chars().filter(|letter| letter.is_alphabetic());
        let Some(_first) = letters.next() else {
            continue;
        };
        if let Some(second) = letters.next() {
            all += 1;
            capitals += usize::from(second.is_uppercase());
        }
    }
    all > 0 && capitals * 10 >= all * 7
}

fn begins_sentence(before: &str) -> bool {
    let trimmed = before.trim_end_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '"' | '\'' | '“' | '‘' | '(')
    });
    trimmed.is_empty() || trimmed.ends_with(['.', '!', '?', ':', '…', '\n'])
}

/// Lower case, without accents, points and apostrophes; the possessive is taken off.
fn fold(written: &str) -> String {
    let mut folded = String::with_capacity(written.len().min(4 * LONGEST));
    if written.is_ascii() {
        fold_letters(written.chars(), &mut folded);
    } else {
        let plain = written.nfkd().filter(|letter| !is_combining_mark(*letter));
        fold_letters(plain.flat_map(char::to_lowercase), &mut folded);
    }
    if let Some(at) = folded.rfind('\'') {
        let is_possessive = &folded[at..] == "'s" && {
            let whole = folded.replace('\'', "");
            is_content(&whole)
        };
        if is_possessive {
            folded.truncate(at);
        }
        folded.retain(|letter| letter != '\'');
    }
    folded
}

fn fold_letters(letters: impl Iterator<Item = char>, folded: &mut String) {
    let mut before = ' ';
    let mut letters = letters.take(LONGEST).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '’' | 'ʼ' | '\'' => folded.push('\''),
            // 3.5 is not 35; 1,500 is 1500; U.S. is us.
            '.' if before.is_ascii_digit() && letters.peek().is_some_and(char::is_ascii_digit) => {
                folded.push('.');
            }
            '.' | ',' => {}
            letter => folded.push(letter.to_ascii_lowercase()),
        }
        before = letter;
    }
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, read};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let reading = read(text);
        let words: Vec<String> = reading
            .words
            .iter()
            .map(|word| {
                let mark = if word.sort.is_number {
                    "#"
                } else if word.sort.is_name {
                    "^"
                } else if word.sort.is_content {
                    ""
                } else {
                    "~"
                };
                format!("{mark}{}", word.term)
            })
            .collect();
        assert_eq!(words.join(" "), expected, "{text:?}");
        for word in &reading.words {
            assert!(text.get(word.start..word.end).is_some(), "{text:?}");
        }
    }

    #[test]
    fn the_aliases_can_be_searched() {
        assert!(ALIASES.is_sorted());
    }

    #[test]
    fn names_are_told_inside_sentences() {
        check(
            "Harbours closed. The mayor of Oldport left.",
            "harbour clos ~the mayor ~of ^oldport left",
        );
        check("THE MAYOR LEFT", "~the mayor left");
    }

    #[test]
    fn tags_fall_into_words() {
        check(
            "#SaveTheHarbour @OldportNews19",
            "sav ~the ^harbour ^oldport ^new #19",
        );
        check("#NATOSummit", "nato ^summit");
    }

    #[test]
    fn numbers_are_read_by_their_value() {
        check("1.5 million and 1,500,000", "#1500000 ~and #1500000");
        check("two hundred", "#200");
        check("70% or 70 per cent", "#70 percent ~or #70 percent");
        check("twenty-two ships", "#22 ship");
        check("$3bn", "#3000000000");
        check("one of them", "~one ~of ~them");
    }

    #[test]
    fn the_same_country_is_one_word() {
        check("the U.S. and the United States", "~the ^us. ~and ~the ^us.");
        check("They told us. US ships", "~they told ~us us. ship");
    }

    #[test]
    fn possessives_and_apostrophes_make_no_difference() {
        check("the mayor’s and Roe's", "~the mayor ~and ^roe");
        check("it's, don’t", "~its ~dont");
    }

    #[test]
    fn what_denies_is_counted() {
        assert_eq!(read("They don't and never will").negations, 2);
        assert_eq!(read("They do").negations, 0);
    }
}
