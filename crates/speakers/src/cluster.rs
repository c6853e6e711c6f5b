//! Whom each name stands for: full names first, then what is short for them.

use crate::article::Article;
use crate::entity::{Entity, EntityId, EntityKind, Named};
use crate::gazetteer::{Gender, OrganisationIndex, Person, PersonIndex};
use crate::lexicon::{self, Class};
use crate::link::same_rank;
use crate::normalise::{folded, transliteration_key};
use crate::scan::{Look, Name};
use crate::tie::Described;
use crate::word::Shape;

impl Article<'_> {
    /// The entity of a name given in full: a new one, or one that already has this name in another form.
    pub(crate) fn full(&mut self, name: &Name, described: &Described) -> Option<EntityId> {
        match &name.look {
            Look::Person => Some(self.person(name, described)),
            Look::Unclear if described.is_person => Some(self.person(name, described)),
            // "Jordan" in an article about Jim Jordan is he.
            Look::Country | Look::Organisation(Some(_)) if self.is_family_name(name) => None,
            Look::Organisation(entry) => {
                let entry = entry.filter(|entry| self.is_of_this_country(name, *entry));
                let kind = EntityKind::Organisation(entry);
                Some(self.organisation(name, kind))
            }
            Look::Unclear if name.echo => None,
            Look::Unclear => {
                let id = self.organisation(name, EntityKind::Organisation(None));
                self.entities[id.0].unclear |= !self.scanner.is_thing(&name.tokens);
                Some(id)
            }
            Look::Country => Some(self.organisation(name, EntityKind::Country)),
            Look::Single => None,
        }
    }

    fn person(&mut self, name: &Name, described: &Described) -> EntityId {
        let (words, suffix) = self.name_words(name);
        let known: Vec<EntityId> = words
            .last()
            .and_then(|last| self.by_last_word.get(last))
            .cloned()
            .unwrap_or_default();
        let mut bearers = name.bearers.clone();
        if bearers.is_empty() {
            bearers = self.other_spellings(&words);
        }
        let gazetteer = self.setting.gazetteer;
        let same = known
            .into_iter()
            .find(|id| {
                let entity = &self.entities[id.0];
                entity.is_same_name(&words, suffix.as_deref(), gazetteer)
                    && genders_agree(entity.gender, described.gender)
            })
            .or_else(|| match bearers.as_slice() {
                [one] => self.position_of_bearer(*one),
                _ => None,
            });
        let display = self.surface(name);
        let id = same.unwrap_or_else(|| {
            let naming = self.naming(name);
            self.entities.push(Entity::new(
                EntityKind::Person,
                &display,
                words.clone(),
                &naming,
            ));
            EntityId(self.entities.len() - 1)
        });
        if let Some(last) = words.last() {
            let list = self.by_last_word.entry(last.clone()).or_default();
            if !list.contains(&id) {
                list.push(id);
            }
        }
        let entity = &mut self.entities[id.0];
        if words.len() > entity.words.len() && words.len() <= 4 {
            entity.display = display;
            entity.words = words;
        }
        entity.suffix = entity.suffix.take().or(suffix);
        entity.full_mentions.push(name.tokens.start);
        for bearer in bearers {
            if !entity.bearers.contains(&bearer) {
                entity.bearers.push(bearer);
            }
        }
        entity.is_person = true;
        describe(entity, described);
        if self.entities[id.0].gender.is_none() {
            self.entities[id.0].gender = self.gender_of_given_name(id);
        }
        id
    }

    /// "The Treasury" and "the Supreme Court" are those of the country the list has only where the article speaks
    /// of that country; "the Kremlin" is always the one.
    fn is_of_this_country(&self, name: &Name, entry: OrganisationIndex) -> bool {
        let words = &self.scanner.words[name.tokens.clone()];
        let common = match words {
            [word] => {
                word.class != Class::default()
                    || matches!(
                        word.normal.as_str(),
                        "hill" | "fed" | "diet" | "met" | "pa" | "ec"
                    )
            }
            words => words
                .iter()
                .any(|word| matches!(word.normal.as_str(), "court" | "ministry")),
        };
        let country = self
            .setting
            .gazetteer
            .organisation(entry)
            .and_then(|organisation| organisation.country);
        !common || country.is_none_or(|country| self.setting.countries.contains(&country))
    }

    /// Whether a single word is the family name of somebody already named in full.
    fn is_family_name(&self, name: &Name) -> bool {
        let word = &self.scanner.words[name.tokens.start].normal;
        name.tokens.len() == 1
            && self.by_last_word.get(word).is_some_and(|bearers| {
                bearers.iter().any(|id| {
                    let first = self.entities[id.0].full_mentions.first();
                    first.is_some_and(|full| *full < name.tokens.start)
                })
            })
    }

    fn position_of_bearer(&self, bearer: PersonIndex) -> Option<EntityId> {
        self.entities
            .iter()
            .position(|entity| entity.bearers == [bearer])
            .map(EntityId)
    }

    /// The normalised words of a name and its "Jr.".
    fn name_words(&self, name: &Name) -> (Vec<String>, Option<String>) {
        let mut suffix = None;
        let mut words = Vec::new();
        let tokens = self.scanner.document.tokens();
        for index in name.tokens.clone() {
            let word = &self.scanner.words[index];
            let nickname = tokens[index].quoted != tokens[name.tokens.start].quoted;
            if nickname {
                continue;
            }
            if word.class.is(Class::SUFFIX) && words.len() > 1 {
                suffix = Some(word.normal.clone());
            } else if !word.normal.is_empty() && word.shape != Shape::Clitic {
                words.extend(word.normal.split(' ').map(str::to_owned));
            }
        }
        (words, suffix)
    }

    /// Prominent people whose names are this one in another transliteration, or with another form of the given
    /// name. Who shares the blocking key must also be close in spelling.
    fn other_spellings(&self, words: &[String]) -> Vec<PersonIndex> {
        let gazetteer = self.setting.gazetteer;
        let [first, .., last] = words else {
            return Vec::new();
        };
        let mut bearers = gazetteer.full_name(&format!("{first} {last}"));
        for form in gazetteer.nicknames(first) {
            for bearer in gazetteer.full_name(&format!("{form} {last}")) {
                if !bearers.contains(&bearer) {
                    bearers.push(bearer);
                }
            }
        }
        bearers.retain(|bearer| {
            gazetteer
                .person(*bearer)
                .is_some_and(|person| middle_fits(words, &person))
        });
        if !bearers.is_empty() {
            return bearers;
        }
        let name = words.join(" ");
        let Some(key) = transliteration_key(&name) else {
            return Vec::new();
        };
        gazetteer
            .similar_names(&key)
            .into_iter()
            .filter(|index| {
                gazetteer.person(*index).is_some_and(|person| {
                    std::iter::once(person.name)
                        .chain(person.aliases.iter().copied())
                        .map(crate::normalise)
                        .any(|known| is_other_spelling(&name, &known))
                })
            })
            .collect()
    }

    fn gender_of_given_name(&self, id: EntityId) -> Option<Gender> {
        let first = self.entities[id.0].words.first()?;
        self.setting.gazetteer.given_name(first)?.gender()
    }

    fn organisation(&mut self, name: &Name, kind: EntityKind) -> EntityId {
        let joined = self.scanner.joined(name.tokens.clone());
        let words: Vec<String> = joined.split(' ').map(str::to_owned).collect();
        let same = self.entities.iter().position(|entity| {
            let listed = match (&entity.kind, &kind) {
                (EntityKind::Organisation(Some(one)), EntityKind::Organisation(Some(other))) => {
                    one == other
                }
                _ => false,
            };
            listed || (!entity.may_be_person() && entity.words == words)
        });
        let id = same.map(EntityId).unwrap_or_else(|| {
            let display = self.surface(name);
            self.entities
                .push(Entity::new(kind, &display, words, &display));
            EntityId(self.entities.len() - 1)
        });
        self.entities[id.0].full_mentions.push(name.tokens.start);
        id
    }

    /// Whom one word stands for: part of a name given in full somewhere, or an entity of its own.
    pub(crate) fn short(&mut self, name: &Name, described: &Described) -> Option<Named> {
        let (words, _) = self.name_words(name);
        if words.is_empty() {
            return None;
        }
        let people = self.bearers_of(&words, described, name.tokens.start);
        match people.as_slice() {
            [] => {}
            [one] => {
                self.describe_short(*one, described);
                return Some(Named::One(*one));
            }
            several => {
                let named = self.choose(several, name, described);
                if let Named::One(one) = named {
                    self.describe_short(one, described);
                }
                return Some(named);
            }
        }
        if name.echo {
            let partial = self.partial.get(&words.join(" ")).copied();
            return partial
                .or_else(|| self.short_organisation(&words, name))
                .map(Named::One);
        }
        if !described.is_person
            && let Some(organisation) = self.short_organisation(&words, name)
        {
            return Some(Named::One(organisation));
        }
        let key = words.join(" ");
        let id = match self.partial.get(&key) {
            Some(id) => *id,
            None => {
                let display = self.surface(name);
                let naming = self.naming(name);
                self.entities
                    .push(Entity::new(EntityKind::Partial, &display, words, &naming));
                let id = EntityId(self.entities.len() - 1);
                self.partial.insert(key, id);
                id
            }
        };
        let entity = &mut self.entities[id.0];
        entity.is_person |= described.is_person;
        describe(entity, described);
        Some(Named::One(id))
    }

    fn describe_short(&mut self, id: EntityId, described: &Described) {
        self.entities[id.0].short_mentions += 1;
        describe(&mut self.entities[id.0], described);
    }

    /// The people whose family name (or, failing that, given name) `words` are, and whom `described` fits.
    fn bearers_of(&self, words: &[String], described: &Described, token: usize) -> Vec<EntityId> {
        let gazetteer = self.setting.gazetteer;
        let people = || {
            self.entities
                .iter()
                .enumerate()
                .filter(|(_, entity)| entity.kind == EntityKind::Person)
                .filter(|(_, entity)| genders_agree(entity.gender, described.gender))
        };
        let family: Vec<EntityId> = people()
            .filter(|(_, entity)| entity.has_family_name(words, gazetteer))
            .map(|(index, _)| EntityId(index))
            .collect();
        if !family.is_empty() {
            return family;
        }
        let given: Vec<EntityId> = people()
            .filter(|(_, entity)| {
                words.len() == 1
                    && entity.words.first() == words.first()
                    && entity.full_mentions.iter().any(|full| *full < token)
            })
            .map(|(index, _)| EntityId(index))
            .collect();
        if !given.is_empty() {
            return given;
        }
        let [word] = words else {
            return Vec::new();
        };
        // "Ms. Acosta" for Melba Acosta Febo, where two family names are borne.
        let inner: Vec<EntityId> = people()
            .filter(|(_, entity)| word.len() > 3 && entity.words[1..].contains(word))
            .map(|(index, _)| EntityId(index))
            .collect();
        if !inner.is_empty() {
            return inner;
        }
        people()
            .filter(|(_, entity)| {
                word.len() >= 6
                    && entity
                        .words
                        .last()
                        .is_some_and(|last| folded(last) == folded(word))
            })
            .map(|(index, _)| EntityId(index))
            .collect()
    }

    /// Which of several people of one name is meant here: the one whose title stands here, or the one last named
    /// in full in this paragraph, or the one the article is about.
    fn choose(&self, several: &[EntityId], name: &Name, described: &Described) -> Named {
        let titled: Vec<EntityId> = several
            .iter()
            .copied()
            .filter(|id| {
                let entity = &self.entities[id.0];
                described.ties.iter().any(|said| {
                    entity.ties.iter().any(|known| {
                        known.head == said.head
                            && known.former == said.former
                            && same_rank(said, known)
                    })
                })
            })
            .collect();
        if let [one] = titled.as_slice() {
            return Named::One(*one);
        }
        let token = name.tokens.start;
        // Who has not been introduced yet is not meant.
        let introduced = self.named_between(several, 0..token);
        let several = if introduced.is_empty() {
            several
        } else {
            &introduced
        };
        if let [one] = several {
            return Named::One(*one);
        }
        // "Ms. Roe" where nobody's gender is known: nearness says nothing about who is a woman.
        let of_gender: Vec<EntityId> = several
            .iter()
            .copied()
            .filter(|id| self.entities[id.0].gender.is_some())
            .collect();
        match of_gender.as_slice() {
            [one] if described.gender.is_some() => return Named::One(*one),
            [] if described.gender.is_some() => return Named::Several(several.to_vec()),
            _ => {}
        }
        let document = self.scanner.document;
        let offset = document.tokens()[token].span.start();
        let paragraph = document.paragraph_at(offset).map_or(0, |index| {
            document
                .paragraph_tokens(&document.paragraphs()[index])
                .start
        });
        let here = self.named_between(several, paragraph..token);
        if let [one] = here.as_slice() {
            return Named::One(*one);
        }
        match self.protagonist(if here.is_empty() { several } else { &here }) {
            Some(one) => Named::One(one),
            None => Named::Several(several.to_vec()),
        }
    }

    /// Who of `among` is named in full in a range of tokens.
    fn named_between(&self, among: &[EntityId], tokens: std::ops::Range<usize>) -> Vec<EntityId> {
        among
            .iter()
            .copied()
            .filter(|id| {
                self.entities[id.0]
                    .full_mentions
                    .iter()
                    .any(|full| tokens.contains(full))
            })
            .collect()
    }

    /// Who of several the article is about: introduced first, and named at least three times as often so far as
    /// anybody else.
    fn protagonist(&self, among: &[EntityId]) -> Option<EntityId> {
        let weight = |id: &EntityId| {
            let entity = &self.entities[id.0];
            entity.full_mentions.len() + entity.short_mentions
        };
        let first = |id: &EntityId| self.entities[id.0].full_mentions.first().copied();
        let best = among.iter().copied().max_by_key(weight)?;
        let mut others = among.iter().filter(|id| **id != best);
        others
            .all(|other| weight(&best) >= 3 * weight(other) && first(&best) < first(other))
            .then_some(best)
    }

    /// "Peabody" for Peabody Energy, "IMF" for International Monetary Fund: an institution named in full before.
    fn short_organisation(&self, words: &[String], name: &Name) -> Option<EntityId> {
        let [word] = words else {
            return None;
        };
        let shout = self.scanner.words[name.tokens.start].shape == Shape::Shout;
        let mut found = self.entities.iter().enumerate().filter(|(_, entity)| {
            matches!(entity.kind, EntityKind::Organisation(_))
                && entity.words.len() > 1
                && entity
                    .full_mentions
                    .first()
                    .is_some_and(|full| name.echo || *full < name.tokens.start)
                && if shout {
                    is_acronym(word, &entity.words)
                } else {
                    // "Peabody", and "the Times" for an institution that ends so.
                    entity.words.first() == Some(word) && !is_common_first(word)
                        || entity.words.last() == Some(word)
                            && Class::of(word).is(Class::INSTITUTION)
                }
        });
        match (found.next(), found.next()) {
            (Some((index, _)), None) => Some(EntityId(index)),
            _ => None,
        }
    }
}

fn describe(entity: &mut Entity, described: &Described) {
    entity.gender = described.gender.or(entity.gender);
    entity.age = entity.age.or(described.age);
    for tie in &described.ties {
        if !entity.ties.contains(tie) {
            entity.ties.push(tie.clone());
        }
    }
}

fn genders_agree(one: Option<Gender>, other: Option<Gender>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Whether no middle name of an entry contradicts the middle initial in the article: "Dennis B. Ross" is not
/// Dennis A. Ross.
fn middle_fits(words: &[String], person: &Person) -> bool {
    let initial = |middle: &[&str]| middle.first().and_then(|word| word.chars().next());
    let own: Vec<&str> = words[1..words.len() - 1]
        .iter()
        .map(String::as_str)
        .collect();
    let Some(own) = initial(&own) else {
        return true;
    };
    let known: Vec<char> = std::iter::once(person.name)
        .chain(person.aliases.iter().copied())
        .filter_map(|name| {
            let normalised = crate::normalise(name);
            let words: Vec<&str> = normalised.split(' ').collect();
            let last = words
                .iter()
                .rposition(|word| !Class::of(word).is(Class::SUFFIX))?;
            initial(words.get(1..last)?)
        })
        .collect();
    known.is_empty() || known.contains(&own)
}

/// "Zelenskiy" for "Zelensky", and one slip more in the whole name of somebody prominent. Short words differ too
/// easily.
fn is_other_spelling(one: &str, known: &str) -> bool {
    let (one, known) = (folded(one), folded(known));
    let length = one.chars().count().min(known.chars().count());
    length >= 9
        && strsim::osa_distance(&one, &known) <= 1
        && strsim::jaro_winkler(&one, &known) >= 0.95
}

/// Whether `word` are the first letters of `words`, with or without the little ones.
fn is_acronym(word: &str, words: &[String]) -> bool {
    let first = |word: &String| word.chars().next();
    let all: String = words.iter().filter_map(first).collect();
    let content: String = words
        .iter()
        .filter(|word| !Class::of(word).is(Class::FUNCTION))
        .filter_map(first)
        .collect();
    word.len() >= 2 && (word == all || word == content)
}

/// First words of institutions that stand for many of them.
fn is_common_first(word: &str) -> bool {
    let class = Class::of(word);
    class != Class::default() || lexicon::is_state(word) || word.len() < 4
}
