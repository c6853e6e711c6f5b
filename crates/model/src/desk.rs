//! What is done at the fact-checkers' desk, as the log keeps it.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    ClaimId, ClaimLink, ClaimRelation, ClaimState, ClaimText, FlagId, QuoteId, Review, ReviewId,
    Scale, ScaleId, StatementId,
};

/// One thing done at the desk. Each entry says by itself what it did, so that the record of a claim is what its entries
/// make of it, one after the other, as of any date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeskAction {
    /// A claim was written down, with the statements that make it and the reviews it came with.
    MakeClaim {
        /// The claim.
        claim: ClaimId,
        /// What it says.
        text: Box<ClaimText>,
        /// Statements that make it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<ClaimLink>,
        /// Reviews it came with.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reviews: Vec<(ReviewId, Review)>,
    },
    /// A claim says something else now.
    EditClaim {
        /// The claim.
        claim: ClaimId,
        /// What it said.
        before: Box<ClaimText>,
        /// What it says.
        after: Box<ClaimText>,
    },
    /// A statement makes a claim. One that is linked already points at another part from now on.
    LinkStatement {
        /// The claim.
        claim: ClaimId,
        /// The statement.
        link: ClaimLink,
    },
    /// A statement does not make a claim, whatever was suggested or linked.
    RejectLink {
        /// The claim.
        claim: ClaimId,
        /// The statement.
        statement: StatementId,
        /// Its words.
        words: String,
    },
    /// Two claims are one.
    MergeClaims {
        /// The claim that is shown as the other from then on.
        claim: ClaimId,
        /// What it says.
        text: String,
        /// As which.
        into: ClaimId,
    },
    /// One claim is two.
    SplitClaim {
        /// The claim that stays.
        claim: ClaimId,
        /// The new one.
        to: ClaimId,
        /// What the new one says.
        text: Box<ClaimText>,
        /// Statements that make the new one and not the old.
        links: Vec<ClaimLink>,
        /// Reviews that are of the new one and not of the old.
        reviews: Vec<(ReviewId, Review)>,
    },
    /// A claim has to do with another.
    RelateClaims {
        /// The claim.
        claim: ClaimId,
        /// The other.
        to: ClaimId,
        /// What it is to the other; absent where it is nothing any more.
        relation: Option<ClaimRelation>,
    },
    /// Somebody is to look into a claim, or nobody in particular.
    AssignClaim {
        /// The claim.
        claim: ClaimId,
        /// Who.
        to: Option<String>,
    },
    /// The work on a claim has come this far.
    SetClaimState {
        /// The claim.
        claim: ClaimId,
        /// How far it had come.
        before: ClaimState,
        /// How far it has come.
        after: ClaimState,
    },
    /// A claim was reviewed.
    AddReview {
        /// The claim.
        claim: ClaimId,
        /// The review.
        review: ReviewId,
        /// What it says.
        content: Box<Review>,
    },
    /// A review says something else now: it was finished, published, corrected or withdrawn, or its evidence is gone.
    ReviseReview {
        /// The claim.
        claim: ClaimId,
        /// The review.
        review: ReviewId,
        /// What it said.
        before: Box<Review>,
        /// What it says.
        after: Box<Review>,
    },
    /// Somebody asks for something to be looked at.
    Flag {
        /// The flag.
        flag: FlagId,
        /// What is to be looked at.
        subject: FlagSubject,
        /// Its words.
        words: String,
        /// Why.
        reason: String,
    },
    /// A flag was looked into.
    ResolveFlag {
        /// The flag.
        flag: FlagId,
        /// What was flagged.
        subject: FlagSubject,
        /// What came of it.
        note: Option<String>,
    },
    /// A newsroom's scale has these ratings.
    DefineScale {
        /// The scale.
        scale: ScaleId,
        /// Its name and ratings.
        content: Scale,
    },
    /// A statement is not worth checking, and leaves the queue.
    DismissStatement {
        /// The statement.
        statement: StatementId,
        /// Its words.
        words: String,
        /// Why.
        reason: Option<String>,
    },
}

/// What a flag is stuck to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum FlagSubject {
    /// A claim.
    Claim(ClaimId),
    /// A quote.
    Quote(QuoteId),
    /// A statement.
    Statement(StatementId),
}

impl FlagSubject {
    /// The word for what sort of thing it is.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Claim(_) => "claim",
            Self::Quote(_) => "quote",
            Self::Statement(_) => "statement",
        }
    }

    /// Which one it is.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Claim(id) => id.0,
            Self::Quote(id) => id.0,
            Self::Statement(id) => id.0,
        }
    }

    /// That of this kind and id; `None` where there is no such kind.
    #[must_use]
    pub fn new(kind: &str, id: Uuid) -> Option<Self> {
        match kind {
            "claim" => Some(Self::Claim(ClaimId(id))),
            "quote" => Some(Self::Quote(QuoteId(id))),
            "statement" => Some(Self::Statement(StatementId(id))),
            _ => None,
        }
    }
}

impl DeskAction {
    /// The word for what was done, in the API, in exports and in the store.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MakeClaim { .. } => "make_claim",
            Self::EditClaim { .. } => "edit_claim",
            Self::LinkStatement { .. } => "link_statement",
            Self::RejectLink { .. } => "reject_link",
            Self::MergeClaims { .. } => "merge_claims",
            Self::SplitClaim { .. } => "split_claim",
            Self::RelateClaims { .. } => "relate_claims",
            Self::AssignClaim { .. } => "assign_claim",
            Self::SetClaimState { .. } => "set_claim_state",
            Self::AddReview { .. } => "add_review",
            Self::ReviseReview { .. } => "revise_review",
            Self::Flag { .. } => "flag",
            Self::ResolveFlag { .. } => "resolve_flag",
            Self::DefineScale { .. } => "define_scale",
            Self::DismissStatement { .. } => "dismiss_statement",
        }
    }

    /// The claims it changes, the one it was done to first.
    #[must_use]
    pub fn claims(&self) -> Vec<ClaimId> {
        match self {
            Self::MakeClaim { claim, .. }
            | Self::EditClaim { claim, .. }
            | Self::LinkStatement { claim, .. }
            | Self::RejectLink { claim, .. }
            | Self::AssignClaim { claim, .. }
            | Self::SetClaimState { claim, .. }
            | Self::AddReview { claim, .. }
            | Self::ReviseReview { claim, .. } => vec![*claim],
            Self::MergeClaims { claim, into, .. } => vec![*claim, *into],
            Self::SplitClaim { claim, to, .. } | Self::RelateClaims { claim, to, .. } => {
                vec![*claim, *to]
            }
            Self::Flag { .. }
            | Self::ResolveFlag { .. }
            | Self::DefineScale { .. }
            | Self::DismissStatement { .. } => Vec::new(),
        }
    }

    /// Everything it is about, so that its history is found there.
    #[must_use]
    pub fn subjects(&self) -> Vec<Uuid> {
        let mut subjects: Vec<Uuid> = self.claims().iter().map(|claim| claim.0).collect();
        let link = |link: &ClaimLink| link.statement.0;
        match self {
            Self::MakeClaim { links, reviews, .. } | Self::SplitClaim { links, reviews, .. } => {
                subjects.extend(links.iter().map(link));
                subjects.extend(reviews.iter().map(|(review, _)| review.0));
            }
            Self::LinkStatement { link, .. } => subjects.push(link.statement.0),
            Self::RejectLink { statement, .. } | Self::DismissStatement { statement, .. } => {
                subjects.push(statement.0);
            }
            Self::AddReview { review, .. } | Self::ReviseReview { review, .. } => {
                subjects.push(review.0);
            }
            Self::Flag { flag, subject, .. } | Self::ResolveFlag { flag, subject, .. } => {
                subjects.extend([flag.0, subject.id()]);
            }
            Self::DefineScale { scale, .. } => subjects.push(scale.0),
            Self::EditClaim { .. }
            | Self::MergeClaims { .. }
            | Self::RelateClaims { .. }
            | Self::AssignClaim { .. }
            | Self::SetClaimState { .. } => {}
        }
        subjects
    }
}

/// What was done, in a sentence without a full stop.
impl fmt::Display for DeskAction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MakeClaim { text, .. } => write!(formatter, "“{}” is a claim", text.text),
            Self::EditClaim { before, after, .. } if before.text == after.text => {
                write!(formatter, "more is known of “{}”", after.text)
            }
            Self::EditClaim { before, after, .. } => {
                write!(formatter, "“{}” reads “{}”", before.text, after.text)
            }
            Self::LinkStatement { link, .. } => write!(formatter, "“{}” makes it", link.words),
            Self::RejectLink { words, .. } => write!(formatter, "“{words}” does not make it"),
            Self::MergeClaims { text, into, .. } => {
                write!(formatter, "“{text}” is the claim {into}")
            }
            Self::SplitClaim { text, .. } => {
                write!(formatter, "“{}” is a claim of its own", text.text)
            }
            Self::RelateClaims {
                to,
                relation: Some(relation),
                ..
            } => write!(formatter, "it {relation} the claim {to}"),
            Self::RelateClaims { to, .. } => {
                write!(formatter, "it has nothing to do with the claim {to}")
            }
            Self::AssignClaim { to: Some(to), .. } => write!(formatter, "{to} is to look into it"),
            Self::AssignClaim { .. } => formatter.write_str("nobody in particular looks into it"),
            Self::SetClaimState { before, after, .. } => {
                write!(
                    formatter,
                    "it is {}, and was {}",
                    after.words(),
                    before.words()
                )
            }
            Self::AddReview { content, .. } => write!(
                formatter,
                "{} rates it “{}” ({})",
                content.author.name, content.rating.name, content.publication
            ),
            Self::ReviseReview { before, after, .. } => write!(
                formatter,
                "the review by {} reads “{}” ({}), and was “{}” ({})",
                after.author.name,
                after.rating.name,
                after.publication,
                before.rating.name,
                before.publication
            ),
            Self::Flag {
                subject,
                words,
                reason,
                ..
            } => write!(
                formatter,
                "the {} “{words}” is flagged: {reason}",
                subject.kind()
            ),
            Self::ResolveFlag {
                note: Some(note), ..
            } => write!(formatter, "the flag is settled: {note}"),
            Self::ResolveFlag { .. } => formatter.write_str("the flag is settled"),
            Self::DefineScale { content, .. } => write!(
                formatter,
                "the scale “{}” has {} ratings",
                content.name,
                content.ratings.len()
            ),
            Self::DismissStatement { words, .. } => {
                write!(formatter, "“{words}” is not worth checking")
            }
        }
    }
}
