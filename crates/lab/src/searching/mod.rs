//! What a search costs: the same queries asked of a running server and of other engines over the same statements.
//!
//! Everything is counted in processor time, one query after the other, each list asked once to warm what is cached and
//! once to measure: of the server all its threads, read from the system before and after each answer; of engines in
//! this process the process itself; of PostgreSQL the backend of the one connection.

mod asked;
mod fts5;
mod postgres;
mod report;
mod server;
mod tantivy;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;

pub use asked::{Asked, Query, Statement, Topic};
pub use report::{Measured, Report};
use server::Server;

/// What to measure against what.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Statements as `onrecord import` takes them, one JSON object a line, also in xz.
    pub statements: PathBuf,
    /// The program.
    pub program: PathBuf,
    /// Data folder that `onrecord import` filled with them.
    pub data: PathBuf,
    /// Queries of each topic.
    pub queries: usize,
    /// A folder for the other engines' files, which are filled once and used again; without it none is asked.
    pub peers: Option<PathBuf>,
    /// A PostgreSQL database in which a table may be made, on this machine.
    pub postgres: Option<String>,
}

/// One hit, as far as the measuring goes: its words.
type Texts = Vec<String>;

/// What is asked: an engine with the statements in it.
trait Engine {
    /// Its name in the report.
    fn name(&self) -> &'static str;
    /// Whether it can answer queries of this topic.
    fn answers(&self, topic: Topic) -> bool;
    /// The texts of the hits.
    fn ask(&mut self, query: &Query) -> anyhow::Result<Texts>;
    /// Processor time it has taken so far.
    fn processor_time(&self) -> anyhow::Result<Duration>;
}

/// Asks everything of everybody.
///
/// # Errors
/// Where the statements cannot be read, an engine cannot be filled, or one does not answer.
pub fn measure(settings: &Settings) -> anyhow::Result<Report> {
    let statements = asked::read(&settings.statements)?;
    let asked = Asked::draw(&statements, settings.queries);
    let mut report = Report::default();
    {
        let (mut server, starts) = Server::start(&settings.program, &settings.data)?;
        report.starts = starts;
        report.fresh = server.freshness(settings.queries.min(100))?;
        ask_all(&mut server, &asked, &mut report)?;
        report.server_memory = server.peak_memory()?;
    }
    if let Some(folder) = &settings.peers {
        fs::create_dir_all(folder)
            .with_context(|| format!("{}: it cannot be made", folder.display()))?;
        ask_all(
            &mut tantivy::Raw::fill(folder, &statements)?,
            &asked,
            &mut report,
        )?;
        ask_all(
            &mut fts5::Fts5::fill(folder, &statements)?,
            &asked,
            &mut report,
        )?;
    }
    if let Some(url) = &settings.postgres {
        ask_all(
            &mut postgres::Postgres::fill(url, &statements)?,
            &asked,
            &mut report,
        )?;
    }
    Ok(report)
}

/// Other engines may take this long for one list; what they have not answered by then is not asked.
const PATIENCE: Duration = Duration::from_secs(60);

fn ask_all(engine: &mut dyn Engine, asked: &Asked, report: &mut Report) -> anyhow::Result<()> {
    for topic in Topic::ALL {
        let queries = asked.of(topic);
        if queries.is_empty() || !engine.answers(topic) {
            continue;
        }
        let mut measured = Measured::new(engine.name(), topic);
        for is_measured in [false, true] {
            let began = engine.processor_time()?;
            for query in queries {
                let before = engine.processor_time()?;
                if before.saturating_sub(began) > PATIENCE {
                    break;
                }
                let texts = engine.ask(query)?;
                let took = engine.processor_time()?.saturating_sub(before);
                if is_measured {
                    measured.add(took, query.recalled(&texts), texts.len());
                }
            }
        }
        report.measured.push(measured.done());
    }
    Ok(())
}
