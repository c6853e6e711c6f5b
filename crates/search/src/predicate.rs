//! Conditions on columns.
//!
//! What a search asks of a quote besides its words is not looked for in postings but looked at in columns, for each
//! document that the words leave: an array is read faster than postings are gone through, and what follows from
//! [`crate::Facts`] has no postings.

use std::collections::HashSet;
use std::sync::Arc;

use onrecord_model::{ArticleId, ClaimId, Colour, CueClass, Kind, Polarity, SpeakerId};
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{ConstScoreQuery, Query as TantivyQuery};
use tantivy::{BitSet, DocId, SegmentReader, TantivyError, Term};

use crate::bearings::Bearings;
use crate::columns::{Columns, UNDATED};
use crate::error::SearchError;
use crate::generation::Fault;
use crate::numbers::{NONE, Numbered, Numbers};
use crate::schema::{Fields, short_id};
use crate::{Origin, traits};

/// What a document has to be like.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Predicate {
    /// Filed under any of these speakers.
    Speakers(Vec<SpeakerId>),
    /// Nobody is named.
    Unnamed,
    /// Published by the outlet with this key; `None` asks for what has no outlet.
    Outlet(Option<String>),
    Kind(Kind),
    Origin(Origin),
    /// The class of the cue; `None` asks for cues without one.
    Class(Option<CueClass>),
    Colour(Colour),
    Polarity(Polarity),
    /// Published at the first of these microseconds since 1970 or later, and before the second. What has no date does
    /// not match, whatever they are.
    Published {
        from: Option<i64>,
        to: Option<i64>,
    },
    /// Without a date.
    Undated,
    /// In this language; `None` asks for what nobody knows the language of.
    Language(Option<String>),
    /// With any of these verdicts, by their places in [`crate::Facts::verdicts`].
    Verdicts(Vec<u16>),
    /// Without a verdict.
    Unrated,
    /// Linked to any of these claims.
    Claims(Vec<ClaimId>),
    /// Linked to no claim.
    Unclaimed,
    /// In this article.
    Article(ArticleId),
    /// In an article in which any of these are quoted, and not filed under them.
    Beside(Vec<SpeakerId>),
    /// In an article that is no copy of another.
    NoCopy,
    Not(Box<Predicate>),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
}

/// The segments that are searched, those of the index before that of the tail, and what the facts say of them.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) parts: Vec<Part>,
    pub(crate) bearings: Arc<Bearings>,
    pub(crate) numbers: Arc<Numbers>,
}

/// One segment of a [`Ground`].
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) segment: SegmentReader,
    pub(crate) columns: Arc<Columns>,
    /// Documents that the tail stands in for.
    pub(crate) hidden: Option<Arc<BitSet>>,
}

impl Part {
    /// Whether the tail stands in for it, or it was replaced.
    #[inline]
    pub(crate) fn is_gone(&self, document: DocId) -> bool {
        self.segment.is_deleted(document)
            || self
                .hidden
                .as_ref()
                .is_some_and(|hidden| hidden.contains(document))
    }

    /// How many documents have one of `terms`; those that have several count several times.
    pub(crate) fn postings(&self, terms: &[Term]) -> Result<u64, Fault> {
        let mut postings = 0;
        for term in terms {
            let index = self.segment.inverted_index(term.field())?;
            postings += u64::from(index.doc_freq(term).map_err(TantivyError::from)?);
        }
        Ok(postings)
    }

    /// Whether nothing in it is gone.
    pub(crate) fn is_whole(&self) -> bool {
        !self.segment.has_deletes() && self.hidden.as_ref().is_none_or(|hidden| hidden.len() == 0)
    }
}

impl Ground {
    /// What matches `predicate`, as a query that scores nothing: for conditions inside of `OR` and exclusions.
    pub(crate) fn query(self: &Arc<Self>, predicate: Predicate) -> Box<dyn TantivyQuery> {
        let ground = Arc::clone(self);
        let bind = move |segment: &SegmentReader| {
            let part = ground
                .parts
                .iter()
                .find(|part| part.segment.segment_id() == segment.segment_id());
            let Some(part) = part else {
                let message = "a segment is searched that the search does not know";
                return Err(TantivyError::InternalError(message.to_owned()));
            };
            let test = predicate.on(part, &ground).map_err(|fault| {
                TantivyError::InternalError(SearchError::from(fault).to_string())
            })?;
            Ok(move |document: DocId| test.holds(document))
        };
        let query = DocPredicateQuery::from(FunctionPredicate::from(bind));
        Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
    }
}

/// A [`Predicate`] on the documents of one segment.
pub(crate) enum Test {
    Always,
    Never,
    Number {
        of: Arc<[u32]>,
        is: u32,
    },
    /// By the number: whether it is one of those.
    Numbers {
        of: Arc<[u32]>,
        among: Vec<bool>,
    },
    Traits {
        of: Arc<[u16]>,
        mask: u16,
        is: u16,
    },
    Article {
        of: Arc<[u64]>,
        is: u64,
    },
    Dates {
        of: Arc<[i64]>,
        from: i64,
        to: i64,
    },
    Documents(BitSet),
    Rated {
        of: Arc<[u32]>,
        bearings: Arc<Bearings>,
        /// Any at all, where it is `None`.
        among: Option<Vec<u16>>,
    },
    Claimed {
        of: Arc<[u32]>,
        bearings: Arc<Bearings>,
        /// Any at all, where it is `None`.
        among: Option<HashSet<u32>>,
    },
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
}

impl Test {
    /// Whether the document is like that.
    #[inline]
    pub(crate) fn holds(&self, document: DocId) -> bool {
        let place = document as usize;
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Number { of, is } => of[place] == *is,
            Self::Numbers { of, among } => {
                among.get(of[place] as usize).copied().unwrap_or_default()
            }
            Self::Article { of, is } => of[place] == *is,
            Self::Traits { of, mask, is } => of[place] & mask == *is,
            Self::Dates { of, from, to } => (*from..*to).contains(&of[place]),
            Self::Documents(documents) => documents.contains(document),
            Self::Rated {
                of,
                bearings,
                among,
            } => {
                let verdicts = bearings.verdicts(bearings.root(of[place]));
                match among {
                    None => !verdicts.is_empty(),
                    Some(among) => verdicts.iter().any(|verdict| among.contains(verdict)),
                }
            }
            Self::Claimed {
                of,
                bearings,
                among,
            } => {
                let claims = bearings.claims(bearings.root(of[place]));
                match among {
                    None => !claims.is_empty(),
                    Some(among) => claims.iter().any(|claim| among.contains(claim)),
                }
            }
            Self::Not(test) => !test.holds(document),
            Self::All(tests) => tests.iter().all(|test| test.holds(document)),
            Self::Any(tests) => tests.iter().any(|test| test.holds(document)),
        }
    }

    /// Leaves the documents that are like that.
    pub(crate) fn retain(&self, documents: &mut Vec<DocId>) {
        match self {
            Self::Always => {}
            Self::Never => documents.clear(),
            // The commonest in loops of their own, which compilers make short.
            Self::Number { of, is } => documents.retain(|document| of[*document as usize] == *is),
            Self::Traits { of, mask, is } => {
                documents.retain(|document| of[*document as usize] & mask == *is);
            }
            Self::Dates { of, from, to } => {
                documents.retain(|document| (*from..*to).contains(&of[*document as usize]));
            }
            Self::All(tests) => {
                for test in tests {
                    test.retain(documents);
                }
            }
            _ => documents.retain(|document| self.holds(*document)),
        }
    }
}

impl Predicate {
    /// The terms of which a document has one where this holds, and no other has; `None` where it has no terms.
    pub(crate) fn terms(&self, fields: &Fields) -> Option<Vec<Term>> {
        match self {
            Self::Speakers(speakers) => {
                let terms = speakers.iter().map(|speaker| fields.speaker_term(*speaker));
                Some(terms.collect())
            }
            Self::Outlet(Some(key)) => Some(vec![fields.outlet_term(key)]),
            Self::Article(article) => Some(vec![fields.article_term(*article)]),
            _ => None,
        }
    }

    /// What it asks of the documents of `part`.
    pub(crate) fn on(&self, part: &Part, ground: &Ground) -> Result<Test, Fault> {
        let columns = &part.columns;
        let bearings = &ground.bearings;
        let traits = |mask: traits::Place, is: u16| -> Result<Test, Fault> {
            Ok(Test::Traits {
                of: columns.traits()?,
                mask: mask.mask(),
                is,
            })
        };
        Ok(match self {
            Self::Speakers(speakers) => said_by(speakers, part, ground)?,
            Self::Unnamed => Test::Number {
                of: columns.speakers()?,
                is: NONE,
            },
            Self::Outlet(key) => {
                let of = columns.outlets()?;
                number(of, key.as_deref(), &ground.numbers.read().outlets)
            }
            Self::Language(language) => {
                let of = columns.languages()?;
                number(of, language.as_deref(), &ground.numbers.read().languages)
            }
            Self::Undated => Test::Dates {
                of: columns.dates()?,
                from: UNDATED,
                to: UNDATED + 1,
            },
            Self::Kind(kind) => traits(traits::KIND, traits::kind(*kind))?,
            Self::Origin(origin) => traits(traits::ORIGIN, traits::origin(*origin))?,
            Self::Class(class) => traits(traits::CLASS, traits::class(*class))?,
            Self::Colour(colour) => traits(traits::COLOUR, traits::colour(*colour))?,
            Self::Polarity(polarity) => traits(traits::POLARITY, traits::polarity(*polarity))?,
            Self::Published { from, to } => Test::Dates {
                of: columns.dates()?,
                from: from.map_or(UNDATED + 1, |from| from.max(UNDATED + 1)),
                to: to.unwrap_or(i64::MAX),
            },
            Self::Verdicts(verdicts) => Test::Rated {
                of: columns.wordings()?,
                bearings: Arc::clone(bearings),
                among: Some(verdicts.clone()),
            },
            Self::Unrated => Test::Not(Box::new(Test::Rated {
                of: columns.wordings()?,
                bearings: Arc::clone(bearings),
                among: None,
            })),
            Self::Claims(claims) => Test::Claimed {
                of: columns.wordings()?,
                bearings: Arc::clone(bearings),
                among: Some(
                    claims
                        .iter()
                        .filter_map(|claim| bearings.claim_number(*claim))
                        .collect(),
                ),
            },
            Self::Unclaimed => Test::Not(Box::new(Test::Claimed {
                of: columns.wordings()?,
                bearings: Arc::clone(bearings),
                among: None,
            })),
            Self::Article(article) => Test::Article {
                of: columns.articles()?,
                is: short_id(article.0),
            },
            Self::Beside(speakers) => Test::Documents(beside(speakers, part, ground)?),
            Self::NoCopy => no_copy(part, ground)?,
            Self::Not(predicate) => Test::Not(Box::new(predicate.on(part, ground)?)),
            Self::All(predicates) => Test::All(each_on(predicates, part, ground)?),
            Self::Any(predicates) => Test::Any(each_on(predicates, part, ground)?),
        })
    }
}

fn number(of: Arc<[u32]>, wanted: Option<&str>, numbers: &Numbered<String>) -> Test {
    match wanted.map(|wanted| numbers.number(wanted)) {
        None => Test::Number { of, is: NONE },
        Some(Some(is)) => Test::Number { of, is },
        Some(None) => Test::Never,
    }
}

fn each_on(predicates: &[Predicate], part: &Part, ground: &Ground) -> Result<Vec<Test>, Fault> {
    predicates
        .iter()
        .map(|predicate| predicate.on(part, ground))
        .collect()
}

fn said_by(speakers: &[SpeakerId], part: &Part, ground: &Ground) -> Result<Test, Fault> {
    let of = part.columns.speakers()?;
    let lists = ground.numbers.read();
    let numbers: Vec<u32> = speakers
        .iter()
        .filter_map(|speaker| lists.speakers.number(speaker))
        .collect();
    Ok(match numbers.as_slice() {
        [] => Test::Never,
        [is] => Test::Number { of, is: *is },
        _ => {
            let mut among = vec![false; lists.speakers.end()];
            for number in numbers {
                among[number as usize] = true;
            }
            Test::Numbers { of, among }
        }
    })
}

/// The documents of the articles in which any of `speakers` are quoted, without theirs.
fn beside(speakers: &[SpeakerId], part: &Part, ground: &Ground) -> Result<BitSet, Fault> {
    let theirs = said_by(speakers, part, ground)?;
    let articles = part.columns.articles()?;
    let mut documents = BitSet::with_max_value(part.segment.max_doc());
    if matches!(theirs, Test::Never) {
        return Ok(documents);
    }
    let mut first = 0;
    for article in articles.chunk_by(|one, next| one == next) {
        let range = first..first + article.len() as DocId;
        first = range.end;
        // What is gone quotes nobody any more; an article goes as a whole, but for what it held before.
        let is_theirs = |document: DocId| theirs.holds(document) && !part.is_gone(document);
        if !range.clone().any(is_theirs) {
            continue;
        }
        for document in range.filter(|document| !theirs.holds(*document)) {
            documents.insert(document);
        }
    }
    Ok(documents)
}

/// The documents of articles that are no copies.
fn no_copy(part: &Part, ground: &Ground) -> Result<Test, Fault> {
    let articles = part.columns.articles()?;
    let mut copies = BitSet::with_max_value(part.segment.max_doc());
    let mut first = 0;
    for article in articles.chunk_by(|one, next| one == next) {
        let range = first..first + article.len() as DocId;
        first = range.end;
        if ground.bearings.is_copy(article[0]) {
            for document in range {
                copies.insert(document);
            }
        }
    }
    if copies.len() == 0 {
        return Ok(Test::Always);
    }
    Ok(Test::Not(Box::new(Test::Documents(copies))))
}
