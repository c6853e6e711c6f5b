//! Opening what is there, what is not, and what is something else.

use std::time::Duration;

use onrecord_store::{Location, Store, StoreError};

use crate::fixture::{article, assert_sound, on_both, on_postgres, on_sqlite, put};

#[test]
fn a_record_is_made_once_and_keeps_its_id() {
    on_both(async |place| {
        let missing = Store::open_existing(&place.location).await;
        assert!(
            matches!(missing, Err(StoreError::Missing(_))),
            "{missing:?}"
        );
        let store = place.open().await;
        let id = store.database_id();
        let done = put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Yes.»"),
        )
        .await;
        store.close().await.expect("closed");

        let store = Store::open_existing(&place.location).await.expect("there");
        assert_eq!(store.database_id(), id);
        assert!(
            store
                .article(done.article, None)
                .await
                .expect("read")
                .is_some()
        );
    });
}

#[test]
fn looking_for_a_record_leaves_nothing_behind() {
    on_sqlite(async |place| {
        let missing = Store::open_existing(&place.location).await;
        assert!(
            matches!(missing, Err(StoreError::Missing(_))),
            "{missing:?}"
        );
        let folder = place.path().parent().expect("a folder").to_owned();
        assert!(!folder.exists());

        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(place.path(), "").expect("an empty file");
        let missing = Store::open_existing(&place.location).await;
        assert!(
            matches!(missing, Err(StoreError::Missing(_))),
            "{missing:?}"
        );
    });
}

#[test]
fn many_may_open_a_new_record_at_once() {
    on_both(async |place| {
        let openers: Vec<_> = (0..8)
            .map(|_| {
                let location = place.location.clone();
                tokio::spawn(async move { Store::open(&location).await })
            })
            .collect();
        let mut ids = Vec::new();
        for opener in openers {
            let store = opener.await.expect("ends").expect("opens");
            ids.push(store.database_id());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_sound(&place.open().await).await;
    });
}

#[test]
fn a_newer_schema_is_refused() {
    on_both(async |place| {
        place.open().await.close().await.expect("closed");
        place
            .raw()
            .await
            .execute("INSERT INTO onrecord_migration (version, applied_at) VALUES ('m29990101_000001_more', 0)")
            .await;
        for opened in [
            Store::open(&place.location).await,
            Store::open_existing(&place.location).await,
        ] {
            let error = opened.expect_err("it is newer");
            assert!(matches!(error, StoreError::NewerSchema { .. }), "{error:?}");
            assert!(
                error.to_string().contains("m29990101_000001_more"),
                "{error}"
            );
        }
    });
}

#[test]
fn a_schema_that_is_half_there_is_completed() {
    on_both(async |place| {
        let raw_first = place.open().await;
        raw_first.close().await.expect("closed");
        // As after a crash between the schema and the id, were they not one transaction.
        place
            .raw()
            .await
            .execute("DELETE FROM database_identity")
            .await;
        let store = place.open().await;
        let again = place.open().await;
        assert_eq!(store.database_id(), again.database_id());
    });
}

#[test]
fn a_file_that_is_no_database_is_damaged_and_stays_as_it_is() {
    on_sqlite(async |place| {
        let text = "This is a letter, and no database at all.\n".repeat(200);
        std::fs::create_dir(place.path().parent().expect("a folder")).expect("a folder");
        std::fs::write(place.path(), &text).expect("written");
        for opened in [
            Store::open(&place.location).await,
            Store::open_existing(&place.location).await,
        ] {
            let error = opened.expect_err("it is no database");
            assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        }
        assert_eq!(std::fs::read_to_string(place.path()).expect("read"), text);
    });
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    on_sqlite(async |place| {
        place.open().await.close().await.expect("closed");
        std::fs::remove_file(place.path()).expect("removed");
        std::fs::write(place.path(), "").expect("an empty file");
        let raw = place.raw().await;
        raw.execute("CREATE TABLE recipe (name TEXT)").await;
        let error = Store::open(&place.location).await.expect_err("not ours");
        assert!(error.to_string().contains("recipe"), "{error}");
        let tables = raw.rows("SELECT name FROM sqlite_master").await;
        assert_eq!(tables.len(), 1);
        let mode: String = raw.rows("PRAGMA journal_mode").await[0]
            .try_get_by_index(0)
            .expect("a mode");
        assert_eq!(mode, "delete");
    });
}

#[test]
fn what_cannot_be_reached_is_said_at_once() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        // A port that was free a moment ago.
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a port")
            .port();
        let url = format!("postgres://me:secret@127.0.0.1:{port}/record");
        let nowhere = Location::Postgres(url);
        let opened = tokio::time::timeout(Duration::from_secs(5), Store::open(&nowhere)).await;
        let error = opened.expect("no long wait").expect_err("nobody listens");
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        assert!(!format!("{error:?}").contains("secret"));

        let folder = tempfile::tempdir().expect("a folder");
        let is_folder = Store::open(&Location::Sqlite(folder.path().to_owned())).await;
        let error = is_folder.expect_err("a folder is no database");
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        let cause = std::error::Error::source(&error)
            .expect("a cause")
            .to_string();
        assert!(
            cause.contains(&folder.path().display().to_string()),
            "{cause}"
        );
    });
}

/// On PostgreSQL alone: the tests may run as root, whom no permission of a file stops.
#[test]
fn a_database_that_may_not_be_written_to_says_so() {
    on_postgres(async |place| {
        let store = place.open().await;
        let new = article("https://example.org/1", "Jane Roe: «Yes.»");
        let done = put(&store, &new).await;
        store.close().await.expect("closed");
        let raw = place.raw().await;
        let database = raw.rows("SELECT current_database()::text").await;
        let database: String = database[0].try_get_by_index(0).expect("a name");
        raw.execute(&format!(
            "ALTER DATABASE {database} SET default_transaction_read_only = on"
        ))
        .await;

        let store = place.open().await;
        let record = store.article(done.article, None).await.expect("read");
        assert!(record.is_some());
        let another = article("https://example.org/2", "Jane Roe: «No.»");
        let error = store.put_article(&another).await.expect_err("read only");
        assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    });
}

#[test]
fn a_database_that_is_not_there_is_missing() {
    on_postgres(async |place| {
        let Location::Postgres(url) = &place.location else {
            panic!("not PostgreSQL");
        };
        let elsewhere = Location::Postgres(format!("{url}_not"));
        let missing = Store::open_existing(&elsewhere).await;
        assert!(
            matches!(missing, Err(StoreError::Missing(_))),
            "{missing:?}"
        );
        let error = Store::open(&elsewhere)
            .await
            .expect_err("nor can it be made");
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    });
}
