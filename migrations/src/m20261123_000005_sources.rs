//! Primary sources and their passages; statements are found by the key of their words, whoever said them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(source(manager)).await?;
        manager.create_table(passage(manager)).await?;
        for (table, column) in added() {
            manager
                .alter_table(Table::alter().table(table).add_column(column).to_owned())
                .await?;
        }
        for sql in keys(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    /// Nobody can tell the fingerprint from its first half.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration(
            "primary sources cannot be taken out of the schema again".to_owned(),
        ))
    }
}

/// What passages have in common. `passages` counts them, `last_passage` is the greatest of their ids: those of one
/// source are made in their order and behind its own, so that they are found by the primary key, between the two.
fn source(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("source")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(text(manager, "identity").not_null().unique_key())
        .col(text(manager, "kind").not_null())
        .col(text(manager, "name").not_null())
        .col(text(manager, "title"))
        .col(text(manager, "url"))
        .col(text(manager, "outlet"))
        .col(ColumnDef::new("published").timestamp_with_time_zone())
        .col(
            ColumnDef::new("taken_in")
                .timestamp_with_time_zone()
                .not_null(),
        )
        .col(text(manager, "content_hash").not_null())
        .col(ColumnDef::new("passages").big_integer().not_null())
        .col(ColumnDef::new("last_passage").uuid().not_null())
        .to_owned()
}

/// As lean as can be, for there are millions: `said` counts microseconds since 1970 (a time is 32 letters in
/// SQLite), and what is as in the source is absent. There is no index over the source; see there.
fn passage(manager: &SchemaManager<'_>) -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table("passage")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("source_id").uuid().not_null())
        .col(ColumnDef::new("position").integer().not_null())
        .col(ColumnDef::new("speaker_id").uuid().not_null())
        .col(ColumnDef::new("statement_id").uuid())
        .col(ColumnDef::new("said").big_integer())
        .col(text(manager, "outlet"))
        .col(text(manager, "url"))
        .col(text(manager, "reference"))
        .col(text(manager, "text").not_null());
    for (column, parent) in [
        ("source_id", "source"),
        ("speaker_id", "speaker"),
        ("statement_id", "statement"),
    ] {
        table.foreign_key(
            ForeignKey::create()
                .from("passage", column)
                .to(parent, "id"),
        );
    }
    table
}

/// Passages are counted beside quotes. When the first and the last of a speaker's was said stands with the speaker
/// whom they are filed under, and does not move in a merge.
fn added() -> Vec<(&'static str, ColumnDef)> {
    let count = || {
        ColumnDef::new("passages")
            .big_integer()
            .not_null()
            .default(0)
            .to_owned()
    };
    let time = |name: &'static str| ColumnDef::new(name).big_integer().null().to_owned();
    vec![
        ("speaker", count()),
        ("speaker", time("first_said")),
        ("speaker", time("last_said")),
        ("statement", count()),
    ]
}

/// The fingerprint was a hash in 64 hexadecimal digits; its first 32 are kept, as 16 bytes, and come first in the
/// index, so that the same words of several speakers are found.
fn keys(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            // SQLite adds no column without a default that may not be absent.
            "ALTER TABLE \"statement\" ADD COLUMN \"key\" uuid_text NOT NULL \
                DEFAULT x'00000000000000000000000000000000'",
            "UPDATE \"statement\" SET \"key\" = unhex(substr(\"fingerprint\", 1, 32))",
            "DROP INDEX \"statement_of_speaker\"",
            "ALTER TABLE \"statement\" DROP COLUMN \"fingerprint\"",
        ],
        _ => &[
            "ALTER TABLE \"statement\" ADD COLUMN \"key\" uuid",
            "UPDATE \"statement\" SET \"key\" = substr(\"fingerprint\", 1, 32)::uuid",
            "ALTER TABLE \"statement\" ALTER COLUMN \"key\" SET NOT NULL",
            "DROP INDEX \"statement_of_speaker\"",
            "ALTER TABLE \"statement\" DROP COLUMN \"fingerprint\"",
        ],
    }
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        Index::create()
            .name("statement_by_key")
            .table("statement")
            .col("key")
            .col("speaker_id")
            .unique()
            .to_owned(),
        Index::create()
            .name("passage_of_statement")
            .table("passage")
            .col("statement_id")
            .to_owned(),
        Index::create()
            .name("passage_of_speaker")
            .table("passage")
            .col("speaker_id")
            .to_owned(),
    ]
}
