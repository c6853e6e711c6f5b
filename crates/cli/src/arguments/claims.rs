//! Claims, and what is done to them.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand};
use onrecord_engine::{SearchRequest, period};
use onrecord_model::{ClaimId, ClaimRelation, ClaimState, ReviewId, StatementId, Timestamp};

use super::{ExpectedArgument, at_least_one};

/// A claim, by its id or by what the file it came in with calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimArgument {
    Id(ClaimId),
    Called(String),
}

impl FromStr for ClaimArgument {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        if let Some(reference) = text.strip_prefix("ref:") {
            return Ok(Self::Called(reference.to_owned()));
        }
        Ok(text
            .parse()
            .map_or_else(|_| Self::Called(text.to_owned()), Self::Id))
    }
}

/// In whose name something is done at the desk.
#[derive(Debug, Args)]
pub struct ByArguments {
    /// Who does it; others will read it
    #[arg(long, value_name = "WHO", global = true, env = "ONRECORD_BY")]
    pub by: Option<String>,
    /// Refuse if something else than this entry of the log was done to the claim last
    #[arg(long, value_name = "ID", global = true)]
    pub expected: Option<ExpectedArgument>,
}

#[derive(Debug, Args)]
pub struct ClaimArguments {
    #[command(flatten)]
    pub by: ByArguments,
    #[command(subcommand)]
    pub what: ClaimCommand,
}

#[derive(Debug, Subcommand)]
pub enum ClaimCommand {
    /// Take claims in with their reviews: JSON Lines, ClaimReviews, feeds of them; either also in gzip or xz
    Import(ClaimImportArguments),
    /// Which claims does a text make? Has it been checked?
    Match(ClaimMatchArguments),
    /// List claims, the newest first
    List(ClaimListArguments),
    /// Show a claim with everything around it
    Show(ClaimShowArguments),
    /// Write a claim down
    Make(ClaimMakeArguments),
    /// Let a claim say something else; what is not given stays
    Edit(ClaimEditArguments),
    /// Say that a statement makes a claim
    Link(ClaimLinkArguments),
    /// Say that a statement does not make a claim
    Reject {
        /// The claim: its id, or what its file calls it (ref:…)
        claim: ClaimArgument,
        /// The statement, by the id of any of its wordings
        statement: StatementId,
    },
    /// Make two claims one
    Merge {
        /// The claim that is shown as the other from then on
        claim: ClaimArgument,
        /// As which
        into: ClaimArgument,
    },
    /// Make one claim two
    Split(ClaimSplitArguments),
    /// Say what a claim is to another
    Relate(ClaimRelateArguments),
    /// Give a claim to somebody to look into
    Assign(ClaimAssignArguments),
    /// Say how far the work on a claim has come
    State {
        /// The claim: its id, or what its file calls it (ref:…)
        claim: ClaimArgument,
        /// open, in_review, reviewed, needs_second_review or closed
        state: ClaimState,
    },
}

#[derive(Debug, Args)]
pub struct ClaimImportArguments {
    /// Files; - is standard input. Each is JSON Lines with id and claim, and maybe title, url, rating and date, or
    /// ClaimReviews in any shape they are published in
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ClaimMatchArguments {
    /// What was said or written
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub text: Option<String>,
    /// Who says it, where that is known: many claims are about what somebody said
    #[arg(long, value_name = "NAME", conflicts_with = "batch")]
    pub speaker: Option<String>,
    /// Match every line of a JSON Lines file of `id`, `text` and, where known, `speaker`; - is standard input. Prints a
    /// JSON object for each, in order
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Show at most this many claims for a text
    #[arg(long, default_value_t = 5, value_parser = matches_shown)]
    pub limit: u16,
}

fn matches_shown(text: &str) -> Result<u16, String> {
    let most = SearchRequest::LARGEST_PAGE as u16;
    text.parse()
        .ok()
        .filter(|limit| (1..=most).contains(limit))
        .ok_or_else(|| format!("a number from 1 to {most} is meant"))
}

#[derive(Debug, Args)]
pub struct ClaimListArguments {
    /// Only those of which the work has come this far: open, in_review, reviewed, needs_second_review or closed
    #[arg(long)]
    pub state: Option<ClaimState>,
    /// Only those that this one is to look into
    #[arg(long, value_name = "WHO")]
    pub assigned_to: Option<String>,
    /// Only those that have a published review with this rating, word for word
    #[arg(long, value_name = "WORDS")]
    pub rating: Option<String>,
    /// Print at most this many; that there are more is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = at_least_one)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct ClaimShowArguments {
    /// The claim: its id, or what its file calls it (ref:…)
    pub claim: ClaimArgument,
    /// As the log had it at the end of this day: 2025-08-17, 2025-08, 2025 or an instant
    #[arg(long, value_parser = period::end, value_name = "DATE")]
    pub as_of: Option<Timestamp>,
}

/// What is known of a claim beside its words.
#[derive(Debug, Args)]
pub struct ClaimTextArguments {
    /// A headline
    #[arg(long)]
    pub title: Option<String>,
    /// What somebody has to know to understand it
    #[arg(long, value_name = "WORDS")]
    pub context: Option<String>,
    /// The language it is written in, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Who made it first, beside those whose statements are linked to it
    #[arg(long, value_name = "NAME")]
    pub claimant: Option<String>,
    /// When it was made first: 2025-08-17, 2025-08, 2025 or an instant
    #[arg(long, value_parser = period::beginning, value_name = "DATE")]
    pub made: Option<Timestamp>,
    /// Where it was made first
    #[arg(long)]
    pub url: Option<String>,
}

#[derive(Debug, Args)]
pub struct ClaimMakeArguments {
    /// The claim, as one sentence that stands by itself
    pub text: String,
    #[command(flatten)]
    pub known: ClaimTextArguments,
    /// A statement that makes it, by the id of any of its wordings; may be repeated
    #[arg(long = "statement", value_name = "ID")]
    pub statements: Vec<StatementId>,
}

#[derive(Debug, Args)]
pub struct ClaimEditArguments {
    /// The claim: its id, or what its file calls it (ref:…)
    pub claim: ClaimArgument,
    /// What it shall say
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    #[command(flatten)]
    pub known: ClaimTextArguments,
}

#[derive(Debug, Args)]
pub struct ClaimLinkArguments {
    /// The claim: its id, or what its file calls it (ref:…)
    pub claim: ClaimArgument,
    /// The statement, by the id of any of its wordings
    pub statement: StatementId,
    /// The part of its words that makes the claim, where not all of them do, letter by letter
    #[arg(long, value_name = "WORDS")]
    pub part: Option<String>,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true).multiple(true))]
pub struct ClaimSplitArguments {
    /// The claim that stays: its id, or what its file calls it (ref:…)
    pub claim: ClaimArgument,
    /// What the new one says
    pub text: String,
    #[command(flatten)]
    pub known: ClaimTextArguments,
    /// A statement linked to the claim that makes the new one; may be repeated
    #[arg(long = "statement", value_name = "ID", group = "which")]
    pub statements: Vec<StatementId>,
    /// A review of the claim that is of the new one; may be repeated
    #[arg(long = "review", value_name = "ID", group = "which")]
    pub reviews: Vec<ReviewId>,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("how").required(true))]
pub struct ClaimRelateArguments {
    /// The claim: its id, or what its file calls it (ref:…)
    pub claim: ClaimArgument,
    /// What it is to the other: contradicts, narrows or repeats
    #[arg(group = "how")]
    pub relation: Option<ClaimRelation>,
    /// The other
    #[arg(long, value_name = "CLAIM")]
    pub to: ClaimArgument,
    /// It has nothing to do with the other any more
    #[arg(long, group = "how")]
    pub none: bool,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("whom").required(true))]
pub struct ClaimAssignArguments {
    /// The claim: its id, or what its file calls it (ref:…)
    pub claim: ClaimArgument,
    /// To whom
    #[arg(group = "whom")]
    pub to: Option<String>,
    /// To nobody in particular
    #[arg(long, group = "whom")]
    pub nobody: bool,
}
