//! Ids for new rows: UUID version 7, made from a time that is passed in.

use onrecord_model::Timestamp;
use uuid::{Builder, Uuid};

/// Makes ids for one put. They sort in the order they were made in, and after those of earlier puts.
#[derive(Clone)]
pub(crate) struct Identifiers {
    milliseconds: u64,
    counter: u16,
    /// Drawn once: what one put makes differs in its counter, what two make in this.
    random: [u8; 8],
}

/// The counter has the twelve bits that RFC 9562 (6.2, method 1) sets aside for it.
const COUNTER_END: u16 = 1 << 12;

impl Identifiers {
    pub(crate) fn new(now: Timestamp) -> Self {
        let mut random = [0; 8];
        // The last eight bytes of a version 4 UUID are random but for two bits, which version 7 fixes as well.
        random.copy_from_slice(&Uuid::new_v4().as_bytes()[8..]);
        Self {
            milliseconds: u64::try_from(now.timestamp_millis()).unwrap_or(0),
            counter: 0,
            random,
        }
    }

    /// Ids that sort after `last` too, also where that was made from the same time or a later one.
    pub(crate) fn behind(now: Timestamp, last: Option<Uuid>) -> Self {
        let mut identifiers = Self::new(now);
        if let Some((seconds, nanoseconds)) = last
            .and_then(|last| last.get_timestamp())
            .map(|made| made.to_unix())
        {
            let made = seconds * 1_000 + u64::from(nanoseconds / 1_000_000);
            identifiers.milliseconds = identifiers.milliseconds.max(made + 1);
        }
        identifiers
    }

    pub(crate) fn next(&mut self) -> Uuid {
        if self.counter == COUNTER_END {
            self.milliseconds += 1;
            self.counter = 0;
        }
        let mut bytes = [0; 10];
        bytes[..2].copy_from_slice(&self.counter.to_be_bytes());
        bytes[2..].copy_from_slice(&self.random);
        self.counter += 1;
        Builder::from_unix_timestamp_millis(self.milliseconds, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_version_7_and_sort_in_the_order_made() {
        let now = Timestamp::from_timestamp_millis(1_760_000_000_000).expect("a time");
        let mut first = Identifiers::new(now);
        let mut second = Identifiers::new(now);
        let ids: Vec<Uuid> = (0..10_000).map(|_| first.next()).collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        let all: HashSet<Uuid> = ids
            .into_iter()
            .chain((0..10_000).map(|_| second.next()))
            .collect();
        assert_eq!(all.len(), 20_000);
    }
    #[test]
    fn ids_of_one_put_sort_behind_those_of_another_at_the_same_time() {
        let now = Timestamp::from_timestamp_millis(1_760_000_000_123).expect("a time");
        let mut first = Identifiers::new(now);
        let last = (0..5_000).map(|_| first.next()).last();
        for earlier in [now, now - chrono::TimeDelta::days(1)] {
            let next = Identifiers::behind(earlier, last).next();
            assert!(Some(next) > last, "{next} {last:?}");
        }
        let later = now + chrono::TimeDelta::days(1);
        let made = Identifiers::behind(later, last).next().get_timestamp();
        assert_eq!(
            made.map(|made| made.to_unix().0),
            u64::try_from(later.timestamp()).ok()
        );
    }
}
