use std::fs;
use std::path::{Path, PathBuf};

use onrecord_model::Sequence;
use onrecord_search::{Index, Opened, RebuildReason, Writer};
use tempfile::TempDir;

use crate::corpus::{Bench, DATABASE, all, apart, article, no_facts, numbers, open, quote};

/// An index of two segments, one with deletions, that nobody uses.
fn at_rest() -> (TempDir, PathBuf) {
    let mut bench = Bench::of(&apart((1..=50).map(|number| quote(number, "alpha beta"))));
    bench.commit(&[(article(1), vec![quote(99, "gamma")])], 2);
    let path = bench.path();
    (bench.stop(), path)
}

fn generation(path: &Path) -> PathBuf {
    fs::read_dir(path)
        .expect("read")
        .map(|entry| entry.expect("an entry").path())
        .find(|entry| entry.is_dir())
        .expect("a generation")
}

fn files(path: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(generation(path))
        .expect("read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|file| file.extension().is_none_or(|extension| extension != "lock"))
        .collect();
    files.sort();
    files
}

fn reason(path: &Path) -> RebuildReason {
    match Index::open(path, DATABASE).expect("damage is no error") {
        Opened::Ready(_) => panic!("the index is ready"),
        Opened::Rebuild(reason) => reason,
    }
}

fn assert_damaged(path: &Path, what: &str) {
    let Opened::Rebuild(found) = Index::open(path, DATABASE).expect("damage is no error") else {
        panic!("the index is ready, though {what}");
    };
    assert!(
        matches!(found, RebuildReason::Damaged(_)),
        "{what}: {found}"
    );
}

/// Whatever happened to it, it can be built anew.
fn rebuild(path: &Path) {
    let mut writer = Writer::acquire(path, DATABASE)
        .expect("asked")
        .expect("free");
    assert!(writer.needs_rebuild().is_some());
    writer.begin_rebuild().expect("begun");
    writer.put(article(1), &[quote(1, "alpha")]).expect("put");
    writer.finish_rebuild(Sequence(3)).expect("finished");
    let index = open(path);
    assert_eq!(
        numbers(&index.search(&all(), &no_facts(), None).expect("found")),
        [1]
    );
    assert_eq!(index.check().expect("checked"), [] as [String; 0]);
}

#[test]
fn what_is_not_there_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(reason(folder.path()), RebuildReason::Missing);
    assert_eq!(reason(&folder.path().join("none")), RebuildReason::Missing);
}

#[test]
fn a_pointer_to_nowhere_is_damage() {
    let (_folder, path) = at_rest();
    for text in [
        "",
        "v2",
        "v4-",
        "../../etc",
        "v01-1",
        "v4-1/../v4-1",
        "v4-999",
        "\u{0}",
    ] {
        fs::write(path.join("current"), text).expect("written");
        assert_damaged(&path, text);
    }
    fs::write(path.join("current"), [0xFF, 0xFE]).expect("written");
    assert_damaged(&path, "no text");
    rebuild(&path);
}

#[test]
fn another_schema_is_told_from_damage() {
    let (_folder, path) = at_rest();
    let newer = path.join("v999-7");
    fs::rename(generation(&path), &newer).expect("renamed");
    fs::write(path.join("current"), "v999-7\n").expect("written");
    assert_eq!(
        reason(&path),
        RebuildReason::OtherSchema("999, not 4".to_owned())
    );
    rebuild(&path);
    assert!(!newer.exists());

    let (_folder, path) = at_rest();
    let meta = generation(&path).join("meta.json");
    let text = fs::read_to_string(&meta).expect("read");
    assert!(text.contains("\"name\": \"title\""));
    fs::write(
        &meta,
        text.replace("\"name\": \"title\"", "\"name\": \"heading\""),
    )
    .expect("written");
    assert!(matches!(reason(&path), RebuildReason::OtherSchema(_)));
    rebuild(&path);
}

#[test]
fn a_torn_list_of_segments_is_damage() {
    let (_folder, path) = at_rest();
    for name in ["meta.json", ".managed.json"] {
        for keep in [0, 1, 20] {
            let file = generation(&path).join(name);
            let bytes = fs::read(&file).expect("read");
            fs::write(&file, &bytes[..keep]).expect("torn");
            assert_damaged(&path, name);
            fs::write(&file, &bytes).expect("mended");
        }
    }
    fs::remove_file(generation(&path).join("meta.json")).expect("removed");
    assert_damaged(&path, "no meta.json");
    rebuild(&path);
}

#[test]
fn a_position_that_cannot_be_read_is_damage() {
    let (_folder, path) = at_rest();
    let meta = generation(&path).join("meta.json");
    let text = fs::read_to_string(&meta).expect("read");
    fs::write(&meta, text.replace("\\\"seq\\\"", "\\\"sec\\\"")).expect("written");
    assert_damaged(&path, "no seq");
}

#[test]
fn a_segment_file_that_is_gone_or_torn_is_damage() {
    let (_folder, path) = at_rest();
    let names: Vec<PathBuf> = files(&path)
        .into_iter()
        .filter(|file| !file.ends_with("meta.json") && !file.ends_with(".managed.json"))
        .collect();
    assert!(names.len() > 6, "{names:?}");
    for file in &names {
        let bytes = fs::read(file).expect("read");
        fs::remove_file(file).expect("removed");
        assert_damaged(&path, &format!("{} is gone", file.display()));
        for keep in [0, 3, bytes.len() / 2, bytes.len() - 1] {
            fs::write(file, &bytes[..keep]).expect("torn");
            assert_damaged(&path, &format!("{} cut to {keep}", file.display()));
        }
        fs::write(file, &bytes).expect("mended");
    }
    assert_eq!(open(&path).count(), 50);
    fs::remove_file(&names[0]).expect("removed");
    rebuild(&path);
}

#[test]
fn a_flipped_byte_is_found_by_the_check() {
    let (_folder, path) = at_rest();
    for file in files(&path) {
        if file.ends_with("meta.json") || file.ends_with(".managed.json") {
            continue;
        }
        let bytes = fs::read(&file).expect("read");
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 3] ^= 0x10;
        fs::write(&file, &flipped).expect("written");
        match Index::open(&path, DATABASE).expect("opened") {
            Opened::Rebuild(reason) => {
                assert!(matches!(reason, RebuildReason::Damaged(_)), "{reason}");
            }
            Opened::Ready(index) => {
                let found = index.check().expect("checked");
                let name = file.file_name().expect("a name").to_string_lossy();
                assert!(found.iter().any(|line| line.contains(&*name)), "{found:?}");
                // Whatever it holds now, asking it is answered one way or the other.
                let _answer = index.search(&crate::corpus::typed("alpha beta"), &no_facts(), None);
            }
        }
        fs::write(&file, &bytes).expect("mended");
    }
}

#[test]
fn an_index_that_goes_while_it_is_open_is_an_error_of_reloading_only() {
    let (_folder, path) = at_rest();
    let index = open(&path);
    fs::remove_dir_all(generation(&path)).expect("removed");
    index.reload().expect_err("there is nothing to reload");
    assert_eq!(
        index
            .search(&all(), &no_facts(), None)
            .expect("found")
            .total,
        50
    );
    assert_ne!(index.check().expect("checked"), [] as [String; 0]);
    rebuild(&path);
    index.reload().expect("there is something again");
    assert_eq!(index.position(), Sequence(3));
}

#[test]
fn what_is_wrong_with_the_machine_is_no_reason_to_rebuild() {
    // A file where a folder must be: nothing a new index would heal.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index");
    fs::write(&path, "a file").expect("written");
    assert!(Index::open(&path, DATABASE).is_err());
    assert!(Writer::acquire(&path, DATABASE).is_err());
    assert_eq!(fs::read_to_string(&path).expect("read"), "a file");

    // A folder where a file must be, which cannot be read as one by anybody, root included.
    let (_folder, path) = at_rest();
    fs::remove_file(path.join("current")).expect("removed");
    fs::create_dir(path.join("current")).expect("made");
    assert!(Index::open(&path, DATABASE).is_err());
    assert!(Writer::acquire(&path, DATABASE).is_err());
}
