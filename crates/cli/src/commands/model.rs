//! `onrecord model list`, `check` and `use`.

use onrecord_engine::{Analyser, Model, ModelFacts, Trial};
use serde::Serialize;

use crate::arguments::{ModelArguments, ModelCommand, Shared};
use crate::exit::Exit;
use crate::models::{Wanted, choose};
use crate::output::Output;

/// A model, in `--json`.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// The word for a built-in one.
    name: Option<&'static str>,
    /// Where it lies, if it is not built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    extractor: &'a str,
    kind: &'static str,
    purpose: &'static str,
    size: Option<u64>,
    blake3: Option<&'a str>,
    languages: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_in_use: Option<bool>,
    /// What it makes of plain sentences, where that was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    trials: Option<Vec<TrialLine<'a>>>,
}

#[derive(Debug, Serialize)]
struct TrialLine<'a> {
    text: &'a str,
    is_right: bool,
    expected: Vec<Said<'a>>,
    found: Vec<Said<'a>>,
}

#[derive(Debug, Serialize)]
struct Said<'a> {
    speaker: Option<&'a str>,
    text: &'a str,
}

pub fn run(arguments: &ModelArguments, shared: &Shared, output: &Output) -> anyhow::Result<Exit> {
    match &arguments.command {
        ModelCommand::List => list(shared, output),
        ModelCommand::Check { model } => {
            let wanted = match model {
                Some(model) => Wanted::read(model)?,
                None => Wanted::of_folder(shared)?,
            };
            check(&wanted, output)
        }
        ModelCommand::Use { model } => use_from_now_on(&Wanted::read(model)?, shared, output),
    }
}

/// The built-in ones, then that of the data folder, where it has one of its own.
fn list(shared: &Shared, output: &Output) -> anyhow::Result<Exit> {
    let in_use = Wanted::of_folder(shared);
    for model in Model::BUILT_IN {
        let is_in_use = in_use.as_ref().is_ok_and(|in_use| in_use.model == model);
        let built_in = Wanted { model, file: None };
        show(
            &built_in,
            &built_in.make(Model::facts)?,
            Some(is_in_use),
            output,
        )?;
    }
    let in_use = in_use?;
    if in_use.model.word().is_none() {
        let facts = in_use.make(Model::facts)?;
        show(&in_use, &facts, Some(true), output)?;
    }
    Ok(Exit::Success)
}

fn check(wanted: &Wanted, output: &Output) -> anyhow::Result<Exit> {
    let facts = wanted.make(Model::facts)?;
    let trials = wanted.make(tried)?;
    if output.json {
        output.json_line(&Line {
            trials: Some(trials.iter().map(trial_line).collect()),
            ..line(wanted, &facts, None)
        })?;
    } else {
        show(wanted, &facts, None, output)?;
        for trial in &trials {
            output.line(told(trial))?;
        }
    }
    if let Some(exit) = refused(&facts, &trials, output) {
        return Ok(exit);
    }
    if !output.json {
        let extractor = &facts.extractor;
        output.line(format!("{extractor} is whole, and finds what is plain"))?;
    }
    Ok(Exit::Success)
}

fn use_from_now_on(wanted: &Wanted, shared: &Shared, output: &Output) -> anyhow::Result<Exit> {
    let facts = wanted.make(Model::facts)?;
    let trials = wanted.make(tried)?;
    if let Some(exit) = refused(&facts, &trials, output) {
        return Ok(exit);
    }
    choose(&wanted.model, shared)?;
    if output.json {
        output.json_line(&line(wanted, &facts, Some(true)))?;
    } else {
        output.line(format!(
            "{} extracts with {} from now on",
            shared.folder().display(),
            facts.extractor
        ))?;
    }
    output.message(
        "a server that runs does so when it is started again; what is stored stays as it is, and `onrecord reprocess` \
         shows what would change",
    );
    Ok(Exit::Success)
}

fn tried(model: &Model) -> Result<Vec<Trial>, onrecord_engine::EngineError> {
    Trial::all(&Analyser::for_the_record_with(model)?)
}

/// Names each plain sentence that a model fails at.
fn refused(facts: &ModelFacts, trials: &[Trial], output: &Output) -> Option<Exit> {
    let mut exit = None;
    for trial in trials.iter().filter(|trial| !trial.is_right()) {
        let extractor = &facts.extractor;
        output.error(&match trial.expected {
            Some((speaker, words)) => format!(
                "{extractor} does not find that {speaker} said {words:?} in {:?}",
                trial.text
            ),
            None => format!(
                "{extractor} finds that somebody says something in {:?}",
                trial.text
            ),
        });
        exit = Some(Exit::BadInput);
    }
    exit
}

fn show(
    wanted: &Wanted,
    facts: &ModelFacts,
    is_in_use: Option<bool>,
    output: &Output,
) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&line(wanted, facts, is_in_use));
    }
    let name = match (wanted.model.word(), file(wanted)) {
        (Some(word), _) => word.to_owned(),
        (None, file) => file.unwrap_or_default(),
    };
    let note = match is_in_use {
        Some(true) => ", in use here",
        Some(false) | None => "",
    };
    output.line(format!("{name} ({}){note}", facts.extractor))?;
    let kind = facts.kind;
    output.line(format!("  {:<10}{}", "kind", kind.as_str()))?;
    output.line(format!("  {:<10}{}", "for", kind.purpose()))?;
    if let Some(size) = facts.size {
        output.line(format!("  {:<10}{:.1} MB", "size", size as f64 / 1e6))?;
    }
    let languages: Vec<&str> = languages(facts);
    output.line(format!("  {:<10}{}", "languages", languages.join(", ")))?;
    if let Some(checksum) = &facts.checksum {
        output.line(format!("  {:<10}{checksum}", "BLAKE3"))?;
    }
    Ok(())
}

fn line<'a>(wanted: &Wanted, facts: &'a ModelFacts, is_in_use: Option<bool>) -> Line<'a> {
    Line {
        name: wanted.model.word(),
        file: file(wanted),
        extractor: &facts.extractor,
        kind: facts.kind.as_str(),
        purpose: facts.kind.purpose(),
        size: facts.size,
        blake3: facts.checksum.as_deref(),
        languages: languages(facts),
        is_in_use,
        trials: None,
    }
}

fn file(wanted: &Wanted) -> Option<String> {
    let file = wanted.model.word().is_none().then_some(&wanted.file)?;
    file.as_ref().map(|file| file.display().to_string())
}

fn languages(facts: &ModelFacts) -> Vec<&str> {
    let languages = facts.languages.iter();
    languages.map(|language| language.0.as_str()).collect()
}

fn trial_line(trial: &Trial) -> TrialLine<'_> {
    let expected = trial.expected.iter().map(|(speaker, text)| Said {
        speaker: Some(speaker),
        text,
    });
    let found = trial.found.iter().map(|(speaker, text)| Said {
        speaker: speaker.as_deref(),
        text,
    });
    TrialLine {
        text: trial.text,
        is_right: trial.is_right(),
        expected: expected.collect(),
        found: found.collect(),
    }
}

/// The sentence, and below it who was found to say what.
fn told(trial: &Trial) -> String {
    let mark = if trial.is_right() { "right" } else { "wrong" };
    let mut told = format!("  {mark:<10}{}", trial.text);
    let found = trial.found.iter().map(|(speaker, words)| {
        let speaker = speaker.as_deref().unwrap_or("unnamed");
        format!("{speaker}: {words}")
    });
    let mut found: Vec<String> = found.collect();
    if found.is_empty() {
        found.push("nobody says anything".to_owned());
    }
    for found in found {
        told.push_str(&format!("\n            → {found}"));
    }
    told
}
