//! What can go wrong, as far as a caller can act on it.

use std::error::Error;
use std::fmt;

use onrecord_model::CorrectionId;
use sea_orm::{DbErr, RuntimeErr, SqlxError};

use crate::Location;
use crate::dialect::{self, Failure};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no record at this place.
    #[error("there is no record at {0}")]
    Missing(Location),

    /// The schema has steps that this program does not know.
    #[error(
        "the record at {location} was made by a newer onrecord (its schema has {migration}); use that version, or a newer one"
    )]
    NewerSchema {
        /// The record.
        location: Location,
        /// The newest step that is not known.
        migration: String,
    },

    /// What is there is no record, or is broken.
    #[error("the record is damaged: {what}")]
    Damaged {
        /// What was found.
        what: String,
        /// What the database said.
        source: Option<Cause>,
    },

    /// What was to be stored does not hold together or cannot be kept; nothing was written.
    #[error("refused: {what}")]
    Refused {
        /// What is wrong, naming the field.
        what: String,
    },

    /// There is nothing of the kind to be corrected.
    #[error("there is no {what}")]
    Unknown {
        /// What was looked for, with its id.
        what: String,
    },

    /// Somebody else changed the same thing meanwhile or since; nothing was written.
    #[error("conflict: {what}")]
    Conflict {
        /// What is otherwise than expected, naming the correction.
        what: String,
        /// The correction that is in the way, where it is one.
        correction: Option<CorrectionId>,
    },

    /// Other writers kept the database busy for longer than anybody should wait. Trying again may help.
    #[error("the database is locked by another process or has too much to do")]
    Busy(#[source] Cause),

    /// No space is left for the database.
    #[error("no space is left for the database")]
    Full(#[source] Cause),

    /// The database, its file or its folder may not be written to.
    #[error("the database may not be written to")]
    ReadOnly(#[source] Cause),

    /// The database could not be reached or read.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Cause),

    /// Anything else the database refused; a fault of this program.
    #[error("the database refused a statement")]
    Database(#[source] Cause),
}

/// What the database driver said, without its type.
pub struct Cause(Box<dyn Error + Send + Sync>);

impl Cause {
    pub(crate) fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// An error with the place it happened at.
#[derive(Debug, thiserror::Error)]
#[error("{location}: {source}")]
struct At {
    location: Location,
    source: Cause,
}

impl fmt::Debug for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl StoreError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged {
            what: what.into(),
            source: None,
        }
    }

    /// The same error, naming the record it is about where it does not yet.
    pub(crate) fn at(self, location: &Location) -> Self {
        let at = |source| {
            Cause::new(At {
                location: location.clone(),
                source,
            })
        };
        match self {
            Self::Busy(cause) => Self::Busy(at(cause)),
            Self::Full(cause) => Self::Full(at(cause)),
            Self::ReadOnly(cause) => Self::ReadOnly(at(cause)),
            Self::Unavailable(cause) => Self::Unavailable(at(cause)),
            Self::Database(cause) => Self::Database(at(cause)),
            Self::Damaged { what, source } => Self::Damaged {
                what,
                source: source.map(at),
            },
            Self::Missing(_)
            | Self::NewerSchema { .. }
            | Self::Refused { .. }
            | Self::Unknown { .. }
            | Self::Conflict { .. } => self,
        }
    }

    pub(crate) fn refused(what: impl Into<String>) -> Self {
        Self::Refused { what: what.into() }
    }

    pub(crate) fn unknown(what: impl Into<String>) -> Self {
        Self::Unknown { what: what.into() }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match failure(&error) {
            Failure::Busy | Failure::Deadlock => Self::Busy(Cause::new(error)),
            Failure::Full => Self::Full(Cause::new(error)),
            Failure::ReadOnly => Self::ReadOnly(Cause::new(error)),
            Failure::Unavailable | Failure::NoDatabase => Self::Unavailable(Cause::new(error)),
            Failure::Damaged => Self::Damaged {
                what: error.to_string(),
                source: Some(Cause::new(error)),
            },
            Failure::Other => Self::Database(Cause::new(error)),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match io_failure(&error) {
            Failure::Full => Self::Full(Cause::new(error)),
            Failure::ReadOnly => Self::ReadOnly(Cause::new(error)),
            _ => Self::Unavailable(Cause::new(error)),
        }
    }
}

fn io_failure(error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Failure::Full,
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Failure::ReadOnly
        }
        _ => Failure::Unavailable,
    }
}

/// What sort of failure an error of the driver is.
pub(crate) fn failure(error: &DbErr) -> Failure {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => driver_failure(error),
        DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout) => Failure::Busy,
        DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::ConnectionClosed) => Failure::Unavailable,
        DbErr::TryIntoErr { .. } | DbErr::Type(_) | DbErr::Json(_) => Failure::Damaged,
        _ => Failure::Other,
    }
}

pub(crate) fn driver_failure(error: &SqlxError) -> Failure {
    match error {
        SqlxError::Database(error) => match error.code() {
            Some(code) => dialect::failure_of_code(&code),
            None => Failure::Other,
        },
        SqlxError::PoolTimedOut => Failure::Busy,
        SqlxError::Io(error) => io_failure(error),
        SqlxError::Tls(_)
        | SqlxError::Protocol(_)
        | SqlxError::Configuration(_)
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed => Failure::Unavailable,
        SqlxError::ColumnDecode { .. }
        | SqlxError::Decode(_)
        | SqlxError::ColumnNotFound(_)
        | SqlxError::TypeNotFound { .. } => Failure::Damaged,
        _ => Failure::Other,
    }
}

/// How often a transaction that lost against another writer is tried in all. PostgreSQL ends one of two that
/// wait for each other, so that each round lets at least one writer through.
const ATTEMPTS: u32 = 10;

/// Why a transaction did not come about, before it is known whether it is tried again.
pub(crate) enum Failed {
    Database(DbErr),
    Store(StoreError),
}

impl Failed {
    /// Counts the attempt where another one makes sense, and is the error where none does.
    pub(crate) fn unless_worth_another(self, attempt: &mut u32) -> Result<(), StoreError> {
        match self {
            Self::Database(error)
                if *attempt < ATTEMPTS && failure(&error) == Failure::Deadlock =>
            {
                tracing::debug!(attempt, %error, "writing again");
                *attempt += 1;
                Ok(())
            }
            Self::Database(error) => Err(error.into()),
            Self::Store(error) => Err(error),
        }
    }
}

impl From<DbErr> for Failed {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
