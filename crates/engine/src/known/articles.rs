//! The articles of the record, as far as rates need them: from which outlet, when published, a copy or not.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike};
use onrecord_model::ArticleId;
use onrecord_search::{Bucket, outlet_key};
use onrecord_store::ArticleFacts;

use crate::steps::{day_number, first_day};

/// No outlet is named.
const NO_OUTLET: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Article {
    id: ArticleId,
    outlet: u32,
    is_copy: bool,
    /// In microseconds.
    published: Option<i64>,
}

/// The articles there are, each in some 40 bytes and as much again to be found by its id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Articles {
    rows: Vec<Article>,
    places: HashMap<ArticleId, u32>,
    outlets: HashMap<String, u32>,
}

/// Which articles are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ArticleFilter {
    /// Of each of these outlets that is given, by its key.
    pub(crate) outlets: [Option<String>; 2],
    /// Published at this instant or later, in microseconds from 1970 on.
    pub(crate) from: Option<i64>,
    /// Published before this instant.
    pub(crate) to: Option<i64>,
    pub(crate) without_copies: bool,
}

/// What articles are counted by: only what is asked for is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    pub(crate) over: Option<Bucket>,
    /// Keys of the outlets that are told by themselves.
    pub(crate) outlets: Option<Vec<String>>,
    /// Years that are told by themselves.
    pub(crate) years: Option<Vec<i32>>,
}

/// A value that articles are counted under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum ArticleValue<Value> {
    /// Told by itself.
    One(Value),
    /// There is none.
    None,
    /// One of all others.
    Other,
    /// Not counted by it.
    Any,
}

/// One cell of articles.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ArticleKey {
    /// First day of its step of time, in days from 1970.
    pub(crate) step: Option<i32>,
    pub(crate) outlet: ArticleValue<String>,
    pub(crate) year: ArticleValue<i32>,
}

impl Articles {
    pub(crate) fn put(&mut self, rows: Vec<ArticleFacts>) {
        for row in rows {
            let outlet = match &row.outlet {
                Some(name) => {
                    let next = self.outlets.len() as u32;
                    *self.outlets.entry(outlet_key(name)).or_insert(next)
                }
                None => NO_OUTLET,
            };
            let article = Article {
                id: row.id,
                outlet,
                is_copy: row.copy_of.is_some(),
                published: row.published.map(|at| at.timestamp_micros()),
            };
            match self.places.get(&row.id) {
                Some(place) => self.rows[*place as usize] = article,
                None => {
                    self.places.insert(row.id, self.rows.len() as u32);
                    self.rows.push(article);
                }
            }
        }
    }

    pub(crate) fn remove(&mut self, ids: &[ArticleId]) {
        for id in ids {
            let Some(place) = self.places.remove(id) else {
                continue;
            };
            self.rows.swap_remove(place as usize);
            if let Some(moved) = self.rows.get(place as usize) {
                self.places.insert(moved.id, place);
            }
        }
    }

    pub(crate) fn copies(&self) -> HashSet<ArticleId> {
        let copies = self.rows.iter().filter(|article| article.is_copy);
        copies.map(|article| article.id).collect()
    }

    /// How many articles fall into each cell.
    pub(crate) fn count(&self, filter: &ArticleFilter, told: &Told) -> HashMap<ArticleKey, u64> {
        let mut counted: HashMap<(Option<i32>, u32, ArticleValue<i32>), u64> = HashMap::new();
        let names = told.outlets.as_ref().map(|outlets| self.numbers(outlets));
        let wanted = filter.outlets.iter().flatten();
        let wanted: Option<Vec<u32>> = wanted.map(|key| self.outlets.get(key).copied()).collect();
        let Some(wanted) = wanted else {
            return HashMap::new();
        };
        let (from, to) = (filter.from, filter.to);
        let has_period = from.is_some() || to.is_some();
        for article in &self.rows {
            let is_dated = |published: i64| {
                from.is_none_or(|from| from <= published) && to.is_none_or(|to| published < to)
            };
            if wanted.iter().any(|wanted| *wanted != article.outlet)
                || (filter.without_copies && article.is_copy)
                || (has_period && !article.published.is_some_and(is_dated))
            {
                continue;
            }
            let date = article.published.and_then(DateTime::from_timestamp_micros);
            let step = told
                .over
                .and_then(|bucket| date.map(|date| first_day(bucket, date.date_naive())));
            let outlet = match &names {
                Some(_) => article.outlet,
                None => NO_OUTLET,
            };
            let year = match (&told.years, date) {
                (None, _) => ArticleValue::Any,
                (Some(_), None) => ArticleValue::None,
                (Some(years), Some(date)) if years.contains(&date.year()) => {
                    ArticleValue::One(date.year())
                }
                (Some(_), Some(_)) => ArticleValue::Other,
            };
            let step = step.map(day_number);
            *counted.entry((step, outlet, year)).or_default() += 1;
        }
        let mut cells = HashMap::new();
        for ((step, number, year), articles) in counted {
            let outlet = match &names {
                None => ArticleValue::Any,
                Some(_) if number == NO_OUTLET => ArticleValue::None,
                Some(names) => match names.get(&number) {
                    Some(key) => ArticleValue::One((*key).to_owned()),
                    None => ArticleValue::Other,
                },
            };
            *cells.entry(ArticleKey { step, outlet, year }).or_default() += articles;
        }
        cells
    }

    fn numbers<'keys>(&self, keys: &'keys [String]) -> HashMap<u32, &'keys str> {
        let numbers = keys.iter();
        let numbers = numbers.filter_map(|key| Some((*self.outlets.get(key)?, key.as_str())));
        numbers.collect()
    }
}
