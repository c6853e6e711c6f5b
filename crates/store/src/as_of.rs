//! The record as it was: by what triggers kept of rows before they were changed (see the migration), and by the log.
//!
//! What is asked about is a place in the change feed. It tells what was durable when that change was: everything that
//! its transaction changed of what was there before, and of what is new whatever has its change up to there.
//!
//! Rows are read first, and what they were after that: whoever changes one between the two leaves what it was behind.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onrecord_model::{ArticleId, Entity, Sequence, SpeakerId, StatementId, Timestamp};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::{
    article, article_version, article_was, change, history_start, speaker, speaker_was,
};
use crate::facts::ArticleFacts;
use crate::identity::stored_time;
use crate::{Store, StoreError};

mod quotes;
mod wordings;

impl Store {
    /// The last change that was made by then; zero before the first. A clock that was set back may have made changes
    /// behind it that bear an earlier time; they count too.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where it is from before the record kept what was changed, naming the earliest moment
    /// that can be asked about.
    pub async fn sequence_at(&self, at: Timestamp) -> Result<Sequence, StoreError> {
        let last: Option<i64> = change::Entity::find()
            .select_only()
            .column(change::Column::Sequence)
            .filter(change::Column::At.lte(stored_time(at)))
            .order_by_desc(change::Column::Sequence)
            .limit(1)
            .into_tuple()
            .one(self.reader())
            .await?;
        let sequence = Sequence(last.unwrap_or_default());
        let what = format!("the record as of {}", at.to_rfc3339());
        self.unless_forgotten(sequence, &what).await?;
        Ok(sequence)
    }

    /// The earliest moment that can be asked about; `None` where it is the beginning.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn history_since(&self) -> Result<Option<Timestamp>, StoreError> {
        let start = self.history_start().await?;
        let row = change::Entity::find_by_id(start).one(self.reader()).await?;
        Ok(row.map(|row| row.at))
    }

    async fn history_start(&self) -> Result<i64, StoreError> {
        let row = history_start::Entity::find_by_id(1)
            .one(self.reader())
            .await?;
        let row =
            row.ok_or_else(|| StoreError::damaged("it is not known since when history is kept"))?;
        Ok(row.sequence)
    }

    async fn unless_forgotten(&self, sequence: Sequence, what: &str) -> Result<(), StoreError> {
        if sequence.0 >= self.history_start().await? {
            return Ok(());
        }
        let since = self.history_since().await?;
        let since = since.map_or_else(|| "now".to_owned(), |since| since.to_rfc3339());
        Err(StoreError::refused(format!(
            "{what} cannot be told: what is changed has been kept since {since}"
        )))
    }

    /// Refuses a place in the feed from before the record kept what was changed.
    pub(crate) async fn unless_before_history(&self, sequence: Sequence) -> Result<(), StoreError> {
        let what = format!("the record as of change {sequence}");
        self.unless_forgotten(sequence, &what).await
    }

    /// Articles and sources that are otherwise than they were then, or were not there, at most `limit`, in order of id:
    /// their quotes, whom these are shown as, outlet, date, or whose copies they are. Where there are as many as `limit`
    /// there may be more.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn changed_since(
        &self,
        since: Sequence,
        limit: u32,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let limit = u64::from(limit);
        let changed = |entities: &[Entity]| {
            change::Entity::find()
                .select_only()
                .column(change::Column::EntityId)
                .distinct()
                .filter(change::Column::Sequence.gt(since.0))
                .filter(change::Column::Entity.is_in(entities.iter().map(|entity| entity.as_str())))
        };
        let told: Vec<Uuid> = changed(&[Entity::Article, Entity::Source])
            .limit(limit)
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut ids: BTreeSet<ArticleId> = told.into_iter().map(ArticleId).collect();
        let speakers: Vec<Uuid> = changed(&[Entity::Speaker])
            .into_tuple()
            .all(self.reader())
            .await?;
        for speaker in speakers.into_iter().map(SpeakerId) {
            if ids.len() as u64 >= limit {
                break;
            }
            ids.extend(self.articles_quoting(speaker, Some(limit)).await?);
            let sources = self.sources_of_speaker(speaker, Some(limit)).await?;
            ids.extend(sources.into_iter().map(|source| ArticleId(source.0)));
        }
        Ok(ids.into_iter().take(limit as usize).collect())
    }

    /// What counts needed then of these articles, in no order; those that were not there yet are left out.
    ///
    /// # Errors
    /// [`StoreError::Refused`] as [`Store::sequence_at`].
    pub async fn article_facts_as_of(
        &self,
        ids: &[ArticleId],
        sequence: Sequence,
    ) -> Result<Vec<ArticleFacts>, StoreError> {
        self.unless_before_history(sequence).await?;
        let mut facts = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(4)) {
            let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
            let there = self.there(&ids, sequence).await?;
            let articles = self.articles_as_of(&ids, sequence).await?;
            let then = articles.into_iter().filter(|then| there.contains(&then.id));
            facts.extend(then.map(|then| ArticleFacts {
                id: ArticleId(then.id),
                outlet: then.outlet,
                published: then.published,
                copy_of: then.copy_of.map(ArticleId),
                language: then.language,
            }));
        }
        Ok(facts)
    }

    /// Everybody who was merged then, with whom they were shown as, in order of id.
    ///
    /// # Errors
    /// [`StoreError::Refused`] as [`Store::sequence_at`].
    pub async fn merged_speakers_as_of(
        &self,
        sequence: Sequence,
    ) -> Result<Vec<(SpeakerId, SpeakerId)>, StoreError> {
        self.unless_before_history(sequence).await?;
        let now = self.merged_speakers().await?.into_iter();
        let mut merged: BTreeMap<Uuid, Uuid> = now.map(|(id, into)| (id.0, into.0)).collect();
        let was = speaker_was::Entity::find()
            .filter(speaker_was::Column::Through.gte(sequence.0))
            .order_by_asc(speaker_was::Column::SpeakerId)
            .order_by_asc(speaker_was::Column::Through)
            .all(self.reader())
            .await?;
        for was in firsts(was, |was| was.speaker_id).into_values() {
            match was.merged_into {
                Some(into) => merged.insert(was.speaker_id, into),
                None => merged.remove(&was.speaker_id),
            };
        }
        let merged = merged.into_iter();
        Ok(merged
            .map(|(id, into)| (SpeakerId(id), SpeakerId(into)))
            .collect())
    }

    /// Which of these articles and sources were there.
    async fn there(&self, ids: &[Uuid], sequence: Sequence) -> Result<HashSet<Uuid>, StoreError> {
        let found: Vec<Uuid> = change::Entity::find()
            .select_only()
            .column(change::Column::EntityId)
            .distinct()
            .filter(change::Column::EntityId.is_in(ids.iter().copied()))
            .filter(change::Column::Sequence.lte(sequence.0))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(found.into_iter().collect())
    }

    /// What these articles were, as far as there is what they were; whether they were there is not asked.
    async fn articles_as_of(
        &self,
        ids: &[Uuid],
        sequence: Sequence,
    ) -> Result<Vec<ArticleThen>, StoreError> {
        let now = article::Entity::find()
            .filter(article::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?;
        let was = article_was::Entity::find()
            .filter(article_was::Column::ArticleId.is_in(ids.iter().copied()))
            .filter(article_was::Column::Through.gte(sequence.0))
            .order_by_asc(article_was::Column::ArticleId)
            .order_by_asc(article_was::Column::Through)
            .all(self.reader())
            .await?;
        let was = firsts(was, |was| was.article_id);
        let mut articles: Vec<ArticleThen> = now
            .into_iter()
            .map(|now| match was.get(&now.id) {
                Some(was) => ArticleThen {
                    version: was.current_version,
                    copy_of: was.copy_of,
                    ..ArticleThen::from(now)
                },
                None => ArticleThen::from(now),
            })
            .collect();
        let replaced = articles.iter().filter(|then| was.contains_key(&then.id));
        let mut older = Condition::any();
        for then in replaced {
            older = older.add(
                Condition::all()
                    .add(article_version::Column::ArticleId.eq(then.id))
                    .add(article_version::Column::Version.eq(then.version)),
            );
        }
        if older.is_empty() {
            return Ok(articles);
        }
        let older: Vec<DescribedRow> = article_version::Entity::find()
            .select_only()
            .columns([
                article_version::Column::ArticleId,
                article_version::Column::Title,
                article_version::Column::Outlet,
                article_version::Column::Published,
                article_version::Column::Language,
            ])
            .filter(older)
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut older: HashMap<Uuid, DescribedRow> =
            older.into_iter().map(|row| (row.0, row)).collect();
        for then in &mut articles {
            if let Some((_, title, outlet, published, language)) = older.remove(&then.id) {
                then.title = title;
                then.outlet = outlet;
                then.published = published;
                then.language = Some(language);
            }
        }
        Ok(articles)
    }

    /// What these speakers were called and shown as.
    async fn speakers_as_of(
        &self,
        ids: &BTreeSet<Uuid>,
        sequence: Sequence,
    ) -> Result<HashMap<Uuid, speaker::Model>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().copied().collect();
        let mut speakers = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let now = speaker::Entity::find()
                .filter(speaker::Column::Id.is_in(ids.iter().copied()))
                .all(self.reader())
                .await?;
            speakers.extend(now.into_iter().map(|row| (row.id, row)));
            let was = speaker_was::Entity::find()
                .filter(speaker_was::Column::SpeakerId.is_in(ids.iter().copied()))
                .filter(speaker_was::Column::Through.gte(sequence.0))
                .order_by_asc(speaker_was::Column::SpeakerId)
                .order_by_asc(speaker_was::Column::Through)
                .all(self.reader())
                .await?;
            for (id, was) in firsts(was, |was| was.speaker_id) {
                if let Some(speaker) = speakers.get_mut(&id) {
                    speaker.name = was.name;
                    speaker.merged_into = was.merged_into;
                }
            }
        }
        Ok(speakers)
    }
}

type DescribedRow = (
    Uuid,
    Option<String>,
    Option<String>,
    Option<Timestamp>,
    String,
);

/// An article as it was described by the version that was current.
struct ArticleThen {
    id: Uuid,
    version: i32,
    copy_of: Option<Uuid>,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<Timestamp>,
    language: Option<String>,
}

impl From<article::Model> for ArticleThen {
    fn from(now: article::Model) -> Self {
        Self {
            id: now.id,
            version: now.current_version,
            copy_of: now.copy_of,
            title: now.title,
            outlet: now.outlet,
            published: now.published,
            language: now.language,
        }
    }
}

/// Of what each was, in order of id and change, the first: what held then.
fn firsts<Was>(was: Vec<Was>, id: fn(&Was) -> Uuid) -> HashMap<Uuid, Was> {
    let mut firsts = HashMap::with_capacity(was.len());
    for was in was {
        firsts.entry(id(&was)).or_insert(was);
    }
    firsts
}

/// Wordings that do not stand for their statement, and the one that does.
pub(crate) type Led = Vec<(StatementId, StatementId)>;
