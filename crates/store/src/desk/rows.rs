//! The rows that a claim comes to: made from its record alone, so that they can be made again and held against those
//! that are stored.

use onrecord_model::{Claimant, Publication};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::record::ClaimRecord;
use crate::entity::{claim, claim_link, claim_relation, review};
use crate::fold::fold;
use crate::identity::digest_key;
use crate::put::{insert_all, json};
use crate::{Fingerprint, StoreError};

/// All rows of one claim.
#[derive(Debug, PartialEq)]
pub(super) struct ClaimRows {
    pub(super) claim: claim::Model,
    pub(super) links: Vec<claim_link::Model>,
    pub(super) relations: Vec<claim_relation::Model>,
    pub(super) reviews: Vec<review::Model>,
}

/// What an import knows a claim by: its words, and who made it.
pub(super) fn key(text: &str, claimant: Option<&Claimant>, fingerprint: Fingerprint) -> Uuid {
    let words = fingerprint(text).unwrap_or_else(|| text.to_owned());
    digest_key(&[
        Some(&words),
        claimant.map(|claimant| fold(&claimant.name)).as_deref(),
    ])
}

impl ClaimRows {
    pub(super) fn of(record: &ClaimRecord, fingerprint: Fingerprint) -> Result<Self, StoreError> {
        let text = &record.text;
        let published = record.verdicts();
        let gone = record.reviews.iter().filter(|review| {
            review.content.publication == Publication::Published
                && review.content.evidence.iter().any(|one| one.is_gone)
        });
        let own = published
            .iter()
            .filter(|review| !review.content.is_imported)
            .map(|review| day(review.content.date))
            .max();
        let claim = claim::Model {
            id: record.id.0,
            text: text.text.clone(),
            claimant: text.claimant.as_ref().map(|claimant| claimant.name.clone()),
            reference: text.reference.clone(),
            key: key(&text.text, text.claimant.as_ref(), fingerprint),
            state: record.state.as_str().to_owned(),
            assigned_to: record.assigned_to.clone(),
            merged_into: record.merged_into.map(|into| into.0),
            made_at: record.made.at,
            changed_at: record.last.at,
            changed_by: record.last.number.cast_signed(),
            published: i32::try_from(published.len()).unwrap_or(i32::MAX),
            evidence_gone: i32::try_from(gone.count()).unwrap_or(i32::MAX),
            settled_at: record.settled_at,
            own_review_day: own,
            body: json(text)?,
        };
        let mut links = Vec::new();
        for link in &record.links {
            links.push(claim_link::Model {
                claim_id: record.id.0,
                statement_id: link.link.statement.0,
                is_confirmed: true,
                number: link.done.number.cast_signed(),
                body: json(&link.link)?,
            });
        }
        for rejected in &record.rejected {
            links.push(claim_link::Model {
                claim_id: record.id.0,
                statement_id: rejected.statement.0,
                is_confirmed: false,
                number: rejected.done.number.cast_signed(),
                body: json(&rejected.words)?,
            });
        }
        let relations = record
            .relations
            .iter()
            .map(|(other, relation)| claim_relation::Model {
                claim_id: record.id.0,
                other_id: other.0,
                relation: relation.as_str().to_owned(),
            });
        let mut reviews = Vec::new();
        for known in &record.reviews {
            let content = &known.content;
            reviews.push(review::Model {
                id: known.id.0,
                claim_id: record.id.0,
                rating: content.rating.name.clone(),
                value: content.rating.value.map(f64::from),
                publication: content.publication.as_str().to_owned(),
                author: content.author.name.clone(),
                date: content.date,
                language: content.language.clone(),
                url: content.url.clone(),
                is_imported: content.is_imported,
                body: json(content)?,
            });
        }
        let mut rows = Self {
            claim,
            links,
            relations: relations.collect(),
            reviews,
        };
        rows.sort();
        Ok(rows)
    }

    /// Those that are stored; `None` where there is no such claim.
    pub(super) async fn stored(
        connection: &impl ConnectionTrait,
        id: Uuid,
    ) -> Result<Option<Self>, DbErr> {
        let Some(claim) = claim::Entity::find_by_id(id).one(connection).await? else {
            return Ok(None);
        };
        let mut rows = Self {
            claim,
            links: claim_link::Entity::find()
                .filter(claim_link::Column::ClaimId.eq(id))
                .all(connection)
                .await?,
            relations: claim_relation::Entity::find()
                .filter(claim_relation::Column::ClaimId.eq(id))
                .all(connection)
                .await?,
            reviews: review::Entity::find()
                .filter(review::Column::ClaimId.eq(id))
                .order_by_asc(review::Column::Id)
                .all(connection)
                .await?,
        };
        rows.sort();
        Ok(Some(rows))
    }

    fn sort(&mut self) {
        self.links.sort_by_key(|link| link.statement_id);
        self.relations.sort_by_key(|relation| relation.other_id);
        self.reviews.sort_by_key(|review| review.id);
    }

    /// Puts these in the place of those there are. A review that came from another claim is moved.
    pub(super) async fn write(self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        let reviews: Vec<Uuid> = self.reviews.iter().map(|review| review.id).collect();
        if !reviews.is_empty() {
            review::Entity::delete_many()
                .filter(review::Column::Id.is_in(reviews))
                .exec(transaction)
                .await?;
        }
        delete(transaction, self.claim.id).await?;
        insert_all(transaction, all(vec![self.claim]), None).await?;
        insert_all(transaction, all(self.links), None).await?;
        insert_all(transaction, all(self.relations), None).await?;
        insert_all(transaction, all(self.reviews), None).await
    }
}

/// Takes all rows of a claim away.
pub(super) async fn delete(transaction: &DatabaseTransaction, id: Uuid) -> Result<(), DbErr> {
    claim::Entity::delete_by_id(id).exec(transaction).await?;
    claim_link::Entity::delete_many()
        .filter(claim_link::Column::ClaimId.eq(id))
        .exec(transaction)
        .await?;
    claim_relation::Entity::delete_many()
        .filter(claim_relation::Column::ClaimId.eq(id))
        .exec(transaction)
        .await?;
    review::Entity::delete_many()
        .filter(review::Column::ClaimId.eq(id))
        .exec(transaction)
        .await?;
    Ok(())
}

fn all<M, A>(models: Vec<M>) -> Vec<A>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    models
        .into_iter()
        .map(|model| model.into_active_model().reset_all())
        .collect()
}

/// The day of an instant, counted from 1970.
pub(super) fn day(at: onrecord_model::Timestamp) -> i32 {
    i32::try_from(at.timestamp().div_euclid(86_400)).unwrap_or(i32::MAX)
}
