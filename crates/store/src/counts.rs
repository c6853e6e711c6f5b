//! How much there is.

use onrecord_model::Kind;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};

use crate::entity::article;
use crate::records::{Counts, QuoteCounts};
use crate::{Store, StoreError};

/// One statement sees one state of the database on both databases; several would not.
const COUNTS: &str = "SELECT \
    (SELECT count(*) FROM article) AS articles, \
    (SELECT count(*) FROM article WHERE copy_of IS NULL) AS reports, \
    (SELECT count(*) FROM article_version) AS versions, \
    (SELECT count(*) FROM article JOIN article_version \
        ON article_version.article_id = article.id AND article_version.version = article.current_version \
        WHERE article_version.extractor IS NULL) AS not_extracted, \
    (SELECT count(DISTINCT outlet) FROM article) AS outlets, \
    (SELECT count(*) FROM speaker WHERE quotes > 0 OR passages > 0) AS speakers, \
    (SELECT count(*) FROM source) AS sources, \
    (SELECT cast(coalesce(sum(passages), 0) AS BIGINT) FROM source) AS passages, \
    (SELECT count(*) FROM statement WHERE (quotes > 0 OR passages > 0) AND joined_to IS NULL) \
        - (SELECT count(*) FROM statement JOIN speaker ON speaker.id = statement.speaker_id \
            WHERE (statement.quotes > 0 OR statement.passages > 0) \
                AND statement.joined_to IS NULL AND speaker.merged_into IS NOT NULL AND EXISTS \
                (SELECT 1 FROM speaker AS other JOIN statement AS same \
                    ON same.speaker_id = other.id AND same.key = statement.key \
                 WHERE (same.quotes > 0 OR same.passages > 0) AND same.joined_to IS NULL AND (other.id = speaker.merged_into \
                    OR (other.merged_into = speaker.merged_into AND other.id < speaker.id)))) \
        AS statements, \
    quotes.* FROM (SELECT \
        count(CASE WHEN kind = $1 THEN 1 END) AS direct, \
        count(CASE WHEN kind = $2 THEN 1 END) AS mixed, \
        count(CASE WHEN kind = $3 THEN 1 END) AS indirect, \
        count(CASE WHEN speaker_id IS NULL THEN 1 END) AS without_speaker \
        FROM quote WHERE is_current) AS quotes";

#[derive(FromQueryResult)]
struct CountsRow {
    articles: i64,
    reports: i64,
    versions: i64,
    not_extracted: i64,
    outlets: i64,
    speakers: i64,
    statements: i64,
    direct: i64,
    mixed: i64,
    indirect: i64,
    without_speaker: i64,
    sources: i64,
    passages: i64,
}

impl Store {
    /// How much there is, all taken at one instant. Looks at every quote's index entry.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let statement = Statement::from_sql_and_values(
            self.reader().get_database_backend(),
            COUNTS,
            Kind::ALL.map(|kind| kind.as_str().into()),
        );
        let row = CountsRow::find_by_statement(statement)
            .one(self.reader())
            .await?
            .ok_or_else(|| StoreError::damaged("the database does not count"))?;
        Ok(Counts {
            articles: row.articles as u64,
            reports: row.reports as u64,
            versions: row.versions as u64,
            not_extracted: row.not_extracted as u64,
            quotes: QuoteCounts {
                direct: row.direct as u64,
                mixed: row.mixed as u64,
                indirect: row.indirect as u64,
            },
            without_speaker: row.without_speaker as u64,
            speakers: row.speakers as u64,
            statements: row.statements as u64,
            outlets: row.outlets as u64,
            sources: row.sources as u64,
            passages: row.passages as u64,
        })
    }

    /// Every outlet with the number of its articles, most first.
    pub async fn outlets(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let articles = article::Column::Id.count();
        let rows: Vec<(String, i64)> = article::Entity::find()
            .select_only()
            .column(article::Column::Outlet)
            .column_as(articles.clone(), "articles")
            .filter(article::Column::Outlet.is_not_null())
            .group_by(article::Column::Outlet)
            .order_by(articles, Order::Desc)
            .order_by_asc(article::Column::Outlet)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows
            .into_iter()
            .map(|(outlet, articles)| (outlet, articles as u64))
            .collect())
    }
}
