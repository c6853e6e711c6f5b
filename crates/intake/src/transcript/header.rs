//! What stands before the first turn: title, date, who is there.

use onrecord_model::Timestamp;

use super::notes;
use crate::dates::parse_published;
use crate::{canonical_url, names};

/// Longest line taken for a title, in characters.
const LONGEST_TITLE: usize = 200;

/// What a header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) title: Option<String>,
    pub(super) date: Option<Timestamp>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    /// The parts people play by the header: `("moderator", "Jane Roe")`.
    pub(super) parts: Vec<(String, String)>,
    /// The people it names as present.
    pub(super) people: Vec<String>,
}

/// Fields whose value is a list of people, with the label their turns may bear.
const PARTS: &[(&str, &str)] = &[
    ("moderator", "moderator"),
    ("moderators", "moderator"),
    ("host", "host"),
    ("hosts", "host"),
    ("interviewer", "interviewer"),
    ("interviewee", "interviewee"),
    ("witness", "witness"),
    ("chair", "chair"),
    ("chairman", "chairman"),
    ("speaker", "speaker"),
    ("speakers", ""),
    ("participants", ""),
    ("present", ""),
    ("panel", ""),
    ("panelists", ""),
    ("panellists", ""),
    ("guests", ""),
    ("guest", "guest"),
];

impl Header {
    pub(super) fn read(lines: &[&str]) -> Self {
        let mut header = Self::default();
        for line in lines {
            header.take(line);
        }
        header
    }

    /// The header of a text that has no turns, and the line its words begin at: fields, a date and a title that
    /// stands alone come first, and the first line that is none of them is speech.
    pub(super) fn before_speech(lines: &[&str]) -> (Self, usize) {
        let mut header = Self::default();
        for (index, line) in lines.iter().enumerate() {
            let alone = lines.get(index + 1).is_none_or(|next| next.is_empty());
            let more = lines[index + 1..].iter().any(|line| !line.is_empty());
            let is_title = header.title.is_none()
                && alone
                && more
                && !line.ends_with(['.', '!', '?', '…', '”', '"', ','])
                && names::clean(line).is_some_and(|line| line.chars().count() <= LONGEST_TITLE);
            let is_header = line.is_empty()
                || notes::is_note(line)
                || field(line).is_some()
                || date(line).is_some()
                || is_title;
            if !is_header {
                return (header, index);
            }
            header.take(line);
        }
        (header, lines.len())
    }

    fn take(&mut self, line: &str) {
        if let Some((name, value)) = field(line) {
            self.take_field(&name, value);
            return;
        }
        if let Some(date) = date(line) {
            self.date.get_or_insert(date);
            return;
        }
        let title = names::clean(
            line.trim_start_matches(['#', '*', ' '])
                .trim_end_matches('*'),
        );
        if let Some(title) = title
            && self.title.is_none()
            && title.chars().count() <= LONGEST_TITLE
            && !notes::is_time(&title)
            && title.chars().any(char::is_alphabetic)
        {
            self.title = Some(title);
        }
    }

    fn take_field(&mut self, name: &str, value: &str) {
        let text = names::clean(value);
        match name {
            "title" | "subject" | "event" => self.title = text.or(self.title.take()),
            "date" => self.date = date(value).or(self.date),
            "outlet" | "source" | "publisher" => self.outlet = text.or(self.outlet.take()),
            "url" => self.url = canonical_url(value).ok().or(self.url.take()),
            _ => {}
        }
        let Some((_, part)) = PARTS.iter().find(|(field, _)| *field == name) else {
            return;
        };
        for person in people(value) {
            if !part.is_empty() {
                self.parts.push(((*part).to_owned(), person.clone()));
            }
            self.people.push(person);
        }
    }
}

/// `Date: 17 August 2025` as name and value; only of fields that are known.
pub(super) fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_matches(['*', ' ', '#']).to_lowercase();
    let known = matches!(
        name.as_str(),
        "title"
            | "subject"
            | "event"
            | "date"
            | "outlet"
            | "source"
            | "publisher"
            | "url"
            | "place"
            | "location"
            | "venue"
            | "published"
    );
    let value = value.trim_matches(['*', ' ']);
    let is_part = PARTS.iter().any(|(field, _)| *field == name) && people(value).next().is_some();
    ((known || is_part) && !value.is_empty()).then_some((name, value))
}

/// The people that a value lists: "Jane Roe (Reform); John Doe and Mary Major". Nobody where it is a sentence, as the
/// first words of a turn are.
fn people(value: &str) -> impl Iterator<Item = String> {
    let is_list = !value.ends_with(['.', '!', '?']);
    value
        .split([';', ','])
        .filter(move |_| is_list)
        .flat_map(|some| some.split(" and "))
        .filter_map(|person| names::clean(person.split('(').next().unwrap_or_default()))
        .filter(|name| names::is_full_name(name))
}

/// The day a line names: as it is, or behind the name of the day of the week.
fn date(line: &str) -> Option<Timestamp> {
    let line = line.trim_matches(['*', '_', '(', ')', '[', ']', '.', ' ']);
    parse_published(line).or_else(|| {
        let (day, rest) = line.split_once([',', ' '])?;
        let is_day = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ]
        .contains(&day.to_lowercase().as_str());
        is_day.then(|| parse_published(rest)).flatten()
    })
}
