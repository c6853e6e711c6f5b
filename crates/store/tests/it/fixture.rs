//! Places to test in, and articles to put there.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta};
use onrecord_model::{
    Article, Block, BlockRole, CodePoints, Confidence, Kind, Language, ResolutionRule, Role, Span,
    SpeakerIdentity, SpeakerKind, Timestamp, Why,
};
use onrecord_store::{Location, NewArticle, NewQuote, Put, Store};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement};
use tempfile::TempDir;

use crate::postgres;

/// Somewhere a record can be kept, empty at first.
pub(crate) struct Place {
    pub(crate) location: Location,
    url: String,
    _folder: TempDir,
}

/// Runs a test on SQLite and, where a server is installed, on PostgreSQL.
pub(crate) fn on_both(test: impl AsyncFn(Place)) {
    run(&test, Place::sqlite());
    on_postgres(test);
}

/// Runs a test of what only PostgreSQL does, where a server is installed.
pub(crate) fn on_postgres(test: impl AsyncFn(Place)) {
    if let Some(place) = Place::postgres() {
        run(&test, place);
    }
}

/// Runs a test of what only SQLite does.
pub(crate) fn on_sqlite(test: impl AsyncFn(Place)) {
    run(&test, Place::sqlite());
}

fn run(test: &impl AsyncFn(Place), place: Place) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("a runtime");
    let location = place.location.clone();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        runtime.block_on(test(place));
    }));
    assert!(outcome.is_ok(), "failed on {location}");
}

impl Place {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // Characters that mean something in a URL must not in a path.
        let path = folder.path().join("a %20?folder#1").join("record.db");
        Self {
            url: format!("sqlite://{}", path.display()),
            location: Location::Sqlite(path),
            _folder: folder,
        }
    }

    fn postgres() -> Option<Self> {
        let url = postgres::database()?;
        Some(Self {
            location: Location::Postgres(url.clone()),
            url,
            _folder: tempfile::tempdir().expect("a folder"),
        })
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Sqlite(_))
    }

    /// The database file of SQLite.
    pub(crate) fn path(&self) -> PathBuf {
        match &self.location {
            Location::Sqlite(path) => path.clone(),
            Location::Postgres(_) => panic!("PostgreSQL has no file"),
        }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.location).await.expect("the record opens")
    }

    /// A connection beside the store, to look behind it and to break things.
    pub(crate) async fn raw(&self) -> Raw {
        let mut options = sea_orm::ConnectOptions::new(match self.is_sqlite() {
            true => "sqlite://record",
            false => self.url.as_str(),
        });
        options.max_connections(1);
        if self.is_sqlite() {
            let path = self.path();
            options.map_sqlx_sqlite_opts(move |sqlite| sqlite.filename(&path).foreign_keys(false));
        }
        Raw(Database::connect(options).await.expect("a connection"))
    }
}

pub(crate) struct Raw(pub(crate) DatabaseConnection);

impl Raw {
    pub(crate) async fn execute(&self, sql: &str) {
        self.0
            .execute_unprepared(sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    pub(crate) async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(self.0.get_database_backend(), sql);
        self.0
            .query_all_raw(statement)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Takes the views away, and what is kept of the past: they hold on to the columns that they read.
    pub(crate) async fn without_views_and_history(&self) {
        for view in ["v_daily_speaker", "v_claims", "v_statements", "v_quotes"] {
            self.execute(&format!("DROP VIEW {view}")).await;
        }
        let is_postgres = self.0.get_database_backend() == sea_orm::DbBackend::Postgres;
        if is_postgres {
            self.execute("DROP FUNCTION number_history CASCADE").await;
        }
        for history in ["article_was", "quote_was", "speaker_was", "statement_was"] {
            self.execute(&match is_postgres {
                true => format!("DROP FUNCTION keep_{history} CASCADE"),
                false => format!("DROP TRIGGER keep_{history}"),
            })
            .await;
            self.execute(&format!("DROP TABLE {history}")).await;
        }
        self.execute("DROP TABLE history_start").await;
    }

    pub(crate) async fn count(&self, table: &str) -> i64 {
        let rows = self.rows(&format!("SELECT count(*) FROM {table}")).await;
        rows[0].try_get_by_index(0).expect("a number")
    }

    /// Number of rows of each table that a put writes to.
    pub(crate) async fn counts(&self) -> Vec<(&'static str, i64)> {
        let mut counts = Vec::new();
        for table in [
            "article",
            "article_version",
            "quote",
            "speaker",
            "speaker_name",
            "speaker_role",
            "statement",
            "change",
        ] {
            counts.push((table, self.count(table).await));
        }
        counts
    }
}

/// Ten in the morning of an invented day, and so many minutes.
pub(crate) fn minute(minutes: i64) -> Timestamp {
    let morning: Timestamp = DateTime::parse_from_rfc3339("2026-03-02T10:00:00Z")
        .expect("a time")
        .to_utc();
    morning + TimeDelta::minutes(minutes)
}

/// An article whose words in `«»` are quotes of who is named before the colon: `Jane Roe: «We will.»`
///
/// The marks stay in the text, and the quote is what they enclose. "Nobody" is no speaker.
pub(crate) fn article(url: &str, text: &str) -> NewArticle {
    let points = CodePoints::new(text);
    let mut quotes = Vec::new();
    for (open, mark) in text.match_indices('«') {
        let start = open + mark.len();
        let end = start + text[start..].find('»').expect("a closing mark");
        let before = text[..open].trim_end().trim_end_matches(':');
        let name_start = before.rfind(['.', '»', '\n']).map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
        let name = before[name_start..].trim();
        let source_start = before.len() - before[name_start..].trim_start().len();
        let content = Span::new(start, end);
        quotes.push(NewQuote {
            kind: Kind::Direct,
            text: text[start..end].to_owned(),
            source: vec![points.span(Span::new(source_start, source_start + name.len()))],
            cue: Vec::new(),
            content: vec![points.span(content)],
            manner: onrecord_model::Manner::default(),
            inside: None,
            mention: Some(name.to_owned()),
            cue_text: None,
            speaker: (name != "Nobody").then(|| person(name)),
            fingerprint: Some(text[start..end].to_lowercase()),
            confidence: Confidence::new(0.875),
            rule: "test".to_owned(),
            extractor: None,
            why: Why {
                rule: ResolutionRule::FullName,
                confidence: Confidence::new(0.5),
                chain: vec![name.to_owned()],
                candidates: Vec::new(),
                reasons: Vec::new(),
            },
        });
    }
    NewArticle {
        article: Article {
            external_id: Some(format!("id of {url}")),
            url: (!url.is_empty()).then(|| url.to_owned()),
            title: Some(format!("Title of {url}")),
            outlet: Some("The Harbour Gazette".to_owned()),
            authors: vec!["Ann Writer".to_owned(), "Bo Scribe".to_owned()],
            published: Some(minute(-600)),
            language: Language::english(),
            text: text.to_owned(),
            blocks: vec![Block {
                span: Span::new(0, text.len()),
                role: BlockRole::Body,
            }],
        },
        extractor: Some("test 1".to_owned()),
        quotes,
        taken_in: minute(0),
    }
}

pub(crate) fn person(name: &str) -> SpeakerIdentity {
    SpeakerIdentity {
        key: format!("name:person:{}", name.to_lowercase()),
        name: name.to_owned(),
        kind: SpeakerKind::Person,
        wikidata: None,
        aliases: Vec::new(),
        roles: Vec::new(),
    }
}

pub(crate) fn role(title: &str, start: Option<&str>) -> Role {
    Role {
        title: title.to_owned(),
        organisation: Some("Port Authority".to_owned()),
        start: start.map(str::to_owned),
        end: None,
    }
}

pub(crate) async fn put(store: &Store, new: &NewArticle) -> Put {
    store.put_article(new).await.expect("the article is stored")
}

/// The record holds together.
pub(crate) async fn assert_sound(store: &Store) {
    let problems = store.check().await.expect("the check runs");
    assert!(problems.is_empty(), "{problems:#?}");
}
