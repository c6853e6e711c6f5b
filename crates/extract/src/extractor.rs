//! From a document to its attributions.

use onrecord_model::Attribution;

use crate::Document;

/// Finds attributions by rules.
#[derive(Debug, Clone, Default)]
pub struct Extractor {}

impl Extractor {
    /// Name and version, as stored with each quote that it finds.
    pub const VERSION: &'static str = "rules/1";

    /// An extractor with its built-in lexicon.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The attributions of `document`, in the order of their contents.
    #[must_use]
    pub fn extract(&self, _document: &Document<'_>) -> Vec<Attribution> {
        Vec::new()
    }
}
