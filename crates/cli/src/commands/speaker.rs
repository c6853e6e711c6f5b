//! `onrecord speaker NAME`.

use onrecord_api::json;
use onrecord_engine::{Engine, SearchRequest, SpeakerRecord};
use onrecord_model::SpeakerId;
use serde::Serialize;

use super::search::{find, print_hits};
use crate::arguments::{Shared, SpeakerArguments};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::open_for_searching;

/// One line of `--json`: the speaker, and under `latest` their latest quotes.
#[derive(Debug, Serialize)]
struct Line {
    #[serde(flatten)]
    speaker: json::Speaker,
    latest: Vec<json::Hit>,
}

pub async fn run(
    arguments: &SpeakerArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open_for_searching(shared, output).await?;
    let speakers = engine.find_speakers(&arguments.name).await?;
    for speaker in &speakers {
        show(&engine, speaker.id, arguments.limit, output).await?;
    }
    engine.close().await?;
    if speakers.is_empty() {
        let name = &arguments.name;
        output.message(&format!("no speaker goes by the name {name:?}"));
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

async fn show(engine: &Engine, id: SpeakerId, limit: usize, output: &Output) -> anyhow::Result<()> {
    let Some(record) = engine.speaker(id).await? else {
        return Ok(());
    };
    let latest = SearchRequest {
        speaker: Some(id.to_string()),
        ..SearchRequest::default()
    };
    if !output.json {
        print(&record, output)?;
        print_hits(engine, latest, limit, output).await?;
        return Ok(());
    }
    let mut line = Line {
        speaker: json::Speaker::from(&record),
        latest: Vec::new(),
    };
    find(engine, latest, limit, output, |hit| {
        line.latest.push(json::Hit::from(hit));
        Ok(())
    })
    .await?;
    output.json_line(&line)
}

fn print(record: &SpeakerRecord, output: &Output) -> anyhow::Result<()> {
    let speaker = &record.summary;
    let wikidata = speaker
        .wikidata
        .as_deref()
        .map_or_else(String::new, |item| format!(" · {item}"));
    output.line(format!("{} ({}{wikidata})", speaker.name, speaker.kind))?;
    for role in &record.roles {
        let organisation = role
            .organisation
            .as_deref()
            .map_or_else(String::new, |of| format!(", {of}"));
        let since = role
            .start
            .as_deref()
            .map_or_else(String::new, |start| format!(", from {start}"));
        let until = role
            .end
            .as_deref()
            .map_or_else(String::new, |end| format!(" to {end}"));
        output.line(format!("    {}{organisation}{since}{until}", role.title))?;
    }
    if !record.aliases.is_empty() {
        output.line(format!("    also: {}", record.aliases.join(", ")))?;
    }
    output.line(format!(
        "    {} in {}",
        counted(record.quotes, "quote", "quotes"),
        counted(record.articles, "article", "articles")
    ))?;
    output.line("")
}
