//! One module a page: what it asks the engine, and what its template shows.

pub(crate) mod add;
mod anchored;
pub(crate) mod article;
mod asked;
pub(crate) mod conflicts;
pub(crate) mod correct_quote;
pub(crate) mod correct_speaker;
pub(crate) mod correct_statement;
pub(crate) mod corrections;
pub(crate) mod desk;
pub(crate) mod home;
pub(crate) mod quote;
pub(crate) mod search;
pub(crate) mod source;
pub(crate) mod sources;
pub(crate) mod speaker;
pub(crate) mod speakers;
pub(crate) mod statement;
pub(crate) mod statistics;
pub(crate) mod stealth_edits;
pub(crate) mod verify;
