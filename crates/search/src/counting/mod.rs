//! Facets, histograms and statistics: how many quotes, statements and articles fall where.
//!
//! What matches is gone through twice. First it is counted how many quotes have each value of each dimension, which
//! decides what is told by itself; then everything is added up in cells, one for each value, or pair of values, and
//! step of time. Both go block by block and column by column, all tallies of a search together.
//!
//! A statement counts once in each cell. Most are told by one document alone, and are counted as they come; only of
//! those that several tell ([`Occurring`]) it is kept where they were seen. An article's documents are neighbours, so it
//! is enough to know which article was last counted in a cell.

mod axis;
mod cells;
mod reading;
mod time;

use std::convert::Infallible;
use std::sync::Arc;

use tantivy::DocId;

use crate::columns::{UNDATED, day};
use crate::counting::axis::Axis;
use crate::counting::cells::{Cells, REPEATED};
use crate::counting::reading::{Reader, Scale, year_of};
use crate::generation::Fault;
use crate::numbers::NONE;
use crate::pass::Documents;
use crate::predicate::{Ground, Part};
use crate::statements::Occurring;
use crate::{Bucket, Counts, Dimension, Row, Tallied, Tally};

/// Documents that are looked at together; what is read of them fits into the nearest cache.
const BLOCK: usize = 1_024;

/// What matches in one segment.
pub(crate) struct Matching<'ground> {
    pub(crate) part: &'ground Part,
    pub(crate) documents: Documents,
}

/// Statements of all segments, to tell which are repeated.
pub(crate) fn occurring(ground: &Ground) -> Result<Occurring, Fault> {
    let bearings = &ground.bearings;
    let mut all = Occurring::default();
    for part in &ground.parts {
        let columns = &part.columns;
        let here = columns.occurring(bearings.version(), || {
            Ok(Occurring::of(&columns.wordings()?, bearings))
        })?;
        all.add(&here);
    }
    Ok(all)
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
    let occurring = match has_statements {
        true => occurring(ground)?,
        false => Occurring::default(),
    };
    let mut countings = lay_out(tallies, &parts, ground, days);
    let mut total = Total::new(&occurring);
    let mut blocks = Blocks::default();
    for part in &parts {
        let Ok(()) = part.documents.blocks(BLOCK, |documents| {
            let block = blocks.read(part, documents, ground, &occurring);
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

/// What is read of one segment.
struct Reading<'matching> {
    documents: &'matching Documents,
    dates: Option<Arc<[i64]>>,
    articles: Option<Arc<[u64]>>,
    wordings: Option<Arc<[u32]>>,
    /// For each tally one for each dimension.
    readers: Vec<Vec<Reader>>,
}

impl<'matching> Reading<'matching> {
    fn of(
        tallies: &[Tally],
        matching: &'matching Matching<'_>,
        ground: &Ground,
        days: Option<(i32, i32)>,
    ) -> Result<Self, Fault> {
        let part = matching.part;
        let columns = &part.columns;
        let wants = |what: fn(&Tally) -> bool| tallies.iter().any(what);
        let first_year = days.map_or(0, |(first, _)| year_of(first));
        let readers = tallies
            .iter()
            .map(|tally| {
                let dimensions = tally.by.iter();
                dimensions
                    .map(|dimension| Reader::of(*dimension, part, ground, first_year))
                    .collect()
            })
            .collect::<Result<_, Fault>>()?;
        Ok(Self {
            documents: &matching.documents,
            dates: wants(|tally| tally.over.is_some())
                .then(|| columns.dates())
                .transpose()?,
            articles: wants(|tally| tally.articles)
                .then(|| columns.articles())
                .transpose()?,
            wordings: wants(|tally| tally.statements)
                .then(|| columns.wordings())
                .transpose()?,
            readers,
        })
    }
}

/// What all tallies need of some documents.
struct Block<'block> {
    documents: &'block [DocId],
    /// Days since 1970; `None` of what has no date. Empty where nothing is counted over time.
    days: &'block [Option<i32>],
    /// Numbers of the articles, counted from 1 in the order they come.
    articles: &'block [u32],
    /// Numbers of the statements, with [`REPEATED`] where several documents tell one.
    statements: &'block [u32],
}

/// Makes blocks, in memory that is used again.
#[derive(Default)]
struct Blocks {
    days: Vec<Option<i32>>,
    articles: Vec<u32>,
    statements: Vec<u32>,
    /// The article of the last document, and its number.
    last: Option<u64>,
    number: u32,
}

impl Blocks {
    fn read<'block>(
        &'block mut self,
        part: &Reading<'_>,
        documents: &'block [DocId],
        ground: &Ground,
        occurring: &Occurring,
    ) -> Block<'block> {
        let places = || documents.iter().map(|document| *document as usize);
        self.days.clear();
        if let Some(dates) = &part.dates {
            self.days.extend(places().map(|place| {
                let date = dates[place];
                (date != UNDATED).then(|| day(date))
            }));
        }
        self.articles.clear();
        if let Some(articles) = &part.articles {
            for place in places() {
                let article = articles[place];
                if self.last != Some(article) {
                    self.last = Some(article);
                    self.number += 1;
                }
                self.articles.push(self.number);
            }
        }
        self.statements.clear();
        if let Some(wordings) = &part.wordings {
            let bearings = &ground.bearings;
            self.statements
                .extend(places().map(|place| match wordings[place] {
                    NONE => NONE,
                    wording => {
                        let root = bearings.root(wording);
                        match occurring.is_repeated(root) {
                            true => root | REPEATED,
                            false => root,
                        }
                    }
                }));
        }
        Block {
            documents,
            days: &self.days,
            articles: &self.articles,
            statements: &self.statements,
        }
    }
}

/// Everything that matches, counted once.
struct Total {
    counts: Counts,
    last: u32,
    /// A bit for each statement that was seen.
    seen: Vec<u64>,
}

impl Total {
    fn new(occurring: &Occurring) -> Self {
        Self {
            counts: Counts::default(),
            last: 0,
            seen: vec![0; occurring.end() / 64],
        }
    }

    fn add(&mut self, block: &Block<'_>) {
        self.counts.quotes += block.documents.len() as u64;
        for article in block.articles {
            self.counts.articles += u64::from(*article != self.last);
            self.last = *article;
        }
        for statement in block.statements {
            if *statement == NONE {
                continue;
            }
            let root = statement & !REPEATED;
            let bits = &mut self.seen[root as usize / 64];
            let bit = 1 << (root % 64);
            self.counts.statements += u64::from(*bits & bit == 0);
            *bits |= bit;
        }
    }
}

/// One tally as it is counted.
struct Counting<'tally> {
    tally: &'tally Tally,
    axes: Vec<Axis>,
    steps: Option<Steps>,
    cells: Cells,
    numbers: Vec<u32>,
    keys: Vec<u64>,
}

/// The steps of time from the first to the last, and behind them one for what has no date.
struct Steps {
    bucket: Bucket,
    first: i32,
    undated: u32,
}

impl Steps {
    fn of(bucket: Bucket, days: Option<(i32, i32)>) -> Self {
        let steps = days.map(|(first, last)| (bucket.step(first), bucket.step(last)));
        Self {
            bucket,
            first: steps.map_or(0, |(first, _)| first),
            undated: steps.map_or(0, |(first, last)| last.abs_diff(first) + 1),
        }
    }

    #[inline]
    fn slot(&self, day: Option<i32>) -> u32 {
        match day {
            Some(day) => self.bucket.step(day).abs_diff(self.first),
            None => self.undated,
        }
    }

    fn len(&self) -> u64 {
        u64::from(self.undated) + 1
    }

    fn first_day(&self, slot: u32) -> Option<i32> {
        (slot != self.undated).then(|| self.bucket.first_day(self.first + slot as i32))
    }
}

/// The first time through: which values are told, and the cells for them.
fn lay_out<'tally>(
    tallies: &'tally [Tally],
    parts: &[Reading<'_>],
    ground: &Ground,
    days: Option<(i32, i32)>,
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
        let steps = tally.over.map(|bucket| Steps::of(bucket, days));
        let of_axes: u64 = axes.iter().map(Axis::len).product();
        let end = of_axes.saturating_mul(steps.as_ref().map_or(1, Steps::len));
        countings.push(Counting {
            tally,
            axes,
            steps,
            cells: Cells::new(end, tally.statements, tally.articles),
            numbers: Vec::with_capacity(BLOCK),
            keys: Vec::with_capacity(BLOCK),
        });
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
            if reader.has_several() {
                for document in documents {
                    reader.each(*document, |number| quotes[number as usize] += 1);
                }
            } else {
                reader.read(documents, &mut numbers);
                for number in &numbers {
                    quotes[*number as usize] += 1;
                }
            }
            Ok::<(), Infallible>(())
        });
    }
    quotes
}

impl Counting<'_> {
    fn add(&mut self, readers: &[Reader], block: &Block<'_>) {
        let of = |list: &[u32], place: usize| list.get(place).copied().unwrap_or(0);
        if readers.iter().any(Reader::has_several) {
            for place in 0..block.documents.len() {
                self.keys_of(readers, block, place);
                for key in self.keys.iter() {
                    let (article, statement) =
                        (of(block.articles, place), of(block.statements, place));
                    self.cells.add(*key, article, statement);
                }
            }
            return;
        }
        self.keys.clear();
        self.keys.resize(block.documents.len(), 0);
        for (axis, reader) in self.axes.iter().zip(readers) {
            reader.read(block.documents, &mut self.numbers);
            let slots = axis.len();
            for (key, number) in self.keys.iter_mut().zip(&self.numbers) {
                *key = *key * slots + u64::from(axis.slot(*number));
            }
        }
        if let Some(steps) = &self.steps {
            let slots = steps.len();
            for (key, day) in self.keys.iter_mut().zip(block.days) {
                *key = *key * slots + u64::from(steps.slot(*day));
            }
        }
        for (place, key) in self.keys.iter().enumerate() {
            self.cells
                .add(*key, of(block.articles, place), of(block.statements, place));
        }
    }

    /// The cells of one document, each once: several values that are not told by themselves are one.
    fn keys_of(&mut self, readers: &[Reader], block: &Block<'_>, place: usize) {
        self.keys.clear();
        self.keys.push(0);
        for (axis, reader) in self.axes.iter().zip(readers) {
            self.numbers.clear();
            reader.each(block.documents[place], |number| {
                self.numbers.push(axis.slot(number));
            });
            self.numbers.sort_unstable();
            self.numbers.dedup();
            let slots = axis.len();
            let before = std::mem::take(&mut self.keys);
            for key in before {
                let cells = self
                    .numbers
                    .iter()
                    .map(|slot| key * slots + u64::from(*slot));
                self.keys.extend(cells);
            }
        }
        if let Some(steps) = &self.steps {
            let slot = u64::from(steps.slot(block.days[place]));
            for key in &mut self.keys {
                *key = *key * steps.len() + slot;
            }
        }
    }

    fn tallied(self, total: Counts) -> Tallied {
        let Self {
            tally,
            axes,
            steps,
            cells,
            ..
        } = self;
        let row = |(key, counts): (u64, Counts)| {
            let mut rest = key;
            let day = steps.as_ref().and_then(|steps| {
                let slot = (rest % steps.len()) as u32;
                rest /= steps.len();
                steps.first_day(slot)
            });
            let mut values: Vec<_> = axes
                .iter()
                .rev()
                .map(|axis| {
                    let slot = (rest % axis.len()) as usize;
                    rest /= axis.len();
                    axis.value(slot)
                })
                .collect();
            values.reverse();
            Row {
                values,
                day,
                counts,
            }
        };
        Tallied {
            rows: cells.into_counts().into_iter().map(row).collect(),
            values: axes.first().map_or(0, |axis| axis.in_all),
            total: Counts {
                quotes: total.quotes,
                statements: if tally.statements {
                    total.statements
                } else {
                    0
                },
                articles: if tally.articles { total.articles } else { 0 },
            },
        }
    }
}
