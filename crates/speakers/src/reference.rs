//! Pronouns and descriptions: whom of the article they stand for.

use std::collections::{BTreeMap, HashMap};

use crate::article::Article;
use crate::entity::{EntityId, EntityKind, Named};
use crate::gazetteer::Gender;
use crate::lexicon::Class;
use crate::link;
use crate::source::Phrase;
use crate::tie::{self, Tie};

/// Who has spoken, by the token of the source.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    sources: BTreeMap<usize, Turn>,
}

/// One source that was resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) sentence: usize,
    /// `None` for somebody whom the article does not name.
    pub(crate) entity: Option<EntityId>,
}

impl Heard {
    pub(crate) fn add(&mut self, token: usize, turn: Turn) {
        self.sources.insert(token, turn);
    }

    /// Who spoke last before `token`.
    pub(crate) fn before(&self, token: usize) -> Option<Turn> {
        self.sources
            .range(..token)
            .next_back()
            .map(|(_, turn)| *turn)
    }

    /// Who that the article names spoke last before `token`, and in which sentence.
    fn named_before(&self, token: usize) -> Option<(usize, EntityId)> {
        self.sources
            .range(..token)
            .rev()
            .take(MENTIONS)
            .find_map(|(_, turn)| Some((turn.sentence, turn.entity?)))
    }
}

/// Nouns of descriptions, and who is described by them.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    /// In the article.
    told: HashMap<String, Vec<EntityId>>,
    /// In the article or by the gazetteer, on the day of the article.
    known: HashMap<String, Vec<EntityId>>,
}

/// Whom something refers to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Referent {
    /// One, with the certainty of the choice and all who came into question.
    One(EntityId, f32, Vec<(EntityId, f32)>),
    /// Several fit about as well.
    Several(Vec<(EntityId, f32)>),
    /// Nobody fits.
    Nobody,
}

/// How far back a pronoun reaches, in sentences.
const REACH: usize = 8;
/// How far back anything reaches, in mentions; a sentence can be as long as a hostile text.
const MENTIONS: usize = 96;
/// How many people of one description are looked at; more cannot be told apart.
const ALIKE: usize = 24;
/// Longest apposition between a name and its relative pronoun, in tokens.
const LONGEST_APPOSITION: usize = 20;
/// By how much the best antecedent must lead.
const LEAD: f32 = 1.0;

impl Article<'_> {
    /// Whom the pronoun at `token` stands for. `speaking` is who says the quotation it stands in, if any;
    /// `heard` are the speakers resolved before it, in order.
    pub(crate) fn pronoun(
        &self,
        token: usize,
        speaking: Option<EntityId>,
        heard: &Heard,
    ) -> Referent {
        match self.scanner.words[token].normal.as_str() {
            "he" | "him" | "his" | "himself" => {
                self.antecedent(token, Gender::Male, speaking, heard)
            }
            "she" | "her" | "hers" | "herself" => {
                self.antecedent(token, Gender::Female, speaking, heard)
            }
            "who" | "whom" | "whose" | "which" | "that" => self.relative(token),
            "i" | "me" | "my" | "mine" | "myself" => match speaking {
                Some(entity) => Referent::One(entity, 0.8, Vec::new()),
                None => Referent::Nobody,
            },
            "it" | "its" | "itself" | "they" | "them" | "their" => self.institution(token, heard),
            _ => Referent::Nobody,
        }
    }

    /// The sentence of a token; the last one where the token stands in none.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        let document = self.scanner.document;
        document
            .tokens()
            .get(token)
            .and_then(|token| document.sentence_at(token.span.start()))
            .unwrap_or_default()
    }

    /// The person a "he" or "she" stands for: nearness, the subject's place, who spoke last, and gender.
    fn antecedent(
        &self,
        token: usize,
        gender: Gender,
        speaking: Option<EntityId>,
        heard: &Heard,
    ) -> Referent {
        let sentence = self.sentence_of(token);
        let unnamed = heard.before(token).is_some_and(|last| {
            last.entity.is_none() && sentence.saturating_sub(last.sentence) <= 1
        });
        if unnamed {
            // "A nurse said so. She …": not whoever was named before the nurse.
            return Referent::Nobody;
        }
        let last = heard.named_before(token);
        let mut scores: Vec<(EntityId, f32)> = Vec::new();
        let before = self
            .mentions
            .partition_point(|mention| mention.tokens.start < token);
        for mention in self.mentions[..before].iter().rev().take(MENTIONS) {
            let distance = sentence.saturating_sub(mention.sentence);
            if distance > REACH {
                break;
            }
            let mut score = nearness(distance);
            score += if mention.subject { 1.5 } else { 0.0 };
            score -= if mention.modifier { 1.5 } else { 0.0 };
            score -= if mention.quoted { 2.0 } else { 0.0 };
            match &mention.entity {
                Named::One(entity) => raise(&mut scores, *entity, score),
                Named::Several(entities) => {
                    for entity in entities.iter().take(ALIKE) {
                        raise(&mut scores, *entity, score - 0.5);
                    }
                }
            }
        }
        if let Some((said_in, speaker)) = last {
            let distance = sentence.saturating_sub(said_in);
            if distance <= REACH {
                raise(&mut scores, speaker, nearness(distance) + 1.0);
            }
        }
        scores.retain(|(id, _)| {
            let entity = &self.entities[id.0];
            entity.may_be_person()
                && entity.gender.is_none_or(|other| other == gender)
                && speaking != Some(*id)
        });
        for (id, score) in &mut scores {
            let entity = &self.entities[id.0];
            *score += if entity.gender.is_some() { 0.9 } else { 0.0 };
            *score += entity.mentions.min(10) as f32 * 0.08;
            if let Some((said_in, _)) = last.filter(|(_, speaker)| speaker == id) {
                *score += match sentence.saturating_sub(said_in) {
                    0..=1 => 1.5,
                    2..=3 => 1.0,
                    _ => 0.5,
                };
            }
        }
        match decided(scores, LEAD) {
            Referent::One(id, _, scores) if self.entities[id.0].unclear => {
                Referent::Several(scores)
            }
            referent => referent,
        }
    }

    /// Whom a relative pronoun stands for: the name right before it, or the name whose apposition it ends ("Roe,
    /// the mayor of Harrow, who"; "Roe, a clerk at the port who").
    fn relative(&self, token: usize) -> Referent {
        let sentence = self.sentence_of(token);
        let before = self
            .mentions
            .partition_point(|mention| mention.tokens.end <= token);
        let person = self.scanner.words[token].normal.starts_with("who");
        let near = self.mentions[..before]
            .iter()
            .rev()
            .take_while(|mention| {
                mention.sentence == sentence && token - mention.tokens.end <= LONGEST_APPOSITION
            })
            .filter_map(|mention| Some((mention, mention.one()?)))
            .filter(|(_, id)| {
                let entity = &self.entities[id.0];
                person == (entity.may_be_person() && !entity.unclear)
            });
        let words = &self.scanner.words;
        for (mention, entity) in near {
            let between = &words[mention.tokens.end..token];
            if mention.modifier {
                continue;
            }
            if between.len() <= 2 && between.iter().all(|word| word.normal.is_empty()) {
                return Referent::One(entity, 0.85, Vec::new());
            }
            let [mark, first, rest @ ..] = between else {
                continue;
            };
            let closed = rest.last().is_some_and(|last| last.normal.is_empty());
            let cut = rest.iter().any(|word| word.normal.is_empty());
            let introduced = first.class.is(Class::DEFINITE)
                || matches!(first.normal.as_str(), "a" | "an")
                || first.class.is(Class::TITLE);
            if mark.normal.is_empty() && (closed && mention.subject || introduced && !cut) {
                return Referent::One(entity, 0.6, Vec::new());
            }
        }
        Referent::Nobody
    }

    /// The institution an "it" or "they" stands for: the one that spoke last, in this sentence or the one before.
    fn institution(&self, token: usize, heard: &Heard) -> Referent {
        let sentence = self.sentence_of(token);
        let Some(last) = heard.before(token) else {
            return Referent::Nobody;
        };
        let body = last.entity.filter(|entity| {
            matches!(
                self.entities[entity.0].kind,
                EntityKind::Organisation(_) | EntityKind::Country
            )
        });
        match body {
            Some(entity) if sentence.saturating_sub(last.sentence) <= 1 => {
                Referent::One(entity, 0.6, Vec::new())
            }
            _ => Referent::Nobody,
        }
    }

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
            [one] => Referent::One(*one, 0.75, Vec::new()),
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
            ties.extend(self.setting.ties(&person));
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

/// Weight of a mention by how many sentences ago it was.
fn nearness(distance: usize) -> f32 {
    match distance {
        0 => 5.0,
        1 => 4.0,
        2 => 2.5,
        3 => 1.5,
        4 => 1.0,
        _ => 0.5,
    }
}

fn raise(scores: &mut Vec<(EntityId, f32)>, entity: EntityId, score: f32) {
    match scores.iter_mut().find(|(id, _)| *id == entity) {
        Some((_, best)) => *best = best.max(score),
        None => scores.push((entity, score)),
    }
}

/// The best, where it leads by `lead`.
fn decided(mut scores: Vec<(EntityId, f32)>, lead: f32) -> Referent {
    scores.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let Some((best, score)) = scores.first().copied() else {
        return Referent::Nobody;
    };
    let next = scores.get(1).map(|(_, score)| *score);
    match next {
        None => Referent::One(best, 0.75, scores),
        Some(next) if score - next >= lead => {
            let confidence = 0.5 + 0.05 * (score - next).min(4.0);
            Referent::One(best, confidence, scores)
        }
        Some(next) => {
            scores.retain(|(_, score)| *score >= next - lead);
            Referent::Several(scores)
        }
    }
}
