//! The interchange format of `extract`: one document a line, offsets in code points of its `text`.

use onrecord_engine::Analysis;
use onrecord_model::{Article, CodePointSpan, Kind, Timestamp};
use serde::Serialize;

/// One document with what was found in it.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    id: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    language: &'a str,
    extractor: Option<&'a str>,
    attributions: Vec<Attribution<'a>>,
}

#[derive(Debug, Serialize)]
struct Attribution<'a> {
    id: String,
    source: &'a [CodePointSpan],
    cue: &'a [CodePointSpan],
    content: &'a [CodePointSpan],
    speaker: Option<&'a str>,
    kind: Kind,
    confidence: f32,
    rule: &'a str,
}

impl<'a> Document<'a> {
    pub fn new(id: &'a str, article: &'a Article, analysis: &'a Analysis) -> Self {
        let attributions = analysis
            .quotes
            .iter()
            .enumerate()
            .map(|(index, quote)| Attribution {
                id: format!("E{}", index + 1),
                source: &quote.source,
                cue: &quote.cue,
                content: &quote.content,
                speaker: quote.speaker.as_ref().map(|speaker| speaker.name.as_str()),
                kind: quote.kind,
                confidence: quote.confidence.value(),
                rule: &quote.rule,
            });
        Self {
            id,
            text: &article.text,
            title: article.title.as_deref(),
            outlet: article.outlet.as_deref(),
            published: article.published,
            url: article.url.as_deref(),
            language: &article.language.0,
            extractor: analysis.extractor.as_deref(),
            attributions: attributions.collect(),
        }
    }
}
