//! The schema of the record, one file a step, applied in order and never edited once released.
//!
//! What this crate is not: it holds no entities and no queries (`onrecord-store` does), and it decides nothing
//! about when a migration runs: the store applies all that are missing in one transaction under a lock.
//!
//! Invariants:
//! - Steps expand first and contract in a later release, so that an older process can still read while a
//!   newer one starts.
//! - Every step runs on SQLite and on PostgreSQL. The one difference in table definitions, how text is
//!   compared, is settled by [`text`].

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DatabaseTransaction, DbBackend};

mod m20261122_000001_record;
mod m20261122_000002_manner;
mod m20261122_000003_corrections;
mod m20261122_000004_name_corrections;
mod m20261123_000005_sources;
mod m20261123_000006_grouping;
mod m20261123_000007_desk;
mod m20261123_000008_language;
mod m20261123_000009_views;
mod m20261123_000010_history;

/// The steps of the schema, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_record::Migration),
            Box::new(m20261122_000002_manner::Migration),
            Box::new(m20261122_000003_corrections::Migration),
            Box::new(m20261122_000004_name_corrections::Migration),
            Box::new(m20261123_000005_sources::Migration),
            Box::new(m20261123_000006_grouping::Migration),
            Box::new(m20261123_000007_desk::Migration),
            Box::new(m20261123_000008_language::Migration),
            Box::new(m20261123_000009_views::Migration),
            Box::new(m20261123_000010_history::Migration),
        ]
    }

    fn migration_table_name() -> DynIden {
        Self::TABLE.into_iden()
    }
}

impl Migrator {
    /// The table that remembers which steps were applied, one `version` a row. Not the framework's default: a
    /// PostgreSQL schema shared with another program may hold that one already.
    pub const TABLE: &'static str = "onrecord_migration";

    /// Applies all steps that are missing. The caller sees to it that nobody else does so at the same time.
    pub async fn apply(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        Self::up(transaction, None).await
    }

    /// Names of all steps this program knows, oldest first.
    #[must_use]
    pub fn names() -> Vec<String> {
        Self::migrations()
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect()
    }
}

/// A text column that is compared byte by byte on both databases: SQLite does so by itself, PostgreSQL would
/// follow the collation of its cluster, and pages sorted there would then differ from pages sorted here.
fn text(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text();
    if manager.get_database_backend() == DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}
