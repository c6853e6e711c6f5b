//! One module a table, exactly as the migrations leave it; a test compares the two column by column.
//!
//! Lists of spans, names and reasons are JSON text: they are read and written whole and never searched in SQL.
#![expect(
    unreachable_pub,
    reason = "the entity derive makes its types pub and asks the same of the model"
)]

pub(crate) mod article;
pub(crate) mod article_version;
pub(crate) mod change;
pub(crate) mod correction;
pub(crate) mod correction_subject;
pub(crate) mod database_identity;
pub(crate) mod decision;
pub(crate) mod passage;
pub(crate) mod quote;
pub(crate) mod source;
pub(crate) mod speaker;
pub(crate) mod speaker_name;
pub(crate) mod speaker_role;
pub(crate) mod statement;

#[cfg(test)]
mod tests;
