//! One search over the index and its tail.

use std::convert::Infallible;
use std::sync::Arc;

use onrecord_model::Sequence;
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, TermSetQuery, Weight,
};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::best::Best;
use crate::compile::{Compiled, Skipping, Sought};
use crate::counting::{self, Matching};
use crate::cursor::{Cursor, Place, score_of};
use crate::error::SearchError;
use crate::generation::Fault;
use crate::index::{Snapshot, guarded};
use crate::pass::{Clock, Pass};
use crate::predicate::{Ground, Part};
use crate::repeated::{self, times_of};
use crate::{Facts, Found, Hit, Query, Search, Sort, Tail, Tallied};

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
        let best = Best::new(request.sort, length, after);
        let found = guarded(|| self.find(request, best, facts, tail))?;
        let mut places = found.places;
        let has_next = places.len() > request.limit;
        places.truncate(request.limit);
        let last = places.last().filter(|_| has_next);
        let hit = |place: &Place| Hit {
            quote: place.quote(),
            score: match request.sort {
                Sort::Relevance => score_of(place.first),
                Sort::Newest | Sort::Oldest | Sort::MostRepeated => 0.0,
            },
            repeats: match request.sort {
                Sort::MostRepeated => times_of(place.first),
                Sort::Relevance | Sort::Newest | Sort::Oldest => 0,
            },
            place: Cursor::new(request.sort, typed, *place),
        };
        Ok(Found {
            next: last.map(|last| Cursor::new(request.sort, typed, *last)),
            total: found.total as u64,
            tallies: found.tallies,
            is_complete: found.is_complete,
            hits: places.iter().map(hit).collect(),
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

    fn find(
        &self,
        request: &Search,
        mut best: Best,
        facts: &Arc<Facts>,
        tail: Option<&Tail>,
    ) -> Result<Answer, Fault> {
        let ground = self.ground(facts, tail)?;
        let query = request.query.as_ref();
        let mut compiled = query.map_or_else(Compiled::default, |query| {
            self.fields.compile(query, &ground)
        });
        compiled.predicates.extend(request.predicates());
        self.narrow(&mut compiled, &ground)?;
        let words = compiled.words.as_ref();
        let pass = Pass {
            ground: &ground,
            fields: &self.fields,
            words: words.map(|words| &*words.query),
            predicates: &compiled.predicates,
        };
        let is_scored =
            best.is_wanted() && request.sort == Sort::Relevance && compiled.words.is_some();
        let needs_all = !request.tallies.is_empty() || (best.is_wanted() && !is_scored);
        let searchers = Searchers {
            index: &self.searcher,
            tail: tail.and_then(Tail::searcher),
        };
        let scored = searchers.weights(is_scored, |searcher| pass.scored(searcher, &searchers))?;
        let unscored = searchers.weights(true, |searcher| pass.unscored(searcher))?;
        let mut clock = Clock::new(request.deadline);
        let mut matching = Vec::new();
        let mut total = 0;
        for (place, part) in ground.parts.iter().enumerate() {
            let in_tail = place >= self.searcher.segment_readers().len();
            let test = pass.tests(part)?;
            let unscored = unscored.of(in_tail);
            let mut documents = None;
            match scored.of(in_tail) {
                Some(weight) if can_skip(words, part)? => {
                    pass.best(part, weight, &test, &mut best, &mut clock)?;
                }
                Some(weight) => {
                    documents =
                        Some(pass.all_with_best(part, weight, &test, &mut best, &mut clock)?);
                }
                None => {}
            }
            if !needs_all
                && documents.is_none()
                && let Some(count) = pass.count(part, unscored, &test)?
            {
                total += count;
                continue;
            }
            let documents = match documents {
                Some(documents) => documents,
                None => pass.all(part, unscored, &test, &mut clock)?,
            };
            total += documents.len();
            if needs_all {
                matching.push(Matching { part, documents });
            }
        }
        if best.is_wanted() && !is_scored {
            put_all(request.sort, &matching, &ground, &mut best)?;
        }
        let tallies = match request.tallies.is_empty() {
            true => Vec::new(),
            false => counting::count(&request.tallies, &matching, &ground)?,
        };
        Ok(Answer {
            places: best.into_places(),
            total,
            tallies,
            is_complete: !clock.has_stopped(),
        })
    }

    /// Where a condition leaves few documents, the words are looked for in these alone.
    fn narrow(&self, compiled: &mut Compiled, ground: &Ground) -> Result<(), Fault> {
        let Some(words) = &mut compiled.words else {
            return Ok(());
        };
        let segments = ground.parts.iter().map(|part| &part.segment);
        let all: u64 = segments.map(|segment| u64::from(segment.max_doc())).sum();
        let mut fewest: Option<(u64, Vec<Term>)> = None;
        for predicate in &compiled.predicates {
            let Some(terms) = predicate.terms(&self.fields) else {
                continue;
            };
            let mut postings = 0;
            for part in &ground.parts {
                postings += part.postings(&terms)?;
            }
            if fewest.as_ref().is_none_or(|(fewest, _)| postings < *fewest) {
                fewest = Some((postings, terms));
            }
        }
        let Some((postings, terms)) = fewest else {
            return Ok(());
        };
        if postings.saturating_mul(NARROWING) > all {
            return Ok(());
        }
        let few = ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0);
        let sought = std::mem::replace(&mut words.query, Box::new(EmptyQuery));
        words.query = Box::new(BooleanQuery::new(vec![
            (Occur::Must, sought),
            (Occur::Must, Box::new(few)),
        ]));
        words.skipping = Skipping::Never;
        Ok(())
    }
}

fn can_skip(words: Option<&Sought>, part: &Part) -> Result<bool, Fault> {
    match words.map(|words| &words.skipping) {
        None | Some(Skipping::Never) => Ok(false),
        Some(Skipping::Always) => Ok(true),
        Some(Skipping::Without(terms)) => Ok(part.postings(terms)? == 0),
    }
}

/// Words are looked for in the postings of a speaker or an outlet that has at most this share of all documents;
/// otherwise it is looked at afterwards whether they are theirs.
const NARROWING: u64 = 32;

struct Answer {
    places: Vec<Place>,
    total: usize,
    tallies: Vec<Tallied>,
    is_complete: bool,
}

/// Puts everything that matches, without scores.
fn put_all(
    sort: Sort,
    matching: &[Matching<'_>],
    ground: &Ground,
    best: &mut Best,
) -> Result<(), Fault> {
    if sort == Sort::MostRepeated {
        return repeated::put(matching, ground, best);
    }
    for Matching { part, documents } in matching {
        let dates = part.columns.dates()?;
        let Ok(()) = documents.blocks(BLOCK, |documents| {
            for document in documents {
                best.put(&part.columns, &dates, *document, 0.0);
            }
            Ok::<(), Infallible>(())
        });
    }
    Ok(())
}

const BLOCK: usize = 4_096;

/// Both parts scored by the same measure. What the tail replaces is counted twice until the index is committed,
/// as Tantivy counts what is deleted until it is merged away.
struct Searchers<'search> {
    index: &'search Searcher,
    tail: Option<&'search Searcher>,
}

/// A weight for each part, where any is needed.
struct Weights {
    index: Option<Box<dyn Weight>>,
    tail: Option<Box<dyn Weight>>,
}

impl Weights {
    fn of(&self, in_tail: bool) -> Option<&dyn Weight> {
        match in_tail {
            true => self.tail.as_deref(),
            false => self.index.as_deref(),
        }
    }
}

impl Searchers<'_> {
    fn weights(
        &self,
        are_wanted: bool,
        of: impl Fn(&Searcher) -> Result<Option<Box<dyn Weight>>, Fault>,
    ) -> Result<Weights, Fault> {
        if !are_wanted {
            return Ok(Weights {
                index: None,
                tail: None,
            });
        }
        Ok(Weights {
            index: of(self.index)?,
            tail: self.tail.map(of).transpose()?.flatten(),
        })
    }

    fn sum(&self, of: impl Fn(&Searcher) -> tantivy::Result<u64>) -> tantivy::Result<u64> {
        let tail = self.tail.map_or(Ok(0), &of)?;
        Ok(of(self.index)? + tail)
    }
}

impl Bm25StatisticsProvider for Searchers<'_> {
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
