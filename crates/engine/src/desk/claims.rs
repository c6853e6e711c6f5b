//! One claim with everything around it.

use std::collections::HashMap;

use onrecord_model::{
    ClaimId, ClaimRelation, FlagSubject, QuoteId, SpeakerSummary, StatementId, Timestamp,
};
use onrecord_store::{ClaimRecord, FlagFilter, LinkRecord, Repeat, Verdict};

use super::views::{ClaimStatement, ClaimView, Linked, RelatedClaim, Repeats};
use crate::{Engine, EngineError};

impl Engine {
    /// A claim with everything around it; the one it is shown as, where it was merged into another. As of a date: what
    /// the log said then, with the statements that were linked and what is told of them now. `None` where there is no
    /// such claim, or was none.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claim(
        &self,
        id: ClaimId,
        as_of: Option<Timestamp>,
    ) -> Result<Option<ClaimView>, EngineError> {
        let Some(record) = self.store.claim(id, as_of).await? else {
            return Ok(None);
        };
        let mut statements = Vec::with_capacity(record.links.len());
        for link in &record.links {
            statements.push(self.linked(link).await?);
        }
        statements.sort_by_key(|statement| {
            let first = statement.quote.as_ref();
            let first = first.and_then(|quote| quote.article.published);
            (first.is_none(), first, statement.statement)
        });
        statements.dedup_by_key(|statement| statement.statement);
        let mut group = record.merged.clone();
        group.push(record.id);
        let (suggestions, suggestions_total) = match as_of {
            None => self.suggested(&group, &statements).await?,
            Some(_) => (Vec::new(), 0),
        };
        let locks = self.store.locks(&[record.id.0], (self.clock)()).await?;
        let flags = FlagFilter {
            is_open: false,
            subject: Some(FlagSubject::Claim(record.id)),
        };
        let flags = self
            .store
            .flags(flags, None, crate::SearchRequest::LARGEST_PAGE as u16)
            .await?;
        Ok(Some(ClaimView {
            claimants: claimants(&statements),
            repeats: self.repeats(&record, &statements).await?,
            related: self.related(&record).await?,
            flags: flags.items,
            lock: locks.into_iter().next().map(|(_, lock)| lock),
            suggestions,
            suggestions_total,
            statements,
            record,
        }))
    }

    async fn linked(&self, link: &LinkRecord) -> Result<ClaimStatement, EngineError> {
        let wordings = self
            .store
            .wordings_of_statement(link.link.statement)
            .await?;
        let statement = wordings.first().copied().unwrap_or(link.link.statement);
        Ok(ClaimStatement {
            statement,
            linked: Linked::Confirmed {
                done: link.done.clone(),
                suggested: link.link.suggested.clone(),
            },
            words: link.link.words.clone(),
            part: link.link.part,
            quote: self.first_told(&wordings).await?,
            told: self.store.told(&wordings).await?.1,
        })
    }

    async fn suggested(
        &self,
        group: &[ClaimId],
        linked: &[ClaimStatement],
    ) -> Result<(Vec<ClaimStatement>, u64), EngineError> {
        let (rows, mut total) = self
            .store
            .suggested_statements(group, ClaimView::SUGGESTIONS)
            .await?;
        let mut suggestions: Vec<ClaimStatement> = Vec::with_capacity(rows.len());
        for row in rows {
            let wordings = self.store.wordings_of_statement(row.statement).await?;
            let statement = wordings.first().copied().unwrap_or(row.statement);
            let is_known = |known: &ClaimStatement| known.statement == statement;
            let quote = self.first_told(&wordings).await?;
            let Some(quote) = quote else {
                total = total.saturating_sub(1);
                continue;
            };
            if linked.iter().chain(&suggestions).any(is_known) {
                total = total.saturating_sub(1);
                continue;
            }
            suggestions.push(ClaimStatement {
                statement,
                linked: Linked::Suggested(row.suggested),
                words: quote.text.clone(),
                part: None,
                quote: Some(quote),
                told: self.store.told(&wordings).await?.1,
            });
        }
        Ok((suggestions, total))
    }

    /// Where any of these wordings is told first.
    async fn first_told(
        &self,
        wordings: &[StatementId],
    ) -> Result<Option<onrecord_model::Quote>, EngineError> {
        let mut quotes = Vec::new();
        for wording in wordings {
            quotes.extend(self.store.quotes_of_wording(*wording, 1).await?);
        }
        Ok(quotes.into_iter().min_by_key(|quote| {
            let published = quote.article.published;
            (published.is_none(), published, quote.id)
        }))
    }

    async fn repeats(
        &self,
        record: &ClaimRecord,
        statements: &[ClaimStatement],
    ) -> Result<Option<Repeats>, EngineError> {
        let Some(last) = record.verdicts().first().copied() else {
            return Ok(None);
        };
        let ids: Vec<StatementId> = statements.iter().map(|one| one.statement).collect();
        let found = self
            .store
            .repeats(&ids, last.content.date, record.settled_at)
            .await?;
        let wordings: Vec<StatementId> = found.iter().map(|repeat| repeat.statement).collect();
        let heads: HashMap<StatementId, StatementId> = self
            .store
            .shown_statements(&wordings)
            .await?
            .into_iter()
            .collect();
        let mut by: Vec<(SpeakerSummary, u64)> = Vec::new();
        for repeat in &found {
            let head = heads.get(&repeat.statement);
            let statement = statements.iter().find(|one| Some(&one.statement) == head);
            let quote = statement.and_then(|one| one.quote.as_ref());
            if let Some(speaker) = quote.and_then(|quote| quote.speaker.as_ref()) {
                count(&mut by, speaker, 1);
            }
        }
        sort(&mut by);
        let latest: Vec<QuoteId> = found
            .iter()
            .rev()
            .take(Repeats::LATEST)
            .map(|repeat| repeat.quote)
            .collect();
        Ok(Some(Repeats {
            verdict: Verdict {
                review: last.id,
                rating: last.content.rating.clone(),
                author: last.content.author.name.clone(),
                date: last.content.date,
                url: last.content.url.clone(),
            },
            occurrences: found.len() as u64,
            reports: reports(&found),
            last: found.last().map(|repeat| repeat.at),
            by,
            latest: self.store.quotes(&latest).await?,
        }))
    }

    async fn related(&self, record: &ClaimRecord) -> Result<Vec<RelatedClaim>, EngineError> {
        let forward = record.relations.iter().map(|relation| (relation, false));
        let reverse = record.related_by.iter().map(|relation| (relation, true));
        let all: Vec<(ClaimId, ClaimRelation, bool)> = forward
            .chain(reverse)
            .map(|((claim, relation), is_reverse)| (*claim, *relation, is_reverse))
            .collect();
        let mut related = Vec::with_capacity(all.len());
        for (claim, relation, is_reverse) in all {
            let Some(shown) = self.store.shown_claim(claim).await? else {
                continue;
            };
            let listing = self
                .store
                .claim_listings(&[shown])
                .await?
                .into_iter()
                .next();
            related.extend(listing.map(|claim| RelatedClaim {
                claim,
                relation,
                is_reverse,
            }));
        }
        Ok(related)
    }
}

/// In how many reports and sources something was told, copies of one report counted once.
fn reports(repeats: &[Repeat]) -> u64 {
    let mut reports: Vec<(Option<onrecord_model::ArticleId>, Option<QuoteId>)> = repeats
        .iter()
        .map(|repeat| match repeat.report {
            Some(report) => (Some(report), None),
            None => (None, Some(repeat.quote)),
        })
        .collect();
    reports.sort();
    reports.dedup();
    reports.len() as u64
}

fn claimants(statements: &[ClaimStatement]) -> Vec<(SpeakerSummary, u64)> {
    let mut by = Vec::new();
    for statement in statements {
        let speaker = statement
            .quote
            .as_ref()
            .and_then(|quote| quote.speaker.as_ref());
        if let Some(speaker) = speaker {
            let told = statement.told.occurrences + statement.told.passages;
            count(&mut by, speaker, told);
        }
    }
    sort(&mut by);
    by
}

fn count(by: &mut Vec<(SpeakerSummary, u64)>, speaker: &SpeakerSummary, times: u64) {
    match by.iter_mut().find(|(known, _)| known.id == speaker.id) {
        Some((_, count)) => *count += times,
        None => by.push((speaker.clone(), times)),
    }
}

fn sort(by: &mut [(SpeakerSummary, u64)]) {
    by.sort_by(|(one, count), (other, others)| {
        others.cmp(count).then_with(|| one.name.cmp(&other.name))
    });
}
