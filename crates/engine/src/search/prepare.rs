//! A search as the index is asked it: names read, conditions compiled, and what it looks through.

use std::sync::Arc;
use std::time::Instant;

use onrecord_model::{ClaimId, Quote, QuoteId, SpeakerId};
use onrecord_search::{Found, Query, Read, Search, SearchError, Sort, Spelling};
use onrecord_store::SpeakerFilter;

use super::{Notice, SearchRequest};
use crate::indexer::{Scope, blocking};
use crate::known::{Known, Need};
use crate::{Engine, EngineError};

/// A search that can be run, as often as it takes: what it looks through stays the same.
pub(crate) struct Prepared {
    pub(crate) search: Search,
    pub(crate) scope: Scope,
    pub(crate) known: Arc<Known>,
    pub(crate) notices: Vec<Notice>,
}

impl Prepared {
    /// Runs `search` over what this one looks through.
    pub(crate) async fn run(&self, search: Search) -> Result<Found, EngineError> {
        let (snapshot, tail) = (self.scope.snapshot.clone(), self.scope.tail.clone());
        let facts = Arc::clone(&self.known.facts);
        let found = blocking("searching", move || {
            snapshot.search(&search, &facts, tail.as_deref())
        });
        Ok(found.await??)
    }

    /// What the words of `query` may have been meant to be.
    pub(crate) async fn spelling(&self, query: Query) -> Result<Option<Spelling>, EngineError> {
        let (snapshot, tail) = (self.scope.snapshot.clone(), self.scope.tail.clone());
        let spelling = blocking("looking for words like those", move || {
            snapshot.spelling(&query, tail.as_deref())
        });
        Ok(spelling.await??)
    }

    /// The same search, which only counts.
    pub(crate) fn counting(&self) -> Search {
        Search {
            limit: 0,
            after: None,
            tallies: Vec::new(),
            ..self.search.clone()
        }
    }
}

impl Engine {
    /// Reads what is asked for. What is known is not older than what is looked through.
    pub(crate) async fn prepare_search(
        &self,
        request: &SearchRequest,
        need: Need,
    ) -> Result<Prepared, EngineError> {
        let query = request.query()?;
        let (scope, known) = match request.as_of {
            Some(instant) => self.scope_as_of(instant, need).await?,
            None => {
                let scope = self.index.scope().await?;
                let known = self
                    .known
                    .at_least(&self.store, scope.through, need)
                    .await?;
                (scope, known)
            }
        };
        let mut notices = Vec::new();
        let query = match query {
            Some(query) => Some(self.with_names(query, &known, &mut notices).await?),
            None => None,
        };
        let speakers = match given(request.speaker.as_deref()) {
            Some(asked) => {
                let ids = self.speakers_called(asked, &mut notices).await?;
                Some(known.group(&ids))
            }
            None => None,
        };
        let sort = request.sort.unwrap_or(if query.is_some() {
            Sort::Relevance
        } else {
            Sort::Newest
        });
        let search = Search {
            query,
            speakers,
            outlet: given(request.outlet.as_deref()).map(str::to_owned),
            kind: request.kind,
            origin: request.origin,
            class: request.class,
            colour: request.colour,
            polarity: request.polarity,
            article: None,
            from: request.from,
            to: request.to,
            beside: None,
            without_copies: request.without_copies,
            sort,
            limit: request.limit,
            after: request.after,
            tallies: Vec::new(),
            deadline: Some(Instant::now() + self.search_deadline),
        };
        Ok(Prepared {
            search,
            scope,
            known,
            notices,
        })
    }

    /// The query with what the names in it stand for.
    async fn with_names(
        &self,
        query: Query,
        known: &Known,
        notices: &mut Vec<Notice>,
    ) -> Result<Query, EngineError> {
        let names = query.names();
        let mut read = Read::default();
        for name in names.speakers {
            let ids = self.speakers_called(&name, notices).await?;
            read.speakers.insert(name, known.group(&ids));
        }
        for name in names.claims {
            let claim = match name.parse::<ClaimId>() {
                Ok(id) => self.store.shown_claim(id).await?,
                Err(_) => self.store.claim_called(&name).await?,
            };
            if claim.is_none() {
                notices.push(Notice::UnknownClaim {
                    asked: name.clone(),
                });
            }
            read.claims.insert(name, claim.into_iter().collect());
        }
        Ok(query.with(&read))
    }

    /// The speakers a filter means: by id, or by full name, alias and, for a single word, last name; with all who
    /// were merged into them, under whom quotes are filed still.
    pub(crate) async fn speakers_named(
        &self,
        asked: &str,
        notices: &mut Vec<Notice>,
    ) -> Result<Vec<SpeakerId>, EngineError> {
        let ids = self.speakers_called(asked, notices).await?;
        Ok(self.store.speaker_group(&ids).await?)
    }

    async fn speakers_called(
        &self,
        asked: &str,
        notices: &mut Vec<Notice>,
    ) -> Result<Vec<SpeakerId>, EngineError> {
        if let Ok(id) = asked.parse() {
            return Ok(vec![id]);
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
        Ok(speakers.into_iter().map(|speaker| speaker.id).collect())
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

    /// Quotes by id, in that order, as they are in what is looked through.
    pub(crate) async fn quotes_in(
        &self,
        prepared: &Prepared,
        ids: &[QuoteId],
    ) -> Result<Vec<Quote>, EngineError> {
        let mut quotes = match &prepared.scope.past {
            None => self.store.quotes(ids).await?,
            Some(past) => {
                let changed = |id: &QuoteId| past.quotes.contains_key(id);
                let now: Vec<QuoteId> = ids.iter().copied().filter(|id| !changed(id)).collect();
                let mut quotes = self.store.quotes(&now).await?;
                quotes.extend(ids.iter().filter_map(|id| past.quotes.get(id).cloned()));
                let place = |quote: &Quote| ids.iter().position(|id| *id == quote.id);
                quotes.sort_by_key(place);
                quotes
            }
        };
        // A hit tells of the statement it is counted under, which is not always the one the store joined it to by now.
        let stands_for = &prepared.known.facts.stands_for;
        for quote in &mut quotes {
            let head = |wording| stands_for.get(&wording).copied().unwrap_or(wording);
            quote.statement = quote.wording.map(head);
        }
        Ok(quotes)
    }
}

impl SearchRequest {
    fn query(&self) -> Result<Option<Query>, EngineError> {
        let Some(typed) = &self.query else {
            return Ok(None);
        };
        let read = match self.plain {
            true => Query::plain(typed),
            false => Query::parse(typed),
        };
        Ok(read.map_err(SearchError::from)?)
    }
}

/// A condition that says something.
fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
