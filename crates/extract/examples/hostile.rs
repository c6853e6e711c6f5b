//! Measures whether reading takes linear time: texts that are one thing over and over, at one and at eight megabytes,
//! with the processor time for each megabyte. In linear time both are the same. Figures stand in `docs/benchmarks.md`.
//!
//! ```text
//! cargo run --release -p onrecord-extract --example hostile
//! ```
//!
//! An argument measures that piece alone. The time is what Linux counts for the thread, so that other work on the
//! machine matters little.

use std::io::Write as _;

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Block, BlockRole, Span};

/// What is repeated.
const PIECES: &[&str] = &[
    "\"",
    "“",
    "” ",
    "“ ",
    "„",
    "«x» ",
    "' ",
    "‘a ",
    "“‘",
    "“b.” ",
    "“x,” said Roe, ",
    "“a\n",
    "Aaa ",
    "A A ",
    "A. ",
    "U.S.-",
    "a.",
    "a",
    "a'",
    ", ",
    "said ",
    "Roe said that ",
    "Roe, ",
    "and Roe ",
    "according to ",
    "( ",
    "that ",
    "by Roe ",
    "his claim that ",
    "was called “a” by ",
    "x\n",
    "Q: a\n",
    "ROE: a\nb\n",
    "— Roe (@roe)\n",
    "“a”\n— Roe\n",
    "https://",
    ". ",
    "- ",
    "1. ",
    "é",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let only = std::env::args().nth(1);
    let extractor = Extractor::new();
    let mut output = std::io::stdout().lock();
    writeln!(
        output,
        "{:<20} {:>10} {:>10} {:>6}",
        "piece", "1 MB", "8 MB", "ratio"
    )?;
    for piece in PIECES {
        if only.as_deref().is_some_and(|only| only != *piece) {
            continue;
        }
        let small = measure(&extractor, piece, 1_000_000)?;
        let large = measure(&extractor, piece, 8_000_000)?;
        writeln!(
            output,
            "{:<20} {small:>7.0} ms {large:>7.0} ms {:>6.2}",
            format!("{piece:?}"),
            large / small
        )?;
    }
    Ok(())
}

/// Milliseconds for each megabyte of a text of `size` bytes.
fn measure(
    extractor: &Extractor,
    piece: &str,
    size: usize,
) -> Result<f64, Box<dyn std::error::Error>> {
    let text = piece.repeat(size.div_ceil(piece.len()));
    let blocks = lines(&text);
    let before = processor_milliseconds()?;
    let document = Document::new(&text, &blocks);
    let found = extractor.extract(&document);
    let milliseconds = processor_milliseconds()? - before;
    assert!(found.len() <= document.tokens().len());
    Ok(milliseconds / (text.len() as f64 / 1e6))
}

/// What this thread has had of a processor.
fn processor_milliseconds() -> Result<f64, Box<dyn std::error::Error>> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = line
        .split_ascii_whitespace()
        .next()
        .ok_or("the kernel counts no time for threads")?
        .parse()?;
    Ok(nanoseconds / 1e6)
}

fn lines(text: &str) -> Vec<Block> {
    let mut start = 0;
    let mut blocks = Vec::new();
    for line in text.split('\n') {
        blocks.push(Block {
            span: Span::new(start, start + line.len()),
            role: BlockRole::Body,
        });
        start += line.len() + 1;
    }
    blocks
}
