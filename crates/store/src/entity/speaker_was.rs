//! What a speaker was called and shown as before that was changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "speaker_was")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub speaker_id: Uuid,
    /// The last change of the feed with which it held.
    #[sea_orm(primary_key, auto_increment = false)]
    pub through: i64,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub merged_into: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
