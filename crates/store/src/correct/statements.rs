//! Corrections of what is one statement, and of what is a conflict.
//!
//! What a person says of wordings is kept with them (`statement.held`), and the pass that puts wordings together takes
//! it as given. It is carried out here as well, so that it holds at once.

use onrecord_model::{
    Action, ConflictId, CorrectionId, HeldWording, NamedSpeaker, QuoteId, SpeakerId, StatementId,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{Correcting, MOST_MOVED, log};
use crate::StoreError;
use crate::entity::{conflict, passage, quote, rejection, statement, suggestion};
use crate::error::Failed;
use crate::grouping;

/// Most characters of why a conflict is settled.
const LONGEST_NOTE: usize = 2_000;

impl Correcting<'_> {
    pub(super) async fn join_statements(
        &mut self,
        one: StatementId,
        other: StatementId,
    ) -> Result<Action, Failed> {
        let (one, other) = (self.wording(one).await?, self.wording(other).await?);
        let (head, goes) = (head(&one), head(&other));
        if head == goes && one.held.is_some() && one.held == other.held {
            return Err(refused("a person has said so already"));
        }
        let shown = self.shown(one.speaker_id).await?;
        if shown.id != self.shown(other.speaker_id).await?.id {
            return Err(refused("these wordings are of different speakers"));
        }
        let members = statement::Entity::find()
            .filter(
                Condition::any()
                    .add(statement::Column::Id.is_in([head, goes]))
                    .add(statement::Column::JoinedTo.is_in([head, goes])),
            )
            .order_by_asc(statement::Column::Id)
            .all(self.transaction)
            .await?;
        if members.len() > MOST_MOVED {
            return Err(refused(format!(
                "{} wordings would be held together; one correction holds at most {MOST_MOVED}",
                members.len()
            )));
        }
        let wordings = self.remember(&members).await?;
        let ids: Vec<Uuid> = members.iter().map(|row| row.id).collect();
        self.hold(&ids, head).await?;
        self.join(&ids, head).await?;
        Ok(Action::JoinStatements {
            statement: StatementId(head),
            wordings,
        })
    }

    pub(super) async fn separate_wording(&mut self, id: StatementId) -> Result<Action, Failed> {
        let row = self.wording(id).await?;
        if row.held == Some(row.id) && row.joined_to.is_none() && self.is_alone(row.id).await? {
            return Err(refused("a person has said so already"));
        }
        let from = head(&row);
        let mut rest: Vec<Uuid> = self.joined_to(from).await?;
        rest.push(from);
        rest.retain(|other| *other != row.id);
        rest.sort();
        let Some(first) = rest.first().copied() else {
            return Err(refused("the wording is the only one of its statement"));
        };
        let remembered = self.remember(std::slice::from_ref(&row)).await?;
        let wording = remembered
            .into_iter()
            .next()
            .ok_or_else(|| refused("the wording is gone"))?;
        // Those that people held to it stay together.
        let mut held = statement::Entity::find()
            .filter(statement::Column::Held.eq(row.id))
            .filter(statement::Column::Id.ne(row.id))
            .all(self.transaction)
            .await?;
        // What only the machine had put with it is as alike as before, and would come back to it: it is held too.
        if held.is_empty() && !self.is_any_fixed(&rest).await? {
            held.push(self.wording(StatementId(first)).await?);
        }
        let others = self.remember(&held).await?;
        let held: Vec<Uuid> = held.iter().map(|row| row.id).collect();
        self.hold(&held, first).await?;
        self.hold(&[row.id], row.id).await?;
        self.join(&rest, first).await?;
        self.join(&[row.id], row.id).await?;
        Ok(Action::SeparateWording {
            wording,
            others,
            from: StatementId(from),
        })
    }

    /// Whether a person has put one of these wordings somewhere, or a primary source has one: what is alike comes to
    /// them.
    async fn is_any_fixed(&self, ids: &[Uuid]) -> Result<bool, Failed> {
        let held = statement::Entity::find()
            .filter(statement::Column::Id.is_in(ids.iter().copied()))
            .filter(statement::Column::Held.is_not_null())
            .limit(1)
            .one(self.transaction)
            .await?;
        let primary = passage::Entity::find()
            .filter(passage::Column::StatementId.is_in(ids.iter().copied()))
            .limit(1)
            .one(self.transaction)
            .await?;
        Ok(held.is_some() || primary.is_some())
    }

    pub(super) async fn reject_suggestion(
        &mut self,
        wording: StatementId,
        of: StatementId,
    ) -> Result<Action, Failed> {
        let row = self.wording(wording).await?;
        let other = self.wording(of).await?;
        let known = rejection::Entity::find_by_id((row.id, other.id))
            .one(self.transaction)
            .await?;
        if known.is_some() {
            return Err(refused("a person has said so already"));
        }
        let remembered = self.remember(&[row, other]).await?;
        let [wording_told, of_told]: [HeldWording; 2] = remembered
            .try_into()
            .map_err(|_| refused("one of the wordings is gone"))?;
        rejection::Entity::insert(rejection::ActiveModel {
            statement_id: Set(wording.0),
            other_id: Set(of.0),
            number: Set(self.number),
        })
        .exec_without_returning(self.transaction)
        .await?;
        suggestion::Entity::delete_many()
            .filter(suggestion::Column::StatementId.eq(wording.0))
            .filter(suggestion::Column::OtherId.eq(of.0))
            .exec(self.transaction)
            .await?;
        Ok(Action::RejectSuggestion {
            wording: wording_told,
            of: of_told,
        })
    }

    pub(super) async fn settle_conflict(
        &mut self,
        id: ConflictId,
        note: &str,
    ) -> Result<Action, Failed> {
        let row = conflict::Entity::find_by_id(id.0)
            .one(self.transaction)
            .await?
            .ok_or_else(|| StoreError::unknown(format!("conflict {id}")))?;
        if let Some(number) = row.settled_by {
            let by = log::row(self.transaction, number).await?;
            return Err(Failed::Store(StoreError::Conflict {
                what: format!("{} has settled it already", by.author),
                correction: Some(CorrectionId(by.id)),
            }));
        }
        if note.chars().count() > LONGEST_NOTE {
            return Err(refused(format!(
                "the note has more than {LONGEST_NOTE} characters"
            )));
        }
        let note = match note.trim() {
            "" => None,
            note => Some(note.to_owned()),
        };
        if note.as_deref().is_some_and(|note| note.contains('\0')) {
            return Err(refused("the note holds a NUL character"));
        }
        let mut speakers = Vec::with_capacity(2);
        for speaker in [row.one_speaker, row.other_speaker] {
            let shown = self.shown(speaker).await?;
            speakers.push(NamedSpeaker {
                id: SpeakerId(shown.id),
                name: shown.name,
            });
            self.subjects.insert(shown.id);
        }
        let quotes = vec![QuoteId(row.one_quote), QuoteId(row.other_quote)];
        self.subjects.extend([id.0, row.one_quote, row.other_quote]);
        self.settle(id, Some(self.number)).await?;
        Ok(Action::SettleConflict {
            conflict: id,
            speakers,
            quotes,
            note,
        })
    }

    /// Lets go of what a correction with this number held, where no later one holds it.
    pub(super) async fn let_go_of_wordings(
        &mut self,
        number: i64,
        wordings: &[HeldWording],
    ) -> Result<(), Failed> {
        for held in wordings {
            let row = self.wording(held.wording).await?;
            match row.held_by {
                Some(by) if by == number => {}
                Some(later) => {
                    let later = log::row(self.transaction, later).await?;
                    return Err(Failed::Store(StoreError::Conflict {
                        what: format!(
                            "the later correction {} by {} is about the wording {}; take that back first",
                            later.id, later.author, row.id
                        ),
                        correction: Some(CorrectionId(later.id)),
                    }));
                }
                None => {
                    return Err(refused(format!("the wording {} is not held", row.id)));
                }
            }
            statement::Entity::update(statement::ActiveModel {
                id: Set(row.id),
                held: Set(held.before.map(|before| before.0)),
                held_by: Set(held.before_by),
                ..Default::default()
            })
            .exec(self.transaction)
            .await?;
            self.subjects.insert(row.id);
        }
        Ok(())
    }

    pub(super) async fn take_back_rejection(
        &mut self,
        wording: &HeldWording,
        of: &HeldWording,
    ) -> Result<(), Failed> {
        rejection::Entity::delete_by_id((wording.wording.0, of.wording.0))
            .exec(self.transaction)
            .await?;
        self.subjects.extend([wording.wording.0, of.wording.0]);
        Ok(())
    }

    /// A conflict that is no more, as one of the quotes is gone, has nothing to be taken back.
    pub(super) async fn settle(&mut self, id: ConflictId, by: Option<i64>) -> Result<(), Failed> {
        conflict::Entity::update_many()
            .col_expr(conflict::Column::SettledBy, Expr::value(by))
            .filter(conflict::Column::Id.eq(id.0))
            .exec(self.transaction)
            .await?;
        Ok(())
    }

    async fn wording(&self, id: StatementId) -> Result<statement::Model, Failed> {
        let row = statement::Entity::find_by_id(id.0)
            .one(self.transaction)
            .await?;
        Ok(row.ok_or_else(|| StoreError::unknown(format!("statement {id}")))?)
    }

    async fn joined_to(&self, head: Uuid) -> Result<Vec<Uuid>, Failed> {
        Ok(statement::Entity::find()
            .select_only()
            .column(statement::Column::Id)
            .filter(statement::Column::JoinedTo.eq(head))
            .into_tuple()
            .all(self.transaction)
            .await?)
    }

    async fn is_alone(&self, head: Uuid) -> Result<bool, Failed> {
        Ok(self.joined_to(head).await?.is_empty())
    }

    async fn hold(&mut self, ids: &[Uuid], head: Uuid) -> Result<(), Failed> {
        self.subjects.extend(ids);
        statement::Entity::update_many()
            .col_expr(statement::Column::Held, Expr::value(head))
            .col_expr(statement::Column::HeldBy, Expr::value(self.number))
            .filter(statement::Column::Id.is_in(ids.iter().copied()))
            .exec(self.transaction)
            .await?;
        Ok(())
    }

    /// Lets these wordings be one statement, for which the one stands.
    async fn join(&mut self, ids: &[Uuid], head: Uuid) -> Result<(), Failed> {
        let others: Vec<Uuid> = ids.iter().copied().filter(|id| *id != head).collect();
        let mut changed = grouping::join(self.transaction, &others, Some(head)).await?;
        changed.extend(grouping::join(self.transaction, &[head], None).await?);
        let claims = grouping::claims_linked_to(self.transaction, &changed).await?;
        self.claims.extend(claims);
        self.statements.insert(head);
        self.statements.extend(changed);
        Ok(())
    }

    /// The wordings as the log remembers them, with one text of each.
    pub(crate) async fn remember(
        &self,
        rows: &[statement::Model],
    ) -> Result<Vec<HeldWording>, Failed> {
        let mut remembered = Vec::with_capacity(rows.len());
        for row in rows {
            let text: Option<String> = quote::Entity::find()
                .select_only()
                .column(quote::Column::Text)
                .filter(quote::Column::StatementId.eq(row.id))
                .order_by_desc(quote::Column::IsCurrent)
                .order_by_asc(quote::Column::Id)
                .limit(1)
                .into_tuple()
                .one(self.transaction)
                .await?;
            let text = match text {
                Some(text) => Some(text),
                None => {
                    passage::Entity::find()
                        .select_only()
                        .column(passage::Column::Text)
                        .filter(passage::Column::StatementId.eq(row.id))
                        .order_by_asc(passage::Column::Id)
                        .limit(1)
                        .into_tuple()
                        .one(self.transaction)
                        .await?
                }
            };
            remembered.push(HeldWording {
                wording: StatementId(row.id),
                text: text.unwrap_or_default(),
                before: row.held.map(StatementId),
                before_by: row.held_by,
            });
        }
        Ok(remembered)
    }
}

fn head(row: &statement::Model) -> Uuid {
    row.joined_to.unwrap_or(row.id)
}

fn refused(what: impl Into<String>) -> Failed {
    Failed::Store(StoreError::refused(what))
}
