//! Which articles are copies of one another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_matching::{are_copies, article_bands};
use onrecord_model::ArticleId;
use onrecord_store::{ArticleText, Grouped, Store};

use crate::EngineError;
use crate::indexer::blocking;

/// Days between an agency's text and the last of its copies. What is printed again later is printed anew.
const COPIED_WITHIN: i64 = 7;

/// Articles that have to do with each other, and who is a copy of whom.
#[derive(Default)]
struct Copies {
    articles: BTreeMap<ArticleId, ArticleText>,
    bands: HashMap<ArticleId, Vec<i64>>,
    pairs: Vec<(ArticleId, ArticleId)>,
    /// Those that are compared with all that may be copies of them.
    looked_at: BTreeSet<ArticleId>,
}

/// Decides on the articles that were put, and on all that this bears on.
pub(super) async fn decide(
    store: &Store,
    touched: &[ArticleId],
    grouped: &mut Grouped,
) -> Result<(), EngineError> {
    let mut copies = Copies::default();
    let mut pending: Vec<ArticleId> = touched.to_vec();
    let mut fresh: HashMap<i64, Vec<ArticleId>> = HashMap::new();
    while !pending.is_empty() {
        copies = load(store, copies, &pending).await?;
        if copies.looked_at.is_empty() {
            // What was put just now has no rows yet.
            for (article, bands) in &copies.bands {
                for band in bands {
                    fresh.entry(*band).or_default().push(*article);
                    grouped.bands.push((*band, *article));
                }
            }
            grouped.bands.sort_unstable();
        }
        let bands: BTreeSet<i64> = pending
            .iter()
            .filter_map(|article| copies.bands.get(article))
            .flatten()
            .copied()
            .collect();
        let bands: Vec<i64> = bands.into_iter().collect();
        let mut sharing = store.articles_with_bands(&bands).await?;
        for band in &bands {
            let fresh = fresh.get(band).into_iter().flatten();
            sharing.entry(*band).or_default().extend(fresh);
        }
        let candidates: BTreeSet<ArticleId> = sharing.values().flatten().copied().collect();
        let candidates: Vec<ArticleId> = candidates.into_iter().collect();
        let mates = mates(store, &copies, &pending).await?;
        copies = load(store, copies, &candidates).await?;
        copies = blocking("comparing articles", move || {
            for article in &pending {
                copies.look_at(*article, &sharing);
            }
            copies
        })
        .await?;
        let related = copies.pairs.iter().flat_map(|(one, other)| [*one, *other]);
        let next: BTreeSet<ArticleId> = related
            .chain(mates)
            .filter(|article| !copies.looked_at.contains(article))
            .collect();
        pending = next.into_iter().collect();
    }
    grouped.copies = copies.decided();
    Ok(())
}

/// What the record keeps as copies of these, of whose copies they are, and of what these are copies.
async fn mates(
    store: &Store,
    copies: &Copies,
    of: &[ArticleId],
) -> Result<Vec<ArticleId>, EngineError> {
    let mut originals: BTreeSet<ArticleId> = of.iter().copied().collect();
    let articles = of.iter().filter_map(|article| copies.articles.get(article));
    originals.extend(articles.filter_map(|article| article.copy_of));
    let originals: Vec<ArticleId> = originals.into_iter().collect();
    let mut mates = store.copies_of(&originals).await?;
    mates.extend(originals);
    Ok(mates)
}

async fn load(store: &Store, mut copies: Copies, ids: &[ArticleId]) -> Result<Copies, EngineError> {
    let missing: Vec<ArticleId> = ids
        .iter()
        .copied()
        .filter(|id| !copies.articles.contains_key(id))
        .collect();
    if missing.is_empty() {
        return Ok(copies);
    }
    let texts = store.article_texts(&missing).await?;
    blocking("reading articles", move || {
        for article in texts {
            copies
                .bands
                .insert(article.id, article_bands(&article.text));
            copies.articles.insert(article.id, article);
        }
        copies
    })
    .await
}

impl Copies {
    fn look_at(&mut self, id: ArticleId, sharing: &HashMap<i64, Vec<ArticleId>>) {
        self.looked_at.insert(id);
        let (Some(article), Some(bands)) = (self.articles.get(&id), self.bands.get(&id)) else {
            return;
        };
        let candidates: BTreeSet<ArticleId> = bands
            .iter()
            .filter_map(|band| sharing.get(band))
            .flatten()
            .copied()
            .collect();
        for candidate in candidates {
            let Some(other) = self.articles.get(&candidate).filter(|other| other.id != id) else {
                continue;
            };
            // A row of an older version says nothing of this one.
            let share = self.bands[&candidate]
                .iter()
                .any(|band| bands.contains(band));
            let is_near = match (article.published, other.published) {
                (Some(one), Some(other)) => (one - other).num_days().abs() <= COPIED_WITHIN,
                _ => true,
            };
            if share && is_near && are_copies(&article.text, &other.text) {
                self.pairs.push((id.min(candidate), id.max(candidate)));
            }
        }
    }

    /// Articles that are copies of others than the record has it: of the first of their like that was published.
    fn decided(self) -> Vec<(ArticleId, Option<ArticleId>)> {
        let rank = |id: &ArticleId| {
            let published = self.articles.get(id).and_then(|article| article.published);
            (published.is_none(), published, *id)
        };
        let mut original: BTreeMap<ArticleId, ArticleId> =
            self.looked_at.iter().map(|id| (*id, *id)).collect();
        // Few are copies of each other: as many rounds as the longest chain has links.
        loop {
            let mut is_settled = true;
            for (one, other) in &self.pairs {
                let (Some(left), Some(right)) = (original.get(one), original.get(other)) else {
                    continue;
                };
                let first = *[left, right]
                    .into_iter()
                    .min_by_key(|id| rank(id))
                    .unwrap_or(left);
                for id in [one, other] {
                    if original.insert(*id, first) != Some(first) {
                        is_settled = false;
                    }
                }
            }
            if is_settled {
                break;
            }
        }
        original
            .into_iter()
            .filter_map(|(id, original)| {
                let copy_of = Some(original).filter(|original| *original != id);
                let known = self.articles.get(&id)?;
                (known.copy_of != copy_of).then_some((id, copy_of))
            })
            .collect()
    }
}
