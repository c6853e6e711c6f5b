//! A sentence cut up, and what each token is.

use super::lexicon;
use super::model::Model;

/// One token, as numbers: what is the same has the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Bytes of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The word in small letters; of a number its sort: money, percent, year, or how many digits.
    pub(super) word: u64,
    /// The word itself where it shows how the sentence is built, else what it looks like.
    pub(super) class: u64,
    /// Groups of like meaning, coarse to fine; the word itself where it is in none.
    pub(super) groups: [u64; 3],
    /// Its first five letters and its last three, where it is long enough.
    pub(super) beginning: Option<u64>,
    pub(super) ending: Option<u64>,
    pub(super) is_letters: bool,
    pub(super) is_number: bool,
    pub(super) is_number_word: bool,
    pub(super) is_name: bool,
    pub(super) is_past: bool,
    pub(super) is_first_person: bool,
    pub(super) is_modal: bool,
    pub(super) is_question_mark: bool,
}

/// FNV-1a, its bits mixed once more, for tables take the highest.
pub(super) fn number_of(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mixed(hash)
}

/// The finaliser of MurmurHash3: every bit of the number moves every bit of the answer.
pub(super) fn mixed(mut number: u64) -> u64 {
    number ^= number >> 33;
    number = number.wrapping_mul(0xff51_afd7_ed55_8ccd);
    number ^= number >> 33;
    number = number.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    number ^ (number >> 33)
}

/// Cuts up the text: numbers with their currency and percent signs, words with one apostrophe inside, dashes of two,
/// three dots, and every other sign by itself.
pub(super) fn tokens(text: &str, model: &Model) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    let mut small = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = length(rest, first);
        let (written, behind) = rest.split_at(length);
        rest = behind;
        if first.is_whitespace() || first == '_' {
            continue;
        }
        small.clear();
        let is_first = tokens.is_empty();
        tokens.push(token((start, written), first, is_first, &mut small, model));
    }
    tokens
}

/// Bytes of the token that `text` begins with.
fn length(text: &str, first: char) -> usize {
    if first.is_alphabetic() {
        return word_length(text);
    }
    let bytes = text.as_bytes();
    let currency = match first {
        '$' | '€' | '£' => first.len_utf8(),
        _ => 0,
    };
    if bytes.get(currency).is_some_and(u8::is_ascii_digit) {
        return currency + number_length(&text[currency..]);
    }
    match first {
        '-' if text.starts_with("--") => 2,
        '.' if text.starts_with("...") => 3,
        _ => first.len_utf8(),
    }
}

fn word_length(text: &str) -> usize {
    let letters = |text: &str| {
        text.find(|letter: char| !letter.is_alphabetic())
            .unwrap_or(text.len())
    };
    let length = letters(text);
    let behind = &text[length..];
    let apostrophe = behind
        .chars()
        .next()
        .filter(|sign| matches!(sign, '\'' | '’'));
    let Some(apostrophe) = apostrophe else {
        return length;
    };
    match letters(&behind[apostrophe.len_utf8()..]) {
        0 => length,
        more => length + apostrophe.len_utf8() + more,
    }
}

fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let end = bytes
        .iter()
        .position(|byte| !byte.is_ascii_digit() && !matches!(byte, b',' | b'.'))
        .unwrap_or(bytes.len());
    let last_digit = bytes[..end].iter().rposition(u8::is_ascii_digit);
    let length = last_digit.map_or(1, |last| last + 1);
    length + usize::from(bytes.get(length) == Some(&b'%'))
}

fn token(
    (start, written): (usize, &str),
    first: char,
    is_first: bool,
    small: &mut String,
    model: &Model,
) -> Token {
    let end = start + written.len();
    let mut token = Token {
        start,
        end,
        word: 0,
        class: 0,
        groups: [0; 3],
        beginning: None,
        ending: None,
        is_letters: first.is_alphabetic(),
        is_number: false,
        is_number_word: false,
        is_name: false,
        is_past: false,
        is_first_person: false,
        is_modal: false,
        is_question_mark: first == '?',
    };
    if !token.is_letters {
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        token.is_number = digits > 0;
        let (word, class) = match digits {
            0 => (written, written),
            digits => (sort_of_number(written, digits), "#"),
        };
        token.word = number_of(word.as_bytes());
        token.class = number_of(class.as_bytes());
        token.groups = [token.word; 3];
        return token;
    }
    lower(written, small);
    token.word = number_of(small.as_bytes());
    token.groups = model.groups(token.word).unwrap_or([token.word; 3]);
    let is_pronoun = small == "i" || small.starts_with("i'");
    token.is_name = !is_first && first.is_uppercase() && !is_pronoun;
    token.is_number_word = lexicon::is_number(small);
    token.is_past = lexicon::is_past(small);
    token.is_first_person = lexicon::is_first_person(small);
    token.is_modal = lexicon::is_modal(small);
    token.class = if token.is_number_word {
        number_of(b"#w")
    } else if lexicon::is_function(small) {
        token.word
    } else if !is_first && first.is_uppercase() {
        number_of(b"NAME")
    } else {
        number_of(ending_class(small).as_bytes())
    };
    if small.len() > 5 {
        token.beginning = small.get(..5).map(|part| number_of(part.as_bytes()));
    }
    if small.len() > 6 {
        let ending = small.get(small.len() - 3..);
        token.ending = ending.map(|part| number_of(part.as_bytes()));
    }
    token
}

fn lower(written: &str, small: &mut String) {
    if written.is_ascii() {
        small.push_str(written);
        small.make_ascii_lowercase();
        return;
    }
    for character in written.chars() {
        match character {
            '’' => small.push('\''),
            _ => small.extend(character.to_lowercase()),
        }
    }
}

/// What a number is, for most stand in no text twice.
fn sort_of_number(written: &str, digits: usize) -> &'static str {
    if !written.starts_with(|first: char| first.is_ascii_digit()) {
        return "<money>";
    }
    if written.ends_with('%') {
        return "<percent>";
    }
    let is_plain = digits == written.len();
    let is_year = digits == 4 && is_plain && ["17", "18", "19", "20"].contains(&&written[..2]);
    match digits {
        _ if is_year => "<year>",
        1 => "<1>",
        2 => "<2>",
        3 => "<3>",
        _ => "<4>",
    }
}

/// The endings that tell something of what a word is.
const ENDINGS: &[&str] = &["ing", "ed", "ly", "tion", "s", "er", "est", "ity", "ment"];

fn ending_class(word: &str) -> &'static str {
    let of_word = |ending: &&&str| word.len() > ending.len() + 2 && word.ends_with(**ending);
    ENDINGS.iter().find(of_word).copied().unwrap_or("w")
}
