//! Reading articles.

use onrecord_model::{ArticleId, ArticleSummary, Language};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationDef,
};
use uuid::Uuid;

use crate::entity::{article, article_version, quote};
use crate::records::{ArticleRecord, VersionSummary};
use crate::{Store, StoreError};

/// From an article to its current version.
pub(crate) fn current_version() -> RelationDef {
    article::Entity::belongs_to(article_version::Entity)
        .from((article::Column::Id, article::Column::CurrentVersion))
        .to((
            article_version::Column::ArticleId,
            article_version::Column::Version,
        ))
        .into()
}

impl Store {
    /// The article in this version, or in the current one; `None` where there is no such article or version.
    pub async fn article(
        &self,
        id: ArticleId,
        version: Option<u32>,
    ) -> Result<Option<ArticleRecord>, StoreError> {
        let Some(article) = article::Entity::find_by_id(id.0).one(self.reader()).await? else {
            return Ok(None);
        };
        let version = match version.map(i32::try_from) {
            None => article.current_version,
            Some(Ok(version)) => version,
            Some(Err(_)) => return Ok(None),
        };
        let Some(row) = article_version::Entity::find_by_id((id.0, version))
            .one(self.reader())
            .await?
        else {
            return Ok(None);
        };
        let damaged = |what: &str| {
            StoreError::damaged(format!(
                "version {version} of article {id} holds {what} that cannot be read"
            ))
        };
        Ok(Some(ArticleRecord {
            summary: ArticleSummary {
                id,
                title: row.title,
                outlet: row.outlet,
                published: row.published,
                url: article.url,
                language: Some(row.language.clone()),
            },
            external_id: article.external_id,
            authors: serde_json::from_str(&row.authors).map_err(|_| damaged("authors"))?,
            language: Language(row.language),
            text: row.text,
            blocks: serde_json::from_str(&row.blocks).map_err(|_| damaged("blocks"))?,
            version: version as u32,
            versions: self.versions(id).await?,
        }))
    }

    /// Ids of articles behind `after`, in order of id.
    pub async fn article_ids_after(
        &self,
        after: Option<ArticleId>,
        limit: u32,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let ids: Vec<Uuid> = article::Entity::find()
            .select_only()
            .column(article::Column::Id)
            .apply_if(after, |find, after| {
                find.filter(article::Column::Id.gt(after.0))
            })
            .order_by_asc(article::Column::Id)
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(ArticleId).collect())
    }

    async fn versions(&self, id: ArticleId) -> Result<Vec<VersionSummary>, StoreError> {
        let rows: Vec<(i32, onrecord_model::Timestamp, Option<String>, String)> =
            article_version::Entity::find()
                .select_only()
                .column(article_version::Column::Version)
                .column(article_version::Column::TakenIn)
                .column(article_version::Column::Extractor)
                .column(article_version::Column::ContentHash)
                .filter(article_version::Column::ArticleId.eq(id.0))
                .order_by_asc(article_version::Column::Version)
                .into_tuple()
                .all(self.reader())
                .await?;
        let mut versions = Vec::with_capacity(rows.len());
        let mut content_before = None;
        for (version, taken_in, extractor, content) in rows {
            let quotes = quote::Entity::find()
                .filter(quote::Column::ArticleId.eq(id.0))
                .filter(quote::Column::Version.eq(version))
                .count(self.reader())
                .await?;
            versions.push(VersionSummary {
                version: version as u32,
                taken_in,
                extractor,
                quotes,
                is_read_again: content_before.as_ref() == Some(&content),
            });
            content_before = Some(content);
        }
        Ok(versions)
    }
}
