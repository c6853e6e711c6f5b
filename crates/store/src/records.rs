//! What goes into the store and what comes out of it, beyond the values of `onrecord-model`.

use std::sync::Arc;

use onrecord_model::{
    Article, ArticleId, ArticleSummary, BlockRole, CodePointSpan, Confidence, CorrectionId, Kind,
    Language, Manner, QuoteId, Role, Sequence, SourceId, SpeakerId, SpeakerIdentity,
    SpeakerSummary, Timestamp, Why,
};
use serde::{Deserialize, Serialize};

/// One article version with all that was found in it, to be stored as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct NewArticle {
    /// The article as it was taken in.
    pub article: Article,
    /// Name and version of the extractor; `None` where it was not run (the language is not read).
    pub extractor: Option<String>,
    /// What was found, in any order.
    pub quotes: Vec<NewQuote>,
    /// When it was taken in. Also dates the ids made for it.
    pub taken_in: Timestamp,
}

/// One attribution, resolved as far as it could be.
#[derive(Debug, Clone, PartialEq)]
pub struct NewQuote {
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The pieces of the content, joined by [`Quote::GAP`](onrecord_model::Quote::GAP).
    pub text: String,
    /// Where the words that name the source stand.
    pub source: Vec<CodePointSpan>,
    /// Where the reporting words stand.
    pub cue: Vec<CodePointSpan>,
    /// Where the content stands; not empty.
    pub content: Vec<CodePointSpan>,
    /// What the reporting words tell, and whether this is reported as said at all.
    pub manner: Manner,
    /// The quote in whose content it stands: its place in [`NewArticle::quotes`].
    pub inside: Option<usize>,
    /// The words that name the source.
    pub mention: Option<String>,
    /// The reporting words.
    pub cue_text: Option<String>,
    /// Who it is; `None` where nobody could be named with reason.
    pub speaker: Option<SpeakerIdentity>,
    /// What makes two wordings the same statement of one speaker; without a speaker it is not looked at.
    pub fingerprint: Option<String>,
    /// How sure the extractor is.
    pub confidence: Confidence,
    /// The rule or model that found it.
    pub rule: String,
    /// Name and version of what found it, where that is not [`NewArticle::extractor`]: it is kept from an earlier
    /// reading of the same text.
    pub extractor: Option<String>,
    /// Why this speaker, or why none.
    pub why: Why,
}

/// What became of an article that was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The article.
    pub article: ArticleId,
    /// The version that has the content put: the current one, or, where the status is
    /// [`PutStatus::Unchanged`], maybe an older one.
    pub version: u32,
    /// Whether anything is different.
    pub status: PutStatus,
    /// Number of quotes of that version.
    pub quotes: usize,
    /// The last change of the article: an index that has applied it holds the article as it now is.
    pub sequence: Sequence,
}

/// A primary source with its passages, to be stored as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSource {
    /// What makes two of them the same source, such as a hash of all that is in it; it is stored once.
    pub identity: String,
    /// What its passages are to one another.
    pub kind: SourceKind,
    /// What it is called where nothing better is known: the name of the file, say.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was said.
    pub published: Option<Timestamp>,
    /// When it was taken in. Also dates the ids made for it.
    pub taken_in: Timestamp,
    /// What was said, in order.
    pub passages: Vec<NewPassage>,
}

/// What the passages of a source are to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Part of a collection of statements that have nothing to do with one another; a passage that is known from
    /// elsewhere is not stored again.
    Corpus,
    /// Something said in one go, whose passages are each other's context; all of them are kept.
    Transcript,
}

impl SourceKind {
    /// The word kept in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Corpus => "corpus",
            Self::Transcript => "transcript",
        }
    }
}

/// What somebody said, word for word.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPassage {
    /// The words; not blank, at most [`NewPassage::LONGEST`] characters.
    pub text: String,
    /// Who said them. Shared, as a corpus has few speakers with many passages.
    pub speaker: Arc<SpeakerIdentity>,
    /// When it was said; `None` where it is as in the source.
    pub said: Option<Timestamp>,
    /// Who published it; `None` where it is as in the source.
    pub outlet: Option<String>,
    /// Where it can be read; `None` where it is as in the source.
    pub url: Option<String>,
    /// The id it has in what was imported.
    pub reference: Option<String>,
    /// What makes two wordings the same statement; `None` where nothing is left to compare.
    pub fingerprint: Option<String>,
}

/// What became of a source that was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutSource {
    /// The source; `None` where nothing was stored, as all its passages are known from others.
    pub source: Option<SourceId>,
    /// Whether anything is different.
    pub status: SourceStatus,
    /// Number of passages that were stored.
    pub added: usize,
    /// Number of passages that were there.
    pub known: usize,
    /// The last change of the source: an index that has applied it holds the source.
    pub sequence: Sequence,
}

/// Whether putting a source changed the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    /// It was stored, with those of its passages that were not known.
    Added,
    /// Nothing was written.
    Known,
}

/// A primary source, but its passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// The source.
    pub id: SourceId,
    /// What its passages are to one another.
    pub kind: SourceKind,
    /// What it is called where nothing better is known.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was said.
    pub published: Option<Timestamp>,
    /// When it was taken in.
    pub taken_in: Timestamp,
    /// Number of passages; at least one.
    pub passages: u64,
}

/// The words of a quote or passage, and no more than ranking candidates needs besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteText {
    /// Which.
    pub id: QuoteId,
    /// Its words.
    pub text: String,
    /// Who is shown as having said them.
    pub speaker: Option<SpeakerId>,
    /// When they were said, or when the article was published.
    pub date: Option<Timestamp>,
}

/// A content that is in the record already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The article.
    pub article: ArticleId,
    /// The version that has the content; it need not be the current one.
    pub version: u32,
    /// Number of quotes of that version.
    pub quotes: usize,
}

/// Whether a put changed the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PutStatus {
    /// The article was not known.
    Added,
    /// It was known with other content.
    NewVersion,
    /// It was known with the same content, in its current version or an older one; nothing was written.
    Unchanged,
}

/// One article in one version, with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRecord {
    /// The article, as this version describes it.
    pub summary: ArticleSummary,
    /// The id its supplier gave it, or the name of the file it came from; as the version taken in last
    /// has it, whichever version this is.
    pub external_id: Option<String>,
    /// Names of those who wrote it.
    pub authors: Vec<String>,
    /// The language of the text.
    pub language: Language,
    /// The text all spans refer to.
    pub text: String,
    /// The paragraphs of the text in order, each with the part it plays.
    pub blocks: Vec<(CodePointSpan, BlockRole)>,
    /// The version this is.
    pub version: u32,
    /// All versions there are, oldest first; the last one is current.
    pub versions: Vec<VersionSummary>,
}

/// One version of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionSummary {
    /// Counted from 1.
    pub version: u32,
    /// When it was taken in.
    pub taken_in: Timestamp,
    /// What read it; `None` where nothing did.
    pub extractor: Option<String>,
    /// Number of quotes found in it.
    pub quotes: u64,
    /// Whether nobody published it: it has the content of the version before, and was read again.
    pub is_read_again: bool,
}

/// Everything known about one speaker, but their quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeakerRecord {
    /// The speaker.
    pub summary: SpeakerSummary,
    /// Those who were merged into them, in order of name.
    pub merged: Vec<SpeakerSummary>,
    /// The last correction of them.
    pub correction: Option<CorrectionId>,
    /// Other names, in order of name.
    pub aliases: Vec<String>,
    /// Offices, latest first; those without a first day last.
    pub roles: Vec<Role>,
    /// Number of quotes in current versions.
    pub quotes: u64,
    /// Number of different statements among them.
    pub statements: u64,
    /// Number of articles they stand in.
    pub articles: u64,
    /// Quotes per outlet, most first; `None` gathers articles without one.
    pub outlets: Vec<(Option<String>, u64)>,
    /// Publication of the earliest dated article that quotes them.
    pub first_quoted: Option<Timestamp>,
    /// Publication of the latest dated article that quotes them.
    pub last_quoted: Option<Timestamp>,
    /// Number of passages of theirs in primary sources.
    pub passages: u64,
    /// When the earliest dated of these was said.
    pub first_said: Option<Timestamp>,
    /// When the latest dated of these was said.
    pub last_said: Option<Timestamp>,
}

/// Which speakers to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakerFilter {
    /// Only those with this in their full name or an alias, case and accents aside.
    pub name_contains: Option<String>,
}

/// Behind which speaker a page begins. It is good for the filter it was given out with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerCursor {
    /// Quotes of the last speaker of the page before.
    pub quotes: u64,
    /// Their name as it is sorted by.
    pub name: String,
    /// Who it was.
    pub id: SpeakerId,
}

/// A speaker in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerListing {
    /// The speaker.
    pub speaker: SpeakerSummary,
    /// Number of quotes in current versions; at least one, where there are no passages.
    pub quotes: u64,
    /// Number of passages of theirs in primary sources.
    pub passages: u64,
}

/// Part of a list, and where the next part begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<Item, Cursor> {
    /// In the order asked for.
    pub items: Vec<Item>,
    /// `None` where nothing follows.
    pub next: Option<Cursor>,
}

/// How much there is, all taken at one instant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Articles.
    pub articles: u64,
    /// Articles, those that are copies of one report counted once.
    pub reports: u64,
    /// Versions of articles, current and older.
    pub versions: u64,
    /// Articles whose current version was not extracted, for its language.
    pub not_extracted: u64,
    /// Quotes in current versions.
    pub quotes: QuoteCounts,
    /// Those among them without a speaker.
    pub without_speaker: u64,
    /// Speakers with a quote in a current version, or a passage.
    pub speakers: u64,
    /// Statements with a quote in a current version, their wordings put together, or a passage.
    pub statements: u64,
    /// Different outlets of articles.
    pub outlets: u64,
    /// Primary sources.
    pub sources: u64,
    /// Passages of these.
    pub passages: u64,
}

/// Quotes by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteCounts {
    /// All in quotation marks.
    pub direct: u64,
    /// Partly in quotation marks.
    pub mixed: u64,
    /// Not in quotation marks.
    pub indirect: u64,
}

impl QuoteCounts {
    /// All kinds together.
    #[must_use]
    pub fn total(self) -> u64 {
        self.direct + self.mixed + self.indirect
    }
}

/// Something in the record that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which row, such as `quote 0190a6f2-…`; the name of the database where it is no single row.
    pub row: String,
    /// What is wrong with it.
    pub what: String,
}
