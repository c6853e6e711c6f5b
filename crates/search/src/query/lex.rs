//! What was typed, taken apart.

use super::error::Refusal;
use super::field::{Field, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'typed> {
    /// Its first byte in what was typed.
    pub(super) at: usize,
    pub(super) what: What<'typed>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What<'typed> {
    /// A run of characters without white space, marks and parentheses.
    Run(&'typed str),
    /// What stood between marks, and the number behind them.
    Marked {
        inside: String,
        slop: Option<u32>,
    },
    /// A word of which so many letters may differ.
    Near {
        word: &'typed str,
        edits: u8,
    },
    /// The beginning of a word.
    Beginning(&'typed str),
    /// A field and its value; the number is what stands behind the marks of a phrase.
    Field {
        field: Field,
        value: Value<'typed>,
        slop: Option<u32>,
    },
    Or,
    And,
    Not,
    Minus,
    Open,
    Close,
}

/// Most places the words of a phrase may be moved.
const LARGEST_SLOP: u32 = 100;

/// Most letters in which a word may differ from the one that was typed.
const MOST_EDITS: u8 = 2;

pub(super) fn tokens(typed: &str) -> Result<Vec<Token<'_>>, Refusal> {
    let mut lexer = Lexer { typed, at: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.token()? {
        tokens.push(token);
    }
    Ok(tokens)
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '«' | '»' | '\u{FF02}'
    )
}

fn ends_run(character: char) -> bool {
    character.is_whitespace() || is_mark(character) || matches!(character, '(' | ')')
}

struct Lexer<'typed> {
    typed: &'typed str,
    /// The byte that comes next.
    at: usize,
}

impl<'typed> Lexer<'typed> {
    fn rest(&self) -> &'typed str {
        &self.typed[self.at..]
    }

    fn next_character(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Everything up to what ends a run.
    fn run(&mut self) -> &'typed str {
        let rest = self.rest();
        let run = &rest[..rest.find(ends_run).unwrap_or(rest.len())];
        self.at += run.len();
        run
    }

    fn token(&mut self) -> Result<Option<Token<'typed>>, Refusal> {
        self.at = self.typed.len() - self.rest().trim_start().len();
        let at = self.at;
        let Some(first) = self.next_character() else {
            return Ok(None);
        };
        let what = match first {
            '(' | ')' => {
                self.at += 1;
                match first {
                    '(' => What::Open,
                    _ => What::Close,
                }
            }
            '-' => {
                self.at += 1;
                self.minus(at)?
            }
            mark if is_mark(mark) => {
                let inside = self.marked()?;
                let slop = self.slop()?;
                What::Marked { inside, slop }
            }
            _ => self.word(at)?,
        };
        Ok(Some(Token { at, what }))
    }

    fn minus(&self, at: usize) -> Result<What<'typed>, Refusal> {
        match self.next_character() {
            Some(next) if !next.is_whitespace() && !matches!(next, '-' | ')') => Ok(What::Minus),
            _ => Refusal::at(
                at,
                "nothing stands right behind this hyphen for it to leave out; a dash goes between quotation marks",
            ),
        }
    }

    /// What stands between the mark that comes next and the one that closes it; `\"` and `\\` are the characters
    /// themselves.
    fn marked(&mut self) -> Result<String, Refusal> {
        let opened = self.at;
        let mut inside = String::new();
        let mut characters = self.rest().char_indices().skip(1).peekable();
        while let Some((offset, character)) = characters.next() {
            if is_mark(character) {
                self.at += offset + character.len_utf8();
                return Ok(inside);
            }
            if character == '\\'
                && let Some((_, escaped)) =
                    characters.next_if(|(_, next)| is_mark(*next) || *next == '\\')
            {
                inside.push(escaped);
                continue;
            }
            inside.push(character);
        }
        Refusal::at(opened, "this quotation mark is never closed")
    }

    /// The number behind a phrase, where there is one.
    fn slop(&mut self) -> Result<Option<u32>, Refusal> {
        if self.next_character() != Some('~') {
            return Ok(None);
        }
        let at = self.at;
        self.at += 1;
        let number = self.run();
        match number.parse() {
            Ok(slop) if slop <= LARGEST_SLOP && is_number(number) => Ok(Some(slop)),
            _ => Refusal::at(
                at,
                format!(
                    "behind a phrase, ~ takes a number from 0 to {LARGEST_SLOP}: how many places its words may be moved"
                ),
            ),
        }
    }

    fn word(&mut self, at: usize) -> Result<What<'typed>, Refusal> {
        let run = self.run();
        match run {
            "OR" => return Ok(What::Or),
            "AND" => return Ok(What::And),
            "NOT" => return Ok(What::Not),
            _ => {}
        }
        if let Some((name, value)) = run.split_once(':')
            && is_name(name)
            && let Some(field) = self.field(at, name, value)?
        {
            return Ok(field);
        }
        if run.contains('*') {
            return beginning(at, run);
        }
        near(at, run)
    }

    /// A field with its value; `None` where these are words with a colon between them.
    fn field(
        &mut self,
        at: usize,
        name: &'typed str,
        value: &'typed str,
    ) -> Result<Option<What<'typed>>, Refusal> {
        let value_at = at + name.len() + 1;
        let next = self.next_character();
        let ends_here =
            value.is_empty() && next.is_none_or(|next| next.is_whitespace() || next == ')');
        if ends_here || value.starts_with("//") {
            return Ok(None);
        }
        let Some(field) = Field::named(name) else {
            let has_value = value.chars().any(char::is_alphanumeric) || value.is_empty();
            if !has_value {
                return Ok(None);
            }
            return Refusal::at(
                at,
                format!(
                    "there is no field {name:?}; there are {}. If these are words, put them between quotation marks",
                    Field::list()
                ),
            );
        };
        if value.starts_with(['[', '{']) {
            return self.range(value_at, field).map(Some);
        }
        if !value.is_empty() {
            let value = Value::Bare(value);
            return Ok(Some(What::Field {
                field,
                value,
                slop: None,
            }));
        }
        if next == Some('(') {
            return Refusal::at(
                value_at,
                format!("{name}: takes a word, or several between quotation marks"),
            );
        }
        let value = Value::Quoted(self.marked()?);
        let slop_at = self.at;
        let slop = self.slop()?;
        if slop.is_some() && field.words().is_none() {
            return Refusal::at(slop_at, format!("{name}: holds no phrase, and takes no ~"));
        }
        Ok(Some(What::Field { field, value, slop }))
    }

    /// `[a TO b]` and `{a TO b}`, with the first bracket at `at`.
    fn range(&mut self, at: usize, field: Field) -> Result<What<'typed>, Refusal> {
        let inside = &self.typed[at + 1..];
        let Some(length) = inside.find([']', '}']) else {
            return Refusal::at(at, "this bracket is never closed");
        };
        let (inside, behind) = inside.split_at(length);
        self.at = at + 1 + length + 1;
        let parts: Vec<&str> = inside
            .split_whitespace()
            .map(|part| part.trim_matches(is_mark))
            .collect();
        let &[from, "TO", to] = parts.as_slice() else {
            return Refusal::at(
                at,
                "a range reads [2024-01-01 TO 2024-06-30], with * for an end that is left open",
            );
        };
        let value = Value::Range {
            from,
            holds_from: self.typed[at..].starts_with('['),
            to,
            holds_to: behind.starts_with(']'),
        };
        Ok(What::Field {
            field,
            value,
            slop: None,
        })
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|character| character.is_alphabetic() || character == '_')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `pre*`.
fn beginning(at: usize, run: &str) -> Result<What<'_>, Refusal> {
    match run.strip_suffix('*') {
        Some(word) if !word.contains('*') && word.chars().any(char::is_alphanumeric) => {
            Ok(What::Beginning(word))
        }
        _ => Refusal::at(
            at,
            "a * stands for the end of a word, as in secur*; as a sign of its own it goes between quotation marks",
        ),
    }
}

/// `word~1`, or a run like others.
fn near(at: usize, run: &str) -> Result<What<'_>, Refusal> {
    let Some((word, number)) = run.rsplit_once('~') else {
        return Ok(What::Run(run));
    };
    let has_word = word.chars().any(char::is_alphanumeric);
    if !has_word || !(number.is_empty() || is_number(number)) {
        return Ok(What::Run(run));
    }
    match number.parse() {
        Ok(edits) if (1..=MOST_EDITS).contains(&edits) => Ok(What::Near { word, edits }),
        _ => Refusal::at(
            at + word.len(),
            "behind a word, ~ takes the number of letters that may differ: ~1 or ~2",
        ),
    }
}
