//! Taking a correction back, which is a correction too.

use onrecord_model::{Action, CorrectionId, SpeakerId, Standing};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::quotes::Move;
use super::{Correcting, log};
use crate::StoreError;
use crate::entity::{correction, decision, quote, speaker_name};
use crate::error::Failed;
use crate::fold::fold;

/// How many quotes one statement asks for.
const QUOTES_PER_STATEMENT: usize = 500;

impl Correcting<'_> {
    pub(super) async fn undo(&mut self, by: &str, id: CorrectionId) -> Result<Action, Failed> {
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
                self.restore_name(row.number, speaker.id, &fold(after), *standing)
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
                self.restore_name(row.number, speaker.id, &fold(alias), *standing)
                    .await?;
                self.mark(&[speaker.id.0]).await?;
            }
            Action::RemoveAlias {
                speaker,
                alias,
                held,
            } => {
                for (member, standing) in held {
                    self.restore_name(row.number, *member, &fold(alias), *standing)
                        .await?;
                }
                self.mark(&[speaker.id.0]).await?;
            }
            Action::Merge { speaker, along, .. } => self.part(speaker.id.0, along).await?,
            Action::Split { speaker, to, .. } => {
                self.restore_quotes(row.number).await?;
                self.let_go_of_names(row.number).await?;
                self.mark(&[speaker.id.0, to.id.0]).await?;
            }
            Action::QuoteSpeaker { .. } => {
                self.restore_quotes(row.number).await?;
                self.let_go_of_names(row.number).await?;
            }
            Action::JoinStatements { wordings, .. } => {
                self.let_go_of_wordings(row.number, wordings).await?;
            }
            Action::SeparateWording {
                wording, others, ..
            } => {
                let held: Vec<_> = others.iter().chain([wording]).cloned().collect();
                self.let_go_of_wordings(row.number, &held).await?;
            }
            Action::RejectSuggestion { wording, of } => {
                self.take_back_rejection(wording, of).await?;
            }
            Action::SettleConflict { conflict, .. } => self.settle(*conflict, None).await?,
            Action::Desk(action) => self.undo_at_desk(by, &row, action).await?,
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

    /// Puts a name back into the standing it had before the correction with this number, and files the quotes that
    /// were filed by that correction where they were found.
    async fn restore_name(
        &mut self,
        number: i64,
        speaker: SpeakerId,
        folded: &str,
        standing: Standing,
    ) -> Result<(), Failed> {
        let by = self.last_of_name(number, speaker, folded).await?;
        self.set_standing(speaker.0, folded, standing, by.unwrap_or_default())
            .await?;
        self.restore_quotes(number).await
    }

    /// The last correction of the name before the one with this number, but for those that were taken back.
    async fn last_of_name(
        &self,
        number: i64,
        speaker: SpeakerId,
        folded: &str,
    ) -> Result<Option<i64>, Failed> {
        let earlier = correction::Entity::find()
            .filter(log::about(vec![speaker.0, self.shown(speaker.0).await?.id]))
            .filter(correction::Column::Number.lt(number))
            .order_by_desc(correction::Column::Number)
            .all(self.transaction)
            .await?;
        let ids = earlier.iter().map(|earlier| earlier.id).collect();
        let undone = log::undone(self.transaction, ids).await?;
        let name = (speaker, Some(folded.to_owned()));
        for row in earlier.iter().filter(|row| !undone.contains_key(&row.id)) {
            if names(&log::action(row)?).contains(&name) {
                return Ok(Some(row.number));
            }
        }
        Ok(None)
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

    /// Lets the decision upon this one stand on what this one stands on.
    async fn draw_from_under(&self, decision: &decision::Model) -> Result<(), Failed> {
        decision::Entity::update_many()
            .col_expr(
                decision::Column::PreviousSpeaker,
                Expr::value(decision.previous_speaker),
            )
            .col_expr(
                decision::Column::PreviousNumber,
                Expr::value(decision.previous_number),
            )
            .filter(decision::Column::QuoteId.eq(decision.quote_id))
            .filter(decision::Column::PreviousNumber.eq(decision.number))
            .exec(self.transaction)
            .await?;
        Ok(())
    }

    /// Files the quotes that a correction moved where they were before, in all versions of their articles.
    async fn restore_quotes(&mut self, number: i64) -> Result<(), Failed> {
        let decisions = decision::Entity::find()
            .filter(decision::Column::Number.eq(number))
            .all(self.transaction)
            .await?;
        let of_name = is_of_name(&log::action(&log::row(self.transaction, number).await?)?);
        for decisions in decisions.chunks(QUOTES_PER_STATEMENT) {
            let mut moves = Vec::with_capacity(decisions.len());
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
                if quote.decided_by != Some(number) && of_name {
                    // What people said of the quote itself goes on to hold, upon what was found.
                    self.draw_from_under(decision).await?;
                    continue;
                }
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
            self.file(moves).await?;
        }
        decision::Entity::delete_many()
            .filter(decision::Column::Number.eq(number))
            .exec(self.transaction)
            .await?;
        Ok(())
    }

    /// Takes from speakers who were made by the correction with this number what their names gave them.
    async fn let_go_of_names(&self, number: i64) -> Result<(), Failed> {
        speaker_name::Entity::update_many()
            .col_expr(speaker_name::Column::Standing, Expr::value(None::<String>))
            .col_expr(speaker_name::Column::StandingBy, Expr::value(None::<i64>))
            .filter(speaker_name::Column::StandingBy.eq(number))
            .exec(self.transaction)
            .await?;
        Ok(())
    }
}

/// Whether a correction says what somebody is called.
pub(crate) fn is_of_name(action: &Action) -> bool {
    matches!(
        action,
        Action::Rename { .. } | Action::AddAlias { .. } | Action::RemoveAlias { .. }
    )
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
        Action::Split { .. }
        | Action::QuoteSpeaker { .. }
        | Action::JoinStatements { .. }
        | Action::SeparateWording { .. }
        | Action::RejectSuggestion { .. }
        | Action::SettleConflict { .. }
        | Action::Desk(_)
        | Action::Undo { .. } => Vec::new(),
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
