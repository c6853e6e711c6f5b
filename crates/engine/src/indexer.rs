//! Keeps the index up with the store: tails the change feed, commits in groups, rebuilds.
//!
//! One process at a time holds the index's writer lock. Whoever holds it tails the feed; everybody else
//! follows the commits and looks through the rest of the feed in memory (the tail). A commit costs about
//! 100 ms, so changes that come in while one runs go into the next one together.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use onrecord_model::{ArticleId, Quote, Sequence};
use onrecord_search::{Index, Opened, RebuildReason, SearchError, Snapshot, Tail, Writer};
use onrecord_store::Store;
use tokio::sync::{Mutex as AsyncMutex, Notify};
use tokio_util::sync::CancellationToken;

use crate::past::Past;
use crate::{Engine, EngineError};

mod changed;

use changed::Changed;

/// How often the feed is looked at for changes by other processes.
const POLL: Duration = Duration::from_millis(200);
/// Changes read from the feed at a time.
const CHANGES: u32 = 1_000;
/// Articles whose quotes are loaded at a time.
const ARTICLES: usize = 100;
/// Primary sources whose passages are loaded at a time; one has some hundred.
const SOURCES: usize = 10;

/// Most changes behind the index that are searched in memory, where a source counts as many as it has passages.
/// Indexing so many takes some seconds and some hundred megabytes; an index further behind must catch up before it
/// serves again.
const LONGEST_TAIL: u64 = 20_000;

/// Most articles of a speaker who is called or shown otherwise that are searched in memory. Whose quotes they are
/// is right at once for however many, as it is asked by the id they are filed under; that the words of a query
/// match the new name waits for the index where there are more.
const MOST_OF_SPEAKER: u64 = 2_000;

/// What the index is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexing {
    /// It serves searches, and this process writes it.
    Writing,
    /// It serves searches, and another process writes it, or nobody does at the moment.
    Following,
    /// There is none to serve from yet.
    Missing,
}

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexState {
    /// What it is doing.
    pub indexing: Indexing,
    /// The store's position that it holds.
    pub position: Option<Sequence>,
    /// The store's last position.
    pub last: Sequence,
    /// How much it lacks: changes, where one of a source counts as many as it has passages.
    pub behind: u64,
}

impl IndexState {
    /// Whether searches are answered: there is an index, and what it lacks is little enough to be searched
    /// in memory.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.position.is_some() && self.behind <= LONGEST_TAIL
    }
}

/// What a search looks through: the index at one moment, and what the store holds beyond it.
pub(crate) struct Scope {
    pub(crate) snapshot: Snapshot,
    pub(crate) tail: Option<Arc<Tail>>,
    pub(crate) through: Sequence,
    /// How much the index lacks, and the tail holds.
    pub(crate) behind: u64,
    /// What is otherwise now, where an earlier moment is looked at.
    pub(crate) past: Option<Arc<Past>>,
}

pub(crate) struct IndexKeeper {
    store: Store,
    folder: PathBuf,
    serving: ArcSwapOption<Index>,
    writer: Arc<AsyncMutex<Option<Writer>>>,
    /// Whether this process holds the writer, also while it is at work.
    writing: AtomicBool,
    changed: Notify,
    /// The last tail that was built; good until the store or the index moves on. Locked while one is built, so
    /// that searches that come at once build it once.
    tail: AsyncMutex<Option<Arc<Tail>>>,
}

impl IndexKeeper {
    pub(crate) async fn open(store: Store, folder: PathBuf) -> Result<Self, EngineError> {
        let keeper = Self {
            store,
            folder,
            serving: ArcSwapOption::empty(),
            writer: Arc::default(),
            writing: AtomicBool::new(false),
            changed: Notify::new(),
            tail: AsyncMutex::default(),
        };
        if let Some(reason) = keeper.load().await? {
            tracing::info!(%reason, "the search index will be built from the store");
        }
        Ok(keeper)
    }

    /// Tells the indexer that there is something new.
    pub(crate) fn wake(&self) {
        self.changed.notify_one();
    }

    /// The index to search in.
    pub(crate) fn serving(&self) -> Result<Arc<Index>, EngineError> {
        self.serving.load_full().ok_or(EngineError::IndexNotReady)
    }

    /// Opens the index in the folder and serves from it; gives the reason where it cannot be used.
    async fn load(&self) -> Result<Option<RebuildReason>, EngineError> {
        let folder = self.folder.clone();
        let database = self.store.database_id();
        let opened =
            blocking("opening the index", move || Index::open(&folder, database)).await??;
        let index = match opened {
            Opened::Ready(index) => index,
            Opened::Rebuild(reason) => return Ok(Some(reason)),
        };
        let reason = self.ahead_of_store(index.position()).await?;
        if reason.is_none() {
            self.serving.store(Some(Arc::new(index)));
        }
        Ok(reason)
    }

    /// Whether an index at this position holds what the store does not, as when the store came from a backup.
    async fn ahead_of_store(&self, index: Sequence) -> Result<Option<RebuildReason>, EngineError> {
        let store = self.store.last_sequence().await?;
        Ok((index > store).then_some(RebuildReason::AheadOfStore))
    }

    /// Brings the index up with the store. `false`: another process is writing it.
    ///
    /// What is stored meanwhile is left for the next call, so that it ends however much others write; `stop`
    /// ends it between two batches. After an error the writer is let go; the next call takes the lock again and
    /// goes on behind the last commit, rebuilding where the index turned out to be damaged.
    pub(crate) async fn catch_up(&self, stop: &CancellationToken) -> Result<bool, EngineError> {
        let mut held = Arc::clone(&self.writer).lock_owned().await;
        let writer = match held.take() {
            Some(writer) => writer,
            None => match self.acquire().await? {
                Some(writer) => writer,
                None => {
                    self.writing.store(false, Ordering::Relaxed);
                    self.follow().await?;
                    return Ok(false);
                }
            },
        };
        self.writing.store(true, Ordering::Relaxed);
        let reason = match (writer.needs_rebuild(), writer.position()) {
            (Some(reason), _) => Some(reason.clone()),
            (None, Some(position)) => self.ahead_of_store(position).await?,
            (None, None) => None,
        };
        let writer = match reason {
            Some(reason) => {
                tracing::info!(%reason, "building the search index from the store");
                self.rebuild(writer, stop).await?
            }
            None => self.apply_changes(writer, stop).await?,
        };
        *held = Some(writer);
        Ok(true)
    }

    async fn acquire(&self) -> Result<Option<Writer>, EngineError> {
        let folder = self.folder.clone();
        let database = self.store.database_id();
        let writer = blocking("locking the index", move || {
            Writer::acquire(&folder, database)
        })
        .await??;
        Ok(writer)
    }

    /// Shows what has been committed, by whatever process.
    async fn follow(&self) -> Result<(), EngineError> {
        let Some(index) = self.serving.load_full() else {
            self.load().await?;
            return Ok(());
        };
        let reloaded = blocking("reloading the index", move || index.reload()).await?;
        if let Err(SearchError::Damaged(_) | SearchError::NeedsRebuild(_)) = reloaded {
            // Searches say that there is no index rather than answer from one that is gone. What is wrong with
            // the machine is another matter: what is in view stays good.
            self.serving.store(None);
        }
        Ok(reloaded?)
    }

    async fn apply_changes(
        &self,
        mut writer: Writer,
        stop: &CancellationToken,
    ) -> Result<Writer, EngineError> {
        let last = self.store.last_sequence().await?;
        loop {
            let Some(position) = writer.position() else {
                return Ok(writer);
            };
            let changes = if position < last && !stop.is_cancelled() {
                self.store.changes_after(position, CHANGES).await?
            } else {
                Vec::new()
            };
            let Some(through) = changes.last().map(|change| change.sequence) else {
                self.follow().await?;
                return Ok(writer);
            };
            let changed = self.changed(&changes, None).await?;
            for some in changed.parts() {
                let quotes = self.store.quotes_of_articles(some).await?;
                writer = put(writer, quotes).await?;
            }
            writer = blocking("committing the index", move || {
                writer.commit(through)?;
                Ok::<_, EngineError>(writer)
            })
            .await??;
            self.follow().await?;
        }
    }

    /// Builds a new index from the store beside the old one, then serves from it.
    async fn rebuild(
        &self,
        mut writer: Writer,
        stop: &CancellationToken,
    ) -> Result<Writer, EngineError> {
        // What changes while the articles are read is applied again afterwards, which does no harm.
        let through = self.store.last_sequence().await?;
        writer = blocking("starting a new index", move || {
            writer.begin_rebuild()?;
            Ok::<_, EngineError>(writer)
        })
        .await??;
        let mut after = None;
        loop {
            let articles = self.store.article_ids_after(after, ARTICLES as u32).await?;
            let Some(last) = articles.last() else {
                break;
            };
            if stop.is_cancelled() {
                // What was built so far is removed when the lock is taken next.
                return Ok(writer);
            }
            after = Some(*last);
            let quotes = self.store.quotes_of_articles(&articles).await?;
            writer = put(writer, quotes).await?;
        }
        let mut after = None;
        loop {
            let sources = self.store.source_ids_after(after, SOURCES as u32).await?;
            let Some(last) = sources.last() else {
                break;
            };
            if stop.is_cancelled() {
                return Ok(writer);
            }
            after = Some(*last);
            let sources: Vec<ArticleId> = sources.iter().map(|id| ArticleId(id.0)).collect();
            let passages = self.store.quotes_of_articles(&sources).await?;
            writer = put(writer, passages).await?;
        }
        writer = blocking("finishing the new index", move || {
            writer.finish_rebuild(through)?;
            Ok::<_, EngineError>(writer)
        })
        .await??;
        self.load().await?;
        self.apply_changes(writer, stop).await
    }

    /// What a search has to look through to find everything that has been acknowledged.
    pub(crate) async fn scope(&self) -> Result<Scope, EngineError> {
        let index = self.serving()?;
        // The store is asked first: whatever the index commits after that only makes the tail shorter.
        let through = self.store.last_sequence().await?;
        let snapshot = index.snapshot();
        let position = snapshot.position();
        if position >= through {
            return Ok(Scope {
                snapshot,
                tail: None,
                through: position,
                behind: 0,
                past: None,
            });
        }
        let behind = self.store.weight_after(position).await?;
        if behind > LONGEST_TAIL {
            return Err(EngineError::IndexNotReady);
        }
        let mut kept = self.tail.lock().await;
        let fitting = kept
            .take()
            .filter(|tail| tail.after() == position && tail.through() >= through);
        let tail = match fitting {
            Some(tail) => tail,
            None => Arc::new(self.build_tail(position, through).await?),
        };
        *kept = Some(Arc::clone(&tail));
        Ok(Scope {
            snapshot,
            through: tail.through(),
            tail: Some(tail),
            behind,
            past: None,
        })
    }

    async fn build_tail(
        &self,
        position: Sequence,
        mut through: Sequence,
    ) -> Result<Tail, EngineError> {
        let mut changed = Changed::default();
        let mut read = position;
        while read < through {
            let changes = self.store.changes_after(read, CHANGES).await?;
            let Some(last) = changes.last() else {
                break;
            };
            read = last.sequence;
            changed.add(self.changed(&changes, Some(MOST_OF_SPEAKER)).await?);
        }
        through = through.max(read);
        let mut articles = Vec::new();
        for some in changed.parts() {
            articles.extend(self.store.quotes_of_articles(some).await?);
        }
        let built = blocking("indexing the tail", move || {
            Tail::build(position, &articles, through)
        });
        Ok(built.await??)
    }

    /// Lets another process write the index.
    pub(crate) async fn release(&self) -> Result<(), EngineError> {
        let Some(writer) = self.writer.lock().await.take() else {
            return Ok(());
        };
        Ok(blocking("closing the index", move || writer.close()).await??)
    }
}

impl Engine {
    /// Brings the index up with the store, rebuilding it if need be; `false` means that another process
    /// holds the index and does so.
    ///
    /// # Errors
    /// [`EngineError::Store`] or [`EngineError::Search`]; the index is then as it was.
    pub async fn catch_up(&self) -> Result<bool, EngineError> {
        self.index.catch_up(&CancellationToken::new()).await
    }

    /// Lets another process write the index, which this one follows from then on.
    ///
    /// # Errors
    /// [`EngineError::Search`] if a merge under way failed.
    pub async fn release_index(&self) -> Result<(), EngineError> {
        self.index.release().await
    }

    /// Builds the index anew from the store; `false` means that another process holds it, and nothing was
    /// done.
    ///
    /// # Errors
    /// As [`Engine::catch_up`].
    pub async fn rebuild_index(&self) -> Result<bool, EngineError> {
        let mut held = Arc::clone(&self.index.writer).lock_owned().await;
        let writer = match held.take() {
            Some(writer) => Some(writer),
            None => self.index.acquire().await?,
        };
        let Some(writer) = writer else {
            return Ok(false);
        };
        *held = Some(
            self.index
                .rebuild(writer, &CancellationToken::new())
                .await?,
        );
        self.index.writing.store(true, Ordering::Relaxed);
        Ok(true)
    }

    /// Tails the change feed until `stop`. An error is logged and tried again, with growing pauses of up to
    /// half a minute: the store may be back by then.
    pub async fn run_indexer(&self, stop: CancellationToken) {
        let mut pause = POLL;
        loop {
            match self.index.catch_up(&stop).await {
                Ok(_) => pause = POLL,
                Err(error) => {
                    pause = (pause * 2).min(Duration::from_secs(30));
                    tracing::error!(%error, retry_after = ?pause, "the search index could not be brought up to date");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.index.changed.notified(), if pause == POLL => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// How far the index is.
    ///
    /// # Errors
    /// [`EngineError::Store`] if the store does not answer.
    pub async fn index_state(&self) -> Result<IndexState, EngineError> {
        let last = self.store.last_sequence().await?;
        let serving = self.index.serving.load_full();
        let writing = self.index.writing.load(Ordering::Relaxed);
        let position = serving.as_ref().map(|index| index.position());
        let behind = self
            .store
            .weight_after(position.unwrap_or_default())
            .await?;
        Ok(IndexState {
            indexing: match &serving {
                None => Indexing::Missing,
                Some(_) if writing => Indexing::Writing,
                Some(_) => Indexing::Following,
            },
            position,
            last,
            behind,
        })
    }
}

async fn put(
    mut writer: Writer,
    articles: Vec<(ArticleId, Vec<Quote>)>,
) -> Result<Writer, EngineError> {
    blocking("indexing", move || {
        for (article, quotes) in &articles {
            writer.put(*article, quotes)?;
        }
        Ok(writer)
    })
    .await?
}

/// Runs `work` where it may block.
pub(crate) async fn blocking<R: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, EngineError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| EngineError::Panicked(doing))
}
