//! Corrections by people.

use chrono::{DateTime, Utc};
use onrecord_model as model;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Links, Quote, SpeakerKind};

/// A correction to make. Which fields are needed depends on `kind`; others are refused.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    /// What is to be corrected.
    pub kind: CorrectionWish,
    /// Who corrects: a name that others will read.
    pub by: String,
    /// What was the last correction of the speaker (`speaker.correction`), or of the quote (`decision.correction`),
    /// when it was looked at; `null` where there was none. Has to be given for what is about speakers and quotes, and
    /// is not known for what is about statements and conflicts.
    pub expected: Option<Uuid>,
    /// Whom it is about: `rename`, `add_alias`, `remove_alias`, `merge` and `split`.
    pub speaker: Option<Uuid>,
    /// The new full name, or the alias.
    pub name: Option<String>,
    /// `merge`: who stays.
    pub into: Option<Uuid>,
    /// `quote_speaker`: which quote.
    pub quote: Option<Uuid>,
    /// `quote_speaker` and `split`: whose the quotes shall be; `null` means nobody known.
    pub to: Option<CorrectionTarget>,
    /// `quote_speaker`: whether the siblings of the quote are corrected with it.
    pub siblings: Option<bool>,
    /// `split`: all quotes of the speaker with one of these mentions.
    pub mentions: Option<Vec<String>>,
    /// `split`: these quotes of the speaker.
    pub quotes: Option<Vec<Uuid>>,
    /// `join_statements`: any wording of the one, which goes on to stand for both.
    pub statement: Option<Uuid>,
    /// `join_statements`: any wording of the other.
    pub other: Option<Uuid>,
    /// `separate_wording` and `reject_suggestion`: which wording.
    pub wording: Option<Uuid>,
    /// `reject_suggestion`: what it was taken to tell.
    pub of: Option<Uuid>,
    /// `settle_conflict`: which one.
    pub conflict: Option<Uuid>,
    /// `settle_conflict`: what was found.
    pub note: Option<String>,
}

/// What people can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionWish {
    /// The full name of a speaker; the old one stays as an alias.
    Rename,
    /// A further name, by which mentions are linked to the speaker from then on.
    AddAlias,
    /// A name that is not the speaker's.
    RemoveAlias,
    /// `speaker` is `into`; its id leads there from then on.
    Merge,
    /// Some of the speaker's quotes are another's.
    Split,
    /// Whose words a quote is.
    QuoteSpeaker,
    /// The statements of two wordings are one.
    JoinStatements,
    /// A wording is a statement of its own.
    SeparateWording,
    /// One wording is no paraphrase of another.
    RejectSuggestion,
    /// A conflict was looked into.
    SettleConflict,
}

/// A speaker to give quotes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum CorrectionTarget {
    /// Who is there.
    Known(Uuid),
    /// One of the quote's `why.candidates`.
    Candidate(CandidateTarget),
    /// Somebody new, also where others have the same name.
    New(NewSpeaker),
}

/// One of the speakers that the machine weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CandidateTarget {
    /// Place in `why.candidates`, counted from 0.
    pub candidate: usize,
}

/// A speaker to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSpeaker {
    /// Full name.
    pub name: String,
    /// A person unless given.
    pub kind: Option<SpeakerKind>,
}

/// Who takes a correction back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoBody {
    /// A name that others will read.
    pub by: String,
}

/// One entry of the log of corrections. What does not belong to its kind is `null` or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Correction {
    /// The correction.
    pub id: Uuid,
    /// Its place in the log, counted from 1.
    pub number: u64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub by: String,
    /// `rename`, `add_alias`, `remove_alias`, `merge`, `split`, `quote_speaker`, `join_statements`,
    /// `separate_wording`, `reject_suggestion`, `settle_conflict` or `undo`.
    pub kind: String,
    /// The speaker it is about, with the name they had then.
    pub speaker: Option<NamedSpeaker>,
    /// Who stayed, or whose the quotes are now; `null` also where that is nobody known.
    pub to: Option<NamedSpeaker>,
    /// The name that was given or taken.
    pub name: Option<String>,
    /// The full name before.
    pub before: Option<String>,
    /// The mentions that a split was made by.
    pub mentions: Vec<String>,
    /// The quotes that changed hands; in a list at most the first 20.
    pub quotes: Vec<MovedQuote>,
    /// How many there are in all.
    pub quotes_total: u64,
    /// The statement it is about: of `join_statements` the one that they are from then on, of `separate_wording` the one
    /// that the wording was in.
    pub statement: Option<Uuid>,
    /// The wordings it is about; of `reject_suggestion` the one that tells, then the one told.
    pub wordings: Vec<HeldWording>,
    /// The conflict that was settled.
    pub conflict: Option<Uuid>,
    /// What was found.
    pub note: Option<String>,
    /// The claims that something was done to at the desk, the one it was done to first.
    pub claims: Vec<Uuid>,
    /// What was done at the desk, in a sentence.
    pub told: Option<String>,
    /// The correction that this one took back.
    pub undoes: Option<Uuid>,
    /// The correction that took this one back.
    pub undone_by: Option<Uuid>,
    /// Hash over this entry and the one before it.
    pub hash: String,
}

/// A wording that a correction is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldWording {
    /// The wording.
    pub wording: Uuid,
    /// Its words.
    pub text: String,
}

impl From<&model::HeldWording> for HeldWording {
    fn from(held: &model::HeldWording) -> Self {
        Self {
            wording: held.wording.0,
            text: held.text.clone(),
        }
    }
}

/// A speaker as the log remembers them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedSpeaker {
    /// The speaker.
    pub id: Uuid,
    /// What they were called then.
    pub name: String,
}

/// A quote that changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MovedQuote {
    /// The quote.
    pub id: Uuid,
    /// The article it stands in.
    pub article: Uuid,
    /// Its words.
    pub text: String,
    /// The words that name its source.
    pub mention: Option<String>,
    /// Whose it was.
    pub before: Option<NamedSpeaker>,
}

/// One page of the log, the last correction first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CorrectionList {
    /// The corrections.
    pub data: Vec<Correction>,
    /// The cursor of the next page; `null` on the last one.
    pub next: Option<String>,
    /// Where to go on.
    pub links: Links,
}

/// The quotes of the same article whose speaker was found in the same way.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Siblings {
    /// In the order of the text.
    pub data: Vec<Quote>,
}

impl Correction {
    /// Most quotes of an entry in a list.
    pub const IN_LIST: usize = 20;

    /// The entry as lists show it.
    #[must_use]
    pub fn in_list(correction: &model::Correction) -> Self {
        let mut entry = Self::from(correction);
        entry.quotes.truncate(Self::IN_LIST);
        entry
    }

    fn with_quotes(mut self, quotes: &[model::MovedQuote]) -> Self {
        self.quotes_total = quotes.len() as u64;
        self.quotes = quotes.iter().map(MovedQuote::from).collect();
        self
    }
}

impl From<&model::Correction> for Correction {
    fn from(correction: &model::Correction) -> Self {
        use model::Action;
        let entry = Self {
            id: correction.id.0,
            number: correction.number,
            at: correction.at,
            by: correction.by.clone(),
            kind: correction.action.kind().to_owned(),
            speaker: None,
            to: None,
            name: None,
            before: None,
            mentions: Vec::new(),
            quotes: Vec::new(),
            quotes_total: 0,
            statement: None,
            wordings: Vec::new(),
            conflict: None,
            note: None,
            claims: Vec::new(),
            told: None,
            undoes: None,
            undone_by: correction.undone_by.map(|undo| undo.0),
            hash: correction.hash.clone(),
        };
        match &correction.action {
            Action::Rename {
                speaker,
                before,
                after,
                ..
            } => Self {
                speaker: Some(speaker.into()),
                before: Some(before.clone()),
                name: Some(after.clone()),
                ..entry
            },
            Action::AddAlias { speaker, alias, .. }
            | Action::RemoveAlias { speaker, alias, .. } => Self {
                speaker: Some(speaker.into()),
                name: Some(alias.clone()),
                ..entry
            },
            Action::Merge { speaker, into, .. } => Self {
                speaker: Some(speaker.into()),
                to: Some(into.into()),
                ..entry
            },
            Action::Split {
                speaker,
                to,
                mentions,
                quotes,
            } => Self {
                speaker: Some(speaker.into()),
                to: Some(to.into()),
                mentions: mentions.clone(),
                ..entry.with_quotes(quotes)
            },
            Action::QuoteSpeaker { to, quotes } => Self {
                to: to.as_ref().map(NamedSpeaker::from),
                ..entry.with_quotes(quotes)
            },
            Action::JoinStatements {
                statement,
                wordings,
            } => Self {
                statement: Some(statement.0),
                wordings: wordings.iter().map(HeldWording::from).collect(),
                ..entry
            },
            Action::SeparateWording { wording, from, .. } => Self {
                statement: Some(from.0),
                wordings: vec![wording.into()],
                ..entry
            },
            Action::RejectSuggestion { wording, of } => Self {
                wordings: vec![wording.into(), of.into()],
                ..entry
            },
            Action::SettleConflict { conflict, note, .. } => Self {
                conflict: Some(conflict.0),
                note: note.clone(),
                ..entry
            },
            Action::Undo { correction, .. } => Self {
                undoes: Some(correction.0),
                ..entry
            },
            Action::Desk(action) => Self {
                claims: action.claims().iter().map(|claim| claim.0).collect(),
                told: Some(action.to_string()),
                ..entry
            },
        }
    }
}

impl From<&model::NamedSpeaker> for NamedSpeaker {
    fn from(speaker: &model::NamedSpeaker) -> Self {
        Self {
            id: speaker.id.0,
            name: speaker.name.clone(),
        }
    }
}

impl From<&model::MovedQuote> for MovedQuote {
    fn from(quote: &model::MovedQuote) -> Self {
        Self {
            id: quote.quote.0,
            article: quote.article.0,
            text: quote.text.clone(),
            mention: quote.mention.clone(),
            before: quote.before.as_ref().map(NamedSpeaker::from),
        }
    }
}
