//! What all pages share: the engine, and the figures of the whole record.

use std::sync::Arc;
use std::time::Instant;

use onrecord_engine::{Engine, EngineError, Overview, QueueRequest};
use onrecord_model::ClaimState;
use tokio::sync::Mutex;

use crate::form::Room;
use crate::respond::Failure;
use crate::wording::counted;

/// Figures are kept for this many times as long as it took to count them, so that counting never takes more
/// than a small part of the machine, however large the record: milliseconds of age for a small one, a minute
/// where counting takes seconds.
const KEPT: u32 = 20;

/// The engine behind the pages.
pub(crate) struct Site {
    pub(crate) engine: Arc<Engine>,
    /// Whether people may correct here.
    pub(crate) takes_corrections: bool,
    /// For what is pasted.
    pub(crate) room: Room,
    overview: Mutex<Option<Kept<Arc<Overview>>>>,
    desk: Mutex<Option<Kept<DeskCounts>>>,
}

struct Kept<Figures> {
    figures: Figures,
    until: Instant,
}

impl<Figures: Clone> Kept<Figures> {
    /// Those that were counted from `begun` until now.
    fn new(figures: &Figures, begun: Instant) -> Self {
        Self {
            figures: figures.clone(),
            until: Instant::now() + begun.elapsed() * KEPT,
        }
    }
}

/// The desk in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeskCounts {
    pub(crate) claims: u64,
    pub(crate) reviewed: u64,
    /// Statements worth checking that nobody has decided on.
    pub(crate) queued: u64,
}

impl Site {
    pub(crate) fn new(engine: Arc<Engine>, takes_corrections: bool) -> Self {
        Self {
            engine,
            takes_corrections,
            room: Room::default(),
            overview: Mutex::new(None),
            desk: Mutex::new(None),
        }
    }

    /// Refuses to correct where that is not allowed.
    pub(crate) fn refuse_corrections(&self) -> Result<(), Failure> {
        if self.takes_corrections {
            return Ok(());
        }
        let why = "This server takes no corrections: others can reach it, and it knows no accounts. Whoever runs it can allow them, or correct on the command line.";
        Err(Failure::Refused(why.to_owned()))
    }

    /// The whole record in figures, counted lately. Whoever comes while it is being counted waits for it
    /// rather than count once more.
    pub(crate) async fn overview(&self) -> Result<Arc<Overview>, EngineError> {
        let mut kept = self.overview.lock().await;
        let begun = Instant::now();
        if let Some(kept) = kept.as_ref().filter(|kept| begun < kept.until) {
            return Ok(Arc::clone(&kept.figures));
        }
        let overview = Arc::new(self.engine.overview().await?);
        *kept = Some(Kept::new(&overview, begun));
        Ok(overview)
    }

    /// The desk in figures, likewise.
    pub(crate) async fn desk(&self) -> Result<DeskCounts, EngineError> {
        let mut kept = self.desk.lock().await;
        let begun = Instant::now();
        if let Some(kept) = kept.as_ref().filter(|kept| begun < kept.until) {
            return Ok(kept.figures);
        }
        let claims = self.engine.claim_counts().await?;
        let one = QueueRequest {
            limit: 1,
            ..QueueRequest::default()
        };
        let counts = DeskCounts {
            claims: claims.iter().map(|(_, count)| count).sum(),
            reviewed: claims
                .iter()
                .filter(|(state, _)| *state == ClaimState::Reviewed)
                .map(|(_, count)| count)
                .sum(),
            queued: self.engine.queue(&one).await?.total,
        };
        *kept = Some(Kept::new(&counts, begun));
        Ok(counts)
    }

    /// Forgets the figures, as they are different now.
    pub(crate) async fn forget_overview(&self) {
        *self.overview.lock().await = None;
        *self.desk.lock().await = None;
    }

    /// The number of articles, for the footer.
    pub(crate) fn articles(&self, overview: &Overview) -> String {
        counted(overview.counts.articles, "article", "articles")
    }
}
