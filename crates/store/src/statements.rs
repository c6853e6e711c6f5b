//! Reading statements, conflicts and stealth edits.

use std::collections::HashMap;

use onrecord_model::{
    ArticleId, ConflictId, CorrectionId, Quote, QuoteId, StatementId, StealthEditId,
};
use sea_orm::sea_query::NullOrdering;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationDef,
};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::{article, conflict, correction, passage, quote, stealth_edit, suggestion};
use crate::grouping::EditKind;
use crate::passages::passage_rows;
use crate::quotes::rows;
use crate::records::Page;
use crate::{Store, StoreError};

/// How often something is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// Quotes in current versions.
    pub occurrences: u64,
    /// Articles they stand in, copies of one report counted once.
    pub reports: u64,
    /// Passages of primary sources.
    pub passages: u64,
}

/// A conflict as the record keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConflictRecord {
    /// The conflict.
    pub id: ConflictId,
    /// The first quote or passage that gives the words to one speaker.
    pub one: QuoteId,
    /// The first that gives them to the other.
    pub other: QuoteId,
    /// The correction by which a person settled it.
    pub settled_by: Option<CorrectionId>,
}

/// A stealth edit as the record keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditRecord {
    /// The edit.
    pub id: StealthEditId,
    /// The article.
    pub article: ArticleId,
    /// The version that did it; the quote before stands in the one before.
    pub version: u32,
    /// What it did.
    pub kind: EditKind,
    /// The quote as it was.
    pub before: QuoteId,
    /// The quote as it is in that version, where it is there.
    pub after: Option<QuoteId>,
}

#[derive(FromQueryResult)]
struct ToldRow {
    id: Option<Uuid>,
    occurrences: i64,
    reports: i64,
}

impl Store {
    /// The wordings that these quotes and passages tell, each once; those of nobody known tell none.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn statements_of(&self, ids: &[QuoteId]) -> Result<Vec<StatementId>, StoreError> {
        let mut statements: Vec<Uuid> = Vec::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
            let of_quotes: Vec<Option<Uuid>> = quote::Entity::find()
                .select_only()
                .column(quote::Column::StatementId)
                .filter(quote::Column::Id.is_in(ids.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            let of_passages: Vec<Option<Uuid>> = passage::Entity::find()
                .select_only()
                .column(passage::Column::StatementId)
                .filter(passage::Column::Id.is_in(ids))
                .into_tuple()
                .all(self.reader())
                .await?;
            statements.extend(of_quotes.into_iter().chain(of_passages).flatten());
        }
        statements.sort();
        statements.dedup();
        Ok(statements.into_iter().map(StatementId).collect())
    }

    /// How often these wordings are told, each by itself, and all together. A report that tells several of them
    /// counts once in all.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn told(
        &self,
        wordings: &[StatementId],
    ) -> Result<(HashMap<StatementId, Told>, Told), StoreError> {
        let mut told: HashMap<StatementId, Told> = HashMap::new();
        let all = self.told_rows(wordings, true).await?;
        for row in all {
            if let Some(id) = row.id {
                let entry = told.entry(StatementId(id)).or_default();
                entry.occurrences = row.occurrences.unsigned_abs();
                entry.reports = row.reports.unsigned_abs();
            }
        }
        let mut together = Told::default();
        for row in self.told_rows(wordings, false).await? {
            together.occurrences = row.occurrences.unsigned_abs();
            together.reports = row.reports.unsigned_abs();
        }
        let passages: Vec<(Uuid, i64)> = crate::entity::statement::Entity::find()
            .select_only()
            .column(crate::entity::statement::Column::Id)
            .column(crate::entity::statement::Column::Passages)
            .filter(crate::entity::statement::Column::Id.is_in(wordings.iter().map(|id| id.0)))
            .into_tuple()
            .all(self.reader())
            .await?;
        for (id, passages) in passages {
            let passages = passages.unsigned_abs();
            told.entry(StatementId(id)).or_default().passages = passages;
            together.passages += passages;
        }
        Ok((told, together))
    }

    async fn told_rows(
        &self,
        wordings: &[StatementId],
        is_by_wording: bool,
    ) -> Result<Vec<ToldRow>, StoreError> {
        use sea_orm::sea_query::{Expr, ExprTrait};
        let of_article: RelationDef = quote::Entity::belongs_to(article::Entity)
            .from(quote::Column::ArticleId)
            .to(article::Column::Id)
            .into();
        let report = Expr::col((article::Entity, article::Column::CopyOf))
            .if_null(Expr::col((article::Entity, article::Column::Id)));
        let find = quote::Entity::find()
            .select_only()
            .column_as(quote::Column::Id.count(), "occurrences")
            .column_as(report.count_distinct(), "reports")
            .join(JoinType::InnerJoin, of_article)
            .filter(quote::Column::StatementId.is_in(wordings.iter().map(|id| id.0)))
            .filter(quote::Column::IsCurrent.eq(true));
        let find = match is_by_wording {
            true => find
                .column_as(quote::Column::StatementId, "id")
                .group_by(quote::Column::StatementId),
            false => find.column_as(Expr::value(None::<Uuid>), "id"),
        };
        Ok(find.into_model::<ToldRow>().all(self.reader()).await?)
    }

    /// At most `limit` of the places where this very wording is told: primary sources first, then reports, both from
    /// the earliest on; what has no date comes last.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn quotes_of_wording(
        &self,
        id: StatementId,
        limit: u16,
    ) -> Result<Vec<Quote>, StoreError> {
        let passages = passage_rows()
            .filter(passage::Column::StatementId.eq(id.0))
            .order_by_asc(passage::Column::Id)
            .limit(u64::from(limit));
        let mut quotes = self.read_passages(passages).await?;
        quotes.sort_by_key(|quote| {
            let said = quote.article.published;
            (said.is_none(), said, quote.id)
        });
        let reports = rows()
            .filter(
                Condition::all()
                    .add(quote::Column::StatementId.eq(id.0))
                    .add(quote::Column::IsCurrent.eq(true)),
            )
            .order_by_with_nulls(article::Column::Published, Order::Asc, NullOrdering::Last)
            .order_by_asc(quote::Column::Id)
            .limit(u64::from(limit));
        quotes.extend(self.read(reports).await?);
        quotes.truncate(usize::from(limit));
        Ok(quotes)
    }

    /// What these wordings may be paraphrases of, and what may be a paraphrase of them: the wording that tells, the one
    /// told, and how much of it.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn suggestions(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<(StatementId, StatementId, f32)>, StoreError> {
        let mut found = Vec::new();
        for some in wordings.chunks(rows_per_statement(2)) {
            let ids = || some.iter().map(|id| id.0);
            let rows = suggestion::Entity::find()
                .filter(
                    Condition::any()
                        .add(suggestion::Column::StatementId.is_in(ids()))
                        .add(suggestion::Column::OtherId.is_in(ids())),
                )
                .order_by_asc(suggestion::Column::StatementId)
                .all(self.reader())
                .await?;
            found.extend(rows.into_iter().map(|row| {
                let (one, other) = (StatementId(row.statement_id), StatementId(row.other_id));
                (one, other, row.score as f32)
            }));
        }
        found.dedup();
        Ok(found)
    }

    /// At most `limit` conflicts, the newest first; `before` is the one behind which the page begins. `is_settled`
    /// leaves out those that people have settled, or those that they have not.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn conflicts(
        &self,
        is_settled: Option<bool>,
        before: Option<ConflictId>,
        limit: u16,
    ) -> Result<Page<ConflictRecord, ConflictId>, StoreError> {
        let mut find = conflict::Entity::find();
        find = match is_settled {
            Some(true) => find.filter(conflict::Column::SettledBy.is_not_null()),
            Some(false) => find.filter(conflict::Column::SettledBy.is_null()),
            None => find,
        };
        let rows = find
            .apply_if(before, |find, before| {
                find.filter(conflict::Column::Id.lt(before.0))
            })
            .order_by_desc(conflict::Column::Id)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let mut items = self.conflict_records(rows).await?;
        let more = items.len() > usize::from(limit);
        items.truncate(usize::from(limit));
        Ok(Page {
            next: items.last().filter(|_| more).map(|last| last.id),
            items,
        })
    }

    /// One conflict; `None` where there is none of this id.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn conflict(&self, id: ConflictId) -> Result<Option<ConflictRecord>, StoreError> {
        let row = conflict::Entity::find_by_id(id.0)
            .one(self.reader())
            .await?;
        let mut records = self.conflict_records(row.into_iter().collect()).await?;
        Ok(records.pop())
    }

    async fn conflict_records(
        &self,
        rows: Vec<conflict::Model>,
    ) -> Result<Vec<ConflictRecord>, StoreError> {
        let numbers = rows.iter().filter_map(|row| row.settled_by);
        let settled: Vec<(i64, Uuid)> = correction::Entity::find()
            .select_only()
            .column(correction::Column::Number)
            .column(correction::Column::Id)
            .filter(correction::Column::Number.is_in(numbers))
            .into_tuple()
            .all(self.reader())
            .await?;
        let settled: HashMap<i64, Uuid> = settled.into_iter().collect();
        let records = rows.into_iter().map(|row| ConflictRecord {
            id: ConflictId(row.id),
            one: QuoteId(row.one_quote),
            other: QuoteId(row.other_quote),
            settled_by: row
                .settled_by
                .and_then(|number| settled.get(&number))
                .map(|id| CorrectionId(*id)),
        });
        Ok(records.collect())
    }

    /// At most `limit` stealth edits, the newest first, of all articles or of one; `before` is the one behind which
    /// the page begins.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a kind cannot be read.
    pub async fn stealth_edits(
        &self,
        article: Option<ArticleId>,
        before: Option<StealthEditId>,
        limit: u16,
    ) -> Result<Page<EditRecord, StealthEditId>, StoreError> {
        let mut rows = stealth_edit::Entity::find()
            .apply_if(article, |find, article| {
                find.filter(stealth_edit::Column::ArticleId.eq(article.0))
            })
            .apply_if(before, |find, before| {
                find.filter(stealth_edit::Column::Id.lt(before.0))
            })
            .order_by_desc(stealth_edit::Column::Id)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let items: Result<Vec<EditRecord>, StoreError> = rows.into_iter().map(edit).collect();
        let items = items?;
        Ok(Page {
            next: items.last().filter(|_| more).map(|last| last.id),
            items,
        })
    }
}

fn edit(row: stealth_edit::Model) -> Result<EditRecord, StoreError> {
    let kind = EditKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == row.kind)
        .ok_or_else(|| {
            StoreError::damaged(format!(
                "stealth edit {} is of the kind {:?}, which is not known",
                row.id, row.kind
            ))
        })?;
    Ok(EditRecord {
        id: StealthEditId(row.id),
        article: ArticleId(row.article_id),
        version: row.version as u32,
        kind,
        before: QuoteId(row.before_id),
        after: row.after_id.map(QuoteId),
    })
}
