//! Lines to be answered one by one, in order: what `--batch` takes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;

use crate::output::grouped;

/// Longest line of a batch, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

/// The lines of a file, or of standard input.
pub struct Batch {
    name: String,
    reader: Box<dyn BufRead + Send>,
    number: u64,
}

/// A line that is not blank, and its number, counted from 1; or what is wrong with it.
pub struct Line {
    pub number: u64,
    pub bytes: Result<Vec<u8>, String>,
}

impl Batch {
    /// Opens a file; `-` is standard input.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let (name, reader): (String, Box<dyn BufRead + Send>) = if path.as_os_str() == "-" {
            let reader = BufReader::new(io::stdin());
            ("standard input".to_owned(), Box::new(reader))
        } else {
            let name = path.display().to_string();
            let file = File::open(path).with_context(|| format!("{name}: it cannot be read"))?;
            (name, Box::new(BufReader::new(file)))
        };
        Ok(Self {
            name,
            reader,
            number: 0,
        })
    }

    /// What the lines are of.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The next line; `None` behind the last. No more of a line is held than a good one has.
    pub fn next_line(&mut self) -> anyhow::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let read = self
                .reader
                .by_ref()
                .take(LONGEST_LINE + 1)
                .read_until(b'\n', &mut bytes)
                .with_context(|| self.name.clone())?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            let is_too_long = bytes.len() as u64 > LONGEST_LINE;
            if is_too_long && bytes.last() != Some(&b'\n') {
                self.reader
                    .skip_until(b'\n')
                    .with_context(|| self.name.clone())?;
            }
            if !is_too_long && bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Ok(Some(Line {
                number: self.number,
                bytes: match is_too_long {
                    true => Err(format!("it is longer than {} bytes", grouped(LONGEST_LINE))),
                    false => Ok(bytes),
                },
            }));
        }
    }
}
