//! What is sent to the fact-checkers' desk: bodies, and what was seen of a claim before.

mod bodies;
mod claim;
mod incoming;
mod precondition;
mod review;

pub(crate) use bodies::{
    assignment, by, checkworthy, dismissal, flag, link, matching, merge, rejection, relation,
    resolution, scale, state,
};
pub(crate) use claim::{claim, edit, split};
pub(crate) use incoming::claims_in;
pub(crate) use precondition::{Precondition, problem as problem_of};
pub(crate) use review::review;
