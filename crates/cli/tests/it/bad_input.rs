//! Bad input: named with file and line, the rest goes on, exit code 3, nothing panics.

use std::fs;

use crate::run::{run, run_with_input};

const GOOD: &str = "Halden wants a new bridge\n\nThe mayor of Halden, Ines Okoro, said on Tuesday that the old \
                    bridge would be closed in spring. \"We will not wait any longer,\" Okoro said.\n";

#[track_caller]
fn check_refused(name: &str, bytes: &[u8], named: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let inputs = folder.path().join("inputs");
    fs::create_dir(&inputs).expect("a folder");
    fs::write(inputs.join(name), bytes).expect("writes");
    fs::write(inputs.join("zz-good.txt"), GOOD).expect("writes");
    let data = folder.path().join("data");
    let ran = run(&data, &["ingest", inputs.to_str().expect("UTF-8")]).expect(3);
    for word in named.iter().chain(&[name]) {
        assert!(
            ran.messages.contains(word),
            "{word:?} is not named: {ran:#?}"
        );
    }
    assert!(!ran.messages.contains("panicked"), "{ran:#?}");
    let found = run(&data, &["search", "bridge", "--json"]).expect(0);
    assert!(
        found.data.contains("zz-good") || found.data.contains("Okoro"),
        "the good one is missing: {found:#?}"
    );
}

#[test]
fn an_empty_file() {
    check_refused("a-empty.txt", b"", &["empty"]);
}

#[test]
fn a_binary() {
    let bytes: Vec<u8> = (0..4096_u32).map(|index| (index * 7 % 256) as u8).collect();
    check_refused("a-picture.txt", &bytes, &["binary"]);
}

#[test]
fn invalid_utf8_in_json_lines() {
    let mut lines = br#"{"id":"1","text":"First."}"#.to_vec();
    lines.extend_from_slice(b"\n{\"id\":\"2\",\"text\":\"caf\xe9\"}\n");
    check_refused("a-latin.jsonl", &lines, &["a-latin.jsonl:2"]);
}

#[test]
fn malformed_json_in_line_3_of_5() {
    let line = |id: usize| {
        format!(
            "{{\"id\":\"{id}\",\"text\":\"Report {id} from Halden\\n\\nThe council said on day {id} that the harbour would open.\"}}\n"
        )
    };
    let lines = [
        line(1),
        line(2),
        "{\"id\": \"3\", \"text\": oops}\n".to_owned(),
        line(4),
        line(5),
    ]
    .concat();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("five.jsonl");
    fs::write(&path, lines).expect("writes");
    let data = folder.path().join("data");
    let ran = run(&data, &["ingest", path.to_str().expect("UTF-8"), "--json"]).expect(3);
    assert!(ran.messages.contains("five.jsonl:3"), "{ran:#?}");
    let stored = ran
        .json()
        .into_iter()
        .filter(|line| line["event"] == "stored")
        .count();
    assert_eq!(stored, 4, "{ran:#?}");
}

#[test]
fn a_line_of_50_megabytes() {
    let mut lines = Vec::with_capacity(51 << 20);
    lines.extend_from_slice(b"{\"id\":\"1\",\"text\":\"");
    lines.resize(50 << 20, b'x');
    lines.extend_from_slice(b"\"}\n");
    check_refused("a-long.jsonl", &lines, &["a-long.jsonl:1"]);
}

#[test]
fn a_path_that_does_not_exist() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = folder.path().join("good.txt");
    fs::write(&good, GOOD).expect("writes");
    let data = folder.path().join("data");
    let good = good.to_str().expect("UTF-8");
    let ran = run(&data, &["ingest", "no-such-folder/no-such-file.txt", good]).expect(3);
    assert!(
        ran.messages.contains("no-such-folder/no-such-file.txt"),
        "{ran:#?}"
    );
    assert!(ran.data.contains("1 article added"), "{ran:#?}");
}

/// Root reads everything, so the folder is made unreadable for an ordinary user and the binary run as one.
#[cfg(unix)]
#[test]
fn a_folder_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("permissions");
    let secret = folder.path().join("secret");
    fs::create_dir(&secret).expect("a folder");
    fs::write(secret.join("a.txt"), GOOD).expect("writes");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
    let readable_by_us = fs::read_dir(&secret).is_ok();
    // The binary may lie where an ordinary user cannot reach it.
    let binary = folder.path().join("onrecord");
    fs::copy(env!("CARGO_BIN_EXE_onrecord"), &binary).expect("copies");
    let mut command = if readable_by_us {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&binary);
        command
    } else {
        Command::new(&binary)
    };
    let output = command
        .env("ONRECORD_DATA", folder.path().join("data"))
        .args(["ingest", secret.to_str().expect("UTF-8")])
        .output()
        .expect("setpriv and the binary start");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o700)).expect("permissions");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{messages}");
    assert!(
        messages.contains("secret") && messages.contains("permission"),
        "{messages}"
    );
}

#[test]
fn standard_input_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = run_with_input(folder.path(), &["ingest", "-"], b"").expect(3);
    assert!(ran.messages.contains("standard input"), "{ran:#?}");
}
