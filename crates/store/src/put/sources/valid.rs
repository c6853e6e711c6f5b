//! What must hold of a source before it is stored.

use crate::StoreError;
use crate::put::valid::{check_speaker, no_nul, writable};
use crate::records::{NewPassage, NewSource};

impl NewPassage {
    /// Most characters of a passage. It is compared and shown as a whole; what is longer is a speech, which comes
    /// in paragraphs.
    pub const LONGEST: usize = 100_000;
    /// Most bytes of an outlet, a URL or a reference.
    pub const LONGEST_FIELD: usize = 8_192;

    /// Whether it can be stored.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with what is wrong.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.text.trim().is_empty() {
            return Err(StoreError::refused("a passage without words"));
        }
        let is_longer =
            self.text.len() > Self::LONGEST && self.text.chars().nth(Self::LONGEST).is_some();
        if is_longer {
            return Err(StoreError::refused(format!(
                "a passage of more than {} characters, which begins {:?}",
                Self::LONGEST,
                self.text.chars().take(60).collect::<String>()
            )));
        }
        no_nul("passage", Some(&self.text))?;
        for (what, field) in [
            ("outlet", &self.outlet),
            ("url", &self.url),
            ("reference", &self.reference),
        ] {
            check_field(what, field.as_deref())?;
        }
        if let Some(said) = self.said {
            writable("time of a passage", said)?;
        }
        check_speaker(&self.speaker)
    }
}

impl NewSource {
    /// Most passages of a source: it is read and indexed as a whole.
    pub const MOST_PASSAGES: usize = 10_000;

    /// Whether it can be stored.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with what is wrong, and with which passage.
    pub fn check(&self) -> Result<(), StoreError> {
        let refused =
            |what: &str| StoreError::refused(format!("the source {:?} {what}", self.name));
        if self.identity.is_empty() {
            return Err(refused("has no identity"));
        }
        if self.passages.is_empty() {
            return Err(refused("has no passages"));
        }
        if self.passages.len() > Self::MOST_PASSAGES {
            return Err(refused(&format!(
                "has more than {} passages",
                Self::MOST_PASSAGES
            )));
        }
        check_field("name", Some(&self.name))?;
        for (what, field) in [
            ("title", &self.title),
            ("outlet", &self.outlet),
            ("url", &self.url),
        ] {
            check_field(what, field.as_deref())?;
        }
        writable("time of intake", self.taken_in)?;
        if let Some(published) = self.published {
            writable("time of a source", published)?;
        }
        for (position, passage) in self.passages.iter().enumerate() {
            passage.check().map_err(|error| match error {
                StoreError::Refused { what } => {
                    StoreError::refused(format!("{what} (passage {position} of {:?})", self.name))
                }
                other => other,
            })?;
        }
        Ok(())
    }
}

fn check_field(what: &str, field: Option<&str>) -> Result<(), StoreError> {
    no_nul(what, field)?;
    match field {
        Some(field) if field.len() > NewPassage::LONGEST_FIELD => {
            Err(StoreError::refused(format!(
                "the {what} is longer than {} bytes: {:?}",
                NewPassage::LONGEST_FIELD,
                field.chars().take(60).collect::<String>()
            )))
        }
        _ => Ok(()),
    }
}
