//! Which model decides who said what.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use onrecord_engine::Model;

/// A model, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelArgument {
    BuiltIn(Model),
    File(PathBuf),
}

impl From<OsString> for ModelArgument {
    fn from(name: OsString) -> Self {
        match name.to_str().and_then(Model::built_in) {
            Some(model) => Self::BuiltIn(model),
            None => Self::File(name.into()),
        }
    }
}

#[derive(Debug, Args)]
pub struct ModelOption {
    /// What decides who said what: the word for a built-in model (see `onrecord model list`), or a model's file
    /// [default: that of the data folder]
    #[arg(long, value_name = "MODEL", env = "ONRECORD_MODEL")]
    pub model: Option<ModelArgument>,
}

#[derive(Debug, Args)]
pub struct ModelArguments {
    #[command(subcommand)]
    pub command: ModelCommand,
}

#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// List the built-in models, and the one that this data folder uses
    List,
    /// Look whether a model is whole and finds what is plain
    Check {
        /// The word for a built-in model, or a model's file [default: what this data folder uses]
        model: Option<ModelArgument>,
    },
    /// Have ingest and serve use a model in this data folder from now on
    Use {
        /// The word for a built-in model, or a model's file, which is copied into the data folder
        model: ModelArgument,
    },
}
