//! A primary source: what its passages have in common.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub identity: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub title: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub url: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub outlet: Option<String>,
    pub published: Option<DateTimeUtc>,
    pub taken_in: DateTimeUtc,
    /// Over its passages as they are stored, in hexadecimal digits.
    #[sea_orm(column_type = "Text")]
    pub content_hash: String,
    pub passages: i64,
    /// The greatest id among its passages, which are all greater than its own.
    pub last_passage: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
