//! Who the sources of annotated articles are, as the resolver has it.

use onrecord_extract::Extractor;
use onrecord_model::{Attribution, CodePointSpan, CodePoints, Confidence, Kind, Span, Why};
use onrecord_speakers::{Context, Resolver};
use serde::Serialize;

use crate::Sample;

/// Whose attributions are resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attributions {
    /// Those that the extractor finds: what production does.
    Found,
    /// Those that people annotated: what resolution is worth by itself.
    Annotated,
}

/// One article with who said what, in the interchange format of the scorers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResolvedDocument {
    /// As in the input.
    pub id: String,
    /// In the order of the input or of the text.
    pub attributions: Vec<ResolvedAttribution>,
}

/// One attribution and who its source is. Spans count code points, end exclusive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResolvedAttribution {
    /// The id of the annotation, or `A1`, `A2`, … for what was found.
    pub id: String,
    /// The words that name the source.
    pub source: Vec<CodePointSpan>,
    /// The reporting words.
    pub cue: Vec<CodePointSpan>,
    /// What is reported.
    pub content: Vec<CodePointSpan>,
    /// Direct, mixed or indirect; what people annotated is not told apart and counts as indirect.
    pub kind: Kind,
    /// That the attribution is one; 1 for what people annotated.
    pub confidence: Confidence,
    /// The words that name the source, joined.
    pub mention: Option<String>,
    /// The name of the speaker; `None` where the resolver abstains.
    pub speaker: Option<String>,
    /// What makes two mentions the same speaker.
    pub key: Option<String>,
    /// How it was decided.
    pub why: Why,
}

/// Resolves the speakers of one article as production does, or of the attributions that people annotated.
#[must_use]
pub fn resolve(
    sample: &Sample,
    attributions: Attributions,
    extractor: &Extractor,
    resolver: &Resolver,
) -> ResolvedDocument {
    let article = &sample.article;
    let document = onrecord_extract::Document::new(&article.text, &article.blocks);
    let points = CodePoints::new(&article.text);
    let attributed = match attributions {
        Attributions::Found if !article.language.is_english() => Vec::new(),
        Attributions::Found => outermost(extractor.extract(&document)),
        Attributions::Annotated => sample
            .gold
            .attributions
            .iter()
            .map(|annotation| annotation.as_attribution(&points))
            .collect(),
    };
    let context = Context {
        published: article.published,
        outlet: article.outlet.as_deref(),
        authors: &article.authors,
    };
    let resolutions = resolver.resolve(&document, &attributed, &context);
    let in_points =
        |spans: &[Span]| -> Vec<CodePointSpan> { spans.iter().map(|s| points.span(*s)).collect() };
    let attributions = attributed
        .iter()
        .zip(resolutions)
        .enumerate()
        .map(|(index, (attribution, resolution))| {
            let annotated = (attributions == Attributions::Annotated)
                .then(|| sample.gold.attributions[index].id.clone());
            let (key, speaker) = resolution
                .speaker
                .map(|speaker| (speaker.key, speaker.name))
                .unzip();
            ResolvedAttribution {
                id: annotated
                    .flatten()
                    .unwrap_or_else(|| format!("A{}", index + 1)),
                source: in_points(&attribution.source),
                cue: in_points(&attribution.cue),
                content: in_points(&attribution.content),
                kind: attribution.kind,
                confidence: attribution.confidence,
                mention: resolution.mention,
                speaker,
                key,
                why: resolution.why,
            }
        })
        .collect();
    ResolvedDocument {
        id: sample.gold.id.clone(),
        attributions,
    }
}

/// Those inside another are annotated nowhere.
fn outermost(mut attributions: Vec<Attribution>) -> Vec<Attribution> {
    attributions.retain(|attribution| attribution.inside.is_none());
    attributions
}
