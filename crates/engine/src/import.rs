//! Primary sources into the store: lists of statements and transcripts, however many, on all cores.
//!
//! A list of statements may have millions of lines, so that they are stored by the hundred, as sources of their own:
//! what makes such a source is a function of the list alone, and its identity a hash of what is in it. An import that
//! was cut off is begun again with the same list, and what is stored by then is known.

use std::sync::Arc;
use std::time::Duration;

use onrecord_intake::{IntakeError, Origin, TakenSource};
use onrecord_store::NewSource;
use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;

use crate::ordered::{Held, WorkerPanicked, in_order};
use crate::{Engine, EngineError};

mod group;
mod prepare;

use group::Groups;
use prepare::{Prepared, Preparer};

/// Passages that are written in one transaction. The pages of the index by key, over which they are strewn, are then
/// written some dozen times for a million, and other writers wait for about a second.
const TOGETHER: usize = 20_000;
/// How long what is ready waits for more.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// Passages that go into the index with one commit: fewer make more segments, which have to be merged.
const INDEXED_TOGETHER: u64 = 100_000;
/// Groups that are ready, or on their way to be.
const READY: usize = 64;

/// What became of something that was to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportEvent {
    /// Passages are in the store, durably.
    Stored {
        /// How many that were not known.
        added: u64,
        /// How many that were.
        known: u64,
    },
    /// It is no statement or transcript, cannot be read, or cannot be kept; the rest goes on.
    Rejected {
        /// Stable name of what is wrong.
        code: &'static str,
        /// Which input, and what is wrong with it.
        detail: String,
    },
    /// Turns of a transcript were left out, as nobody can be said to be meant by their label.
    Unnamed {
        /// The transcript.
        origin: Origin,
        /// The label.
        label: String,
        /// How many turns.
        turns: u32,
    },
    /// All that was stored is in the index, or the process that keeps it puts it there.
    Indexed,
}

/// What became of everything that was to be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// Passages that were not known.
    pub added: u64,
    /// Passages that were in the store already.
    pub known: u64,
    /// Inputs that could not be taken in: files, lines, passages.
    pub rejected: u64,
    /// Turns of transcripts that were left out, as nobody can be said to have spoken.
    pub unnamed: u64,
    /// Whether it ended early because it was asked to.
    pub interrupted: bool,
}

impl ImportSummary {
    fn count(&mut self, event: &ImportEvent) {
        match event {
            ImportEvent::Stored { added, known } => {
                self.added += added;
                self.known += known;
            }
            ImportEvent::Rejected { .. } => self.rejected += 1,
            ImportEvent::Unnamed { turns, .. } => self.unnamed += u64::from(*turns),
            ImportEvent::Indexed => {}
        }
    }
}

/// A group when the workers are done with it.
type Ready = Result<Held<Prepared>, WorkerPanicked>;

impl Engine {
    /// Takes in primary sources, as [`read_sources`](onrecord_intake::read_sources) gives them, using `workers`
    /// threads. `on_event` is called in the order of the inputs, after they are durable or rejected. `stop` ends it
    /// after what is being written.
    ///
    /// The index follows along; when this returns, it holds what was stored, unless another process keeps it.
    ///
    /// # Errors
    /// What keeps the rest from being stored or indexed. What is wrong with inputs is reported as events and does not
    /// end it.
    pub async fn import(
        &self,
        sources: impl Iterator<Item = Result<TakenSource, IntakeError>> + Send + 'static,
        workers: usize,
        stop: &CancellationToken,
        mut on_event: impl FnMut(&ImportEvent),
    ) -> Result<ImportSummary, EngineError> {
        let ended = CancellationToken::new();
        let (stored, was_stored) = tokio::sync::watch::channel(0_u64);
        let storing = async {
            // However it ends.
            let _ended = ended.clone().drop_guard();
            let mut summary = ImportSummary::default();
            let mut ready = self.prepare(sources, workers);
            loop {
                let (groups, is_last) = gather(&mut ready, stop).await?;
                for event in self.write_sources(groups).await? {
                    summary.count(&event);
                    on_event(&event);
                }
                stored.send_replace(summary.added);
                if is_last {
                    summary.interrupted = stop.is_cancelled();
                    return Ok::<ImportSummary, EngineError>(summary);
                }
            }
        };
        let (summary, indexed) = tokio::join!(storing, self.index_along(was_stored, &ended));
        let summary = summary?;
        indexed?;
        self.catch_up().await?;
        on_event(&ImportEvent::Indexed);
        Ok(summary)
    }

    /// Groups and prepares on threads of their own.
    fn prepare(
        &self,
        sources: impl Iterator<Item = Result<TakenSource, IntakeError>> + Send + 'static,
        workers: usize,
    ) -> Receiver<Ready> {
        let preparer = Preparer::new(Arc::clone(&self.resolver), (self.clock)());
        let groups = Groups::new(sources);
        let prepared = in_order(groups, workers, group::Item::bytes, move |item| {
            preparer.prepare(item)
        });
        let (sender, receiver) = tokio::sync::mpsc::channel(READY);
        std::thread::spawn(move || {
            for item in prepared {
                if sender.blocking_send(item).is_err() {
                    return;
                }
            }
        });
        receiver
    }

    /// Writes what is ready in one transaction, and gives the events of it, in order, when it is durable.
    async fn write_sources(&self, groups: Vec<Prepared>) -> Result<Vec<ImportEvent>, EngineError> {
        let mut events = Vec::new();
        let mut new: Vec<NewSource> = Vec::new();
        for prepared in groups {
            events.extend(prepared.events);
            new.extend(prepared.source);
        }
        if new.is_empty() {
            return Ok(events);
        }
        let puts = self.store.put_sources(&new).await?;
        self.index.wake();
        events.push(ImportEvent::Stored {
            added: puts.iter().map(|put| put.added as u64).sum(),
            known: puts.iter().map(|put| put.known as u64).sum(),
        });
        Ok(events)
    }

    /// Brings the index up with the store whenever enough was stored, until `ended`.
    async fn index_along(
        &self,
        mut was_stored: tokio::sync::watch::Receiver<u64>,
        ended: &CancellationToken,
    ) -> Result<(), EngineError> {
        let mut indexed = 0;
        loop {
            let enough = |stored: &u64| *stored >= indexed + INDEXED_TOGETHER;
            let stored = tokio::select! {
                () = ended.cancelled() => return Ok(()),
                stored = was_stored.wait_for(enough) => match stored {
                    Ok(stored) => *stored,
                    Err(_) => return Ok(()),
                },
            };
            self.index.catch_up(ended).await?;
            indexed = stored;
        }
    }
}

/// What goes into the next transaction, and whether it is the last one. What was gathered when `stop` comes is left.
async fn gather(
    ready: &mut Receiver<Ready>,
    stop: &CancellationToken,
) -> Result<(Vec<Prepared>, bool), EngineError> {
    let mut groups = Vec::new();
    let mut passages = 0;
    let waited = tokio::time::sleep(LONGEST_WAIT);
    tokio::pin!(waited);
    while passages < TOGETHER {
        let next = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok((Vec::new(), true)),
            next = ready.recv() => next,
            () = &mut waited, if !groups.is_empty() => return Ok((groups, false)),
        };
        let Some(next) = next else {
            return Ok((groups, true));
        };
        // From here on the bound is that of the transaction.
        let Held { value, .. } =
            next.map_err(|WorkerPanicked| EngineError::Panicked("reading primary sources"))?;
        passages += value.passages();
        groups.push(value);
    }
    Ok((groups, false))
}
