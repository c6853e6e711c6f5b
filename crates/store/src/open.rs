//! Opening and closing a record.

use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use onrecord_migrations::Migrator;
use onrecord_model::DatabaseId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait,
    QueryFilter, QuerySelect, Statement,
};
use uuid::Uuid;

use crate::entity::database_identity;
use crate::{Location, StoreError, dialect};

/// An open record. Clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    location: Location,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    database_id: DatabaseId,
    merged: Mutex<HashSet<[u8; 32]>>,
    reads_passages: AtomicBool,
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Store")
            .field("location", &self.inner.location)
            .field("database_id", &self.inner.database_id)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the record at `location`, making file, folder and schema where they are missing, and bringing an
    /// older schema up to date. Two processes may do so at the same time.
    ///
    /// On PostgreSQL the database itself must exist.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        Self::connect(location, true, dialect::PATIENCE).await
    }

    /// Opens the record at `location`; where there is none, it makes none: [`StoreError::Missing`].
    pub async fn open_existing(location: &Location) -> Result<Self, StoreError> {
        Self::connect(location, false, dialect::PATIENCE).await
    }

    /// Which database this is. An index built from another one does not fit it.
    #[must_use]
    pub fn database_id(&self) -> DatabaseId {
        self.inner.database_id
    }

    /// Where the record is kept.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.inner.location
    }

    /// Waits for running statements and closes all connections; other clones then get errors.
    pub async fn close(self) -> Result<(), StoreError> {
        self.inner.reader.close_by_ref().await?;
        self.inner.writer.close_by_ref().await?;
        Ok(())
    }

    async fn connect(
        location: &Location,
        create: bool,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        Self::connect_to(location, create, patience)
            .await
            .map_err(|error| error.at(location))
    }

    async fn connect_to(
        location: &Location,
        create: bool,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let connections = dialect::connect(location, create, patience).await?;
        let writer = &connections.writer;
        let opened = match look(writer, location).await? {
            Found::Nothing if !create => Err(StoreError::Missing(location.clone())),
            Found::Record {
                database_id: Some(id),
            } => dialect::prepare(writer, patience).await.map(|()| id),
            Found::Nothing | Found::Record { database_id: None } => {
                dialect::prepare(writer, patience).await?;
                migrate(writer, location).await
            }
        };
        Ok(Self {
            inner: Arc::new(Inner {
                location: location.clone(),
                writer: connections.writer,
                reader: connections.reader,
                database_id: opened?,
                merged: Mutex::default(),
                reads_passages: AtomicBool::default(),
            }),
        })
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    /// To look through the whole record with, however long one statement takes.
    pub(crate) async fn patient_reader(&self) -> Result<DatabaseConnection, StoreError> {
        dialect::connect_to_check(&self.inner.location, self.reader()).await
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }

    /// Digests of speakers whose names and roles were seen committed with just these; see `put`.
    pub(crate) fn merged(&self) -> &Mutex<HashSet<[u8; 32]>> {
        &self.inner.merged
    }

    /// Whether the ids last looked up were all those of passages; see `quotes`.
    pub(crate) fn reads_passages(&self) -> &AtomicBool {
        &self.inner.reads_passages
    }
}

/// What is at a place before anything is written there.
enum Found {
    /// A database without tables.
    Nothing,
    /// A record; its id is known if its schema is complete.
    Record { database_id: Option<DatabaseId> },
}

/// Looks without writing, so that a database of somebody else's is left as it is, and a record that is up to
/// date opens without waiting for its writers.
async fn look(connection: &DatabaseConnection, location: &Location) -> Result<Found, StoreError> {
    let tables = dialect::tables(connection).await?;
    if !tables.iter().any(|table| table == Migrator::TABLE) {
        if tables.is_empty() || dialect::may_be_shared(connection) {
            return Ok(Found::Nothing);
        }
        return Err(StoreError::damaged(format!(
            "{location} is a database of another program (it holds a table named {:?})",
            tables[0]
        )));
    }
    let pending = pending(connection, location).await?;
    let identified = tables.iter().any(|table| table == "database_identity");
    let database_id = match pending.is_empty() && identified {
        true => database_id(connection).await?,
        false => None,
    };
    Ok(Found::Record { database_id })
}

/// Steps of the schema that are still to be applied.
async fn pending(
    connection: &impl ConnectionTrait,
    location: &Location,
) -> Result<Vec<String>, StoreError> {
    let rows = connection
        .query_all_raw(Statement::from_string(
            connection.get_database_backend(),
            format!("SELECT version FROM {}", Migrator::TABLE),
        ))
        .await?;
    let applied = rows
        .iter()
        .map(|row| row.try_get_by_index::<String>(0))
        .collect::<Result<HashSet<String>, DbErr>>()?;
    let known = Migrator::names();
    let unknown = applied.iter().filter(|name| !known.contains(name)).max();
    if let Some(migration) = unknown {
        return Err(StoreError::NewerSchema {
            location: location.clone(),
            migration: migration.clone(),
        });
    }
    Ok(known
        .into_iter()
        .filter(|name| !applied.contains(name))
        .collect())
}

/// Applies what is missing of the schema, all in one transaction, and gives a new database its id.
async fn migrate(
    connection: &DatabaseConnection,
    location: &Location,
) -> Result<DatabaseId, StoreError> {
    let transaction = dialect::begin_write(connection).await?;
    dialect::lock_schema(&transaction).await?;
    // Looked at again under the lock: another process may have come first.
    let tables = dialect::tables(&transaction).await?;
    let is_fresh = !tables.iter().any(|table| table == Migrator::TABLE);
    if is_fresh || !pending(&transaction, location).await?.is_empty() {
        Migrator::apply(&transaction).await?;
    }
    let identity = database_identity::ActiveModel {
        only: Set(1),
        id: Set(Uuid::new_v4()),
    };
    database_identity::Entity::insert(identity)
        .on_conflict(
            OnConflict::column(database_identity::Column::Only)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(&transaction)
        .await?;
    let id = database_id(&transaction)
        .await?
        .ok_or_else(|| StoreError::damaged("the database has no id"))?;
    transaction.commit().await?;
    Ok(id)
}

async fn database_id(connection: &impl ConnectionTrait) -> Result<Option<DatabaseId>, DbErr> {
    let id: Option<Uuid> = database_identity::Entity::find()
        .select_only()
        .column(database_identity::Column::Id)
        .filter(database_identity::Column::Only.eq(1))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(id.map(DatabaseId))
}

#[cfg(test)]
mod tests;
