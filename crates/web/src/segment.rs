//! Cuts an article into paragraphs and runs, so that every character is shown once and knows which quotes it
//! belongs to.
//!
//! Quotes overlap and nest (a quote within a quote, a source inside another quote's content), and HTML cannot
//! nest elements that cross. Runs are therefore flat: a run is a stretch over which the set of marks does not
//! change, and carries that set.
//!
//! Invariants, tested as properties:
//! - The runs of a text, joined, are the text.
//! - A character carries a mark exactly where one of the mark's spans covers it.
//! - Only white space between paragraphs is left out by [`paragraphs`].

use std::collections::BTreeSet;

use onrecord_model::{Block, BlockRole, CodePointSpan, CodePoints, Quote, Span};

/// What a marked stretch is to its quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What is said.
    Content,
    /// The words that name who says it.
    Source,
    /// The reporting words.
    Cue,
}

/// One mark: which quote, counted from 0 in the order given, and what the stretch is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Index of the quote.
    pub quote: usize,
    /// What the stretch is to it.
    pub part: Part,
}

/// A mark and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The mark.
    pub mark: Mark,
    /// The bytes it covers.
    pub span: Span,
}

/// A stretch of text over which the marks do not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<'text> {
    /// The words.
    pub text: &'text str,
    /// Where they stand.
    pub span: Span,
    /// What they belong to; empty for plain text.
    pub marks: Vec<Mark>,
}

/// One paragraph, cut into runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'text> {
    /// What part it plays.
    pub role: BlockRole,
    /// Its runs, in order; never empty.
    pub runs: Vec<Run<'text>>,
}

/// Where the quotes' parts stand in `text`, and the indices of those quotes that cannot be shown there because
/// a piece of their content does not fit the text. A highlight that might be wrong is not shown at all.
#[must_use]
pub fn placements(text: &str, quotes: &[Quote]) -> (Vec<Placement>, Vec<usize>) {
    let points = CodePoints::new(text);
    let mut placed = Vec::new();
    let mut lost = Vec::new();
    for (index, quote) in quotes.iter().enumerate() {
        let content: Option<Vec<Span>> = quote
            .content
            .iter()
            .map(|span| points.bytes(*span))
            .collect();
        let Some(content) = content.filter(|spans| !spans.is_empty()) else {
            lost.push(index);
            continue;
        };
        let place = |part: Part, span: Span| Placement {
            mark: Mark { quote: index, part },
            span,
        };
        let fitting = |spans: &[CodePointSpan]| -> Vec<Span> {
            spans
                .iter()
                .filter_map(|span| points.bytes(*span))
                .collect()
        };
        placed.extend(content.into_iter().map(|span| place(Part::Content, span)));
        placed.extend(
            fitting(&quote.source)
                .into_iter()
                .map(|span| place(Part::Source, span)),
        );
        placed.extend(
            fitting(&quote.cue)
                .into_iter()
                .map(|span| place(Part::Cue, span)),
        );
    }
    (placed, lost)
}

/// Cuts `text` at the edges of every placement and at `cuts` (byte offsets). Placements and cuts that do not
/// fit the text, or that split a character, are left out.
#[must_use]
pub fn runs<'text>(text: &'text str, placements: &[Placement], cuts: &[usize]) -> Vec<Run<'text>> {
    let placements: Vec<&Placement> = placements
        .iter()
        .filter(|placement| {
            placement
                .span
                .of(text)
                .is_some_and(|words| !words.is_empty())
        })
        .collect();
    let mut edges: BTreeSet<usize> = BTreeSet::from([0, text.len()]);
    edges.extend(
        cuts.iter()
            .copied()
            .filter(|cut| text.is_char_boundary(*cut)),
    );
    edges.extend(
        placements
            .iter()
            .flat_map(|placement| [placement.span.start(), placement.span.end()]),
    );

    let mut begins = placements.clone();
    begins.sort_by_key(|placement| placement.span.start());
    let mut waiting = begins.into_iter().peekable();
    let mut active: Vec<&Placement> = Vec::new();

    let edges: Vec<usize> = edges.into_iter().collect();
    edges
        .windows(2)
        .map(|edge| {
            let (start, end) = (edge[0], edge[1]);
            active.retain(|placement| placement.span.end() > start);
            while let Some(placement) = waiting.next_if(|placement| placement.span.start() <= start)
            {
                active.push(placement);
            }
            let marks: BTreeSet<Mark> = active.iter().map(|placement| placement.mark).collect();
            Run {
                text: &text[start..end],
                span: Span::new(start, end),
                marks: marks.into_iter().collect(),
            }
        })
        .collect()
}

/// The paragraphs of an article. Text that stands in no block is a paragraph of its own, so that nothing of the
/// article is lost; white space between blocks is.
#[must_use]
pub fn paragraphs<'text>(
    text: &'text str,
    blocks: &[Block],
    placements: &[Placement],
) -> Vec<Paragraph<'text>> {
    let cuts: Vec<usize> = blocks
        .iter()
        .flat_map(|block| [block.span.start(), block.span.end()])
        .collect();
    let mut paragraphs: Vec<Paragraph<'text>> = Vec::new();
    let mut blocks = blocks.iter().enumerate().peekable();
    let mut current: Option<Option<usize>> = None;
    for run in runs(text, placements, &cuts) {
        while blocks
            .next_if(|(_, block)| block.span.end() <= run.span.start())
            .is_some()
        {}
        let inside = blocks
            .peek()
            .filter(|(_, block)| block.span.contains(run.span))
            .map(|(index, block)| (*index, block.role));
        let place = inside.map(|(index, _)| index);
        if current == Some(place)
            && let Some(paragraph) = paragraphs.last_mut()
        {
            paragraph.runs.push(run);
            continue;
        }
        if inside.is_none() && run.text.trim().is_empty() {
            continue;
        }
        current = Some(place);
        paragraphs.push(Paragraph {
            role: inside.map_or(BlockRole::Body, |(_, role)| role),
            runs: vec![run],
        });
    }
    paragraphs
}
