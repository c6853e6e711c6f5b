//! An article, as its current version describes it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "article")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub identity: String,
    #[sea_orm(column_type = "Text")]
    pub url: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub external_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub title: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub outlet: Option<String>,
    pub published: Option<DateTimeUtc>,
    /// Of the current version.
    #[sea_orm(column_type = "Text")]
    pub language: Option<String>,
    pub current_version: i32,
    /// The article whose report this is, where it is a copy; never one that is a copy itself.
    pub copy_of: Option<Uuid>,
    /// The version up to which stealth edits were looked for.
    pub compared: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
