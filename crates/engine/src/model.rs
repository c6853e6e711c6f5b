//! The models: by which words they are asked for, what is known of them, and whether one does its work.

use onrecord_extract::{AccurateModel, Extractor, FastModel};
use onrecord_model::{Article, Block, BlockRole, Language, Span};

use crate::{Analyser, EngineError};

/// What decides who said what. The default is what an engine takes unless it is given another; which one a data folder
/// has is the command line's to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Model {
    /// The built-in accurate model.
    Accurate,
    /// The built-in fast model.
    #[default]
    Fast,
    /// The rules by themselves, without a model.
    Rules,
    /// A model of any kind, as `lab train` writes it.
    Bytes(Vec<u8>),
}

/// Of what kind a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// A small network that was pretrained.
    Accurate,
    /// A linear model over clues.
    Fast,
    /// No trained model.
    Rules,
}

/// What there is to know of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFacts {
    /// Name and version, as stored with each quote that it finds.
    pub extractor: String,
    /// Its kind.
    pub kind: ModelKind,
    /// Bytes of its file; `None` where it has none.
    pub size: Option<u64>,
    /// BLAKE3 of its file, in hexadecimal; `None` where it has none.
    pub checksum: Option<String>,
    /// The languages that it reads.
    pub languages: Vec<Language>,
}

/// What a model makes of a sentence whose answer is plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The sentence.
    pub text: &'static str,
    /// Who says what in it; `None` where nobody says anything.
    pub expected: Option<(&'static str, &'static str)>,
    /// Who was found to say what.
    pub found: Vec<(Option<String>, String)>,
}

/// Sentences that no model may fail at, with who says what in them.
const PLAIN: [(&str, Option<(&str, &str)>); 3] = [
    (
        "The mayor of Halden, Ines Okoro, said on Tuesday that the old bridge would be closed in spring.",
        Some(("Ines Okoro", "the old bridge would be closed in spring")),
    ),
    (
        "“Nobody has to wait for the pilot any more,” said Tove Brandt, the harbour master.",
        Some(("Tove Brandt", "Nobody has to wait for the pilot any more")),
    ),
    (
        "The ferry leaves the old pier at nine, and a ticket costs four crowns.",
        None,
    ),
];

impl Model {
    /// Those that are built in, the best first.
    pub const BUILT_IN: [Self; 3] = [Self::Accurate, Self::Fast, Self::Rules];

    /// The word by which a built-in one is asked for.
    #[must_use]
    pub fn word(&self) -> Option<&'static str> {
        match self {
            Self::Accurate => Some("accurate"),
            Self::Fast => Some("fast"),
            Self::Rules => Some("rules"),
            Self::Bytes(_) => None,
        }
    }

    /// The built-in one that is asked for by `word`.
    #[must_use]
    pub fn built_in(word: &str) -> Option<Self> {
        Self::BUILT_IN
            .into_iter()
            .find(|model| model.word() == Some(word))
    }

    /// What kind it claims to be. Whether it is whole is known when it is loaded.
    #[must_use]
    pub fn kind(&self) -> ModelKind {
        match self {
            Self::Accurate => ModelKind::Accurate,
            Self::Bytes(bytes) if AccurateModel::is_like(bytes) => ModelKind::Accurate,
            Self::Fast | Self::Bytes(_) => ModelKind::Fast,
            Self::Rules => ModelKind::Rules,
        }
    }

    /// What there is to know of it.
    ///
    /// # Errors
    /// [`EngineError::Model`] if it is no model, one of another version, or damaged.
    pub fn facts(&self) -> Result<ModelFacts, EngineError> {
        let file = self.file();
        Ok(ModelFacts {
            extractor: self.extractor()?.version().to_owned(),
            kind: self.kind(),
            size: file.map(|file| file.len() as u64),
            checksum: file.map(|file| blake3::hash(file).to_hex().to_string()),
            languages: vec![Language::english()],
        })
    }

    fn file(&self) -> Option<&[u8]> {
        match self {
            Self::Accurate => Some(AccurateModel::built_in_file()),
            Self::Fast => Some(FastModel::built_in_file()),
            Self::Rules => None,
            Self::Bytes(bytes) => Some(bytes),
        }
    }

    pub(crate) fn extractor(&self) -> Result<Extractor, EngineError> {
        Ok(match self {
            Self::Accurate => Extractor::accurate(),
            Self::Fast => Extractor::new(),
            Self::Rules => Extractor::rules_alone(),
            Self::Bytes(bytes) if AccurateModel::is_like(bytes) => {
                Extractor::with_accurate(AccurateModel::from_bytes(bytes)?)
            }
            Self::Bytes(bytes) => {
                Extractor::with_model(FastModel::from_bytes(bytes.clone().into())?)
            }
        })
    }
}

impl ModelKind {
    /// The word for it in exports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accurate => "accurate",
            Self::Fast => "fast",
            Self::Rules => "rules",
        }
    }

    /// What it is for.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Accurate => "what is kept on record: finds most, and is right most often",
            Self::Fast => "millions of articles: a hundred thousand words a second on each core",
            Self::Rules => "what is found without anything learned, to compare with",
        }
    }
}

impl Trial {
    /// Has `analyser` read the sentences whose answer is plain.
    ///
    /// # Errors
    /// As [`Analyser::analyse`].
    pub fn all(analyser: &Analyser) -> Result<Vec<Self>, EngineError> {
        let trials = PLAIN.iter().map(|(text, expected)| {
            let quotes = analyser.analyse(&article(text))?.quotes.into_iter();
            let found = quotes.map(|quote| {
                let speaker = quote.speaker.map(|speaker| speaker.name);
                (speaker, quote.text)
            });
            Ok(Self {
                text,
                expected: *expected,
                found: found.collect(),
            })
        });
        trials.collect()
    }

    /// Whether it was found as it should be: these words among others of the same speaker, or nothing.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let Some((speaker, words)) = self.expected else {
            return self.found.is_empty();
        };
        self.found
            .iter()
            .any(|(who, what)| who.as_deref() == Some(speaker) && what.contains(words))
    }
}

/// An article of one sentence.
fn article(text: &str) -> Article {
    Article {
        external_id: None,
        url: None,
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: None,
        language: Language::english(),
        text: text.to_owned(),
        blocks: vec![Block {
            span: Span::new(0, text.len()),
            role: BlockRole::Body,
        }],
    }
}
