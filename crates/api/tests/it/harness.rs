//! An API over an engine over a fresh SQLite database in a temporary folder, called in process.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::body::to_bytes;
use actix_web::dev::Service;
use actix_web::http::{Method, header::HeaderMap};
use actix_web::test::{TestRequest, init_service};
use chrono::{DateTime, Utc};
use onrecord_api::{Api, ServeOptions};
use onrecord_engine::{Clock, Config, Engine, Location};
use onrecord_model::ClaimId;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A record of one's own.
pub(crate) struct Record {
    pub(crate) engine: Arc<Engine>,
    api: Api,
    folder: TempDir,
}

fn config(folder: &TempDir, clock: Clock) -> Config {
    Config {
        location: Location::Sqlite(folder.path().join("record.sqlite")),
        index_folder: folder.path().join("index"),
        create: true,
        clock,
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Record {
    pub(crate) async fn empty() -> Self {
        Self::with(ServeOptions::default()).await
    }

    pub(crate) async fn with(options: ServeOptions) -> Self {
        let record = Self::without_index(options).await;
        record.engine.catch_up().await.expect("the index comes up");
        record
    }

    /// With a clock that may go on.
    pub(crate) async fn at(options: ServeOptions, clock: Clock) -> Self {
        let record = Self::opened(options, clock).await;
        record.engine.catch_up().await.expect("the index comes up");
        record
    }

    /// As it is while the first index is being built.
    pub(crate) async fn without_index(options: ServeOptions) -> Self {
        let noon = || "2026-03-01T12:00:00Z".parse().expect("this is an instant");
        Self::opened(options, noon).await
    }

    /// The same record opened again, after the first letter of what a claim says was changed in the database's file,
    /// in the claim's own row.
    pub(crate) async fn forged(&self, claim: &str, words: &str) -> Engine {
        self.engine.close().await.expect("the engine closes");
        let config = config(&self.folder, || DateTime::<Utc>::UNIX_EPOCH);
        let path = self.folder.path().join("record.sqlite");
        let mut bytes = std::fs::read(&path).expect("the file is there");
        let claim: ClaimId = claim.parse().expect("an id");
        // In no other table an id is followed by these words; earlier states of the row may lie about in the page.
        let row = [claim.0.as_bytes().as_slice(), words.as_bytes()].concat();
        let places: Vec<usize> = (0..bytes.len().saturating_sub(row.len()))
            .filter(|place| bytes[*place..].starts_with(&row))
            .collect();
        assert!(!places.is_empty(), "the row is not in the file");
        for place in places {
            bytes[place + claim.0.as_bytes().len()] = b'#';
        }
        std::fs::write(&path, bytes).expect("the file is written");
        Engine::open(config).await.expect("the engine opens")
    }

    async fn opened(options: ServeOptions, clock: Clock) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let engine = Engine::open(config(&folder, clock)).await;
        let engine = Arc::new(engine.expect("the engine opens"));
        Self {
            api: Api::new(Arc::clone(&engine), &options),
            engine,
            folder,
        }
    }

    /// Sends any request, with a loopback `Host` unless it brings one.
    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        let service = init_service(self.api.app(|_| {})).await;
        let mut request = request.to_request();
        if !request.headers().contains_key("host") {
            let host = "localhost:7878".parse().expect("a header value");
            request
                .headers_mut()
                .insert("host".parse().expect("a header name"), host);
        }
        let response = match service.call(request).await {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            Err(error) => error.error_response(),
        };
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: to_bytes(response.into_body())
                .await
                .expect("a body in memory")
                .to_vec(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    pub(crate) async fn post(&self, body: impl Into<Vec<u8>>) -> Answer {
        let request = TestRequest::default()
            .method(Method::POST)
            .uri("/v1/articles")
            .insert_header(("content-type", "application/json"))
            .set_payload(body.into());
        self.send(request).await
    }

    /// Takes an article in that has to be new.
    pub(crate) async fn add(&self, article: Value) -> Value {
        let answer = self.post(article.to_string()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no {name} header"))
            .to_str()
            .expect("ASCII")
    }

    /// Checks that this is a problem of this code, well formed in every respect.
    pub(crate) fn is_problem(&self, status: u16, code: &str) -> Value {
        let problem = self.json();
        assert_eq!(self.status, status, "{problem}");
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/problems/{code}"));
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.header("cache-control"), "no-store");
        assert_eq!(self.header("x-content-type-options"), "nosniff");
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        assert!(problem["instance"].is_string(), "{problem}");
        assert!(
            problem["title"]
                .as_str()
                .is_some_and(|title| !title.is_empty())
        );
        let detail = problem["detail"].as_str().expect("a detail");
        for secret in ["/tmp", "SELECT", "sqlx", "sqlite", ".rs"] {
            assert!(!detail.contains(secret), "{detail}");
        }
        problem
    }

    /// The same, and that exactly these fields are named.
    pub(crate) fn names(&self, status: u16, code: &str, fields: &[&str]) {
        let problem = self.is_problem(status, code);
        let named: Vec<&str> = problem["errors"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|error| error["field"].as_str().expect("a name"))
            .collect();
        assert_eq!(named, fields, "{problem}");
    }
}

/// Text as a query string has it.
pub(crate) fn encode(text: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(escaped).collect()
}

/// Options whose deadline is short enough to be waited for.
pub(crate) fn impatient(deadline: Duration) -> ServeOptions {
    ServeOptions {
        request_deadline: deadline,
        ..ServeOptions::default()
    }
}

/// The code points `span` of `text`.
pub(crate) fn slice(text: &str, span: &Value) -> String {
    let at = |index: usize| span[index].as_u64().expect("a position") as usize;
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

/// A report with one direct quotation, two speakers and characters outside the basic plane before them.
pub(crate) fn bridge() -> Value {
    json!({
        "id": "bridge-1",
        "title": "Brackwater bridge to reopen",
        "outlet": "Brackwater Courier",
        "author": ["Ana Reyes", "Tom Hollis"],
        "published": "2026-02-03T08:30:00+01:00",
        "url": "https://courier.example/bridge?utm_source=feed",
        "text": BRIDGE,
    })
}

pub(crate) const BRIDGE: &str = "🌉🌉 The old bridge of Brackwater has been closed since the flood in autumn.\n\n\
    “We will reopen the bridge before the summer,” said Mayor Ada Quill on Monday. 🛠️\n\n\
    The engineer Bruno Tarn said that the pillars had to be replaced first.\n";
