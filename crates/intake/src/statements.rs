//! Lists of statements: JSON Lines that say who said what, when and where.

use std::borrow::Cow;
use std::io::Read;
use std::vec;

use onrecord_model::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::archive::{self, Archive};
use crate::dates::parse_said;
use crate::json::{Identifier, problem_in};
use crate::lines::{LineRead, Lines, is_blank};
use crate::passages::{WHOLE_WORDS, passages};
use crate::{FieldProblem, IntakeError, Limits, Origin, Problem, binary, facts, names};

/// What somebody said, as a list of statements has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRecord {
    /// The line it stands in, counted from 1. A text of more than 250 words comes as several records of one line.
    pub line: u64,
    /// The id the list gives it.
    pub reference: Option<String>,
    /// The words, without white space around them, otherwise as they stand.
    pub text: String,
    /// Whose words they are, as the list calls them.
    pub speaker: String,
    /// When they were said: the first day of the month or year where no more is known, and midnight UTC where no more
    /// than the day is.
    pub date: Option<Timestamp>,
    /// Where they were said or published.
    pub outlet: Option<String>,
    /// Where they can be read.
    pub url: Option<String>,
    /// What they come from: a speech, a debate.
    pub title: Option<String>,
}

/// Reads the statements of `reader`: JSON Lines, plain or packed with gzip or xz, whatever its name. Each line is an
/// object with `text` and `speaker`, and optionally `id` (a string or a whole number), `date`, `outlet`, `url` and
/// `title`; other fields are ignored. Lazy: nothing is read before the first statement is asked for, and no more than
/// one line is held.
pub fn statements(
    origin: Origin,
    reader: impl Read + Send + 'static,
    limits: Limits,
) -> impl Iterator<Item = Result<StatementRecord, IntakeError>> + Send {
    let begin = move || -> Box<dyn Iterator<Item = _> + Send> {
        match archive::unpacked(Box::new(reader), &limits) {
            Ok((reader, archive)) => Box::new(Statements::new(&origin, reader, archive, limits)),
            Err(error) => {
                let error = IntakeError::new(origin, error.into());
                Box::new(std::iter::once(Err(error)))
            }
        }
    };
    std::iter::once_with(begin).flatten()
}

/// The iterator behind [`statements`], over what is unpacked already.
pub(crate) struct Statements {
    origin: Origin,
    limits: Limits,
    archive: Option<Archive>,
    /// `None` when there is nothing more to read.
    lines: Option<Lines>,
    /// What is left of a text that was cut into passages.
    rest: vec::IntoIter<StatementRecord>,
}

impl Statements {
    pub(crate) fn new(
        origin: &Origin,
        reader: Box<dyn Read + Send>,
        archive: Option<Archive>,
        limits: Limits,
    ) -> Self {
        Self {
            origin: origin.clone(),
            limits,
            archive,
            lines: Some(Lines::new(reader)),
            rest: Vec::new().into_iter(),
        }
    }

    fn next_line(&mut self) -> Option<Result<StatementRecord, IntakeError>> {
        let lines = self.lines.as_mut()?;
        loop {
            let limit = self.limits.line_bytes;
            let outcome = match lines.read(limit) {
                Err(error) => {
                    let origin = self.origin.line(lines.number + 1);
                    self.lines = None;
                    let problem = match self.archive {
                        Some(archive) => Problem::Archive {
                            archive: archive.as_str(),
                            source: error,
                        },
                        None => error.into(),
                    };
                    return Some(Err(IntakeError::new(origin, problem)));
                }
                Ok(LineRead::End) => {
                    let any = lines.any;
                    self.lines = None;
                    return (!any)
                        .then(|| Err(IntakeError::new(self.origin.clone(), Problem::Empty)));
                }
                Ok(LineRead::Line) if is_blank(&lines.buffer) => continue,
                Ok(LineRead::Line) => statement(&lines.buffer, lines.number, &self.limits),
                Ok(LineRead::TooLong(bytes)) => Err(Problem::LineTooLong { bytes, limit }),
            };
            lines.any = true;
            return Some(match outcome {
                Ok(record) => Ok(self.cut(record)),
                Err(problem) => Err(IntakeError::new(self.origin.line(lines.number), problem)),
            });
        }
    }

    /// The first passage of a long text; the others follow.
    fn cut(&mut self, record: StatementRecord) -> StatementRecord {
        // No text of fewer bytes has as many words.
        if record.text.len() < 2 * WHOLE_WORDS
            || record.text.split_whitespace().count() <= WHOLE_WORDS
        {
            return record;
        }
        let records: Vec<StatementRecord> = passages(paragraphs(&record.text))
            .into_iter()
            .map(|text| StatementRecord {
                text,
                ..record.clone()
            })
            .collect();
        self.rest = records.into_iter();
        self.rest.next().unwrap_or(record)
    }
}

impl Iterator for Statements {
    type Item = Result<StatementRecord, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.rest.next() {
            Some(record) => Some(Ok(record)),
            None => self.next_line(),
        }
    }
}

/// The paragraphs of a text: what blank lines part, or else its lines.
fn paragraphs(text: &str) -> Vec<&str> {
    let parted = text.contains("\n\n") || text.contains("\n\r\n");
    if !parted {
        return text.lines().collect();
    }
    let mut paragraphs = Vec::new();
    let (mut start, mut offset) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            paragraphs.push(&text[start..offset]);
            start = offset;
        }
        offset += line.len();
    }
    paragraphs.push(&text[start..]);
    paragraphs
}

/// The fields that are read; any other is let be.
#[derive(Deserialize)]
struct Fields<'line> {
    id: Option<Identifier>,
    #[serde(borrow)]
    text: Option<Cow<'line, str>>,
    #[serde(borrow)]
    speaker: Option<Cow<'line, str>>,
    #[serde(borrow)]
    date: Option<Day<'line>>,
    #[serde(borrow)]
    outlet: Option<Cow<'line, str>>,
    #[serde(borrow)]
    url: Option<Cow<'line, str>>,
    #[serde(borrow)]
    title: Option<Cow<'line, str>>,
}

/// A year is as often a number as it is a text.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or a year as date")]
enum Day<'line> {
    Text(#[serde(borrow)] Cow<'line, str>),
    Year(u16),
}

fn statement(line: &[u8], number: u64, limits: &Limits) -> Result<StatementRecord, Problem> {
    let line = std::str::from_utf8(line).map_err(|error| Problem::NotUtf8 {
        column: error.valid_up_to() + 1,
    })?;
    let misfit = |reason| Problem::NotAStatement { reason };
    if !line.trim_start().starts_with('{') {
        // serde would take a list for the fields in order.
        serde_json::from_str::<IgnoredAny>(line).map_err(|error| problem_in(error, misfit))?;
        return Err(misfit(
            "expected an object with text and speaker".to_owned(),
        ));
    }
    let fields: Fields<'_> =
        serde_json::from_str(line).map_err(|error| problem_in(error, misfit))?;
    let text = fields.text.ok_or(Problem::MissingField("text"))?;
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::MissingField("text"));
    }
    if text.contains('\0') {
        return Err(Problem::NulCharacter);
    }
    binary::refuse_controls(text)?;
    let speaker = facts::line("speaker", fields.speaker.as_deref(), limits)?
        .filter(|speaker| !names::is_placeholder(speaker))
        .ok_or(Problem::MissingField("speaker"))?;
    let id = fields.id.map(|id| match id {
        Identifier::Text(text) => text,
        Identifier::Number(number) => number.to_string(),
    });
    Ok(StatementRecord {
        line: number,
        reference: facts::line("id", id.as_deref(), limits)?,
        text: text.to_owned(),
        speaker,
        date: date(fields.date)?,
        outlet: facts::line("outlet", fields.outlet.as_deref(), limits)?,
        url: facts::url(fields.url.as_deref(), limits)?,
        title: facts::line("title", fields.title.as_deref(), limits)?,
    })
}

fn date(day: Option<Day<'_>>) -> Result<Option<Timestamp>, Problem> {
    let value = match day {
        None => return Ok(None),
        Some(Day::Text(text)) if text.trim().is_empty() => return Ok(None),
        Some(Day::Text(text)) => text,
        Some(Day::Year(year)) => Cow::Owned(format!("{year:04}")),
    };
    let date = parse_said(&value).ok_or_else(|| Problem::Field {
        field: "date",
        problem: FieldProblem::NotADate(value.trim().chars().take(80).collect()),
    })?;
    Ok(Some(date))
}
