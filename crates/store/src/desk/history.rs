//! What the log holds about something, read.

use std::collections::HashMap;

use onrecord_model::{Action, ClaimId, Correction, DeskAction, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::record::{ClaimRecord, Misfit};
use crate::StoreError;
use crate::correct::log;
use crate::dialect::rows_per_statement;
use crate::entity::{correction, correction_subject};
use crate::identity::stored_time;

/// Every entry about something, in the order of the log.
pub(super) async fn log_of(
    connection: &impl ConnectionTrait,
    subject: Uuid,
) -> Result<Vec<Correction>, StoreError> {
    let rows = correction::Entity::find()
        .filter(log::about(vec![subject]))
        .order_by_asc(correction::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(|row| log::read(row, None)).collect()
}

/// The entries about each of these, as [`log_of`] has them; those that no entry is about are left out.
pub(super) async fn logs_of(
    connection: &impl ConnectionTrait,
    subjects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Correction>>, StoreError> {
    let mut logs: HashMap<Uuid, Vec<Correction>> = HashMap::with_capacity(subjects.len());
    for (subject, row) in rows_about(connection, subjects).await? {
        let entry = log::read(row, None)?;
        logs.entry(subject).or_default().push(entry);
    }
    Ok(logs)
}

/// The rows of the log about each of these, in its order.
pub(super) async fn rows_about(
    connection: &impl ConnectionTrait,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, correction::Model)>, StoreError> {
    let mut about = Vec::new();
    for subjects in subjects.chunks(rows_per_statement(1)) {
        let marks = correction_subject::Entity::find()
            .filter(correction_subject::Column::Subject.is_in(subjects.iter().copied()))
            .order_by_asc(correction_subject::Column::Number)
            .all(connection)
            .await?;
        let mut numbers: Vec<i64> = marks.iter().map(|mark| mark.number).collect();
        numbers.dedup();
        let mut rows: HashMap<i64, correction::Model> = HashMap::with_capacity(numbers.len());
        for numbers in numbers.chunks(rows_per_statement(1)) {
            let found = correction::Entity::find()
                .filter(correction::Column::Number.is_in(numbers.iter().copied()))
                .all(connection)
                .await?;
            rows.extend(found.into_iter().map(|row| (row.number, row)));
        }
        about.extend(
            marks
                .into_iter()
                .filter_map(|mark| Some((mark.subject, rows.get(&mark.number)?.clone()))),
        );
    }
    Ok(about)
}

/// A claim, and the entries it follows from.
pub(super) struct History {
    pub(super) record: ClaimRecord,
    pub(super) entries: Vec<Correction>,
}

impl History {
    /// That of a claim by itself, whatever it was merged into; `None` where there is no such claim.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        id: ClaimId,
    ) -> Result<Option<Self>, StoreError> {
        let entries = log_of(connection, id.0).await?;
        let record = ClaimRecord::of(id, &entries).map_err(damaged)?;
        Ok(record.map(|record| Self { record, entries }))
    }
}

/// How much of the log counts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Until {
    /// All of it.
    Now,
    /// What was made by then. An entry may bear an earlier time than the one before it, where a clock was set back: what
    /// counts is the log up to the first entry that was made later.
    Time(Timestamp),
    /// The entries up to this number.
    Entry(u64),
}

impl From<Option<Timestamp>> for Until {
    fn from(as_of: Option<Timestamp>) -> Self {
        as_of.map_or(Self::Now, |as_of| Self::Time(stored_time(as_of)))
    }
}

/// What the log says of a claim by itself.
async fn own_record(
    connection: &impl ConnectionTrait,
    id: ClaimId,
    until: Until,
) -> Result<Option<ClaimRecord>, StoreError> {
    let mut entries = log_of(connection, id.0).await?;
    let later = match until {
        Until::Now => None,
        Until::Time(as_of) => entries.iter().position(|entry| entry.at > as_of),
        Until::Entry(number) => entries.iter().position(|entry| entry.number > number),
    };
    entries.truncate(later.unwrap_or(entries.len()));
    ClaimRecord::of(id, &entries).map_err(damaged)
}

/// As [`Store::claim`](crate::Store::claim).
pub(super) async fn united(
    connection: &impl ConnectionTrait,
    id: ClaimId,
    until: impl Into<Until>,
) -> Result<Option<ClaimRecord>, StoreError> {
    let until = until.into();
    let Some(mut record) = own_record(connection, id, until).await? else {
        return Ok(None);
    };
    while let Some(into) = record.merged_into {
        match own_record(connection, into, until).await? {
            Some(other) => record = other,
            // By a clock that was set back it was not there yet.
            None if matches!(until, Until::Time(_)) => break,
            None => return Err(StoreError::damaged(format!("the claim {into} is gone"))),
        }
    }
    let mut left = std::mem::take(&mut record.merged);
    left.reverse();
    while let Some(id) = left.pop() {
        let other = own_record(connection, id, until).await?;
        if let Some(mut other) = other.filter(|other| other.merged_into.is_some()) {
            left.append(&mut other.merged);
            unite(&mut record, other);
        }
    }
    let merged = &record.merged;
    record
        .relations
        .retain(|(claim, _)| !merged.contains(claim));
    record
        .related_by
        .retain(|(claim, _)| !merged.contains(claim));
    record.reviews.sort_by_key(|review| review.added.number);
    Ok(Some(record))
}

/// What was said of a claim that was merged into another counts for that one, where it says nothing of it itself.
fn unite(record: &mut ClaimRecord, other: ClaimRecord) {
    let is_known = |record: &ClaimRecord, statement| {
        let links = record.links.iter().map(|known| known.link.statement);
        let rejected = record.rejected.iter().map(|known| known.statement);
        links.chain(rejected).any(|known| known == statement)
    };
    for link in other.links {
        if !is_known(record, link.link.statement) {
            record.links.push(link);
        }
    }
    for rejected in other.rejected {
        if !is_known(record, rejected.statement) {
            record.rejected.push(rejected);
        }
    }
    let own = record.id;
    for (relations, others) in [
        (&mut record.relations, other.relations),
        (&mut record.related_by, other.related_by),
    ] {
        for (claim, relation) in others {
            if claim != own && !relations.iter().any(|(known, _)| *known == claim) {
                relations.push((claim, relation));
            }
        }
    }
    record.reviews.extend(other.reviews);
    record.merged.push(other.id);
    record.settled_at = record.settled_at.max(other.settled_at);
    if other.last.number > record.last.number {
        record.last = other.last;
    }
}

/// The actions at the desk among these entries, whether they were taken back or not.
pub(super) fn actions(entries: &[Correction]) -> impl Iterator<Item = &DeskAction> {
    entries.iter().filter_map(|entry| match &entry.action {
        Action::Desk(action) => Some(action),
        _ => None,
    })
}

fn damaged(misfit: Misfit) -> StoreError {
    StoreError::damaged(format!(
        "the entry {} of the log does not fit those before it: {}",
        misfit.number, misfit.what
    ))
}
