//! What a query excludes, gathered before anything is asked of it.
//!
//! Tantivy 0.27 asks an excluded clause about documents it may already stand behind. Its phrase scorer asserts
//! that nobody does so, and panics in builds with debug assertions (`"robust" -"red line"`). A set of documents
//! can be asked anything.

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, QueryClone, Scorer, Weight,
};
use tantivy::{BitSet, DocId, Score, SegmentReader, Term};

/// Matches what `query` matches.
#[derive(Debug)]
pub(crate) struct Gathered {
    query: Box<dyn Query>,
}

impl Gathered {
    pub(crate) fn new(query: Box<dyn Query>) -> Self {
        Self { query }
    }
}

impl Clone for Gathered {
    fn clone(&self) -> Self {
        Self::new(self.query.box_clone())
    }
}

impl Query for Gathered {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = match scoring {
            EnableScoring::Enabled { searcher, .. } => {
                EnableScoring::disabled_from_searcher(searcher)
            }
            EnableScoring::Disabled { .. } => scoring,
        };
        Ok(Box::new(GatheredWeight {
            weight: self.query.weight(unscored)?,
        }))
    }

    fn query_terms<'query>(&'query self, visitor: &mut dyn FnMut(&'query Term, bool)) {
        self.query.query_terms(visitor);
    }
}

struct GatheredWeight {
    weight: Box<dyn Weight>,
}

impl Weight for GatheredWeight {
    fn scorer(&self, segment: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut matching = BitSet::with_max_value(segment.max_doc());
        self.weight.for_each_no_score(segment, &mut |documents| {
            for document in documents {
                matching.insert(*document);
            }
        })?;
        let documents = BitSetDocSet::from(matching);
        Ok(Box::new(ConstScorer::new(documents, 0.0)))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.weight.explain(segment, document)
    }
}
