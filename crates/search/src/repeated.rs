//! Statements by how many of the quotes that match tell them.

use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::BuildHasherDefault;

use tantivy::DocId;

use crate::best::Best;
use crate::columns::{Columns, UNDATED};
use crate::counting::{self, Matching};
use crate::cursor::{Place, newest_first, oldest_first};
use crate::generation::Fault;
use crate::numbers::{NONE, Spread};
use crate::predicate::Ground;

const BLOCK: usize = 1_024;

/// A statement that several documents may tell.
struct Told {
    times: u64,
    /// The earliest of its quotes: date and id.
    first: (u64, u128),
    published: Option<i64>,
}

/// Puts one place for each statement.
pub(crate) fn put(
    matching: &[Matching<'_>],
    ground: &Ground,
    best: &mut Best,
) -> Result<(), Fault> {
    let repeated = counting::repeated(ground)?;
    let mut told: HashMap<u32, Told, BuildHasherDefault<Spread>> = HashMap::default();
    for matching in matching {
        let columns = &*matching.part.columns;
        let (wordings, dates) = (columns.wordings()?, columns.dates()?);
        let Ok(()) = matching.documents.blocks(BLOCK, |documents| {
            for document in documents {
                let published = published(&dates, *document);
                let number = match wordings[*document as usize] {
                    NONE => None,
                    wording => repeated.number(ground.bearings.root(wording)),
                };
                let Some(number) = number else {
                    put_once(columns, *document, published, best);
                    continue;
                };
                let first = (oldest_first(published), columns.quote(*document));
                let told = told.entry(number).or_insert(Told {
                    times: 0,
                    first,
                    published,
                });
                told.times += 1;
                if first < told.first {
                    told.first = first;
                    told.published = published;
                }
            }
            Ok::<(), Infallible>(())
        });
    }
    for told in told.into_values() {
        best.put_place(Place {
            first: most_first(told.times),
            second: newest_first(told.published),
            quote: told.first.1,
        });
    }
    Ok(())
}

fn put_once(columns: &Columns, document: DocId, published: Option<i64>, best: &mut Best) {
    let (first, second) = (most_first(1), newest_first(published));
    if best.takes(first, second) {
        best.put_place(Place {
            first,
            second,
            quote: columns.quote(document),
        });
    }
}

fn published(dates: &[i64], document: DocId) -> Option<i64> {
    let date = dates[document as usize];
    (date != UNDATED).then_some(date)
}

fn most_first(times: u64) -> u64 {
    !times
}

/// How often the statement at this place is told.
pub(crate) fn times_of(first: u64) -> u64 {
    !first
}
