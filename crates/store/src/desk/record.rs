//! What the entries of the log make of a claim, one after the other. No database here: the same function tells what a
//! claim is now, what it was at any date, what it would be without an entry that is to be taken back, and what its
//! rows must say.

use std::collections::BTreeSet;

use onrecord_model::{
    Action, ClaimId, ClaimLink, ClaimRelation, ClaimState, ClaimText, Correction, CorrectionId,
    DeskAction, Publication, Review, ReviewId, StatementId, Timestamp,
};

/// Ratings that lie further apart than this disagree; four steps of a scale of five.
const AGREES_WITHIN: f64 = 0.24;

/// By whom something was done, when, and by which entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The entry.
    pub entry: CorrectionId,
    /// Its number in the log.
    pub number: u64,
}

impl From<&Correction> for Done {
    fn from(entry: &Correction) -> Self {
        Self {
            by: entry.by.clone(),
            at: entry.at,
            entry: entry.id,
            number: entry.number,
        }
    }
}

/// What the log says of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRecord {
    /// The claim.
    pub id: ClaimId,
    /// What it says.
    pub text: ClaimText,
    /// How far the work on it has come.
    pub state: ClaimState,
    /// Who is to look into it.
    pub assigned_to: Option<String>,
    /// Statements that make it, in the order they were linked.
    pub links: Vec<LinkRecord>,
    /// Statements that do not, by a person's word.
    pub rejected: Vec<LinkRejection>,
    /// What it is to other claims.
    pub relations: Vec<(ClaimId, ClaimRelation)>,
    /// What others are to it.
    pub related_by: Vec<(ClaimId, ClaimRelation)>,
    /// Its reviews, in the order they were added.
    pub reviews: Vec<ReviewRecord>,
    /// The claim it is shown as.
    pub merged_into: Option<ClaimId>,
    /// Claims that were merged into this one itself.
    pub merged: Vec<ClaimId>,
    /// When it was written down.
    pub made: Done,
    /// The last thing that was done to it.
    pub last: Done,
    /// When somebody here last reviewed it, or said that it is reviewed or closed.
    pub settled_at: Option<Timestamp>,
}

/// A statement that makes a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecord {
    /// The statement, and what of it.
    pub link: ClaimLink,
    /// Who said so.
    pub done: Done,
}

/// A statement that does not make a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRejection {
    /// The statement.
    pub statement: StatementId,
    /// Its words then.
    pub words: String,
    /// Who said so.
    pub done: Done,
}

/// A review of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRecord {
    /// The review.
    pub id: ReviewId,
    /// What it says.
    pub content: Review,
    /// Who added it.
    pub added: Done,
    /// Who changed it last, where somebody did.
    pub revised: Option<Done>,
}

impl ClaimRecord {
    /// What these entries, in the order of the log, make of a claim; `None` where it was not made. Entries that were
    /// taken back by others among them do not count, nor those that are about something else.
    ///
    /// # Errors
    /// Where an entry does not fit those before it: which one, and why.
    pub fn of(id: ClaimId, entries: &[Correction]) -> Result<Option<Self>, Misfit> {
        Self::without(id, entries, None)
    }

    /// As [`ClaimRecord::of`], as if this entry were not there.
    pub(crate) fn without(
        id: ClaimId,
        entries: &[Correction],
        without: Option<CorrectionId>,
    ) -> Result<Option<Self>, Misfit> {
        let undone: BTreeSet<CorrectionId> = entries
            .iter()
            .filter_map(|entry| match entry.action {
                Action::Undo { correction, .. } => Some(correction),
                _ => None,
            })
            .chain(without)
            .collect();
        let mut record = None;
        for entry in entries {
            let Action::Desk(action) = &entry.action else {
                continue;
            };
            if undone.contains(&entry.id) || !action.claims().contains(&id) {
                continue;
            }
            apply(&mut record, id, entry, action).map_err(|what| Misfit {
                entry: entry.id,
                number: entry.number,
                what,
            })?;
        }
        Ok(record)
    }

    /// Its published reviews, the newest first; of each reviewer the last.
    #[must_use]
    pub fn verdicts(&self) -> Vec<&ReviewRecord> {
        verdicts(&self.reviews)
    }

    /// Whether its published reviews disagree.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        let verdicts = self.verdicts();
        verdicts.iter().enumerate().any(|(at, one)| {
            verdicts[at + 1..]
                .iter()
                .any(|other| disagree(&one.content, &other.content))
        })
    }

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

/// Of each reviewer the last published review, the newest first.
fn verdicts(reviews: &[ReviewRecord]) -> Vec<&ReviewRecord> {
    let mut verdicts: Vec<&ReviewRecord> = Vec::new();
    let mut published: Vec<&ReviewRecord> = reviews
        .iter()
        .filter(|review| review.content.publication == Publication::Published)
        .collect();
    published.sort_by_key(|review| std::cmp::Reverse((review.content.date, review.id)));
    for review in published {
        let author = &review.content.author;
        if !verdicts.iter().any(|known| {
            known.content.author.name == author.name && known.content.author.url == author.url
        }) {
            verdicts.push(review);
        }
    }
    verdicts
}

/// Whether two ratings cannot both be right, as far as one can tell: their values lie apart, or, where one says nothing
/// of truth, they are called otherwise in the same language.
#[must_use]
pub fn disagree(one: &Review, other: &Review) -> bool {
    let (one_rating, other_rating) = (&one.rating, &other.rating);
    match (one_rating.value, other_rating.value) {
        (Some(value), Some(other)) => (value.get() - other.get()).abs() > AGREES_WITHIN,
        _ => {
            let is_same_language = match (&one.language, &other.language) {
                (Some(language), Some(other)) => language == other,
                _ => true,
            };
            is_same_language && one_rating.name.to_lowercase() != other_rating.name.to_lowercase()
        }
    }
}

/// An entry that does not fit those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The entry.
    pub entry: CorrectionId,
    /// Its number in the log.
    pub number: u64,
    /// Why not.
    pub what: String,
}

fn apply(
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
