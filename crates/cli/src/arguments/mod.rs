//! The command line.

mod asking;
mod claims;
mod correcting;
mod desk;
mod export;
mod models;
mod serving;
mod taking;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use onrecord_engine::Location;

pub use asking::{
    QuoteFilterArguments, SearchArguments, SpeakerArguments, StatsArguments, VerifyArguments,
};
pub use claims::{
    ByArguments, ClaimArgument, ClaimArguments, ClaimCommand, ClaimEditArguments,
    ClaimImportArguments, ClaimLinkArguments, ClaimListArguments, ClaimMatchArguments,
    ClaimShowArguments, ClaimTextArguments,
};
pub use correcting::{
    CorrectArguments, CorrectCommand, CorrectQuoteArguments, CorrectSpeakerArguments,
    CorrectSpeakerCommand, CorrectStatementArguments, CorrectStatementCommand,
    CorrectionsArguments, ExpectedArgument, SplitArguments,
};
pub use desk::{
    CheckworthyArguments, DismissArguments, DueArguments, FlagAddArguments, FlagArguments,
    FlagCommand, FlagListArguments, QueueArguments, ReviewAddArguments, ReviewArguments,
    ReviewCommand, ReviewContentArguments, ReviewReviseArguments, ScaleArguments, ScaleCommand,
};
pub use export::{ClaimFormat, ExportArguments, ExportCommand, QuoteFormat, ReviewFormat};
pub use models::{ModelArgument, ModelArguments, ModelCommand, ModelOption};
pub use serving::{DemoArguments, HealthArguments, ServeArguments};
pub use taking::{
    ExtractArguments, ImportArguments, IngestArguments, ReprocessArguments, WhoArgument,
};

use crate::exit::Exit;

/// Who said what, on the record.
///
/// onrecord reads news, finds every quotation and reported claim with its speaker, keeps it with a pointer
/// to the exact words in the article, and lets people search and check it.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, after_help = Exit::help(), propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Args)]
pub struct Shared {
    /// Folder of the database and the search index [default: onrecord-data]
    #[arg(long, value_name = "DIR", global = true, env = "ONRECORD_DATA")]
    pub data: Option<PathBuf>,
    /// Database beyond one machine, such as postgres://user@host/onrecord; the index stays in the data folder
    #[arg(
        long,
        value_name = "URL",
        global = true,
        env = "ONRECORD_DATABASE",
        hide_env_values = true
    )]
    pub database: Option<Location>,
    /// Print data as JSON, one object a line
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but errors on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

impl Shared {
    /// The data folder.
    pub fn folder(&self) -> PathBuf {
        self.data
            .clone()
            .unwrap_or_else(|| PathBuf::from("onrecord-data"))
    }

    /// The database: the one named, else the file in the data folder.
    pub fn location(&self) -> Location {
        self.database
            .clone()
            .unwrap_or_else(|| Location::Sqlite(self.folder().join("onrecord.db")))
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Fill a fresh store from the bundled sample, print who said what, and serve the pages
    Demo(DemoArguments),
    /// Take articles in: text, HTML and JSON Lines files, folders of them, or - for standard input
    Ingest(IngestArguments),
    /// Take primary sources in: transcripts, and lists of statements (JSON Lines); either also in gzip or xz
    Import(ImportArguments),
    /// Find attributions without storing anything: articles in, JSON Lines out, in the same order
    Extract(ExtractArguments),
    /// Read stored articles again with another model, and show what would change; --apply stores it
    Reprocess(ReprocessArguments),
    /// The models that decide who said what: which there are, whether one is whole, which is used
    Model(ModelArguments),
    /// Search the quotes; without a query, list them
    Search(SearchArguments),
    /// Hold a quotation against everything on record: did they really say that?
    Verify(VerifyArguments),
    /// Show a speaker and their latest quotes
    Speaker(SpeakerArguments),
    /// Overrule the machine: say whose words a quote is, or who a speaker is
    Correct(CorrectArguments),
    /// List what people corrected, the last first
    Corrections(CorrectionsArguments),
    /// The desk: claims, who makes them, and whether they were checked
    Claim(ClaimArguments),
    /// Review claims: verdicts with reasons and evidence
    Review(ReviewArguments),
    /// Ask for something to be looked at
    Flag(FlagArguments),
    /// The ratings that reviews give
    Scale(ScaleArguments),
    /// List statements worth checking that nobody has decided on, first things first
    Queue(QueueArguments),
    /// Take a statement from the queue: it is not worth checking
    Dismiss(DismissArguments),
    /// List claims that have to be looked at again, and why
    Due(DueArguments),
    /// Tell how much a text is worth checking; nothing of the record is needed
    Checkworthy(CheckworthyArguments),
    /// Write quotes, claims or reviews for other programs, all of them
    Export(ExportArguments),
    /// Show what the record holds, in figures; with a query or a condition, count what is found
    Stats(StatsArguments),
    /// Serve the pages and the API
    Serve(ServeArguments),
    /// Build the search index anew from the store
    Reindex,
    /// Check the store row by row and hold the index against it
    Doctor,
    /// Ask a running server whether it is well
    Health(HealthArguments),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err(format!("{text:?} is not a number of at least 1")),
        Ok(limit) => Ok(limit),
    }
}
