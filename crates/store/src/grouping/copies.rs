//! Articles that are copies of one another: what an agency wrote, and sixty outlets print.

use std::collections::{BTreeMap, HashMap};

use onrecord_model::{ArticleId, Timestamp};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::Grouped;
use crate::articles::current_version;
use crate::dialect::rows_per_statement;
use crate::entity::{article, article_band, article_version};
use crate::put::insert_all;
use crate::{Store, StoreError};

/// The current text of an article, and whose copy it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleText {
    /// The article.
    pub id: ArticleId,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// The article whose report it is, where it is a copy.
    pub copy_of: Option<ArticleId>,
    /// Its text.
    pub text: String,
}

#[derive(FromQueryResult)]
struct TextRow {
    id: Uuid,
    published: Option<Timestamp>,
    copy_of: Option<Uuid>,
    text: String,
}

impl Store {
    /// The current texts of these articles, in no order.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn article_texts(&self, ids: &[ArticleId]) -> Result<Vec<ArticleText>, StoreError> {
        let mut texts = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let rows = article::Entity::find()
                .select_only()
                .columns([
                    article::Column::Id,
                    article::Column::Published,
                    article::Column::CopyOf,
                ])
                .column(article_version::Column::Text)
                .join(JoinType::InnerJoin, current_version())
                .filter(article::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .into_model::<TextRow>()
                .all(self.reader())
                .await?;
            texts.extend(rows.into_iter().map(|row| ArticleText {
                id: ArticleId(row.id),
                published: row.published,
                copy_of: row.copy_of.map(ArticleId),
                text: row.text,
            }));
        }
        Ok(texts)
    }

    /// Articles that have one of these bands, or had it in an older version.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn articles_with_bands(
        &self,
        bands: &[i64],
    ) -> Result<HashMap<i64, Vec<ArticleId>>, StoreError> {
        let mut articles: HashMap<i64, Vec<ArticleId>> = HashMap::new();
        for bands in bands.chunks(rows_per_statement(1)) {
            let rows = article_band::Entity::find()
                .filter(article_band::Column::Hash.is_in(bands.iter().copied()))
                .all(self.reader())
                .await?;
            for row in rows {
                let with = articles.entry(row.hash).or_default();
                with.push(ArticleId(row.article_id));
            }
        }
        Ok(articles)
    }

    /// Articles that are kept as copies of one of these.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn copies_of(&self, ids: &[ArticleId]) -> Result<Vec<ArticleId>, StoreError> {
        let mut copies = Vec::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            let found: Vec<Uuid> = article::Entity::find()
                .select_only()
                .column(article::Column::Id)
                .filter(article::Column::CopyOf.is_in(ids.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.reader())
                .await?;
            copies.extend(found.into_iter().map(ArticleId));
        }
        Ok(copies)
    }
}

pub(super) async fn write(
    transaction: &DatabaseTransaction,
    grouped: &Grouped,
) -> Result<(), DbErr> {
    let rows = grouped
        .bands
        .iter()
        .map(|(hash, article)| article_band::ActiveModel {
            hash: Set(*hash),
            article_id: Set(article.0),
        });
    let ignore = OnConflict::new().do_nothing().to_owned();
    insert_all(transaction, rows.collect(), Some(&ignore)).await?;
    let mut by_original: BTreeMap<Option<ArticleId>, Vec<Uuid>> = BTreeMap::new();
    for (id, original) in &grouped.copies {
        by_original.entry(*original).or_default().push(id.0);
    }
    for (original, ids) in by_original {
        for ids in ids.chunks(rows_per_statement(1)) {
            article::Entity::update_many()
                .col_expr(
                    article::Column::CopyOf,
                    Expr::value(original.map(|original| original.0)),
                )
                .filter(article::Column::Id.is_in(ids.iter().copied()))
                .exec(transaction)
                .await?;
        }
    }
    Ok(())
}
