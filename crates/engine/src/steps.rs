//! Steps of time as days: where one begins, where it ends, which comes next. All in UTC.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};
use onrecord_search::Bucket;

/// The first day of the step that `day` lies in.
pub(crate) fn first_day(bucket: Bucket, day: NaiveDate) -> NaiveDate {
    let first = match bucket {
        Bucket::Day => Some(day),
        Bucket::Week => {
            day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
        }
        Bucket::Month => day.with_day(1),
        Bucket::Quarter => day
            .with_day(1)
            .and_then(|first| first.with_month(first.month0() / 3 * 3 + 1)),
        Bucket::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
    };
    // Only at the very beginning of time is there no day to begin with.
    first.unwrap_or(day)
}

/// The first day of the step behind the one that begins on `first`; `None` at the end of time.
pub(crate) fn next(bucket: Bucket, first: NaiveDate) -> Option<NaiveDate> {
    match bucket {
        Bucket::Day => first.succ_opt(),
        Bucket::Week => first.checked_add_days(Days::new(7)),
        Bucket::Month => first.checked_add_months(Months::new(1)),
        Bucket::Quarter => first.checked_add_months(Months::new(3)),
        Bucket::Year => first.checked_add_months(Months::new(12)),
    }
}

/// The last day of the step that begins on `first`.
pub(crate) fn last_day(bucket: Bucket, first: NaiveDate) -> NaiveDate {
    next(bucket, first)
        .and_then(|next| next.pred_opt())
        .unwrap_or(NaiveDate::MAX)
}

/// How many steps there are from the one that begins on `first` to the one that begins on `last`, both included.
pub(crate) fn steps_between(bucket: Bucket, first: NaiveDate, last: NaiveDate) -> usize {
    let months = || {
        (i64::from(last.year()) - i64::from(first.year())) * 12 + i64::from(last.month())
            - i64::from(first.month())
    };
    let between = match bucket {
        Bucket::Day => (last - first).num_days(),
        Bucket::Week => (last - first).num_days() / 7,
        Bucket::Month => months(),
        Bucket::Quarter => months() / 3,
        Bucket::Year => months() / 12,
    };
    usize::try_from(between + 1).unwrap_or(0)
}

/// The shortest steps, longer than these, of which there are at most `most`.
pub(crate) fn coarser(
    bucket: Bucket,
    first: NaiveDate,
    last: NaiveDate,
    most: usize,
) -> Option<Bucket> {
    let longer = Bucket::ALL
        .iter()
        .copied()
        .skip_while(|other| *other != bucket);
    longer
        .skip(1)
        .find(|bucket| steps_between(*bucket, first_day(*bucket, first), last) <= most)
}

/// A day as the index counts it, from 1970 on.
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    let days = day.signed_duration_since(DateTime::UNIX_EPOCH.date_naive());
    i32::try_from(days.num_days()).unwrap_or(i32::MAX)
}

/// The day that the index counts so.
pub(crate) fn day_of(number: i32) -> Option<NaiveDate> {
    let days = Days::new(number.unsigned_abs().into());
    let epoch = DateTime::UNIX_EPOCH.date_naive();
    if number < 0 {
        epoch.checked_sub_days(days)
    } else {
        epoch.checked_add_days(days)
    }
}
