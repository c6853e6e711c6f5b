//! The engine itself: what it is made of and how it comes up.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use onrecord_model::Timestamp;
use onrecord_speakers::Resolver;
use onrecord_store::{Location, Store};

use crate::analyse::AtHand;
use crate::desk::KnownClaims;
use crate::indexer::IndexKeeper;
use crate::known::KnownFacts;
use crate::past::Pasts;
use crate::search::OutletNames;
use crate::{Analyser, EngineError};

/// Where the time comes from; tests pass their own.
pub type Clock = fn() -> Timestamp;

/// What an engine is opened with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The database.
    pub location: Location,
    /// The folder of the search index; one process at a time writes it.
    pub index_folder: PathBuf,
    /// Whether a database that is not there is made; otherwise it is an error.
    pub create: bool,
    /// Where the time comes from.
    pub clock: Clock,
}

/// The record and everything that can be asked of it. Share one between tasks.
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) resolver: Arc<Resolver>,
    pub(crate) analyser: Arc<AtHand>,
    pub(crate) index: Arc<IndexKeeper>,
    pub(crate) clock: Clock,
    /// Held by whoever goes on with the pass that puts wordings together.
    pub(crate) grouping: tokio::sync::Mutex<()>,
    /// The claims there are, ready to be looked for in texts.
    pub(crate) claims: KnownClaims,
    /// Held by whoever goes on with the pass over the desk.
    pub(crate) judging: tokio::sync::Mutex<()>,
    /// What the index is told with every search.
    pub(crate) known: KnownFacts,
    /// Moments of the past that were looked at last.
    pub(crate) pasts: Pasts,
    /// How outlets are written, by key.
    pub(crate) outlets: OutletNames,
    /// How long a search may take before it answers with what it has.
    pub(crate) search_deadline: Duration,
}

impl Engine {
    /// Opens the database, bringing its schema up to date, and the index if it is usable. The index is not
    /// brought up to date here: [`Engine::catch_up`] and [`Engine::run_indexer`] do that.
    ///
    /// # Errors
    /// [`EngineError::Store`] if the database cannot be opened, or is not there and is not to be made;
    /// [`EngineError::Search`] if the index folder cannot be read for want of permission or space. A
    /// missing or damaged index is no error: it is rebuilt.
    pub async fn open(config: Config) -> Result<Self, EngineError> {
        let store = if config.create {
            Store::open(&config.location).await?
        } else {
            Store::open_existing(&config.location).await?
        };
        let index = IndexKeeper::open(store.clone(), config.index_folder).await?;
        Ok(Self {
            analyser: Arc::default(),
            resolver: Arc::new(Resolver::bundled()?),
            index: Arc::new(index),
            clock: config.clock,
            grouping: tokio::sync::Mutex::default(),
            claims: KnownClaims::default(),
            judging: tokio::sync::Mutex::default(),
            known: KnownFacts::default(),
            pasts: Pasts::default(),
            outlets: OutletNames::default(),
            search_deadline: Self::SEARCH_DEADLINE,
            store,
        })
    }

    /// How long a search may take unless told otherwise.
    pub const SEARCH_DEADLINE: Duration = Duration::from_secs(1);

    /// With another time that a search may take before it answers with what it has, and says so.
    #[must_use]
    pub fn with_search_deadline(mut self, deadline: Duration) -> Self {
        self.search_deadline = deadline;
        self
    }

    /// With another analyser than the default one, which is loaded when it is first needed.
    #[must_use]
    pub fn with_analyser(mut self, analyser: Analyser) -> Self {
        self.analyser = Arc::new(AtHand::from(analyser));
        self
    }

    /// The time it is for the record.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Closes index and database in order; the index writer waits for its merges.
    ///
    /// # Errors
    /// [`EngineError::Search`] if the index could not be closed cleanly.
    pub async fn close(&self) -> Result<(), EngineError> {
        self.index.release().await?;
        self.store.clone().close().await?;
        Ok(())
    }
}
