//! Data on standard output, messages on standard error.

use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use serde::Serialize;

use crate::arguments::Shared;

/// The reader of the data has gone, which is their right.
#[derive(Debug)]
pub struct ReaderGone;

impl std::fmt::Display for ReaderGone {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("nobody reads the output any more")
    }
}

impl std::error::Error for ReaderGone {}

fn read(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(ReaderGone.into()),
        written => Ok(written?),
    }
}

/// Where a command writes.
pub struct Output {
    data: RefCell<BufWriter<Stdout>>,
    /// Whether data is JSON, one object a line.
    pub json: bool,
    quiet: bool,
}

impl Output {
    pub fn new(shared: &Shared) -> Self {
        Self {
            data: RefCell::new(BufWriter::with_capacity(1 << 16, io::stdout())),
            json: shared.json,
            quiet: shared.quiet,
        }
    }

    /// One line of data for people.
    pub fn line(&self, line: impl AsRef<str>) -> anyhow::Result<()> {
        self.bytes(line.as_ref().as_bytes())?;
        self.bytes(b"\n")
    }

    /// Bytes of data as they are.
    pub fn bytes(&self, bytes: &[u8]) -> anyhow::Result<()> {
        read(self.data.borrow_mut().write_all(bytes))
    }

    /// One line of data for programs.
    pub fn json_line(&self, value: &impl Serialize) -> anyhow::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.bytes(&line)
    }

    /// Hands on what has been written so far: what is printed as done has been seen as done.
    pub fn flush(&self) -> anyhow::Result<()> {
        read(self.data.borrow_mut().flush())
    }

    /// A message beside the data. A closed standard error leaves nobody to tell.
    pub fn message(&self, message: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{message}");
        }
    }

    /// A message that even the quiet get.
    #[expect(clippy::unused_self, reason = "it belongs with the other ways out")]
    pub fn error(&self, message: &str) {
        let _ = writeln!(io::stderr(), "onrecord: {message}");
    }

    /// Whether a moving progress line would be seen by somebody.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }
}

/// `1 article`, `2 articles`, `12,345 articles`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
