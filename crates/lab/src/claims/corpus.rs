//! Checked claims and texts that make one of them, as they stand in files.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use onrecord_matching::claims::{ClaimIndex, ClaimText};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A claim that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CheckedClaim {
    /// What texts name it by.
    pub id: String,
    /// What is claimed.
    pub claim: String,
    /// The headline of the review.
    pub title: Option<String>,
}

/// A text, and the claims it makes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Labelled {
    /// As in the file.
    pub id: String,
    /// The text.
    pub text: String,
    /// Ids of the claims; at least one.
    pub claims: Vec<String>,
}

/// Reads checked claims, JSON Lines: `id`, `claim`, `title`.
///
/// # Errors
/// Where the file cannot be read, or a line is no claim; it is named.
pub fn read_claims(path: &Path) -> anyhow::Result<Vec<CheckedClaim>> {
    lines(path, "not a claim")
}

/// Reads texts with the claims they make, JSON Lines: `id`, `text`, `claims`.
///
/// # Errors
/// Where the file cannot be read, or a line is no such text; it is named.
pub fn read_labelled(path: &Path) -> anyhow::Result<Vec<Labelled>> {
    lines(path, "not a text with its claims")
}

fn lines<Value: DeserializeOwned>(path: &Path, wrong: &str) -> anyhow::Result<Vec<Value>> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("{name}: it cannot be read"))?;
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{name}, line {number}: {wrong}"))
        })
        .collect()
}

impl CheckedClaim {
    /// Puts it into an index.
    pub fn put_into(&self, index: &mut ClaimIndex<u32>, key: u32) {
        index.put(
            key,
            &ClaimText {
                claim: &self.claim,
                title: self.title.as_deref(),
                context: None,
            },
        );
    }
}
