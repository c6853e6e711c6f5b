//! Where a hit stands in an order, and the place between two pages written down.

use std::fmt;
use std::str::FromStr;

use onrecord_model::{QuoteId, Timestamp};
use thiserror::Error;
use uuid::Uuid;

use crate::Sort;
use crate::fingerprint::Fingerprint;

/// Where a hit stands: the lower comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) first: u64,
    pub(crate) second: u64,
    pub(crate) quote: u128,
}

impl Place {
    pub(crate) fn quote(self) -> QuoteId {
        QuoteId(Uuid::from_u128(self.quote))
    }
}

/// Stands behind every date, so that what has none comes last in both orders.
const NO_DATE: u64 = u64::MAX;

/// Publication in microseconds, the later the higher, without a sign.
fn rising(published: i64) -> u64 {
    published.cast_unsigned() ^ (1 << 63)
}

pub(crate) fn oldest_first(published: Option<i64>) -> u64 {
    published.map_or(NO_DATE, rising)
}

pub(crate) fn newest_first(published: Option<i64>) -> u64 {
    published.map_or(NO_DATE, |published| !rising(published))
}

/// Scores count in thousandths. The same words can be summed up in another order in another part of the index;
/// what differs by that only must stay equal, or the date would never decide.
pub(crate) fn best_first(score: f32) -> u64 {
    // A cast from float stops at the bounds, and makes 0 of what is not a number.
    !((f64::from(score) * 1_000.0).round() as u64)
}

pub(crate) fn score_of(first: u64) -> f32 {
    (!first) as f32 / 1_000.0
}

/// The precision in which instants are compared.
pub(crate) fn microseconds(instant: Timestamp) -> i64 {
    instant.timestamp_micros()
}

/// The place behind the last hit of a page. It holds what the hits are ordered by, never a number of rows: what
/// is added or removed meanwhile neither repeats nor hides another hit.
///
/// Scores depend on everything that is indexed: while the record changes, a walk by relevance may meet a quote
/// twice or pass one over whose score crossed the page's edge; walks by date do not have this.
///
/// As text it is of letters and digits only. It is checked against mishaps, not against forgery: whoever makes
/// one up sees no more than a search shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    pub(crate) sort: Sort,
    /// What the scores were for: a place by relevance means nothing under another query.
    pub(crate) query: u32,
    pub(crate) place: Place,
}

/// A cursor that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CursorError {
    /// It is no cursor that was ever given out, or not all of it.
    #[error("{0:?} is not a cursor")]
    Malformed(String),
    /// It was given out for another order, or by relevance to another query.
    #[error("the cursor belongs to another search: {0}")]
    Foreign(&'static str),
}

/// Begins every cursor; another layout needs another.
const LAYOUT: u8 = 1;
const BYTES: usize = 1 + 1 + 4 + 8 + 8 + 16 + 4;

impl Cursor {
    pub(crate) fn new(sort: Sort, query: Option<&str>, place: Place) -> Self {
        Self {
            sort,
            query: query_mark(sort, query),
            place,
        }
    }

    /// The place, where it belongs to this order and query.
    pub(crate) fn place_in(&self, sort: Sort, query: Option<&str>) -> Result<Place, CursorError> {
        if self.sort != sort {
            return Err(CursorError::Foreign("its order is another"));
        }
        if self.query != query_mark(sort, query) {
            return Err(CursorError::Foreign("its query is another"));
        }
        Ok(self.place)
    }

    fn bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.push(LAYOUT);
        bytes.push(match self.sort {
            Sort::Relevance => 0,
            Sort::Newest => 1,
            Sort::Oldest => 2,
            Sort::MostRepeated => 3,
        });
        bytes.extend(self.query.to_be_bytes());
        bytes.extend(self.place.first.to_be_bytes());
        bytes.extend(self.place.second.to_be_bytes());
        bytes.extend(self.place.quote.to_be_bytes());
        let check = Fingerprint::of(&bytes).short();
        bytes.extend(check.to_be_bytes());
        bytes
    }
}

fn query_mark(sort: Sort, query: Option<&str>) -> u32 {
    match (sort, query.map(str::trim)) {
        (Sort::Relevance | Sort::MostRepeated, Some(query)) if !query.is_empty() => {
            Fingerprint::of(query.as_bytes()).short()
        }
        _ => 0,
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.bytes() {
            write!(formatter, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        read(text).ok_or_else(|| CursorError::Malformed(text.chars().take(2 * BYTES).collect()))
    }
}

fn read(text: &str) -> Option<Cursor> {
    if text.len() != 2 * BYTES {
        return None;
    }
    let bytes = text
        .as_bytes()
        .chunks(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect::<Option<Vec<u8>>>()?;
    let cursor = Cursor {
        sort: match bytes[1] {
            0 => Sort::Relevance,
            1 => Sort::Newest,
            2 => Sort::Oldest,
            3 => Sort::MostRepeated,
            _ => return None,
        },
        query: u32::from_be_bytes(bytes[2..6].try_into().ok()?),
        place: Place {
            first: u64::from_be_bytes(bytes[6..14].try_into().ok()?),
            second: u64::from_be_bytes(bytes[14..22].try_into().ok()?),
            quote: u128::from_be_bytes(bytes[22..38].try_into().ok()?),
        },
    };
    (cursor.bytes() == bytes).then_some(cursor)
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}
