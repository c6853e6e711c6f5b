//! The rows that a claim comes to: made from its record alone, so that they can be made again and held against those
//! that are stored.

use std::collections::BTreeMap;

use onrecord_model::{ClaimText, Publication};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::record::ClaimRecord;
use crate::StoreError;
use crate::dialect::rows_per_statement;
use crate::entity::{claim, claim_link, claim_relation, claim_suggestion, review};
use crate::fold::fold;
use crate::identity::digest_key;
use crate::put::{insert_all, json};

/// All rows of one claim.
#[derive(Debug, PartialEq)]
pub(super) struct ClaimRows {
    pub(super) claim: claim::Model,
    pub(super) links: Vec<claim_link::Model>,
    pub(super) relations: Vec<claim_relation::Model>,
    pub(super) reviews: Vec<review::Model>,
}

/// What an import knows a claim by: its words, and who made it. Case, white space and the marks at the ends of words do
/// not count; those within do, or "1.5 percent" would be "15 percent". The words are compared here and not by the
/// fingerprint of statements, so that the doctor can tell what the key must be.
pub(super) fn key(text: &ClaimText) -> Uuid {
    let claimant = text.claimant.as_ref().map(|claimant| fold(&claimant.name));
    digest_key(&[Some(&words(&text.text)), claimant.as_deref()])
}

fn words(text: &str) -> String {
    let is_mark = |character: char| ".,;:!?…'\"’‘“”«»()".contains(character);
    let text = text.nfkc().collect::<String>().to_lowercase();
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(is_mark))
        .filter(|word| !word.is_empty())
        .collect();
    match words.is_empty() {
        true => text,
        false => words.join(" "),
    }
}

impl ClaimRows {
    pub(super) fn of(record: &ClaimRecord) -> Result<Self, StoreError> {
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
            key: key(text),
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
        Ok(Self::beside(connection, vec![claim]).await?.pop())
    }

    /// Those that are stored of each of these claims.
    pub(super) async fn beside(
        connection: &impl ConnectionTrait,
        claims: Vec<claim::Model>,
    ) -> Result<Vec<Self>, DbErr> {
        let mut all = Vec::with_capacity(claims.len());
        let mut claims = claims.into_iter().peekable();
        while claims.peek().is_some() {
            let some = claims.by_ref().take(rows_per_statement(1));
            let mut some: BTreeMap<Uuid, Self> = some
                .map(|claim| {
                    let rows = Self {
                        links: Vec::new(),
                        relations: Vec::new(),
                        reviews: Vec::new(),
                        claim,
                    };
                    (rows.claim.id, rows)
                })
                .collect();
            let ids: Vec<Uuid> = some.keys().copied().collect();
            let ids = || ids.iter().copied();
            let links = claim_link::Entity::find()
                .filter(claim_link::Column::ClaimId.is_in(ids()))
                .all(connection)
                .await?;
            let relations = claim_relation::Entity::find()
                .filter(claim_relation::Column::ClaimId.is_in(ids()))
                .all(connection)
                .await?;
            let reviews = review::Entity::find()
                .filter(review::Column::ClaimId.is_in(ids()))
                .all(connection)
                .await?;
            for link in links {
                if let Some(rows) = some.get_mut(&link.claim_id) {
                    rows.links.push(link);
                }
            }
            for relation in relations {
                if let Some(rows) = some.get_mut(&relation.claim_id) {
                    rows.relations.push(relation);
                }
            }
            for review in reviews {
                if let Some(rows) = some.get_mut(&review.claim_id) {
                    rows.reviews.push(review);
                }
            }
            all.extend(some.into_values().map(|mut rows| {
                rows.sort();
                rows
            }));
        }
        Ok(all)
    }

    fn sort(&mut self) {
        self.links.sort_by_key(|link| link.statement_id);
        self.relations.sort_by_key(|relation| relation.other_id);
        self.reviews.sort_by_key(|review| review.id);
    }

    /// Puts these in the place of those that are stored, as far as they differ. A review that came from another claim
    /// is moved.
    pub(super) async fn replace(
        self,
        transaction: &DatabaseTransaction,
        stored: Option<Self>,
    ) -> Result<(), DbErr> {
        let id = self.claim.id;
        if let Some(stored) = &stored {
            if stored.claim != self.claim {
                claim::Entity::delete_by_id(id).exec(transaction).await?;
            }
            let gone = missing(&stored.links, &self.links, |link| link.statement_id);
            for gone in gone.chunks(rows_per_statement(1)) {
                claim_link::Entity::delete_many()
                    .filter(claim_link::Column::ClaimId.eq(id))
                    .filter(claim_link::Column::StatementId.is_in(gone.iter().copied()))
                    .exec(transaction)
                    .await?;
            }
            let gone = missing(&stored.relations, &self.relations, |row| row.other_id);
            for gone in gone.chunks(rows_per_statement(1)) {
                claim_relation::Entity::delete_many()
                    .filter(claim_relation::Column::ClaimId.eq(id))
                    .filter(claim_relation::Column::OtherId.is_in(gone.iter().copied()))
                    .exec(transaction)
                    .await?;
            }
            delete_reviews(
                transaction,
                missing(&stored.reviews, &self.reviews, |row| row.id),
            )
            .await?;
        }
        let (known, links, relations, reviews) = match stored {
            None => (None, Vec::new(), Vec::new(), Vec::new()),
            Some(stored) => (
                Some(stored.claim),
                stored.links,
                stored.relations,
                stored.reviews,
            ),
        };
        let new = Self {
            links: only_new(self.links, &links),
            relations: only_new(self.relations, &relations),
            reviews: only_new(self.reviews, &reviews),
            claim: self.claim,
        };
        // What came from another claim may still be there under that.
        delete_reviews(transaction, new.reviews.iter().map(|row| row.id).collect()).await?;
        if known.as_ref() != Some(&new.claim) {
            insert_all(transaction, all(vec![new.claim]), None).await?;
        }
        insert_all(transaction, all(new.links), None).await?;
        insert_all(transaction, all(new.relations), None).await?;
        insert_all(transaction, all(new.reviews), None).await
    }
}

/// The keys of those that are stored and not meant to be as they are.
fn missing<Row: PartialEq>(stored: &[Row], meant: &[Row], key: fn(&Row) -> Uuid) -> Vec<Uuid> {
    stored
        .iter()
        .filter(|row| !meant.contains(row))
        .map(key)
        .collect()
}

fn only_new<Row: PartialEq>(meant: Vec<Row>, stored: &[Row]) -> Vec<Row> {
    meant
        .into_iter()
        .filter(|row| !stored.contains(row))
        .collect()
}

async fn delete_reviews(transaction: &DatabaseTransaction, ids: Vec<Uuid>) -> Result<(), DbErr> {
    for ids in ids.chunks(rows_per_statement(1)) {
        review::Entity::delete_many()
            .filter(review::Column::Id.is_in(ids.iter().copied()))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// Writes the rows of claims that are new.
pub(super) async fn insert_new(
    transaction: &DatabaseTransaction,
    claims: Vec<ClaimRows>,
) -> Result<(), DbErr> {
    let (mut rows, mut links, mut reviews) = (Vec::new(), Vec::new(), Vec::new());
    for mut claim in claims {
        rows.push(claim.claim);
        links.append(&mut claim.links);
        reviews.append(&mut claim.reviews);
    }
    insert_all(transaction, all(rows), None).await?;
    insert_all(transaction, all(links), None).await?;
    insert_all(transaction, all(reviews), None).await
}

/// Takes all rows of a claim away, and what machines found of it.
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
    claim_suggestion::Entity::delete_many()
        .filter(claim_suggestion::Column::ClaimId.eq(id))
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
