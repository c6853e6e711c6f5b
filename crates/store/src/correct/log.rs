//! The log of corrections: appended to, read, and held against its hashes.

use std::collections::BTreeMap;

use onrecord_model::{
    Action, ClaimId, Correction, CorrectionId, Entity, Operation, QuoteId, SpeakerId, Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait,
    DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::Correcting;
use crate::dialect;
use crate::entity::{change, correction, correction_subject};
use crate::error::Failed;
use crate::identity::digest;
use crate::put::{insert_all, json};
use crate::records::{Page, Problem};
use crate::{Store, StoreError};

/// How many entries are read at a time.
const PAGE: u64 = 500;

/// Which entries of the log to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CorrectionFilter {
    /// Only those about this speaker, by whatever id they go or went.
    pub speaker: Option<SpeakerId>,
    /// Only those about this quote.
    pub quote: Option<QuoteId>,
    /// Only those about this claim itself.
    pub claim: Option<ClaimId>,
}

/// Number of the last entry, and its hash; zero and nothing before the first.
pub(crate) async fn end(connection: &impl ConnectionTrait) -> Result<(i64, String), DbErr> {
    let last: Option<(i64, String)> = correction::Entity::find()
        .select_only()
        .column(correction::Column::Number)
        .column(correction::Column::Hash)
        .order_by_desc(correction::Column::Number)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(last.unwrap_or_default())
}

pub(super) async fn row(
    connection: &impl ConnectionTrait,
    number: i64,
) -> Result<correction::Model, Failed> {
    let row = correction::Entity::find_by_id(number)
        .one(connection)
        .await?;
    Ok(row.ok_or_else(|| StoreError::damaged(format!("correction {number} is gone")))?)
}

/// Everything an entry holds, and the hash of the one before it, so that none can be altered, added between two,
/// or taken away without this being seen.
fn hash(row: &correction::Model) -> String {
    let undoes = row.undoes.map(|undoes| undoes.to_string());
    digest(&[
        Some(&row.previous),
        Some(&row.number.to_string()),
        Some(&row.id.to_string()),
        Some(&row.at.timestamp_micros().to_string()),
        Some(&row.author),
        undoes.as_deref(),
        Some(&row.body),
    ])
}

/// An entry that is to be appended, with what is written beside it.
pub(crate) struct Entry {
    pub(crate) row: correction::Model,
    subjects: Vec<correction_subject::ActiveModel>,
    changes: Vec<change::ActiveModel>,
}

impl Correcting<'_> {
    /// Appends the entry, and the changes by which the index follows. These are the last rows of a transaction,
    /// so that the feed is locked as shortly as can be.
    pub(crate) async fn write(self, by: &str, action: Action) -> Result<Correction, Failed> {
        let transaction = self.transaction;
        let entry = self.entry(by, &action)?;
        let row = entry.row.clone();
        append(transaction, vec![entry]).await?;
        read(row, None).map_err(Failed::Store)
    }

    /// What is to be appended.
    pub(crate) fn entry(mut self, by: &str, action: &Action) -> Result<Entry, StoreError> {
        let undoes = match action {
            Action::Undo { correction, .. } => Some(correction.0),
            _ => None,
        };
        let mut row = correction::Model {
            number: self.number,
            id: self.id,
            at: self.at,
            author: by.to_owned(),
            undoes,
            previous: std::mem::take(&mut self.previous),
            hash: String::new(),
            body: json(action)?,
        };
        row.hash = hash(&row);
        let subjects = self.subjects.iter();
        let subjects = subjects.map(|subject| correction_subject::ActiveModel {
            subject: Set(*subject),
            number: Set(self.number),
        });
        Ok(Entry {
            subjects: subjects.collect(),
            changes: self.changes(),
            row,
        })
    }

    fn changes(&self) -> Vec<change::ActiveModel> {
        let change = |entity: Entity, id: Uuid| change::ActiveModel {
            entity: Set(entity.as_str().to_owned()),
            entity_id: Set(id),
            operation: Set(Operation::Put.as_str().to_owned()),
            at: Set(self.at),
            ..Default::default()
        };
        let speakers = self.speakers.iter().map(|id| change(Entity::Speaker, *id));
        let articles = self.articles.iter().map(|id| change(Entity::Article, *id));
        let claims = self.claims.iter().map(|id| change(Entity::Claim, *id));
        let statements = self
            .statements
            .iter()
            .map(|id| change(Entity::Statement, *id));
        let log = std::iter::once(change(Entity::Correction, self.id));
        speakers
            .chain(articles)
            .chain(statements)
            .chain(claims)
            .chain(log)
            .collect()
    }
}

/// Appends entries that follow each other.
pub(crate) async fn append(
    transaction: &DatabaseTransaction,
    entries: Vec<Entry>,
) -> Result<(), Failed> {
    let (mut rows, mut subjects, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for mut entry in entries {
        rows.push(entry.row.into_active_model().reset_all());
        subjects.append(&mut entry.subjects);
        changes.append(&mut entry.changes);
    }
    insert_all(transaction, rows, None).await?;
    insert_all(transaction, subjects, None).await?;
    dialect::lock_change_feed(transaction).await?;
    insert_all(transaction, changes, None).await?;
    Ok(())
}

impl Store {
    /// At most `limit` corrections that pass the filter, the last one first; `before` is the number behind which
    /// the page begins.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where an entry cannot be read.
    pub async fn corrections(
        &self,
        filter: CorrectionFilter,
        before: Option<u64>,
        limit: u16,
    ) -> Result<Page<Correction, u64>, StoreError> {
        let mut find = correction::Entity::find();
        if let Some(speaker) = filter.speaker {
            let group = self.speaker_group(&[speaker]).await?;
            find = find.filter(about(group.iter().map(|id| id.0).collect()));
        }
        if let Some(quote) = filter.quote {
            find = find.filter(about(vec![quote.0]));
        }
        if let Some(claim) = filter.claim {
            find = find.filter(about(vec![claim.0]));
        }
        if let Some(before) = before {
            let before = i64::try_from(before).unwrap_or(i64::MAX);
            find = find.filter(correction::Column::Number.lt(before));
        }
        let mut rows = find
            .order_by_desc(correction::Column::Number)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows
            .last()
            .filter(|_| more)
            .map(|last| last.number.unsigned_abs());
        Ok(Page {
            items: self.with_undone(rows).await?,
            next,
        })
    }

    /// One entry of the log; `None` where there is none of this id.
    ///
    /// # Errors
    /// As [`Store::corrections`].
    pub async fn correction(&self, id: CorrectionId) -> Result<Option<Correction>, StoreError> {
        let row = correction::Entity::find()
            .filter(correction::Column::Id.eq(id.0))
            .one(self.reader())
            .await?;
        Ok(self.with_undone(row.into_iter().collect()).await?.pop())
    }

    /// The id of the correction with this number.
    pub(crate) async fn correction_numbered(
        &self,
        number: Option<i64>,
    ) -> Result<Option<CorrectionId>, StoreError> {
        let Some(number) = number else {
            return Ok(None);
        };
        let id: Option<Uuid> = correction::Entity::find_by_id(number)
            .select_only()
            .column(correction::Column::Id)
            .into_tuple()
            .one(self.reader())
            .await?;
        Ok(id.map(CorrectionId))
    }

    async fn with_undone(
        &self,
        rows: Vec<correction::Model>,
    ) -> Result<Vec<Correction>, StoreError> {
        let ids = rows.iter().map(|row| row.id);
        let undone: BTreeMap<Uuid, Uuid> = undone(self.reader(), ids.collect()).await?;
        rows.into_iter()
            .map(|row| {
                let undone_by = undone.get(&row.id).copied().map(CorrectionId);
                read(row, undone_by)
            })
            .collect()
    }

    /// The first entry of the log that is not as it was written, if there is one.
    pub(crate) async fn check_log(
        connection: &impl ConnectionTrait,
    ) -> Result<Vec<Problem>, DbErr> {
        let mut number = 0;
        let mut previous = String::new();
        loop {
            let rows = correction::Entity::find()
                .filter(correction::Column::Number.gt(number))
                .order_by_asc(correction::Column::Number)
                .limit(PAGE)
                .all(connection)
                .await?;
            if rows.is_empty() {
                return Ok(Vec::new());
            }
            for row in rows {
                if let Some(what) = broken(&row, number, &previous) {
                    return Ok(vec![Problem {
                        row: format!("correction {} (number {})", row.id, row.number),
                        what: format!("{what}; the log cannot be trusted from here on"),
                    }]);
                }
                number = row.number;
                previous = row.hash;
            }
        }
    }
}

fn broken(row: &correction::Model, number: i64, previous: &str) -> Option<&'static str> {
    if row.number != number + 1 {
        return Some("does not follow the entry before it: one was taken out");
    }
    if row.previous != previous {
        return Some("does not hold the hash of the entry before it");
    }
    (row.hash != hash(row)).then_some("is not what its hash was made of")
}

/// Which of these corrections were taken back, and by which.
pub(super) async fn undone(
    connection: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<BTreeMap<Uuid, Uuid>, DbErr> {
    let rows: Vec<(Option<Uuid>, Uuid)> = correction::Entity::find()
        .select_only()
        .column(correction::Column::Undoes)
        .column(correction::Column::Id)
        .filter(correction::Column::Undoes.is_in(ids))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(undoes, id)| Some((undoes?, id)))
        .collect())
}

/// Whether an entry is about one of these.
pub(crate) fn about(subjects: Vec<Uuid>) -> Condition {
    use sea_orm::QueryTrait;
    let numbers = correction_subject::Entity::find()
        .select_only()
        .column(correction_subject::Column::Number)
        .filter(correction_subject::Column::Subject.is_in(subjects))
        .into_query();
    Condition::all().add(correction::Column::Number.in_subquery(numbers))
}

pub(crate) fn action(row: &correction::Model) -> Result<Action, StoreError> {
    serde_json::from_str(&row.body)
        .map_err(|_| StoreError::damaged(format!("correction {} cannot be read", row.id)))
}

pub(crate) fn read(
    row: correction::Model,
    undone_by: Option<CorrectionId>,
) -> Result<Correction, StoreError> {
    Ok(Correction {
        action: action(&row)?,
        id: CorrectionId(row.id),
        number: row.number.unsigned_abs(),
        at: row.at as Timestamp,
        by: row.author,
        undone_by,
        hash: row.hash,
    })
}
