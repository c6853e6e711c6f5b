//! The fact-checkers' desk: claims, what makes them, their reviews, flags, scales, and what is worth checking.
//!
//! The log is the record of all of it but what machines find; these rows are what its entries come to, kept so that
//! lists and joins are quick. `worth`, `claim_suggestion` and `desk_pass` are derived by a pass that follows the
//! change feed, `claim_lock` is of minutes.

use sea_orm_migration::prelude::*;

use crate::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// In the order they are dropped.
const TABLES: [&str; 11] = [
    "desk_pass",
    "worth",
    "claim_lock",
    "dismissal",
    "scale",
    "flag",
    "review",
    "claim_relation",
    "claim_suggestion",
    "claim_link",
    "claim",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            claim(manager),
            claim_link(manager),
            claim_suggestion(manager),
            claim_relation(manager),
            review(manager),
            flag(manager),
            scale(manager),
            dismissal(),
            claim_lock(manager),
            worth(manager),
            desk_pass(manager),
        ] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table(*table);
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        for sql in PARTIAL_INDEXES {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            manager
                .drop_table(Table::drop().table(name).to_owned())
                .await?;
        }
        Ok(())
    }
}

fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().to_owned()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().to_owned()
}

fn time(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().to_owned()
}

/// `body` is the whole text as the log has it, the columns beside it what is asked for. `key` is a hash of its words
/// and who made it, by which an import knows it again; it follows from `body`, as all of the row does from the log. `changed_by` is the number of its last entry in the log;
/// `published` counts its published reviews; `evidence_gone` counts evidence of theirs that is.
fn claim(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("claim")
        .col(id("id").primary_key())
        .col(text(manager, "text").not_null())
        .col(text(manager, "claimant"))
        .col(text(manager, "reference").unique_key())
        .col(id("key"))
        .col(text(manager, "state").not_null())
        .col(text(manager, "assigned_to"))
        .col(ColumnDef::new("merged_into").uuid())
        .col(time("made_at").not_null())
        .col(time("changed_at").not_null())
        .col(number("changed_by"))
        .col(ColumnDef::new("published").integer().not_null())
        .col(ColumnDef::new("evidence_gone").integer().not_null())
        .col(time("settled_at"))
        .col(ColumnDef::new("own_review_day").integer())
        .col(text(manager, "body").not_null())
        .to_owned()
}

/// What people said of statements and claims: that one makes the other, or does not.
fn claim_link(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("claim_link")
        .col(id("claim_id"))
        .col(id("statement_id"))
        .col(ColumnDef::new("is_confirmed").boolean().not_null())
        .col(number("number"))
        .col(text(manager, "body").not_null())
        .primary_key(Index::create().col("claim_id").col("statement_id"))
        .to_owned()
}

fn claim_suggestion(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("claim_suggestion")
        .col(id("claim_id"))
        .col(id("statement_id"))
        .col(ColumnDef::new("score").double().not_null())
        .col(text(manager, "method").not_null())
        .col(time("at").not_null())
        .primary_key(Index::create().col("statement_id").col("claim_id"))
        .to_owned()
}

fn claim_relation(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("claim_relation")
        .col(id("claim_id"))
        .col(id("other_id"))
        .col(text(manager, "relation").not_null())
        .primary_key(Index::create().col("claim_id").col("other_id"))
        .to_owned()
}

fn review(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("review")
        .col(id("id").primary_key())
        .col(id("claim_id"))
        .col(text(manager, "rating").not_null())
        .col(ColumnDef::new("value").double())
        .col(text(manager, "publication").not_null())
        .col(text(manager, "author").not_null())
        .col(time("date").not_null())
        .col(text(manager, "language"))
        .col(text(manager, "url"))
        .col(ColumnDef::new("is_imported").boolean().not_null())
        .col(text(manager, "body").not_null())
        .to_owned()
}

fn flag(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("flag")
        .col(id("id").primary_key())
        .col(text(manager, "subject_kind").not_null())
        .col(id("subject_id"))
        .col(text(manager, "words").not_null())
        .col(text(manager, "reason").not_null())
        .col(text(manager, "author").not_null())
        .col(time("at").not_null())
        .col(text(manager, "note"))
        .col(text(manager, "settled_by"))
        .col(time("settled_at"))
        .to_owned()
}

fn scale(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("scale")
        .col(id("id").primary_key())
        .col(text(manager, "name").not_null().unique_key())
        .col(text(manager, "body").not_null())
        .to_owned()
}

/// Statements that a person took from the queue.
fn dismissal() -> TableCreateStatement {
    Table::create()
        .table("dismissal")
        .col(id("statement_id").primary_key())
        .col(number("number"))
        .to_owned()
}

/// Who has a claim or a statement open, until when.
fn claim_lock(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("claim_lock")
        .col(id("subject").primary_key())
        .col(text(manager, "holder").not_null())
        .col(time("until").not_null())
        .to_owned()
}

/// How much a wording that is reported, or stands in a transcript, is worth checking. Days count from 1970, and are
/// absent where it has no date.
fn worth(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("worth")
        .col(id("statement_id").primary_key())
        .col(ColumnDef::new("score").double().not_null())
        .col(text(manager, "class").not_null())
        .col(ColumnDef::new("last_day").integer())
        .to_owned()
}

/// One row: the pass has gone through all changes up to `position`, with this model.
fn desk_pass(manager: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("desk_pass")
        .col(ColumnDef::new("only").integer().not_null().primary_key())
        .col(number("position"))
        .col(text(manager, "model").not_null())
        .to_owned()
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    ("claim_of_words", "claim", &["key"]),
    ("claim_link_of_statement", "claim_link", &["statement_id"]),
    (
        "claim_suggestion_of_claim",
        "claim_suggestion",
        &["claim_id"],
    ),
    ("claim_relation_of_other", "claim_relation", &["other_id"]),
    ("review_of_claim", "review", &["claim_id"]),
    ("review_in_time", "review", &["date", "id"]),
    ("flag_of_subject", "flag", &["subject_id"]),
    ("worth_of_class", "worth", &["class", "score"]),
    ("worth_in_time", "worth", &["class", "last_day", "score"]),
];

/// Lists are of claims that are shown as themselves; those that may be due are few among the many that were taken in.
const PARTIAL_INDEXES: [&str; 6] = [
    "CREATE INDEX \"claim_in_state\" ON \"claim\" (\"state\", \"id\") WHERE \"merged_into\" IS NULL",
    "CREATE INDEX \"claim_shown\" ON \"claim\" (\"id\") WHERE \"merged_into\" IS NULL",
    "CREATE INDEX \"claim_assigned\" ON \"claim\" (\"assigned_to\", \"id\") \
     WHERE \"assigned_to\" IS NOT NULL",
    "CREATE INDEX \"claim_to_look_at\" ON \"claim\" (\"id\") \
     WHERE \"state\" = 'needs_second_review' OR \"evidence_gone\" > 0 OR \"own_review_day\" IS NOT NULL",
    "CREATE INDEX \"claim_merged_into\" ON \"claim\" (\"merged_into\") WHERE \"merged_into\" IS NOT NULL",
    "CREATE INDEX \"flag_open\" ON \"flag\" (\"id\") WHERE \"settled_at\" IS NULL",
];
