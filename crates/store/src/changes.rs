//! Reading the change feed.

use onrecord_model::{Change, Entity, Operation, Sequence};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};

use crate::entity::change;
use crate::{Store, StoreError};

impl Store {
    /// At most `limit` changes behind `after`, in the order they were committed.
    ///
    /// Whoever reads on from the last one seen misses none: a change that is not visible yet will have a
    /// higher number than all that are. Numbers may be left out where a writer gave up.
    pub async fn changes_after(
        &self,
        after: Sequence,
        limit: u32,
    ) -> Result<Vec<Change>, StoreError> {
        let rows = change::Entity::find()
            .filter(change::Column::Sequence.gt(after.0))
            .order_by_asc(change::Column::Sequence)
            .limit(u64::from(limit))
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// How much there is behind `after` that changed what is said by whom: the number of changes of articles and
    /// speakers, and of the passages of primary sources.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn weight_after(&self, after: Sequence) -> Result<u64, StoreError> {
        let statement = Statement::from_sql_and_values(
            self.reader().get_database_backend(),
            "SELECT cast(coalesce(sum(coalesce(source.passages, 1)), 0) AS BIGINT) FROM change \
             LEFT JOIN source ON change.entity = $1 AND source.id = change.entity_id \
             WHERE change.sequence > $2 AND change.entity IN ($1, $3, $4)",
            [
                Entity::Source.as_str().into(),
                after.0.into(),
                Entity::Article.as_str().into(),
                Entity::Speaker.as_str().into(),
            ],
        );
        let row = self.reader().query_one_raw(statement).await?;
        let row = row.ok_or_else(|| StoreError::damaged("the database does not count"))?;
        let weight: i64 = row.try_get_by_index(0)?;
        Ok(weight.max(0) as u64)
    }

    /// The last change there is; zero before the first.
    pub async fn last_sequence(&self) -> Result<Sequence, StoreError> {
        let last: Option<i64> = change::Entity::find()
            .select_only()
            .column(change::Column::Sequence)
            .order_by_desc(change::Column::Sequence)
            .limit(1)
            .into_tuple()
            .one(self.reader())
            .await?;
        Ok(Sequence(last.unwrap_or_default()))
    }
}

fn read(row: change::Model) -> Result<Change, StoreError> {
    let damaged = |what: &str| {
        StoreError::damaged(format!(
            "change {} holds the {what} which is not known",
            row.sequence
        ))
    };
    let entity = Entity::ALL
        .into_iter()
        .find(|entity| entity.as_str() == row.entity)
        .ok_or_else(|| damaged("entity"))?;
    let operation = [Operation::Put, Operation::Delete]
        .into_iter()
        .find(|operation| operation.as_str() == row.operation)
        .ok_or_else(|| damaged("operation"))?;
    Ok(Change {
        sequence: Sequence(row.sequence),
        entity,
        id: row.entity_id,
        operation,
        at: row.at,
    })
}
