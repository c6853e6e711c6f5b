//! Claims: one with everything around it, lists of them, and which of them a text may make.

use std::collections::HashMap;

use onrecord_matching::anchor;
use onrecord_matching::claims::{ClaimMatch as Found, SUGGEST_FROM};
use onrecord_model::{
    ClaimId, ClaimRelation, CodePointSpan, FlagId, FlagSubject, QuoteId, Scale, ScaleId,
    SpeakerSummary, StatementId, Timestamp,
};
use onrecord_store::{ClaimFilter, ClaimRecord, FlagFilter, LinkRecord, Lock, Repeat, Verdict};
use uuid::Uuid;

use super::pass::worth_of;
use super::views::{
    Anchored, ClaimMatch, ClaimPage, ClaimStatement, ClaimView, FlagPage, Linked, RelatedClaim,
    Repeats, StatementClaims,
};
use crate::indexer::blocking;
use crate::statements::{cursor, page_size};
use crate::{Engine, EngineError};

/// For how long somebody has something open, unless they renew it.
const OPEN_FOR: chrono::TimeDelta = chrono::TimeDelta::minutes(10);
/// Most code points of a text that is matched with claims.
const LONGEST_TEXT: usize = 10_000;

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

    /// A page of claims, the newest first; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn claims(
        &self,
        filter: &ClaimFilter,
        after: Option<&str>,
        limit: u16,
    ) -> Result<ClaimPage, EngineError> {
        page_size(limit)?;
        let before = cursor(after)?.map(ClaimId);
        let page = self.store.claims(filter, before, limit).await?;
        Ok(ClaimPage {
            claims: page.items,
            next: page.next.map(|next| next.to_string()),
        })
    }

    /// The claims that a text may make, the likeliest first, each once; at most `limit`.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::QuotationLength`] for a text without a word or longer than 10,000
    /// characters, or [`EngineError::Store`].
    pub async fn match_claims(
        &self,
        text: &str,
        limit: u16,
    ) -> Result<Vec<ClaimMatch>, EngineError> {
        page_size(limit)?;
        let length = text.chars().count();
        if length > LONGEST_TEXT || !text.chars().any(char::is_alphanumeric) {
            return Err(EngineError::QuotationLength {
                length,
                longest: LONGEST_TEXT,
            });
        }
        self.claims.catch_up(&self.store).await?;
        let found = self
            .claims
            .matches(vec![text.to_owned()], usize::from(limit))
            .await?;
        let mut matches: Vec<ClaimMatch> = Vec::new();
        for found in found.into_iter().flatten() {
            let Some(shown) = self.store.shown_claim(found.key).await? else {
                continue;
            };
            if matches.iter().any(|known| known.claim.id == shown) {
                continue;
            }
            let listing = self
                .store
                .claim_listings(&[shown])
                .await?
                .into_iter()
                .next();
            matches.extend(listing.map(|claim| ClaimMatch {
                claim,
                score: found.score,
                is_suggested: found.score >= SUGGEST_FROM,
                agreement: found.why,
            }));
        }
        Ok(matches)
    }

    /// For each text the claims it may make, the likeliest first, by what the file they came in with calls them, else by
    /// id, with the scores; at most `limit` each. For thousands of texts: nothing else is read.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn match_many(
        &self,
        texts: Vec<String>,
        limit: u16,
    ) -> Result<Vec<Vec<(String, f32)>>, EngineError> {
        self.claims.catch_up(&self.store).await?;
        let found = self.claims.matches(texts, usize::from(limit)).await?;
        let mut ids: Vec<ClaimId> = found.iter().flatten().map(|found| found.key).collect();
        ids.sort();
        ids.dedup();
        let mut references: HashMap<ClaimId, String> = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            for (id, text) in self.store.claim_texts(ids).await? {
                references.insert(id, text.reference.unwrap_or_else(|| id.to_string()));
            }
        }
        let named =
            |found: Found<ClaimId>| Some((references.get(&found.key)?.clone(), found.score));
        Ok(found
            .into_iter()
            .map(|found| found.into_iter().filter_map(named).collect())
            .collect())
    }

    /// The claims that a statement makes or may make, by any of its wordings, and how much these words are worth
    /// checking.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claims_of_statement(
        &self,
        id: StatementId,
        words: &str,
    ) -> Result<StatementClaims, EngineError> {
        let wordings = self.store.wordings_of_statement(id).await?;
        Ok(StatementClaims {
            linked: self.store.claims_of_statements(&wordings).await?,
            suggested: self.store.suggested_claims(&wordings).await?,
            worth: worth_of(words),
        })
    }

    /// A page of flags, the newest first; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn flags(
        &self,
        filter: FlagFilter,
        after: Option<&str>,
        limit: u16,
    ) -> Result<FlagPage, EngineError> {
        page_size(limit)?;
        let before = cursor(after)?.map(FlagId);
        let page = self.store.flags(filter, before, limit).await?;
        Ok(FlagPage {
            flags: page.items,
            next: page.next.map(|next| next.to_string()),
        })
    }

    /// The scales of this newsroom; the usual one until it is defined.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn scales(&self) -> Result<Vec<(ScaleId, Scale)>, EngineError> {
        Ok(self.store.scales().await?)
    }

    /// How many claims there are, by how far the work has come.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claim_counts(
        &self,
    ) -> Result<Vec<(onrecord_model::ClaimState, u64)>, EngineError> {
        Ok(self.store.claim_counts().await?)
    }

    /// The claim that a file called so.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claim_called(&self, reference: &str) -> Result<Option<ClaimId>, EngineError> {
        Ok(self.store.claim_called(reference).await?)
    }

    /// The claim that a review is of, as it is shown.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn claim_of_review(
        &self,
        id: onrecord_model::ReviewId,
    ) -> Result<Option<ClaimId>, EngineError> {
        match self.store.claim_of_review(id).await? {
            Some(claim) => Ok(self.store.shown_claim(claim).await?),
            None => Ok(None),
        }
    }

    /// Opens a claim or a statement for somebody, or renews that, for ten minutes: nobody else changes it meanwhile.
    ///
    /// # Errors
    /// [`EngineError::Store`], above all with [`StoreError::Conflict`](onrecord_store::StoreError::Conflict) where
    /// somebody else has it open.
    pub async fn lock(&self, subject: Uuid, holder: &str) -> Result<Lock, EngineError> {
        let now = (self.clock)();
        Ok(self
            .store
            .lock(subject, holder, now, now + OPEN_FOR)
            .await?)
    }

    /// Gives back what somebody has open.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn unlock(&self, subject: Uuid, holder: &str) -> Result<(), EngineError> {
        Ok(self.store.unlock(subject, holder).await?)
    }

    /// Where the words of a quote stand in another version of its article, the current one unless given. `None` where
    /// there is no such quote of an article, or no such version.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn anchored(
        &self,
        id: QuoteId,
        version: Option<u32>,
    ) -> Result<Option<Anchored>, EngineError> {
        let Some(quote) = self.store.quotes(&[id]).await?.pop() else {
            return Ok(None);
        };
        if quote.primary.is_some() {
            return Ok(None);
        }
        let article = quote.article.id;
        let own = self.store.article(article, Some(quote.version)).await?;
        let other = self.store.article(article, version).await?;
        let (Some(own), Some(other)) = (own, other) else {
            return Ok(None);
        };
        let number = other.version;
        let parts: Vec<CodePointSpan> = quote.content.clone();
        let anchors = blocking("looking for a quote in another version", move || {
            parts
                .into_iter()
                .filter_map(|part| Some((part, anchor(&own.text, part, &other.text)?)))
                .collect()
        })
        .await?;
        Ok(Some(Anchored {
            article,
            version: quote.version,
            other: number,
            anchors,
        }))
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
