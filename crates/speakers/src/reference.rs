//! Pronouns: whom of the article they stand for.

use std::collections::BTreeMap;

use onrecord_model::Reason;

use crate::article::Article;
use crate::description::ALIKE;
use crate::entity::{EntityId, EntityKind, Named};
use crate::gazetteer::Gender;
use crate::lexicon::Class;

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
    pub(crate) fn named_before(&self, token: usize) -> Option<(usize, EntityId)> {
        self.sources
            .range(..token)
            .rev()
            .take(MENTIONS)
            .find_map(|(_, turn)| Some((turn.sentence, turn.entity?)))
    }
}

/// Whom something refers to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Referent {
    /// One.
    One(Choice),
    /// Several fit about as well.
    Several(Vec<(EntityId, f32)>),
    /// Nobody fits.
    Nobody,
}

/// Whom something refers to, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    pub(crate) entity: EntityId,
    pub(crate) confidence: f32,
    /// All who came into question.
    pub(crate) candidates: Vec<(EntityId, f32)>,
    pub(crate) reasons: Vec<Reason>,
}

impl Referent {
    /// One, for a single reason.
    pub(crate) fn sure(entity: EntityId, confidence: f32, reason: Reason) -> Self {
        Self::One(Choice {
            entity,
            confidence,
            candidates: Vec::new(),
            reasons: vec![reason],
        })
    }
}

/// What is known of the attribution whose source is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Asked {
    /// Who says the quotation that the source stands in.
    pub(crate) speaking: Option<EntityId>,
    /// Whom its own content names: people do not speak of themselves by name.
    pub(crate) spoken_of: Vec<EntityId>,
}

/// How far back a pronoun reaches, in sentences.
pub(crate) const REACH: usize = 8;
/// How far back anything reaches, in mentions; a sentence can be as long as a hostile text.
pub(crate) const MENTIONS: usize = 96;
/// Longest apposition between a name and its relative pronoun, in tokens.
const LONGEST_APPOSITION: usize = 20;
/// By how much the best antecedent must lead. This and the weights of [`Article::antecedent`] were judged by hand
/// on the development part of GAP (ambiguous pronouns of an encyclopaedia), and looked at on the news that the model
/// card names.
const LEAD: f32 = 0.7;

impl Article<'_> {
    /// Whom the pronoun at `token` stands for. `heard` are the speakers resolved before it, in order.
    pub(crate) fn pronoun(&self, token: usize, asked: &Asked, heard: &Heard) -> Referent {
        match self.scanner.words[token].normal.as_str() {
            "he" | "him" | "his" | "himself" => self.antecedent(token, Gender::Male, asked, heard),
            "she" | "her" | "hers" | "herself" => {
                self.antecedent(token, Gender::Female, asked, heard)
            }
            "who" | "whom" | "whose" | "which" | "that" => self.relative(token),
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
    fn antecedent(&self, token: usize, gender: Gender, asked: &Asked, heard: &Heard) -> Referent {
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
            score += if mention.subject { 2.25 } else { 0.0 };
            score -= if mention.modifier { 1.5 } else { 0.0 };
            score -= if mention.oblique { 1.0 } else { 0.0 };
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
            (entity.may_be_person() || self.stands_in_the_way(*id))
                && entity.gender.is_none_or(|other| other == gender)
                && asked.speaking != Some(*id)
        });
        for (id, score) in &mut scores {
            let entity = &self.entities[id.0];
            // "He said Roe would come": not Roe.
            *score -= if asked.spoken_of.contains(id) {
                4.0
            } else {
                0.0
            };
            *score += if entity.gender.is_some() { 0.65 } else { 0.0 };
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
            // The best is no clear person: better nobody than the next best.
            Referent::One(choice)
                if self.entities[choice.entity.0].unclear
                    || self.stands_in_the_way(choice.entity) =>
            {
                Referent::Several(choice.candidates)
            }
            referent => referent,
        }
    }

    /// Whether an entity known by one word only may be a person all the same: it is the subject of a clause
    /// somewhere and nothing shows that it is a thing. It is never chosen, for nobody would know who it is.
    fn stands_in_the_way(&self, id: EntityId) -> bool {
        let entity = &self.entities[id.0];
        entity.kind == EntityKind::Partial
            && !entity.is_person
            && entity.is_subject
            && !entity.is_place
            && !self.is_institution(entity)
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
                return Referent::sure(entity, 0.85, Reason::Apposition);
            }
            let copula = matches!(
                between.first().map(|word| word.normal.as_str()),
                Some("is" | "was" | "became" | "remains")
            );
            let [mark, first, rest @ ..] = between else {
                continue;
            };
            let closed = rest.last().is_some_and(|last| last.normal.is_empty());
            let cut = rest.iter().any(|word| word.normal.is_empty());
            let introduced = first.class.is(Class::DEFINITE)
                || matches!(first.normal.as_str(), "a" | "an")
                || first.class.is(Class::TITLE);
            if copula && introduced && !cut {
                return Referent::sure(entity, 0.6, Reason::Apposition);
            }
            if mark.normal.is_empty() && (closed && mention.subject || introduced && !cut) {
                return Referent::sure(entity, 0.6, Reason::Apposition);
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
                Referent::sure(entity, 0.6, Reason::SpokeLast)
            }
            _ => Referent::Nobody,
        }
    }
}

/// Weight of a mention by how many sentences ago it was.
pub(crate) fn nearness(distance: usize) -> f32 {
    match distance {
        0 => 5.5,
        1 => 4.0,
        2 => 2.5,
        3 => 1.5,
        4 => 1.0,
        _ => 0.5,
    }
}

pub(crate) fn raise(scores: &mut Vec<(EntityId, f32)>, entity: EntityId, score: f32) {
    match scores.iter_mut().find(|(id, _)| *id == entity) {
        Some((_, best)) => *best = best.max(score),
        None => scores.push((entity, score)),
    }
}

/// The best, where it leads by `lead`.
pub(crate) fn decided(mut scores: Vec<(EntityId, f32)>, lead: f32) -> Referent {
    scores.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let Some((best, score)) = scores.first().copied() else {
        return Referent::Nobody;
    };
    let next = scores.get(1).map(|(_, score)| *score);
    let chosen = |confidence: f32, reason: Reason, candidates| {
        Referent::One(Choice {
            entity: best,
            confidence,
            candidates,
            reasons: vec![reason],
        })
    };
    match next {
        None => chosen(0.75, Reason::OnlyOne, scores),
        Some(next) if score - next >= lead => {
            let confidence = 0.5 + 0.05 * (score - next).min(4.0);
            chosen(confidence, Reason::Nearest, scores)
        }
        Some(next) => {
            scores.retain(|(_, score)| *score >= next - lead);
            Referent::Several(scores)
        }
    }
}
