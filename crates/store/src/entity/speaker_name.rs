//! A name somebody goes by, the full one included.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "speaker_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub speaker_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub folded: String,
    #[sea_orm(column_type = "Text")]
    pub last_name: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// `given` or `removed` by a person; nothing where it was found.
    #[sea_orm(column_type = "Text")]
    pub standing: Option<String>,
    /// Number of the correction that gave or removed it.
    pub standing_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
