//! Reading primary sources, and the bare words of quotes and passages.

use std::collections::{BTreeSet, HashMap};

use onrecord_model::{Quote, QuoteId, SourceId, SpeakerId, Timestamp};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationDef,
};
use uuid::Uuid;

use crate::entity::{article, passage, quote, source, speaker};
use crate::passages::{of_source, passage_rows, time};
use crate::quotes::IDS_PER_STATEMENT;
use crate::records::{Page, QuoteText, SourceKind, SourceRecord};
use crate::{Store, StoreError};

impl Store {
    /// One primary source.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn source(&self, id: SourceId) -> Result<Option<SourceRecord>, StoreError> {
        let row = source::Entity::find_by_id(id.0).one(self.reader()).await?;
        row.map(record).transpose()
    }

    /// Primary sources, those taken in last first; `before` is the last of the part before.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn sources(
        &self,
        before: Option<SourceId>,
        limit: u16,
    ) -> Result<Page<SourceRecord, SourceId>, StoreError> {
        let mut rows = source::Entity::find()
            .apply_if(before, |find, before| {
                find.filter(source::Column::Id.lt(before.0))
            })
            .order_by_desc(source::Column::Id)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let items: Vec<SourceRecord> = rows.into_iter().map(record).collect::<Result<_, _>>()?;
        Ok(Page {
            next: items.last().filter(|_| more).map(|last| last.id),
            items,
        })
    }

    /// Passages of a source from the place `from` on, in order; `None` where there is no such source. The next part
    /// begins at the place of the passage that it tells.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn passages_from(
        &self,
        id: SourceId,
        from: u32,
        limit: u16,
    ) -> Result<Option<Page<Quote, u32>>, StoreError> {
        let Some(source) = source::Entity::find_by_id(id.0).one(self.reader()).await? else {
            return Ok(None);
        };
        let from = i32::try_from(from).unwrap_or(i32::MAX);
        let rows = passage_rows()
            .filter(of_source(&source))
            .filter(passage::Column::Position.gte(from))
            .order_by_asc(passage::Column::Id)
            .limit(u64::from(limit) + 1);
        let mut items = self.read_passages(rows).await?;
        let next = items
            .get(usize::from(limit))
            .and_then(|quote| quote.primary.as_ref());
        let next = next.map(|place| place.position);
        items.truncate(usize::from(limit));
        Ok(Some(Page { items, next }))
    }

    /// Ids of primary sources behind `after`, in order of id.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn source_ids_after(
        &self,
        after: Option<SourceId>,
        limit: u32,
    ) -> Result<Vec<SourceId>, StoreError> {
        let ids: Vec<Uuid> = source::Entity::find()
            .select_only()
            .column(source::Column::Id)
            .apply_if(after, |find, after| {
                find.filter(source::Column::Id.gt(after.0))
            })
            .order_by_asc(source::Column::Id)
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(SourceId).collect())
    }

    /// Sources with a passage that is filed under this very speaker, at most `limit`, in order of id.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn sources_of_speaker(
        &self,
        id: SpeakerId,
        limit: Option<u64>,
    ) -> Result<Vec<SourceId>, StoreError> {
        let ids: Vec<Uuid> = passage::Entity::find()
            .select_only()
            .column(passage::Column::SourceId)
            .distinct()
            .filter(passage::Column::SpeakerId.eq(id.0))
            .order_by_asc(passage::Column::SourceId)
            .apply_if(limit, |find, limit| find.limit(limit))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(SourceId).collect())
    }

    /// Ids of passages behind `after`, in order of id.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn passage_ids_after(
        &self,
        after: Option<QuoteId>,
        limit: u32,
    ) -> Result<Vec<QuoteId>, StoreError> {
        let ids: Vec<Uuid> = passage::Entity::find()
            .select_only()
            .column(passage::Column::Id)
            .apply_if(after, |find, after| {
                find.filter(passage::Column::Id.gt(after.0))
            })
            .order_by_asc(passage::Column::Id)
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(QuoteId).collect())
    }

    /// The words of these quotes and passages with who said them and when, in the order asked for; ids that are not
    /// there are left out. Much cheaper than the quotes themselves, for whoever compares the words of many.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn texts(&self, ids: &[QuoteId]) -> Result<Vec<QuoteText>, StoreError> {
        let mut found = self.passage_texts(ids).await?;
        if found.len() < ids.len() {
            let missing: Vec<QuoteId> = ids
                .iter()
                .copied()
                .filter(|id| !found.contains_key(id))
                .collect();
            found.extend(self.quote_texts(&missing).await?);
        }
        self.show_speakers(&mut found).await?;
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    async fn passage_texts(
        &self,
        ids: &[QuoteId],
    ) -> Result<HashMap<QuoteId, QuoteText>, StoreError> {
        let mut found = HashMap::with_capacity(ids.len());
        let mut undated: Vec<(QuoteId, Uuid)> = Vec::new();
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let rows: Vec<(Uuid, Uuid, Uuid, Option<i64>, String)> = passage::Entity::find()
                .select_only()
                .column(passage::Column::Id)
                .column(passage::Column::SourceId)
                .column(passage::Column::SpeakerId)
                .column(passage::Column::Said)
                .column(passage::Column::Text)
                .filter(passage::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.reader())
                .await?;
            for (id, source, speaker, said, text) in rows {
                let id = QuoteId(id);
                if said.is_none() {
                    undated.push((id, source));
                }
                let text = QuoteText {
                    id,
                    text,
                    speaker: Some(SpeakerId(speaker)),
                    date: said.and_then(time),
                };
                found.insert(id, text);
            }
        }
        let sources: BTreeSet<Uuid> = undated.iter().map(|(_, source)| *source).collect();
        let sources: Vec<Uuid> = sources.into_iter().collect();
        let mut published: HashMap<Uuid, Option<Timestamp>> = HashMap::new();
        for ids in sources.chunks(IDS_PER_STATEMENT) {
            let rows: Vec<(Uuid, Option<Timestamp>)> = source::Entity::find()
                .select_only()
                .column(source::Column::Id)
                .column(source::Column::Published)
                .filter(source::Column::Id.is_in(ids.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            published.extend(rows);
        }
        for (id, source) in undated {
            if let Some(text) = found.get_mut(&id) {
                text.date = published.get(&source).copied().flatten();
            }
        }
        Ok(found)
    }

    async fn quote_texts(
        &self,
        ids: &[QuoteId],
    ) -> Result<HashMap<QuoteId, QuoteText>, StoreError> {
        let article: RelationDef = quote::Entity::belongs_to(article::Entity)
            .from(quote::Column::ArticleId)
            .to(article::Column::Id)
            .into();
        let mut found = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let rows: Vec<(Uuid, Option<Uuid>, String, Option<Timestamp>)> = quote::Entity::find()
                .select_only()
                .column(quote::Column::Id)
                .column(quote::Column::SpeakerId)
                .column(quote::Column::Text)
                .column(article::Column::Published)
                .join(JoinType::InnerJoin, article.clone())
                .filter(quote::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.reader())
                .await?;
            found.extend(rows.into_iter().map(|(id, speaker, text, date)| {
                let id = QuoteId(id);
                let text = QuoteText {
                    id,
                    text,
                    speaker: speaker.map(SpeakerId),
                    date,
                };
                (id, text)
            }));
        }
        Ok(found)
    }

    /// Puts who is shown in the place of who was merged.
    async fn show_speakers(
        &self,
        texts: &mut HashMap<QuoteId, QuoteText>,
    ) -> Result<(), StoreError> {
        let filed: BTreeSet<SpeakerId> = texts.values().filter_map(|text| text.speaker).collect();
        let filed: Vec<SpeakerId> = filed.into_iter().collect();
        let mut shown: HashMap<SpeakerId, SpeakerId> = HashMap::new();
        for ids in filed.chunks(IDS_PER_STATEMENT) {
            let rows: Vec<(Uuid, Option<Uuid>)> = speaker::Entity::find()
                .select_only()
                .column(speaker::Column::Id)
                .column(speaker::Column::MergedInto)
                .filter(speaker::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .filter(speaker::Column::MergedInto.is_not_null())
                .into_tuple()
                .all(self.reader())
                .await?;
            shown.extend(
                rows.into_iter()
                    .filter_map(|(id, into)| Some((SpeakerId(id), SpeakerId(into?)))),
            );
        }
        for text in texts.values_mut() {
            text.speaker = text
                .speaker
                .map(|speaker| shown.get(&speaker).copied().unwrap_or(speaker));
        }
        Ok(())
    }
}

fn record(row: source::Model) -> Result<SourceRecord, StoreError> {
    let kind = [SourceKind::Corpus, SourceKind::Transcript]
        .into_iter()
        .find(|kind| kind.as_str() == row.kind)
        .ok_or_else(|| {
            StoreError::damaged(format!(
                "source {} is of the kind {:?}, which is not known",
                row.id, row.kind
            ))
        })?;
    Ok(SourceRecord {
        id: SourceId(row.id),
        kind,
        name: row.name,
        title: row.title,
        url: row.url,
        outlet: row.outlet,
        published: row.published,
        taken_in: row.taken_in,
        passages: u64::try_from(row.passages).unwrap_or_default(),
    })
}
