//! Shows what the layout makes of articles: `layout_check PATH…`.
//!
//! Prints what is known of each article and its lines with their roles; of JSON Lines, which hold many, only the lines
//! that are neither headline nor body. For JSON Lines with gold `attributions` it also
//! counts how many of their contents begin in such a line: each of those is a quote that would be lost.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use onrecord_intake::{Limits, Origin, read_paths};
use onrecord_model::{Article, BlockRole, CodePointSpan, CodePoints, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut output = io::stdout().lock();
    let mut counts = Counts::default();
    let started = Instant::now();
    for path in &paths {
        let gold = Gold::read(path)?;
        for taken in read_paths(std::slice::from_ref(path), Limits::default()) {
            match taken {
                Err(error) => writeln!(output, "! {error}")?,
                Ok(taken) => {
                    counts.add(&taken.article);
                    show(&mut output, &taken.origin, &taken.article)?;
                    if let Some(line) = taken.origin.line {
                        counts.lose(&mut output, &taken.article, &gold.0[line as usize - 1])?;
                    }
                }
            }
        }
    }
    writeln!(output, "{counts:#?} in {:?}", started.elapsed())?;
    Ok(())
}

fn show(output: &mut impl Write, origin: &Origin, article: &Article) -> io::Result<()> {
    if !article
        .blocks
        .iter()
        .any(|block| block.role == BlockRole::Headline)
    {
        writeln!(output, "{origin} NO HEADLINE; title {:?}", article.title)?;
    }
    if origin.line.is_none() {
        let facts = (
            &article.title,
            &article.outlet,
            &article.authors,
            &article.published,
            &article.url,
        );
        writeln!(output, "{origin} {facts:?}")?;
    }
    if !article.language.is_english() {
        writeln!(output, "{origin} LANGUAGE {}", article.language.0)?;
    }
    for block in &article.blocks {
        let is_apart = matches!(block.role, BlockRole::Furniture | BlockRole::Subheading);
        if is_apart || origin.line.is_none() {
            let line = block.span.of(&article.text).unwrap_or_default();
            writeln!(output, "{origin} {:?}: {line}", block.role)?;
        }
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Counts {
    articles: usize,
    languages: BTreeMap<String, usize>,
    without_headline: usize,
    blocks: BTreeMap<String, usize>,
    gold: usize,
    lost: BTreeMap<String, usize>,
}

impl Counts {
    fn add(&mut self, article: &Article) {
        self.articles += 1;
        *self
            .languages
            .entry(article.language.0.clone())
            .or_default() += 1;
        let has_headline = article
            .blocks
            .iter()
            .any(|block| block.role == BlockRole::Headline);
        self.without_headline += usize::from(!has_headline);
        for block in &article.blocks {
            *self.blocks.entry(format!("{:?}", block.role)).or_default() += 1;
        }
    }

    fn lose(
        &mut self,
        output: &mut impl Write,
        article: &Article,
        contents: &[CodePointSpan],
    ) -> io::Result<()> {
        let points = CodePoints::new(&article.text);
        for content in contents {
            self.gold += 1;
            let Some(span) = points.bytes(*content) else {
                continue;
            };
            let start = Span::new(span.start(), span.start() + 1);
            let Some(block) = article
                .blocks
                .iter()
                .find(|block| block.span.contains(start))
            else {
                continue;
            };
            if matches!(block.role, BlockRole::Body) {
                continue;
            }
            *self.lost.entry(format!("{:?}", block.role)).or_default() += 1;
            if block.role != BlockRole::Headline {
                writeln!(
                    output,
                    "LOST in {:?}: {}",
                    block.role,
                    block.span.of(&article.text).unwrap_or_default()
                )?;
            }
        }
        Ok(())
    }
}

/// The contents of the gold attributions, line by line.
struct Gold(Vec<Vec<CodePointSpan>>);

impl Gold {
    fn read(path: &PathBuf) -> Result<Self, Box<dyn std::error::Error>> {
        if path
            .extension()
            .is_none_or(|extension| extension != "jsonl")
        {
            return Ok(Self(Vec::new()));
        }
        let mut gold = Vec::new();
        for line in fs::read_to_string(path)?.lines() {
            let record: serde_json::Value = serde_json::from_str(line)?;
            let mut contents = Vec::new();
            for attribution in record["attributions"].as_array().into_iter().flatten() {
                let pieces: Vec<CodePointSpan> =
                    serde_json::from_value(attribution["content"].clone())?;
                contents.extend(pieces.first());
            }
            gold.push(contents);
        }
        Ok(Self(gold))
    }
}
