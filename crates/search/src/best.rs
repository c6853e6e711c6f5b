//! The hits that come first in an order.

use std::collections::BinaryHeap;

use tantivy::{DocId, Score};

use crate::Sort;
use crate::columns::{Columns, UNDATED};
use crate::cursor::{Place, best_first, newest_first, oldest_first, score_of};

/// The first places behind `after`, at most `length`.
pub(crate) struct Best {
    sort: Sort,
    length: usize,
    after: Option<Place>,
    /// The last of the places kept is on top.
    heap: BinaryHeap<Place>,
    /// See [`Best::threshold`]; worked out when a place is kept, as most documents are only held against it.
    threshold: Score,
}

impl Best {
    pub(crate) fn new(sort: Sort, length: usize, after: Option<Place>) -> Self {
        Self {
            sort,
            length,
            after,
            heap: BinaryHeap::new(),
            threshold: Score::MIN,
        }
    }

    /// Whether any hits are wanted.
    pub(crate) fn is_wanted(&self) -> bool {
        self.length > 0
    }

    /// What has this score or less comes behind the places kept, whatever its date and id are. Places count
    /// thousandths; a whole one is left between, so that no tie is lost and neither is what differs by the order in
    /// which scores were summed up.
    pub(crate) fn threshold(&self) -> Score {
        self.threshold
    }

    /// The place that goes when another one comes; none as long as there is room.
    #[inline]
    fn last(&self) -> Option<Place> {
        match self.heap.len() < self.length {
            true => None,
            false => self.heap.peek().copied(),
        }
    }

    /// Puts a document by its score or its date.
    #[inline]
    pub(crate) fn put(&mut self, columns: &Columns, dates: &[i64], document: DocId, score: Score) {
        if self.sort == Sort::Relevance && score < self.threshold {
            return;
        }
        let date = dates[document as usize];
        let published = (date != UNDATED).then_some(date);
        let first = match self.sort {
            Sort::Relevance => best_first(score),
            Sort::Oldest => oldest_first(published),
            Sort::Newest | Sort::MostRepeated => newest_first(published),
        };
        let second = match self.sort {
            Sort::Relevance => newest_first(published),
            Sort::Newest | Sort::Oldest | Sort::MostRepeated => 0,
        };
        if !self.takes(first, second) {
            return;
        }
        self.put_place(Place {
            first,
            second,
            quote: columns.quote(document),
        });
    }

    /// Whether a place that begins so could be kept: to read an id costs more than to find that it is not needed.
    #[inline]
    pub(crate) fn takes(&self, first: u64, second: u64) -> bool {
        self.last()
            .is_none_or(|last| (first, second) <= (last.first, last.second))
    }

    pub(crate) fn put_place(&mut self, place: Place) {
        if self.length == 0 || self.after.is_some_and(|after| place <= after) {
            return;
        }
        if let Some(last) = self.last() {
            if place > last {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(place);
        if self.sort == Sort::Relevance
            && let Some(last) = self.last()
        {
            self.threshold = score_of(last.first) - 0.002;
        }
    }

    /// In order.
    pub(crate) fn into_places(self) -> Vec<Place> {
        self.heap.into_sorted_vec()
    }
}
