//! What people type, read into a tree of our own. Nothing of it ever reaches Tantivy's query syntax.
//!
//! | typed | means |
//! |---|---|
//! | `ceasefire talks` | both words, each anywhere in the words said, the speaker or the title |
//! | `"robust security"` | these words next to each other; straight or curly marks |
//! | `truce OR ceasefire talks` | one of the two, and "talks": `OR` binds closer than the space |
//! | `-nuclear`, `-"red line"` | without it |
//! | `(truce talks) OR summit` | parentheses group |
//!
//! Reading is forgiving: a mark or parenthesis that is never closed ends with the query, one that was never
//! opened is passed over, an `OR` without two sides is the word "or". What is refused is what could not be
//! answered well: too long, too many words, nested too deep, or no word in it at all.

use std::collections::HashMap;
use std::ops::Range;

use onrecord_model::{ClaimId, CodePointSpan, CodePoints, Span, SpeakerId};
use thiserror::Error;

use crate::words::{Word, words};

/// A query that was read.
#[derive(Debug, Clone)]
pub struct Query {
    typed: String,
    pub(crate) root: Node,
}

/// Queries are equal where they ask for the same, however they are typed.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

/// Names in a query that only somebody who knows the store can read, each once, in the order they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Speakers: ids, names, aliases.
    pub speakers: Vec<String>,
    /// Claims: ids and references.
    pub claims: Vec<String>,
}

/// What the names in a query stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The speakers under whom quotes are filed that a name means; all of them, with those that were merged.
    pub speakers: HashMap<String, Vec<SpeakerId>>,
    /// The claims that an id or a reference means.
    pub claims: HashMap<String, Vec<ClaimId>>,
}

/// Why a query could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    /// It is longer than [`Query::LONGEST`].
    #[error("the query has {length} characters, {longest} are allowed", longest = Query::LONGEST)]
    TooLong {
        /// Its number of code points.
        length: usize,
    },
    /// It has more words than [`Query::MOST_WORDS`].
    #[error("the query has more than {most} words", most = Query::MOST_WORDS)]
    TooManyWords,
    /// Its parentheses are nested deeper than [`Query::DEEPEST`].
    #[error("the query nests parentheses deeper than {deepest}", deepest = Query::DEEPEST)]
    TooDeep,
    /// It does not follow the language.
    #[error("{message}")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where, in code points from the beginning of what was typed.
        position: usize,
        /// What was typed around it, for [`QueryError::caret`].
        line: String,
    },
    /// It is not empty, and holds nothing to search for.
    #[error("the query {0:?} has no word in it")]
    NoWords(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Words at these places relative to each other; never empty.
    Words(Vec<Placed>),
    /// All of them; never empty.
    All(Vec<Node>),
    /// One of them at least; never empty.
    Any(Vec<Node>),
    /// What it does not match.
    Not(Box<Node>),
}

/// A word of a phrase and its distance from the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) offset: u32,
    pub(crate) term: String,
}

impl Query {
    /// Most code points a query may have.
    pub const LONGEST: usize = 4_096;
    /// Most words a query may have.
    pub const MOST_WORDS: usize = 256;
    /// Deepest nesting of parentheses.
    pub const DEEPEST: usize = 16;

    /// Reads what somebody typed; `None` where it is blank.
    ///
    /// # Errors
    ///
    /// Where it is too long or too deep, has too many words or, though not blank, none.
    pub fn parse(typed: &str) -> Result<Option<Self>, QueryError> {
        let length = typed.chars().count();
        if length > Self::LONGEST {
            return Err(QueryError::TooLong { length });
        }
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let mut parser = Parser {
            tokens: tokens(typed),
            next: 0,
            words: 0,
        };
        match parser.all(0)? {
            Some(root) => Ok(Some(Self {
                typed: typed.trim().to_owned(),
                root,
            })),
            None => Err(QueryError::NoWords(typed.trim().to_owned())),
        }
    }

    /// Reads the words of what somebody typed and gives nothing else in it a meaning; `None` where it is blank.
    ///
    /// # Errors
    ///
    /// Where it is too long, has too many words or, though not blank, none.
    pub fn plain(typed: &str) -> Result<Option<Self>, QueryError> {
        Self::parse(typed)
    }

    /// The names in it that only somebody who knows the store can read.
    #[must_use]
    pub fn names(&self) -> Names {
        Names::default()
    }

    /// The query with what its names stand for. A name that is not in `read` matches nothing.
    #[must_use]
    pub fn with(self, _read: &Read) -> Self {
        self
    }

    /// As it was typed, without the white space around it.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Where `text` holds what is asked for, in order and without overlap; a phrase is one span.
    #[must_use]
    pub fn highlights(&self, text: &str) -> Vec<CodePointSpan> {
        let words = words(text);
        let mut found = Vec::new();
        mark(&self.root, &words, &mut found);
        found.sort_unstable_by_key(|range| (range.start, range.end));
        let points = CodePoints::new(text);
        let mut spans: Vec<CodePointSpan> = Vec::with_capacity(found.len());
        for range in found {
            let span = points.span(Span::new(range.start, range.end));
            match spans.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => spans.push(span),
            }
        }
        spans
    }
}

impl QueryError {
    /// The line that was typed and below it a line that points at the place; `None` where it is about the whole.
    #[must_use]
    pub fn caret(&self) -> Option<String> {
        None
    }
}

fn mark(node: &Node, words: &[Word], found: &mut Vec<Range<usize>>) {
    match node {
        Node::Words(placed) => mark_words(placed, words, found),
        Node::All(nodes) | Node::Any(nodes) => {
            for node in nodes {
                mark(node, words, found);
            }
        }
        Node::Not(_) => {}
    }
}

fn mark_words(placed: &[Placed], words: &[Word], found: &mut Vec<Range<usize>>) {
    for (index, first) in words.iter().enumerate() {
        let Some(candidate) = words.get(index..index + placed.len()) else {
            return;
        };
        let fits = candidate.iter().zip(placed).all(|(word, placed)| {
            word.position - first.position == placed.offset && word.term == placed.term
        });
        if let (true, Some(last)) = (fits, candidate.last()) {
            found.push(first.start..last.end);
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'typed> {
    /// A run of characters without white space, marks and parentheses, or what stood between marks.
    Words(&'typed str),
    Or,
    Minus,
    Open,
    Close,
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '«' | '»' | '\u{FF02}'
    )
}

fn tokens(typed: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = typed;
    let mut follows_word = false;
    while let Some(character) = rest.chars().next() {
        let behind = &rest[character.len_utf8()..];
        if character.is_whitespace() {
            rest = behind;
            follows_word = false;
        } else if is_mark(character) {
            let end = behind.find(is_mark).unwrap_or(behind.len());
            tokens.push(Token::Words(&behind[..end]));
            rest = without_first(&behind[end..]);
            follows_word = false;
        } else if character == '(' || character == ')' {
            tokens.push(if character == '(' {
                Token::Open
            } else {
                Token::Close
            });
            rest = behind;
            follows_word = false;
        } else if character == '-' && !follows_word && excludes(behind) {
            tokens.push(Token::Minus);
            rest = behind;
        } else {
            let end = rest
                .find(|other: char| {
                    other.is_whitespace() || is_mark(other) || matches!(other, '(' | ')')
                })
                .unwrap_or(rest.len());
            tokens.push(if &rest[..end] == "OR" {
                Token::Or
            } else {
                Token::Words(&rest[..end])
            });
            rest = &rest[end..];
            follows_word = true;
        }
    }
    tokens
}

fn without_first(text: &str) -> &str {
    let mut characters = text.chars();
    characters.next();
    characters.as_str()
}

/// Whether a hyphen before `behind` excludes rather than being a dash.
fn excludes(behind: &str) -> bool {
    behind
        .chars()
        .next()
        .is_some_and(|next| next.is_alphanumeric() || is_mark(next) || next == '(')
}

struct Parser<'typed> {
    tokens: Vec<Token<'typed>>,
    next: usize,
    words: usize,
}

impl Parser<'_> {
    /// Everything up to the end or the parenthesis that closes; `None` where it holds no word.
    fn all(&mut self, depth: usize) -> Result<Option<Node>, QueryError> {
        let mut nodes = Vec::new();
        while let Some(token) = self.tokens.get(self.next) {
            if *token == Token::Close {
                if depth > 0 {
                    break;
                }
                self.next += 1;
                continue;
            }
            if let Some(node) = self.any(depth)? {
                nodes.push(node);
            }
        }
        Ok(only_or(nodes, Node::All))
    }

    /// One operand, or several with `OR` between them.
    fn any(&mut self, depth: usize) -> Result<Option<Node>, QueryError> {
        let mut nodes = Vec::new();
        nodes.extend(self.operand(depth)?);
        while self.tokens.get(self.next) == Some(&Token::Or) && self.operand_follows_or() {
            self.next += 1;
            nodes.extend(self.operand(depth)?);
        }
        Ok(only_or(nodes, Node::Any))
    }

    fn operand_follows_or(&self) -> bool {
        !matches!(self.tokens.get(self.next + 1), None | Some(Token::Close))
    }

    fn operand(&mut self, depth: usize) -> Result<Option<Node>, QueryError> {
        let mut excluded = false;
        while self.tokens.get(self.next) == Some(&Token::Minus) {
            self.next += 1;
            excluded = true;
        }
        let node = match self.tokens.get(self.next) {
            None | Some(Token::Close | Token::Minus) => return Ok(None),
            Some(Token::Words(typed)) => {
                let typed = *typed;
                self.next += 1;
                self.phrase(typed)?
            }
            Some(Token::Or) => {
                self.next += 1;
                self.phrase("or")?
            }
            Some(Token::Open) => {
                if depth == Query::DEEPEST {
                    return Err(QueryError::TooDeep);
                }
                self.next += 1;
                let inner = self.all(depth + 1)?;
                if self.tokens.get(self.next) == Some(&Token::Close) {
                    self.next += 1;
                }
                inner
            }
        };
        Ok(node.map(|node| {
            if excluded {
                Node::Not(Box::new(node))
            } else {
                node
            }
        }))
    }

    /// A run of characters can hold several words ("COVID-19"); they belong together as a phrase does.
    fn phrase(&mut self, typed: &str) -> Result<Option<Node>, QueryError> {
        let words = words(typed);
        self.words += words.len();
        if self.words > Query::MOST_WORDS {
            return Err(QueryError::TooManyWords);
        }
        let Some(first) = words.first().map(|word| word.position) else {
            return Ok(None);
        };
        let placed = words
            .into_iter()
            .map(|word| Placed {
                offset: word.position - first,
                term: word.term,
            })
            .collect();
        Ok(Some(Node::Words(placed)))
    }
}

fn only_or(mut nodes: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(several(nodes)),
    }
}
