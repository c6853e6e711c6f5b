//! The binary `lab`: `fit`, `train`, `pack`, `doubt`, `ablate`, `score`, `errors`, `speakers`,
//! `statements`, `verify`, `cues`, `train-claims`, `claims`, `train-checkworthy`, `search`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use onrecord_extract::{AccurateModel, Extractor, FastModel};
use onrecord_lab::quotations::processor_time;
use onrecord_lab::scoring::{self, Score};
use onrecord_lab::speakers::{self, Attributions};
use onrecord_lab::statements::{self, Grouped};
use onrecord_lab::train::{self, WordGroups};
use onrecord_lab::{
    Difference, Document, checkworthy, claims, cues, differences, fit, quotations, read_documents,
    read_samples, searching,
};
use onrecord_matching::claims::ClaimModel;
use onrecord_speakers::Resolver;

/// Fits the extractor's weights and scores what it finds.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fit the weights to annotated articles, and tell how good they are for articles they were not fitted to.
    Fit {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Write the table of weights here (the extractor is built with crates/extract/data/weights.txt).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Train the fast model, and tell how good it is for articles it was not trained on.
    Train {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
        /// Name and version of the model.
        #[arg(long, default_value = "fast/2")]
        name: String,
        /// Write the model here (the extractor is built with crates/extract/data/fast.model).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Make the accurate model of a trained network, and let its judge learn from what a second one labels, trained
    /// without three of ten articles; tell how good it is for articles it did not learn from.
    Pack {
        /// Trained weights (safetensors).
        weights: PathBuf,
        /// Weights trained in the same manner without three of ten articles, for the judge to learn from.
        held: PathBuf,
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Folder with what the training began with: `model.safetensors` and `tokenizer.json`.
        #[arg(long)]
        start: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
        /// Name and version of the model.
        #[arg(long, default_value = "accurate/2")]
        name: String,
        /// Write the model here.
        #[arg(long)]
        out: PathBuf,
    },
    /// Tell which sentences the accurate model may leave to the fast one: for how many the fast one is sure of its
    /// labels, and how many spans are lost there, by chains of the other parts of the articles.
    Doubt {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
    },
    /// Train chains without one sort of clues after the other, and tell how well each finds spans.
    Ablate {
        /// Annotated articles to train on, JSON Lines.
        gold: PathBuf,
        /// Annotated articles to measure on, JSON Lines.
        held: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
    },
    /// Score predictions against annotated articles.
    Score {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Predictions, JSON Lines, such as `onrecord extract` writes; without them, what the extractor that this
        /// was built with finds.
        predictions: Option<PathBuf>,
        /// Print one JSON object instead of a table in percent.
        #[arg(long)]
        json: bool,
        /// A model's file, instead of the model that this was built with.
        #[arg(long, conflicts_with = "predictions")]
        model: Option<PathBuf>,
        /// For an accurate model: leave sentences to the fast model where it doubts no label as much as this, in place
        /// of what the model itself says.
        #[arg(long, requires = "model")]
        least_doubt: Option<f32>,
    },
    /// Show where the extractor and the annotators part, the worst first.
    Errors {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Show at most this many of each construct in each group.
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Write who the sources of articles are, one JSON object an article, for the scorer of speakers.
    Speakers {
        /// Articles, annotated where `--gold` is given, JSON Lines.
        articles: PathBuf,
        /// Resolve the attributions that people annotated instead of those that the extractor finds: what
        /// resolution is worth by itself.
        #[arg(long)]
        gold: bool,
    },
    /// Group all quotes of articles into statements, and show those with the most wordings.
    Statements {
        /// Articles, JSON Lines.
        articles: PathBuf,
        /// Show at most this many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Verify labelled quotations against a record, and tell how often the right statement and the right verdict are
    /// found, and what a query costs.
    Verify {
        /// Labelled queries, JSON Lines: `query`, `speaker`, `kind`, `is` (the right verdict), `answers` (ids in the
        /// file that was imported).
        queries: PathBuf,
        /// Data folder that `onrecord import` filled.
        #[arg(long)]
        data: PathBuf,
    },
    /// Ask a server over a record, and other engines over the same statements, the same queries, and tell what each
    /// costs in processor time; also how soon the server is ready, and how soon it finds what it acknowledged.
    Search {
        /// Statements, JSON Lines, also in xz, as `onrecord import` takes them.
        statements: PathBuf,
        /// Data folder that `onrecord import` filled with them. Some articles are added to it.
        #[arg(long)]
        data: PathBuf,
        /// The program whose server is asked.
        #[arg(long, default_value = "target/release/onrecord")]
        program: PathBuf,
        /// Queries of each sort.
        #[arg(long, default_value_t = 200)]
        queries: usize,
        /// A folder for the files of Tantivy and SQLite, which are filled once and used again; without it neither is
        /// asked.
        #[arg(long)]
        peers: Option<PathBuf>,
        /// A PostgreSQL database on this machine in which a table named `statement` may be replaced; one with as many
        /// rows is used as it is.
        #[arg(long, value_name = "URL")]
        postgres: Option<String>,
    },
    /// Train the model of what is worth checking, and tell how good it is for sentences it was not trained on.
    TrainCheckworthy {
        /// Sentences, JSON Lines: `text` and `label`, 1 for a claim of fact that is worth checking, else 0.
        sentences: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
        /// Write the model here (the program is built with crates/matching/data/checkworthy.model).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Tell what the lexicon of cues knows of the annotated cues: classes, colours, polarities.
    Cues {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
    },
    /// Train the model by which texts are matched with claims that were checked, and tell how good it is for texts it
    /// was not trained on.
    TrainClaims {
        /// Checked claims, JSON Lines: `id`, `claim`, `title`.
        claims: PathBuf,
        /// Texts with the claims they make, JSON Lines: `id`, `text`, `claims`.
        queries: PathBuf,
        /// Write the model here (the matcher is built with crates/matching/data/claims.model).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Look for the claims that texts make, by BM25 alone and by the matcher, and tell how often they are found, what
    /// the probabilities are worth, and what a query costs.
    Claims {
        /// Checked claims, JSON Lines: `id`, `claim`, `title`.
        claims: PathBuf,
        /// Texts with the claims they make, JSON Lines: `id`, `text`, `claims`.
        queries: PathBuf,
    },
}

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
            if let Some(path) = out {
                fs::write(&path, fit.to_table())
                    .with_context(|| format!("{}: it cannot be written", path.display()))?;
            }
        }
        Command::Train {
            gold,
            groups,
            name,
            out,
        } => {
            let groups = WordGroups::read(&groups)?;
            let trained = train::train(&read_samples(&gold)?, &groups, &name)?;
            let model = trained.parts.to_bytes();
            writeln!(output, "{trained}\nmodel {} bytes", model.len())?;
            if let Some(path) = out {
                fs::write(&path, model)
                    .with_context(|| format!("{}: it cannot be written", path.display()))?;
            }
        }
        Command::Pack {
            weights,
            held,
            gold,
            start,
            groups,
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
            let judge = train::judge(&held, &read_samples(&gold)?, &WordGroups::read(&groups)?)?;
            let mut parts = network(&weights).parts(&name)?;
            parts.judge.clone_from(&judge.parts);
            let model = parts.to_bytes()?;
            writeln!(output, "{judge}\nmodel {} bytes", model.len())?;
            fs::write(&out, model)
                .with_context(|| format!("{}: it cannot be written", out.display()))?;
        }
        Command::Ablate { gold, held, groups } => {
            let groups = WordGroups::read(&groups)?;
            for ablation in train::ablate(&read_samples(&gold)?, &read_samples(&held)?, &groups)? {
                writeln!(output, "{ablation}")?;
            }
        }
        Command::Doubt { gold, groups } => {
            for doubt in train::doubts(&read_samples(&gold)?, &WordGroups::read(&groups)?)? {
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
            if let Some(path) = out {
                fs::write(&path, model)
                    .with_context(|| format!("{}: it cannot be written", path.display()))?;
            }
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
            if let Some(path) = out {
                fs::write(&path, model)
                    .with_context(|| format!("{}: it cannot be written", path.display()))?;
            }
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
