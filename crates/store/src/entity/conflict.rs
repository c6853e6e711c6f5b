//! The same words given to two speakers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "conflict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What the words come down to, as in `statement`.
    pub key: Uuid,
    /// Who is shown; the lesser of the two ids.
    pub one_speaker: Uuid,
    pub other_speaker: Uuid,
    /// The first quote of these words that is by them: of an article or a source.
    pub one_quote: Uuid,
    pub other_quote: Uuid,
    /// Number of the correction.
    pub settled_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
