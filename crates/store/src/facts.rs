//! What changes for many quotes at once, as whoever keeps an index needs it beside what each quote is: of which outlet
//! and day articles are and which are copies, who is shown as whom, which wordings are one statement.

use onrecord_model::{ArticleId, SpeakerId, StatementId, Timestamp};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::{article, speaker, statement};
use crate::{Store, StoreError};

/// What counts of articles need of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFacts {
    /// The article.
    pub id: ArticleId,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<Timestamp>,
    /// The article whose report it is, where it is a copy.
    pub copy_of: Option<ArticleId>,
    /// The language of its text.
    pub language: Option<String>,
}

#[derive(FromQueryResult)]
struct FactsRow {
    id: Uuid,
    outlet: Option<String>,
    published: Option<Timestamp>,
    copy_of: Option<Uuid>,
    language: Option<String>,
}

impl From<FactsRow> for ArticleFacts {
    fn from(row: FactsRow) -> Self {
        Self {
            id: ArticleId(row.id),
            outlet: row.outlet,
            published: row.published,
            copy_of: row.copy_of.map(ArticleId),
            language: row.language,
        }
    }
}

impl Store {
    /// What counts need of at most `limit` articles behind `after`, in order of id. Primary sources are none.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn article_facts_after(
        &self,
        after: Option<ArticleId>,
        limit: u32,
    ) -> Result<Vec<ArticleFacts>, StoreError> {
        let rows = facts()
            .apply_if(after, |find, after| {
                find.filter(article::Column::Id.gt(after.0))
            })
            .order_by_asc(article::Column::Id)
            .limit(u64::from(limit))
            .into_model::<FactsRow>()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(ArticleFacts::from).collect())
    }

    /// The same of these articles, in no order; what is no article is left out.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn article_facts(&self, ids: &[ArticleId]) -> Result<Vec<ArticleFacts>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let rows = facts()
                .filter(article::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .into_model::<FactsRow>()
                .all(self.reader())
                .await?;
            found.extend(rows.into_iter().map(ArticleFacts::from));
        }
        Ok(found)
    }

    /// Everybody who was merged, with whom they are shown as, in order of id.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn merged_speakers(&self) -> Result<Vec<(SpeakerId, SpeakerId)>, StoreError> {
        let rows: Vec<(Uuid, Option<Uuid>)> = speaker::Entity::find()
            .select_only()
            .column(speaker::Column::Id)
            .column(speaker::Column::MergedInto)
            .filter(speaker::Column::MergedInto.is_not_null())
            .order_by_asc(speaker::Column::Id)
            .into_tuple()
            .all(self.reader())
            .await?;
        let merged = rows.into_iter();
        Ok(merged
            .filter_map(|(id, into)| Some((SpeakerId(id), SpeakerId(into?))))
            .collect())
    }

    /// The wordings that do not stand for their statement, each with the one that does, in order of id. Never leads to
    /// one that leads on.
    ///
    /// Besides those that are joined, wordings of the very same words by speakers who are shown as one are one
    /// statement, as in [`Store::quotes_of_statement`]; a merge, of which the feed has a change of the speakers alone,
    /// may so bring wordings into one statement before the pass joins them.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn joined_wordings(&self) -> Result<Vec<(StatementId, StatementId)>, StoreError> {
        let rows: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
            .select_only()
            .column(statement::Column::Id)
            .column(statement::Column::JoinedTo)
            .filter(statement::Column::JoinedTo.is_not_null())
            .into_tuple()
            .all(self.reader())
            .await?;
        let joined = rows.into_iter().filter_map(|(id, head)| Some((id, head?)));
        let united = self.united_heads().await?;
        Ok(united.lead(joined.collect()))
    }

    /// Of these wordings those that do not stand for their statement, as in [`Store::joined_wordings`]. What else is
    /// shown as it after a merge, is not told here: a change of a speaker may change it for wordings that have no change
    /// of their own.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn joined_wordings_of(
        &self,
        ids: &[StatementId],
    ) -> Result<Vec<(StatementId, StatementId)>, StoreError> {
        let mut heads = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let rows: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
                .select_only()
                .column(statement::Column::Id)
                .column(statement::Column::JoinedTo)
                .filter(statement::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.reader())
                .await?;
            heads.extend(rows.into_iter().map(|(id, head)| (id, head.unwrap_or(id))));
        }
        let united = self
            .united_around(heads.iter().map(|(_, head)| *head).collect())
            .await?;
        let mut led: Vec<(StatementId, StatementId)> = heads
            .into_iter()
            .map(|(id, head)| (StatementId(id), StatementId(united.head(head))))
            .filter(|(id, head)| id != head)
            .collect();
        led.sort();
        led.dedup();
        Ok(led)
    }
}

fn facts() -> Select<article::Entity> {
    article::Entity::find().select_only().columns([
        article::Column::Id,
        article::Column::Outlet,
        article::Column::Published,
        article::Column::CopyOf,
        article::Column::Language,
    ])
}
