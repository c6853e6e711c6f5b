//! One tally as it is counted.

use crate::counting::BLOCK;
use crate::counting::axis::Axis;
use crate::counting::block::Block;
use crate::counting::cells::Cells;
use crate::counting::reading::Reader;
use crate::{Bucket, Counts, Row, Tallied, Tally};

/// One tally as it is counted.
pub(crate) struct Counting<'tally> {
    tally: &'tally Tally,
    axes: Vec<Axis>,
    steps: Option<Steps>,
    cells: Cells,
    numbers: Vec<u32>,
    /// The cells that the documents of a block fall into, as far as is known.
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

impl<'tally> Counting<'tally> {
    /// `days` are the first and the last of what is counted, `repeated` is how many statements several documents tell.
    pub(crate) fn new(
        tally: &'tally Tally,
        axes: Vec<Axis>,
        days: Option<(i32, i32)>,
        repeated: usize,
    ) -> Self {
        let steps = tally.over.map(|bucket| Steps::of(bucket, days));
        let of_axes: u64 = axes.iter().map(Axis::len).product();
        let end = of_axes.saturating_mul(steps.as_ref().map_or(1, Steps::len));
        Self {
            tally,
            axes,
            steps,
            cells: Cells::new(end, tally.statements, tally.articles, repeated),
            numbers: Vec::with_capacity(BLOCK),
            keys: Vec::with_capacity(BLOCK),
        }
    }

    pub(crate) fn add(&mut self, readers: &[Reader], block: &Block<'_>) {
        self.keys.clear();
        self.keys.resize(block.documents.len(), 0);
        for (axis, reader) in self.axes.iter().zip(readers) {
            if !reader.read(block.documents, &mut self.numbers) {
                self.add_several(readers, block);
                return;
            }
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
        self.cells.add(&self.keys, block.articles, block.statements);
    }

    /// Where a document may fall into several cells.
    fn add_several(&mut self, readers: &[Reader], block: &Block<'_>) {
        for (place, document) in block.documents.iter().enumerate() {
            self.keys.clear();
            self.keys.push(0);
            for (axis, reader) in self.axes.iter().zip(readers) {
                // What is not told by itself comes together, and counts once.
                self.numbers.clear();
                reader.each(*document, |number| {
                    let slot = axis.slot(number);
                    if !self.numbers.contains(&slot) {
                        self.numbers.push(slot);
                    }
                });
                let before = self.keys.len();
                for (turn, slot) in self.numbers.iter().enumerate().rev() {
                    for at in 0..before {
                        let key = self.keys[at] * axis.len() + u64::from(*slot);
                        match turn {
                            // The last turn is the first slot, and leaves nothing of what was there before.
                            0 => self.keys[at] = key,
                            _ => self.keys.push(key),
                        }
                    }
                }
            }
            if let Some(steps) = &self.steps {
                let slot = u64::from(steps.slot(block.days[place]));
                for key in &mut self.keys {
                    *key = *key * steps.len() + slot;
                }
            }
            for key in &self.keys {
                let (article, statement) = (block.articles[place], block.statements[place]);
                self.cells.add(&[*key], &[article], &[statement]);
            }
        }
    }

    pub(crate) fn tallied(self, total: Counts) -> Tallied {
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
