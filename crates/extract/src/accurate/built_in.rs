//! The accurate model that comes with the program.

use std::sync::{Arc, LazyLock};

use super::AccurateModel;

/// Its file.
static FILE: &[u8] = include_bytes!("../../data/accurate.model");

/// As it is loaded: much is made of the file, so that whoever needs it again is given the same.
static LOADED: LazyLock<Arc<AccurateModel>> = LazyLock::new(|| {
    let model = AccurateModel::from_bytes(FILE);
    Arc::new(model.expect("the build's own model is checked by a test"))
});

impl AccurateModel {
    /// The built-in model, loaded when it is first asked for.
    #[must_use]
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&LOADED)
    }

    /// The file of the built-in model.
    #[must_use]
    pub fn built_in_file() -> &'static [u8] {
        FILE
    }
}
