//! The statements that passages are occurrences of, and what is stored of these.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
};
use uuid::Uuid;

use super::known::{Mark, MarkedPassage, MarkedPassages, Marking};
use super::microseconds;
use crate::dialect::rows_per_statement;
use crate::entity::{passage, source, statement};
use crate::identifiers::Identifiers;
use crate::identity::Utterance;

/// The statements of some passages.
pub(super) struct Statements {
    ids: HashMap<Utterance, Uuid>,
    /// Those that were there, and how many passages they had.
    found: HashMap<Uuid, i64>,
}

impl Statements {
    /// Finds or makes them, in the order of their index. One that is made counts its passages at once; those that
    /// were there are counted by [`Statements::count`], when it is known what is new.
    pub(super) async fn upsert(
        transaction: &DatabaseTransaction,
        marked: &MarkedPassages<'_>,
        identifiers: &mut Identifiers,
    ) -> Result<Self, DbErr> {
        let mut counts: BTreeMap<Utterance, i64> = BTreeMap::new();
        for utterance in marked.passages.iter().filter_map(|one| one.utterance) {
            *counts.entry(utterance).or_default() += 1;
        }
        let rows: Vec<statement::ActiveModel> = counts
            .iter()
            .map(|(utterance, passages)| statement::ActiveModel {
                id: Set(identifiers.next()),
                speaker_id: Set(utterance.speaker),
                key: Set(utterance.key),
                quotes: Set(0),
                passages: Set(*passages),
                ..Default::default()
            })
            .collect();
        let made: HashSet<Uuid> = rows
            .iter()
            .filter_map(|row| row.id.try_as_ref().copied())
            .collect();
        // Nothing changes but that the row is handed back.
        let on_conflict =
            OnConflict::columns([statement::Column::Key, statement::Column::SpeakerId])
                .value(
                    statement::Column::Passages,
                    Expr::col((statement::Entity, statement::Column::Passages)),
                )
                .to_owned();
        let mut statements = Self {
            ids: HashMap::with_capacity(rows.len()),
            found: HashMap::new(),
        };
        for rows in rows.chunks(rows_per_statement(5)) {
            let stored = statement::Entity::insert_many(rows.to_vec())
                .on_conflict(on_conflict.clone())
                .exec_with_returning(transaction)
                .await?;
            for row in stored {
                if !made.contains(&row.id) {
                    statements.found.insert(row.id, row.passages);
                }
                let utterance = Utterance {
                    key: row.key,
                    speaker: row.speaker_id,
                };
                statements.ids.insert(utterance, row.id);
            }
        }
        Ok(statements)
    }

    pub(super) fn id(&self, passage: &MarkedPassage<'_>) -> Option<Uuid> {
        self.ids.get(&passage.utterance?).copied()
    }

    /// The marks of the stored passages that may be among these. Nothing is read where all statements are new.
    pub(super) async fn known_passages(
        &self,
        transaction: &DatabaseTransaction,
        marked: &MarkedPassages<'_>,
    ) -> Result<HashSet<Mark>, DbErr> {
        let mut known = HashSet::new();
        let with_passages: BTreeSet<Uuid> = self
            .found
            .iter()
            .filter(|(_, passages)| **passages > 0)
            .map(|(id, _)| *id)
            .collect();
        let with_passages: Vec<Uuid> = with_passages.into_iter().collect();
        for ids in with_passages.chunks(rows_per_statement(1)) {
            let of_statements = passage::Column::StatementId.is_in(ids.iter().copied());
            stored_marks(transaction, of_statements.into(), &mut known).await?;
        }
        // What has no words to compare belongs to no statement.
        let wordless: BTreeSet<&str> = marked
            .passages
            .iter()
            .filter(|one| one.utterance.is_none())
            .map(|one| one.text)
            .collect();
        let wordless: Vec<&str> = wordless.into_iter().collect();
        for texts in wordless.chunks(rows_per_statement(1)) {
            let same = Condition::all()
                .add(passage::Column::StatementId.is_null())
                .add(passage::Column::Text.is_in(texts.iter().copied()));
            stored_marks(transaction, same, &mut known).await?;
        }
        Ok(known)
    }

    /// Adds what is new to the counts of the statements that were there.
    pub(super) async fn count(
        &self,
        transaction: &DatabaseTransaction,
        marked: &MarkedPassages<'_>,
    ) -> Result<(), DbErr> {
        if self.found.is_empty() {
            return Ok(());
        }
        let mut added: BTreeMap<Uuid, i64> = BTreeMap::new();
        for statement in marked.passages.iter().filter_map(|one| self.id(one)) {
            if self.found.contains_key(&statement) {
                *added.entry(statement).or_default() += 1;
            }
        }
        for (statement, passages) in added {
            statement::Entity::update_many()
                .col_expr(
                    statement::Column::Passages,
                    Expr::col(statement::Column::Passages).add(passages),
                )
                .filter(statement::Column::Id.eq(statement))
                .exec(transaction)
                .await?;
        }
        Ok(())
    }
}

async fn stored_marks(
    transaction: &DatabaseTransaction,
    which: Condition,
    marks: &mut HashSet<Mark>,
) -> Result<(), DbErr> {
    let rows = passage::Entity::find()
        .filter(which)
        .all(transaction)
        .await?;
    let sources: BTreeSet<Uuid> = rows.iter().map(|row| row.source_id).collect();
    let sources: Vec<Uuid> = sources.into_iter().collect();
    let mut of_sources: HashMap<Uuid, source::Model> = HashMap::new();
    for ids in sources.chunks(rows_per_statement(1)) {
        let found = source::Entity::find()
            .filter(source::Column::Id.is_in(ids.iter().copied()))
            .all(transaction)
            .await?;
        of_sources.extend(found.into_iter().map(|row| (row.id, row)));
    }
    for row in &rows {
        let source = of_sources.get(&row.source_id);
        let published = source.and_then(|source| source.published);
        let marking = Marking {
            speaker: row.speaker_id,
            text: &row.text,
            said: row.said.or(published.map(microseconds)),
            outlet: row
                .outlet
                .as_deref()
                .or(source.and_then(|source| source.outlet.as_deref())),
            url: row
                .url
                .as_deref()
                .or(source.and_then(|source| source.url.as_deref())),
            reference: row.reference.as_deref(),
        };
        marks.insert(marking.mark());
    }
    Ok(())
}
