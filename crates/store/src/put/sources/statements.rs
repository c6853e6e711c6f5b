//! The statements that passages are occurrences of, and what is stored of these.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::known::{Mark, MarkedPassage, MarkedPassages, Marking};
use super::microseconds;
use crate::dialect::rows_per_statement;
use crate::entity::{passage, source, statement};
use crate::identifiers::Identifiers;
use crate::identity::Utterance;
use crate::put::rows::insert_many;

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
        let counts: Vec<(Utterance, i64)> = counts.into_iter().collect();
        let mut statements = Self {
            ids: HashMap::with_capacity(counts.len()),
            found: HashMap::new(),
        };
        for counts in counts.chunks(rows_per_statement(5)) {
            statements
                .upsert_some(transaction, counts, identifiers)
                .await?;
        }
        Ok(statements)
    }

    /// Rows that are new are not handed back by the database, which would take as long as writing them.
    async fn upsert_some(
        &mut self,
        transaction: &DatabaseTransaction,
        counts: &[(Utterance, i64)],
        identifiers: &mut Identifiers,
    ) -> Result<(), DbErr> {
        let made: HashMap<Utterance, Uuid> = counts
            .iter()
            .map(|(utterance, _)| (*utterance, identifiers.next()))
            .collect();
        let rows = counts.iter().map(|(utterance, passages)| {
            [
                made[utterance].into(),
                utterance.speaker.into(),
                utterance.key.into(),
                0_i64.into(),
                (*passages).into(),
            ]
        });
        let columns = ["id", "speaker_id", "key", "quotes", "passages"];
        let ignoring = " ON CONFLICT DO NOTHING";
        let inserted = insert_many(transaction, "statement", columns, rows, ignoring).await?;
        if inserted == counts.len() as u64 {
            self.ids.extend(made);
            return Ok(());
        }
        let keys = counts.iter().map(|(utterance, _)| utterance.key);
        let stored = statement::Entity::find()
            .filter(statement::Column::Key.is_in(keys))
            .all(transaction)
            .await?;
        for row in stored {
            let utterance = Utterance {
                key: row.key,
                speaker: row.speaker_id,
            };
            let Some(id) = made.get(&utterance) else {
                // The same words by somebody else.
                continue;
            };
            if *id != row.id {
                self.found.insert(row.id, row.passages);
            }
            self.ids.insert(utterance, row.id);
        }
        Ok(())
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
        let mut added: BTreeMap<Utterance, i64> = BTreeMap::new();
        for utterance in marked.passages.iter().filter_map(|one| one.utterance) {
            *added.entry(utterance).or_default() += 1;
        }
        // In the order in which all writers lock statements.
        for (utterance, passages) in added {
            let found = self.ids.get(&utterance);
            let Some(statement) = found.filter(|id| self.found.contains_key(id)) else {
                continue;
            };
            statement::Entity::update_many()
                .col_expr(
                    statement::Column::Passages,
                    Expr::col(statement::Column::Passages).add(passages),
                )
                .filter(statement::Column::Id.eq(*statement))
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
