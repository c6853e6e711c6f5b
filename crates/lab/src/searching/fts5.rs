//! SQLite with FTS5: rows with b-trees over speaker and date, and an external-content full-text index.

use std::path::Path;
use std::time::Duration;

use anyhow::ensure;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use tokio::runtime::Runtime;

use super::{Engine, Query, Statement, Texts, Topic};
use crate::quotations::processor_time;

const SCHEMA: [&str; 4] = [
    "CREATE TABLE statement (id INTEGER PRIMARY KEY, text TEXT, speaker TEXT, date TEXT, outlet TEXT)",
    "CREATE INDEX by_speaker ON statement (speaker, date)",
    "CREATE INDEX by_date ON statement (date)",
    "CREATE VIRTUAL TABLE words USING fts5(text, content='statement', content_rowid='id')",
];

/// A database file with the statements in it.
pub(super) struct Fts5 {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Fts5 {
    pub(super) fn fill(folder: &Path, statements: &[Statement]) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let path = folder.join("fts5.db");
        let is_filled = path.try_exists()?;
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .disable_statement_logging()
                .connect()
                .await?;
            if is_filled {
                return Ok(connection);
            }
            for sql in SCHEMA {
                sqlx::query(sql).execute(&mut connection).await?;
            }
            let mut transaction = connection.begin().await?;
            for (id, statement) in statements.iter().enumerate() {
                sqlx::query("INSERT INTO statement VALUES (?, ?, ?, ?, ?)")
                    .bind(id as i64)
                    .bind(&statement.text)
                    .bind(&statement.speaker)
                    .bind(&statement.date)
                    .bind(&statement.outlet)
                    .execute(&mut *transaction)
                    .await?;
            }
            sqlx::query("INSERT INTO words(words) VALUES ('rebuild')")
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            sqlx::query("ANALYZE").execute(&mut connection).await?;
            anyhow::Ok(connection)
        })?;
        let mut filled = Self {
            runtime,
            connection,
        };
        let rows: i64 = filled.runtime.block_on(
            sqlx::query_scalar("SELECT count(*) FROM statement").fetch_one(&mut filled.connection),
        )?;
        ensure!(
            rows == statements.len() as i64,
            "{}: it does not hold these statements",
            folder.display()
        );
        Ok(filled)
    }
}

/// Words as FTS5 reads them: each in quotation marks is a string.
fn matching(query: &Query) -> String {
    let words = query.words.iter().map(|word| word.replace('"', ""));
    match query.topic {
        Topic::Phrase => format!("\"{}\"", words.collect::<Vec<_>>().join(" ")),
        _ => words
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

impl Engine for Fts5 {
    fn name(&self) -> &'static str {
        "SQLite FTS5"
    }

    fn answers(&self, topic: Topic) -> bool {
        topic != Topic::Typo
    }

    fn ask(&mut self, query: &Query) -> anyhow::Result<Texts> {
        let (sql, bound) = match query.topic {
            Topic::SpeakerAndDates => (
                "SELECT text FROM statement WHERE speaker = ? AND date >= ? AND date < ? \
                 ORDER BY date DESC LIMIT 20",
                vec![
                    query.speaker.clone(),
                    query.years.0.to_string(),
                    (query.years.1 + 1).to_string(),
                ],
            ),
            // One facet of the five, and no histogram.
            Topic::Facets => (
                "SELECT speaker FROM words JOIN statement ON statement.id = words.rowid \
                 WHERE words MATCH ? GROUP BY speaker ORDER BY count(*) DESC LIMIT 10",
                vec![matching(query)],
            ),
            Topic::Statistics => (
                "SELECT speaker || substr(date, 1, 7) || count(*) FROM statement \
                 GROUP BY speaker, substr(date, 1, 7)",
                Vec::new(),
            ),
            _ => (
                "SELECT statement.text FROM words JOIN statement ON statement.id = words.rowid \
                 WHERE words MATCH ? ORDER BY words.rank LIMIT 20",
                vec![matching(query)],
            ),
        };
        let mut asked = sqlx::query(AssertSqlSafe(sql));
        for value in bound {
            asked = asked.bind(value);
        }
        let rows = self
            .runtime
            .block_on(asked.fetch_all(&mut self.connection))?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    fn processor_time(&self) -> anyhow::Result<Duration> {
        Ok(processor_time())
    }
}
