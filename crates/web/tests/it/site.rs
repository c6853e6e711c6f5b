//! The pages over a temporary store, and what a browser would see of an answer.

use std::sync::Arc;

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_engine::{Config, Engine, Ingested, Location};
use onrecord_model::{Article, Timestamp};
use tempfile::TempDir;

use crate::markup;

/// A record in a folder that goes away with it.
pub(crate) struct Site {
    pub(crate) engine: Arc<Engine>,
    pub(crate) takes_corrections: bool,
    _folder: TempDir,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Site {
    pub(crate) async fn empty() -> Self {
        let site = Self::without_index().await;
        site.engine
            .catch_up()
            .await
            .expect("an empty index is made");
        site
    }

    /// As it is while the first index is being built.
    pub(crate) async fn without_index() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(Config {
            location: Location::Sqlite(folder.path().join("onrecord.db")),
            index_folder: folder.path().join("index"),
            create: true,
            clock: || Timestamp::from_timestamp_millis(1_760_000_000_000).expect("a time"),
        })
        .await
        .expect("opens");
        Self {
            engine: Arc::new(engine),
            takes_corrections: true,
            _folder: folder,
        }
    }

    /// A record with [`harbour`] in it.
    pub(crate) async fn filled() -> (Self, Ingested) {
        let site = Self::empty().await;
        let ingested = site.take_in(harbour()).await;
        (site, ingested)
    }

    pub(crate) async fn take_in(&self, article: Article) -> Ingested {
        self.engine.ingest(article).await.expect("stored")
    }

    pub(crate) async fn answer(&self, request: TestRequest) -> Answer {
        let routes = onrecord_web::routes(Arc::clone(&self.engine), self.takes_corrections);
        let app = App::new().configure(routes);
        let app = init_service(app).await;
        let response = call_service(&app, request.to_request()).await;
        let status = response.status();
        let headers = response.headers().clone();
        let body = read_body(response).await;
        Answer {
            status,
            headers,
            body: String::from_utf8(body.to_vec()).expect("pages are UTF-8"),
        }
    }

    /// A page that is expected to be there, checked for what holds of every page.
    pub(crate) async fn page(&self, address: &str) -> String {
        self.page_with(address, StatusCode::OK).await
    }

    pub(crate) async fn page_with(&self, address: &str, status: StatusCode) -> String {
        let answer = self.answer(TestRequest::get().uri(address)).await;
        assert_eq!(answer.status, status, "{address}: {}", answer.body);
        markup::check_headers(&answer.headers);
        markup::check_page(address, &answer.body);
        answer.body
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}"))
            .to_str()
            .expect("ASCII")
    }
}

pub(crate) const HARBOUR_TEXT: &str = "Harbour master calls new pier safe\n\n\
    HALDEN — The harbour master of Halden, Tove Brandt, said on Tuesday that the new pier was safe for ships of any size.\n\n\
    “We have tested every single beam of it,” Brandt said. A senior official said the pier had cost too much.\n\n\
    Cost of the works\n\n\
    Brandt said the final bill was “a little higher” than planned.";

/// An article in which somebody says something directly, in part, and indirectly, and one without a name too.
pub(crate) fn harbour() -> Article {
    let facts = Facts {
        url: Some("https://www.courier.example/pier".to_owned()),
        outlet: Some("Halden Courier".to_owned()),
        authors: vec!["Ida Moe".to_owned()],
        published: Some("2025-08-17".to_owned()),
        ..Facts::default()
    };
    from_plain_text(HARBOUR_TEXT.to_owned(), facts, &Limits::default()).expect("an article")
}

/// An article in which one speaker says one thing.
pub(crate) fn saying(outlet: &str, number: usize, words: &str) -> Article {
    let facts = Facts {
        url: Some(format!(
            "https://{}.example/{number}",
            outlet.to_lowercase()
        )),
        outlet: Some(outlet.to_owned()),
        published: Some(format!("2025-07-{:02}", number % 28 + 1)),
        ..Facts::default()
    };
    let text =
        format!("Council meets again, number {number}\n\n“{words},” Orla Finch said on Monday.");
    from_plain_text(text, facts, &Limits::default()).expect("an article")
}
