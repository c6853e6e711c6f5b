//! Where a quotation of one version of a text stands in another version of it.
//!
//! A quotation is never given to a place that merely looks like its own: where neither its words nor what stands
//! around it decide, it is gone.

mod changed;
mod versions;

use onrecord_model::{CodePointSpan, CodePoints, Span};

use crate::Comparison;
use versions::{Same, Versions};

/// A quotation of fewer words may stand anywhere by chance, so what stands around it must agree too.
const SHORT: usize = 5;

/// What became of a quotation.
#[derive(Debug, Clone, PartialEq)]
pub enum Anchor {
    /// It stands where it stood, word for word.
    Exact,
    /// Its very words stand elsewhere.
    Moved {
        /// Where.
        to: CodePointSpan,
    },
    /// In its place stands an edited form of it.
    Changed {
        /// Where.
        to: CodePointSpan,
        /// How its words differ, from the old ones to the new.
        comparison: Comparison,
    },
    /// It is nowhere, or nobody can tell where.
    Gone,
}

/// Finds the words at `span` of `text` in `other`, another version of that text. Time is linear in the texts; what is
/// compared word by word is as long as the quotation. A quotation of more than 2,000 words that is not there word for
/// word is gone.
///
/// `None` where `span` is not of `text`, or empty.
#[must_use]
pub fn anchor(text: &str, span: CodePointSpan, other: &str) -> Option<Anchor> {
    let place = CodePoints::new(text).bytes(span)?;
    if place.is_empty() {
        return None;
    }
    if same_beginning(text, place, other) {
        return Some(Anchor::Exact);
    }
    let points = CodePoints::new(other);
    let moved = |to: Span| match points.span(to) {
        to if to == span => Anchor::Exact,
        to => Anchor::Moved { to },
    };
    if let Some(to) = same_end(text, place, other) {
        return Some(moved(to));
    }
    let versions = Versions::new(text, other);
    let Some(quotation) = versions.quotation(place) else {
        return Some(match only_characters(text, place, other) {
            Some(to) => moved(to),
            None => Anchor::Gone,
        });
    };
    Some(match versions.same_words(quotation) {
        Same::At(first) => moved(versions.extent(place, quotation, first)),
        Same::Undecided => Anchor::Gone,
        Same::Nowhere => match changed::changed(&versions, place, quotation) {
            Some((to, comparison)) => Anchor::Changed {
                to: points.span(to),
                comparison,
            },
            None => Anchor::Gone,
        },
    })
}

/// Whether nothing up to the end of the place is different.
fn same_beginning(text: &str, place: Span, other: &str) -> bool {
    other.starts_with(&text[..place.end()])
        && ends_alike(&text[place.end()..], &other[place.end()..])
}

/// Whether a word that ends here ends in both, or goes on in both.
fn ends_alike(behind: &str, behind_other: &str) -> bool {
    let goes_on = |text: &str| text.starts_with(char::is_alphanumeric);
    goes_on(behind) == goes_on(behind_other)
}

/// The place where everything from its beginning on is the same.
fn same_end(text: &str, place: Span, other: &str) -> Option<Span> {
    let behind = &text[place.start()..];
    let start = other
        .ends_with(behind)
        .then(|| other.len() - behind.len())?;
    let goes_on = |text: &str| text.ends_with(char::is_alphanumeric);
    let is_alike = goes_on(&text[..place.start()]) == goes_on(&other[..start]);
    is_alike.then(|| Span::new(start, start + place.len()))
}

/// The only place with these characters; for what holds no words, or parts of them.
fn only_characters(text: &str, place: Span, other: &str) -> Option<Span> {
    let exact = &text[place.range()];
    let is_only = |text: &str| {
        let first = text.find(exact)?;
        let next = first + exact.chars().next()?.len_utf8();
        (!text[next..].contains(exact)).then_some(first)
    };
    is_only(text)?;
    let start = is_only(other)?;
    let end = start + exact.len();
    let goes_on = |text: &str| text.ends_with(char::is_alphanumeric);
    let is_alike = goes_on(&text[..place.start()]) == goes_on(&other[..start])
        && ends_alike(&text[place.end()..], &other[end..]);
    is_alike.then(|| Span::new(start, end))
}
