//! The hits that come next in an order, and how many match at all, in one pass.

use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::Sort;
use crate::cursor::{Place, best_first, newest_first, oldest_first};
use crate::schema::{PUBLISHED, QUOTE_HIGH, QUOTE_LOW};
use crate::tail::Hidden;

/// Collects the first places behind `after`.
pub(crate) struct Page {
    pub(crate) sort: Sort,
    /// Whether there are scores at all.
    pub(crate) scored: bool,
    /// How many places at most.
    pub(crate) length: usize,
    pub(crate) after: Option<Place>,
    /// Documents to be passed over, one set for each segment.
    pub(crate) hidden: Option<Hidden>,
}

/// Places in order, and how many there are on all pages.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) total: u64,
    pub(crate) places: Vec<Place>,
}

impl Places {
    pub(crate) fn merge(parts: Vec<Self>, length: usize) -> Self {
        let mut merged = Self::default();
        for part in parts {
            merged.total += part.total;
            merged.places.extend(part.places);
        }
        merged.places.sort_unstable();
        merged.places.truncate(length);
        merged
    }
}

impl Collector for Page {
    type Fruit = Places;
    type Child = SegmentPage;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentPage> {
        let columns = segment.fast_fields();
        Ok(SegmentPage {
            sort: self.sort,
            length: self.length,
            after: self.after,
            hidden: self.hidden.clone().map(|sets| (sets, ordinal as usize)),
            // A segment in which no article has a date has no such column.
            published: columns.column_opt::<i64>(PUBLISHED)?,
            quote_high: columns.u64(QUOTE_HIGH)?,
            quote_low: columns.u64(QUOTE_LOW)?,
            total: 0,
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored
    }

    fn merge_fruits(&self, fruits: Vec<Places>) -> tantivy::Result<Places> {
        Ok(Places::merge(fruits, self.length))
    }
}

pub(crate) struct SegmentPage {
    sort: Sort,
    length: usize,
    after: Option<Place>,
    hidden: Option<(Hidden, usize)>,
    published: Option<Column<i64>>,
    quote_high: Column<u64>,
    quote_low: Column<u64>,
    total: u64,
    /// The last of the places kept is on top.
    heap: BinaryHeap<Place>,
}

impl SegmentPage {
    fn published(&self, document: DocId) -> Option<i64> {
        self.published.as_ref()?.first(document)
    }

    fn is_hidden(&self, document: DocId) -> bool {
        self.hidden.as_ref().is_some_and(|(sets, ordinal)| {
            sets[*ordinal]
                .as_ref()
                .is_some_and(|set| set.contains(document))
        })
    }
}

impl SegmentCollector for SegmentPage {
    type Fruit = Places;

    fn collect(&mut self, document: DocId, score: Score) {
        if self.is_hidden(document) {
            return;
        }
        self.total += 1;
        if self.length == 0 {
            return;
        }
        let first = match self.sort {
            Sort::Relevance => best_first(score),
            Sort::Newest | Sort::MostRepeated => newest_first(self.published(document)),
            Sort::Oldest => oldest_first(self.published(document)),
        };
        let is_full = self.heap.len() == self.length;
        let last = self.heap.peek().copied().filter(|_| is_full);
        if last.is_some_and(|last| first > last.first) {
            return;
        }
        let second = match self.sort {
            Sort::Relevance => newest_first(self.published(document)),
            Sort::Newest | Sort::Oldest | Sort::MostRepeated => 0,
        };
        let high = self.quote_high.first(document).unwrap_or(0);
        let low = self.quote_low.first(document).unwrap_or(0);
        let place = Place {
            first,
            second,
            quote: u128::from(high) << 64 | u128::from(low),
        };
        let is_behind = self.after.is_none_or(|after| place > after);
        if !is_behind || last.is_some_and(|last| place > last) {
            return;
        }
        if is_full {
            self.heap.pop();
        }
        self.heap.push(place);
    }

    fn harvest(self) -> Places {
        Places {
            total: self.total,
            places: self.heap.into_vec(),
        }
    }
}
