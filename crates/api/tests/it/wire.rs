//! What only shows on a socket: limits, deadlines and the end of the server.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use onrecord_api::{ServeError, ServeOptions, serve};
use onrecord_engine::{Config, Engine, Location};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::harness::bridge;

/// A server on a free port, on a thread of its own.
struct Running {
    address: SocketAddr,
    shutdown: CancellationToken,
    ended: JoinHandle<Result<(), ServeError>>,
    _folder: TempDir,
}

fn open(runtime: &tokio::runtime::Runtime, folder: &TempDir) -> Arc<Engine> {
    let config = Config {
        location: Location::Sqlite(folder.path().join("record.sqlite")),
        index_folder: folder.path().join("index"),
        create: true,
        clock: || "2026-03-01T12:00:00Z".parse().expect("this is an instant"),
    };
    runtime.block_on(async {
        let engine = Engine::open(config).await.expect("the engine opens");
        engine.catch_up().await.expect("the index comes up");
        Arc::new(engine)
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
}

impl Running {
    fn start(options: ServeOptions) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shutdown = CancellationToken::new();
        let (sender, receiver) = mpsc::channel();
        let runtime = runtime();
        let engine = open(&runtime, &folder);
        let token = shutdown.clone();
        let ended = std::thread::spawn(move || {
            let options = ServeOptions {
                port: 0,
                workers: 1,
                ..options
            };
            let told = |address| sender.send(address).expect("the test waits");
            runtime.block_on(serve(engine, options, |_| {}, token, told))
        });
        Self {
            address: receiver.recv().expect("the server comes up"),
            shutdown,
            ended,
            _folder: folder,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server takes connections");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        stream
    }

    /// Sends `head` with an empty line and reads until the server closes.
    fn exchange(&self, head: &str) -> String {
        let mut stream = self.connect();
        // The server may close while it is still being written to.
        let _ = stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes());
        rest(&mut stream)
    }

    fn stop(self) {
        self.shutdown.cancel();
        let ended = self.ended.join().expect("the server does not panic");
        ended.expect("the server ends well");
    }
}

/// Everything until the server closes; a reset is a way to close.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("the server does not close: {error}"),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Posts an article up to the point where the server asks for the body.
fn announce(stream: &mut TcpStream, length: usize) {
    let head = format!(
        "POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).expect("the server answers");
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
}

#[test]
fn it_answers_over_the_wire() {
    let server = Running::start(ServeOptions::default());
    let answer = server.exchange("GET /healthz HTTP/1.1\r\nHost: localhost");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("{\"status\":\"ok\"}"), "{answer}");
    let head = server.exchange("HEAD /healthz HTTP/1.1\r\nHost: localhost");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    let rebound = server.exchange("GET /healthz HTTP/1.1\r\nHost: rebound.example");
    assert!(rebound.starts_with("HTTP/1.1 403"), "{rebound}");
    let nameless = server.exchange("GET /healthz HTTP/1.0");
    assert!(nameless.starts_with("HTTP/1.0 403"), "{nameless}");
    server.stop();
}

#[test]
fn hostile_requests_are_refused_and_the_server_goes_on() {
    let server = Running::start(ServeOptions::default());
    let long = "a".repeat(1 << 20);
    for head in [
        format!("GET /v1/quotes?q={long} HTTP/1.1\r\nHost: localhost"),
        format!("GET /v1/quotes HTTP/1.1\r\nHost: localhost\r\nX: {long}"),
        "GET /v1/quotes HTTP/9.9\r\nHost: localhost".to_owned(),
        "\0\u{1}\u{2} nonsense".to_owned(),
        "POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6".to_owned(),
        "POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1".to_owned(),
        "POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked".to_owned(),
    ] {
        let answer = server.exchange(&head);
        let shown: String = head.chars().take(120).collect();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{shown}: {answer}");
    }
    let answer = server.exchange("GET /healthz HTTP/1.1\r\nHost: localhost");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.stop();
}

#[test]
fn a_head_that_does_not_end_is_given_up() {
    let server = Running::start(ServeOptions {
        head_deadline: Duration::from_millis(300),
        ..ServeOptions::default()
    });
    let mut stream = server.connect();
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: loc")
        .expect("the beginning is sent");
    let answer = rest(&mut stream);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    server.stop();
}

#[test]
fn a_body_that_does_not_end_is_given_up() {
    let server = Running::start(ServeOptions {
        request_deadline: Duration::from_millis(300),
        ..ServeOptions::default()
    });
    let mut stream = server.connect();
    announce(&mut stream, 1_000);
    stream
        .write_all(b"{\"text\": \"")
        .expect("the beginning is sent");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("the server answers");
    assert_eq!(&answer, b"HTTP/1.1 503");
    drop(stream);
    server.stop();
}

#[test]
fn bodies_that_are_announced_and_do_not_come_hold_nobody_up() {
    let server = Running::start(ServeOptions::default());
    let idle: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = server.connect();
            announce(&mut stream, 10 << 20);
            stream
        })
        .collect();
    let body = bridge().to_string();
    let mut stream = server.connect();
    announce(&mut stream, body.len());
    stream.write_all(body.as_bytes()).expect("the body is sent");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("the server answers");
    assert_eq!(&answer, b"HTTP/1.1 201");
    drop((idle, stream));
    server.stop();
}

#[test]
fn what_has_begun_is_answered_before_the_server_ends() {
    let server = Running::start(ServeOptions::default());
    let body = bridge().to_string();
    let mut stream = server.connect();
    announce(&mut stream, body.len());
    let begun = Instant::now();
    server.shutdown.cancel();
    stream.write_all(body.as_bytes()).expect("the body is sent");
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    server.stop();
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn an_idle_connection_does_not_hold_the_end_up() {
    let server = Running::start(ServeOptions::default());
    let mut stream = server.connect();
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .expect("the request is sent");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("the server answers");
    let begun = Instant::now();
    server.stop();
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_port_in_use_is_an_error_that_names_it() {
    let server = Running::start(ServeOptions::default());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runtime = runtime();
    let engine = open(&runtime, &folder);
    let options = ServeOptions {
        port: server.address.port(),
        ..ServeOptions::default()
    };
    let error = runtime
        .block_on(serve(
            engine,
            options,
            |_| {},
            CancellationToken::new(),
            |_| {},
        ))
        .expect_err("the port is taken");
    assert!(
        matches!(error, ServeError::AddressInUse { .. }),
        "{error:?}"
    );
    assert!(
        error.to_string().starts_with(&server.address.to_string()),
        "{error}"
    );
    server.stop();
}
