//! Search: what is asked for, what is found, and what is counted over all of it.

mod page;
mod request;

use std::sync::Arc;

use std::collections::HashMap;

use onrecord_model::{Quote, QuoteId, SpeakerId};
use onrecord_search::{Counts, Cursor, Query, Search, SearchError, Sort};
use onrecord_store::SpeakerFilter;

pub use page::{Facet, FacetValue, Histogram, Hit, Label, Notice, SearchPage, Spelled, Step};
pub use request::{FacetRequest, SearchRequest};

use crate::indexer::blocking;
use crate::{Engine, EngineError};

impl Engine {
    /// Searches everything that has been acknowledged.
    ///
    /// # Errors
    /// [`EngineError::Search`] for a query that cannot be understood, [`EngineError::PageSize`],
    /// [`EngineError::IndexNotReady`] while the first index is being built, or [`EngineError::Store`].
    pub async fn search(&self, request: &SearchRequest) -> Result<SearchPage, EngineError> {
        if !(1..=SearchRequest::LARGEST_PAGE).contains(&request.limit) {
            return Err(EngineError::PageSize {
                asked: request.limit,
                largest: SearchRequest::LARGEST_PAGE,
            });
        }
        let mut notices = Vec::new();
        let speakers = match request
            .speaker
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            Some(asked) => Some(self.speakers_named(asked, &mut notices).await?),
            None => None,
        };
        let query = match &request.query {
            Some(typed) => Query::parse(typed).map_err(SearchError::from)?,
            None => None,
        };
        let sort = request.sort.unwrap_or(if query.is_some() {
            Sort::Relevance
        } else {
            Sort::Newest
        });
        let search = Search {
            query: query.clone(),
            speakers,
            outlet: request
                .outlet
                .clone()
                .filter(|outlet| !outlet.trim().is_empty()),
            kind: request.kind,
            class: request.class,
            colour: request.colour,
            polarity: request.polarity,
            from: request.from,
            to: request.to,
            sort,
            limit: request.limit,
            after: request.after,
            ..Search::default()
        };
        let scope = self.index.scope().await?;
        let through = scope.through;
        let found = blocking("searching", move || {
            scope
                .snapshot
                .search(&search, &Arc::default(), scope.tail.as_deref())
        })
        .await??;
        let ids: Vec<QuoteId> = found.hits.iter().map(|hit| hit.quote).collect();
        let quotes = self.store.quotes(&ids).await?;
        let tellers: Vec<QuoteId> = quotes.iter().filter_map(|quote| quote.inside).collect();
        let outer: HashMap<QuoteId, Quote> = match tellers.is_empty() {
            true => HashMap::new(),
            false => {
                let quotes = self.store.quotes(&tellers).await?.into_iter();
                quotes.map(|quote| (quote.id, quote)).collect()
            }
        };
        let places: HashMap<QuoteId, (f32, Cursor)> = found
            .hits
            .iter()
            .map(|hit| (hit.quote, (hit.score, hit.place)))
            .collect();
        let hits = blocking("highlighting", move || {
            let highlighted = |quote: Quote| {
                let (score, place) = places.get(&quote.id).copied()?;
                Some(Hit {
                    highlights: query
                        .as_ref()
                        .map_or_else(Vec::new, |query| query.highlights(&quote.text)),
                    outer: quote.inside.and_then(|id| outer.get(&id).cloned()),
                    repeats: 1,
                    score,
                    place,
                    quote,
                })
            };
            quotes.into_iter().filter_map(highlighted).collect()
        })
        .await?;
        Ok(SearchPage {
            hits,
            counts: Counts {
                quotes: found.total,
                ..Counts::default()
            },
            total: found.total,
            facets: Vec::new(),
            histogram: None,
            spelling: None,
            is_complete: true,
            next: found.next,
            through,
            behind: 0,
            as_of: None,
            notices,
        })
    }

    /// The speakers a filter means: by id, or by full name, alias and, for a single word, last name; with all who
    /// were merged into them, under whom quotes are filed still.
    pub(crate) async fn speakers_named(
        &self,
        asked: &str,
        notices: &mut Vec<Notice>,
    ) -> Result<Vec<SpeakerId>, EngineError> {
        if let Ok(id) = asked.parse() {
            return Ok(self.store.speaker_group(&[id]).await?);
        }
        let speakers = self.store.find_speakers(asked).await?;
        if speakers.is_empty() {
            notices.push(Notice::UnknownSpeaker {
                asked: asked.to_owned(),
                similar: self.similar_names(asked).await?,
            });
        }
        if speakers.len() > 1 {
            notices.push(Notice::SeveralSpeakers {
                asked: asked.to_owned(),
                names: speakers
                    .iter()
                    .map(|speaker| speaker.name.clone())
                    .collect(),
            });
        }
        let ids: Vec<SpeakerId> = speakers.into_iter().map(|speaker| speaker.id).collect();
        Ok(self.store.speaker_group(&ids).await?)
    }

    /// Names of the record that share their longest word with what was asked for.
    async fn similar_names(&self, asked: &str) -> Result<Vec<String>, EngineError> {
        let Some(word) = asked
            .split_whitespace()
            .max_by_key(|word| word.chars().count())
        else {
            return Ok(Vec::new());
        };
        let filter = SpeakerFilter {
            name_contains: Some(word.to_owned()),
        };
        let page = self.store.speakers(&filter, None, 5).await?;
        Ok(page
            .items
            .into_iter()
            .map(|listing| listing.speaker.name)
            .collect())
    }
}
