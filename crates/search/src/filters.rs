//! What a search asks besides its words, as conditions on columns.

use onrecord_model::Timestamp;

use crate::cursor::microseconds;
use crate::predicate::Predicate;
use crate::{Search, outlet_key};

impl Search {
    /// All of these must hold.
    pub(crate) fn predicates(&self) -> Vec<Predicate> {
        let mut predicates = Vec::new();
        predicates.extend(self.article.map(Predicate::Article));
        predicates.extend(self.speakers.clone().map(Predicate::Speakers));
        let outlet = self.outlet.as_deref().map(outlet_key);
        predicates.extend(outlet.map(|key| Predicate::Outlet(Some(key))));
        if self.from.is_some() || self.to.is_some() {
            predicates.push(Predicate::Published {
                from: self.from.map(rounded_up),
                to: self.to.map(rounded_up),
            });
        }
        predicates.extend(self.kind.map(Predicate::Kind));
        predicates.extend(self.origin.map(Predicate::Origin));
        predicates.extend(self.class.map(|class| Predicate::Class(Some(class))));
        predicates.extend(self.colour.map(Predicate::Colour));
        predicates.extend(self.polarity.map(Predicate::Polarity));
        predicates.extend(self.beside.clone().map(Predicate::Beside));
        if self.without_copies {
            predicates.push(Predicate::NoCopy);
        }
        predicates
    }
}

/// In microseconds, up: what was published is rounded down, and is still on the same side of it.
pub(crate) fn rounded_up(instant: Timestamp) -> i64 {
    let is_between = !instant.timestamp_subsec_nanos().is_multiple_of(1_000);
    microseconds(instant).saturating_add(i64::from(is_between))
}
