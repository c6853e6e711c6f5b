//! What one entry of the log does to the record of a claim.

use std::collections::BTreeSet;

use onrecord_model::{
    ClaimId, ClaimLink, ClaimState, ClaimText, Correction, DeskAction, Publication, Review,
    ReviewId,
};

use super::record::{ClaimRecord, Done, LinkRecord, LinkRejection, ReviewRecord};

pub(super) fn apply(
    record: &mut Option<ClaimRecord>,
    id: ClaimId,
    entry: &Correction,
    action: &DeskAction,
) -> Result<(), String> {
    let done = Done::from(entry);
    let made = match action {
        DeskAction::MakeClaim {
            text,
            links,
            reviews,
            ..
        } => Some((text, links, reviews)),
        DeskAction::SplitClaim {
            to,
            text,
            links,
            reviews,
            ..
        } if *to == id => Some((text, links, reviews)),
        _ => None,
    };
    if let Some((text, links, reviews)) = made {
        if record.is_some() {
            return Err(format!("the claim {id} is there already"));
        }
        *record = Some(make(id, text, links, reviews, done));
        return Ok(());
    }
    let record = record
        .as_mut()
        .ok_or_else(|| format!("there is no claim {id} then"))?;
    change(record, action, &done)?;
    record.last = done;
    Ok(())
}

fn make(
    id: ClaimId,
    text: &ClaimText,
    links: &[ClaimLink],
    reviews: &[(ReviewId, Review)],
    done: Done,
) -> ClaimRecord {
    let links = links.iter().map(|link| LinkRecord {
        link: link.clone(),
        done: done.clone(),
    });
    let mut record = ClaimRecord {
        id,
        text: text.clone(),
        state: ClaimState::Open,
        assigned_to: None,
        links: links.collect(),
        rejected: Vec::new(),
        relations: Vec::new(),
        related_by: Vec::new(),
        reviews: Vec::new(),
        merged_into: None,
        merged: Vec::new(),
        made: done.clone(),
        last: done.clone(),
        settled_at: None,
    };
    record.take(reviews, &done);
    record.follow(&BTreeSet::new());
    record
}

fn change(record: &mut ClaimRecord, action: &DeskAction, done: &Done) -> Result<(), String> {
    match action {
        DeskAction::EditClaim { after, .. } => record.text = (**after).clone(),
        DeskAction::LinkStatement { link, .. } => {
            record
                .links
                .retain(|known| known.link.statement != link.statement);
            record
                .rejected
                .retain(|known| known.statement != link.statement);
            record.links.push(LinkRecord {
                link: link.clone(),
                done: done.clone(),
            });
        }
        DeskAction::RejectLink {
            statement, words, ..
        } => {
            record
                .links
                .retain(|known| known.link.statement != *statement);
            record
                .rejected
                .retain(|known| known.statement != *statement);
            record.rejected.push(LinkRejection {
                statement: *statement,
                words: words.clone(),
                done: done.clone(),
            });
        }
        DeskAction::MergeClaims { claim, into, .. } => {
            if *claim == record.id {
                record.merged_into = Some(*into);
            } else {
                record.merged.push(*claim);
            }
        }
        DeskAction::SplitClaim { links, reviews, .. } => {
            let before = record.published();
            for link in links {
                let count = record.links.len();
                record
                    .links
                    .retain(|known| known.link.statement != link.statement);
                if record.links.len() == count {
                    return Err(format!(
                        "the statement {} was not linked to it",
                        link.statement
                    ));
                }
            }
            for (review, _) in reviews {
                position(record, *review)?;
                record.reviews.retain(|known| known.id != *review);
            }
            record.follow(&before);
        }
        DeskAction::RelateClaims {
            claim,
            to,
            relation,
        } => {
            let (relations, other) = match *claim == record.id {
                true => (&mut record.relations, *to),
                false => (&mut record.related_by, *claim),
            };
            relations.retain(|(known, _)| *known != other);
            relations.extend(relation.map(|relation| (other, relation)));
        }
        DeskAction::AssignClaim { to, .. } => record.assigned_to.clone_from(to),
        DeskAction::SetClaimState { after, .. } => {
            record.state = *after;
            if matches!(after, ClaimState::Reviewed | ClaimState::Closed) {
                record.settled_at = Some(done.at);
            }
        }
        DeskAction::AddReview {
            review, content, ..
        } => {
            let before = record.published();
            if position(record, *review).is_ok() {
                return Err(format!("the review {review} is there already"));
            }
            record.take(&[(*review, (**content).clone())], done);
            record.follow(&before);
        }
        DeskAction::ReviseReview { review, after, .. } => {
            let before = record.published();
            let at = position(record, *review)?;
            if !after.is_imported && after.publication == Publication::Published {
                record.settled_at = Some(done.at);
            }
            record.reviews[at].content = (**after).clone();
            record.reviews[at].revised = Some(done.clone());
            record.follow(&before);
        }
        DeskAction::MakeClaim { .. }
        | DeskAction::Flag { .. }
        | DeskAction::ResolveFlag { .. }
        | DeskAction::DefineScale { .. }
        | DeskAction::DismissStatement { .. } => {}
    }
    Ok(())
}

fn position(record: &ClaimRecord, review: ReviewId) -> Result<usize, String> {
    record
        .reviews
        .iter()
        .position(|known| known.id == review)
        .ok_or_else(|| format!("it has no review {review}"))
}

impl ClaimRecord {
    fn published(&self) -> BTreeSet<(ReviewId, String)> {
        self.verdicts()
            .iter()
            .map(|review| (review.id, review.content.rating.name.clone()))
            .collect()
    }

    /// What follows from other reviews for how far the work has come.
    fn follow(&mut self, before: &BTreeSet<(ReviewId, String)>) {
        let published = self.published();
        if published != *before && self.is_disputed() {
            self.state = ClaimState::NeedsSecondReview;
            return;
        }
        if self.state == ClaimState::Reviewed && published.is_empty() && !before.is_empty() {
            self.state = ClaimState::Open;
        }
        let is_open = matches!(self.state, ClaimState::Open | ClaimState::InReview);
        if is_open && !published.is_empty() {
            self.state = ClaimState::Reviewed;
        } else if self.state == ClaimState::Open
            && self
                .reviews
                .iter()
                .any(|review| review.content.publication == Publication::Draft)
        {
            self.state = ClaimState::InReview;
        }
    }

    fn take(&mut self, reviews: &[(ReviewId, Review)], done: &Done) {
        for (id, content) in reviews {
            if !content.is_imported && content.publication == Publication::Published {
                self.settled_at = Some(done.at);
            }
            self.reviews.push(ReviewRecord {
                id: *id,
                content: content.clone(),
                added: done.clone(),
                revised: None,
            });
        }
    }
}
