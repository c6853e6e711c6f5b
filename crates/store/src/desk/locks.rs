//! Who has a claim or a statement open: for minutes, in no log.

use onrecord_model::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::correct::names;
use crate::entity::claim_lock;
use crate::identity::stored_time;
use crate::{Store, StoreError, dialect};

/// That somebody has something open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Who.
    pub holder: String,
    /// Until when, unless it is renewed or given back before.
    pub until: Timestamp,
}

impl Store {
    /// Opens a claim or a statement for somebody, or renews that, until `until`. Nobody else changes it meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody else has it open, [`StoreError::Refused`] for a name that is none.
    pub async fn lock(
        &self,
        subject: Uuid,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lock, StoreError> {
        let holder = names::valid("name of who opens it", holder)?;
        let transaction = dialect::begin_write(self.writer()).await?;
        dialect::lock_corrections(&transaction).await?;
        let known = claim_lock::Entity::find_by_id(subject)
            .one(&transaction)
            .await?;
        if let Some(known) = known
            && known.holder != holder
            && known.until > now
        {
            return Err(StoreError::Conflict {
                what: format!("{} has it open until {}", known.holder, known.until),
                correction: None,
            });
        }
        claim_lock::Entity::delete_many()
            .filter(claim_lock::Column::Until.lte(now))
            .exec(&transaction)
            .await?;
        let lock = Lock {
            holder,
            until: stored_time(until),
        };
        let row = claim_lock::ActiveModel {
            subject: Set(subject),
            holder: Set(lock.holder.clone()),
            until: Set(lock.until),
        };
        claim_lock::Entity::insert(row)
            .on_conflict(
                OnConflict::column(claim_lock::Column::Subject)
                    .update_columns([claim_lock::Column::Holder, claim_lock::Column::Until])
                    .to_owned(),
            )
            .exec_without_returning(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(lock)
    }

    /// Gives back what somebody has open; nothing happens where they have not.
    ///
    /// # Errors
    /// Only what keeps the store from writing.
    pub async fn unlock(&self, subject: Uuid, holder: &str) -> Result<(), StoreError> {
        claim_lock::Entity::delete_many()
            .filter(claim_lock::Column::Subject.eq(subject))
            .filter(claim_lock::Column::Holder.eq(holder.trim()))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Who has these open at that time.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn locks(
        &self,
        subjects: &[Uuid],
        now: Timestamp,
    ) -> Result<Vec<(Uuid, Lock)>, StoreError> {
        let mut rows = Vec::new();
        for subjects in subjects.chunks(dialect::rows_per_statement(1)) {
            rows.extend(
                claim_lock::Entity::find()
                    .filter(claim_lock::Column::Subject.is_in(subjects.iter().copied()))
                    .filter(claim_lock::Column::Until.gt(now))
                    .all(self.reader())
                    .await?,
            );
        }
        let locks = rows.into_iter().map(|row| {
            let lock = Lock {
                holder: row.holder,
                until: row.until,
            };
            (row.subject, lock)
        });
        Ok(locks.collect())
    }
}
