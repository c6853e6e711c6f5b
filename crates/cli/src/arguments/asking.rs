//! What is asked of the record.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use onrecord_engine::{
    Bucket, Dimension, Origin, SearchRequest, Sort, StatisticsRequest, VerifyRequest, period,
};
use onrecord_model::{Colour, CueClass, Kind, Polarity, Timestamp};

use super::at_least_one;

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
pub struct SearchArguments {
    #[command(flatten)]
    pub filter: QuoteFilterArguments,
    /// Print at most this many; the number left out is said on standard error
    #[arg(long, default_value_t = SearchRequest::USUAL_PAGE, value_parser = at_least_one)]
    pub limit: usize,
    /// Count everything found by these, with commas between them: speaker, outlet, kind, origin, class, colour, polarity,
    /// verdict, claim, language, year
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub facets: Vec<Dimension>,
    /// Count everything found by day, week, month, quarter or year
    #[arg(long, value_name = "STEP")]
    pub histogram: Option<Bucket>,
}

#[derive(Debug, Args)]
pub struct StatsArguments {
    #[command(flatten)]
    pub filter: QuoteFilterArguments,
    /// Count what is found by one of these or two, with a comma between them: speaker, outlet, kind, origin, class, colour,
    /// polarity, verdict, claim, language, year
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub by: Vec<Dimension>,
    /// Count it by day, week, month, quarter or year
    #[arg(long, value_name = "STEP")]
    pub over: Option<Bucket>,
    /// Tell at most this many values of each by themselves
    #[arg(long, default_value_t = StatisticsRequest::USUAL_VALUES, value_parser = values_told)]
    pub limit: usize,
    /// Tell how the quotes are told and rated instead
    #[arg(long, conflicts_with_all = ["by", "over"])]
    pub mix: bool,
}

fn values_told(text: &str) -> Result<usize, String> {
    let most = StatisticsRequest::MOST_VALUES;
    text.parse()
        .ok()
        .filter(|limit| (1..=most).contains(limit))
        .ok_or_else(|| format!("a number from 1 to {most} is meant"))
}

/// Which quotes, and in which order.
#[derive(Debug, Args)]
pub struct QuoteFilterArguments {
    /// Words (all must match), "a phrase", -without, OR, and fields such as verdict:false or date:2025
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
    /// Only what articles report, or only passages of primary sources (report, primary)
    #[arg(long)]
    pub origin: Option<Origin>,
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
    /// Leave out articles that are copies of others
    #[arg(long)]
    pub without_copies: bool,
    /// The record as it was at the end of this day: 2025-08-17, 2025-08, 2025 or an instant
    #[arg(long, value_parser = period::end, value_name = "DATE")]
    pub as_of: Option<Timestamp>,
    /// Order [default: relevance with a query, newest without]
    #[arg(long, value_enum)]
    pub sort: Option<SortArgument>,
}

impl From<&QuoteFilterArguments> for SearchRequest {
    fn from(arguments: &QuoteFilterArguments) -> Self {
        Self {
            query: arguments.query.clone(),
            speaker: arguments.speaker.clone(),
            outlet: arguments.outlet.clone(),
            kind: arguments.kind.map(Into::into),
            origin: arguments.origin,
            class: arguments.class,
            colour: arguments.colour,
            polarity: arguments.polarity,
            from: arguments.from,
            to: arguments.to,
            without_copies: arguments.without_copies,
            as_of: arguments.as_of,
            sort: arguments.sort.map(Into::into),
            ..Self::default()
        }
    }
}

#[derive(Debug, Args)]
pub struct SpeakerArguments {
    /// Full name, alias or last name
    pub name: String,
    /// Print at most this many quotes; the number left out is said on standard error
    #[arg(long, default_value_t = 10, value_parser = at_least_one)]
    pub limit: usize,
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
    /// The earliest quote of each statement, the statement told most often first
    MostRepeated,
}

impl From<SortArgument> for Sort {
    fn from(sort: SortArgument) -> Self {
        match sort {
            SortArgument::Relevance => Self::Relevance,
            SortArgument::Newest => Self::Newest,
            SortArgument::Oldest => Self::Oldest,
            SortArgument::MostRepeated => Self::MostRepeated,
        }
    }
}
