//! What was typed, put together again as what it asks for.

use super::error::Refusal;
use super::field::{Field, Value, condition};
use super::lex::{Token, What, tokens};
use super::tree::{Node, Placed, Within, Words, all_of, any_of};
use super::{Lone, Query, QueryError};
use crate::words::{Word, spellings, words};

/// Most words of a phrase whose words may be moved: what holding it against a text costs grows with them.
const LONGEST_SLOPPY: usize = 16;

/// What was read: `None` where there is no word in it.
pub(super) type Parsed = (Option<Node>, Vec<Lone>);

pub(super) fn parse(typed: &str) -> Result<Parsed, Refusal> {
    let mut parser = Parser {
        tokens: tokens(typed)?,
        next: 0,
        words: 0,
        conditions: 0,
        spellings: 0,
        excluded: 0,
        lone: Vec::new(),
    };
    let root = parser.all(0)?;
    Ok((root, parser.lone))
}

/// The words between white space, each run by itself; nothing in it has a meaning.
pub(super) fn plain(typed: &str) -> Result<Parsed, Refusal> {
    let mut parser = Parser {
        tokens: Vec::new(),
        next: 0,
        words: 0,
        conditions: 0,
        spellings: 0,
        excluded: 0,
        lone: Vec::new(),
    };
    let mut nodes = Vec::new();
    for run in typed.split_whitespace() {
        let at = run.as_ptr() as usize - typed.as_ptr() as usize;
        nodes.extend(parser.run(at, run)?);
    }
    Ok((all_of(nodes), parser.lone))
}

struct Parser<'typed> {
    tokens: Vec<Token<'typed>>,
    next: usize,
    words: usize,
    conditions: usize,
    spellings: usize,
    /// In how many exclusions the next token lies.
    excluded: usize,
    lone: Vec<Lone>,
}

/// An operand, or several with `OR` between them.
struct Item {
    node: Option<Node>,
    /// The first `OR` that is not in parentheses.
    or: Option<usize>,
}

impl<'typed> Parser<'typed> {
    fn peek(&self) -> Option<&Token<'typed>> {
        self.tokens.get(self.next)
    }

    /// Everything up to the end or the parenthesis that closes; `None` where it holds no word.
    fn all(&mut self, depth: usize) -> Result<Option<Node>, Refusal> {
        let mut nodes = Vec::new();
        let mut and: Option<usize> = None;
        let mut before = Item {
            node: None,
            or: None,
        };
        while let Some(Token { at, what }) = self.peek() {
            let at = *at;
            match what {
                What::Close if depth > 0 => break,
                What::Close => return Refusal::at(at, "this parenthesis was never opened"),
                What::And if and.is_some() || before.node.is_none() => {
                    return two_sides(at, "AND");
                }
                What::And => {
                    not_beside_or(before.or)?;
                    nodes.extend(before.node.take());
                    and = Some(at);
                    self.next += 1;
                    continue;
                }
                _ => {}
            }
            nodes.extend(before.node.take());
            before = self.item(depth)?;
            if let Some(and) = and.take() {
                not_beside_or(before.or)?;
                if before.node.is_none() {
                    return two_sides(and, "AND");
                }
            }
        }
        if let Some(and) = and {
            return two_sides(and, "AND");
        }
        nodes.extend(before.node);
        Ok(all_of(nodes))
    }

    fn item(&mut self, depth: usize) -> Result<Item, Refusal> {
        let mut nodes = Vec::new();
        nodes.extend(self.operand(depth)?);
        let mut first_or = None;
        while let Some(Token { at, what: What::Or }) = self.peek() {
            let or = *at;
            first_or.get_or_insert(or);
            self.next += 1;
            let follows = !matches!(
                self.peek().map(|token| &token.what),
                None | Some(What::Close | What::Or | What::And)
            );
            if nodes.is_empty() || !follows {
                return two_sides(or, "OR");
            }
            match self.operand(depth)? {
                Some(node) => nodes.push(node),
                None => return two_sides(or, "OR"),
            }
        }
        Ok(Item {
            node: any_of(nodes),
            or: first_or,
        })
    }

    fn operand(&mut self, depth: usize) -> Result<Option<Node>, Refusal> {
        let Some(Token { at, what }) = self.peek().cloned() else {
            return Ok(None);
        };
        match what {
            What::Minus | What::Not => {
                self.next += 1;
                self.excluded += 1;
                let excluded = self.excluded_operand(at, depth);
                self.excluded -= 1;
                excluded.map(|node| Some(Node::Not(Box::new(node))))
            }
            What::Or => two_sides(at, "OR"),
            What::And => two_sides(at, "AND"),
            What::Open => self.group(at, depth).map(Some),
            // Nobody asks for an operand here.
            What::Close => Ok(None),
            What::Run(run) => {
                self.next += 1;
                self.run(at, run)
            }
            What::Marked { inside, slop } => {
                self.next += 1;
                self.phrase(at, Within::Anywhere, &inside, slop).map(Some)
            }
            What::Near { word, edits } => {
                self.next += 1;
                let spelled = self.one_word(at, word, "~ forgives letters of one word")?;
                Ok(Some(Node::Near { spelled, edits }))
            }
            What::Beginning(word) => {
                self.next += 1;
                let word = self.one_word(at, word, "a * ends one word")?;
                Ok(Some(Node::Beginning(word)))
            }
            What::Field { field, value, slop } => {
                self.next += 1;
                self.field(at, field, &value, slop).map(Some)
            }
        }
    }

    fn excluded_operand(&mut self, at: usize, depth: usize) -> Result<Node, Refusal> {
        let nothing = "nothing stands behind this that could be left out";
        match self.peek().map(|token| &token.what) {
            None | Some(What::Close | What::Or | What::And) => Refusal::at(at, nothing),
            Some(What::Minus | What::Not) => Refusal::at(at, "this leaves out what is left out"),
            Some(_) => match self.operand(depth)? {
                Some(node) => Ok(node),
                None => Refusal::at(at, nothing),
            },
        }
    }

    fn group(&mut self, at: usize, depth: usize) -> Result<Node, Refusal> {
        if depth == Query::DEEPEST {
            return Err(Refusal::Whole(QueryError::TooDeep));
        }
        self.next += 1;
        let inner = self.all(depth + 1)?;
        if self.peek().map(|token| &token.what) != Some(&What::Close) {
            return Refusal::at(at, "this parenthesis is never closed");
        }
        self.next += 1;
        match inner {
            Some(node) => Ok(node),
            None => Refusal::at(at, "there is no word between these parentheses"),
        }
    }

    /// A run of characters can hold several words ("COVID-19"); they belong together as a phrase does. One that
    /// holds none is passed over, as it is in a text.
    fn run(&mut self, at: usize, run: &str) -> Result<Option<Node>, Refusal> {
        let found = words(run);
        self.count(found.len())?;
        if let ([word], [spelling]) = (found.as_slice(), spellings(run).as_slice())
            && self.excluded == 0
        {
            self.lone.push(Lone {
                spelled: spelling.term.clone(),
                term: word.term.clone(),
                from: at + word.start,
                to: at + word.end,
            });
        }
        Ok(placed(found).map(|placed| {
            Node::Words(Words {
                within: Within::Anywhere,
                placed,
                slop: 0,
            })
        }))
    }

    fn phrase(
        &mut self,
        at: usize,
        within: Within,
        inside: &str,
        slop: Option<u32>,
    ) -> Result<Node, Refusal> {
        let found = words(inside);
        self.count(found.len())?;
        if slop.is_some() && found.len() > LONGEST_SLOPPY {
            return Refusal::at(
                at,
                format!("a phrase with ~ may have {LONGEST_SLOPPY} words at most"),
            );
        }
        if slop.is_some() && found.len() == 1 {
            return Refusal::at(
                at,
                "behind a phrase, ~ says how far its words may be moved; this has one word, whose letters word~1 forgives",
            );
        }
        match placed(found) {
            Some(placed) => Ok(Node::Words(Words {
                within,
                placed,
                slop: slop.unwrap_or(0),
            })),
            None => Refusal::at(at, "there is no word in this"),
        }
    }

    fn one_word(&mut self, at: usize, typed: &str, rule: &str) -> Result<String, Refusal> {
        self.count(1)?;
        self.spellings += 1;
        if self.spellings > Query::MOST_SPELLINGS {
            return Err(Refusal::Whole(QueryError::TooManySpellings));
        }
        let mut found = spellings(typed).into_iter();
        match (found.next(), found.next()) {
            (Some(word), None) => Ok(word.term),
            (None, _) => Refusal::at(at, format!("{rule}, and {typed:?} is none")),
            _ => Refusal::at(at, format!("{rule}, and {typed:?} is more than one")),
        }
    }

    fn field(
        &mut self,
        at: usize,
        field: Field,
        value: &Value<'_>,
        slop: Option<u32>,
    ) -> Result<Node, Refusal> {
        self.conditions += 1;
        if self.conditions > Query::MOST_CONDITIONS {
            return Err(Refusal::Whole(QueryError::TooManyConditions));
        }
        let within = match (field.words(), value) {
            (Some(within), Value::Bare(_) | Value::Quoted(_)) => within,
            _ => {
                return match condition(field, value) {
                    Ok(condition) => Ok(Node::Condition(condition)),
                    Err(message) => Refusal::at(at, message),
                };
            }
        };
        match value {
            Value::Bare(text) if text.contains(['*', '~']) => Refusal::at(
                at,
                format!(
                    "{}: takes words and phrases; beginnings of words (secur*) and near spellings (word~1) stand by themselves",
                    field.name()
                ),
            ),
            Value::Bare(text) => self.phrase(at, within, text, None),
            Value::Quoted(text) => self.phrase(at, within, text, slop),
            Value::Range { .. } => Refusal::at(at, format!("{}: takes words", field.name())),
        }
    }

    fn count(&mut self, words: usize) -> Result<(), Refusal> {
        self.words += words;
        match self.words > Query::MOST_WORDS {
            true => Err(Refusal::Whole(QueryError::TooManyWords)),
            false => Ok(()),
        }
    }
}

fn two_sides<T>(at: usize, operator: &str) -> Result<T, Refusal> {
    Refusal::at(
        at,
        format!(
            "{operator} wants something on both sides; as a word it goes between quotation marks"
        ),
    )
}

/// `a AND b OR c` is read one way here and another elsewhere.
fn not_beside_or(or: Option<usize>) -> Result<(), Refusal> {
    match or {
        None => Ok(()),
        Some(or) => Refusal::at(
            or,
            "AND and OR stand side by side; parentheses have to say which of them comes first",
        ),
    }
}

fn placed(words: Vec<Word>) -> Option<Vec<Placed>> {
    let first = words.first()?.position;
    let placed = words.into_iter().map(|word| Placed {
        offset: word.position - first,
        term: word.term,
    });
    Some(placed.collect())
}
