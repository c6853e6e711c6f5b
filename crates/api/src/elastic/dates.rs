//! Instants as Elasticsearch reads and writes them: formats, missing ends, and sums such as `now-7d/d`.
//!
//! Elasticsearch keeps milliseconds. An instant of a query stands for the whole millisecond, and a day for the whole
//! day where it is the end of a range.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use onrecord_model::Timestamp;
use serde_json::Value;

use super::error::Refusal;
use super::object::scalar;

/// What a text or number stands for: from the first instant to the one behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) first: Timestamp,
    pub(super) behind: Timestamp,
}

/// How instants are written in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `2024-03-05T10:00:00Z`, or less of it.
    Date,
    /// Milliseconds from 1970.
    Milliseconds,
    /// Seconds from 1970.
    Seconds,
}

/// What is read where nothing is said.
const USUAL: [Format; 2] = [Format::Date, Format::Milliseconds];

/// The formats of `text`, in the order in which they are tried.
pub(super) fn formats(text: Option<&str>) -> Result<Vec<Format>, Refusal> {
    let Some(text) = text else {
        return Ok(USUAL.to_vec());
    };
    text.split("||")
        .map(|name| match name {
            "strict_date_optional_time"
            | "date_optional_time"
            | "strict_date_optional_time_nanos"
            | "date_time"
            | "strict_date_time"
            | "date"
            | "strict_date"
            | "date_time_no_millis"
            | "strict_date_time_no_millis"
            | "iso8601"
            | "yyyy-MM-dd"
            | "yyyy-MM"
            | "yyyy"
            | "yyyy-MM-dd'T'HH:mm:ss.SSSZ"
            | "yyyy-MM-dd'T'HH:mm:ssZ" => Ok(Format::Date),
            "epoch_millis" => Ok(Format::Milliseconds),
            "epoch_second" => Ok(Format::Seconds),
            _ => Err(Refusal::unsupported(format!("the date format [{name}]"))),
        })
        .collect()
}

/// Refuses every time zone but that of the record.
pub(super) fn only_utc(zone: &Value) -> bool {
    let name = zone.as_str().unwrap_or_default();
    ["utc", "z", "+00:00", "-00:00", "gmt", "etc/utc"].contains(&name.to_lowercase().as_str())
}

/// What `value` stands for in one of `formats`, at `now`.
pub(super) fn moment(value: &Value, formats: &[Format], now: Timestamp) -> Result<Moment, Refusal> {
    let text = scalar("a date", value)?;
    let text = text.trim();
    let invalid = || {
        Refusal::parsing(format!(
            "failed to parse date field [{text}]: not a date such as 2024-03-05 or 2024-03-05T10:00:00Z, a number of \
             milliseconds, nor a sum such as now-7d/d"
        ))
    };
    let read = || -> Option<Moment> {
        if let Some(sum) = text.strip_prefix("now") {
            return added(millisecond(now)?, sum);
        }
        if let Some((date, sum)) = text.split_once("||") {
            let start = plain(date, formats)?.first;
            return added(millisecond(start)?, sum);
        }
        plain(text, formats)
    };
    read().ok_or_else(invalid)
}

fn plain(text: &str, formats: &[Format]) -> Option<Moment> {
    formats.iter().find_map(|format| match format {
        Format::Date => date(text),
        Format::Milliseconds => milliseconds(text.parse().ok()?),
        Format::Seconds => {
            let first = DateTime::from_timestamp(text.parse().ok()?, 0)?;
            spanning(first, TimeDelta::try_seconds(1)?)
        }
    })
}

fn milliseconds(number: i64) -> Option<Moment> {
    millisecond(DateTime::from_timestamp_millis(number)?)
}

/// The whole millisecond that `instant` is in.
fn millisecond(instant: Timestamp) -> Option<Moment> {
    let first = DateTime::from_timestamp_millis(instant.timestamp_millis())?;
    spanning(first, TimeDelta::try_milliseconds(1)?)
}

fn spanning(first: Timestamp, length: TimeDelta) -> Option<Moment> {
    let behind = first.checked_add_signed(length)?;
    Some(Moment { first, behind })
}

/// A year, month, day, hour, minute, second or fraction of one. Without a zone it is UTC.
fn date(text: &str) -> Option<Moment> {
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let Some(time) = time.filter(|time| !time.is_empty()) else {
        let (first, behind) = days(day)?;
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        return Some(Moment {
            first: midnight(first),
            behind: midnight(behind),
        });
    };
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(index) => time.split_at(index),
        None => (time, "Z"),
    };
    let zone = match zone.len() {
        3 => format!("{zone}:00"),
        5 => format!("{}:{}", zone.get(..3)?, zone.get(3..)?),
        _ => zone.to_owned(),
    };
    let (clock, length) = match clock.len() {
        2 => (format!("{clock}:00:00"), TimeDelta::try_hours(1)?),
        5 => (format!("{clock}:00"), TimeDelta::try_minutes(1)?),
        8 => (clock.to_owned(), TimeDelta::try_seconds(1)?),
        _ => (clock.to_owned(), TimeDelta::try_milliseconds(1)?),
    };
    if day.len() != 10 {
        return None;
    }
    let instant = DateTime::parse_from_rfc3339(&format!("{day}T{clock}{zone}")).ok()?;
    let instant = instant.to_utc();
    match clock.len() {
        8 => spanning(instant, length),
        _ => millisecond(instant),
    }
}

/// The first day of a year, month or day, and the one behind its last.
fn days(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (day, months) = match text.len() {
        4 => (format!("{text}-01-01"), Some(12)),
        7 => (format!("{text}-01"), Some(1)),
        10 => (text.to_owned(), None),
        _ => return None,
    };
    let first = NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok()?;
    let behind = match months {
        Some(months) => first.checked_add_months(Months::new(months))?,
        None => first.succ_opt()?,
    };
    Some((first, behind))
}

/// `start` with a sum such as `-1M+2d/w` carried out: what is rounded stands for all of its unit.
fn added(start: Moment, sum: &str) -> Option<Moment> {
    let mut moment = start;
    let mut rest = sum;
    // No sum that makes sense has more.
    for _ in 0..16 {
        let Some(sign) = rest.chars().next() else {
            return Some(moment);
        };
        rest = &rest[sign.len_utf8()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        let unit = behind.chars().next()?;
        rest = &behind[unit.len_utf8()..];
        moment = match sign {
            '/' if number.is_empty() => rounded(moment.first, unit)?,
            '+' | '-' => {
                let number: u32 = match number {
                    "" => 1,
                    number => number.parse().ok()?,
                };
                millisecond(moved(moment.first, sign == '-', number, unit)?)?
            }
            _ => return None,
        };
    }
    None
}

fn moved(from: Timestamp, is_back: bool, number: u32, unit: char) -> Option<Timestamp> {
    let months = match unit {
        'y' => Some(12),
        'M' => Some(1),
        _ => None,
    };
    if let Some(months) = months {
        let months = Months::new(number.checked_mul(months)?);
        return match is_back {
            true => from.checked_sub_months(months),
            false => from.checked_add_months(months),
        };
    }
    let seconds = match unit {
        'w' => 7 * 86_400,
        'd' => 86_400,
        'h' | 'H' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return None,
    };
    let length = TimeDelta::try_seconds(i64::from(number).checked_mul(seconds)?)?;
    match is_back {
        true => from.checked_sub_signed(length),
        false => from.checked_add_signed(length),
    }
}

/// The whole year, month, week, day, hour, minute or second that `instant` is in.
fn rounded(instant: Timestamp, unit: char) -> Option<Moment> {
    let day = instant.date_naive();
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let from_day = |first: NaiveDate, behind: NaiveDate| {
        Some(Moment {
            first: midnight(first),
            behind: midnight(behind),
        })
    };
    let seconds = match unit {
        'y' => {
            let first = day.with_ordinal(1)?;
            return from_day(first, first.checked_add_months(Months::new(12))?);
        }
        'M' => {
            let first = day.with_day(1)?;
            return from_day(first, first.checked_add_months(Months::new(1))?);
        }
        'w' => {
            let past = u64::from(day.weekday().num_days_from_monday());
            let first = day.checked_sub_days(Days::new(past))?;
            return from_day(first, first.checked_add_days(Days::new(7))?);
        }
        'd' => return from_day(day, day.succ_opt()?),
        'h' | 'H' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return None,
    };
    let first = instant.timestamp().div_euclid(seconds) * seconds;
    spanning(
        DateTime::from_timestamp(first, 0)?,
        TimeDelta::try_seconds(seconds)?,
    )
}

/// Milliseconds from 1970 to the beginning of `day`.
pub(super) fn epoch_milliseconds(day: NaiveDate) -> i64 {
    NaiveDateTime::from(day).and_utc().timestamp_millis()
}

/// An instant as Elasticsearch writes it unless asked otherwise.
pub(super) fn written(instant: Timestamp) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// Milliseconds from 1970 to an instant that [`written`] wrote; 0 for anything else.
pub(super) fn epoch_milliseconds_of(written: &Value) -> i64 {
    let text = written.as_str().unwrap_or_default();
    DateTime::parse_from_rfc3339(text).map_or(0, |instant| instant.timestamp_millis())
}

#[cfg(test)]
mod tests;
