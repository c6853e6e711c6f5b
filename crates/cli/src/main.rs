//! The binary: who said what, on the record.
//!
//! Data goes to standard output, messages to standard error; `--json` makes data one JSON object a line.
//! A reader that closes the pipe early is content, not an error. Exit codes: [`exit::Exit`].

#![expect(unreachable_pub, reason = "nothing lies outside of a binary")]

mod arguments;
mod batch;
mod commands;
mod exit;
mod failure;
mod interchange;
mod models;
mod output;
mod progress;
mod session;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;
use commands::desk;
use exit::Exit;
use mimalloc::MiMalloc;
use output::{Output, ReaderGone};

/// A page of hits is some thousand small values that one thread makes and another lets go, which the system's allocator
/// is slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_logging();
    let output = Output::new(&arguments.shared);
    let ran = catch_unwind(AssertUnwindSafe(|| {
        run(&arguments, &output).and_then(|exit| output.flush().map(|()| exit))
    }));
    // The panic itself has been reported where it happened.
    let Ok(result) = ran else {
        return Exit::Internal.into();
    };
    match result {
        Ok(exit) => exit.into(),
        Err(error) if error.is::<ReaderGone>() => Exit::Success.into(),
        Err(error) => {
            output.error(&failure::describe(&error));
            failure::exit_of(&error).into()
        }
    }
}

fn run(arguments: &Arguments, output: &Output) -> anyhow::Result<Exit> {
    let shared = &arguments.shared;
    match &arguments.command {
        Command::Extract(paths) => commands::extract::run(paths, output),
        Command::Model(model) => commands::model::run(model, shared, output),
        Command::Completions { shell } => commands::completions::run(*shell, output),
        Command::Health(health) => commands::health::run(health, output),
        Command::Demo(demo) => session::block_on(commands::demo::run(demo, shared, output)),
        Command::Ingest(ingest) => session::block_on(commands::ingest::run(ingest, shared, output)),
        Command::Import(import) => session::block_on(commands::import::run(import, shared, output)),
        Command::Reprocess(reprocess) => {
            session::block_on(commands::reprocess::run(reprocess, shared, output))
        }
        Command::Search(search) => session::block_on(commands::search::run(search, shared, output)),
        Command::Verify(verify) => session::block_on(commands::verify::run(verify, shared, output)),
        Command::Speaker(speaker) => {
            session::block_on(commands::speaker::run(speaker, shared, output))
        }
        Command::Correct(correct) => {
            session::block_on(commands::correct::run(correct, shared, output))
        }
        Command::Corrections(corrections) => {
            session::block_on(commands::corrections::run(corrections, shared, output))
        }
        Command::Claim(claim) => session::block_on(desk::claim::run(claim, shared, output)),
        Command::Review(review) => session::block_on(desk::review::run(review, shared, output)),
        Command::Flag(flag) => session::block_on(desk::flag::run(flag, shared, output)),
        Command::Scale(scale) => session::block_on(desk::scale::run(scale, shared, output)),
        Command::Queue(queue) => session::block_on(desk::queue::run(queue, shared, output)),
        Command::Dismiss(statement) => {
            session::block_on(desk::queue::dismiss(statement, shared, output))
        }
        Command::Due(due) => session::block_on(desk::due::run(due, shared, output)),
        Command::Checkworthy(text) => desk::checkworthy::run(text, output),
        Command::Export(export) => session::block_on(commands::export::run(export, shared, output)),
        Command::Stats(stats) => session::block_on(commands::stats::run(stats, shared, output)),
        Command::Serve(serve) => session::block_on(commands::serve::run(serve, shared, output)),
        Command::Reindex => session::block_on(commands::reindex::run(shared, output)),
        Command::Doctor => session::block_on(commands::doctor::run(shared, output)),
    }
}

/// Warnings and errors; a caller's malformed request is no error of ours, as actix-http has it.
const USUAL_LOG: &str = "warn,actix_http=off";

/// Logs go to standard error; `ONRECORD_LOG` sets what (`warn`, `info`, `onrecord_engine=debug`).
fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ONRECORD_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(USUAL_LOG));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
