//! The same words, given to two speakers.
//!
//! Words count where they stand in quotation marks or in a primary source. A few words that two people happen to use
//! are no conflict; they are where one of the articles quotes both of them, for then they speak of one thing and may
//! have been taken for each other. What many are quoted with is a phrase that everybody uses.

use std::collections::{BTreeMap, HashMap, HashSet};

use onrecord_matching::{SAME_WITHIN, fingerprint, part_key, quoted_parts};
use onrecord_model::{ArticleId, Kind, SpeakerId, StatementId};
use onrecord_store::{FoundConflict, GivenWords, Grouped, Store, words_key};
use uuid::Uuid;

use crate::EngineError;

/// Fewest words that two people do not use by chance.
const LONG: usize = 8;
/// Speakers of the same words from which these are a phrase that everybody uses: a slogan, a proverb, a title.
const PHRASE: usize = 5;

/// Who is quoted in which article.
type Quoted = HashMap<ArticleId, HashSet<SpeakerId>>;

/// Finds the conflicts about all words of the wordings that changes have touched.
pub(super) async fn decide(
    store: &Store,
    touched: &[StatementId],
    grouped: &mut Grouped,
) -> Result<(), EngineError> {
    let mut keys: HashSet<Uuid> = HashSet::new();
    for state in store.wordings(touched).await? {
        keys.insert(state.key);
    }
    let mut parts: Vec<(StatementId, Uuid)> = Vec::new();
    for mixed in store.mixed_quotes(touched).await? {
        for part in quoted_parts(&mixed.text) {
            // What stands inside as the words of somebody else is not this speaker's.
            let is_told = mixed.inner.iter().any(|inner| inner.contains(part));
            let Some(found) = part_key(part).filter(|_| !is_told) else {
                continue;
            };
            let key = words_key(&found.to_string());
            keys.insert(key);
            parts.push((mixed.wording, key));
        }
    }
    parts.sort();
    parts.dedup();
    let keys: Vec<Uuid> = keys.into_iter().collect();
    let given = store.given_to_several(&keys, &parts).await?;
    let articles: HashSet<ArticleId> = given
        .values()
        .flatten()
        .filter_map(|words| words.article)
        .collect();
    let articles: Vec<ArticleId> = articles.into_iter().collect();
    let quoted = store.speakers_quoted_in(&articles).await?;
    grouped.conflicts = keys
        .into_iter()
        .map(|key| {
            let given = given.get(&key).map(Vec::as_slice).unwrap_or_default();
            (key, conflicts(key, given, &quoted))
        })
        .collect();
    grouped.parts = parts;
    Ok(())
}

/// Every two speakers to whom these words are given, with the first quotes by which they are.
fn conflicts(key: Uuid, given: &[GivenWords], quoted: &Quoted) -> Vec<FoundConflict> {
    let mut by_speaker: BTreeMap<SpeakerId, Vec<&GivenWords>> = BTreeMap::new();
    let mut length = 0;
    for words in given {
        let Some(part) = quoted_as(words, key) else {
            continue;
        };
        length = part.split_whitespace().count();
        by_speaker.entry(words.speaker).or_default().push(words);
    }
    if by_speaker.len() >= PHRASE {
        return Vec::new();
    }
    for words in by_speaker.values_mut() {
        words.sort_by_key(|words| (words.date.is_none(), words.date, words.quote));
    }
    let speakers: Vec<(&SpeakerId, &Vec<&GivenWords>)> = by_speaker.iter().collect();
    let mut conflicts = Vec::new();
    for (index, (one, ones)) in speakers.iter().enumerate() {
        for (other, others) in &speakers[index + 1..] {
            let are_quoted_together = || {
                let mut articles = ones.iter().chain(*others).filter_map(|words| words.article);
                articles.any(|article| {
                    let quoted = quoted.get(&article);
                    quoted.is_some_and(|quoted| quoted.contains(one) && quoted.contains(other))
                })
            };
            if length < LONG && !are_quoted_together() {
                continue;
            }
            let pair = ones
                .iter()
                .flat_map(|one| others.iter().map(move |other| (one, other)))
                .find(|(one, other)| may_not_both_be(one, other));
            if let Some((first, second)) = pair {
                conflicts.push(FoundConflict {
                    one: (**one, first.quote),
                    other: (**other, second.quote),
                });
            }
        }
    }
    conflicts
}

/// The words as they stand in quotation marks, where they do and say enough to be anybody's.
fn quoted_as(words: &GivenWords, key: Uuid) -> Option<&str> {
    let is_it = |part: &&str| {
        let found = part_key(part).and_then(|_| fingerprint(part));
        found.is_some_and(|found| words_key(&found.to_string()) == key)
    };
    match words.kind {
        Kind::Direct => Some(words.text.as_str()).filter(is_it),
        Kind::Mixed => quoted_parts(&words.text).into_iter().find(is_it),
        Kind::Indirect => None,
    }
}

/// Whether at least one of them must be wrong, or one quotes the other without saying so.
fn may_not_both_be(one: &GivenWords, other: &GivenWords) -> bool {
    let is_reported = one.article.is_some() || other.article.is_some();
    let is_told = one.inside == Some(other.quote) || other.inside == Some(one.quote);
    let is_near = match (one.date, other.date) {
        (Some(one), Some(other)) => (one - other).num_days().abs() <= SAME_WITHIN,
        _ => true,
    };
    is_reported && !is_told && is_near
}
