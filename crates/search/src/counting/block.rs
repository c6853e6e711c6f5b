//! What is read of the documents of a segment, some at a time, for all tallies together.

use std::sync::Arc;

use tantivy::DocId;

use crate::columns::{UNDATED, day};
use crate::counting::Matching;
use crate::counting::cells::{NO_STATEMENT, TOLD_ONCE};
use crate::counting::reading::{Reader, year_of};
use crate::generation::Fault;
use crate::numbers::NONE;
use crate::pass::Documents;
use crate::predicate::Ground;
use crate::statements::Repeated;
use crate::{Counts, Tally};

/// What is read of one segment.
pub(crate) struct Reading<'matching> {
    pub(crate) documents: &'matching Documents,
    dates: Option<Arc<[i64]>>,
    pub(crate) articles: Option<Arc<[u64]>>,
    wordings: Option<Arc<[u32]>>,
    /// For each tally one for each dimension.
    pub(crate) readers: Vec<Vec<Reader>>,
}

impl<'matching> Reading<'matching> {
    pub(crate) fn of(
        tallies: &[Tally],
        matching: &'matching Matching<'_>,
        ground: &Ground,
        days: Option<(i32, i32)>,
    ) -> Result<Self, Fault> {
        let part = matching.part;
        let columns = &part.columns;
        let wants = |what: fn(&Tally) -> bool| tallies.iter().any(what);
        let first_year = days.map_or(0, |(first, _)| year_of(first));
        let readers = tallies
            .iter()
            .map(|tally| {
                let dimensions = tally.by.iter();
                dimensions
                    .map(|dimension| Reader::of(*dimension, part, ground, first_year))
                    .collect()
            })
            .collect::<Result<_, Fault>>()?;
        Ok(Self {
            documents: &matching.documents,
            dates: wants(|tally| tally.over.is_some())
                .then(|| columns.dates())
                .transpose()?,
            articles: wants(|tally| tally.articles)
                .then(|| columns.articles())
                .transpose()?,
            wordings: wants(|tally| tally.statements)
                .then(|| columns.wordings())
                .transpose()?,
            readers,
        })
    }
}

/// What all tallies need of some documents.
pub(crate) struct Block<'block> {
    pub(crate) documents: &'block [DocId],
    /// Days since 1970; `None` of what has no date. Empty where nothing is counted over time.
    pub(crate) days: &'block [Option<i32>],
    /// Numbers of the articles, counted from 1 in the order they come; 0 where nobody asks for them.
    pub(crate) articles: &'block [u32],
    /// [`NO_STATEMENT`], [`TOLD_ONCE`], or the number of a repeated statement.
    pub(crate) statements: &'block [u32],
}

/// Makes blocks, in memory that is used again.
#[derive(Default)]
pub(crate) struct Blocks {
    pub(crate) days: Vec<Option<i32>>,
    pub(crate) articles: Vec<u32>,
    pub(crate) statements: Vec<u32>,
    /// The article of the last document, and its number.
    last: Option<u64>,
    number: u32,
}

impl Blocks {
    pub(crate) fn read<'block>(
        &'block mut self,
        part: &Reading<'_>,
        documents: &'block [DocId],
        ground: &Ground,
        repeated: &Repeated,
    ) -> Block<'block> {
        let places = || documents.iter().map(|document| *document as usize);
        self.days.clear();
        if let Some(dates) = &part.dates {
            self.days.extend(places().map(|place| {
                let date = dates[place];
                (date != UNDATED).then(|| day(date))
            }));
        }
        self.articles.clear();
        if let Some(articles) = &part.articles {
            for place in places() {
                let article = articles[place];
                if self.last != Some(article) {
                    self.last = Some(article);
                    self.number += 1;
                }
                self.articles.push(self.number);
            }
        } else {
            self.articles.resize(documents.len(), 0);
        }
        self.statements.clear();
        if let Some(wordings) = &part.wordings {
            let bearings = &ground.bearings;
            self.statements
                .extend(places().map(|place| match wordings[place] {
                    NONE => NO_STATEMENT,
                    wording => repeated.number(bearings.root(wording)).unwrap_or(TOLD_ONCE),
                }));
        } else {
            self.statements.resize(documents.len(), NO_STATEMENT);
        }
        Block {
            documents,
            days: &self.days,
            articles: &self.articles,
            statements: &self.statements,
        }
    }
}

/// Everything that matches, counted once.
pub(crate) struct Total {
    pub(crate) counts: Counts,
    last: u32,
    /// By the number of a repeated statement.
    seen: Vec<bool>,
}

impl Total {
    pub(crate) fn new(repeated: &Repeated) -> Self {
        Self {
            counts: Counts::default(),
            last: 0,
            seen: vec![false; repeated.len()],
        }
    }

    pub(crate) fn add(&mut self, block: &Block<'_>) {
        self.counts.quotes += block.documents.len() as u64;
        for article in block.articles {
            self.counts.articles += u64::from(*article != self.last);
            self.last = *article;
        }
        for statement in block.statements {
            let is_new = match *statement {
                NO_STATEMENT => false,
                TOLD_ONCE => true,
                number => !std::mem::replace(&mut self.seen[number as usize], true),
            };
            self.counts.statements += u64::from(is_new);
        }
    }
}
