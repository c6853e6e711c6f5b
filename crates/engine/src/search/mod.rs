//! Search: what is asked for, what is found, and what is counted over all of it.

mod facets;
mod labels;
mod page;
mod prepare;
mod request;

use std::collections::HashMap;

use onrecord_model::{Quote, QuoteId};
use onrecord_search::{Counts, Found, Query, Sort, Spelling};

pub(crate) use facets::{everything, histogram};
pub(crate) use labels::{Labels, OutletNames};
pub use page::{
    Facet, FacetValue, Histogram, Hit, Label, LabelKind, Notice, SearchPage, Spelled, Step,
};
pub(crate) use prepare::Prepared;
pub use request::{FacetRequest, SearchRequest};

use crate::indexer::blocking;
use crate::known::Need;
use crate::{Engine, EngineError};

/// So few hits that words may be misspelled.
const FEW: u64 = 5;
/// Texts of so many bytes together are gone through in a fifth of a millisecond: to hand them to another thread and
/// wait for it would take as long.
const SHORT: usize = 8_000;

impl Engine {
    /// Searches everything that has been acknowledged.
    ///
    /// # Errors
    /// [`EngineError::Search`] for a query that cannot be understood, [`EngineError::PageSize`],
    /// [`EngineError::Request`] for facets that there cannot be, [`EngineError::TooManySteps`],
    /// [`EngineError::IndexNotReady`] while the first index is being built, or [`EngineError::Store`].
    pub async fn search(&self, request: &SearchRequest) -> Result<SearchPage, EngineError> {
        request.check()?;
        let need = match request.without_copies {
            true => Need::Articles,
            false => Need::Facts,
        };
        let mut prepared = self.prepare_search(request, need).await?;
        prepared.search.tallies = self.tallies(request, &prepared).await?;
        let (found, spelling) = self.found(&prepared, request.exact).await?;
        let mut notices = prepared.notices.clone();
        let spelled = spelling.as_ref().map(spelled);
        if let Some(spelled) = &spelled {
            let near = spelled.words.iter().flat_map(|(_, near)| near.clone());
            notices.push(Notice::SimilarWords {
                words: near.collect(),
            });
        }
        if !found.is_complete {
            notices.push(Notice::Cut);
        }
        let query = match spelling {
            Some(spelling) => Some(spelling.query),
            None => prepared.search.query.clone(),
        };
        let hits = self.hits(&prepared, query, &found).await?;
        let (facets, histogram) = self.counted(request, &prepared, &found).await?;
        let counts = found.tallies.first().map_or_else(
            || Counts {
                quotes: found.total,
                ..Counts::default()
            },
            |tallied| tallied.total,
        );
        Ok(SearchPage {
            hits,
            total: found.total,
            counts,
            facets,
            histogram,
            spelling: spelled,
            is_complete: found.is_complete,
            next: found.next,
            through: prepared.scope.through,
            behind: prepared.scope.behind,
            as_of: request.as_of,
            notices,
        })
    }

    /// What the search finds; where its words find little, what words like them find behind it.
    async fn found(
        &self,
        prepared: &Prepared,
        exact: bool,
    ) -> Result<(Found, Option<Spelling>), EngineError> {
        let search = &prepared.search;
        let few = match search.sort {
            Sort::Relevance => FEW,
            // Where the best do not come first, near words would stand among exact ones.
            Sort::Newest | Sort::Oldest | Sort::MostRepeated => 1,
        };
        let (found, total) = match &search.after {
            None => {
                let found = prepared.run(search.clone()).await?;
                let total = found.total;
                (Some(found), total)
            }
            // A page behind the first goes on with what the first was of.
            Some(_) if exact || search.query.is_none() => (None, u64::MAX),
            Some(_) => {
                let first = prepared.run(prepared.counting()).await?;
                (
                    None,
                    if first.is_complete {
                        first.total
                    } else {
                        u64::MAX
                    },
                )
            }
        };
        if let Some(query) = search.query.as_ref().filter(|_| !exact && total < few)
            && found.as_ref().is_none_or(|found| found.is_complete)
            && let Some(spelling) = prepared.spelling(query.clone()).await?
        {
            let mut search = search.clone();
            search.query = Some(spelling.query.clone());
            return Ok((prepared.run(search).await?, Some(spelling)));
        }
        let found = match found {
            Some(found) => found,
            None => prepared.run(search.clone()).await?,
        };
        Ok((found, None))
    }

    /// The quotes that were found, in order.
    async fn hits(
        &self,
        prepared: &Prepared,
        query: Option<Query>,
        found: &Found,
    ) -> Result<Vec<Hit>, EngineError> {
        let ids: Vec<QuoteId> = found.hits.iter().map(|hit| hit.quote).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let quotes = self.quotes_in(prepared, &ids).await?;
        let tellers: Vec<QuoteId> = quotes.iter().filter_map(|quote| quote.inside).collect();
        let outer: HashMap<QuoteId, Quote> = match tellers.is_empty() {
            true => HashMap::new(),
            false => {
                let quotes = self.quotes_in(prepared, &tellers).await?.into_iter();
                quotes.map(|quote| (quote.id, quote)).collect()
            }
        };
        let places: HashMap<QuoteId, onrecord_search::Hit> =
            found.hits.iter().map(|hit| (hit.quote, *hit)).collect();
        let length: usize = quotes.iter().map(|quote| quote.text.len()).sum();
        let highlight = move || {
            let highlighted = |quote: Quote| {
                let found = places.get(&quote.id)?;
                Some(Hit {
                    highlights: query
                        .as_ref()
                        .map_or_else(Vec::new, |query| query.highlights(&quote.text)),
                    outer: quote.inside.and_then(|id| outer.get(&id).cloned()),
                    repeats: found.repeats.max(1),
                    score: found.score,
                    place: found.place,
                    quote,
                })
            };
            quotes.into_iter().filter_map(highlighted).collect()
        };
        match length <= SHORT {
            true => Ok(highlight()),
            false => blocking("highlighting", highlight).await,
        }
    }
}

fn spelled(spelling: &Spelling) -> Spelled {
    Spelled {
        did_you_mean: spelling.did_you_mean.clone(),
        words: spelling.words.clone(),
    }
}
