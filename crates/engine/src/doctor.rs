//! Is everything as it must be? The store in itself, and the index against the store.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use onrecord_model::QuoteId;
use onrecord_search::{Search, SearchError, Sort};

use crate::indexer::{Scope, blocking};
use crate::{Engine, EngineError};

/// Most differences between index and store that are named one by one; the rest are counted.
const NAMED: usize = 20;
/// How often index and store are compared where somebody writes meanwhile.
const COMPARISONS: usize = 3;
/// Ids read from the store at a time.
const PAGE: u32 = 5_000;

/// What the doctor looked at and found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Articles in the store.
    pub articles: u64,
    /// Quotes of current versions and passages of primary sources in the store.
    pub quotes: u64,
    /// Quotes and passages in the index, with the part of the feed it does not hold yet.
    pub indexed: u64,
    /// What is wrong; empty where all is well.
    pub findings: Vec<Finding>,
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What does not hold: `store`, `index_missing`, `index_damaged`, `index_lacks`,
    /// `index_has_extra`, `index_repeats`, `index_behind`,
    /// `index_not_compared`, `index_not_updated`, `not_grouped`,
    /// `not_judged`.
    pub code: &'static str,
    /// Which row, and how.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.detail)
    }
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    fn add(&mut self, code: &'static str, detail: impl fmt::Display) {
        self.findings.push(Finding {
            code,
            detail: detail.to_string(),
        });
    }
}

impl Engine {
    /// Checks the store row by row and holds the index against it. What a crash left behind is replayed first,
    /// as at every start; that it cannot be is a finding too.
    ///
    /// # Errors
    /// What keeps the doctor from looking; what is wrong is in the [`Report`].
    pub async fn doctor(&self) -> Result<Report, EngineError> {
        let mut report = Report::default();
        if let Err(error) = self.group().await {
            report.add("not_grouped", format_args!("{error}"));
        }
        if let Err(error) = self.catch_up().await {
            report.add("index_not_updated", format_args!("{error}"));
        }
        if let Err(error) = self.judge().await {
            report.add("not_judged", format_args!("{error}"));
        }
        for problem in self.store.check().await? {
            report.add("store", format_args!("{}: {}", problem.row, problem.what));
        }
        report.articles = self.store.counts().await?.articles;
        self.check_index(&mut report).await?;
        Ok(report)
    }

    async fn check_index(&self, report: &mut Report) -> Result<(), EngineError> {
        let Ok(index) = self.index.serving() else {
            report.add(
                "index_missing",
                "there is no usable search index; `reindex` makes one",
            );
            report.quotes = self.stored_quotes().await?.len() as u64;
            return Ok(());
        };
        for problem in blocking("checking the index", move || index.check()).await?? {
            report.add("index_damaged", problem);
        }
        // Somebody may write while the two are read; only a comparison over one state of the store counts.
        for _ in 0..COMPARISONS {
            let before = self.store.last_sequence().await?;
            let scope = match self.index.scope().await {
                Err(EngineError::IndexNotReady) => {
                    report.add(
                        "index_behind",
                        "the search index is too far behind the store to be compared",
                    );
                    return Ok(());
                }
                scope => scope?,
            };
            let indexed = blocking("reading the index", move || every_quote(&scope)).await??;
            let stored = self.stored_quotes().await?;
            if self.store.last_sequence().await? == before {
                compare(report, &stored, &indexed);
                return Ok(());
            }
        }
        report.add(
            "index_not_compared",
            "the record changes too fast to be compared with its index; try when less is written",
        );
        Ok(())
    }

    /// Ids of the quotes of all current versions, and of all passages.
    async fn stored_quotes(&self) -> Result<Vec<QuoteId>, EngineError> {
        let mut quotes: Vec<QuoteId> = Vec::new();
        let mut last = None;
        loop {
            let page = self.store.quote_ids_after(last, PAGE).await?;
            quotes.extend(&page);
            last = page.last().copied();
            if last.is_none() {
                break;
            }
        }
        loop {
            let page = self.store.passage_ids_after(last, PAGE).await?;
            quotes.extend(&page);
            last = page.last().copied();
            if last.is_none() {
                return Ok(quotes);
            }
        }
    }
}

/// Every quote a search can find.
fn every_quote(scope: &Scope) -> Result<Vec<QuoteId>, SearchError> {
    let search = |limit| {
        let everything = Search {
            sort: Sort::Newest,
            limit,
            ..Search::default()
        };
        scope
            .snapshot
            .search(&everything, &Arc::default(), scope.tail.as_deref())
    };
    let total = search(0)?.total;
    let hits = search(usize::try_from(total).unwrap_or(usize::MAX))?.hits;
    Ok(hits.into_iter().map(|hit| hit.quote).collect())
}

fn compare(report: &mut Report, stored: &[QuoteId], indexed: &[QuoteId]) {
    report.quotes = stored.len() as u64;
    report.indexed = indexed.len() as u64;
    let stored: HashSet<QuoteId> = stored.iter().copied().collect();
    let unique: HashSet<QuoteId> = indexed.iter().copied().collect();
    if unique.len() < indexed.len() {
        let repeated = indexed.len() - unique.len();
        report.add(
            "index_repeats",
            format_args!("{repeated} quotes are indexed twice"),
        );
    }
    differences(report, "index_lacks", &stored, &unique);
    differences(report, "index_has_extra", &unique, &stored);
}

fn differences(
    report: &mut Report,
    code: &'static str,
    these: &HashSet<QuoteId>,
    those: &HashSet<QuoteId>,
) {
    let mut missing: Vec<&QuoteId> = these.difference(those).collect();
    missing.sort();
    for quote in missing.iter().take(NAMED) {
        report.add(code, format_args!("quote {quote}"));
    }
    if missing.len() > NAMED {
        report.add(
            code,
            format_args!("and {} quotes more", missing.len() - NAMED),
        );
    }
}
