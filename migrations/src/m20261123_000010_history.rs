//! What rows said before they were changed, so that the record can be read as it was.
//!
//! Most of the record is only added to: versions of articles, passages, the log that claims follow from. What is changed
//! in place is written down by triggers, so that no way to change it can forget to: whose a quote is, whom a speaker is
//! shown as and called, which wording stands for a statement, which version of an article is current and whose copy it
//! is. Each row says what held up to and with the change of the feed that it names; the first of a row's that is not
//! before the change asked about is what held then, and where there is none, what holds now did.
//!
//! Nothing is written when something is stored for the first time.
//!
//! On PostgreSQL the last change is known only once the lock of the feed is held, which is taken right before changes are
//! written. Until then a row says [`PENDING`], and it gets its number by a trigger of the feed, before the first change of
//! its transaction. SQLite has but one writer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// In the place of a number that is not known yet: the greatest there is.
const PENDING: i64 = i64::MAX;

/// What of a table is changed in place.
struct Kept {
    table: &'static str,
    history: &'static str,
    id: &'static str,
    /// With what they are in SQLite and in PostgreSQL, and whether they are never absent.
    columns: &'static [(&'static str, Type)],
}

#[derive(Clone, Copy)]
enum Type {
    Id,
    Number,
    Version,
    Name,
}

const ALL: [Kept; 4] = [
    Kept {
        table: "article",
        history: "article_was",
        id: "article_id",
        columns: &[("current_version", Type::Version), ("copy_of", Type::Id)],
    },
    Kept {
        table: "quote",
        history: "quote_was",
        id: "quote_id",
        columns: &[
            ("speaker_id", Type::Id),
            ("statement_id", Type::Id),
            ("decided_by", Type::Number),
        ],
    },
    Kept {
        table: "speaker",
        history: "speaker_was",
        id: "speaker_id",
        columns: &[("name", Type::Name), ("merged_into", Type::Id)],
    },
    Kept {
        table: "statement",
        history: "statement_was",
        id: "statement_id",
        columns: &[("joined_to", Type::Id), ("held", Type::Id)],
    },
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = manager.get_database_backend();
        for kept in &ALL {
            connection.execute_unprepared(&kept.create(backend)).await?;
            for sql in kept.triggers(backend) {
                connection.execute_unprepared(&sql).await?;
            }
        }
        if backend == DbBackend::Postgres {
            for sql in numbered() {
                connection.execute_unprepared(&sql).await?;
            }
        }
        // What was changed before this cannot be told.
        connection
            .execute_unprepared(
                "CREATE TABLE \"history_start\" (\"only\" integer NOT NULL PRIMARY KEY, \
                 \"sequence\" bigint NOT NULL)",
            )
            .await?;
        connection
            .execute_unprepared(
                "INSERT INTO \"history_start\" (\"only\", \"sequence\") \
                 SELECT 1, coalesce(max(\"sequence\"), 0) FROM \"change\"",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        if is_postgres {
            for sql in [
                "DROP TRIGGER \"number_history\" ON \"change\"",
                "DROP FUNCTION \"number_history\"()",
            ] {
                connection.execute_unprepared(sql).await?;
            }
        }
        for Kept { table, history, .. } in ALL {
            let on = if is_postgres {
                format!(" ON \"{table}\"")
            } else {
                String::new()
            };
            connection
                .execute_unprepared(&format!("DROP TRIGGER \"keep_{history}\"{on}"))
                .await?;
            if is_postgres {
                connection
                    .execute_unprepared(&format!("DROP FUNCTION \"keep_{history}\"()"))
                    .await?;
            }
            connection
                .execute_unprepared(&format!("DROP TABLE \"{history}\""))
                .await?;
        }
        connection
            .execute_unprepared("DROP TABLE \"history_start\"")
            .await?;
        Ok(())
    }
}

impl Kept {
    fn create(&self, backend: DbBackend) -> String {
        let is_sqlite = backend == DbBackend::Sqlite;
        let id = if is_sqlite { "uuid_text" } else { "uuid" };
        let columns = self.columns.iter().map(|(name, of)| {
            let of = match of {
                Type::Id => id,
                Type::Number => "bigint",
                Type::Version => "integer NOT NULL",
                Type::Name if is_sqlite => "text NOT NULL",
                Type::Name => "text COLLATE \"C\" NOT NULL",
            };
            format!("\"{name}\" {of}")
        });
        format!(
            "CREATE TABLE \"{history}\" (\"{key}\" {id} NOT NULL, \"through\" bigint NOT NULL, \
             {columns}, PRIMARY KEY (\"{key}\", \"through\")){end}",
            history = self.history,
            key = self.id,
            columns = columns.collect::<Vec<_>>().join(", "),
            end = if is_sqlite { " WITHOUT ROWID" } else { "" },
        )
    }

    /// Of several changes in one transaction the first tells what held before it.
    fn triggers(&self, backend: DbBackend) -> Vec<String> {
        let Self {
            table,
            history,
            id: key,
            ..
        } = self;
        let list = |prefix: &str| {
            let names = self.columns.iter().map(|(name, _)| name);
            let names = names.map(|name| format!("{prefix}\"{name}\""));
            names.collect::<Vec<_>>().join(", ")
        };
        let (names, old) = (list(""), list("old."));
        let differs = self.columns.iter().map(|(name, _)| match backend {
            DbBackend::Sqlite => format!("old.\"{name}\" IS NOT new.\"{name}\""),
            _ => format!("old.\"{name}\" IS DISTINCT FROM new.\"{name}\""),
        });
        let differs = differs.collect::<Vec<_>>().join(" OR ");
        if backend == DbBackend::Sqlite {
            let last = "(SELECT coalesce(max(\"sequence\"), 0) FROM \"change\")";
            return vec![format!(
                "CREATE TRIGGER \"keep_{history}\" AFTER UPDATE OF {names} ON \"{table}\" \
                 WHEN {differs} BEGIN \
                    INSERT INTO \"{history}\" (\"{key}\", \"through\", {names}) \
                    SELECT old.\"id\", {last}, {old} WHERE NOT EXISTS \
                        (SELECT 1 FROM \"{history}\" \
                         WHERE \"{key}\" = old.\"id\" AND \"through\" = {last}); \
                 END"
            )];
        }
        vec![
            format!(
                "CREATE FUNCTION \"keep_{history}\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                    INSERT INTO \"{history}\" (\"{key}\", \"through\", {names}) \
                    VALUES (old.\"id\", {PENDING}, {old}) ON CONFLICT DO NOTHING; \
                    RETURN NULL; \
                 END $$"
            ),
            format!(
                "CREATE TRIGGER \"keep_{history}\" AFTER UPDATE OF {names} ON \"{table}\" \
                 FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION \"keep_{history}\"()"
            ),
            format!(
                "CREATE INDEX \"{history}_pending\" ON \"{history}\" (\"{key}\") \
                 WHERE \"through\" = {PENDING}"
            ),
        ]
    }
}

/// PostgreSQL: by the lock of the feed, which whoever writes a change holds until the commit, the last change that is
/// seen here is the last before those of this transaction.
fn numbered() -> [String; 2] {
    let updates = ALL.iter().map(|kept| {
        format!(
            "UPDATE \"{}\" SET \"through\" = last WHERE \"through\" = {PENDING};",
            kept.history
        )
    });
    let updates = updates.collect::<Vec<_>>().join(" ");
    [
        format!(
            "CREATE FUNCTION \"number_history\"() RETURNS trigger LANGUAGE plpgsql AS $$ \
             DECLARE last bigint; BEGIN \
                SELECT coalesce(max(\"sequence\"), 0) INTO last FROM \"change\"; \
                {updates} RETURN NULL; \
             END $$"
        ),
        "CREATE TRIGGER \"number_history\" BEFORE INSERT ON \"change\" \
         FOR EACH STATEMENT EXECUTE FUNCTION \"number_history\"()"
            .to_owned(),
    ]
}
