//! Which claims a text may make.

use std::collections::HashMap;

use onrecord_matching::claims::{ClaimMatch as Found, SUGGEST_FROM};
use onrecord_model::{ClaimId, StatementId};

use super::pass::worth_of;
use super::views::{ClaimMatch, StatementClaims};
use crate::statements::page_size;
use crate::{Engine, EngineError};

/// Most code points of a text that is matched with claims.
const LONGEST_TEXT: usize = 10_000;

impl Engine {
    /// The claims that a text may make, the likeliest first, each once; at most `limit`. `speaker` is the name of who
    /// says it, where that is known: many claims are about what somebody said.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::QuotationLength`] for a text without a word or longer than 10,000
    /// characters, or [`EngineError::Store`].
    pub async fn match_claims(
        &self,
        text: &str,
        speaker: Option<&str>,
        limit: u16,
    ) -> Result<Vec<ClaimMatch>, EngineError> {
        page_size(limit)?;
        let length = text.chars().count();
        if length > LONGEST_TEXT || !text.chars().any(char::is_alphanumeric) {
            return Err(EngineError::QuotationLength {
                length,
                longest: LONGEST_TEXT,
            });
        }
        self.claims.catch_up(&self.store).await?;
        let found = self
            .claims
            .matches(
                vec![(text.to_owned(), speaker.map(str::to_owned))],
                usize::from(limit),
            )
            .await?;
        let mut matches: Vec<ClaimMatch> = Vec::new();
        for found in found.into_iter().flatten() {
            let Some(shown) = self.store.shown_claim(found.key).await? else {
                continue;
            };
            if matches.iter().any(|known| known.claim.id == shown) {
                continue;
            }
            let listing = self
                .store
                .claim_listings(&[shown])
                .await?
                .into_iter()
                .next();
            matches.extend(listing.map(|claim| ClaimMatch {
                claim,
                score: found.score,
                is_suggested: is_likely(&found),
                agreement: found.why,
            }));
        }
        Ok(matches)
    }

    /// For each text, with the name of who says it where that is known, the claims it may make, the likeliest first, by
    /// what the file they came in with calls them, else by id, with the scores; at most `limit` each. For thousands of
    /// texts: nothing else is read.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn match_many(
        &self,
        texts: Vec<(String, Option<String>)>,
        limit: u16,
    ) -> Result<Vec<Vec<(String, f32)>>, EngineError> {
        self.claims.catch_up(&self.store).await?;
        let found = self.claims.matches(texts, usize::from(limit)).await?;
        let mut ids: Vec<ClaimId> = found.iter().flatten().map(|found| found.key).collect();
        ids.sort();
        ids.dedup();
        let mut references: HashMap<ClaimId, String> = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            for (id, text) in self.store.claim_texts(ids).await? {
                references.insert(id, text.reference.unwrap_or_else(|| id.to_string()));
            }
        }
        let named =
            |found: Found<ClaimId>| Some((references.get(&found.key)?.clone(), found.score));
        Ok(found
            .into_iter()
            .map(|found| found.into_iter().filter_map(named).collect())
            .collect())
    }

    /// The claims that a statement makes or may make, by any of its wordings, and how much these words are worth
    /// checking.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claims_of_statement(
        &self,
        id: StatementId,
        words: &str,
    ) -> Result<StatementClaims, EngineError> {
        let wordings = self.store.wordings_of_statement(id).await?;
        Ok(StatementClaims {
            linked: self.store.claims_of_statements(&wordings).await?,
            suggested: self.store.suggested_claims(&wordings).await?,
            worth: worth_of(words),
        })
    }
}

/// Whether a claim is to be suggested: it is likely, and more than a name speaks for it.
pub(super) fn is_likely(found: &Found<ClaimId>) -> bool {
    found.score >= SUGGEST_FROM && has_words(found)
}

/// Whether a text has two words or numbers of a claim that are no names. The likelihood was learnt from posts, each by
/// somebody else; in the news a company says all there is about itself, and its name alone makes no claim.
pub(super) fn has_words<Key>(found: &Found<Key>) -> bool {
    found.why.words.len() + found.why.numbers.len() >= 2
}
