//! Flags as they are read.

use onrecord_model::{FlagId, FlagSubject, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::lists::unreadable;
use crate::entity::flag;
use crate::records::Page;
use crate::{Store, StoreError};

/// Which flags to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FlagFilter {
    /// Only those that nobody has settled.
    pub is_open: bool,
    /// Only those on this.
    pub subject: Option<FlagSubject>,
}

/// A flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRecord {
    /// The flag.
    pub id: FlagId,
    /// What is flagged.
    pub subject: FlagSubject,
    /// Its words then.
    pub words: String,
    /// Why.
    pub reason: String,
    /// Who flagged it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Who settled it, and when.
    pub settled: Option<(String, Timestamp)>,
    /// What came of it.
    pub note: Option<String>,
}

impl Store {
    /// At most `limit` flags, the newest first; `before` is the one behind which the page begins.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn flags(
        &self,
        filter: FlagFilter,
        before: Option<FlagId>,
        limit: u16,
    ) -> Result<Page<FlagRecord, FlagId>, StoreError> {
        let mut rows = flag::Entity::find()
            .apply_if(filter.is_open.then_some(()), |find, ()| {
                find.filter(flag::Column::SettledAt.is_null())
            })
            .apply_if(filter.subject, |find, subject| {
                find.filter(flag::Column::SubjectId.eq(subject.id()))
                    .filter(flag::Column::SubjectKind.eq(subject.kind()))
            })
            .apply_if(before, |find, before| {
                find.filter(flag::Column::Id.lt(before.0))
            })
            .order_by_desc(flag::Column::Id)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows.last().filter(|_| more).map(|row| FlagId(row.id));
        let items: Result<Vec<FlagRecord>, StoreError> =
            rows.into_iter().map(flag_record).collect();
        Ok(Page {
            items: items?,
            next,
        })
    }

    /// One flag; `None` where there is none of this id.
    ///
    /// # Errors
    /// As [`Store::flags`].
    pub async fn flag(&self, id: FlagId) -> Result<Option<FlagRecord>, StoreError> {
        let row = flag::Entity::find_by_id(id.0).one(self.reader()).await?;
        row.map(flag_record).transpose()
    }
}

fn flag_record(row: flag::Model) -> Result<FlagRecord, StoreError> {
    let subject = FlagSubject::new(&row.subject_kind, row.subject_id)
        .ok_or_else(|| unreadable("flag", row.id))?;
    Ok(FlagRecord {
        id: FlagId(row.id),
        subject,
        words: row.words,
        reason: row.reason,
        by: row.author,
        at: row.at,
        settled: row.settled_by.zip(row.settled_at),
        note: row.note,
    })
}
