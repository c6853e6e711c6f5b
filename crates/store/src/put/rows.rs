//! The rows of quotes and changes.

use std::collections::{HashMap, VecDeque};

use onrecord_model::{Entity, Operation, Sequence, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, Iterable, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement, Value,
};
use uuid::Uuid;

use super::attributed::Attributed;
use super::people::People;
use super::place::Place;
use crate::StoreError;
use crate::dialect::{self, rows_per_statement};
use crate::entity::{change, correction_subject, decision, quote};
use crate::identifiers::Identifiers;
use crate::identity::stored_time;
use crate::records::{NewArticle, NewQuote};

/// The rows of quotes, and of the decisions they took over from an earlier version.
#[derive(Default)]
pub(super) struct QuoteRows {
    quotes: Vec<quote::ActiveModel>,
    decisions: Vec<decision::ActiveModel>,
    /// That the corrections are about these quotes too.
    subjects: Vec<correction_subject::ActiveModel>,
}

impl QuoteRows {
    /// Adds the quotes of one article, which come in the order of the text.
    pub(super) fn add(
        &mut self,
        place: &Place,
        new: &NewArticle,
        attributed: &[Attributed<'_>],
        people: &People,
    ) -> Result<(), StoreError> {
        let mut identifiers = Identifiers::new(new.taken_in);
        let mut ids = vec![Uuid::nil(); new.quotes.len()];
        for attributed in attributed {
            ids[attributed.place] = identifiers.next();
        }
        for (position, attributed) in attributed.iter().enumerate() {
            let id = ids[attributed.place];
            let found = people.found(attributed);
            for decision in attributed.decisions(id, found) {
                self.subjects.push(correction_subject::ActiveModel {
                    subject: Set(id),
                    number: decision.number.clone(),
                });
                self.decisions.push(decision);
            }
            let mut row = row(place, new, attributed.quote)?;
            row.id = Set(id);
            row.position = Set(position as i32);
            row.speaker_id = Set(people.speaker_of(attributed));
            row.statement_id = Set(people.statement_of(attributed));
            row.inside_id = Set(attributed.quote.inside.map(|outer| ids[outer]));
            row.decided_by = Set(attributed.decided_by());
            if let Some(by_name) = attributed.by_name {
                let mut why = attributed.quote.why.clone();
                why.rule = by_name.rule();
                row.why = Set(json(&why)?);
            }
            self.quotes.push(row);
        }
        Ok(())
    }

    pub(super) async fn insert(self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        insert_all(transaction, self.quotes, None).await?;
        insert_all(transaction, self.decisions, None).await?;
        insert_all(transaction, self.subjects, None).await
    }
}

/// One quote, but for its place among others and whom it belongs to.
fn row(
    place: &Place,
    new: &NewArticle,
    quote: &NewQuote,
) -> Result<quote::ActiveModel, StoreError> {
    let extractor = quote.extractor.as_deref().or(new.extractor.as_deref());
    Ok(quote::ActiveModel {
        article_id: Set(place.article),
        version: Set(place.version),
        is_current: Set(true),
        kind: Set(quote.kind.as_str().to_owned()),
        confidence: Set(f64::from(quote.confidence.value())),
        rule: Set(quote.rule.clone()),
        extractor: Set(extractor.unwrap_or_default().to_owned()),
        mention: Set(quote.mention.clone()),
        cue_text: Set(quote.cue_text.clone()),
        source: Set(json(&quote.source)?),
        cue: Set(json(&quote.cue)?),
        content: Set(json(&quote.content)?),
        why: Set(json(&quote.why)?),
        text: Set(quote.text.clone()),
        cue_class: Set(quote.manner.class.map(|class| class.as_str().to_owned())),
        colour: Set(quote.manner.colour.as_str().to_owned()),
        polarity: Set(quote.manner.polarity.as_str().to_owned()),
        ..Default::default()
    })
}

/// Inserts rows in as few statements as the database takes them.
pub(crate) async fn insert_all<E, A>(
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

/// Inserts rows of which there are many thousands, in as few statements as the database takes them, and gives how many
/// were not left out for a conflict. [`insert_all`] makes the same statement anew every time, from values that are
/// copied several times over: with it, as much time went into a statement as into carrying it out.
pub(super) async fn insert_many<const COLUMNS: usize>(
    transaction: &DatabaseTransaction,
    table: &str,
    columns: [&str; COLUMNS],
    rows: impl ExactSizeIterator<Item = [Value; COLUMNS]>,
    on_conflict: &str,
) -> Result<u64, DbErr> {
    let backend = transaction.get_database_backend();
    let sql = |rows: usize| {
        let mut sql = format!(
            "INSERT INTO \"{table}\" (\"{}\") VALUES ",
            columns.join("\", \"")
        );
        let mut number = 0;
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..COLUMNS {
                number += 1;
                if column > 0 {
                    sql.push(',');
                }
                match backend {
                    DbBackend::Sqlite => sql.push('?'),
                    _ => sql.push_str(&format!("${number}")),
                }
            }
            sql.push(')');
        }
        sql.push_str(on_conflict);
        sql
    };
    let most = rows_per_statement(COLUMNS);
    let full = if rows.len() >= most {
        sql(most)
    } else {
        String::new()
    };
    let mut inserted = 0;
    let mut values = Vec::with_capacity(most * COLUMNS);
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        values.extend(rows.by_ref().take(most).flatten());
        let sql = match values.len() / COLUMNS {
            count if count == most => full.clone(),
            count => sql(count),
        };
        let statement = Statement::from_sql_and_values(backend, sql, values.drain(..));
        inserted += transaction.execute_raw(statement).await?.rows_affected();
    }
    Ok(inserted)
}

/// Writes one change row for each, in this order, and gives their numbers by what changed. These are the last rows
/// of a transaction, so that the feed is locked as shortly as can be.
pub(super) async fn insert_changes(
    transaction: &DatabaseTransaction,
    entity: Entity,
    written: &[(Uuid, Timestamp)],
) -> Result<HashMap<Uuid, VecDeque<Sequence>>, DbErr> {
    let rows: Vec<change::ActiveModel> = written
        .iter()
        .map(|(id, at)| change::ActiveModel {
            entity: Set(entity.as_str().to_owned()),
            entity_id: Set(*id),
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
        let of_this = sequences.entry(row.entity_id).or_default();
        of_this.push_back(Sequence(row.sequence));
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

/// The last change there is of an article or a source.
pub(super) async fn last_change(
    transaction: &DatabaseTransaction,
    id: Uuid,
) -> Result<Sequence, DbErr> {
    let sequence: Option<i64> = change::Entity::find()
        .select_only()
        .column(change::Column::Sequence)
        .filter(change::Column::EntityId.eq(id))
        .order_by_desc(change::Column::Sequence)
        .limit(1)
        .into_tuple()
        .one(transaction)
        .await?;
    Ok(Sequence(sequence.unwrap_or_default()))
}

pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::refused(format!("a value cannot be written as JSON: {error}")))
}
