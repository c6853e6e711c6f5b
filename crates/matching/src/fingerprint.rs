//! One value for all wordings that are the same word by word.

use std::fmt;

use crate::words::words;

/// Stands for a sequence of words. Two wordings with one fingerprint are the same but for formatting; the
/// chance that two others share one is that of a 128-bit hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// The fingerprint of a wording; `None` where it holds no word.
#[must_use]
pub fn fingerprint(wording: &str) -> Option<Fingerprint> {
    let words = words(wording);
    if words.is_empty() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    for word in &words {
        hasher.update(word.compared.as_bytes());
        // No word holds a space, so no two sequences look alike.
        hasher.update(b" ");
    }
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    Some(Fingerprint(bytes))
}
