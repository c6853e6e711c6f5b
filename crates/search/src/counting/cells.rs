//! Where counts are added up.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use crate::Counts;
use crate::numbers::Spread;

/// So many cells have a place of their own each, of 16 bytes; of more only those that are needed get one, at the price
/// of a look into a table for each document.
const DENSE: u64 = 2_000_000;

/// A statement as it is counted: there is none.
pub(crate) const NO_STATEMENT: u32 = u32::MAX;
/// A statement that no other document tells.
pub(crate) const TOLD_ONCE: u32 = u32::MAX - 1;

type Table<V> = HashMap<u64, V, BuildHasherDefault<Spread>>;

/// Counts by cell.
pub(crate) struct Cells {
    places: Places,
    has_statements: bool,
    has_articles: bool,
    cells: Vec<Cell>,
    /// By the number of a statement that several documents tell: the cell it was first seen in, counted from 1. Most
    /// stay there.
    first_cells: Vec<u32>,
    /// Further cells, with the number of the statement.
    further: HashSet<u64, BuildHasherDefault<Spread>>,
}

/// Together, as one look into memory brings all of it. An array of zeroes costs nothing before it is written to, which
/// a structure of them does.
type Cell = [u32; 4];
const QUOTES: usize = 0;
const STATEMENTS: usize = 1;
const ARTICLES: usize = 2;
/// The article that was last counted.
const LAST_ARTICLE: usize = 3;

enum Places {
    Dense,
    Sparse {
        of: Table<u32>,
        keys: Vec<u64>,
        /// Neighbours often fall into the same.
        last: (u64, u32),
    },
}

impl Cells {
    /// For keys below `end`, and so many statements that several documents tell.
    pub(crate) fn new(end: u64, has_statements: bool, has_articles: bool, repeated: usize) -> Self {
        let (places, dense) = match end <= DENSE {
            true => (Places::Dense, end as usize),
            false => {
                let places = Places::Sparse {
                    of: Table::default(),
                    keys: Vec::new(),
                    last: (u64::MAX, 0),
                };
                (places, 0)
            }
        };
        Self {
            places,
            has_statements,
            has_articles,
            cells: vec![[0; 4]; dense],
            first_cells: vec![0; if has_statements { repeated } else { 0 }],
            further: HashSet::default(),
        }
    }

    /// Adds documents, each with its key, the number of its article, counted from 1 and rising, and that of its
    /// statement: [`NO_STATEMENT`], [`TOLD_ONCE`], or that of a repeated one.
    pub(crate) fn add(&mut self, keys: &[u64], articles: &[u32], statements: &[u32]) {
        // What is not asked for is not asked about for each document.
        match (self.has_articles, self.has_statements) {
            (true, true) => self.add_each::<true, true>(keys, articles, statements),
            (true, false) => self.add_each::<true, false>(keys, articles, statements),
            (false, true) => self.add_each::<false, true>(keys, articles, statements),
            (false, false) => self.add_each::<false, false>(keys, articles, statements),
        }
    }

    fn add_each<const ARTICLES_TOO: bool, const STATEMENTS_TOO: bool>(
        &mut self,
        keys: &[u64],
        articles: &[u32],
        statements: &[u32],
    ) {
        for (key, (article, statement)) in keys.iter().zip(articles.iter().zip(statements)) {
            let place = self.place(*key);
            let is_new = STATEMENTS_TOO && self.is_new(place, *statement);
            let cell = &mut self.cells[place];
            cell[QUOTES] += 1;
            cell[STATEMENTS] += u32::from(is_new);
            if ARTICLES_TOO {
                cell[ARTICLES] += u32::from(cell[LAST_ARTICLE] != *article);
                cell[LAST_ARTICLE] = *article;
            }
        }
    }

    /// Whether a statement was not seen in the cell at this place.
    #[inline]
    fn is_new(&mut self, place: usize, statement: u32) -> bool {
        if statement >= TOLD_ONCE {
            return statement == TOLD_ONCE;
        }
        let cell = place as u32 + 1;
        let first_cell = &mut self.first_cells[statement as usize];
        if *first_cell == 0 {
            *first_cell = cell;
            return true;
        }
        *first_cell != cell
            && self
                .further
                .insert(u64::from(cell) << 32 | u64::from(statement))
    }

    #[inline]
    fn place(&mut self, key: u64) -> usize {
        let Places::Sparse { of, keys, last } = &mut self.places else {
            return key as usize;
        };
        if last.0 == key {
            return last.1 as usize;
        }
        let next = keys.len() as u32;
        let place = *of.entry(key).or_insert(next);
        if place == next {
            keys.push(key);
            self.cells.push([0; 4]);
        }
        *last = (key, place);
        place as usize
    }

    /// Cells with quotes, by their keys.
    pub(crate) fn into_counts(self) -> Vec<(u64, Counts)> {
        let counts = |cell: &Cell| Counts {
            quotes: cell[QUOTES].into(),
            statements: cell[STATEMENTS].into(),
            articles: cell[ARTICLES].into(),
        };
        let mut cells: Vec<(u64, Counts)> = match self.places {
            Places::Dense => (0..)
                .zip(&self.cells)
                .filter(|(_, cell)| cell[QUOTES] > 0)
                .map(|(key, cell)| (key, counts(cell)))
                .collect(),
            Places::Sparse { keys, .. } => keys
                .into_iter()
                .zip(self.cells.iter().map(counts))
                .collect(),
        };
        cells.sort_unstable_by_key(|(key, _)| *key);
        cells
    }
}
