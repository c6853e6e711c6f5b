//! Which claims statements make or may make, and the other way round.

use std::collections::{HashMap, HashSet};

use onrecord_model::{ClaimId, ClaimLink, CodePointSpan, LinkScore, Share, StatementId, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::lists::{ClaimListing, unreadable};
use crate::dialect::rows_per_statement;
use crate::entity::{claim_link, claim_suggestion};
use crate::{Store, StoreError};

/// A claim that a statement makes, by a person's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedClaim {
    /// The wording that is linked.
    pub statement: StatementId,
    /// The part of its words that makes the claim.
    pub part: Option<CodePointSpan>,
    /// The claim, as it is shown.
    pub claim: ClaimListing,
}

/// A claim that a statement may make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedClaim {
    /// The wording.
    pub statement: StatementId,
    /// How sure the machine is.
    pub suggested: LinkScore,
    /// The claim. Its verdicts are not to be shown with the statement before a person agrees.
    pub claim: ClaimListing,
}

/// A statement that may make a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedStatement {
    /// The wording.
    pub statement: StatementId,
    /// How sure the machine is.
    pub suggested: LinkScore,
    /// When it found it.
    pub at: Timestamp,
}

impl Store {
    /// The claims that these wordings make, by a person's word, each as the one it is shown as.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn claims_of_statements(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<LinkedClaim>, StoreError> {
        let ids: Vec<Uuid> = wordings.iter().map(|id| id.0).collect();
        let mut rows = Vec::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            rows.extend(
                claim_link::Entity::find()
                    .filter(claim_link::Column::StatementId.is_in(ids.iter().copied()))
                    .filter(claim_link::Column::IsConfirmed.eq(true))
                    .all(self.reader())
                    .await?,
            );
        }
        rows.sort_by_key(|row| (row.number, row.statement_id));
        let mut linked: Vec<LinkedClaim> = Vec::with_capacity(rows.len());
        let shown = self
            .shown_listings(rows.iter().map(|row| ClaimId(row.claim_id)).collect())
            .await?;
        for row in rows {
            let link = link(&row)?;
            if let Some(claim) = shown.get(&ClaimId(row.claim_id))
                && !linked.iter().any(|known| known.claim.id == claim.id)
            {
                linked.push(LinkedClaim {
                    statement: link.statement,
                    part: link.part,
                    claim: claim.clone(),
                });
            }
        }
        Ok(linked)
    }

    /// The claims that these wordings may make, the likeliest first, without those that a person has linked or
    /// rejected.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn suggested_claims(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<SuggestedClaim>, StoreError> {
        let ids: Vec<Uuid> = wordings.iter().map(|id| id.0).collect();
        let mut rows = Vec::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            rows.extend(
                claim_suggestion::Entity::find()
                    .filter(claim_suggestion::Column::StatementId.is_in(ids.iter().copied()))
                    .all(self.reader())
                    .await?,
            );
        }
        let decided = self.decided(&ids).await?;
        rows.sort_by(|one, other| {
            let ids = (one.claim_id, one.statement_id).cmp(&(other.claim_id, other.statement_id));
            other.score.total_cmp(&one.score).then(ids)
        });
        let shown = self
            .shown_listings(rows.iter().map(|row| ClaimId(row.claim_id)).collect())
            .await?;
        let mut suggested: Vec<SuggestedClaim> = Vec::new();
        for row in rows {
            if let Some(claim) = shown.get(&ClaimId(row.claim_id))
                && !decided.contains(&claim.id)
                && !suggested.iter().any(|known| {
                    known.claim.id == claim.id && known.statement.0 == row.statement_id
                })
            {
                suggested.push(SuggestedClaim {
                    statement: StatementId(row.statement_id),
                    suggested: score(&row),
                    claim: claim.clone(),
                });
            }
        }
        Ok(suggested)
    }

    /// The claims that a person has linked to one of these wordings or rejected, each as the one it is shown as.
    async fn decided(&self, wordings: &[Uuid]) -> Result<HashSet<ClaimId>, StoreError> {
        let mut decided: Vec<ClaimId> = Vec::new();
        for ids in wordings.chunks(rows_per_statement(1)) {
            let claims: Vec<Uuid> = claim_link::Entity::find()
                .select_only()
                .column(claim_link::Column::ClaimId)
                .filter(claim_link::Column::StatementId.is_in(ids.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            decided.extend(claims.into_iter().map(ClaimId));
        }
        let shown = self.shown_claims(&decided).await?;
        Ok(shown.into_values().collect())
    }

    /// At most `limit` statements that may make one of these claims, the likeliest first, without those that a person
    /// has said something of in any wording, and how many there are. What is suggested for several of the claims is told
    /// once.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn suggested_statements(
        &self,
        claims: &[ClaimId],
        limit: u16,
    ) -> Result<(Vec<SuggestedStatement>, u64), StoreError> {
        let ids: Vec<Uuid> = claims.iter().map(|id| id.0).collect();
        let mut rows: Vec<claim_suggestion::Model> = Vec::new();
        let mut said_of: HashSet<Uuid> = HashSet::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            rows.extend(
                claim_suggestion::Entity::find()
                    .filter(claim_suggestion::Column::ClaimId.is_in(ids.iter().copied()))
                    .all(self.reader())
                    .await?,
            );
            let decided: Vec<Uuid> = claim_link::Entity::find()
                .select_only()
                .column(claim_link::Column::StatementId)
                .filter(claim_link::Column::ClaimId.is_in(ids.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            said_of.extend(decided);
        }
        rows.sort_by(|one, other| {
            let ids = (one.statement_id, one.claim_id).cmp(&(other.statement_id, other.claim_id));
            other.score.total_cmp(&one.score).then(ids)
        });
        let wordings = rows.iter().map(|row| row.statement_id);
        let wordings: Vec<StatementId> = wordings.chain(said_of).map(StatementId).collect();
        let heads: HashMap<StatementId, StatementId> = self
            .shown_statements(&wordings)
            .await?
            .into_iter()
            .collect();
        let said_of: HashSet<StatementId> = wordings[rows.len()..]
            .iter()
            .filter_map(|wording| heads.get(wording).copied())
            .collect();
        let mut seen: HashSet<Uuid> = HashSet::new();
        rows.retain(|row| {
            let head = heads.get(&StatementId(row.statement_id));
            head.is_some_and(|head| !said_of.contains(head)) && seen.insert(row.statement_id)
        });
        let count = rows.len() as u64;
        let suggested = rows
            .into_iter()
            .take(usize::from(limit))
            .map(|row| SuggestedStatement {
                statement: StatementId(row.statement_id),
                suggested: score(&row),
                at: row.at,
            });
        Ok((suggested.collect(), count))
    }
}

fn score(row: &claim_suggestion::Model) -> LinkScore {
    LinkScore {
        score: Share::nearest(row.score),
        method: row.method.clone(),
    }
}

fn link(row: &claim_link::Model) -> Result<ClaimLink, StoreError> {
    serde_json::from_str(&row.body).map_err(|_| unreadable("link of the claim", row.claim_id))
}
