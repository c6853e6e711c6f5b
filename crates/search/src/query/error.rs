//! Why a query could not be read, and where.

use thiserror::Error;
use unicode_normalization::char::is_combining_mark;

use super::Query;

/// Why a query could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    /// It is longer than [`Query::LONGEST`].
    #[error("the query has {length} characters, {longest} are allowed", longest = Query::LONGEST)]
    TooLong {
        /// Its number of code points.
        length: usize,
    },
    /// It has more words than [`Query::MOST_WORDS`].
    #[error("the query has more than {most} words", most = Query::MOST_WORDS)]
    TooManyWords,
    /// It has more conditions on fields than [`Query::MOST_CONDITIONS`].
    #[error("the query has more than {most} conditions on fields", most = Query::MOST_CONDITIONS)]
    TooManyConditions,
    /// It has more near spellings and beginnings of words than [`Query::MOST_SPELLINGS`].
    #[error(
        "the query has more than {most} near spellings and beginnings of words",
        most = Query::MOST_SPELLINGS
    )]
    TooManySpellings,
    /// Its parentheses are nested deeper than [`Query::DEEPEST`].
    #[error("the query nests parentheses deeper than {deepest}", deepest = Query::DEEPEST)]
    TooDeep,
    /// It does not follow the language.
    #[error("{message}")]
    Syntax {
        /// What is wrong, and what would be right.
        message: String,
        /// Where, in code points from the beginning of what was typed.
        position: usize,
        /// What was typed, as one line: a code point here is one there.
        line: String,
    },
    /// It is not empty, and holds nothing to search for.
    #[error("the query {0:?} has no word in it")]
    NoWords(String),
}

/// How much of a long query is shown on either side of the place.
const AROUND: usize = 30;

impl QueryError {
    /// Code points from the beginning of what was typed to what is wrong; `None` where it is wrong as a whole.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        match self {
            Self::Syntax { position, .. } => Some(*position),
            _ => None,
        }
    }

    /// What was typed, cut to what lies around the place, and below it a line that points there; `None` where it
    /// is wrong as a whole. To be shown in letters of one width.
    #[must_use]
    pub fn caret(&self) -> Option<String> {
        let Self::Syntax { position, line, .. } = self else {
            return None;
        };
        let from = position.saturating_sub(AROUND);
        let before: String = line.chars().skip(from).take(position - from).collect();
        let behind: String = line.chars().skip(*position).take(AROUND).collect();
        let is_cut_behind = line.chars().nth(position + AROUND).is_some();
        let opening = if from > 0 { "…" } else { "" };
        let closing = if is_cut_behind { "…" } else { "" };
        // Marks that combine take no room of their own.
        let columns = opening
            .chars()
            .chain(before.chars())
            .filter(|character| !is_combining_mark(*character))
            .count();
        Some(format!(
            "{opening}{before}{behind}{closing}\n{:columns$}^",
            ""
        ))
    }
}

/// What reading stops at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Something at this byte.
    At(usize, String),
    /// The whole.
    Whole(QueryError),
}

impl Refusal {
    pub(super) fn at<T>(byte: usize, message: impl Into<String>) -> Result<T, Self> {
        Err(Self::At(byte, message.into()))
    }

    /// The error to be told about what was `typed`.
    pub(super) fn told(self, typed: &str) -> QueryError {
        match self {
            Self::Whole(error) => error,
            Self::At(byte, message) => QueryError::Syntax {
                message,
                position: typed.get(..byte).unwrap_or(typed).chars().count(),
                line: typed.chars().map(in_line).collect(),
            },
        }
    }
}

/// What would break the line, or turn the direction of it, is shown as a space.
fn in_line(character: char) -> char {
    let turns = matches!(
        character,
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    );
    match character.is_whitespace() || character.is_control() || turns {
        true => ' ',
        false => character,
    }
}
