//! When what was found was published, as bars that lead to each step of time.

use chrono::{Datelike, Months, NaiveDate};
use onrecord_engine::{Bucket, Histogram, SearchRequest, period};

use super::super::asked::{Asked, Field};
use crate::chart::{
    Cell, Chart, Height, Line, Over, Plot, Size, Table, TimeStep, Unit, step_label,
};
use crate::wording::counted;

/// More months than this are shown as years.
const MOST_MONTHS: usize = 72;
/// Periods of at most so many days are shown by the day.
const MOST_DAYS: i64 = 62;

/// The steps to ask for: days of a short period, else months, which may be put together to years.
pub(crate) fn bucket(request: &SearchRequest) -> Bucket {
    match (request.from, request.to) {
        (Some(from), Some(to)) if (to - from).num_days() <= MOST_DAYS => Bucket::Day,
        _ => Bucket::Month,
    }
}

/// The chart above the hits; `None` where nothing has a date.
pub(crate) fn chart(asked: &Asked, histogram: &Histogram) -> Option<Chart> {
    let (bucket, steps) = shown(histogram);
    let (first, last) = (steps.first()?.0, steps.last()?.0);
    let undated = match histogram.undated.quotes {
        0 => String::new(),
        undated => format!(
            " {} without a date.",
            counted(undated, "quote is", "quotes are")
        ),
    };
    let is_one = first == last;
    let step = |(day, _): &(NaiveDate, u64)| TimeStep {
        day: *day,
        // One step alone narrows nothing down.
        address: (!is_one).then(|| narrowed(asked, *day, bucket)),
    };
    let rows = steps
        .iter()
        .map(|(day, quotes)| {
            let address = (*quotes > 0 && !is_one).then(|| narrowed(asked, *day, bucket));
            vec![
                Cell::named(step_label(*day, bucket), day.to_string()).leading_to(address),
                Cell::number(*quotes),
            ]
        })
        .collect();
    Some(Chart {
        name: "found-over-time",
        title: format!("Quotes found, by {bucket}"),
        reading: format!(
            "Quotes found, by {bucket} of publication (UTC).{undated}{}",
            match is_one {
                true => String::new(),
                false => format!(" Each {bucket} in it leads to its quotes."),
            }
        ),
        plot: Plot::Over(Over {
            unit: Unit::QUOTES,
            height: Height::Low,
            bucket,
            steps: steps.iter().map(step).collect(),
            lines: vec![Line {
                name: "Quotes".to_owned(),
                values: steps.iter().map(|(_, quotes)| *quotes).collect(),
            }],
        }),
        table: Table::new(&["from", "quotes"], &[title(bucket), "Quotes"], rows),
        size: Size::Column,
    })
}

fn title(bucket: Bucket) -> &'static str {
    match bucket {
        Bucket::Day => "Day",
        Bucket::Week => "Week",
        Bucket::Month => "Month",
        Bucket::Quarter => "Quarter",
        Bucket::Year => "Year",
    }
}

/// Months as they are or, where they are many, as years. Each quote is in one month and one year, so they add up.
fn shown(histogram: &Histogram) -> (Bucket, Vec<(NaiveDate, u64)>) {
    let steps = histogram.steps.iter();
    if histogram.bucket != Bucket::Month || histogram.steps.len() <= MOST_MONTHS {
        let steps = steps.map(|step| (step.day, step.counts.quotes)).collect();
        return (histogram.bucket, steps);
    }
    let mut years: Vec<(NaiveDate, u64)> = Vec::new();
    for step in steps {
        match years.last_mut() {
            Some((first, quotes)) if first.year() == step.day.year() => {
                *quotes += step.counts.quotes;
            }
            _ => years.push((
                step.day.with_ordinal(1).unwrap_or(step.day),
                step.counts.quotes,
            )),
        }
    }
    (Bucket::Year, years)
}

/// The same search in one step of time, or in what of it was asked for.
fn narrowed(asked: &Asked, day: NaiveDate, bucket: Bucket) -> String {
    let (first, last) = (day, last_day(day, bucket));
    let begins_inside = asked
        .get(Field::From)
        .and_then(|from| period::beginning(from).ok())
        .is_some_and(|from| from.date_naive() > first);
    let ends_inside = asked
        .get(Field::To)
        .and_then(|to| period::end(to).ok())
        .is_some_and(|behind| behind.date_naive() <= last);
    let mut narrowed = asked.without(Field::Cursor);
    if !begins_inside {
        narrowed = narrowed.with(Field::From, &first.to_string());
    }
    if !ends_inside {
        narrowed = narrowed.with(Field::To, &last.to_string());
    }
    narrowed.address("/search")
}

/// The last day of the step that begins on `day`.
fn last_day(day: NaiveDate, bucket: Bucket) -> NaiveDate {
    let months = |months| {
        day.checked_add_months(Months::new(months))
            .and_then(|behind| behind.pred_opt())
    };
    match bucket {
        Bucket::Day => Some(day),
        Bucket::Week => day.checked_add_days(chrono::Days::new(6)),
        Bucket::Month => months(1),
        Bucket::Quarter => months(3),
        Bucket::Year => months(12),
    }
    .unwrap_or(day)
}
