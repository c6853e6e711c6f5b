//! One module a table, exactly as the migrations leave it; a test compares the two column by column.
//!
//! Lists of spans, names and reasons are JSON text: they are read and written whole and never searched in SQL.
#![expect(
    unreachable_pub,
    reason = "the entity derive makes its types pub and asks the same of the model"
)]

pub(crate) mod article;
pub(crate) mod article_band;
pub(crate) mod article_version;
pub(crate) mod article_was;
pub(crate) mod change;
pub(crate) mod claim;
pub(crate) mod claim_link;
pub(crate) mod claim_lock;
pub(crate) mod claim_relation;
pub(crate) mod claim_suggestion;
pub(crate) mod conflict;
pub(crate) mod correction;
pub(crate) mod correction_subject;
pub(crate) mod database_identity;
pub(crate) mod decision;
pub(crate) mod desk_pass;
pub(crate) mod dismissal;
pub(crate) mod flag;
pub(crate) mod grouping;
pub(crate) mod history_start;
pub(crate) mod part;
pub(crate) mod passage;
pub(crate) mod quote;
pub(crate) mod quote_was;
pub(crate) mod rejection;
pub(crate) mod review;
pub(crate) mod scale;
pub(crate) mod source;
pub(crate) mod speaker;
pub(crate) mod speaker_name;
pub(crate) mod speaker_role;
pub(crate) mod speaker_was;
pub(crate) mod statement;
pub(crate) mod statement_was;
pub(crate) mod stealth_edit;
pub(crate) mod suggestion;
pub(crate) mod worth;

#[cfg(test)]
mod tests;
