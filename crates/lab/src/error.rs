//! What can be wrong with a run.

use std::io;
use std::path::PathBuf;

use onrecord_extract::ModelError;
use onrecord_intake::Problem;

/// Why a corpus cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// A file cannot be read.
    #[error("{}: it cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not an annotated document.
    #[error("{}, line {line}: not an annotated document", path.display())]
    NotADocument {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// Intake refuses the article.
    #[error("{}, line {line}: intake refuses the article", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        source: Problem,
    },
    /// A gold document without its text.
    #[error("{0}: the annotated document has no text")]
    NoText(String),
    /// Two documents with one id.
    #[error("{0}: there are two documents of that id")]
    Duplicate(String),
    /// A prediction for another text than the annotated one.
    #[error("{0}: the text differs from the annotated one")]
    OtherText(String),
    /// A line is not a word with its groups.
    #[error("{}, line {line}: not a word and three numbers parted by tabulators", path.display())]
    NotWordGroups {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
    },
    /// A line is not a labelled sentence.
    #[error("{}, line {line}: not a sentence with its label", path.display())]
    NotASentence {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// A model of what is worth checking that was just made cannot be read.
    #[error("the trained model of what is worth checking cannot be read")]
    Checkworthy(#[from] onrecord_matching::checkworthy::ModelError),
    /// A model that was just made cannot be read.
    #[error("the trained model cannot be read")]
    Model(#[from] ModelError),
    /// A file of weights is none.
    #[error("{}: not a safetensors file of 16 or 32 bit floats", .0.display())]
    NotTensors(PathBuf),
    /// A file of weights lacks some.
    #[error("there are no weights named {0:?}")]
    NoTensor(String),
    /// A file has no vocabulary.
    #[error("{}: not a tokenizer with a vocabulary of word pieces", .0.display())]
    NotATokenizer(PathBuf),
    /// There is nothing to learn from.
    #[error("there are no articles to learn from")]
    NoArticles,
    /// There is nothing to tell right from wrong by.
    #[error("of {proposals} proposals {right} are right; a fit needs both right and wrong ones")]
    OneSided {
        /// Everything proposed.
        proposals: usize,
        /// Those that are right.
        right: usize,
    },
    /// The fit came to no end.
    #[error("the fit stopped with a gradient of {gradient:e} after {steps} steps")]
    NotConverged {
        /// The largest component.
        gradient: f64,
        /// Steps taken.
        steps: usize,
    },
}
