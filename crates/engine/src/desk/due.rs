//! What has to be looked at again.

use onrecord_matching::claims::{ClaimIndex, ClaimText};
use onrecord_model::{ClaimId, StatementId, Timestamp};
use onrecord_store::{ClaimRecord, Due, Repeat};

use super::views::{ClaimView, DueClaim, DuePage, DueReason};
use crate::indexer::blocking;
use crate::statements::{cursor, page_size};
use crate::{Engine, EngineError};

/// Candidates looked at while a page is filled: those that may have been repeated with other numbers were mostly not.
const LOOKED_AT: u16 = 100;

impl Engine {
    /// A page of the claims that have to be looked at again, in the order they were made; `older_than` is how old the
    /// last review of this newsroom may be. `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn due_claims(
        &self,
        older_than: chrono::TimeDelta,
        after: Option<&str>,
        limit: u16,
    ) -> Result<DuePage, EngineError> {
        page_size(limit)?;
        let oldest = (self.clock)()
            .checked_sub_signed(older_than)
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let mut after = cursor(after)?.map(ClaimId);
        let mut claims: Vec<DueClaim> = Vec::new();
        loop {
            let (candidates, next) = self.store.due_claims(oldest, after, LOOKED_AT).await?;
            for candidate in candidates {
                let id = candidate.claim.id;
                let reasons = self.reasons(&candidate).await?;
                if reasons.is_empty() {
                    continue;
                }
                claims.push(DueClaim {
                    claim: candidate.claim,
                    reasons,
                });
                if claims.len() == usize::from(limit) {
                    return Ok(DuePage {
                        claims,
                        next: Some(id.to_string()),
                    });
                }
            }
            match next {
                Some(next) => after = Some(next),
                None => return Ok(DuePage { claims, next: None }),
            }
        }
    }

    async fn reasons(&self, due: &Due) -> Result<Vec<DueReason>, EngineError> {
        let Some(record) = self.store.claim(due.claim.id, None).await? else {
            return Ok(Vec::new());
        };
        let mut reasons = Vec::new();
        if due.is_asked_for {
            reasons.push(match record.is_disputed() {
                true => DueReason::Disagreement,
                false => DueReason::SecondReview,
            });
        }
        if due.evidence_gone > 0 {
            reasons.push(DueReason::EvidenceGone(due.evidence_gone));
        }
        let own = record
            .verdicts()
            .into_iter()
            .find(|review| !review.content.is_imported)
            .map(|review| review.content.date);
        if let Some(own) = own.filter(|_| due.is_old) {
            reasons.push(DueReason::Old(own));
        }
        if let Some(own) = own.filter(|_| due.is_repeated) {
            reasons.extend(self.other_numbers(&record, own).await?);
        }
        Ok(reasons)
    }

    /// Whether the claim was made again since it was reviewed and looked into, with numbers that are not its own.
    async fn other_numbers(
        &self,
        record: &ClaimRecord,
        since: Timestamp,
    ) -> Result<Option<DueReason>, EngineError> {
        let linked: Vec<StatementId> = record
            .links
            .iter()
            .map(|link| link.link.statement)
            .collect();
        let mut group = record.merged.clone();
        group.push(record.id);
        let (suggested, _) = self
            .store
            .suggested_statements(&group, ClaimView::SUGGESTIONS)
            .await?;
        let suggested: Vec<StatementId> = suggested.iter().map(|one| one.statement).collect();
        for (statements, is_suggested) in [(linked, false), (suggested, true)] {
            let repeats = self
                .store
                .repeats(&statements, since, record.settled_at)
                .await?;
            let text = record.text.text.clone();
            let mut others: Vec<Repeat> = blocking("comparing numbers", move || {
                let other = |repeat: &Repeat| has_other_numbers(&text, &repeat.words);
                repeats
                    .into_iter()
                    .filter(|repeat| repeat.is_new && other(repeat))
                    .collect()
            })
            .await?;
            let times = others.len() as u64;
            let Some(last) = others.pop() else {
                continue;
            };
            if let Some(quote) = self.store.quotes(&[last.quote]).await?.pop() {
                return Ok(Some(DueReason::OtherNumbers {
                    quote: Box::new(quote),
                    times,
                    is_suggested,
                }));
            }
        }
        Ok(None)
    }
}

/// Whether words have numbers that the claim has not, in the place of some that it has.
fn has_other_numbers(claim: &str, words: &str) -> bool {
    lacks_numbers(claim, words) && lacks_numbers(words, claim)
}

/// Whether a text lacks numbers that another has.
fn lacks_numbers(text: &str, other: &str) -> bool {
    let mut index = ClaimIndex::default();
    index.put(
        (),
        &ClaimText {
            claim: other,
            ..ClaimText::default()
        },
    );
    let found = index.matches(text, 1);
    found
        .first()
        .is_some_and(|found| !found.why.missing_numbers.is_empty())
}
