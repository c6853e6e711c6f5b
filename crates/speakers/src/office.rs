//! Offices that one person holds at a time: who held them on the day of the article.

use std::collections::HashSet;

use onrecord_model::Reason;

use crate::article::Article;
use crate::entity::{Entity, EntityId, EntityKind};
use crate::gazetteer::{Gazetteer, PersonIndex};
use crate::lexicon::{self, Class};
use crate::link::Day;
use crate::normalise;
use crate::source::Phrase;
use crate::word::{Shape, Word};

/// The key by which the gazetteer knows an office: its words, as titles are compared and in alphabetical order,
/// and its country, where the words do not name the institution. The gazetteer's keys are made by this function, so
/// a change of it asks for the gazetteer to be compiled anew.
///
/// ```
/// use onrecord_speakers::office_key;
/// let key = office_key("Secretary of State", Some("United States"));
/// assert_eq!(key, office_key("state secretary", Some("United States")));
/// assert_ne!(key, office_key("Secretary of State", None));
/// ```
#[must_use]
pub fn office_key(phrase: &str, country: Option<&str>) -> String {
    let normal = normalise(phrase);
    let mut words: Vec<&str> = Vec::new();
    for word in normal.split(' ') {
        match word {
            "premier" => words.extend(["prime", "minister"]),
            word if Class::of(word).is(Class::FUNCTION) => {}
            word => words.push(lexicon::same_title(word)),
        }
    }
    words.sort_unstable();
    words.dedup();
    format!(
        "{}|{}",
        words.join(" "),
        normalise(country.unwrap_or_default())
    )
}

/// Who an office points to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Holders {
    /// Who held it on the day, with how likely it is that this is the office meant.
    pub(crate) people: Vec<(PersonIndex, f32)>,
    /// Whether the words themselves name the country or the institution.
    pub(crate) is_explicit: bool,
    pub(crate) reasons: Vec<Reason>,
}

/// How many tokens behind its noun belong to an office: "of the United Arab Emirates".
const LONGEST_COMPLEMENT: usize = 7;

impl Article<'_> {
    /// Who held the office that `phrase` names on the day of the article; `None` where it names none, or where
    /// nothing says of which country.
    ///
    /// The words themselves may name country or institution. Where they do not, it is the country of the outlet, or
    /// the only one of those the article names that has such an office; of several all are kept.
    pub(crate) fn office(&self, phrase: &Phrase, outlet: Option<&str>) -> Option<Holders> {
        let day = self.setting.day?;
        let (words, country) = self.office_words(phrase)?;
        let bare = phrase.tokens.len() == 1 && self.complement(phrase.head + 1) == phrase.head + 1;
        let named = self.held(&words, None, day);
        if !named.is_empty() {
            // "The Republican nominee" for the county board is nobody the gazetteer knows.
            let somewhere = words
                .split(' ')
                .any(|word| word == "nominee" || word == "candidate");
            let sure = !somewhere || words.contains("presidential");
            let people = named
                .into_iter()
                .filter(|person| sure || self.entity_of(*person).is_some())
                .map(|person| (person, 1.0))
                .collect();
            return Some(Holders {
                people,
                is_explicit: sure,
                reasons: vec![Reason::HeldOffice],
            });
        }
        if let Some(country) = country {
            let people = self.held(&words, Some(country), day);
            return (!people.is_empty()).then(|| Holders {
                people: people.into_iter().map(|person| (person, 1.0)).collect(),
                is_explicit: true,
                reasons: vec![Reason::HeldOffice, Reason::Country],
            });
        }
        if phrase.possessed
            || bare
                && self
                    .elsewhere
                    .nouns
                    .contains(self.scanner.words[phrase.head].normal.as_str())
        {
            return None;
        }
        self.of_some_country(&words, outlet, day)
    }

    /// Who holds an office whose country is not told.
    fn of_some_country(&self, words: &str, outlet: Option<&str>, day: Day) -> Option<Holders> {
        let gazetteer = self.setting.gazetteer;
        let home = outlet
            .map(normalise)
            .and_then(|name| {
                gazetteer.organisation_name(name.strip_prefix("the ").unwrap_or(&name))
            })
            .and_then(|index| gazetteer.organisation(index))
            .and_then(|organisation| organisation.country);
        let mut countries = self.setting.countries.clone();
        if let Some(home) = home.filter(|home| !countries.contains(home)) {
            countries.push(home);
        }
        let mut people: Vec<(PersonIndex, f32)> = Vec::new();
        let mut at_home = false;
        for country in countries {
            let is_home = home == Some(country);
            for person in self.held(words, Some(country), day) {
                at_home |= is_home;
                // An outlet need not say of which country its own president is.
                people.push((person, if is_home { 2.0 } else { 1.0 }));
            }
        }
        // States have such offices of their own.
        let of_state = ["general", "state", "house", "senate"]
            .iter()
            .any(|word| words.split(' ').any(|other| other == *word));
        if of_state && self.elsewhere.names_state {
            people.retain(|(person, _)| self.entity_of(*person).is_some());
        }
        let reason = if at_home {
            Reason::OutletCountry
        } else {
            Reason::Country
        };
        (!people.is_empty()).then(|| Holders {
            people,
            is_explicit: false,
            reasons: vec![Reason::HeldOffice, reason],
        })
    }

    /// The words of the office with what stands behind its noun, and the country among them. `None` for what is
    /// over ("the former president") or unsure ("the acting director").
    fn office_words(&self, phrase: &Phrase) -> Option<(String, Option<&'static str>)> {
        let words = &self.scanner.words;
        let end = self.complement(phrase.head + 1);
        let gazetteer = self.setting.gazetteer;
        let mut kept: Vec<&str> = Vec::new();
        let mut country = None;
        let tokens: Vec<&Word> = words[phrase.tokens.start..end]
            .iter()
            .filter(|word| !word.normal.is_empty() && word.shape != Shape::Clitic)
            .collect();
        let mut index = 0;
        while let Some(word) = tokens.get(index) {
            if word.class.is(Class::FORMER) || matches!(word.normal.as_str(), "acting" | "interim")
            {
                return None;
            }
            let two = tokens
                .get(index + 1)
                .map(|next| format!("{} {}", word.normal, next.normal));
            let known = |name: &str| {
                gazetteer
                    .country_name(name)
                    .and_then(|name| gazetteer.country(name.country))
            };
            let long = two.as_deref().and_then(known);
            let found = long.or_else(|| known(&word.normal).filter(|_| word.is_capital()));
            match found {
                Some(found) => country = Some(found),
                None => kept.push(&word.normal),
            }
            index += 1 + usize::from(long.is_some());
        }
        Some((kept.join(" "), country))
    }

    fn complement(&self, start: usize) -> usize {
        complement(self.scanner.words, start)
    }

    fn held(&self, words: &str, country: Option<&str>, day: Day) -> Vec<PersonIndex> {
        let held = self.setting.gazetteer.holders(&office_key(words, country));
        let mut now: Vec<_> = held
            .into_iter()
            .filter(|held| {
                held.start.earliest() <= day && held.end.is_none_or(|end| end.latest() >= day)
            })
            .collect();
        // Whose end is not known gives way to whoever followed. On the day itself both held it.
        let last = now.iter().map(|held| held.start.earliest()).max();
        now.retain(|held| held.end.is_some() || Some(held.start.earliest()) == last);
        let mut people: Vec<PersonIndex> = now.into_iter().map(|held| held.person).collect();
        people.dedup();
        people
    }

    /// The entity of the article that is this entry.
    pub(crate) fn entity_of(&self, person: PersonIndex) -> Option<EntityId> {
        (0..self.entities.len())
            .map(EntityId)
            .find(|id| self.entities[id.0].entry() == Some(person))
    }

    /// The entity that is this entry; a new one where the article does not name it.
    pub(crate) fn introduced(&mut self, person: PersonIndex) -> Option<EntityId> {
        if let Some(known) = self.entity_of(person) {
            return Some(known);
        }
        let entry = self.setting.gazetteer.person(person)?;
        let words = normalise(entry.name)
            .split(' ')
            .map(str::to_owned)
            .collect();
        let mut entity = Entity::new(EntityKind::Person, entry.name, words, entry.name);
        entity.gender = entry.gender;
        entity.is_person = true;
        entity.link = crate::link::Link::One(person);
        self.entities.push(entity);
        Some(EntityId(self.entities.len() - 1))
    }
}

/// Where an article speaks of offices that are none of a country.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    /// Nouns of offices that it gives to something else: "the university president", "the president of the club".
    pub(crate) nouns: HashSet<String>,
    /// Whether it names a state of the USA, which has such offices of its own.
    pub(crate) names_state: bool,
}

impl Elsewhere {
    pub(crate) fn read(words: &[Word], gazetteer: &Gazetteer) -> Self {
        let mut elsewhere = Self::default();
        for (index, word) in words.iter().enumerate() {
            let state = word.is_capital() && lexicon::is_state(&word.normal);
            elsewhere.names_state |= state && word.normal != "washington";
            if !word.class.is(Class::POLITICAL) {
                continue;
            }
            let owner = index.checked_sub(1).is_some_and(|before| {
                let before = &words[before];
                before.shape == Shape::Lower && before.class.is(Class::BODY.or(Class::INSTITUTION))
            });
            let behind = &words[index + 1..complement(words, index + 1)];
            let country = behind
                .iter()
                .any(|word| gazetteer.country_name(&word.normal).is_some());
            // "Of state", "of the exchequer" belong to the title.
            let title = behind.last().is_some_and(|last| {
                matches!(
                    last.normal.as_str(),
                    "state" | "exchequer" | "treasury" | "defense"
                )
            });
            if owner || !behind.is_empty() && !country && !title {
                elsewhere.nouns.insert(word.normal.to_string());
            }
        }
        elsewhere
    }
}

/// Where "of State" or "of the United Kingdom" that begins at `start` ends.
fn complement(words: &[Word], start: usize) -> usize {
    if words.get(start).is_none_or(|word| word.normal != "of") {
        return start;
    }
    let mut end = start + 1;
    let limit = words.len().min(start + LONGEST_COMPLEMENT);
    while end < limit {
        let word = &words[end];
        if word.shape == Shape::Lower && word.normal != "the" {
            // "Of state", "of the exchequer"; behind a name the sentence goes on.
            let first = words[start + 1..end]
                .iter()
                .all(|word| word.normal == "the");
            let noun = first && !word.class.is(Class::FUNCTION);
            return end + usize::from(noun);
        }
        if word.normal != "the" && !word.is_capital() {
            break;
        }
        end += 1;
    }
    end
}
