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
    /// The wording that stands for its statement; absent where that is this one.
    pub joined_to: Option<Uuid>,
    /// First day, from 1970, of a wording that is reported; absent where it is not, or was not looked at yet.
    pub first_day: Option<i32>,
    /// Last day of it.
    pub last_day: Option<i32>,
    /// The statement that a person put it into, by one of its wordings.
    pub held: Option<Uuid>,
    /// Number of the correction that did.
    pub held_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
