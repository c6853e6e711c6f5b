//! Keeps the index up with the store: tails the change feed, commits in groups, rebuilds.
//!
//! One process at a time holds the index's writer lock. Whoever holds it tails the feed; everybody else
//! follows the commits and looks through the rest of the feed in memory (the tail). A commit costs about
//! 100 ms, so changes that come in while one runs go into the next one together.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use onrecord_model::{ArticleId, Change, Quote, Sequence};
use onrecord_search::{Index, Opened, RebuildReason, Tail, Writer};
use onrecord_store::Store;
use tokio::sync::{Mutex as AsyncMutex, Notify};
use tokio_util::sync::CancellationToken;

use crate::{Engine, EngineError};

/// How often the feed is looked at for changes by other processes.
const POLL: Duration = Duration::from_millis(200);
/// Changes read from the feed at a time.
const CHANGES: u32 = 1_000;
/// Articles whose quotes are loaded at a time.
const ARTICLES: usize = 100;

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
}

/// A tail that was built, and for which part of the feed.
struct BuiltTail {
    position: Sequence,
    through: Sequence,
    tail: Arc<Tail>,
}

pub(crate) struct IndexKeeper {
    store: Store,
    folder: PathBuf,
    serving: ArcSwapOption<Index>,
    writer: Arc<AsyncMutex<Option<Writer>>>,
    changed: Notify,
    tail: Mutex<Option<BuiltTail>>,
}

impl IndexKeeper {
    pub(crate) async fn open(store: Store, folder: PathBuf) -> Result<Self, EngineError> {
        let keeper = Self {
            store,
            folder,
            serving: ArcSwapOption::empty(),
            writer: Arc::default(),
            changed: Notify::new(),
            tail: Mutex::new(None),
        };
        if let Some(reason) = keeper.load().await? {
            tracing::info!(%reason, "the search index cannot be used as it is and will be rebuilt");
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
        let last = self.store.last_sequence().await?;
        let folder = self.folder.clone();
        let database = self.store.database_id();
        let opened =
            blocking("opening the index", move || Index::open(&folder, database)).await??;
        match opened {
            Opened::Ready(index) if index.position() > last => {
                Ok(Some(RebuildReason::AheadOfStore))
            }
            Opened::Ready(index) => {
                self.serving.store(Some(Arc::new(index)));
                Ok(None)
            }
            Opened::Rebuild(reason) => Ok(Some(reason)),
        }
    }

    /// Brings the index up with the store. `false`: another process is writing it.
    async fn catch_up(&self) -> Result<bool, EngineError> {
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        if writer.is_none() {
            *writer = self.acquire().await?;
            if writer.is_some() {
                // Whoever held the lock before may have committed since the index was opened here.
                self.serving.store(None);
                self.load().await?;
            }
        }
        let Some(mut held) = writer.take() else {
            self.follow().await?;
            return Ok(false);
        };
        let result = if self.serving.load().is_some() {
            self.apply_changes(held).await
        } else {
            self.rebuild(held).await
        };
        held = result?;
        *writer = Some(held);
        Ok(true)
    }

    async fn acquire(&self) -> Result<Option<Writer>, EngineError> {
        let folder = self.folder.clone();
        let database = self.store.database_id();
        blocking("locking the index", move || {
            Writer::acquire(&folder, database)
        })
        .await?
        .map_err(EngineError::from)
    }

    /// Shows what another process has committed.
    async fn follow(&self) -> Result<(), EngineError> {
        let Some(index) = self.serving.load_full() else {
            self.load().await?;
            return Ok(());
        };
        blocking("reloading the index", move || index.reload()).await??;
        Ok(())
    }

    async fn apply_changes(&self, mut writer: Writer) -> Result<Writer, EngineError> {
        loop {
            let index = self.serving()?;
            let position = index.position();
            let changes = self.store.changes_after(position, CHANGES).await?;
            let Some(through) = changes.last().map(|change| change.sequence) else {
                return Ok(writer);
            };
            for articles in articles_of(&changes).chunks(ARTICLES) {
                let quotes = self.store.quotes_of_articles(articles).await?;
                writer = put(writer, quotes).await?;
            }
            writer = blocking("committing the index", move || {
                writer.commit(through)?;
                index.reload()?;
                Ok::<_, EngineError>(writer)
            })
            .await??;
        }
    }

    /// Builds a new index from the store beside the old one, then serves from it.
    async fn rebuild(&self, mut writer: Writer) -> Result<Writer, EngineError> {
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
            after = Some(*last);
            let quotes = self.store.quotes_of_articles(&articles).await?;
            writer = put(writer, quotes).await?;
        }
        writer = blocking("finishing the new index", move || {
            writer.finish_rebuild(through)?;
            Ok::<_, EngineError>(writer)
        })
        .await??;
        self.load().await?;
        self.apply_changes(writer).await
    }

    /// What the store holds beyond `index`, ready to be searched; `None` where the index holds it all.
    pub(crate) async fn tail(
        &self,
        index: &Index,
    ) -> Result<(Option<Arc<Tail>>, Sequence), EngineError> {
        let position = index.position();
        let through = self.store.last_sequence().await?;
        if through <= position {
            return Ok((None, through));
        }
        if let Some(built) = &*self.tail.lock().unwrap_or_else(PoisonError::into_inner)
            && (built.position, built.through) == (position, through)
        {
            return Ok((Some(Arc::clone(&built.tail)), through));
        }
        let mut articles = BTreeSet::new();
        let mut after = position;
        while after < through {
            let changes = self.store.changes_after(after, CHANGES).await?;
            let Some(last) = changes.last() else {
                break;
            };
            after = last.sequence;
            articles.extend(articles_of(&changes));
        }
        let through = after.max(through);
        let articles: Vec<ArticleId> = articles.into_iter().collect();
        let mut quotes = Vec::with_capacity(articles.len());
        for articles in articles.chunks(ARTICLES) {
            quotes.extend(self.store.quotes_of_articles(articles).await?);
        }
        let tail =
            Arc::new(blocking("indexing the tail", move || Tail::build(&quotes, through)).await??);
        *self.tail.lock().unwrap_or_else(PoisonError::into_inner) = Some(BuiltTail {
            position,
            through,
            tail: Arc::clone(&tail),
        });
        Ok((Some(tail), through))
    }

    pub(crate) async fn close(&self) -> Result<(), EngineError> {
        let Some(writer) = self.writer.lock().await.take() else {
            return Ok(());
        };
        blocking("closing the index", move || writer.close()).await??;
        Ok(())
    }
}

impl Engine {
    /// Brings the index up with the store, rebuilding it if need be; `false` means that another process
    /// holds the index and does so.
    ///
    /// # Errors
    /// [`EngineError::Store`] or [`EngineError::Search`]; the index is then as it was.
    pub async fn catch_up(&self) -> Result<bool, EngineError> {
        self.index.catch_up().await
    }

    /// Builds the index anew from the store; `false` means that another process holds it, and nothing was
    /// done.
    ///
    /// # Errors
    /// As [`Engine::catch_up`].
    pub async fn rebuild_index(&self) -> Result<bool, EngineError> {
        let mut writer = Arc::clone(&self.index.writer).lock_owned().await;
        if writer.is_none() {
            *writer = self.index.acquire().await?;
        }
        let Some(held) = writer.take() else {
            return Ok(false);
        };
        *writer = Some(self.index.rebuild(held).await?);
        Ok(true)
    }

    /// Tails the change feed until `stop`. An error is logged and tried again, with growing pauses of up to
    /// half a minute: the store may be back by then.
    pub async fn run_indexer(&self, stop: CancellationToken) {
        let mut pause = POLL;
        loop {
            match self.index.catch_up().await {
                Ok(_) => pause = POLL,
                Err(error) => {
                    tracing::error!(%error, retry_after = ?pause, "the search index could not be brought up to date");
                    pause = (pause * 2).min(Duration::from_secs(30));
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
        // While a commit runs the lock is taken, and only the writing process ever takes it.
        let writing = self
            .index
            .writer
            .try_lock()
            .map_or(true, |writer| writer.is_some());
        Ok(IndexState {
            indexing: match &serving {
                None => Indexing::Missing,
                Some(_) if writing => Indexing::Writing,
                Some(_) => Indexing::Following,
            },
            position: serving.map(|index| index.position()),
            last,
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

/// Every article that changed, once.
fn articles_of(changes: &[Change]) -> Vec<ArticleId> {
    let articles: BTreeSet<ArticleId> = changes.iter().map(|change| ArticleId(change.id)).collect();
    articles.into_iter().collect()
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
