//! Primary sources out of files: lists of statements and transcripts, told apart by what stands in them.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::archive::{self, Archive};
use crate::sniff::{self, Format, SNIFFED_BYTES};
use crate::statements::Statements;
use crate::transcript::{Given, Transcript, transcript};
use crate::{IntakeError, Limits, Origin, Problem, StatementRecord, encoding};

/// Something of a primary source, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenSource {
    /// The file, and the line of a statement.
    pub origin: Origin,
    /// What it is.
    pub source: PrimarySource,
}

/// What a file of primary sources holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrimarySource {
    /// One of a list of statements.
    Statement(StatementRecord),
    /// A transcript as a whole.
    Transcript(Transcript),
}

/// Reads the primary sources of `paths`, in order; `-` is standard input. A file that begins with a JSON object is a
/// list of statements ([`statements`](crate::statements)), any other text is a transcript
/// ([`transcript`](crate::transcript)) about which `given` says what it does not say itself; either may be packed with
/// gzip or xz. Lazy: a file is opened when its turn comes.
pub fn read_sources(
    paths: &[PathBuf],
    given: &Given,
    limits: &Limits,
) -> impl Iterator<Item = Result<TakenSource, IntakeError>> + Send + use<> {
    let (given, limits) = (given.clone(), limits.clone());
    let paths = paths.to_vec();
    paths
        .into_iter()
        .flat_map(move |path| match open(&path, &given, &limits) {
            Ok(sources) => sources,
            Err(problem) => {
                let error = IntakeError::new(origin(&path), problem);
                Box::new(std::iter::once(Err(error)))
            }
        })
}

type Sources = Box<dyn Iterator<Item = Result<TakenSource, IntakeError>> + Send>;

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}

fn origin(path: &Path) -> Origin {
    if is_standard_input(path) {
        Origin::standard_input()
    } else {
        Origin::file(path)
    }
}

fn open(path: &Path, given: &Given, limits: &Limits) -> Result<Sources, Problem> {
    let bytes: Box<dyn Read + Send> = if is_standard_input(path) {
        Box::new(io::stdin())
    } else if path.is_dir() {
        return Err(Problem::Unsupported("a folder of primary sources"));
    } else {
        Box::new(File::open(path)?)
    };
    let origin = origin(path);
    let (mut reader, archive) = archive::unpacked(bytes, limits)?;
    let mut head = Vec::with_capacity(SNIFFED_BYTES);
    reader
        .by_ref()
        .take(SNIFFED_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(|error| problem_of(error, archive))?;
    if head.trim_ascii().is_empty() && head.len() < SNIFFED_BYTES {
        return Err(Problem::Empty);
    }
    let format = sniff::format(&name_within(&origin.file, archive), &head)?;
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let is_list = head.trim_ascii_start().starts_with(b"[");
    let whole: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(reader));
    match format {
        Format::Html => Err(Problem::Unsupported("a page as a primary source")),
        Format::Json | Format::JsonLines if is_utf16 => Err(Problem::Unsupported("JSON in UTF-16")),
        Format::Json | Format::JsonLines if is_list => Err(Problem::Unsupported(
            "a JSON list of statements (give one object a line)",
        )),
        Format::Json | Format::JsonLines => {
            let statements = Statements::new(&origin, whole, archive, limits.clone());
            Ok(Box::new(statements.map(move |statement| {
                let statement = statement?;
                Ok(TakenSource {
                    origin: origin.line(statement.line),
                    source: PrimarySource::Statement(statement),
                })
            })))
        }
        Format::Plain => {
            let limit = limits.article_bytes;
            let mut bytes = Vec::new();
            whole
                .take(limit as u64 + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| problem_of(error, archive))?;
            if bytes.len() > limit {
                return Err(Problem::ArticleTooLarge { limit });
            }
            let text = encoding::decode(&bytes, None).text;
            let source = PrimarySource::Transcript(transcript(&text, given, limits)?);
            Ok(Box::new(std::iter::once(Ok(TakenSource {
                origin,
                source,
            }))))
        }
    }
}

/// The name of what an archive holds, by whose extension it may be told: `debate.txt` in `debate.txt.gz`.
pub(crate) fn name_within(name: &str, archive: Option<Archive>) -> String {
    match archive {
        Some(_) => Path::new(name).with_extension("").display().to_string(),
        None => name.to_owned(),
    }
}

fn problem_of(error: io::Error, archive: Option<Archive>) -> Problem {
    match archive {
        Some(archive) => Problem::Archive {
            archive: archive.as_str(),
            source: error,
        },
        None => error.into(),
    }
}
