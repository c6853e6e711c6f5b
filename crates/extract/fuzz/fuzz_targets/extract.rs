//! Any bytes as an article: a few for how it is cut into blocks, the rest its text.
//!
//! ```text
//! cargo +nightly fuzz run extract --fuzz-dir crates/extract/fuzz
//! ```

#![no_main]

#[path = "../../tests/it/invariants.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;
use onrecord_model::{Block, BlockRole, Span};

const ROLES: [BlockRole; 3] = [BlockRole::Body, BlockRole::Headline, BlockRole::Furniture];

fuzz_target!(|bytes: &[u8]| {
    let Some((&manner, bytes)) = bytes.split_first() else {
        return;
    };
    let (numbers, bytes) = bytes.split_at(bytes.len().min(usize::from(manner % 8)));
    let text = String::from_utf8_lossy(bytes);
    let blocks = match manner / 128 {
        0 => lines(&text, numbers),
        _ => anywhere(&text, numbers),
    };
    invariants::check(&text, &blocks);
});

fn role(number: u8) -> BlockRole {
    // Most blocks are body.
    ROLES.get(usize::from(number % 8)).copied().unwrap_or(BlockRole::Body)
}

/// One block for each line, of roles that take turns.
fn lines(text: &str, numbers: &[u8]) -> Vec<Block> {
    let mut start = 0;
    let mut blocks = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let number = numbers.get(index % numbers.len().max(1)).copied().unwrap_or(7);
        blocks.push(Block {
            span: Span::new(start, start + line.len()),
            role: role(number),
        });
        start += line.len() + 1;
    }
    blocks
}

/// Blocks that may overlap, cut characters or lie outside.
fn anywhere(text: &str, numbers: &[u8]) -> Vec<Block> {
    numbers
        .windows(2)
        .map(|pair| {
            let at = |number: u8| usize::from(number) * (text.len() + 2) / 255;
            let (start, end) = (at(pair[0]).min(at(pair[1])), at(pair[0]).max(at(pair[1])));
            Block {
                span: Span::new(start, end),
                role: role(pair[0] ^ pair[1]),
            }
        })
        .collect()
}
