//! Articles with their versions, quotes, speakers, statements, and the change feed.

use sea_orm_migration::prelude::*;

use crate::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables(manager) {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [
            "change",
            "quote",
            "statement",
            "speaker_role",
            "speaker_name",
            "speaker",
            "article_version",
            "article",
            "database_identity",
        ] {
            manager
                .drop_table(Table::drop().table(name).to_owned())
                .await?;
        }
        Ok(())
    }
}

fn tables(manager: &SchemaManager<'_>) -> Vec<TableCreateStatement> {
    vec![
        database_identity(),
        article(manager),
        article_version(manager),
        speaker(manager),
        speaker_name(manager),
        speaker_role(manager),
        statement(manager),
        quote(manager),
        change(manager),
    ]
}

/// One row, which tells one database from another: an index built from another one must not be believed.
fn database_identity() -> TableCreateStatement {
    Table::create()
        .table("database_identity")
        .col(ColumnDef::new("only").integer().not_null().primary_key())
        .col(ColumnDef::new("id").uuid().not_null())
        .to_owned()
}

/// What lists need of an article's current version; the text is in `article_version`.
fn article(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("article")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(text(manager, "identity").not_null().unique_key())
        .col(text(manager, "url"))
        .col(text(manager, "external_id"))
        .col(text(manager, "title"))
        .col(text(manager, "outlet"))
        .col(ColumnDef::new("published").timestamp_with_time_zone())
        .col(ColumnDef::new("current_version").integer().not_null())
        .to_owned()
}

/// The long columns come last: SQLite then reads the others without touching their overflow pages.
fn article_version(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("article_version")
        .col(ColumnDef::new("article_id").uuid().not_null())
        .col(ColumnDef::new("version").integer().not_null())
        .col(text(manager, "content_hash").not_null())
        .col(
            ColumnDef::new("taken_in")
                .timestamp_with_time_zone()
                .not_null(),
        )
        .col(text(manager, "extractor"))
        .col(text(manager, "title"))
        .col(text(manager, "outlet"))
        .col(ColumnDef::new("published").timestamp_with_time_zone())
        .col(text(manager, "language").not_null())
        .col(text(manager, "authors").not_null())
        .col(text(manager, "blocks").not_null())
        .col(text(manager, "text").not_null())
        .primary_key(Index::create().col("article_id").col("version"))
        .foreign_key(&mut reference(
            "article_version",
            &["article_id"],
            "article",
            &["id"],
        ))
        .to_owned()
}

/// `quotes` counts the quotes of current versions, so that the most quoted come first without a scan.
fn speaker(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("speaker")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(text(manager, "identity").not_null().unique_key())
        .col(text(manager, "key").not_null())
        .col(text(manager, "name").not_null())
        .col(text(manager, "folded").not_null())
        .col(text(manager, "kind").not_null())
        .col(text(manager, "wikidata"))
        .col(ColumnDef::new("quotes").big_integer().not_null())
        .to_owned()
}

/// Every name of a speaker, the full one included, with what it is looked up by.
fn speaker_name(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("speaker_name")
        .col(ColumnDef::new("speaker_id").uuid().not_null())
        .col(text(manager, "folded").not_null())
        .col(text(manager, "last_name"))
        .col(text(manager, "name").not_null())
        .primary_key(Index::create().col("speaker_id").col("folded"))
        .foreign_key(&mut reference(
            "speaker_name",
            &["speaker_id"],
            "speaker",
            &["id"],
        ))
        .to_owned()
}

fn speaker_role(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("speaker_role")
        .col(ColumnDef::new("speaker_id").uuid().not_null())
        .col(text(manager, "digest").not_null())
        .col(text(manager, "title").not_null())
        .col(text(manager, "organisation"))
        .col(text(manager, "start_date"))
        .col(text(manager, "end_date"))
        .primary_key(Index::create().col("speaker_id").col("digest"))
        .foreign_key(&mut reference(
            "speaker_role",
            &["speaker_id"],
            "speaker",
            &["id"],
        ))
        .to_owned()
}

fn statement(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("statement")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("speaker_id").uuid().not_null())
        .col(text(manager, "fingerprint").not_null())
        .col(ColumnDef::new("quotes").big_integer().not_null())
        .foreign_key(&mut reference(
            "statement",
            &["speaker_id"],
            "speaker",
            &["id"],
        ))
        .to_owned()
}

fn quote(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("quote")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("article_id").uuid().not_null())
        .col(ColumnDef::new("version").integer().not_null())
        .col(ColumnDef::new("position").integer().not_null())
        .col(ColumnDef::new("is_current").boolean().not_null())
        .col(ColumnDef::new("speaker_id").uuid())
        .col(ColumnDef::new("statement_id").uuid())
        .col(text(manager, "kind").not_null())
        .col(ColumnDef::new("confidence").double().not_null())
        .col(text(manager, "rule").not_null())
        .col(text(manager, "extractor").not_null())
        .col(text(manager, "mention"))
        .col(text(manager, "cue_text"))
        .col(text(manager, "source").not_null())
        .col(text(manager, "cue").not_null())
        .col(text(manager, "content").not_null())
        .col(text(manager, "why").not_null())
        .col(text(manager, "text").not_null())
        .foreign_key(&mut reference(
            "quote",
            &["article_id", "version"],
            "article_version",
            &["article_id", "version"],
        ))
        .foreign_key(&mut reference("quote", &["speaker_id"], "speaker", &["id"]))
        .foreign_key(&mut reference(
            "quote",
            &["statement_id"],
            "statement",
            &["id"],
        ))
        .to_owned()
}

fn change(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("change")
        .col(
            ColumnDef::new("sequence")
                .big_integer()
                .not_null()
                .auto_increment()
                .primary_key(),
        )
        .col(text(manager, "entity").not_null())
        .col(ColumnDef::new("entity_id").uuid().not_null())
        .col(text(manager, "operation").not_null())
        .col(ColumnDef::new("at").timestamp_with_time_zone().not_null())
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        Index::create()
            .name("speaker_most_quoted")
            .table("speaker")
            .col(("quotes", IndexOrder::Desc))
            .col("folded")
            .col("id")
            .to_owned(),
        Index::create()
            .name("speaker_name_folded")
            .table("speaker_name")
            .col("folded")
            .to_owned(),
        Index::create()
            .name("speaker_name_last_name")
            .table("speaker_name")
            .col("last_name")
            .to_owned(),
        Index::create()
            .name("statement_of_speaker")
            .table("statement")
            .col("speaker_id")
            .col("fingerprint")
            .unique()
            .to_owned(),
        Index::create()
            .name("quote_of_article")
            .table("quote")
            .col("article_id")
            .col("version")
            .col("position")
            .unique()
            .to_owned(),
        // Also answers the counts, from the index alone.
        Index::create()
            .name("quote_of_speaker")
            .table("quote")
            .col("speaker_id")
            .col("is_current")
            .col("kind")
            .to_owned(),
        Index::create()
            .name("quote_of_statement")
            .table("quote")
            .col("statement_id")
            .to_owned(),
        Index::create()
            .name("change_of_entity")
            .table("change")
            .col("entity_id")
            .to_owned(),
    ]
}

fn reference(
    from: &'static str,
    columns: &[&'static str],
    to: &'static str,
    referenced: &[&'static str],
) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.from_tbl(from).to_tbl(to);
    for column in columns {
        key.from_col(*column);
    }
    for column in referenced {
        key.to_col(*column);
    }
    key
}
