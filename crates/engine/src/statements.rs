//! Statements with their wordings, the same words given to two speakers, and what new versions did to quotes.

use std::collections::{HashMap, HashSet};

use onrecord_matching::{Comparison, compare, fingerprint, quoted_parts};
use onrecord_model::{
    ArticleId, ConflictId, Kind, Quote, QuoteId, SpeakerSummary, StatementId, StealthEditId,
};
use onrecord_store::{ConflictRecord, EditKind, Occurrences, Told, WordingState};

use crate::indexer::blocking;
use crate::search::SearchRequest;
use crate::{Engine, EngineError};

/// Most occurrences of one wording in a view; the count tells of the others.
const OCCURRENCES: u16 = 10;
/// Most wordings in a view; the view says how many there are.
const VARIANTS: usize = 100;

/// What somebody said, in all the wordings in which it was told.
#[derive(Debug, Clone)]
pub struct StatementView {
    /// The statement: the id of the wording that stands for it, whichever of its wordings was asked for.
    pub id: StatementId,
    /// Who said it.
    pub speaker: Option<SpeakerSummary>,
    /// The wording to hold the others against: that of a primary source, else the longest that was quoted word for
    /// word.
    pub canonical: Quote,
    /// The earliest occurrence.
    pub first: Quote,
    /// Its wordings, the canonical one first, then by how often they are told; at most a hundred.
    pub variants: Vec<StatementVariant>,
    /// How many there are.
    pub wordings: u64,
    /// How often it is told, in all wordings.
    pub told: Told,
    /// What may be a paraphrase of it, or it of that; nobody has agreed.
    pub suggestions: Vec<Suggestion>,
}

/// One wording of a statement.
#[derive(Debug, Clone)]
pub struct StatementVariant {
    /// The wording.
    pub wording: StatementId,
    /// Its words, as they stand in its first occurrence.
    pub text: String,
    /// As its most direct occurrence gives it.
    pub kind: Kind,
    /// Whether a primary source has it.
    pub is_primary: bool,
    /// Whether a person put it into this statement.
    pub is_held: bool,
    /// From the canonical wording to this one.
    pub comparison: Comparison,
    /// Where it is told: primary sources, then reports, from the earliest on; at most ten.
    pub occurrences: Vec<Quote>,
    /// How often it is told.
    pub told: Told,
}

/// A wording that may tell what another quotes.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// The wording in a reporter's words.
    pub wording: StatementId,
    /// The wording that it may be a paraphrase of.
    pub of: StatementId,
    /// The share of its words of content that are in the other, from 0 to 1.
    pub score: f32,
    /// The first occurrence of whichever of the two is not of the statement that was asked for.
    pub quote: Quote,
}

/// The same words, given to two speakers.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The conflict.
    pub id: ConflictId,
    /// The words, as the first quote has them.
    pub words: String,
    /// The first quote or passage that gives them to one of the two.
    pub one: Quote,
    /// The first that gives them to the other.
    pub other: Quote,
    /// The correction by which a person settled it.
    pub settled_by: Option<onrecord_model::CorrectionId>,
}

/// Part of the conflicts, the newest first.
#[derive(Debug, Clone)]
pub struct ConflictPage {
    /// The conflicts.
    pub conflicts: Vec<Conflict>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// What a new version of an article did to a quote.
#[derive(Debug, Clone)]
pub struct StealthEdit {
    /// The edit.
    pub id: StealthEditId,
    /// The version that did it; the quote before stands in the one before.
    pub version: u32,
    /// What it did.
    pub kind: EditKind,
    /// The quote as it was.
    pub before: Quote,
    /// The quote as it is in that version, where it is there.
    pub after: Option<Quote>,
    /// From the one to the other.
    pub comparison: Option<Comparison>,
}

/// Part of the stealth edits, the newest first.
#[derive(Debug, Clone)]
pub struct StealthEditPage {
    /// The edits.
    pub edits: Vec<StealthEdit>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

impl Engine {
    /// A statement with its wordings, by the id of any of them; `None` where there is none, or none is told any more.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn statement(&self, id: StatementId) -> Result<Option<StatementView>, EngineError> {
        let wordings = self.store.wordings_of_statement(id).await?;
        let Some(head) = wordings.first().copied() else {
            return Ok(None);
        };
        let (told, together) = self.store.told(&wordings).await?;
        let mut current: Vec<Current> = self
            .store
            .wordings(&wordings)
            .await?
            .into_iter()
            .filter_map(|state| Current::of(state, &told))
            .collect();
        let all = current.len() as u64;
        current.sort_by_key(Current::rank);
        let Some(canonical) = current
            .iter()
            .min_by_key(|current| current.rank_as_canonical())
        else {
            return Ok(None);
        };
        let canonical = canonical.state.id;
        let earliest = current.iter().min_by_key(|current| current.since());
        let earliest = earliest.map_or(canonical, |earliest| earliest.state.id);
        current.sort_by_key(|current| current.state.id != canonical);
        current.truncate(VARIANTS);
        let Some(first) = self.first_of(earliest).await? else {
            return Ok(None);
        };
        let mut occurrences: Vec<(Current, Vec<Quote>)> = Vec::with_capacity(current.len());
        for current in current {
            let quotes = self
                .store
                .quotes_of_wording(current.state.id, OCCURRENCES)
                .await?;
            if !quotes.is_empty() {
                occurrences.push((current, quotes));
            }
        }
        // Everything may have been replaced since it was looked up.
        let Some(canonical) = occurrences
            .first()
            .and_then(|(_, quotes)| most_direct(quotes).cloned())
        else {
            return Ok(None);
        };
        let held_against = canonical.text.clone();
        let variants = blocking("comparing wordings", move || {
            let variant = |(current, occurrences): (Current, Vec<Quote>)| {
                current.variant(&held_against, occurrences)
            };
            occurrences.into_iter().map(variant).collect()
        })
        .await?;
        Ok(Some(StatementView {
            id: head,
            speaker: canonical.speaker.clone(),
            suggestions: self.suggestions(&wordings).await?,
            canonical,
            first,
            variants,
            wordings: all,
            told: together,
        }))
    }

    async fn suggestions(&self, wordings: &[StatementId]) -> Result<Vec<Suggestion>, EngineError> {
        let own: HashSet<StatementId> = wordings.iter().copied().collect();
        let mut suggestions = Vec::new();
        for (wording, of, score) in self.store.suggestions(wordings).await? {
            let other = if own.contains(&wording) { of } else { wording };
            if let Some(quote) = self.first_of(other).await? {
                suggestions.push(Suggestion {
                    wording,
                    of,
                    score,
                    quote,
                });
            }
        }
        Ok(suggestions)
    }

    async fn first_of(&self, wording: StatementId) -> Result<Option<Quote>, EngineError> {
        let quotes = self.store.quotes_of_wording(wording, 1).await?;
        Ok(quotes.into_iter().next())
    }

    /// A page of words that are given to two speakers, the newest first; `is_settled` leaves out those that people
    /// have settled, or those that they have not. `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn conflicts(
        &self,
        is_settled: Option<bool>,
        after: Option<&str>,
        limit: u16,
    ) -> Result<ConflictPage, EngineError> {
        page_size(limit)?;
        let before = cursor(after)?.map(ConflictId);
        let page = self.store.conflicts(is_settled, before, limit).await?;
        Ok(ConflictPage {
            conflicts: self.with_quotes(page.items).await?,
            next: page.next.map(|next| next.to_string()),
        })
    }

    /// One conflict; `None` where there is none of this id.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn conflict(&self, id: ConflictId) -> Result<Option<Conflict>, EngineError> {
        let record = self.store.conflict(id).await?;
        let mut conflicts = self.with_quotes(record.into_iter().collect()).await?;
        Ok(conflicts.pop())
    }

    async fn with_quotes(
        &self,
        records: Vec<ConflictRecord>,
    ) -> Result<Vec<Conflict>, EngineError> {
        let ids: Vec<QuoteId> = records
            .iter()
            .flat_map(|record| [record.one, record.other])
            .collect();
        let quotes = self.quotes_by_id(&ids).await?;
        let conflicts = records.into_iter().filter_map(|record| {
            let one = quotes.get(&record.one)?.clone();
            let other = quotes.get(&record.other)?.clone();
            Some(Conflict {
                id: record.id,
                words: common_words(&one, &other),
                one,
                other,
                settled_by: record.settled_by,
            })
        });
        Ok(conflicts.collect())
    }

    /// A page of what new versions of articles did to quotes, the newest first, of all articles or of one; `after` is
    /// the `next` of the page before.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn stealth_edits(
        &self,
        article: Option<ArticleId>,
        after: Option<&str>,
        limit: u16,
    ) -> Result<StealthEditPage, EngineError> {
        page_size(limit)?;
        let before = cursor(after)?.map(StealthEditId);
        let page = self.store.stealth_edits(article, before, limit).await?;
        let ids: Vec<QuoteId> = page
            .items
            .iter()
            .flat_map(|edit| [Some(edit.before), edit.after])
            .flatten()
            .collect();
        let quotes = self.quotes_by_id(&ids).await?;
        let edits = page.items.into_iter().filter_map(|edit| {
            let before = quotes.get(&edit.before)?.clone();
            let after = edit.after.and_then(|after| quotes.get(&after).cloned());
            Some(StealthEdit {
                id: edit.id,
                version: edit.version,
                kind: edit.kind,
                comparison: after
                    .as_ref()
                    .map(|after| compare(&before.text, &after.text)),
                before,
                after,
            })
        });
        Ok(StealthEditPage {
            edits: edits.collect(),
            next: page.next.map(|next| next.to_string()),
        })
    }

    async fn quotes_by_id(&self, ids: &[QuoteId]) -> Result<HashMap<QuoteId, Quote>, EngineError> {
        let quotes = self.store.quotes(ids).await?;
        Ok(quotes.into_iter().map(|quote| (quote.id, quote)).collect())
    }
}

/// A wording that is told.
struct Current {
    state: WordingState,
    told: Told,
}

impl Current {
    fn of(state: WordingState, told: &HashMap<StatementId, Told>) -> Option<Self> {
        let told = told.get(&state.id).copied().unwrap_or_default();
        (told.occurrences + told.passages > 0).then_some(Self { state, told })
    }

    fn occurrences(&self) -> impl Iterator<Item = &Occurrences> {
        let reports = self.state.reports.iter().filter(|told| told.is_current);
        reports.chain(&self.state.passages)
    }

    fn kind(&self) -> Kind {
        let kinds = self.occurrences().map(|told| told.kind);
        kinds
            .min_by_key(|kind| directness(*kind))
            .unwrap_or(Kind::Indirect)
    }

    /// When it was told first; what has no date comes last.
    fn since(&self) -> (bool, Option<onrecord_model::Timestamp>, StatementId) {
        let first = self.occurrences().filter_map(|told| told.first).min();
        (first.is_none(), first, self.state.id)
    }

    fn rank(&self) -> impl Ord + use<> {
        let often = self.told.occurrences + self.told.passages;
        (std::cmp::Reverse(often), self.state.id)
    }

    fn rank_as_canonical(&self) -> impl Ord + use<> {
        let length = self.occurrences().map(|told| told.text.chars().count());
        (
            self.state.passages.is_none(),
            directness(self.kind()),
            std::cmp::Reverse(length.max()),
            self.state.id,
        )
    }

    fn variant(self, canonical: &str, occurrences: Vec<Quote>) -> StatementVariant {
        let text = most_direct(&occurrences).map_or_else(String::new, |quote| quote.text.clone());
        StatementVariant {
            wording: self.state.id,
            kind: self.kind(),
            is_primary: self.state.passages.is_some(),
            is_held: self.state.held.is_some(),
            comparison: compare(canonical, &text),
            text,
            told: self.told,
            occurrences,
        }
    }
}

fn directness(kind: Kind) -> u8 {
    match kind {
        Kind::Direct => 0,
        Kind::Mixed => 1,
        Kind::Indirect => 2,
    }
}

/// The first of those that give most of the words as they were said.
fn most_direct(quotes: &[Quote]) -> Option<&Quote> {
    quotes
        .iter()
        .min_by_key(|quote| (quote.primary.is_none(), directness(quote.kind)))
}

/// What both quotes give in quotation marks, as the first has it; all of the first where that cannot be told any more.
fn common_words(one: &Quote, other: &Quote) -> String {
    let parts = |quote: &Quote| -> Vec<String> {
        match quote.kind {
            Kind::Direct | Kind::Indirect => vec![quote.text.clone()],
            Kind::Mixed => quoted_parts(&quote.text)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }
    };
    let theirs: HashSet<_> = parts(other)
        .iter()
        .filter_map(|part| fingerprint(part))
        .collect();
    let common = parts(one)
        .into_iter()
        .find(|part| fingerprint(part).is_some_and(|found| theirs.contains(&found)));
    common.unwrap_or_else(|| one.text.clone())
}

pub(crate) fn page_size(limit: u16) -> Result<(), EngineError> {
    if (1..=SearchRequest::LARGEST_PAGE).contains(&usize::from(limit)) {
        return Ok(());
    }
    Err(EngineError::PageSize {
        asked: usize::from(limit),
        largest: SearchRequest::LARGEST_PAGE,
    })
}

pub(crate) fn cursor(text: Option<&str>) -> Result<Option<uuid::Uuid>, EngineError> {
    match text {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(id) => Ok(Some(id)),
            Err(_) => Err(EngineError::Cursor(text.to_owned())),
        },
    }
}
