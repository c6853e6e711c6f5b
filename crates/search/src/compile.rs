//! A request as a Tantivy query.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::Query;
use crate::conditions::apart;
use crate::exclude::Gathered;
use crate::predicate::{Ground, Predicate};
use crate::query::{Node, Placed, Within, Words};
use crate::schema::Fields;
use crate::sloppy::Sloppy;
use crate::spelled::{Spelled, Spelling};

type Boxed = Box<dyn TantivyQuery>;

/// What a match in the headline counts for: it says what an article is about, not what somebody said.
const TITLE_WEIGHT: f32 = 0.3;

/// What a word that was not typed counts for, unless it is the likeliest of those that may have been meant.
const UNLIKELY_WEIGHT: f32 = 0.02;

/// More than a word, with all that it may have been meant to be, can score: among a billion quotes its weight by BM25
/// is 21, which counts 2.2 times at most, in two fields and three tenths, for the word and for those near it.
const MOST_OF_A_WORD: f32 = 256.0;

/// A phrase that repeats so many words ("the the the …") is looked for by each of them once; Tantivy goes through the
/// postings of a word as often as it is there.
const MANY_REPEATED: usize = 8;

/// Makes queries that look on this ground.
struct Compiler<'ground> {
    fields: &'ground Fields,
    ground: &'ground Arc<Ground>,
}

/// A query by what it is looked for with.
#[derive(Default)]
pub(crate) struct Compiled {
    /// What needs postings; `None` where nothing does.
    pub(crate) words: Option<Sought>,
    /// What columns tell; all of it must hold.
    pub(crate) predicates: Vec<Predicate>,
}

/// Words, and whatever is bound up with them.
pub(crate) struct Sought {
    pub(crate) query: Boxed,
    pub(crate) skipping: Skipping,
}

/// Whether the best of what matches are found without going through all of it: Tantivy passes over blocks where scores
/// of single words in single fields are added up, and nowhere else.
pub(crate) enum Skipping {
    Never,
    Always,
    /// Where none of these is.
    Without(Vec<Term>),
}

impl Fields {
    /// Conditions decide only who is in; the words typed alone make the score.
    pub(crate) fn compile(&self, query: &Query, ground: &Arc<Ground>) -> Compiled {
        let compiler = Compiler {
            fields: self,
            ground,
        };
        let (sought, predicates) = query.apart(ground.bearings.facts());
        let words = (!sought.is_empty()).then(|| Sought {
            query: compiler.all(&sought),
            skipping: self.skipping(&sought),
        });
        Compiled { words, predicates }
    }

    fn skipping(&self, sought: &[Node]) -> Skipping {
        match sought {
            [Node::Words(words)] if words.placed.len() == 1 => return Skipping::Always,
            [Node::Meant { typed, .. }] if typed.placed.len() == 1 => return Skipping::Always,
            _ => {}
        }
        let mut others = Vec::new();
        for node in sought {
            let Node::Words(words) = node else {
                return Skipping::Never;
            };
            let [word] = words.placed.as_slice() else {
                return Skipping::Never;
            };
            if words.within == Within::Anywhere {
                let beside = [self.speaker_name, self.title];
                others.extend(beside.map(|field| Term::from_field_text(field, &word.term)));
            }
        }
        Skipping::Without(others)
    }
}

impl Compiler<'_> {
    fn node(&self, node: &Node) -> Boxed {
        // What asks for no words is one look at columns, however it is put together.
        if let Some(predicate) = node.predicate(self.ground.bearings.facts()) {
            return self.ground.query(predicate);
        }
        match node {
            Node::Words(words) => self.words(words),
            Node::Near { spelled, edits } => self.spelled(
                spelled,
                Spelling::Near {
                    spelled: spelled.clone(),
                    edits: *edits,
                },
            ),
            Node::Beginning(beginning) => {
                self.spelled(beginning, Spelling::Beginning(beginning.clone()))
            }
            // Answered above.
            Node::Condition(_) => Box::new(EmptyQuery),
            Node::Any(nodes) => {
                let (sought, conditions) = apart(nodes, self.ground.bearings.facts());
                let mut queries: Vec<Boxed> = sought.iter().map(|node| self.node(node)).collect();
                if !conditions.is_empty() {
                    queries.push(self.ground.query(Predicate::Any(conditions)));
                }
                any(queries)
            }
            Node::All(nodes) => self.all(nodes),
            Node::Not(_) => self.all(std::slice::from_ref(node)),
            Node::Meant { typed, near } => self.meant(typed, near),
            Node::First(first, other) => {
                let most = MOST_OF_A_WORD * (other.words() as f32);
                let above: Boxed = Box::new(ConstScoreQuery::new(self.node(first), most));
                any(vec![above, self.node(other)])
            }
        }
    }

    fn all(&self, nodes: &[Node]) -> Boxed {
        let (sought, conditions) = apart(nodes, self.ground.bearings.facts());
        let mut clauses: Vec<(Occur, Boxed)> = Vec::with_capacity(nodes.len());
        for node in &sought {
            clauses.push(match node {
                Node::Not(excluded) => {
                    (Occur::MustNot, Box::new(Gathered::new(self.node(excluded))))
                }
                _ => (Occur::Must, self.node(node)),
            });
        }
        if !conditions.is_empty() {
            clauses.push((Occur::Must, self.ground.query(Predicate::All(conditions))));
        }
        // Tantivy finds nothing where there is nothing but exclusions.
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, everything()));
        }
        match (clauses.len(), clauses.pop()) {
            (1, Some((_, only))) => only,
            (_, last) => {
                clauses.extend(last);
                Box::new(BooleanQuery::new(clauses))
            }
        }
    }

    /// Scores of fields add up, and each is a word's by itself: what cannot come to a page is passed over by blocks
    /// only where nothing but words is summed up.
    fn words(&self, words: &Words) -> Boxed {
        any(self.in_fields(words, 1.0))
    }

    fn in_fields(&self, words: &Words, weight: f32) -> Vec<Boxed> {
        let fields: &[(Field, f32)] = match words.within {
            Within::Anywhere => &[
                (self.fields.text, 1.0),
                (self.fields.speaker_name, 1.0),
                (self.fields.title, TITLE_WEIGHT),
            ],
            Within::Said => &[(self.fields.text, 1.0)],
            Within::Title => &[(self.fields.title, TITLE_WEIGHT)],
            Within::Cue => &[(self.fields.cue, 1.0)],
        };
        let weighted =
            |(field, share): &(Field, f32)| boosted(in_field(*field, words), share * weight);
        fields.iter().map(weighted).collect()
    }

    fn spelled(&self, word: &str, spelling: Spelling) -> Boxed {
        let field = self.fields.spelled;
        any(vec![
            Box::new(Spelled { field, spelling }),
            // The word itself comes before what is only like it.
            Box::new(ConstScoreQuery::new(
                exactly(Term::from_field_text(field, word)),
                1.0,
            )),
        ])
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

fn everything() -> Boxed {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn exactly(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
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
        several if words.slop == 0 && repeated(several) < MANY_REPEATED => {
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
            let words = several
                .iter()
                .enumerate()
                .filter(|(index, placed)| !is_repeated(&several[..*index], placed))
                .map(|(_, placed)| one(placed));
            let clauses = words.chain([near]).map(|query| (Occur::Must, query));
            Box::new(BooleanQuery::new(clauses.collect()))
        }
    }
}

/// Words of a phrase that were there before.
fn repeated(placed: &[Placed]) -> usize {
    let places = placed.iter().enumerate();
    places
        .filter(|(index, word)| is_repeated(&placed[..*index], word))
        .count()
}

fn is_repeated(before: &[Placed], word: &Placed) -> bool {
    before.iter().any(|before| before.term == word.term)
}
