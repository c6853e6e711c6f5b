//! How far the pass has come that puts statements together.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "grouping")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub only: i32,
    /// All changes up to here have been gone through.
    pub position: i64,
    /// Of the change behind, the wordings up to this one.
    pub within: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
