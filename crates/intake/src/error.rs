//! What can be wrong with an input.

use std::io;

use crate::Origin;

/// An input that was refused or passed over: where it is and what is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{origin}: {problem}")]
pub struct IntakeError {
    /// The file, and the line where it is one of many.
    pub origin: Origin,
    /// What is wrong.
    pub problem: Problem,
}

impl IntakeError {
    pub(crate) fn new(origin: Origin, problem: Problem) -> Self {
        Self { origin, problem }
    }

    /// Stable name of what is wrong; see [`Problem::code`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }

    /// Whether the input was passed over on purpose (a hidden file), which is no failure.
    #[must_use]
    pub fn is_skip(&self) -> bool {
        self.problem.is_skip()
    }
}

/// What is wrong with an input.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such file or folder.
    #[error("no such file or folder")]
    NotFound,
    /// The system does not let us read it.
    #[error("permission to read it was denied")]
    PermissionDenied,
    /// Reading failed half-way.
    #[error("it could not be read: {0}")]
    Read(#[source] io::Error),
    /// An archive that is damaged, cut off, or made to do harm; what stood before was read.
    #[error("the {archive} archive cannot be unpacked from here on: {source}")]
    Archive {
        /// Which sort of archive.
        archive: &'static str,
        /// What is wrong with it.
        source: io::Error,
    },
    /// A file or folder whose name begins with a dot, met inside a folder.
    #[error("passed over, as hidden files are")]
    Hidden,
    /// A link to a folder, met inside a folder.
    #[error("passed over, as links to folders are inside a folder")]
    LinkedFolder,
    /// A device, socket or pipe met inside a folder.
    #[error("passed over, as it is neither a file nor a folder")]
    SpecialFile,
    /// Nothing, or nothing but white space, stands in it.
    #[error("it is empty")]
    Empty,
    /// Not text at all.
    #[error("it is not text but {0}")]
    Binary(String),
    /// Text of a kind that is not read.
    #[error("{0} is not read yet")]
    Unsupported(&'static str),
    /// Longer than [`Limits::article_bytes`](crate::Limits::article_bytes).
    #[error("it is longer than the {limit} bytes that an article may have")]
    ArticleTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A line longer than [`Limits::line_bytes`](crate::Limits::line_bytes).
    #[error("the line has {bytes} bytes, more than the {limit} a line may have")]
    LineTooLong {
        /// Length of the line, in bytes.
        bytes: u64,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A file that is one JSON document, longer than
    /// [`Limits::line_bytes`](crate::Limits::line_bytes).
    #[error(
        "it is one JSON document of more than {limit} bytes; give one object a line (JSON Lines)"
    )]
    DocumentTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A line of JSON with bytes that are not UTF-8.
    #[error("byte {column} is not valid UTF-8, which JSON must be")]
    NotUtf8 {
        /// First bad byte, counted from 1.
        column: usize,
    },
    /// Text that is not JSON.
    #[error("malformed JSON at column {column}: {reason}")]
    MalformedJson {
        /// Column of the line, in bytes counted from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// JSON that is not an object with the fields of an article.
    #[error("not an article: {reason}")]
    NotAnArticle {
        /// What the parser says.
        reason: String,
    },
    /// JSON that is not an object with the fields of a statement.
    #[error("not a statement: {reason}")]
    NotAStatement {
        /// What the parser says.
        reason: String,
    },
    /// JSON that is no claim in any form that is known.
    #[error("not a claim: {reason}")]
    NotAClaim {
        /// What was expected, or what it is.
        reason: String,
    },
    /// An element of a document longer than [`Limits::line_bytes`](crate::Limits::line_bytes).
    #[error("it has {bytes} bytes, more than the {limit} that an element may have")]
    ElementTooLong {
        /// Its length, in bytes.
        bytes: u64,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A transcript in which nobody's turn was found.
    #[error(
        "no turn of a speaker was found: a turn begins a line with a name and a colon (JANE ROE: …), or with a title, \
         a name and a full stop (Mr. ROE. …); where all of it is one person's, say whose (--speaker)"
    )]
    NoTurns,
    /// A required field is not there.
    #[error("the field \"{0}\" is missing")]
    MissingField(&'static str),
    /// A field whose value cannot be used.
    #[error("the field \"{field}\" {problem}")]
    Field {
        /// Name of the field.
        field: &'static str,
        /// What is wrong with its value.
        problem: FieldProblem,
    },
    /// Text with a NUL character, which no database keeps.
    #[error("the text holds a NUL character (U+0000)")]
    NulCharacter,
    /// HTML in which no paragraph of an article was found.
    #[error("no article text was found in the page")]
    NoArticleText,
    /// HTML with too many nodes.
    #[error("the page has more than {limit} nodes")]
    HtmlTooManyNodes {
        /// The limit.
        limit: usize,
    },
    /// HTML that is nested too deeply.
    #[error("the page nests elements more than {limit} deep")]
    HtmlTooDeep {
        /// The limit.
        limit: usize,
    },
    /// HTML that takes too long to parse.
    #[error("the page takes longer than {limit_ms} ms to parse")]
    HtmlTooSlow {
        /// The limit, in milliseconds.
        limit_ms: u128,
    },
}

/// What is wrong with the value of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// Longer than [`Limits::field_characters`](crate::Limits::field_characters).
    #[error("has {characters} characters, more than the {limit} it may have")]
    TooLong {
        /// Length of the value, in characters.
        characters: usize,
        /// The limit.
        limit: usize,
    },
    /// Not a date or time.
    #[error("is {0:?}, which is no date or time (such as 2025-08-17 or 2025-08-17T09:30:00Z)")]
    NotATime(String),
    /// Neither a day nor a year.
    #[error(
        "is {0:?}, which is no date (such as 2025-08-17, 2025-08, 2025 or 2025-08-17T09:30:00Z)"
    )]
    NotADate(String),
    /// Not a URL.
    #[error("is {value:?}, which is no URL: {reason}")]
    NotAUrl {
        /// The value.
        value: String,
        /// What the parser says.
        reason: String,
    },
    /// A URL whose scheme is neither http nor https.
    #[error("is {0:?}, but only http and https URLs are taken")]
    SchemeNotTaken(String),
    /// Something else than text.
    #[error("is no text that can be read: {0}")]
    NotText(String),
    /// A NUL character, which no database keeps.
    #[error("holds a NUL character (U+0000)")]
    HoldsNul,
    /// Not a language tag.
    #[error("is {0:?}, which is no language (a tag such as en or pt-BR)")]
    NotALanguage(String),
    /// Several values where one is kept; the first was taken.
    #[error("has {count} values, of which only the first is taken")]
    Several {
        /// How many there are.
        count: usize,
    },
    /// An object that should name somebody.
    #[error("names nobody")]
    NoName,
    /// Part of a review, where there is no rating and so no review.
    #[error("says nothing without a rating")]
    WithoutRating,
    /// An object that cannot be read.
    #[error("cannot be used: {0}")]
    Unusable(String),
}

impl Problem {
    /// A name that stays the same whatever the message says, for exit codes and API answers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::PermissionDenied => "permission_denied",
            Self::Read(_) => "read_failed",
            Self::Archive { .. } => "bad_archive",
            Self::Hidden => "skipped_hidden",
            Self::LinkedFolder => "skipped_linked_folder",
            Self::SpecialFile => "skipped_special_file",
            Self::Empty => "empty",
            Self::Binary(_) => "binary",
            Self::Unsupported(_) => "unsupported",
            Self::ArticleTooLarge { .. } => "article_too_large",
            Self::LineTooLong { .. } => "line_too_long",
            Self::DocumentTooLarge { .. } => "document_too_large",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::MalformedJson { .. } => "malformed_json",
            Self::NotAnArticle { .. } => "not_an_article",
            Self::NotAStatement { .. } => "not_a_statement",
            Self::NotAClaim { .. } => "not_a_claim",
            Self::ElementTooLong { .. } => "element_too_long",
            Self::NoTurns => "no_turns",
            Self::MissingField(_) => "missing_field",
            Self::Field { .. } => "bad_field",
            Self::NulCharacter => "nul_character",
            Self::NoArticleText => "no_article_text",
            Self::HtmlTooManyNodes { .. } => "html_too_many_nodes",
            Self::HtmlTooDeep { .. } => "html_too_deep",
            Self::HtmlTooSlow { .. } => "html_too_slow",
        }
    }

    /// Whether the input was passed over on purpose, which is no failure.
    #[must_use]
    pub fn is_skip(&self) -> bool {
        matches!(self, Self::Hidden | Self::LinkedFolder | Self::SpecialFile)
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::PermissionDenied,
            _ => Self::Read(error),
        }
    }
}
