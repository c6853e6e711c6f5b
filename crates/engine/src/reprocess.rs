//! Stored articles read again by another extractor: what would change, and that it is stored.
//!
//! What is found becomes the next version of the article, with the same text (see `put_reading` in the store). What
//! people have worked on stays as it is. Who is killed halfway begins again: what is stored has been read by the
//! extractor that was asked for and is passed over.

use std::collections::BTreeMap;
use std::sync::Arc;

use onrecord_model::{Article, ArticleId, ArticleSummary, Sequence, Timestamp};
use onrecord_search::outlet_key;
use onrecord_store::{NewArticle, NewQuote, ReadFilter, Reading, ReadingPosition, StoreError};
use tokio::sync::mpsc::{Receiver, channel};
use tokio_util::sync::CancellationToken;

use crate::ordered::{Held, WorkerPanicked, in_order};
use crate::{Analyser, Engine, EngineError};

mod compare;

pub use compare::{Aspect, Difference, Outcome, Told};
use compare::{Compared, compare};

/// How many articles are asked for at a time.
const PAGE: u32 = 1_000;
/// How many are ready to be stored at a time.
const READY: usize = 8;

/// Which articles to read again, and whether to store what is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReprocessRequest {
    /// Only these; all where there is none.
    pub articles: Vec<ArticleId>,
    /// Only those in this outlet, whatever its case.
    pub outlet: Option<String>,
    /// Only those published then or later.
    pub from: Option<Timestamp>,
    /// Only those published then or earlier.
    pub to: Option<Timestamp>,
    /// Also what this very extractor has read.
    pub is_for_all: bool,
    /// Whether what is found is stored; else it is only told.
    pub is_stored: bool,
}

/// What another extractor makes of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Reprocessed {
    /// The article.
    pub article: ArticleSummary,
    /// The version that was read again.
    pub version: u32,
    /// What has read it before.
    pub before: Option<String>,
    /// What reads it now.
    pub after: String,
    /// Every quote that is not found as it was, in the order of the text.
    pub differences: Vec<Difference>,
    /// How many quotes are found as they were.
    pub unchanged: usize,
    /// The version that was stored, and the change by which it is followed.
    pub stored: Option<(u32, Sequence)>,
}

/// What became of one article.
#[derive(Debug)]
pub enum ReprocessEvent {
    /// It was read again.
    Read(Box<Reprocessed>),
    /// It cannot be kept as it was found; it stays as it is, and the rest goes on.
    Refused {
        /// The article.
        article: ArticleId,
        /// What is wrong.
        reason: String,
    },
}

/// What became of all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReprocessSummary {
    /// Articles that were read again.
    pub articles: u64,
    /// Those among them in which something is different.
    pub different: u64,
    /// Those that were stored.
    pub stored: u64,
    /// Quotes that were not on record.
    pub gained: u64,
    /// Quotes that are not found any more.
    pub lost: u64,
    /// Quotes that are found otherwise.
    pub changed: u64,
    /// In which regards, and how often; a quote may be found otherwise in several.
    pub aspects: BTreeMap<&'static str, u64>,
    /// Quotes that are not found any more, or found otherwise, and stay as people left them.
    pub kept: u64,
    /// Quotes that are found as they were.
    pub unchanged: u64,
    /// Articles that could not be kept as they were found.
    pub refused: u64,
    /// Whether it ended early because it was asked to.
    pub interrupted: bool,
}

impl ReprocessSummary {
    fn count(&mut self, event: &ReprocessEvent) {
        let read = match event {
            ReprocessEvent::Read(read) => read,
            ReprocessEvent::Refused { .. } => {
                self.refused += 1;
                return;
            }
        };
        self.articles += 1;
        self.different += u64::from(!read.differences.is_empty());
        self.stored += u64::from(read.stored.is_some());
        self.unchanged += read.unchanged as u64;
        for difference in &read.differences {
            match &difference.outcome {
                Outcome::Gained => self.gained += 1,
                Outcome::Lost => self.lost += 1,
                Outcome::Kept => self.kept += 1,
                Outcome::Changed(aspects) => {
                    self.changed += 1;
                    for aspect in aspects {
                        *self.aspects.entry(aspect.as_str()).or_default() += 1;
                    }
                }
            }
        }
    }
}

/// An article that was read again and is not stored.
struct Found {
    told: Reprocessed,
    position: ReadingPosition,
    article: Article,
    quotes: Vec<NewQuote>,
}

/// `None`: it is gone, or needs no reading.
type Ready =
    Result<Held<Result<Option<Result<Found, ReprocessEvent>>, StoreError>>, WorkerPanicked>;

impl Engine {
    /// Reads stored articles again with `analyser`, on as many threads as `workers`, and stores what it finds where
    /// that is asked for: each article in a transaction of its own. `on_event` is called for each article, in order of
    /// id, after it is durable where it is stored. `stop` ends it after the article in hand.
    ///
    /// # Errors
    /// What keeps the rest from being read or stored.
    pub async fn reprocess(
        &self,
        request: &ReprocessRequest,
        analyser: Analyser,
        workers: usize,
        stop: &CancellationToken,
        mut on_event: impl FnMut(&ReprocessEvent),
    ) -> Result<ReprocessSummary, EngineError> {
        let mut summary = ReprocessSummary::default();
        let analyser = Arc::new(analyser);
        let ids = self.to_read_again(request, &analyser).await?;
        let mut found = self.read_again(ids, &analyser, workers, request.is_for_all);
        loop {
            let next = tokio::select! {
                biased;
                () = stop.cancelled() => None,
                next = found.recv() => next,
            };
            let Some(next) = next else {
                summary.interrupted = stop.is_cancelled();
                return Ok(summary);
            };
            let Held {
                value,
                share: _share,
            } = next.map_err(|WorkerPanicked| EngineError::Panicked("extracting"))?;
            let event = match value? {
                None => continue,
                Some(Err(refused)) => refused,
                Some(Ok(found)) if request.is_stored => {
                    match self
                        .store_again(found, &analyser, request.is_for_all)
                        .await?
                    {
                        Some(event) => event,
                        None => continue,
                    }
                }
                Some(Ok(found)) => ReprocessEvent::Read(Box::new(found.told)),
            };
            summary.count(&event);
            on_event(&event);
        }
    }

    async fn to_read_again(
        &self,
        request: &ReprocessRequest,
        analyser: &Analyser,
    ) -> Result<Vec<ArticleId>, EngineError> {
        let filter = ReadFilter {
            not_by: (!request.is_for_all).then(|| analyser.version().to_owned()),
            articles: request.articles.clone(),
            from: request.from,
            to: request.to,
        };
        let outlet = request.outlet.as_deref().map(outlet_key);
        let mut ids = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.read_articles(&filter, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(ids);
            };
            after = Some(last.id);
            let asked_for = page.into_iter().filter(|article| {
                let of_article = article.outlet.as_deref().map(outlet_key);
                outlet.is_none() || of_article == outlet
            });
            ids.extend(asked_for.map(|article| article.id));
        }
    }

    /// Reads here, extracts and compares on threads of their own. These know nothing of the runtime, which may end
    /// before they do; each ends when nobody takes what it makes.
    fn read_again(
        &self,
        ids: Vec<ArticleId>,
        analyser: &Arc<Analyser>,
        workers: usize,
        is_for_all: bool,
    ) -> Receiver<Ready> {
        let (to_analyse, mut readings) = channel::<Result<Reading, StoreError>>(READY);
        let store = self.store.clone();
        tokio::spawn(async move {
            for id in ids {
                let reading = match store.reading(id).await {
                    Ok(Some(reading)) => Ok(reading),
                    Ok(None) => continue,
                    Err(error) => Err(error),
                };
                if to_analyse.send(reading).await.is_err() {
                    return;
                }
            }
        });
        let analyser = Arc::clone(analyser);
        let readings = std::iter::from_fn(move || readings.blocking_recv());
        let weigh = |reading: &Result<Reading, StoreError>| {
            let reading = reading.as_ref();
            reading.map_or(0, |reading| reading.article.text.len())
        };
        let found = in_order(readings, workers, weigh, move |reading| {
            Ok(found(&analyser, reading?, is_for_all))
        });
        let (sender, receiver) = channel(READY);
        std::thread::spawn(move || {
            for item in found {
                if sender.blocking_send(item).is_err() {
                    return;
                }
            }
        });
        receiver
    }

    /// Stores what was found; where something has come between, reads the article once more.
    async fn store_again(
        &self,
        mut found: Found,
        analyser: &Arc<Analyser>,
        is_for_all: bool,
    ) -> Result<Option<ReprocessEvent>, EngineError> {
        loop {
            let mut told = found.told;
            let article = told.article.id;
            let new = NewArticle {
                article: found.article,
                extractor: Some(told.after.clone()),
                quotes: found.quotes,
                // Now, not when it was found: the feed is asked what was there at some time.
                taken_in: self.now(),
            };
            match self.store.put_reading(found.position, &new).await {
                Ok(Some(put)) => {
                    self.index.wake();
                    told.stored = Some((put.version, put.sequence));
                    return Ok(Some(ReprocessEvent::Read(Box::new(told))));
                }
                Ok(None) => {}
                Err(error @ StoreError::Refused { .. }) => {
                    let reason = error.to_string();
                    return Ok(Some(ReprocessEvent::Refused { article, reason }));
                }
                Err(error) => return Err(error.into()),
            }
            let Some(reading) = self.store.reading(article).await? else {
                return Ok(None);
            };
            let analyser = Arc::clone(analyser);
            let again =
                tokio::task::spawn_blocking(move || self::found(&analyser, reading, is_for_all));
            let again = again.await;
            match again.map_err(|_| EngineError::Panicked("extracting"))? {
                Some(Ok(again)) => found = again,
                Some(Err(refused)) => return Ok(Some(refused)),
                None => return Ok(None),
            }
        }
    }
}

/// What is found in an article this time; `None` where it is left alone for its language, or has been read by the very
/// extractor that reads it now.
fn found(
    analyser: &Analyser,
    reading: Reading,
    is_for_all: bool,
) -> Option<Result<Found, ReprocessEvent>> {
    let Reading {
        position,
        version,
        article,
        extractor: before,
        quotes,
        summary,
    } = reading;
    let is_read = |by: &str| !is_for_all && before.as_deref() == Some(by);
    if is_read(analyser.version()) {
        return None;
    }
    let analysis = match analyser.analyse(&article) {
        Ok(analysis) => analysis,
        Err(error) => {
            return Some(Err(ReprocessEvent::Refused {
                article: summary.id,
                reason: error.to_string(),
            }));
        }
    };
    // A long text is read by another.
    let after = analysis.extractor.filter(|after| !is_read(after))?;
    let Compared {
        quotes,
        differences,
        unchanged,
    } = compare(&quotes, analysis.quotes);
    Some(Ok(Found {
        told: Reprocessed {
            article: summary,
            version,
            before,
            after,
            differences,
            unchanged,
            stored: None,
        },
        position,
        article,
        quotes,
    }))
}
