//! Numbers with what they mean, and bars that compare them.

use onrecord_model::Kind;

use crate::address;
use crate::card::KindView;
use crate::wording::{number, share};

/// One number of a page's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) note: Option<String>,
}

impl Figure {
    pub(crate) fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self {
            label,
            value: value.into(),
            note: None,
        }
    }

    pub(crate) fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// One row of a list in order of size; the number is there in words, the bar only shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rank {
    pub(crate) name: String,
    pub(crate) address: Option<String>,
    pub(crate) count: String,
    /// Length of the bar, in hundredths of the longest.
    pub(crate) width: String,
}

/// Rows with bars in proportion to the largest count.
pub(crate) fn ranks(rows: impl IntoIterator<Item = (String, Option<String>, u64)>) -> Vec<Rank> {
    let rows: Vec<_> = rows.into_iter().collect();
    let largest = rows.iter().map(|(_, _, count)| *count).max().unwrap_or(0);
    rows.into_iter()
        .map(|(name, address, count)| Rank {
            name,
            address,
            count: number(count),
            width: hundredths(count, largest),
        })
        .collect()
}

/// How many quotes are of one kind, and where their part of the bar lies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KindRow {
    pub(crate) kind: KindView,
    pub(crate) address: String,
    pub(crate) count: String,
    pub(crate) share: String,
    pub(crate) left: String,
    pub(crate) width: String,
}

/// Quotes by kind, as parts of one bar.
pub(crate) fn kind_rows(counts: [(Kind, u64); 3]) -> Vec<KindRow> {
    let whole = counts.iter().map(|(_, count)| count).sum();
    let mut left = 0;
    counts
        .into_iter()
        .map(|(kind, count)| {
            let row = KindRow {
                kind: kind.into(),
                address: address::with_parameters("/search", &[("kind", Some(kind.as_str()))]),
                count: number(count),
                share: share(count, whole),
                left: hundredths(left, whole),
                width: hundredths(count, whole),
            };
            left += count;
            row
        })
        .collect()
}

fn hundredths(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    format!("{:.2}", part as f64 * 100.0 / whole as f64)
}
