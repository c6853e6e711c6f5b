//! Which wording stood for one before that was changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "statement_was")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub statement_id: Uuid,
    /// The last change of the feed with which it held.
    #[sea_orm(primary_key, auto_increment = false)]
    pub through: i64,
    pub joined_to: Option<Uuid>,
    pub held: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
