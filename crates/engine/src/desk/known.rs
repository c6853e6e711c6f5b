//! The claims there are, ready to be looked for in texts: in memory, made from the store and kept up with its change
//! feed. Whoever asks waits for what was acknowledged before, so that a claim is found as soon as it is made.

use std::sync::{Arc, RwLock};

use onrecord_matching::claims::{ClaimIndex, ClaimMatch as Found, ClaimText as Words};
use onrecord_model::{ClaimId, ClaimText, Entity, Sequence};
use onrecord_store::Store;
use tokio::sync::Mutex;

use crate::EngineError;
use crate::indexer::blocking;

/// Claims read at a time.
const PAGE: u16 = 500;
/// Changes gone through at a time.
const CHANGES: u32 = 2_000;

/// The claims there are.
#[derive(Default)]
pub(crate) struct KnownClaims {
    index: Arc<RwLock<ClaimIndex<ClaimId>>>,
    /// Up to where the change feed is in it; `None` before it was read the first time. One at a time brings it up.
    through: Mutex<Option<Sequence>>,
}

impl KnownClaims {
    /// Brings the claims up to what is stored now.
    pub(crate) async fn catch_up(&self, store: &Store) -> Result<(), EngineError> {
        let mut through = self.through.lock().await;
        let now = store.last_sequence().await?;
        match *through {
            Some(position) if position >= now => return Ok(()),
            Some(position) => self.follow(store, position, now).await?,
            None => self.load(store).await?,
        }
        *through = Some(now);
        Ok(())
    }

    async fn load(&self, store: &Store) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            let texts = store.claim_texts_after(after, PAGE).await?;
            after = texts.last().map(|(id, _)| *id);
            if after.is_none() {
                return Ok(());
            }
            self.put(Vec::new(), texts).await?;
        }
    }

    async fn follow(
        &self,
        store: &Store,
        mut position: Sequence,
        now: Sequence,
    ) -> Result<(), EngineError> {
        while position < now {
            let changes = store.changes_after(position, CHANGES).await?;
            let Some(last) = changes.last() else {
                return Ok(());
            };
            position = last.sequence;
            let mut changed: Vec<ClaimId> = changes
                .iter()
                .filter(|change| change.entity == Entity::Claim)
                .map(|change| ClaimId(change.id))
                .collect();
            changed.sort();
            changed.dedup();
            for changed in changed.chunks(usize::from(PAGE)) {
                let texts = store.claim_texts(changed).await?;
                let gone = changed
                    .iter()
                    .copied()
                    .filter(|id| !texts.iter().any(|(known, _)| known == id));
                self.put(gone.collect(), texts).await?;
            }
        }
        Ok(())
    }

    async fn put(
        &self,
        gone: Vec<ClaimId>,
        texts: Vec<(ClaimId, ClaimText)>,
    ) -> Result<(), EngineError> {
        let index = Arc::clone(&self.index);
        blocking("reading claims", move || {
            // A panic elsewhere leaves the index as it was between two claims.
            let mut index = index
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            for id in gone {
                index.remove(id);
            }
            for (id, text) in &texts {
                index.put(*id, &words(text, context(text).as_deref()));
            }
        })
        .await
    }

    /// The claims that texts may make, each said by whoever is named with it, where somebody is; for each the likeliest
    /// first, at most `limit`.
    pub(crate) async fn matches(
        &self,
        texts: Vec<(String, Option<String>)>,
        limit: usize,
    ) -> Result<Vec<Vec<Found<ClaimId>>>, EngineError> {
        let index = Arc::clone(&self.index);
        blocking("matching claims", move || {
            let index = index
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            texts
                .iter()
                .map(|(text, speaker)| index.matches_said_by(text, speaker.as_deref(), limit))
                .collect()
        })
        .await
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.index
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .is_empty()
    }
}

/// What a claim is found by.
pub(super) fn words<'text>(text: &'text ClaimText, context: Option<&'text str>) -> Words<'text> {
    Words {
        claim: &text.text,
        title: text.title.as_deref(),
        context,
    }
}

/// What was said around a claim, and by whom.
fn context(text: &ClaimText) -> Option<String> {
    let claimant = text.claimant.as_ref().map(|claimant| &claimant.name);
    match (claimant, &text.context) {
        (Some(claimant), Some(context)) => Some(format!("{claimant}. {context}")),
        (one, other) => one.or(other.as_ref()).cloned(),
    }
}
