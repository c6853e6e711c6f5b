//! What a change means for the index: whose quotes and passages read differently.

use std::collections::BTreeSet;

use onrecord_model::{ArticleId, Change, Entity, SpeakerId};

use super::{ARTICLES, IndexKeeper, SOURCES};
use crate::EngineError;

/// Articles and sources that the index holds otherwise than they are now, each once.
#[derive(Default)]
pub(super) struct Changed {
    articles: Vec<ArticleId>,
    /// The index holds a source as it holds an article: by its id, with all that is in it.
    sources: Vec<ArticleId>,
}

impl Changed {
    /// Adds what other changes bear on.
    pub(super) fn add(&mut self, other: Self) {
        for (all, more) in [
            (&mut self.articles, other.articles),
            (&mut self.sources, other.sources),
        ] {
            let united: BTreeSet<ArticleId> = all.drain(..).chain(more).collect();
            all.extend(united);
        }
    }

    /// In parts whose quotes can be held at a time.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[ArticleId]> {
        let articles = self.articles.chunks(ARTICLES);
        articles.chain(self.sources.chunks(SOURCES))
    }
}

impl IndexKeeper {
    /// Everything whose quotes read differently after these changes. Of a speaker with more than `most_of_speaker`
    /// articles and sources nothing.
    pub(super) async fn changed(
        &self,
        changes: &[Change],
        most_of_speaker: Option<u64>,
    ) -> Result<Changed, EngineError> {
        let mut articles = BTreeSet::new();
        let mut sources = BTreeSet::new();
        for change in changes {
            match change.entity {
                Entity::Article => {
                    articles.insert(ArticleId(change.id));
                }
                Entity::Source => {
                    sources.insert(ArticleId(change.id));
                }
                Entity::Speaker => {
                    let limit = most_of_speaker.map(|most| most + 1);
                    let id = SpeakerId(change.id);
                    let quoting = self.store.articles_quoting(id, limit).await?;
                    let holding = self.store.sources_of_speaker(id, limit).await?;
                    let all = (quoting.len() + holding.len()) as u64;
                    if limit.is_none_or(|limit| all < limit) {
                        articles.extend(quoting);
                        sources.extend(holding.into_iter().map(|id| ArticleId(id.0)));
                    }
                }
                // Which statement a quote belongs to is not in the index, nor which claims it makes.
                Entity::Statement | Entity::Claim | Entity::Correction => {}
            }
        }
        Ok(Changed {
            articles: articles.into_iter().collect(),
            sources: sources.into_iter().collect(),
        })
    }
}
