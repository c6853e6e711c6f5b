//! The same utterance by the same speaker.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "statement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub speaker_id: Uuid,
    /// What its words come down to: 16 bytes of a hash of their fingerprint, no UUID but as long as one.
    pub key: Uuid,
    /// Number of quotes in current versions.
    pub quotes: i64,
    /// Number of passages of primary sources.
    pub passages: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
