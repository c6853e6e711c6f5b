//! Whether what stands beside the log is what its entries come to.

use std::collections::{BTreeMap, HashMap, HashSet};

use onrecord_model::{Action, ClaimId, Correction, DeskAction, FlagId, Scale, ScaleId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Statement,
};
use uuid::Uuid;

use super::history::rows_about;
use super::record::ClaimRecord;
use super::rows::ClaimRows;
use super::small;
use crate::StoreError;
use crate::correct::log;
use crate::entity::{claim, correction, correction_subject, dismissal, flag, scale};
use crate::records::Problem;

/// How many rows are read at a time.
const PAGE: u64 = 500;

/// What is not as the log says: rows that were altered, taken away or put beside it. Of what machines find it is seen
/// whether it is of something that is there, and can be read; what it says is a function of what is stored, which the
/// pass makes anew.
pub(crate) async fn desk(connection: &impl ConnectionTrait) -> Result<Vec<Problem>, StoreError> {
    let mut problems = Vec::new();
    claims(connection, &mut problems).await?;
    flags(connection, &mut problems).await?;
    scales(connection, &mut problems).await?;
    dismissals(connection, &mut problems).await?;
    strays(connection, &mut problems).await?;
    missing(connection, &mut problems).await?;
    Ok(problems)
}

const NOT_AS_LOGGED: &str = "is not what the log says";

fn problem(row: String, what: &str) -> Problem {
    Problem {
        row,
        what: what.to_owned(),
    }
}

/// The entries about each of these, without those that cannot be read: the check of the log itself tells of them.
async fn logs(
    connection: &impl ConnectionTrait,
    subjects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Correction>>, StoreError> {
    let mut logs: HashMap<Uuid, Vec<Correction>> = HashMap::new();
    for (subject, row) in rows_about(connection, subjects).await? {
        if let Ok(entry) = log::read(row, None) {
            logs.entry(subject).or_default().push(entry);
        }
    }
    Ok(logs)
}

async fn claims(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let mut after: Option<Uuid> = None;
    loop {
        let rows = claim::Entity::find()
            .apply_if(after, |find, after| {
                find.filter(claim::Column::Id.gt(after))
            })
            .order_by_asc(claim::Column::Id)
            .limit(PAGE)
            .all(connection)
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = Some(last.id);
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut logs = logs(connection, &ids).await?;
        for stored in ClaimRows::beside(connection, rows).await? {
            let entries = logs.remove(&stored.claim.id).unwrap_or_default();
            problems.extend(of_claim(&stored, &entries)?);
        }
    }
}

/// What of a claim is not as the log says, if anything: the first that is found.
fn of_claim(stored: &ClaimRows, entries: &[Correction]) -> Result<Option<Problem>, StoreError> {
    let id = stored.claim.id;
    let record = match ClaimRecord::of(ClaimId(id), entries) {
        Ok(Some(record)) => record,
        Ok(None) => {
            let what = "is in no entry of the log";
            return Ok(Some(problem(format!("claim {id}"), what)));
        }
        Err(misfit) => {
            let what = format!(
                "does not follow from the log at {}: {}",
                misfit.number, misfit.what
            );
            return Ok(Some(problem(format!("claim {id}"), &what)));
        }
    };
    let meant = ClaimRows::of(&record)?;
    let row = if let Some(review) = odd(&meant.reviews, &stored.reviews, |row| row.id) {
        format!("review {review} of the claim {id}")
    } else if let Some(statement) = odd(&meant.links, &stored.links, |row| row.statement_id) {
        format!("link of the claim {id} to the statement {statement}")
    } else if let Some(other) = odd(&meant.relations, &stored.relations, |row| row.other_id) {
        format!("relation of the claim {id} to the claim {other}")
    } else if meant.claim != stored.claim {
        format!("claim {id}")
    } else {
        return Ok(None);
    };
    Ok(Some(problem(row, NOT_AS_LOGGED)))
}

/// The key of the first row that only one of the two has.
fn odd<Row: PartialEq>(meant: &[Row], stored: &[Row], key: fn(&Row) -> Uuid) -> Option<Uuid> {
    let only = |these: &[Row], those: &[Row]| {
        let mut only = these.iter().filter(|row| !those.contains(row));
        only.next().map(key)
    };
    only(meant, stored).or_else(|| only(stored, meant))
}

async fn flags(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let mut after: Option<Uuid> = None;
    loop {
        let rows = flag::Entity::find()
            .apply_if(after, |find, after| find.filter(flag::Column::Id.gt(after)))
            .order_by_asc(flag::Column::Id)
            .limit(PAGE)
            .all(connection)
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = Some(last.id);
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let logs = logs(connection, &ids).await?;
        for row in rows {
            let entries = logs.get(&row.id).map_or(&[][..], Vec::as_slice);
            if small::flag(FlagId(row.id), entries).as_ref() != Some(&row) {
                problems.push(problem(format!("flag {}", row.id), NOT_AS_LOGGED));
            }
        }
    }
}

async fn scales(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let rows = scale::Entity::find().all(connection).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let logs = logs(connection, &ids).await?;
    for row in rows {
        let entries = logs.get(&row.id).map_or(&[][..], Vec::as_slice);
        let meant = small::scale(ScaleId(row.id), entries);
        let kept = serde_json::from_str::<Scale>(&row.body).ok();
        if meant.is_none() || meant != kept || meant.is_some_and(|scale| scale.name != row.name) {
            problems.push(problem(format!("scale {}", row.id), NOT_AS_LOGGED));
        }
    }
    Ok(())
}

async fn dismissals(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let mut after: Option<Uuid> = None;
    loop {
        let rows = dismissal::Entity::find()
            .apply_if(after, |find, after| {
                find.filter(dismissal::Column::StatementId.gt(after))
            })
            .order_by_asc(dismissal::Column::StatementId)
            .limit(PAGE)
            .all(connection)
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = Some(last.statement_id);
        let ids: Vec<Uuid> = rows.iter().map(|row| row.statement_id).collect();
        let logs = logs(connection, &ids).await?;
        for row in rows {
            let entries = logs.get(&row.statement_id).map_or(&[][..], Vec::as_slice);
            if small::dismissal(row.statement_id, entries) != Some(row.number) {
                let row = format!("dismissal of the statement {}", row.statement_id);
                problems.push(problem(row, NOT_AS_LOGGED));
            }
        }
    }
}

/// Rows of something that is not there, and those of machines that nothing could have written: what sort of row it is,
/// what is wrong with it, and the ids of those that are so.
const STRAYS: &[(&str, &str, &str)] = &[
    (
        "review",
        "is of a claim that is not there",
        "SELECT review.id FROM review LEFT JOIN claim ON claim.id = review.claim_id \
         WHERE claim.id IS NULL",
    ),
    (
        "link of the claim",
        "is of a claim that is not there",
        "SELECT DISTINCT claim_link.claim_id FROM claim_link \
         LEFT JOIN claim ON claim.id = claim_link.claim_id WHERE claim.id IS NULL",
    ),
    (
        "relation of the claim",
        "is of a claim that is not there",
        "SELECT DISTINCT claim_relation.claim_id FROM claim_relation \
         LEFT JOIN claim ON claim.id = claim_relation.claim_id WHERE claim.id IS NULL",
    ),
    (
        "suggestion for the claim",
        "is of a claim that is not there",
        "SELECT DISTINCT claim_suggestion.claim_id FROM claim_suggestion \
         LEFT JOIN claim ON claim.id = claim_suggestion.claim_id WHERE claim.id IS NULL",
    ),
    (
        "suggestion for the claim",
        "is of a statement that is not there",
        "SELECT DISTINCT claim_suggestion.claim_id FROM claim_suggestion \
         LEFT JOIN statement ON statement.id = claim_suggestion.statement_id \
         WHERE statement.id IS NULL",
    ),
    (
        "suggestion for the claim",
        "has a score that is none",
        "SELECT DISTINCT claim_id FROM claim_suggestion WHERE NOT (score BETWEEN 0 AND 1)",
    ),
    (
        "worth of the statement",
        "is of a statement that is not there",
        "SELECT worth.statement_id FROM worth \
         LEFT JOIN statement ON statement.id = worth.statement_id WHERE statement.id IS NULL",
    ),
    (
        "worth of the statement",
        "has a score that is none, or a class that is not known",
        "SELECT statement_id FROM worth WHERE NOT (score BETWEEN 0 AND 1) \
            OR class NOT IN ('fact', 'opinion', 'prediction', 'promise', 'question', 'other')",
    ),
];

/// Where the pass over the desk is not.
const PASS_AHEAD: &str = "SELECT position FROM desk_pass \
     WHERE \"only\" <> 1 OR position < 0 \
        OR position > (SELECT coalesce(max(sequence), 0) FROM change)";

async fn strays(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let backend = connection.get_database_backend();
    for (row, what, sql) in STRAYS {
        let found = connection
            .query_all_raw(Statement::from_string(backend, *sql))
            .await?;
        for stray in found {
            let id: Uuid = stray.try_get_by_index(0)?;
            problems.push(problem(format!("{row} {id}"), what));
        }
    }
    let ahead = connection
        .query_all_raw(Statement::from_string(backend, PASS_AHEAD))
        .await?;
    if !ahead.is_empty() {
        let what = "is at a change that is not there";
        problems.push(problem("pass over the desk".to_owned(), what));
    }
    Ok(())
}

/// What the log has made and no row is of, and entries that are not found by what they are about.
async fn missing(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let mut number = 0;
    loop {
        let rows = correction::Entity::find()
            .filter(correction::Column::Number.gt(number))
            .order_by_asc(correction::Column::Number)
            .limit(PAGE)
            .all(connection)
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        number = last.number;
        let marked: Vec<(i64, Uuid)> = correction_subject::Entity::find()
            .select_only()
            .column(correction_subject::Column::Number)
            .column(correction_subject::Column::Subject)
            .filter(correction_subject::Column::Number.is_in(rows.iter().map(|row| row.number)))
            .into_tuple()
            .all(connection)
            .await?;
        let marked: HashSet<(i64, Uuid)> = marked.into_iter().collect();
        // An entry that was altered is told of by the check of the log itself.
        let entries: Vec<Correction> = rows
            .into_iter()
            .filter_map(|row| log::read(row, None).ok())
            .collect();
        for entry in &entries {
            let Action::Desk(action) = &entry.action else {
                continue;
            };
            let number = entry.number.cast_signed();
            let mut subjects = action.subjects().into_iter();
            if let Some(lost) = subjects.find(|subject| !marked.contains(&(number, *subject))) {
                problems.push(problem(
                    format!("correction {} (number {number})", entry.id),
                    &format!("is not found by {lost}, which it is about"),
                ));
            }
        }
        without_rows(connection, &entries, problems).await?;
    }
}

/// Those of a page of entries that made something of which there is no row, and were not taken back.
async fn without_rows(
    connection: &impl ConnectionTrait,
    entries: &[Correction],
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let mut made: BTreeMap<&str, Vec<(Uuid, &Correction)>> = BTreeMap::new();
    for entry in entries {
        let Action::Desk(action) = &entry.action else {
            continue;
        };
        let (what, id) = match action {
            DeskAction::MakeClaim { claim: id, .. } | DeskAction::SplitClaim { to: id, .. } => {
                ("claim", id.0)
            }
            DeskAction::Flag { flag: id, .. } => ("flag", id.0),
            DeskAction::DefineScale { scale: id, .. } => ("scale", id.0),
            DeskAction::DismissStatement { statement: id, .. } => {
                ("dismissal of the statement", id.0)
            }
            _ => continue,
        };
        made.entry(what).or_default().push((id, entry));
    }
    for (what, made) in made {
        let ids: Vec<Uuid> = made.iter().map(|(id, _)| *id).collect();
        let there: HashSet<Uuid> = there(connection, what, &ids).await?.into_iter().collect();
        let lost = made.into_iter().filter(|(id, _)| !there.contains(id));
        for (id, entry) in lost {
            let undone: Option<i64> = correction::Entity::find()
                .select_only()
                .column(correction::Column::Number)
                .filter(correction::Column::Undoes.eq(entry.id.0))
                .into_tuple()
                .one(connection)
                .await?;
            if undone.is_none() {
                let what_is_wrong =
                    format!("is in the log ({}) and not in the record", entry.number);
                problems.push(problem(format!("{what} {id}"), &what_is_wrong));
            }
        }
    }
    Ok(())
}

/// Which of these have a row.
async fn there(
    connection: &impl ConnectionTrait,
    what: &str,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, StoreError> {
    let ids = ids.iter().copied();
    let find = match what {
        "claim" => claim::Entity::find()
            .select_only()
            .column(claim::Column::Id)
            .filter(claim::Column::Id.is_in(ids))
            .into_tuple()
            .all(connection),
        "flag" => flag::Entity::find()
            .select_only()
            .column(flag::Column::Id)
            .filter(flag::Column::Id.is_in(ids))
            .into_tuple()
            .all(connection),
        "scale" => scale::Entity::find()
            .select_only()
            .column(scale::Column::Id)
            .filter(scale::Column::Id.is_in(ids))
            .into_tuple()
            .all(connection),
        _ => dismissal::Entity::find()
            .select_only()
            .column(dismissal::Column::StatementId)
            .filter(dismissal::Column::StatementId.is_in(ids))
            .into_tuple()
            .all(connection),
    };
    Ok(find.await?)
}
