//! One search over the index and its tail.

use std::sync::Arc;

use onrecord_model::Sequence;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::collect::{Page, Places};
use crate::cursor::{Cursor, score_of};
use crate::error::SearchError;
use crate::generation::Fault;
use crate::index::{Snapshot, guarded};
use crate::{Facts, Found, Hit, Query, Search, Sort, Tail};

impl Snapshot {
    /// Answers one page of what matches, and how much matches in all. With a tail the answer is that of an index
    /// which already holds it; scores are taken from the statistics of both, and differ from those of such an
    /// index by the weight of the documents the tail replaces.
    ///
    /// # Errors
    ///
    /// Where the cursor cannot be used, where the tail begins behind this snapshot, or where the
    /// index cannot be read.
    pub fn search(
        &self,
        request: &Search,
        facts: &Arc<Facts>,
        tail: Option<&Tail>,
    ) -> Result<Found, SearchError> {
        if let Some(tail) = tail {
            self.reaches(tail.after())?;
        }
        let query = request.query.as_ref();
        let typed = query.map(Query::typed);
        let after = match &request.after {
            Some(cursor) => Some(cursor.place_in(request.sort, typed)?),
            None => None,
        };
        // One more than asked for tells whether there is a next page.
        let length = match request.limit {
            0 => 0,
            limit => limit.saturating_add(1),
        };
        let page = Page {
            sort: request.sort,
            scored: request.sort == Sort::Relevance && query.is_some(),
            length,
            after,
            hidden: None,
        };
        let mut places = guarded(|| self.places(request, query, page, facts, tail))?;
        let has_next = places.places.len() > request.limit;
        places.places.truncate(request.limit);
        let last = places.places.last().filter(|_| has_next);
        Ok(Found {
            next: last.map(|last| Cursor::new(request.sort, typed, *last)),
            total: places.total,
            tallies: Vec::new(),
            is_complete: true,
            hits: places
                .places
                .iter()
                .map(|place| Hit {
                    quote: place.quote(),
                    score: match request.sort {
                        Sort::Relevance => score_of(place.first),
                        Sort::Newest | Sort::Oldest | Sort::MostRepeated => 0.0,
                    },
                    place: Cursor::new(request.sort, typed, *place),
                    repeats: 0,
                })
                .collect(),
        })
    }

    pub(crate) fn reaches(&self, tail: Sequence) -> Result<(), SearchError> {
        if tail > self.position() {
            return Err(SearchError::Gap {
                index: self.position(),
                tail,
            });
        }
        Ok(())
    }

    fn places(
        &self,
        request: &Search,
        query: Option<&Query>,
        mut page: Page,
        facts: &Arc<Facts>,
        tail: Option<&Tail>,
    ) -> Result<Places, Fault> {
        let ground = self.ground(facts, tail)?;
        let compiled = self.fields.compile(request, query, &ground);
        let statistics = Statistics {
            index: &self.searcher,
            tail: tail.and_then(Tail::searcher),
        };
        if let Some(tail) = tail {
            page.hidden = Some(tail.hidden(self.number, &self.searcher, &self.fields)?);
        }
        let on_disk =
            self.searcher
                .search_with_statistics_provider(&*compiled, &page, &statistics)?;
        let Some(tail) = statistics.tail else {
            return Ok(on_disk);
        };
        page.hidden = None;
        let in_memory = tail.search_with_statistics_provider(&*compiled, &page, &statistics)?;
        Ok(Places::merge(vec![on_disk, in_memory], page.length))
    }
}

/// Both parts scored by the same measure. What the tail replaces is counted twice until the index is committed,
/// as Tantivy counts what is deleted until it is merged away.
struct Statistics<'search> {
    index: &'search Searcher,
    tail: Option<&'search Searcher>,
}

impl Statistics<'_> {
    fn sum(&self, of: impl Fn(&Searcher) -> tantivy::Result<u64>) -> tantivy::Result<u64> {
        let tail = self.tail.map_or(Ok(0), &of)?;
        Ok(of(self.index)? + tail)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.sum(|searcher| Bm25StatisticsProvider::total_num_tokens(searcher, field))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.sum(Bm25StatisticsProvider::total_num_docs)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.sum(|searcher| searcher.doc_freq(term))
    }
}
