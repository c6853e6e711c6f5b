//! The fields of the language, and what their values mean.

use std::fmt::Display;
use std::str::FromStr;

use onrecord_model::{Kind, Timestamp, period};

use super::language;
use super::tree::{Condition, Named, Period, Within};
use crate::Origin;
use crate::cursor::microseconds;
use crate::words::outlet_key;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Speaker,
    Outlet,
    Kind,
    Origin,
    Cue,
    Class,
    Colour,
    Polarity,
    Verdict,
    Claim,
    Date,
    Language,
    Title,
    Said,
}

impl Field {
    const ALL: [(&'static str, Self); 14] = [
        ("speaker", Self::Speaker),
        ("outlet", Self::Outlet),
        ("kind", Self::Kind),
        ("origin", Self::Origin),
        ("cue", Self::Cue),
        ("class", Self::Class),
        ("colour", Self::Colour),
        ("polarity", Self::Polarity),
        ("verdict", Self::Verdict),
        ("claim", Self::Claim),
        ("date", Self::Date),
        ("lang", Self::Language),
        ("title", Self::Title),
        ("said", Self::Said),
    ];

    /// The field of this name, whatever its case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let known = Self::ALL.iter();
        known
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, field)| *field)
            .next()
    }

    pub(super) fn name(self) -> &'static str {
        let known = Self::ALL.iter();
        known
            .filter(|(_, field)| *field == self)
            .map(|(name, _)| *name)
            .next()
            .unwrap_or_default()
    }

    /// All of them as they are typed.
    pub(super) fn list() -> String {
        let names: Vec<String> = Self::ALL
            .iter()
            .map(|(name, _)| format!("{name}:"))
            .collect();
        names.join(", ")
    }

    /// Where the words are that it holds; `None` where it holds no words.
    pub(super) fn words(self) -> Option<Within> {
        match self {
            Self::Cue => Some(Within::Cue),
            Self::Title => Some(Within::Title),
            Self::Said => Some(Within::Said),
            _ => None,
        }
    }
}

/// A value as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'typed> {
    /// Without marks.
    Bare(&'typed str),
    /// Between marks, without what escapes them.
    Quoted(String),
    /// Between brackets, with whether the ends belong to it.
    Range {
        from: &'typed str,
        holds_from: bool,
        to: &'typed str,
        holds_to: bool,
    },
}

/// What stands for the absence of a value; between marks it is a word like others.
const NONE: &str = "none";

impl Value<'_> {
    fn is_none(&self) -> bool {
        matches!(self, Self::Bare(value) if value.eq_ignore_ascii_case(NONE))
    }

    fn text(&self) -> &str {
        match self {
            Self::Bare(value) => value.trim(),
            Self::Quoted(value) => value.trim(),
            Self::Range { .. } => "",
        }
    }
}

/// What a field that holds no words asks for with this value.
///
/// # Errors
///
/// What is wrong with the value.
pub(super) fn condition(field: Field, value: &Value<'_>) -> Result<Condition, String> {
    if let Value::Range { .. } = value
        && field != Field::Date
    {
        return Err(format!(
            "only date: takes a range in brackets, {}: does not",
            field.name()
        ));
    }
    let text = value.text();
    let is_empty = text.is_empty() && !matches!(value, Value::Range { .. });
    if is_empty {
        return Err(format!("{}: has nothing between its marks", field.name()));
    }
    let unless_none = |meant: String| (!value.is_none()).then_some(meant);
    Ok(match field {
        Field::Speaker => Condition::Speaker(unless_none(text.to_owned()).map(Named::new)),
        Field::Claim => Condition::Claim(unless_none(text.to_owned()).map(Named::new)),
        Field::Outlet => {
            let key = outlet_key(text);
            if key.is_empty() {
                return Err(format!("outlet: has no name in {text:?}"));
            }
            Condition::Outlet(unless_none(key))
        }
        Field::Verdict => Condition::Verdict(unless_none(text.to_lowercase())),
        Field::Language if value.is_none() => Condition::Language(None),
        Field::Language => match language::code(text) {
            Some(code) => Condition::Language(Some(code)),
            None => return Err(format!("{text:?} is not the code of a language: en or eng")),
        },
        Field::Kind => Condition::Kind(Kind::from_str(&text.to_lowercase()).map_err(told)?),
        Field::Origin => Condition::Origin(match text.to_lowercase().as_str() {
            "report" => Origin::Report,
            "primary" => Origin::Primary,
            _ => return Err(format!("{text:?} is not an origin: report or primary")),
        }),
        Field::Class if value.is_none() => Condition::Class(None),
        Field::Class => Condition::Class(Some(word(text)?)),
        Field::Colour => Condition::Colour(word(text)?),
        Field::Polarity => Condition::Polarity(word(text)?),
        Field::Date if value.is_none() => Condition::Published(None),
        Field::Date => Condition::Published(Some(dates(value)?)),
        Field::Cue | Field::Title | Field::Said => {
            return Err(format!("{}: takes words", field.name()));
        }
    })
}

fn word<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.to_lowercase().parse().map_err(told)
}

fn told(error: impl Display) -> String {
    error.to_string()
}

/// An end of a range that is left open.
const OPEN: &str = "*";

fn dates(value: &Value<'_>) -> Result<Period, String> {
    let (from, holds_from, to, holds_to) = match value {
        Value::Bare(text) => (*text, true, *text, true),
        Value::Quoted(text) => (text.as_str(), true, text.as_str(), true),
        Value::Range {
            from,
            holds_from,
            to,
            holds_to,
        } => (*from, *holds_from, *to, *holds_to),
    };
    let is_range = matches!(value, Value::Range { .. });
    let end = |text: &str, holds: bool, of: Side| match text {
        OPEN if is_range => Ok(None),
        _ => bound(text, holds, of).map(Some),
    };
    let period = Period {
        from: end(from, holds_from, Side::First)?,
        to: end(to, holds_to, Side::Last)?,
    };
    if let (Some(first), Some(behind)) = (period.from, period.to)
        && first >= behind
    {
        return Err(format!(
            "the range from {from} to {to} ends before it begins"
        ));
    }
    Ok(period)
}

#[derive(Clone, Copy)]
enum Side {
    First,
    Last,
}

/// The first microsecond of a range, or the first behind it. What is published counts in whole microseconds; an
/// instant is the one it lies in.
fn bound(text: &str, holds: bool, side: Side) -> Result<i64, String> {
    let first = microseconds(period::beginning(text).map_err(told)?);
    let behind = behind(period::end(text).map_err(told)?, first);
    Ok(match (side, holds) {
        (Side::First, true) | (Side::Last, false) => first,
        (Side::First, false) | (Side::Last, true) => behind,
    })
}

fn behind(end: Timestamp, first: i64) -> i64 {
    microseconds(end).max(first.saturating_add(1))
}
