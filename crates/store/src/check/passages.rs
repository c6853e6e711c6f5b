//! Whether the passages of primary sources are those that were stored.

use onrecord_model::SourceId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{Check, DATABASE};
use crate::StoreError;
use crate::entity::source;
use crate::identity::PassagesHash;
use crate::passages::of_source;
use crate::records::Problem;

/// How many sources, each with its passages, are held at once.
const SOURCES_PER_PAGE: u64 = 20;

impl Check {
    /// Looks at the passages of every source.
    pub(super) async fn passages(&mut self) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let looked = self.sources_after(after).await;
            let Some(ids) = self.unless_damaged(DATABASE, looked)? else {
                return Ok(());
            };
            let Some(last) = ids.last() else {
                return Ok(());
            };
            after = Some(*last);
            for id in ids {
                let row = format!("source {id}");
                let looked = self.is_as_stored(id).await;
                if self.unless_damaged(row.as_str(), looked)? == Some(false) {
                    self.problems.push(Problem {
                        row,
                        what: "has other passages than its hash was made of".to_owned(),
                    });
                }
            }
        }
    }

    /// The next sources, from the index of the primary key.
    async fn sources_after(&self, after: Option<SourceId>) -> Result<Vec<SourceId>, StoreError> {
        let ids: Vec<Uuid> = source::Entity::find()
            .select_only()
            .column(source::Column::Id)
            .apply_if(after, |find, after| {
                find.filter(source::Column::Id.gt(after.0))
            })
            .order_by_asc(source::Column::Id)
            .limit(SOURCES_PER_PAGE)
            .into_tuple()
            .all(&self.reader)
            .await?;
        let ids: Vec<SourceId> = ids.into_iter().map(SourceId).collect();
        // A broken index may lead in a circle.
        if after.into_iter().chain(ids.iter().copied()).is_sorted() {
            Ok(ids)
        } else {
            Err(StoreError::damaged("the sources do not come in order"))
        }
    }

    async fn is_as_stored(&self, id: SourceId) -> Result<bool, StoreError> {
        let Some(row) = source::Entity::find_by_id(id.0).one(&self.reader).await? else {
            return Err(StoreError::damaged("the index leads to no row"));
        };
        let passages = crate::entity::passage::Entity::find()
            .filter(of_source(&row))
            .order_by_asc(crate::entity::passage::Column::Id)
            .all(&self.reader)
            .await?;
        let mut hash = PassagesHash::default();
        for passage in &passages {
            hash.add(
                passage.position,
                passage.said,
                [
                    passage.outlet.as_deref(),
                    passage.url.as_deref(),
                    passage.reference.as_deref(),
                ],
                &passage.text,
            );
        }
        Ok(hash.hash() == row.content_hash)
    }
}
