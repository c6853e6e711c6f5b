//! Which of the claims of a file are there already.

use std::collections::HashMap;

use onrecord_model::{ClaimId, ClaimText};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::rows;
use crate::dialect::rows_per_statement;
use crate::entity::claim;

/// Claims by what a file tells of them.
#[derive(Default)]
pub(super) struct Known {
    by_reference: HashMap<String, Uuid>,
    /// The first of these words and this claimant, and the first of those that no file has called anything.
    by_words: HashMap<Uuid, (Uuid, Option<Uuid>)>,
}

impl Known {
    /// Those that these texts may be.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        texts: impl Iterator<Item = &ClaimText>,
    ) -> Result<Self, DbErr> {
        let mut known = Self::default();
        let texts: Vec<(Option<&str>, Uuid)> = texts
            .map(|text| (text.reference.as_deref(), rows::key(text)))
            .collect();
        for texts in texts.chunks(rows_per_statement(2)) {
            let references = texts.iter().filter_map(|(reference, _)| *reference);
            let found: Vec<(Uuid, Option<String>, Uuid)> = claim::Entity::find()
                .select_only()
                .column(claim::Column::Id)
                .column(claim::Column::Reference)
                .column(claim::Column::Key)
                .filter(
                    Condition::any()
                        .add(claim::Column::Reference.is_in(references))
                        .add(claim::Column::Key.is_in(texts.iter().map(|(_, key)| *key))),
                )
                .order_by_asc(claim::Column::Id)
                .into_tuple()
                .all(connection)
                .await?;
            for (id, reference, key) in found {
                known.note(id, reference, key);
            }
        }
        Ok(known)
    }

    /// Notes one that is new; those are noted behind those that are known.
    pub(super) fn add(&mut self, id: ClaimId, text: &ClaimText) {
        self.note(id.0, text.reference.clone(), rows::key(text));
    }

    fn note(&mut self, id: Uuid, reference: Option<String>, key: Uuid) {
        let by_words = self.by_words.entry(key).or_insert((id, None));
        match reference {
            None => by_words.1 = by_words.1.or(Some(id)),
            Some(reference) => {
                self.by_reference.entry(reference).or_insert(id);
            }
        }
    }

    /// Every one of them.
    pub(super) fn claims(&self) -> Vec<Uuid> {
        let by_words = self.by_words.values();
        let mut claims: Vec<Uuid> = by_words
            .flat_map(|(first, nameless)| [Some(*first), *nameless])
            .flatten()
            .chain(self.by_reference.values().copied())
            .collect();
        claims.sort();
        claims.dedup();
        claims
    }

    /// The claim that a text is of. What two files call differently is not the same, whatever its words.
    pub(super) fn find(&self, text: &ClaimText) -> Option<Uuid> {
        let by_words = || self.by_words.get(&rows::key(text));
        match &text.reference {
            None => by_words().map(|(first, _)| *first),
            Some(reference) => self
                .by_reference
                .get(reference)
                .copied()
                .or_else(|| by_words().and_then(|(_, nameless)| *nameless)),
        }
    }
}
