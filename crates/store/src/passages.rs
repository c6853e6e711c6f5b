//! Reading passages of primary sources as quotes.

use std::collections::{BTreeSet, HashMap};

use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, Kind, Manner, Primary, Quote, QuoteId,
    ResolutionRule, SpeakerId, SpeakerKind, SpeakerSummary, StatementId, Timestamp, Why,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Select,
};
use uuid::Uuid;

use crate::entity::{passage, source, speaker, statement};
use crate::quotes::{IDS_PER_STATEMENT, SURVIVOR, speaker_kind};
use crate::{Store, StoreError};

/// What stands for the extractor: nothing was extracted.
const IMPORTED: &str = "import/1";
/// What stands for the rule that found it.
const RULE: &str = "source";

impl Store {
    /// The passages with these ids, each with its source and speaker in one statement: a page of hits is of twenty
    /// sources and as many speakers, and every further statement costs more than reading all of these.
    pub(crate) async fn passages(&self, ids: &[QuoteId]) -> Result<Vec<Quote>, StoreError> {
        let mut quotes = Vec::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let rows = joined()
                .filter(passage::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .into_model::<JoinedRow>()
                .all(self.reader())
                .await?;
            for row in rows {
                quotes.push(row.into_quote()?);
            }
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
                let head = row.statement_id.and_then(|id| heads.get(&id).copied());
                quote(row, source, speaker, head)
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
            let summary = SpeakerSummary {
                id: SpeakerId(row.id),
                name: row.name.clone(),
                kind: known_kind(&row.kind, row.id)?,
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

/// Passages joined with their sources and speakers, as [`JoinedRow`] reads them.
fn joined() -> Select<passage::Entity> {
    let source: RelationDef = passage::Entity::belongs_to(source::Entity)
        .from(passage::Column::SourceId)
        .to(source::Column::Id)
        .into();
    let speaker: RelationDef = passage::Entity::belongs_to(speaker::Entity)
        .from(passage::Column::SpeakerId)
        .to(speaker::Column::Id)
        .into();
    let survivor: RelationDef = speaker::Entity::belongs_to(speaker::Entity)
        .from(speaker::Column::MergedInto)
        .to(speaker::Column::Id)
        .into();
    let wording: RelationDef = passage::Entity::belongs_to(statement::Entity)
        .from(passage::Column::StatementId)
        .to(statement::Column::Id)
        .into();
    let shown = |column: speaker::Column| {
        Expr::col((SURVIVOR, column)).if_null(Expr::col((speaker::Entity, column)))
    };
    // What only a survivor may lack must not be filled in from whom they stand for.
    let wikidata: Expr = Expr::case(
        Expr::col((SURVIVOR, speaker::Column::Id)).is_not_null(),
        Expr::col((SURVIVOR, speaker::Column::Wikidata)),
    )
    .finally(Expr::col((speaker::Entity, speaker::Column::Wikidata)))
    .into();
    passage::Entity::find()
        .join(JoinType::InnerJoin, source)
        .join(JoinType::InnerJoin, speaker)
        .join_as(JoinType::LeftJoin, survivor, SURVIVOR)
        .join(JoinType::LeftJoin, wording)
        .column(statement::Column::JoinedTo)
        .column_as(source::Column::Title, "source_title")
        .column_as(source::Column::Name, "source_name")
        .column_as(source::Column::Outlet, "source_outlet")
        .column_as(source::Column::Published, "source_published")
        .column_as(source::Column::Url, "source_url")
        .column_as(shown(speaker::Column::Id), "shown_id")
        .column_as(shown(speaker::Column::Name), "shown_name")
        .column_as(shown(speaker::Column::Kind), "shown_kind")
        .column_as(wikidata, "shown_wikidata")
}

#[derive(FromQueryResult)]
struct JoinedRow {
    #[sea_orm(nested)]
    passage: passage::Model,
    joined_to: Option<Uuid>,
    source_title: Option<String>,
    source_name: String,
    source_outlet: Option<String>,
    source_published: Option<Timestamp>,
    source_url: Option<String>,
    shown_id: Uuid,
    shown_name: String,
    shown_kind: String,
    shown_wikidata: Option<String>,
}

impl JoinedRow {
    fn into_quote(self) -> Result<Quote, StoreError> {
        let source = ArticleSummary {
            id: ArticleId(self.passage.source_id),
            title: Some(self.source_title.unwrap_or(self.source_name)),
            outlet: self.source_outlet,
            published: self.source_published,
            url: self.source_url,
            language: None,
        };
        let speaker = SpeakerSummary {
            id: SpeakerId(self.shown_id),
            name: self.shown_name,
            kind: known_kind(&self.shown_kind, self.shown_id)?,
            wikidata: self.shown_wikidata,
        };
        quote(self.passage, &source, &speaker, self.joined_to)
    }
}

fn known_kind(word: &str, speaker: Uuid) -> Result<SpeakerKind, StoreError> {
    speaker_kind(word)
        .ok_or_else(|| StoreError::damaged(format!("speaker {speaker} is of an unknown kind")))
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
        language: None,
    }
}

fn quote(
    row: passage::Model,
    source: &ArticleSummary,
    speaker: &SpeakerSummary,
    head: Option<Uuid>,
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
            language: source.language.clone(),
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
        statement: head.or(row.statement_id).map(StatementId),
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
