//! The log of corrections by people, and what of it other rows have to know.

use sea_orm_migration::prelude::*;

use crate::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(correction(manager)).await?;
        manager.create_table(correction_subject()).await?;
        manager.create_table(decision()).await?;
        for (table, column) in added(manager) {
            manager
                .alter_table(Table::alter().table(table).add_column(column).to_owned())
                .await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("speaker_merged_into")
                    .table("speaker")
                    .to_owned(),
            )
            .await?;
        for (table, column) in [
            ("quote", "decided_by"),
            ("speaker_name", "standing"),
            ("speaker", "changed_by"),
            ("speaker", "merged_into"),
        ] {
            manager
                .alter_table(Table::alter().table(table).drop_column(column).to_owned())
                .await?;
        }
        for name in ["decision", "correction_subject", "correction"] {
            manager
                .drop_table(Table::drop().table(name).to_owned())
                .await?;
        }
        Ok(())
    }
}

/// The log. `number` counts from 1 without gaps, `hash` covers the row and `previous`, the hash before it.
fn correction(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("correction")
        .col(
            ColumnDef::new("number")
                .big_integer()
                .not_null()
                .primary_key(),
        )
        .col(ColumnDef::new("id").uuid().not_null().unique_key())
        .col(ColumnDef::new("at").timestamp_with_time_zone().not_null())
        .col(text(manager, "author").not_null())
        .col(ColumnDef::new("undoes").uuid().unique_key())
        .col(text(manager, "previous").not_null())
        .col(text(manager, "hash").not_null())
        .col(text(manager, "body").not_null())
        .to_owned()
}

/// Which speakers and quotes a correction is about, so that their history is found.
fn correction_subject() -> TableCreateStatement {
    Table::create()
        .table("correction_subject")
        .col(ColumnDef::new("subject").uuid().not_null())
        .col(ColumnDef::new("number").big_integer().not_null())
        .primary_key(Index::create().col("subject").col("number"))
        .to_owned()
}

/// Who decided whose words a quote is: the decisions that hold, one upon the other. Derived from the log, and
/// carried over to the quote of the same words when an article comes in a new version.
fn decision() -> TableCreateStatement {
    Table::create()
        .table("decision")
        .col(ColumnDef::new("quote_id").uuid().not_null())
        .col(ColumnDef::new("number").big_integer().not_null())
        .col(ColumnDef::new("speaker_id").uuid())
        .col(ColumnDef::new("previous_speaker").uuid())
        .col(ColumnDef::new("previous_number").big_integer())
        .primary_key(Index::create().col("quote_id").col("number"))
        .to_owned()
}

fn added(manager: &SchemaManager<'_>) -> Vec<(&'static str, ColumnDef)> {
    let nullable = |mut column: ColumnDef| column.null().to_owned();
    vec![
        (
            "speaker",
            nullable(ColumnDef::new("merged_into").uuid().to_owned()),
        ),
        (
            "speaker",
            nullable(ColumnDef::new("changed_by").big_integer().to_owned()),
        ),
        ("speaker_name", nullable(text(manager, "standing"))),
        (
            "quote",
            nullable(ColumnDef::new("decided_by").big_integer().to_owned()),
        ),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        Index::create()
            .name("speaker_merged_into")
            .table("speaker")
            .col("merged_into")
            .to_owned(),
        Index::create()
            .name("decision_of_correction")
            .table("decision")
            .col("number")
            .to_owned(),
    ]
}
