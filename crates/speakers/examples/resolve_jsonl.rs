//! Resolves the speakers of documents in JSON Lines and writes them with their `attributions`, for the scorers.
//!
//! ```text
//! cargo run --release -p onrecord-speakers --example resolve_jsonl -- [--gold] < documents.jsonl > resolved.jsonl
//! ```
//!
//! With `--gold` the attributions of the input are resolved, which measures resolution alone; without, those
//! that the extractor finds. Lines go by the interchange format: offsets count code points.

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use onrecord_extract::{Document, Extractor};
use onrecord_model::{
    Attribution, Block, BlockRole, CodePointSpan, CodePoints, Confidence, Kind, Resolution, Span,
    Timestamp,
};
use onrecord_speakers::{Context, Resolver};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    #[serde(default)]
    attributions: Vec<InputAttribution>,
}

#[derive(Deserialize)]
struct InputAttribution {
    id: Option<String>,
    #[serde(default)]
    source: Vec<CodePointSpan>,
    #[serde(default)]
    cue: Vec<CodePointSpan>,
    content: Vec<CodePointSpan>,
}

#[derive(Serialize)]
struct Output<'a> {
    id: &'a str,
    attributions: Vec<OutputAttribution<'a>>,
}

#[derive(Serialize)]
struct OutputAttribution<'a> {
    id: String,
    source: Vec<CodePointSpan>,
    cue: Vec<CodePointSpan>,
    content: Vec<CodePointSpan>,
    kind: Kind,
    confidence: Confidence,
    mention: Option<&'a str>,
    speaker: Option<&'a str>,
    key: Option<&'a str>,
    why: &'a onrecord_model::Why,
}

fn main() -> Result<(), Box<dyn Error>> {
    let gold = std::env::args()
        .skip(1)
        .any(|argument| argument == "--gold");
    let begun = Instant::now();
    let resolver = Resolver::bundled()?;
    let loading = begun.elapsed();
    let extractor = Extractor::new();
    let mut resolving = Duration::ZERO;
    let mut documents = 0_usize;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line?;
        let input: Input =
            serde_json::from_str(&line).map_err(|error| format!("line {}: {error}", number + 1))?;
        let points = CodePoints::new(&input.text);
        let blocks = blocks(&input);
        let document = Document::new(&input.text, &blocks);
        let attributions = if gold {
            gold_attributions(&input, &points)
        } else {
            extractor.extract(&document)
        };
        let context = Context {
            published: input.published.as_deref().and_then(day),
            outlet: input.outlet.as_deref(),
        };
        let begun = Instant::now();
        let resolutions = resolver.resolve(&document, &attributions, &context);
        resolving += begun.elapsed();
        documents += 1;
        let line = written(&input, &points, &attributions, &resolutions, gold);
        serde_json::to_writer(&mut output, &line)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    writeln!(
        std::io::stderr(),
        "loaded in {loading:?}; {documents} documents resolved in {resolving:?}"
    )?;
    Ok(())
}

/// Every line is a paragraph; one that repeats the title is the headline.
fn blocks(input: &Input) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in input.text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trimmed(&input.text);
        start += line.len();
        if span.is_empty() {
            continue;
        }
        let words = span
            .of(&input.text)
            .unwrap_or_default()
            .trim_end_matches('.');
        let headline = blocks.is_empty() && input.title.as_deref().map(str::trim) == Some(words);
        let role = if headline {
            BlockRole::Headline
        } else {
            BlockRole::Body
        };
        blocks.push(Block { span, role });
    }
    blocks
}

fn gold_attributions(input: &Input, points: &CodePoints<'_>) -> Vec<Attribution> {
    let spans = |list: &[CodePointSpan]| {
        list.iter()
            .filter_map(|span| points.bytes(*span))
            .collect::<Vec<Span>>()
    };
    input
        .attributions
        .iter()
        .map(|attribution| Attribution {
            source: spans(&attribution.source),
            cue: spans(&attribution.cue),
            content: spans(&attribution.content),
            kind: Kind::Indirect,
            confidence: Confidence::new(1.0),
            rule: "gold".into(),
        })
        .collect()
}

fn written<'a>(
    input: &'a Input,
    points: &CodePoints<'_>,
    attributions: &[Attribution],
    resolutions: &'a [Resolution],
    gold: bool,
) -> Output<'a> {
    let spans = |list: &[Span]| {
        list.iter()
            .map(|span| points.span(*span))
            .collect::<Vec<_>>()
    };
    let attributions = attributions
        .iter()
        .zip(resolutions)
        .enumerate()
        .map(|(index, (attribution, resolution))| OutputAttribution {
            id: gold
                .then(|| input.attributions[index].id.clone())
                .flatten()
                .unwrap_or_else(|| format!("A{}", index + 1)),
            source: spans(&attribution.source),
            cue: spans(&attribution.cue),
            content: spans(&attribution.content),
            kind: attribution.kind,
            confidence: attribution.confidence,
            mention: resolution.mention.as_deref(),
            speaker: resolution
                .speaker
                .as_ref()
                .map(|speaker| speaker.name.as_str()),
            key: resolution
                .speaker
                .as_ref()
                .map(|speaker| speaker.key.as_str()),
            why: &resolution.why,
        })
        .collect();
    Output {
        id: &input.id,
        attributions,
    }
}

/// Midnight of a day written as 2016-09-28.
fn day(text: &str) -> Option<Timestamp> {
    let date = text.get(..10)?;
    format!("{date}T00:00:00Z").parse().ok()
}
