//! The pass that puts together what belongs together: wordings of one statement, copies of one report, the same words
//! given to two speakers, and what a new version of an article did to its quotes.
//!
//! It follows the change feed as the indexer does, in transactions of its own, and nobody who stores something waits
//! for it. What it writes is a function of what is stored: for whatever a change bears on it gathers everything that
//! takes part in the decision, and decides anew. So it makes no difference in what order articles came in, how many
//! were gone through at once, or where a crash cut it short.

use std::time::Duration;

use onrecord_model::{Change, StatementId, Timestamp};
use onrecord_store::{Grouped, GroupingPosition, Store, Touched};
use tokio_util::sync::CancellationToken;

use crate::analyse::statement_fingerprint;
use crate::{Engine, EngineError};

mod conflicts;
mod copies;
mod edits;
mod neighbourhood;
mod statements;

/// How often the feed is looked at.
const POLL: Duration = Duration::from_millis(200);
/// Changes that are gone through at once, at most.
const CHANGES: u32 = 256;
/// Wordings that are decided on in one transaction, at most: more of one change are decided on one after the other.
const WORDINGS: usize = 2_000;

impl Engine {
    /// Goes on with the pass until it has gone through everything that is stored.
    ///
    /// # Errors
    /// [`EngineError::Store`]; what was written until then holds.
    pub async fn group(&self) -> Result<(), EngineError> {
        self.group_until(&CancellationToken::new()).await
    }

    /// As [`Engine::group`], and ends between two transactions where it is told to.
    ///
    /// # Errors
    /// As [`Engine::group`].
    pub async fn group_until(&self, stop: &CancellationToken) -> Result<(), EngineError> {
        let _alone = self.grouping.lock().await;
        while !stop.is_cancelled() && step(&self.store, (self.clock)()).await? {}
        Ok(())
    }

    /// Follows the change feed until `stop`. An error is logged and tried again, with growing pauses of up to half a
    /// minute: the store may be back by then.
    pub async fn run_grouping(&self, stop: CancellationToken) {
        let mut pause = POLL;
        loop {
            match self.group_until(&stop).await {
                Ok(()) => pause = POLL,
                Err(error) => {
                    pause = (pause * 2).min(Duration::from_secs(30));
                    tracing::error!(%error, retry_after = ?pause, "wordings could not be put together");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}

/// Goes through the next changes; `false` where there are none.
async fn step(store: &Store, at: Timestamp) -> Result<bool, EngineError> {
    // Asked first: whatever is stored after that has a change that comes later.
    let from = store.grouping_position().await?;
    let changes = store.changes_after(from.position, CHANGES).await?;
    if changes.is_empty() {
        return Ok(false);
    }
    let portion = Portion::of(store, from, &changes).await?;
    let mut grouped = Grouped {
        position: portion.position,
        within: portion.within,
        at,
        ..Grouped::default()
    };
    statements::decide(store, &portion.touched, &mut grouped).await?;
    conflicts::decide(store, &portion.touched.wordings, &mut grouped).await?;
    copies::decide(store, &portion.touched.articles, &mut grouped).await?;
    edits::decide(store, &portion.touched.articles, &mut grouped).await?;
    // Where somebody else was faster, the next step begins where they ended.
    store.write_grouping(from, &grouped).await?;
    Ok(true)
}

/// What is gone through at once, and how far the pass has come by then.
struct Portion {
    touched: Touched,
    position: onrecord_model::Sequence,
    within: Option<StatementId>,
}

impl Portion {
    async fn of(
        store: &Store,
        from: GroupingPosition,
        changes: &[Change],
    ) -> Result<Self, EngineError> {
        // Within a change one goes on with that one alone.
        let mut count = match from.within {
            Some(_) => 1,
            None => changes.len(),
        };
        loop {
            let some = &changes[..count];
            let mut touched = store.touched(some, statement_fingerprint).await?;
            if let Some(within) = from.within {
                touched.wordings.retain(|wording| *wording > within);
            }
            if touched.wordings.len() > WORDINGS && count > 1 {
                count = (count / 4).max(1);
                continue;
            }
            let is_last = touched.wordings.len() <= WORDINGS;
            touched.wordings.truncate(WORDINGS);
            return Ok(Self {
                within: touched.wordings.last().copied().filter(|_| !is_last),
                position: match is_last {
                    true => some.last().map_or(from.position, |change| change.sequence),
                    false => from.position,
                },
                touched,
            });
        }
    }
}
