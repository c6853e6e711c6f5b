//! Articles written for the tests, annotated by their words.

use std::io::Write as _;
use std::ops::Range;
use std::path::PathBuf;

use onrecord_lab::{Annotation, Document};
use onrecord_model::CodePointSpan;
use serde_json::json;
use tempfile::NamedTempFile;

/// A document whose attributions are written as source, cue and content: words of `text`, of which the first place
/// is meant; "…" parts two spans, and nothing stands for nothing.
pub(crate) fn document(id: &str, text: &str, attributions: &[[&str; 3]]) -> Document {
    Document {
        id: id.to_owned(),
        text: Some(text.to_owned()),
        attributions: attributions
            .iter()
            .map(|[source, cue, content]| Annotation {
                id: None,
                source: spans(text, source),
                cue: spans(text, cue),
                content: spans(text, content),
            })
            .collect(),
    }
}

fn spans(text: &str, words: &str) -> Vec<CodePointSpan> {
    words
        .split('…')
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let start = text.find(piece).expect("the words stand in the text");
            let before = text[..start].chars().count() as u32;
            CodePointSpan::from((before, before + piece.chars().count() as u32))
        })
        .collect()
}

/// The documents as JSON Lines.
pub(crate) fn lines(documents: &[Document]) -> String {
    documents
        .iter()
        .map(|document| {
            let attributions: Vec<_> = document
                .attributions
                .iter()
                .map(|found| {
                    json!({"id": found.id, "source": found.source, "cue": found.cue, "content": found.content})
                })
                .collect();
            let line = json!({
                "id": document.id, "text": document.text, "attributions": attributions
            });
            format!("{line}\n")
        })
        .collect()
}

pub(crate) fn file(content: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("there is room for a file");
    file.write_all(content.as_bytes()).expect("it is written");
    file
}

/// Says that a test was skipped, past the test harness, which keeps the output of a passing test to itself.
pub(crate) fn skipped(reason: &str) {
    writeln!(std::io::stderr(), "skipped: {reason}").expect("standard error is open");
}

/// A file beside the checkout, where the corpora are; `None` where it is not there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared")
        .join(path);
    if !full.exists() {
        skipped(&format!("shared/{path} is not beside the checkout"));
        return None;
    }
    Some(full)
}

/// Articles of one make, with enough of each construct for its names to be weighed.
pub(crate) fn articles(numbers: Range<usize>) -> Vec<Document> {
    let people = ["Ada Harrow", "Bela Quill", "Cora Minch", "Dario Venn"];
    let things = ["the bridge", "the school", "the harbour", "the market"];
    numbers
        .map(|number| {
            let person = people[number % 4];
            let thing = things[number / 4 % 4];
            let text = format!(
                "The council of Ostwick met again on Monday evening.\n\n{person} said that {thing} would be closed \
                 for {number} days. The walls of {thing} show that the winter was hard. “We will pay for it,” \
                 the mayor of Ostwick said.\n\nAfter the meeting the members of the council went home."
            );
            let content = format!("that {thing} would be closed for {number} days");
            document(
                &format!("article {number}"),
                &text,
                &[
                    [person, "said", &content],
                    ["the mayor of Ostwick", "said", "“We will pay for it,”"],
                ],
            )
        })
        .collect()
}
