//! Intake at its border: bytes in, articles or errors out.

mod bad_input;
mod claims;
mod encodings;
mod facts;
mod hostile;
mod html;
mod json_lines;
mod languages;
mod layout;
mod paths;
mod properties;
mod statements;
mod transcripts;

use onrecord_model::{Article, BlockRole};

/// An article as a snapshot shows it: each block on a line, with a letter for the part it plays.
fn outline(article: &Article) -> String {
    let mut outline = String::new();
    for block in &article.blocks {
        let role = match block.role {
            BlockRole::Headline => "headline",
            BlockRole::Subheading => "subheading",
            BlockRole::Body => "body",
            BlockRole::Furniture => "furniture",
        };
        let words = block
            .span
            .of(&article.text)
            .expect("a block lies in its text");
        outline.push_str(&format!("{role}: {}\n", words.replace('\n', "⏎")));
    }
    outline
}

/// What holds of every article, whatever it was made of.
fn check_invariants(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        assert!(
            block.span.start() >= end,
            "blocks overlap or are out of order"
        );
        let between = article
            .text
            .get(end..block.span.start())
            .expect("blocks end between characters");
        assert!(between.trim().is_empty(), "{between:?} is in no block");
        let words = block
            .span
            .of(&article.text)
            .expect("a block lies in its text");
        assert_eq!(words, words.trim(), "a block has white space at its edge");
        assert!(!words.is_empty(), "a block is empty");
        end = block.span.end();
    }
    let rest = article
        .text
        .get(end..)
        .expect("blocks end between characters");
    assert!(rest.trim().is_empty(), "{rest:?} is in no block");
    for name in article
        .authors
        .iter()
        .chain(&article.title)
        .chain(&article.outlet)
    {
        assert_eq!(name.trim(), name);
        assert!(!name.is_empty() && !name.contains(char::is_control));
    }
    if let Some(url) = &article.url {
        assert!(
            url.starts_with("http://") || url.starts_with("https://"),
            "{url}"
        );
    }
}
