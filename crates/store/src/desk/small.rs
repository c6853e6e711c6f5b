//! Flags, scales and dismissals: what their entries come to.

use onrecord_model::{
    Action, Correction, DeskAction, FlagId, FlagSubject, Scale, ScaleId, StatementId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::doing::{conflict, refused};
use super::history::log_of;
use super::record::Undone;
use super::valid;
use crate::StoreError;
use crate::correct::Correcting;
use crate::entity::{dismissal, flag, scale};
use crate::error::Failed;
use crate::put::{insert_all, json};

impl Correcting<'_> {
    pub(super) async fn resolve_flag(
        &mut self,
        id: FlagId,
        note: &str,
    ) -> Result<DeskAction, Failed> {
        let entries = log_of(self.transaction, id.0).await?;
        let known = flag(id, &entries).ok_or_else(|| StoreError::unknown(format!("flag {id}")))?;
        if known.settled_at.is_some() {
            return Err(refused("the flag is settled already"));
        }
        let subject = FlagSubject::new(&known.subject_kind, known.subject_id)
            .ok_or_else(|| StoreError::damaged(format!("flag {id} is of nothing")))?;
        Ok(DeskAction::ResolveFlag {
            flag: id,
            subject,
            note: valid::note("note on the flag", note)?,
        })
    }

    pub(super) async fn write_flag(
        &mut self,
        id: FlagId,
        entries: &[Correction],
    ) -> Result<(), Failed> {
        let row = flag(id, entries);
        let is_settled = |entry: &&Correction| matches!(entry.action, Action::Desk(DeskAction::ResolveFlag { flag, .. }) if flag == id);
        if row.is_none()
            && let Some(settled) = standing(entries).find(is_settled)
        {
            let what = "the flag was settled since; take that back first";
            return Err(conflict(what.to_owned(), settled.id));
        }
        flag::Entity::delete_by_id(id.0)
            .exec(self.transaction)
            .await?;
        let rows = row
            .into_iter()
            .map(|row| row.into_active_model().reset_all());
        insert_all(self.transaction, rows.collect(), None).await?;
        Ok(())
    }

    pub(super) async fn write_scale(
        &mut self,
        id: ScaleId,
        entries: &[Correction],
    ) -> Result<(), Failed> {
        scale::Entity::delete_by_id(id.0)
            .exec(self.transaction)
            .await?;
        let rows = match scale(id, entries) {
            None => Vec::new(),
            Some(content) => vec![scale::ActiveModel {
                id: Set(id.0),
                body: Set(json(&content)?),
                name: Set(content.name),
            }],
        };
        insert_all(self.transaction, rows, None).await?;
        Ok(())
    }

    pub(super) async fn write_dismissal(
        &mut self,
        id: StatementId,
        entries: &[Correction],
    ) -> Result<(), Failed> {
        dismissal::Entity::delete_by_id(id.0)
            .exec(self.transaction)
            .await?;
        let row = dismissal(id.0, entries).map(|number| dismissal::ActiveModel {
            statement_id: Set(id.0),
            number: Set(number),
        });
        insert_all(self.transaction, row.into_iter().collect(), None).await?;
        Ok(())
    }
}

/// Those entries that were not taken back by others of them.
fn standing(entries: &[Correction]) -> impl Iterator<Item = &Correction> {
    let undone = Undone::of(entries);
    entries
        .iter()
        .filter(move |entry| undone.is_standing(entry))
}

/// The row of a flag, as these entries have it.
pub(super) fn flag(id: FlagId, entries: &[Correction]) -> Option<flag::Model> {
    let mut row: Option<flag::Model> = None;
    for entry in standing(entries) {
        match &entry.action {
            Action::Desk(DeskAction::Flag {
                flag: flagged,
                subject,
                words,
                reason,
            }) if *flagged == id => {
                row = Some(flag::Model {
                    id: id.0,
                    subject_kind: subject.kind().to_owned(),
                    subject_id: subject.id(),
                    words: words.clone(),
                    reason: reason.clone(),
                    author: entry.by.clone(),
                    at: entry.at,
                    note: None,
                    settled_by: None,
                    settled_at: None,
                });
            }
            Action::Desk(DeskAction::ResolveFlag { flag, note, .. }) if *flag == id => {
                if let Some(row) = &mut row {
                    row.note.clone_from(note);
                    row.settled_by = Some(entry.by.clone());
                    row.settled_at = Some(entry.at);
                }
            }
            _ => {}
        }
    }
    row
}

/// A scale, as these entries have it.
pub(super) fn scale(id: ScaleId, entries: &[Correction]) -> Option<Scale> {
    standing(entries)
        .filter_map(|entry| match &entry.action {
            Action::Desk(DeskAction::DefineScale { scale, content }) if *scale == id => {
                Some(content.clone())
            }
            _ => None,
        })
        .last()
}

/// The number of the entry that dismissed a statement, as these have it.
pub(super) fn dismissal(id: Uuid, entries: &[Correction]) -> Option<i64> {
    standing(entries)
        .filter(|entry| {
            matches!(&entry.action, Action::Desk(DeskAction::DismissStatement { statement, .. })
                if statement.0 == id)
        })
        .map(|entry| entry.number.cast_signed())
        .last()
}
