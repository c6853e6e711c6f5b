//! Tells the lines of an article apart by the part they play.
//!
//! A line wrongly called furniture loses the quotes in it, a line wrongly called body may yield a false one; both
//! are wrong, but the first is not noticed. So a line is furniture only where its form leaves no other reading.

mod byline;
mod furniture;
mod headings;
mod lines;

use onrecord_model::{Block, BlockRole, Span};

/// How a text came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A file as it was saved: anything may be in it, and it says nothing of itself.
    Plain,
    /// Text that came with fields of its own: chosen by somebody, with little around it.
    Supplied,
}

/// What is known before the lines are looked at.
pub(crate) struct Hints<'hint> {
    pub(crate) source: Source,
    pub(crate) title: Option<&'hint str>,
    pub(crate) authors: &'hint [String],
}

/// What the lines turned out to be.
pub(crate) struct Layout {
    pub(crate) blocks: Vec<Block>,
    /// The headline, over all its lines.
    pub(crate) headline: Option<Span>,
    /// Who the bylines name, where the hints name nobody.
    pub(crate) authors: Vec<String>,
}

/// Lays out a text of which nothing is known but its words.
pub(crate) fn lay_out(text: &str, hints: &Hints<'_>) -> Layout {
    let mut blocks = lines::paragraphs(text);
    let headline = headings::mark_headline(text, &mut blocks, hints);
    let authors = byline::mark(text, &mut blocks, hints.authors);
    furniture::mark(text, &mut blocks);
    headings::mark_subheadings(text, &mut blocks);
    Layout {
        blocks,
        headline,
        authors,
    }
}

/// Lays out a text composed from a page, where the elements have told headline and headings already.
pub(crate) fn refine(text: &str, blocks: &mut [Block], authors: &[String]) -> Vec<String> {
    let found = byline::mark(text, blocks, authors);
    furniture::mark(text, blocks);
    headings::mark_subheadings(text, blocks);
    found
}

/// Whether two lines say the same, however they are set and punctuated.
pub(crate) fn is_same(line: &str, other: &str) -> bool {
    plain_words(line) == plain_words(other)
}

/// The words of a block, which lies in `text` by construction.
fn words_of<'text>(text: &'text str, block: &Block) -> &'text str {
    block.span.of(text).unwrap_or_default()
}

/// Letters and figures in lower case, words parted by single spaces: what a line says, without how it is set.
fn plain_words(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for character in line.chars() {
        if character.is_alphanumeric() {
            plain.extend(character.to_lowercase());
        } else if !matches!(character, '\'' | '’') && !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn is_quotation_mark(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Whether a line ends as a sentence does, closing quotation marks and brackets aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(|character: char| {
        is_quotation_mark(character) || "'’)]".contains(character)
    })
    .ends_with(['.', '!', '?', '…'])
}

fn is_body(block: &Block) -> bool {
    block.role == BlockRole::Body
}
