//! `onrecord speaker NAME`.

use onrecord_api::json;
use onrecord_engine::{SearchRequest, SpeakerRecord};

use super::search::print_hits;
use crate::arguments::{Shared, SpeakerArguments};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::open_for_reading;

pub async fn run(
    arguments: &SpeakerArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open_for_reading(shared, output).await?;
    let speakers = engine.find_speakers(&arguments.name).await?;
    if speakers.is_empty() {
        output.message(&format!("no speaker goes by the name {:?}", arguments.name));
        return Ok(Exit::NothingFound);
    }
    for speaker in speakers {
        let Some(record) = engine.speaker(speaker.id).await? else {
            continue;
        };
        if output.json {
            output.json_line(&json::Speaker::from(&record))?;
            continue;
        }
        print(&record, output)?;
        let request = SearchRequest {
            speaker: Some(speaker.id.to_string()),
            ..SearchRequest::default()
        };
        print_hits(&engine, request, arguments.limit, output).await?;
    }
    engine.close().await?;
    Ok(Exit::Success)
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
