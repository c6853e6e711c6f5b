//! The period before another.

use chrono::{Datelike, Months, NaiveTime};
use onrecord_model::Timestamp;

/// The period that ends where this one begins, and is as long: as many months where both ends are first days of months,
/// for months are not all of one length, else as much time. `None` where there is no such time.
pub(super) fn before(from: Timestamp, to: Timestamp) -> Option<(Timestamp, Timestamp)> {
    if from >= to {
        return None;
    }
    let is_month = |at: Timestamp| at.day() == 1 && at.time() == NaiveTime::MIN;
    if is_month(from) && is_month(to) {
        let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month())
            - i64::from(from.month());
        let months = Months::new(u32::try_from(months).ok()?);
        return Some((from.checked_sub_months(months)?, from));
    }
    Some((from.checked_sub_signed(to - from)?, from))
}
