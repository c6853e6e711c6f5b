//! The fact-checkers' desk: claims, what makes them, their reviews, flags, scales and the queue.
//!
//! The log is the record of it. What a claim is follows from the entries about it ([`ClaimRecord::of`]), as of any
//! date; the rows beside the log are what that comes to, written in the transaction of the entry, and the doctor makes
//! them again. What machines find (`worth`, `claim_suggestion`) is in no log: it is a function of what is stored.

mod actions;
pub(crate) mod check;
mod doing;
mod due;
mod entries;
mod flags;
mod history;
mod import;
mod known;
mod linked;
mod lists;
mod locks;
mod pass;
mod queue;
mod read;
mod record;
mod rows;
mod scales;
mod slots;
mod small;
mod valid;
mod verdicts;
mod wish;
mod wordings;

pub use due::{Due, Repeat};
pub use flags::{FlagFilter, FlagRecord};
pub use import::{ClaimImport, ClaimImported};
pub use linked::{LinkedClaim, SuggestedClaim, SuggestedStatement};
pub use lists::{ClaimFilter, ClaimListing, Verdict};
pub use locks::Lock;
pub use pass::{DeskPosition, FoundAtDesk, StatementWorth, WordsToJudge};
pub use queue::{QueueCandidate, QueueFilter};
pub use record::{ClaimRecord, Done, LinkRecord, LinkRejection, Misfit, ReviewRecord};
pub use scales::usual_scale;
pub use verdicts::ClaimVerdicts;
pub use wish::{DeskWish, WishedLink};
