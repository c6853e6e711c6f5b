//! What somebody wants to be done at the desk.

use onrecord_model::{
    ClaimId, ClaimRelation, ClaimState, ClaimText, CodePointSpan, FlagId, FlagSubject, LinkScore,
    Review, ReviewId, Scale, StatementId,
};

/// What somebody wants to be done at the desk. `expected` beside it in [`Wish::Desk`](crate::Wish::Desk) is the last
/// entry about the claim it is done to, as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskWish {
    /// Write a claim down.
    MakeClaim {
        /// What it says.
        text: Box<ClaimText>,
        /// Statements that make it.
        statements: Vec<WishedLink>,
        /// Reviews it comes with.
        reviews: Vec<Review>,
    },
    /// Let a claim say something else, or tell more of it.
    EditClaim {
        /// The claim.
        claim: ClaimId,
        /// What it shall say; the reference it came in with stays.
        text: Box<ClaimText>,
    },
    /// Say that a statement makes a claim.
    LinkStatement {
        /// The claim.
        claim: ClaimId,
        /// The statement.
        statement: WishedLink,
    },
    /// Say that a statement does not make a claim.
    RejectLink {
        /// The claim.
        claim: ClaimId,
        /// The statement, by any of its wordings.
        statement: StatementId,
    },
    /// Make two claims one.
    MergeClaims {
        /// The claim that is to be shown as the other.
        claim: ClaimId,
        /// As which.
        into: ClaimId,
    },
    /// Make one claim two.
    SplitClaim {
        /// The claim that stays.
        claim: ClaimId,
        /// What the new one says.
        text: Box<ClaimText>,
        /// Statements linked to the claim that make the new one.
        statements: Vec<StatementId>,
        /// Reviews of the claim that are of the new one.
        reviews: Vec<ReviewId>,
    },
    /// Say what a claim is to another; `None`: nothing.
    RelateClaims {
        /// The claim.
        claim: ClaimId,
        /// The other.
        to: ClaimId,
        /// What it is to the other.
        relation: Option<ClaimRelation>,
    },
    /// Give a claim to somebody to look into.
    AssignClaim {
        /// The claim.
        claim: ClaimId,
        /// Who; `None`: nobody in particular.
        to: Option<String>,
    },
    /// Say how far the work on a claim has come.
    SetClaimState {
        /// The claim.
        claim: ClaimId,
        /// How far.
        state: ClaimState,
    },
    /// Review a claim.
    AddReview {
        /// The claim.
        claim: ClaimId,
        /// The review.
        review: Box<Review>,
    },
    /// Change a review: finish, publish, correct or withdraw it, or say that its evidence is gone.
    ReviseReview {
        /// The review.
        review: ReviewId,
        /// What it shall say.
        content: Box<Review>,
    },
    /// Ask for something to be looked at.
    Flag {
        /// What.
        subject: FlagSubject,
        /// Why.
        reason: String,
    },
    /// Say that a flag was looked into.
    ResolveFlag {
        /// The flag.
        flag: FlagId,
        /// What came of it; may be empty.
        note: String,
    },
    /// Give a newsroom's scale its ratings, whether it is there or not.
    DefineScale {
        /// Its name and ratings.
        scale: Scale,
    },
    /// Take a statement from the queue.
    DismissStatement {
        /// The statement.
        statement: StatementId,
        /// Why; may be empty.
        reason: String,
    },
}

/// A statement to be linked to a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishedLink {
    /// The statement, by any of its wordings.
    pub statement: StatementId,
    /// The part of its words that makes the claim, in code points of the wording's first occurrence; all of them where
    /// absent.
    pub part: Option<CodePointSpan>,
    /// What a machine thought of it, where the caller was shown that; else what is kept of it counts.
    pub suggested: Option<LinkScore>,
}
