//! What of a claim an entry says something of, so that a later one that says something else of the same is noticed when
//! the earlier one is to be taken back.

use onrecord_model::{ClaimId, DeskAction, ReviewId, ScaleId, StatementId};

/// Something of which one entry at a time holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// What a claim says.
    Text(ClaimId),
    /// Whether a statement makes it.
    Link(ClaimId, StatementId),
    /// What it is to another.
    Relation(ClaimId, ClaimId),
    /// Who looks into it.
    Assigned(ClaimId),
    /// How far the work on it has come, by a person's word.
    State(ClaimId),
    /// What one of its reviews says.
    Review(ReviewId),
    /// What ratings a scale has.
    Scale(ScaleId),
}

/// What goes back to what it was when the entry is taken back. Whether the making, merging or splitting of a claim can
/// be taken back is seen by what its log would come to.
pub(super) fn restores(action: &DeskAction) -> Vec<Slot> {
    match action {
        DeskAction::EditClaim { claim, .. } => vec![Slot::Text(*claim)],
        DeskAction::LinkStatement { claim, link } => vec![Slot::Link(*claim, link.statement)],
        DeskAction::RejectLink {
            claim, statement, ..
        } => vec![Slot::Link(*claim, *statement)],
        DeskAction::RelateClaims { claim, to, .. } => vec![Slot::Relation(*claim, *to)],
        DeskAction::AssignClaim { claim, .. } => vec![Slot::Assigned(*claim)],
        DeskAction::SetClaimState { claim, .. } => vec![Slot::State(*claim)],
        DeskAction::ReviseReview { review, .. } => vec![Slot::Review(*review)],
        DeskAction::DefineScale { scale, .. } => vec![Slot::Scale(*scale)],
        DeskAction::MakeClaim { .. }
        | DeskAction::MergeClaims { .. }
        | DeskAction::SplitClaim { .. }
        | DeskAction::AddReview { .. }
        | DeskAction::Flag { .. }
        | DeskAction::ResolveFlag { .. }
        | DeskAction::DismissStatement { .. } => Vec::new(),
    }
}

/// What is as the entry left it.
pub(super) fn leaves(action: &DeskAction) -> Vec<Slot> {
    match action {
        DeskAction::SplitClaim {
            claim,
            links,
            reviews,
            ..
        } => {
            let links = links.iter().map(|link| Slot::Link(*claim, link.statement));
            links
                .chain(reviews.iter().map(|(review, _)| Slot::Review(*review)))
                .collect()
        }
        _ => restores(action),
    }
}
