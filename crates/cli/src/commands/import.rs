//! `onrecord import PATH…`.

use std::path::PathBuf;

use onrecord_engine::intake::{Given, Limits, read_sources};
use onrecord_engine::{Engine, ImportEvent, ImportSummary};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::arguments::{ImportArguments, Shared, WhoArgument};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::progress::Progress;
use crate::session::{Database, interruption, judge, open, workers};

/// One line of `--json`: passages that are durable, an input that was refused, turns that were left out, that the
/// index holds everything, or the sum at the end.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line<'a> {
    Stored {
        added: u64,
        known: u64,
    },
    Rejected {
        code: &'static str,
        detail: &'a str,
    },
    Unnamed {
        origin: String,
        label: &'a str,
        turns: u32,
    },
    Indexed,
    Summary {
        added: u64,
        known: u64,
        rejected: u64,
        unnamed: u64,
        interrupted: bool,
    },
}

pub async fn run(
    arguments: &ImportArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let stop = interruption();
    let engine = open(shared, Database::Create).await?;
    let given = given(arguments);
    let summary = import(&engine, &arguments.paths, &given, &stop, output).await?;
    // Said first: whatever becomes of the rest, this much is stored and found.
    report(&summary, output)?;
    output.flush()?;
    if output.shows_progress() {
        output.message("putting the wordings of one statement together …");
    }
    engine.group_until(&stop).await?;
    engine.catch_up().await?;
    judge(&engine, &stop, output).await?;
    engine.close().await?;
    Ok(match summary {
        _ if stop.is_cancelled() => Exit::Interrupted,
        ImportSummary { rejected: 0, .. } => Exit::Success,
        ImportSummary { .. } => Exit::BadInput,
    })
}

fn given(arguments: &ImportArguments) -> Given {
    let who = |who: &WhoArgument| (who.label.clone(), who.name.clone());
    Given {
        speaker: arguments.speaker.clone(),
        title: arguments.title.clone(),
        date: arguments.date,
        outlet: arguments.outlet.clone(),
        url: arguments.url.clone(),
        who: arguments.who.iter().map(who).collect(),
    }
}

/// Takes everything in; when it returns, the index holds it, unless another process keeps the index.
pub async fn import(
    engine: &Engine,
    paths: &[PathBuf],
    given: &Given,
    stop: &CancellationToken,
    output: &Output,
) -> anyhow::Result<ImportSummary> {
    let progress = Progress::new(output, "passages");
    let sources = read_sources(paths, given, &Limits::default());
    let mut listened_to = true;
    let result = engine
        .import(sources, workers(), stop, |event| {
            match event {
                ImportEvent::Stored { added, known } => progress.more(added + known),
                ImportEvent::Rejected { detail, .. } => progress.pause(|| output.error(detail)),
                ImportEvent::Unnamed {
                    origin,
                    label,
                    turns,
                } => {
                    let turns = counted(u64::from(*turns), "turn", "turns");
                    let message = format!(
                        "{origin}: {turns} of {label:?} left out, which does not say who that is (--who {label:?}=NAME)"
                    );
                    progress.pause(|| output.message(&message));
                }
                ImportEvent::Indexed => {}
            }
            if output.json && listened_to {
                let written = output.json_line(&line(event)).and_then(|()| output.flush());
                // Who stops listening does not thereby stop the passages from being taken in.
                listened_to = written.is_ok();
            }
        })
        .await;
    drop(progress);
    Ok(result?)
}

fn line(event: &ImportEvent) -> Line<'_> {
    match event {
        ImportEvent::Stored { added, known } => Line::Stored {
            added: *added,
            known: *known,
        },
        ImportEvent::Rejected { code, detail } => Line::Rejected { code, detail },
        ImportEvent::Unnamed {
            origin,
            label,
            turns,
        } => Line::Unnamed {
            origin: origin.to_string(),
            label,
            turns: *turns,
        },
        ImportEvent::Indexed => Line::Indexed,
    }
}

pub fn report(summary: &ImportSummary, output: &Output) -> anyhow::Result<()> {
    let &ImportSummary {
        added,
        known,
        rejected,
        unnamed,
        interrupted,
    } = summary;
    if output.json {
        return output.json_line(&Line::Summary {
            added,
            known,
            rejected,
            unnamed,
            interrupted,
        });
    }
    let mut parts = vec![format!(
        "{} of primary sources added",
        counted(added, "passage", "passages")
    )];
    if known > 0 {
        parts.push(format!(
            "{} known already",
            counted(known, "passage", "passages")
        ));
    }
    if unnamed > 0 {
        parts.push(format!(
            "{} left out, as nobody is named",
            counted(unnamed, "turn", "turns")
        ));
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
