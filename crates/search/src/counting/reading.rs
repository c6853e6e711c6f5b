//! The values of a dimension as numbers, for the documents of one segment.

use std::cmp::Ordering;
use std::sync::Arc;

use onrecord_model::{Colour, CueClass, Kind, Polarity};
use tantivy::DocId;

use crate::bearings::Bearings;
use crate::columns::{UNDATED, day};
use crate::counting::time::month;
use crate::generation::Fault;
use crate::numbers::{Lists, NONE, Numbered};
use crate::predicate::{Ground, Part};
use crate::traits::{self, CLASS, COLOUR, KIND, ORIGIN, ORIGINS, POLARITY};
use crate::{Dimension, Value};

/// Reads the numbers of the values of one dimension; [`NONE`] stands for none, all others follow each other.
pub(crate) enum Reader {
    Numbers(Arc<[u32]>),
    Shown {
        of: Arc<[u32]>,
        bearings: Arc<Bearings>,
    },
    Traits {
        of: Arc<[u16]>,
        place: traits::Place,
        /// What is added where the first of them does not stand for none.
        more: u32,
    },
    Year {
        of: Arc<[i64]>,
        first: i32,
    },
    Verdicts {
        of: Arc<[u32]>,
        bearings: Arc<Bearings>,
    },
    Claims {
        of: Arc<[u32]>,
        bearings: Arc<Bearings>,
    },
}

impl Reader {
    /// `first_year` is that of the earliest document that is counted.
    pub(crate) fn of(
        dimension: Dimension,
        part: &Part,
        ground: &Ground,
        first_year: i32,
    ) -> Result<Self, Fault> {
        let columns = &part.columns;
        let bearings = || Arc::clone(&ground.bearings);
        let traits = |place, more| -> Result<Self, Fault> {
            let of = columns.traits()?;
            Ok(Self::Traits { of, place, more })
        };
        Ok(match dimension {
            Dimension::Speaker => Self::Shown {
                of: columns.speakers()?,
                bearings: bearings(),
            },
            Dimension::Outlet => Self::Numbers(columns.outlets()?),
            Dimension::Language => Self::Numbers(columns.languages()?),
            Dimension::Kind => traits(KIND, 1)?,
            Dimension::Origin => traits(ORIGIN, 1)?,
            Dimension::Class => traits(CLASS, 0)?,
            Dimension::Colour => traits(COLOUR, 1)?,
            Dimension::Polarity => traits(POLARITY, 1)?,
            Dimension::Year => Self::Year {
                of: columns.dates()?,
                first: first_year,
            },
            Dimension::Verdict => Self::Verdicts {
                of: columns.wordings()?,
                bearings: bearings(),
            },
            Dimension::Claim => Self::Claims {
                of: columns.wordings()?,
                bearings: bearings(),
            },
        })
    }

    /// The number of the one value of each document; false where one of them has several.
    pub(crate) fn read(&self, documents: &[DocId], numbers: &mut Vec<u32>) -> bool {
        numbers.clear();
        let places = documents.iter().map(|document| *document as usize);
        match self {
            Self::Numbers(of) => numbers.extend(places.map(|place| of[place])),
            Self::Shown { of, bearings } => {
                numbers.extend(places.map(|place| bearings.shown(of[place])));
            }
            Self::Traits { of, place, more } => {
                numbers.extend(places.map(|at| u32::from(place.read(of[at])) + more));
            }
            Self::Year { of, first } => {
                numbers.extend(places.map(|place| year_number(of[place], *first)));
            }
            Self::Verdicts { of, bearings } => {
                for place in places {
                    match bearings.verdicts(bearings.root(of[place])) {
                        [] => numbers.push(NONE),
                        [verdict] => numbers.push(u32::from(*verdict) + 1),
                        _ => return false,
                    }
                }
            }
            Self::Claims { of, bearings } => {
                for place in places {
                    match bearings.claims(bearings.root(of[place])) {
                        [] => numbers.push(NONE),
                        [claim] => numbers.push(claim + 1),
                        _ => return false,
                    }
                }
            }
        }
        true
    }

    /// The numbers of the values of one document, each once; [`NONE`] where there is none.
    pub(crate) fn each(&self, document: DocId, mut number: impl FnMut(u32)) {
        let place = document as usize;
        match self {
            Self::Verdicts { of, bearings } => match bearings.verdicts(bearings.root(of[place])) {
                [] => number(NONE),
                verdicts => verdicts
                    .iter()
                    .for_each(|verdict| number(u32::from(*verdict) + 1)),
            },
            Self::Claims { of, bearings } => match bearings.claims(bearings.root(of[place])) {
                [] => number(NONE),
                claims => claims.iter().for_each(|claim| number(claim + 1)),
            },
            Self::Numbers(of) => number(of[place]),
            Self::Shown { of, bearings } => number(bearings.shown(of[place])),
            Self::Traits {
                of,
                place: at,
                more,
            } => number(u32::from(at.read(of[place])) + more),
            Self::Year { of, first } => number(year_number(of[place], *first)),
        }
    }
}

#[inline]
fn year_number(date: i64, first: i32) -> u32 {
    match date {
        UNDATED => NONE,
        date => (year_of(day(date)) - first + 1) as u32,
    }
}

pub(crate) fn year_of(day: i32) -> i32 {
    month(day).div_euclid(12)
}

/// What the numbers of a dimension stand for.
pub(crate) struct Scale<'lists> {
    pub(crate) dimension: Dimension,
    pub(crate) lists: &'lists Lists,
    pub(crate) bearings: &'lists Bearings,
    pub(crate) first_year: i32,
    pub(crate) last_year: i32,
}

impl Scale<'_> {
    /// One more than the highest number.
    pub(crate) fn end(&self) -> usize {
        match self.dimension {
            Dimension::Speaker => self.lists.speakers.end(),
            Dimension::Outlet => self.lists.outlets.end(),
            Dimension::Language => self.lists.languages.end(),
            Dimension::Kind => KIND.values() + 1,
            Dimension::Origin => ORIGIN.values() + 1,
            Dimension::Class => CLASS.values(),
            Dimension::Colour => COLOUR.values() + 1,
            Dimension::Polarity => POLARITY.values() + 1,
            Dimension::Year => (self.last_year - self.first_year + 2) as usize,
            Dimension::Verdict => self.bearings.verdicts_in_all() + 1,
            Dimension::Claim => self.bearings.claims_in_all() + 1,
        }
    }

    pub(crate) fn value(&self, number: u32) -> Value {
        let Some(place) = (number as usize).checked_sub(1) else {
            return Value::None;
        };
        let value = match self.dimension {
            Dimension::Speaker => self
                .lists
                .speakers
                .value(number)
                .copied()
                .map(Value::Speaker),
            Dimension::Outlet => self.lists.outlets.value(number).cloned().map(Value::Outlet),
            Dimension::Language => {
                let language = self.lists.languages.value(number);
                language.cloned().map(Value::Language)
            }
            Dimension::Kind => Kind::ALL.get(place).copied().map(Value::Kind),
            Dimension::Origin => ORIGINS.get(place).copied().map(Value::Origin),
            Dimension::Class => CueClass::ALL.get(place).copied().map(Value::Class),
            Dimension::Colour => Colour::ALL.get(place).copied().map(Value::Colour),
            Dimension::Polarity => Polarity::ALL.get(place).copied().map(Value::Polarity),
            Dimension::Year => Some(Value::Year(self.first_year + place as i32)),
            Dimension::Verdict => Some(Value::Verdict(place as u16)),
            Dimension::Claim => self.bearings.claim(place as u32).map(Value::Claim),
        };
        value.unwrap_or(Value::None)
    }

    /// The number of a value; `None` where no document has it.
    pub(crate) fn number(&self, value: &Value) -> Option<u32> {
        let place = match (self.dimension, value) {
            (_, Value::None) => return Some(NONE),
            (Dimension::Speaker, Value::Speaker(id)) => return self.lists.speakers.number(id),
            (Dimension::Outlet, Value::Outlet(key)) => {
                return self.lists.outlets.number(key.as_str());
            }
            (Dimension::Language, Value::Language(language)) => {
                return self.lists.languages.number(language.as_str());
            }
            (Dimension::Kind, Value::Kind(kind)) => place(&Kind::ALL, kind)?,
            (Dimension::Origin, Value::Origin(origin)) => place(&ORIGINS, origin)?,
            (Dimension::Class, Value::Class(class)) => place(CueClass::ALL, class)?,
            (Dimension::Colour, Value::Colour(colour)) => place(Colour::ALL, colour)?,
            (Dimension::Polarity, Value::Polarity(polarity)) => place(Polarity::ALL, polarity)?,
            (Dimension::Year, Value::Year(year)) => {
                u32::try_from(i64::from(*year) - i64::from(self.first_year)).ok()?
            }
            (Dimension::Verdict, Value::Verdict(place)) => u32::from(*place),
            (Dimension::Claim, Value::Claim(claim)) => self.bearings.claim_number(*claim)?,
            _ => return None,
        };
        Some(place + 1)
    }

    /// The order of two values.
    pub(crate) fn compare(&self, one: u32, other: u32) -> Ordering {
        fn by_value<T: Ord + Eq + std::hash::Hash + Clone>(
            list: &Numbered<T>,
            one: u32,
            other: u32,
        ) -> Ordering {
            list.value(one).cmp(&list.value(other))
        }
        match self.dimension {
            Dimension::Speaker => by_value(&self.lists.speakers, one, other),
            Dimension::Outlet => by_value(&self.lists.outlets, one, other),
            Dimension::Language => by_value(&self.lists.languages, one, other),
            // These are numbered in their order.
            _ => one.cmp(&other),
        }
    }
}

fn place<T: PartialEq>(all: &[T], value: &T) -> Option<u32> {
    let place = all.iter().position(|other| other == value)?;
    Some(place as u32)
}
