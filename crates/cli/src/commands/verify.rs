//! `onrecord verify QUOTATION`, and many at once with `--batch FILE`.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use onrecord_engine::{
    Change, Edit, Engine, EngineError, Match, Standing, Verdict, Verification, VerifyRequest,
};
use onrecord_model::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use super::quotes;
use crate::arguments::{Shared, VerifyArguments};
use crate::batch::{Batch, Line};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::{open_for_searching, workers};

/// Quotations under way for each core, so that none waits for another's reading.
const AHEAD: usize = 3;

pub async fn run(
    arguments: &VerifyArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = Arc::new(open_for_searching(shared, output).await?);
    let exit = match (&arguments.quotation, &arguments.batch) {
        (_, Some(path)) => batch(&engine, path, arguments.limit, output).await?,
        (Some(quotation), None) => {
            let request = VerifyRequest {
                quotation: quotation.clone(),
                speaker: arguments.speaker.clone(),
                limit: arguments.limit,
            };
            one(&engine, &request, output).await?
        }
        (None, None) => return Ok(Exit::Usage),
    };
    engine.close().await?;
    Ok(exit)
}

async fn one(engine: &Engine, request: &VerifyRequest, output: &Output) -> anyhow::Result<Exit> {
    let verified = engine.verify(request).await?;
    for notice in &verified.notices {
        output.message(&notice.to_string());
    }
    if output.json {
        output.json_line(&Answer::from(&verified))?;
    } else {
        print(request, &verified, output)?;
    }
    Ok(match verified.verdict {
        Verdict::Exact => Exit::Success,
        Verdict::NotFound => Exit::NothingFound,
        Verdict::Trimmed | Verdict::Partial | Verdict::Altered | Verdict::Spliced => Exit::Near,
        Verdict::Misattributed => Exit::OtherSpeaker,
    })
}

/// A line of a batch; whatever else it holds is passed over.
#[derive(Deserialize)]
struct Query {
    query: String,
    speaker: Option<String>,
}

type Verified = JoinHandle<Result<Verification, EngineError>>;

/// A line under way: its answer, or what is wrong with it.
enum Asked {
    Good(Verified),
    Bad(String),
}

#[derive(Serialize)]
struct BadLine<'a> {
    error: &'a str,
}

/// Answers every line with one, in order. A bad one is answered by what is wrong with it.
async fn batch(
    engine: &Arc<Engine>,
    path: &Path,
    limit: usize,
    output: &Output,
) -> anyhow::Result<Exit> {
    let mut lines = Batch::open(path)?;
    let most = AHEAD * workers();
    let mut under_way: VecDeque<(u64, Asked)> = VecDeque::with_capacity(most);
    let mut exit = Exit::Success;
    loop {
        let line = lines.next_line()?;
        let is_last = line.is_none();
        if let Some(line) = line {
            under_way.push_back((line.number, ask(engine, line, limit)));
        }
        while under_way.len() >= most || is_last {
            let Some((number, asked)) = under_way.pop_front() else {
                break;
            };
            if !answer(asked, lines.name(), number, output).await? {
                exit = Exit::BadInput;
            }
        }
        if is_last {
            return Ok(exit);
        }
    }
}

fn ask(engine: &Arc<Engine>, line: Line, limit: usize) -> Asked {
    let read = |bytes: Vec<u8>| serde_json::from_slice(&bytes).map_err(|error| error.to_string());
    let asked: Query = match line.bytes.and_then(read) {
        Ok(asked) => asked,
        Err(wrong) => return Asked::Bad(wrong),
    };
    let engine = Arc::clone(engine);
    Asked::Good(tokio::spawn(async move {
        let request = VerifyRequest {
            quotation: asked.query,
            speaker: asked.speaker,
            limit,
        };
        engine.verify(&request).await
    }))
}

/// Whether the line was good.
async fn answer(asked: Asked, name: &str, number: u64, output: &Output) -> anyhow::Result<bool> {
    let wrong = match asked {
        Asked::Bad(wrong) => wrong,
        Asked::Good(verified) => match verified.await? {
            Ok(verified) => {
                output.json_line(&Answer::from(&verified))?;
                return Ok(true);
            }
            Err(error @ EngineError::QuotationLength { .. }) => error.to_string(),
            Err(error) => return Err(error.into()),
        },
    };
    let error = format!("{name}, line {number}: {wrong}");
    output.json_line(&BadLine { error: &error })?;
    output.error(&error);
    Ok(false)
}

/// What programs get. The keys up to `matches` are settled; there may be more.
#[derive(Serialize)]
struct Answer<'a> {
    verdict: &'static str,
    score: f32,
    matches: Vec<AnswerMatch<'a>>,
    more: bool,
    searched: AnswerSearched<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
}

#[derive(Serialize)]
struct AnswerMatch<'a> {
    /// The id it had where it was imported from, else its own.
    r#ref: String,
    text: &'a str,
    speaker: Option<&'a str>,
    date: Option<String>,
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    /// From the quotation to the record.
    diff: Vec<AnswerEdit<'a>>,
    quote: String,
    verdict: &'static str,
    score: f32,
    /// What it stands for in `text`, and which part of the quotation it explains: code points, end exclusive.
    aligned: (u32, u32),
    part: (u32, u32),
    /// Which of a negation, a number, a name and a modal verb differ.
    changed: Vec<&'static str>,
}

#[derive(Serialize)]
struct AnswerEdit<'a> {
    change: &'static str,
    words: &'a str,
}

#[derive(Serialize)]
struct AnswerSearched<'a> {
    speakers: Vec<&'a str>,
    statements: u64,
    first: Option<String>,
    last: Option<String>,
}

impl<'a> From<&'a Verification> for Answer<'a> {
    fn from(verified: &'a Verification) -> Self {
        let searched = &verified.searched;
        Self {
            verdict: verified.verdict.as_str(),
            score: verified.score,
            matches: verified.matches.iter().map(AnswerMatch::from).collect(),
            more: verified.more,
            searched: AnswerSearched {
                speakers: searched
                    .speakers
                    .iter()
                    .map(|speaker| speaker.name.as_str())
                    .collect(),
                statements: searched.statements,
                first: searched.first.map(date),
                last: searched.last.map(date),
            },
            notices: verified.notices.iter().map(ToString::to_string).collect(),
        }
    }
}

impl<'a> From<&'a Match> for AnswerMatch<'a> {
    fn from(found: &'a Match) -> Self {
        let quote = &found.quote;
        let reference = quote
            .primary
            .as_ref()
            .and_then(|place| place.reference.clone());
        Self {
            r#ref: reference.unwrap_or_else(|| quote.id.to_string()),
            text: &quote.text,
            speaker: quote.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            date: quote.article.published.map(date),
            outlet: quote.article.outlet.as_deref(),
            url: quote.article.url.as_deref(),
            diff: found
                .comparison
                .edits
                .iter()
                .map(|edit| AnswerEdit {
                    change: match edit.change {
                        Change::Same => "same",
                        Change::Removed => "removed",
                        Change::Added => "added",
                    },
                    words: &edit.words,
                })
                .collect(),
            quote: quote.id.to_string(),
            verdict: found.verdict.as_str(),
            score: found.score,
            aligned: found.aligned.into(),
            part: found.part.into(),
            changed: changed(found),
        }
    }
}

/// The day, with the time where there is one.
fn date(date: Timestamp) -> String {
    if date.time() == chrono::NaiveTime::MIN {
        return date.format("%Y-%m-%d").to_string();
    }
    date.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What matters most among what differs.
fn changed(found: &Match) -> Vec<&'static str> {
    let changed = found.comparison.changed;
    [
        (changed.negation, "negation"),
        (changed.number, "number"),
        (changed.name, "name"),
        (changed.modal, "modal"),
    ]
    .into_iter()
    .filter_map(|(is_changed, word)| is_changed.then_some(word))
    .collect()
}

fn print(request: &VerifyRequest, verified: &Verification, output: &Output) -> anyhow::Result<()> {
    output.line(sentence(request, verified))?;
    match verified.standing() {
        Some(Standing::PrimaryDiffers) => output
            .line("BUT only reports have them: a primary source has it otherwise, see below.")?,
        Some(Standing::ReportsOnly) if verified.verdict.is_faithful() => {
            output.line("Only reports were found, no primary source.")?;
        }
        _ => {}
    }
    if verified.matches.is_empty() {
        return Ok(());
    }
    let has_difference = verified
        .matches
        .iter()
        .any(|found| !is_same(&found.comparison.edits));
    if has_difference {
        output.line("In [-brackets like these-] stands what only the quotation has, in {+these+} what only the record has.")?;
    }
    output.line("")?;
    for found in &verified.matches {
        if verified.verdict == Verdict::Spliced {
            let words: String = request
                .quotation
                .chars()
                .skip(found.part.start as usize)
                .take((found.part.end - found.part.start) as usize)
                .collect();
            output.line(format!("“{}” is from:", words.trim()))?;
        }
        output.line(marked(&found.comparison.edits))?;
        let changed = changed(found);
        if !changed.is_empty() {
            output.line(format!("    CHANGED: {}", changed.join(", ")))?;
        }
        let mut facts = vec![
            quotes::who(&found.quote),
            quotes::place(&found.quote),
            found.verdict.to_string(),
        ];
        if found.quote.primary.is_some() {
            facts.push("primary source".to_owned());
        }
        output.line(format!("    {}", facts.join(" · ")))?;
        if let Some(url) = &found.quote.article.url {
            output.line(format!("    {url}"))?;
        }
        output.line("")?;
    }
    if verified.more {
        output.message("there are more; --limit shows them");
    }
    Ok(())
}

fn sentence(request: &VerifyRequest, verified: &Verification) -> String {
    match verified.verdict {
        Verdict::Exact => "Exact: these words are on record.".to_owned(),
        Verdict::Trimmed => {
            "Trimmed: what is left out is marked, and the rest is on record word for word."
                .to_owned()
        }
        Verdict::Partial => "Partial: this is an unbroken part of what is on record.".to_owned(),
        Verdict::Altered => {
            "Altered: this is close to what is on record, and not the same.".to_owned()
        }
        Verdict::Spliced => {
            "Spliced: the beginning and the end are from different statements.".to_owned()
        }
        Verdict::Misattributed => {
            let by = verified.matches.first().map_or_else(String::new, |found| {
                format!(" as those of {}", quotes::who(&found.quote))
            });
            let asked = request.speaker.as_deref().unwrap_or("those asked about");
            format!("Misattributed: these words are on record{by}, and not as those of {asked}.")
        }
        Verdict::NotFound => format!(
            "Not found among {}. That proves nothing: the record does not hold everything that was said.",
            searched(verified)
        ),
    }
}

fn searched(verified: &Verification) -> String {
    let searched = &verified.searched;
    let mut words = counted(searched.statements, "statement", "statements");
    if !searched.speakers.is_empty() {
        let names: Vec<&str> = searched
            .speakers
            .iter()
            .map(|speaker| speaker.name.as_str())
            .collect();
        words.push_str(&format!(" by {}", names.join(" and ")));
    }
    if let (Some(first), Some(last)) = (searched.first, searched.last) {
        let day = |date: Timestamp| date.format("%-d %B %Y").to_string();
        words.push_str(&format!(", from {} to {}", day(first), day(last)));
    }
    words
}

fn is_same(edits: &[Edit]) -> bool {
    edits.iter().all(|edit| edit.change == Change::Same)
}

/// The two wordings in one, with marks that need no colour.
fn marked(edits: &[Edit]) -> String {
    let marked: Vec<String> = edits
        .iter()
        .map(|edit| match edit.change {
            Change::Same => edit.words.clone(),
            Change::Removed => format!("[-{}-]", edit.words),
            Change::Added => format!("{{+{}+}}", edit.words),
        })
        .collect();
    marked.join(" ")
}
