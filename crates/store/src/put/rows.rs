//! The rows of quotes and changes.

use std::collections::{HashMap, VecDeque};

use onrecord_model::{Entity, Operation, Sequence, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, Iterable, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::people::People;
use super::place::Place;
use crate::StoreError;
use crate::dialect::{self, rows_per_statement};
use crate::entity::{change, quote};
use crate::identifiers::Identifiers;
use crate::identity::stored_time;
use crate::records::{NewArticle, NewQuote};

/// The quotes of one article, in text order.
pub(super) fn quotes(
    place: &Place,
    new: &NewArticle,
    people: &People,
    identifiers: &mut Identifiers,
    rows: &mut Vec<quote::ActiveModel>,
) -> Result<(), StoreError> {
    let extractor = new.extractor.as_deref().unwrap_or_default();
    let mut in_text_order: Vec<&NewQuote> = new.quotes.iter().collect();
    in_text_order.sort_by_key(|quote| {
        let first = quote.content.first().map_or(0, |span| span.start);
        let last = quote.content.last().map_or(0, |span| span.end);
        (first, last)
    });
    for (position, quote) in in_text_order.into_iter().enumerate() {
        rows.push(quote::ActiveModel {
            id: Set(identifiers.next()),
            article_id: Set(place.article),
            version: Set(place.version),
            position: Set(position as i32),
            is_current: Set(true),
            speaker_id: Set(people.speaker_of(quote)),
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
    Ok(())
}

/// Inserts rows in as few statements as the database takes them.
pub(super) async fn insert_all<E, A>(
    transaction: &DatabaseTransaction,
    rows: Vec<A>,
    on_conflict: Option<&OnConflict>,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    let most = rows_per_statement(E::Column::iter().count());
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

/// Writes one change row for each version, in this order, and gives their numbers by article. These are the
/// last rows of a transaction, so that the feed is locked as shortly as can be.
pub(super) async fn insert_changes(
    transaction: &DatabaseTransaction,
    written: &[(&Place, Timestamp)],
) -> Result<HashMap<Uuid, VecDeque<Sequence>>, DbErr> {
    let rows: Vec<change::ActiveModel> = written
        .iter()
        .map(|(place, at)| change::ActiveModel {
            entity: Set(Entity::Article.as_str().to_owned()),
            entity_id: Set(place.article),
            operation: Set(Operation::Put.as_str().to_owned()),
            at: Set(stored_time(*at)),
            ..Default::default()
        })
        .collect();
    dialect::lock_change_feed(transaction).await?;
    let mut stored = Vec::with_capacity(rows.len());
    for rows in rows.chunks(rows_per_statement(change::Column::iter().count())) {
        let rows = change::Entity::insert_many(rows.to_vec());
        stored.extend(rows.exec_with_returning(transaction).await?);
    }
    // Rows are numbered in the order given, but need not come back in it.
    stored.sort_by_key(|row| row.sequence);
    let mut sequences: HashMap<Uuid, VecDeque<Sequence>> = HashMap::new();
    for row in stored {
        let of_article = sequences.entry(row.entity_id).or_default();
        of_article.push_back(Sequence(row.sequence));
    }
    Ok(sequences)
}

/// How many quotes a version that is there has.
pub(super) async fn count_quotes(
    connection: &impl ConnectionTrait,
    article: Uuid,
    version: i32,
) -> Result<usize, DbErr> {
    let quotes = quote::Entity::find()
        .filter(quote::Column::ArticleId.eq(article))
        .filter(quote::Column::Version.eq(version))
        .count(connection)
        .await?;
    Ok(quotes as usize)
}

/// The last change there is of an article.
pub(super) async fn last_change(
    transaction: &DatabaseTransaction,
    article: Uuid,
) -> Result<Sequence, DbErr> {
    let sequence: Option<i64> = change::Entity::find()
        .select_only()
        .column(change::Column::Sequence)
        .filter(change::Column::EntityId.eq(article))
        .order_by_desc(change::Column::Sequence)
        .limit(1)
        .into_tuple()
        .one(transaction)
        .await?;
    Ok(Sequence(sequence.unwrap_or_default()))
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::refused(format!("a value cannot be written as JSON: {error}")))
}
