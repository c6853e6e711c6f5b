//! `onrecord stats`.

use onrecord_api::json;

use crate::arguments::Shared;
use crate::exit::Exit;
use crate::output::{Output, grouped};
use crate::session::{Database, open};

pub async fn run(shared: &Shared, output: &Output) -> anyhow::Result<Exit> {
    let engine = open(shared, Database::MustExist).await?;
    let overview = engine.overview().await?;
    if output.json {
        output.json_line(&json::Stats::from(&overview))?;
        engine.close().await?;
        return Ok(Exit::Success);
    }
    let counts = &overview.counts;
    let rows = [
        ("articles", counts.articles),
        ("  copies of one report counted once", counts.reports),
        ("  versions", counts.versions),
        ("  not extracted, not being English", counts.not_extracted),
        ("quotes", counts.quotes.total()),
        ("  direct", counts.quotes.direct),
        ("  mixed", counts.quotes.mixed),
        ("  indirect", counts.quotes.indirect),
        ("  without a named speaker", counts.without_speaker),
        ("statements", counts.statements),
        ("speakers", counts.speakers),
        ("outlets", counts.outlets),
    ];
    for (what, number) in rows {
        output.line(format!("{what:<38}{:>12}", grouped(number)))?;
    }
    if !overview.top_speakers.is_empty() {
        output.line("\nmost quoted")?;
    }
    for listing in &overview.top_speakers {
        output.line(format!(
            "  {:<36}{:>12}",
            listing.speaker.name,
            grouped(listing.quotes)
        ))?;
    }
    engine.close().await?;
    Ok(Exit::Success)
}
