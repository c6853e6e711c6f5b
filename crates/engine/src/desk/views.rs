//! What the desk answers.

use onrecord_matching::Anchor;
use onrecord_matching::claims::Agreement;
use onrecord_model::{
    ArticleId, AssertionClass, ClaimRelation, CodePointSpan, LinkScore, Quote, SpeakerSummary,
    StatementId, Timestamp,
};
use onrecord_store::{
    ClaimListing, ClaimRecord, Done, FlagRecord, LinkedClaim, Lock, QueueCandidate, SuggestedClaim,
    Told, Verdict,
};

use super::pass::Worth;

/// A claim with everything around it.
#[derive(Debug, Clone)]
pub struct ClaimView {
    /// What the log says of it, with what it says of those that were merged into it.
    pub record: ClaimRecord,
    /// Statements that make it, by a person's word, those told first first.
    pub statements: Vec<ClaimStatement>,
    /// Statements that may make it, the likeliest first; at most [`ClaimView::SUGGESTIONS`]. None as of a date.
    pub suggestions: Vec<ClaimStatement>,
    /// How many there are.
    pub suggestions_total: u64,
    /// Who makes it, with how often they are told to, most often first.
    pub claimants: Vec<(SpeakerSummary, u64)>,
    /// What was said again since it was last rated; `None` where it has no published review.
    pub repeats: Option<Repeats>,
    /// Claims it has to do with.
    pub related: Vec<RelatedClaim>,
    /// Flags on it, the newest first.
    pub flags: Vec<FlagRecord>,
    /// Who has it open.
    pub lock: Option<Lock>,
}

impl ClaimView {
    /// Most suggestions in a view.
    pub const SUGGESTIONS: u16 = 50;
}

/// A statement and a claim.
#[derive(Debug, Clone)]
pub struct ClaimStatement {
    /// The statement, by the wording that stands for it.
    pub statement: StatementId,
    /// What ties the two.
    pub linked: Linked,
    /// Its words: when it was linked, or as they are told now.
    pub words: String,
    /// The part of them that makes the claim; all of them where absent.
    pub part: Option<CodePointSpan>,
    /// Where it is told first; `None` where nothing tells it any more.
    pub quote: Option<Quote>,
    /// How often it is told, in all wordings.
    pub told: Told,
}

/// What ties a statement to a claim.
#[derive(Debug, Clone)]
pub enum Linked {
    /// A person said so.
    Confirmed {
        /// Who.
        done: Done,
        /// What a machine had thought of it.
        suggested: Option<LinkScore>,
    },
    /// A machine thinks so.
    Suggested(LinkScore),
}

/// What was said again after it was rated.
#[derive(Debug, Clone)]
pub struct Repeats {
    /// The rating: the last one published.
    pub verdict: Verdict,
    /// How often it was told since, in articles and primary sources.
    pub occurrences: u64,
    /// In how many reports and sources, copies of one report counted once.
    pub reports: u64,
    /// When last.
    pub last: Option<Timestamp>,
    /// By whom, most often first.
    pub by: Vec<(SpeakerSummary, u64)>,
    /// The last times, the newest first; at most [`Repeats::LATEST`].
    pub latest: Vec<Quote>,
}

impl Repeats {
    /// Most quotes in a view.
    pub const LATEST: usize = 10;
}

/// A claim that has to do with another.
#[derive(Debug, Clone)]
pub struct RelatedClaim {
    /// The other.
    pub claim: ClaimListing,
    /// What the one is to the other.
    pub relation: ClaimRelation,
    /// Whether it is the other that is this to the one that was asked for.
    pub is_reverse: bool,
}

/// Part of the claims.
#[derive(Debug, Clone)]
pub struct ClaimPage {
    /// The claims.
    pub claims: Vec<ClaimListing>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// A claim that a text may make.
#[derive(Debug, Clone)]
pub struct ClaimMatch {
    /// The claim, as it is shown.
    pub claim: ClaimListing,
    /// How likely the text makes it, from 0 to 1.
    pub score: f32,
    /// Whether that is enough to suggest it.
    pub is_suggested: bool,
    /// What the two have in common, and what not.
    pub agreement: Agreement,
}

/// The claims of a statement.
#[derive(Debug, Clone)]
pub struct StatementClaims {
    /// Those it makes, by a person's word.
    pub linked: Vec<LinkedClaim>,
    /// Those it may make. Their verdicts are not shown with it.
    pub suggested: Vec<SuggestedClaim>,
    /// How much its words are worth checking.
    pub worth: Worth,
}

/// What to queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRequest {
    /// Told at or after this instant's day.
    pub from: Option<Timestamp>,
    /// Told last before this instant's day ends.
    pub to: Option<Timestamp>,
    /// Only assertions of this sort.
    pub class: AssertionClass,
    /// Items on one page, 1 to 200.
    pub limit: u16,
    /// Where the previous page ended, as its `next` says.
    pub after: Option<String>,
}

impl Default for QueueRequest {
    fn default() -> Self {
        Self {
            from: None,
            to: None,
            class: AssertionClass::Fact,
            limit: 20,
            after: None,
        }
    }
}

/// Part of the queue.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// What to look at, first things first.
    pub items: Vec<QueueItem>,
    /// How many statements there are that nobody has decided on.
    pub total: u64,
    /// How many of these, the ones most worth checking and all that are flagged, were put in order.
    pub ranked: u64,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// A statement in the queue.
#[derive(Debug, Clone)]
pub struct QueueItem {
    /// The statement, with how often it is told.
    pub candidate: QueueCandidate,
    /// What it is ordered by.
    pub rank: f64,
    /// Where it is told first.
    pub quote: Quote,
    /// How much it is worth checking, with the words that say so.
    pub worth: Worth,
    /// Why it is here, in words, what counts most first.
    pub reasons: Vec<String>,
    /// Claims it may make.
    pub suggested: Vec<SuggestedClaim>,
    /// Who has it open.
    pub lock: Option<Lock>,
}

/// Part of the claims that have to be looked at again.
#[derive(Debug, Clone)]
pub struct DuePage {
    /// The claims.
    pub claims: Vec<DueClaim>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// A claim that has to be looked at again.
#[derive(Debug, Clone)]
pub struct DueClaim {
    /// The claim.
    pub claim: ClaimListing,
    /// Why.
    pub reasons: Vec<DueReason>,
}

/// Why a claim has to be looked at again.
#[derive(Debug, Clone)]
pub enum DueReason {
    /// Its published reviews disagree.
    Disagreement,
    /// Somebody asked for a second review.
    SecondReview,
    /// Evidence of this many of its reviews is gone.
    EvidenceGone(u64),
    /// Its last review of this newsroom is older than was asked for.
    Old(Timestamp),
    /// It was said again, with other numbers.
    OtherNumbers {
        /// The last time.
        quote: Box<Quote>,
        /// How often.
        times: u64,
        /// Whether a machine only thinks that it is the same claim.
        is_suggested: bool,
    },
}

/// Part of the flags.
#[derive(Debug, Clone)]
pub struct FlagPage {
    /// The flags, the newest first.
    pub flags: Vec<FlagRecord>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// Where the words of a quote stand in a later version of its article.
#[derive(Debug, Clone)]
pub struct Anchored {
    /// The article.
    pub article: ArticleId,
    /// The version in which the quote stands.
    pub version: u32,
    /// The version that was looked at.
    pub other: u32,
    /// For each part of its content in order: the part, and where it stands.
    pub anchors: Vec<(CodePointSpan, Anchor)>,
}
