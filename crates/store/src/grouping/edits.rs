//! What new versions of articles did to the quotes of the ones before.

use std::fmt;

use onrecord_model::{ArticleId, QuoteId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

use super::Grouped;
use crate::dialect::rows_per_statement;
use crate::entity::{article, stealth_edit};
use crate::identifiers::Identifiers;
use crate::put::insert_all;
use crate::{Store, StoreError};

/// What became of a quote in the next version of its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditKind {
    /// Its words are not there any more.
    Vanished,
    /// It is there in other words.
    Changed,
    /// The same words are another's.
    Speaker,
}

impl EditKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Vanished, Self::Changed, Self::Speaker];

    /// The word used in the API, in exports and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vanished => "vanished",
            Self::Changed => "changed",
            Self::Speaker => "speaker",
        }
    }
}

impl fmt::Display for EditKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A quote that a new version did something to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundEdit {
    /// The article.
    pub article: ArticleId,
    /// The version that did it.
    pub version: u32,
    /// What it did.
    pub kind: EditKind,
    /// The quote of the version before.
    pub before: QuoteId,
    /// The quote that stands for it now.
    pub after: Option<QuoteId>,
}

impl Store {
    /// Of these articles those with versions that were not compared yet: the last one that was, and the current one.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn versions_to_compare(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, u32, u32)>, StoreError> {
        let mut versions = Vec::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            let compared = Expr::col(article::Column::Compared).if_null(1);
            let rows: Vec<(Uuid, i32, Option<i32>)> = article::Entity::find()
                .select_only()
                .column(article::Column::Id)
                .column(article::Column::CurrentVersion)
                .column(article::Column::Compared)
                .filter(article::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .filter(Expr::col(article::Column::CurrentVersion).gt(compared))
                .into_tuple()
                .all(self.reader())
                .await?;
            versions.extend(rows.into_iter().map(|(id, current, compared)| {
                let compared = compared.unwrap_or(1).unsigned_abs();
                (ArticleId(id), compared, current.unsigned_abs())
            }));
        }
        Ok(versions)
    }
}

pub(super) async fn write(
    transaction: &DatabaseTransaction,
    grouped: &Grouped,
    identifiers: &mut Identifiers,
) -> Result<(), DbErr> {
    let mut rows = Vec::with_capacity(grouped.edits.len());
    for edit in &grouped.edits {
        rows.push(stealth_edit::ActiveModel {
            id: Set(identifiers.next()),
            article_id: Set(edit.article.0),
            version: Set(edit.version as i32),
            kind: Set(edit.kind.as_str().to_owned()),
            before_id: Set(edit.before.0),
            after_id: Set(edit.after.map(|after| after.0)),
        });
    }
    insert_all(transaction, rows, None).await?;
    for (id, version) in &grouped.compared {
        article::Entity::update(article::ActiveModel {
            id: Set(id.0),
            compared: Set(Some(*version as i32)),
            ..Default::default()
        })
        .exec(transaction)
        .await?;
    }
    Ok(())
}
