//! Labelled sentences, and how they are parted for training and measuring.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use serde::{Deserialize, Deserializer};

use crate::LabError;
use crate::random::Random;

/// Parts that the sentences are held out in, one after the other.
pub const FOLDS: usize = 5;
/// Share of their different words that two sentences with a run of three words in common have in common where they
/// are nearly the same.
const NEARLY_THE_SAME: f64 = 0.6;
/// Runs that stand in more sentences lead from none to another: "I think that".
const MOST_FOR_RUN: usize = 200;

/// A sentence, and whether people found it worth checking.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Sentence {
    /// Its words.
    pub text: String,
    /// Whether it is a claim of fact that is worth checking: in the file `label`, 0 or 1.
    #[serde(rename = "label", deserialize_with = "zero_or_one")]
    pub is_worth_checking: bool,
}

fn zero_or_one<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    match u8::deserialize(from)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(serde::de::Error::custom("a label is 0 or 1")),
    }
}

/// Reads sentences, JSON Lines.
///
/// # Errors
/// If the file cannot be read, a line is no labelled sentence, or there is none.
pub fn read_sentences(path: &Path) -> Result<Vec<Sentence>, LabError> {
    let text = fs::read_to_string(path).map_err(|source| LabError::Read {
        path: path.to_owned(),
        source,
    })?;
    let lines = text.lines().enumerate();
    let sentences: Vec<Sentence> = lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|source| LabError::NotASentence {
                path: path.to_owned(),
                line: index + 1,
                source,
            })
        })
        .collect::<Result<_, _>>()?;
    if sentences.is_empty() {
        return Err(LabError::NoArticles);
    }
    Ok(sentences)
}

/// The fold of each sentence, another division for each `draw`. Sentences that are the same or nearly the same word by
/// word are in one.
#[must_use]
pub fn folds(sentences: &[Sentence], draw: usize) -> Vec<usize> {
    let groups = groups(sentences);
    let mut order: Vec<usize> = groups
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut random = Random::new();
    for _ in 0..=draw {
        random.shuffle(&mut order);
    }
    let fold: HashMap<usize, usize> = order.into_iter().zip((0..FOLDS).cycle()).collect();
    groups.iter().map(|group| fold[group]).collect()
}

/// For each sentence the first of those that are nearly the same, directly or by way of others.
fn groups(sentences: &[Sentence]) -> Vec<usize> {
    let words: Vec<Vec<String>> = sentences.iter().map(|s| words(&s.text)).collect();
    let different: Vec<BTreeSet<&str>> = words
        .iter()
        .map(|words| words.iter().map(String::as_str).collect())
        .collect();
    let mut groups: Vec<usize> = (0..sentences.len()).collect();
    let mut same: HashMap<&[String], usize> = HashMap::new();
    let mut runs: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (index, own) in words.iter().enumerate() {
        let first = *same.entry(own).or_insert(index);
        join(&mut groups, index, first);
        let mut others = BTreeSet::new();
        for run in own.windows(3).collect::<BTreeSet<_>>() {
            let holders = runs.entry(run).or_default();
            if holders.len() < MOST_FOR_RUN {
                others.extend(holders.iter().copied());
                holders.push(index);
            }
        }
        for other in others {
            let common = different[index].intersection(&different[other]).count();
            let all = different[index].len() + different[other].len() - common;
            if common as f64 >= NEARLY_THE_SAME * all as f64 {
                join(&mut groups, index, other);
            }
        }
    }
    (0..groups.len())
        .map(|index| root(&mut groups, index))
        .collect()
}

fn root(groups: &mut [usize], mut index: usize) -> usize {
    while groups[index] != index {
        groups[index] = groups[groups[index]];
        index = groups[index];
    }
    index
}

fn join(groups: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(groups, one), root(groups, other));
    groups[one.max(other)] = one.min(other);
}

/// Letters and digits in small letters, parted by everything else.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
