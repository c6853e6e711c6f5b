//! Speakers known beforehand besides those of the gazetteer: a list of one's own, or the speakers of a record.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use onrecord_model::{SpeakerIdentity, SpeakerKind};

use crate::normalise::{folded, normalise};

/// A list of speakers, found by their names.
///
/// A name is looked up as it is written, in other transliterations ("Sergei" and "Sergey"), and with and without
/// what stands between first and last name. The keys are hashes in one sorted table, so that a million speakers take
/// some fifty megabytes besides their own text, and a name takes a microsecond; whoever is found is compared by the
/// name itself.
#[derive(Debug, Default)]
pub struct Registry {
    speakers: Vec<SpeakerIdentity>,
    /// Hash of a form of a name, and the speaker; sorted.
    table: Vec<(u64, u32)>,
}

/// How a name of the list was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// As it is written.
    Written,
    /// In another transliteration.
    Folded,
    /// With or without a middle name.
    Short,
}

const FORMS: [Form; 3] = [Form::Written, Form::Folded, Form::Short];

impl Registry {
    /// Indexes `speakers` by their names and aliases; of two with one key the first is kept.
    #[must_use]
    pub fn new(speakers: impl IntoIterator<Item = SpeakerIdentity>) -> Self {
        let mut registry = Self::default();
        let mut keys: Vec<(u64, u32)> = Vec::new();
        for speaker in speakers {
            let Ok(index) = u32::try_from(registry.speakers.len()) else {
                // Four thousand million speakers do not fit into memory.
                break;
            };
            keys.push((hash(&speaker.key), index));
            registry.speakers.push(speaker);
        }
        keys.sort_unstable();
        let twice: HashSet<u32> = keys
            .windows(2)
            .filter(|pair| pair[0].0 == pair[1].0)
            .map(|pair| pair[1].1)
            .collect();
        for (index, speaker) in (0..).zip(&registry.speakers) {
            if twice.contains(&index) {
                continue;
            }
            for name in names(speaker) {
                for form in FORMS {
                    if let Some(key) = form_of(&normalise(name), form) {
                        registry.table.push((hash(&key), index));
                    }
                }
            }
        }
        registry.table.sort_unstable();
        registry.table.dedup();
        registry.table.shrink_to_fit();
        registry
    }

    /// Number of speakers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.speakers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.speakers.is_empty()
    }

    /// Who is called `name` (normalised, two words or more for a person), found in the strictest way that finds
    /// anybody.
    pub(crate) fn named(&self, name: &str, kind: SpeakerKind) -> (Vec<&SpeakerIdentity>, Form) {
        for form in FORMS {
            let Some(key) = form_of(name, form) else {
                continue;
            };
            let found: Vec<&SpeakerIdentity> = self
                .under(hash(&key))
                .filter(|speaker| {
                    speaker.kind == kind
                        && names(speaker).any(|known| {
                            let known = normalise(known);
                            form_of(&known, form).as_ref() == Some(&key)
                                && (form != Form::Short || middles_agree(&known, name))
                        })
                })
                .collect();
            if !found.is_empty() {
                return (found, form);
            }
        }
        (Vec::new(), Form::Written)
    }

    fn under(&self, hash: u64) -> impl Iterator<Item = &SpeakerIdentity> {
        let start = self.table.partition_point(|(key, _)| *key < hash);
        self.table[start..]
            .iter()
            .take_while(move |(key, _)| *key == hash)
            .filter_map(|(_, index)| self.speakers.get(*index as usize))
    }
}

fn names(speaker: &SpeakerIdentity) -> impl Iterator<Item = &str> {
    std::iter::once(speaker.name.as_str()).chain(speaker.aliases.iter().map(String::as_str))
}

/// Shortest name that counts as the same in another transliteration, in bytes: short words differ too easily.
const SHORTEST_FOLDED: usize = 9;

/// `name` in a form, with a mark of the form before it.
fn form_of(name: &str, form: Form) -> Option<String> {
    match form {
        Form::Written => Some(format!("w{name}")),
        Form::Folded => (name.len() >= SHORTEST_FOLDED).then(|| format!("f{}", folded(name))),
        Form::Short => {
            let (first, rest) = name.split_once(' ')?;
            let last = rest.rsplit(' ').next()?;
            (first.len() > 1).then(|| format!("s{first} {last}"))
        }
    }
}

/// Whether two names do not differ in what stands in the middle: one has nothing there, or both begin alike.
fn middles_agree(one: &str, other: &str) -> bool {
    let middle = |name: &str| {
        let words: Vec<&str> = name.split(' ').collect();
        (words.len() > 2).then(|| words[1].chars().next()).flatten()
    };
    match (middle(one), middle(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
