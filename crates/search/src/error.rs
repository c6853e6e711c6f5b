//! What can go wrong, and why an index has to be built anew.

use std::fmt;
use std::io;
use std::path::PathBuf;

use onrecord_model::Sequence;
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError};
use thiserror::Error;

use crate::{CursorError, QueryError};

/// An error of searching or of keeping the index.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The query cannot be read; whoever typed it can do something about it.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The cursor cannot be used; whoever sent it can do something about it.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The tail begins behind the end of the index: what lies between would be missed. Build it again from the
    /// position of the index that is searched.
    #[error("the tail begins at {tail}, the index ends at {index}")]
    Gap {
        /// Where the index ends.
        index: Sequence,
        /// What the tail was built to follow.
        tail: Sequence,
    },
    /// The index cannot be written before it is built anew.
    #[error("the index must be rebuilt first: {0}")]
    NeedsRebuild(RebuildReason),
    /// Something that was put did not reach the disk, and a commit now would pass over it. Roll back, then put
    /// again what changed behind the position.
    #[error("what was put since change {position} is lost, roll back and put it again")]
    Lost {
        /// Position of the index.
        position: Sequence,
    },
    /// A rebuild is under way and is finished, not committed; or none is, and there is nothing to finish.
    #[error("{0}")]
    OutOfTurn(&'static str),
    /// What is on the disk is not what was written there.
    #[error("the index is damaged: {0}")]
    Damaged(String),
    /// A file or folder of the index cannot be used: permission, space, a failing disk.
    #[error("the index at {path} cannot be used")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The index fails in another way.
    #[error("the index fails: {0}")]
    Tantivy(String),
}

/// Why there is no index to be used, though nothing hinders building one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RebuildReason {
    /// There is none yet.
    Missing,
    /// What is there cannot be read.
    Damaged(String),
    /// It was made by another version of this program.
    OtherSchema(String),
    /// It was made from another database.
    OtherDatabase,
    /// It holds changes that the store does not have, as when the store was restored from a backup. The index
    /// cannot tell; whoever knows the store says so.
    AheadOfStore,
    /// The store does not keep the changes since the index's position any more. The index cannot tell either.
    BehindFeed,
}

impl fmt::Display for RebuildReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("there is no index"),
            Self::Damaged(detail) => write!(formatter, "the index is damaged: {detail}"),
            Self::OtherSchema(detail) => {
                write!(formatter, "the index is of another version: {detail}")
            }
            Self::OtherDatabase => formatter.write_str("the index belongs to another database"),
            Self::AheadOfStore => {
                formatter.write_str("the index holds changes that the store does not have")
            }
            Self::BehindFeed => {
                formatter.write_str("the store does not keep all changes since the index's last")
            }
        }
    }
}

impl SearchError {
    pub(crate) fn io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io {
            path: path.into(),
            source,
        }
    }
}

/// Tells what is wrong with the index from what is wrong with the machine: the first is healed by building it
/// anew, the second must never be a reason to.
impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        let detail = error.to_string();
        match error {
            TantivyError::DataCorruption(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::OpenReadError(
                OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_),
            )
            | TantivyError::OpenDirectoryError(
                OpenDirectoryError::DoesNotExist(_) | OpenDirectoryError::NotADirectory(_),
            ) => Self::Damaged(detail),
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
                Self::from_io(&io_error, filepath, detail)
            }
            TantivyError::IoError(io_error) => Self::from_io(&io_error, PathBuf::new(), detail),
            // A generation that was replaced takes the folder of its locks with it: that is missing, not barred.
            TantivyError::LockFailure(LockError::IoError(io_error), _) => {
                Self::from_io(&io_error, PathBuf::new(), detail)
            }
            _ => Self::Tantivy(detail),
        }
    }
}

impl SearchError {
    /// An error with a number comes from the system; one without was made while reading what a file holds.
    fn from_io(error: &io::Error, path: PathBuf, detail: String) -> Self {
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        let of_the_machine = error.raw_os_error().is_some()
            || matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied
                    | io::ErrorKind::StorageFull
                    | io::ErrorKind::QuotaExceeded
                    | io::ErrorKind::ReadOnlyFilesystem
                    | io::ErrorKind::OutOfMemory
            );
        if is_missing || !of_the_machine {
            return Self::Damaged(detail);
        }
        Self::Io {
            path,
            source: copy(error),
        }
    }
}

/// The same error once more; Tantivy only lends its own.
fn copy(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}
