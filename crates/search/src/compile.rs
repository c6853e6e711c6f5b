//! A request as a Tantivy query.

use std::ops::Bound;

use onrecord_model::Timestamp;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery,
    Query as TantivyQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::cursor::microseconds;
use crate::exclude::Gathered;
use crate::query::{Node, Placed};
use crate::schema::Fields;
use crate::{Query, Search};

type Boxed = Box<dyn TantivyQuery>;

/// What a match in the headline counts for: it says what an article is about, not what somebody said.
const TITLE_WEIGHT: f32 = 0.3;

/// What matches in further fields add to the best one.
const OTHER_FIELDS: f32 = 0.1;

impl Fields {
    /// Filters decide only who is in; the words typed alone make the score.
    pub(crate) fn compile(&self, request: &Search, query: Option<&Query>) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        if let Some(query) = query {
            clauses.push((Occur::Must, self.node(&query.root)));
        }
        for filter in self.filters(request) {
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(filter, 0.0))));
        }
        if clauses.is_empty() {
            return everything();
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn filters(&self, request: &Search) -> Vec<Boxed> {
        let mut filters: Vec<Boxed> = Vec::new();
        if let Some(speakers) = &request.speakers {
            let terms = speakers.iter().map(|speaker| self.speaker_term(*speaker));
            filters.push(match speakers.as_slice() {
                [speaker] => exactly(self.speaker_term(*speaker)),
                _ => Box::new(TermSetQuery::new(terms)),
            });
        }
        if let Some(outlet) = &request.outlet {
            filters.push(exactly(self.outlet_term(outlet)));
        }
        if let Some(kind) = request.kind {
            filters.push(exactly(self.kind_term(kind)));
        }
        if let Some(origin) = request.origin {
            filters.push(exactly(self.origin_term(origin)));
        }
        if let Some(class) = request.class {
            filters.push(exactly(self.class_term(class)));
        }
        if let Some(colour) = request.colour {
            filters.push(exactly(self.colour_term(colour)));
        }
        if let Some(polarity) = request.polarity {
            filters.push(exactly(self.polarity_term(polarity)));
        }
        if let Some(article) = request.article {
            filters.push(exactly(self.article_term(article)));
        }
        if request.from.is_some() || request.to.is_some() {
            filters.push(Box::new(RangeQuery::new(
                self.bound(request.from, Bound::Included),
                self.bound(request.to, Bound::Excluded),
            )));
        }
        filters
    }

    /// Instants are rounded up to the microsecond: what was published is rounded down, and is still on the same
    /// side of it.
    fn bound(&self, instant: Option<Timestamp>, bound: fn(Term) -> Bound<Term>) -> Bound<Term> {
        let Some(instant) = instant else {
            return Bound::Unbounded;
        };
        let is_between = instant.timestamp_subsec_nanos() % 1_000 != 0;
        let microsecond = microseconds(instant).saturating_add(i64::from(is_between));
        bound(Term::from_field_i64(self.published, microsecond))
    }

    fn node(&self, node: &Node) -> Boxed {
        match node {
            Node::Words(placed) => self.words(placed),
            Node::Any(nodes) => {
                let clauses = nodes.iter().map(|node| (Occur::Should, self.node(node)));
                Box::new(BooleanQuery::new(clauses.collect()))
            }
            Node::All(nodes) => self.all(nodes),
            Node::Not(_) => self.all(std::slice::from_ref(node)),
        }
    }

    fn all(&self, nodes: &[Node]) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = nodes
            .iter()
            .map(|node| match node {
                Node::Not(excluded) => {
                    let gathered: Boxed = Box::new(Gathered::new(self.node(excluded)));
                    (Occur::MustNot, gathered)
                }
                _ => (Occur::Must, self.node(node)),
            })
            .collect();
        // Tantivy finds nothing where there is nothing but exclusions.
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, everything()));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn words(&self, placed: &[Placed]) -> Boxed {
        Box::new(DisjunctionMaxQuery::with_tie_breaker(
            vec![
                in_field(self.text, placed),
                in_field(self.speaker_name, placed),
                Box::new(BoostQuery::new(in_field(self.title, placed), TITLE_WEIGHT)),
            ],
            OTHER_FIELDS,
        ))
    }
}

fn everything() -> Boxed {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn exactly(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn in_field(field: Field, placed: &[Placed]) -> Boxed {
    let term = |placed: &Placed| Term::from_field_text(field, &placed.term);
    if let [word] = placed {
        return Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs));
    }
    let terms = placed
        .iter()
        .map(|placed| (placed.offset as usize, term(placed)))
        .collect();
    Box::new(PhraseQuery::new_with_offset(terms))
}
