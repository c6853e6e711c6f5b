//! Which wordings and articles some changes bear on.

use std::collections::BTreeSet;

use onrecord_model::{Action, ArticleId, Change, Entity, SpeakerId, StatementId};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement as Sql,
};
use uuid::Uuid;

use crate::correct::log::action;
use crate::correct::undo::is_of_name;
use crate::dialect::rows_per_statement;
use crate::entity::{correction, correction_subject, quote, speaker, statement};
use crate::identity::statement_key;
use crate::{Fingerprint, Store, StoreError};

/// What has to be looked at again after some changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Articles that were put, or have a quote that is another's now.
    pub articles: Vec<ArticleId>,
    /// Wordings that were or are given in them, that are in a source of a speaker who is reported too, or that a person
    /// decided on; in order of id.
    pub wordings: Vec<StatementId>,
    /// Under whom some of these are filed who were shown as somebody else until a merge was taken back, and as whom.
    pub parted: Vec<(SpeakerId, SpeakerId)>,
}

/// What there is of a source's wordings that reports could tell.
const REPORTED_PASSAGES: &str = "SELECT DISTINCT passage.statement_id AS id FROM source \
     JOIN passage ON passage.id > source.id AND passage.id <= source.last_passage \
        AND passage.source_id = source.id \
     JOIN speaker AS filed ON filed.id = passage.speaker_id \
     JOIN speaker AS shown ON shown.id = coalesce(filed.merged_into, filed.id) \
     WHERE source.id = $1 AND shown.quotes > 0 AND passage.statement_id IS NOT NULL";

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

impl Store {
    /// What some changes bear on. Passages of speakers whom no article quotes are left out: they are statements of
    /// their own, and there are millions.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the log of corrections cannot be read.
    pub async fn touched(
        &self,
        changes: &[Change],
        fingerprint: Fingerprint,
    ) -> Result<Touched, StoreError> {
        let mut articles: BTreeSet<Uuid> = BTreeSet::new();
        let mut wordings: BTreeSet<Uuid> = BTreeSet::new();
        let mut parted = Vec::new();
        for change in changes {
            match change.entity {
                Entity::Article => {
                    articles.insert(change.id);
                }
                Entity::Source => wordings.extend(self.reported_passages(change.id).await?),
                Entity::Correction => {
                    wordings.extend(self.corrected(change.id, fingerprint, &mut parted).await?);
                }
                // What a merge does to wordings comes with its correction.
                Entity::Speaker | Entity::Statement | Entity::Claim => {}
            }
        }
        let articles: Vec<Uuid> = articles.into_iter().collect();
        for articles in articles.chunks(rows_per_statement(1)) {
            let ids: Vec<Option<Uuid>> = quote::Entity::find()
                .select_only()
                .column(quote::Column::StatementId)
                .distinct()
                .filter(quote::Column::ArticleId.is_in(articles.iter().copied()))
                .filter(quote::Column::StatementId.is_not_null())
                .into_tuple()
                .all(self.reader())
                .await?;
            wordings.extend(ids.into_iter().flatten());
        }
        Ok(Touched {
            articles: articles.into_iter().map(ArticleId).collect(),
            wordings: wordings.into_iter().map(StatementId).collect(),
            parted,
        })
    }

    async fn reported_passages(&self, source: Uuid) -> Result<Vec<Uuid>, StoreError> {
        let sql = Sql::from_sql_and_values(
            self.reader().get_database_backend(),
            REPORTED_PASSAGES,
            [source.into()],
        );
        let rows = IdRow::find_by_statement(sql).all(self.reader()).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// The wordings that a correction was about, or that had quotes it moved.
    async fn corrected(
        &self,
        id: Uuid,
        fingerprint: Fingerprint,
        parted: &mut Vec<(SpeakerId, SpeakerId)>,
    ) -> Result<BTreeSet<Uuid>, StoreError> {
        let damaged = || StoreError::damaged(format!("correction {id} is gone"));
        let row = correction::Entity::find()
            .filter(correction::Column::Id.eq(id))
            .one(self.reader())
            .await?
            .ok_or_else(damaged)?;
        let mut wordings = BTreeSet::new();
        let is_undo = row.undoes.is_some();
        let made = match action(&row)? {
            Action::Undo { correction, .. } => {
                let undone = correction::Entity::find()
                    .filter(correction::Column::Id.eq(correction.0))
                    .one(self.reader())
                    .await?
                    .ok_or_else(damaged)?;
                action(&undone)?
            }
            made => made,
        };
        match &made {
            Action::Merge {
                speaker,
                into,
                along,
            } => {
                let speakers: Vec<SpeakerId> = along.iter().chain([&speaker.id]).copied().collect();
                if is_undo {
                    let shown = self.shown_as(into.id).await?;
                    parted.extend(speakers.iter().map(|id| (*id, shown)));
                }
                let speakers = speakers.iter().map(|id| id.0).collect();
                wordings.extend(self.wordings_of(speakers).await?);
            }
            Action::JoinStatements { wordings: held, .. } => {
                wordings.extend(held.iter().map(|held| held.wording.0));
            }
            Action::SeparateWording {
                wording, others, ..
            } => {
                let held = others.iter().chain([wording]);
                wordings.extend(held.map(|held| held.wording.0));
            }
            Action::RejectSuggestion { wording, .. } => {
                wordings.insert(wording.wording.0);
            }
            Action::Split { .. } | Action::QuoteSpeaker { .. } => {
                wordings.extend(self.words_of_subjects(row.number, fingerprint).await?);
            }
            other if is_of_name(other) => {
                wordings.extend(self.words_of_subjects(row.number, fingerprint).await?);
            }
            _ => {}
        }
        Ok(wordings)
    }

    async fn shown_as(&self, id: SpeakerId) -> Result<SpeakerId, StoreError> {
        let row = speaker::Entity::find_by_id(id.0).one(self.reader()).await?;
        Ok(row.and_then(|row| row.merged_into).map_or(id, SpeakerId))
    }

    async fn wordings_of(&self, speakers: Vec<Uuid>) -> Result<Vec<Uuid>, StoreError> {
        Ok(statement::Entity::find()
            .select_only()
            .column(statement::Column::Id)
            .filter(statement::Column::SpeakerId.is_in(speakers))
            .into_tuple()
            .all(self.reader())
            .await?)
    }

    /// Every wording of the words of the quotes that a correction is about, whosesoever: one that a quote was moved
    /// away from may have nothing left that leads to it.
    async fn words_of_subjects(
        &self,
        number: i64,
        fingerprint: Fingerprint,
    ) -> Result<Vec<Uuid>, StoreError> {
        let subjects: Vec<Uuid> = correction_subject::Entity::find()
            .select_only()
            .column(correction_subject::Column::Subject)
            .filter(correction_subject::Column::Number.eq(number))
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut keys: BTreeSet<Uuid> = BTreeSet::new();
        for subjects in subjects.chunks(rows_per_statement(1)) {
            let texts: Vec<String> = quote::Entity::find()
                .select_only()
                .column(quote::Column::Text)
                .filter(quote::Column::Id.is_in(subjects.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            let found = texts.iter().filter_map(|text| fingerprint(text));
            keys.extend(found.map(|fingerprint| statement_key(&fingerprint)));
        }
        let keys: Vec<Uuid> = keys.into_iter().collect();
        let mut wordings = Vec::new();
        for keys in keys.chunks(rows_per_statement(1)) {
            let ids: Vec<Uuid> = statement::Entity::find()
                .select_only()
                .column(statement::Column::Id)
                .filter(statement::Column::Key.is_in(keys.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            wordings.extend(ids);
        }
        Ok(wordings)
    }
}
