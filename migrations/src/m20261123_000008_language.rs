//! The language of an article's current version beside what else lists need of it: quotes are filtered and counted by
//! it, and would need a join of their own to tell.

use sea_orm_migration::prelude::*;

use crate::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = text(manager, "language").null().to_owned();
        manager
            .alter_table(
                Table::alter()
                    .table("article")
                    .add_column(column)
                    .to_owned(),
            )
            .await?;
        let filled = "UPDATE \"article\" SET \"language\" = \
            (SELECT \"article_version\".\"language\" FROM \"article_version\" \
             WHERE \"article_version\".\"article_id\" = \"article\".\"id\" \
                AND \"article_version\".\"version\" = \"article\".\"current_version\")";
        manager.get_connection().execute_unprepared(filled).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("article")
                    .drop_column("language")
                    .to_owned(),
            )
            .await
    }
}
