//! One checker's verdict on a claim, as it stands.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub claim_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub rating: String,
    pub value: Option<f64>,
    #[sea_orm(column_type = "Text")]
    pub publication: String,
    #[sea_orm(column_type = "Text")]
    pub author: String,
    pub date: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub language: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub url: Option<String>,
    pub is_imported: bool,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
