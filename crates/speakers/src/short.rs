//! Names given in part: whom of those named in full they stand for.

use crate::article::Article;
use crate::cluster::{describe, genders_agree};
use crate::entity::{Entity, EntityId, EntityKind, Named};
use crate::lexicon::{self, Class};
use crate::link::{agree, same_rank};
use crate::scan::Name;
use crate::tie::Described;
use crate::word::Shape;

/// How many entries of one full name are asked for their offices.
const MOST_BEARERS: usize = 4;
/// Shortest family name that a slip of one letter is forgiven in, in bytes.
const SHORTEST_SLIP: usize = 7;

impl Article<'_> {
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
            return self
                .index
                .partial(&words.join(" "))
                .or_else(|| self.short_organisation(&words, name))
                .map(Named::One);
        }
        if !described.is_person
            && let Some(organisation) = self.short_organisation(&words, name)
        {
            return Some(Named::One(organisation));
        }
        let key = words.join(" ");
        let id = self.index.partial(&key).unwrap_or_else(|| {
            let display = self.surface(name);
            let naming = self.naming(name);
            let id = EntityId(self.entities.len());
            self.entities
                .push(Entity::new(EntityKind::Partial, &display, words, &naming));
            self.index.add_partial(id, key);
            id
        });
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
        let Some(last) = words.last() else {
            return Vec::new();
        };
        let among = |ids: &[EntityId], fits: &dyn Fn(&Entity) -> bool| -> Vec<EntityId> {
            ids.iter()
                .copied()
                .filter(|id| {
                    let entity = &self.entities[id.0];
                    entity.kind == EntityKind::Person
                        && genders_agree(entity.gender, described.gender)
                        && fits(entity)
                })
                .collect()
        };
        let holding = self.index.holding(last);
        let family = among(holding, &|entity| entity.has_family_name(words, gazetteer));
        let [word] = words else {
            return family;
        };
        if !family.is_empty() {
            return family;
        }
        let given = among(holding, &|entity| {
            entity.words.first() == Some(word)
                && entity
                    .full_mentions
                    .first()
                    .is_some_and(|full| *full < token)
        });
        if !given.is_empty() {
            return given;
        }
        // "Ms. Acosta" for Melba Acosta Febo, where two family names are borne.
        let inner = among(holding, &|entity| {
            word.len() > 3 && entity.words[1..].contains(word)
        });
        if !inner.is_empty() || word.len() < 6 {
            return inner;
        }
        let sounding = among(self.index.sounding(word), &|_| true);
        if !sounding.is_empty() || word.len() < SHORTEST_SLIP {
            return sounding;
        }
        // A slip of the pen, where nobody is known to be called so: "Lindquist" for Lindqvist.
        if !gazetteer.family_name(word).is_empty() {
            return Vec::new();
        }
        among(self.index.beginning_like(word), &|entity| {
            let last = entity.words.last();
            last.is_some_and(|last| strsim::osa_distance(last, word) == 1)
        })
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
        if let Some(one) = self.in_office(several, described) {
            return Named::One(one);
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

    /// Who of several people of one name holds, or for a "former" held, the office that stands before it: of two
    /// Clintons "former President Clinton" is one.
    fn in_office(&self, several: &[EntityId], described: &Described) -> Option<EntityId> {
        if described.ties.is_empty() || self.setting.day.is_none() {
            return None;
        }
        let holds = |id: &EntityId| {
            let bearers = &self.entities[id.0].bearers;
            bearers.iter().take(MOST_BEARERS).any(|bearer| {
                let Some(person) = self.setting.gazetteer.person(*bearer) else {
                    return false;
                };
                let known = self.setting.ties(*bearer, &person);
                described.ties.iter().any(|said| {
                    known
                        .iter()
                        .any(|known| said.former == known.former && agree(said, known))
                })
            })
        };
        let mut holding = several.iter().copied().filter(holds);
        match (holding.next(), holding.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }

    /// Who of `among` is named in full in a range of tokens.
    fn named_between(&self, among: &[EntityId], tokens: std::ops::Range<usize>) -> Vec<EntityId> {
        among
            .iter()
            .copied()
            .filter(|id| {
                let full = &self.entities[id.0].full_mentions;
                let next = full.partition_point(|full| *full < tokens.start);
                full.get(next).is_some_and(|full| *full < tokens.end)
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
        let candidates = if shout {
            self.index.abbreviated(word)
        } else {
            self.index.holding(word)
        };
        let mut found = candidates.iter().copied().filter(|id| {
            let entity = &self.entities[id.0];
            let named = entity
                .full_mentions
                .first()
                .is_some_and(|full| name.echo || *full < name.tokens.start);
            // "Peabody", and "the Times" for an institution that ends so.
            let part = entity.words.first() == Some(word) && !is_common_first(word)
                || entity.words.last() == Some(word) && Class::of(word).is(Class::INSTITUTION);
            matches!(entity.kind, EntityKind::Organisation(_))
                && entity.words.len() > 1
                && named
                && (shout || part)
        });
        match (found.next(), found.next()) {
            (Some(id), None) => Some(id),
            _ => None,
        }
    }
}

/// First words of institutions that stand for many of them.
fn is_common_first(word: &str) -> bool {
    let class = Class::of(word);
    class != Class::default() || lexicon::is_state(word) || word.len() < 4
}
