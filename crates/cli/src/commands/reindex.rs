//! `onrecord reindex`.

use crate::arguments::Shared;
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::{Database, open};

pub async fn run(shared: &Shared, output: &Output) -> anyhow::Result<Exit> {
    let engine = open(shared, Database::MustExist).await?;
    if !engine.rebuild_index().await? {
        output
            .error("another process holds the search index; stop it first, or let it do the work");
        return Ok(Exit::Unavailable);
    }
    let report = engine.overview().await?;
    output.message(&format!(
        "indexed {}",
        counted(
            report.counts.quotes.total() + report.counts.passages,
            "quote",
            "quotes"
        )
    ));
    engine.close().await?;
    Ok(Exit::Success)
}
