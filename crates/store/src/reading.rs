//! What is needed to read the text of an article again with another extractor: the article as it was taken in, and its
//! quotes, each with whom the machine found and with what people hold it by.

use std::collections::{HashMap, HashSet};

use onrecord_model::{
    Article, ArticleId, ArticleSummary, Block, CodePoints, FlagSubject, Quote, QuoteId,
    SpeakerIdentity,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationDef,
};
use uuid::Uuid;

use crate::articles::current_version;
use crate::correct::log;
use crate::dialect::rows_per_statement;
use crate::entity::{
    article, article_version, claim_link, conflict, decision, dismissal, flag, part, quote,
    rejection, speaker, statement,
};
use crate::put::numbers_of_names;
use crate::quotes::speaker_kind;
use crate::records::ArticleRecord;
use crate::{Store, StoreError};

/// Which articles to read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadFilter {
    /// Only those whose current version another extractor than this has read.
    pub not_by: Option<String>,
    /// Only these; all where there is none.
    pub articles: Vec<ArticleId>,
    /// Only those published then or later.
    pub from: Option<onrecord_model::Timestamp>,
    /// Only those published then or earlier.
    pub to: Option<onrecord_model::Timestamp>,
}

/// An article whose current version an extractor has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadArticle {
    /// The article.
    pub id: ArticleId,
    /// Who published it.
    pub outlet: Option<String>,
}

/// What must not have changed until what was found anew is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingPosition {
    /// The article.
    pub(crate) article: ArticleId,
    /// The version that was current.
    pub(crate) version: i32,
    /// Number of the last entry of the log.
    pub(crate) log_end: i64,
}

/// The current version of an article, to be read again.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What was read.
    pub position: ReadingPosition,
    /// The version it has.
    pub version: u32,
    /// What a list tells of the article.
    pub summary: ArticleSummary,
    /// The article as it was taken in.
    pub article: Article,
    /// What has read it; `None` where nothing did.
    pub extractor: Option<String>,
    /// What was found in it, in the order of the text.
    pub quotes: Vec<ReadQuote>,
}

/// A quote on record, with what a person would miss if it went.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadQuote {
    /// The quote.
    pub quote: Quote,
    /// Whom the machine found, whatever people say.
    pub found: Option<SpeakerIdentity>,
    /// Whether people have worked on it, so that it must stay as it is whatever another extractor says: somebody decided
    /// whose it is or flagged it, or its statement was linked to a claim or parted from one, dismissed, flagged, joined or
    /// separated by hand, or a conflict about its words was looked into.
    pub is_held: bool,
}

#[derive(FromQueryResult)]
struct FlaggedRow {
    text: String,
    content: String,
}

impl Store {
    /// Articles whose current version an extractor has read, behind `after`, in order of id.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn read_articles(
        &self,
        filter: &ReadFilter,
        after: Option<ArticleId>,
        limit: u32,
    ) -> Result<Vec<ReadArticle>, StoreError> {
        let rows: Vec<(Uuid, Option<String>)> = article::Entity::find()
            .select_only()
            .column(article::Column::Id)
            .column(article::Column::Outlet)
            .join(JoinType::InnerJoin, current_version())
            .filter(article_version::Column::Extractor.is_not_null())
            .apply_if(filter.not_by.as_deref(), |find, extractor| {
                find.filter(article_version::Column::Extractor.ne(extractor))
            })
            .apply_if(
                (!filter.articles.is_empty()).then_some(&filter.articles),
                |find, ids| find.filter(article::Column::Id.is_in(ids.iter().map(|id| id.0))),
            )
            .apply_if(filter.from, |find, from| {
                find.filter(article::Column::Published.gte(from))
            })
            .apply_if(filter.to, |find, to| {
                find.filter(article::Column::Published.lte(to))
            })
            .apply_if(after, |find, after| {
                find.filter(article::Column::Id.gt(after.0))
            })
            .order_by_asc(article::Column::Id)
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.reader())
            .await?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(id, outlet)| ReadArticle {
                id: ArticleId(id),
                outlet,
            })
            .collect())
    }

    /// The current version of an article; `None` where there is no such article.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn reading(&self, id: ArticleId) -> Result<Option<Reading>, StoreError> {
        // Before anything else, so that whatever comes meanwhile is noticed by whoever stores.
        let (log_end, _) = log::end(self.reader()).await?;
        let Some(record) = self.article(id, None).await? else {
            return Ok(None);
        };
        let version = record.version;
        let of_version = record.versions.iter().find(|one| one.version == version);
        let extractor = of_version.and_then(|version| version.extractor.clone());
        let quotes = self.quotes_of_article(id, version).await?;
        let made = self.decisions_of(&quotes).await?;
        let by_name = numbers_of_names(self.reader(), &made).await?;
        let found = self.found(&quotes, &made).await?;
        let mut of_quote: HashSet<Uuid> = made
            .iter()
            .filter(|made| !by_name.contains(&made.number))
            .map(|made| made.quote_id)
            .collect();
        of_quote.extend(self.flagged_quotes(id, &quotes).await?);
        let of_statement = self.held_statements(&quotes).await?;
        let quotes = quotes.into_iter().map(|quote| {
            let is_held = [quote.wording, quote.statement]
                .into_iter()
                .flatten()
                .any(|statement| of_statement.contains(&statement.0));
            ReadQuote {
                found: found.get(&quote.id).cloned(),
                is_held: is_held || of_quote.contains(&quote.id.0),
                quote,
            }
        });
        Ok(Some(Reading {
            position: ReadingPosition {
                article: id,
                version: version as i32,
                log_end,
            },
            version,
            extractor,
            quotes: quotes.collect(),
            summary: record.summary.clone(),
            article: taken_in(record)?,
        }))
    }

    async fn decisions_of(&self, quotes: &[Quote]) -> Result<Vec<decision::Model>, StoreError> {
        let decided: Vec<Uuid> = quotes
            .iter()
            .filter(|quote| quote.decision.is_some())
            .map(|quote| quote.id.0)
            .collect();
        let mut made = Vec::new();
        for ids in decided.chunks(rows_per_statement(1)) {
            let rows = decision::Entity::find()
                .filter(decision::Column::QuoteId.is_in(ids.iter().copied()))
                .all(self.reader())
                .await?;
            made.extend(rows);
        }
        Ok(made)
    }

    /// Whom the machine found: under whom a quote is filed, or was before people decided on it.
    async fn found(
        &self,
        quotes: &[Quote],
        made: &[decision::Model],
    ) -> Result<HashMap<QuoteId, SpeakerIdentity>, StoreError> {
        let before: HashMap<Uuid, Option<Uuid>> = made
            .iter()
            .filter(|made| made.previous_number.is_none())
            .map(|made| (made.quote_id, made.previous_speaker))
            .collect();
        let filed = |quote: &Quote| match before.get(&quote.id.0) {
            Some(before) => *before,
            None => quote.filed_under.map(|id| id.0),
        };
        let ids: HashSet<Uuid> = quotes.iter().filter_map(filed).collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut speakers: HashMap<Uuid, SpeakerIdentity> = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let rows = speaker::Entity::find()
                .filter(speaker::Column::Id.is_in(ids.iter().copied()))
                .all(self.reader())
                .await?;
            for row in rows {
                speakers.insert(row.id, identity(row)?);
            }
        }
        let found = quotes.iter().filter_map(|quote| {
            let speaker = speakers.get(&filed(quote)?)?;
            Some((quote.id, speaker.clone()))
        });
        Ok(found.collect())
    }

    /// Those that somebody flagged, in this version or, as the same words at the same place, in an older one.
    async fn flagged_quotes(
        &self,
        id: ArticleId,
        quotes: &[Quote],
    ) -> Result<Vec<Uuid>, StoreError> {
        let of_flag: RelationDef = quote::Entity::belongs_to(flag::Entity)
            .from(quote::Column::Id)
            .to(flag::Column::SubjectId)
            .into();
        let a_quote = FlagSubject::Quote(QuoteId(Uuid::nil())).kind();
        let rows: Vec<FlaggedRow> = quote::Entity::find()
            .select_only()
            .columns([quote::Column::Text, quote::Column::Content])
            .join(JoinType::InnerJoin, of_flag)
            .filter(quote::Column::ArticleId.eq(id.0))
            .filter(flag::Column::SubjectKind.eq(a_quote))
            .into_model()
            .all(self.reader())
            .await?;
        let is_flagged = |quote: &&Quote| {
            rows.iter().any(|row| {
                let content = crate::quotes::spans(&row.content);
                row.text == quote.text && content.as_ref() == Some(&quote.content)
            })
        };
        Ok(quotes
            .iter()
            .filter(is_flagged)
            .map(|quote| quote.id.0)
            .collect())
    }

    /// Of the wordings and statements of these quotes those that people have said something of.
    async fn held_statements(&self, quotes: &[Quote]) -> Result<HashSet<Uuid>, StoreError> {
        let statements: HashSet<Uuid> = quotes
            .iter()
            .flat_map(|quote| [quote.wording, quote.statement])
            .flatten()
            .map(|id| id.0)
            .collect();
        let statements: Vec<Uuid> = statements.into_iter().collect();
        let mut held = HashSet::new();
        for ids in statements.chunks(rows_per_statement(1)) {
            let ids = || ids.iter().copied();
            let linked = claim_link::Entity::find()
                .select_only()
                .column(claim_link::Column::StatementId)
                .filter(claim_link::Column::StatementId.is_in(ids()))
                .into_tuple();
            held.extend(linked.all(self.reader()).await?.into_iter().map(one));
            let dismissed = dismissal::Entity::find()
                .select_only()
                .column(dismissal::Column::StatementId)
                .filter(dismissal::Column::StatementId.is_in(ids()))
                .into_tuple();
            held.extend(dismissed.all(self.reader()).await?.into_iter().map(one));
            let flagged = flag::Entity::find()
                .select_only()
                .column(flag::Column::SubjectId)
                .filter(flag::Column::SubjectId.is_in(ids()))
                .into_tuple();
            held.extend(flagged.all(self.reader()).await?.into_iter().map(one));
            let rejected = Condition::any()
                .add(rejection::Column::StatementId.is_in(ids()))
                .add(rejection::Column::OtherId.is_in(ids()));
            let rejected = rejection::Entity::find().filter(rejected);
            for row in rejected.all(self.reader()).await? {
                held.extend([row.statement_id, row.other_id]);
            }
            let put_together = Condition::any()
                .add(statement::Column::Id.is_in(ids()))
                .add(statement::Column::Held.is_in(ids()));
            let put_together = statement::Entity::find()
                .filter(statement::Column::Held.is_not_null())
                .filter(put_together);
            for row in put_together.all(self.reader()).await? {
                held.insert(row.id);
                held.extend(row.held);
            }
            let of_conflict: RelationDef = part::Entity::belongs_to(conflict::Entity)
                .from(part::Column::Key)
                .to(conflict::Column::Key)
                .into();
            let settled = part::Entity::find()
                .select_only()
                .column(part::Column::StatementId)
                .join(JoinType::InnerJoin, of_conflict)
                .filter(part::Column::StatementId.is_in(ids()))
                .filter(conflict::Column::SettledBy.is_not_null())
                .into_tuple();
            held.extend(settled.all(self.reader()).await?.into_iter().map(one));
        }
        Ok(held)
    }
}

fn one(row: (Uuid,)) -> Uuid {
    row.0
}

fn identity(row: speaker::Model) -> Result<SpeakerIdentity, StoreError> {
    let kind = speaker_kind(&row.kind).ok_or_else(|| {
        StoreError::damaged(format!("speaker {} is of a kind that is not known", row.id))
    })?;
    Ok(SpeakerIdentity {
        key: row.key,
        name: row.name,
        kind,
        wikidata: row.wikidata,
        aliases: Vec::new(),
        roles: Vec::new(),
    })
}

/// The article as intake handed it on.
fn taken_in(record: ArticleRecord) -> Result<Article, StoreError> {
    let ArticleRecord {
        summary,
        text,
        version,
        ..
    } = record;
    let points = CodePoints::new(&text);
    let blocks: Option<Vec<Block>> = record
        .blocks
        .iter()
        .map(|(span, role)| {
            Some(Block {
                span: points.bytes(*span)?,
                role: *role,
            })
        })
        .collect();
    let blocks = blocks.ok_or_else(|| {
        StoreError::damaged(format!(
            "version {version} of article {} has a block that does not fit its text",
            summary.id
        ))
    })?;
    Ok(Article {
        external_id: record.external_id,
        url: summary.url,
        title: summary.title,
        outlet: summary.outlet,
        authors: record.authors,
        published: summary.published,
        language: record.language,
        text,
        blocks,
    })
}
