//! What a query asks for, and how it is put in the query language of this server.
//!
//! Whatever comes in, as objects or as text of theirs, becomes an [`Expression`] and then one line of our language, so
//! that both mean the same in every place, and so that anybody can see what was searched for.

use super::fields::Field;

/// What has to hold for a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    /// Anything.
    Anything,
    /// Nothing does.
    Nothing,
    /// One condition in our language.
    Condition(String),
    /// All of these; never fewer than two, and never one of the first two.
    Every(Vec<Expression>),
    /// One of these at least; likewise.
    Either(Vec<Expression>),
    /// Not this; never one of the first two.
    Not(Box<Expression>),
}

impl Expression {
    /// All of `parts` hold.
    pub(super) fn every(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Anything => {}
                Self::Nothing => return Self::Nothing,
                Self::Every(parts) => kept.extend(parts),
                part => kept.push(part),
            }
        }
        kept.dedup();
        match kept.len() {
            0 => Self::Anything,
            1 => kept.swap_remove(0),
            _ => Self::Every(kept),
        }
    }

    /// One of `parts` holds at least.
    pub(super) fn either(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Nothing => {}
                Self::Anything => return Self::Anything,
                Self::Either(parts) => kept.extend(parts),
                part => kept.push(part),
            }
        }
        match kept.len() {
            0 => Self::Nothing,
            1 => kept.swap_remove(0),
            _ => Self::Either(kept),
        }
    }

    /// `self` does not hold.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Anything => Self::Nothing,
            Self::Nothing => Self::Anything,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// A word as it is, wherever it stands: in the words said, the speaker's name or the title.
    pub(super) fn word(word: &str) -> Self {
        Self::Condition(term(word))
    }

    /// Words next to each other, with up to `slop` moves between them.
    pub(super) fn phrase(text: &str, slop: u64) -> Self {
        let quoted = quoted(text);
        Self::Condition(match slop {
            0 => quoted,
            slop => format!("{quoted}~{slop}"),
        })
    }

    /// The field holds `value`.
    pub(super) fn of(field: &Field, value: &str) -> Self {
        match field.condition {
            Some(name) => Self::Condition(format!("{name}:{}", quoted(value))),
            None => Self::Nothing,
        }
    }

    /// One line of our language; `None` where nothing is asked for.
    pub(super) fn line(&self) -> Option<String> {
        match self {
            Self::Anything => None,
            Self::Every(parts) => Some(joined(parts, " ")),
            other => Some(other.operand()),
        }
    }

    /// As a part of something larger.
    fn operand(&self) -> String {
        match self {
            // Both are turned into something by whoever puts parts together, and stand alone or nowhere.
            Self::Anything => "-(kind:direct -kind:direct)".to_owned(),
            // What is direct and not.
            Self::Nothing => "(kind:direct -kind:direct)".to_owned(),
            Self::Condition(condition) => condition.clone(),
            Self::Every(parts) => format!("({})", joined(parts, " ")),
            Self::Either(parts) => format!("({})", joined(parts, " OR ")),
            Self::Not(inner) => format!("-{}", inner.operand()),
        }
    }
}

fn joined(parts: &[Expression], between: &str) -> String {
    let parts: Vec<String> = parts.iter().map(Expression::operand).collect();
    parts.join(between)
}

/// A word as our language reads it as a word, whatever is in it.
fn term(word: &str) -> String {
    let is_plain = !word.is_empty()
        && word.chars().all(char::is_alphanumeric)
        && !["OR", "AND", "NOT"].contains(&word);
    if is_plain {
        return word.to_owned();
    }
    quoted(word)
}

/// Our language takes each of these for a quotation mark, and lets any close what another opened.
const MARKS: [char; 8] = [
    '"', '\u{201C}', '\u{201D}', '\u{201E}', '\u{201F}', '«', '»', '\u{FF02}',
];

/// `text` in quotation marks of our language.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        if character == '\\' || MARKS.contains(&character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}
