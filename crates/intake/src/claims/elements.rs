//! The elements of a JSON document, cut out one at a time however long the document is.

use std::io::{self, BufRead, BufReader, Read};

/// Fields of a document whose list is gone through element by element: of a feed, and of an answer of the Google Fact
/// Check Tools.
const LISTS: [&[u8]; 2] = [b"\"dataFeedElement\"", b"\"claims\""];

/// Cuts a document into what a reader of JSON can be given: the elements of a list, of a feed or of an answer, or the
/// one object that it is. Only brackets and quotation marks are looked at; what lies between may be anything, and is
/// found out to be wrong by who reads it.
pub(super) struct Elements {
    bytes: BufReader<Box<dyn Read + Send>>,
    /// No element is held that has more bytes.
    limit: usize,
    /// The line, counted from 1, and the bytes of it that were read.
    line: u64,
    column: usize,
    /// Elements so far.
    number: u64,
    level: Level,
}

/// Where in the document the next byte stands.
enum Level {
    /// Outside of any value.
    Outside,
    /// In a list whose elements are handed out, inside an object or not, after an element or before the first.
    List { is_field: bool, is_after: bool },
    /// In an object.
    Object(Object),
}

#[derive(Default)]
struct Object {
    /// What was read of it, white space between its parts left out.
    bytes: Vec<u8>,
    /// How much there was to read.
    length: u64,
    /// The line it begins in.
    line: u64,
    /// Whether its elements were handed out, so that it is nothing itself.
    is_list: bool,
    is_after: bool,
}

/// Something cut out of a document.
pub(super) enum Piece {
    /// An element, by its number, counted from 1.
    Element { bytes: Vec<u8>, number: u64 },
    /// An object that is no list, and the line it begins in.
    Object { bytes: Vec<u8>, line: u64 },
    /// An element or object longer than the limit, with the number of an element.
    TooLong { bytes: u64, number: Option<u64> },
    /// From here on nothing can be made of the document.
    Broken {
        line: u64,
        column: usize,
        reason: &'static str,
    },
}

impl Elements {
    pub(super) fn new(reader: Box<dyn Read + Send>, limit: usize) -> Self {
        Self {
            bytes: BufReader::with_capacity(64 << 10, reader),
            limit,
            line: 1,
            column: 0,
            number: 0,
            level: Level::Outside,
        }
    }

    /// The next piece; `None` at the end. Nothing comes after [`Piece::Broken`] or an error.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let next = self.skip_blank()?;
            let piece = match std::mem::replace(&mut self.level, Level::Outside) {
                Level::Outside => match next {
                    None => return Ok(None),
                    Some(b'[') => {
                        self.bump();
                        self.level = Level::List {
                            is_field: false,
                            is_after: false,
                        };
                        continue;
                    }
                    Some(b'{') => {
                        let line = self.line;
                        self.bump();
                        self.level = Level::Object(Object {
                            bytes: vec![b'{'],
                            length: 1,
                            line,
                            ..Object::default()
                        });
                        continue;
                    }
                    Some(_) => self.broken("expected an object or a list"),
                },
                Level::List { is_field, is_after } => match self.list(next, is_field, is_after)? {
                    Some(piece) => piece,
                    None => continue,
                },
                Level::Object(object) => match self.object(next, object)? {
                    Some(piece) => piece,
                    None => continue,
                },
            };
            return Ok(Some(piece));
        }
    }

    fn list(
        &mut self,
        next: Option<u8>,
        is_field: bool,
        is_after: bool,
    ) -> io::Result<Option<Piece>> {
        let is_after_next = match next {
            None => return Ok(Some(self.broken("the list does not end"))),
            Some(b']') => {
                self.bump();
                if is_field {
                    self.level = Level::Object(Object {
                        is_list: true,
                        is_after: true,
                        ..Object::default()
                    });
                }
                return Ok(None);
            }
            Some(b',') if is_after => {
                self.bump();
                false
            }
            Some(b',' | b'}' | b':') => {
                return Ok(Some(self.broken("expected an element")));
            }
            Some(_) if is_after => return Ok(Some(self.broken("expected a comma or a bracket"))),
            Some(_) => {
                let mut bytes = Vec::new();
                let Some(length) = self.copy_value(&mut bytes, 0)? else {
                    return Ok(Some(self.broken("the element does not end")));
                };
                self.number += 1;
                self.level = Level::List {
                    is_field,
                    is_after: true,
                };
                let number = self.number;
                return Ok(Some(if length > self.limit as u64 {
                    let number = Some(number);
                    Piece::TooLong {
                        bytes: length,
                        number,
                    }
                } else {
                    Piece::Element { bytes, number }
                }));
            }
        };
        self.level = Level::List {
            is_field,
            is_after: is_after_next,
        };
        Ok(None)
    }

    fn object(&mut self, next: Option<u8>, mut object: Object) -> io::Result<Option<Piece>> {
        match next {
            None => return Ok(Some(self.broken("the object does not end"))),
            Some(b'}') => {
                self.bump();
                if object.is_list {
                    return Ok(None);
                }
                let length = object.length + 1;
                if length > self.limit as u64 {
                    return Ok(Some(Piece::TooLong {
                        bytes: length,
                        number: None,
                    }));
                }
                object.bytes.push(b'}');
                let line = object.line;
                return Ok(Some(Piece::Object {
                    bytes: object.bytes,
                    line,
                }));
            }
            Some(b',') if object.is_after => {
                self.bump();
                object.push(b",", self.limit);
                object.is_after = false;
            }
            Some(b'"') if !object.is_after => {
                let mut name = Vec::new();
                if self.copy_value(&mut name, 0)?.is_none() {
                    return Ok(Some(self.broken("the name of a field does not end")));
                }
                if self.skip_blank()? != Some(b':') {
                    return Ok(Some(self.broken("expected a colon")));
                }
                self.bump();
                object.push(&name, self.limit);
                object.push(b":", self.limit);
                object.is_after = true;
                let value = self.skip_blank()?;
                if value == Some(b'[') && LISTS.contains(&name.as_slice()) {
                    self.bump();
                    self.level = Level::List {
                        is_field: true,
                        is_after: false,
                    };
                    return Ok(None);
                }
                if !matches!(value, Some(byte) if !matches!(byte, b',' | b'}' | b']' | b':')) {
                    return Ok(Some(self.broken("expected a value")));
                }
                let before = object.bytes.len();
                let Some(length) = self.copy_value(&mut object.bytes, before)? else {
                    return Ok(Some(self.broken("the object does not end")));
                };
                object.length += length;
                if object.is_list {
                    object.bytes.clear();
                }
            }
            Some(_) => return Ok(Some(self.broken("expected a comma or the name of a field"))),
        }
        self.level = Level::Object(object);
        Ok(None)
    }

    /// Copies one value behind the `held` bytes that are there, as far as the limit lets it, and tells its length;
    /// `None` where the document ends within it.
    fn copy_value(&mut self, into: &mut Vec<u8>, held: usize) -> io::Result<Option<u64>> {
        let mut balance = Balance::default();
        let mut length = 0_u64;
        loop {
            let available = match self.bytes.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                available => available?,
            };
            if available.is_empty() {
                return Ok(None);
            }
            let mut taken = available.len();
            let mut is_whole = false;
            for (index, byte) in available.iter().enumerate() {
                match balance.see(*byte) {
                    Seen::Within => {}
                    Seen::Last => {
                        (taken, is_whole) = (index + 1, true);
                        break;
                    }
                    Seen::Behind => {
                        (taken, is_whole) = (index, true);
                        break;
                    }
                }
            }
            let part = &available[..taken];
            length += part.len() as u64;
            let room = self.limit.saturating_sub(held) as u64;
            if length <= room {
                into.extend_from_slice(part);
            }
            for byte in part {
                self.column += 1;
                if *byte == b'\n' {
                    (self.line, self.column) = (self.line + 1, 0);
                }
            }
            self.bytes.consume(taken);
            if is_whole {
                return Ok(Some(length));
            }
        }
    }

    /// Goes to the next byte that is no white space and tells it; `None` at the end.
    fn skip_blank(&mut self) -> io::Result<Option<u8>> {
        loop {
            let byte = match self.bytes.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                available => available?.first().copied(),
            };
            match byte {
                Some(b' ' | b'\t' | b'\r') => self.bump(),
                Some(b'\n') => {
                    self.bump();
                    (self.line, self.column) = (self.line + 1, 0);
                }
                byte => return Ok(byte),
            }
        }
    }

    fn bump(&mut self) {
        self.bytes.consume(1);
        self.column += 1;
    }

    fn broken(&self, reason: &'static str) -> Piece {
        Piece::Broken {
            line: self.line,
            column: self.column + 1,
            reason,
        }
    }
}

impl Object {
    fn push(&mut self, part: &[u8], limit: usize) {
        self.length += part.len() as u64;
        if !self.is_list && self.length <= limit as u64 {
            self.bytes.extend_from_slice(part);
        }
    }
}

/// Tells where a value ends, by its brackets and quotation marks.
#[derive(Default)]
pub(super) struct Balance {
    open: Vec<u8>,
    is_begun: bool,
    /// Whether the value is a number or a word, which ends before what comes behind it.
    is_bare: bool,
    pub(super) is_in_string: bool,
    is_escaped: bool,
    /// The last byte that was no white space.
    pub(super) last: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// The value goes on.
    Within,
    /// This byte is its last.
    Last,
    /// This byte is not of it any more.
    Behind,
}

impl Balance {
    pub(super) fn see(&mut self, byte: u8) -> Seen {
        if !byte.is_ascii_whitespace() {
            self.last = byte;
        }
        if self.is_in_string {
            return self.in_string(byte);
        }
        if self.is_bare {
            let is_behind = byte.is_ascii_whitespace() || b",]}:".contains(&byte);
            return if is_behind {
                Seen::Behind
            } else {
                Seen::Within
            };
        }
        match byte {
            b'"' => {
                self.is_begun = true;
                self.is_in_string = true;
            }
            b'{' | b'[' => {
                self.is_begun = true;
                self.open.push(byte);
            }
            b'}' | b']' => return self.close(if byte == b'}' { b'{' } else { b'[' }),
            _ if !self.is_begun => {
                self.is_begun = true;
                self.is_bare = true;
            }
            _ => {}
        }
        Seen::Within
    }

    fn in_string(&mut self, byte: u8) -> Seen {
        if self.is_escaped {
            self.is_escaped = false;
            return Seen::Within;
        }
        match byte {
            b'\\' => self.is_escaped = true,
            b'"' => {
                self.is_in_string = false;
                if self.open.is_empty() {
                    return Seen::Last;
                }
            }
            _ => {}
        }
        Seen::Within
    }

    /// A bracket closes all that were opened within its own and not closed, so that an element with one too few does
    /// not take those behind it along.
    fn close(&mut self, opened: u8) -> Seen {
        if let Some(depth) = self.open.iter().rposition(|open| *open == opened) {
            self.open.truncate(depth);
        }
        if self.open.is_empty() {
            Seen::Last
        } else {
            Seen::Within
        }
    }
}
