//! What people overrule machines with, and what they decide: corrections of speakers and of who said something, claims
//! and their reviews, as the log keeps them.

use serde::{Deserialize, Serialize};

use crate::{
    ArticleId, ConflictId, CorrectionId, DeskAction, QuoteId, SpeakerId, StatementId, Timestamp,
};

/// One entry of the log of what people did: corrections, and the work at the desk. Entries are appended, never changed and never taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The correction.
    pub id: CorrectionId,
    /// Its place in the log, counted from 1.
    pub number: u64,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it, in their own words.
    pub by: String,
    /// What was changed, with what was there before.
    pub action: Action,
    /// The correction that took it back, where one did.
    pub undone_by: Option<CorrectionId>,
    /// Hash over this entry and the hash of the one before it, in hexadecimal digits.
    pub hash: String,
}

/// What a correction changed. Its JSON form is what the log holds and what its hash is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// A speaker goes by another full name; the old one stays as a further name.
    Rename {
        /// Who.
        speaker: NamedSpeaker,
        /// The full name until then.
        before: String,
        /// The full name from then on.
        after: String,
        /// What the new name was to them before.
        standing: Standing,
    },
    /// A further name, by which mentions are linked to the speaker from then on.
    AddAlias {
        /// Who.
        speaker: NamedSpeaker,
        /// The name.
        alias: String,
        /// What it was to them before.
        standing: Standing,
    },
    /// A name that is not theirs.
    RemoveAlias {
        /// Who.
        speaker: NamedSpeaker,
        /// The name.
        alias: String,
        /// Whose it was before, and how: the speaker's and that of those merged into them.
        held: Vec<(SpeakerId, Standing)>,
    },
    /// Two speakers are one.
    Merge {
        /// Who is shown as the other from then on.
        speaker: NamedSpeaker,
        /// As whom.
        into: NamedSpeaker,
        /// Who had been merged into `speaker` before, and goes along.
        along: Vec<SpeakerId>,
    },
    /// One speaker is two: these quotes are another's.
    Split {
        /// Whose the quotes were.
        speaker: NamedSpeaker,
        /// Whose they are.
        to: NamedSpeaker,
        /// The mentions that were chosen; empty where quotes were chosen one by one.
        mentions: Vec<String>,
        /// The quotes.
        quotes: Vec<MovedQuote>,
    },
    /// These quotes are by this speaker, or by nobody known.
    QuoteSpeaker {
        /// By whom; `None` means nobody known.
        to: Option<NamedSpeaker>,
        /// The quotes: the one that was looked at, then its siblings.
        quotes: Vec<MovedQuote>,
    },
    /// These wordings are one statement.
    JoinStatements {
        /// The wording that stands for it.
        statement: StatementId,
        /// All of them.
        wordings: Vec<HeldWording>,
    },
    /// This wording is a statement of its own.
    SeparateWording {
        /// The wording.
        wording: HeldWording,
        /// Those that people had held to it, and that stay together without it.
        others: Vec<HeldWording>,
        /// Of which statement it was said to be.
        from: StatementId,
    },
    /// One wording is no paraphrase of another.
    RejectSuggestion {
        /// The wording in a reporter's words.
        wording: HeldWording,
        /// What it was taken to tell.
        of: HeldWording,
    },
    /// Somebody has looked into the same words given to two speakers.
    SettleConflict {
        /// The conflict.
        conflict: ConflictId,
        /// To whom they are given.
        speakers: Vec<NamedSpeaker>,
        /// By which quotes.
        quotes: Vec<QuoteId>,
        /// What was found.
        note: Option<String>,
    },
    /// An earlier correction is taken back.
    Undo {
        /// Which one.
        correction: CorrectionId,
        /// What it had changed, as [`Action::kind`] calls it.
        undone: String,
    },
    /// Something was done at the fact-checkers' desk.
    #[serde(untagged)]
    Desk(DeskAction),
}

impl Action {
    /// The word for what sort of correction it is, in the API, in exports and in the store.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rename { .. } => "rename",
            Self::AddAlias { .. } => "add_alias",
            Self::RemoveAlias { .. } => "remove_alias",
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::QuoteSpeaker { .. } => "quote_speaker",
            Self::JoinStatements { .. } => "join_statements",
            Self::SeparateWording { .. } => "separate_wording",
            Self::RejectSuggestion { .. } => "reject_suggestion",
            Self::SettleConflict { .. } => "settle_conflict",
            Self::Undo { .. } => "undo",
            Self::Desk(action) => action.kind(),
        }
    }
}

/// A speaker as the log remembers them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedSpeaker {
    /// The speaker.
    pub id: SpeakerId,
    /// What they were called then.
    pub name: String,
}

/// A quote whose speaker was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedQuote {
    /// The quote.
    pub quote: QuoteId,
    /// The article it stands in.
    pub article: ArticleId,
    /// Its words.
    pub text: String,
    /// The words that name its source.
    pub mention: Option<String>,
    /// Whose it was before.
    pub before: Option<NamedSpeaker>,
}

/// A wording that a person said something of, as the log remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldWording {
    /// The wording.
    pub wording: StatementId,
    /// Its words, as one of its quotes has them.
    pub text: String,
    /// The statement that a person had put it into before.
    pub before: Option<StatementId>,
    /// Number of the correction that had.
    pub before_by: Option<i64>,
}

/// What a name is to a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing.
    Absent,
    /// A name that articles or the gazetteer have for them.
    Found,
    /// A name that a person said is theirs: mentions of it are linked to them.
    Given,
    /// A name that a person said is not theirs.
    Removed,
}

/// That a person decided whose words a quote is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The correction that decided.
    pub correction: CorrectionId,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}
