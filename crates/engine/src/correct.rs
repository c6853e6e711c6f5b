//! What people overrule: corrections, their log, and what has to be known to make one.

use onrecord_model::{Action, Correction, CorrectionId, Quote, QuoteId, SpeakerId};
use onrecord_store::{CorrectionFilter, NewCorrection, Wish};

use crate::analyse::statement_fingerprint;
use crate::search::SearchRequest;
use crate::views::CorrectionPage;
use crate::{Engine, EngineError};

/// Most changes that are gone through before a correction is acknowledged.
const MOST_BEHIND: i64 = 64;

impl Engine {
    /// Makes a correction in the name of `by`. When it returns it is durable, and the next search finds what it
    /// changed.
    ///
    /// # Errors
    /// [`EngineError::Store`], above all with [`StoreError::Unknown`](onrecord_store::StoreError::Unknown),
    /// [`StoreError::Conflict`](onrecord_store::StoreError::Conflict) and
    /// [`StoreError::Refused`](onrecord_store::StoreError::Refused); nothing is changed then.
    pub async fn correct(&self, by: &str, wish: Wish) -> Result<Correction, EngineError> {
        let new = NewCorrection {
            by: by.to_owned(),
            at: (self.clock)(),
            wish,
        };
        let correction = self.store.correct(&new, statement_fingerprint).await?;
        self.index.wake();
        if undoes_grouping(&correction.action) {
            // Seen at once, where the pass has nothing else to do. The correction itself is durable, whatever becomes
            // of this; whoever goes on with the pass comes to it.
            let behind = self.store.last_sequence().await?.0
                - self.store.grouping_position().await?.position.0;
            if behind <= MOST_BEHIND
                && let Err(error) = self.group().await
            {
                tracing::warn!(%error, "wordings could not be put together after a correction");
            }
        }
        Ok(correction)
    }

    /// A page of the log, the last correction first; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn corrections(
        &self,
        filter: CorrectionFilter,
        after: Option<&str>,
        limit: u16,
    ) -> Result<CorrectionPage, EngineError> {
        if !(1..=SearchRequest::LARGEST_PAGE).contains(&usize::from(limit)) {
            return Err(EngineError::PageSize {
                asked: usize::from(limit),
                largest: SearchRequest::LARGEST_PAGE,
            });
        }
        let before = match after {
            Some(text) => {
                let number = text.parse::<u64>().ok().filter(|number| *number > 0);
                Some(number.ok_or_else(|| EngineError::Cursor(text.to_owned()))?)
            }
            None => None,
        };
        let page = self.store.corrections(filter, before, limit).await?;
        Ok(CorrectionPage {
            corrections: page.items,
            next: page.next.map(|number| number.to_string()),
        })
    }

    /// One correction; `None` where there is none of this id.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn correction(&self, id: CorrectionId) -> Result<Option<Correction>, EngineError> {
        Ok(self.store.correction(id).await?)
    }

    /// The quotes of the same article whose speaker was found in the same way, by the same mention: what is wrong
    /// with one is wrong with all. Those that a person decided on are not among them. `None` where
    /// there is no such quote.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn siblings(&self, id: QuoteId) -> Result<Option<Vec<Quote>>, EngineError> {
        Ok(self.store.siblings(id).await?)
    }

    /// The last quotes of a speaker that stand in current versions, the newest first.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn quotes_of_speaker(
        &self,
        id: SpeakerId,
        limit: u16,
    ) -> Result<Vec<Quote>, EngineError> {
        Ok(self.store.quotes_of_speaker(id, limit).await?)
    }

    /// The mentions by which a speaker is quoted, with the number of their quotes, most first.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn mentions_of_speaker(
        &self,
        id: SpeakerId,
        limit: u16,
    ) -> Result<Vec<(String, u64)>, EngineError> {
        Ok(self.store.mentions_of_speaker(id, limit).await?)
    }
}

/// Whether a correction takes back what people said of wordings: what these are then is for the pass to say.
fn undoes_grouping(action: &Action) -> bool {
    let Action::Undo { undone, .. } = action else {
        return false;
    };
    matches!(
        undone.as_str(),
        "join_statements" | "separate_wording" | "reject_suggestion"
    )
}
