//! Where sentences end.

use std::ops::Range;

use onrecord_model::Span;

use crate::token::{Token, TokenKind, is_title_abbreviation};

/// One sentence of a paragraph.
///
/// A quotation is never cut: "“I came. I saw,” she said." is one sentence, and so is what stands inside one
/// pair of quotation marks, however long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// The paragraph it stands in, an index into [`Document::paragraphs`](crate::Document::paragraphs).
    pub paragraph: usize,
    /// Its tokens, indices into [`Document::tokens`](crate::Document::tokens); never empty.
    pub tokens: Range<usize>,
}

/// Words that begin a sentence far more often than they follow an abbreviation inside one.
const STARTERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Before",
    "But",
    "By",
    "For",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "It",
    "Its",
    "Many",
    "Meanwhile",
    "Most",
    "My",
    "No",
    "Now",
    "On",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "While",
    "Who",
    "Why",
    "With",
    "Yet",
    "You",
];

/// Cuts the tokens `range` of one paragraph into sentences.
pub(crate) fn split(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    paragraph: usize,
    sentences: &mut Vec<Sentence>,
) {
    let mut first = range.start;
    let mut index = range.start;
    while index < range.end {
        let end = index + 1;
        if ends_sentence(text, tokens, index, range.end) {
            push(tokens, first..end, paragraph, sentences);
            first = end;
        }
        index = end;
    }
    if first < range.end {
        push(tokens, first..range.end, paragraph, sentences);
    }
}

fn push(tokens: &[Token], range: Range<usize>, paragraph: usize, sentences: &mut Vec<Sentence>) {
    let span = Span::new(
        tokens[range.start].span.start(),
        tokens[range.end - 1].span.end(),
    );
    sentences.push(Sentence {
        span,
        paragraph,
        tokens: range,
    });
}

/// Whether a sentence ends with token `index`: a stop, or the closing marks behind one, followed by something
/// that can begin a sentence.
fn ends_sentence(text: &str, tokens: &[Token], index: usize, end: usize) -> bool {
    let token = tokens[index];
    let Some(next) = tokens.get(index + 1).filter(|_| index + 1 < end) else {
        return false;
    };
    if next.kind == TokenKind::Bullet && starts_line(text, *next) {
        return !(token.quoted && next.quoted);
    }
    if token.quoted && next.quoted && !opens_anew(token, *next) {
        return false;
    }
    if !begins_sentence(text, tokens, index + 1, end) {
        return false;
    }
    match token.kind {
        TokenKind::Stop => {
            !numbers_follow(text, tokens, index) && !numbers_item(text, tokens, index)
        }
        TokenKind::Ellipsis => true,
        TokenKind::Word => {
            let word = &text[token.span.range()];
            // "St." is a saint before a name and a street before anything else.
            let before_name = is_title_abbreviation(word) && word != "St.";
            word.ends_with('.') && !before_name && is_starter(text, *next)
        }
        TokenKind::QuotationMark | TokenKind::ClosingBracket => {
            closes_behind_stop(tokens, index) && token.span.end() < next.span.start()
        }
        _ => false,
    }
}

/// Whether the stop at `index` belongs to "No. 1".
fn numbers_follow(text: &str, tokens: &[Token], index: usize) -> bool {
    index > 0
        && tokens[index + 1].kind == TokenKind::Number
        && matches!(&text[tokens[index - 1].span.range()], "No" | "Nos")
}

/// Whether the stop at `index` belongs to the number of a list item: "1. The bridge".
fn numbers_item(text: &str, tokens: &[Token], index: usize) -> bool {
    let number = index.checked_sub(1).map(|index| tokens[index]);
    number.is_some_and(|number| {
        number.kind == TokenKind::Number
            && number.span.len() <= 3
            && number.span.end() == tokens[index].span.start()
            && starts_line(text, number)
    })
}

/// Whether one quotation ends with `token` and the next token opens another.
fn opens_anew(token: Token, next: Token) -> bool {
    token.kind == TokenKind::QuotationMark && next.kind == TokenKind::QuotationMark
}

fn starts_line(text: &str, token: Token) -> bool {
    text[..token.span.start()]
        .chars()
        .next_back()
        .is_none_or(|character| character == '\n')
}

/// Whether the mark at `index` follows a stop, with nothing but other marks between.
fn closes_behind_stop(tokens: &[Token], index: usize) -> bool {
    tokens[..index]
        .iter()
        .rev()
        .take(3)
        .find(|token| {
            !matches!(
                token.kind,
                TokenKind::QuotationMark | TokenKind::ClosingBracket
            )
        })
        .is_some_and(|token| matches!(token.kind, TokenKind::Stop | TokenKind::Ellipsis))
}

/// Whether token `index` can be the first of a sentence: a capital, a digit, or an opening mark before one.
fn begins_sentence(text: &str, tokens: &[Token], index: usize, end: usize) -> bool {
    let token = tokens[index];
    match token.kind {
        TokenKind::Word => begins_with_capital(text, token),
        TokenKind::Number => true,
        TokenKind::QuotationMark | TokenKind::OpeningBracket => {
            // A closing mark stands against the token before it.
            let before = tokens[index - 1].span.end();
            let opens =
                before < token.span.start() || matches!(&text[token.span.range()], "“" | "«");
            opens && index + 1 < end
        }
        _ => false,
    }
}

fn begins_with_capital(text: &str, token: Token) -> bool {
    text[token.span.range()]
        .trim_start_matches(['@', '#'])
        .chars()
        .next()
        .is_some_and(|character| !character.is_lowercase())
}

fn is_starter(text: &str, token: Token) -> bool {
    STARTERS.contains(&&text[token.span.range()]) || matches!(token.kind, TokenKind::QuotationMark)
}
