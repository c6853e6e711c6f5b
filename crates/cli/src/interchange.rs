//! The interchange format of `extract`: one document a line, offsets in code points of its `text`.

use onrecord_engine::Analysis;
use onrecord_model::{Article, CodePointSpan, Colour, CueClass, Kind, Polarity, Timestamp};
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
    /// What stands inside the content of another. Kept apart: the corpora annotate none, and who counts attributions
    /// means the others.
    nested: Vec<Attribution<'a>>,
}

#[derive(Debug, Serialize)]
struct Attribution<'a> {
    id: &'a str,
    source: &'a [CodePointSpan],
    cue: &'a [CodePointSpan],
    content: &'a [CodePointSpan],
    speaker: Option<&'a str>,
    kind: Kind,
    confidence: f32,
    rule: &'a str,
    class: Option<CueClass>,
    colour: Colour,
    polarity: Polarity,
    /// The one whose content it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    inside: Option<&'a str>,
}

impl<'a> Document<'a> {
    /// `ids` are those of the quotes, as [`ids`] gives them.
    pub fn new(
        id: &'a str,
        article: &'a Article,
        analysis: &'a Analysis,
        ids: &'a [String],
    ) -> Self {
        let (nested, attributions) = analysis
            .quotes
            .iter()
            .zip(ids)
            .map(|(quote, id)| Attribution {
                id,
                source: &quote.source,
                cue: &quote.cue,
                content: &quote.content,
                speaker: quote.speaker.as_ref().map(|speaker| speaker.name.as_str()),
                kind: quote.kind,
                confidence: quote.confidence.value(),
                rule: &quote.rule,
                class: quote.manner.class,
                colour: quote.manner.colour,
                polarity: quote.manner.polarity,
                inside: quote.inside.map(|outer| ids[outer].as_str()),
            })
            .partition(|attribution: &Attribution<'_>| attribution.inside.is_some());
        Self {
            id,
            text: &article.text,
            title: article.title.as_deref(),
            outlet: article.outlet.as_deref(),
            published: article.published,
            url: article.url.as_deref(),
            language: &article.language.0,
            extractor: analysis.extractor.as_deref(),
            attributions,
            nested,
        }
    }
}

/// What the attributions of an article are called: `E1`, `E2`, …, and `N1`, `N2`, … inside another.
pub fn ids(analysis: &Analysis) -> Vec<String> {
    let (mut outermost, mut nested) = (0, 0);
    let id = |inside: Option<usize>| match inside {
        None => {
            outermost += 1;
            format!("E{outermost}")
        }
        Some(_) => {
            nested += 1;
            format!("N{nested}")
        }
    };
    analysis
        .quotes
        .iter()
        .map(|quote| quote.inside)
        .map(id)
        .collect()
}
