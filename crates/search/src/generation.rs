//! The folder of the index.
//!
//! ```text
//! index/
//!   current        one line: the name of the generation that is searched
//!   writer.lock    held by the one process that writes
//!   v1-3/          a generation: an index of schema version 1, the third one built
//!   v1-4/          another one being built, or what is left of it
//! ```
//!
//! `current` is replaced by a rename, so there is at every moment one generation or none, never half of one.
//! How far a generation has come is in the payload of its last commit, which becomes visible in the same
//! instant as the documents it speaks of.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use onrecord_model::{DatabaseId, Sequence};
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexSettings, TantivyError};

use crate::error::{RebuildReason, SearchError};
use crate::schema::{SCHEMA_VERSION, schema, tokenizers};

const POINTER: &str = "current";
const LOCK: &str = "writer.lock";

/// Kept with every commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// The last change that the index holds.
    pub(crate) seq: Sequence,
    /// [`SCHEMA_VERSION`].
    pub(crate) schema: u32,
    /// Whose changes they are.
    pub(crate) database: DatabaseId,
}

/// What keeps a generation from being used.
pub(crate) enum Fault {
    /// Nothing that building another would not heal.
    Rebuild(RebuildReason),
    /// Something that building another would not heal.
    Error(SearchError),
    /// Tantivy panicked. Where an index is opened, nothing but damage makes it; where it is searched, a fault in
    /// Tantivy can as well.
    Panicked(String),
}

impl Fault {
    /// Where an index is opened: the reason to build another, or the error.
    pub(crate) fn when_opening(self) -> Result<RebuildReason, SearchError> {
        match self {
            Self::Rebuild(reason) => Ok(reason),
            Self::Panicked(detail) => Ok(RebuildReason::Damaged(detail)),
            Self::Error(error) => Err(error),
        }
    }
}

impl From<SearchError> for Fault {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Damaged(detail) => Self::Rebuild(RebuildReason::Damaged(detail)),
            other => Self::Error(other),
        }
    }
}

impl From<TantivyError> for Fault {
    fn from(error: TantivyError) -> Self {
        SearchError::from(error).into()
    }
}

impl From<Fault> for SearchError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Rebuild(RebuildReason::Damaged(detail)) => Self::Damaged(detail),
            Fault::Rebuild(reason) => Self::NeedsRebuild(reason),
            Fault::Error(error) => error,
            Fault::Panicked(detail) => Self::Tantivy(detail),
        }
    }
}

/// The name of a generation: schema version and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    schema: u32,
    number: u64,
}

impl Name {
    fn parse(text: &str) -> Option<Self> {
        let (schema, number) = text.strip_prefix('v')?.split_once('-')?;
        let name = Self {
            schema: schema.parse().ok()?,
            number: number.parse().ok()?,
        };
        // "v01-+3" is none of ours.
        (name.folder_name() == text).then_some(name)
    }

    fn folder_name(self) -> String {
        format!("v{}-{}", self.schema, self.number)
    }
}

/// The folder of an index.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    pub(crate) fn path(&self, name: Name) -> PathBuf {
        self.root.join(name.folder_name())
    }

    /// The generation that is searched.
    pub(crate) fn current(&self) -> Result<Name, Fault> {
        let path = self.root.join(POINTER);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Fault::Rebuild(RebuildReason::Missing));
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
            Err(error) => return Err(SearchError::io(path, error).into()),
        };
        let name = Name::parse(text.trim_end()).ok_or_else(|| {
            let detail = format!("{} names no generation", path.display());
            Fault::Rebuild(RebuildReason::Damaged(detail))
        })?;
        if name.schema != SCHEMA_VERSION {
            let detail = format!("{}, not {SCHEMA_VERSION}", name.schema);
            return Err(Fault::Rebuild(RebuildReason::OtherSchema(detail)));
        }
        Ok(name)
    }

    /// Makes `name` the generation that is searched, from now on and after any crash.
    pub(crate) fn set_current(&self, name: Name) -> Result<(), SearchError> {
        let path = self.root.join(POINTER);
        let new = self.root.join(format!("{POINTER}.new"));
        let written = File::create(&new)
            .and_then(|mut file| {
                writeln!(file, "{}", name.folder_name())?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&new, &path))
            .and_then(|()| self.sync());
        written.map_err(|error| SearchError::io(path, error))
    }

    /// Opens a generation, its segments not yet read.
    pub(crate) fn open(&self, name: Name, database: DatabaseId) -> Result<(Index, Payload), Fault> {
        let mut index = Index::open_in_dir(self.path(name))?;
        index.set_tokenizers(tokenizers());
        let payload = payload(&index)?;
        if payload.schema != SCHEMA_VERSION || index.schema() != schema().0 {
            let detail = "its fields differ".to_owned();
            return Err(Fault::Rebuild(RebuildReason::OtherSchema(detail)));
        }
        if payload.database != database {
            return Err(Fault::Rebuild(RebuildReason::OtherDatabase));
        }
        Ok((index, payload))
    }

    /// Makes an empty generation that nobody searches yet.
    pub(crate) fn create(&self) -> Result<(Name, Index), SearchError> {
        let last = self
            .generations()?
            .into_iter()
            .map(|name| name.number)
            .max();
        let name = Name {
            schema: SCHEMA_VERSION,
            number: last.unwrap_or(0) + 1,
        };
        let path = self.path(name);
        fs::create_dir(&path).map_err(|error| SearchError::io(&path, error))?;
        let directory = MmapDirectory::open(&path).map_err(TantivyError::from)?;
        let mut index = Index::create(directory, schema().0, IndexSettings::default())?;
        index.set_tokenizers(tokenizers());
        self.sync()
            .map_err(|error| SearchError::io(&self.root, error))?;
        Ok((name, index))
    }

    /// Removes every generation but one. What cannot be removed takes space and does no other harm: the next
    /// writer tries again.
    pub(crate) fn remove_others(&self, kept: Name) -> Result<(), SearchError> {
        for name in self.generations()? {
            if name != kept {
                self.remove(name);
            }
        }
        Ok(())
    }

    pub(crate) fn remove(&self, name: Name) {
        let path = self.path(name);
        if let Err(error) = fs::remove_dir_all(&path) {
            tracing::warn!(path = %path.display(), %error, "an index that is not used any more cannot be removed");
        }
    }

    /// Takes the lock of the one writer, where nobody else has it. The system gives it back when the process
    /// ends, however it ends.
    pub(crate) fn lock(&self) -> Result<Option<File>, SearchError> {
        fs::create_dir_all(&self.root).map_err(|error| SearchError::io(&self.root, error))?;
        let path = self.root.join(LOCK);
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| SearchError::io(&path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(SearchError::io(path, error)),
        }
    }

    fn generations(&self) -> Result<Vec<Name>, SearchError> {
        let error = |error| SearchError::io(&self.root, error);
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(error)? {
            let file_name = entry.map_err(error)?.file_name();
            names.extend(file_name.to_str().and_then(Name::parse));
        }
        Ok(names)
    }

    fn sync(&self) -> io::Result<()> {
        File::open(&self.root)?.sync_all()
    }
}

/// How far the last commit has come.
pub(crate) fn payload(index: &Index) -> Result<Payload, Fault> {
    let damaged = |detail: String| Fault::Rebuild(RebuildReason::Damaged(detail));
    let text = index
        .load_metas()?
        .payload
        .ok_or_else(|| damaged("no commit was ever finished".to_owned()))?;
    serde_json::from_str(&text).map_err(|error| damaged(format!("its position {text:?}: {error}")))
}
