//! Reads when something was published.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use onrecord_model::Timestamp;

/// Forms of a date with a time and no zone, which is then taken as UTC.
const WITHOUT_ZONE: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
];

/// Forms of a date with a time and an offset that RFC 3339 does not cover.
const WITH_ZONE: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M%#z",
    "%Y-%m-%d %H:%M:%S%.f %#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M %#z",
];

/// Forms of a day. None of them depends on whether the day or the month is named first in figures.
const DAYS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%B %d, %Y",
    "%B %d %Y",
    "%d %B %Y",
    "%d %B, %Y",
];

/// The instant `value` names: RFC 3339, an ISO 8601 date or date and time, RFC 2822, or a day with the month
/// spelled out. Without a zone it is taken as UTC, without a time as midnight. `None` for anything else, and for
/// years outside 1 to 9999.
#[must_use]
pub fn parse_published(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    // No form is this long, and chrono would look at all of it.
    if value.len() > 64 {
        return None;
    }
    let time = iso_day(value)
        .or_else(|| with_zone(value))
        .or_else(|| without_zone(value))
        .or_else(|| day(value))?;
    (1..=9999).contains(&time.year()).then_some(time)
}

/// When a statement was made: the same, or a month (`1962-10`) or a year (`1848`) where no more is known, which then
/// stands for its first day.
pub(crate) fn parse_said(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    let is_figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if value.len() == 4 && is_figures(value) {
        return parse_published(&format!("{value}-01-01"));
    }
    if let Some((year, month)) = value.split_once('-')
        && (year.len(), month.len()) == (4, 2)
        && is_figures(year)
        && is_figures(month)
    {
        return parse_published(&format!("{value}-01"));
    }
    parse_published(value)
}

/// `2025-08-17`, which nearly every list of statements has: the other forms cost some microseconds.
fn iso_day(value: &str) -> Option<Timestamp> {
    if value.len() != 10 {
        return None;
    }
    let (year, rest) = value.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    if (year.len(), month.len()) != (4, 2) || !rest.bytes().all(|byte| byte != b'+') {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .map(|time| time.and_utc())
}

fn with_zone(value: &str) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(value)
        .or_else(|_| DateTime::parse_from_rfc2822(value))
        .ok()
        .or_else(|| {
            WITH_ZONE
                .iter()
                .find_map(|form| DateTime::parse_from_str(value, form).ok())
        })
        .map(|time| time.with_timezone(&Utc))
}

fn without_zone(value: &str) -> Option<Timestamp> {
    let value = value
        .strip_suffix(" UTC")
        .or(value.strip_suffix(" GMT"))
        .unwrap_or(value);
    WITHOUT_ZONE
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())
        .map(|time| time.and_utc())
}

fn day(value: &str) -> Option<Timestamp> {
    DAYS.iter()
        .find_map(|form| NaiveDate::parse_from_str(value, form).ok())
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .map(|time| time.and_utc())
}
