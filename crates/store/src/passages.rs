//! Reading passages of primary sources as quotes.

use std::collections::{BTreeSet, HashMap};

use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, Kind, Manner, Primary, Quote, QuoteId,
    ResolutionRule, SpeakerId, SpeakerSummary, StatementId, Timestamp, Why,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Condition,
};
use uuid::Uuid;

use crate::entity::{passage, source, speaker, statement};
use crate::quotes::{IDS_PER_STATEMENT, speaker_kind};
use crate::{Store, StoreError};

/// What stands for the extractor: nothing was extracted.
const IMPORTED: &str = "import/1";
/// What stands for the rule that found it.
const RULE: &str = "source";

impl Store {
    /// The passages with these ids.
    pub(crate) async fn passages(&self, ids: &[QuoteId]) -> Result<Vec<Quote>, StoreError> {
        let mut quotes = Vec::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let ids = ids.iter().map(|id| id.0);
            let rows = passage::Entity::find()
                .filter(passage::Column::Id.is_in(ids))
                .all(self.reader())
                .await?;
            quotes.extend(self.as_quotes(rows, &[]).await?);
        }
        Ok(quotes)
    }

    /// The passages of the sources among these, in the order of the ids.
    pub(crate) async fn passages_of_sources(&self, ids: &[Uuid]) -> Result<Vec<Quote>, StoreError> {
        let sources = source::Entity::find()
            .filter(source::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(source::Column::Id)
            .all(self.reader())
            .await?;
        let mut rows = Vec::new();
        for source in &sources {
            rows.extend(
                of_source(source)
                    .order_by_asc(passage::Column::Id)
                    .all(self.reader())
                    .await?,
            );
        }
        self.as_quotes(rows, &sources).await
    }

    /// The passage with up to `before` passages of its source before it and up to `after` behind it, in order;
    /// nothing where there is no such passage.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn passages_around(
        &self,
        id: QuoteId,
        before: u16,
        after: u16,
    ) -> Result<Vec<Quote>, StoreError> {
        let Some(row) = passage::Entity::find_by_id(id.0).one(self.reader()).await? else {
            return Ok(Vec::new());
        };
        let Some(source) = source::Entity::find_by_id(row.source_id)
            .one(self.reader())
            .await?
        else {
            return Err(StoreError::damaged(format!("passage {id} has no source")));
        };
        let mut rows = of_source(&source)
            .filter(passage::Column::Id.lt(id.0))
            .order_by_desc(passage::Column::Id)
            .limit(u64::from(before))
            .all(self.reader())
            .await?;
        rows.reverse();
        rows.push(row);
        rows.extend(
            of_source(&source)
                .filter(passage::Column::Id.gt(id.0))
                .order_by_asc(passage::Column::Id)
                .limit(u64::from(after))
                .all(self.reader())
                .await?,
        );
        self.as_quotes(rows, &[source]).await
    }

    /// Rows as quotes, in their order. Sources and speakers are looked up once each; `sources` are known already.
    pub(crate) async fn as_quotes(
        &self,
        rows: Vec<passage::Model>,
        sources: &[source::Model],
    ) -> Result<Vec<Quote>, StoreError> {
        let mut of_sources: HashMap<Uuid, ArticleSummary> = sources
            .iter()
            .map(|source| (source.id, summary(source)))
            .collect();
        let missing: BTreeSet<Uuid> = rows
            .iter()
            .map(|row| row.source_id)
            .filter(|id| !of_sources.contains_key(id))
            .collect();
        let missing: Vec<Uuid> = missing.into_iter().collect();
        for ids in missing.chunks(IDS_PER_STATEMENT) {
            let found = source::Entity::find()
                .filter(source::Column::Id.is_in(ids.iter().copied()))
                .all(self.reader())
                .await?;
            of_sources.extend(found.iter().map(|source| (source.id, summary(source))));
        }
        let speakers: BTreeSet<Uuid> = rows.iter().map(|row| row.speaker_id).collect();
        let speakers = self.shown_speakers(speakers).await?;
        let wordings: Vec<Uuid> = rows.iter().filter_map(|row| row.statement_id).collect();
        let heads = self.heads_of_wordings(&wordings).await?;
        rows.into_iter()
            .map(|row| {
                let source = of_sources.get(&row.source_id).ok_or_else(|| {
                    StoreError::damaged(format!("passage {} has no source", row.id))
                })?;
                let speaker = speakers.get(&row.speaker_id).ok_or_else(|| {
                    StoreError::damaged(format!("passage {} has no speaker", row.id))
                })?;
                quote(row, source, speaker, &heads)
            })
            .collect()
    }

    /// The wordings that stand for the statements of these, where they are others.
    async fn heads_of_wordings(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, StoreError> {
        let mut heads = HashMap::new();
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let rows: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
                .select_only()
                .column(statement::Column::Id)
                .column(statement::Column::JoinedTo)
                .filter(statement::Column::Id.is_in(ids.iter().copied()))
                .filter(statement::Column::JoinedTo.is_not_null())
                .into_tuple()
                .all(self.reader())
                .await?;
            let joined = rows.into_iter();
            heads.extend(joined.filter_map(|(id, joined_to)| Some((id, joined_to?))));
        }
        Ok(heads)
    }

    /// Who is shown for each of these speakers.
    async fn shown_speakers(
        &self,
        ids: BTreeSet<Uuid>,
    ) -> Result<HashMap<Uuid, SpeakerSummary>, StoreError> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let rows = self.speaker_rows(&ids).await?;
        let survivors: BTreeSet<Uuid> = rows.values().filter_map(|row| row.merged_into).collect();
        let survivors: Vec<Uuid> = survivors.into_iter().collect();
        let survivors = self.speaker_rows(&survivors).await?;
        let mut shown = HashMap::with_capacity(rows.len());
        for (id, row) in &rows {
            let row = match row.merged_into {
                Some(survivor) => survivors.get(&survivor).unwrap_or(row),
                None => row,
            };
            let kind = speaker_kind(&row.kind).ok_or_else(|| {
                StoreError::damaged(format!("speaker {} is of an unknown kind", row.id))
            })?;
            let summary = SpeakerSummary {
                id: SpeakerId(row.id),
                name: row.name.clone(),
                kind,
                wikidata: row.wikidata.clone(),
            };
            shown.insert(*id, summary);
        }
        Ok(shown)
    }

    async fn speaker_rows(
        &self,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, speaker::Model>, StoreError> {
        let mut found = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let rows = speaker::Entity::find()
                .filter(speaker::Column::Id.is_in(ids.iter().copied()))
                .all(self.reader())
                .await?;
            found.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(found)
    }
}

/// The passages of a source: those between its id and its last passage's that are its own. Another put may have made
/// ids at the same time.
pub(crate) fn of_source(source: &source::Model) -> Select<passage::Entity> {
    passage::Entity::find().filter(
        Condition::all()
            .add(passage::Column::Id.gt(source.id))
            .add(passage::Column::Id.lte(source.last_passage))
            .add(passage::Column::SourceId.eq(source.id)),
    )
}

/// A source as quotes show what they come from.
fn summary(source: &source::Model) -> ArticleSummary {
    ArticleSummary {
        id: ArticleId(source.id),
        title: Some(source.title.as_ref().unwrap_or(&source.name).clone()),
        outlet: source.outlet.clone(),
        published: source.published,
        url: source.url.clone(),
    }
}

fn quote(
    row: passage::Model,
    source: &ArticleSummary,
    speaker: &SpeakerSummary,
    heads: &HashMap<Uuid, Uuid>,
) -> Result<Quote, StoreError> {
    let published = match row.said {
        Some(said) => Some(time(said).ok_or_else(|| {
            StoreError::damaged(format!("passage {} holds a time that is none", row.id))
        })?),
        None => source.published,
    };
    let length = row.text.chars().count() as u32;
    Ok(Quote {
        id: QuoteId(row.id),
        article: ArticleSummary {
            id: source.id,
            title: source.title.clone(),
            outlet: row.outlet.or_else(|| source.outlet.clone()),
            published,
            url: row.url.or_else(|| source.url.clone()),
        },
        version: 1,
        kind: Kind::Direct,
        text: row.text,
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![CodePointSpan::from((0, length))],
        manner: Manner::default(),
        inside: None,
        mention: None,
        cue_text: None,
        speaker: Some(speaker.clone()),
        filed_under: Some(SpeakerId(row.speaker_id)),
        statement: row
            .statement_id
            .map(|id| StatementId(heads.get(&id).copied().unwrap_or(id))),
        wording: row.statement_id.map(StatementId),
        confidence: Confidence::new(1.0),
        rule: RULE.to_owned(),
        why: Why {
            rule: ResolutionRule::Source,
            confidence: Confidence::new(1.0),
            chain: Vec::new(),
            candidates: Vec::new(),
            reasons: Vec::new(),
        },
        decision: None,
        extractor: IMPORTED.to_owned(),
        primary: Some(Primary {
            position: row.position as u32,
            reference: row.reference,
        }),
    })
}

/// The instant that a passage keeps as microseconds since 1970.
pub(crate) fn time(said: i64) -> Option<Timestamp> {
    Timestamp::from_timestamp_micros(said)
}
