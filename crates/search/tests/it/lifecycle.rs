use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use onrecord_model::{DatabaseId, Sequence};
use onrecord_search::{Index, Opened, RebuildReason, SearchError, Writer};
use uuid::Uuid;

use crate::corpus::{
    Bench, DATABASE, all, apart, article, no_facts, numbers, open, quote, quote_id, sorted, typed,
};

#[test]
fn putting_an_article_again_replaces_its_quotes() {
    let mut bench = Bench::of(&[(article(1), vec![quote(1, "alpha"), quote(2, "beta")])]);
    bench.commit(
        &[(article(1), vec![quote(1, "gamma"), quote(3, "delta")])],
        2,
    );
    assert_eq!(sorted(bench.numbers(&all())), [1, 3]);
    assert_eq!(bench.numbers(&typed("alpha")), [] as [u64; 0]);
    assert_eq!(bench.numbers(&typed("gamma")), [1]);
    bench.commit(&[(article(1), vec![])], 3);
    assert_eq!(bench.numbers(&all()), [] as [u64; 0]);
    assert_eq!(bench.index.count(), 0);
}

#[test]
fn an_article_put_twice_in_one_commit_counts_as_it_came_last() {
    let mut bench = Bench::of(&[]);
    bench.commit(
        &[
            (article(1), vec![quote(1, "alpha")]),
            (article(1), vec![quote(2, "beta")]),
        ],
        2,
    );
    assert_eq!(bench.numbers(&all()), [2]);
}

#[test]
fn readers_see_a_commit_when_they_reload_and_snapshots_never_do() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    let other = open(&bench.path());
    let before = other.snapshot();
    bench.commit(&apart([quote(2, "alpha")]), 7);
    assert_eq!(other.position(), Sequence(1));
    other.reload().expect("reloaded");
    assert_eq!(other.position(), Sequence(7));
    assert_eq!(other.count(), 2);
    assert_eq!(before.position(), Sequence(1));
    assert_eq!(
        before
            .search(&all(), &no_facts(), None)
            .expect("found")
            .total,
        1
    );
}

#[test]
fn the_position_survives_and_what_was_not_committed_does_not() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    bench.commit(&apart([quote(2, "beta")]), 42);
    bench
        .writer
        .put(article(3), &[quote(3, "gamma")])
        .expect("put");
    let path = bench.path();
    let _folder = bench.stop();
    let index = open(&path);
    assert_eq!(index.position(), Sequence(42));
    assert_eq!(
        index.all_quote_ids().expect("ids"),
        [quote_id(1), quote_id(2)]
    );
    let writer = Writer::acquire(&path, DATABASE)
        .expect("acquired")
        .expect("free");
    assert_eq!(writer.position(), Some(Sequence(42)));
}

#[test]
fn a_commit_of_nothing_moves_the_position() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    bench.commit(&[], 9);
    assert_eq!(bench.index.position(), Sequence(9));
    assert_eq!(bench.writer.position(), Some(Sequence(9)));
    assert_eq!(bench.index.count(), 1);
}

#[test]
fn rolling_back_forgets_what_was_put() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    bench
        .writer
        .put(article(2), &[quote(2, "beta")])
        .expect("put");
    bench.writer.put(article(1), &[]).expect("put");
    bench.writer.rollback().expect("rolled back");
    bench.commit(&apart([quote(3, "gamma")]), 2);
    assert_eq!(sorted(bench.numbers(&all())), [1, 3]);
}

#[test]
fn there_is_one_writer() {
    let bench = Bench::of(&[]);
    let path = bench.path();
    assert!(Writer::acquire(&path, DATABASE).expect("asked").is_none());
    let _folder = bench.stop();
    assert!(Writer::acquire(&path, DATABASE).expect("asked").is_some());
}

#[test]
fn nothing_can_be_put_where_nothing_was_built() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep").join("index");
    let mut writer = Writer::acquire(&path, DATABASE)
        .expect("asked")
        .expect("free");
    assert_eq!(writer.needs_rebuild(), Some(&RebuildReason::Missing));
    assert_eq!(writer.position(), None);
    assert!(matches!(
        writer.put(article(1), &[quote(1, "alpha")]),
        Err(SearchError::NeedsRebuild(RebuildReason::Missing))
    ));
    assert!(matches!(
        writer.finish_rebuild(Sequence(1)),
        Err(SearchError::OutOfTurn(_))
    ));
}

#[test]
fn the_old_index_serves_while_a_new_one_is_built() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    let other = open(&bench.path());
    bench.writer.begin_rebuild().expect("begun");
    bench
        .writer
        .put(article(2), &[quote(2, "beta")])
        .expect("put");
    assert!(matches!(
        bench.writer.commit(Sequence(5)),
        Err(SearchError::OutOfTurn(_))
    ));
    other.reload().expect("reloaded");
    assert_eq!(
        numbers(&other.search(&all(), &no_facts(), None).expect("found")),
        [1]
    );
    bench.writer.finish_rebuild(Sequence(8)).expect("finished");
    assert_eq!(
        numbers(&other.search(&all(), &no_facts(), None).expect("found")),
        [1]
    );
    other.reload().expect("reloaded");
    assert_eq!(
        numbers(&other.search(&all(), &no_facts(), None).expect("found")),
        [2]
    );
    assert_eq!(other.position(), Sequence(8));
    assert_eq!(generations(&bench), 1);
    bench.commit(&apart([quote(3, "gamma")]), 9);
    assert_eq!(sorted(bench.numbers(&all())), [2, 3]);
}

#[test]
fn a_rebuild_that_is_given_up_leaves_the_old_index() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    bench.writer.begin_rebuild().expect("begun");
    bench
        .writer
        .put(article(2), &[quote(2, "beta")])
        .expect("put");
    bench.writer.rollback().expect("rolled back");
    assert_eq!(generations(&bench), 1);
    bench.commit(&apart([quote(3, "gamma")]), 2);
    assert_eq!(sorted(bench.numbers(&all())), [1, 3]);
}

#[test]
fn what_a_crash_left_of_a_rebuild_is_removed() {
    let bench = Bench::of(&apart([quote(1, "alpha")]));
    let path = bench.path();
    let _folder = bench.stop();
    // As a process that was killed leaves it: begun, never finished, a segment half written. Nothing is put here,
    // for the thread that writes would rename files while they are copied.
    let mut writer = Writer::acquire(&path, DATABASE)
        .expect("asked")
        .expect("free");
    writer.begin_rebuild().expect("begun");
    let half_built = path.join("v4-2");
    let kept = path.join("kept");
    fs::create_dir(&kept).expect("made");
    for name in ["meta.json", ".managed.json"] {
        fs::copy(half_built.join(name), kept.join(name)).expect("copied");
    }
    fs::write(kept.join("0123456789abcdef0123456789abcdef.idx"), "half").expect("written");
    drop(writer);
    assert!(!half_built.exists());
    fs::rename(&kept, &half_built).expect("put back");

    let index = open(&path);
    assert_eq!(
        numbers(&index.search(&all(), &no_facts(), None).expect("found")),
        [1]
    );
    let mut writer = Writer::acquire(&path, DATABASE)
        .expect("asked")
        .expect("free");
    assert!(!half_built.exists());
    assert_eq!(writer.position(), Some(Sequence(1)));
    writer.begin_rebuild().expect("begun");
    writer.put(article(3), &[quote(3, "gamma")]).expect("put");
    writer.finish_rebuild(Sequence(3)).expect("finished");
    index.reload().expect("reloaded");
    assert_eq!(
        numbers(&index.search(&all(), &no_facts(), None).expect("found")),
        [3]
    );
}

#[test]
fn an_index_of_another_database_is_not_ours() {
    let bench = Bench::of(&apart([quote(1, "alpha")]));
    let other = DatabaseId(Uuid::from_u128(78));
    assert!(matches!(
        Index::open(&bench.path(), other),
        Ok(Opened::Rebuild(RebuildReason::OtherDatabase))
    ));
    let path = bench.path();
    let _folder = bench.stop();
    let writer = Writer::acquire(&path, other).expect("asked").expect("free");
    assert_eq!(writer.needs_rebuild(), Some(&RebuildReason::OtherDatabase));
}

#[test]
fn many_commits_are_merged_and_lose_nothing() {
    let mut bench = Bench::of(&[]);
    for round in 0..13 {
        // The first articles come again.
        let number = round % 10;
        bench.commit(&apart([quote(number, "alpha")]), round as i64 + 2);
    }
    let ids = bench.index.all_quote_ids().expect("ids");
    assert_eq!(ids, (0..10).map(quote_id).collect::<Vec<_>>());
    assert_eq!(bench.found(&typed("alpha")).total, 10);
    assert_eq!(bench.index.check().expect("checked"), [] as [String; 0]);
}

#[test]
fn readers_find_at_least_what_their_position_says_while_others_write_and_rebuild() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    let path = bench.path();
    let is_written = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let read = || {
            let index = open(&path);
            let mut last = Sequence(0);
            while !is_written.load(Ordering::Acquire) {
                index.reload().expect("reloaded");
                let snapshot = index.snapshot();
                let total = snapshot
                    .search(&typed("alpha"), &no_facts(), None)
                    .expect("found")
                    .total;
                // The change numbered n brought the quote numbered n.
                assert!(
                    total as i64 >= snapshot.position().0,
                    "{total} quotes at {}",
                    snapshot.position()
                );
                assert!(snapshot.position() >= last, "the position went back");
                last = snapshot.position();
            }
        };
        let readers = [scope.spawn(read), scope.spawn(read)];
        for number in 2..=10 {
            bench.commit(&apart([quote(number, "alpha")]), number as i64);
            if number % 4 == 0 {
                bench.writer.begin_rebuild().expect("begun");
                for number in 1..=number {
                    bench
                        .writer
                        .put(article(number), &[quote(number, "alpha")])
                        .expect("put");
                }
                bench
                    .writer
                    .finish_rebuild(Sequence(number as i64))
                    .expect("finished");
            }
        }
        is_written.store(true, Ordering::Release);
        for reader in readers {
            reader.join().expect("the reader found no fault");
        }
    });
    bench.index.reload().expect("reloaded");
    assert_eq!(bench.found(&typed("alpha")).total, 10);
}

#[test]
fn after_a_failure_nothing_is_committed_without_what_was_lost() {
    let mut bench = Bench::of(&apart([quote(1, "alpha")]));
    bench
        .writer
        .put(article(2), &[quote(2, "beta")])
        .expect("put");
    // Moved at one stroke: the thread that writes may be making files in it.
    let generation = bench.path().join("v4-1");
    fs::rename(&generation, bench.path().join("gone")).expect("moved");
    bench
        .writer
        .commit(Sequence(2))
        .expect_err("there is nowhere to write to");
    assert!(matches!(
        bench.writer.put(article(3), &[quote(3, "gamma")]),
        Err(SearchError::Lost {
            position: Sequence(1)
        })
    ));
    assert!(matches!(
        bench.writer.commit(Sequence(3)),
        Err(SearchError::Lost { .. })
    ));
    bench.writer.rollback().expect("rolled back");
    assert!(matches!(
        bench.writer.needs_rebuild(),
        Some(RebuildReason::Damaged(_))
    ));
}

fn generations(bench: &Bench) -> usize {
    fs::read_dir(bench.path())
        .expect("read")
        .filter(|entry| entry.as_ref().expect("an entry").path().is_dir())
        .count()
}
