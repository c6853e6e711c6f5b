//! A stored attribution.

use serde::{Deserialize, Serialize};

use crate::{
    ArticleSummary, CodePointSpan, Confidence, Decision, Kind, Manner, QuoteId, SpeakerId,
    SpeakerSummary, StatementId, Why,
};

/// One occurrence of somebody's words in one version of one article, as the store keeps it and every
/// interface shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The quote.
    pub id: QuoteId,
    /// The article it stands in.
    pub article: ArticleSummary,
    /// The version of the article, counted from 1.
    pub version: u32,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The content's words exactly as in the article; several pieces are joined by [`Quote::GAP`].
    pub text: String,
    /// Where the words that name the source stand.
    pub source: Vec<CodePointSpan>,
    /// Where the reporting words stand.
    pub cue: Vec<CodePointSpan>,
    /// Where the content stands; never empty.
    pub content: Vec<CodePointSpan>,
    /// What the reporting words tell: their class and colour, and whether this is reported as said at all.
    pub manner: Manner,
    /// The quote of the same version whose content it stands in: what A says that B said is B's inside A's.
    pub inside: Option<QuoteId>,
    /// The words that name the source.
    pub mention: Option<String>,
    /// The reporting words.
    pub cue_text: Option<String>,
    /// Who it is; `None` where nobody could be named with reason.
    pub speaker: Option<SpeakerSummary>,
    /// Under whom it is filed: the speaker, or one who was merged into them.
    #[serde(default)]
    pub filed_under: Option<SpeakerId>,
    /// The statement it is an occurrence of: the wording that stands for it. `None` without a speaker.
    pub statement: Option<StatementId>,
    /// Its own wording: these words by this speaker, wherever they are told. Which wordings are one statement is found
    /// out after a quote is stored; until then each is a statement.
    #[serde(default)]
    pub wording: Option<StatementId>,
    /// How sure the extractor was that this is an attribution with these spans.
    pub confidence: Confidence,
    /// The rule or model that found it.
    pub rule: String,
    /// Why the machine chose this speaker, or none; what it says does not change when a person decides otherwise.
    pub why: Why,
    /// Who decided whose words these are, where a person did.
    #[serde(default)]
    pub decision: Option<Decision>,
    /// Name and version of the extractor.
    pub extractor: String,
    /// Where it stands in a primary source: then these are the words as they were said, `article` describes the source
    /// they come from (its id is the source's), and nothing was extracted. `None` for what an article reports.
    #[serde(default)]
    pub primary: Option<Primary>,
}

/// The place of a passage in a primary source: a transcript, a speech, a post, a corpus of statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Primary {
    /// Its place among the passages of the source, counted from 0.
    pub position: u32,
    /// The id it had in what was imported.
    pub reference: Option<String>,
}

impl Quote {
    /// Stands between the pieces of a content that the article interrupts.
    pub const GAP: &'static str = " … ";

    /// First code point of the content.
    #[must_use]
    pub fn start(&self) -> u32 {
        self.content.first().map_or(0, |span| span.start)
    }

    /// Behind the last code point of the content.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.content.last().map_or(0, |span| span.end)
    }
}
