//! More than one process on one store: a command line beside a server, and two nodes on PostgreSQL.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::browser::Server;
use crate::postgres;
use crate::run::{run, run_with_input};

fn article(number: usize) -> Vec<u8> {
    let text = format!(
        "Report {number}\n\nThe harbour master of Halden, Tove Brandt, said on Tuesday that quay {number} was safe."
    );
    let url = format!("https://courier.example/{number}");
    serde_json::json!({"id": number.to_string(), "text": text, "url": url})
        .to_string()
        .into_bytes()
}

/// How many quotes the server finds for `words`.
fn found_by(server: &Server, words: &str) -> u64 {
    let host = server.address.trim_start_matches("http://");
    let mut connection = TcpStream::connect(host).expect("connects");
    write!(
        connection,
        "GET /v1/quotes?q={words} HTTP/1.0\r\nHost: {host}\r\n\r\n"
    )
    .expect("asks");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("answers");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let body: Value =
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"));
    body["total"]["value"]
        .as_u64()
        .unwrap_or_else(|| panic!("no total: {body}"))
}

#[test]
fn a_command_line_beside_a_server_just_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    run_with_input(data, &["ingest", "-"], &article(0)).expect(0);
    let mut server = Server::start(data);
    for number in 1..4 {
        run_with_input(data, &["ingest", "-"], &article(number)).expect(0);
        // At once, by both, whoever of them holds the index.
        assert_eq!(found_by(&server, "quay"), number as u64 + 1);
        let found = run(data, &["search", "quay", "--json"]).expect(0).json();
        assert_eq!(found.len(), number + 1);
    }
    run(data, &["doctor"]).expect(0);
    // The server holds the index, so nobody else may build it anew.
    let refused = run(data, &["reindex"]).expect(4);
    assert!(refused.messages.contains("another process"), "{refused:#?}");
    let port = server
        .address
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    run(data, &["health", "--port", &port]).expect(0);
    assert_eq!(server.terminate(), Some(0));
    run(data, &["health", "--port", &port]).expect(4);
    run(data, &["reindex"]).expect(0);
}

#[test]
fn two_nodes_share_a_record_in_postgresql() {
    let Some(database) = postgres::database() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let on = |node: &Path, arguments: &[&str], input: &[u8]| {
        let mut all = vec!["--database", database.as_str()];
        all.extend(arguments);
        run_with_input(node, &all, input)
    };
    on(&one, &["ingest", "-"], &article(0)).expect(0);
    on(&other, &["ingest", "-"], &article(1)).expect(0);
    let again = on(&other, &["ingest", "-"], &article(0)).expect(0);
    assert!(again.data.contains("1 known already"), "{again:#?}");
    for node in [&one, &other] {
        assert_eq!(
            on(node, &["search", "quay", "--json"], b"")
                .expect(0)
                .json()
                .len(),
            2
        );
        on(node, &["doctor"], b"").expect(0);
    }
    // A node can be thrown away.
    std::fs::remove_dir_all(&one).expect("removed");
    assert_eq!(
        on(&one, &["search", "quay", "--json"], b"")
            .expect(0)
            .json()
            .len(),
        2
    );
    let stats = on(&one, &["stats", "--json"], b"").expect(0).json();
    assert_eq!(stats[0]["articles"], 2, "{stats:#?}");
    assert!(
        !one.join("onrecord.db").exists(),
        "the record is in PostgreSQL alone"
    );
    let unreachable = run(
        folder.path(),
        &["--database", "postgres://me:secret@127.0.0.1:1/x", "stats"],
    );
    let unreachable = unreachable.expect(4);
    assert!(!unreachable.messages.contains("secret"), "{unreachable:#?}");
}

impl Server {
    /// Asks the server to stop; gives its exit code.
    pub(crate) fn terminate(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .arg(&id)
                .status()
                .expect("kill runs")
                .success()
        );
        self.child.wait().expect("ends").code()
    }
}
