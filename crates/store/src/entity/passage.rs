//! What somebody said, as a primary source has it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "passage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source_id: Uuid,
    pub position: i32,
    pub speaker_id: Uuid,
    pub statement_id: Option<Uuid>,
    /// Microseconds since 1970; nothing where it is as in the source.
    pub said: Option<i64>,
    /// Nothing where it is as in the source.
    #[sea_orm(column_type = "Text")]
    pub outlet: Option<String>,
    /// Nothing where it is as in the source.
    #[sea_orm(column_type = "Text")]
    pub url: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub reference: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
