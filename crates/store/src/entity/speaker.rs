//! A person or organisation that says things.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "speaker")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub identity: String,
    #[sea_orm(column_type = "Text")]
    pub key: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub folded: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub wikidata: Option<String>,
    pub quotes: i64,
    /// Who they are shown as; never one who is merged themselves.
    pub merged_into: Option<Uuid>,
    /// Number of the last correction of them.
    pub changed_by: Option<i64>,
    /// Passages of primary sources, of those merged into them too.
    pub passages: i64,
    /// When the first passage filed under this very speaker was said, in microseconds since 1970.
    pub first_said: Option<i64>,
    /// The same of the last.
    pub last_said: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
