//! The pass over the desk: how much new statements are worth checking, and which claims they may make.
//!
//! It follows the change feed in transactions of its own, and nobody who stores something waits for it. What it writes
//! of a statement follows from its words, the claims there are and the built-in models; with other models it begins
//! anew.

use std::time::Duration;

use onrecord_matching::checkworthy::{CHECKWORTHY_MODEL, worth, worth_score};
use onrecord_matching::claims::ClaimIndex;
use onrecord_model::{
    AssertionClass, ClaimId, ClaimText, CodePointSpan, CodePoints, LinkScore, Share, StatementId,
};
use onrecord_store::{FoundAtDesk, StatementWorth, WordsToJudge};
use tokio_util::sync::CancellationToken;

use super::known::words;
use super::matches::{has_words, is_likely};
use crate::indexer::blocking;
use crate::{Engine, EngineError};

/// How often the feed is looked at.
const POLL: Duration = Duration::from_millis(200);
/// Changes that are gone through at once, at most.
const CHANGES: u32 = 128;
/// Claims that one statement may be suggested to make.
const SUGGESTED: usize = 5;
/// Statements of the record that a new claim is compared with.
const COMPARED: usize = 40;
/// Name and version of the method that suggests links.
const METHOD: &str = "claims/1";

/// How much words are worth checking.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// From 0 to 1: how likely a checker would say so.
    pub score: f64,
    /// What sort of assertion it is.
    pub class: AssertionClass,
    /// The words that speak for it or against it, the strongest first, each with its weight: for it above 0.
    pub words: Vec<(CodePointSpan, f64)>,
}

/// How much these words are worth checking, and which of them say so.
#[must_use]
pub fn worth_of(words: &str) -> Worth {
    let found = worth(words);
    let points = CodePoints::new(words);
    Worth {
        score: f64::from(found.score),
        class: found.class,
        words: found
            .words
            .iter()
            .map(|word| (points.span(word.span), f64::from(word.weight)))
            .collect(),
    }
}

/// Name and version of all that the pass uses.
fn model() -> String {
    format!("{CHECKWORTHY_MODEL} {METHOD}")
}

impl Engine {
    /// Goes on with the pass until it has gone through everything that is stored.
    ///
    /// # Errors
    /// [`EngineError::Store`], [`EngineError::Search`]; what was written until then holds.
    pub async fn judge(&self) -> Result<(), EngineError> {
        self.judge_until(&CancellationToken::new()).await
    }

    /// As [`Engine::judge`], and ends between two transactions where it is told to.
    ///
    /// # Errors
    /// As [`Engine::judge`].
    pub async fn judge_until(&self, stop: &CancellationToken) -> Result<(), EngineError> {
        let _alone = self.judging.lock().await;
        while !stop.is_cancelled() && self.judge_step().await? {}
        Ok(())
    }

    /// Follows the change feed until `stop`. An error is logged and tried again, with growing pauses of up to half a
    /// minute.
    pub async fn run_desk(&self, stop: CancellationToken) {
        let mut pause = POLL;
        loop {
            match self.judge_until(&stop).await {
                Ok(()) | Err(EngineError::IndexNotReady) => pause = POLL,
                Err(error) => {
                    pause = (pause * 2).min(Duration::from_secs(30));
                    tracing::error!(%error, retry_after = ?pause, "statements could not be judged");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Goes through the next changes; `false` where there are none.
    async fn judge_step(&self) -> Result<bool, EngineError> {
        let from = self.store.desk_position().await?;
        let mut position = from.clone();
        if from.model != model() {
            position = onrecord_store::DeskPosition {
                model: model(),
                ..onrecord_store::DeskPosition::default()
            };
        }
        let changes = self.store.changes_after(position.position, CHANGES).await?;
        let Some(last) = changes.last() else {
            return Ok(false);
        };
        position.position = last.sequence;
        self.claims.catch_up(&self.store).await?;
        let (wordings, claims) = self.store.touched_at_desk(&changes).await?;
        let words = self.store.words_to_judge(&wordings).await?;
        let mut found = FoundAtDesk {
            position,
            at: (self.clock)(),
            gone: wordings
                .into_iter()
                .filter(|id| {
                    words
                        .binary_search_by_key(id, |words| words.statement)
                        .is_err()
                })
                .collect(),
            ..FoundAtDesk::default()
        };
        found.suggestions = self.suggest_claims(&words).await?;
        found
            .suggestions
            .extend(self.suggest_statements(&claims).await?);
        found.compared = claims;
        found.judged = blocking("judging statements", move || {
            words.into_iter().map(judged).collect()
        })
        .await?;
        // Where somebody else was faster, the next step begins where they ended.
        self.store.write_desk(&from, &found).await?;
        Ok(true)
    }

    /// The claims that statements may make.
    async fn suggest_claims(
        &self,
        words: &[WordsToJudge],
    ) -> Result<Vec<(StatementId, ClaimId, LinkScore)>, EngineError> {
        if self.claims.is_empty() {
            return Ok(Vec::new());
        }
        let texts = words.iter().map(said).collect();
        let matches = self.claims.matches(texts, SUGGESTED).await?;
        let suggestions = words.iter().zip(matches).flat_map(|(words, matches)| {
            let likely = matches.into_iter().filter(is_likely);
            likely.map(|found| (words.statement, found.key, score(found.score)))
        });
        Ok(suggestions.collect())
    }

    /// The statements on record that may make claims that are new or read differently: those with the rarest words of
    /// the claim, each held against all claims there are.
    async fn suggest_statements(
        &self,
        claims: &[ClaimId],
    ) -> Result<Vec<(StatementId, ClaimId, LinkScore)>, EngineError> {
        let mut suggestions = Vec::new();
        for (claim, text) in self.store.claim_texts(claims).await? {
            let scope = self.index.scope().await?;
            let asked = text.text.clone();
            let candidates = blocking("looking for statements", move || {
                scope
                    .snapshot
                    .candidates(&asked, None, COMPARED, scope.tail.as_deref())
            })
            .await??;
            let statements = self.store.statements_of(&candidates.quotes).await?;
            let mut words = self.store.words_to_judge(&statements).await?;
            // To hold one text against all claims takes a millisecond or two; most candidates have nothing of this one.
            words = blocking("comparing words", move || {
                let alone = alone(&text);
                words.retain(|words| shares_words(&alone, &words.words));
                words
            })
            .await?;
            let texts = words.iter().map(said).collect();
            let matches = self.claims.matches(texts, SUGGESTED).await?;
            for (words, matches) in words.iter().zip(matches) {
                let own = matches
                    .into_iter()
                    .find(|found| found.key == claim && is_likely(found));
                suggestions.extend(own.map(|own| (words.statement, claim, score(own.score))));
            }
        }
        Ok(suggestions)
    }
}

/// The index of one claim alone.
fn alone(text: &ClaimText) -> ClaimIndex<()> {
    let mut index = ClaimIndex::default();
    index.put((), &words(text, None));
    index
}

/// Whether a text has enough of the words of the one claim that it could be suggested to make it.
fn shares_words(claim: &ClaimIndex<()>, text: &str) -> bool {
    claim.matches(text, 1).first().is_some_and(has_words)
}

fn said(words: &WordsToJudge) -> (String, Option<String>) {
    (words.words.clone(), Some(words.speaker.clone()))
}

fn judged(words: WordsToJudge) -> StatementWorth {
    let (score, class) = worth_score(&words.words);
    StatementWorth {
        statement: words.statement,
        score: f64::from(score),
        class,
        last_day: words.last_day,
    }
}

fn score(score: f32) -> LinkScore {
    LinkScore {
        score: Share::nearest(f64::from(score)),
        method: METHOD.to_owned(),
    }
}
