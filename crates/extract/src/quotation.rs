//! Which quotation marks belong together.
//!
//! Double marks are paired first, paragraph by paragraph, and single marks only in what is left, so that an
//! apostrophe inside a quotation never matters. What is reported as a quotation is the outermost pair.
//!
//! A double mark opens or closes by its shape where the shape tells (“ ” „ « »), else by what stands around it. An
//! opening mark inside an open quotation begins a nested one; if in the end there are not marks enough to close
//! both, the outer one was never a quotation, or lacks its end, and only the inner one is believed. Some languages
//! write »…« and ”…”: a closing mark that nothing can be closed by opens where it stands like one that opens.
//!
//! Two apostrophes ('') are taken for a double mark on both sides, as some news wires write them, and single
//! marks count as quotation marks where they come in a pair. Scorers that look at double marks only will call
//! such words unquoted.

mod double;
mod single;

use std::ops::Range;

use onrecord_model::Span;

use crate::token::Token;

/// What marks a quotation stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuotationStyle {
    /// "…", “…”, „…“, «…», ``…'' or ''…''.
    Double,
    /// '…', ‘…’ or ‹…›, as in headlines and British papers.
    Single,
}

/// Words between a pair of quotation marks, the outermost where pairs are nested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing mark, both included; to the end of the paragraph where none closes.
    pub span: Span,
    /// The paragraph it stands in, an index into [`Document::paragraphs`](crate::Document::paragraphs).
    pub paragraph: usize,
    /// Its tokens, marks included; indices into [`Document::tokens`](crate::Document::tokens).
    pub tokens: Range<usize>,
    /// Whether a mark closes it. One that runs over several paragraphs is closed only in the last of them.
    pub closed: bool,
    /// Whether it goes on from an unclosed quotation at the end of the paragraph before.
    pub continues: bool,
    /// The marks it stands in.
    pub style: QuotationStyle,
}

impl Quotation {
    /// Its tokens without the marks.
    #[must_use]
    pub fn inside(&self) -> Range<usize> {
        let end = self.tokens.end - usize::from(self.closed);
        let start = (self.tokens.start + 1).min(end);
        start..end
    }
}

/// The style of the quotation that a paragraph begins with, if its first character is a mark that can open one.
///
/// Closing marks count: some papers repeat ” or » where a quotation goes on in a new paragraph.
pub(crate) fn opening_style(text: &str) -> Option<QuotationStyle> {
    let double = ["\"", "“", "”", "„", "‟", "«", "»", "＂", "``", "''", "‘‘"];
    if double.iter().any(|mark| text.starts_with(mark)) {
        return Some(QuotationStyle::Double);
    }
    text.starts_with(['‘', '\'', '‚', '‹'])
        .then_some(QuotationStyle::Single)
}

/// The quotations among the tokens `range`, which are those of one paragraph spanning `span`.
///
/// `next_opens` is the style of the quotation that the following paragraph begins with: one of that style left
/// open here is believed to run on into it.
pub(crate) fn pair(
    text: &str,
    span: Span,
    tokens: &[Token],
    range: Range<usize>,
    paragraph: usize,
    next_opens: Option<QuotationStyle>,
) -> Vec<Quotation> {
    let pairing = Pairing {
        text,
        span,
        tokens,
        range,
        next_opens,
    };
    let doubles = pairing.doubles();
    let singles = pairing.singles(&doubles);
    let mut found: Vec<(Pair, QuotationStyle)> = Vec::with_capacity(doubles.len() + singles.len());
    found.extend(doubles.iter().map(|pair| (*pair, QuotationStyle::Double)));
    found.extend(singles.iter().map(|pair| (*pair, QuotationStyle::Single)));
    found.sort_by_key(|(pair, _)| pair.first);
    let mut quotations: Vec<Quotation> = Vec::with_capacity(found.len());
    for (pair, style) in found {
        let nested = quotations
            .last()
            .is_some_and(|outer| pair.first < outer.tokens.end);
        if nested {
            continue;
        }
        quotations.push(Quotation {
            span: Span::new(
                tokens[pair.first].span.start(),
                tokens[pair.last].span.end(),
            ),
            paragraph,
            tokens: pair.first..pair.last + 1,
            closed: pair.closed,
            continues: false,
            style,
        });
    }
    quotations
}

/// First and last token of a quotation, marks included.
#[derive(Debug, Clone, Copy)]
struct Pair {
    first: usize,
    last: usize,
    closed: bool,
}

struct Pairing<'text> {
    text: &'text str,
    span: Span,
    tokens: &'text [Token],
    range: Range<usize>,
    next_opens: Option<QuotationStyle>,
}

impl Pairing<'_> {
    fn mark(&self, index: usize) -> &str {
        &self.text[self.tokens[index].span.range()]
    }

    fn before(&self, index: usize) -> Option<char> {
        self.text[self.span.start()..self.tokens[index].span.start()]
            .chars()
            .next_back()
    }

    fn after(&self, index: usize) -> Option<char> {
        self.text[self.tokens[index].span.end()..self.span.end()]
            .chars()
            .next()
    }

    fn space_before(&self, index: usize) -> bool {
        self.before(index).is_none_or(char::is_whitespace)
    }

    fn space_after(&self, index: usize) -> bool {
        self.after(index).is_none_or(char::is_whitespace)
    }
}
