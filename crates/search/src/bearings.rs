//! Facts as numbers: what they say of a document is found by its numbers alone.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use onrecord_model::{ClaimId, StatementId};

use crate::Facts;
use crate::numbers::Lists;
use crate::schema::short_id;

/// What [`Facts`] say, in the numbers of [`crate::numbers::Numbers`]. A number behind the end of a list was given out
/// later, and the facts say nothing of it.
#[derive(Debug)]
pub(crate) struct Bearings {
    facts: Arc<Facts>,
    /// By the number of the speaker a quote is filed under: who is shown.
    shown: Vec<u32>,
    /// By the number of a wording: the one that stands for its statement.
    roots: Vec<u32>,
    /// By the number of the wording that stands for a statement: places of its verdicts.
    verdicts: ListsByNumber<u16>,
    /// The same for its claims, as places in [`Bearings::claim`].
    claims: ListsByNumber<u32>,
    claim_ids: Vec<ClaimId>,
    /// Low halves of the ids of copies.
    copies: HashSet<u64>,
}

/// A list for some numbers, none for most.
#[derive(Debug)]
struct ListsByNumber<T> {
    /// Place of the list, counted from 1; 0 where there is none.
    places: Vec<u32>,
    lists: Vec<Box<[T]>>,
}

impl<T: Ord> ListsByNumber<T> {
    fn new(by_number: HashMap<u32, Vec<T>>) -> Self {
        let end = by_number.keys().max().map_or(0, |last| *last as usize + 1);
        let mut places = vec![0; end];
        let mut lists = Vec::with_capacity(by_number.len());
        for (number, mut list) in by_number {
            list.sort_unstable();
            list.dedup();
            lists.push(list.into_boxed_slice());
            places[number as usize] = lists.len() as u32;
        }
        Self { places, lists }
    }

    fn of(&self, number: u32) -> &[T] {
        match self.places.get(number as usize) {
            None | Some(0) => &[],
            Some(place) => &self.lists[*place as usize - 1],
        }
    }
}

impl Bearings {
    /// Everything the facts name gets a number, so that they hold for what is indexed later as well.
    pub(crate) fn of(facts: &Arc<Facts>, lists: &mut Lists) -> Self {
        let mut number = |statement: &StatementId| lists.wordings.give(short_id(statement.0));
        let joined: Vec<(u32, u32)> = facts
            .stands_for
            .iter()
            .map(|(wording, root)| (number(wording), number(root)))
            .collect();
        let mut verdicts: HashMap<u32, Vec<u16>> = HashMap::new();
        for (root, places) in &facts.rated {
            verdicts.entry(number(root)).or_default().extend(places);
        }
        let mut claim_ids: Vec<ClaimId> = facts.claimed.keys().copied().collect();
        claim_ids.sort_unstable();
        let mut claims: HashMap<u32, Vec<u32>> = HashMap::new();
        for (place, claim) in claim_ids.iter().enumerate() {
            for root in &facts.claimed[claim] {
                claims.entry(number(root)).or_default().push(place as u32);
            }
        }
        let merged: Vec<(u32, u32)> = facts
            .shown_as
            .iter()
            .map(|(speaker, shown)| (lists.speakers.give(speaker), lists.speakers.give(shown)))
            .collect();
        Self {
            facts: Arc::clone(facts),
            shown: pointing(lists.speakers.end(), &merged),
            roots: pointing(lists.wordings.end(), &joined),
            verdicts: ListsByNumber::new(verdicts),
            claims: ListsByNumber::new(claims),
            claim_ids,
            copies: facts.copies.iter().map(|copy| short_id(copy.0)).collect(),
        }
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    pub(crate) fn version(&self) -> u64 {
        self.facts.version
    }

    /// Who is shown for the speaker of this number.
    #[inline]
    pub(crate) fn shown(&self, speaker: u32) -> u32 {
        self.shown.get(speaker as usize).copied().unwrap_or(speaker)
    }

    /// The wording that stands for the statement of this one.
    #[inline]
    pub(crate) fn root(&self, wording: u32) -> u32 {
        self.roots.get(wording as usize).copied().unwrap_or(wording)
    }

    /// Verdicts on the statement of this number.
    #[inline]
    pub(crate) fn verdicts(&self, root: u32) -> &[u16] {
        self.verdicts.of(root)
    }

    /// Claims that the statement of this number is linked to.
    #[inline]
    pub(crate) fn claims(&self, root: u32) -> &[u32] {
        self.claims.of(root)
    }

    /// The claim of this number.
    pub(crate) fn claim(&self, number: u32) -> Option<ClaimId> {
        self.claim_ids.get(number as usize).copied()
    }

    /// The number of a claim.
    pub(crate) fn claim_number(&self, claim: ClaimId) -> Option<u32> {
        let place = self.claim_ids.binary_search(&claim).ok()?;
        Some(place as u32)
    }

    /// How many claims there are.
    pub(crate) fn claims_in_all(&self) -> usize {
        self.claim_ids.len()
    }

    /// How many verdicts have a name.
    pub(crate) fn verdicts_in_all(&self) -> usize {
        let highest = self.verdicts.lists.iter().flatten().max();
        highest
            .map_or(0, |place| usize::from(*place) + 1)
            .max(self.facts.verdicts.len())
    }

    /// Whether the article with this short id is a copy.
    pub(crate) fn is_copy(&self, article: u64) -> bool {
        self.copies.contains(&article)
    }
}

/// Each number points to itself but for these.
fn pointing(end: usize, others: &[(u32, u32)]) -> Vec<u32> {
    if others.is_empty() {
        return Vec::new();
    }
    let mut pointing: Vec<u32> = (0..end as u32).collect();
    for (from, to) in others {
        pointing[*from as usize] = *to;
    }
    pointing
}
