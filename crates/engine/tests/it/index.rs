//! One writes, the others follow; what is lost is built again.

use std::fs;

use onrecord_engine::Indexing;
use tokio_util::sync::CancellationToken;

use crate::{article, open, total};

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_hold_the_index_follows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let writing = open(folder.path()).await;
    assert!(writing.catch_up().await.expect("writes"));
    let following = open(folder.path()).await;
    assert!(!following.catch_up().await.expect("follows"));
    assert_eq!(
        following.index_state().await.expect("answers").indexing,
        Indexing::Following
    );

    // Taken in beside the process that holds the index: found by both at once, indexed by the holder.
    following
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    assert_eq!(
        (
            total(&writing, "pier").await,
            total(&following, "pier").await
        ),
        (1, 1)
    );
    writing.catch_up().await.expect("writes");
    following.catch_up().await.expect("follows");
    let state = following.index_state().await.expect("answers");
    assert_eq!(state.position, Some(state.last));
    assert_eq!(total(&following, "pier").await, 1);
    assert!(!following.rebuild_index().await.expect("is refused"));

    // The lock goes with its holder.
    writing.close().await.expect("closes");
    assert!(following.catch_up().await.expect("writes now"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_or_damaged_index_is_built_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    engine.catch_up().await.expect("indexed");
    engine.close().await.expect("closes");
    drop(engine);

    let index = folder.path().join("index");
    let damages: [fn(&std::path::Path); 2] = [
        |index| fs::remove_dir_all(index).expect("removed"),
        |index| {
            for entry in walk(index) {
                if entry.file_name().is_some_and(|name| name == "meta.json") {
                    fs::write(entry, "{").expect("torn");
                }
            }
        },
    ];
    for damage in damages {
        damage(&index);
        let engine = open(folder.path()).await;
        assert!(engine.catch_up().await.expect("built again"));
        assert_eq!(total(&engine, "pier").await, 1);
        assert!(engine.doctor().await.expect("looks").is_clean());
        engine.close().await.expect("closes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_database_is_not_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    engine.catch_up().await.expect("indexed");
    engine.close().await.expect("closes");
    drop(engine);
    for file in ["onrecord.db", "onrecord.db-wal", "onrecord.db-shm"] {
        // The last two are only there while the database is open.
        let _ = fs::remove_file(folder.path().join(file));
    }
    let engine = open(folder.path()).await;
    engine
        .ingest(article("https://courier.example/2", "quay"))
        .await
        .expect("stored");
    engine.catch_up().await.expect("built again");
    assert_eq!(
        (total(&engine, "pier").await, total(&engine, "quay").await),
        (0, 1)
    );
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lets_go_of_the_index_follows_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let reading = open(folder.path()).await;
    assert!(reading.catch_up().await.expect("writes"));
    reading.release_index().await.expect("lets go");
    let writing = open(folder.path()).await;
    assert!(writing.catch_up().await.expect("writes now"));
    writing
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    assert!(!reading.catch_up().await.expect("follows"));
    assert_eq!(total(&reading, "pier").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_indexer_ends_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    engine
        .ingest(article("https://courier.example/1", "pier"))
        .await
        .expect("stored");
    let stop = CancellationToken::new();
    stop.cancel();
    engine.run_indexer(stop).await;
    // What it left undone is done by the next.
    engine.catch_up().await.expect("catches up");
    assert!(engine.doctor().await.expect("looks").is_clean());
}
