//! What is taken in, and what is read without being kept.

use std::path::PathBuf;

use clap::Args;
use onrecord_engine::{ReprocessRequest, period};
use onrecord_model::{ArticleId, Timestamp};

use super::models::{ModelArgument, ModelOption};

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

/// What is to be taken in, and by what it is read.
#[derive(Debug, Args)]
pub struct IngestArguments {
    #[command(flatten)]
    pub paths: PathArguments,
    #[command(flatten)]
    pub model: ModelOption,
}

#[derive(Debug, Args)]
pub struct ExtractArguments {
    #[command(flatten)]
    pub paths: PathArguments,
    /// What decides who said what: the word for a built-in model (see `onrecord model list`), or a model's file
    #[arg(
        long,
        default_value = "fast",
        value_name = "MODEL",
        env = "ONRECORD_MODEL"
    )]
    pub model: ModelArgument,
}

/// Which stored articles to read again, with what, and whether that is to be kept.
#[derive(Debug, Args)]
pub struct ReprocessArguments {
    #[command(flatten)]
    pub model: ModelOption,
    /// Store what is found; without this it is only shown
    #[arg(long)]
    pub apply: bool,
    /// Only this article; may be repeated
    #[arg(long = "article", value_name = "ID")]
    pub articles: Vec<ArticleId>,
    /// Only articles in this outlet
    #[arg(long)]
    pub outlet: Option<String>,
    /// Published on this day or later: 2025-08-17, 2025-08, 2025 or an instant
    #[arg(long, value_parser = period::beginning, value_name = "DATE")]
    pub from: Option<Timestamp>,
    /// Published on this day or earlier
    #[arg(long, value_parser = period::end, value_name = "DATE")]
    pub to: Option<Timestamp>,
    /// Also what this very model has read
    #[arg(long)]
    pub all: bool,
}

impl From<&ReprocessArguments> for ReprocessRequest {
    fn from(arguments: &ReprocessArguments) -> Self {
        Self {
            articles: arguments.articles.clone(),
            outlet: arguments.outlet.clone(),
            from: arguments.from,
            to: arguments.to,
            is_for_all: arguments.all,
            is_stored: arguments.apply,
        }
    }
}
