//! The fact-checkers' desk: claims, what makes them, their reviews, flags, scales and the queue.
//!
//! The log is the record of it. What a claim is follows from the entries about it ([`ClaimRecord::of`]), as of any
//! date; the rows beside the log are what that comes to, written in the transaction of the entry, and the doctor makes
//! them again. What machines find (`worth`, `claim_suggestion`) is in no log: it is a function of what is stored.

use onrecord_model::Correction;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::StoreError;
use crate::correct::log;
use crate::entity::correction;

pub(crate) mod check;
mod doing;
mod import;
mod lists;
mod locks;
mod pass;
mod queue;
mod read;
mod record;
mod rows;
mod small;
mod valid;
mod wish;

pub use import::{ClaimImport, ClaimImported};
pub use lists::{
    ClaimFilter, ClaimListing, FlagFilter, FlagRecord, LinkedClaim, SuggestedClaim,
    SuggestedStatement, Verdict,
};
pub use locks::Lock;
pub use pass::{DeskPosition, FoundAtDesk, StatementWorth, WordsToJudge};
pub use queue::{Due, QueueCandidate, QueueFilter, Repeat};
pub use record::{ClaimRecord, Done, LinkRecord, LinkRejection, Misfit, ReviewRecord, disagree};
pub use valid::usual_scale;
pub use wish::{DeskWish, WishedLink};

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
