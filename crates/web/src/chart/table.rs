//! The table behind a chart.

use onrecord_engine::interchange::{Cell as Raw, Table as File, TableFormat};

use super::shares::percent;
use crate::wording::number;

/// Rows that a page shows; the file has all.
const SHOWN: usize = 200;

/// Rows of cells. Columns have a name each for programs and a label each for people.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// For the first line of the file.
    pub keys: &'static [&'static str],
    /// For the head of the table.
    pub labels: Vec<String>,
    /// As many cells each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// One value: as it is shown, and as it is written to the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// As it is shown.
    pub shown: String,
    /// Whether it stands to the right, as numbers do.
    pub is_number: bool,
    /// Where it leads.
    pub address: Option<String>,
    raw: Raw,
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            shown: words.clone(),
            is_number: false,
            address: None,
            raw: Raw::Text(words),
        }
    }

    /// Words that lead somewhere.
    #[must_use]
    pub fn link(words: impl Into<String>, address: Option<String>) -> Self {
        Self {
            address,
            ..Self::text(words)
        }
    }

    /// What is shown in one way and written to the file in another: a month and its first day.
    #[must_use]
    pub fn named(shown: impl Into<String>, written: impl Into<String>) -> Self {
        Self {
            shown: shown.into(),
            ..Self::text(written)
        }
    }

    /// A whole number.
    #[must_use]
    pub fn number(value: u64) -> Self {
        Self {
            shown: number(value),
            is_number: true,
            address: None,
            raw: i64::try_from(value).map_or_else(|_| Raw::Text(value.to_string()), Raw::Whole),
        }
    }

    /// A share from 0 to 1, shown in per cent.
    #[must_use]
    pub fn share(value: f64) -> Self {
        Self {
            shown: percent(value),
            is_number: true,
            address: None,
            raw: Raw::Fraction(value),
        }
    }

    /// A number with a fraction, shown to two places.
    #[must_use]
    pub fn fraction(value: f64) -> Self {
        Self {
            shown: format!("{value:.2}"),
            is_number: true,
            address: None,
            raw: Raw::Fraction(value),
        }
    }

    /// Nothing is known.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            shown: "–".to_owned(),
            is_number: true,
            address: None,
            raw: Raw::Empty,
        }
    }

    /// The same leading to `address`.
    #[must_use]
    pub fn leading_to(self, address: Option<String>) -> Self {
        Self { address, ..self }
    }
}

impl Table {
    /// A table of rows that have a cell for each column.
    #[must_use]
    pub fn new(keys: &'static [&'static str], labels: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        debug_assert_eq!(keys.len(), labels.len(), "a label for each column");
        debug_assert!(
            rows.iter().all(|row| row.len() == keys.len()),
            "a cell for each column"
        );
        Self {
            keys,
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            rows,
        }
    }

    /// The rows that a page shows, without columns that have nothing in them.
    pub(crate) fn shown(&self) -> Vec<Vec<Cell>> {
        let columns = self.columns();
        let row = |row: &Vec<Cell>| {
            let cells = columns.iter().filter_map(|column| row.get(*column));
            cells.cloned().collect()
        };
        self.rows.iter().take(SHOWN).map(row).collect()
    }

    /// Columns that have something in them.
    fn columns(&self) -> Vec<usize> {
        let has_something = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.any(|cell| {
                !matches!(&cell.raw, Raw::Empty) && cell.raw != Raw::Text(String::new())
            })
        };
        (0..self.keys.len())
            .filter(|column| has_something(*column))
            .collect()
    }

    /// That a page does not show all rows.
    pub(crate) fn cut(&self) -> Option<String> {
        (self.rows.len() > SHOWN).then(|| {
            format!(
                "The first {SHOWN} of {} rows; the CSV file has all.",
                number(self.rows.len() as u64)
            )
        })
    }

    /// Labels of the columns that a page shows, and whether numbers stand below them.
    pub(crate) fn heads(&self) -> Vec<(&str, bool)> {
        let is_number = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.all(|cell| cell.is_number)
        };
        self.columns()
            .into_iter()
            .filter_map(|column| Some((self.labels.get(column)?.as_str(), is_number(column))))
            .collect()
    }

    /// All rows as CSV.
    pub(crate) fn csv(&self) -> String {
        let mut file = File::new(TableFormat::Csv, self.keys);
        let mut written = file.begin();
        for row in &self.rows {
            written.push_str(&file.row(row.iter().map(|cell| cell.raw.clone()).collect()));
        }
        written
    }
}
