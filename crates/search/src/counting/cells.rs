//! Where counts are added up.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use crate::Counts;
use crate::numbers::Spread;

/// So many cells have a place of their own each, four numbers of four bytes; of more only those that are needed get
/// one, at the price of a look into a table for each document.
const DENSE: u64 = 2_000_000;

/// Marks a statement that several documents tell.
pub(crate) const REPEATED: u32 = 1 << 31;

type Table<V> = HashMap<u64, V, BuildHasherDefault<Spread>>;

/// Counts by cell.
pub(crate) struct Cells {
    places: Places,
    has_statements: bool,
    has_articles: bool,
    quotes: Vec<u32>,
    statements: Vec<u32>,
    articles: Vec<u32>,
    /// The article that was last counted in each.
    last_articles: Vec<u32>,
    /// Cell and statement, of those that several documents tell.
    seen: HashSet<u64, BuildHasherDefault<Spread>>,
}

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
    /// For keys below `end`.
    pub(crate) fn new(end: u64, has_statements: bool, has_articles: bool) -> Self {
        let is_dense = end <= DENSE;
        let places = match is_dense {
            true => Places::Dense,
            false => Places::Sparse {
                of: Table::default(),
                keys: Vec::new(),
                last: (u64::MAX, 0),
            },
        };
        let dense = |wanted: bool| vec![0; if is_dense && wanted { end as usize } else { 0 }];
        Self {
            places,
            has_statements,
            has_articles,
            quotes: dense(true),
            statements: dense(has_statements),
            articles: dense(has_articles),
            last_articles: dense(has_articles),
            seen: HashSet::default(),
        }
    }

    /// Adds a document with the number of its article, counted from 1 and rising, and that of its statement, if any,
    /// with [`REPEATED`] where it needs it.
    #[inline]
    pub(crate) fn add(&mut self, key: u64, article: u32, statement: u32) {
        let place = self.place(key);
        self.quotes[place] += 1;
        if self.has_articles && self.last_articles[place] != article {
            self.last_articles[place] = article;
            self.articles[place] += 1;
        }
        if self.has_statements && statement != 0 {
            let is_new = statement & REPEATED == 0
                || self
                    .seen
                    .insert((place as u64) << 32 | u64::from(statement));
            self.statements[place] += u32::from(is_new);
        }
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
            self.quotes.push(0);
            if self.has_statements {
                self.statements.push(0);
            }
            if self.has_articles {
                self.articles.push(0);
                self.last_articles.push(0);
            }
        }
        *last = (key, place);
        place as usize
    }

    /// Cells with quotes, by their keys.
    pub(crate) fn into_counts(self) -> Vec<(u64, Counts)> {
        let of = |list: &[u32], place: usize| list.get(place).copied().unwrap_or(0).into();
        let counts = |place: usize| Counts {
            quotes: of(&self.quotes, place),
            statements: of(&self.statements, place),
            articles: of(&self.articles, place),
        };
        match &self.places {
            Places::Dense => (0..self.quotes.len())
                .filter(|place| self.quotes[*place] > 0)
                .map(|place| (place as u64, counts(place)))
                .collect(),
            Places::Sparse { keys, .. } => {
                let mut cells: Vec<(u64, Counts)> = keys
                    .iter()
                    .enumerate()
                    .map(|(place, key)| (*key, counts(place)))
                    .collect();
                cells.sort_unstable_by_key(|(key, _)| *key);
                cells
            }
        }
    }
}
