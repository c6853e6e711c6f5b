//! Primary sources, to be read: which there are, what stands in them, and what was said around a passage.

use onrecord_model::{Quote, QuoteId, SourceId};
use onrecord_store::SourceRecord;

use crate::{Engine, EngineError, SearchRequest};

/// Part of the list of primary sources, those taken in last first.
#[derive(Debug, Clone)]
pub struct SourcePage {
    /// The sources.
    pub sources: Vec<SourceRecord>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// A primary source with part of what was said in it.
#[derive(Debug, Clone)]
pub struct SourceView {
    /// The source.
    pub source: SourceRecord,
    /// Passages, in order.
    pub passages: Vec<Quote>,
    /// The place of the passage behind these; `None` where these are the last.
    pub next: Option<u32>,
}

impl Engine {
    /// One page of the primary sources.
    ///
    /// # Errors
    /// [`EngineError::PageSize`] or [`EngineError::Cursor`] for a page that cannot be asked for, or
    /// [`EngineError::Store`].
    pub async fn sources(
        &self,
        after: Option<&str>,
        limit: u16,
    ) -> Result<SourcePage, EngineError> {
        check_size(limit)?;
        let before = match after {
            Some(text) => {
                let id = text.parse::<SourceId>();
                Some(id.map_err(|_| EngineError::Cursor(text.to_owned()))?)
            }
            None => None,
        };
        let page = self.store.sources(before, limit).await?;
        Ok(SourcePage {
            sources: page.items,
            next: page.next.map(|id| id.to_string()),
        })
    }

    /// A primary source with its passages from the place `from` on; `None` where there is no such source.
    ///
    /// # Errors
    /// [`EngineError::PageSize`] for a page that cannot be asked for, or [`EngineError::Store`].
    pub async fn source(
        &self,
        id: SourceId,
        from: u32,
        limit: u16,
    ) -> Result<Option<SourceView>, EngineError> {
        check_size(limit)?;
        let Some(source) = self.store.source(id).await? else {
            return Ok(None);
        };
        let passages = self.store.passages_from(id, from, limit).await?;
        Ok(passages.map(|page| SourceView {
            source,
            passages: page.items,
            next: page.next,
        }))
    }

    /// A passage of a primary source with up to `before` passages before it and `after` behind it, in order; nothing
    /// where there is no such passage.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn passages_around(
        &self,
        id: QuoteId,
        before: u16,
        after: u16,
    ) -> Result<Vec<Quote>, EngineError> {
        Ok(self.store.passages_around(id, before, after).await?)
    }
}

fn check_size(limit: u16) -> Result<(), EngineError> {
    if (1..=SearchRequest::LARGEST_PAGE).contains(&usize::from(limit)) {
        return Ok(());
    }
    Err(EngineError::PageSize {
        asked: usize::from(limit),
        largest: SearchRequest::LARGEST_PAGE,
    })
}
