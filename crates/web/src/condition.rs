//! Conditions in a query, as somebody typed them: found, put in and taken out again, so that a link can change a query
//! without anybody having to type.
//!
//! What a query means is read elsewhere. Here only those conditions are found that can be taken out by themselves: not in
//! parentheses, not beside an `OR`, not within quotation marks.

use std::ops::Range;

/// Fields of the query language, with what a condition on each is called.
const FIELDS: [(&str, &str); 14] = [
    ("speaker", "Speaker"),
    ("outlet", "Outlet"),
    ("kind", "Kind"),
    ("origin", "From"),
    ("cue", "Reporting words"),
    ("class", "Act"),
    ("colour", "Told"),
    ("polarity", "Reported as"),
    ("verdict", "Verdict"),
    ("claim", "Claim"),
    ("date", "Date"),
    ("lang", "Language"),
    ("title", "Headline"),
    ("said", "Words said"),
];

/// One condition of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// `speaker` and so on.
    pub field: &'static str,
    /// What it is called where it is shown.
    pub label: &'static str,
    /// What the field is to be, without quotation marks.
    pub value: String,
    /// Whether what has it is left out.
    pub is_excluded: bool,
    range: Range<usize>,
}

/// A piece of a query between spaces.
struct Piece {
    range: Range<usize>,
    /// Whether it stands in no parentheses and has none.
    is_bare: bool,
}

/// The conditions of `typed` that can be taken out by themselves, in the order they stand in.
#[must_use]
pub fn conditions(typed: &str) -> Vec<Condition> {
    let pieces = pieces(typed);
    let is_or = |index: Option<usize>| {
        index
            .and_then(|index| pieces.get(index))
            .is_some_and(|piece| &typed[piece.range.clone()] == "OR")
    };
    pieces
        .iter()
        .enumerate()
        .filter(|(index, piece)| {
            piece.is_bare && !is_or(index.checked_sub(1)) && !is_or(index.checked_add(1))
        })
        .filter_map(|(_, piece)| condition(typed, piece.range.clone()))
        .collect()
}

/// `typed` with one more condition, or as it is where it has it already.
#[must_use]
pub fn with(typed: &str, condition: &str) -> String {
    let has_it = conditions(typed)
        .iter()
        .any(|known| &typed[known.range.clone()] == condition);
    match (has_it, typed.trim()) {
        (true, typed) => typed.to_owned(),
        (false, "") => condition.to_owned(),
        (false, typed) => format!("{typed} {condition}"),
    }
}

impl Condition {
    /// Whether it is `condition`, as the language writes it.
    #[must_use]
    pub fn is(&self, typed: &str, condition: &str) -> bool {
        &typed[self.range.clone()] == condition
    }

    /// The query it was found in without it.
    #[must_use]
    pub fn without(&self, typed: &str) -> String {
        let (before, behind) = (&typed[..self.range.start], &typed[self.range.end..]);
        format!("{} {}", before.trim_end(), behind.trim_start())
            .trim()
            .to_owned()
    }
}

fn condition(typed: &str, range: Range<usize>) -> Option<Condition> {
    let piece = &typed[range.clone()];
    let (is_excluded, rest) = match piece.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, piece),
    };
    let (name, value) = rest.split_once(':')?;
    let (field, label) = FIELDS.into_iter().find(|(field, _)| *field == name)?;
    Some(Condition {
        field,
        label,
        value: unquoted(value)?,
        is_excluded,
        range,
    })
}

/// A value as it is meant; `None` where there is none.
fn unquoted(value: &str) -> Option<String> {
    let Some(quoted) = value.strip_prefix(is_mark) else {
        return (!value.is_empty()).then(|| value.to_owned());
    };
    let mut meant = String::new();
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => meant.extend(letters.next()),
            mark if is_mark(mark) => break,
            letter => meant.push(letter),
        }
    }
    Some(meant)
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„')
}

fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut is_quoted, mut is_escaped, mut brackets) = (false, false, 0_usize);
    let mut depth = 0_usize;
    let mut open: Option<(usize, bool)> = None;
    for (offset, letter) in typed.char_indices() {
        let is_space = letter.is_whitespace() && !is_quoted && brackets == 0;
        if is_space {
            if let Some((start, is_bare)) = open.take() {
                pieces.push(Piece {
                    range: start..offset,
                    is_bare,
                });
            }
            continue;
        }
        let (_, is_bare) = open.get_or_insert((offset, depth == 0));
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            mark if is_mark(mark) => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '[' | '{' => brackets += 1,
            ']' | '}' => brackets = brackets.saturating_sub(1),
            '(' => {
                depth += 1;
                *is_bare = false;
            }
            ')' => {
                depth = depth.saturating_sub(1);
                *is_bare = false;
            }
            _ => {}
        }
    }
    if let Some((start, is_bare)) = open {
        pieces.push(Piece {
            range: start..typed.len(),
            is_bare,
        });
    }
    pieces
}
