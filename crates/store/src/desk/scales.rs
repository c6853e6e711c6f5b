//! The scales of this newsroom, and the one there is before it has any.

use onrecord_model::{Scale, ScaleId, ScaleRating, Share};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use uuid::Uuid;

use crate::entity::scale;
use crate::{Store, StoreError};

/// The id that the usual scale goes by until a newsroom defines it anew.
const USUAL_SCALE: ScaleId = ScaleId(Uuid::nil());

/// The scale there is before a newsroom defines one. Its values are evenly spaced; what says nothing of truth has none.
#[must_use]
pub fn usual_scale() -> Scale {
    let rating = |name: &str, value: Option<f64>| ScaleRating {
        name: name.to_owned(),
        value: value.map(Share::nearest),
    };
    Scale {
        name: "Truth".to_owned(),
        ratings: vec![
            rating("True", Some(1.0)),
            rating("Mostly true", Some(0.75)),
            rating("Half true", Some(0.5)),
            rating("Mostly false", Some(0.25)),
            rating("False", Some(0.0)),
            rating("Missing context", None),
            rating("Unproven", None),
        ],
    }
}

impl Store {
    /// The scales of this newsroom by name; the usual one, under a nil id, until it is defined.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn scales(&self) -> Result<Vec<(ScaleId, Scale)>, StoreError> {
        all(self.reader()).await
    }
}

/// As [`Store::scales`].
pub(super) async fn all(
    connection: &impl ConnectionTrait,
) -> Result<Vec<(ScaleId, Scale)>, StoreError> {
    let rows = scale::Entity::find()
        .order_by_asc(scale::Column::Name)
        .all(connection)
        .await?;
    let mut scales = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        let content: Scale = serde_json::from_str(&row.body)
            .map_err(|_| StoreError::damaged(format!("scale {} cannot be read", row.id)))?;
        scales.push((ScaleId(row.id), content));
    }
    let usual = usual_scale();
    if !scales.iter().any(|(_, known)| known.name == usual.name) {
        scales.push((USUAL_SCALE, usual));
    }
    Ok(scales)
}
