//! Descriptions: whom of the article "the mayor" or "his lawyer" stands for.

use std::collections::HashMap;

use onrecord_model::Reason;

use crate::article::Article;
use crate::entity::EntityId;
use crate::lexicon::Class;
use crate::link;
use crate::reference::{Heard, MENTIONS, REACH, Referent, decided, nearness, raise};
use crate::source::Phrase;
use crate::tie::{self, Tie};

/// Nouns of descriptions, and who is described by them.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    /// In the article.
    told: HashMap<String, Vec<EntityId>>,
    /// In the article or by the gazetteer, on the day of the article.
    known: HashMap<String, Vec<EntityId>>,
}

/// How many people of one description are looked at; more cannot be told apart.
pub(crate) const ALIKE: usize = 24;

impl Article<'_> {
    /// The person of the article that a description is tied to.
    pub(crate) fn description(&self, phrase: &Phrase, token: usize, heard: &Heard) -> Referent {
        let words = &self.scanner.words[phrase.tokens.clone()];
        let Some(said) = tie::read(words, self.setting.gazetteer) else {
            return Referent::Nobody;
        };
        if Class::of(&said.head).is(Class::KIN) {
            return Referent::Nobody;
        }
        let told = self.fitting(&said, &self.described.told, |article, id| {
            article.entities[id.0].ties.clone()
        });
        // "The president" alone may be anybody who is one, whether the article says so or the gazetteer does.
        let fitting = if told.is_empty() || said.modifiers.is_empty() {
            self.fitting(&said, &self.described.known, Self::known_ties)
        } else {
            told
        };
        match fitting.as_slice() {
            [] => Referent::Nobody,
            [one] => Referent::sure(*one, 0.75, Reason::Title),
            several => self.nearest(several, token, heard),
        }
    }

    fn fitting(
        &self,
        said: &Tie,
        heads: &HashMap<String, Vec<EntityId>>,
        ties: impl Fn(&Self, EntityId) -> Vec<Tie>,
    ) -> Vec<EntityId> {
        heads
            .get(&said.head)
            .into_iter()
            .flatten()
            .copied()
            .filter(|id| {
                let ties = ties(self, *id);
                let everything: Vec<&String> = ties.iter().flat_map(|tie| &tie.modifiers).collect();
                ties.iter().any(|known| {
                    said.former == known.former
                        && link::same_rank(said, known)
                        && (link::agree(said, known)
                            || said.head == known.head
                                && said.modifiers.iter().all(|word| everything.contains(&word)))
                })
            })
            .collect()
    }

    /// Who is described by which noun.
    pub(crate) fn heads(&self) -> Heads {
        let mut heads = Heads::default();
        let people = (0..self.entities.len()).map(EntityId).filter(|id| {
            let entity = &self.entities[id.0];
            entity.may_be_person() && !entity.unclear
        });
        for id in people {
            let add = |map: &mut HashMap<String, Vec<EntityId>>, tie: &Tie| {
                let list = map.entry(tie.head.clone()).or_default();
                if list.len() < ALIKE && list.last() != Some(&id) {
                    list.push(id);
                }
            };
            for tie in &self.entities[id.0].ties {
                add(&mut heads.told, tie);
            }
            for tie in &self.known_ties(id) {
                add(&mut heads.known, tie);
            }
        }
        heads
    }

    /// What the article says of a person, and what the gazetteer says on its day of one that is linked.
    fn known_ties(&self, id: EntityId) -> Vec<Tie> {
        let entity = &self.entities[id.0];
        let mut ties = entity.ties.clone();
        if let Some(bearer) = entity.entry().filter(|_| self.setting.day.is_some())
            && let Some(person) = self.setting.gazetteer.person(bearer)
        {
            ties.extend(self.setting.ties(bearer, &person).iter().cloned());
        }
        ties
    }

    /// Which of several people of one description was named or heard last, clearly before the others.
    fn nearest(&self, several: &[EntityId], token: usize, heard: &Heard) -> Referent {
        let sentence = self.sentence_of(token);
        let mut scores: Vec<(EntityId, f32)> = Vec::new();
        let before = self
            .mentions
            .partition_point(|mention| mention.tokens.start < token);
        for mention in self.mentions[..before].iter().rev().take(MENTIONS) {
            let distance = sentence.saturating_sub(mention.sentence);
            if distance > REACH {
                break;
            }
            if let Some(id) = mention.one().filter(|id| several.contains(id)) {
                raise(&mut scores, id, nearness(distance));
            }
        }
        if let Some(last) = heard.before(token)
            && let Some(speaker) = last.entity.filter(|entity| several.contains(entity))
        {
            let distance = sentence.saturating_sub(last.sentence);
            raise(&mut scores, speaker, nearness(distance) + 1.0);
        }
        match decided(scores, 2.0) {
            Referent::Nobody => Referent::Several(several.iter().map(|id| (*id, 0.0)).collect()),
            referent => referent,
        }
    }
}
