//! Moments of the past, as searches look at them: the index as it is now, with a tail in front of it that holds whatever
//! has changed since as it was. What is new since is in the tail too, without a quote, and so is hidden.
//!
//! A moment costs the more, the more has changed since; the last few are kept.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use onrecord_model::{ArticleId, Quote, QuoteId, Sequence, Timestamp};
use onrecord_search::{Facts, Tail};
use onrecord_store::StoreError;
use tokio::sync::Mutex;

use crate::indexer::{Scope, blocking};
use crate::known::{Articles, Claims, Known, Need, next_version};
use crate::{Engine, EngineError};

/// Most articles and sources that are otherwise than they were, new ones counted too.
const MOST_CHANGED: u32 = 200_000;
/// Most quotes of these, as they were, that are held in memory: some hundred megabytes.
const MOST_QUOTES: usize = 200_000;
/// Articles whose quotes are loaded at a time.
const ARTICLES: usize = 200;
/// Moments that are kept.
const KEPT: usize = 4;

/// What was otherwise at a moment.
pub(crate) struct Past {
    /// The last change that had been made.
    sequence: Sequence,
    /// The positions of the index on disk that the tail can stand in front of: from the first up to the second.
    from: Sequence,
    to: Sequence,
    /// The quotes of everything that has changed since, as they were.
    pub(crate) quotes: HashMap<QuoteId, Quote>,
    /// What has changed since.
    changed: Vec<ArticleId>,
    tail: Arc<Tail>,
    known: Arc<Known>,
}

/// Moments that were looked at last.
#[derive(Default)]
pub(crate) struct Pasts(Mutex<Vec<Arc<Past>>>);

impl Engine {
    /// What a search of the record as it was at `instant` looks through, and what was known then.
    pub(crate) async fn scope_as_of(
        &self,
        instant: Timestamp,
        need: Need,
    ) -> Result<(Scope, Arc<Known>), EngineError> {
        let now = self.index.scope().await?;
        let sequence = self.store.sequence_at(instant).await.map_err(refused)?;
        if sequence >= now.through {
            let known = self.known.at_least(&self.store, now.through, need).await?;
            return Ok((now, known));
        }
        let position = now.snapshot.position();
        // Locked while one is built, so that searches that come at once build it once.
        let mut kept = self.pasts.0.lock().await;
        let place = kept.iter().position(|past| {
            past.sequence == sequence && past.from <= position && position <= past.to
        });
        let past = match place {
            Some(place) => kept.remove(place),
            None => Arc::new(self.past(sequence, position, now.through).await?),
        };
        let past = match need {
            Need::Articles if past.known.articles.is_none() => {
                Arc::new(self.with_articles_as_of(&past).await?)
            }
            _ => past,
        };
        kept.retain(|other| other.sequence != sequence);
        kept.insert(0, Arc::clone(&past));
        kept.truncate(KEPT);
        let scope = Scope {
            snapshot: now.snapshot,
            tail: Some(Arc::clone(&past.tail)),
            through: sequence,
            behind: now.behind,
            past: Some(Arc::clone(&past)),
        };
        Ok((scope, Arc::clone(&past.known)))
    }

    /// The moment of the change `sequence`, for an index at `position` of a store at `through`.
    async fn past(
        &self,
        sequence: Sequence,
        position: Sequence,
        through: Sequence,
    ) -> Result<Past, EngineError> {
        let store = &self.store;
        let since = sequence.min(position);
        let changed = store.changed_since(since, MOST_CHANGED).await?;
        if changed.len() >= MOST_CHANGED as usize {
            return Err(too_much(format!("{MOST_CHANGED} articles and sources")));
        }
        let mut articles = Vec::with_capacity(changed.len());
        let mut number = 0;
        for some in changed.chunks(ARTICLES) {
            let then = store.quotes_of_articles_as_of(some, sequence).await;
            let then = then.map_err(refused)?;
            number += then.iter().map(|(_, quotes)| quotes.len()).sum::<usize>();
            if number > MOST_QUOTES {
                return Err(too_much(format!("{MOST_QUOTES} quotes")));
            }
            articles.extend(then);
        }
        let (tail, quotes) = blocking("indexing what was", move || {
            let tail = Tail::build(position, &articles, through)?;
            let quotes = articles.into_iter().flat_map(|(_, quotes)| quotes);
            let quotes: HashMap<QuoteId, Quote> = quotes.map(|quote| (quote.id, quote)).collect();
            Ok::<_, EngineError>((tail, quotes))
        })
        .await??;
        let merged = store.merged_speakers_as_of(sequence).await;
        let joined = store.joined_wordings_as_of(sequence).await;
        let claims = store.claim_verdicts_as_of(sequence).await;
        let claims = Claims::of(claims.map_err(refused)?);
        let mut facts = Facts {
            version: next_version(),
            shown_as: merged.map_err(refused)?.into_iter().collect(),
            stands_for: joined.map_err(refused)?.into_iter().collect(),
            ..Facts::default()
        };
        claims.tell(&mut facts);
        Ok(Past {
            sequence,
            from: position,
            to: through,
            quotes,
            changed,
            tail: Arc::new(tail),
            known: Arc::new(Known {
                through: sequence,
                facts: Arc::new(facts),
                claims: Arc::new(claims),
                articles: None,
            }),
        })
    }

    /// The same moment with the articles that there were.
    async fn with_articles_as_of(&self, past: &Past) -> Result<Past, EngineError> {
        let store = &self.store;
        let now = self.known.at_least(store, past.to, Need::Articles).await?;
        // What has been taken in since the moment was looked at for the first time was not there either.
        let mut changed: HashSet<ArticleId> = past.changed.iter().copied().collect();
        changed.extend(store.changed_since(past.to, MOST_CHANGED).await?);
        let changed: Vec<ArticleId> = changed.into_iter().collect();
        let mut articles = match &now.articles {
            Some(articles) => articles
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            None => Articles::default(),
        };
        articles.remove(&changed);
        let then = store.article_facts_as_of(&changed, past.sequence).await;
        articles.put(then.map_err(refused)?);
        let mut facts = Facts::clone(&past.known.facts);
        facts.copies = articles.copies();
        facts.version = next_version();
        Ok(Past {
            sequence: past.sequence,
            from: past.from,
            to: past.to,
            quotes: past.quotes.clone(),
            changed: past.changed.clone(),
            tail: Arc::clone(&past.tail),
            known: Arc::new(Known {
                facts: Arc::new(facts),
                articles: Some(Arc::new(RwLock::new(articles))),
                ..Known::clone(&past.known)
            }),
        })
    }
}

/// What the store cannot tell of the past is a matter of what was asked for.
fn refused(error: StoreError) -> EngineError {
    match error {
        StoreError::Refused { what } => EngineError::Request {
            field: "as_of",
            problem: what,
        },
        error => error.into(),
    }
}

fn too_much(changed: String) -> EngineError {
    EngineError::Request {
        field: "as_of",
        problem: format!(
            "more than {changed} are otherwise now than they were then; ask for a later moment"
        ),
    }
}
