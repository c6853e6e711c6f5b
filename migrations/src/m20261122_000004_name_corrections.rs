//! Which correction gave or took a name away, so that taking it back reaches the quotes that were filed by it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new("standing_by")
            .big_integer()
            .null()
            .to_owned();
        manager
            .alter_table(
                Table::alter()
                    .table("speaker_name")
                    .add_column(column)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("speaker_name")
                    .drop_column("standing_by")
                    .to_owned(),
            )
            .await
    }
}
