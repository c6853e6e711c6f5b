//! Queries as text: what the `query_string` of Elasticsearch understands, in our own terms.
//!
//! | typed | means |
//! |---|---|
//! | `budget deficit` | either word; both with `default_operator` `AND` |
//! | `budget AND deficit`, `&&`, `+budget +deficit` | both; `AND` binds closer than `OR` |
//! | `budget NOT deficit`, `-deficit`, `!deficit` | without it, also behind `OR` |
//! | `"balanced budget"~2`, `budgett~1`, `budg*` | a phrase, a near word, the beginning of a word |
//! | `speaker:"Ada Quill"`, `kind:(direct OR mixed)` | a field |
//! | `published:[2024-01-01 TO 2024-03]`, `published:>=now-7d/d` | dates |
//! | `*`, `speaker:*`, `_exists_:speaker` | anything; anything in the field |
//!
//! Where a query has words with `+`, words without do not decide; Elasticsearch ranks by them, and here they are left
//! out. Wildcards in other places, regular expressions and boosts are refused by name.

mod ranges;

use std::iter::Peekable;
use std::str::Chars;

use onrecord_model::Timestamp;

use super::dates::Format;
use super::error::Refusal;
use super::expression::Expression;
use super::fields::Field;
use super::object::DEEPEST;
use super::target::{Sought, Target, usual_distance};

/// How a text is read.
pub(super) struct Reading<'a> {
    /// Where words without a field are looked for.
    pub(super) targets: &'a [Target],
    /// Whether what stands side by side holds all together.
    pub(super) is_all: bool,
    pub(super) formats: &'a [Format],
    pub(super) now: Timestamp,
}

/// What `text` asks for.
pub(super) fn read(text: &str, reading: &Reading<'_>) -> Result<Expression, Refusal> {
    if text.trim().is_empty() {
        return Ok(Expression::Nothing);
    }
    let mut reader = Reader {
        text,
        rest: text.chars().peekable(),
        reading,
    };
    let found = reader.group(None, 0)?;
    match reader.rest.peek() {
        None => Ok(found),
        Some(_) => Err(reader.wrong("there is a \")\" too many")),
    }
}

struct Reader<'a> {
    text: &'a str,
    rest: Peekable<Chars<'a>>,
    reading: &'a Reading<'a>,
}

/// What stands before a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Required,
    Prohibited,
}

/// A run of characters without a space, with what in it was not escaped.
#[derive(Default)]
struct Run {
    text: String,
    /// Places of unescaped `*` and `?`, in characters.
    wildcards: Vec<usize>,
    length: usize,
}

impl Run {
    fn push(&mut self, character: char, is_wildcard: bool) {
        if is_wildcard {
            self.wildcards.push(self.length);
        }
        self.length += 1;
        self.text.push(character);
    }

    fn is_plain(&self, word: &str) -> bool {
        self.wildcards.is_empty() && self.text == word
    }
}

impl Reader<'_> {
    fn wrong(&self, why: &str) -> Refusal {
        let mut shown: String = self.text.chars().take(200).collect();
        if shown.len() < self.text.len() {
            shown.push('…');
        }
        Refusal::query(format!("Failed to parse query [{shown}]: {why}"))
    }

    /// Clauses up to the end or a closing parenthesis, which stays.
    fn group(&mut self, field: Option<Target>, depth: usize) -> Result<Expression, Refusal> {
        if depth > DEEPEST {
            return Err(self.wrong("parentheses are nested too deeply"));
        }
        // Each is a run of clauses that hold together.
        let mut runs: Vec<Vec<(Sign, Expression)>> = Vec::new();
        // Whether an operator waits for its other side, which then belongs to the last run.
        let mut is_open = false;
        loop {
            self.spaces();
            let Some(first) = self.rest.peek().copied() else {
                break;
            };
            if first == ')' {
                break;
            }
            match self.operator() {
                Some(_) if runs.is_empty() || is_open => {
                    return Err(self.wrong("AND or OR stands without something on both sides"));
                }
                Some(is_and) => {
                    is_open = true;
                    if !is_and {
                        runs.push(Vec::new());
                    }
                    continue;
                }
                None => {}
            }
            let clause = self.clause(field, depth)?;
            match runs.last_mut() {
                Some(run) if is_open || self.reading.is_all => run.push(clause),
                _ => runs.push(vec![clause]),
            }
            is_open = false;
        }
        if is_open {
            return Err(self.wrong("AND or OR stands without something on both sides"));
        }
        if runs.is_empty() {
            return Err(self.wrong("parentheses are empty"));
        }
        Ok(together(runs))
    }

    /// `AND`, `&&`: true; `OR`, `||`: false; neither: nothing is read.
    fn operator(&mut self) -> Option<bool> {
        for (word, is_and) in [("AND", true), ("&&", true), ("OR", false), ("||", false)] {
            if self.takes_word(word) {
                return Some(is_and);
            }
        }
        None
    }

    /// Reads `word` where it stands by itself.
    fn takes_word(&mut self, word: &str) -> bool {
        let mut ahead = self.rest.clone();
        for expected in word.chars() {
            if ahead.next() != Some(expected) {
                return false;
            }
        }
        if ahead
            .peek()
            .is_some_and(|next| !next.is_whitespace() && !"()\"+-!".contains(*next))
        {
            return false;
        }
        self.rest = ahead;
        true
    }

    fn spaces(&mut self) {
        while self.rest.next_if(|next| next.is_whitespace()).is_some() {}
    }

    fn clause(
        &mut self,
        field: Option<Target>,
        depth: usize,
    ) -> Result<(Sign, Expression), Refusal> {
        let mut sign = Sign::None;
        loop {
            let next =
                if self.takes_word("NOT") || self.rest.next_if(|c| "-!".contains(*c)).is_some() {
                    Sign::Prohibited
                } else if self.rest.next_if_eq(&'+').is_some() {
                    Sign::Required
                } else {
                    break;
                };
            if sign != Sign::None {
                return Err(self.wrong("two signs stand before one word"));
            }
            sign = next;
            self.spaces();
        }
        let expression = self.primary(field, depth)?;
        self.no_boost()?;
        Ok((sign, expression))
    }

    fn primary(&mut self, field: Option<Target>, depth: usize) -> Result<Expression, Refusal> {
        match self.rest.peek().copied() {
            None => Err(self.wrong("it ends where a word should stand")),
            Some('(') => self.in_parentheses(field, depth),
            Some('"') => {
                let words = self.phrase()?;
                self.holds(field, &words)
            }
            Some('/') => Err(Refusal::unsupported(
                "a regular expression in a query_string",
            )),
            Some('[' | '{') => match field {
                Some(Target::Field(field)) => self.range(field),
                _ => Err(self.wrong("a range stands without a field before it")),
            },
            Some('>' | '<') => match field {
                Some(Target::Field(field)) => self.comparison(field),
                _ => Err(self.wrong("a comparison stands without a field before it")),
            },
            Some(_) => self.word(field, depth),
        }
    }

    fn in_parentheses(
        &mut self,
        field: Option<Target>,
        depth: usize,
    ) -> Result<Expression, Refusal> {
        self.rest.next();
        let inner = self.group(field, depth + 1)?;
        match self.rest.next() {
            Some(')') => Ok(inner),
            _ => Err(self.wrong("a \"(\" is not closed")),
        }
    }

    /// The words between quotation marks, with a slop behind them.
    fn phrase(&mut self) -> Result<Sought, Refusal> {
        let words = self.quoted()?;
        let slop = match self.rest.next_if_eq(&'~') {
            None => 0,
            Some(_) => {
                let digits = self.digits();
                let slop = digits.parse().ok().filter(|slop| *slop <= 100);
                slop.ok_or_else(|| self.wrong("a number up to 100 has to stand behind \"~\""))?
            }
        };
        Ok(Sought::Phrase(words, slop))
    }

    fn quoted(&mut self) -> Result<String, Refusal> {
        self.rest.next();
        let mut words = String::new();
        loop {
            match self.rest.next() {
                None => return Err(self.wrong("a quotation mark is not closed")),
                Some('"') => return Ok(words),
                Some('\\') => match self.rest.next() {
                    None => return Err(self.wrong("a quotation mark is not closed")),
                    Some(escaped) => words.push(escaped),
                },
                Some(character) => words.push(character),
            }
        }
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits
    }

    /// Characters up to a space or a mark that means something.
    fn run(&mut self) -> Result<Run, Refusal> {
        let mut run = Run::default();
        while let Some(next) = self.rest.peek().copied() {
            if next.is_whitespace() || "()[]{}\":^~".contains(next) {
                break;
            }
            self.rest.next();
            match next {
                '\\' => match self.rest.next() {
                    Some(escaped) => run.push(escaped, false),
                    None => return Err(self.wrong("it ends with a \"\\\"")),
                },
                next => run.push(next, matches!(next, '*' | '?')),
            }
        }
        Ok(run)
    }

    fn word(&mut self, field: Option<Target>, depth: usize) -> Result<Expression, Refusal> {
        let run = self.run()?;
        let is_field = self.rest.next_if_eq(&':').is_some();
        if is_field {
            return match field {
                None => self.field(&run, depth),
                Some(_) => Err(self.wrong("a field stands inside another")),
            };
        }
        if run.length == 0 {
            return Err(match self.rest.peek() {
                Some(mark) => {
                    let why =
                        format!("\"{mark}\" stands where a word should; escape it with \"\\\"");
                    self.wrong(&why)
                }
                None => self.wrong("it ends where a word should stand"),
            });
        }
        if run.text == "*" && !run.wildcards.is_empty() {
            return match field {
                Some(Target::Field(field)) => field.exists(),
                Some(Target::Everywhere) | None => Ok(Expression::Anything),
            };
        }
        let is_near = self.rest.next_if_eq(&'~').is_some();
        let sought = match run.wildcards.as_slice() {
            [] if is_near => {
                let edits = match self.digits().as_str() {
                    "" => usual_distance(&run.text),
                    digits => digits
                        .parse()
                        .ok()
                        .filter(|edits| *edits <= 2)
                        .ok_or_else(|| self.wrong("behind \"~\" stands 0, 1, 2 or nothing"))?,
                };
                Sought::Near(run.text, edits)
            }
            [] => Sought::Word(run.text),
            [place] if !is_near && *place + 1 == run.length && run.text.ends_with('*') => {
                Sought::Beginning(run.text.trim_end_matches('*').to_owned())
            }
            _ => {
                let what = format!("a wildcard elsewhere than at the end: [{}]", run.text);
                return Err(Refusal::unsupported(what));
            }
        };
        self.holds(field, &sought)
    }

    /// What stands behind the name of a field.
    fn field(&mut self, name: &Run, depth: usize) -> Result<Expression, Refusal> {
        if name.text == "*" {
            let value = self.run()?;
            if value.text == "*" {
                return Ok(Expression::Anything);
            }
            return Err(Refusal::unsupported("a value in any field, as in [*:word]"));
        }
        if name.is_plain("_exists_") {
            let field = self.run()?;
            return Field::named(&field.text)?.exists();
        }
        if !name.wildcards.is_empty() {
            let what = format!("a wildcard in the name of a field: [{}]", name.text);
            return Err(Refusal::unsupported(what));
        }
        let field = Field::named(&name.text).map_err(|_| {
            let name = &name.text;
            let why =
                format!("no field [{name}]; if it is none, write \"{name}:…\" in quotation marks");
            self.wrong(&why)
        })?;
        self.spaces();
        self.primary(Some(Target::Field(field)), depth)
    }

    fn holds(&self, field: Option<Target>, sought: &Sought) -> Result<Expression, Refusal> {
        let (formats, now) = (self.reading.formats, self.reading.now);
        match field {
            Some(field) => field.holds(sought, formats, now),
            None => Target::any_holds(self.reading.targets, sought, formats, now),
        }
    }

    fn no_boost(&mut self) -> Result<(), Refusal> {
        if self.rest.next_if_eq(&'^').is_none() {
            return Ok(());
        }
        let mut boost = String::new();
        while let Some(next) = self
            .rest
            .next_if(|next| next.is_ascii_digit() || *next == '.')
        {
            boost.push(next);
        }
        match boost.parse::<f32>() {
            Ok(1.0) => Ok(()),
            _ => Err(Refusal::unsupported(format!("a boost: [^{boost}]"))),
        }
    }
}

/// What runs of clauses mean: what is required or prohibited decides, else one of the others has to hold.
fn together(runs: Vec<Vec<(Sign, Expression)>>) -> Expression {
    let mut required = Vec::new();
    let mut optional = Vec::new();
    for mut run in runs {
        if run.len() > 1 {
            optional.push(Expression::every(run.into_iter().map(signed)));
            continue;
        }
        match run.pop() {
            Some((Sign::None, clause)) => optional.push(clause),
            Some((Sign::Required, clause)) => required.push((true, clause)),
            Some((Sign::Prohibited, clause)) => required.push((false, clause.negated())),
            None => {}
        }
    }
    let is_required = required.iter().any(|(is_required, _)| *is_required);
    let mut parts: Vec<Expression> = Vec::new();
    if !is_required && !optional.is_empty() {
        parts.push(Expression::either(optional));
    }
    parts.extend(required.into_iter().map(|(_, clause)| clause));
    Expression::every(parts)
}

fn signed((sign, clause): (Sign, Expression)) -> Expression {
    match sign {
        Sign::Prohibited => clause.negated(),
        Sign::None | Sign::Required => clause,
    }
}
