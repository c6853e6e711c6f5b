//! One claim with everything that the log says of it, now or as of a date; what the claims and reviews there are say,
//! page by page.

use onrecord_model::{ClaimId, ClaimText, Review, ReviewId, StatementId, Timestamp};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::history::united;
use super::lists::{content, text};
use super::record::ClaimRecord;
use crate::dialect::rows_per_statement;
use crate::entity::{claim, review, statement};
use crate::{Store, StoreError};

impl Store {
    /// What the log says of a claim, with what it says of those that were merged into it; the claim it is shown as,
    /// where it was merged into another. As of a date: what it said then. `None` where there is no such claim, or was
    /// none.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where an entry cannot be read, or does not fit those before it.
    pub async fn claim(
        &self,
        id: ClaimId,
        as_of: Option<Timestamp>,
    ) -> Result<Option<ClaimRecord>, StoreError> {
        united(self.reader(), id, as_of).await
    }

    /// The claim that this one is shown as, itself where it was merged into none; `None` where there is none.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn shown_claim(&self, id: ClaimId) -> Result<Option<ClaimId>, StoreError> {
        Ok(self.shown_claims(&[id]).await?.remove(&id))
    }

    /// The claim of which this is a review.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn claim_of_review(&self, id: ReviewId) -> Result<Option<ClaimId>, StoreError> {
        let claim: Option<Uuid> = review::Entity::find_by_id(id.0)
            .select_only()
            .column(review::Column::ClaimId)
            .into_tuple()
            .one(self.reader())
            .await?;
        Ok(claim.map(ClaimId))
    }

    /// The claim that a file called so, as the one it is shown as.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn claim_called(&self, reference: &str) -> Result<Option<ClaimId>, StoreError> {
        let id: Option<Uuid> = claim::Entity::find()
            .select_only()
            .column(claim::Column::Id)
            .filter(claim::Column::Reference.eq(reference))
            .into_tuple()
            .one(self.reader())
            .await?;
        match id {
            Some(id) => self.shown_claim(ClaimId(id)).await,
            None => Ok(None),
        }
    }

    /// At most `limit` claims behind this one in order of id, with what they say; those that were merged into others
    /// too: their words lead to those.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn claim_texts_after(
        &self,
        after: Option<ClaimId>,
        limit: u16,
    ) -> Result<Vec<(ClaimId, ClaimText)>, StoreError> {
        let rows = claim::Entity::find()
            .apply_if(after, |find, after| {
                find.filter(claim::Column::Id.gt(after.0))
            })
            .order_by_asc(claim::Column::Id)
            .limit(u64::from(limit))
            .all(self.reader())
            .await?;
        rows.iter()
            .map(|row| Ok((ClaimId(row.id), text(row)?)))
            .collect()
    }

    /// What these claims say; those that are not there are left out.
    ///
    /// # Errors
    /// As [`Store::claim_texts_after`].
    pub async fn claim_texts(
        &self,
        ids: &[ClaimId],
    ) -> Result<Vec<(ClaimId, ClaimText)>, StoreError> {
        let mut texts = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let rows = claim::Entity::find()
                .filter(claim::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .all(self.reader())
                .await?;
            for row in &rows {
                texts.push((ClaimId(row.id), text(row)?));
            }
        }
        Ok(texts)
    }

    /// At most `limit` reviews in order of date and id, drafts left out, with the claims they are of as those are
    /// shown; `after` is the date and id of the last of the page before.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn reviews_after(
        &self,
        after: Option<(Timestamp, ReviewId)>,
        limit: u16,
    ) -> Result<Vec<(ClaimId, ReviewId, Review)>, StoreError> {
        let later = after.map(|(date, id)| {
            Condition::any().add(review::Column::Date.gt(date)).add(
                Condition::all()
                    .add(review::Column::Date.eq(date))
                    .add(review::Column::Id.gt(id.0)),
            )
        });
        let rows = review::Entity::find()
            .filter(review::Column::Publication.ne(onrecord_model::Publication::Draft.as_str()))
            .apply_if(later, |find, later| find.filter(later))
            .order_by_asc(review::Column::Date)
            .order_by_asc(review::Column::Id)
            .limit(u64::from(limit))
            .all(self.reader())
            .await?;
        let claims: Vec<ClaimId> = rows.iter().map(|row| ClaimId(row.claim_id)).collect();
        let shown = self.shown_claims(&claims).await?;
        rows.iter()
            .map(|row| {
                let own = ClaimId(row.claim_id);
                let claim = shown.get(&own).copied().unwrap_or(own);
                Ok((claim, ReviewId(row.id), content(row)?))
            })
            .collect()
    }

    /// For each of these wordings, the one that stands for its statement; those that are not there are left out.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn shown_statements(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<(StatementId, StatementId)>, StoreError> {
        let mut shown = Vec::with_capacity(wordings.len());
        for wordings in wordings.chunks(rows_per_statement(1)) {
            let rows: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
                .select_only()
                .column(statement::Column::Id)
                .column(statement::Column::JoinedTo)
                .filter(statement::Column::Id.is_in(wordings.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.reader())
                .await?;
            let heads = rows
                .into_iter()
                .map(|(id, head)| (StatementId(id), StatementId(head.unwrap_or(id))));
            shown.extend(heads);
        }
        Ok(shown)
    }
}
