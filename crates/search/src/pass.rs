//! One pass over everything that matches.
//!
//! Two halves. Where the best are asked for, scores are worked out, and what cannot come to the page is passed over by
//! whole blocks where the words allow it. Everything else, the total, the order of dates, what is counted, needs all
//! that matches and no scores: document by document in blocks, from the postings of the words, or of a speaker or an
//! outlet, or else from the columns alone.

use std::time::Instant;

use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query as TantivyQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Searcher, TERMINATED, TantivyError, Term};

use crate::best::Best;
use crate::generation::Fault;
use crate::predicate::{Ground, Part, Predicate, Test};
use crate::schema::Fields;

/// Documents between two looks at the clock.
const LOOKS: usize = 4_096;

/// Postings of a speaker or an outlet are gone through, rather than the columns of all documents, where they are at
/// most this share of them.
const DRIVING: u64 = 4;

/// What is looked for in every segment.
pub(crate) struct Pass<'search> {
    pub(crate) ground: &'search Ground,
    pub(crate) fields: &'search Fields,
    /// What needs postings; none where nothing does.
    pub(crate) words: Option<&'search dyn TantivyQuery>,
    /// All of these hold for what matches.
    pub(crate) predicates: &'search [Predicate],
}

/// Documents of one segment, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Documents {
    /// All there are.
    All(DocId),
    These(Vec<DocId>),
}

impl Documents {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::All(end) => *end as usize,
            Self::These(documents) => documents.len(),
        }
    }

    /// Hands them on some at a time.
    pub(crate) fn blocks<E>(
        &self,
        size: usize,
        mut each: impl FnMut(&[DocId]) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::These(documents) => documents.chunks(size).try_for_each(each),
            Self::All(end) => {
                let mut block = Vec::with_capacity(size);
                for first in (0..*end).step_by(size) {
                    block.clear();
                    block.extend(first..end.min(&(first + size as DocId)).to_owned());
                    each(&block)?;
                }
                Ok(())
            }
        }
    }
}

/// Stops a pass in time.
pub(crate) struct Clock {
    deadline: Option<Instant>,
    looked_at: usize,
    is_past: bool,
}

impl Clock {
    pub(crate) fn new(deadline: Option<Instant>) -> Self {
        Self {
            deadline,
            looked_at: LOOKS,
            is_past: false,
        }
    }

    /// Whether so many documents more are too many.
    #[inline]
    fn is_past(&mut self, documents: usize) -> bool {
        let Some(deadline) = self.deadline else {
            return false;
        };
        self.looked_at += documents;
        if self.looked_at >= LOOKS {
            self.looked_at = 0;
            self.is_past |= Instant::now() >= deadline;
        }
        self.is_past
    }

    /// Whether anything was left out.
    pub(crate) fn has_stopped(&self) -> bool {
        self.is_past
    }
}

impl Pass<'_> {
    /// A weight without scores.
    pub(crate) fn unscored(&self, searcher: &Searcher) -> Result<Option<Box<dyn Weight>>, Fault> {
        self.weight(EnableScoring::disabled_from_searcher(searcher))
    }

    /// A weight that scores by `statistics`.
    pub(crate) fn scored(
        &self,
        searcher: &Searcher,
        statistics: &dyn Bm25StatisticsProvider,
    ) -> Result<Option<Box<dyn Weight>>, Fault> {
        self.weight(EnableScoring::enabled_from_statistics_provider(
            statistics, searcher,
        ))
    }

    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Option<Box<dyn Weight>>, Fault> {
        let weight = self.words.map(|words| words.weight(scoring));
        Ok(weight.transpose()?)
    }

    /// What must hold for a document of `part` that has the words.
    pub(crate) fn tests(&self, part: &Part) -> Result<Test, Fault> {
        let tests = self
            .predicates
            .iter()
            .map(|predicate| predicate.on(part, self.ground));
        let mut tests = tests.collect::<Result<Vec<_>, _>>()?;
        tests.retain(|test| !matches!(test, Test::Always));
        if tests.iter().any(|test| matches!(test, Test::Never)) {
            return Ok(Test::Never);
        }
        Ok(match tests.len() {
            0 => Test::Always,
            1 => tests.swap_remove(0),
            _ => Test::All(tests),
        })
    }

    /// Puts those of `part` that come first by their score, and says how many match where that was seen on the way.
    pub(crate) fn best(
        &self,
        part: &Part,
        weight: &dyn Weight,
        test: &Test,
        best: &mut Best,
        clock: &mut Clock,
    ) -> Result<(), Fault> {
        let dates = part.columns.dates()?;
        weight.for_each_pruning(best.threshold(), &part.segment, &mut |document, score| {
            if clock.is_past(1) {
                return f32::INFINITY;
            }
            if !part.is_gone(document) && test.holds(document) {
                best.put(&part.columns, &dates, document, score);
            }
            best.threshold()
        })?;
        Ok(())
    }

    /// Everything in `part` that matches, and puts those that come first by their score.
    pub(crate) fn all_with_best(
        &self,
        part: &Part,
        weight: &dyn Weight,
        test: &Test,
        best: &mut Best,
        clock: &mut Clock,
    ) -> Result<Documents, Fault> {
        let dates = part.columns.dates()?;
        let mut documents = Vec::new();
        let mut scorer = weight.scorer(&part.segment, 1.0)?;
        let mut document = scorer.doc();
        while document != TERMINATED && !clock.is_past(1) {
            if !part.is_gone(document) && test.holds(document) {
                best.put(&part.columns, &dates, document, scorer.score());
                documents.push(document);
            }
            document = scorer.advance();
        }
        Ok(Documents::These(documents))
    }

    /// How many in `part` match, where that is known without looking at each.
    pub(crate) fn count(
        &self,
        part: &Part,
        weight: Option<&dyn Weight>,
        test: &Test,
    ) -> Result<Option<usize>, Fault> {
        if !part.is_whole() {
            return Ok(None);
        }
        match (test, weight) {
            (Test::Never, _) => Ok(Some(0)),
            (Test::Always, None) => Ok(Some(part.columns.documents())),
            (Test::Always, Some(weight)) => Ok(Some(weight.count(&part.segment)? as usize)),
            _ => Ok(None),
        }
    }

    /// Everything in `part` that matches.
    pub(crate) fn all(
        &self,
        part: &Part,
        weight: Option<&dyn Weight>,
        test: &Test,
        clock: &mut Clock,
    ) -> Result<Documents, Fault> {
        if matches!(test, Test::Never) {
            return Ok(Documents::These(Vec::new()));
        }
        if let Some(weight) = weight {
            return Ok(Documents::These(of_words(part, weight, test, clock)?));
        }
        if let Some(documents) = self.of_terms(part, test, clock)? {
            return Ok(Documents::These(documents));
        }
        if matches!(test, Test::Always) && part.is_whole() && !clock.is_past(LOOKS) {
            return Ok(Documents::All(part.segment.max_doc()));
        }
        let end = part.segment.max_doc();
        let mut documents = Vec::new();
        let mut block = Vec::with_capacity(LOOKS);
        for first in (0..end).step_by(LOOKS) {
            if clock.is_past(LOOKS) {
                break;
            }
            block.clear();
            block.extend(first..end.min(first + LOOKS as DocId));
            keep(part, test, &mut block);
            documents.append(&mut block);
        }
        Ok(Documents::These(documents))
    }

    /// Everything in `part` that matches, by the postings of a speaker, an outlet or an article, where these are few.
    fn of_terms(
        &self,
        part: &Part,
        test: &Test,
        clock: &mut Clock,
    ) -> Result<Option<Vec<DocId>>, Fault> {
        let mut fewest: Option<(u64, Vec<Term>)> = None;
        for predicate in self.predicates {
            let Some(terms) = predicate.terms(self.fields) else {
                continue;
            };
            let postings = part.postings(&terms)?;
            if fewest.as_ref().is_none_or(|(fewest, _)| postings < *fewest) {
                fewest = Some((postings, terms));
            }
        }
        let Some((postings, terms)) = fewest else {
            return Ok(None);
        };
        if postings.saturating_mul(DRIVING) > u64::from(part.segment.max_doc()) {
            return Ok(None);
        }
        let mut documents = Vec::with_capacity(postings as usize);
        for term in &terms {
            let index = part.segment.inverted_index(term.field())?;
            let postings = index
                .read_postings(term, IndexRecordOption::Basic)
                .map_err(TantivyError::from)?;
            let Some(mut postings) = postings else {
                continue;
            };
            while postings.doc() != TERMINATED && !clock.is_past(1) {
                documents.push(postings.doc());
                postings.advance();
            }
        }
        if terms.len() > 1 {
            documents.sort_unstable();
            documents.dedup();
        }
        keep(part, test, &mut documents);
        Ok(Some(documents))
    }
}

fn of_words(
    part: &Part,
    weight: &dyn Weight,
    test: &Test,
    clock: &mut Clock,
) -> Result<Vec<DocId>, Fault> {
    let mut scorer = weight.scorer(&part.segment, 1.0)?;
    let mut documents = Vec::new();
    let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
    let mut looked_at = 0;
    while !clock.is_past(block.len()) {
        let filled = scorer.fill_buffer(&mut block);
        documents.extend_from_slice(&block[..filled]);
        if filled < block.len() {
            break;
        }
        if documents.len() - looked_at >= LOOKS {
            looked_at = keep_behind(part, test, &mut documents, looked_at);
        }
    }
    keep_behind(part, test, &mut documents, looked_at);
    Ok(documents)
}

/// Looks at the documents from a place on; what does not match goes, so that no more than what matches is held.
fn keep_behind(part: &Part, test: &Test, documents: &mut Vec<DocId>, place: usize) -> usize {
    if part.is_whole() && matches!(test, Test::Always) {
        return documents.len();
    }
    let mut block = documents.split_off(place);
    keep(part, test, &mut block);
    documents.append(&mut block);
    documents.len()
}

/// Leaves what matches.
fn keep(part: &Part, test: &Test, documents: &mut Vec<DocId>) {
    if !part.is_whole() {
        documents.retain(|document| !part.is_gone(*document));
    }
    test.retain(documents);
}
