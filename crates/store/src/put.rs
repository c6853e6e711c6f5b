//! Storing an article with all that was found in it.

use onrecord_model::{
    Article, ArticleId, BlockRole, CodePointSpan, CodePoints, Entity, Operation, Sequence,
    Timestamp,
};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, Iterable, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use crate::dialect::{self, Failure};
use crate::entity::{article, article_version, change, quote};
use crate::error::failure;
use crate::identifiers::Identifiers;
use crate::identity::{Content, article_identity, stored_blocks, stored_time};
use crate::records::{NewArticle, NewQuote, Put, PutStatus};
use crate::{Store, StoreError};

mod people;
mod valid;

use people::People;
pub(crate) use valid::words;

/// How often a transaction that lost against another writer is tried in all. PostgreSQL ends one of two that
/// wait for each other, so that each round lets at least one writer through.
const ATTEMPTS: u32 = 10;

impl Store {
    /// The article and its current version, if that has this very content; a cheap look before extraction.
    ///
    /// What this says may be outdated when it returns; [`Store::put_article`] looks again.
    pub async fn find_unchanged(
        &self,
        article: &Article,
    ) -> Result<Option<(ArticleId, u32)>, StoreError> {
        let described = Described::new(article);
        let current = Current::find(self.reader(), &described.identity, false).await?;
        Ok(current
            .filter(|current| current.content_hash == described.content_hash)
            .map(|current| (ArticleId(current.id), current.version as u32)))
    }

    /// Stores an article with its quotes in one transaction, and returns when it is durable.
    ///
    /// The same content again changes nothing, whatever was found in it; other content under the same identity
    /// is a new version beside the old. What does not hold together is [`StoreError::Refused`], and so are NUL
    /// characters, which PostgreSQL cannot keep.
    pub async fn put_article(&self, new: &NewArticle) -> Result<Put, StoreError> {
        valid::check(new)?;
        let described = Described::new(&new.article);
        let mut attempt = 1;
        loop {
            let failed = match self.put_once(new, &described).await {
                Ok(put) => return Ok(put),
                Err(failed) => failed,
            };
            match failed {
                Failed::Database(error)
                    if attempt < ATTEMPTS && failure(&error) == Failure::Deadlock =>
                {
                    tracing::debug!(attempt, %error, "putting an article again");
                    attempt += 1;
                }
                Failed::Database(error) => return Err(error.into()),
                Failed::Store(error) => return Err(error),
            }
        }
    }

    async fn put_once(&self, new: &NewArticle, described: &Described) -> Result<Put, Failed> {
        let transaction = dialect::begin_write(self.writer()).await?;
        let mut identifiers = Identifiers::new(new.taken_in);
        let place = match take_place(&transaction, new, described, &mut identifiers).await? {
            Taken::Unchanged(current) => {
                let put = unchanged(&transaction, &current).await?;
                transaction.rollback().await?;
                return Ok(put);
            }
            Taken::Place(place) => place,
        };
        insert_version(&transaction, &place, new, described).await?;
        let people = People::upsert(&transaction, new, &mut identifiers, self.merged()).await?;
        insert_quotes(&transaction, &place, new, &people, &mut identifiers).await?;
        let sequence = insert_change(&transaction, place.article, new.taken_in).await?;
        transaction.commit().await?;
        // Only now may later puts rely on what this one wrote.
        people.remember(self.merged());
        Ok(Put {
            article: ArticleId(place.article),
            version: place.version as u32,
            status: match place.version {
                1 => PutStatus::Added,
                _ => PutStatus::NewVersion,
            },
            quotes: new.quotes.len(),
            sequence,
        })
    }
}

/// Why a put did not come about, before it is known whether it is tried again.
enum Failed {
    Database(DbErr),
    Store(StoreError),
}

impl From<DbErr> for Failed {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What is derived of an article once, however often its transaction is tried.
struct Described {
    identity: String,
    content_hash: String,
    published: Option<Timestamp>,
    blocks: Vec<(CodePointSpan, BlockRole)>,
}

impl Described {
    fn new(article: &Article) -> Self {
        let blocks = stored_blocks(article, &CodePoints::new(&article.text));
        let published = article.published.map(stored_time);
        let content = Content {
            text: &article.text,
            title: article.title.as_deref(),
            outlet: article.outlet.as_deref(),
            authors: &article.authors,
            published,
            language: &article.language.0,
            blocks: &blocks,
        };
        Self {
            identity: article_identity(
                article.url.as_deref(),
                article.outlet.as_deref(),
                &article.text,
            ),
            content_hash: content.hash(),
            published,
            blocks,
        }
    }
}

/// The current version of a known article.
struct Current {
    id: Uuid,
    version: i32,
    content_hash: String,
}

impl Current {
    async fn find(
        connection: &impl ConnectionTrait,
        identity: &str,
        to_write: bool,
    ) -> Result<Option<Self>, DbErr> {
        let mut find = article::Entity::find()
            .select_only()
            .column(article::Column::Id)
            .column(article::Column::CurrentVersion)
            .filter(article::Column::Identity.eq(identity));
        if to_write {
            // Writers of the same article stand in line here. (SQLite has but one writer, and no such clause.)
            find = find.lock_exclusive();
        }
        let row: Option<(Uuid, i32)> = find.into_tuple().one(connection).await?;
        let Some((id, version)) = row else {
            return Ok(None);
        };
        let content_hash: Option<String> = article_version::Entity::find_by_id((id, version))
            .select_only()
            .column(article_version::Column::ContentHash)
            .into_tuple()
            .one(connection)
            .await?;
        Ok(Some(Self {
            id,
            version,
            // No hash equals an empty one: a version that is missing is written again.
            content_hash: content_hash.unwrap_or_default(),
        }))
    }
}

/// Where a version goes.
struct Place {
    article: Uuid,
    version: i32,
}

enum Taken {
    Unchanged(Current),
    Place(Place),
}

/// Finds or makes the article's row, and makes it describe the version to come.
async fn take_place(
    transaction: &DatabaseTransaction,
    new: &NewArticle,
    described: &Described,
    identifiers: &mut Identifiers,
) -> Result<Taken, Failed> {
    if let Some(current) = Current::find(transaction, &described.identity, true).await? {
        return supersede(transaction, current, new, described).await;
    }
    let id = identifiers.next();
    let row = article_row(id, 1, new, described);
    let inserted = article::Entity::insert(row)
        .on_conflict(
            OnConflict::column(article::Column::Identity)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    if inserted == 1 {
        return Ok(Taken::Place(Place {
            article: id,
            version: 1,
        }));
    }
    // Another writer inserted it since the look above; the insert has waited for its commit.
    match Current::find(transaction, &described.identity, true).await? {
        Some(current) => supersede(transaction, current, new, described).await,
        None => Err(StoreError::damaged(format!(
            "article {:?} is there and is not found",
            described.identity
        ))
        .into()),
    }
}

async fn supersede(
    transaction: &DatabaseTransaction,
    current: Current,
    new: &NewArticle,
    described: &Described,
) -> Result<Taken, Failed> {
    if current.content_hash == described.content_hash {
        return Ok(Taken::Unchanged(current));
    }
    retire_quotes(transaction, current.id).await?;
    let version = current.version + 1;
    article::Entity::update(article_row(current.id, version, new, described))
        .exec(transaction)
        .await?;
    Ok(Taken::Place(Place {
        article: current.id,
        version,
    }))
}

fn article_row(
    id: Uuid,
    version: i32,
    new: &NewArticle,
    described: &Described,
) -> article::ActiveModel {
    let article = &new.article;
    article::ActiveModel {
        id: Set(id),
        identity: Set(described.identity.clone()),
        url: Set(article.url.clone()),
        external_id: Set(article.external_id.clone()),
        title: Set(article.title.clone()),
        outlet: Set(article.outlet.clone()),
        published: Set(described.published),
        current_version: Set(version),
    }
}

/// Takes the quotes of an article out of the current ones, and out of the counts of speakers and statements.
async fn retire_quotes(transaction: &DatabaseTransaction, article: Uuid) -> Result<(), DbErr> {
    for (counted, reference) in [("speaker", "speaker_id"), ("statement", "statement_id")] {
        let sql = format!(
            "UPDATE {counted} SET quotes = {counted}.quotes - retired.quotes \
             FROM (SELECT {reference}, count(*) AS quotes FROM quote \
                   WHERE article_id = $1 AND is_current GROUP BY {reference}) AS retired \
             WHERE {counted}.id = retired.{reference}"
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
    new: &NewArticle,
    described: &Described,
) -> Result<(), Failed> {
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

async fn insert_quotes(
    transaction: &DatabaseTransaction,
    place: &Place,
    new: &NewArticle,
    people: &People,
    identifiers: &mut Identifiers,
) -> Result<(), Failed> {
    let extractor = new.extractor.as_deref().unwrap_or_default();
    let mut in_text_order: Vec<&NewQuote> = new.quotes.iter().collect();
    in_text_order.sort_by_key(|quote| {
        let first = quote.content.first().map_or(0, |span| span.start);
        let last = quote.content.last().map_or(0, |span| span.end);
        (first, last)
    });
    let mut rows = Vec::with_capacity(in_text_order.len());
    for (position, quote) in in_text_order.into_iter().enumerate() {
        let speaker = people.speaker_of(quote);
        rows.push(quote::ActiveModel {
            id: Set(identifiers.next()),
            article_id: Set(place.article),
            version: Set(place.version),
            position: Set(position as i32),
            is_current: Set(true),
            speaker_id: Set(speaker),
            statement_id: Set(people.statement_of(quote)),
            kind: Set(quote.kind.as_str().to_owned()),
            confidence: Set(f64::from(quote.confidence.value())),
            rule: Set(quote.rule.clone()),
            extractor: Set(extractor.to_owned()),
            mention: Set(quote.mention.clone()),
            cue_text: Set(quote.cue_text.clone()),
            source: Set(json(&quote.source)?),
            cue: Set(json(&quote.cue)?),
            content: Set(json(&quote.content)?),
            why: Set(json(&quote.why)?),
            text: Set(quote.text.clone()),
        });
    }
    insert_all::<quote::Entity, _>(transaction, rows, None).await?;
    Ok(())
}

/// Inserts rows in as few statements as the database takes them.
async fn insert_all<E, A>(
    transaction: &DatabaseTransaction,
    rows: Vec<A>,
    on_conflict: Option<&OnConflict>,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    let most = dialect::rows_per_statement(E::Column::iter().count());
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut insert = E::insert_many(rows.by_ref().take(most));
        if let Some(on_conflict) = on_conflict {
            insert = insert.on_conflict(on_conflict.clone());
        }
        insert.exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// The last statement of the transaction, so that the feed is locked as shortly as can be.
async fn insert_change(
    transaction: &DatabaseTransaction,
    article: Uuid,
    at: Timestamp,
) -> Result<Sequence, DbErr> {
    let row = change::ActiveModel {
        entity: Set(Entity::Article.as_str().to_owned()),
        entity_id: Set(article),
        operation: Set(Operation::Put.as_str().to_owned()),
        at: Set(stored_time(at)),
        ..Default::default()
    };
    dialect::lock_change_feed(transaction).await?;
    let inserted = change::Entity::insert(row).exec(transaction).await?;
    Ok(Sequence(inserted.last_insert_id))
}

async fn unchanged(transaction: &DatabaseTransaction, current: &Current) -> Result<Put, DbErr> {
    let quotes = quote::Entity::find()
        .filter(quote::Column::ArticleId.eq(current.id))
        .filter(quote::Column::Version.eq(current.version))
        .count(transaction)
        .await?;
    let sequence: Option<i64> = change::Entity::find()
        .select_only()
        .column(change::Column::Sequence)
        .filter(change::Column::EntityId.eq(current.id))
        .order_by_desc(change::Column::Sequence)
        .into_tuple()
        .one(transaction)
        .await?;
    Ok(Put {
        article: ArticleId(current.id),
        version: current.version as u32,
        status: PutStatus::Unchanged,
        quotes: quotes as usize,
        sequence: Sequence(sequence.unwrap_or_default()),
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::refused(format!("a value cannot be written as JSON: {error}")))
}
