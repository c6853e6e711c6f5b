//! What people overrule.

use clap::{Args, Subcommand};
use onrecord_engine::SearchRequest;
use onrecord_model::{ConflictId, CorrectionId, InvalidId, QuoteId, StatementId};

use super::{ClaimArgument, at_least_one};

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
    /// Only those about this claim: its id, or what its file calls it (ref:…)
    #[arg(long, value_name = "CLAIM")]
    pub claim: Option<ClaimArgument>,
    /// Print at most this many; that there are more is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = at_least_one)]
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
