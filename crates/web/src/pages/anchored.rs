//! Where the words of a quote of an older version stand in the article as it is now.

use onrecord_engine::{Anchor, Anchored};

use crate::address;
use crate::difference::{Differs, IN_REPORT, differs};

/// What became of a quote's words.
pub(crate) struct AnchoredView {
    /// "version 3"
    pub(crate) version: String,
    pub(crate) article: String,
    pub(crate) parts: Vec<PartView>,
}

/// What became of one part of them.
pub(crate) struct PartView {
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
    pub(crate) meaning: String,
    pub(crate) differs: Option<Differs>,
}

impl AnchoredView {
    pub(crate) fn new(anchored: &Anchored) -> Self {
        Self {
            version: format!("version {}", anchored.other),
            article: address::article(anchored.article),
            parts: anchored
                .anchors
                .iter()
                .map(|(_, anchor)| PartView::new(anchor))
                .collect(),
        }
    }
}

impl PartView {
    fn new(anchor: &Anchor) -> Self {
        match anchor {
            Anchor::Exact => Self {
                class: "a-exact",
                label: "Still there",
                meaning: "The same words stand at the same place.".to_owned(),
                differs: None,
            },
            Anchor::Moved { to } => Self {
                class: "a-moved",
                label: "Moved",
                meaning: format!(
                    "The same words stand elsewhere in it now, at characters {}–{}.",
                    to.start, to.end
                ),
                differs: None,
            },
            Anchor::Changed { to, comparison } => Self {
                class: "a-changed",
                label: "Changed",
                meaning: format!(
                    "Other words stand in its place now, at characters {}–{}.",
                    to.start, to.end
                ),
                differs: Some(differs(comparison, &IN_REPORT)),
            },
            Anchor::Gone => Self {
                class: "a-gone",
                label: "Gone",
                meaning:
                    "Neither the words nor anything that is surely an edit of them stands in it."
                        .to_owned(),
                differs: None,
            },
        }
    }
}
