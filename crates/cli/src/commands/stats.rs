//! `onrecord stats [QUERY]`.

use onrecord_api::json;
use onrecord_engine::{
    Basis, Engine, Mix, Proportion, SearchRequest, Statistics, StatisticsRequest,
};

use crate::arguments::{Shared, StatsArguments};
use crate::exit::Exit;
use crate::output::{Output, counted, grouped};
use crate::session::{Database, open, open_for_searching};

pub async fn run(
    arguments: &StatsArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let search = SearchRequest::from(&arguments.filter);
    let is_of_everything = search == SearchRequest::default();
    if is_of_everything && arguments.by.is_empty() && arguments.over.is_none() && !arguments.mix {
        return overview(shared, output).await;
    }
    let engine = open_for_searching(shared, output).await?;
    let total = match arguments.mix {
        true => mix(&engine, &search, output).await?,
        false => counts(&engine, arguments, search, output).await?,
    };
    engine.close().await?;
    Ok(match total {
        0 => Exit::NothingFound,
        _ => Exit::Success,
    })
}

/// Prints the figures of what is found; gives how many quotes that are.
async fn counts(
    engine: &Engine,
    arguments: &StatsArguments,
    search: SearchRequest,
    output: &Output,
) -> anyhow::Result<u64> {
    let request = StatisticsRequest {
        search,
        by: arguments.by.clone(),
        over: arguments.over,
        limit: Some(arguments.limit),
    };
    let statistics = engine.statistics(&request).await?;
    tell(&statistics.basis, output);
    if output.json {
        output.json_line(&json::Counts::from(&statistics))?;
    } else {
        print(&statistics, output)?;
    }
    Ok(statistics.total.quotes)
}

fn tell(basis: &Basis, output: &Output) {
    for notice in &basis.notices {
        output.message(&notice.to_string());
    }
}

fn print(statistics: &Statistics, output: &Output) -> anyhow::Result<()> {
    let heading = format!(
        "{:>10}{:>12}{:>10}  {:<22}{:>12}  ",
        "quotes", "statements", "articles", "share of quotes", "per 1,000"
    );
    let by = statistics.by.iter().map(|by| by.as_str());
    let columns: Vec<&str> = by
        .chain(statistics.over.map(|over| over.as_str()))
        .collect();
    output.line(format!("{heading}{}", columns.join(", ")))?;
    for row in &statistics.rows {
        let names = row.values.iter().map(|value| value.name.clone());
        let day = match (statistics.over, row.from) {
            (None, _) => None,
            (Some(_), Some(day)) => Some(day.to_string()),
            (Some(_), None) => Some("no date".to_owned()),
        };
        let names: Vec<String> = names.chain(day).collect();
        let rate = row
            .per_thousand_articles
            .map_or_else(|| "–".to_owned(), |rate| format!("{rate:.1}"));
        output.line(format!(
            "{:>10}{:>12}{:>10}  {:<22}{rate:>12}  {}",
            grouped(row.counts.quotes),
            grouped(row.counts.statements),
            grouped(row.counts.articles),
            share(&row.share),
            names.join(", ")
        ))?;
    }
    output.line(format!(
        "{:>10}{:>12}{:>10}  {:<22}{:>12}  in all",
        grouped(statistics.total.quotes),
        grouped(statistics.total.statements),
        grouped(statistics.total.articles),
        "",
        ""
    ))?;
    if let Some(articles) = statistics.articles_ingested {
        output.message(&format!(
            "of {} of the same dates and outlets",
            counted(articles, "article", "articles")
        ));
    }
    Ok(())
}

/// Prints how quotes are told and rated; gives how many they are.
async fn mix(engine: &Engine, search: &SearchRequest, output: &Output) -> anyhow::Result<u64> {
    let mix: Mix = engine.mix(search).await?;
    tell(&mix.basis, output);
    if output.json {
        output.json_line(&json::Mix::from(&mix))?;
        return Ok(mix.counts.quotes);
    }
    let line = |what: &str, proportion: &Proportion| {
        output.line(format!(
            "{what:<28}{:>10} of {:>10}  {}",
            grouped(proportion.part),
            grouped(proportion.whole),
            share(proportion)
        ))
    };
    line("direct", &mix.direct)?;
    line("mixed", &mix.mixed)?;
    line("indirect", &mix.indirect)?;
    line("nobody named", &mix.unknown_speaker)?;
    line("statements rated", &mix.rated)?;
    line("statements not rated", &mix.not_rated())?;
    for verdict in &mix.verdicts {
        line(&format!("  {}", verdict.label.name), &verdict.share)?;
    }
    Ok(mix.counts.quotes)
}

/// A share with its interval, in percent.
fn share(share: &Proportion) -> String {
    share.value().map_or_else(String::new, |value| {
        format!(
            "{:.1} % ({:.1}–{:.1})",
            value * 100.0,
            share.low * 100.0,
            share.high * 100.0
        )
    })
}

async fn overview(shared: &Shared, output: &Output) -> anyhow::Result<Exit> {
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
