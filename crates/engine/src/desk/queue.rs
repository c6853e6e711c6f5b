//! The queue: what is worth checking, and why.

use std::collections::HashMap;

use onrecord_model::{AssertionClass, StatementId, Timestamp};
use onrecord_store::{QueueCandidate, QueueFilter, SuggestedClaim};

use super::pass::{Worth, worth_of};
use super::views::{QueueItem, QueuePage, QueueRequest};
use crate::statements::page_size;
use crate::{Engine, EngineError};

/// Of all that nobody has decided on, this many are put in order: those most worth checking.
const RANKED: u16 = 1_000;
/// Least worth of a fact in the queue: half as likely as not that a checker would want it.
const LEAST_FACT: f64 = 0.5;
/// For so many days something is news.
const NEWS: f64 = 7.0;

impl Engine {
    /// A page of the queue: statements that nobody has linked to a claim or dismissed, ordered by how much they are
    /// worth checking, how far they reached, how new they are and whether somebody flagged them. What may have been
    /// checked already comes later.
    ///
    /// # Errors
    /// [`EngineError::PageSize`], [`EngineError::Cursor`] or [`EngineError::Store`].
    pub async fn queue(&self, request: &QueueRequest) -> Result<QueuePage, EngineError> {
        page_size(request.limit)?;
        let after = request.after.as_deref().map(read_cursor).transpose()?;
        let filter = QueueFilter {
            from_day: request.from.map(day),
            to_day: request
                .to
                .map(|to| day(to - chrono::TimeDelta::microseconds(1))),
            class: request.class,
            at_least: match request.class {
                AssertionClass::Fact => LEAST_FACT,
                _ => 0.0,
            },
        };
        let (candidates, total) = self.store.queue_candidates(&filter, RANKED).await?;
        let ids: Vec<StatementId> = candidates.iter().map(|one| one.statement).collect();
        let mut suggested: HashMap<StatementId, Vec<SuggestedClaim>> = HashMap::new();
        for found in self.store.suggested_claims(&ids).await? {
            suggested.entry(found.statement).or_default().push(found);
        }
        let now = (self.clock)();
        let mut ranked: Vec<(f64, QueueCandidate)> = candidates
            .into_iter()
            .map(|candidate| {
                let checked = suggested
                    .get(&candidate.statement)
                    .is_some_and(|found| was_checked(found));
                (rank(&candidate, checked, now), candidate)
            })
            .collect();
        ranked.sort_by(|(one, candidate), (other, others)| {
            other
                .total_cmp(one)
                .then(candidate.statement.cmp(&others.statement))
        });
        let all = ranked.len() as u64;
        if let Some((last, id)) = after {
            ranked.retain(|(rank, candidate)| {
                *rank < last || (*rank == last && candidate.statement > id)
            });
        }
        let more = ranked.len() > usize::from(request.limit);
        ranked.truncate(usize::from(request.limit));
        let next = ranked
            .last()
            .filter(|_| more)
            .map(|(rank, candidate)| cursor_of(*rank, candidate.statement));
        let subjects: Vec<uuid::Uuid> = ranked.iter().map(|(_, one)| one.statement.0).collect();
        let mut locks: HashMap<uuid::Uuid, _> = self
            .store
            .locks(&subjects, now)
            .await?
            .into_iter()
            .collect();
        let mut items = Vec::with_capacity(ranked.len());
        for (rank, candidate) in ranked {
            let quotes = self.store.quotes_of_wording(candidate.statement, 1).await?;
            // It may have gone since it was looked up.
            let Some(quote) = quotes.into_iter().next() else {
                continue;
            };
            let worth = worth_of(&quote.text);
            let suggested = suggested.remove(&candidate.statement).unwrap_or_default();
            items.push(QueueItem {
                reasons: reasons(&candidate, &worth, &suggested, now),
                lock: locks.remove(&candidate.statement.0),
                rank,
                quote,
                worth,
                suggested,
                candidate,
            });
        }
        Ok(QueuePage {
            items,
            total,
            ranked: all,
            next,
        })
    }
}

/// What a statement is ordered by: its worth, times what its reach and its age make of it.
///
/// Each doubling of its reports adds a quarter, each doubling of the outlets another. What is a week old counts full,
/// then less and less, down to half. What may have been checked counts half. A flag puts it before all that have none.
fn rank(candidate: &QueueCandidate, was_checked: bool, now: Timestamp) -> f64 {
    let doublings = |count: u64| (count.max(1) as f64).log2();
    let reach = 1.0 + 0.25 * doublings(candidate.reports) + 0.25 * doublings(candidate.outlets);
    let novelty = candidate.first.map_or(0.5, |first| {
        let days = (now - first).num_days().max(0) as f64;
        0.5 + 0.5 * (-((days - NEWS).max(0.0)) / 30.0).exp()
    });
    let known = if was_checked { 0.5 } else { 1.0 };
    candidate.worth * reach * novelty * known + 100.0 * candidate.flags.len() as f64
}

fn was_checked(suggested: &[SuggestedClaim]) -> bool {
    suggested
        .iter()
        .any(|suggested| !suggested.claim.verdicts.is_empty())
}

fn reasons(
    candidate: &QueueCandidate,
    worth: &Worth,
    suggested: &[SuggestedClaim],
    now: Timestamp,
) -> Vec<String> {
    let counted = |count: u64, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let mut reasons = Vec::new();
    if !candidate.flags.is_empty() {
        let flags = counted(candidate.flags.len() as u64, "reader", "readers");
        reasons.push(format!("flagged by {flags}"));
    }
    let class = match worth.class {
        AssertionClass::Fact => "reads like a checkable fact",
        AssertionClass::Opinion => "reads like an opinion",
        AssertionClass::Prediction => "reads like a prediction",
        AssertionClass::Promise => "reads like a promise",
        AssertionClass::Question => "reads like a question",
        AssertionClass::Other => "makes no assertion",
    };
    reasons.push(format!("{class} ({:.0} %)", candidate.worth * 100.0));
    if candidate.reports > 1 {
        let reports = counted(candidate.reports, "report", "reports");
        let outlets = counted(candidate.outlets, "outlet", "outlets");
        reasons.push(format!("told in {reports} of {outlets}"));
    }
    if let Some(first) = candidate.first {
        match (now - first).num_days() {
            ..0 => {}
            0 => reasons.push("new today".to_owned()),
            days if days as f64 <= NEWS => {
                let days = counted(days.unsigned_abs(), "day", "days");
                reasons.push(format!("first told {days} ago"));
            }
            _ => {}
        }
    }
    if let Some(best) = suggested.first() {
        let score = best.suggested.score.get() * 100.0;
        reasons.push(match best.claim.verdicts.is_empty() {
            true => format!("may make a claim on the desk ({score:.0} %)"),
            false => format!("may have been checked already ({score:.0} %)"),
        });
    }
    reasons
}

fn day(at: Timestamp) -> i32 {
    i32::try_from(at.timestamp().div_euclid(86_400)).unwrap_or(i32::MAX)
}

fn cursor_of(rank: f64, id: StatementId) -> String {
    format!("{:016x}-{id}", rank.to_bits())
}

fn read_cursor(text: &str) -> Result<(f64, StatementId), EngineError> {
    let read = || {
        let (rank, id) = text.split_once('-')?;
        let rank = f64::from_bits(u64::from_str_radix(rank, 16).ok()?);
        Some((rank, id.parse().ok()?))
    };
    read().ok_or_else(|| EngineError::Cursor(text.to_owned()))
}
