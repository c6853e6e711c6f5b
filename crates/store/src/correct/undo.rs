//! Taking a correction back, which is a correction too.

use onrecord_model::{Action, CorrectionId, SpeakerId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::quotes::Move;
use super::{Correcting, log};
use crate::StoreError;
use crate::entity::{correction, decision, quote};
use crate::error::Failed;
use crate::fold::fold;

/// How many quotes one statement asks for.
const QUOTES_PER_STATEMENT: usize = 500;

impl Correcting<'_> {
    pub(super) async fn undo(&mut self, id: CorrectionId) -> Result<Action, Failed> {
        let row = correction::Entity::find()
            .filter(correction::Column::Id.eq(id.0))
            .one(self.transaction)
            .await?
            .ok_or_else(|| StoreError::unknown(format!("correction {id}")))?;
        if let Some(by) = log::undone(self.transaction, vec![id.0]).await?.get(&id.0) {
            return Err(conflict(
                format!("the correction {id} was taken back already, by {by}"),
                *by,
            ));
        }
        let action = log::action(&row)?;
        self.refuse_to_undo_more(&row, &action).await?;
        match &action {
            Action::Rename {
                speaker,
                before,
                after,
                standing,
            } => {
                self.set_full_name(speaker.id.0, before).await?;
                self.set_standing(speaker.id.0, &fold(after), *standing)
                    .await?;
                self.reads_differently(self.shown(speaker.id.0).await?.id)
                    .await?;
                self.mark(&[speaker.id.0]).await?;
            }
            Action::AddAlias {
                speaker,
                alias,
                standing,
            } => {
                self.set_standing(speaker.id.0, &fold(alias), *standing)
                    .await?;
                self.mark(&[speaker.id.0]).await?;
            }
            Action::RemoveAlias {
                speaker,
                alias,
                held,
            } => {
                for (member, standing) in held {
                    self.set_standing(member.0, &fold(alias), *standing).await?;
                }
                self.mark(&[speaker.id.0]).await?;
            }
            Action::Merge { speaker, along, .. } => self.part(speaker.id.0, along).await?,
            Action::Split { speaker, to, .. } => {
                self.restore_quotes(row.number).await?;
                self.mark(&[speaker.id.0, to.id.0]).await?;
            }
            Action::QuoteSpeaker { .. } => self.restore_quotes(row.number).await?,
            Action::Undo { .. } => {
                let what = "an undo cannot be taken back; make the correction again";
                return Err(Failed::Store(StoreError::refused(what)));
            }
        }
        Ok(Action::Undo {
            correction: id,
            undone: action.kind().to_owned(),
        })
    }

    /// A correction that a later one stands upon must not be pulled from under it unseen.
    async fn refuse_to_undo_more(
        &self,
        row: &correction::Model,
        action: &Action,
    ) -> Result<(), Failed> {
        let speakers: Vec<Uuid> = names(action).into_iter().map(|(id, _)| id.0).collect();
        if speakers.is_empty() {
            return Ok(());
        }
        let mut subjects = speakers;
        // Names of a merged speaker are corrected under the id of who stays.
        for id in subjects.clone() {
            subjects.push(self.shown(id).await?.id);
        }
        let later = correction::Entity::find()
            .filter(log::about(subjects))
            .filter(correction::Column::Number.gt(row.number))
            .order_by_desc(correction::Column::Number)
            .all(self.transaction)
            .await?;
        let ids = later.iter().map(|later| later.id).collect();
        let undone = log::undone(self.transaction, ids).await?;
        for later in later.iter().filter(|later| !undone.contains_key(&later.id)) {
            if overlap(action, &log::action(later)?) {
                return Err(conflict(
                    format!(
                        "the later correction {} by {} changed the same; take that back first",
                        later.id, later.author
                    ),
                    later.id,
                ));
            }
        }
        Ok(())
    }

    /// Files the quotes that a correction moved where they were before, in all versions of their articles.
    async fn restore_quotes(&mut self, number: i64) -> Result<(), Failed> {
        let decisions = decision::Entity::find()
            .filter(decision::Column::Number.eq(number))
            .all(self.transaction)
            .await?;
        let mut moves = Vec::with_capacity(decisions.len());
        for decisions in decisions.chunks(QUOTES_PER_STATEMENT) {
            let ids = decisions.iter().map(|decision| decision.quote_id);
            let quotes = quote::Entity::find()
                .filter(quote::Column::Id.is_in(ids))
                .all(self.transaction)
                .await?;
            for quote in quotes {
                let Some(decision) = decisions
                    .iter()
                    .find(|decision| decision.quote_id == quote.id)
                else {
                    continue;
                };
                if let Some(later) = quote.decided_by.filter(|by| *by != number) {
                    let later = log::row(self.transaction, later).await?;
                    return Err(conflict(
                        format!(
                            "the later correction {} by {} is about the quote {}; take that back first",
                            later.id, later.author, quote.id
                        ),
                        later.id,
                    ));
                }
                moves.push(Move {
                    speaker: decision.previous_speaker,
                    decided_by: decision.previous_number,
                    quote,
                });
            }
        }
        decision::Entity::delete_many()
            .filter(decision::Column::Number.eq(number))
            .exec(self.transaction)
            .await?;
        self.file(moves).await
    }
}

/// What is called otherwise after a correction: whose names, and which one; `None` is the full name.
fn names(action: &Action) -> Vec<(SpeakerId, Option<String>)> {
    match action {
        Action::Rename { speaker, after, .. } => {
            vec![(speaker.id, None), (speaker.id, Some(fold(after)))]
        }
        Action::AddAlias { speaker, alias, .. } => vec![(speaker.id, Some(fold(alias)))],
        Action::RemoveAlias { alias, held, .. } => held
            .iter()
            .map(|(member, _)| (*member, Some(fold(alias))))
            .collect(),
        // That names were taken from them while they were one with another must be undone before they part.
        Action::Merge { speaker, along, .. } => along
            .iter()
            .chain([&speaker.id])
            .map(|id| (*id, None))
            .collect(),
        Action::Split { .. } | Action::QuoteSpeaker { .. } | Action::Undo { .. } => Vec::new(),
    }
}

fn overlap(earlier: &Action, later: &Action) -> bool {
    if let Action::Merge { speaker, along, .. } = earlier {
        return match later {
            Action::RemoveAlias { held, .. } => held
                .iter()
                .any(|(member, _)| *member == speaker.id || along.contains(member)),
            _ => false,
        };
    }
    if matches!(later, Action::Merge { .. }) {
        return false;
    }
    let later = names(later);
    names(earlier).iter().any(|name| later.contains(name))
}

fn conflict(what: String, correction: Uuid) -> Failed {
    Failed::Store(StoreError::Conflict {
        what,
        correction: Some(CorrectionId(correction)),
    })
}
