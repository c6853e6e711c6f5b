//! `onrecord checkworthy`: is it worth checking? Nothing of the record is needed for that.

use std::path::Path;

use onrecord_engine::{EngineError, WorkerPanicked, Worth, in_order, worth_of};
use onrecord_model::CodePointSpan;
use serde::Serialize;
use serde_json::Value;

use super::matching::{Asked, BadLine};
use crate::arguments::CheckworthyArguments;
use crate::batch::{Batch, Line};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::workers;

pub fn run(arguments: &CheckworthyArguments, output: &Output) -> anyhow::Result<Exit> {
    match (&arguments.text, &arguments.batch) {
        (_, Some(path)) => batch(path, output),
        (Some(text), None) => one(text, output),
        (None, None) => Ok(Exit::Usage),
    }
}

#[derive(Serialize)]
struct Judged<'a> {
    score: f64,
    class: &'static str,
    words: Vec<JudgedWord<'a>>,
}

/// A word that speaks for checking it, with a weight above 0, or against it.
#[derive(Serialize)]
struct JudgedWord<'a> {
    words: &'a str,
    /// Where it stands: code points, end exclusive.
    span: CodePointSpan,
    weight: f64,
}

fn one(text: &str, output: &Output) -> anyhow::Result<Exit> {
    let worth = worth_of(text);
    if output.json {
        output.json_line(&Judged {
            score: worth.score,
            class: worth.class.as_str(),
            words: words(text, &worth),
        })?;
        return Ok(Exit::Success);
    }
    output.line(format!("{:.0} %  {}", worth.score * 100.0, worth.class))?;
    let listed = |sign: &str, words: Vec<JudgedWord<'_>>| {
        if words.is_empty() {
            return Ok(());
        }
        let words: Vec<&str> = words.iter().map(|word| word.words).collect();
        output.line(format!("    {sign} it: {}", words.join(", ")))
    };
    let (speak_for, speak_against) = words(text, &worth)
        .into_iter()
        .partition(|word| word.weight > 0.0);
    listed("for", speak_for)?;
    listed("against", speak_against)?;
    Ok(Exit::Success)
}

fn words<'a>(text: &'a str, worth: &Worth) -> Vec<JudgedWord<'a>> {
    let starts: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let word = |(span, weight): &(CodePointSpan, f64)| {
        let start = *starts.get(span.start as usize)?;
        let end = *starts.get(span.end as usize)?;
        Some(JudgedWord {
            words: text.get(start..end)?,
            span: *span,
            weight: *weight,
        })
    };
    worth.words.iter().filter_map(word).collect()
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    score: f64,
    class: &'static str,
}

/// Answers every line with one, in order. A bad one is answered by what is wrong with it.
fn batch(path: &Path, output: &Output) -> anyhow::Result<Exit> {
    let mut lines = Batch::open(path)?;
    let name = lines.name().to_owned();
    let weigh = |line: &anyhow::Result<Line>| {
        let bytes = line.as_ref().ok().and_then(|line| line.bytes.as_ref().ok());
        bytes.map_or(0, Vec::len)
    };
    let answers = in_order(
        std::iter::from_fn(move || lines.next_line().transpose()),
        workers(),
        weigh,
        |line| {
            let line = line?;
            let number = line.number;
            anyhow::Ok((number, Asked::read(line).map(judged)))
        },
    );
    let mut exit = Exit::Success;
    for answer in answers {
        let held = answer.map_err(|WorkerPanicked| EngineError::Panicked("judging"))?;
        match held.value? {
            (_, Ok((id, worth))) => output.json_line(&Answer {
                id: &id,
                score: worth.score,
                class: worth.class.as_str(),
            })?,
            (number, Err(wrong)) => {
                exit = Exit::BadInput;
                let error = format!("{name}, line {number}: {wrong}");
                output.json_line(&BadLine { error: &error })?;
                output.error(&error);
            }
        }
    }
    Ok(exit)
}

fn judged(asked: Asked) -> (Value, Worth) {
    let worth = worth_of(&asked.text);
    (asked.id, worth)
}
