//! One claim with everything that the log says of it, now or as of a date; scales; what the claims and reviews there
//! are say, page by page.

use onrecord_model::{
    ClaimId, ClaimText, Correction, Review, ReviewId, Scale, ScaleId, StatementId, Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use super::lists::{content, text};
use super::log_of;
use super::record::ClaimRecord;
use super::valid::usual_scale;
use crate::entity::{claim, review, scale};
use crate::identity::stored_time;
use crate::{Store, StoreError};

/// The id that the usual scale goes by until a newsroom defines it anew.
const USUAL_SCALE: ScaleId = ScaleId(Uuid::nil());

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
        let Some(mut record) = self.own_record(id, as_of).await? else {
            return Ok(None);
        };
        while let Some(into) = record.merged_into {
            record = self
                .own_record(into, as_of)
                .await?
                .ok_or_else(|| StoreError::damaged(format!("the claim {into} is gone")))?;
        }
        let mut merged = record.merged.clone();
        let mut at = 0;
        while at < merged.len() {
            if let Some(other) = self.own_record(merged[at], as_of).await?
                && other.merged_into.is_some()
            {
                merged.extend(other.merged.iter().copied());
                unite(&mut record, other);
                at += 1;
            } else {
                merged.remove(at);
            }
        }
        record.merged = merged;
        record.reviews.sort_by_key(|review| review.added.number);
        Ok(Some(record))
    }

    async fn own_record(
        &self,
        id: ClaimId,
        as_of: Option<Timestamp>,
    ) -> Result<Option<ClaimRecord>, StoreError> {
        let mut entries = log_of(self.reader(), id.0).await?;
        if let Some(as_of) = as_of.map(stored_time) {
            entries.retain(|entry: &Correction| entry.at <= as_of);
        }
        ClaimRecord::of(id, &entries).map_err(|misfit| {
            StoreError::damaged(format!(
                "the entry {} of the log does not fit those before it: {}",
                misfit.number, misfit.what
            ))
        })
    }

    /// The claim that this one is shown as, itself where it was merged into none; `None` where there is none.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn shown_claim(&self, id: ClaimId) -> Result<Option<ClaimId>, StoreError> {
        let mut shown = id;
        loop {
            let row: Option<Option<Uuid>> = claim::Entity::find_by_id(shown.0)
                .select_only()
                .column(claim::Column::MergedInto)
                .into_tuple()
                .one(self.reader())
                .await?;
            match row {
                None => return Ok(None),
                Some(None) => return Ok(Some(shown)),
                Some(Some(into)) => shown = ClaimId(into),
            }
        }
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
        let rows = claim::Entity::find()
            .filter(claim::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(self.reader())
            .await?;
        rows.iter()
            .map(|row| Ok((ClaimId(row.id), text(row)?)))
            .collect()
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
        let mut reviews = Vec::with_capacity(rows.len());
        for row in rows {
            let own = ClaimId(row.claim_id);
            let shown = self.shown_claim(own).await?.unwrap_or(own);
            reviews.push((shown, ReviewId(row.id), content(&row)?));
        }
        Ok(reviews)
    }

    /// The scales of this newsroom by name; the usual one, under a nil id, until it is defined.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn scales(&self) -> Result<Vec<(ScaleId, Scale)>, StoreError> {
        scales(self.reader()).await
    }

    /// The statements linked to these claims by a person, each by the wording that stands for it now.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn shown_statements(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<(StatementId, StatementId)>, StoreError> {
        use crate::entity::statement;
        let rows: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
            .select_only()
            .column(statement::Column::Id)
            .column(statement::Column::JoinedTo)
            .filter(statement::Column::Id.is_in(wordings.iter().map(|id| id.0)))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows
            .into_iter()
            .map(|(id, head)| (StatementId(id), StatementId(head.unwrap_or(id))))
            .collect())
    }
}

pub(super) async fn scales(
    connection: &impl ConnectionTrait,
) -> Result<Vec<(ScaleId, Scale)>, StoreError> {
    let rows = scale::Entity::find()
        .order_by_asc(scale::Column::Name)
        .all(connection)
        .await?;
    let mut scales = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        let content: Scale = serde_json::from_str(&row.body)
            .map_err(|_| StoreError::damaged(format!("scale {} cannot be read", row.id)))?;
        scales.push((ScaleId(row.id), content));
    }
    let usual = usual_scale();
    if !scales.iter().any(|(_, known)| known.name == usual.name) {
        scales.push((USUAL_SCALE, usual));
    }
    Ok(scales)
}

/// What was said of a claim that was merged into another counts for that one, where it says nothing of it itself.
fn unite(record: &mut ClaimRecord, other: ClaimRecord) {
    for link in other.links {
        let statement = link.link.statement;
        let is_known = record
            .links
            .iter()
            .any(|known| known.link.statement == statement)
            || record
                .rejected
                .iter()
                .any(|known| known.statement == statement);
        if !is_known {
            record.links.push(link);
        }
    }
    for rejected in other.rejected {
        let statement = rejected.statement;
        let is_known = record
            .links
            .iter()
            .any(|known| known.link.statement == statement)
            || record
                .rejected
                .iter()
                .any(|known| known.statement == statement);
        if !is_known {
            record.rejected.push(rejected);
        }
    }
    let own = record.id;
    for (relations, others) in [
        (&mut record.relations, other.relations),
        (&mut record.related_by, other.related_by),
    ] {
        for (claim, relation) in others {
            if claim != own && !relations.iter().any(|(known, _)| *known == claim) {
                relations.push((claim, relation));
            }
        }
    }
    record.reviews.extend(other.reviews);
}
