//! Which quotation marks belong together.
//!
//! Double marks are paired first, paragraph by paragraph, and single marks only in what is left, so that an
//! apostrophe inside a quotation never matters. What is reported as a quotation is the outermost pair.
//!
//! Two apostrophes ('') are taken for a double mark on both sides, as some news wires write them, and single
//! marks count as quotation marks where they come in a pair. Scorers that look at double marks only will call
//! such words unquoted.

use std::ops::Range;

use onrecord_model::Span;

use crate::token::{Token, TokenKind};

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

/// Whether a paragraph's first character is a mark that can open a quotation.
pub(crate) fn opens_with_mark(text: &str) -> bool {
    text.starts_with(['"', '“', '„', '«', '‘', '\'', '＂']) || text.starts_with("``")
}

/// The quotations among the tokens `range`, which are those of one paragraph spanning `span`.
///
/// `next_opens` says whether the following paragraph begins with a mark: then a quotation left open here is
/// believed to run on into it.
pub(crate) fn pair(
    text: &str,
    span: Span,
    tokens: &[Token],
    range: Range<usize>,
    paragraph: usize,
    next_opens: bool,
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
    next_opens: bool,
}

/// What a double mark can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Double {
    /// “ « `` open, whatever stands around them.
    Opener,
    /// „ opens, and “ may close it.
    Low,
    /// ” » close.
    Closer,
    /// " and '' are told by what stands around them.
    Straight,
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

    fn double(&self, index: usize) -> Option<Double> {
        match self.mark(index) {
            "“" | "‟" | "«" | "``" => Some(Double::Opener),
            "„" => Some(Double::Low),
            "”" | "»" => Some(Double::Closer),
            "\"" | "＂" | "''" => Some(Double::Straight),
            _ => None,
        }
    }

    fn doubles(&self) -> Vec<Pair> {
        let marks: Vec<(usize, Double)> = self
            .range
            .clone()
            .filter(|index| self.tokens[*index].kind == TokenKind::QuotationMark)
            .filter_map(|index| Some((index, self.double(index)?)))
            .collect();
        let mut straight_left = marks
            .iter()
            .filter(|(_, double)| *double == Double::Straight)
            .count();
        let mut pairs = Vec::new();
        let mut open: Option<(usize, Double)> = None;
        for (index, double) in marks {
            let reopens = double == Double::Straight && self.reopens(index, straight_left);
            if double == Double::Straight {
                straight_left -= 1;
            }
            let Some((first, opener)) = open else {
                if self.can_open(index, double) {
                    open = Some((index, double));
                }
                continue;
            };
            if reopens {
                open = Some((index, double));
                continue;
            }
            let closes = match double {
                Double::Closer | Double::Straight => true,
                Double::Opener => opener == Double::Low && self.mark(index) == "“",
                Double::Low => false,
            };
            if closes {
                pairs.push(Pair {
                    first,
                    last: index,
                    closed: true,
                });
                open = None;
            }
        }
        if let Some((first, opener)) = open
            && self.believed_unclosed(first, opener != Double::Straight)
        {
            pairs.push(Pair {
                first,
                last: self.range.end - 1,
                closed: false,
            });
        }
        pairs
    }

    fn can_open(&self, index: usize, double: Double) -> bool {
        match double {
            Double::Opener | Double::Low => true,
            Double::Closer => false,
            Double::Straight if self.mark(index) == "''" => {
                self.space_or_opener_before(index) && !self.space_after(index)
            }
            Double::Straight => {
                let closes_something = self.space_after(index)
                    || self
                        .after(index)
                        .is_some_and(|after| ",.;:!?)".contains(after));
                self.space_or_opener_before(index) || !closes_something
            }
        }
    }

    fn space_or_opener_before(&self, index: usize) -> bool {
        self.before(index)
            .is_none_or(|before| before.is_whitespace() || "([-—–/'‘".contains(before))
    }

    /// Whether a straight mark inside an open quotation opens another: the first was never closed.
    fn reopens(&self, index: usize, straight_left: usize) -> bool {
        let opens = self
            .before(index)
            .is_some_and(|before| before.is_whitespace() || "([".contains(before))
            && !self.space_after(index);
        opens && straight_left >= 2 && straight_left.is_multiple_of(2)
    }

    /// A quotation without an end is believed where its mark can only open, where it opens the paragraph, or
    /// where the next paragraph goes on with a mark.
    fn believed_unclosed(&self, first: usize, certain_opener: bool) -> bool {
        certain_opener || first == self.range.start || self.next_opens
    }

    fn singles(&self, doubles: &[Pair]) -> Vec<Pair> {
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
            (Some(first), None) if self.mark(first) == "‘" && self.next_opens => {
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
