//! Whether what stands beside the log is what its entries come to.

use onrecord_model::{Action, ClaimId, Correction, DeskAction, FlagId, Scale, ScaleId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::record::ClaimRecord;
use super::rows::ClaimRows;
use super::{log_of, small};
use crate::StoreError;
use crate::correct::log;
use crate::entity::{claim, correction, dismissal, flag, scale};
use crate::records::Problem;

/// How many rows are read at a time.
const PAGE: u64 = 500;

/// What is not as the log says: rows that were altered, taken away or put beside it.
pub(crate) async fn desk(connection: &impl ConnectionTrait) -> Result<Vec<Problem>, StoreError> {
    let mut problems = Vec::new();
    claims(connection, &mut problems).await?;
    others(connection, &mut problems).await?;
    missing(connection, &mut problems).await?;
    Ok(problems)
}

async fn claims(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let mut after: Option<Uuid> = None;
    loop {
        let ids: Vec<Uuid> = claim::Entity::find()
            .select_only()
            .column(claim::Column::Id)
            .apply_if(after, |find, after| {
                find.filter(claim::Column::Id.gt(after))
            })
            .order_by_asc(claim::Column::Id)
            .limit(PAGE)
            .into_tuple()
            .all(connection)
            .await?;
        let Some(last) = ids.last() else {
            return Ok(());
        };
        after = Some(*last);
        for id in ids {
            problems.extend(one_claim(connection, id).await?);
        }
    }
}

/// What of a claim is not as the log says, if anything: the first that is found.
async fn one_claim(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Problem>, StoreError> {
    let problem = |row: String, what: &str| {
        Ok(Some(Problem {
            row,
            what: what.to_owned(),
        }))
    };
    let entries = log_of(connection, id).await?;
    let record = match ClaimRecord::of(ClaimId(id), &entries) {
        Ok(Some(record)) => record,
        Ok(None) => return problem(format!("claim {id}"), "is in no entry of the log"),
        Err(misfit) => {
            return problem(
                format!("claim {id}"),
                &format!(
                    "does not follow from the log at {}: {}",
                    misfit.number, misfit.what
                ),
            );
        }
    };
    let Some(stored) = ClaimRows::stored(connection, id).await? else {
        return Ok(None);
    };
    let mut meant = ClaimRows::of(&record, |_| None)?;
    // What an import knows it by follows from its words, which are compared.
    meant.claim.key = stored.claim.key;
    for review in &meant.reviews {
        if !stored.reviews.contains(review) {
            let row = format!("review {} of the claim {id}", review.id);
            return problem(row, "is not what the log says");
        }
    }
    for link in &meant.links {
        if !stored.links.contains(link) {
            let row = format!(
                "link of the claim {id} to the statement {}",
                link.statement_id
            );
            return problem(row, "is not what the log says");
        }
    }
    match stored == meant {
        true => Ok(None),
        false => problem(format!("claim {id}"), "is not what the log says"),
    }
}

async fn others(
    connection: &impl ConnectionTrait,
    problems: &mut Vec<Problem>,
) -> Result<(), StoreError> {
    let mut wrong = |what: &str, id: Uuid| {
        problems.push(Problem {
            row: format!("{what} {id}"),
            what: "is not what the log says".to_owned(),
        });
    };
    let mut after: Option<Uuid> = None;
    loop {
        let rows = flag::Entity::find()
            .apply_if(after, |find, after| find.filter(flag::Column::Id.gt(after)))
            .order_by_asc(flag::Column::Id)
            .limit(PAGE)
            .all(connection)
            .await?;
        let Some(last) = rows.last() else {
            break;
        };
        after = Some(last.id);
        for row in rows {
            if small::flag(FlagId(row.id), &log_of(connection, row.id).await?).as_ref()
                != Some(&row)
            {
                wrong("flag", row.id);
            }
        }
    }
    for row in scale::Entity::find().all(connection).await? {
        let meant = small::scale(ScaleId(row.id), &log_of(connection, row.id).await?);
        let kept = serde_json::from_str::<Scale>(&row.body).ok();
        if meant.is_none() || meant != kept || meant.is_some_and(|scale| scale.name != row.name) {
            wrong("scale", row.id);
        }
    }
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
        for row in rows {
            let entries = log_of(connection, row.statement_id).await?;
            if small::dismissal(row.statement_id, &entries) != Some(row.number) {
                wrong("dismissal of the statement", row.statement_id);
            }
        }
    }
}

/// What the log has made and no row is of.
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
        for row in rows {
            // An entry that was altered is told of by the check of the log itself.
            if let Ok(entry) = log::read(row, None) {
                problems.extend(without_row(connection, &entry).await?);
            }
        }
    }
}

async fn without_row(
    connection: &impl ConnectionTrait,
    entry: &Correction,
) -> Result<Option<Problem>, StoreError> {
    let Action::Desk(action) = &entry.action else {
        return Ok(None);
    };
    let (what, id, is_there) = match action {
        DeskAction::MakeClaim { claim: id, .. } | DeskAction::SplitClaim { to: id, .. } => {
            let row = claim::Entity::find_by_id(id.0).one(connection).await?;
            ("claim", id.0, row.is_some())
        }
        DeskAction::Flag { flag: id, .. } => {
            let row = flag::Entity::find_by_id(id.0).one(connection).await?;
            ("flag", id.0, row.is_some())
        }
        DeskAction::DefineScale { scale: id, .. } => {
            let row = scale::Entity::find_by_id(id.0).one(connection).await?;
            ("scale", id.0, row.is_some())
        }
        DeskAction::DismissStatement { statement: id, .. } => {
            let row = dismissal::Entity::find_by_id(id.0).one(connection).await?;
            ("dismissal of the statement", id.0, row.is_some())
        }
        _ => return Ok(None),
    };
    if is_there {
        return Ok(None);
    }
    let entries = log_of(connection, id).await?;
    let is_undone = !small::standing(&entries).any(|standing| standing.id == entry.id);
    Ok((!is_undone).then(|| Problem {
        row: format!("{what} {id}"),
        what: format!("is in the log ({}) and not in the record", entry.number),
    }))
}
