//! What SQLite and PostgreSQL do differently: connecting, locking, limits, error codes and self-checks.
//! Everything else in this crate is one code path. (Table definitions differ in collation alone; the
//! migrations settle that.)

use std::time::{Duration, Instant};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::error::{Cause, failure};
use crate::{Problem, StoreError};

mod connect;

pub(crate) use connect::{PATIENCE, connect, connect_to_check};

/// Keys of PostgreSQL's advisory locks, as 64-bit numbers: "onrecord" in ASCII, last bits by purpose.
const SCHEMA_LOCK: i64 = 0x6f6e_7265_636f_7201;
const CHANGE_FEED_LOCK: i64 = 0x6f6e_7265_636f_7202;
const CORRECTION_LOCK: i64 = 0x6f6e_7265_636f_7203;
const SOURCE_LOCK: i64 = 0x6f6e_7265_636f_7204;
const GROUPING_LOCK: i64 = 0x6f6e_7265_636f_7205;
const DESK_LOCK: i64 = 0x6f6e_7265_636f_7206;

/// SQLite allows 32766 values in one statement, PostgreSQL 65535; beyond 500 rows inserting gets no faster.
pub(crate) fn rows_per_statement(columns: usize) -> usize {
    (32_000 / columns.max(1)).clamp(1, 500)
}

/// Readies a database that is known to be ours or empty: on SQLite, switches the file to write-ahead logging.
pub(crate) async fn prepare(
    connection: &DatabaseConnection,
    patience: Duration,
) -> Result<(), StoreError> {
    if connection.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    let deadline = Instant::now() + patience;
    loop {
        let switched = connection
            .query_one_raw(plain(connection, "PRAGMA journal_mode = WAL"))
            .await;
        match switched {
            Ok(Some(row)) => {
                let mode: String = row.try_get_by_index(0)?;
                if mode == "wal" {
                    return Ok(());
                }
                return Err(StoreError::Unavailable(Cause::new(format!(
                    "the file system does not carry write-ahead logging (journal mode {mode})"
                ))));
            }
            Ok(None) => return Err(StoreError::damaged("SQLite names no journal mode")),
            // This one pragma does not wait where another process switches at the same time.
            Err(error) if failure(&error) == Failure::Busy && Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Names of the tables there are; on PostgreSQL those of the schema that new tables would go to.
pub(crate) async fn tables(connection: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sql = match connection.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        _ => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
    };
    let rows = connection.query_all_raw(plain(connection, sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Whether tables of others may stand beside ours: a PostgreSQL database is often shared, a SQLite file that
/// holds other tables is another program's.
pub(crate) fn may_be_shared(connection: &impl ConnectionTrait) -> bool {
    connection.get_database_backend() != DbBackend::Sqlite
}

/// Begins a transaction that will write. SQLite's own default would take the write lock at the first write
/// only, and then fail at once, without waiting, if somebody else wrote since the first read.
pub(crate) async fn begin_write(
    connection: &DatabaseConnection,
) -> Result<DatabaseTransaction, DbErr> {
    connection
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await
}

/// Lets one process at a time change the schema, and lets it take its time: what a step does to a large table
/// may take longer than any other statement. SQLite's write lock has seen to it already.
pub(crate) async fn lock_schema(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    advisory_lock(transaction, SCHEMA_LOCK).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction
            .execute_unprepared("SET LOCAL statement_timeout = 0")
            .await?;
    }
    Ok(())
}

/// Makes order of sequence order of commit; to be called right before the change row is inserted.
///
/// PostgreSQL hands out sequence numbers when a row is inserted, not when it is committed: of two writers the
/// one with the higher number may commit first, and a reader that has seen it would never look back for the
/// lower one. This lock is held until the commit is visible, so that numbers are drawn and made visible by one
/// writer at a time. It is taken last, because all other writers wait while it is held. SQLite has but one
/// writer anyway.
pub(crate) async fn lock_change_feed(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    advisory_lock(transaction, CHANGE_FEED_LOCK).await
}

/// Lets one correction be made at a time, and none while an article is put: each reads what the other writes
/// (who is shown as whom, whose a name is), and the log has one last row. To be called first. SQLite has but one
/// writer anyway.
pub(crate) async fn lock_corrections(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    advisory_lock(transaction, CORRECTION_LOCK).await
}

/// Lets one process at a time write what it found out of wordings. To be called first. SQLite has but one writer
/// anyway.
pub(crate) async fn lock_grouping(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    advisory_lock(transaction, GROUPING_LOCK).await
}

/// Lets one process at a time write what it found of statements and claims. To be called first. SQLite has but one
/// writer anyway.
pub(crate) async fn lock_desk(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    advisory_lock(transaction, DESK_LOCK).await
}

/// Keeps corrections out until the commit, and other puts not. To be called first.
pub(crate) async fn keep_out_corrections(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    advisory(
        transaction,
        "SELECT pg_advisory_xact_lock_shared($1)",
        CORRECTION_LOCK,
    )
    .await
}

/// Lets one import of primary sources write at a time: whether a passage is known is looked up before it is written.
/// To be called after [`keep_out_corrections`]. SQLite has but one writer anyway.
pub(crate) async fn lock_sources(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    advisory_lock(transaction, SOURCE_LOCK).await
}

async fn advisory_lock(transaction: &DatabaseTransaction, key: i64) -> Result<(), DbErr> {
    advisory(transaction, "SELECT pg_advisory_xact_lock($1)", key).await
}

async fn advisory(
    transaction: &DatabaseTransaction,
    sql: &'static str,
    key: i64,
) -> Result<(), DbErr> {
    if transaction.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    transaction
        .execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            sql,
            [key.into()],
        ))
        .await?;
    Ok(())
}

/// What the database finds when it looks through its own file, in parts of which one may fail without the
/// other. PostgreSQL has no such statement (its `pg_amcheck` is a program of its own) and cannot hold rows that
/// break a foreign key.
pub(crate) async fn own_check(
    connection: &DatabaseConnection,
) -> Vec<Result<Vec<Problem>, StoreError>> {
    if connection.get_database_backend() != DbBackend::Sqlite {
        return Vec::new();
    }
    vec![
        check_integrity(connection).await,
        check_references(connection).await,
    ]
}

async fn check_integrity(connection: &DatabaseConnection) -> Result<Vec<Problem>, StoreError> {
    let findings = connection
        .query_all_raw(plain(connection, "PRAGMA integrity_check"))
        .await?;
    let mut problems = Vec::new();
    for finding in findings {
        let what: String = finding.try_get_by_index(0)?;
        if what != "ok" {
            problems.push(Problem {
                row: "database".to_owned(),
                what,
            });
        }
    }
    Ok(problems)
}

async fn check_references(connection: &DatabaseConnection) -> Result<Vec<Problem>, StoreError> {
    let orphans = connection
        .query_all_raw(plain(connection, "PRAGMA foreign_key_check"))
        .await?;
    let mut problems = Vec::new();
    for orphan in orphans {
        let table: String = orphan.try_get_by_index(0)?;
        let row: Option<i64> = orphan.try_get_by_index(1)?;
        let parent: String = orphan.try_get_by_index(2)?;
        problems.push(Problem {
            row: format!("{table} row {}", row.unwrap_or_default()),
            what: format!("refers to a {parent} that is not there"),
        });
    }
    Ok(problems)
}

fn plain(connection: &impl ConnectionTrait, sql: impl Into<String>) -> Statement {
    Statement::from_string(connection.get_database_backend(), sql)
}

/// What sort of failure the code of a database error stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Another writer was in the way for too long.
    Busy,
    /// Two writers were in each other's way; the transaction may be tried again at once.
    Deadlock,
    Full,
    ReadOnly,
    Unavailable,
    /// The server has no database of that name.
    NoDatabase,
    Damaged,
    Other,
}

/// SQLSTATE of PostgreSQL (five characters) or result code of SQLite (a number of at most four digits).
pub(crate) fn failure_of_code(code: &str) -> Failure {
    if code.len() == 5 {
        return failure_of_postgres(code);
    }
    match code.parse::<u32>() {
        Ok(code) => failure_of_sqlite(code),
        Err(_) => Failure::Other,
    }
}

/// The low byte of an extended result code is the primary one: <https://www.sqlite.org/rescode.html>.
fn failure_of_sqlite(code: u32) -> Failure {
    match code & 0xff {
        // BUSY, LOCKED, PROTOCOL (a race for the write-ahead log's locks)
        5 | 6 | 15 => Failure::Busy,
        // PERM, READONLY
        3 | 8 => Failure::ReadOnly,
        // NOMEM, INTERRUPT, IOERR, CANTOPEN, AUTH
        7 | 9 | 10 | 14 | 23 => Failure::Unavailable,
        // CORRUPT, NOTADB
        11 | 26 => Failure::Damaged,
        // FULL
        13 => Failure::Full,
        _ => Failure::Other,
    }
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn failure_of_postgres(code: &str) -> Failure {
    match code {
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => Failure::Deadlock,
        // lock_not_available, query_canceled (a statement timeout), idle_in_transaction_session_timeout,
        // too_many_connections
        "55P03" | "57014" | "25P03" | "53300" => Failure::Busy,
        // disk_full
        "53100" => Failure::Full,
        // read_only_sql_transaction, insufficient_privilege
        "25006" | "42501" => Failure::ReadOnly,
        // invalid_catalog_name
        "3D000" => Failure::NoDatabase,
        // undefined_table, undefined_column
        "42P01" | "42703" => Failure::Damaged,
        // out_of_memory, io_error
        "53200" | "58030" => Failure::Unavailable,
        _ => match &code[..2] {
            // data_corrupted, index_corrupted
            "XX" if code != "XX000" => Failure::Damaged,
            // connection exceptions, invalid authorisation, operator intervention (shutdown, start)
            "08" | "28" | "57" => Failure::Unavailable,
            _ => Failure::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        for (code, expected) in [
            ("5", Failure::Busy),
            ("517", Failure::Busy),
            ("8", Failure::ReadOnly),
            ("1544", Failure::ReadOnly),
            ("10", Failure::Unavailable),
            ("4874", Failure::Unavailable),
            ("11", Failure::Damaged),
            ("26", Failure::Damaged),
            ("13", Failure::Full),
            ("2067", Failure::Other),
            ("53100", Failure::Full),
            ("25006", Failure::ReadOnly),
            ("40P01", Failure::Deadlock),
            ("55P03", Failure::Busy),
            ("57014", Failure::Busy),
            ("25P03", Failure::Busy),
            ("57P03", Failure::Unavailable),
            ("28P01", Failure::Unavailable),
            ("3D000", Failure::NoDatabase),
            ("XX001", Failure::Damaged),
            ("23505", Failure::Other),
            ("", Failure::Other),
        ] {
            assert_eq!(failure_of_code(code), expected, "{code}");
        }
    }

    #[test]
    fn no_statement_exceeds_the_number_of_values() {
        for columns in 1..200 {
            assert!(rows_per_statement(columns) * columns <= 32_766);
        }
        assert_eq!(rows_per_statement(4), 500);
    }
}
