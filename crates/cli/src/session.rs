//! The runtime, the engine and the signals of one command.

use std::sync::Arc;
use std::thread::available_parallelism;

use chrono::Utc;
use onrecord_engine::{Config, Engine, EngineError};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::arguments::Shared;
use crate::exit::Exit;
use crate::output::Output;

/// Runs a command that waits for things.
pub fn block_on(command: impl Future<Output = anyhow::Result<Exit>>) -> anyhow::Result<Exit> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(command)
}

/// Whether a command may make a database that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Create,
    MustExist,
}

/// An engine as the flags describe it.
pub async fn open(shared: &Shared, database: Database) -> Result<Engine, EngineError> {
    Engine::open(Config {
        location: shared.location(),
        index_folder: shared.folder().join("index"),
        create: database == Database::Create,
        clock: Utc::now,
    })
    .await
}

/// An engine for a command that searches: what nobody else is indexing is indexed first, and the index is left
/// to whoever wants to write it next, as what is printed may be read slowly.
pub async fn open_for_searching(shared: &Shared, output: &Output) -> anyhow::Result<Engine> {
    let engine = open(shared, Database::MustExist).await?;
    match engine.catch_up().await {
        Ok(true) => engine.release_index().await?,
        Ok(false) => tracing::info!("another process writes the search index"),
        // What the index lacks is searched in memory; without an index the search itself will say so.
        Err(error) => output.message(&format!(
            "the search index could not be brought up to date: {error:#}"
        )),
    }
    Ok(engine)
}

/// Tells how much what is stored is worth checking, and which claims it may make, until all of it is done or `stop`.
pub async fn judge(
    engine: &Engine,
    stop: &CancellationToken,
    output: &Output,
) -> anyhow::Result<()> {
    match engine.judge_until(stop).await {
        Ok(()) => Ok(()),
        // Whoever keeps the index goes on with it.
        Err(EngineError::IndexNotReady) => {
            output.message("what may make which claim is found out as soon as there is an index");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// The indexer, what puts wordings together, and what holds them against the claims, in the background, until they are
/// stopped.
pub struct Background {
    stop: CancellationToken,
    indexing: JoinHandle<()>,
    grouping: JoinHandle<()>,
    judging: JoinHandle<()>,
}

impl Background {
    pub fn start(engine: &Arc<Engine>) -> Self {
        let stop = CancellationToken::new();
        let indexing = tokio::spawn({
            let (engine, stop) = (Arc::clone(engine), stop.clone());
            async move { engine.run_indexer(stop).await }
        });
        let grouping = tokio::spawn({
            let (engine, stop) = (Arc::clone(engine), stop.clone());
            async move { engine.run_grouping(stop).await }
        });
        let judging = tokio::spawn({
            let (engine, stop) = (Arc::clone(engine), stop.clone());
            async move { engine.run_desk(stop).await }
        });
        Self {
            stop,
            indexing,
            grouping,
            judging,
        }
    }

    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.indexing.await?;
        self.grouping.await?;
        Ok(self.judging.await?)
    }
}

/// Cancelled by Ctrl-C or SIGTERM; a second signal ends the process at once.
pub fn interruption() -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    tokio::spawn(async move {
        wait_for_signal().await;
        cancelled.cancel();
        wait_for_signal().await;
        std::process::exit(Exit::Interrupted as i32);
    });
    token
}

async fn wait_for_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Threads for extraction: one per core.
pub fn workers() -> usize {
    available_parallelism().map_or(1, usize::from)
}
