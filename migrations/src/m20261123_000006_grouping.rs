//! Which wordings are one statement, and what follows from statements: suggestions, conflicts, copies, stealth edits.
//!
//! All of it but what people hold is derived, by a pass that follows the change feed and remembers how far it came.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in added() {
            manager
                .alter_table(Table::alter().table(table).add_column(column).to_owned())
                .await?;
        }
        for table in [
            grouping(),
            suggestion(),
            rejection(),
            conflict(),
            stealth_edit(manager),
        ] {
            manager.create_table(table).await?;
        }
        for sql in lean_tables(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for sql in PARTIAL_INDEXES {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [
            "statement_joined_to",
            "statement_held",
            "statement_in_time",
            "article_copy_of",
        ] {
            manager
                .drop_index(Index::drop().name(name).to_owned())
                .await?;
        }
        for name in [
            "article_band",
            "part",
            "stealth_edit",
            "conflict",
            "rejection",
            "suggestion",
            "grouping",
        ] {
            manager
                .drop_table(Table::drop().table(name).to_owned())
                .await?;
        }
        for (table, column) in [
            ("article", "compared"),
            ("article", "copy_of"),
            ("statement", "held_by"),
            ("statement", "held"),
            ("statement", "last_day"),
            ("statement", "first_day"),
            ("statement", "joined_to"),
        ] {
            manager
                .alter_table(Table::alter().table(table).drop_column(column).to_owned())
                .await?;
        }
        Ok(())
    }
}

/// A row of `statement` is one wording; `joined_to` is the one that stands for its statement, absent where it is itself.
/// Days count from 1970 and are those of its reports, absent until the pass has seen it and where none is current; a
/// report without a date has the least and the greatest there are. `held` is the statement that a person put it into.
/// Of an article, `copy_of` is the one whose report it is, and `compared` the version up to which stealth edits were
/// looked for.
fn added() -> Vec<(&'static str, ColumnDef)> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().null().to_owned();
    let number = |name: &'static str| ColumnDef::new(name).integer().null().to_owned();
    vec![
        ("statement", id("joined_to")),
        ("statement", number("first_day")),
        ("statement", number("last_day")),
        ("statement", id("held")),
        (
            "statement",
            ColumnDef::new("held_by").big_integer().null().to_owned(),
        ),
        ("article", id("copy_of")),
        ("article", number("compared")),
    ]
}

/// One row: all changes up to `position` have been gone through, and of the one behind it the wordings up to `within`.
fn grouping() -> TableCreateStatement {
    Table::create()
        .table("grouping")
        .col(ColumnDef::new("only").integer().not_null().primary_key())
        .col(ColumnDef::new("position").big_integer().not_null())
        .col(ColumnDef::new("within").uuid())
        .to_owned()
}

/// The wording that another may be a paraphrase of, until a person agrees or rejects it.
fn suggestion() -> TableCreateStatement {
    Table::create()
        .table("suggestion")
        .col(
            ColumnDef::new("statement_id")
                .uuid()
                .not_null()
                .primary_key(),
        )
        .col(ColumnDef::new("other_id").uuid().not_null())
        .col(ColumnDef::new("score").double().not_null())
        .to_owned()
}

/// That a person said that one wording does not tell the other.
fn rejection() -> TableCreateStatement {
    Table::create()
        .table("rejection")
        .col(ColumnDef::new("statement_id").uuid().not_null())
        .col(ColumnDef::new("other_id").uuid().not_null())
        .col(ColumnDef::new("number").big_integer().not_null())
        .primary_key(Index::create().col("statement_id").col("other_id"))
        .to_owned()
}

/// The same words given to two speakers: who is shown, the first quote of each, and who settled it.
fn conflict() -> TableCreateStatement {
    Table::create()
        .table("conflict")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("key").uuid().not_null())
        .col(ColumnDef::new("one_speaker").uuid().not_null())
        .col(ColumnDef::new("other_speaker").uuid().not_null())
        .col(ColumnDef::new("one_quote").uuid().not_null())
        .col(ColumnDef::new("other_quote").uuid().not_null())
        .col(ColumnDef::new("settled_by").big_integer())
        .to_owned()
}

/// A quote of a version that is not in the next one, or is there in other words or by another speaker.
fn stealth_edit(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("stealth_edit")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("article_id").uuid().not_null())
        .col(ColumnDef::new("version").integer().not_null())
        .col(text(manager, "kind").not_null())
        .col(ColumnDef::new("before_id").uuid().not_null())
        .col(ColumnDef::new("after_id").uuid())
        .to_owned()
}

/// Tables that are their own primary key. SQLite keeps such a table as one tree where it is told to; it would hold
/// every row twice otherwise.
///
/// `part`: the words that a wording gives in quotation marks, by their key, where they are not all of it.
/// `article_band`: the MinHash bands of an article's text.
fn lean_tables(backend: DbBackend) -> [String; 2] {
    let (id, number, end) = match backend {
        DbBackend::Sqlite => ("uuid_text", "bigint", " WITHOUT ROWID"),
        _ => ("uuid", "bigint", ""),
    };
    [
        format!(
            "CREATE TABLE \"part\" (\"key\" {id} NOT NULL, \"statement_id\" {id} NOT NULL, \
             PRIMARY KEY (\"key\", \"statement_id\")){end}"
        ),
        format!(
            "CREATE TABLE \"article_band\" (\"hash\" {number} NOT NULL, \"article_id\" {id} NOT NULL, \
             PRIMARY KEY (\"hash\", \"article_id\")){end}"
        ),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        Index::create()
            .name("conflict_of_words")
            .table("conflict")
            .col("key")
            .col("one_speaker")
            .col("other_speaker")
            .unique()
            .to_owned(),
        Index::create()
            .name("suggestion_of_other")
            .table("suggestion")
            .col("other_id")
            .to_owned(),
        Index::create()
            .name("stealth_edit_of_article")
            .table("stealth_edit")
            .col("article_id")
            .to_owned(),
    ]
}

/// Most wordings are in no statement but their own, and passages of primary sources, of which there are millions, have
/// no days: an index that holds only the others costs them nothing.
const PARTIAL_INDEXES: [&str; 4] = [
    "CREATE INDEX \"statement_joined_to\" ON \"statement\" (\"joined_to\") WHERE \"joined_to\" IS NOT NULL",
    "CREATE INDEX \"statement_held\" ON \"statement\" (\"held\") WHERE \"held\" IS NOT NULL",
    "CREATE INDEX \"statement_in_time\" ON \"statement\" (\"speaker_id\", \"first_day\", \"last_day\") \
        WHERE \"first_day\" IS NOT NULL",
    "CREATE INDEX \"article_copy_of\" ON \"article\" (\"copy_of\") WHERE \"copy_of\" IS NOT NULL",
];
