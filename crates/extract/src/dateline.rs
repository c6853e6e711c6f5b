//! "PORT POE (Agency) - ", which stands before an agency's report and is no part of its first sentence.

use crate::reading::{Reading, Tokens};
use crate::token::TokenKind;

/// Longest dateline, in tokens.
const LONGEST: usize = 14;

/// Where the text of a paragraph begins: behind its dateline, if it has one.
///
/// A dateline is a place in capitals, or any place with an agency in brackets, then a dash and a new sentence. Of some 120 in the
/// training part of PolNeAR none lies in a content.
pub(crate) fn behind(reading: &Reading<'_, '_>, paragraph: &Tokens) -> usize {
    dash(reading, paragraph)
        .map(|dash| dash + 1)
        .filter(|start| *start < paragraph.end && begins_sentence(reading, *start))
        .unwrap_or(paragraph.start)
}

fn dash(reading: &Reading<'_, '_>, paragraph: &Tokens) -> Option<usize> {
    let limit = paragraph.end.min(paragraph.start + LONGEST);
    let mut place_in_capitals = false;
    let mut agency = false;
    let mut inside_brackets = false;
    for index in paragraph.start..limit {
        if reading.quoted(index) {
            return None;
        }
        let text = reading.text(index);
        match reading.kind(index) {
            TokenKind::Dash => {
                let is_dateline = !inside_brackets && (place_in_capitals || agency);
                return is_dateline.then_some(index);
            }
            TokenKind::Word if inside_brackets => agency |= is_agency(text),
            TokenKind::Word if index == paragraph.start => {
                place_in_capitals = in_capitals(text);
                if !reading.capital(index) {
                    return None;
                }
            }
            TokenKind::Word if !reading.capital(index) => return None,
            TokenKind::OpeningBracket if index > paragraph.start => inside_brackets = true,
            TokenKind::ClosingBracket if inside_brackets => inside_brackets = false,
            TokenKind::Word | TokenKind::Number | TokenKind::Comma | TokenKind::Symbol => {}
            _ => return None,
        }
    }
    None
}

/// "NASA - the agency - said" goes on with a small letter.
fn begins_sentence(reading: &Reading<'_, '_>, index: usize) -> bool {
    !reading.text(index).starts_with(char::is_lowercase)
}

/// "AP", "AFP", "Reuters".
fn is_agency(word: &str) -> bool {
    in_capitals(word) || matches!(word, "Reuters" | "Agency" | "Bloomberg")
}

/// Two capitals and nothing small: "LA", "ST.".
fn in_capitals(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).count() >= 2
        && !word.chars().any(char::is_lowercase)
}
