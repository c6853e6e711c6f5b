//! Annotated documents, one a line.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use onrecord_extract::Extractor;
use onrecord_intake::{Limits, from_json_line};
use onrecord_model::{
    Article, Attribution, CodePointSpan, CodePoints, Confidence, Kind, Manner, Span,
};
use serde::{Deserialize, Deserializer};

use crate::LabError;

/// One document with who is reported in it to have said what: annotated by people or found by a system.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Document {
    /// What pairs an annotated document with what was found in it.
    pub id: String,
    /// The text that the spans count in; predictions may leave it out.
    pub text: Option<String>,
    /// The attributions, in any order.
    pub attributions: Vec<Annotation>,
}

/// One attribution as it stands in the file; its spans may be blank, touch, overlap or run over the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Annotation {
    /// What pairs an annotation with a label of its speaker; predictions may leave it out.
    #[serde(default)]
    pub id: Option<String>,
    /// The words that name the source.
    #[serde(default, deserialize_with = "nothing_is_empty")]
    pub source: Vec<CodePointSpan>,
    /// The reporting words.
    #[serde(default, deserialize_with = "nothing_is_empty")]
    pub cue: Vec<CodePointSpan>,
    /// What is reported.
    #[serde(default, deserialize_with = "nothing_is_empty")]
    pub content: Vec<CodePointSpan>,
}

/// An annotated article as intake hands it to the extractor.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The article with its paragraphs and their roles.
    pub article: Article,
    /// What people found in it.
    pub gold: Document,
}

impl Sample {
    /// What `extractor` finds in the article: nothing where production leaves it alone, for it is not in English.
    #[must_use]
    pub fn extract(&self, extractor: &Extractor) -> Document {
        let found = if self.article.language.is_english() {
            let document =
                onrecord_extract::Document::new(&self.article.text, &self.article.blocks);
            extractor.extract(&document)
        } else {
            Vec::new()
        };
        self.answer(&found)
    }

    /// What was `found` in the article, as it would stand in a file.
    ///
    /// Attributions inside another are left out: the corpora annotate none, and each would count as a mistake.
    #[must_use]
    pub fn answer(&self, found: &[Attribution]) -> Document {
        let points = CodePoints::new(&self.article.text);
        let outermost = found.iter().filter(|found| found.inside.is_none());
        Document {
            id: self.gold.id.clone(),
            text: Some(self.article.text.clone()),
            attributions: outermost
                .map(|found| Annotation::of(found, &points))
                .collect(),
        }
    }
}

impl Annotation {
    /// What the extractor found, as it would stand in a file.
    #[must_use]
    pub fn of(attribution: &Attribution, points: &CodePoints<'_>) -> Self {
        let spans = |spans: &[Span]| spans.iter().map(|span| points.span(*span)).collect();
        Self {
            id: None,
            source: spans(&attribution.source),
            cue: spans(&attribution.cue),
            content: spans(&attribution.content),
        }
    }

    /// As the extractor would have found it; spans over the end of the text are left out, and what people annotated is
    /// not told apart and counts as indirect.
    #[must_use]
    pub fn as_attribution(&self, points: &CodePoints<'_>) -> Attribution {
        let spans = |list: &[CodePointSpan]| list.iter().filter_map(|s| points.bytes(*s)).collect();
        Attribution {
            source: spans(&self.source),
            cue: spans(&self.cue),
            content: spans(&self.content),
            kind: Kind::Indirect,
            confidence: Confidence::new(1.0),
            rule: "annotated".into(),
            manner: Manner::default(),
            inside: None,
        }
    }
}

fn nothing_is_empty<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<CodePointSpan>, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// The documents in a file of JSON Lines.
///
/// # Errors
/// If the file cannot be read, a line is no document, or two have one id.
pub fn read_documents(path: &Path) -> Result<Vec<Document>, LabError> {
    let mut documents = Vec::new();
    for_each_line(path, |_, document| {
        documents.push(document);
        Ok(())
    })?;
    Ok(documents)
}

/// The annotated articles in a file of JSON Lines, laid out as in production.
///
/// # Errors
/// As [`read_documents`], and if intake refuses an article or there is none.
pub fn read_samples(path: &Path) -> Result<Vec<Sample>, LabError> {
    let limits = Limits::default();
    let mut samples = Vec::new();
    for_each_line(path, |(number, line), gold| {
        let article =
            from_json_line(line.as_bytes(), &limits).map_err(|source| LabError::Refused {
                path: path.to_owned(),
                line: number,
                source,
            })?;
        if gold.text.as_deref() != Some(&article.text) {
            return Err(LabError::OtherText(gold.id));
        }
        samples.push(Sample { article, gold });
        Ok(())
    })?;
    Ok(samples)
}

fn for_each_line(
    path: &Path,
    mut visit: impl FnMut((usize, &str), Document) -> Result<(), LabError>,
) -> Result<(), LabError> {
    let text = fs::read_to_string(path).map_err(|source| LabError::Read {
        path: path.to_owned(),
        source,
    })?;
    let mut ids = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let document: Document =
            serde_json::from_str(line).map_err(|source| LabError::NotADocument {
                path: path.to_owned(),
                line: index + 1,
                source,
            })?;
        if !ids.insert(document.id.clone()) {
            return Err(LabError::Duplicate(document.id));
        }
        visit((index + 1, line), document)?;
    }
    Ok(())
}
