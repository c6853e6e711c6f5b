//! Connecting: how many connections there are, what they may do, and for how long they wait.

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::{Connection, PgConnection};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::{Failure, plain};
use crate::error::{Cause, driver_failure};
use crate::{Location, StoreError};

/// How long a statement waits for another process to finish writing.
///
/// On PostgreSQL a process that stands still in the middle of a transaction, suspended or cut off, loses it
/// after twice that: else its locks would keep all others from writing for as long as it stands.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);
/// How long a caller waits for a connection; in one process the writers of SQLite stand in line for one.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(60);
/// The same on PostgreSQL, where none coming free mostly means that there is no server: whoever asks should hear
/// so before they give up.
const POSTGRES_ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a server may take to answer a first connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

const SQLITE_READERS: u32 = 4;
/// Writers mostly wait for the same rows and for one another's turn at the change feed; more of them would only
/// wait more. Readers have connections of their own, so that they go on when no writer does.
const POSTGRES_WRITERS: u32 = 4;
const POSTGRES_READERS: u32 = 8;
/// How long any one statement but those of a check or a migration may take on PostgreSQL: well beyond
/// [`PATIENCE`], and an end for what nobody waits for any more.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(60);
/// In KiB, negative as `PRAGMA cache_size` wants it: up to 64 MiB to write, which keep the index of a million
/// statements by their hash, over which the rows of an import are strewn; 4 MiB for each reader, so that the whole
/// process keeps well under its memory limit. Reading through `mmap` was left off for the same reason.
const WRITER_CACHE: &str = "-65536";
const READER_CACHE: &str = "-4096";
/// Rows that the thread of a SQLite connection reads ahead. The driver's 50 let it and whoever reads wait for each
/// other a dozen times for every source that is indexed.
const ROWS_AHEAD: usize = 1_000;

/// Connections to write with and connections to read with.
pub(crate) struct Connections {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
}

/// Connects; with `create`, a SQLite file and its folder are made where there are none.
pub(crate) async fn connect(
    location: &Location,
    create: bool,
    patience: Duration,
) -> Result<Connections, StoreError> {
    match location {
        Location::Sqlite(path) => connect_sqlite(location, path, create, patience).await,
        Location::Postgres(url) => connect_postgres(location, url, create, patience).await,
    }
}

async fn connect_sqlite(
    location: &Location,
    path: &Path,
    create: bool,
    patience: Duration,
) -> Result<Connections, StoreError> {
    if create && let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // An error other than "not found" (a folder that may not be read) is told by opening the file.
    if !create && !path.try_exists()? {
        return Err(StoreError::Missing(location.clone()));
    }
    let options = |usage| sqlite_options(path, create, patience, usage);
    Ok(Connections {
        writer: Database::connect(options(Usage::Write)).await?,
        reader: Database::connect(options(Usage::Read)).await?,
    })
}

/// A connection to look through the whole record with, however long one statement takes. It is one more on
/// PostgreSQL, where the others give up after a time.
pub(crate) async fn connect_to_check(
    location: &Location,
    reader: &DatabaseConnection,
) -> Result<DatabaseConnection, StoreError> {
    match location {
        Location::Sqlite(_) => Ok(reader.clone()),
        Location::Postgres(url) => {
            Ok(Database::connect(postgres_options(url, PATIENCE, Usage::Check)).await?)
        }
    }
}

/// What a pool of connections is for.
#[derive(Clone, Copy)]
enum Usage {
    Read,
    Write,
    /// Reading, without an end to the time that takes.
    Check,
}

fn sqlite_options(path: &Path, create: bool, patience: Duration, usage: Usage) -> ConnectOptions {
    // A writer's statements that may have to be undone keep their journal in memory, not in a new file each;
    // a reader's great sorts go to a file.
    let (connections, cache, temporary, query_only) = match usage {
        Usage::Read | Usage::Check => (SQLITE_READERS, READER_CACHE, "FILE", "ON"),
        Usage::Write => (1, WRITER_CACHE, "MEMORY", "OFF"),
    };
    // The URL only chooses the driver: a path may hold characters that mean something in a URL.
    let mut options = ConnectOptions::new("sqlite://onrecord");
    let path = path.to_owned();
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // On by default, and formats every statement.
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        // Where no space is left, or reading fails, SQLite undoes a transaction by itself, and the driver goes on
        // believing in it: what follows would be written inside a transaction that nobody ends. Such a
        // connection is not used again.
        .map_sqlx_sqlite_before_acquire(|connection, _| {
            Box::pin(std::future::ready(Ok(!connection.is_in_transaction())))
        })
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&path)
                .create_if_missing(create)
                .busy_timeout(patience)
                .row_buffer_size(ROWS_AHEAD)
                // A commit that returned survives a loss of power; NORMAL would let the last ones go.
                .pragma("synchronous", "FULL")
                .pragma("cache_size", cache)
                .pragma("temp_store", temporary)
                // 16 MiB: pages written again and again are copied into the file a fourth as often.
                .pragma("wal_autocheckpoint", "4096")
                .pragma("query_only", query_only)
        });
    options
}

async fn connect_postgres(
    location: &Location,
    url: &str,
    create: bool,
    patience: Duration,
) -> Result<Connections, StoreError> {
    probe_postgres(location, url, create).await?;
    let options = |usage| postgres_options(url, patience, usage);
    let writer = Database::connect(options(Usage::Write)).await?;
    warn_of_lax_durability(&writer).await?;
    Ok(Connections {
        writer,
        reader: Database::connect(options(Usage::Read)).await?,
    })
}

fn postgres_options(url: &str, patience: Duration, usage: Usage) -> ConnectOptions {
    let (connections, statement_timeout) = match usage {
        Usage::Write => (POSTGRES_WRITERS, STATEMENT_TIMEOUT),
        Usage::Read => (POSTGRES_READERS, STATEMENT_TIMEOUT),
        // Zero stands for no end.
        Usage::Check => (1, Duration::ZERO),
    };
    let timeouts = [
        ("lock_timeout", patience),
        ("statement_timeout", statement_timeout),
        ("idle_in_transaction_session_timeout", 2 * patience),
    ];
    let mut settings: Vec<(&str, String)> = timeouts
        .iter()
        .map(|(name, time)| (*name, time.as_millis().to_string()))
        .collect();
    // A writer leaves this as it is: a database or an account may have been made read-only.
    if !matches!(usage, Usage::Write) {
        settings.push(("default_transaction_read_only", "on".to_owned()));
    }
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(POSTGRES_ACQUIRE_TIMEOUT)
        .set_application_name("onrecord")
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(move |postgres| {
            postgres.options(settings.iter().map(|(name, value)| (*name, value)))
        });
    options
}

/// A pool takes a refused connection for a server that is starting and tries on until its time is over, and
/// then says no more than that. One plain connection tells at once what is wrong.
async fn probe_postgres(location: &Location, url: &str, create: bool) -> Result<(), StoreError> {
    let connection = tokio::time::timeout(CONNECT_TIMEOUT, PgConnection::connect(url)).await;
    match connection {
        Ok(Ok(connection)) => {
            // Closing politely may fail where the server went away meanwhile; connecting again will tell.
            drop(connection.close().await);
            Ok(())
        }
        Ok(Err(error)) if !create && driver_failure(&error) == Failure::NoDatabase => {
            Err(StoreError::Missing(location.clone()))
        }
        Ok(Err(error)) => Err(StoreError::Unavailable(Cause::new(error))),
        Err(elapsed) => Err(StoreError::Unavailable(Cause::new(elapsed))),
    }
}

async fn warn_of_lax_durability(connection: &DatabaseConnection) -> Result<(), StoreError> {
    for setting in ["fsync", "synchronous_commit"] {
        let row = connection
            .query_one_raw(plain(connection, format!("SHOW {setting}")))
            .await?;
        let value: String = match row {
            Some(row) => row.try_get_by_index(0)?,
            None => continue,
        };
        if value == "off" {
            tracing::warn!(
                setting,
                "the database server is set to lose acknowledged writes in a crash"
            );
        }
    }
    Ok(())
}
