//! The ends of a period as people write them: an instant, a day, a month or a year, all in UTC.

use std::fmt;

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::Timestamp;

/// Words that were expected to be a date or an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDate(pub String);

impl fmt::Display for InvalidDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:?} is not a date (2025-08-17, 2025-08 or 2025) or an instant (2025-08-17T12:00:00Z)",
            self.0
        )
    }
}

impl std::error::Error for InvalidDate {}

/// The first instant of what `text` names, for the beginning of a period.
///
/// # Errors
/// [`InvalidDate`] with the words.
pub fn beginning(text: &str) -> Result<Timestamp, InvalidDate> {
    read(text).map(|(first, _)| first)
}

/// The first instant behind what `text` names, for the end of a period: `2025-08-17` includes that day.
/// An instant ends where it says.
///
/// # Errors
/// [`InvalidDate`] with the words.
pub fn end(text: &str) -> Result<Timestamp, InvalidDate> {
    read(text).map(|(_, behind)| behind)
}

fn read(text: &str) -> Result<(Timestamp, Timestamp), InvalidDate> {
    let text = text.trim();
    let invalid = || InvalidDate(text.to_owned());
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        let instant = instant.with_timezone(&Utc);
        return Ok((instant, instant));
    }
    if let Ok(instant) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S") {
        return Ok((instant.and_utc(), instant.and_utc()));
    }
    let (day, months) = match text.len() {
        4 => (format!("{text}-01-01"), Some(12)),
        7 => (format!("{text}-01"), Some(1)),
        _ => (text.to_owned(), None),
    };
    let first = NaiveDate::parse_from_str(&day, "%Y-%m-%d").map_err(|_| invalid())?;
    let behind = match months {
        Some(months) => first.checked_add_months(Months::new(months)),
        None => first.succ_opt(),
    };
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    Ok((midnight(first), midnight(behind.ok_or_else(invalid)?)))
}
