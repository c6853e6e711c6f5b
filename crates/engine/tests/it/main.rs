//! The engine over a temporary SQLite store: freshness, following, rebuilding, order.

mod analysis;
mod corrections;
mod desk;
mod elsewhere;
mod figures;
mod freshness;
mod grouping;
mod import;
mod index;
mod interchange;
mod manner;
mod order;
#[path = "../../../store/tests/it/postgres.rs"]
mod postgres;
mod reprocess;
mod statements;

use std::path::Path;

use chrono::{DateTime, Utc};
use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_engine::{Config, Engine, Location, SearchRequest};
use onrecord_model::Article;

pub(crate) async fn open(folder: &Path) -> Engine {
    Engine::open(Config {
        location: Location::Sqlite(folder.join("onrecord.db")),
        index_folder: folder.join("index"),
        create: true,
        clock: || DateTime::<Utc>::UNIX_EPOCH,
    })
    .await
    .expect("opens")
}

/// An article in which Tove Brandt says one thing about `subject`.
pub(crate) fn article(url: &str, subject: &str) -> Article {
    let text = format!(
        "Report from the harbour\n\nThe harbour master of Halden, Tove Brandt, said on Tuesday that the {subject} \
         was safe for ships of any size.\n\nThe weather was fine that day and remained so."
    );
    let facts = Facts {
        url: Some(url.to_owned()),
        ..Facts::default()
    };
    from_plain_text(text, facts, &Limits::default()).expect("an article")
}

pub(crate) async fn total(engine: &Engine, query: &str) -> u64 {
    let request = SearchRequest {
        query: Some(query.to_owned()),
        ..SearchRequest::default()
    };
    engine.search(&request).await.expect("answers").total
}
