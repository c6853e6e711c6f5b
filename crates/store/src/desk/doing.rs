//! From a wish to an entry of the log and to the rows that follow from it, and back.

use onrecord_model::{
    Action, ClaimId, Correction, CorrectionId, DeskAction, FlagSubject, ReviewId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::DeskWish;
use super::history::{History, log_of, united};
use super::record::{ClaimRecord, Undone};
use super::rows::{self, ClaimRows};
use super::slots::{Slot, leaves, restores};
use crate::StoreError;
use crate::correct::{Correcting, Expected};
use crate::entity::{claim_lock, correction, review};
use crate::error::Failed;

impl Correcting<'_> {
    /// Carries a wish out as far as rows go, and gives what the log is to say.
    pub(crate) async fn at_desk(
        &mut self,
        by: &str,
        wish: &DeskWish,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let history = match self.claim_of(wish).await? {
            Some(id) => Some(self.history(id).await?),
            None => None,
        };
        let action = match &history {
            None => self.action(wish).await?,
            Some(history) => {
                // A review stays that of its claim when that is merged into another, and is revised there.
                if !matches!(wish, DeskWish::ReviseReview { .. }) {
                    unmerged(&history.record)?;
                }
                self.expect_claim(&history.record, expected).await?;
                self.action_on(&history.record, wish).await?
            }
        };
        self.unless_locked(&action, by).await?;
        let entry = self.entry_of(by, Action::Desk(action.clone()));
        for claim in action.claims() {
            let mut entries = match &history {
                Some(history) if history.record.id == claim => history.entries.clone(),
                _ => log_of(self.transaction, claim.0).await?,
            };
            entries.push(entry.clone());
            let record = ClaimRecord::of(claim, &entries)
                .map_err(|misfit| refused(misfit.what))?
                .ok_or_else(|| refused(format!("the claim {claim} would not be there")))?;
            self.write_claim(&record).await?;
        }
        self.write_small(&action, &entry).await?;
        self.subjects.extend(action.subjects());
        Ok(Action::Desk(action))
    }

    /// Takes the rows back that an entry has led to.
    pub(crate) async fn undo_at_desk(
        &mut self,
        by: &str,
        row: &correction::Model,
        action: &DeskAction,
    ) -> Result<(), Failed> {
        self.unless_locked(action, by).await?;
        let undo = Action::Undo {
            correction: CorrectionId(row.id),
            undone: String::new(),
        };
        let entry = self.entry_of(by, undo);
        for claim in action.claims() {
            let mut entries = log_of(self.transaction, claim.0).await?;
            refuse_to_undo_more(row, action, &entries)?;
            entries.push(entry.clone());
            let record = ClaimRecord::of(claim, &entries).map_err(|misfit| {
                let what = format!(
                    "the entry {} was made since and rests on it ({}); take that back first",
                    misfit.number, misfit.what
                );
                conflict(what, misfit.entry)
            })?;
            match record {
                Some(record) => self.write_claim(&record).await?,
                None => {
                    refuse_to_undo_under_flags(row, claim, &entries)?;
                    rows::delete(self.transaction, claim.0).await?;
                    self.claims.insert(claim.0);
                }
            }
        }
        if let DeskAction::DefineScale { scale, .. } = action {
            refuse_to_undo_more(row, action, &log_of(self.transaction, scale.0).await?)?;
        }
        self.write_small(action, &entry).await?;
        self.subjects.extend(action.subjects());
        Ok(())
    }

    /// The entry that is about to be written, as far as what follows from it goes.
    pub(super) fn entry_of(&self, by: &str, action: Action) -> Correction {
        Correction {
            id: CorrectionId(self.id),
            number: self.number.unsigned_abs(),
            at: self.at,
            by: by.to_owned(),
            action,
            undone_by: None,
            hash: String::new(),
        }
    }

    /// Writes what flags, scales and dismissals come to with an entry that does something to them or takes that back.
    async fn write_small(&mut self, action: &DeskAction, entry: &Correction) -> Result<(), Failed> {
        let with = async |subject: Uuid| -> Result<Vec<Correction>, StoreError> {
            let mut entries = log_of(self.transaction, subject).await?;
            entries.push(entry.clone());
            Ok(entries)
        };
        match action {
            DeskAction::Flag { flag, .. } | DeskAction::ResolveFlag { flag, .. } => {
                let entries = with(flag.0).await?;
                self.write_flag(*flag, &entries).await
            }
            DeskAction::DefineScale { scale, .. } => {
                let entries = with(scale.0).await?;
                self.write_scale(*scale, &entries).await
            }
            DeskAction::DismissStatement { statement, .. } => {
                let entries = with(statement.0).await?;
                self.write_dismissal(*statement, &entries).await
            }
            _ => Ok(()),
        }
    }

    async fn write_claim(&mut self, record: &ClaimRecord) -> Result<(), Failed> {
        let stored = ClaimRows::stored(self.transaction, record.id.0).await?;
        ClaimRows::of(record)?
            .replace(self.transaction, stored)
            .await?;
        self.claims.insert(record.id.0);
        Ok(())
    }

    /// The claim that something is to be done to; `None` where it is done to none, or to one that is not there yet.
    async fn claim_of(&self, wish: &DeskWish) -> Result<Option<ClaimId>, Failed> {
        match wish {
            DeskWish::EditClaim { claim, .. }
            | DeskWish::LinkStatement { claim, .. }
            | DeskWish::RejectLink { claim, .. }
            | DeskWish::MergeClaims { claim, .. }
            | DeskWish::SplitClaim { claim, .. }
            | DeskWish::RelateClaims { claim, .. }
            | DeskWish::AssignClaim { claim, .. }
            | DeskWish::SetClaimState { claim, .. }
            | DeskWish::AddReview { claim, .. } => Ok(Some(*claim)),
            DeskWish::ReviseReview { review, .. } => Ok(Some(self.claim_of_review(*review).await?)),
            DeskWish::MakeClaim { .. }
            | DeskWish::Flag { .. }
            | DeskWish::ResolveFlag { .. }
            | DeskWish::DefineScale { .. }
            | DeskWish::DismissStatement { .. } => Ok(None),
        }
    }

    async fn claim_of_review(&self, id: ReviewId) -> Result<ClaimId, Failed> {
        let claim: Option<Uuid> = review::Entity::find_by_id(id.0)
            .select_only()
            .column(review::Column::ClaimId)
            .into_tuple()
            .one(self.transaction)
            .await?;
        let claim = claim.ok_or_else(|| StoreError::unknown(format!("review {id}")))?;
        Ok(ClaimId(claim))
    }

    async fn history(&self, id: ClaimId) -> Result<History, Failed> {
        let history = History::of(self.transaction, id).await?;
        Ok(history.ok_or_else(|| StoreError::unknown(format!("claim {id}")))?)
    }

    /// The claim as it is; it must be one that is shown as itself.
    pub(super) async fn claim(&self, id: ClaimId) -> Result<ClaimRecord, Failed> {
        let record = self.history(id).await?.record;
        unmerged(&record)?;
        Ok(record)
    }

    /// Refuses to change what somebody has changed since it was looked at: the claim, or any that is shown with it.
    async fn expect_claim(&self, record: &ClaimRecord, expected: Expected) -> Result<(), Failed> {
        let Expected::Last(seen) = expected else {
            return Ok(());
        };
        let shown = match record.merged_into.is_none() && record.merged.is_empty() {
            true => None,
            false => united(self.transaction, record.id, None).await?,
        };
        let last = shown.map_or_else(|| record.last.clone(), |shown| shown.last);
        if seen == Some(last.entry) {
            return Ok(());
        }
        let what = format!(
            "the claim {} was changed by {} ({}) since it was looked at",
            record.id, last.by, last.at
        );
        Err(conflict(what, last.entry))
    }

    /// Refuses to change a claim, or to decide on a statement, that somebody else has open.
    async fn unless_locked(&self, action: &DeskAction, by: &str) -> Result<(), Failed> {
        let changed = match action {
            DeskAction::Flag { .. }
            | DeskAction::ResolveFlag { .. }
            | DeskAction::DefineScale { .. } => return Ok(()),
            _ => action.subjects(),
        };
        let lock = claim_lock::Entity::find()
            .filter(claim_lock::Column::Subject.is_in(changed))
            .filter(claim_lock::Column::Holder.ne(by))
            .filter(claim_lock::Column::Until.gt(self.at))
            .one(self.transaction)
            .await?;
        match lock {
            None => Ok(()),
            Some(lock) => Err(Failed::Store(StoreError::Conflict {
                what: format!("{} has it open until {}", lock.holder, lock.until),
                correction: None,
            })),
        }
    }
}

/// What is shown as another claim is not changed itself.
fn unmerged(record: &ClaimRecord) -> Result<(), Failed> {
    match record.merged_into {
        None => Ok(()),
        Some(into) => {
            let what = format!("the claim {} was merged into {into}", record.id);
            Err(conflict(what, record.last.entry))
        }
    }
}

/// An entry must not be taken back where a later one has said something else of the same: nothing would change, and
/// what the later one says it replaced would never have been.
fn refuse_to_undo_more(
    row: &correction::Model,
    action: &DeskAction,
    entries: &[Correction],
) -> Result<(), Failed> {
    let restored: Vec<Slot> = restores(action);
    let undone = Undone::of(entries);
    let later = entries.iter().rev().find(|entry| {
        entry.number > row.number.unsigned_abs()
            && undone.is_standing(entry)
            && matches!(&entry.action, Action::Desk(later) if leaves(later).iter().any(|slot| restored.contains(slot)))
    });
    match later {
        None => Ok(()),
        Some(later) => {
            let what = format!(
                "the later entry {} by {} is about the same; take that back first",
                later.number, later.by
            );
            Err(conflict(what, later.id))
        }
    }
}

/// A flag must not be left on nothing.
fn refuse_to_undo_under_flags(
    row: &correction::Model,
    claim: ClaimId,
    entries: &[Correction],
) -> Result<(), Failed> {
    let undone = Undone::of(entries);
    let flag = entries.iter().rev().find(|entry| {
        entry.number > row.number.unsigned_abs()
            && undone.is_standing(entry)
            && matches!(
                &entry.action,
                Action::Desk(DeskAction::Flag { subject, .. } | DeskAction::ResolveFlag { subject, .. })
                    if *subject == FlagSubject::Claim(claim)
            )
    });
    match flag {
        None => Ok(()),
        Some(flag) => Err(conflict(
            format!(
                "the claim was flagged since (entry {}); take that back first",
                flag.number
            ),
            flag.id,
        )),
    }
}

pub(super) fn conflict(what: String, entry: CorrectionId) -> Failed {
    Failed::Store(StoreError::Conflict {
        what,
        correction: Some(entry),
    })
}

pub(super) fn refused(what: impl Into<String>) -> Failed {
    Failed::Store(StoreError::refused(what))
}
