//! The fact-checkers' desk: what is worth checking, whether it was checked, by whom, and who says it again.
//!
//! What people do there is a [`Wish`](crate::Wish) like any correction and goes into the same log
//! ([`Engine::correct`](crate::Engine::correct)). What machines find out is a pass over the change feed ([`pass`]); it
//! suggests and never decides: a verdict is shown with what a person has linked, and with nothing else.

mod claims;
mod due;
mod import;
mod known;
mod lists;
mod matches;
mod pass;
mod queue;
mod views;

pub use import::{ClaimsImported, RefusedClaim};
pub(crate) use known::KnownClaims;
pub use pass::{Worth, worth_of};
pub use views::{
    Anchored, ClaimMatch, ClaimPage, ClaimStatement, ClaimView, DueClaim, DuePage, DueReason,
    FlagPage, Linked, QueueItem, QueuePage, QueueRequest, RelatedClaim, Repeats, StatementClaims,
};
