//! Attributions written into the text: `[source]`, `{cue}`, `<content>`.

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Attribution, Block, BlockRole, Span};

/// One block per line that is not blank, all of one role.
pub(crate) fn lines(text: &str, role: BlockRole) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            blocks.push(Block {
                span: Span::new(start, start + line.len()),
                role,
            });
        }
        start += line.len() + 1;
    }
    blocks
}

pub(crate) fn extract(text: &str, role: BlockRole) -> Vec<Attribution> {
    Extractor::new().extract(&Document::new(text, &lines(text, role)))
}

/// One line per attribution: its kind, then the text with the attribution written into it.
pub(crate) fn render(text: &str, attributions: &[Attribution]) -> Vec<String> {
    attributions
        .iter()
        .map(|attribution| format!("{}: {}", attribution.kind, annotate(text, attribution)))
        .collect()
}

fn annotate(text: &str, attribution: &Attribution) -> String {
    let mut marks: Vec<(Span, [char; 2])> = Vec::new();
    marks.extend(attribution.source.iter().map(|span| (*span, ['[', ']'])));
    marks.extend(attribution.cue.iter().map(|span| (*span, ['{', '}'])));
    marks.extend(attribution.content.iter().map(|span| (*span, ['<', '>'])));
    marks.sort();
    let mut annotated = String::new();
    let mut position = 0;
    for (span, [open, close]) in marks {
        annotated.push_str(&text[position..span.start()]);
        annotated.push(open);
        annotated.push_str(span.of(text).expect("spans fit the text"));
        annotated.push(close);
        position = span.end();
    }
    annotated.push_str(&text[position..]);
    annotated
}

/// Checks all attributions of a body text.
#[track_caller]
pub(crate) fn check(text: &str, expected: &[&str]) {
    assert_eq!(
        render(text, &extract(text, BlockRole::Body)),
        expected,
        "in {text:?}"
    );
}

/// Checks all attributions of a body text that is given by its tagged forms alone, one for each attribution in the
/// order of their contents: "direct: <“No,”> {said} [Roe]."
#[track_caller]
pub(crate) fn check_tagged(expected: &[&str]) {
    check_tagged_as(BlockRole::Body, expected);
}

/// The same for a text whose first line is a headline.
#[track_caller]
pub(crate) fn check_tagged_headline(expected: &[&str]) {
    check_tagged_as(BlockRole::Headline, expected);
}

#[track_caller]
fn check_tagged_as(first: BlockRole, expected: &[&str]) {
    let plain = |tagged: &str| -> String {
        let (_, text) = tagged.split_once(": ").expect("a kind stands in front");
        text.chars()
            .filter(|character| !"[]{}<>".contains(*character))
            .collect()
    };
    let text = plain(expected[0]);
    for tagged in expected {
        assert_eq!(plain(tagged), text, "all tagged forms are of one text");
    }
    check_as(first, &text, expected);
}

/// Checks that nothing in a body text is attributed to anybody.
#[track_caller]
pub(crate) fn check_silent(text: &str) {
    check(text, &[]);
}

/// Checks that nothing in a headline is attributed to anybody.
#[track_caller]
pub(crate) fn check_silent_headline(text: &str) {
    check_as(BlockRole::Headline, text, &[]);
}

#[track_caller]
fn check_as(first: BlockRole, text: &str, expected: &[&str]) {
    let mut blocks = lines(text, BlockRole::Body);
    if let Some(block) = blocks.first_mut() {
        block.role = first;
    }
    let attributions = Extractor::new().extract(&Document::new(text, &blocks));
    assert_eq!(render(text, &attributions), expected, "in {text:?}");
}
