//! Files, folders and links.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord_intake::{Limits, read_paths};
use tempfile::TempDir;

const TEXT: &str =
    "Bridge Stays Shut\n\nThe mayor said on Monday that the bridge would stay shut.\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    folder
}

/// What comes of `paths`, an item a line, with the path of `folder` left out.
fn read(folder: &TempDir, paths: &[&str]) -> Vec<String> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path().join(path)).collect();
    let root = format!("{}/", folder.path().display());
    read_paths(&paths, Limits::default())
        .map(|item| match item {
            Ok(taken) => format!(
                "{} {}",
                taken.origin,
                taken.article.external_id.unwrap_or_default()
            ),
            Err(error) => format!(
                "{} {}{}",
                error.origin,
                if error.is_skip() { "skip " } else { "" },
                error.code()
            ),
        })
        .map(|line| line.replace(&root, ""))
        .collect()
}

#[test]
fn a_folder_is_read_in_order_whatever_is_in_it() {
    let page = format!("<!doctype html><title>Bridge</title><p>{TEXT}</p>");
    let lines = b"{\"id\":\"x\",\"text\":\"So.\"}\n{\"id\":\"y\",\"text\":\"So.\"}\n";
    let folder = folder(&[
        ("b.txt", TEXT.as_bytes()),
        ("a/z.html", page.as_bytes()),
        ("a/c.jsonl", lines),
        ("a/.git/config", b"x"),
        (".hidden.txt", TEXT.as_bytes()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("saved", page.as_bytes()),
        ("wire.md", b"# Bridge Stays Shut\n\nThe mayor said so.\n"),
    ]);
    assert_eq!(
        read(&folder, &["."])
            .iter()
            .map(|line| line.trim_start_matches("./"))
            .collect::<Vec<_>>(),
        [
            ".hidden.txt skip skipped_hidden",
            "a/.git skip skipped_hidden",
            "a/c.jsonl:1 x",
            "a/c.jsonl:2 y",
            "a/z.html z.html",
            "b.txt b.txt",
            "picture.png binary",
            "saved saved",
            "wire.md wire.md",
        ]
    );
}

#[test]
fn what_is_asked_for_by_name_is_read_even_if_hidden() {
    let folder = folder(&[(".hidden.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())]);
    assert_eq!(
        read(&folder, &["b.txt", ".hidden.txt", "b.txt"]),
        ["b.txt b.txt", ".hidden.txt .hidden.txt", "b.txt b.txt"]
    );
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    fs::create_dir(folder.path().join("empty")).expect("made");
    assert_eq!(
        read(&folder, &["empty", "a.txt"]),
        ["empty empty", "a.txt a.txt"]
    );
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_links_to_folders_are_not() {
    let folder = folder(&[("a/a.txt", TEXT.as_bytes())]);
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, folder.path().join(name)).expect("linked")
    };
    link(&folder.path().join("a/a.txt"), "a/link.txt");
    link(folder.path(), "a/loop");
    link(Path::new("nowhere"), "a/broken.txt");
    assert_eq!(
        read(&folder, &["a"]),
        [
            "a/a.txt a.txt",
            "a/broken.txt not_found",
            "a/link.txt link.txt",
            "a/loop skip skipped_linked_folder"
        ]
    );
    link(&folder.path().join("a"), "asked_for");
    assert_eq!(read(&folder, &["asked_for"]).len(), 4);
}

#[cfg(unix)]
#[test]
fn a_socket_in_a_folder_is_passed_over() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    let socket =
        std::os::unix::net::UnixListener::bind(folder.path().join("socket")).expect("bound");
    let read = read(&folder, &[""]);
    drop(socket);
    assert_eq!(read, ["a.txt a.txt", "socket skip skipped_special_file"]);
}

#[test]
fn nothing_is_opened_before_its_turn() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    let paths = [folder.path().join("a.txt"), folder.path().join("b.txt")];
    let mut items = read_paths(&paths, Limits::default());
    fs::write(&paths[1], TEXT).expect("written after the reader was made");
    assert!(items.all(|item| item.is_ok()));
}
