//! What is known of words by themselves: how often they report, and which mean alike.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use onrecord_extract::Document;
use onrecord_extract::tagger::{Label, word_number};

use crate::LabError;

/// Groups of words of like meaning, at three sizes, coarse to fine, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordGroups {
    pub(super) groups: BTreeMap<u64, [u16; 3]>,
}

/// The most coarse groups there may be: the model keeps their number in one byte.
const MOST_COARSE: u16 = 255;

impl WordGroups {
    /// Reads a table: word and the numbers of its three groups, from 0, parted by tabulators, a word a line.
    ///
    /// # Errors
    /// If it cannot be read, or a line is something else.
    pub fn read(path: &Path) -> Result<Self, LabError> {
        let text = fs::read_to_string(path).map_err(|source| LabError::Read {
            path: path.to_owned(),
            source,
        })?;
        let mut groups = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let (word, numbers) = parse(line).ok_or_else(|| LabError::NotWordGroups {
                path: path.to_owned(),
                line: index + 1,
            })?;
            groups.insert(word_number(word), numbers);
        }
        Ok(Self { groups })
    }
}

fn parse(line: &str) -> Option<(&str, [u16; 3])> {
    let mut fields = line.split('\t');
    let word = fields.next()?;
    let mut numbers = [0; 3];
    for number in &mut numbers {
        *number = fields.next()?.parse::<u16>().ok()?.checked_add(1)?;
    }
    (fields.next().is_none() && numbers[0] <= MOST_COARSE).then_some((word, numbers))
}

/// For each word, by its number: how often it is part of a cue outside quotation marks, and how often it stands there.
#[derive(Debug, Clone, Default)]
pub(super) struct CueCounts {
    counts: HashMap<u64, [u32; 2]>,
}

impl CueCounts {
    pub(super) fn of(document: &Document<'_>, labels: &[Label]) -> Self {
        let mut counts: HashMap<u64, [u32; 2]> = HashMap::new();
        for (token, label) in document.tokens().iter().zip(labels) {
            if token.is_word() && !token.quoted {
                let is_cue = matches!(label, Label::BeginCue | Label::InsideCue);
                let entry = counts.entry(word_number(document.word(*token)));
                let [cue, all] = entry.or_default();
                *cue += u32::from(is_cue);
                *all += 1;
            }
        }
        Self { counts }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (word, [cue, all]) in &other.counts {
            let sum = self.counts.entry(*word).or_default();
            sum[0] += cue;
            sum[1] += all;
        }
    }

    pub(super) fn words(&self) -> impl Iterator<Item = u64> {
        self.counts.keys().copied()
    }

    /// How strongly a word reports, from 0 to 4, where the counts of `without` do not count.
    pub(super) fn strength(&self, word: u64, without: Option<&Self>) -> u8 {
        let count = |counts: &Self| counts.counts.get(&word).copied().unwrap_or_default();
        let [cue, all] = count(self);
        let [own_cue, own_all] = without.map(count).unwrap_or_default();
        let (cue, all) = (cue - own_cue, all - own_all);
        if cue < 2 {
            return 0;
        }
        match f64::from(cue) / (f64::from(all) + 1.0) {
            share if share >= 0.7 => 4,
            share if share >= 0.35 => 3,
            share if share >= 0.12 => 2,
            share if share >= 0.04 => 1,
            _ => 0,
        }
    }
}
