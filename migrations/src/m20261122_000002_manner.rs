//! How each quote is reported, and which quote it stands inside.

use sea_orm_migration::prelude::*;

use crate::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// What was stored before was read by an extractor that looked at nothing of this: it has no class, and counts as
    /// neutral and asserted, as it was shown until now.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            text(manager, "cue_class"),
            text(manager, "colour")
                .not_null()
                .default("neutral")
                .to_owned(),
            text(manager, "polarity")
                .not_null()
                .default("asserted")
                .to_owned(),
            ColumnDef::new("inside_id").uuid().to_owned(),
        ];
        // One statement each: SQLite adds no two at once.
        for column in columns {
            manager
                .alter_table(Table::alter().table("quote").add_column(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["inside_id", "polarity", "colour", "cue_class"] {
            manager
                .alter_table(Table::alter().table("quote").drop_column(column).to_owned())
                .await?;
        }
        Ok(())
    }
}
