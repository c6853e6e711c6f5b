//! Claims that come in by the thousand, and reviews that go out.

use onrecord_intake::ClaimRecord as Incoming;
use onrecord_model::{ClaimId, Review, ReviewId, Timestamp};
use onrecord_store::{ClaimImport, ClaimRecord};

use crate::analyse::statement_fingerprint;
use crate::{Engine, EngineError};

/// What became of claims that came in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ClaimsImported {
    /// Claims that are new.
    pub added: u64,
    /// Claims that were known, some of which have new reviews.
    pub known: u64,
    /// Reviews that are new, with those of new claims.
    pub reviews: u64,
    /// Texts and reviews that read differently now.
    pub revised: u64,
    /// Those that were not taken in.
    pub refused: Vec<RefusedClaim>,
}

/// A claim that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedClaim {
    /// The line or item it stands in, counted from 1.
    pub line: u64,
    /// Why not.
    pub why: String,
}

impl Engine {
    /// Claims that go into one transaction.
    pub const CLAIMS_AT_ONCE: usize = 200;

    /// Takes claims in with their reviews, all that are not refused in one transaction; when it returns they are
    /// durable, and the next match finds them.
    ///
    /// # Errors
    /// [`EngineError::Store`] for what keeps the store from writing; nothing is written then.
    pub async fn import_claims(
        &self,
        by: &str,
        claims: Vec<Incoming>,
    ) -> Result<ClaimsImported, EngineError> {
        let lines: Vec<u64> = claims.iter().map(|claim| claim.line).collect();
        let claims: Vec<ClaimImport> = claims
            .into_iter()
            .map(|claim| ClaimImport {
                text: claim.text,
                reviews: claim.reviews,
            })
            .collect();
        let imported = self
            .store
            .import_claims(by, (self.clock)(), &claims, statement_fingerprint)
            .await?;
        let mut all = ClaimsImported::default();
        for (line, one) in lines.into_iter().zip(imported) {
            match one.refused {
                Some(error) => all.refused.push(RefusedClaim {
                    line,
                    why: error.to_string(),
                }),
                None if one.is_new => all.added += 1,
                None => all.known += 1,
            }
            all.reviews += one.reviews;
            all.revised += one.revised;
        }
        Ok(all)
    }

    /// At most `limit` reviews that were published or withdrawn, in order of date, each with its claim as the log has
    /// it; `after` is the date and id of the last one before.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn reviews_after(
        &self,
        after: Option<(Timestamp, ReviewId)>,
        limit: u16,
    ) -> Result<Vec<(ClaimRecord, ReviewId, Review)>, EngineError> {
        let rows: Vec<(ClaimId, ReviewId, Review)> = self.store.reviews_after(after, limit).await?;
        let mut reviews = Vec::with_capacity(rows.len());
        for (claim, id, review) in rows {
            if let Some(record) = self.store.claim(claim, None).await? {
                reviews.push((record, id, review));
            }
        }
        Ok(reviews)
    }
}
