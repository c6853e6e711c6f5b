//! What the log says of a claim, as it stands.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    #[sea_orm(column_type = "Text")]
    pub claimant: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub reference: Option<String>,
    pub key: Uuid,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub assigned_to: Option<String>,
    pub merged_into: Option<Uuid>,
    pub made_at: DateTimeUtc,
    pub changed_at: DateTimeUtc,
    pub changed_by: i64,
    pub published: i32,
    pub evidence_gone: i32,
    pub settled_at: Option<DateTimeUtc>,
    pub own_review_day: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
