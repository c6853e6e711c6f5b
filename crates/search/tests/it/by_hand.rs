//! Counting by hand, over the quotes themselves.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use onrecord_model::{ArticleId, Quote, QuoteId, SpeakerId, StatementId};
use onrecord_search::{
    Bucket, Counts, Dimension, Facts, Origin, Row, Search, Tallied, Tally, Value, outlet_key,
};

pub(crate) type Record = BTreeMap<ArticleId, Vec<Quote>>;

/// What matches the conditions of a search that has no query, in the order of ids.
pub(crate) fn matching(record: &Record, search: &Search, facts: &Facts) -> Vec<Quote> {
    let is_by = |quote: &Quote, speakers: &[SpeakerId]| {
        quote
            .filed_under
            .is_some_and(|filed_under| speakers.contains(&filed_under))
    };
    let is_beside = |quote: &Quote, speakers: &[SpeakerId]| {
        let article = &record[&quote.article.id];
        article.iter().any(|other| is_by(other, speakers)) && !is_by(quote, speakers)
    };
    let mut matching: Vec<Quote> = record
        .values()
        .flatten()
        .filter(|quote| {
            let published = quote.article.published;
            search
                .speakers
                .as_ref()
                .is_none_or(|them| is_by(quote, them))
                && search
                    .beside
                    .as_ref()
                    .is_none_or(|them| is_beside(quote, them))
                && search.kind.is_none_or(|kind| quote.kind == kind)
                && search.outlet.as_ref().is_none_or(|wanted| {
                    let outlet = quote.article.outlet.as_deref();
                    outlet.is_some_and(|outlet| outlet_key(outlet) == outlet_key(wanted))
                })
                && !(search.without_copies && facts.copies.contains(&quote.article.id))
                && search
                    .from
                    .is_none_or(|from| published.is_some_and(|published| published >= from))
                && search
                    .to
                    .is_none_or(|to| published.is_some_and(|published| published < to))
        })
        .cloned()
        .collect();
    matching.sort_by_key(|quote| quote.id);
    matching
}

pub(crate) fn statement(quote: &Quote, facts: &Facts) -> Option<StatementId> {
    let wording = quote.wording?;
    Some(facts.stands_for.get(&wording).copied().unwrap_or(wording))
}

/// The first of each statement and how many there are, in the order of the most repeated.
pub(crate) fn most_repeated(quotes: &[Quote], facts: &Facts) -> Vec<(QuoteId, u64)> {
    let mut told: BTreeMap<(Option<StatementId>, Option<QuoteId>), Vec<&Quote>> = BTreeMap::new();
    for quote in quotes {
        let statement = statement(quote, facts);
        let alone = statement.is_none().then_some(quote.id);
        told.entry((statement, alone)).or_default().push(quote);
    }
    let mut firsts: Vec<(u64, &Quote)> = told
        .values()
        .filter_map(|quotes| {
            let date = |quote: &Quote| quote.article.published;
            let first = quotes
                .iter()
                .min_by_key(|quote| (date(quote).is_none(), date(quote), quote.id))?;
            Some((quotes.len() as u64, *first))
        })
        .collect();
    firsts.sort_by_key(|(times, quote)| {
        (Reverse(*times), Reverse(quote.article.published), quote.id)
    });
    firsts
        .into_iter()
        .map(|(times, quote)| (quote.id, times))
        .collect()
}

#[derive(Default)]
struct Cell {
    quotes: BTreeSet<QuoteId>,
    statements: BTreeSet<StatementId>,
    articles: BTreeSet<ArticleId>,
}

impl Cell {
    fn add(&mut self, quote: &Quote, facts: &Facts) {
        self.quotes.insert(quote.id);
        self.statements.extend(statement(quote, facts));
        self.articles.insert(quote.article.id);
    }

    fn counts(&self, tally: &Tally) -> Counts {
        let if_wanted = |wanted: bool, count: usize| if wanted { count as u64 } else { 0 };
        Counts {
            quotes: self.quotes.len() as u64,
            statements: if_wanted(tally.statements, self.statements.len()),
            articles: if_wanted(tally.articles, self.articles.len()),
        }
    }
}

pub(crate) fn tallied(tally: &Tally, quotes: &[Quote], facts: &Facts) -> Tallied {
    let mut total = Cell::default();
    for quote in quotes {
        total.add(quote, facts);
    }
    let axes: Vec<Vec<Value>> = tally
        .by
        .iter()
        .enumerate()
        .map(|(axis, by)| told(tally, axis, *by, quotes, facts))
        .collect();
    // By the places of the values in their order, then by the step, what has no date last.
    let mut cells: BTreeMap<(Vec<usize>, bool, Option<i32>), Cell> = BTreeMap::new();
    for quote in quotes {
        let day = tally
            .over
            .and_then(|over| Some(first_day(over, quote.article.published?)));
        let mut combined: Vec<Vec<usize>> = vec![Vec::new()];
        for (axis, by) in axes.iter().zip(&tally.by) {
            let places: BTreeSet<usize> = values(*by, quote, facts)
                .iter()
                .map(|value| axis.iter().position(|told| told == value))
                .map(|place| place.unwrap_or(axis.len()))
                .collect();
            combined = combined
                .iter()
                .flat_map(|before| {
                    places.iter().map(|place| {
                        let mut longer = before.clone();
                        longer.push(*place);
                        longer
                    })
                })
                .collect();
        }
        for places in combined {
            let cell = cells.entry((places, day.is_none(), day)).or_default();
            cell.add(quote, facts);
        }
    }
    let value =
        |(axis, place): (&Vec<Value>, &usize)| axis.get(*place).cloned().unwrap_or(Value::Other);
    Tallied {
        rows: cells
            .iter()
            .map(|((places, _, day), cell)| Row {
                values: axes.iter().zip(places).map(value).collect(),
                day: *day,
                counts: cell.counts(tally),
            })
            .collect(),
        values: tally.by.first().map_or(0, |by| {
            let all = quotes.iter().flat_map(|quote| values(*by, quote, facts));
            let all: BTreeSet<Value> = all.filter(|value| *value != Value::None).collect();
            all.len() as u64
        }),
        total: total.counts(tally),
    }
}

/// The values of a dimension that are told by themselves, in order.
fn told(tally: &Tally, axis: usize, by: Dimension, quotes: &[Quote], facts: &Facts) -> Vec<Value> {
    let mut counted: HashMap<Value, u64> = HashMap::new();
    for quote in quotes {
        for value in values(by, quote, facts) {
            *counted.entry(value).or_default() += 1;
        }
    }
    let among = tally.among.as_ref().filter(|_| axis == 0);
    let mut ordered: Vec<(Reverse<u64>, Value)> = counted
        .into_iter()
        .filter(|(value, _)| among.is_none_or(|among| among.contains(value)))
        .map(|(value, count)| (Reverse(count), value))
        .collect();
    ordered.sort();
    let mut left = tally.limit;
    ordered.retain(|(_, value)| {
        let is_told = *value == Value::None || left > 0;
        left -= usize::from(is_told && *value != Value::None);
        is_told
    });
    ordered.into_iter().map(|(_, value)| value).collect()
}

fn values(by: Dimension, quote: &Quote, facts: &Facts) -> Vec<Value> {
    let one = |value: Option<Value>| vec![value.unwrap_or(Value::None)];
    let of_statement = |of: &dyn Fn(StatementId) -> Vec<Value>| {
        let values = statement(quote, facts).map_or_else(Vec::new, of);
        match values.is_empty() {
            true => vec![Value::None],
            false => values,
        }
    };
    match by {
        Dimension::Speaker => one(quote.filed_under.map(|filed_under| {
            let shown = facts.shown_as.get(&filed_under);
            Value::Speaker(shown.copied().unwrap_or(filed_under))
        })),
        Dimension::Outlet => one(quote
            .article
            .outlet
            .as_deref()
            .map(|outlet| Value::Outlet(outlet_key(outlet)))),
        Dimension::Kind => one(Some(Value::Kind(quote.kind))),
        Dimension::Origin => one(Some(Value::Origin(match quote.primary {
            Some(_) => Origin::Primary,
            None => Origin::Report,
        }))),
        Dimension::Class => one(quote.manner.class.map(Value::Class)),
        Dimension::Colour => one(Some(Value::Colour(quote.manner.colour))),
        Dimension::Polarity => one(Some(Value::Polarity(quote.manner.polarity))),
        Dimension::Language => one(quote.article.language.clone().map(Value::Language)),
        Dimension::Year => one(quote
            .article
            .published
            .map(|published| Value::Year(published.year()))),
        Dimension::Verdict => of_statement(&|statement| {
            let verdicts = facts.rated.get(&statement).into_iter().flatten();
            verdicts.map(|verdict| Value::Verdict(*verdict)).collect()
        }),
        Dimension::Claim => of_statement(&|statement| {
            let linked = facts.claimed.iter();
            linked
                .filter(|(_, statements)| statements.contains(&statement))
                .map(|(claim, _)| Value::Claim(*claim))
                .collect()
        }),
    }
}

fn first_day(over: Bucket, published: DateTime<Utc>) -> i32 {
    let date = published.date_naive();
    let first = |year: i32, month: u32| {
        NaiveDate::from_ymd_opt(year, month, 1).expect("a month has a first")
    };
    let first = match over {
        Bucket::Day => date,
        Bucket::Week => date - Days::new(date.weekday().num_days_from_monday().into()),
        Bucket::Month => first(date.year(), date.month()),
        Bucket::Quarter => first(date.year(), date.month0() / 3 * 3 + 1),
        Bucket::Year => first(date.year(), 1),
    };
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("it was a day");
    i32::try_from((first - epoch).num_days()).expect("dates are near")
}
