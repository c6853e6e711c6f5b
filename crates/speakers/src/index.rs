//! Finds the entities of an article by their words, so that an article of many names takes no longer per name
//! than one of few.

use std::collections::HashMap;

use crate::entity::{Entity, EntityId};
use crate::gazetteer::{OrganisationIndex, PersonIndex};
use crate::lexicon::Class;
use crate::normalise::folded;

/// How many entities of one word are told apart. No article has so many people of one name; a text that has
/// gets no answer for that name.
const MOST: usize = 64;

/// Shortest name run together that a handle is searched for, in bytes; shorter ones stand in many handles.
const SHORTEST_JOINED: usize = 7;
/// Handles are shorter, in bytes.
const LONGEST_HANDLE: usize = 40;

/// The words of an article's entities.
#[derive(Debug, Default)]
pub(crate) struct Index {
    words: HashMap<String, Vec<EntityId>>,
    folded: HashMap<String, Vec<EntityId>>,
    acronyms: HashMap<String, Vec<EntityId>>,
    things: HashMap<String, EntityId>,
    partial: HashMap<String, EntityId>,
    joined: HashMap<String, Vec<EntityId>>,
    beginnings: HashMap<String, Vec<EntityId>>,
    listed: HashMap<OrganisationIndex, EntityId>,
    bearers: HashMap<PersonIndex, EntityId>,
}

impl Index {
    /// The entities one of whose names holds `word`, at most [`MOST`].
    pub(crate) fn holding(&self, word: &str) -> &[EntityId] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// The people whose last word is `word` in another transliteration.
    pub(crate) fn sounding(&self, word: &str) -> &[EntityId] {
        self.folded.get(&folded(word)).map_or(&[], Vec::as_slice)
    }

    /// The people whose last word begins with the first letters of `word`.
    pub(crate) fn beginning_like(&self, word: &str) -> &[EntityId] {
        self.beginnings
            .get(&beginning(word))
            .map_or(&[], Vec::as_slice)
    }

    /// The institutions whose first letters are `word`.
    pub(crate) fn abbreviated(&self, word: &str) -> &[EntityId] {
        self.acronyms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The thing of exactly this name.
    pub(crate) fn thing(&self, name: &str) -> Option<EntityId> {
        self.things.get(name).copied()
    }

    /// Who is only known by these words.
    pub(crate) fn partial(&self, name: &str) -> Option<EntityId> {
        self.partial.get(name).copied()
    }

    /// The people whose names, run together, stand in a handle: "realjaneroe".
    pub(crate) fn run_together(&self, handle: &str) -> Vec<EntityId> {
        let mut found = Vec::new();
        if !handle.is_ascii() || handle.len() > LONGEST_HANDLE {
            return found;
        }
        for start in 0..handle.len() {
            for end in start + SHORTEST_JOINED..=handle.len() {
                for id in self.joined.get(&handle[start..end]).into_iter().flatten() {
                    if !found.contains(id) {
                        found.push(*id);
                    }
                }
            }
        }
        found
    }

    /// The institution of this entry.
    pub(crate) fn listed(&self, entry: OrganisationIndex) -> Option<EntityId> {
        self.listed.get(&entry).copied()
    }

    /// All institutions that have an entry.
    pub(crate) fn all_listed(&self) -> impl Iterator<Item = EntityId> {
        let mut all: Vec<EntityId> = self.listed.values().copied().collect();
        all.sort_unstable();
        all.into_iter()
    }

    /// Whose only possible entry this is.
    pub(crate) fn bearer(&self, entry: PersonIndex) -> Option<EntityId> {
        self.bearers.get(&entry).copied()
    }

    /// Adds a person's name.
    pub(crate) fn add_person(&mut self, id: EntityId, words: &[String], bearers: &[PersonIndex]) {
        self.add_words(id, words);
        push(&mut self.joined, words.concat(), id);
        if let Some(last) = words.last() {
            push(&mut self.folded, folded(last), id);
            push(&mut self.beginnings, beginning(last), id);
        }
        if let [one] = bearers {
            self.bearers.entry(*one).or_insert(id);
        }
    }

    /// Adds a thing's name.
    pub(crate) fn add_thing(
        &mut self,
        id: EntityId,
        entity: &Entity,
        entry: Option<OrganisationIndex>,
    ) {
        self.add_words(id, &entity.words);
        self.things.entry(entity.words.join(" ")).or_insert(id);
        if let Some(entry) = entry {
            self.listed.entry(entry).or_insert(id);
        }
        for acronym in acronyms(&entity.words) {
            push(&mut self.acronyms, acronym, id);
        }
    }

    /// Adds somebody who is only known by these words.
    pub(crate) fn add_partial(&mut self, id: EntityId, name: String) {
        self.partial.insert(name, id);
    }

    fn add_words(&mut self, id: EntityId, words: &[String]) {
        for word in words {
            push(&mut self.words, word.clone(), id);
        }
    }
}

/// The first three letters.
fn beginning(word: &str) -> String {
    word.chars().take(3).collect()
}

fn push(map: &mut HashMap<String, Vec<EntityId>>, key: String, id: EntityId) {
    let list = map.entry(key).or_default();
    if list.len() < MOST && !list.contains(&id) {
        list.push(id);
    }
}

/// The first letters of a name of several words, with and without the little words.
fn acronyms(words: &[String]) -> Vec<String> {
    if words.len() < 2 {
        return Vec::new();
    }
    let first = |word: &String| word.chars().next();
    let all: String = words.iter().filter_map(first).collect();
    let content: String = words
        .iter()
        .filter(|word| !Class::of(word).is(Class::FUNCTION))
        .filter_map(first)
        .collect();
    let mut acronyms = vec![all];
    if content != acronyms[0] && content.len() > 1 {
        acronyms.push(content);
    }
    acronyms
}
