//! How far the pass over the desk has come.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_pass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub only: i32,
    pub position: i64,
    #[sea_orm(column_type = "Text")]
    pub model: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
