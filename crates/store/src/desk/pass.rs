//! What the pass over the desk reads and writes: how much statements are worth checking, and which claims they may make.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use onrecord_model::{
    AssertionClass, Change, ClaimId, Entity, LinkScore, Sequence, StatementId, Timestamp,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult,
    QueryFilter, QuerySelect, Statement, Value,
};
use uuid::Uuid;

use super::rows::day;
use crate::dialect::rows_per_statement;
use crate::entity::{claim, claim_suggestion, desk_pass, passage, quote, source, worth};
use crate::error::Failed;
use crate::identity::stored_time;
use crate::put::insert_all;
use crate::{SourceKind, Store, StoreError, dialect};

/// How far the pass has come, and with which model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskPosition {
    /// All changes up to this one have been gone through.
    pub position: Sequence,
    /// Name and version of the models it was done with; empty before the first step.
    pub model: String,
}

/// A wording to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsToJudge {
    /// The wording.
    pub statement: StatementId,
    /// Its words, as its first occurrence has them.
    pub words: String,
    /// Who says them, by the name they are shown under.
    pub speaker: String,
    /// The day of its last occurrence, counted from 1970; absent where none has a date.
    pub last_day: Option<i32>,
}

/// How much a wording is worth checking.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementWorth {
    /// The wording.
    pub statement: StatementId,
    /// From 0 to 1.
    pub score: f64,
    /// What sort of assertion it is.
    pub class: AssertionClass,
    /// As in [`WordsToJudge`].
    pub last_day: Option<i32>,
}

/// What a step of the pass found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FoundAtDesk {
    /// How far the pass has come with it.
    pub position: DeskPosition,
    /// When.
    pub at: Timestamp,
    /// Wordings that were judged, all that is told of each.
    pub judged: Vec<StatementWorth>,
    /// Wordings that are not told any more.
    pub gone: Vec<StatementId>,
    /// Claims that were compared with all statements.
    pub compared: Vec<ClaimId>,
    /// What is suggested of both; what is of a claim that was taken back meanwhile is left out: the likeliest claims of the ones, the likeliest statements of the others.
    pub suggestions: Vec<(StatementId, ClaimId, LinkScore)>,
}

#[derive(FromQueryResult)]
struct WordsRow {
    statement_id: Uuid,
    text: String,
    published: Option<Timestamp>,
    speaker: String,
}

const REPORTED: &str = "SELECT quote.statement_id, quote.text, article_version.published, \
        coalesce(shown.name, filed.name) AS speaker FROM quote \
     JOIN statement ON statement.id = quote.statement_id \
     JOIN speaker AS filed ON filed.id = statement.speaker_id \
     LEFT JOIN speaker AS shown ON shown.id = filed.merged_into \
     JOIN article_version ON article_version.article_id = quote.article_id \
        AND article_version.version = quote.version \
     WHERE quote.is_current AND quote.statement_id IN ";

#[derive(FromQueryResult)]
struct PassageRow {
    statement_id: Uuid,
    text: String,
    said: Option<i64>,
    published: Option<Timestamp>,
    speaker: String,
}

const SAID: &str = "SELECT passage.statement_id, passage.text, passage.said, source.published, \
        coalesce(shown.name, filed.name) AS speaker \
     FROM passage JOIN speaker AS filed ON filed.id = passage.speaker_id \
     LEFT JOIN speaker AS shown ON shown.id = filed.merged_into \
     JOIN source ON source.id = passage.source_id WHERE passage.statement_id IN ";

impl Store {
    /// How far the pass has come.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn desk_position(&self) -> Result<DeskPosition, StoreError> {
        let row = desk_pass::Entity::find_by_id(1).one(self.reader()).await?;
        Ok(row.map_or_else(DeskPosition::default, position))
    }

    /// The wordings and claims that some changes bear on: those of articles and of transcripts, and claims that were
    /// made or changed. Lists of statements, of which there are millions, are no news, and are judged when they are
    /// asked for.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn touched_at_desk(
        &self,
        changes: &[Change],
    ) -> Result<(Vec<StatementId>, Vec<ClaimId>), StoreError> {
        let of = |entity: Entity| -> Vec<Uuid> {
            let mut ids: Vec<Uuid> = changes
                .iter()
                .filter(|change| change.entity == entity)
                .map(|change| change.id)
                .collect();
            ids.sort();
            ids.dedup();
            ids
        };
        let mut wordings: BTreeSet<Uuid> = BTreeSet::new();
        for articles in of(Entity::Article).chunks(rows_per_statement(1)) {
            let ids: Vec<Option<Uuid>> = quote::Entity::find()
                .select_only()
                .column(quote::Column::StatementId)
                .distinct()
                .filter(quote::Column::ArticleId.is_in(articles.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            wordings.extend(ids.into_iter().flatten());
        }
        for id in of(Entity::Source) {
            let row = source::Entity::find_by_id(id).one(self.reader()).await?;
            let Some(row) = row.filter(|row| row.kind == SourceKind::Transcript.as_str()) else {
                continue;
            };
            let ids: Vec<Option<Uuid>> = passage::Entity::find()
                .select_only()
                .column(passage::Column::StatementId)
                .filter(passage::Column::Id.gt(row.id))
                .filter(passage::Column::Id.lte(row.last_passage))
                .filter(passage::Column::SourceId.eq(row.id))
                .into_tuple()
                .all(self.reader())
                .await?;
            wordings.extend(ids.into_iter().flatten());
        }
        Ok((
            wordings.into_iter().map(StatementId).collect(),
            of(Entity::Claim).into_iter().map(ClaimId).collect(),
        ))
    }

    /// What these wordings say, in order of id; those that are not told any more are left out.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn words_to_judge(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<WordsToJudge>, StoreError> {
        let mut words: BTreeMap<Uuid, WordsToJudge> = BTreeMap::new();
        let mut add = |id: Uuid, text: String, speaker: String, at: Option<Timestamp>| {
            let entry = words.entry(id).or_insert_with(|| WordsToJudge {
                statement: StatementId(id),
                words: text,
                speaker,
                last_day: None,
            });
            entry.last_day = entry.last_day.max(at.map(day));
        };
        let wordings: Vec<Uuid> = wordings.iter().map(|id| id.0).collect();
        for some in wordings.chunks(rows_per_statement(1)) {
            let rows =
                WordsRow::find_by_statement(self.in_list(REPORTED, some, " ORDER BY quote.id"))
                    .all(self.reader())
                    .await?;
            for row in rows {
                add(row.statement_id, row.text, row.speaker, row.published);
            }
            let rows =
                PassageRow::find_by_statement(self.in_list(SAID, some, " ORDER BY passage.id"))
                    .all(self.reader())
                    .await?;
            for row in rows {
                let said = row.said.and_then(Timestamp::from_timestamp_micros);
                let at = said.or(row.published);
                add(row.statement_id, row.text, row.speaker, at);
            }
        }
        Ok(words.into_values().collect())
    }

    /// A statement that ends in a list of ids and in `end`.
    pub(super) fn in_list(&self, begin: &str, ids: &[Uuid], end: &str) -> Statement {
        let places: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
        let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
        Statement::from_sql_and_values(
            self.reader().get_database_backend(),
            format!("{begin}({}){end}", places.join(", ")),
            values,
        )
    }

    /// Writes what a step found, if the pass is still where it was: `false` where somebody else was faster.
    ///
    /// # Errors
    /// Only what keeps the store from writing.
    pub async fn write_desk(
        &self,
        from: &DeskPosition,
        found: &FoundAtDesk,
    ) -> Result<bool, StoreError> {
        let mut attempt = 1;
        loop {
            match self.write_desk_once(from, found).await {
                Ok(written) => return Ok(written),
                Err(failed) => failed.unless_worth_another(&mut attempt)?,
            }
        }
    }

    async fn write_desk_once(
        &self,
        from: &DeskPosition,
        found: &FoundAtDesk,
    ) -> Result<bool, Failed> {
        let transaction = dialect::begin_write(self.writer()).await?;
        // A claim that is being taken back must not be suggested anything any more.
        dialect::keep_out_corrections(&transaction).await?;
        dialect::lock_desk(&transaction).await?;
        let row = desk_pass::Entity::find_by_id(1).one(&transaction).await?;
        if row.map_or_else(DeskPosition::default, position) != *from {
            transaction.rollback().await?;
            return Ok(false);
        }
        let row = desk_pass::ActiveModel {
            only: Set(1),
            position: Set(found.position.position.0),
            model: Set(found.position.model.clone()),
        };
        desk_pass::Entity::insert(row)
            .on_conflict(
                OnConflict::column(desk_pass::Column::Only)
                    .update_columns([desk_pass::Column::Position, desk_pass::Column::Model])
                    .to_owned(),
            )
            .exec_without_returning(&transaction)
            .await?;
        write_worth(&transaction, found).await?;
        write_suggestions(&transaction, found).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

fn position(row: desk_pass::Model) -> DeskPosition {
    DeskPosition {
        position: Sequence(row.position),
        model: row.model,
    }
}

/// Wordings that a step has looked at, whether they are told or not.
fn looked_at(found: &FoundAtDesk) -> Vec<Uuid> {
    let judged = found.judged.iter().map(|judged| judged.statement.0);
    judged.chain(found.gone.iter().map(|id| id.0)).collect()
}

async fn write_worth(transaction: &DatabaseTransaction, found: &FoundAtDesk) -> Result<(), DbErr> {
    for ids in looked_at(found).chunks(rows_per_statement(1)) {
        worth::Entity::delete_many()
            .filter(worth::Column::StatementId.is_in(ids.iter().copied()))
            .exec(transaction)
            .await?;
    }
    let rows = found.judged.iter().map(|judged| worth::ActiveModel {
        statement_id: Set(judged.statement.0),
        score: Set(judged.score),
        class: Set(judged.class.as_str().to_owned()),
        last_day: Set(judged.last_day),
    });
    insert_all(transaction, rows.collect(), None).await
}

async fn write_suggestions(
    transaction: &DatabaseTransaction,
    found: &FoundAtDesk,
) -> Result<(), DbErr> {
    for ids in looked_at(found).chunks(rows_per_statement(1)) {
        claim_suggestion::Entity::delete_many()
            .filter(claim_suggestion::Column::StatementId.is_in(ids.iter().copied()))
            .exec(transaction)
            .await?;
    }
    let compared: Vec<Uuid> = found.compared.iter().map(|id| id.0).collect();
    for ids in compared.chunks(rows_per_statement(1)) {
        claim_suggestion::Entity::delete_many()
            .filter(claim_suggestion::Column::ClaimId.is_in(ids.iter().copied()))
            .exec(transaction)
            .await?;
    }
    let mut there: HashSet<Uuid> = HashSet::new();
    let claims: BTreeSet<Uuid> = found.suggestions.iter().map(|(_, id, _)| id.0).collect();
    let claims: Vec<Uuid> = claims.into_iter().collect();
    for ids in claims.chunks(rows_per_statement(1)) {
        let ids: Vec<Uuid> = claim::Entity::find()
            .select_only()
            .column(claim::Column::Id)
            .filter(claim::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(transaction)
            .await?;
        there.extend(ids);
    }
    let rows = found
        .suggestions
        .iter()
        .filter(|(_, claim, _)| there.contains(&claim.0))
        .map(
            |(statement, claim, suggested)| claim_suggestion::ActiveModel {
                claim_id: Set(claim.0),
                statement_id: Set(statement.0),
                score: Set(suggested.score.get()),
                method: Set(suggested.method.clone()),
                at: Set(stored_time(found.at)),
            },
        );
    let ignore = OnConflict::new().do_nothing().to_owned();
    insert_all(transaction, rows.collect(), Some(&ignore)).await
}
