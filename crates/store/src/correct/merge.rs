//! Two speakers become one, and two again.
//!
//! Who goes is kept, with names and quotes, and points to who stays. A pointer never leads to somebody who points
//! on, so that a reader follows one step.

use std::collections::BTreeMap;

use onrecord_model::{Action, SpeakerId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::{Correcting, Expected, named};
use crate::StoreError;
use crate::entity::{passage, quote, speaker};
use crate::error::Failed;

impl Correcting<'_> {
    pub(super) async fn merge(
        &mut self,
        id: SpeakerId,
        into: SpeakerId,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let going = self.speaker_to_correct(id, expected).await?;
        let staying = self.shown(into.0).await?;
        if going.id == staying.id {
            let what = format!("{:?} and {:?} are one speaker already", id, into);
            return Err(Failed::Store(StoreError::refused(what)));
        }
        self.reads_differently(going.id).await?;
        let mut along = self.members(going.id).await?;
        along.retain(|member| *member != going.id);
        self.redirect(&self.members(going.id).await?, Some(staying.id))
            .await?;
        let moved = BTreeMap::from([(going.id, -going.quotes), (staying.id, going.quotes)]);
        self.count_speakers(&moved).await?;
        self.move_passages(going.passages, going.id, staying.id)
            .await?;
        self.mark(&[going.id, staying.id]).await?;
        Ok(Action::Merge {
            speaker: named(&going),
            into: named(&staying),
            along: along.into_iter().map(SpeakerId).collect(),
        })
    }

    /// Lets who was merged stand for themselves again, with those who had come along and are still there.
    pub(super) async fn part(&mut self, id: Uuid, along: &[SpeakerId]) -> Result<(), Failed> {
        let unknown = || StoreError::unknown(format!("speaker {id}"));
        let going = self.row(id).await?.ok_or_else(unknown)?;
        let Some(survivor) = going.merged_into else {
            let what = format!("{:?} is not merged any more", going.name);
            return Err(Failed::Store(StoreError::refused(what)));
        };
        let still_there = self.members(survivor).await?;
        let along: Vec<Uuid> = along
            .iter()
            .map(|id| id.0)
            .filter(|id| still_there.contains(id))
            .collect();
        self.redirect(&[id], None).await?;
        self.redirect(&along, Some(id)).await?;
        self.reads_differently(id).await?;
        let members = self.members(id).await?;
        let quotes = quote::Entity::find()
            .filter(quote::Column::SpeakerId.is_in(members.iter().copied()))
            .filter(quote::Column::IsCurrent.eq(true))
            .count(self.transaction)
            .await? as i64;
        let passages = passage::Entity::find()
            .filter(passage::Column::SpeakerId.is_in(members))
            .count(self.transaction)
            .await? as i64;
        self.count_speakers(&BTreeMap::from([(id, quotes), (survivor, -quotes)]))
            .await?;
        self.move_passages(passages, survivor, id).await?;
        self.mark(&[id, survivor]).await?;
        Ok(())
    }

    /// Passages stay filed where they are; who is shown for them counts them.
    async fn move_passages(&self, passages: i64, from: Uuid, to: Uuid) -> Result<(), Failed> {
        for (speaker, passages) in [(from, -passages), (to, passages)] {
            speaker::Entity::update_many()
                .col_expr(
                    speaker::Column::Passages,
                    Expr::col(speaker::Column::Passages).add(passages),
                )
                .filter(speaker::Column::Id.eq(speaker))
                .exec(self.transaction)
                .await?;
        }
        Ok(())
    }

    async fn redirect(&self, speakers: &[Uuid], to: Option<Uuid>) -> Result<(), Failed> {
        speaker::Entity::update_many()
            .col_expr(speaker::Column::MergedInto, Expr::value(to))
            .filter(speaker::Column::Id.is_in(speakers.iter().copied()))
            .exec(self.transaction)
            .await?;
        Ok(())
    }
}
