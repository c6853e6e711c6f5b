//! One article in, its quotes out: the pure crates in a row.

use std::borrow::Cow;

use onrecord_extract::{AccurateModel, Document, Extractor, FastModel};
use onrecord_matching::fingerprint;
use onrecord_model::{
    Article, Attribution, CodePoints, Confidence, Polarity, Quote, Resolution, Span,
    SpeakerIdentity, Timestamp,
};
use onrecord_speakers::{Context, Resolver};
use onrecord_store::NewQuote;

use crate::EngineError;

/// Finds who said what in an article. Pure and deterministic; share one between threads.
pub struct Analyser {
    extractor: Extractor,
    resolver: Resolver,
}

/// What decides who said what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Model {
    /// The built-in model.
    Fast,
    /// The rules by themselves, without a model.
    Rules,
    /// A model of the fast kind, as `lab train` writes it.
    Bytes(Vec<u8>),
}

/// What was found in one article.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Name and version of what looked; `None` where the article was left alone for its language.
    pub extractor: Option<String>,
    /// The quotes, in the order of the text.
    pub quotes: Vec<NewQuote>,
}

impl Analyser {
    /// Most quotes of one article. The longest debate transcripts have some hundreds; a text of many times that
    /// would cost gigabytes to answer with.
    pub const MOST_QUOTES: usize = 5_000;

    /// What is kept on record has at least this confidence: what is below is wrong more often than right, and a wrong
    /// attribution harms somebody.
    pub const LEAST_CONFIDENCE: f32 = 0.45;

    /// Loads the built-in model and the bundled gazetteer, to answer what may be kept on record.
    ///
    /// # Errors
    /// [`EngineError::Gazetteer`] if the embedded gazetteer is damaged.
    pub fn for_the_record() -> Result<Self, EngineError> {
        Self::for_the_record_with(Model::Fast)
    }

    /// Loads a model and the bundled gazetteer, to answer what may be kept on record.
    ///
    /// # Errors
    /// As [`Analyser::with`].
    pub fn for_the_record_with(model: Model) -> Result<Self, EngineError> {
        let all = Self::with(model)?;
        Ok(Self {
            extractor: all
                .extractor
                .with_floor(Confidence::new(Self::LEAST_CONFIDENCE)),
            ..all
        })
    }

    /// Loads a model and the bundled gazetteer, to answer everything that the model does, also what is doubtful.
    ///
    /// # Errors
    /// [`EngineError::Gazetteer`] if the embedded gazetteer is damaged; [`EngineError::Model`] if the model is no
    /// model, one of another version, or damaged.
    pub fn with(model: Model) -> Result<Self, EngineError> {
        let extractor = match model {
            Model::Fast => Extractor::new(),
            Model::Rules => Extractor::rules_alone(),
            Model::Bytes(bytes) if AccurateModel::is_like(&bytes) => {
                Extractor::with_accurate(AccurateModel::from_bytes(&bytes)?)
            }
            Model::Bytes(bytes) => Extractor::with_model(FastModel::from_bytes(bytes.into())?),
        };
        Ok(Self {
            extractor,
            resolver: Resolver::bundled()?,
        })
    }

    /// Name and version of what extracts.
    #[must_use]
    pub fn version(&self) -> &str {
        self.extractor.version()
    }

    /// Who somebody is whom a list of statements names; see [`Resolver::identify`].
    pub(crate) fn identify(&self, name: &str, said: Option<Timestamp>) -> SpeakerIdentity {
        self.resolver.identify(name, said)
    }

    /// Who the label of a turn in a transcript means; see [`Resolver::identify_label`].
    pub(crate) fn identify_label(
        &self,
        label: &str,
        said: Option<Timestamp>,
    ) -> Option<SpeakerIdentity> {
        self.resolver.identify_label(label, said)
    }

    /// Looks through `article`. An article that is not English is left alone: the rules were made for
    /// English, and what they found elsewhere would be wrong in ways nobody sees.
    ///
    /// # Errors
    /// [`EngineError::TooManyQuotes`] if it holds more than [`Analyser::MOST_QUOTES`].
    pub fn analyse(&self, article: &Article) -> Result<Analysis, EngineError> {
        if !article.language.is_english() {
            return Ok(Analysis {
                extractor: None,
                quotes: Vec::new(),
            });
        }
        let document = Document::new(&article.text, &article.blocks);
        let attributions = self.extractor.extract(&document);
        if attributions.len() > Self::MOST_QUOTES {
            return Err(EngineError::TooManyQuotes {
                found: attributions.len(),
                most: Self::MOST_QUOTES,
            });
        }
        let context = Context {
            published: article.published,
            outlet: article.outlet.as_deref(),
            authors: &article.authors,
        };
        let resolutions = self.resolver.resolve(&document, &attributions, &context);
        debug_assert_eq!(attributions.len(), resolutions.len());
        let points = CodePoints::new(&article.text);
        let quotes = attributions
            .into_iter()
            .zip(resolutions)
            .map(|(attribution, resolution)| quote(&article.text, &points, attribution, resolution))
            .collect();
        Ok(Analysis {
            extractor: Some(self.extractor.version().to_owned()),
            quotes,
        })
    }
}

fn quote(
    text: &str,
    points: &CodePoints<'_>,
    attribution: Attribution,
    resolution: Resolution,
) -> NewQuote {
    let words = joined(text, &attribution.content, Quote::GAP);
    // What is reported as not said, or as neither, is no occurrence of a statement.
    let is_said = attribution.manner.polarity == Polarity::Asserted;
    let in_points = |spans: &[Span]| {
        spans
            .iter()
            .map(|span| points.span(*span))
            .collect::<Vec<_>>()
    };
    NewQuote {
        kind: attribution.kind,
        manner: attribution.manner,
        inside: attribution.inside,
        source: in_points(&attribution.source),
        cue: in_points(&attribution.cue),
        content: in_points(&attribution.content),
        mention: resolution.mention,
        cue_text: (!attribution.cue.is_empty()).then(|| joined(text, &attribution.cue, Quote::GAP)),
        fingerprint: is_said.then(|| statement_fingerprint(&words)).flatten(),
        text: words,
        speaker: resolution.speaker,
        confidence: attribution.confidence,
        rule: Cow::into_owned(attribution.rule),
        extractor: None,
        why: resolution.why,
    }
}

/// What makes two wordings one statement, as the store keeps it.
pub(crate) fn statement_fingerprint(words: &str) -> Option<String> {
    fingerprint(words).map(|fingerprint| fingerprint.to_string())
}

/// The words of all spans; the invariants of extraction hold every span to the text.
fn joined(text: &str, spans: &[Span], gap: &str) -> String {
    spans
        .iter()
        .filter_map(|span| span.of(text))
        .collect::<Vec<_>>()
        .join(gap)
}
