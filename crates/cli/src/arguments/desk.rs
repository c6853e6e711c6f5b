//! Reviews, flags, scales, and what is to be looked at.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand};
use onrecord_engine::{SearchRequest, period};
use onrecord_model::{
    AssertionClass, Evidence, FlagId, QuoteId, ReviewId, ScaleRating, Share, Stance, StatementId,
    Timestamp,
};

use super::{ByArguments, ClaimArgument, at_least_one};

#[derive(Debug, Args)]
pub struct ReviewArguments {
    #[command(flatten)]
    pub by: ByArguments,
    #[command(subcommand)]
    pub what: ReviewCommand,
}

#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// Review a claim; a draft, unless it is to be published at once
    Add(ReviewAddArguments),
    /// Change a review: finish, publish or correct it; what is not given stays
    Revise(ReviewReviseArguments),
    /// Withdraw a published review; readers see that it was taken back
    Withdraw {
        /// The review
        review: ReviewId,
    },
}

/// What a review says beside its rating.
#[derive(Debug, Args)]
pub struct ReviewContentArguments {
    /// The scale the rating is from, where several have a rating of this name
    #[arg(long, value_name = "NAME")]
    pub scale: Option<String>,
    /// Why the rating is what it is
    #[arg(long, value_name = "WORDS")]
    pub rationale: Option<String>,
    /// What it rests on: supports=URL, refutes=URL, context=URL, or a JSON object with stance and maybe url, title,
    /// quotation, archived and is_gone; may be repeated
    #[arg(long = "evidence", value_name = "EVIDENCE")]
    pub evidence: Vec<EvidenceArgument>,
    /// A headline
    #[arg(long)]
    pub title: Option<String>,
    /// When it was checked: 2025-08-17, 2025-08, 2025 or an instant [default: now]
    #[arg(long, value_parser = period::beginning, value_name = "DATE")]
    pub date: Option<Timestamp>,
    /// The language it is written in, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Where it was published, elsewhere than here
    #[arg(long)]
    pub url: Option<String>,
    /// Let readers see it
    #[arg(long)]
    pub publish: bool,
}

#[derive(Debug, Args)]
pub struct ReviewAddArguments {
    /// The claim: its id, or what its file calls it (ref:…)
    pub claim: ClaimArgument,
    /// The verdict, in the words of a scale (`onrecord scale list`)
    #[arg(long, value_name = "WORDS")]
    pub rating: String,
    /// Who checked [default: who adds it]
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Who checked is an organisation
    #[arg(long)]
    pub organisation: bool,
    #[command(flatten)]
    pub content: ReviewContentArguments,
}

#[derive(Debug, Args)]
pub struct ReviewReviseArguments {
    /// The review
    pub review: ReviewId,
    /// The verdict, in the words of a scale (`onrecord scale list`)
    #[arg(long, value_name = "WORDS")]
    pub rating: Option<String>,
    #[command(flatten)]
    pub content: ReviewContentArguments,
    /// Drop the evidence there was before the one given is added
    #[arg(long)]
    pub drop_evidence: bool,
    /// Evidence that is gone from where it was, by its address; may be repeated
    #[arg(long, value_name = "URL")]
    pub gone: Vec<String>,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceArgument(pub Evidence);

impl FromStr for EvidenceArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text)
                .map(Self)
                .map_err(|error| error.to_string());
        }
        let (stance, url) = text
            .split_once('=')
            .ok_or_else(|| format!("{text:?} is no evidence, as in refutes=https://…"))?;
        let stance: Stance = stance
            .parse()
            .map_err(|unknown| format!("the stance {unknown}"))?;
        Ok(Self(Evidence {
            url: Some(url.to_owned()),
            title: None,
            quotation: None,
            archived: None,
            stance,
            is_gone: false,
        }))
    }
}

#[derive(Debug, Args)]
pub struct FlagArguments {
    #[command(flatten)]
    pub by: ByArguments,
    #[command(subcommand)]
    pub what: FlagCommand,
}

#[derive(Debug, Subcommand)]
pub enum FlagCommand {
    /// Ask for something to be looked at
    Add(FlagAddArguments),
    /// List flags, the newest first
    List(FlagListArguments),
    /// Say that a flag was looked into
    Resolve {
        /// The flag
        flag: FlagId,
        /// What came of it
        #[arg(long, default_value = "", value_name = "WORDS")]
        note: String,
    },
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("subject").required(true))]
pub struct FlagAddArguments {
    /// A claim: its id, or what its file calls it (ref:…)
    #[arg(long, value_name = "CLAIM", group = "subject")]
    pub claim: Option<ClaimArgument>,
    /// A quote
    #[arg(long, value_name = "ID", group = "subject")]
    pub quote: Option<QuoteId>,
    /// A statement
    #[arg(long, value_name = "ID", group = "subject")]
    pub statement: Option<StatementId>,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct FlagListArguments {
    /// Also those that are settled
    #[arg(long)]
    pub all: bool,
    /// Print at most this many; that there are more is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = at_least_one)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct ScaleArguments {
    #[command(flatten)]
    pub by: ByArguments,
    #[command(subcommand)]
    pub what: ScaleCommand,
}

#[derive(Debug, Subcommand)]
pub enum ScaleCommand {
    /// List the scales with their ratings
    List,
    /// Give a scale its ratings, whether it is there or not
    Set {
        /// What it is called
        name: String,
        /// Its ratings in the order they are offered: a name, and from 0, false, to 1, true, what it says of truth, as
        /// in "Half true=0.5"; only a name where it says nothing of that
        #[arg(required = true, value_name = "RATING")]
        ratings: Vec<RatingArgument>,
    },
}

/// A rating that a scale offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingArgument(pub ScaleRating);

impl FromStr for RatingArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = match text.rsplit_once('=') {
            None => (text, None),
            Some((name, number)) => {
                let wrong = || format!("{number:?} is not a number from 0, false, to 1, true");
                let number: f64 = number.trim().parse().map_err(|_| wrong())?;
                (name, Some(Share::try_from(number).map_err(|_| wrong())?))
            }
        };
        Ok(Self(ScaleRating {
            name: name.trim().to_owned(),
            value,
        }))
    }
}

#[derive(Debug, Args)]
pub struct QueueArguments {
    /// Told on this day or later: 2025-08-17, 2025-08, 2025 or an instant
    #[arg(long, value_parser = period::beginning, value_name = "DATE")]
    pub from: Option<Timestamp>,
    /// Told last on this day or earlier
    #[arg(long, value_parser = period::end, value_name = "DATE")]
    pub to: Option<Timestamp>,
    /// Only assertions of this sort: fact, opinion, prediction, promise, question or other
    #[arg(long, default_value_t = AssertionClass::Fact)]
    pub class: AssertionClass,
    /// Print at most this many; the number left out is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = at_least_one)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct DismissArguments {
    /// Who decides; others will read it
    #[arg(long, value_name = "WHO", env = "ONRECORD_BY")]
    pub by: Option<String>,
    /// The statement, by the id of any of its wordings
    pub statement: StatementId,
    /// Why
    #[arg(long, default_value = "", value_name = "WORDS")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct DueArguments {
    /// How old the last review of this newsroom may be
    #[arg(long, default_value_t = 365, value_name = "N")]
    pub older_than_days: u32,
    /// Print at most this many; that there are more is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = at_least_one)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct CheckworthyArguments {
    /// What was said or written
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub text: Option<String>,
    /// Judge every line of a JSON Lines file of `id` and `text`; - is standard input. Prints a JSON object for each, in
    /// order
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
}
