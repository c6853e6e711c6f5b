//! Runs the binary.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The binary with a data folder of its own. It extracts with the fast model unless told otherwise: what most tests are
/// about is no matter of the model, and the others are slow where nothing is optimised.
pub(crate) fn onrecord(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command
        .env_remove("ONRECORD_DATABASE")
        .env("ONRECORD_MODEL", "fast")
        .env("ONRECORD_DATA", data)
        .stdin(Stdio::null());
    command
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) data: String,
    pub(crate) messages: String,
}

impl Ran {
    /// Every line of data as JSON.
    pub(crate) fn json(&self) -> Vec<Value> {
        let parse = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
        };
        self.data.lines().map(parse).collect()
    }

    /// The same, after a look at the exit code.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> Ran {
    let mut command = onrecord(data);
    command.args(arguments);
    finished(command)
}

/// The same with the model that the data folder uses.
pub(crate) fn run_with_its_model(data: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut command = onrecord(data);
    command.env_remove("ONRECORD_MODEL").args(arguments);
    with_input(command, input)
}

/// Says that a test was skipped, past the test harness, which keeps the output of a passing test to itself.
pub(crate) fn skipped(reason: &str) {
    writeln!(std::io::stderr(), "skipped: {reason}").expect("standard error is open");
}

/// What became of a command.
pub(crate) fn finished(mut command: Command) -> Ran {
    ran(command.output().expect("the binary starts"))
}

pub(crate) fn run_with_input(data: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut command = onrecord(data);
    command.args(arguments);
    with_input(command, input)
}

fn with_input(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the binary ends");
    // A binary that refuses its input may close the pipe before all is written.
    let _ = writer.join().expect("the writer ends");
    ran(output)
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code(),
        data: String::from_utf8(output.stdout).expect("data is UTF-8"),
        messages: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
