//! Entities and migrations say the same.

use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Iterable, Statement};

use super::*;
use crate::{Location, Store, dialect, postgres};

/// Columns of a table: name, and whether it may be missing.
async fn columns(store: &Store, table: &str) -> Vec<(String, bool)> {
    let backend = store.reader().get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "SELECT name, \"notnull\" = 0 FROM pragma_table_info($1)",
        _ => {
            "SELECT column_name::text, is_nullable = 'YES' FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1"
        }
    };
    let statement = Statement::from_sql_and_values(backend, sql, [table.into()]);
    let rows = store.reader().query_all_raw(statement).await;
    let mut columns: Vec<(String, bool)> = rows
        .expect("the columns")
        .iter()
        .map(|row| {
            let name = row.try_get_by_index(0).expect("a name");
            (name, row.try_get_by_index(1).expect("yes or no"))
        })
        .collect();
    columns.sort();
    columns
}

async fn check<E: EntityTrait>(store: &Store, entity: E) -> String {
    let table = entity.table_name().to_owned();
    let mut declared: Vec<(String, bool)> = E::Column::iter()
        .map(|column| {
            let name = sea_orm::IdenStatic::as_str(&column).to_owned();
            (name, column.def().is_null())
        })
        .collect();
    declared.sort();
    assert_eq!(columns(store, &table).await, declared, "{table}");
    table
}

async fn entities_and_migrations_agree(location: &Location) {
    let store = Store::open(location).await.expect("the record opens");
    let mut declared = vec![
        check(&store, article::Entity).await,
        check(&store, article_band::Entity).await,
        check(&store, article_version::Entity).await,
        check(&store, change::Entity).await,
        check(&store, conflict::Entity).await,
        check(&store, correction::Entity).await,
        check(&store, correction_subject::Entity).await,
        check(&store, decision::Entity).await,
        check(&store, database_identity::Entity).await,
        check(&store, grouping::Entity).await,
        check(&store, part::Entity).await,
        check(&store, passage::Entity).await,
        check(&store, quote::Entity).await,
        check(&store, rejection::Entity).await,
        check(&store, source::Entity).await,
        check(&store, speaker::Entity).await,
        check(&store, speaker_name::Entity).await,
        check(&store, speaker_role::Entity).await,
        check(&store, statement::Entity).await,
        check(&store, stealth_edit::Entity).await,
        check(&store, suggestion::Entity).await,
        check(&store, claim::Entity).await,
        check(&store, claim_link::Entity).await,
        check(&store, claim_suggestion::Entity).await,
        check(&store, claim_relation::Entity).await,
        check(&store, review::Entity).await,
        check(&store, flag::Entity).await,
        check(&store, scale::Entity).await,
        check(&store, dismissal::Entity).await,
        check(&store, claim_lock::Entity).await,
        check(&store, worth::Entity).await,
        check(&store, desk_pass::Entity).await,
        check(&store, statement_was::Entity).await,
        check(&store, speaker_was::Entity).await,
        check(&store, quote_was::Entity).await,
        check(&store, history_start::Entity).await,
        check(&store, article_was::Entity).await,
        onrecord_migrations::Migrator::TABLE.to_owned(),
    ];
    let mut tables = dialect::tables(store.reader()).await.expect("the tables");
    declared.sort();
    tables.sort();
    assert_eq!(tables, declared);
}

#[tokio::test]
async fn entities_and_migrations_agree_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    entities_and_migrations_agree(&Location::Sqlite(folder.path().join("record.db"))).await;
}

#[tokio::test]
async fn entities_and_migrations_agree_on_postgres() {
    if let Some(url) = postgres::database() {
        entities_and_migrations_agree(&Location::Postgres(url)).await;
    }
}
