//! Articles into the store: one at a time, or a stream of files on all cores.

use std::path::PathBuf;
use std::sync::Arc;

use onrecord_intake::{IntakeError, Limits, Origin, Taken, Warning, read_paths};
use onrecord_model::{Article, ArticleId, Language, Sequence};
use onrecord_store::{NewArticle, Put, PutStatus, StoreError};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use crate::analyse::Analysis;
use crate::ordered::{WorkerPanicked, in_order};
use crate::{Engine, EngineError};

/// An article that is in the store, durably.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// The article.
    pub article: ArticleId,
    /// Its current version.
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
    Skipped(IntakeError),
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

/// What a worker made of one input, before it is written.
enum Prepared {
    Unchanged(ArticleId, u32),
    Analysed(Analysis),
}

impl Engine {
    /// Takes one article in. When it returns, the article and its quotes are durable, and the next search
    /// finds them.
    ///
    /// # Errors
    /// [`EngineError::Store`] if nothing could be stored; then nothing was.
    pub async fn ingest(&self, article: Article) -> Result<Ingested, EngineError> {
        if let Some((id, version)) = self.store.find_unchanged(&article).await? {
            return Ok(unchanged(id, version, article.language));
        }
        let analyser = Arc::clone(&self.analyser);
        let (article, analysis) = tokio::task::spawn_blocking(move || {
            let analysis = analyser.analyse(&article);
            (article, analysis)
        })
        .await
        .map_err(|_| EngineError::Panicked("extracting"))?;
        self.put(article, analysis).await
    }

    /// Takes in everything below `paths` (`-` is standard input), using `workers` threads for extraction;
    /// `on_event` is called once for each input, in order, after it is durable or refused. `stop` ends it
    /// after the article in hand.
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
        let mut prepared = self.prepare_paths(paths, limits, workers);
        loop {
            let next = tokio::select! {
                biased;
                () = stop.cancelled() => None,
                next = prepared.recv() => next,
            };
            let Some(next) = next else {
                summary.interrupted = stop.is_cancelled();
                return Ok(summary);
            };
            let event = match next.map_err(|WorkerPanicked| EngineError::Panicked("extracting"))? {
                Ok((taken, prepared)) => self.write(taken, prepared?).await?,
                Err(error) if error.is_skip() => IngestEvent::Skipped(error),
                Err(error) => IngestEvent::Rejected {
                    code: error.code(),
                    detail: error.to_string(),
                },
            };
            summary.count(&event);
            on_event(&event);
        }
    }

    /// Reads and analyses on threads of their own; what is known already is not analysed again.
    #[expect(
        clippy::type_complexity,
        reason = "the layers are who failed: worker, input, store"
    )]
    fn prepare_paths(
        &self,
        paths: Vec<PathBuf>,
        limits: Limits,
        workers: usize,
    ) -> tokio::sync::mpsc::Receiver<
        Result<Result<(Taken, Result<Prepared, StoreError>), IntakeError>, WorkerPanicked>,
    > {
        let store = self.store.clone();
        let analyser = Arc::clone(&self.analyser);
        let runtime = Handle::current();
        let prepared = in_order(read_paths(&paths, limits), workers, move |taken| {
            let taken = taken?;
            let prepared = match runtime.block_on(store.find_unchanged(&taken.article)) {
                Ok(Some((id, version))) => Ok(Prepared::Unchanged(id, version)),
                Ok(None) => Ok(Prepared::Analysed(analyser.analyse(&taken.article))),
                Err(error) => Err(error),
            };
            Ok((taken, prepared))
        });
        let (sender, receiver) = tokio::sync::mpsc::channel(workers.max(1) * 4);
        std::thread::spawn(move || {
            for item in prepared {
                if sender.blocking_send(item).is_err() {
                    return;
                }
            }
        });
        receiver
    }

    async fn write(&self, taken: Taken, prepared: Prepared) -> Result<IngestEvent, EngineError> {
        let Taken {
            origin,
            article,
            warning,
        } = taken;
        let title = article.title.clone();
        let ingested = match prepared {
            Prepared::Unchanged(id, version) => unchanged(id, version, article.language),
            Prepared::Analysed(analysis) => match self.put(article, analysis).await {
                Err(EngineError::Store(error @ StoreError::Refused { .. })) => {
                    return Ok(IngestEvent::Rejected {
                        code: "refused",
                        detail: format!("{origin}: {error}"),
                    });
                }
                stored => stored?,
            },
        };
        Ok(IngestEvent::Stored {
            origin,
            title,
            ingested,
            warning,
        })
    }

    async fn put(&self, article: Article, analysis: Analysis) -> Result<Ingested, EngineError> {
        let language = article.language.clone();
        let Put {
            article,
            version,
            status,
            quotes,
            sequence,
        } = self
            .store
            .put_article(&NewArticle {
                article,
                extractor: analysis.extractor,
                quotes: analysis.quotes,
                taken_in: (self.clock)(),
            })
            .await?;
        self.index.wake();
        Ok(Ingested {
            article,
            version,
            status,
            quotes,
            sequence: Some(sequence),
            language,
        })
    }
}

fn unchanged(article: ArticleId, version: u32, language: Language) -> Ingested {
    Ingested {
        article,
        version,
        status: PutStatus::Unchanged,
        quotes: 0,
        sequence: None,
        language,
    }
}
