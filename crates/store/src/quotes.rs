//! Reading quotes, with what lists need of their articles and speakers.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, CorrectionId, Decision, Manner, Quote,
    QuoteId, SpeakerId, SpeakerKind, SpeakerSummary, StatementId, Timestamp,
};
use sea_orm::sea_query::{Expr, NullOrdering};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

use crate::entity::{article, correction, quote, speaker, statement};
use crate::wide::wide_row;
use crate::{Store, StoreError};

/// The speaker that another is shown as.
pub(crate) const SURVIVOR: &str = "survivor";

/// How many ids one statement asks for.
pub(crate) const IDS_PER_STATEMENT: usize = 500;

impl Store {
    /// The quotes and passages with these ids, each once, in the order asked for; ids that are not there are left out.
    ///
    /// Both tables may have to be asked. Which of them had the last page is asked first, and mostly has this one too.
    pub async fn quotes(&self, ids: &[QuoteId]) -> Result<Vec<Quote>, StoreError> {
        let passages_first = self.reads_passages().load(Ordering::Relaxed);
        let mut found = HashMap::with_capacity(ids.len());
        for of_passages in [passages_first, !passages_first] {
            let missing: Vec<QuoteId> = ids
                .iter()
                .copied()
                .filter(|id| !found.contains_key(id))
                .collect();
            if missing.is_empty() {
                break;
            }
            let rows = match of_passages {
                true => self.passages(&missing).await?,
                false => self.reported(&missing).await?,
            };
            if rows.len() == ids.len() {
                self.reads_passages().store(of_passages, Ordering::Relaxed);
            }
            found.extend(rows.into_iter().map(|quote| (quote.id, quote)));
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// The quotes with these ids that articles report.
    async fn reported(&self, ids: &[QuoteId]) -> Result<Vec<Quote>, StoreError> {
        let mut quotes = Vec::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let ids = ids.iter().map(|id| id.0);
            let rows = self.read(rows().filter(quote::Column::Id.is_in(ids)));
            quotes.extend(rows.await?);
        }
        Ok(quotes)
    }

    /// The quotes of one version of an article, in text order.
    pub async fn quotes_of_article(
        &self,
        id: ArticleId,
        version: u32,
    ) -> Result<Vec<Quote>, StoreError> {
        let Ok(version) = i32::try_from(version) else {
            return Ok(Vec::new());
        };
        self.read(
            rows()
                .filter(quote::Column::ArticleId.eq(id.0))
                .filter(quote::Column::Version.eq(version))
                .order_by_asc(quote::Column::Position),
        )
        .await
    }

    /// The quotes of the current versions of these articles, and the passages of these sources, each in text order;
    /// they come in the order asked for, and what is not there has none.
    pub async fn quotes_of_articles(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, Vec<Quote>)>, StoreError> {
        let mut found: HashMap<ArticleId, Vec<Quote>> = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let ids = ids.iter().map(|id| id.0);
            let quotes = self
                .read(
                    rows()
                        .filter(quote::Column::ArticleId.is_in(ids))
                        .filter(quote::Column::IsCurrent.eq(true))
                        .order_by_asc(quote::Column::ArticleId)
                        .order_by_asc(quote::Column::Position),
                )
                .await?;
            for quote in quotes {
                found.entry(quote.article.id).or_default().push(quote);
            }
        }
        let others: Vec<Uuid> = ids
            .iter()
            .filter(|id| !found.contains_key(id))
            .map(|id| id.0)
            .collect();
        for ids in others.chunks(IDS_PER_STATEMENT) {
            for quote in self.passages_of_sources(ids).await? {
                found.entry(quote.article.id).or_default().push(quote);
            }
        }
        Ok(ids
            .iter()
            .map(|id| (*id, found.remove(id).unwrap_or_default()))
            .collect())
    }

    /// At most `limit` of the quotes in current versions that are occurrences of this statement, and how many
    /// there are in all. What was published first comes first, what has no date last, and among equals what
    /// was stored first.
    pub async fn quotes_of_statement(
        &self,
        id: StatementId,
        limit: u32,
    ) -> Result<(Vec<Quote>, u64), StoreError> {
        let same = self.wordings_of_statement(id).await?;
        let same = same.into_iter().map(|wording| wording.0);
        let occurrences = Condition::all()
            .add(quote::Column::StatementId.is_in(same))
            .add(quote::Column::IsCurrent.eq(true));
        let quotes = self
            .read(
                rows()
                    .filter(occurrences.clone())
                    .order_by_with_nulls(article::Column::Published, Order::Asc, NullOrdering::Last)
                    .order_by_asc(quote::Column::Id)
                    .limit(u64::from(limit)),
            )
            .await?;
        let listed = quotes.len() as u64;
        if listed < u64::from(limit) {
            return Ok((quotes, listed));
        }
        let all = quote::Entity::find()
            .filter(occurrences)
            .count(self.reader())
            .await?;
        // Some may have been replaced since they were listed.
        Ok((quotes, all.max(listed)))
    }

    /// The quotes of current versions that were stored last, the newest first.
    pub async fn latest_quotes(&self, limit: u16) -> Result<Vec<Quote>, StoreError> {
        self.read(
            rows()
                .filter(quote::Column::IsCurrent.eq(true))
                .order_by_desc(quote::Column::Id)
                .limit(u64::from(limit)),
        )
        .await
    }

    /// Ids of the quotes of current versions behind `after`, in order of id.
    pub async fn quote_ids_after(
        &self,
        after: Option<QuoteId>,
        limit: u32,
    ) -> Result<Vec<QuoteId>, StoreError> {
        let mut find = quote::Entity::find()
            .select_only()
            .column(quote::Column::Id)
            .filter(quote::Column::IsCurrent.eq(true))
            .order_by_asc(quote::Column::Id)
            .limit(u64::from(limit));
        if let Some(after) = after {
            find = find.filter(quote::Column::Id.gt(after.0));
        }
        let ids: Vec<Uuid> = find.into_tuple().all(self.reader()).await?;
        Ok(ids.into_iter().map(QuoteId).collect())
    }

    pub(crate) async fn read(&self, rows: Select<quote::Entity>) -> Result<Vec<Quote>, StoreError> {
        let rows: Vec<QuoteRow> = self.wide_rows(rows).await?;
        rows.into_iter().map(Quote::try_from).collect()
    }
}

/// Quotes joined with their articles, speakers and who decided, as [`QuoteRow`] reads them.
pub(crate) fn rows() -> Select<quote::Entity> {
    let article: RelationDef = quote::Entity::belongs_to(article::Entity)
        .from(quote::Column::ArticleId)
        .to(article::Column::Id)
        .into();
    let speaker: RelationDef = quote::Entity::belongs_to(speaker::Entity)
        .from(quote::Column::SpeakerId)
        .to(speaker::Column::Id)
        .into();
    let survivor: RelationDef = speaker::Entity::belongs_to(speaker::Entity)
        .from(speaker::Column::MergedInto)
        .to(speaker::Column::Id)
        .into();
    let correction: RelationDef = quote::Entity::belongs_to(correction::Entity)
        .from(quote::Column::DecidedBy)
        .to(correction::Column::Number)
        .into();
    let wording: RelationDef = quote::Entity::belongs_to(statement::Entity)
        .from(quote::Column::StatementId)
        .to(statement::Column::Id)
        .into();
    let of_survivor = |column: speaker::Column| Expr::col((SURVIVOR, column));
    quote::Entity::find()
        .join(JoinType::InnerJoin, article)
        .join(JoinType::LeftJoin, speaker)
        .join_as(JoinType::LeftJoin, survivor, SURVIVOR)
        .join(JoinType::LeftJoin, correction)
        .join(JoinType::LeftJoin, wording)
        .column(statement::Column::JoinedTo)
        .column_as(of_survivor(speaker::Column::Id), "survivor_id")
        .column_as(of_survivor(speaker::Column::Name), "survivor_name")
        .column_as(of_survivor(speaker::Column::Kind), "survivor_kind")
        .column_as(of_survivor(speaker::Column::Wikidata), "survivor_wikidata")
        .column_as(correction::Column::Id, "correction_id")
        .column_as(correction::Column::Author, "correction_author")
        .column_as(correction::Column::At, "correction_at")
        .column_as(article::Column::Title, "article_title")
        .column_as(article::Column::Outlet, "article_outlet")
        .column_as(article::Column::Published, "article_published")
        .column_as(article::Column::Url, "article_url")
        .column_as(article::Column::Language, "article_language")
        .column_as(
            Expr::col((speaker::Entity, speaker::Column::Name)),
            "speaker_name",
        )
        .column_as(
            Expr::col((speaker::Entity, speaker::Column::Kind)),
            "speaker_kind",
        )
        .column_as(
            Expr::col((speaker::Entity, speaker::Column::Wikidata)),
            "speaker_wikidata",
        )
}

wide_row! {
QuoteRow {
    id: Uuid,
    article_id: Uuid,
    version: i32,
    speaker_id: Option<Uuid>,
    statement_id: Option<Uuid>,
    joined_to: Option<Uuid>,
    kind: String,
    confidence: f64,
    rule: String,
    extractor: String,
    mention: Option<String>,
    cue_text: Option<String>,
    source: String,
    cue: String,
    content: String,
    why: String,
    text: String,
    cue_class: Option<String>,
    colour: String,
    polarity: String,
    inside_id: Option<Uuid>,
    article_title: Option<String>,
    article_outlet: Option<String>,
    article_published: Option<Timestamp>,
    article_url: Option<String>,
    article_language: Option<String>,
    speaker_name: Option<String>,
    speaker_kind: Option<String>,
    speaker_wikidata: Option<String>,
    survivor_id: Option<Uuid>,
    survivor_name: Option<String>,
    survivor_kind: Option<String>,
    survivor_wikidata: Option<String>,
    correction_id: Option<Uuid>,
    correction_author: Option<String>,
    correction_at: Option<Timestamp>,
}
}

impl TryFrom<QuoteRow> for Quote {
    type Error = StoreError;

    fn try_from(row: QuoteRow) -> Result<Self, StoreError> {
        let id = row.id;
        let damaged = |what: &str| {
            StoreError::damaged(format!("quote {id} holds a {what} that cannot be read"))
        };
        let (shown, name, kind, wikidata) = match row.survivor_id {
            None => (
                row.speaker_id,
                row.speaker_name,
                row.speaker_kind,
                row.speaker_wikidata,
            ),
            survivor => (
                survivor,
                row.survivor_name,
                row.survivor_kind,
                row.survivor_wikidata,
            ),
        };
        let speaker = match (shown, name, kind) {
            (Some(id), Some(name), Some(kind)) => Some(SpeakerSummary {
                id: SpeakerId(id),
                name,
                kind: speaker_kind(&kind).ok_or_else(|| damaged("kind of speaker"))?,
                wikidata,
            }),
            _ => None,
        };
        let decision = match (row.correction_id, row.correction_author, row.correction_at) {
            (Some(correction), Some(by), Some(at)) => Some(Decision {
                correction: CorrectionId(correction),
                by,
                at,
            }),
            _ => None,
        };
        Ok(Self {
            id: QuoteId(id),
            article: ArticleSummary {
                id: ArticleId(row.article_id),
                title: row.article_title,
                outlet: row.article_outlet,
                published: row.article_published,
                url: row.article_url,
                language: row.article_language,
            },
            version: row.version as u32,
            kind: row.kind.parse().map_err(|_| damaged("kind"))?,
            text: row.text,
            source: spans(&row.source).ok_or_else(|| damaged("source"))?,
            cue: spans(&row.cue).ok_or_else(|| damaged("cue"))?,
            content: spans(&row.content).ok_or_else(|| damaged("content"))?,
            manner: Manner {
                class: match row.cue_class.as_deref().map(str::parse) {
                    Some(class) => Some(class.map_err(|_| damaged("class of cue"))?),
                    None => None,
                },
                colour: row.colour.parse().map_err(|_| damaged("colour"))?,
                polarity: row.polarity.parse().map_err(|_| damaged("polarity"))?,
            },
            inside: row.inside_id.map(QuoteId),
            mention: row.mention,
            cue_text: row.cue_text,
            speaker,
            filed_under: row.speaker_id.map(SpeakerId),
            statement: row.joined_to.or(row.statement_id).map(StatementId),
            wording: row.statement_id.map(StatementId),
            confidence: Confidence::new(row.confidence as f32),
            rule: row.rule,
            why: serde_json::from_str(&row.why).map_err(|_| damaged("reason"))?,
            decision,
            extractor: row.extractor,
            primary: None,
        })
    }
}

/// Spans as the store writes them: `[[12,18],[20,31]]`.
pub(crate) fn spans(json: &str) -> Option<Vec<CodePointSpan>> {
    serde_json::from_str(json).ok()
}

/// The kind that the store's word stands for.
pub(crate) fn speaker_kind(word: &str) -> Option<SpeakerKind> {
    [SpeakerKind::Person, SpeakerKind::Organisation]
        .into_iter()
        .find(|kind| kind.as_str() == word)
}
