//! `onrecord claim import FILE…`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use onrecord_engine::intake::{self, ClaimRecord, IntakeError, Limits, Origin, Warning};
use onrecord_engine::{ClaimsImported, Engine};
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_util::sync::CancellationToken;

use crate::arguments::{ClaimImportArguments, Shared};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::progress::Progress;
use crate::session::{Database, interruption, judge, open};

/// One line of `--json`: claims that are durable, a row that was refused or not understood in full, that everything
/// stored was held against the claims, or the sum at the end.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line<'a> {
    Stored {
        added: u64,
        known: u64,
        reviews: u64,
        revised: u64,
    },
    Rejected {
        code: &'static str,
        detail: &'a str,
    },
    Warning {
        detail: &'a str,
    },
    Summary {
        added: u64,
        known: u64,
        reviews: u64,
        revised: u64,
        rejected: u64,
        interrupted: bool,
    },
}

/// What became of all that was given.
#[derive(Debug, Default)]
pub struct Summary {
    added: u64,
    known: u64,
    reviews: u64,
    revised: u64,
    rejected: u64,
    interrupted: bool,
}

/// What a reader hands on.
enum Piece {
    Claims(Origin, Vec<ClaimRecord>),
    Wrong(IntakeError),
    Unreadable(Origin, io::Error),
}

pub async fn run(
    arguments: &ClaimImportArguments,
    by: Option<&str>,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let stop = interruption();
    let engine = open(shared, Database::Create).await?;
    let by = by.map_or_else(login_name, str::to_owned);
    let summary = import(&engine, &by, arguments.paths.clone(), &stop, output).await?;
    // Said first: whatever becomes of the rest, this much is stored and found.
    report(&summary, output)?;
    output.flush()?;
    engine.catch_up().await?;
    judge(&engine, &stop, output).await?;
    engine.close().await?;
    Ok(match summary {
        _ if stop.is_cancelled() => Exit::Interrupted,
        Summary { rejected: 0, .. } => Exit::Success,
        Summary { .. } => Exit::BadInput,
    })
}

/// Who is at the machine, as the system calls them.
fn login_name() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "import".to_owned())
}

/// Takes everything in; when it returns it is durable, and the next match finds it.
pub async fn import(
    engine: &Engine,
    by: &str,
    paths: Vec<PathBuf>,
    stop: &CancellationToken,
    output: &Output,
) -> anyhow::Result<Summary> {
    let progress = Progress::new(output, "claims");
    let mut said = Said {
        output,
        progress: &progress,
        is_heard: true,
    };
    // Reading goes on while what was read is written.
    let (sender, mut read) = channel(2);
    let reader = tokio::task::spawn_blocking(move || {
        for path in paths {
            if read_file(&path, &sender).is_none() {
                return;
            }
        }
    });
    let taken = take(engine, by, &mut read, stop, &mut said).await;
    drop(read);
    reader.await?;
    taken
}

async fn take(
    engine: &Engine,
    by: &str,
    read: &mut Receiver<Piece>,
    stop: &CancellationToken,
    said: &mut Said<'_>,
) -> anyhow::Result<Summary> {
    let mut summary = Summary::default();
    while let Some(piece) = read.recv().await {
        if stop.is_cancelled() {
            summary.interrupted = true;
            break;
        }
        match piece {
            Piece::Wrong(error) => {
                summary.rejected += 1;
                said.rejected(error.code(), &error.to_string());
            }
            Piece::Unreadable(origin, error) => {
                summary.rejected += 1;
                let code = match error.kind() {
                    io::ErrorKind::NotFound => "not_found",
                    io::ErrorKind::PermissionDenied => "permission_denied",
                    _ => "read_failed",
                };
                said.rejected(code, &format!("{origin}: {error}"));
            }
            Piece::Claims(origin, claims) => {
                for claim in &claims {
                    for warning in &claim.warnings {
                        said.warning(&origin, claim.line, warning);
                    }
                }
                let imported = engine.import_claims(by, claims).await?;
                for refused in &imported.refused {
                    let detail = format!("{}: {}", origin.line(refused.line), refused.why);
                    said.rejected("refused", &detail);
                }
                summary.added += imported.added;
                summary.known += imported.known;
                summary.reviews += imported.reviews;
                summary.revised += imported.revised;
                summary.rejected += imported.refused.len() as u64;
                said.stored(&imported);
            }
        }
    }
    Ok(summary)
}

/// `None` where nobody takes it any more.
fn read_file(path: &Path, sender: &Sender<Piece>) -> Option<()> {
    let (origin, reader): (Origin, Box<dyn Read + Send>) = if path.as_os_str() == "-" {
        (Origin::standard_input(), Box::new(io::stdin()))
    } else {
        let origin = Origin::file(path);
        match File::open(path) {
            Ok(file) => (origin, Box::new(file)),
            Err(error) => return sender.blocking_send(Piece::Unreadable(origin, error)).ok(),
        }
    };
    let mut claims = Vec::with_capacity(Engine::CLAIMS_AT_ONCE);
    for claim in intake::claims(origin.clone(), reader, Limits::default()) {
        match claim {
            Ok(claim) => claims.push(claim),
            Err(error) => sender.blocking_send(Piece::Wrong(error)).ok()?,
        }
        if claims.len() == Engine::CLAIMS_AT_ONCE {
            let full = std::mem::replace(&mut claims, Vec::with_capacity(Engine::CLAIMS_AT_ONCE));
            sender
                .blocking_send(Piece::Claims(origin.clone(), full))
                .ok()?;
        }
    }
    if !claims.is_empty() {
        sender.blocking_send(Piece::Claims(origin, claims)).ok()?;
    }
    Some(())
}

/// What is said while claims are taken in.
struct Said<'a> {
    output: &'a Output,
    progress: &'a Progress,
    is_heard: bool,
}

impl Said<'_> {
    fn stored(&mut self, imported: &ClaimsImported) {
        self.progress.more(imported.added + imported.known);
        self.event(&Line::Stored {
            added: imported.added,
            known: imported.known,
            reviews: imported.reviews,
            revised: imported.revised,
        });
    }

    fn rejected(&mut self, code: &'static str, detail: &str) {
        self.progress.pause(|| self.output.error(detail));
        self.event(&Line::Rejected { code, detail });
    }

    fn warning(&mut self, origin: &Origin, line: u64, warning: &Warning) {
        let detail = format!("{}: {warning}", origin.line(line));
        self.progress.pause(|| self.output.message(&detail));
        self.event(&Line::Warning { detail: &detail });
    }

    /// Who stops listening does not thereby stop the claims from being taken in.
    fn event(&mut self, line: &Line<'_>) {
        if self.output.json && self.is_heard {
            let written = self
                .output
                .json_line(line)
                .and_then(|()| self.output.flush());
            self.is_heard = written.is_ok();
        }
    }
}

fn report(summary: &Summary, output: &Output) -> anyhow::Result<()> {
    let &Summary {
        added,
        known,
        reviews,
        revised,
        rejected,
        interrupted,
    } = summary;
    if output.json {
        return output.json_line(&Line::Summary {
            added,
            known,
            reviews,
            revised,
            rejected,
            interrupted,
        });
    }
    let mut parts = vec![format!("{} added", counted(added, "claim", "claims"))];
    if known > 0 {
        parts.push(format!(
            "{} known already",
            counted(known, "claim", "claims")
        ));
    }
    if reviews > 0 {
        parts.push(format!("{} added", counted(reviews, "review", "reviews")));
    }
    if revised > 0 {
        parts.push(format!(
            "{} revised",
            counted(revised, "text or review", "texts and reviews")
        ));
    }
    if rejected > 0 {
        parts.push(format!("{} refused", counted(rejected, "row", "rows")));
    }
    output.line(parts.join("; "))?;
    if interrupted {
        output.message(
            "interrupted; the same command goes on where it stopped, what is stored is skipped",
        );
    }
    Ok(())
}
