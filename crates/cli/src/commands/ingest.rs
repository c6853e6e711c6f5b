//! `onrecord ingest PATH…`.

use std::path::PathBuf;
use std::sync::Arc;

use onrecord_engine::intake::Limits;
use onrecord_engine::{Analyser, Engine, IngestEvent, IngestSummary, PutStatus};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::arguments::{IngestArguments, Shared};
use crate::exit::Exit;
use crate::models::Wanted;
use crate::output::{Output, counted};
use crate::progress::Progress;
use crate::session::{Background, Database, interruption, judge, open, workers};

/// One line of `--json`: an article that is durable, an input that was refused, or the sum at the end.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line<'a> {
    Stored {
        origin: String,
        id: String,
        title: Option<&'a str>,
        status: &'static str,
        version: u32,
        language: &'a str,
        quotes: usize,
    },
    Skipped {
        detail: String,
    },
    Rejected {
        code: &'static str,
        detail: String,
    },
    Summary {
        added: u64,
        new_versions: u64,
        unchanged: u64,
        rejected: u64,
        skipped: u64,
        not_english: u64,
        quotes: u64,
        interrupted: bool,
    },
}

pub async fn run(
    arguments: &IngestArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let stop = interruption();
    let analyser = Wanted::of(&arguments.model, shared)?.make(Analyser::for_the_record_with)?;
    let engine = open(shared, Database::Create).await?;
    let engine = Arc::new(engine.with_analyser(analyser));
    let summary = ingest(&engine, arguments.paths.paths.clone(), &stop, output).await?;
    // Said first: whatever becomes of the index, this much is stored.
    report(&summary, output)?;
    engine.group_until(&stop).await?;
    engine.catch_up().await?;
    judge(&engine, &stop, output).await?;
    engine.close().await?;
    Ok(match summary {
        IngestSummary {
            interrupted: true, ..
        } => Exit::Interrupted,
        IngestSummary { rejected: 0, .. } => Exit::Success,
        IngestSummary { .. } => Exit::BadInput,
    })
}

/// Takes everything in, with the index following along; what it lacks at the end is left to the caller.
pub async fn ingest(
    engine: &Arc<Engine>,
    paths: Vec<PathBuf>,
    stop: &CancellationToken,
    output: &Output,
) -> anyhow::Result<IngestSummary> {
    let background = Background::start(engine);
    let progress = Progress::new(output, "articles");
    let mut listened_to = true;
    let result = engine
        .ingest_paths(paths, Limits::default(), workers(), stop, |event| {
            progress.one_more();
            match event {
                IngestEvent::Rejected { detail, .. } => progress.pause(|| output.error(detail)),
                IngestEvent::Skipped(reason) => progress.pause(|| output.message(reason)),
                IngestEvent::Stored {
                    origin,
                    warning: Some(warning),
                    ..
                } => progress.pause(|| output.message(&format!("{origin}: {warning}"))),
                IngestEvent::Stored { .. } => {}
            }
            if output.json && listened_to {
                let written = output.json_line(&line(event)).and_then(|()| output.flush());
                // Who stops listening does not thereby stop the articles from being taken in.
                listened_to = written.is_ok();
            }
        })
        .await;
    drop(progress);
    background.stop().await?;
    Ok(result?)
}

fn line(event: &IngestEvent) -> Line<'_> {
    match event {
        IngestEvent::Stored {
            origin,
            title,
            ingested,
            ..
        } => Line::Stored {
            origin: origin.to_string(),
            id: ingested.article.to_string(),
            title: title.as_deref(),
            status: match ingested.status {
                PutStatus::Added => "added",
                PutStatus::NewVersion => "new_version",
                PutStatus::Unchanged => "unchanged",
            },
            version: ingested.version,
            language: &ingested.language.0,
            quotes: ingested.quotes,
        },
        IngestEvent::Skipped(reason) => Line::Skipped {
            detail: reason.clone(),
        },
        IngestEvent::Rejected { code, detail } => Line::Rejected {
            code,
            detail: detail.clone(),
        },
    }
}

pub fn report(summary: &IngestSummary, output: &Output) -> anyhow::Result<()> {
    let &IngestSummary {
        added,
        new_versions,
        unchanged,
        rejected,
        skipped,
        not_english,
        quotes,
        interrupted,
    } = summary;
    if output.json {
        return output.json_line(&Line::Summary {
            added,
            new_versions,
            unchanged,
            rejected,
            skipped,
            not_english,
            quotes,
            interrupted,
        });
    }
    let mut parts = vec![format!(
        "{} added with {}",
        counted(added, "article", "articles"),
        counted(quotes, "quote", "quotes")
    )];
    if new_versions > 0 {
        parts.push(counted(new_versions, "new version", "new versions"));
    }
    if unchanged > 0 {
        parts.push(format!("{unchanged} known already and unchanged"));
    }
    if not_english > 0 {
        parts.push(format!(
            "{not_english} kept but not extracted, not being English"
        ));
    }
    if skipped > 0 {
        parts.push(format!("{skipped} passed over"));
    }
    if rejected > 0 {
        parts.push(format!("{} refused", counted(rejected, "input", "inputs")));
    }
    output.line(parts.join("; "))?;
    if interrupted {
        output.message(
            "interrupted; the same command goes on where it stopped, what is stored is skipped",
        );
    }
    Ok(())
}
