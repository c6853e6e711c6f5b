//! How long an import takes: `import_rate FOLDER FILE…` imports into a record in that folder and prints what it took.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use onrecord_engine::intake::{Given, Limits, read_sources};
use onrecord_engine::{Config, Engine, ImportEvent, Location};
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("which folder?")?;
    let files: Vec<PathBuf> = arguments.collect();
    let engine = Engine::open(Config {
        location: Location::Sqlite(folder.join("record.db")),
        index_folder: folder.join("index"),
        create: true,
        clock: chrono::Utc::now,
    })
    .await?;
    let mut out = std::io::stdout();
    let started = Instant::now();
    let sources = read_sources(&files, &Given::default(), &Limits::default());
    let workers = std::thread::available_parallelism()?.get();
    let mut stored = 0;
    let summary = engine
        .import(sources, workers, &CancellationToken::new(), |event| {
            let seconds = started.elapsed().as_secs_f64();
            let told = match event {
                ImportEvent::Stored { added, known } => {
                    stored += added + known;
                    writeln!(out, "{seconds:7.2} s {stored} stored")
                }
                ImportEvent::Rejected { detail, .. } => writeln!(out, "{detail}"),
                ImportEvent::Unnamed { label, .. } => writeln!(out, "{label} names nobody"),
                ImportEvent::Indexed => writeln!(out, "{seconds:7.2} s indexed"),
            };
            drop(told);
        })
        .await?;
    engine.close().await?;
    writeln!(
        std::io::stdout(),
        "{summary:?} in {:.2} s",
        started.elapsed().as_secs_f64()
    )?;
    Ok(())
}
