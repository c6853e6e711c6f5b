//! Where a model comes from: what was asked for, else what the data folder says.
//!
//! The file `model` of a data folder is either the word for a built-in model or a model itself, so that there is one
//! thing to replace, at once. Where there is no such file it is the most accurate one: what is kept on record is worth
//! waiting for.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use onrecord_engine::{EngineError, Model};

use crate::arguments::{ModelArgument, ModelOption, Shared};
use crate::failure::Misuse;

/// Longer than any word for a built-in model.
const LONGEST_WORD: usize = 32;

/// A model that is to be used, and the file it comes from, to be named where it cannot be.
#[derive(Debug)]
pub struct Wanted {
    pub model: Model,
    pub file: Option<PathBuf>,
}

impl Wanted {
    /// What is asked for.
    pub fn read(argument: &ModelArgument) -> anyhow::Result<Self> {
        match argument {
            ModelArgument::BuiltIn(model) => Ok(Self {
                model: model.clone(),
                file: None,
            }),
            ModelArgument::File(path) => {
                let bytes = fs::read(path)
                    .map_err(|error| Misuse(format!("{}: {error}", path.display())))?;
                Ok(Self {
                    model: Model::Bytes(bytes),
                    file: Some(path.clone()),
                })
            }
        }
    }

    /// What is asked for, else what the data folder says.
    pub fn of(option: &ModelOption, shared: &Shared) -> anyhow::Result<Self> {
        match &option.model {
            Some(argument) => Self::read(argument),
            None => Self::of_folder(shared),
        }
    }

    /// What the data folder says.
    pub fn of_folder(shared: &Shared) -> anyhow::Result<Self> {
        let path = path(&shared.folder());
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self {
                    model: Model::Accurate,
                    file: None,
                });
            }
            Err(error) => return Err(error).context(path.display().to_string()),
        };
        let word = (bytes.len() <= LONGEST_WORD).then(|| std::str::from_utf8(&bytes));
        let word = word.and_then(Result::ok).map(str::trim);
        Ok(Self {
            model: word
                .and_then(Model::built_in)
                .unwrap_or(Model::Bytes(bytes)),
            file: Some(path),
        })
    }

    /// What `make` makes of it; the file it comes from is named where it cannot be used.
    pub fn make<T>(
        &self,
        make: impl FnOnce(&Model) -> Result<T, EngineError>,
    ) -> anyhow::Result<T> {
        let made = make(&self.model).map_err(anyhow::Error::from);
        match &self.file {
            Some(file) => made.with_context(|| file.display().to_string()),
            None => made,
        }
    }
}

/// Has the data folder use `model` from now on. Who reads it meanwhile reads the old one or the new one, and so does
/// whoever comes after the power has failed.
pub fn choose(model: &Model, shared: &Shared) -> anyhow::Result<()> {
    let folder = shared.folder();
    let path = path(&folder);
    replace(&folder, &path, model).with_context(|| path.display().to_string())
}

fn replace(folder: &Path, path: &Path, model: &Model) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix("model-");
    // As any other file of the folder: a server may run under another name than whoever gives it its model.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    match model {
        Model::Bytes(bytes) => file.write_all(bytes)?,
        built_in => writeln!(file, "{}", built_in.word().unwrap_or_default())?,
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

fn path(folder: &Path) -> PathBuf {
    folder.join("model")
}
