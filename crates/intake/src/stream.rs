//! One file or stream, read article by article.

use std::fmt;
use std::io::{Cursor, Read};
use std::vec;

use onrecord_model::Article;

use crate::lines::{LineRead, Lines, is_blank};
use crate::sniff::{self, Format, SNIFFED_BYTES};
use crate::{
    Decoded, Facts, FieldProblem, IntakeError, Limits, Origin, Problem, decode, encoding,
    from_html, from_json_line, from_plain_text, json,
};

/// An article and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// File, and line in JSON Lines.
    pub origin: Origin,
    /// The article.
    pub article: Article,
    /// What whoever is in charge of the file should know, though the article was taken.
    pub warning: Option<Warning>,
}

/// Something amiss with an input that was taken all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Bytes that mean nothing in the encoding stand as U+FFFD in the text.
    UndecodableBytes {
        /// The encoding.
        encoding: &'static str,
    },
    /// A value that cannot be used was left out.
    LeftOut {
        /// Name of the field.
        field: &'static str,
        /// What is wrong with its value.
        problem: FieldProblem,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UndecodableBytes { encoding } => {
                write!(
                    formatter,
                    "some bytes are not valid {encoding} and stand as U+FFFD"
                )
            }
            // The first of them is there.
            Self::LeftOut {
                field,
                problem: problem @ FieldProblem::Several { .. },
            } => write!(formatter, "the field \"{field}\" {problem}"),
            Self::LeftOut { field, problem } => {
                write!(formatter, "the field \"{field}\" {problem}; it is left out")
            }
        }
    }
}

/// Reads the articles of `reader`; the extension in `origin`'s name, where there is one, helps to tell what it holds.
/// Lazy: nothing is read before the first article is asked for.
pub fn read_stream(
    origin: Origin,
    reader: impl Read + Send + 'static,
    limits: Limits,
) -> impl Iterator<Item = Result<Taken, IntakeError>> + Send {
    Stream::new(origin, Box::new(reader), limits)
}

/// The iterator behind [`read_stream`].
pub(crate) struct Stream {
    origin: Origin,
    limits: Limits,
    state: State,
}

enum State {
    Unread(Box<dyn Read + Send>),
    Lines(Lines),
    /// What is left of a JSON document that was a list.
    Listed(std::iter::Enumerate<vec::IntoIter<Result<Article, Problem>>>),
    Finished,
}

impl Stream {
    pub(crate) fn new(origin: Origin, reader: Box<dyn Read + Send>, limits: Limits) -> Self {
        Self {
            origin,
            limits,
            state: State::Unread(reader),
        }
    }

    /// Looks at the beginning and either takes the whole as one article or goes on line by line.
    fn begin(&mut self, mut reader: Box<dyn Read + Send>) -> Result<Option<Taken>, Problem> {
        let mut head = Vec::with_capacity(SNIFFED_BYTES);
        reader
            .by_ref()
            .take(SNIFFED_BYTES as u64)
            .read_to_end(&mut head)?;
        if head.is_empty() {
            return Err(Problem::Empty);
        }
        let format = sniff::format(&self.origin.file, &head)?;
        let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let whole: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(reader));
        match format {
            Format::Plain => self.take_plain(whole).map(Some),
            Format::Html => self.take_page(whole).map(Some),
            Format::JsonLines | Format::Json if is_utf16 => {
                Err(Problem::Unsupported("JSON in UTF-16"))
            }
            Format::JsonLines => {
                self.state = State::Lines(Lines::new(whole));
                Ok(None)
            }
            Format::Json => self.begin_json(whole).map(|()| None),
        }
    }

    fn take_plain(&self, reader: Box<dyn Read + Send>) -> Result<Taken, Problem> {
        let bytes = self.read_article(reader)?;
        let decoded = decode(&bytes, None);
        let warning = warning(&decoded);
        let article = from_plain_text(decoded.text, self.facts(), &self.limits)?;
        Ok(self.taken(article, warning))
    }

    fn take_page(&self, reader: Box<dyn Read + Send>) -> Result<Taken, Problem> {
        let bytes = self.read_article(reader)?;
        let decoded = encoding::decode_page(&bytes);
        let warning = warning(&decoded);
        let article = from_html(&decoded.text, self.facts(), &self.limits)?;
        Ok(self.taken(article, warning))
    }

    /// A first line that is a whole object begins JSON Lines; anything else is one document over several lines.
    fn begin_json(&mut self, reader: Box<dyn Read + Send>) -> Result<(), Problem> {
        let mut lines = Lines::new(reader);
        let limit = self.limits.line_bytes;
        let mut document = Vec::new();
        let mut blank_lines = 0;
        loop {
            match lines.read(limit)? {
                LineRead::End => return Err(Problem::Empty),
                LineRead::TooLong(_) => return Err(Problem::DocumentTooLarge { limit }),
                LineRead::Line if is_blank(&lines.buffer) => blank_lines += 1,
                LineRead::Line => break,
            }
        }
        document.append(&mut lines.buffer);
        let is_list = document.trim_ascii_start().starts_with(b"[");
        if !is_list && is_whole_value(&document) {
            let rest = Cursor::new(document)
                .chain(Cursor::new(b"\n"))
                .chain(lines.bytes);
            let mut lines = Lines::new(Box::new(rest));
            lines.number = blank_lines;
            self.state = State::Lines(lines);
            return Ok(());
        }
        document.push(b'\n');
        lines
            .bytes
            .take(limit as u64 + 1)
            .read_to_end(&mut document)?;
        if document.len() > limit {
            return Err(Problem::DocumentTooLarge { limit });
        }
        let text = std::str::from_utf8(&document).map_err(|error| Problem::NotUtf8 {
            column: error.valid_up_to() + 1,
        })?;
        let articles = json::from_document(text, &self.limits)?;
        if articles.is_empty() {
            return Err(Problem::Empty);
        }
        self.state = State::Listed(articles.into_iter().enumerate());
        Ok(())
    }

    fn read_article(&self, reader: Box<dyn Read + Send>) -> Result<Vec<u8>, Problem> {
        let limit = self.limits.article_bytes;
        let mut bytes = Vec::new();
        reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(Problem::ArticleTooLarge { limit });
        }
        Ok(bytes)
    }

    fn facts(&self) -> Facts {
        let is_standard_input = self.origin == Origin::standard_input();
        Facts {
            id: (!is_standard_input).then(|| self.origin.file_name()),
            ..Facts::default()
        }
    }

    fn taken(&self, article: Article, warning: Option<Warning>) -> Taken {
        Taken {
            origin: self.origin.clone(),
            article,
            warning,
        }
    }

    fn next_line(&mut self) -> Option<Result<Taken, IntakeError>> {
        let State::Lines(lines) = &mut self.state else {
            return None;
        };
        loop {
            let read = match lines.read(self.limits.line_bytes) {
                Ok(read) => read,
                Err(error) => {
                    let origin = self.origin.line(lines.number + 1);
                    self.state = State::Finished;
                    return Some(Err(IntakeError::new(origin, error.into())));
                }
            };
            let result = match read {
                LineRead::End => {
                    let any = lines.any;
                    self.state = State::Finished;
                    return (!any)
                        .then(|| Err(IntakeError::new(self.origin.clone(), Problem::Empty)));
                }
                LineRead::Line if is_blank(&lines.buffer) => continue,
                LineRead::Line => from_json_line(&lines.buffer, &self.limits),
                LineRead::TooLong(bytes) => Err(Problem::LineTooLong {
                    bytes,
                    limit: self.limits.line_bytes,
                }),
            };
            lines.any = true;
            let origin = self.origin.line(lines.number);
            return Some(match result {
                Ok(article) => Ok(Taken {
                    origin,
                    article,
                    warning: None,
                }),
                Err(problem) => Err(IntakeError::new(origin, problem)),
            });
        }
    }

    fn next_listed(&mut self) -> Option<Result<Taken, IntakeError>> {
        let State::Listed(articles) = &mut self.state else {
            return None;
        };
        let is_only_one = articles.len() == 1;
        let (index, result) = articles.next()?;
        let origin = if index == 0 && is_only_one {
            self.origin.clone()
        } else {
            Origin::named(format!("{}[{index}]", self.origin.file))
        };
        Some(match result {
            Ok(article) => Ok(Taken {
                origin,
                article,
                warning: None,
            }),
            Err(problem) => Err(IntakeError::new(origin, problem)),
        })
    }
}

impl Iterator for Stream {
    type Item = Result<Taken, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &self.state {
            State::Unread(_) => {
                let State::Unread(reader) = std::mem::replace(&mut self.state, State::Finished)
                else {
                    return None;
                };
                match self.begin(reader) {
                    Ok(Some(taken)) => Some(Ok(taken)),
                    Ok(None) => self.next(),
                    Err(problem) => Some(Err(IntakeError::new(self.origin.clone(), problem))),
                }
            }
            State::Lines(_) => self.next_line(),
            State::Listed(_) => self.next_listed(),
            State::Finished => None,
        }
    }
}

fn is_whole_value(line: &[u8]) -> bool {
    match serde_json::from_slice::<serde::de::IgnoredAny>(line) {
        Ok(_) => true,
        // A broken line is not the beginning of a document; that it is broken is told when it is read.
        Err(error) => !error.is_eof(),
    }
}

fn warning(decoded: &Decoded) -> Option<Warning> {
    decoded.had_errors.then_some(Warning::UndecodableBytes {
        encoding: decoded.encoding,
    })
}
