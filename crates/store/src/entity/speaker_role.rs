//! An office somebody holds or held.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "speaker_role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub speaker_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub digest: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub organisation: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub start_date: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub end_date: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
