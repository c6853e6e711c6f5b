//! The same words, given to two speakers.

use std::collections::{HashMap, HashSet};

use onrecord_model::{ArticleId, Kind, QuoteId, SpeakerId, StatementId, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QuerySelect, RelationDef,
};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::{article, conflict, part, passage, quote, source, speaker, statement};
use crate::identifiers::Identifiers;
use crate::put::insert_all;
use crate::{Store, StoreError};

/// Two speakers to whom the same words are given, and the first quote by which they are given to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundConflict {
    /// One of them, and the quote or passage.
    pub one: (SpeakerId, QuoteId),
    /// The other, whose id is the greater.
    pub other: (SpeakerId, QuoteId),
}

/// One occurrence of some words.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenWords {
    /// The quote or passage.
    pub quote: QuoteId,
    /// Direct, mixed or indirect; a passage is direct.
    pub kind: Kind,
    /// All of its words.
    pub text: String,
    /// Whose they are said to be.
    pub speaker: SpeakerId,
    /// Where they stand; `None` for a passage of a primary source.
    pub article: Option<ArticleId>,
    /// The quote around it.
    pub inside: Option<QuoteId>,
    /// When they were published or said.
    pub date: Option<Timestamp>,
}

/// A quote that mixes the speaker's words with the reporter's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixedQuote {
    /// Its wording.
    pub wording: StatementId,
    /// Its words.
    pub text: String,
    /// What stands inside it as the words of somebody else.
    pub inner: Vec<String>,
}

#[derive(FromQueryResult)]
struct QuoteRow {
    id: Uuid,
    statement_id: Uuid,
    kind: String,
    text: String,
    article_id: Uuid,
    inside_id: Option<Uuid>,
    published: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct PassageRow {
    id: Uuid,
    statement_id: Uuid,
    text: String,
    said: Option<i64>,
    published: Option<Timestamp>,
}

impl Store {
    /// Every occurrence of the words with these keys, as the whole of a wording or as what it quotes, by key: of those
    /// that are given to more than one speaker. `fresh` are parts of wordings that are not written yet.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a kind cannot be read.
    pub async fn given_to_several(
        &self,
        keys: &[Uuid],
        fresh: &[(StatementId, Uuid)],
    ) -> Result<HashMap<Uuid, Vec<GivenWords>>, StoreError> {
        let mut given: HashMap<Uuid, Vec<GivenWords>> = HashMap::new();
        for keys in keys.chunks(rows_per_statement(1)) {
            let fresh = fresh.iter().filter(|(_, key)| keys.contains(key));
            let mut by_key = self.wordings_with(keys, fresh.copied().collect()).await?;
            by_key.retain(|_, wordings| {
                let speakers: HashSet<SpeakerId> = wordings.values().copied().collect();
                speakers.len() > 1
            });
            let ids: HashSet<Uuid> = by_key.values().flat_map(HashMap::keys).copied().collect();
            let ids: Vec<Uuid> = ids.into_iter().collect();
            let mut occurrences: HashMap<Uuid, Vec<GivenWords>> = HashMap::new();
            for ids in ids.chunks(rows_per_statement(1)) {
                self.quotes_with(ids, &mut occurrences).await?;
                self.passages_with(ids, &mut occurrences).await?;
            }
            for (key, wordings) in by_key {
                let of_key = given.entry(key).or_default();
                for (wording, speaker) in wordings {
                    for found in occurrences.get(&wording).into_iter().flatten() {
                        of_key.push(GivenWords {
                            speaker,
                            ..found.clone()
                        });
                    }
                }
            }
        }
        Ok(given)
    }

    /// By key, the wordings with these words, each with who is shown as having said it.
    async fn wordings_with(
        &self,
        keys: &[Uuid],
        fresh: Vec<(StatementId, Uuid)>,
    ) -> Result<HashMap<Uuid, HashMap<Uuid, SpeakerId>>, StoreError> {
        let of_speaker: RelationDef = statement::Entity::belongs_to(speaker::Entity)
            .from(statement::Column::SpeakerId)
            .to(speaker::Column::Id)
            .into();
        let of_statement: RelationDef = part::Entity::belongs_to(statement::Entity)
            .from(part::Column::StatementId)
            .to(statement::Column::Id)
            .into();
        let wholes = statement::Entity::find()
            .select_only()
            .column(statement::Column::Key)
            .column(statement::Column::Id)
            .column(speaker::Column::Id)
            .column(speaker::Column::MergedInto)
            .join(JoinType::InnerJoin, of_speaker.clone())
            .filter(statement::Column::Key.is_in(keys.iter().copied()))
            .into_tuple::<(Uuid, Uuid, Uuid, Option<Uuid>)>()
            .all(self.reader())
            .await?;
        let parts = part::Entity::find()
            .select_only()
            .column(part::Column::Key)
            .column(part::Column::StatementId)
            .column(speaker::Column::Id)
            .column(speaker::Column::MergedInto)
            .join(JoinType::InnerJoin, of_statement)
            .join(JoinType::InnerJoin, of_speaker.clone())
            .filter(part::Column::Key.is_in(keys.iter().copied()))
            .into_tuple::<(Uuid, Uuid, Uuid, Option<Uuid>)>()
            .all(self.reader())
            .await?;
        let mut by_key: HashMap<Uuid, HashMap<Uuid, SpeakerId>> = HashMap::new();
        for (key, wording, speaker, merged_into) in wholes.into_iter().chain(parts) {
            let shown = SpeakerId(merged_into.unwrap_or(speaker));
            by_key.entry(key).or_default().insert(wording, shown);
        }
        for fresh in fresh.chunks(rows_per_statement(1)) {
            let rows = statement::Entity::find()
                .select_only()
                .column(statement::Column::Id)
                .column(speaker::Column::Id)
                .column(speaker::Column::MergedInto)
                .join(JoinType::InnerJoin, of_speaker.clone())
                .filter(statement::Column::Id.is_in(fresh.iter().map(|(id, _)| id.0)))
                .into_tuple::<(Uuid, Uuid, Option<Uuid>)>()
                .all(self.reader())
                .await?;
            let shown: HashMap<Uuid, SpeakerId> = rows
                .into_iter()
                .map(|(id, speaker, merged_into)| (id, SpeakerId(merged_into.unwrap_or(speaker))))
                .collect();
            for (wording, key) in fresh {
                if let Some(shown) = shown.get(&wording.0) {
                    by_key.entry(*key).or_default().insert(wording.0, *shown);
                }
            }
        }
        Ok(by_key)
    }

    async fn quotes_with(
        &self,
        wordings: &[Uuid],
        occurrences: &mut HashMap<Uuid, Vec<GivenWords>>,
    ) -> Result<(), StoreError> {
        let of_article: RelationDef = quote::Entity::belongs_to(article::Entity)
            .from(quote::Column::ArticleId)
            .to(article::Column::Id)
            .into();
        let rows = quote::Entity::find()
            .select_only()
            .columns([
                quote::Column::Id,
                quote::Column::StatementId,
                quote::Column::Kind,
                quote::Column::Text,
                quote::Column::ArticleId,
                quote::Column::InsideId,
            ])
            .column(article::Column::Published)
            .join(JoinType::InnerJoin, of_article)
            .filter(quote::Column::StatementId.is_in(wordings.iter().copied()))
            .filter(quote::Column::IsCurrent.eq(true))
            .into_model::<QuoteRow>()
            .all(self.reader())
            .await?;
        for row in rows {
            let kind = row.kind.parse().map_err(|_| {
                StoreError::damaged(format!("quote {} holds a kind that cannot be read", row.id))
            })?;
            occurrences
                .entry(row.statement_id)
                .or_default()
                .push(GivenWords {
                    quote: QuoteId(row.id),
                    kind,
                    text: row.text,
                    speaker: SpeakerId(Uuid::nil()),
                    article: Some(ArticleId(row.article_id)),
                    inside: row.inside_id.map(QuoteId),
                    date: row.published,
                });
        }
        Ok(())
    }

    async fn passages_with(
        &self,
        wordings: &[Uuid],
        occurrences: &mut HashMap<Uuid, Vec<GivenWords>>,
    ) -> Result<(), StoreError> {
        let of_source: RelationDef = passage::Entity::belongs_to(source::Entity)
            .from(passage::Column::SourceId)
            .to(source::Column::Id)
            .into();
        let rows = passage::Entity::find()
            .select_only()
            .columns([
                passage::Column::Id,
                passage::Column::StatementId,
                passage::Column::Text,
                passage::Column::Said,
            ])
            .column(source::Column::Published)
            .join(JoinType::InnerJoin, of_source)
            .filter(passage::Column::StatementId.is_in(wordings.iter().copied()))
            .into_model::<PassageRow>()
            .all(self.reader())
            .await?;
        for row in rows {
            let said = row.said.and_then(Timestamp::from_timestamp_micros);
            occurrences
                .entry(row.statement_id)
                .or_default()
                .push(GivenWords {
                    quote: QuoteId(row.id),
                    kind: Kind::Direct,
                    text: row.text,
                    speaker: SpeakerId(Uuid::nil()),
                    article: None,
                    inside: None,
                    date: said.or(row.published),
                });
        }
        Ok(())
    }

    /// The mixed quotes of these wordings, in current versions and older ones, with what stands inside them.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn mixed_quotes(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<MixedQuote>, StoreError> {
        let mut mixed = Vec::new();
        for wordings in wordings.chunks(rows_per_statement(1)) {
            let rows: Vec<(Uuid, Uuid, String)> = quote::Entity::find()
                .select_only()
                .column(quote::Column::Id)
                .column(quote::Column::StatementId)
                .column(quote::Column::Text)
                .filter(quote::Column::StatementId.is_in(wordings.iter().map(|id| id.0)))
                .filter(quote::Column::Kind.eq(Kind::Mixed.as_str()))
                .into_tuple()
                .all(self.reader())
                .await?;
            let mut inner = self.inner_texts(rows.iter().map(|row| row.0)).await?;
            mixed.extend(rows.into_iter().map(|(id, wording, text)| MixedQuote {
                wording: StatementId(wording),
                text,
                inner: inner.remove(&id).unwrap_or_default(),
            }));
        }
        Ok(mixed)
    }

    /// What stands inside some quotes, by quote. They are found through their articles, which an index leads to.
    async fn inner_texts(
        &self,
        outer: impl Iterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Vec<String>>, StoreError> {
        let outer: Vec<Uuid> = outer.collect();
        let mut inner: HashMap<Uuid, Vec<String>> = HashMap::new();
        for outer in outer.chunks(rows_per_statement(2)) {
            let articles: Vec<Uuid> = quote::Entity::find()
                .select_only()
                .column(quote::Column::ArticleId)
                .distinct()
                .filter(quote::Column::Id.is_in(outer.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            for articles in articles.chunks(rows_per_statement(2)) {
                let rows: Vec<(Option<Uuid>, String)> = quote::Entity::find()
                    .select_only()
                    .column(quote::Column::InsideId)
                    .column(quote::Column::Text)
                    .filter(quote::Column::ArticleId.is_in(articles.iter().copied()))
                    .filter(quote::Column::InsideId.is_not_null())
                    .into_tuple()
                    .all(self.reader())
                    .await?;
                for (around, text) in rows {
                    if let Some(around) = around.filter(|around| outer.contains(around)) {
                        inner.entry(around).or_default().push(text);
                    }
                }
            }
        }
        Ok(inner)
    }

    /// Who is quoted in the current versions of these articles.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn speakers_quoted_in(
        &self,
        articles: &[ArticleId],
    ) -> Result<HashMap<ArticleId, HashSet<SpeakerId>>, StoreError> {
        let of_speaker: RelationDef = quote::Entity::belongs_to(speaker::Entity)
            .from(quote::Column::SpeakerId)
            .to(speaker::Column::Id)
            .into();
        let mut quoted: HashMap<ArticleId, HashSet<SpeakerId>> = HashMap::new();
        for articles in articles.chunks(rows_per_statement(2)) {
            let rows: Vec<(Uuid, Uuid, Option<Uuid>)> = quote::Entity::find()
                .select_only()
                .column(quote::Column::ArticleId)
                .column(speaker::Column::Id)
                .column(speaker::Column::MergedInto)
                .distinct()
                .join(JoinType::InnerJoin, of_speaker.clone())
                .filter(quote::Column::ArticleId.is_in(articles.iter().map(|id| id.0)))
                .filter(quote::Column::IsCurrent.eq(true))
                .into_tuple()
                .all(self.reader())
                .await?;
            for (article, speaker, merged_into) in rows {
                let shown = SpeakerId(merged_into.unwrap_or(speaker));
                quoted.entry(ArticleId(article)).or_default().insert(shown);
            }
        }
        Ok(quoted)
    }
}

/// Makes the conflicts about some words what they are now. One that a person settled stays, with what they said.
pub(super) async fn write(
    transaction: &DatabaseTransaction,
    conflicts: &[(Uuid, Vec<FoundConflict>)],
    identifiers: &mut Identifiers,
) -> Result<(), DbErr> {
    for some in conflicts.chunks(rows_per_statement(1)) {
        let rows = conflict::Entity::find()
            .filter(conflict::Column::Key.is_in(some.iter().map(|(key, _)| *key)))
            .all(transaction)
            .await?;
        let mut known: HashMap<(Uuid, Uuid, Uuid), conflict::Model> = rows
            .into_iter()
            .map(|row| ((row.key, row.one_speaker, row.other_speaker), row))
            .collect();
        let mut new = Vec::new();
        for (key, found) in some {
            for found in found {
                let speakers = (*key, found.one.0.0, found.other.0.0);
                let (one, other) = (found.one.1.0, found.other.1.0);
                match known.remove(&speakers) {
                    Some(row) if (row.one_quote, row.other_quote) == (one, other) => {}
                    Some(row) => {
                        conflict::Entity::update(conflict::ActiveModel {
                            id: Set(row.id),
                            one_quote: Set(one),
                            other_quote: Set(other),
                            ..Default::default()
                        })
                        .exec(transaction)
                        .await?;
                    }
                    None => new.push(conflict::ActiveModel {
                        id: Set(identifiers.next()),
                        key: Set(*key),
                        one_speaker: Set(speakers.1),
                        other_speaker: Set(speakers.2),
                        one_quote: Set(one),
                        other_quote: Set(other),
                        settled_by: Set(None),
                    }),
                }
            }
        }
        let gone: Vec<Uuid> = known
            .into_values()
            .filter(|row| row.settled_by.is_none())
            .map(|row| row.id)
            .collect();
        if !gone.is_empty() {
            conflict::Entity::delete_many()
                .filter(conflict::Column::Id.is_in(gone))
                .exec(transaction)
                .await?;
        }
        insert_all(transaction, new, None).await?;
    }
    Ok(())
}
