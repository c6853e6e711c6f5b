//! An attribution found in one version of one article.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub article_id: Uuid,
    pub version: i32,
    pub position: i32,
    pub is_current: bool,
    pub speaker_id: Option<Uuid>,
    pub statement_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub confidence: f64,
    #[sea_orm(column_type = "Text")]
    pub rule: String,
    #[sea_orm(column_type = "Text")]
    pub extractor: String,
    #[sea_orm(column_type = "Text")]
    pub mention: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub cue_text: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub cue: String,
    #[sea_orm(column_type = "Text")]
    pub content: String,
    #[sea_orm(column_type = "Text")]
    pub why: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    #[sea_orm(column_type = "Text")]
    pub cue_class: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub colour: String,
    #[sea_orm(column_type = "Text")]
    pub polarity: String,
    pub inside_id: Option<Uuid>,
    /// Number of the correction that decided on the speaker.
    pub decided_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
