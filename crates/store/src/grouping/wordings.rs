//! Wordings with all that decides which statement they belong to.

use std::collections::HashMap;

use onrecord_model::{Kind, SpeakerId, StatementId, Timestamp};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    RelationDef,
};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::{article_version, passage, quote, source, speaker, statement, suggestion};
use crate::{Store, StoreError};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// One wording: the same words by the same speaker, wherever they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct WordingState {
    /// Its row.
    pub id: StatementId,
    /// What its words come down to.
    pub key: Uuid,
    /// Who is shown as having said it.
    pub speaker: SpeakerId,
    /// Under whom it is filed.
    pub filed_under: SpeakerId,
    /// Its reports, by kind and by whether they stand in current versions.
    pub reports: Vec<Occurrences>,
    /// Its occurrences in primary sources.
    pub passages: Option<Occurrences>,
    /// The wording that stands for its statement, where that is another.
    pub joined_to: Option<StatementId>,
    /// The statement that a person put it into, by one of its wordings.
    pub held: Option<StatementId>,
    /// First and last day of its reports when it was last looked at.
    pub days: Option<(i32, i32)>,
    /// What it may be a paraphrase of, as found when it was last looked at.
    pub suggested: Option<(StatementId, f32)>,
}

/// Some occurrences of one wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrences {
    /// How they are told.
    pub kind: Kind,
    /// Whether they stand in current versions, or in a source.
    pub is_current: bool,
    /// The least of their texts, which differ in formatting alone.
    pub text: String,
    /// The earliest date; `None` where none has one.
    pub first: Option<Timestamp>,
    /// The latest.
    pub last: Option<Timestamp>,
}

/// Everybody who is shown as one speaker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakerMembers {
    /// Under whom wordings are filed.
    pub ids: Vec<SpeakerId>,
    /// Whether a primary source has words of theirs.
    pub has_passages: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    key: Uuid,
    speaker_id: Uuid,
    merged_into: Option<Uuid>,
    joined_to: Option<Uuid>,
    held: Option<Uuid>,
    first_day: Option<i32>,
    last_day: Option<i32>,
    passages: i64,
    other_id: Option<Uuid>,
    score: Option<f64>,
}

#[derive(FromQueryResult)]
struct ReportRow {
    statement_id: Uuid,
    kind: String,
    is_current: bool,
    text: String,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct PassageRow {
    statement_id: Uuid,
    text: String,
    first: Option<i64>,
    last: Option<i64>,
    first_published: Option<Timestamp>,
    last_published: Option<Timestamp>,
}

impl Store {
    /// The wordings with these ids, in no order; ids that are not there are left out.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a kind cannot be read.
    pub async fn wordings(&self, ids: &[StatementId]) -> Result<Vec<WordingState>, StoreError> {
        let mut wordings = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
            let mut reports = self.reports(&ids).await?;
            let rows = self.wording_rows(&ids).await?;
            let in_sources: Vec<Uuid> = rows
                .iter()
                .filter(|row| row.passages > 0)
                .map(|row| row.id)
                .collect();
            let mut passages = self.passages_of_wordings(in_sources).await?;
            wordings.extend(rows.into_iter().map(|row| {
                WordingState {
                    id: StatementId(row.id),
                    key: row.key,
                    speaker: SpeakerId(row.merged_into.unwrap_or(row.speaker_id)),
                    filed_under: SpeakerId(row.speaker_id),
                    reports: reports.remove(&row.id).unwrap_or_default(),
                    passages: passages.remove(&row.id),
                    joined_to: row.joined_to.map(StatementId),
                    held: row.held.map(StatementId),
                    days: row.first_day.zip(row.last_day),
                    suggested: row
                        .other_id
                        .zip(row.score)
                        .map(|(other, score)| (StatementId(other), score as f32)),
                }
            }));
        }
        Ok(wordings)
    }

    async fn wording_rows(&self, ids: &[Uuid]) -> Result<Vec<Row>, StoreError> {
        let speaker: RelationDef = statement::Entity::belongs_to(speaker::Entity)
            .from(statement::Column::SpeakerId)
            .to(speaker::Column::Id)
            .into();
        let suggestion: RelationDef = statement::Entity::belongs_to(suggestion::Entity)
            .from(statement::Column::Id)
            .to(suggestion::Column::StatementId)
            .into();
        Ok(statement::Entity::find()
            .select_only()
            .columns([
                statement::Column::Id,
                statement::Column::Key,
                statement::Column::SpeakerId,
                statement::Column::JoinedTo,
                statement::Column::Held,
                statement::Column::FirstDay,
                statement::Column::LastDay,
                statement::Column::Passages,
            ])
            .column(speaker::Column::MergedInto)
            .column(suggestion::Column::OtherId)
            .column(suggestion::Column::Score)
            .join(JoinType::InnerJoin, speaker)
            .join(JoinType::LeftJoin, suggestion)
            .filter(statement::Column::Id.is_in(ids.iter().copied()))
            .into_model::<Row>()
            .all(self.reader())
            .await?)
    }

    async fn reports(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Occurrences>>, StoreError> {
        let version: RelationDef = quote::Entity::belongs_to(article_version::Entity)
            .from((quote::Column::ArticleId, quote::Column::Version))
            .to((
                article_version::Column::ArticleId,
                article_version::Column::Version,
            ))
            .into();
        let published = article_version::Column::Published;
        let rows = quote::Entity::find()
            .select_only()
            .columns([
                quote::Column::StatementId,
                quote::Column::Kind,
                quote::Column::IsCurrent,
            ])
            .column_as(quote::Column::Text.min(), "text")
            .column_as(published.min(), "first")
            .column_as(published.max(), "last")
            .join(JoinType::InnerJoin, version)
            .filter(quote::Column::StatementId.is_in(ids.iter().copied()))
            .group_by(quote::Column::StatementId)
            .group_by(quote::Column::Kind)
            .group_by(quote::Column::IsCurrent)
            .into_model::<ReportRow>()
            .all(self.reader())
            .await?;
        let mut reports: HashMap<Uuid, Vec<Occurrences>> = HashMap::new();
        for row in rows {
            let kind = row.kind.parse().map_err(|_| {
                StoreError::damaged(format!(
                    "a quote of statement {} holds a kind that cannot be read",
                    row.statement_id
                ))
            })?;
            reports
                .entry(row.statement_id)
                .or_default()
                .push(Occurrences {
                    kind,
                    is_current: row.is_current,
                    text: row.text,
                    first: row.first,
                    last: row.last,
                });
        }
        Ok(reports)
    }

    async fn passages_of_wordings(
        &self,
        ids: Vec<Uuid>,
    ) -> Result<HashMap<Uuid, Occurrences>, StoreError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        // A passage without a date of its own has that of its source.
        let published = || {
            Expr::case(
                passage::Column::Said.is_null(),
                Expr::col((source::Entity, source::Column::Published)),
            )
            .finally(Expr::value(None::<Timestamp>))
        };
        let rows = passage::Entity::find()
            .select_only()
            .column(passage::Column::StatementId)
            .column_as(passage::Column::Text.min(), "text")
            .column_as(passage::Column::Said.min(), "first")
            .column_as(passage::Column::Said.max(), "last")
            .column_as(Expr::from(Func::min(published())), "first_published")
            .column_as(Expr::from(Func::max(published())), "last_published")
            .join(JoinType::InnerJoin, of_source())
            .filter(passage::Column::StatementId.is_in(ids))
            .group_by(passage::Column::StatementId)
            .into_model::<PassageRow>()
            .all(self.reader())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let first = row.first.and_then(Timestamp::from_timestamp_micros);
                let last = row.last.and_then(Timestamp::from_timestamp_micros);
                let occurrences = Occurrences {
                    kind: Kind::Direct,
                    is_current: true,
                    text: row.text,
                    first: earliest(first, row.first_published),
                    last: last.max(row.last_published),
                };
                (row.statement_id, occurrences)
            })
            .collect())
    }

    /// Everybody who is shown as one of these speakers.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn members_of_speakers(
        &self,
        shown: &[SpeakerId],
    ) -> Result<HashMap<SpeakerId, SpeakerMembers>, StoreError> {
        let mut members: HashMap<SpeakerId, SpeakerMembers> = HashMap::new();
        for ids in shown.chunks(rows_per_statement(2)) {
            let ids = || ids.iter().map(|id| id.0);
            let rows: Vec<(Uuid, Option<Uuid>, i64)> = speaker::Entity::find()
                .select_only()
                .column(speaker::Column::Id)
                .column(speaker::Column::MergedInto)
                .column(speaker::Column::Passages)
                .filter(
                    Condition::any()
                        .add(speaker::Column::Id.is_in(ids()))
                        .add(speaker::Column::MergedInto.is_in(ids())),
                )
                .into_tuple()
                .all(self.reader())
                .await?;
            for (id, merged_into, passages) in rows {
                let entry = members
                    .entry(SpeakerId(merged_into.unwrap_or(id)))
                    .or_default();
                entry.ids.push(SpeakerId(id));
                entry.has_passages |= passages > 0;
            }
        }
        Ok(members)
    }

    /// Wordings filed under these speakers that are reported between two days, both included, or without a date.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn reported_between(
        &self,
        speakers: &[SpeakerId],
        first: i32,
        last: i32,
    ) -> Result<Vec<StatementId>, StoreError> {
        let ids: Vec<Uuid> = statement::Entity::find()
            .select_only()
            .column(statement::Column::Id)
            .filter(statement::Column::SpeakerId.is_in(speakers.iter().map(|id| id.0)))
            .filter(statement::Column::FirstDay.is_not_null())
            .filter(statement::Column::FirstDay.lte(last))
            .filter(statement::Column::LastDay.gte(first))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(StatementId).collect())
    }

    /// Wordings of primary sources filed under these speakers that were said between two days, both included, or
    /// without a date. Looks at every passage of theirs.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn said_between(
        &self,
        speakers: &[SpeakerId],
        first: i32,
        last: i32,
    ) -> Result<Vec<StatementId>, StoreError> {
        let (begin, end) = (
            i64::from(first).saturating_mul(DAY),
            i64::from(last).saturating_add(1).saturating_mul(DAY),
        );
        let published = source::Column::Published;
        let of_source_then = Condition::any().add(published.is_null()).add(
            Condition::all()
                .add_option(time(begin).map(|begin| published.gte(begin)))
                .add_option(time(end).map(|end| published.lt(end))),
        );
        let then = Condition::any()
            .add(
                Condition::all()
                    .add(passage::Column::Said.gte(begin))
                    .add(passage::Column::Said.lt(end)),
            )
            .add(
                Condition::all()
                    .add(passage::Column::Said.is_null())
                    .add(of_source_then),
            );
        let ids: Vec<Uuid> = passage::Entity::find()
            .select_only()
            .column(passage::Column::StatementId)
            .distinct()
            .join(JoinType::InnerJoin, of_source())
            .filter(passage::Column::SpeakerId.is_in(speakers.iter().map(|id| id.0)))
            .filter(passage::Column::StatementId.is_not_null())
            .filter(then)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(StatementId).collect())
    }

    /// The wordings that are in one statement with one of these, as the record has it, or that a person held together
    /// with one.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn together_with(
        &self,
        heads: &[StatementId],
        held: &[StatementId],
    ) -> Result<Vec<StatementId>, StoreError> {
        let mut found = Vec::new();
        for (column, ids) in [
            (statement::Column::JoinedTo, heads),
            (statement::Column::Held, held),
        ] {
            for ids in ids.chunks(rows_per_statement(1)) {
                let ids: Vec<Uuid> = statement::Entity::find()
                    .select_only()
                    .column(statement::Column::Id)
                    .filter(column.is_in(ids.iter().map(|id| id.0)))
                    .into_tuple()
                    .all(self.reader())
                    .await?;
                found.extend(ids.into_iter().map(StatementId));
            }
        }
        Ok(found)
    }

    /// Words that a quote was moved away from: by key, one quote with it, current or not, with its kind.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a kind cannot be read.
    pub async fn words_of_keys(&self, keys: &[Uuid]) -> Result<HashMap<Uuid, String>, StoreError> {
        let of_statement: RelationDef = quote::Entity::belongs_to(statement::Entity)
            .from(quote::Column::StatementId)
            .to(statement::Column::Id)
            .into();
        let mut words = HashMap::new();
        for keys in keys.chunks(rows_per_statement(1)) {
            let rows: Vec<(Uuid, String)> = quote::Entity::find()
                .select_only()
                .column(statement::Column::Key)
                .column_as(quote::Column::Text.min(), "text")
                .join(JoinType::InnerJoin, of_statement.clone())
                .filter(statement::Column::Key.is_in(keys.iter().copied()))
                .group_by(statement::Column::Key)
                .into_tuple()
                .all(self.reader())
                .await?;
            words.extend(rows);
        }
        Ok(words)
    }

    /// The wordings that people said these ones do not tell.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn rejections(
        &self,
        ids: &[StatementId],
    ) -> Result<HashMap<StatementId, Vec<StatementId>>, StoreError> {
        use crate::entity::rejection;
        let mut rejections: HashMap<StatementId, Vec<StatementId>> = HashMap::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            let rows = rejection::Entity::find()
                .filter(rejection::Column::StatementId.is_in(ids.iter().map(|id| id.0)))
                .all(self.reader())
                .await?;
            for row in rows {
                let of = rejections.entry(StatementId(row.statement_id)).or_default();
                of.push(StatementId(row.other_id));
            }
        }
        Ok(rejections)
    }
}

fn of_source() -> RelationDef {
    passage::Entity::belongs_to(source::Entity)
        .from(passage::Column::SourceId)
        .to(source::Column::Id)
        .into()
}

fn earliest(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// An instant, where it is one that can be written.
fn time(microseconds: i64) -> Option<Timestamp> {
    Timestamp::from_timestamp_micros(microseconds)
        .filter(|time| (0..=9_999).contains(&chrono::Datelike::year(time)))
}
