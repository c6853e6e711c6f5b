//! The binary `lab`: `fit`, `train`, `pack`, `doubt`, `ablate`, `score`, `errors`, `speakers`,
//! `statements`, `verify`, `cues`, `train-claims`, `claims`, `train-checkworthy`, `search`.

mod arguments;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use onrecord_extract::{AccurateModel, Extractor, FastModel};
use onrecord_lab::quotations::processor_time;
use onrecord_lab::scoring::{self, Score};
use onrecord_lab::speakers::{self, Attributions};
use onrecord_lab::statements::{self, Grouped};
use onrecord_lab::train::{self, Teaching, WordGroups};
use onrecord_lab::{
    Difference, Document, LabError, Sample, checkworthy, claims, cues, differences, fit,
    quotations, read_documents, read_samples, searching,
};
use onrecord_matching::claims::ClaimModel;
use onrecord_speakers::Resolver;

use arguments::{Arguments, Command, TeachingFiles};

fn main() -> ExitCode {
    let mut output = BufWriter::new(io::stdout().lock());
    let done = run(Arguments::parse().command, &mut output)
        .and_then(|()| output.flush().map_err(anyhow::Error::from));
    let Err(error) = done else {
        return ExitCode::SUCCESS;
    };
    let is_closed_pipe = error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
    if is_closed_pipe {
        return ExitCode::SUCCESS;
    }
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(io::stderr(), "error: {error:#}");
    ExitCode::FAILURE
}

fn run(command: Command, output: &mut impl Write) -> anyhow::Result<()> {
    match command {
        Command::Fit { gold, out } => {
            let examples = fit::examples(&read_samples(&gold)?, &Extractor::rules_alone());
            writeln!(output, "{examples}")?;
            let fit = fit::fit(&examples)?;
            writeln!(output, "{}", fit.held_out)?;
            writeln!(output, "weights {}", fit.weights.len())?;
            write_file(out.as_deref(), fit.to_table())?;
        }
        Command::Train {
            gold,
            groups,
            teaching,
            name,
            out,
        } => {
            let groups = WordGroups::read(&groups)?;
            let teaching = read_teaching(&teaching)?;
            let trained = train::train(&read_samples(&gold)?, &groups, teaching.as_ref(), &name)?;
            let model = trained.parts.to_bytes();
            writeln!(output, "{trained}\nmodel {} bytes", model.len())?;
            write_file(out.as_deref(), model)?;
        }
        Command::Pack {
            weights,
            held,
            gold,
            start,
            groups,
            unlabelled,
            name,
            out,
        } => {
            let (tokenizer, start) = (
                start.join("tokenizer.json"),
                start.join("model.safetensors"),
            );
            let network = |weights| train::Network {
                weights,
                start: &start,
                tokenizer: &tokenizer,
            };
            let held = AccurateModel::from_bytes(&network(&held).parts(&name)?.to_bytes()?)?;
            let judge = train::judge(
                &held,
                &read_samples(&gold)?,
                &WordGroups::read(&groups)?,
                read_all(&unlabelled)?,
            )?;
            let model = train::packed(&network(&weights), &name, &judge.parts)?;
            writeln!(output, "{judge}\nmodel {} bytes", model.len())?;
            write_file(Some(&out), model)?;
        }
        Command::Ablate { gold, held, groups } => {
            let groups = WordGroups::read(&groups)?;
            for ablation in train::ablate(&read_samples(&gold)?, &read_samples(&held)?, &groups)? {
                writeln!(output, "{ablation}")?;
            }
        }
        Command::Doubt {
            gold,
            groups,
            teaching,
        } => {
            let groups = WordGroups::read(&groups)?;
            let teaching = read_teaching(&teaching)?;
            for doubt in train::doubts(&read_samples(&gold)?, &groups, teaching.as_ref())? {
                writeln!(output, "{doubt}")?;
            }
        }
        Command::Score {
            gold,
            predictions,
            json,
            model,
            least_doubt,
        } => {
            let Some(path) = predictions else {
                let extractor = model.map_or_else(
                    || Ok(Extractor::new()),
                    |path| read_model(&path, least_doubt),
                )?;
                return score_extractor(&gold, &extractor, json, output);
            };
            let score = scoring::score(&read_documents(&gold)?, &read_documents(&path)?)?;
            write_score(&score, json, output)?;
        }
        Command::Verify { queries, data } => {
            let verified = quotations::ask(&data, &quotations::read(&queries)?)?;
            writeln!(output, "{verified}")?;
        }
        Command::Search {
            statements,
            data,
            program,
            queries,
            peers,
            postgres,
        } => {
            let report = searching::measure(&searching::Settings {
                statements,
                program,
                data,
                queries,
                peers,
                postgres,
            })?;
            write!(output, "{report}")?;
        }
        Command::TrainCheckworthy {
            sentences,
            groups,
            out,
        } => {
            let sentences = checkworthy::read_sentences(&sentences)?;
            let trained = checkworthy::train(&sentences, checkworthy::read_groups(&groups)?)?;
            let model = trained.parts.to_bytes();
            let speed = checkworthy::speed(&trained.parts, &sentences)?;
            writeln!(
                output,
                "{trained}, {} bytes, {speed:.0} sentences a second of one core",
                model.len()
            )?;
            write_file(out.as_deref(), model)?;
        }
        Command::Cues { gold } => {
            let counts = cues::count(&read_samples(&gold)?, &Extractor::new());
            write!(output, "{counts}")?;
        }
        Command::TrainClaims {
            claims,
            queries,
            out,
        } => {
            let trained = claims::train(
                &claims::read_claims(&claims)?,
                &claims::read_labelled(&queries)?,
                &claims::Settings::default(),
            )?;
            let model = trained.model.to_text();
            writeln!(output, "{trained}\nmodel {} bytes", model.len())?;
            write_file(out.as_deref(), model)?;
        }
        Command::Claims { claims, queries } => {
            let measured = claims::measure(
                &claims::read_claims(&claims)?,
                &claims::read_labelled(&queries)?,
                ClaimModel::bundled(),
            );
            write!(output, "{measured}")?;
        }
        Command::Statements { articles, limit } => {
            let samples = read_samples(&articles)?;
            let groups = statements::group(&samples, &Extractor::new(), &Resolver::bundled()?);
            let quotes: usize = groups.iter().map(Grouped::occurrences).sum();
            let wordings: usize = groups.iter().map(|group| group.wordings.len()).sum();
            let several = groups.iter().filter(|group| group.wordings.len() > 1);
            writeln!(
                output,
                "{quotes} quotes, {wordings} wordings, {} statements, {} with several wordings\n",
                groups.len(),
                several.count()
            )?;
            for (index, group) in groups.iter().take(limit).enumerate() {
                writeln!(output, "{}. {group}", index + 1)?;
            }
        }
        Command::Speakers { articles, gold } => {
            let attributions = if gold {
                Attributions::Annotated
            } else {
                Attributions::Found
            };
            let (extractor, resolver) = (Extractor::new(), Resolver::bundled()?);
            for sample in read_samples(&articles)? {
                let resolved = speakers::resolve(&sample, attributions, &extractor, &resolver);
                writeln!(output, "{}", serde_json::to_string(&resolved)?)?;
            }
        }
        Command::Errors { gold, limit } => {
            let groups = differences(&read_samples(&gold)?, &Extractor::new());
            for (group, differences) in groups {
                writeln!(output, "# {group}: {}\n", differences.len())?;
                for (construct, some) in by_construct(&differences) {
                    writeln!(output, "## {construct}: {}\n", some.len())?;
                    for difference in some.iter().take(limit) {
                        writeln!(output, "{difference}\n")?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Who teaches, if anybody does.
fn read_teaching(files: &TeachingFiles) -> anyhow::Result<Option<Teaching>> {
    let Some(path) = &files.teacher else {
        return Ok(None);
    };
    let bytes = fs::read(path).with_context(|| format!("{}: it cannot be read", path.display()))?;
    let teacher = AccurateModel::from_bytes(&bytes).with_context(|| path.display().to_string())?;
    Ok(Some(Teaching::new(teacher, read_all(&files.unlabelled)?)))
}

fn read_all(paths: &[PathBuf]) -> Result<Vec<Sample>, LabError> {
    let mut samples = Vec::new();
    for path in paths {
        samples.extend(read_samples(path)?);
    }
    Ok(samples)
}

/// Writes a file, if one was asked for.
fn write_file(path: Option<&Path>, bytes: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let Some(path) = path else {
        return Ok(());
    };
    fs::write(path, bytes).with_context(|| format!("{}: it cannot be written", path.display()))
}

/// The differences of each construct, that with the most first.
fn by_construct(differences: &[Difference]) -> Vec<(&str, Vec<&Difference>)> {
    let mut constructs: BTreeMap<&str, Vec<&Difference>> = BTreeMap::new();
    for difference in differences {
        constructs
            .entry(&difference.construct)
            .or_default()
            .push(difference);
    }
    let mut constructs: Vec<_> = constructs.into_iter().collect();
    constructs.sort_by_key(|(_, some)| Reverse(some.len()));
    constructs
}

/// An extractor with the model in a file, of whichever kind it is.
fn read_model(path: &Path, least_doubt: Option<f32>) -> anyhow::Result<Extractor> {
    let bytes = fs::read(path).with_context(|| format!("{}: it cannot be read", path.display()))?;
    if !AccurateModel::is_like(&bytes) {
        return Ok(Extractor::with_model(FastModel::from_bytes(bytes.into())?));
    }
    let model = AccurateModel::from_bytes(&bytes)?;
    Ok(Extractor::with_accurate(match least_doubt {
        Some(least_doubt) => model.with_least_doubt(least_doubt),
        None => model,
    }))
}

/// Scores the extractor itself; for people, also tells what its confidence is worth, and how fast it is.
fn score_extractor(
    gold: &Path,
    extractor: &Extractor,
    json: bool,
    output: &mut impl Write,
) -> anyhow::Result<()> {
    let samples = read_samples(gold)?;
    let before = processor_time();
    let found: Vec<Document> = samples
        .iter()
        .map(|sample| sample.extract(extractor))
        .collect();
    let took = processor_time().saturating_sub(before).as_secs_f64();
    let score = scoring::score(&read_documents(gold)?, &found)?;
    write_score(&score, json, output)?;
    if !json {
        let words = samples
            .iter()
            .map(|sample| sample.article.text.split_whitespace().count());
        let words: usize = words.sum();
        let speed = words as f64 / took;
        writeln!(output, "\n{}", fit::calibration(&samples, extractor))?;
        writeln!(
            output,
            "{words} words in {took:.1} s of processor time, {speed:.0} words a second"
        )?;
    }
    Ok(())
}

fn write_score(score: &Score, json: bool, output: &mut impl Write) -> anyhow::Result<()> {
    if json {
        writeln!(output, "{}", serde_json::to_string(score)?)?;
    } else {
        writeln!(output, "{score}")?;
    }
    Ok(())
}
