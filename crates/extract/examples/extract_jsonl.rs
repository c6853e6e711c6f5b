//! Reads JSON Lines with `id` and `text` from standard input and writes them with `attributions`.
//!
//! Paragraphs are told naively: every line that is not blank is one, and a short first line without a full stop
//! is the headline. `--floor 0.3` sets the least confidence; `--candidates` writes everything the rules propose,
//! with the names it is judged by, for counting weights.

use std::io::{BufRead as _, Write as _};

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Attribution, Block, BlockRole, CodePoints, Confidence, Span};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let candidates = arguments.iter().any(|argument| argument == "--candidates");
    let mut extractor = Extractor::new();
    if let Some(position) = arguments.iter().position(|argument| argument == "--floor") {
        let floor = arguments
            .get(position + 1)
            .ok_or("--floor needs a number")?;
        extractor = extractor.with_floor(Confidence::new(floor.parse()?));
    }
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().ok_or("a line has no text")?;
        let points = CodePoints::new(text);
        let document = Document::new(text, &blocks(text));
        let attributions: Vec<Value> = if candidates {
            extractor
                .candidates(&document)
                .iter()
                .map(|candidate| {
                    let mut value = interchange(&candidate.attribution, &points);
                    value["features"] = json!(candidate.features);
                    value
                })
                .collect()
        } else {
            extractor
                .extract(&document)
                .iter()
                .map(|attribution| interchange(attribution, &points))
                .collect()
        };
        let answer = json!({"id": line["id"], "text": text, "attributions": attributions});
        writeln!(output, "{answer}")?;
    }
    Ok(output.flush()?)
}

fn interchange(attribution: &Attribution, points: &CodePoints<'_>) -> Value {
    let spans =
        |spans: &[Span]| -> Vec<_> { spans.iter().map(|span| points.span(*span)).collect() };
    json!({
        "source": spans(&attribution.source),
        "cue": spans(&attribution.cue),
        "content": spans(&attribution.content),
        "kind": attribution.kind,
        "confidence": attribution.confidence,
        "rule": attribution.rule,
        "class": attribution.manner.class,
        "colour": attribution.manner.colour,
        "polarity": attribution.manner.polarity,
        "inside": attribution.inside,
    })
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            let headline = blocks.is_empty()
                && line.len() < 150
                && !line.trim_end().ends_with(['.', '”', '"']);
            blocks.push(Block {
                span: Span::new(start, start + line.len()),
                role: if headline {
                    BlockRole::Headline
                } else {
                    BlockRole::Body
                },
            });
        }
        start += line.len() + 1;
    }
    blocks
}
