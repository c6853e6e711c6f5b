//! Reading passages of primary sources as quotes.

use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, Kind, Manner, Primary, Quote, QuoteId,
    ResolutionRule, SpeakerId, SpeakerSummary, StatementId, Timestamp, Why,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

use crate::entity::{passage, source, speaker, statement};
use crate::quotes::{IDS_PER_STATEMENT, SURVIVOR, speaker_kind};
use crate::wide::wide_row;
use crate::{Store, StoreError};

/// What stands for the extractor: nothing was extracted.
const IMPORTED: &str = "import/1";
/// What stands for the rule that found it.
const RULE: &str = "source";

/// How many passages of a source one statement asks for.
const PASSAGES_PER_STATEMENT: u64 = 1_000;

impl Store {
    /// Passages with these ids, in any order.
    pub(crate) async fn passages(&self, ids: &[QuoteId]) -> Result<Vec<Quote>, StoreError> {
        let mut quotes = Vec::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let ids = ids.iter().map(|id| id.0);
            let some = passage_rows().filter(passage::Column::Id.is_in(ids));
            quotes.extend(self.read_passages(some).await?);
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
        let mut quotes: Vec<Quote> = Vec::new();
        for source in &sources {
            let mut behind = source.id;
            loop {
                let some = passage_rows()
                    .filter(of_source(source))
                    .filter(passage::Column::Id.gt(behind))
                    .order_by_asc(passage::Column::Id)
                    .limit(PASSAGES_PER_STATEMENT);
                let some = self.read_passages(some).await?;
                let is_last = (some.len() as u64) < PASSAGES_PER_STATEMENT;
                quotes.extend(some);
                match quotes.last() {
                    Some(last) if !is_last => behind = last.id.0,
                    _ => break,
                }
            }
        }
        Ok(quotes)
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
        let Some(quote) = self.passages(&[id]).await?.pop() else {
            return Ok(Vec::new());
        };
        let source = source::Entity::find_by_id(quote.article.id.0);
        let Some(source) = source.one(self.reader()).await? else {
            return Err(StoreError::damaged(format!("passage {id} has no source")));
        };
        let others = || passage_rows().filter(of_source(&source));
        let earlier = others()
            .filter(passage::Column::Id.lt(id.0))
            .order_by_desc(passage::Column::Id)
            .limit(u64::from(before));
        let later = others()
            .filter(passage::Column::Id.gt(id.0))
            .order_by_asc(passage::Column::Id)
            .limit(u64::from(after));
        let mut quotes = self.read_passages(earlier).await?;
        quotes.reverse();
        quotes.push(quote);
        quotes.extend(self.read_passages(later).await?);
        Ok(quotes)
    }

    /// Reads what [`passage_rows`] selects.
    pub(crate) async fn read_passages(
        &self,
        rows: Select<passage::Entity>,
    ) -> Result<Vec<Quote>, StoreError> {
        let rows: Vec<PassageRow> = self.wide_rows(rows).await?;
        rows.into_iter().map(Quote::try_from).collect()
    }
}

/// Passages with their sources and who is shown as their speakers, as [`PassageRow`] reads them: in one statement, as
/// each further one costs more than reading twenty of these.
pub(crate) fn passage_rows() -> Select<passage::Entity> {
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
        .join(JoinType::LeftJoin, source)
        .join(JoinType::LeftJoin, speaker)
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

wide_row! {
    /// A passage with its source and who is shown as its speaker.
    PassageRow {
        id: Uuid,
        source_id: Uuid,
        position: i32,
        speaker_id: Uuid,
        statement_id: Option<Uuid>,
        said: Option<i64>,
        outlet: Option<String>,
        url: Option<String>,
        reference: Option<String>,
        text: String,
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
}

impl TryFrom<PassageRow> for Quote {
    type Error = StoreError;

    fn try_from(row: PassageRow) -> Result<Self, StoreError> {
        let id = row.id;
        let published = match row.said {
            Some(said) => Some(time(said).ok_or_else(|| {
                StoreError::damaged(format!("passage {id} holds a time that is none"))
            })?),
            None => row.source_published,
        };
        let kind = speaker_kind(&row.shown_kind).ok_or_else(|| {
            StoreError::damaged(format!("speaker {} is of an unknown kind", row.shown_id))
        })?;
        let length = row.text.chars().count() as u32;
        Ok(Self {
            id: QuoteId(id),
            article: ArticleSummary {
                id: ArticleId(row.source_id),
                title: Some(row.source_title.unwrap_or(row.source_name)),
                outlet: row.outlet.or(row.source_outlet),
                published,
                url: row.url.or(row.source_url),
                language: None,
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
            speaker: Some(SpeakerSummary {
                id: SpeakerId(row.shown_id),
                name: row.shown_name,
                kind,
                wikidata: row.shown_wikidata,
            }),
            filed_under: Some(SpeakerId(row.speaker_id)),
            statement: row.joined_to.or(row.statement_id).map(StatementId),
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
}

/// The passages of a source: those between its id and its last passage's that are its own. Another put may have made
/// ids at the same time.
pub(crate) fn of_source(source: &source::Model) -> Condition {
    Condition::all()
        .add(passage::Column::Id.gt(source.id))
        .add(passage::Column::Id.lte(source.last_passage))
        .add(passage::Column::SourceId.eq(source.id))
}

/// The instant that a passage keeps as microseconds since 1970.
pub(crate) fn time(said: i64) -> Option<Timestamp> {
    Timestamp::from_timestamp_micros(said)
}
