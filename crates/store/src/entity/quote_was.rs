//! Whose a quote was before that was changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quote_was")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub quote_id: Uuid,
    /// The last change of the feed with which it held.
    #[sea_orm(primary_key, auto_increment = false)]
    pub through: i64,
    pub speaker_id: Option<Uuid>,
    pub statement_id: Option<Uuid>,
    pub decided_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
