//! Sets a quote's words for reading: typographic quotation marks, what is quoted told from what is reported,
//! and the words that were searched for.
//!
//! Straight marks are replaced one code point by one code point and nothing else is touched, so offsets stay
//! true. This is for lists and the quote's own page; an article is shown exactly as it was taken in.

use onrecord_model::{CodePointSpan, Kind};

/// A stretch of a quote's words that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they stand in quotation marks, the marks included.
    pub quoted: bool,
    /// Whether they were searched for.
    pub found: bool,
}

/// `text` with typographic quotation marks and apostrophes; as many code points as before.
#[must_use]
pub fn typographic(text: &str) -> String {
    let points: Vec<char> = text.chars().collect();
    points
        .iter()
        .enumerate()
        .map(|(index, point)| {
            let before = index.checked_sub(1).map(|before| points[before]);
            match point {
                '"' if opens(before) => '“',
                '"' => '”',
                '\'' if opens(before) && closes_later(&points[index + 1..]) => '‘',
                '\'' => '’',
                other => *other,
            }
        })
        .collect()
}

/// Cuts a quote's `text` into pieces; `found` counts code points of it.
#[must_use]
pub fn pieces(text: &str, kind: Kind, found: &[CodePointSpan]) -> Vec<Piece> {
    let set = typographic(text);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut quoted = Quoted::default();
    let points: Vec<char> = set.chars().collect();
    for (index, point) in points.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| points[before]);
        let in_marks = quoted.step(before, *point, points.get(index + 1).copied());
        let quoted = match kind {
            Kind::Direct => true,
            Kind::Mixed => in_marks,
            Kind::Indirect => false,
        };
        let found = found
            .iter()
            .any(|span| (span.start as usize..span.end as usize).contains(&index));
        match pieces.last_mut() {
            Some(last) if last.quoted == quoted && last.found == found => last.text.push(*point),
            _ => pieces.push(Piece {
                text: point.to_string(),
                quoted,
                found,
            }),
        }
    }
    pieces
}

/// Whether a mark behind `before` opens.
fn opens(before: Option<char>) -> bool {
    before.is_none_or(|before| {
        before.is_whitespace()
            || matches!(
                before,
                '(' | '[' | '{' | '—' | '–' | '-' | '“' | '‘' | '"' | '\''
            )
    })
}

/// Whether an opening single mark finds its closing one, as against "'em" and "'90s".
fn closes_later(rest: &[char]) -> bool {
    rest.first().is_some_and(|first| first.is_alphabetic())
        && rest.iter().enumerate().any(|(index, point)| {
            *point == '\''
                && !rest
                    .get(index + 1)
                    .is_some_and(|next| next.is_alphanumeric())
        })
}

/// Follows the quotation marks through a text.
#[derive(Default)]
struct Quoted {
    /// The mark that closes what is open.
    closing: Option<char>,
}

impl Quoted {
    /// Whether `point` stands in quotation marks, the marks themselves included.
    fn step(&mut self, before: Option<char>, point: char, next: Option<char>) -> bool {
        if let Some(closing) = self.closing {
            let apostrophe = point == '’' && next.is_some_and(char::is_alphanumeric);
            if point == closing && !apostrophe {
                self.closing = None;
            }
            return true;
        }
        self.closing = match point {
            '“' | '„' => Some('”'),
            '«' => Some('»'),
            '‘' if opens(before) => Some('’'),
            _ => None,
        };
        self.closing.is_some()
    }
}
