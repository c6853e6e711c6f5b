//! What the reader should know about an answer, in words.

use onrecord_engine::Notice;

use crate::respond::Way;

/// A remark about an answer, with names to choose from.
pub(crate) struct NoticeView {
    pub(crate) text: String,
    pub(crate) names: Vec<Way>,
}

/// A message as a sentence of a page.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

impl NoticeView {
    /// `with_speaker`: the address of the same question about somebody else.
    pub(crate) fn new(notice: &Notice, with_speaker: impl Fn(&str) -> String) -> Self {
        let nobody = Vec::new();
        let (text, names) = match notice {
            Notice::UnknownSpeaker { asked, similar } if similar.is_empty() => (
                format!("No speaker on record goes by the name “{asked}”."),
                similar,
            ),
            Notice::UnknownSpeaker { asked, similar } => (
                format!("No speaker on record goes by the name “{asked}”. Did you mean:"),
                similar,
            ),
            Notice::SeveralSpeakers { asked, names } => (
                format!(
                    "“{asked}” is the name of {} speakers, all of them below. Only one:",
                    names.len()
                ),
                names,
            ),
            Notice::UnknownClaim { asked } => (
                format!("There is no claim with the id or reference “{asked}”."),
                &nobody,
            ),
            other @ (Notice::SimilarWords { .. } | Notice::Cut | Notice::NoRate { .. }) => {
                (sentence(&other.to_string()), &nobody)
            }
        };
        let names = names
            .iter()
            .map(|name| Way::new(with_speaker(name), name))
            .collect();
        Self { text, names }
    }
}
