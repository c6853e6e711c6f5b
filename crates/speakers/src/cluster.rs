//! Names given in full: who bears them, and which are forms of one name.

use crate::article::Article;
use crate::entity::{Entity, EntityId, EntityKind};
use crate::gazetteer::{Gender, OrganisationIndex};
use crate::lexicon::Class;
use crate::scan::{Look, Name};
use crate::tie::Described;
use crate::word::Shape;

/// How many descriptions of one person are kept; an article seldom has five.
const MOST_TIES: usize = 32;

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
            .map(|last| self.index.holding(last).to_vec())
            .unwrap_or_default();
        let mut bearers = name.bearers.clone();
        if bearers.is_empty() {
            bearers = self.setting.other_spellings(&words);
        }
        let gazetteer = self.setting.gazetteer;
        let same = known
            .into_iter()
            .find(|id| {
                let entity = &self.entities[id.0];
                entity.kind == EntityKind::Person
                    && entity.is_same_name(&words, suffix.as_deref(), gazetteer)
                    && genders_agree(entity.gender, described.gender)
            })
            .or_else(|| match bearers.as_slice() {
                [one] => self.index.bearer(*one),
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
        self.index.add_person(id, &words, &bearers);
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
            && self.index.holding(word).iter().any(|id| {
                let entity = &self.entities[id.0];
                let first = entity.full_mentions.first();
                entity.kind == EntityKind::Person
                    && entity
                        .words
                        .last()
                        .is_some_and(|last| *word == *last.as_str())
                    && first.is_some_and(|full| *full < name.tokens.start)
            })
    }

    /// The normalised words of a name and its "Jr.".
    pub(crate) fn name_words(&self, name: &Name) -> (Vec<String>, Option<String>) {
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
                suffix = Some(word.normal.to_string());
            } else if !word.normal.is_empty() && word.shape != Shape::Clitic {
                words.extend(word.normal.split(' ').map(str::to_owned));
            }
        }
        (words, suffix)
    }

    fn gender_of_given_name(&self, id: EntityId) -> Option<Gender> {
        let first = self.entities[id.0].words.first()?;
        self.setting.gazetteer.given_name(first)?.gender()
    }

    fn organisation(&mut self, name: &Name, kind: EntityKind) -> EntityId {
        let joined = self.scanner.joined(name.tokens.clone());
        let words: Vec<String> = joined.split(' ').map(str::to_owned).collect();
        let entry = match kind {
            EntityKind::Organisation(entry) => entry,
            _ => None,
        };
        let same = entry
            .and_then(|entry| self.index.listed(entry))
            .or_else(|| self.index.thing(&joined));
        let id = same.unwrap_or_else(|| {
            let display = self.surface(name);
            let entity = Entity::new(kind, &display, words, &display);
            let id = EntityId(self.entities.len());
            self.index.add_thing(id, &entity, entry);
            self.entities.push(entity);
            id
        });
        self.entities[id.0].full_mentions.push(name.tokens.start);
        id
    }
}

pub(crate) fn describe(entity: &mut Entity, described: &Described) {
    entity.gender = described.gender.or(entity.gender);
    entity.age = entity.age.or(described.age);
    for tie in &described.ties {
        if entity.ties.len() < MOST_TIES && !entity.ties.contains(tie) {
            entity.ties.push(tie.clone());
        }
    }
}

pub(crate) fn genders_agree(one: Option<Gender>, other: Option<Gender>) -> bool {
    one.is_none() || other.is_none() || one == other
}
