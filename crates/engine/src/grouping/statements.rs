//! Which wordings are one statement.

use std::collections::BTreeMap;

use onrecord_model::{SpeakerId, StatementId};
use onrecord_store::{Grouped, Store, Touched, WordingState};

use super::neighbourhood::{Decided, Neighbourhood};
use crate::EngineError;
use crate::indexer::blocking;

/// The neighbourhoods of speakers, by who is shown.
type Around = BTreeMap<SpeakerId, Neighbourhood>;

/// Decides on the wordings that changes have touched, and on all that this bears on.
pub(super) async fn decide(
    store: &Store,
    touched: &Touched,
    grouped: &mut Grouped,
) -> Result<(), EngineError> {
    let mut around = Around::new();
    let states = store.wordings(&touched.wordings).await?;
    take_leave(store, &states, touched, &mut around).await?;
    touch(store, states, &mut around).await?;
    while around.values().any(Neighbourhood::is_open) {
        let mut strays: Vec<WordingState> = Vec::new();
        for (speaker, neighbourhood) in &mut around {
            if neighbourhood.is_open() {
                strays.extend(gather(store, *speaker, neighbourhood).await?);
            }
        }
        strays.retain(|stray| {
            let theirs = around.get(&stray.speaker);
            !theirs.is_some_and(|theirs| theirs.has_touched(stray.id))
        });
        around = blocking("relating wordings", move || {
            around.values_mut().for_each(Neighbourhood::expand);
            around
        })
        .await?;
        touch(store, strays, &mut around).await?;
    }
    let decided = blocking("putting wordings together", move || {
        around
            .into_values()
            .flat_map(Neighbourhood::decide)
            .collect::<Vec<Decided>>()
    })
    .await?;
    note(store, decided, grouped).await
}

/// Lets those whom a speaker was parted from know what wordings are not theirs any more.
async fn take_leave(
    store: &Store,
    states: &[WordingState],
    touched: &Touched,
    around: &mut Around,
) -> Result<(), EngineError> {
    let shown: Vec<SpeakerId> = touched.parted.iter().map(|(_, shown)| *shown).collect();
    let mut members = store.members_of_speakers(&shown).await?;
    for (filed_under, shown) in &touched.parted {
        let neighbourhood = around
            .entry(*shown)
            .or_insert_with(|| Neighbourhood::new(members.remove(shown).unwrap_or_default()));
        for state in states {
            if state.filed_under == *filed_under && state.speaker != *shown {
                neighbourhood.take_leave_of(state.clone());
            }
        }
    }
    Ok(())
}

/// Adds wordings that have to be decided on, each to the neighbourhood of its speaker.
async fn touch(
    store: &Store,
    states: Vec<WordingState>,
    around: &mut Around,
) -> Result<(), EngineError> {
    let moved_away = |state: &&WordingState| state.reports.is_empty() && state.passages.is_none();
    let keys: Vec<_> = states
        .iter()
        .filter(moved_away)
        .map(|state| state.key)
        .collect();
    let words = store.words_of_keys(&keys).await?;
    let mut speakers: Vec<SpeakerId> = states.iter().map(|state| state.speaker).collect();
    speakers.sort();
    speakers.dedup();
    speakers.retain(|speaker| !around.contains_key(speaker));
    let mut members = store.members_of_speakers(&speakers).await?;
    for speaker in speakers {
        let members = members.remove(&speaker).unwrap_or_default();
        around.insert(speaker, Neighbourhood::new(members));
    }
    for state in states {
        let words = words.get(&state.key).map(String::as_str);
        if let Some(neighbourhood) = around.get_mut(&state.speaker) {
            neighbourhood.touch(state, words);
        }
    }
    Ok(())
}

/// Brings in everything that what is still to be looked at may be related to. Gives wordings of other speakers that are
/// in one statement with some of these, as they may be while a merge is being undone.
async fn gather(
    store: &Store,
    speaker: SpeakerId,
    around: &mut Neighbourhood,
) -> Result<Vec<WordingState>, EngineError> {
    let mut ids: Vec<StatementId> = Vec::new();
    for (first, last) in around.wanted_reports() {
        let speakers = &around.members.ids;
        ids.extend(store.reported_between(speakers, first, last).await?);
    }
    for (first, last) in around.wanted_passages() {
        if around.members.has_passages {
            let speakers = &around.members.ids;
            ids.extend(store.said_between(speakers, first, last).await?);
        }
    }
    let (heads, held) = around.mates();
    ids.extend(store.together_with(&heads, &held).await?);
    ids.extend(heads);
    ids.retain(|id| !around.knows(*id));
    ids.sort();
    ids.dedup();
    let mut strays = Vec::new();
    for state in store.wordings(&ids).await? {
        if state.speaker == speaker {
            around.add(state);
        } else {
            around.leave_out(state.id);
            strays.push(state);
        }
    }
    Ok(strays)
}

/// Notes down what is otherwise than the record has it.
async fn note(
    store: &Store,
    decided: Vec<Decided>,
    grouped: &mut Grouped,
) -> Result<(), EngineError> {
    let head: BTreeMap<StatementId, StatementId> = decided
        .iter()
        .map(|decided| {
            (
                decided.state.id,
                decided.joined_to.unwrap_or(decided.state.id),
            )
        })
        .collect();
    let suggesting: Vec<StatementId> = decided
        .iter()
        .filter(|decided| decided.suggested.flatten().is_some())
        .map(|decided| decided.state.id)
        .collect();
    let rejections = store.rejections(&suggesting).await?;
    for decided in decided {
        let state = decided.state;
        if state.joined_to != decided.joined_to {
            grouped.joined.push((state.id, decided.joined_to));
        }
        if let Some(days) = decided.days.filter(|days| *days != state.days) {
            grouped.days.push((state.id, days));
        }
        let Some(suggested) = decided.suggested else {
            continue;
        };
        // Who rejected one wording of a statement has rejected the statement.
        let suggested = suggested.filter(|(other, _)| {
            let statement = |id: &StatementId| head.get(id).copied().unwrap_or(*id);
            let rejected = rejections.get(&state.id).into_iter().flatten();
            !rejected
                .map(statement)
                .any(|rejected| rejected == statement(other))
        });
        if suggested != state.suggested {
            grouped.suggestions.push((state.id, suggested));
        }
    }
    Ok(())
}
