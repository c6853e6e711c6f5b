//! What can go wrong when the engine is asked for something.

use onrecord_extract::ModelError;
use onrecord_search::{Bucket, SearchError};
use onrecord_speakers::GazetteerError;
use onrecord_store::StoreError;
use thiserror::Error;

/// Why the engine could not do what it was asked.
#[derive(Debug, Error)]
pub enum EngineError {
    /// More is said in one text than in any article: it is a collection, or was made to cost memory.
    #[error(
        "{found} quotes were found, and an article has at most {most}; take a collection in article by article"
    )]
    TooManyQuotes {
        /// As found.
        found: usize,
        /// The most there may be.
        most: usize,
    },
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index could not be read or written, or the query cannot be understood.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The embedded gazetteer cannot be read: the binary is damaged.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// The model that was asked for cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// There is no index to serve from, or it is too far behind the store to be searched with what it lacks.
    #[error("the search index is being brought up to date")]
    IndexNotReady,
    /// More hits were asked for than fit one page, or none.
    #[error("a page holds 1 to {largest} entries, not {asked}")]
    PageSize {
        /// As asked.
        asked: usize,
        /// The most there can be.
        largest: usize,
    },
    /// A quotation without a word, or longer than any.
    #[error(
        "a quotation has words, and at most {longest} characters; this one has {length} characters"
    )]
    QuotationLength {
        /// Its number of code points.
        length: usize,
        /// The most there can be.
        longest: usize,
    },
    /// Something was asked for that there cannot be.
    #[error("{problem}")]
    Request {
        /// What it was asked with.
        field: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// So many steps of time that nobody could look at them.
    #[error("from the first quote to the last there are {steps} steps of a {bucket}, and at most {most} are told{}", coarser.map_or_else(String::new, |coarser| format!("; ask for each {coarser}")))]
    TooManySteps {
        /// What they were asked for with.
        field: &'static str,
        /// As asked.
        bucket: Bucket,
        /// How many there would be.
        steps: usize,
        /// The most there can be.
        most: usize,
        /// The next longer steps of which there are few enough.
        coarser: Option<Bucket>,
    },
    /// A cursor that no answer of this engine gave out.
    #[error("{0:?} is not a cursor that was given out")]
    Cursor(String),
    /// A thread ended by a panic: a bug.
    #[error("a worker thread panicked while {0}")]
    Panicked(&'static str),
}
