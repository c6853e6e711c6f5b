//! Lists of claims and flags, scales, and who has what open.

use onrecord_matching::anchor;
use onrecord_model::{ClaimId, CodePointSpan, FlagId, QuoteId, Scale, ScaleId};
use onrecord_store::{ClaimFilter, FlagFilter, Lock};
use uuid::Uuid;

use super::views::{Anchored, ClaimPage, FlagPage};
use crate::indexer::blocking;
use crate::statements::{cursor, page_size};
use crate::{Engine, EngineError};

/// For how long somebody has something open, unless they renew it.
const OPEN_FOR: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

impl Engine {
    /// A page of claims, the newest first; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn claims(
        &self,
        filter: &ClaimFilter,
        after: Option<&str>,
        limit: u16,
    ) -> Result<ClaimPage, EngineError> {
        page_size(limit)?;
        let before = cursor(after)?.map(ClaimId);
        let page = self.store.claims(filter, before, limit).await?;
        Ok(ClaimPage {
            claims: page.items,
            next: page.next.map(|next| next.to_string()),
        })
    }

    /// A page of flags, the newest first; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn flags(
        &self,
        filter: FlagFilter,
        after: Option<&str>,
        limit: u16,
    ) -> Result<FlagPage, EngineError> {
        page_size(limit)?;
        let before = cursor(after)?.map(FlagId);
        let page = self.store.flags(filter, before, limit).await?;
        Ok(FlagPage {
            flags: page.items,
            next: page.next.map(|next| next.to_string()),
        })
    }

    /// The scales of this newsroom; the usual one until it is defined.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn scales(&self) -> Result<Vec<(ScaleId, Scale)>, EngineError> {
        Ok(self.store.scales().await?)
    }

    /// How many claims there are, by how far the work has come.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claim_counts(
        &self,
    ) -> Result<Vec<(onrecord_model::ClaimState, u64)>, EngineError> {
        Ok(self.store.claim_counts().await?)
    }

    /// The claim that a file called so.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claim_called(&self, reference: &str) -> Result<Option<ClaimId>, EngineError> {
        Ok(self.store.claim_called(reference).await?)
    }

    /// The claim that a review is of, as it is shown.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claim_of_review(
        &self,
        id: onrecord_model::ReviewId,
    ) -> Result<Option<ClaimId>, EngineError> {
        match self.store.claim_of_review(id).await? {
            Some(claim) => Ok(self.store.shown_claim(claim).await?),
            None => Ok(None),
        }
    }

    /// Opens a claim or a statement for somebody, or renews that, for ten minutes: nobody else changes it meanwhile.
    ///
    /// # Errors
    /// [`EngineError::Store`], above all with [`StoreError::Conflict`](onrecord_store::StoreError::Conflict) where
    /// somebody else has it open.
    pub async fn lock(&self, subject: Uuid, holder: &str) -> Result<Lock, EngineError> {
        let now = (self.clock)();
        Ok(self
            .store
            .lock(subject, holder, now, now + OPEN_FOR)
            .await?)
    }

    /// Gives back what somebody has open.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn unlock(&self, subject: Uuid, holder: &str) -> Result<(), EngineError> {
        Ok(self.store.unlock(subject, holder).await?)
    }

    /// Where the words of a quote stand in another version of its article, the current one unless given. `None` where
    /// there is no such quote of an article, or no such version.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn anchored(
        &self,
        id: QuoteId,
        version: Option<u32>,
    ) -> Result<Option<Anchored>, EngineError> {
        let Some(quote) = self.store.quotes(&[id]).await?.pop() else {
            return Ok(None);
        };
        if quote.primary.is_some() {
            return Ok(None);
        }
        let article = quote.article.id;
        let own = self.store.article(article, Some(quote.version)).await?;
        let other = self.store.article(article, version).await?;
        let (Some(own), Some(other)) = (own, other) else {
            return Ok(None);
        };
        let number = other.version;
        let parts: Vec<CodePointSpan> = quote.content.clone();
        let anchors = blocking("looking for a quote in another version", move || {
            parts
                .into_iter()
                .filter_map(|part| Some((part, anchor(&own.text, part, &other.text)?)))
                .collect()
        })
        .await?;
        Ok(Some(Anchored {
            article,
            version: quote.version,
            other: number,
            anchors,
        }))
    }
}
