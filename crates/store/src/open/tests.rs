//! How long connections wait for one another, with less patience than callers from outside get.

use onrecord_model::{Article, Language, Sequence};
use sea_orm::DatabaseTransaction;

use super::*;
use crate::{NewArticle, PutStatus, postgres};

const LITTLE: Duration = Duration::from_millis(100);
const MUCH: Duration = Duration::from_secs(60);

fn article(number: usize) -> NewArticle {
    NewArticle {
        article: Article {
            external_id: None,
            url: Some(format!("https://example.org/{number}")),
            title: None,
            outlet: None,
            authors: Vec::new(),
            published: None,
            language: Language::english(),
            text: "The harbour stays open.".to_owned(),
            blocks: Vec::new(),
        },
        extractor: None,
        quotes: Vec::new(),
        taken_in: chrono::DateTime::UNIX_EPOCH,
    }
}

/// An empty record on each database there is, and what keeps its folder.
fn places() -> Vec<(Location, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = Location::Sqlite(folder.path().join("record.db"));
    let server = postgres::database().map(|url| (Location::Postgres(url), None));
    std::iter::once((file, Some(folder)))
        .chain(server)
        .collect()
}

async fn open(location: &Location, patience: Duration) -> Store {
    Store::connect(location, true, patience)
        .await
        .expect("opens")
}

/// What a node holds that stops in the middle of a put.
async fn hold(store: &Store) -> DatabaseTransaction {
    let held = dialect::begin_write(store.writer()).await.expect("begins");
    dialect::lock_change_feed(&held).await.expect("locks");
    held
}

#[tokio::test]
async fn who_waits_for_a_writer_that_stands_still_is_told_and_readers_go_on() {
    for (location, _folder) in places() {
        let other = open(&location, MUCH).await;
        let store = open(&location, LITTLE).await;
        let held = hold(&other).await;

        // More than there are connections to write with.
        let writers: Vec<_> = (0..9)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move { store.put_article(&article(number)).await })
            })
            .collect();
        while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
            let last = store.last_sequence().await.expect("reading goes on");
            assert_eq!(last, Sequence(0));
        }
        for writer in writers {
            let put = writer.await.expect("the writer ends");
            let error = put.expect_err("another writer is in the way");
            assert!(matches!(error, StoreError::Busy(_)), "{error:?}");
        }
        // Nor is it in the way of who opens a record that is up to date.
        open(&location, LITTLE).await;

        held.rollback().await.expect("lets go");
        let put = store.put_article(&article(0)).await.expect("stored");
        assert_eq!(put.status, PutStatus::Added);
    }
}

#[tokio::test]
async fn a_writer_that_stands_still_loses_its_turn() {
    let Some(url) = postgres::database() else {
        return;
    };
    let location = Location::Postgres(url);
    let other = open(&location, LITTLE).await;
    let store = open(&location, MUCH).await;
    let held = hold(&other).await;

    let put = store.put_article(&article(0)).await.expect("stored");
    assert_eq!(put.status, PutStatus::Added);

    let late = dialect::lock_change_feed(&held).await;
    let error = StoreError::from(late.expect_err("the server has ended it"));
    assert!(matches!(error, StoreError::Busy(_)), "{error:?}");
    drop(held);
    let put = other.put_article(&article(1)).await.expect("stored");
    assert_eq!(put.status, PutStatus::Added);
}

#[tokio::test]
async fn only_a_check_may_take_any_time() {
    let Some(url) = postgres::database() else {
        return;
    };
    let store = open(&Location::Postgres(url), dialect::PATIENCE).await;
    let setting = async |connection: &DatabaseConnection, name: &str| -> String {
        let show =
            Statement::from_string(connection.get_database_backend(), format!("SHOW {name}"));
        let row = connection.query_one_raw(show).await.expect("a setting");
        row.and_then(|row| row.try_get_by_index(0).ok())
            .expect("its value")
    };
    let check = store.patient_reader().await.expect("connects");
    for (connection, statement) in [
        (store.writer(), "1min"),
        (store.reader(), "1min"),
        (&check, "0"),
    ] {
        assert_eq!(setting(connection, "statement_timeout").await, statement);
        assert_eq!(setting(connection, "lock_timeout").await, "15s");
        let idle = setting(connection, "idle_in_transaction_session_timeout").await;
        assert_eq!(idle, "30s");
    }
}

#[tokio::test]
async fn readers_cannot_write() {
    for (location, _folder) in places() {
        let store = open(&location, dialect::PATIENCE).await;
        let check = store.patient_reader().await.expect("connects");
        for reader in [store.reader(), &check] {
            let written = reader.execute_unprepared("DELETE FROM article").await;
            let error = StoreError::from(written.expect_err("it only reads"));
            assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
        }
    }
}

/// What a full or failing disk leaves behind: SQLite undoes the transaction by itself, the driver's own rollback
/// then fails, and the driver goes on believing in a transaction.
async fn undone_by_the_database(store: &Store) {
    let transaction = dialect::begin_write(store.writer()).await.expect("begins");
    let undone = transaction.execute_unprepared("ROLLBACK").await;
    undone.expect("SQLite undoes it");
    assert!(transaction.rollback().await.is_err(), "there is none");
}

#[tokio::test]
async fn what_is_acknowledged_after_a_full_disk_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("record.db"));
    let store = open(&location, LITTLE).await;
    undone_by_the_database(&store).await;
    let transaction = dialect::begin_write(store.writer()).await.expect("begins");
    transaction.rollback().await.expect("gives up");
    let put = store.put_article(&article(1)).await.expect("is stored");
    // Committed, not merely written: others see it, and may write.
    let other = open(&location, LITTLE).await;
    let found = other.article(put.article, None).await.expect("reads");
    assert!(found.is_some(), "acknowledged and lost");
    let second = other.put_article(&article(2)).await;
    second.expect("nobody is in the way");
    assert_eq!(store.counts().await.expect("counts").articles, 2);
    assert_eq!(store.check().await.expect("checks"), []);
}
