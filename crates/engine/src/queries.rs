//! What interfaces ask: search, one quote, one article, speakers, the whole in figures.

use std::collections::HashSet;

use onrecord_matching::{Difference, compare};
use onrecord_model::{ArticleId, CodePoints, Quote, QuoteId, SpeakerId, SpeakerSummary};
use onrecord_store::{SpeakerCursor, SpeakerFilter, SpeakerRecord};

use crate::indexer::blocking;
use crate::views::{
    ArticleView, Elsewhere, Overview, QuoteView, SpeakerPage, SpeakerQuery, StatementOccurrence,
};
use crate::{Engine, EngineError, SearchRequest};

/// Most quotes of one speaker, by words in common, that are compared with the one looked at.
const CANDIDATES: usize = SearchRequest::LARGEST_PAGE;
/// Words of a quote by which other wordings of it are looked for.
const RARE_WORDS: usize = 8;
/// Longer runs of letters are no words, and would make the query too long.
const LONGEST_WORD: usize = 60;

impl Engine {
    /// Speakers who go by `name`: full name or alias, and for a single word also last name.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn find_speakers(&self, name: &str) -> Result<Vec<SpeakerSummary>, EngineError> {
        Ok(self.store.find_speakers(name).await?)
    }

    /// One quote with its surroundings; `None` where there is none of this id.
    ///
    /// # Errors
    /// [`EngineError::Store`], or [`EngineError::Search`] while looking for other wordings.
    pub async fn quote(&self, id: QuoteId) -> Result<Option<QuoteView>, EngineError> {
        let Some(quote) = self.store.quotes(&[id]).await?.pop() else {
            return Ok(None);
        };
        let article = self
            .store
            .article(quote.article.id, Some(quote.version))
            .await?;
        let (before, after) =
            article.map_or_else(Default::default, |article| context(&article.text, &quote));
        let elsewhere = self.elsewhere(&quote).await?;
        let outer = match quote.inside {
            Some(outer) => self.store.quotes(&[outer]).await?.pop(),
            None => None,
        };
        let mut inner = self
            .store
            .quotes_of_article(quote.article.id, quote.version)
            .await?;
        inner.retain(|inner| inner.inside == Some(quote.id));
        Ok(Some(QuoteView {
            quote,
            outer,
            inner,
            before,
            after,
            elsewhere,
        }))
    }

    /// The same speaker's same or nearly the same words in other places.
    async fn elsewhere(&self, quote: &Quote) -> Result<Elsewhere, EngineError> {
        let (Some(speaker), Some(query)) = (&quote.speaker, rarest_words(&quote.text)) else {
            return Ok(Elsewhere::NotCompared);
        };
        let request = SearchRequest {
            query: Some(query),
            speaker: Some(speaker.id.to_string()),
            limit: CANDIDATES,
            ..SearchRequest::default()
        };
        let page = match self.search(&request).await {
            // Without an index the quote itself can still be shown.
            Err(EngineError::IndexNotReady) => return Ok(Elsewhere::NotCompared),
            page => page?,
        };
        // The same words come from the store, so that copies do not crowd out what reads differently, nor the
        // other way round.
        let (mut candidates, same) = match quote.statement {
            Some(statement) => {
                self.store
                    .quotes_of_statement(statement, CANDIDATES as u32)
                    .await?
            }
            None => (Vec::new(), 0),
        };
        let more = page.next.is_some() || same > candidates.len() as u64;
        candidates.extend(page.hits.into_iter().map(|hit| hit.quote));
        let own = quote.clone();
        let occurrences = blocking("comparing wordings", move || {
            let mut seen = HashSet::from([own.id]);
            let mut occurrences: Vec<StatementOccurrence> = candidates
                .into_iter()
                .filter(|candidate| seen.insert(candidate.id))
                .map(|candidate| StatementOccurrence {
                    comparison: compare(&own.text, &candidate.text),
                    quote: candidate,
                })
                .filter(|occurrence| occurrence.comparison.difference != Difference::Unrelated)
                .collect();
            occurrences.sort_by_key(|occurrence| {
                let published = occurrence.quote.article.published;
                (published.is_none(), published, occurrence.quote.id)
            });
            occurrences
        })
        .await?;
        Ok(Elsewhere::Compared { occurrences, more })
    }

    /// One article, in its current version unless another is asked for; `None` where there is none.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn article(
        &self,
        id: ArticleId,
        version: Option<u32>,
    ) -> Result<Option<ArticleView>, EngineError> {
        let Some(article) = self.store.article(id, version).await? else {
            return Ok(None);
        };
        let quotes = self.store.quotes_of_article(id, article.version).await?;
        Ok(Some(ArticleView { article, quotes }))
    }

    /// Speakers, most quoted first.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn speakers(&self, query: &SpeakerQuery) -> Result<SpeakerPage, EngineError> {
        if !(1..=SearchRequest::LARGEST_PAGE).contains(&usize::from(query.limit)) {
            return Err(EngineError::PageSize {
                asked: usize::from(query.limit),
                largest: SearchRequest::LARGEST_PAGE,
            });
        }
        let after = match &query.after {
            Some(text) => Some(read_cursor(text).ok_or_else(|| EngineError::Cursor(text.clone()))?),
            None => None,
        };
        let filter = SpeakerFilter {
            name_contains: query.name.clone().filter(|name| !name.trim().is_empty()),
        };
        let page = self
            .store
            .speakers(&filter, after.as_ref(), query.limit)
            .await?;
        Ok(SpeakerPage {
            speakers: page.items,
            next: page.next.as_ref().map(write_cursor),
        })
    }

    /// One speaker; `None` where there is none of this id.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn speaker(&self, id: SpeakerId) -> Result<Option<SpeakerRecord>, EngineError> {
        Ok(self.store.speaker(id).await?)
    }

    /// What the record holds, in figures and examples.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn overview(&self) -> Result<Overview, EngineError> {
        Ok(Overview {
            counts: self.store.counts().await?,
            top_speakers: self.store.top_speakers(10).await?,
            outlets: self.store.outlets().await?,
            latest: self.store.latest_quotes(8).await?,
        })
    }
}

/// A place in the list of speakers as text of letters, digits and hyphens.
fn write_cursor(cursor: &SpeakerCursor) -> String {
    let name: String = cursor
        .name
        .bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{:x}-{}-{name}", cursor.quotes, cursor.id.0.simple())
}

fn read_cursor(text: &str) -> Option<SpeakerCursor> {
    let mut parts = text.splitn(3, '-');
    let quotes = u64::from_str_radix(parts.next()?, 16).ok()?;
    let id = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    if !name.is_ascii() || name.len() % 2 != 0 {
        return None;
    }
    let byte_at = |at: usize| u8::from_str_radix(&name[at..at + 2], 16).ok();
    let bytes: Option<Vec<u8>> = (0..name.len()).step_by(2).map(byte_at).collect();
    Some(SpeakerCursor {
        quotes,
        name: String::from_utf8(bytes?)
            .ok()
            .filter(|name| !name.contains('\0'))?,
        id,
    })
}

/// The longest words of a quote, any of which another wording of it would hold.
fn rarest_words(text: &str) -> Option<String> {
    let mut seen = HashSet::new();
    let mut words: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| {
            (1..=LONGEST_WORD).contains(&word.chars().count())
                && !matches!(*word, "OR" | "AND" | "NOT")
                && seen.insert(word.to_lowercase())
        })
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(RARE_WORDS);
    (!words.is_empty()).then(|| words.join(" OR "))
}

/// The words of the article on both sides of the quote.
fn context(text: &str, quote: &Quote) -> (String, String) {
    let points = CodePoints::new(text);
    let (Some(first), Some(last)) = (
        quote.content.first().and_then(|span| points.bytes(*span)),
        quote.content.last().and_then(|span| points.bytes(*span)),
    ) else {
        return Default::default();
    };
    let before: Vec<char> = text[..first.start()]
        .chars()
        .rev()
        .take(QuoteView::CONTEXT)
        .collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[last.end()..]
        .chars()
        .take(QuoteView::CONTEXT)
        .collect();
    let cut_before = before.len() < first.start();
    let cut_after = last.end() + after.len() < text.len();
    let before = match before.find(char::is_whitespace) {
        Some(space) if cut_before => before[space..].to_owned(),
        _ => before,
    };
    let after = match after.rfind(char::is_whitespace) {
        Some(space) if cut_after => after[..space].to_owned(),
        _ => after,
    };
    (before, after)
}
