//! What is written for other programs.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::QuoteFilterArguments;

#[derive(Debug, Args)]
pub struct ExportArguments {
    #[command(subcommand)]
    pub what: ExportCommand,
}

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Quotes, all of them or those that a search finds
    Quotes {
        #[command(flatten)]
        filter: QuoteFilterArguments,
        /// The form
        #[arg(long, value_enum)]
        format: QuoteFormat,
        #[command(flatten)]
        file: FileArguments,
    },
    /// Claims, those that were merged into others as these
    Claims {
        /// The form
        #[arg(long, value_enum)]
        format: ClaimFormat,
        #[command(flatten)]
        file: FileArguments,
    },
    /// Reviews that were published, those that were withdrawn since among them
    Reviews {
        /// The form
        #[arg(long, value_enum)]
        format: ReviewFormat,
        #[command(flatten)]
        file: FileArguments,
    },
}

#[derive(Debug, Args)]
pub struct FileArguments {
    /// Write to a file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum QuoteFormat {
    /// Table, for spreadsheets
    Csv,
    /// The same, a JSON object a line
    Jsonl,
    /// The same in columns, for programs that analyse tables
    Parquet,
    /// W3C Web Annotations, one a line
    Webanno,
    /// Citations in BibTeX
    Bibtex,
    /// Citations in RIS
    Ris,
    /// Citations in CSL-JSON
    Csl,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ClaimFormat {
    /// Table, for spreadsheets
    Csv,
    /// The same, a JSON object a line
    Jsonl,
    /// Citations in BibTeX
    Bibtex,
    /// Citations in RIS
    Ris,
    /// Citations in CSL-JSON
    Csl,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ReviewFormat {
    /// Table, for spreadsheets
    Csv,
    /// The same, a JSON object a line
    Jsonl,
    /// ClaimReviews of schema.org, one a line; `onrecord claim import` reads them
    Claimreview,
    /// Citations in BibTeX
    Bibtex,
    /// Citations in RIS
    Ris,
    /// Citations in CSL-JSON
    Csl,
}
