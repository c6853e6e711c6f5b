//! The quotes and passages that were shown, as they were shown.

use std::collections::{BTreeSet, HashMap};

use onrecord_model::{
    ArticleId, CorrectionId, Decision, Quote, Sequence, SpeakerId, SpeakerSummary, StatementId,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{ArticleThen, firsts};
use crate::dialect::rows_per_statement;
use crate::entity::{correction, quote, quote_was, speaker, statement, statement_was};
use crate::quotes::{rows, speaker_kind};
use crate::{Store, StoreError};

/// How many articles one statement asks for, each with its version.
const VERSIONS_PER_STATEMENT: usize = 200;

impl Store {
    /// The quotes of the versions of these articles that were current then, and the passages of these sources, each in
    /// text order and in the order asked for: by whom they were, under whom and as which wording they were filed, what
    /// the article was called. What was not there yet has none.
    ///
    /// The Wikidata items of speakers are those of now.
    ///
    /// # Errors
    /// [`StoreError::Refused`] as [`Store::sequence_at`].
    pub async fn quotes_of_articles_as_of(
        &self,
        ids: &[ArticleId],
        sequence: Sequence,
    ) -> Result<Vec<(ArticleId, Vec<Quote>)>, StoreError> {
        self.unless_before_history(sequence).await?;
        let mut found: HashMap<Uuid, Vec<Quote>> = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(VERSIONS_PER_STATEMENT) {
            let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
            let there = self.there(&ids, sequence).await?;
            let ids: Vec<Uuid> = ids.into_iter().filter(|id| there.contains(id)).collect();
            let articles = self.articles_as_of(&ids, sequence).await?;
            let articles: HashMap<Uuid, ArticleThen> = articles
                .into_iter()
                .map(|article| (article.id, article))
                .collect();
            let mut quotes = self.quotes_of_versions(&articles).await?;
            let sources: Vec<Uuid> = ids
                .into_iter()
                .filter(|id| !articles.contains_key(id))
                .collect();
            quotes.extend(self.passages_of_sources(&sources).await?);
            for quote in self.as_they_were(quotes, sequence).await? {
                found.entry(quote.article.id.0).or_default().push(quote);
            }
        }
        Ok(ids
            .iter()
            .map(|id| (*id, found.remove(&id.0).unwrap_or_default()))
            .collect())
    }

    async fn quotes_of_versions(
        &self,
        articles: &HashMap<Uuid, ArticleThen>,
    ) -> Result<Vec<Quote>, StoreError> {
        if articles.is_empty() {
            return Ok(Vec::new());
        }
        let mut versions = Condition::any();
        for article in articles.values() {
            versions = versions.add(
                Condition::all()
                    .add(quote::Column::ArticleId.eq(article.id))
                    .add(quote::Column::Version.eq(article.version)),
            );
        }
        let mut quotes = self
            .read(
                rows()
                    .filter(versions)
                    .order_by_asc(quote::Column::ArticleId)
                    .order_by_asc(quote::Column::Position),
            )
            .await?;
        for quote in &mut quotes {
            if let Some(then) = articles.get(&quote.article.id.0) {
                quote.article.title.clone_from(&then.title);
                quote.article.outlet.clone_from(&then.outlet);
                quote.article.published = then.published;
                quote.article.language.clone_from(&then.language);
            }
        }
        Ok(quotes)
    }

    /// Puts in the place of whose each quote is whose it was.
    async fn as_they_were(
        &self,
        mut quotes: Vec<Quote>,
        sequence: Sequence,
    ) -> Result<Vec<Quote>, StoreError> {
        let was = self.filed_as_of(&quotes, sequence).await?;
        let numbers: BTreeSet<i64> = was.values().filter_map(|was| was.decided_by).collect();
        let decisions = self.decisions(&numbers).await?;
        for quote in &mut quotes {
            let Some(was) = was.get(&quote.id.0) else {
                continue;
            };
            quote.filed_under = was.speaker_id.map(SpeakerId);
            quote.wording = was.statement_id.map(StatementId);
            quote.decision = was
                .decided_by
                .and_then(|number| decisions.get(&number).cloned());
        }
        let filed: BTreeSet<Uuid> = quotes
            .iter()
            .filter_map(|quote| Some(quote.filed_under?.0))
            .collect();
        let filed = self.speakers_as_of(&filed, sequence).await?;
        let shown: BTreeSet<Uuid> = filed.values().filter_map(|row| row.merged_into).collect();
        let shown = self.speakers_as_of(&shown, sequence).await?;
        let wordings: BTreeSet<Uuid> = quotes
            .iter()
            .filter_map(|quote| Some(quote.wording?.0))
            .collect();
        let heads = self.heads_as_of(&wordings, sequence).await?;
        for quote in &mut quotes {
            let speaker = quote.filed_under.and_then(|id| filed.get(&id.0));
            let speaker = speaker.map(|row| {
                let survivor = row.merged_into.and_then(|into| shown.get(&into));
                survivor.unwrap_or(row)
            });
            quote.speaker = speaker.map(summary).transpose()?;
            quote.statement = quote
                .wording
                .map(|id| StatementId(heads.get(&id.0).copied().unwrap_or(id.0)));
        }
        Ok(quotes)
    }

    async fn filed_as_of(
        &self,
        quotes: &[Quote],
        sequence: Sequence,
    ) -> Result<HashMap<Uuid, quote_was::Model>, StoreError> {
        let reported = quotes.iter().filter(|quote| quote.primary.is_none());
        let ids: Vec<Uuid> = reported.map(|quote| quote.id.0).collect();
        let mut all = HashMap::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            let was = quote_was::Entity::find()
                .filter(quote_was::Column::QuoteId.is_in(ids.iter().copied()))
                .filter(quote_was::Column::Through.gte(sequence.0))
                .order_by_asc(quote_was::Column::QuoteId)
                .order_by_asc(quote_was::Column::Through)
                .all(self.reader())
                .await?;
            all.extend(firsts(was, |was| was.quote_id));
        }
        Ok(all)
    }

    async fn decisions(
        &self,
        numbers: &BTreeSet<i64>,
    ) -> Result<HashMap<i64, Decision>, StoreError> {
        let numbers: Vec<i64> = numbers.iter().copied().collect();
        let mut decisions = HashMap::with_capacity(numbers.len());
        for numbers in numbers.chunks(rows_per_statement(1)) {
            let rows = correction::Entity::find()
                .filter(correction::Column::Number.is_in(numbers.iter().copied()))
                .all(self.reader())
                .await?;
            decisions.extend(rows.into_iter().map(|row| {
                let decision = Decision {
                    correction: CorrectionId(row.id),
                    by: row.author,
                    at: row.at,
                };
                (row.number, decision)
            }));
        }
        Ok(decisions)
    }

    /// The wordings that these were joined to.
    async fn heads_as_of(
        &self,
        wordings: &BTreeSet<Uuid>,
        sequence: Sequence,
    ) -> Result<HashMap<Uuid, Uuid>, StoreError> {
        let wordings: Vec<Uuid> = wordings.iter().copied().collect();
        let mut heads = HashMap::new();
        for ids in wordings.chunks(rows_per_statement(1)) {
            let now: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
                .select_only()
                .columns([statement::Column::Id, statement::Column::JoinedTo])
                .filter(statement::Column::Id.is_in(ids.iter().copied()))
                .filter(statement::Column::JoinedTo.is_not_null())
                .into_tuple()
                .all(self.reader())
                .await?;
            heads.extend(now.into_iter().filter_map(|(id, head)| Some((id, head?))));
            let was = statement_was::Entity::find()
                .filter(statement_was::Column::StatementId.is_in(ids.iter().copied()))
                .filter(statement_was::Column::Through.gte(sequence.0))
                .order_by_asc(statement_was::Column::StatementId)
                .order_by_asc(statement_was::Column::Through)
                .all(self.reader())
                .await?;
            for (id, was) in firsts(was, |was| was.statement_id) {
                match was.joined_to {
                    Some(head) => heads.insert(id, head),
                    None => heads.remove(&id),
                };
            }
        }
        Ok(heads)
    }
}

fn summary(row: &speaker::Model) -> Result<SpeakerSummary, StoreError> {
    Ok(SpeakerSummary {
        id: SpeakerId(row.id),
        name: row.name.clone(),
        kind: speaker_kind(&row.kind).ok_or_else(|| {
            StoreError::damaged(format!("speaker {} is of an unknown kind", row.id))
        })?,
        wikidata: row.wikidata.clone(),
    })
}
