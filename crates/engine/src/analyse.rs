//! One article in, its quotes out: the pure crates in a row.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use onrecord_extract::{Document, Extractor};
use onrecord_matching::fingerprint;
use onrecord_model::{
    Article, Attribution, CodePoints, Confidence, Kind, Polarity, Quote, Resolution, Span,
};
use onrecord_speakers::{Context, Resolver};
use onrecord_store::NewQuote;

use crate::{EngineError, Model, ModelKind};

/// Finds who said what in an article. Pure and deterministic; share one between threads.
pub struct Analyser {
    extractor: Extractor,
    /// What reads long texts instead.
    fast: Option<Extractor>,
    resolver: Resolver,
    is_for_record: bool,
}

/// What is reported by these alone tells nobody anything: "she denied it".
const PRONOUNS: [&str; 27] = [
    "he", "her", "hers", "him", "his", "i", "it", "its", "me", "one", "she", "so", "that", "their",
    "them", "these", "they", "this", "those", "us", "we", "what", "which", "who", "whom", "whose",
    "you",
];

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

    /// The longest text, in bytes, that a model of the accurate kind reads, some 30,000 words. No article is so long, and
    /// it takes a minute or two for a megabyte of marks, so that whoever may send texts could keep a server busy with
    /// few: what is longer is read by the fast model, as its analysis says.
    pub const LONGEST_FOR_ACCURATE: usize = 200_000;

    /// What is kept on record has at least this confidence: what is below is wrong more often than right, and a wrong
    /// attribution harms somebody.
    pub const LEAST_CONFIDENCE: f32 = 0.45;

    /// Loads the model that decides unless another is asked for, and the bundled gazetteer, to answer what may be kept on
    /// record.
    ///
    /// # Errors
    /// [`EngineError::Gazetteer`] if the embedded gazetteer is damaged.
    pub fn for_the_record() -> Result<Self, EngineError> {
        Self::for_the_record_with(&Model::default())
    }

    /// Loads a model and the bundled gazetteer, to answer what may be kept on record.
    ///
    /// # Errors
    /// As [`Analyser::with`].
    pub fn for_the_record_with(model: &Model) -> Result<Self, EngineError> {
        Self::with(model).map(Self::sure)
    }

    /// Loads a model and the bundled gazetteer, to answer everything that the model does, also what is doubtful.
    ///
    /// # Errors
    /// [`EngineError::Gazetteer`] if the embedded gazetteer is damaged; [`EngineError::Model`] if the model is no
    /// model, one of another version, or damaged.
    pub fn with(model: &Model) -> Result<Self, EngineError> {
        Ok(Self {
            extractor: model.extractor()?,
            fast: (model.kind() == ModelKind::Accurate).then(Extractor::new),
            resolver: Resolver::bundled()?,
            is_for_record: false,
        })
    }

    fn sure(self) -> Self {
        let least = Confidence::new(Self::LEAST_CONFIDENCE);
        Self {
            extractor: self.extractor.with_floor(least),
            fast: self.fast.map(|fast| fast.with_floor(least)),
            is_for_record: true,
            ..self
        }
    }

    /// Name and version of what extracts, but for texts that are too long for it.
    #[must_use]
    pub fn version(&self) -> &str {
        self.extractor.version()
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
        let extractor = match &self.fast {
            Some(fast) if article.text.len() > Self::LONGEST_FOR_ACCURATE => fast,
            _ => &self.extractor,
        };
        let mut attributions = extractor.extract(&document);
        if self.is_for_record {
            attributions = without_pronouns(&article.text, attributions);
        }
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
            extractor: Some(extractor.version().to_owned()),
            quotes,
        })
    }
}

/// An analyser for the record. The default one is loaded when it is first needed, as most of what a record is asked for
/// needs none.
#[derive(Default)]
pub(crate) struct AtHand(OnceLock<Arc<Analyser>>);

impl AtHand {
    /// Takes up to a third of a second where it has to be loaded: not for a thread that others wait for.
    pub(crate) fn get(&self) -> Result<Arc<Analyser>, EngineError> {
        if let Some(analyser) = self.0.get() {
            return Ok(Arc::clone(analyser));
        }
        let analyser = Arc::new(Analyser::for_the_record()?);
        // Whoever came first; both are the same.
        Ok(Arc::clone(self.0.get_or_init(|| analyser)))
    }
}

impl From<Analyser> for AtHand {
    fn from(analyser: Analyser) -> Self {
        Self(OnceLock::from(Arc::new(analyser)))
    }
}

/// Leaves out what is reported by a pronoun alone and not quoted.
fn without_pronouns(text: &str, attributions: Vec<Attribution>) -> Vec<Attribution> {
    let mut places = Vec::with_capacity(attributions.len());
    let mut kept: Vec<Attribution> = Vec::with_capacity(attributions.len());
    for mut attribution in attributions {
        let is_pronoun = match attribution.content.as_slice() {
            [only] if attribution.kind == Kind::Indirect => {
                let word = text[only.range()].trim_end_matches(|last: char| !last.is_alphabetic());
                PRONOUNS
                    .iter()
                    .any(|pronoun| pronoun.eq_ignore_ascii_case(word))
            }
            _ => false,
        };
        places.push((!is_pronoun).then_some(kept.len()));
        if !is_pronoun {
            attribution.inside = attribution.inside.and_then(|outer| places[outer]);
            kept.push(attribution);
        }
    }
    kept
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
