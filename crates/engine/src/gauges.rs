//! How far everything is that follows the change feed, for those who watch a server.

use onrecord_model::{ClaimState, Sequence, Timestamp};
use onrecord_store::Counts;

use crate::{Engine, EngineError};

/// How far index and passes are. Read from a few rows, so that it may be asked for often.
#[derive(Debug, Clone, PartialEq)]
pub struct Gauges {
    /// The last change there is.
    pub last: Sequence,
    /// The index that is served; `None` while the first one is built.
    pub index: Option<IndexGauges>,
    /// The pass that puts wordings together.
    pub grouping: Behind,
    /// The pass over the desk.
    pub desk: Behind,
    /// Claims by state, merged ones left out.
    pub claims: Vec<(ClaimState, u64)>,
}

/// The index that is served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndexGauges {
    /// Quotes and passages in it.
    pub documents: u64,
    /// What it lacks; searches look through that in memory.
    pub behind: Behind,
}

/// What has not been gone through yet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Behind {
    /// Changes; numbers that were never given out count too.
    pub changes: u64,
    /// Age of the oldest of them, in seconds.
    pub seconds: f64,
}

impl Engine {
    /// How far index and passes are.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn gauges(&self) -> Result<Gauges, EngineError> {
        let now = self.now();
        let last = self.store.last_sequence().await?;
        let index = match self.index.serving() {
            Ok(index) => Some(IndexGauges {
                documents: index.count(),
                behind: self.behind(index.position(), last, now).await?,
            }),
            Err(_) => None,
        };
        let grouping = self.store.grouping_position().await?.position;
        let desk = self.store.desk_position().await?.position;
        Ok(Gauges {
            last,
            index,
            grouping: self.behind(grouping, last, now).await?,
            desk: self.behind(desk, last, now).await?,
            claims: self.store.claim_counts().await?,
        })
    }

    /// Rows by sort. Counts every quote, so that it is not to be asked for often.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn counts(&self) -> Result<Counts, EngineError> {
        Ok(self.store.counts().await?)
    }

    async fn behind(
        &self,
        position: Sequence,
        last: Sequence,
        now: Timestamp,
    ) -> Result<Behind, EngineError> {
        if position >= last {
            return Ok(Behind::default());
        }
        let next = self.store.changes_after(position, 1).await?;
        let age = next.first().map(|change| now - change.at);
        Ok(Behind {
            changes: u64::try_from(last.0 - position.0).unwrap_or(0),
            seconds: age.map_or(0.0, |age| (age.num_milliseconds().max(0) as f64) / 1_000.0),
        })
    }
}
