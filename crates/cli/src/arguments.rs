//! The command line.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use onrecord_engine::{Location, SearchRequest, Sort, VerifyRequest, period};
use onrecord_model::{
    Colour, ConflictId, CorrectionId, CueClass, InvalidId, Kind, Polarity, QuoteId, StatementId,
    Timestamp,
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
    Ingest(PathArguments),
    /// Take primary sources in: transcripts, and lists of statements (JSON Lines); either also in gzip or xz
    Import(ImportArguments),
    /// Find attributions without storing anything: articles in, JSON Lines out, in the same order
    Extract(ExtractArguments),
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
    /// Show what the record holds, in figures
    Stats,
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

#[derive(Debug, Args)]
pub struct PathArguments {
    /// Files or folders; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// What is said of a transcript here wins over what it says itself. A list of statements says it of each.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// Files; - is standard input. Each is a transcript with turns (JANE ROE: …), or JSON Lines with text and speaker,
    /// and maybe id, date, outlet, url and title
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Whose words a transcript is that names no speakers, and whose the answers (A.) are
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Whom a transcript means by a label, as in "THE PRESIDENT=Jane Roe"; may be repeated
    #[arg(long, value_name = "LABEL=NAME")]
    pub who: Vec<WhoArgument>,
    /// What a transcript is of
    #[arg(long)]
    pub title: Option<String>,
    /// When it was said: 2025-08-17, 2025-08, 2025 or an instant
    #[arg(long, value_parser = period::beginning)]
    pub date: Option<Timestamp>,
    /// Who published it
    #[arg(long)]
    pub outlet: Option<String>,
    /// Where it can be read
    #[arg(long)]
    pub url: Option<String>,
}

/// A label of a transcript, and whom it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoArgument {
    pub label: String,
    pub name: String,
}

impl std::str::FromStr for WhoArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (label, name) = text
            .split_once('=')
            .map(|(label, name)| (label.trim(), name.trim()))
            .filter(|(label, name)| !label.is_empty() && !name.is_empty())
            .ok_or_else(|| {
                format!("{text:?} is not a label and a name, as in \"THE PRESIDENT=Jane Roe\"")
            })?;
        Ok(Self {
            label: label.to_owned(),
            name: name.to_owned(),
        })
    }
}

#[derive(Debug, Args)]
pub struct ExtractArguments {
    #[command(flatten)]
    pub paths: PathArguments,
    /// What decides: "fast", the built-in model; "rules", the rules without a model; or a model's file
    #[arg(long, default_value = "fast", value_name = "MODEL")]
    pub model: ModelArgument,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelArgument {
    Fast,
    Rules,
    File(PathBuf),
}

impl From<OsString> for ModelArgument {
    fn from(name: OsString) -> Self {
        match name.to_str() {
            Some("fast") => Self::Fast,
            Some("rules") => Self::Rules,
            _ => Self::File(name.into()),
        }
    }
}

#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// The words, as they are quoted
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub quotation: Option<String>,
    /// Who is said to have said them: full name, alias, last name or id
    #[arg(long, value_name = "NAME", conflicts_with = "batch")]
    pub speaker: Option<String>,
    /// Check every line of a JSON Lines file of `query` and, where known, `speaker`; - is standard input. Prints a
    /// JSON object for each, in order
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Show at most this many matches
    #[arg(long, default_value_t = VerifyRequest::USUAL_MATCHES, value_parser = matches_shown)]
    pub limit: usize,
}

fn matches_shown(text: &str) -> Result<usize, String> {
    let most = VerifyRequest::MOST_MATCHES;
    text.parse()
        .ok()
        .filter(|limit| (1..=most).contains(limit))
        .ok_or_else(|| format!("a number from 1 to {most} is meant"))
}

#[derive(Debug, Args)]
pub struct DemoArguments {
    /// Print the table and stop, without serving
    #[arg(long)]
    pub no_serve: bool,
    #[command(flatten)]
    pub serve: ServeArguments,
}

#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Port; 0 takes any free one
    #[arg(long, default_value_t = 7878)]
    pub port: u16,
    /// Address to listen on; anything but a loopback address opens it to the network
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    pub bind: IpAddr,
    /// Name the server is reached by besides loopback names, such as that of a proxy in front; may be repeated
    #[arg(long = "allowed-host", value_name = "NAME")]
    pub allowed_hosts: Vec<String>,
    /// Take corrections although the server can be reached from other machines; there are no accounts
    #[arg(long)]
    pub allow_corrections: bool,
}

#[derive(Debug, Args)]
pub struct HealthArguments {
    /// Port of the server
    #[arg(long, default_value_t = 7878)]
    pub port: u16,
    /// Address of the server
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    pub address: IpAddr,
    /// Ask whether it answers searches, not only whether it runs: a server that rebuilds its index runs
    #[arg(long)]
    pub ready: bool,
}

#[derive(Debug, Args)]
pub struct SearchArguments {
    /// Words (all must match), "a phrase", -without
    pub query: Option<String>,
    /// Only quotes by this speaker: full name, alias, last name or id
    #[arg(long)]
    pub speaker: Option<String>,
    /// Only quotes in this outlet
    #[arg(long)]
    pub outlet: Option<String>,
    /// Only quotes of this kind
    #[arg(long, value_enum)]
    pub kind: Option<KindArgument>,
    /// Only quotes whose reporting words are of this class: statement, belief, intention, question, denial, promise,
    /// warning or accusation
    #[arg(long)]
    pub class: Option<CueClass>,
    /// Only quotes that the reporter tells like this: neutral, doubting or endorsing
    #[arg(long)]
    pub colour: Option<Colour>,
    /// Only what is reported as said (asserted), as not said (negated), or as neither (hypothetical)
    #[arg(long)]
    pub polarity: Option<Polarity>,
    /// Published on this day or later: 2025-08-17, 2025-08, 2025 or an instant
    #[arg(long, value_parser = period::beginning, value_name = "DATE")]
    pub from: Option<Timestamp>,
    /// Published on this day or earlier
    #[arg(long, value_parser = period::end, value_name = "DATE")]
    pub to: Option<Timestamp>,
    /// Order [default: relevance with a query, newest without]
    #[arg(long, value_enum)]
    pub sort: Option<SortArgument>,
    /// Print at most this many; the number left out is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = parse_limit)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct SpeakerArguments {
    /// Full name, alias or last name
    pub name: String,
    /// Print at most this many quotes; the number left out is said on standard error
    #[arg(long, default_value_t = 10, value_parser = parse_limit)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct CorrectArguments {
    /// Who corrects; others will read it
    #[arg(long, value_name = "WHO", global = true, env = "ONRECORD_BY")]
    pub by: Option<String>,
    /// Refuse if another correction than this, or any where it is "none", came last
    #[arg(long, value_name = "ID", global = true)]
    pub expected: Option<ExpectedArgument>,
    #[command(subcommand)]
    pub what: CorrectCommand,
}

#[derive(Debug, Subcommand)]
pub enum CorrectCommand {
    /// Say whose words a quote is
    Quote(CorrectQuoteArguments),
    /// Say what a speaker is called, or who they are
    Speaker(CorrectSpeakerArguments),
    /// Say which wordings are one statement, by the ids of wordings
    Statement(CorrectStatementArguments),
    /// Say that a conflict was looked into
    Conflict {
        /// The conflict's id
        conflict: ConflictId,
        /// What was found
        #[arg(long, default_value = "", value_name = "WORDS")]
        note: String,
    },
    /// Take a correction back
    Undo {
        /// The correction's id
        correction: CorrectionId,
    },
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("whose").required(true))]
pub struct CorrectQuoteArguments {
    /// The quote's id
    pub quote: QuoteId,
    /// Theirs: full name, alias or id
    #[arg(long, value_name = "NAME", group = "whose")]
    pub speaker: Option<String>,
    /// Somebody's who is not in the record yet, or has the same name as others
    #[arg(long, value_name = "NAME", group = "whose")]
    pub new: Option<String>,
    /// Nobody's that is known
    #[arg(long, group = "whose")]
    pub nobody: bool,
    /// The new one is an organisation
    #[arg(long, requires = "new")]
    pub organisation: bool,
    /// Correct the quotes whose speaker was found in the same way with it
    #[arg(long)]
    pub siblings: bool,
}

#[derive(Debug, Args)]
pub struct CorrectSpeakerArguments {
    /// Full name, alias or id
    pub speaker: String,
    #[command(subcommand)]
    pub how: CorrectSpeakerCommand,
}

#[derive(Debug, Subcommand)]
pub enum CorrectSpeakerCommand {
    /// Call them otherwise; the old name stays as an alias
    Rename {
        /// The full name
        name: String,
    },
    /// Add a further name, by which mentions are linked to them from then on
    Alias {
        /// The name
        name: String,
        /// Take the name away instead
        #[arg(long)]
        remove: bool,
    },
    /// Make them one with another, who stays
    Merge {
        /// Who stays: full name, alias or id
        into: String,
    },
    /// Give some of their quotes to another
    Split(SplitArguments),
}

#[derive(Debug, Args)]
pub struct CorrectStatementArguments {
    /// A wording of the statement
    pub wording: StatementId,
    #[command(subcommand)]
    pub how: CorrectStatementCommand,
}

#[derive(Debug, Subcommand)]
pub enum CorrectStatementCommand {
    /// It is one with the statement of another wording
    Join {
        /// The other wording
        other: StatementId,
    },
    /// It is a statement of its own
    Separate,
    /// It is no paraphrase of another wording
    Reject {
        /// The other wording
        of: StatementId,
    },
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("to_whom").required(true))]
#[command(group = clap::ArgGroup::new("which").required(true).multiple(true))]
pub struct SplitArguments {
    /// All quotes with this mention, letter by letter; may be repeated
    #[arg(long = "mention", value_name = "WORDS", group = "which")]
    pub mentions: Vec<String>,
    /// This quote; may be repeated
    #[arg(long = "quote", value_name = "ID", group = "which")]
    pub quotes: Vec<QuoteId>,
    /// To them: full name, alias or id
    #[arg(long, value_name = "NAME", group = "to_whom")]
    pub to: Option<String>,
    /// To somebody who is not in the record yet, or has the same name as others
    #[arg(long, value_name = "NAME", group = "to_whom")]
    pub new: Option<String>,
    /// The new one is an organisation
    #[arg(long, requires = "new")]
    pub organisation: bool,
}

#[derive(Debug, Args)]
pub struct CorrectionsArguments {
    /// Only those about this speaker: full name, alias or id
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Only those about this quote
    #[arg(long, value_name = "ID")]
    pub quote: Option<QuoteId>,
    /// Print at most this many; that there are more is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = parse_limit)]
    pub limit: usize,
}

/// The correction that somebody saw last, or that there was none.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedArgument(pub Option<CorrectionId>);

impl std::str::FromStr for ExpectedArgument {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text {
            "none" => Ok(Self(None)),
            id => Ok(Self(Some(id.parse()?))),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum KindArgument {
    Direct,
    Mixed,
    Indirect,
}

impl From<KindArgument> for Kind {
    fn from(kind: KindArgument) -> Self {
        match kind {
            KindArgument::Direct => Self::Direct,
            KindArgument::Mixed => Self::Mixed,
            KindArgument::Indirect => Self::Indirect,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SortArgument {
    Relevance,
    Newest,
    Oldest,
}

impl From<SortArgument> for Sort {
    fn from(sort: SortArgument) -> Self {
        match sort {
            SortArgument::Relevance => Self::Relevance,
            SortArgument::Newest => Self::Newest,
            SortArgument::Oldest => Self::Oldest,
        }
    }
}

fn parse_limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err(format!("{text:?} is not a number of at least 1")),
        Ok(limit) => Ok(limit),
    }
}
