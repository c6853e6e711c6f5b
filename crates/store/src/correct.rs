//! Corrections by people: what they may say, and how it becomes rows.
//!
//! A correction is one transaction: the log's new row, what it changes of speakers and quotes, and the change
//! rows by which the index follows are all there or none is. One is made at a time, and none while an article is
//! put, so that the log has one end and both see the same names and redirects.
//!
//! What a quote is filed under is not touched by a merge: the speaker who goes becomes a redirect, and readers
//! follow it. A merge of a speaker with a hundred thousand quotes is a handful of rows, and so is its undo.

use std::collections::BTreeSet;

use onrecord_model::{
    Action, ConflictId, Correction, CorrectionId, NamedSpeaker, QuoteId, SpeakerId, SpeakerKind,
    StatementId, Timestamp,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::desk::DeskWish;
use crate::entity::speaker;
use crate::error::Failed;
use crate::identifiers::Identifiers;
use crate::identity::stored_time;
use crate::{Store, StoreError, dialect};

pub(crate) mod log;
mod merge;
pub(crate) mod names;
mod quotes;
mod statements;
pub(crate) mod undo;

/// Most quotes that one correction moves; a split of more is made in parts.
pub const MOST_MOVED: usize = 5_000;
/// Most characters of a name, or of who makes a correction.
const LONGEST_NAME: usize = 200;

/// What makes two wordings the same statement; `None` where nothing is left to compare. Must be the function by
/// which the fingerprints of new quotes are made.
pub type Fingerprint = fn(&str) -> Option<String>;

/// A correction to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCorrection {
    /// Who makes it.
    pub by: String,
    /// When. Also dates the ids made for it.
    pub at: Timestamp,
    /// What is to be changed.
    pub wish: Wish,
}

/// What somebody wants to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Call a speaker otherwise.
    Rename {
        /// Who.
        speaker: SpeakerId,
        /// The new full name.
        name: String,
        /// What they were like when the wish was made.
        expected: Expected,
    },
    /// Let a speaker go by a further name.
    AddAlias {
        /// Who.
        speaker: SpeakerId,
        /// The name.
        alias: String,
        /// What they were like when the wish was made.
        expected: Expected,
    },
    /// Say that a name is not a speaker's.
    RemoveAlias {
        /// Who.
        speaker: SpeakerId,
        /// The name, whatever its case and accents.
        alias: String,
        /// What they were like when the wish was made.
        expected: Expected,
    },
    /// Make two speakers one.
    Merge {
        /// Who becomes a redirect.
        speaker: SpeakerId,
        /// Who stays.
        into: SpeakerId,
        /// What `speaker` was like when the wish was made.
        expected: Expected,
    },
    /// Give some of a speaker's quotes to another.
    Split {
        /// Whose they are.
        speaker: SpeakerId,
        /// Every quote of theirs with one of these mentions, letter by letter.
        mentions: Vec<String>,
        /// These quotes of theirs.
        quotes: Vec<QuoteId>,
        /// Whose they shall be.
        to: Target,
        /// What `speaker` was like when the wish was made.
        expected: Expected,
    },
    /// Say whose words a quote is.
    QuoteSpeaker {
        /// Which.
        quote: QuoteId,
        /// Whose; `None` means nobody known.
        to: Option<Target>,
        /// Whether its siblings are corrected with it: see [`Store::siblings`].
        siblings: bool,
        /// What decided on `quote` when the wish was made.
        expected: Expected,
    },
    /// Say that the statements of two wordings are one.
    JoinStatements {
        /// Any wording of the one, which goes on to stand for it.
        one: StatementId,
        /// Any wording of the other.
        other: StatementId,
    },
    /// Say that a wording is a statement of its own.
    SeparateWording {
        /// Which.
        wording: StatementId,
    },
    /// Say that one wording is no paraphrase of another.
    RejectSuggestion {
        /// The wording in a reporter's words.
        wording: StatementId,
        /// What it was taken to tell.
        of: StatementId,
    },
    /// Say that a conflict was looked into, and what was found.
    SettleConflict {
        /// Which.
        conflict: ConflictId,
        /// What was found; may be empty.
        note: String,
    },
    /// Do something at the fact-checkers' desk.
    Desk {
        /// What.
        wish: DeskWish,
        /// What the claim was like when the wish was made.
        expected: Expected,
    },
    /// Take a correction back.
    Undo {
        /// Which one.
        correction: CorrectionId,
    },
}

/// A speaker who is there, or is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Who is there.
    Known(SpeakerId),
    /// One of those the machine weighed for the quote: its place in the quote's `why.candidates`.
    Candidate(usize),
    /// Who is to be made, also where others have the same name.
    New {
        /// Full name.
        name: String,
        /// Person or organisation.
        kind: SpeakerKind,
        /// What makes two mentions this speaker, as in
        /// [`SpeakerIdentity::key`](onrecord_model::SpeakerIdentity::key), where known; whoever has it already is
        /// meant. Else only names that people give do.
        key: Option<String>,
        /// Wikidata item, such as `Q22686`, where known.
        wikidata: Option<String>,
    },
}

/// What somebody saw before they made a correction, so that two do not overwrite each other unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It does not matter.
    Anything,
    /// This was the last correction of it; `None`: there was none.
    Last(Option<CorrectionId>),
}

impl Store {
    /// Makes a correction, and returns its entry of the log when it is durable.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where there is no such speaker, quote or correction; [`StoreError::Conflict`] where
    /// it is not as expected, or an undo would undo a later correction too; [`StoreError::Refused`] for what
    /// cannot be or would change nothing. Nothing is written then.
    pub async fn correct(
        &self,
        new: &NewCorrection,
        fingerprint: Fingerprint,
    ) -> Result<Correction, StoreError> {
        let by = names::valid("name of who corrects", &new.by)?;
        let mut attempt = 1;
        loop {
            match self.correct_once(new, &by, fingerprint).await {
                Ok(correction) => return Ok(correction),
                Err(failed) => failed.unless_worth_another(&mut attempt)?,
            }
        }
    }

    async fn correct_once(
        &self,
        new: &NewCorrection,
        by: &str,
        fingerprint: Fingerprint,
    ) -> Result<Correction, Failed> {
        let transaction = dialect::begin_write(self.writer()).await?;
        dialect::lock_corrections(&transaction).await?;
        let mut correcting = Correcting::begin(&transaction, new.at, fingerprint).await?;
        let action = correcting.carry_out(by, &new.wish).await?;
        let correction = correcting.write(by, action).await?;
        transaction.commit().await?;
        Ok(correction)
    }
}

/// A correction on its way.
pub(crate) struct Correcting<'transaction> {
    pub(crate) transaction: &'transaction DatabaseTransaction,
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    previous: String,
    pub(crate) at: Timestamp,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) identifiers: Identifiers,
    /// Speakers, quotes, statements and claims it is about.
    pub(crate) subjects: BTreeSet<Uuid>,
    /// Speakers whose quotes read differently from now on.
    speakers: BTreeSet<Uuid>,
    /// Articles in which a quote is another's from now on.
    articles: BTreeSet<Uuid>,
    /// Wordings that are of other statements from now on, and those that stand for them.
    statements: BTreeSet<Uuid>,
    /// Claims that read differently from now on.
    pub(crate) claims: BTreeSet<Uuid>,
}

impl<'transaction> Correcting<'transaction> {
    pub(crate) async fn begin(
        transaction: &'transaction DatabaseTransaction,
        at: Timestamp,
        fingerprint: Fingerprint,
    ) -> Result<Self, DbErr> {
        Ok(Self::following(
            transaction,
            log::end(transaction).await?,
            at,
            fingerprint,
        ))
    }

    /// The same, with ids that sort behind those already made.
    pub(crate) fn continuing(mut self, mut identifiers: Identifiers) -> Self {
        self.id = identifiers.next();
        self.identifiers = identifiers;
        self
    }

    /// One that follows the entry of this number and hash.
    pub(crate) fn following(
        transaction: &'transaction DatabaseTransaction,
        (number, previous): (i64, String),
        at: Timestamp,
        fingerprint: Fingerprint,
    ) -> Self {
        let mut identifiers = Identifiers::new(at);
        Self {
            transaction,
            id: identifiers.next(),
            number: number + 1,
            previous,
            at: stored_time(at),
            fingerprint,
            identifiers,
            subjects: BTreeSet::new(),
            speakers: BTreeSet::new(),
            articles: BTreeSet::new(),
            statements: BTreeSet::new(),
            claims: BTreeSet::new(),
        }
    }

    pub(crate) async fn carry_out(&mut self, by: &str, wish: &Wish) -> Result<Action, Failed> {
        match wish {
            Wish::Rename {
                speaker,
                name,
                expected,
            } => self.rename(*speaker, name, *expected).await,
            Wish::AddAlias {
                speaker,
                alias,
                expected,
            } => self.add_alias(*speaker, alias, *expected).await,
            Wish::RemoveAlias {
                speaker,
                alias,
                expected,
            } => self.remove_alias(*speaker, alias, *expected).await,
            Wish::Merge {
                speaker,
                into,
                expected,
            } => self.merge(*speaker, *into, *expected).await,
            Wish::Split {
                speaker,
                mentions,
                quotes,
                to,
                expected,
            } => self.split(*speaker, mentions, quotes, to, *expected).await,
            Wish::QuoteSpeaker {
                quote,
                to,
                siblings,
                expected,
            } => {
                self.correct_quote(*quote, to.as_ref(), *siblings, *expected)
                    .await
            }
            Wish::JoinStatements { one, other } => self.join_statements(*one, *other).await,
            Wish::SeparateWording { wording } => self.separate_wording(*wording).await,
            Wish::RejectSuggestion { wording, of } => self.reject_suggestion(*wording, *of).await,
            Wish::SettleConflict { conflict, note } => self.settle_conflict(*conflict, note).await,
            Wish::Desk { wish, expected } => self.at_desk(by, wish, *expected).await,
            Wish::Undo { correction } => self.undo(by, *correction).await,
        }
    }

    /// Who is shown for this id: the speaker, or whom they were merged into.
    async fn shown(&self, id: Uuid) -> Result<speaker::Model, Failed> {
        let unknown = || StoreError::unknown(format!("speaker {id}"));
        let row = self.row(id).await?.ok_or_else(unknown)?;
        match row.merged_into {
            None => Ok(row),
            Some(survivor) => Ok(self.row(survivor).await?.ok_or_else(unknown)?),
        }
    }

    async fn row(&self, id: Uuid) -> Result<Option<speaker::Model>, DbErr> {
        speaker::Entity::find_by_id(id).one(self.transaction).await
    }

    /// Refuses a correction of what somebody else has corrected since it was looked at.
    async fn expect(
        &self,
        what: &str,
        changed_by: Option<i64>,
        expected: Expected,
    ) -> Result<(), Failed> {
        let Expected::Last(expected) = expected else {
            return Ok(());
        };
        let last = match changed_by {
            Some(number) => Some(log::row(self.transaction, number).await?),
            None => None,
        };
        if last.as_ref().map(|row| CorrectionId(row.id)) == expected {
            return Ok(());
        }
        let what = match &last {
            Some(last) => format!(
                "{what} was corrected by {} ({}) since it was looked at",
                last.author, last.at
            ),
            None => format!("the correction of {what} that was seen does not hold any more"),
        };
        Err(Failed::Store(StoreError::Conflict {
            what,
            correction: last.map(|row| CorrectionId(row.id)),
        }))
    }

    /// Notes that this correction is the last of these speakers.
    async fn mark(&mut self, speakers: &[Uuid]) -> Result<(), DbErr> {
        self.subjects.extend(speakers);
        speaker::Entity::update_many()
            .col_expr(speaker::Column::ChangedBy, Expr::value(self.number))
            .filter(speaker::Column::Id.is_in(speakers.iter().copied()))
            .exec(self.transaction)
            .await?;
        Ok(())
    }
}

fn named(row: &speaker::Model) -> NamedSpeaker {
    NamedSpeaker {
        id: SpeakerId(row.id),
        name: row.name.clone(),
    }
}
