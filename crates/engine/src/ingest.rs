//! Articles into the store: one at a time, or a stream of files on all cores.

use std::path::PathBuf;
use std::sync::Arc;

use onrecord_intake::{IntakeError, Limits, Origin, Taken, Warning, read_paths};
use onrecord_model::{Article, ArticleId, Language, Sequence};
use onrecord_store::{Known, NewArticle, Put, PutStatus, StoreError};
use tokio::runtime::Handle;
use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;

use crate::analyse::Analysis;
use crate::ordered::{Held, WorkerPanicked, in_order};
use crate::{Analyser, Engine, EngineError};

/// An article that is in the store, durably.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// The article.
    pub article: ArticleId,
    /// The version that has the content given: a new one, or the one that had it already.
    pub version: u32,
    /// Whether it was there already.
    pub status: PutStatus,
    /// Quotes of this version.
    pub quotes: usize,
    /// Position in the change feed; `None` where nothing changed.
    pub sequence: Option<Sequence>,
    /// What language it is in; only English is extracted.
    pub language: Language,
}

/// What became of one input.
#[derive(Debug)]
pub enum IngestEvent {
    /// It is in the store.
    Stored {
        /// Where it came from.
        origin: Origin,
        /// Its headline.
        title: Option<String>,
        /// What was stored.
        ingested: Ingested,
        /// What is amiss with the input, though it was taken.
        warning: Option<Warning>,
    },
    /// It was met inside a folder and is not something to read: hidden, a link, a device.
    Skipped(String),
    /// It is not an article, cannot be read, or cannot be kept; the rest goes on.
    Rejected {
        /// Stable name of what is wrong.
        code: &'static str,
        /// Which input, and what is wrong with it.
        detail: String,
    },
}

/// What became of all inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IngestSummary {
    /// Articles that were not known.
    pub added: u64,
    /// Articles known by their URL, with a changed text.
    pub new_versions: u64,
    /// Articles that were there already.
    pub unchanged: u64,
    /// Inputs that could not be taken in.
    pub rejected: u64,
    /// What was met inside folders and passed over.
    pub skipped: u64,
    /// Articles stored but not extracted, as they are not English.
    pub not_english: u64,
    /// Quotes found in what was added or changed.
    pub quotes: u64,
    /// Whether it ended early because it was asked to.
    pub interrupted: bool,
}

impl IngestSummary {
    fn count(&mut self, event: &IngestEvent) {
        let ingested = match event {
            IngestEvent::Stored { ingested, .. } => ingested,
            IngestEvent::Skipped(_) => {
                self.skipped += 1;
                return;
            }
            IngestEvent::Rejected { .. } => {
                self.rejected += 1;
                return;
            }
        };
        match ingested.status {
            PutStatus::Added => self.added += 1,
            PutStatus::NewVersion => self.new_versions += 1,
            PutStatus::Unchanged => {
                self.unchanged += 1;
                return;
            }
        }
        self.quotes += ingested.quotes as u64;
        if !ingested.language.is_english() {
            self.not_english += 1;
        }
    }
}

/// Most articles that are written in one transaction.
const TOGETHER: usize = 32;

/// One input when the workers are done with it; the layers say who failed: a worker, the input, the store.
type Input =
    Result<Held<Result<(Taken, Result<Prepared, StoreError>), IntakeError>>, WorkerPanicked>;

/// What a worker made of one input, before it is written.
enum Prepared {
    Unchanged(Known),
    Analysed(Analysis),
    Refused(String),
}

impl Engine {
    /// Takes one article in. When it returns, the article and its quotes are durable, and the next search
    /// finds them.
    ///
    /// # Errors
    /// [`EngineError::Store`] if nothing could be stored; then nothing was.
    pub async fn ingest(&self, article: Article) -> Result<Ingested, EngineError> {
        if let Some(known) = self.store.find_unchanged(&article).await? {
            return Ok(unchanged(known, article.language));
        }
        let at_hand = Arc::clone(&self.analyser);
        let (article, analysis) = tokio::task::spawn_blocking(move || {
            let analysis = at_hand.get()?.analyse(&article)?;
            Ok::<_, EngineError>((article, analysis))
        })
        .await
        .map_err(|_| EngineError::Panicked("extracting"))??;
        let language = article.language.clone();
        let put = self
            .store
            .put_article(&self.new_article(article, analysis))
            .await?;
        self.index.wake();
        Ok(ingested(put, language))
    }

    /// Takes in everything below `paths` (`-` is standard input), using `workers` threads for extraction;
    /// `on_event` is called once for each input, in order, after it is durable or refused. `stop` ends it
    /// after the articles in hand.
    ///
    /// # Errors
    /// What keeps the rest from being stored: the store is gone, full or read-only. Inputs that are no
    /// articles are reported as events and do not end it.
    pub async fn ingest_paths(
        &self,
        paths: Vec<PathBuf>,
        limits: Limits,
        workers: usize,
        stop: &CancellationToken,
        mut on_event: impl FnMut(&IngestEvent),
    ) -> Result<IngestSummary, EngineError> {
        let mut summary = IngestSummary::default();
        let at_hand = Arc::clone(&self.analyser);
        let analyser = tokio::task::spawn_blocking(move || at_hand.get());
        let analyser = analyser.await;
        let analyser = analyser.map_err(|_| EngineError::Panicked("loading a model"))??;
        let mut prepared = self.prepare_paths(paths, limits, workers, analyser);
        let mut ready = Vec::with_capacity(TOGETHER);
        loop {
            let read = tokio::select! {
                biased;
                () = stop.cancelled() => 0,
                read = prepared.recv_many(&mut ready, TOGETHER) => read,
            };
            if read == 0 {
                summary.interrupted = stop.is_cancelled();
                return Ok(summary);
            }
            for event in self.write(ready.drain(..)).await? {
                summary.count(&event);
                on_event(&event);
            }
        }
    }

    /// Reads and analyses on threads of their own; what is known already is not analysed again.
    fn prepare_paths(
        &self,
        paths: Vec<PathBuf>,
        limits: Limits,
        workers: usize,
        analyser: Arc<Analyser>,
    ) -> Receiver<Input> {
        let store = self.store.clone();
        let runtime = Handle::current();
        let inputs = read_paths(&paths, limits);
        let weigh = |taken: &Result<Taken, IntakeError>| {
            taken.as_ref().map_or(0, |taken| taken.article.text.len())
        };
        let prepared = in_order(inputs, workers, weigh, move |taken| {
            let taken = taken?;
            let prepared = match runtime.block_on(store.find_unchanged(&taken.article)) {
                Ok(Some(known)) => Ok(Prepared::Unchanged(known)),
                Ok(None) => Ok(match analyser.analyse(&taken.article) {
                    Ok(analysis) => Prepared::Analysed(analysis),
                    Err(error) => Prepared::Refused(error.to_string()),
                }),
                Err(error) => Err(error),
            };
            Ok((taken, prepared))
        });
        let (sender, receiver) = tokio::sync::mpsc::channel(TOGETHER);
        std::thread::spawn(move || {
            for item in prepared {
                if sender.blocking_send(item).is_err() {
                    return;
                }
            }
        });
        receiver
    }

    /// Writes what is ready in one transaction: waiting for the disk, which costs most of a small write, is
    /// paid once. Gives an event for each input, in order, when all of it is durable.
    async fn write(
        &self,
        ready: impl Iterator<Item = Input>,
    ) -> Result<Vec<IngestEvent>, EngineError> {
        let mut events = Vec::new();
        let mut new = Vec::new();
        // Of each new article, where its event goes and what the event says of it.
        let mut waiting = Vec::new();
        let mut shares = Vec::new();
        for input in ready {
            let Held { value, share } =
                input.map_err(|WorkerPanicked| EngineError::Panicked("extracting"))?;
            shares.push(share);
            let (taken, prepared) = match value {
                Err(error) => {
                    events.push(Some(passed_over(&error)));
                    continue;
                }
                Ok((taken, prepared)) => (taken, prepared?),
            };
            let described = Described::new(&taken);
            match prepared {
                Prepared::Unchanged(known) => {
                    let ingested = unchanged(known, taken.article.language);
                    events.push(Some(described.stored(ingested)));
                }
                Prepared::Refused(reason) => events.push(Some(described.refused(&reason))),
                Prepared::Analysed(analysis) => {
                    waiting.push((events.len(), described, taken.article.language.clone()));
                    events.push(None);
                    new.push(self.new_article(taken.article, analysis));
                }
            }
        }
        if !new.is_empty() {
            let puts = self.store.put_articles(&new).await?;
            self.index.wake();
            for ((place, described, language), put) in waiting.into_iter().zip(puts) {
                events[place] = Some(match put {
                    Ok(put) => described.stored(ingested(put, language)),
                    Err(error) => described.refused(&error),
                });
            }
        }
        Ok(events.into_iter().flatten().collect())
    }

    fn new_article(&self, article: Article, analysis: Analysis) -> NewArticle {
        NewArticle {
            article,
            extractor: analysis.extractor,
            quotes: analysis.quotes,
            taken_in: (self.clock)(),
        }
    }
}

/// What an event says of an input beside what became of it.
struct Described {
    origin: Origin,
    title: Option<String>,
    warning: Option<Warning>,
}

impl Described {
    fn new(taken: &Taken) -> Self {
        Self {
            origin: taken.origin.clone(),
            title: taken.article.title.clone(),
            warning: taken.warning.clone(),
        }
    }

    fn refused(self, reason: &dyn std::fmt::Display) -> IngestEvent {
        IngestEvent::Rejected {
            code: "refused",
            detail: format!("{}: {reason}", self.origin),
        }
    }

    fn stored(self, ingested: Ingested) -> IngestEvent {
        IngestEvent::Stored {
            origin: self.origin,
            title: self.title,
            ingested,
            warning: self.warning,
        }
    }
}

fn passed_over(error: &IntakeError) -> IngestEvent {
    if error.is_skip() {
        return IngestEvent::Skipped(error.to_string());
    }
    IngestEvent::Rejected {
        code: error.code(),
        detail: error.to_string(),
    }
}

fn ingested(put: Put, language: Language) -> Ingested {
    Ingested {
        article: put.article,
        version: put.version,
        status: put.status,
        quotes: put.quotes,
        sequence: (put.status != PutStatus::Unchanged).then_some(put.sequence),
        language,
    }
}

fn unchanged(known: Known, language: Language) -> Ingested {
    Ingested {
        article: known.article,
        version: known.version,
        status: PutStatus::Unchanged,
        quotes: known.quotes,
        sequence: None,
        language,
    }
}
