//! Quotes.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use onrecord_model as model;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Span, SpeakerSummary, spans};

/// One occurrence of somebody's words: in one version of one article, or in a primary source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Quote {
    /// The quote.
    pub id: Uuid,
    /// The words as they stand in the article, quotation marks included; where the article interrupts them,
    /// the pieces are joined by " … ".
    pub text: String,
    /// How much of it stands in quotation marks.
    pub kind: Kind,
    /// What the reporting words say the speaker does; `null` without such words, and where they are not known.
    pub class: Option<CueClass>,
    /// How far the reporter stands behind it.
    pub colour: Colour,
    /// Whether it is reported as said. Only what is `asserted` is.
    pub polarity: Polarity,
    /// The quote in whose content this one stands: what A says that B said is B's inside A's.
    pub inside: Option<Uuid>,
    /// Who said it; `null` where nobody could be named with reason.
    pub speaker: Option<SpeakerSummary>,
    /// The words of the article that name the source.
    pub mention: Option<String>,
    /// The reporting words of the article.
    pub cue: Option<String>,
    /// Where it was reported.
    pub article: ArticleSummary,
    /// First code point of the content in the article's text.
    pub start: u32,
    /// Behind the last code point of the content.
    pub end: u32,
    /// Where the pieces of the content stand in the article's text.
    pub content: Vec<Span>,
    /// Where the words that name the source stand.
    pub source: Vec<Span>,
    /// Where the reporting words stand.
    pub cue_spans: Vec<Span>,
    /// The version of the article that all positions refer to.
    pub version: u32,
    /// The statement it is an occurrence of; `null` without a speaker.
    pub statement: Option<Uuid>,
    /// How sure the extractor is that this is an attribution with these spans, 0 to 1.
    pub confidence: f32,
    /// The rule or model that found it.
    pub rule: String,
    /// Name and version of the extractor.
    pub extractor: String,
    /// Why the machine chose this speaker, or none. Where a person decided otherwise, it stays as it was.
    pub why: Why,
    /// Who decided whose words these are, where a person did; `null` where it is as the machine found it.
    pub decision: Option<Decision>,
    /// Where it stands in a primary source, at `/v1/sources/{id}` with the id of `article`: then these are the words as
    /// they were said, all positions are in `text`, and nothing was extracted. `null` for what an article reports.
    pub primary: Option<Primary>,
}

/// The place of a passage in a primary source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Primary {
    /// Its place among the passages of the source, counted from 0.
    pub position: u32,
    /// The id it had in what was imported.
    pub reference: Option<String>,
}

/// That a person decided whose words a quote is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Decision {
    /// The correction, at `/v1/corrections/{id}`. What to expect when correcting it again.
    pub correction: Uuid,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How much of a quote stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

/// What a source does with the words or thoughts it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CueClass {
    /// Says it: "said", "wrote", "according to".
    Statement,
    /// Thinks, feels, expects or knows it: "believes", "fears", "supports".
    Belief,
    /// Wants it or asks for it: "plans to", "urged", "called for".
    Intention,
    /// Asks it: "asked whether", "wonders".
    Question,
    /// Says no to it: "denied", "rejected", "refused to".
    Denial,
    /// Commits to it: "promised", "vowed".
    Promise,
    /// Warns of it: "warned", "threatened".
    Warning,
    /// Holds it against somebody: "accused", "blamed", "criticised".
    Accusation,
}

/// How far the reporter stands behind what is reported, as far as the reporting words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// Neither way: "said".
    Neutral,
    /// At a distance: "claimed", "alleged".
    Doubting,
    /// As so: "revealed", "admitted", "pointed out".
    Endorsing,
}

/// Whether the text reports that it was said, that it was not, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// That it was: "said".
    Asserted,
    /// That it was not: "did not say", "no one said", "refused to say".
    Negated,
    /// Neither: "if he says", "might argue", "is expected to announce".
    Hypothetical,
}

/// What a quote tells of its article.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ArticleSummary {
    /// The article.
    pub id: Uuid,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was published; midnight where only the day is known.
    pub published: Option<DateTime<Utc>>,
    /// Canonical URL.
    pub url: Option<String>,
}

/// Why a speaker was chosen, or why none was.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Why {
    /// How the source was, or was not, tied to a speaker.
    pub rule: ResolutionRule,
    /// How sure the resolver is of its choice, or of abstaining, 0 to 1.
    pub confidence: f32,
    /// The mentions it went through, from the one at the quote to the one that names the speaker.
    pub chain: Vec<String>,
    /// Who it could have been, best first, with the chosen one where there is one.
    pub candidates: Vec<Candidate>,
}

/// How a source was, or was not, tied to a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionRule {
    /// The mention itself holds a full name.
    FullName,
    /// The mention holds part of a name given in full elsewhere in the article.
    PartOfName,
    /// A pronoun, with one fitting person before it.
    Pronoun,
    /// A title or description that the article ties to one name.
    Description,
    /// The name of an institution.
    Organisation,
    /// An office that one person held on the day of the article.
    Office,
    /// "I" or "we" outside of quotations: the one who wrote the article, or the letter.
    Writer,
    /// The source is left out, for a quotation goes on.
    Continued,
    /// Several people named together; nobody is chosen, all of them are candidates.
    Several,
    /// The mention, or the name it leads to, is one that a person gave the speaker.
    GivenName,
    /// The primary source names whose words these are.
    Source,
    /// The words name nobody in particular.
    Unnamed,
    /// More than one speaker fits.
    Ambiguous,
    /// Nothing in the article says who it is.
    NotFound,
    /// The text gives no source.
    NoSource,
}

/// Somebody a mention could stand for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Candidate {
    /// Full name.
    pub name: String,
    /// Wikidata item, where known.
    pub wikidata: Option<String>,
    /// 0 to 1, comparable within one mention only.
    pub score: f32,
}

/// A quote that a search found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Hit {
    /// The quote.
    #[serde(flatten)]
    pub quote: Quote,
    /// Where the words searched for stand in `text`.
    pub highlights: Vec<Span>,
    /// How many quotes of its statement match; 1 unless the most repeated come first.
    pub repeats: u64,
}

impl From<&model::Quote> for Quote {
    fn from(quote: &model::Quote) -> Self {
        Self {
            id: quote.id.0,
            text: quote.text.clone(),
            kind: quote.kind.into(),
            class: quote.manner.class.map(CueClass::from),
            colour: quote.manner.colour.into(),
            polarity: quote.manner.polarity.into(),
            inside: quote.inside.map(|outer| outer.0),
            speaker: quote.speaker.as_ref().map(SpeakerSummary::from),
            mention: quote.mention.clone(),
            cue: quote.cue_text.clone(),
            article: ArticleSummary::from(&quote.article),
            start: quote.start(),
            end: quote.end(),
            content: spans(&quote.content),
            source: spans(&quote.source),
            cue_spans: spans(&quote.cue),
            version: quote.version,
            statement: quote.statement.map(|statement| statement.0),
            confidence: quote.confidence.value(),
            rule: quote.rule.clone(),
            extractor: quote.extractor.clone(),
            why: Why::from(&quote.why),
            decision: quote.decision.as_ref().map(|decision| Decision {
                correction: decision.correction.0,
                by: decision.by.clone(),
                at: decision.at,
            }),
            primary: quote.primary.as_ref().map(|primary| Primary {
                position: primary.position,
                reference: primary.reference.clone(),
            }),
        }
    }
}

impl From<&engine::Hit> for Hit {
    fn from(hit: &engine::Hit) -> Self {
        Self {
            quote: Quote::from(&hit.quote),
            highlights: spans(&hit.highlights),
            repeats: hit.repeats,
        }
    }
}

impl From<model::Kind> for Kind {
    fn from(kind: model::Kind) -> Self {
        match kind {
            model::Kind::Direct => Self::Direct,
            model::Kind::Mixed => Self::Mixed,
            model::Kind::Indirect => Self::Indirect,
        }
    }
}

impl From<model::CueClass> for CueClass {
    fn from(class: model::CueClass) -> Self {
        match class {
            model::CueClass::Statement => Self::Statement,
            model::CueClass::Belief => Self::Belief,
            model::CueClass::Intention => Self::Intention,
            model::CueClass::Question => Self::Question,
            model::CueClass::Denial => Self::Denial,
            model::CueClass::Promise => Self::Promise,
            model::CueClass::Warning => Self::Warning,
            model::CueClass::Accusation => Self::Accusation,
        }
    }
}

impl From<model::Colour> for Colour {
    fn from(colour: model::Colour) -> Self {
        match colour {
            model::Colour::Neutral => Self::Neutral,
            model::Colour::Doubting => Self::Doubting,
            model::Colour::Endorsing => Self::Endorsing,
        }
    }
}

impl From<model::Polarity> for Polarity {
    fn from(polarity: model::Polarity) -> Self {
        match polarity {
            model::Polarity::Asserted => Self::Asserted,
            model::Polarity::Negated => Self::Negated,
            model::Polarity::Hypothetical => Self::Hypothetical,
        }
    }
}

impl From<&model::ArticleSummary> for ArticleSummary {
    fn from(article: &model::ArticleSummary) -> Self {
        Self {
            id: article.id.0,
            title: article.title.clone(),
            outlet: article.outlet.clone(),
            published: article.published,
            url: article.url.clone(),
        }
    }
}

impl From<&model::Why> for Why {
    fn from(why: &model::Why) -> Self {
        Self {
            rule: why.rule.into(),
            confidence: why.confidence.value(),
            chain: why.chain.clone(),
            candidates: why
                .candidates
                .iter()
                .map(|candidate| Candidate {
                    name: candidate.name.clone(),
                    wikidata: candidate.wikidata.clone(),
                    score: candidate.score,
                })
                .collect(),
        }
    }
}

impl From<model::ResolutionRule> for ResolutionRule {
    fn from(rule: model::ResolutionRule) -> Self {
        use model::ResolutionRule as Rule;
        match rule {
            Rule::FullName => Self::FullName,
            Rule::PartOfName => Self::PartOfName,
            Rule::Pronoun => Self::Pronoun,
            Rule::Description => Self::Description,
            Rule::Organisation => Self::Organisation,
            Rule::Office => Self::Office,
            Rule::Writer => Self::Writer,
            Rule::Continued => Self::Continued,
            Rule::Several => Self::Several,
            Rule::GivenName => Self::GivenName,
            Rule::Source => Self::Source,
            Rule::Unnamed => Self::Unnamed,
            Rule::Ambiguous => Self::Ambiguous,
            Rule::NotFound => Self::NotFound,
            Rule::NoSource => Self::NoSource,
        }
    }
}
