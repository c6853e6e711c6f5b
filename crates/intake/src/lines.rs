//! Lines of a stream, one at a time, whatever their length.

use std::io::{self, BufRead, BufReader, Read};

/// The lines of a stream. No more than one line is held, and none that is longer than the limit.
pub(crate) struct Lines {
    pub(crate) bytes: BufReader<Box<dyn Read + Send>>,
    /// Lines read so far.
    pub(crate) number: u64,
    /// The line read last, without its ending.
    pub(crate) buffer: Vec<u8>,
    /// Whether a line was met that is not blank; kept by the caller.
    pub(crate) any: bool,
}

/// What reading a line came to.
pub(crate) enum LineRead {
    /// The line is in the buffer, without its ending.
    Line,
    /// The line was longer than the limit; it had so many bytes and was passed over.
    TooLong(u64),
    End,
}

impl Lines {
    pub(crate) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self {
            bytes: BufReader::with_capacity(64 << 10, reader),
            number: 0,
            buffer: Vec::new(),
            any: false,
        }
    }

    /// Reads to the next line feed, holding no more than `limit` bytes however long the line is.
    pub(crate) fn read(&mut self, limit: usize) -> io::Result<LineRead> {
        self.buffer.clear();
        // One giant among ordinary lines does not keep its memory.
        self.buffer.shrink_to(1 << 20);
        let mut bytes = 0_u64;
        loop {
            let available = match self.bytes.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                available => available?,
            };
            if available.is_empty() && bytes == 0 {
                return Ok(LineRead::End);
            }
            let ending = available.iter().position(|byte| *byte == b'\n');
            let part = &available[..ending.unwrap_or(available.len())];
            let is_last = ending.is_some() || available.is_empty();
            bytes += part.len() as u64;
            if bytes <= limit as u64 {
                self.buffer.extend_from_slice(part);
            }
            let consumed = part.len() + usize::from(ending.is_some());
            self.bytes.consume(consumed);
            if is_last {
                break;
            }
        }
        self.number += 1;
        if bytes > limit as u64 {
            return Ok(LineRead::TooLong(bytes));
        }
        if self.number == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.buffer.drain(..3);
        }
        Ok(LineRead::Line)
    }
}

pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}
