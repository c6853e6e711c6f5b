//! Facets, histograms and statistics: how many quotes, statements and articles fall where.
//!
//! What matches is gone through twice. First it is counted how many quotes have each value of each dimension, which
//! decides what is told by itself; then everything is added up in cells, one for each value, or pair of values, and
//! step of time. Both go block by block and column by column, all tallies of a search together.
//!
//! A statement counts once in each cell. Most are told by one document alone, and are counted as they come; only of
//! those that several tell ([`Repeated`]) it is kept where they were seen. An article's documents are neighbours, so it
//! is enough to know which article was last counted in a cell.

mod axis;
mod block;
mod cells;
mod reading;
mod tallying;
mod time;

use std::convert::Infallible;

use crate::columns::{UNDATED, day};
use crate::counting::axis::Axis;
use crate::counting::block::{Blocks, Reading, Total};
use crate::counting::reading::{Reader, Scale, year_of};
use crate::counting::tallying::Counting;
use crate::generation::Fault;
use crate::pass::Documents;
use crate::predicate::{Ground, Part};
use crate::statements::{Occurring, Repeated};
use crate::{Dimension, Tallied, Tally};

/// Documents that are looked at together; what is read of them fits into the nearest cache.
const BLOCK: usize = 1_024;

/// What matches in one segment.
pub(crate) struct Matching<'ground> {
    pub(crate) part: &'ground Part,
    pub(crate) documents: Documents,
}

/// The statements that several documents tell, in whatever segments.
pub(crate) fn repeated(ground: &Ground) -> Result<Repeated, Fault> {
    let bearings = &ground.bearings;
    let mut all = Occurring::default();
    for part in &ground.parts {
        let columns = &part.columns;
        let here = columns.occurring(bearings.version(), || {
            Ok(Occurring::of(&columns.wordings()?, bearings))
        })?;
        all.add(&here);
    }
    Ok(all.repeated())
}

/// Counts `matching` by each of `tallies`.
pub(crate) fn count(
    tallies: &[Tally],
    matching: &[Matching<'_>],
    ground: &Ground,
) -> Result<Vec<Tallied>, Fault> {
    let days = days(tallies, matching)?;
    let mut parts = Vec::with_capacity(matching.len());
    for matching in matching {
        parts.push(Reading::of(tallies, matching, ground, days)?);
    }
    let has_statements = tallies.iter().any(|tally| tally.statements);
    let repeated = match has_statements {
        true => repeated(ground)?,
        false => Repeated::default(),
    };
    let mut countings = lay_out(tallies, &parts, ground, days, repeated.len());
    let mut total = Total::new(&repeated);
    let mut blocks = Blocks::default();
    for part in &parts {
        let Ok(()) = part.documents.blocks(BLOCK, |documents| {
            let block = blocks.read(part, documents, ground, &repeated);
            total.add(&block);
            for (counting, readers) in countings.iter_mut().zip(&part.readers) {
                counting.add(readers, &block);
            }
            Ok::<(), Infallible>(())
        });
    }
    Ok(countings
        .into_iter()
        .map(|counting| counting.tallied(total.counts))
        .collect())
}

/// The first and the last day of what is counted over time, where anything is and has a date.
fn days(tallies: &[Tally], matching: &[Matching<'_>]) -> Result<Option<(i32, i32)>, Fault> {
    let by_time = |tally: &Tally| tally.over.is_some() || tally.by.contains(&Dimension::Year);
    if !tallies.iter().any(by_time) {
        return Ok(None);
    }
    let (mut first, mut last) = (i64::MAX, UNDATED);
    for matching in matching {
        let dates = matching.part.columns.dates()?;
        let Ok(()) = matching.documents.blocks(BLOCK, |documents| {
            for document in documents {
                let date = dates[*document as usize];
                last = last.max(date);
                first = first.min(if date == UNDATED { i64::MAX } else { date });
            }
            Ok::<(), Infallible>(())
        });
    }
    Ok((last != UNDATED).then(|| (day(first), day(last))))
}

/// The first time through: which values are told, and the cells for them.
fn lay_out<'tally>(
    tallies: &'tally [Tally],
    parts: &[Reading<'_>],
    ground: &Ground,
    days: Option<(i32, i32)>,
    repeated: usize,
) -> Vec<Counting<'tally>> {
    let lists = ground.numbers.read();
    let scale = |dimension| Scale {
        dimension,
        lists: &lists,
        bearings: &ground.bearings,
        first_year: days.map_or(0, |(first, _)| year_of(first)),
        last_year: days.map_or(0, |(_, last)| year_of(last)),
    };
    let mut countings = Vec::with_capacity(tallies.len());
    for (place, tally) in tallies.iter().enumerate() {
        let limit = tally.limit.min(Tally::MOST_VALUES);
        let axes: Vec<Axis> = tally
            .by
            .iter()
            .enumerate()
            .map(|(axis, dimension)| {
                let scale = scale(*dimension);
                let quotes = quotes(scale.end(), parts, |part| &part.readers[place][axis]);
                let among = tally.among.as_deref().filter(|_| axis == 0);
                Axis::of(&scale, &quotes, limit, among)
            })
            .collect();
        countings.push(Counting::new(tally, axes, days, repeated));
    }
    countings
}

/// How many quotes have each value.
fn quotes<'reading>(
    end: usize,
    parts: &'reading [Reading<'_>],
    reader: impl Fn(&'reading Reading<'_>) -> &'reading Reader,
) -> Vec<u32> {
    let mut quotes = vec![0; end.max(1)];
    let mut numbers = Vec::with_capacity(BLOCK);
    for part in parts {
        let reader = reader(part);
        let Ok(()) = part.documents.blocks(BLOCK, |documents| {
            if reader.read(documents, &mut numbers) {
                for number in &numbers {
                    quotes[*number as usize] += 1;
                }
            } else {
                for document in documents {
                    reader.each(*document, |number| quotes[number as usize] += 1);
                }
            }
            Ok::<(), Infallible>(())
        });
    }
    quotes
}
