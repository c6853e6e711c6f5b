//! Where an article version goes: found or made.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, Statement,
};
use uuid::Uuid;

use super::rows::json;
use super::{Described, Incoming};
use crate::StoreError;
use crate::entity::{article, article_version, quote};
use crate::error::Failed;
use crate::identifiers::Identifiers;
use crate::identity::stored_time;
use crate::records::PutStatus;

/// A known article, and which of its versions has the content looked for.
///
/// An older version counts too: what is taken in again, out of order or from an archive, must not bring back
/// what has been replaced since, nor make a version each time.
pub(super) struct Current {
    pub(super) id: Uuid,
    pub(super) version: i32,
    pub(super) same: Option<i32>,
}

impl Current {
    pub(super) async fn find(
        connection: &impl ConnectionTrait,
        described: &Described,
    ) -> Result<Option<Self>, DbErr> {
        Self::of(connection, with_identity(&described.identity), described).await
    }

    /// Writers of the same article stand in line here. (SQLite has but one writer, and no such clause.)
    pub(super) async fn lock(
        transaction: &DatabaseTransaction,
        described: &Described,
    ) -> Result<Option<Self>, DbErr> {
        let find = with_identity(&described.identity).lock_exclusive();
        Self::of(transaction, find, described).await
    }

    async fn of(
        connection: &impl ConnectionTrait,
        find: Select<article::Entity>,
        described: &Described,
    ) -> Result<Option<Self>, DbErr> {
        let row: Option<(Uuid, i32)> = find.into_tuple().one(connection).await?;
        let Some((id, version)) = row else {
            return Ok(None);
        };
        let same: Option<i32> = article_version::Entity::find()
            .select_only()
            .column(article_version::Column::Version)
            .filter(article_version::Column::ArticleId.eq(id))
            .filter(article_version::Column::ContentHash.eq(described.content_hash.as_str()))
            .order_by_desc(article_version::Column::Version)
            .limit(1)
            .into_tuple()
            .one(connection)
            .await?;
        Ok(Some(Self { id, version, same }))
    }
}

fn with_identity(identity: &str) -> Select<article::Entity> {
    article::Entity::find()
        .select_only()
        .column(article::Column::Id)
        .column(article::Column::CurrentVersion)
        .filter(article::Column::Identity.eq(identity))
}

/// Where a content stands, and whether it was there before.
pub(super) struct Place {
    pub(super) article: Uuid,
    pub(super) version: i32,
    pub(super) status: PutStatus,
}

impl Place {
    /// Finds or makes the article's row, lets it describe the version to come, and makes that version's row.
    pub(super) async fn take(
        transaction: &DatabaseTransaction,
        incoming: &Incoming<'_>,
        identifiers: &mut Identifiers,
    ) -> Result<Self, Failed> {
        let described = &incoming.described;
        if let Some(current) = Current::lock(transaction, described).await? {
            return Self::behind(transaction, current, incoming).await;
        }
        let place = Self {
            article: identifiers.next(),
            version: 1,
            status: PutStatus::Added,
        };
        let inserted = article::Entity::insert(article_row(&place, incoming))
            .on_conflict(
                OnConflict::column(article::Column::Identity)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
        if inserted == 1 {
            insert_version(transaction, &place, incoming).await?;
            return Ok(place);
        }
        // Another writer inserted it since the look above; the insert has waited for its commit.
        match Current::lock(transaction, described).await? {
            Some(current) => Self::behind(transaction, current, incoming).await,
            None => Err(Failed::Store(StoreError::damaged(format!(
                "the article of identity {} is there and is not found",
                described.identity
            )))),
        }
    }

    async fn behind(
        transaction: &DatabaseTransaction,
        current: Current,
        incoming: &Incoming<'_>,
    ) -> Result<Self, Failed> {
        if let Some(version) = current.same {
            return Ok(Self {
                article: current.id,
                version,
                status: PutStatus::Unchanged,
            });
        }
        Self::next(transaction, &current, incoming).await
    }

    /// Makes the row of the version behind the current one, and takes that one's quotes out of the current ones.
    pub(super) async fn next(
        transaction: &DatabaseTransaction,
        current: &Current,
        incoming: &Incoming<'_>,
    ) -> Result<Self, Failed> {
        retire_quotes(transaction, current.id).await?;
        let place = Self {
            article: current.id,
            version: current.version + 1,
            status: PutStatus::NewVersion,
        };
        article::Entity::update(article_row(&place, incoming))
            .exec(transaction)
            .await?;
        insert_version(transaction, &place, incoming).await?;
        Ok(place)
    }
}

fn article_row(place: &Place, incoming: &Incoming<'_>) -> article::ActiveModel {
    let article = &incoming.new.article;
    article::ActiveModel {
        id: Set(place.article),
        identity: Set(incoming.described.identity.clone()),
        url: Set(article.url.clone()),
        external_id: Set(article.external_id.clone()),
        title: Set(article.title.clone()),
        outlet: Set(article.outlet.clone()),
        published: Set(incoming.described.published),
        language: Set(Some(article.language.0.clone())),
        current_version: Set(place.version),
        ..Default::default()
    }
}

/// Takes the quotes of an article out of the current ones, and out of the counts of speakers and statements.
async fn retire_quotes(transaction: &DatabaseTransaction, article: Uuid) -> Result<(), DbErr> {
    for (counted, reference, counting) in [
        // Whoever was merged into another is counted there.
        (
            "speaker",
            "speaker_id",
            "coalesce(filed.merged_into, filed.id)",
        ),
        ("statement", "statement_id", "filed.id"),
    ] {
        let sql = format!(
            "UPDATE {counted} SET quotes = {counted}.quotes - retired.quotes \
             FROM (SELECT {counting} AS id, count(*) AS quotes \
                   FROM quote JOIN {counted} AS filed ON filed.id = quote.{reference} \
                   WHERE article_id = $1 AND is_current GROUP BY {counting}) AS retired \
             WHERE {counted}.id = retired.id"
        );
        transaction
            .execute_raw(Statement::from_sql_and_values(
                transaction.get_database_backend(),
                sql,
                [article.into()],
            ))
            .await?;
    }
    quote::Entity::update_many()
        .col_expr(quote::Column::IsCurrent, Expr::value(false))
        .filter(quote::Column::ArticleId.eq(article))
        .filter(quote::Column::IsCurrent.eq(true))
        .exec(transaction)
        .await?;
    Ok(())
}

async fn insert_version(
    transaction: &DatabaseTransaction,
    place: &Place,
    incoming: &Incoming<'_>,
) -> Result<(), Failed> {
    let Incoming { new, described } = incoming;
    let article = &new.article;
    let row = article_version::ActiveModel {
        article_id: Set(place.article),
        version: Set(place.version),
        content_hash: Set(described.content_hash.clone()),
        taken_in: Set(stored_time(new.taken_in)),
        extractor: Set(new.extractor.clone()),
        title: Set(article.title.clone()),
        outlet: Set(article.outlet.clone()),
        published: Set(described.published),
        language: Set(article.language.0.clone()),
        authors: Set(json(&article.authors)?),
        blocks: Set(json(&described.blocks)?),
        text: Set(article.text.clone()),
    };
    article_version::Entity::insert(row)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}
