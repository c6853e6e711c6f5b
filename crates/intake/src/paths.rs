//! Files, folders and standard input, one after another.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::stream::Stream;
use crate::{IntakeError, Limits, Origin, Problem, Taken};

/// Reads the articles of `paths` in order: a file, a folder with all that is in it (sorted by name, folders where
/// their name stands, hidden files passed over and reported), or `-` for standard input. Lazy: a file is opened when
/// its turn comes.
pub fn read_paths(
    paths: &[PathBuf],
    limits: Limits,
) -> impl Iterator<Item = Result<Taken, IntakeError>> + Send + use<> {
    Paths {
        pending: paths.iter().rev().cloned().map(Pending::Given).collect(),
        current: None,
        limits,
    }
}

struct Paths {
    /// What is still to be read, next one last.
    pending: Vec<Pending>,
    current: Option<Stream>,
    limits: Limits,
}

enum Pending {
    /// Asked for by name.
    Given(PathBuf),
    /// Met inside a folder.
    Found(PathBuf),
}

impl Iterator for Paths {
    type Item = Result<Taken, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(stream) = &mut self.current {
                if let Some(item) = stream.next() {
                    return Some(item);
                }
                self.current = None;
            }
            let pending = self.pending.pop()?;
            let path = match &pending {
                Pending::Given(path) | Pending::Found(path) => path.clone(),
            };
            if let Err(problem) = self.open(pending) {
                return Some(Err(IntakeError::new(Origin::file(&path), problem)));
            }
        }
    }
}

impl Paths {
    fn open(&mut self, pending: Pending) -> Result<(), Problem> {
        match pending {
            Pending::Given(path) => self.open_given(&path),
            Pending::Found(path) => self.open_found(&path),
        }
    }

    fn open_given(&mut self, path: &Path) -> Result<(), Problem> {
        if path.as_os_str() == OsStr::new("-") {
            self.current = Some(Stream::new(
                Origin::standard_input(),
                Box::new(io::stdin()),
                self.limits.clone(),
            ));
            return Ok(());
        }
        if !fs::metadata(path)?.is_dir() {
            return self.open_file(path);
        }
        if self.open_folder(path)? == 0 {
            return Err(Problem::Empty);
        }
        Ok(())
    }

    fn open_found(&mut self, path: &Path) -> Result<(), Problem> {
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if is_hidden {
            return Err(Problem::Hidden);
        }
        let is_link = fs::symlink_metadata(path)?.is_symlink();
        let kind = fs::metadata(path)?.file_type();
        if kind.is_dir() && is_link {
            // Links may lead in circles.
            return Err(Problem::LinkedFolder);
        }
        if kind.is_dir() {
            self.open_folder(path)?;
            return Ok(());
        }
        if !kind.is_file() {
            // Opening a pipe that nobody writes to would wait for ever.
            return Err(Problem::SpecialFile);
        }
        self.open_file(path)
    }

    fn open_file(&mut self, path: &Path) -> Result<(), Problem> {
        let file = File::open(path)?;
        self.current = Some(Stream::new(
            Origin::file(path),
            Box::new(file),
            self.limits.clone(),
        ));
        Ok(())
    }

    /// Puts what is in the folder next in turn and says how much it is.
    fn open_folder(&mut self, path: &Path) -> Result<usize, Problem> {
        let mut entries = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()?;
        entries.sort_unstable();
        let count = entries.len();
        self.pending
            .extend(entries.into_iter().rev().map(Pending::Found));
        Ok(count)
    }
}
