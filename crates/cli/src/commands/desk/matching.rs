//! `onrecord claim match`: which claims does a text make, and many texts at once with `--batch FILE`.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use onrecord_engine::{Engine, EngineError};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::task::JoinHandle;

use super::show;
use crate::arguments::{ClaimMatchArguments, Shared};
use crate::batch::{Batch, Line};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::{Database, open, workers};

/// Texts that are matched in one go on one core.
const AT_ONCE: usize = 64;

pub async fn run(
    arguments: &ClaimMatchArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = Arc::new(open(shared, Database::MustExist).await?);
    let exit = match (&arguments.text, &arguments.batch) {
        (_, Some(path)) => batch(&engine, path, arguments.limit, output).await?,
        (Some(text), None) => one(&engine, text, arguments, output).await?,
        (None, None) => Exit::Usage,
    };
    engine.close().await?;
    Ok(exit)
}

async fn one(
    engine: &Engine,
    text: &str,
    arguments: &ClaimMatchArguments,
    output: &Output,
) -> anyhow::Result<Exit> {
    let speaker = arguments.speaker.as_deref();
    let matches = engine.match_claims(text, speaker, arguments.limit).await?;
    for found in &matches {
        show::found(found, output)?;
    }
    if matches.is_empty() {
        output
            .message("no claim on the desk is like this; that says nothing of whether it is true");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

/// A line of a batch; whatever else it holds is passed over.
#[derive(Deserialize)]
pub struct Asked {
    pub id: Value,
    pub text: String,
    /// Who says it.
    pub speaker: Option<String>,
}

impl Asked {
    /// What a line asks, or what is wrong with it.
    pub fn read(line: Line) -> Result<Self, String> {
        let asked: Self =
            serde_json::from_slice(&line.bytes?).map_err(|error| error.to_string())?;
        match asked.id {
            Value::String(_) | Value::Number(_) => Ok(asked),
            _ => Err("the field \"id\" is neither text nor a number".to_owned()),
        }
    }
}

/// What a line that cannot be answered is answered with.
#[derive(Serialize)]
pub struct BadLine<'a> {
    pub error: &'a str,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    matches: Vec<AnswerMatch>,
}

#[derive(Serialize)]
struct AnswerMatch {
    /// What the file it came in with calls the claim, else its id.
    r#ref: String,
    score: f32,
}

/// For each text the claims it may make, by what they are called, with the scores.
type Matches = Vec<Vec<(String, f32)>>;

/// Lines under way: for each its number and its id, or what is wrong with it; and the answers to the good ones.
struct UnderWay {
    lines: Vec<(u64, Result<Value, String>)>,
    answers: JoinHandle<Result<Matches, EngineError>>,
}

/// Answers every line with one, in order. A bad one is answered by what is wrong with it.
async fn batch(
    engine: &Arc<Engine>,
    path: &Path,
    limit: u16,
    output: &Output,
) -> anyhow::Result<Exit> {
    let mut lines = Batch::open(path)?;
    let most = 2 * workers();
    let mut under_way: VecDeque<UnderWay> = VecDeque::with_capacity(most);
    let mut exit = Exit::Success;
    loop {
        let asked = ask(engine, &mut lines, limit)?;
        let is_last = asked.is_none();
        under_way.extend(asked);
        while under_way.len() >= most || is_last {
            let Some(oldest) = under_way.pop_front() else {
                break;
            };
            if !answer(oldest, lines.name(), output).await? {
                exit = Exit::BadInput;
            }
        }
        if is_last {
            return Ok(exit);
        }
    }
}

/// Begins with the next lines; `None` where there are none.
fn ask(engine: &Arc<Engine>, lines: &mut Batch, limit: u16) -> anyhow::Result<Option<UnderWay>> {
    let mut taken = Vec::new();
    let mut texts = Vec::with_capacity(AT_ONCE);
    while texts.len() < AT_ONCE {
        let Some(line) = lines.next_line()? else {
            break;
        };
        let number = line.number;
        taken.push((
            number,
            Asked::read(line).map(|asked| {
                texts.push((asked.text, asked.speaker));
                asked.id
            }),
        ));
    }
    let engine = Arc::clone(engine);
    Ok((!taken.is_empty()).then(|| UnderWay {
        lines: taken,
        answers: tokio::spawn(async move { engine.match_many(texts, limit).await }),
    }))
}

/// Whether all of the lines were good.
async fn answer(under_way: UnderWay, name: &str, output: &Output) -> anyhow::Result<bool> {
    let mut answers = under_way.answers.await??.into_iter();
    let mut all_good = true;
    for (number, line) in under_way.lines {
        match line {
            Ok(id) => {
                let matches = answers.next().unwrap_or_default();
                let matches = matches
                    .into_iter()
                    .map(|(reference, score)| AnswerMatch {
                        r#ref: reference,
                        score,
                    })
                    .collect();
                output.json_line(&Answer { id: &id, matches })?;
            }
            Err(wrong) => {
                all_good = false;
                let error = format!("{name}, line {number}: {wrong}");
                output.json_line(&BadLine { error: &error })?;
                output.error(&error);
            }
        }
    }
    Ok(all_good)
}
