//! A real article, where it is at hand.

use std::io::Write;
use std::path::Path;

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Block, BlockRole};

use crate::annotated::lines;

const FURNITURE: &[&str] = &["Categories:", "Published by", "Swastik Sharma", "ALSO READ"];

#[test]
fn the_seed_article_gives_everybody_their_own_words() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/seeds/000_cd3d09ca38b6d901.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        // Written past the test harness, which keeps the output of a passing test to itself.
        writeln!(std::io::stderr(), "skipped: the seed article is not here")
            .expect("standard error is open");
        return;
    };
    let blocks: Vec<Block> = lines(&text, BlockRole::Body)
        .into_iter()
        .enumerate()
        .map(|(index, block)| {
            let line = block.span.of(&text).expect("blocks fit");
            let role = match index {
                _ if FURNITURE.iter().any(|start| line.starts_with(start)) => BlockRole::Furniture,
                1 => BlockRole::Headline,
                _ => block.role,
            };
            Block { role, ..block }
        })
        .collect();
    let document = Document::new(&text, &blocks);
    let found: Vec<(String, String)> = Extractor::new()
        .extract(&document)
        .iter()
        // What an envoy tells of an agreement is inside his words: nobody else is reported to have spoken.
        .filter(|attribution| attribution.inside.is_none())
        .map(|attribution| {
            let words = |spans: &[onrecord_model::Span]| {
                spans
                    .iter()
                    .map(|span| document.slice(*span))
                    .collect::<Vec<_>>()
                    .join(" … ")
            };
            (words(&attribution.source), words(&attribution.content))
        })
        .collect();
    for (source, words) in [
        ("Trump", "BIG PROGRESS ON RUSSIA. STAY TUNED!"),
        ("Donald Trump", "“big progress”"),
        ("U.S. President Donald Trump", "\"big progress\""),
        (
            "Special U.S. envoy Steve Witkoff",
            "robust security guarantees",
        ),
        ("Special U.S. envoy Steve Witkoff", "game-changing"),
        (
            "U.S. Senator Marco Rubio",
            "both will have to make concessions",
        ),
        ("Reuters", "occupied"),
        (
            "European Commission President Ursula von der Leyen",
            "she would attend",
        ),
        ("experts", "both sides"),
    ] {
        let said = found
            .iter()
            .any(|(who, what)| who == source && what.contains(words));
        assert!(said, "{source} said {words:?}; found {found:#?}");
    }
    for name in ["Putin", "Zelensky"] {
        let silent = found.iter().all(|(who, _)| !who.contains(name));
        assert!(silent, "{name} said nothing; found {found:#?}");
    }
}
