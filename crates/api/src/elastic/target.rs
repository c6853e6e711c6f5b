//! Where words are looked for, and the conditions that come of it.

use chrono::{Datelike, SecondsFormat};
use onrecord_model::Timestamp;

use super::dates::{Format, Moment, moment};
use super::error::Refusal;
use super::expression::Expression;
use super::fields::{Field, Sort};

/// One field, or all that have words.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target {
    /// The words said, the speaker's name and the title.
    Everywhere,
    Field(&'static Field),
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sought {
    Word(String),
    /// A word with so many letters wrong.
    Near(String, u8),
    /// The beginning of a word.
    Beginning(String),
    /// Words next to each other, with so many moves between them.
    Phrase(String, u64),
}

/// The targets that the names of `fields` stand for.
pub(super) fn targets(fields: &[String]) -> Result<Vec<Target>, Refusal> {
    if fields.is_empty() || fields.iter().any(|name| name == "*") {
        return Ok(vec![Target::Everywhere]);
    }
    let target = |name: &String| match name.split_once('^') {
        Some((field, "1" | "1.0")) => Field::named(field).map(Target::Field),
        Some(_) => Err(Refusal::unsupported(format!("the boost of [{name}]"))),
        None => Field::named(name).map(Target::Field),
    };
    fields.iter().map(target).collect()
}

impl Target {
    /// That `sought` stands here.
    pub(super) fn holds(
        self,
        sought: &Sought,
        formats: &[Format],
        now: Timestamp,
    ) -> Result<Expression, Refusal> {
        let field = match self {
            Self::Everywhere => return everywhere(sought),
            Self::Field(field) => field,
        };
        let (word, what) = match sought {
            Sought::Word(word) => (word, None),
            Sought::Phrase(words, slop) if field.sort == Sort::Text => {
                return Ok(field.phrase(words, *slop));
            }
            Sought::Phrase(words, 0) => (words, None),
            Sought::Phrase(words, _) => (words, Some("a phrase whose words may move")),
            Sought::Near(word, _) => (word, Some("a word with letters wrong")),
            Sought::Beginning(word) => (word, Some("the beginning of a word")),
        };
        if let Some(what) = what {
            return Err(Refusal::unsupported(format!(
                "{what} in [{}], as in [{word}]: they are known in all words together",
                field.name
            )));
        }
        match field.sort {
            Sort::Date => {
                let moment = moment(&word.as_str().into(), formats, now)?;
                Ok(between(Some(moment.first), Some(moment.behind)))
            }
            Sort::Text | Sort::Keyword => field.is(word),
            Sort::Integer | Sort::Float => Err(Refusal::query(format!(
                "[{}] cannot be searched, only shown",
                field.name
            ))),
        }
    }

    /// That one of `targets` holds `sought`.
    pub(super) fn any_holds(
        targets: &[Self],
        sought: &Sought,
        formats: &[Format],
        now: Timestamp,
    ) -> Result<Expression, Refusal> {
        let parts: Result<Vec<Expression>, Refusal> = targets
            .iter()
            .map(|target| target.holds(sought, formats, now))
            .collect();
        Ok(Expression::either(parts?))
    }
}

fn everywhere(sought: &Sought) -> Result<Expression, Refusal> {
    let plain = |word: &str| {
        if !word.is_empty() && word.chars().all(char::is_alphanumeric) {
            return Ok(word.to_owned());
        }
        let reason = format!(
            "a part of a word, or one with letters wrong, that is not of letters: [{word}]"
        );
        Err(Refusal::unsupported(reason))
    };
    match sought {
        Sought::Word(word) => Ok(Expression::word(word)),
        Sought::Near(word, 0) => Ok(Expression::word(word)),
        Sought::Near(word, edits) => Ok(Expression::Condition(format!("{}~{edits}", plain(word)?))),
        Sought::Beginning(word) => Ok(Expression::Condition(format!("{}*", plain(word)?))),
        Sought::Phrase(words, slop) => Ok(Expression::phrase(words, *slop)),
    }
}

/// Published from `from` on and before `to`.
pub(super) fn between(from: Option<Timestamp>, to: Option<Timestamp>) -> Expression {
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        return Expression::Nothing;
    }
    // What no date is written like has no bound: nothing is published then.
    let written = |instant: Option<Timestamp>| {
        instant
            .filter(|instant| (1..=9_999).contains(&instant.year()))
            .map_or_else(
                || "*".to_owned(),
                |instant| instant.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            )
    };
    let (from, to) = (written(from), written(to));
    Expression::Condition(format!("date:[{from} TO {to}}}"))
}

/// The ends of a range, as they are read one by one.
#[derive(Debug, Default)]
pub(super) struct Ends {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Ends {
    pub(super) fn at_least(&mut self, moment: Moment) {
        self.from = Some(moment.first);
    }

    pub(super) fn more_than(&mut self, moment: Moment) {
        self.from = Some(moment.behind);
    }

    pub(super) fn at_most(&mut self, moment: Moment) {
        self.to = Some(moment.behind);
    }

    pub(super) fn less_than(&mut self, moment: Moment) {
        self.to = Some(moment.first);
    }

    pub(super) fn expression(&self) -> Expression {
        between(self.from, self.to)
    }
}

/// How near a word has to be that may have `AUTO` letters wrong, as Elasticsearch has it.
pub(super) fn usual_distance(word: &str) -> u8 {
    match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// The words of a text as conditions one by one: what Elasticsearch finds in a text it is given.
pub(super) fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}
