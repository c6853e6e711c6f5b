//! A request as a Tantivy query.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::exclude::Gathered;
use crate::predicate::Ground;
use crate::query::{Condition, Node, Placed, Within, Words};
use crate::schema::Fields;
use crate::sloppy::Sloppy;
use crate::{Query, Search};

type Boxed = Box<dyn TantivyQuery>;

/// What a match in the headline counts for: it says what an article is about, not what somebody said.
const TITLE_WEIGHT: f32 = 0.3;

/// What a word that was not typed counts for, unless it is the likeliest of those that may have been meant.
const UNLIKELY_WEIGHT: f32 = 0.02;

/// More than any sum of words comes to that anybody would type.
const FIRST: f32 = 10_000.0;

impl Fields {
    /// Filters decide only who is in; the words typed alone make the score.
    pub(crate) fn compile(
        &self,
        request: &Search,
        query: Option<&Query>,
        ground: &Arc<Ground>,
    ) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        if let Some(query) = query {
            clauses.push((Occur::Must, self.node(&query.root)));
        }
        for predicate in request.predicates() {
            clauses.push((Occur::Must, ground.query(predicate)));
        }
        if clauses.is_empty() {
            return everything();
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn node(&self, node: &Node) -> Boxed {
        match node {
            Node::Words(words) => self.words(words),
            Node::Near { .. } | Node::Beginning(_) => Box::new(EmptyQuery),
            Node::Condition(condition) => condition_of(condition),
            Node::Any(nodes) => {
                let clauses = nodes.iter().map(|node| (Occur::Should, self.node(node)));
                Box::new(BooleanQuery::new(clauses.collect()))
            }
            Node::All(nodes) => self.all(nodes),
            Node::Not(_) => self.all(std::slice::from_ref(node)),
            Node::Meant { typed, near } => self.meant(typed, near),
            Node::First(first, other) => {
                let above: Boxed = Box::new(ConstScoreQuery::new(self.node(first), FIRST));
                any(vec![above, self.node(other)])
            }
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

    /// Scores of fields add up, and each is a word's by itself: what cannot come to a page is passed over by blocks
    /// only where nothing but words is summed up.
    fn words(&self, words: &Words) -> Boxed {
        any(self.in_fields(words, 1.0))
    }

    fn in_fields(&self, words: &Words, weight: f32) -> Vec<Boxed> {
        let fields: &[(Field, f32)] = match words.within {
            Within::Anywhere => &[
                (self.text, 1.0),
                (self.speaker_name, 1.0),
                (self.title, TITLE_WEIGHT),
            ],
            Within::Said => &[(self.text, 1.0)],
            Within::Title => &[(self.title, TITLE_WEIGHT)],
            Within::Cue => &[],
        };
        let weighted =
            |(field, share): &(Field, f32)| boosted(in_field(*field, words), share * weight);
        fields.iter().map(weighted).collect()
    }

    /// Where the word that was typed stands, if anywhere, does not matter here: see [`Node::First`].
    fn meant(&self, typed: &Words, near: &[String]) -> Boxed {
        let mut fields = self.in_fields(typed, 1.0);
        for (rank, stem) in near.iter().enumerate() {
            let words = Words {
                within: typed.within,
                placed: vec![Placed {
                    offset: 0,
                    term: stem.clone(),
                }],
                slop: 0,
            };
            let weight = if rank == 0 { 1.0 } else { UNLIKELY_WEIGHT };
            fields.extend(self.in_fields(&words, weight));
        }
        any(fields)
    }
}

fn condition_of(_condition: &Condition) -> Boxed {
    Box::new(EmptyQuery)
}

fn everything() -> Boxed {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn any(mut queries: Vec<Boxed>) -> Boxed {
    match (queries.len(), queries.pop()) {
        (_, None) => Box::new(EmptyQuery),
        (1, Some(only)) => only,
        (_, Some(last)) => {
            queries.push(last);
            let clauses = queries.into_iter().map(|query| (Occur::Should, query));
            Box::new(BooleanQuery::new(clauses.collect()))
        }
    }
}

fn boosted(query: Boxed, weight: f32) -> Boxed {
    match weight == 1.0 {
        true => query,
        false => Box::new(BoostQuery::new(query, weight)),
    }
}

fn in_field(field: Field, words: &Words) -> Boxed {
    let term = |placed: &Placed| Term::from_field_text(field, &placed.term);
    let one = |placed: &Placed| -> Boxed {
        Box::new(TermQuery::new(term(placed), IndexRecordOption::WithFreqs))
    };
    match words.placed.as_slice() {
        [word] => one(word),
        several if words.slop == 0 => {
            let terms = several
                .iter()
                .map(|placed| (placed.offset as usize, term(placed)));
            Box::new(PhraseQuery::new_with_offset(terms.collect()))
        }
        several => {
            let terms = several.iter().map(|placed| (placed.offset, term(placed)));
            let near: Boxed = Box::new(Sloppy {
                terms: terms.collect(),
                slop: words.slop,
            });
            let words = several.iter().map(one);
            let clauses = words.chain([near]).map(|query| (Occur::Must, query));
            Box::new(BooleanQuery::new(clauses.collect()))
        }
    }
}
