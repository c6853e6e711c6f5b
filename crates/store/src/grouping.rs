//! What the pass that puts wordings together reads and writes.
//!
//! A row of `statement` is one wording: the same words by the same speaker. Which wordings are one statement is decided
//! elsewhere, by what is read here; `joined_to` then points to the wording that stands for the statement, one step, as
//! a merged speaker points to another. Quotes stay filed under their own wordings, so that joining ten thousand of
//! them is the update of one row.
//!
//! The pass reads without a lock, so that nobody waits for it, and writes in a transaction that holds only if nobody
//! else has gone on with the pass, and nobody has corrected anything, since it began to read. What articles bring
//! meanwhile has changes of its own, which come later.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{ArticleId, Entity, Operation, Sequence, StatementId, Timestamp};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

use crate::correct::log;
use crate::dialect::{self, rows_per_statement};
use crate::entity::{change, claim_link, grouping, part, statement, suggestion};
use crate::error::Failed;
use crate::identifiers::Identifiers;
use crate::identity::stored_time;
use crate::put::insert_all;
use crate::{Store, StoreError};

pub(crate) mod conflicts;
pub(crate) mod copies;
pub(crate) mod edits;
mod touched;
mod wordings;

pub use conflicts::{FoundConflict, GivenWords};
pub use copies::ArticleText;
pub use edits::{EditKind, FoundEdit};
pub use touched::Touched;
pub use wordings::{Occurrences, SpeakerMembers, WordingState};

/// How far the pass has come, and what must not have changed until it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupingPosition {
    /// All changes up to here have been gone through.
    pub position: Sequence,
    /// Of the change behind it, the wordings up to this one.
    pub within: Option<StatementId>,
    /// Number of the last correction.
    corrections: i64,
}

/// What the pass has found out, to be written as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grouped {
    /// How far it has come by then.
    pub position: Sequence,
    /// Where it is within the change behind that.
    pub within: Option<StatementId>,
    /// Wordings that belong to another statement than they did.
    pub joined: Vec<(StatementId, Option<StatementId>)>,
    /// First and last day of the reports of wordings for which they are others than they were.
    pub days: Vec<(StatementId, Option<(i32, i32)>)>,
    /// What each of these wordings may be a paraphrase of: all there is, in place of what there was.
    pub suggestions: Vec<(StatementId, Option<(StatementId, f32)>)>,
    /// The keys of what wordings give in quotation marks; see [`words_key`].
    pub parts: Vec<(StatementId, Uuid)>,
    /// By key, every conflict about these words.
    pub conflicts: Vec<(Uuid, Vec<FoundConflict>)>,
    /// Bands of articles' texts.
    pub bands: Vec<(i64, ArticleId)>,
    /// Articles that are copies of others than they were.
    pub copies: Vec<(ArticleId, Option<ArticleId>)>,
    /// What new versions did to quotes, with the versions that were compared.
    pub edits: Vec<FoundEdit>,
    /// Articles whose versions up to this one have been compared.
    pub compared: Vec<(ArticleId, u32)>,
    /// When. Also dates the ids made for it.
    pub at: Timestamp,
}

impl Store {
    /// How far the pass has come; to be asked before anything that it decides by is read.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn grouping_position(&self) -> Result<GroupingPosition, StoreError> {
        let (corrections, _) = log::end(self.reader()).await?;
        let row = grouping::Entity::find_by_id(1).one(self.reader()).await?;
        Ok(GroupingPosition {
            position: Sequence(row.as_ref().map_or(0, |row| row.position)),
            within: row.and_then(|row| row.within).map(StatementId),
            corrections,
        })
    }

    /// Writes what the pass found out since it was at `from`. `false`: somebody else has gone on with the pass, or
    /// corrected something, since then; nothing was written, and it has to be found out again.
    ///
    /// # Errors
    /// Only what keeps the store from writing.
    pub async fn write_grouping(
        &self,
        from: GroupingPosition,
        grouped: &Grouped,
    ) -> Result<bool, StoreError> {
        let mut attempt = 1;
        loop {
            match self.write_grouping_once(from, grouped).await {
                Ok(written) => return Ok(written),
                Err(failed) => failed.unless_worth_another(&mut attempt)?,
            }
        }
    }

    async fn write_grouping_once(
        &self,
        from: GroupingPosition,
        grouped: &Grouped,
    ) -> Result<bool, Failed> {
        let transaction = dialect::begin_write(self.writer()).await?;
        dialect::lock_grouping(&transaction).await?;
        dialect::keep_out_corrections(&transaction).await?;
        if !advance(&transaction, from, grouped).await? {
            transaction.rollback().await?;
            return Ok(false);
        }
        let mut identifiers = Identifiers::new(grouped.at);
        write_days(&transaction, &grouped.days).await?;
        let statements = write_joined(&transaction, &grouped.joined).await?;
        write_suggestions(&transaction, &grouped.suggestions).await?;
        write_parts(&transaction, &grouped.parts).await?;
        conflicts::write(&transaction, &grouped.conflicts, &mut identifiers).await?;
        copies::write(&transaction, grouped).await?;
        edits::write(&transaction, grouped, &mut identifiers).await?;
        let claims = claims_linked_to(&transaction, &statements).await?;
        let articles: BTreeSet<Uuid> = grouped.copies.iter().map(|(id, _)| id.0).collect();
        let changed = [
            (Entity::Article, articles),
            (Entity::Statement, statements),
            (Entity::Claim, claims),
        ];
        write_changes(&transaction, changed, grouped.at).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Takes the pass on, where nothing has come between.
async fn advance(
    transaction: &DatabaseTransaction,
    from: GroupingPosition,
    to: &Grouped,
) -> Result<bool, DbErr> {
    let row = grouping::Entity::find_by_id(1).one(transaction).await?;
    let position = row.as_ref().map_or(0, |row| row.position);
    let within = row.and_then(|row| row.within).map(StatementId);
    let (corrections, _) = log::end(transaction).await?;
    if (position, within, corrections) != (from.position.0, from.within, from.corrections) {
        return Ok(false);
    }
    let row = grouping::ActiveModel {
        only: Set(1),
        position: Set(to.position.0),
        within: Set(to.within.map(|id| id.0)),
    };
    grouping::Entity::insert(row)
        .on_conflict(
            OnConflict::column(grouping::Column::Only)
                .update_columns([grouping::Column::Position, grouping::Column::Within])
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(true)
}

/// One statement for all wordings with the same days: those of one batch were mostly published on a few.
async fn write_days(
    transaction: &DatabaseTransaction,
    days: &[(StatementId, Option<(i32, i32)>)],
) -> Result<(), DbErr> {
    let mut by_days: BTreeMap<Option<(i32, i32)>, Vec<Uuid>> = BTreeMap::new();
    for (id, days) in days {
        by_days.entry(*days).or_default().push(id.0);
    }
    for (days, ids) in by_days {
        for ids in ids.chunks(rows_per_statement(1)) {
            statement::Entity::update_many()
                .col_expr(
                    statement::Column::FirstDay,
                    Expr::value(days.map(|days| days.0)),
                )
                .col_expr(
                    statement::Column::LastDay,
                    Expr::value(days.map(|days| days.1)),
                )
                .filter(statement::Column::Id.is_in(ids.iter().copied()))
                .exec(transaction)
                .await?;
        }
    }
    Ok(())
}

/// Gives the wordings that another stands for than before, and those that stand for other wordings.
async fn write_joined(
    transaction: &DatabaseTransaction,
    joined: &[(StatementId, Option<StatementId>)],
) -> Result<BTreeSet<Uuid>, DbErr> {
    let mut changed: BTreeSet<Uuid> = BTreeSet::new();
    let mut by_head: BTreeMap<Option<StatementId>, Vec<Uuid>> = BTreeMap::new();
    for (id, head) in joined {
        by_head.entry(*head).or_default().push(id.0);
    }
    for (head, ids) in by_head {
        let head = head.map(|head| head.0);
        changed.extend(join(transaction, &ids, head).await?);
    }
    Ok(changed)
}

/// Lets these wordings point to the one that stands for their statement, or stand for themselves. Gives those of them
/// for which that is new, and those that stood or stand for them.
pub(crate) async fn join(
    transaction: &DatabaseTransaction,
    ids: &[Uuid],
    head: Option<Uuid>,
) -> Result<BTreeSet<Uuid>, DbErr> {
    let mut changed = BTreeSet::new();
    for ids in ids.chunks(rows_per_statement(1)) {
        let before: Vec<(Uuid, Option<Uuid>)> = statement::Entity::find()
            .select_only()
            .column(statement::Column::Id)
            .column(statement::Column::JoinedTo)
            .filter(statement::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(transaction)
            .await?;
        for (id, before) in before.into_iter().filter(|(_, before)| *before != head) {
            changed.insert(id);
            changed.extend(before);
            changed.extend(head);
        }
        statement::Entity::update_many()
            .col_expr(statement::Column::JoinedTo, Expr::value(head))
            .filter(statement::Column::Id.is_in(ids.iter().copied()))
            .exec(transaction)
            .await?;
    }
    Ok(changed)
}

/// The claims that one of these wordings is linked to: they are made by another statement now.
pub(crate) async fn claims_linked_to(
    transaction: &DatabaseTransaction,
    wordings: &BTreeSet<Uuid>,
) -> Result<BTreeSet<Uuid>, DbErr> {
    let wordings: Vec<Uuid> = wordings.iter().copied().collect();
    let mut claims = BTreeSet::new();
    for wordings in wordings.chunks(rows_per_statement(1)) {
        let found: Vec<Uuid> = claim_link::Entity::find()
            .select_only()
            .column(claim_link::Column::ClaimId)
            .distinct()
            .filter(claim_link::Column::StatementId.is_in(wordings.iter().copied()))
            .filter(claim_link::Column::IsConfirmed.eq(true))
            .into_tuple()
            .all(transaction)
            .await?;
        claims.extend(found);
    }
    Ok(claims)
}

async fn write_suggestions(
    transaction: &DatabaseTransaction,
    suggestions: &[(StatementId, Option<(StatementId, f32)>)],
) -> Result<(), DbErr> {
    for some in suggestions.chunks(rows_per_statement(1)) {
        suggestion::Entity::delete_many()
            .filter(suggestion::Column::StatementId.is_in(some.iter().map(|(id, _)| id.0)))
            .exec(transaction)
            .await?;
    }
    let rows = suggestions.iter().filter_map(|(id, suggested)| {
        let (other, score) = (*suggested)?;
        Some(suggestion::ActiveModel {
            statement_id: Set(id.0),
            other_id: Set(other.0),
            score: Set(f64::from(score)),
        })
    });
    insert_all(transaction, rows.collect(), None).await
}

async fn write_parts(
    transaction: &DatabaseTransaction,
    parts: &[(StatementId, Uuid)],
) -> Result<(), DbErr> {
    let rows = parts.iter().map(|(id, key)| part::ActiveModel {
        key: Set(*key),
        statement_id: Set(id.0),
    });
    let ignore = OnConflict::new().do_nothing().to_owned();
    insert_all(transaction, rows.collect(), Some(&ignore)).await
}

/// The last rows of the transaction, so that the feed is locked as shortly as can be.
async fn write_changes(
    transaction: &DatabaseTransaction,
    changed: [(Entity, BTreeSet<Uuid>); 3],
    at: Timestamp,
) -> Result<(), DbErr> {
    let rows = changed.into_iter().flat_map(|(entity, ids)| {
        ids.into_iter().map(move |id| change::ActiveModel {
            entity: Set(entity.as_str().to_owned()),
            entity_id: Set(id),
            operation: Set(Operation::Put.as_str().to_owned()),
            at: Set(stored_time(at)),
            ..Default::default()
        })
    });
    let rows: Vec<change::ActiveModel> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    dialect::lock_change_feed(transaction).await?;
    insert_all(transaction, rows, None).await
}

/// What a fingerprint comes down to, as statements and parts are found by it.
#[must_use]
pub fn words_key(fingerprint: &str) -> Uuid {
    crate::identity::statement_key(fingerprint)
}
