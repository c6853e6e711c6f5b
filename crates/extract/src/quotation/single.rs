//! Single marks, which look like apostrophes: '…', ‘…’, ‹…›.

use super::{Pair, Pairing, QuotationStyle};
use crate::token::TokenKind;

impl Pairing<'_> {
    pub(super) fn singles(&self, doubles: &[Pair]) -> Vec<Pair> {
        let mut doubles = doubles.iter().peekable();
        let mut pairs = Vec::new();
        let mut open: Option<usize> = None;
        // A closing mark that may be the apostrophe of a plural ("the voters' choice").
        let mut doubtful: Option<usize> = None;
        for index in self.range.clone() {
            while doubles.next_if(|pair| pair.last < index).is_some() {}
            let inside_double = doubles.peek().is_some_and(|pair| pair.first <= index);
            if inside_double || self.tokens[index].kind != TokenKind::QuotationMark {
                continue;
            }
            if self.single_opens(index) {
                pairs.extend(closed(open, doubtful));
                open = Some(index);
                doubtful = None;
            } else if open.is_some() && self.single_closes(index) {
                if self.may_be_plural(index) {
                    doubtful = Some(index);
                    continue;
                }
                pairs.extend(closed(open, Some(index)));
                open = None;
                doubtful = None;
            }
        }
        match (open, doubtful) {
            (Some(first), None)
                if self.next_opens == Some(QuotationStyle::Single)
                    && (matches!(self.mark(first), "‘" | "‹") || self.introduced(first)) =>
            {
                pairs.push(Pair {
                    first,
                    last: self.range.end - 1,
                    closed: false,
                })
            }
            _ => pairs.extend(closed(open, doubtful)),
        }
        pairs
    }

    /// Whether a mark opens the paragraph or stands behind a colon or comma, where no apostrophe does.
    fn introduced(&self, index: usize) -> bool {
        index == self.range.start
            || matches!(
                self.tokens[index - 1].kind,
                TokenKind::Colon | TokenKind::Comma
            )
    }

    fn single_opens(&self, index: usize) -> bool {
        let next_is_word = self
            .after(index)
            .is_some_and(|after| after.is_alphanumeric() || "\"“‘[(…@#$£€".contains(after));
        match self.mark(index) {
            "‘" | "‚" | "‛" | "‹" => next_is_word && !self.elision(index),
            "'" | "`" => {
                self.space_or_bracket_before(index) && next_is_word && !self.elision(index)
            }
            _ => false,
        }
    }

    fn space_or_bracket_before(&self, index: usize) -> bool {
        self.before(index)
            .is_none_or(|before| before.is_whitespace() || "([—–\"“".contains(before))
    }

    /// Whether the mark stands for left-out letters: "'em", "'90s".
    fn elision(&self, index: usize) -> bool {
        let Some(next) = self.tokens.get(index + 1) else {
            return false;
        };
        let word = &self.text[next.span.range()];
        let decade = next.kind == TokenKind::Number && word.ends_with('s');
        decade
            || [
                "em", "til", "tis", "twas", "cause", "n", "bout", "cept", "nuff",
            ]
            .iter()
            .any(|entry| entry.eq_ignore_ascii_case(word))
    }

    fn single_closes(&self, index: usize) -> bool {
        let next_is_word = self.after(index).is_some_and(char::is_alphanumeric);
        matches!(self.mark(index), "'" | "’" | "›") && !self.space_before(index) && !next_is_word
    }

    fn may_be_plural(&self, index: usize) -> bool {
        self.mark(index) != "›"
            && self
                .before(index)
                .is_some_and(|before| matches!(before, 's' | 'z'))
            && self.after(index).is_some_and(char::is_whitespace)
    }
}

fn closed(open: Option<usize>, last: Option<usize>) -> Option<Pair> {
    Some(Pair {
        first: open?,
        last: last?,
        closed: true,
    })
}
