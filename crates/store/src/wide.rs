//! Wide rows, read as one value where that is cheaper.
//!
//! SQLite hands over value by value, and its driver locks, copies and allocates for each and wakes another thread for
//! each row: that costs several times what finding the rows does. So SQLite is asked for one value, the rows as an
//! array of arrays in JSON. PostgreSQL sends rows in one piece anyway.

use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryTrait, Select, Statement,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{Store, StoreError};

/// A row with its columns in the order of its fields. Made by [`wide_row`].
pub(crate) trait WideRow: FromQueryResult + DeserializeOwned {
    /// The columns, and which of them are bytes, for which JSON has no values.
    const COLUMNS: &'static [(&'static str, bool)];
}

/// A value of a wide row.
pub(crate) trait Field {
    /// Whether SQLite keeps it as bytes.
    const IS_BYTES: bool = false;
}

impl Field for Uuid {
    const IS_BYTES: bool = true;
}
impl Field for String {}
impl Field for i32 {}
impl Field for i64 {}
impl Field for f64 {}
impl Field for onrecord_model::Timestamp {}
impl<F: Field> Field for Option<F> {
    const IS_BYTES: bool = F::IS_BYTES;
}

/// Defines a [`WideRow`]; its fields are called as the columns are.
macro_rules! wide_row {
    ($(#[$about:meta])* $name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        $(#[$about])*
        #[derive(sea_orm::FromQueryResult, serde::Deserialize)]
        struct $name {
            $($field: $kind),*
        }

        impl $crate::wide::WideRow for $name {
            const COLUMNS: &'static [(&'static str, bool)] = &[
                $((stringify!($field), <$kind as $crate::wide::Field>::IS_BYTES)),*
            ];
        }
    };
}
pub(crate) use wide_row;

impl Store {
    /// The rows of `select`, in its order, all of which are held in memory twice for a moment.
    pub(crate) async fn wide_rows<R: WideRow, E: EntityTrait>(
        &self,
        select: Select<E>,
    ) -> Result<Vec<R>, StoreError> {
        let reader = self.reader();
        let backend = reader.get_database_backend();
        if backend != DbBackend::Sqlite {
            return Ok(select.into_model::<R>().all(reader).await?);
        }
        let Statement { sql, values, .. } = select.build(backend);
        let packed = Statement {
            sql: packed::<R>(&sql),
            values,
            db_backend: backend,
        };
        let Some(row) = reader.query_one_raw(packed).await? else {
            return Ok(Vec::new());
        };
        let rows: String = row.try_get_by_index(0)?;
        serde_json::from_str(&rows)
            .map_err(|error| StoreError::damaged(format!("a row cannot be read: {error}")))
    }
}

fn packed<R: WideRow>(sql: &str) -> String {
    let columns: Vec<String> = R::COLUMNS
        .iter()
        .map(|(name, is_bytes)| match is_bytes {
            true => format!(r#"nullif(hex("wide"."{name}"), '')"#),
            false => format!(r#""wide"."{name}""#),
        })
        .collect();
    let columns = columns.join(", ");
    format!(r#"SELECT json_group_array(json_array({columns})) FROM ({sql}) AS "wide""#)
}
