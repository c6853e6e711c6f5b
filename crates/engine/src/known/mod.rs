//! What the index is told with every search, since it changes for many quotes at once: who is shown as whom, which
//! wordings are one statement, what was rated how, which articles are copies. In memory, made from the store once and
//! kept up with its change feed; never older than the answer that is given with it.
//!
//! What grows with the record is kept small: a wording that is a statement of its own has no entry, as the millions of
//! passages of primary sources have not, and articles are read only when somebody asks for what needs them, a rate or
//! copies left out.

mod articles;
mod claims;

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use arc_swap::ArcSwapOption;
use onrecord_model::{ArticleId, Change, ClaimId, Entity, Sequence, SpeakerId, StatementId};
use onrecord_search::Facts;
use onrecord_store::Store;
use tokio::sync::Mutex;

pub(crate) use articles::{ArticleFilter, ArticleKey, ArticleValue, Articles, Told};
pub(crate) use claims::Claims;

use crate::EngineError;

/// Changes gone through at a time.
const CHANGES: u32 = 2_000;
/// Rows asked for at a time.
const ROWS: usize = 1_000;
/// Articles read at a time, the first time.
const ARTICLES: u32 = 10_000;

/// Tells facts apart, also those of different moments of one record.
static VERSION: AtomicU64 = AtomicU64::new(1);

pub(crate) fn next_version() -> u64 {
    VERSION.fetch_add(1, Ordering::Relaxed)
}

/// What is known at one moment, at least.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) through: Sequence,
    pub(crate) facts: Arc<Facts>,
    pub(crate) claims: Arc<Claims>,
    /// `None` until somebody asks for them.
    pub(crate) articles: Option<Arc<RwLock<Articles>>>,
}

impl Known {
    /// Everybody whose quotes are shown as those of these speakers, by whatever id they are asked for.
    pub(crate) fn group(&self, ids: &[SpeakerId]) -> Vec<SpeakerId> {
        let shown: BTreeSet<SpeakerId> = ids.iter().map(|id| self.shown(*id)).collect();
        let merged = self.facts.shown_as.iter();
        let merged = merged.filter(|(_, survivor)| shown.contains(survivor));
        let merged: BTreeSet<SpeakerId> = merged.map(|(id, _)| *id).collect();
        shown.union(&merged).copied().collect()
    }

    /// As whom a speaker is shown.
    pub(crate) fn shown(&self, id: SpeakerId) -> SpeakerId {
        self.facts.shown_as.get(&id).copied().unwrap_or(id)
    }
}

/// What is known, kept up with the store.
#[derive(Default)]
pub(crate) struct KnownFacts {
    latest: ArcSwapOption<Known>,
    /// Held by whoever brings it up.
    writing: Mutex<()>,
}

/// Whether the articles are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Only what comes with every search.
    Facts,
    /// Copies and what rates are of, too.
    Articles,
}

impl KnownFacts {
    /// What is known at `through` or later.
    pub(crate) async fn at_least(
        &self,
        store: &Store,
        through: Sequence,
        need: Need,
    ) -> Result<Arc<Known>, EngineError> {
        let is_enough = |known: &Arc<Known>| {
            known.through >= through && (need == Need::Facts || known.articles.is_some())
        };
        if let Some(known) = self.latest.load_full().filter(is_enough) {
            return Ok(known);
        }
        let _writing = self.writing.lock().await;
        let mut known = match self.latest.load_full() {
            Some(known) if is_enough(&known) => return Ok(known),
            Some(known) => follow(store, known, through).await?,
            None => load(store).await?,
        };
        if need == Need::Articles && known.articles.is_none() {
            known = with_articles(store, known).await?;
        }
        let known = Arc::new(known);
        self.latest.store(Some(Arc::clone(&known)));
        Ok(known)
    }
}

async fn load(store: &Store) -> Result<Known, EngineError> {
    // What changes while it is read is read again with the changes behind, which does no harm.
    let through = store.last_sequence().await?;
    let mut facts = Facts {
        shown_as: store.merged_speakers().await?.into_iter().collect(),
        stands_for: store.joined_wordings().await?.into_iter().collect(),
        ..Facts::default()
    };
    let claims = Claims::of(store.claim_verdicts().await?);
    claims.tell(&mut facts);
    facts.version = next_version();
    Ok(Known {
        through,
        facts: Arc::new(facts),
        claims: Arc::new(claims),
        articles: None,
    })
}

/// With the articles, read up to where the rest is at least.
async fn with_articles(store: &Store, mut known: Known) -> Result<Known, EngineError> {
    let mut articles = Articles::default();
    let mut after: Option<ArticleId> = None;
    loop {
        let page = store.article_facts_after(after, ARTICLES).await?;
        let Some(last) = page.last() else {
            break;
        };
        after = Some(last.id);
        articles.put(page);
    }
    let mut facts = Facts::clone(&known.facts);
    facts.copies = articles.copies();
    facts.version = next_version();
    known.facts = Arc::new(facts);
    known.articles = Some(Arc::new(RwLock::new(articles)));
    Ok(known)
}

/// What changed, by what it bears on.
#[derive(Default)]
struct Changed {
    articles: BTreeSet<ArticleId>,
    statements: BTreeSet<StatementId>,
    claims: BTreeSet<ClaimId>,
    speakers: bool,
}

impl Changed {
    fn add(&mut self, change: &Change) {
        match change.entity {
            Entity::Article => {
                self.articles.insert(ArticleId(change.id));
            }
            Entity::Statement => {
                self.statements.insert(StatementId(change.id));
            }
            Entity::Claim => {
                self.claims.insert(ClaimId(change.id));
            }
            Entity::Speaker => self.speakers = true,
            // Passages have no copies; what a correction does has changes of its own.
            Entity::Source | Entity::Correction => {}
        }
    }
}

async fn follow(store: &Store, known: Arc<Known>, through: Sequence) -> Result<Known, EngineError> {
    let mut position = known.through;
    let mut changed = Changed::default();
    while position < through {
        let changes = store.changes_after(position, CHANGES).await?;
        let Some(last) = changes.last() else {
            break;
        };
        position = last.sequence;
        changes.iter().for_each(|change| changed.add(change));
    }
    let mut next = Known::clone(&known);
    next.through = position.max(through);
    let edits = edits(store, &changed, &known).await?;
    next.change(edits);
    Ok(next)
}

/// What is not as it was known to be.
#[derive(Default)]
struct Edits {
    /// Articles that are copies now, or are not any more.
    copies: Vec<(ArticleId, bool)>,
    shown_as: Option<HashMap<SpeakerId, SpeakerId>>,
    /// All that is joined, where much of it may have changed.
    all_joined: Option<HashMap<StatementId, StatementId>>,
    /// Wordings that stand for their statement now, or that another stands for.
    joined: Vec<(StatementId, Option<StatementId>)>,
    claims: Option<Claims>,
}

impl Edits {
    fn is_empty(&self) -> bool {
        self.copies.is_empty()
            && self.shown_as.is_none()
            && self.all_joined.is_none()
            && self.joined.is_empty()
            && self.claims.is_none()
    }
}

async fn edits(store: &Store, changed: &Changed, known: &Known) -> Result<Edits, EngineError> {
    let mut edits = Edits::default();
    if let Some(articles) = &known.articles {
        let ids: Vec<ArticleId> = changed.articles.iter().copied().collect();
        for ids in ids.chunks(ROWS) {
            let rows = store.article_facts(ids).await?;
            for id in ids {
                let is_copy = rows
                    .iter()
                    .any(|row| row.id == *id && row.copy_of.is_some());
                if is_copy != known.facts.copies.contains(id) {
                    edits.copies.push((*id, is_copy));
                }
            }
            // A panic elsewhere leaves them as they were between two.
            let mut articles = articles.write().unwrap_or_else(PoisonError::into_inner);
            articles.remove(ids);
            articles.put(rows);
        }
    }
    if changed.speakers {
        // Merges are few, and one bears on all wordings of two speakers.
        edits.shown_as = Some(store.merged_speakers().await?.into_iter().collect());
        edits.all_joined = Some(store.joined_wordings().await?.into_iter().collect());
    } else {
        let ids: Vec<StatementId> = changed.statements.iter().copied().collect();
        for ids in ids.chunks(ROWS) {
            let joined: HashMap<_, _> = store.joined_wordings_of(ids).await?.into_iter().collect();
            let now = ids.iter().map(|id| (*id, joined.get(id).copied()));
            let is_other =
                |(id, root): &(_, Option<_>)| known.facts.stands_for.get(id).copied() != *root;
            edits.joined.extend(now.filter(is_other));
        }
    }
    // Links are told with the wording that stands for a statement, which may be another now.
    let before = |(id, _): &(StatementId, _)| [Some(*id), known.facts.stands_for.get(id).copied()];
    let regrouped: BTreeSet<StatementId> = edits.joined.iter().flat_map(before).flatten().collect();
    if changed.speakers || known.claims.has_any_of(&regrouped) {
        edits.claims = Some(Claims::of(store.claim_verdicts().await?));
    } else if !changed.claims.is_empty() {
        let mut claims = Claims::clone(&known.claims);
        let ids: Vec<ClaimId> = changed.claims.iter().copied().collect();
        for ids in ids.chunks(ROWS) {
            claims.replace(ids, store.claim_verdicts_of(ids).await?);
        }
        edits.claims = Some(claims);
    }
    if edits.claims.as_ref() == Some(&*known.claims) {
        edits.claims = None;
    }
    Ok(edits)
}

impl Known {
    /// Facts that are as they were keep their version, so that nothing is worked out from them anew.
    fn change(&mut self, edits: Edits) {
        if edits.is_empty() {
            return;
        }
        let facts = Arc::make_mut(&mut self.facts);
        facts.version = next_version();
        for (id, is_copy) in edits.copies {
            match is_copy {
                true => facts.copies.insert(id),
                false => facts.copies.remove(&id),
            };
        }
        if let Some(shown_as) = edits.shown_as {
            facts.shown_as = shown_as;
        }
        if let Some(joined) = edits.all_joined {
            facts.stands_for = joined;
        }
        for (id, root) in edits.joined {
            match root {
                Some(root) => facts.stands_for.insert(id, root),
                None => facts.stands_for.remove(&id),
            };
        }
        if let Some(claims) = edits.claims {
            claims.tell(facts);
            self.claims = Arc::new(claims);
        }
    }
}
