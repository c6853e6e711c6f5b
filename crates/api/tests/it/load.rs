//! Several workers, each with a runtime of its own, on one database: what is acknowledged is found, whoever asks,
//! and the end is an orderly one.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use onrecord_api::{ServeOptions, serve};
use onrecord_engine::{Config, Engine, Location};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::postgres;

const CLIENTS: usize = 8;
const ARTICLES: usize = 5;
/// What every article quotes one of, so that each search is for one article only.
const WORDS: [&str; CLIENTS] = [
    "lantern", "harvest", "turbine", "orchard", "granite", "pasture", "chimney", "railway",
];

#[test]
fn workers_share_one_sqlite_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    check(Location::Sqlite(folder.path().join("record.sqlite")));
}

#[test]
fn workers_share_one_postgresql_pool() {
    let Some(url) = postgres::database() else {
        return;
    };
    check(Location::Postgres(url));
}

fn check(location: Location) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let engine = runtime.block_on(open(location, folder.path().join("index")));
    let shutdown = CancellationToken::new();
    let (sender, receiver) = mpsc::channel();
    let options = ServeOptions {
        port: 0,
        workers: 4,
        ..ServeOptions::default()
    };
    std::thread::scope(|scope| {
        let told = move |address| sender.send(address).expect("the test waits");
        let served = scope.spawn(|| {
            runtime.block_on(async {
                let indexer = engine.run_indexer(shutdown.clone());
                let server = serve(Arc::clone(&engine), options, |_| {}, shutdown.clone(), told);
                tokio::join!(indexer, server).1
            })
        });
        let address = receiver.recv().expect("the server comes up");
        // Also when a client fails, or the test would wait for the server for ever.
        let stop = shutdown.clone().drop_guard();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| scope.spawn(move || converse(address, client)))
            .collect();
        let added = clients
            .into_iter()
            .map(|client| client.join().expect("a client goes through"))
            .filter(|shared_was_new| *shared_was_new)
            .count();
        assert_eq!(added, 1, "the article that all of them sent is new to one");
        let stats = ask(address, "GET", "/v1/stats", None).1;
        assert_eq!(stats["articles"], CLIENTS * ARTICLES + 1, "{stats}");
        assert_eq!(stats["versions"], CLIENTS * ARTICLES + 1, "{stats}");
        drop(stop);
        let ended = served.join().expect("the server does not panic");
        ended.expect("the server ends well");
    });
    runtime.block_on(engine.close()).expect("the engine closes");
}

async fn open(location: Location, index_folder: PathBuf) -> Arc<Engine> {
    let config = Config {
        location,
        index_folder,
        create: true,
        clock: || "2026-03-01T12:00:00Z".parse().expect("this is an instant"),
    };
    let engine = Engine::open(config).await.expect("the engine opens");
    engine.catch_up().await.expect("the index comes up");
    Arc::new(engine)
}

/// Sends articles and looks for each as soon as it is acknowledged. Whether the one that all clients send was new.
fn converse(address: SocketAddr, client: usize) -> bool {
    let word = WORDS[client];
    for number in 1..=ARTICLES {
        let body = article(word, number);
        let (status, added) = ask(address, "POST", "/v1/articles", Some(&body));
        assert_eq!(
            (status, &added["status"]),
            (201, &json!("added")),
            "{added}"
        );
        let path = format!("/v1/quotes?q={word}&kind=direct");
        let (status, found) = ask(address, "GET", &path, None);
        assert_eq!(status, 200, "{found}");
        assert_eq!(found["total"]["value"], number, "{found}");
        let id = added["quotes"][0]["id"].as_str().expect("an id");
        let (status, quote) = ask(address, "GET", &format!("/v1/quotes/{id}"), None);
        assert_eq!(status, 200, "{quote}");
    }
    let (status, shared) = ask(address, "POST", "/v1/articles", Some(&article("bridge", 0)));
    match shared["status"].as_str() {
        Some("added") => assert_eq!(status, 201),
        other => assert_eq!((status, other), (200, Some("unchanged")), "{shared}"),
    }
    status == 201
}

fn article(word: &str, number: usize) -> Value {
    json!({
        "url": format!("https://courier.example/{word}-{number}"),
        "outlet": "Brackwater Courier",
        "text": format!(
            "The council of Brackwater met for the whole evening.\n\n\
             “The old {word} will be repaired in year {number},” said Mayor Ada Quill on Monday.\n"
        ),
    })
}

/// One request on a connection of its own: the status and the JSON of the answer.
fn ask(address: SocketAddr, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let mut stream = TcpStream::connect(address).expect("the server takes connections");
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .expect("a timeout");
    let body = body.map(Value::to_string).unwrap_or_default();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream
        .write_all(request.as_bytes())
        .expect("the request is sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the server answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).expect("a status");
    let json = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"));
    (status.parse().expect("a number"), json)
}
