//! What the entries of the log make of a claim, one after the other. No database here: the same function tells what a
//! claim is now, what it was at any date, what it would be without an entry that is to be taken back, and what its
//! rows must say.

use std::collections::BTreeMap;

use onrecord_model::{
    Action, ClaimId, ClaimLink, ClaimRelation, ClaimState, ClaimText, Correction, CorrectionId,
    Publication, Review, ReviewId, StatementId, Timestamp,
};

use super::entries::apply;

/// Ratings that lie further apart than this disagree: a little less than one step of a scale of five.
const AGREES_WITHIN: f64 = 0.24;

/// By whom something was done, when, and by which entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The entry.
    pub entry: CorrectionId,
    /// Its number in the log.
    pub number: u64,
}

impl From<&Correction> for Done {
    fn from(entry: &Correction) -> Self {
        Self {
            by: entry.by.clone(),
            at: entry.at,
            entry: entry.id,
            number: entry.number,
        }
    }
}

/// What the log says of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRecord {
    /// The claim.
    pub id: ClaimId,
    /// What it says.
    pub text: ClaimText,
    /// How far the work on it has come.
    pub state: ClaimState,
    /// Who is to look into it.
    pub assigned_to: Option<String>,
    /// Statements that make it, in the order they were linked.
    pub links: Vec<LinkRecord>,
    /// Statements that do not, by a person's word.
    pub rejected: Vec<LinkRejection>,
    /// What it is to other claims.
    pub relations: Vec<(ClaimId, ClaimRelation)>,
    /// What others are to it.
    pub related_by: Vec<(ClaimId, ClaimRelation)>,
    /// Its reviews, in the order they were added.
    pub reviews: Vec<ReviewRecord>,
    /// The claim it is shown as.
    pub merged_into: Option<ClaimId>,
    /// Claims that were merged into this one itself.
    pub merged: Vec<ClaimId>,
    /// When it was written down.
    pub made: Done,
    /// The last thing that was done to it. An entry that was the last until it was taken back leaves no trace here:
    /// the claim is again what it was. One that others had followed does, by the entry that took it back.
    pub last: Done,
    /// When somebody here last reviewed it, or said that it is reviewed or closed.
    pub settled_at: Option<Timestamp>,
}

/// A statement that makes a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecord {
    /// The statement, and what of it.
    pub link: ClaimLink,
    /// Who said so.
    pub done: Done,
}

/// A statement that does not make a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRejection {
    /// The statement.
    pub statement: StatementId,
    /// Its words then.
    pub words: String,
    /// Who said so.
    pub done: Done,
}

/// A review of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRecord {
    /// The review.
    pub id: ReviewId,
    /// What it says.
    pub content: Review,
    /// Who added it.
    pub added: Done,
    /// Who changed it last, where somebody did.
    pub revised: Option<Done>,
}

impl ClaimRecord {
    /// What these entries, in the order of the log, make of a claim; `None` where it was not made. Entries that were
    /// taken back by others among them do not count, nor those that are about something else.
    ///
    /// # Errors
    /// Where an entry does not fit those before it: which one, and why.
    pub fn of(id: ClaimId, entries: &[Correction]) -> Result<Option<Self>, Misfit> {
        let undone = Undone::of(entries);
        let mut record: Option<Self> = None;
        for entry in entries {
            match &entry.action {
                Action::Desk(action)
                    if action.claims().contains(&id) && undone.is_standing(entry) =>
                {
                    apply(&mut record, id, entry, action).map_err(|what| Misfit {
                        entry: entry.id,
                        number: entry.number,
                        what,
                    })?;
                }
                Action::Undo { correction, .. } => {
                    if let Some(record) = &mut record
                        && undone.is_from_under_others(id, entry, *correction, entries)
                    {
                        record.last = Done::from(entry);
                    }
                }
                _ => {}
            }
        }
        Ok(record)
    }

    /// Its published reviews, the newest first; of each reviewer the last.
    #[must_use]
    pub fn verdicts(&self) -> Vec<&ReviewRecord> {
        verdicts(&self.reviews)
    }

    /// Whether its published reviews disagree.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        let verdicts = self.verdicts();
        verdicts.iter().enumerate().any(|(at, one)| {
            verdicts[at + 1..]
                .iter()
                .any(|other| disagree(&one.content, &other.content))
        })
    }
}

/// Of each reviewer the last published review, the newest first.
pub(super) fn verdicts(reviews: &[ReviewRecord]) -> Vec<&ReviewRecord> {
    let mut verdicts: Vec<&ReviewRecord> = Vec::new();
    let mut published: Vec<&ReviewRecord> = reviews
        .iter()
        .filter(|review| review.content.publication == Publication::Published)
        .collect();
    published.sort_by_key(|review| std::cmp::Reverse((review.content.date, review.id)));
    for review in published {
        let author = &review.content.author;
        if !verdicts.iter().any(|known| {
            known.content.author.name == author.name && known.content.author.url == author.url
        }) {
            verdicts.push(review);
        }
    }
    verdicts
}

/// Whether two ratings cannot both be right, as far as one can tell: their values lie apart, or, where one says nothing
/// of truth, they are called otherwise in the same language.
fn disagree(one: &Review, other: &Review) -> bool {
    let (one_rating, other_rating) = (&one.rating, &other.rating);
    match (one_rating.value, other_rating.value) {
        (Some(value), Some(other)) => (value.get() - other.get()).abs() > AGREES_WITHIN,
        _ => {
            let is_same_language = match (&one.language, &other.language) {
                (Some(language), Some(other)) => language == other,
                _ => true,
            };
            is_same_language && one_rating.name.to_lowercase() != other_rating.name.to_lowercase()
        }
    }
}

/// An entry that does not fit those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The entry.
    pub entry: CorrectionId,
    /// Its number in the log.
    pub number: u64,
    /// Why not.
    pub what: String,
}

/// Which entries were taken back, and the number of the entry that did it.
pub(super) struct Undone(BTreeMap<CorrectionId, u64>);

impl Undone {
    /// By those among these.
    pub(super) fn of(entries: &[Correction]) -> Self {
        let undone = entries.iter().filter_map(|entry| match entry.action {
            Action::Undo { correction, .. } => Some((correction, entry.number)),
            _ => None,
        });
        Self(undone.collect())
    }

    /// Whether an entry was not taken back.
    pub(super) fn is_standing(&self, entry: &Correction) -> bool {
        !self.0.contains_key(&entry.id)
    }

    /// Whether `undo` took an entry about the claim back that others about it, which stood then, had followed.
    fn is_from_under_others(
        &self,
        id: ClaimId,
        undo: &Correction,
        undone: CorrectionId,
        entries: &[Correction],
    ) -> bool {
        let is_about = |entry: &Correction| matches!(&entry.action, Action::Desk(action) if action.claims().contains(&id));
        let Some(taken) = entries
            .iter()
            .find(|entry| entry.id == undone && is_about(entry))
        else {
            return false;
        };
        entries
            .iter()
            .filter(|entry| (taken.number + 1..undo.number).contains(&entry.number))
            .any(|entry| {
                let by = self.0.get(&entry.id);
                is_about(entry) && by.is_none_or(|by| *by > undo.number)
            })
    }
}
