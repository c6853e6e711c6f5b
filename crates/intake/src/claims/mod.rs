//! Claims out of files: rows, ClaimReviews, and the answers of the Google Fact Check Tools.
//!
//! What a file holds is told by what stands in it. The real collections are far from what schema.org describes, so
//! whatever can be understood is; what cannot is named, never mended by guessing.

mod answer;
mod claim_review;
mod element;
mod elements;
mod node;
mod rating;
mod reading;
mod row;

use std::collections::VecDeque;
use std::io::{self, BufRead, Cursor, Read};

use onrecord_model::{ClaimText, Review};

pub use self::rating::{numbers_of, truth};

use self::elements::{Balance, Elements, Piece, Seen};
use crate::archive::{self, Archive};
use crate::lines::{LineRead, Lines, is_blank};
use crate::sniff::{self, Format, SNIFFED_BYTES};
use crate::sources::name_within;
use crate::{IntakeError, Limits, Origin, Problem, Warning};

/// A claim as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRecord {
    /// The line it stands in, counted from 1; in a document that is a list, a feed or an answer, the number of the
    /// element, counted from 1 too. A line or an element may hold several claims.
    pub line: u64,
    /// What it says, and what the file knows of it.
    pub text: ClaimText,
    /// What was found of it; nothing where the file does not say.
    pub reviews: Vec<Review>,
    /// What stood there and was left out, because it cannot be used.
    pub warnings: Vec<Warning>,
}

/// Reads the claims of `reader`, plain or packed with gzip or xz, whatever its name:
///
/// - JSON Lines of rows with `id`, `claim` and optionally `title`, `context`, `claimant`, `claim_date`, `claim_url`,
///   `language`; with a `rating`, which is a review, also `url`, `date` and `publisher` or `author`;
/// - ClaimReviews as JSON-LD: one object, a list, a `@graph`, or one of these a line;
/// - a feed of them, as Data Commons publishes it (`dataFeedElement`);
/// - answers of the Google Fact Check Tools (`claims`), one or several.
///
/// `docs/interchange.md` says which field becomes what. Every review was made elsewhere (`is_imported`). What is
/// needed and cannot be used is an error for the row; what could be done without is left out with a warning.
///
/// Lazy: nothing is read before the first claim is asked for, and no more than one line or one element of a list is
/// held, of at most [`Limits::line_bytes`]. A graph counts as one element, because its parts refer to one another. A
/// bad element is passed over with an error; only where the brackets of a document itself do not fit, nothing that
/// comes behind is found.
pub fn claims(
    origin: Origin,
    reader: impl Read + Send + 'static,
    limits: Limits,
) -> impl Iterator<Item = Result<ClaimRecord, IntakeError>> + Send {
    Claims {
        origin,
        limits,
        archive: None,
        state: State::Unread(Box::new(reader)),
        ready: VecDeque::new(),
        any: false,
    }
}

struct Claims {
    origin: Origin,
    limits: Limits,
    archive: Option<Archive>,
    state: State,
    /// What an element held and was not asked for yet.
    ready: VecDeque<Result<ClaimRecord, IntakeError>>,
    /// Whether anything was met so far.
    any: bool,
}

enum State {
    Unread(Box<dyn Read + Send>),
    Lines(Lines),
    Document(Elements),
    Finished,
}

impl Iterator for Claims {
    type Item = Result<ClaimRecord, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(outcome) = self.ready.pop_front() {
                return Some(outcome);
            }
            self.state = match std::mem::replace(&mut self.state, State::Finished) {
                State::Unread(reader) => self.begin(reader),
                State::Lines(lines) => self.line(lines),
                State::Document(elements) => self.piece(elements),
                State::Finished => return None,
            };
        }
    }
}

impl Claims {
    fn begin(&mut self, reader: Box<dyn Read + Send>) -> State {
        match self.opened(reader) {
            Ok(state) => state,
            Err(problem) => self.fail(self.origin.clone(), problem),
        }
    }

    fn opened(&mut self, reader: Box<dyn Read + Send>) -> Result<State, Problem> {
        let (mut reader, archive) = archive::unpacked(reader, &self.limits)?;
        self.archive = archive;
        let mut head = Vec::with_capacity(SNIFFED_BYTES);
        reader
            .by_ref()
            .take(SNIFFED_BYTES as u64)
            .read_to_end(&mut head)
            .map_err(|error| self.unreadable(error))?;
        if head.starts_with(b"\xef\xbb\xbf") {
            head.drain(..3);
        }
        if is_blank(&head) && head.len() < SNIFFED_BYTES - 3 {
            return Err(Problem::Empty);
        }
        let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let begins = head.trim_ascii_start().first().copied();
        if !matches!(begins, None | Some(b'{' | b'[')) {
            let format = sniff::format(&name_within(&self.origin.file, archive), &head)?;
            match format {
                Format::Html => return Err(Problem::Unsupported("a page with claims")),
                _ if is_utf16 => return Err(Problem::Unsupported("JSON in UTF-16")),
                // A broken first line does not make a list of lines something else.
                Format::JsonLines => {}
                Format::Json | Format::Plain => {
                    return Err(node::not_a_claim("expected JSON".to_owned()));
                }
            }
        }
        let whole = Cursor::new(head).chain(reader);
        self.told_apart(Box::new(whole))
            .map_err(|error| self.unreadable(error))
    }

    /// A first line that is a whole object, with others behind it, begins JSON Lines; so does one that is broken off.
    /// Anything else is one document.
    fn told_apart(&self, reader: Box<dyn Read + Send>) -> io::Result<State> {
        let limit = self.limits.line_bytes;
        let mut bytes = io::BufReader::with_capacity(64 << 10, reader);
        let mut first = Vec::new();
        let mut balance = Balance::default();
        let (mut begins, mut is_whole) = (None, false);
        let mut is_ended = false;
        while first.len() <= limit {
            let Some(byte) = next_byte(&mut bytes)? else {
                is_ended = true;
                break;
            };
            first.push(byte);
            if byte == b'\n' && begins.is_some() {
                break;
            }
            if begins.is_none() && !byte.is_ascii_whitespace() {
                begins = Some(byte);
            }
            if begins.is_some() && !is_whole {
                is_whole = balance.see(byte) != Seen::Within;
            }
        }
        let mut after = None;
        if first.ends_with(b"\n") {
            while first.len() <= limit {
                after = next_byte(&mut bytes)?;
                first.extend(after);
                if !after.is_some_and(|byte| byte.is_ascii_whitespace()) {
                    break;
                }
            }
            is_ended = after.is_none();
        }
        let is_line = match begins {
            Some(b'{') if is_whole => !is_ended,
            Some(b'{') if first.contains(&b'\n') => {
                balance.is_in_string || after == Some(b'{') && !b"{[,:".contains(&balance.last)
            }
            Some(b'{' | b'[') => false,
            _ => true,
        };
        let rest: Box<dyn Read + Send> = Box::new(Cursor::new(first).chain(bytes));
        Ok(if is_line {
            State::Lines(Lines::new(rest))
        } else {
            State::Document(Elements::new(rest, limit))
        })
    }

    fn line(&mut self, mut lines: Lines) -> State {
        let limit = self.limits.line_bytes;
        match lines.read(limit) {
            Err(error) => {
                let origin = self.origin.line(lines.number + 1);
                let problem = self.unreadable(error);
                return self.fail(origin, problem);
            }
            Ok(LineRead::End) => return self.end(),
            Ok(LineRead::Line) if is_blank(&lines.buffer) => {}
            Ok(LineRead::Line) => {
                let origin = self.origin.line(lines.number);
                self.element(&lines.buffer, lines.number, &origin);
            }
            Ok(LineRead::TooLong(bytes)) => {
                let origin = self.origin.line(lines.number);
                self.fail(origin, Problem::LineTooLong { bytes, limit });
            }
        }
        State::Lines(lines)
    }

    fn piece(&mut self, mut elements: Elements) -> State {
        let limit = self.limits.line_bytes;
        match elements.next() {
            Err(error) => {
                let problem = self.unreadable(error);
                return self.fail(self.origin.clone(), problem);
            }
            Ok(None) => return self.end(),
            Ok(Some(Piece::Broken {
                line,
                column,
                reason,
            })) => {
                let reason = reason.to_owned();
                let problem = Problem::MalformedJson { column, reason };
                return self.fail(self.origin.line(line), problem);
            }
            Ok(Some(Piece::Object { bytes, line })) => {
                let origin = self.origin.line(line);
                self.element(&bytes, line, &origin);
            }
            Ok(Some(Piece::Element { bytes, number })) => {
                let origin = self.origin.element(number);
                self.element(&bytes, number, &origin);
            }
            Ok(Some(Piece::TooLong { bytes, number })) => {
                let origin =
                    number.map_or(self.origin.clone(), |number| self.origin.element(number));
                self.fail(origin, Problem::ElementTooLong { bytes, limit });
            }
        }
        State::Document(elements)
    }

    fn element(&mut self, bytes: &[u8], number: u64, origin: &Origin) {
        self.any = true;
        let found = match std::str::from_utf8(bytes) {
            Ok(text) => element::read(text, &self.limits),
            Err(error) => vec![Err(Problem::NotUtf8 {
                column: error.valid_up_to() + 1,
            })],
        };
        self.ready.extend(found.into_iter().map(|outcome| {
            outcome
                .map(|found| ClaimRecord {
                    line: number,
                    ..found
                })
                .map_err(|problem| IntakeError::new(origin.clone(), problem))
        }));
    }

    fn end(&mut self) -> State {
        if !self.any {
            return self.fail(self.origin.clone(), Problem::Empty);
        }
        State::Finished
    }

    fn fail(&mut self, origin: Origin, problem: Problem) -> State {
        self.any = true;
        self.ready.push_back(Err(IntakeError::new(origin, problem)));
        State::Finished
    }

    fn unreadable(&self, error: io::Error) -> Problem {
        match self.archive {
            Some(archive) => Problem::Archive {
                archive: archive.as_str(),
                source: error,
            },
            None => error.into(),
        }
    }
}

fn next_byte(bytes: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let byte = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            available => available?.first().copied(),
        };
        if byte.is_some() {
            bytes.consume(1);
        }
        return Ok(byte);
    }
}
