//! Which wordings were one statement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::Sequence;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Led, firsts};
use crate::dialect::rows_per_statement;
use crate::entity::{statement, statement_was};
use crate::united::UnitedHeads;
use crate::{Store, StoreError};

impl Store {
    /// The wordings that did not stand for their statement then, each with the one that did, as
    /// [`Store::joined_wordings`].
    ///
    /// # Errors
    /// [`StoreError::Refused`] as [`Store::sequence_at`].
    pub async fn joined_wordings_as_of(&self, sequence: Sequence) -> Result<Led, StoreError> {
        self.unless_before_history(sequence).await?;
        let now: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
            .select_only()
            .columns([statement::Column::Id, statement::Column::JoinedTo])
            .filter(statement::Column::JoinedTo.is_not_null())
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut joined: BTreeMap<Uuid, Uuid> = now
            .into_iter()
            .filter_map(|(id, head)| Some((id, head?)))
            .collect();
        let was = statement_was::Entity::find()
            .filter(statement_was::Column::Through.gte(sequence.0))
            .order_by_asc(statement_was::Column::StatementId)
            .order_by_asc(statement_was::Column::Through)
            .all(self.reader())
            .await?;
        let was = firsts(was, |was| was.statement_id);
        for (id, was) in &was {
            match was.joined_to {
                Some(head) => joined.insert(*id, head),
                None => joined.remove(id),
            };
        }
        let united = self.united_then(sequence, &joined, &was).await?;
        Ok(united.lead(joined.into_iter().collect()))
    }

    /// The same words by two who were shown as one, as they were found to be one statement then.
    async fn united_then(
        &self,
        sequence: Sequence,
        joined: &BTreeMap<Uuid, Uuid>,
        was: &HashMap<Uuid, statement_was::Model>,
    ) -> Result<UnitedHeads, StoreError> {
        let merged = self.merged_speakers_as_of(sequence).await?;
        let shown: HashMap<Uuid, Uuid> = merged.iter().map(|(id, into)| (id.0, into.0)).collect();
        let gone: Vec<Uuid> = shown.keys().copied().collect();
        let keys = self.keys_of_speakers(&gone).await?;
        let mut firsts: HashMap<(Uuid, Uuid), Uuid> = HashMap::new();
        let mut united = UnitedHeads::default();
        for row in self.with_keys(&keys).await? {
            let held = was.get(&row.id).map_or(row.held, |was| was.held);
            if held.is_some() {
                continue;
            }
            let speaker = shown.get(&row.speaker_id).copied();
            let words = (row.key, speaker.unwrap_or(row.speaker_id));
            let head = joined.get(&row.id).copied().unwrap_or(row.id);
            let first = *firsts.entry(words).or_insert(head);
            united.unite(first, head);
        }
        Ok(united)
    }

    /// The words that there are wordings of by these speakers.
    async fn keys_of_speakers(&self, speakers: &[Uuid]) -> Result<BTreeSet<Uuid>, StoreError> {
        let mut keys = BTreeSet::new();
        for speakers in speakers.chunks(rows_per_statement(1)) {
            let found: Vec<Uuid> = statement::Entity::find()
                .select_only()
                .column(statement::Column::Key)
                .filter(statement::Column::SpeakerId.is_in(speakers.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            keys.extend(found);
        }
        Ok(keys)
    }
}
