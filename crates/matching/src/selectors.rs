//! A place in a text, told by its words and by what stands around them, as the TextQuoteSelector of the W3C Web
//! Annotation model has it.

use onrecord_model::{CodePointSpan, CodePoints, Span};

/// Most and, where there are as many, least code points of a prefix and of a suffix.
const MOST: usize = 64;
const LEAST: usize = 32;

/// The words of a place and what stands right before and behind them, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selectors {
    /// The words themselves.
    pub exact: String,
    /// What stands before them.
    pub prefix: String,
    /// What stands behind them.
    pub suffix: String,
}

/// The selectors of a place. Prefix and suffix are from 32 to 64 code points long, less at the edges of the text, and
/// no longer than it takes to tell the place from all others; 64 where that is not enough.
///
/// `None` where the span is not of the text, or empty.
#[must_use]
pub fn selectors(text: &str, span: CodePointSpan) -> Option<Selectors> {
    let place = CodePoints::new(text).bytes(span)?;
    if place.is_empty() {
        return None;
    }
    // The more stands around the words, the fewer places there are.
    let (mut short, mut long) = (LEAST, MOST);
    while short < long {
        let middle = (short + long) / 2;
        let (start, end) = around(text, place, middle);
        match only_place(text, &text[start..end]) {
            Some(_) => long = middle,
            None => short = middle + 1,
        }
    }
    let (start, end) = around(text, place, short);
    Some(Selectors {
        exact: text[place.range()].to_owned(),
        prefix: text[start..place.start()].to_owned(),
        suffix: text[place.end()..end].to_owned(),
    })
}

/// The place that selectors tell of; `None` where there is none, or more than one, or nothing is told.
#[must_use]
pub fn find(text: &str, selectors: &Selectors) -> Option<CodePointSpan> {
    if selectors.exact.is_empty() {
        return None;
    }
    let Selectors {
        exact,
        prefix,
        suffix,
    } = selectors;
    let start = only_place(text, &format!("{prefix}{exact}{suffix}"))? + prefix.len();
    let place = Span::new(start, start + exact.len());
    Some(CodePoints::new(text).span(place))
}

/// The bytes from so many code points before the place to so many behind it.
fn around(text: &str, place: Span, points: usize) -> (usize, usize) {
    let before = text[..place.start()].char_indices().rev();
    let start = before
        .take(points)
        .last()
        .map_or(place.start(), |(offset, _)| offset);
    let behind = text[place.end()..].char_indices();
    let end = behind
        .take(points)
        .last()
        .map_or(place.end(), |(offset, last)| {
            place.end() + offset + last.len_utf8()
        });
    (start, end)
}

/// Where the words stand, if they stand in one place only; places may overlap.
fn only_place(text: &str, words: &str) -> Option<usize> {
    let first = text.find(words)?;
    let next = first + words.chars().next()?.len_utf8();
    (!text[next..].contains(words)).then_some(first)
}
