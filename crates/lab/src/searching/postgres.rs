//! PostgreSQL with its own full text: a generated `tsvector` under GIN, trigrams where the extension is there.

use std::time::Duration;

use anyhow::Context;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use tokio::runtime::Runtime;

use super::server::time_of;
use super::{Engine, Query, Statement, Texts, Topic};

const SCHEMA: &str = "CREATE TABLE statement (id BIGINT PRIMARY KEY, text TEXT, speaker TEXT, date TEXT, outlet TEXT)";

/// What is built once the rows are there.
const INDICES: [&str; 6] = [
    "ALTER TABLE statement ADD COLUMN words TSVECTOR \
     GENERATED ALWAYS AS (to_tsvector('english', text)) STORED",
    "CREATE INDEX by_words ON statement USING GIN (words)",
    "CREATE INDEX by_speaker ON statement (speaker, date)",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX by_trigram ON statement USING GIN (text gin_trgm_ops)",
    "VACUUM ANALYZE statement",
];

/// Rows of one statement to insert.
const ROWS: usize = 5_000;

/// A table with the statements in it; one that holds others is dropped.
pub(super) struct Postgres {
    runtime: Runtime,
    connection: PgConnection,
    backend: i32,
}

impl Postgres {
    pub(super) fn fill(url: &str, statements: &[Statement]) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (connection, backend) = runtime.block_on(async {
            let mut connection = url
                .parse::<PgConnectOptions>()?
                .disable_statement_logging()
                .connect()
                .await
                .with_context(|| "the PostgreSQL database does not answer")?;
            if !holds(&mut connection, statements.len()).await? {
                fill(&mut connection, statements).await?;
            }
            sqlx::query("SET pg_trgm.word_similarity_threshold = 0.6")
                .execute(&mut connection)
                .await?;
            // Its own process alone is measured, so that it must do all the work.
            sqlx::query("SET max_parallel_workers_per_gather = 0")
                .execute(&mut connection)
                .await?;
            let row = sqlx::query("SELECT pg_backend_pid()")
                .fetch_one(&mut connection)
                .await?;
            anyhow::Ok((connection, row.get(0)))
        })?;
        Ok(Self {
            runtime,
            connection,
            backend,
        })
    }
}

/// Whether the table is there with so many rows, from a run before.
async fn holds(connection: &mut PgConnection, statements: usize) -> anyhow::Result<bool> {
    let is_there: bool = sqlx::query_scalar("SELECT to_regclass('by_trigram') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if !is_there {
        return Ok(false);
    }
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM statement")
        .fetch_one(connection)
        .await?;
    Ok(rows == statements as i64)
}

async fn fill(connection: &mut PgConnection, statements: &[Statement]) -> anyhow::Result<()> {
    sqlx::query("DROP TABLE IF EXISTS statement")
        .execute(&mut *connection)
        .await?;
    sqlx::query(SCHEMA).execute(&mut *connection).await?;
    for (number, some) in statements.chunks(ROWS).enumerate() {
        let first = (number * ROWS) as i64;
        let ids: Vec<i64> = (first..first + some.len() as i64).collect();
        let column = |of: fn(&Statement) -> &String| {
            some.iter().map(|one| of(one).clone()).collect::<Vec<_>>()
        };
        sqlx::query(
            "INSERT INTO statement SELECT * FROM \
             unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])",
        )
        .bind(ids)
        .bind(column(|one| &one.text))
        .bind(column(|one| &one.speaker))
        .bind(column(|one| &one.date))
        .bind(column(|one| &one.outlet))
        .execute(&mut *connection)
        .await?;
    }
    for sql in INDICES {
        sqlx::query(sql)
            .execute(&mut *connection)
            .await
            .with_context(|| sql)?;
    }
    Ok(())
}

impl Engine for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn answers(&self, _topic: Topic) -> bool {
        true
    }

    fn ask(&mut self, query: &Query) -> anyhow::Result<Texts> {
        let typed = query.words.join(" ");
        let (sql, bound) = match query.topic {
            Topic::SpeakerAndDates => (
                "SELECT text FROM statement WHERE speaker = $1 AND date >= $2 AND date < $3 \
                 ORDER BY date DESC LIMIT 20",
                vec![
                    query.speaker.clone(),
                    query.years.0.to_string(),
                    (query.years.1 + 1).to_string(),
                ],
            ),
            // One facet of the five, and no histogram.
            Topic::Facets => (
                "SELECT speaker FROM statement WHERE words @@ plainto_tsquery('english', $1) \
                 GROUP BY speaker ORDER BY count(*) DESC LIMIT 10",
                vec![typed],
            ),
            Topic::Statistics => (
                "SELECT speaker || substr(date, 1, 7) || count(*) FROM statement \
                 GROUP BY speaker, substr(date, 1, 7)",
                Vec::new(),
            ),
            Topic::Typo => (
                "SELECT text FROM statement WHERE $1 <% text ORDER BY word_similarity($1, text) DESC LIMIT 20",
                vec![typed],
            ),
            Topic::Phrase => (
                "SELECT text FROM statement WHERE words @@ phraseto_tsquery('english', $1) \
                 ORDER BY ts_rank(words, phraseto_tsquery('english', $1)) DESC LIMIT 20",
                vec![typed],
            ),
            Topic::Term | Topic::Terms => (
                "SELECT text FROM statement WHERE words @@ plainto_tsquery('english', $1) \
                 ORDER BY ts_rank(words, plainto_tsquery('english', $1)) DESC LIMIT 20",
                vec![typed],
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
        time_of(self.backend.unsigned_abs())
    }
}
