//! Steps of time, without asking a calendar for each document.

use std::sync::OnceLock;

use crate::Bucket;

/// Days from 1970 to the years between which the month of a day is looked up: news is hardly older, and nothing is
/// published later. Whatever is outside is worked out.
const FIRST_DAY: i32 = -171_664;
const LAST_DAY: i32 = 84_006;

impl Bucket {
    /// The number of the step in which a day since 1970 falls; steps that follow each other have numbers that do.
    #[inline]
    pub(crate) fn step(self, day: i32) -> i32 {
        match self {
            Self::Day => day,
            // 1970 began on a Thursday.
            Self::Week => (day + 3).div_euclid(7),
            Self::Month => month(day),
            Self::Quarter => month(day).div_euclid(3),
            Self::Year => month(day).div_euclid(12),
        }
    }

    /// The first day of a step.
    pub(crate) fn first_day(self, step: i32) -> i32 {
        match self {
            Self::Day => step,
            Self::Week => step * 7 - 3,
            Self::Month => first_of_month(step),
            Self::Quarter => first_of_month(step * 3),
            Self::Year => first_of_month(step * 12),
        }
    }
}

/// Months since the first of the year 0.
#[inline]
pub(crate) fn month(day: i32) -> i32 {
    if !(FIRST_DAY..LAST_DAY).contains(&day) {
        return worked_out(day);
    }
    static MONTHS: OnceLock<Vec<i32>> = OnceLock::new();
    let months = MONTHS.get_or_init(|| (FIRST_DAY..LAST_DAY).map(worked_out).collect());
    months[(day - FIRST_DAY) as usize]
}

/// The month of a day, by Howard Hinnant's `civil_from_days`: years begin with March, so that the day that may be
/// missing is the last, and 400 years have always as many days.
fn worked_out(day: i32) -> i32 {
    let shifted = i64::from(day) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let year = year_of_era + era * 400;
    // From March: 10 is January of the next year.
    (year * 12 + from_march + 2) as i32
}

/// The way back: `days_from_civil`.
fn first_of_month(month: i32) -> i32 {
    let from_march = i64::from(month) - 2;
    let year = from_march.div_euclid(12);
    let month_from_march = from_march.rem_euclid(12);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month_from_march + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) as i32
}
