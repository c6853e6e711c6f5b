//! Resolves every attribution of one document.

use onrecord_extract::Document;
use onrecord_model::{
    Attribution, Candidate, Confidence, Reason, Resolution, ResolutionRule, Span, SpeakerIdentity,
    Timestamp, Why,
};

use crate::article::Article;
use crate::entity::{EntityId, Named};
use crate::gazetteer::{Gazetteer, GazetteerError};
use crate::link;
use crate::reference::{Asked, Heard, Referent, Turn};
use crate::source::Source;
use crate::word;

/// What is known of the article besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// When it was published: offices are held, and people live, at a time.
    pub published: Option<Timestamp>,
    /// Who published it.
    pub outlet: Option<&'a str>,
}

/// Finds out who the sources of attributions are.
#[derive(Debug)]
pub struct Resolver {
    gazetteer: Gazetteer,
}

impl Resolver {
    /// A resolver with the gazetteer that is part of the program.
    pub fn bundled() -> Result<Self, GazetteerError> {
        Gazetteer::bundled().map(|gazetteer| Self { gazetteer })
    }

    /// A resolver with another gazetteer, in the form that `examples/compile_gazetteer` writes.
    pub fn with_gazetteer(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        Gazetteer::read(bytes).map(|gazetteer| Self { gazetteer })
    }

    /// Number of people the resolver knows.
    #[must_use]
    pub fn people(&self) -> usize {
        self.gazetteer.len()
    }

    /// Who said what was attributed: one answer for each of `attributions`, in the same order. The attributions
    /// must have been found in `document`.
    #[must_use]
    pub fn resolve(
        &self,
        document: &Document<'_>,
        attributions: &[Attribution],
        context: &Context<'_>,
    ) -> Vec<Resolution> {
        let words = word::words(document);
        let day = context.published.and_then(link::day);
        let article = Article::read(document, &words, &self.gazetteer, day, attributions);
        Resolving::new(&article, attributions).all()
    }
}

/// How many contents before a source are looked at for the one it stands in.
const NEAR_CONTENTS: usize = 32;

/// Most candidates told of.
const MOST_CANDIDATES: usize = 8;

/// The work on one document.
struct Resolving<'a> {
    article: &'a Article<'a>,
    attributions: &'a [Attribution],
    sources: Vec<Source>,
    /// What is attributed by which attribution, in the order of the text.
    contents: Vec<(Span, usize)>,
    found: Vec<Option<Found>>,
    heard: Heard,
}

/// What was found for one attribution.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) entity: Option<EntityId>,
    /// A speaker that is no entity of the article by itself: "the Trump campaign".
    pub(crate) identity: Option<SpeakerIdentity>,
    pub(crate) rule: ResolutionRule,
    pub(crate) confidence: f32,
    pub(crate) candidates: Vec<(EntityId, f32)>,
    pub(crate) reasons: Vec<Reason>,
}

impl Found {
    pub(crate) fn nobody(rule: ResolutionRule, confidence: f32) -> Self {
        Self {
            entity: None,
            identity: None,
            rule,
            confidence,
            candidates: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

impl<'a> Resolving<'a> {
    fn new(article: &'a Article<'a>, attributions: &'a [Attribution]) -> Self {
        let sources = attributions
            .iter()
            .map(|attribution| article.source(&attribution.source))
            .collect();
        let mut contents: Vec<(Span, usize)> = attributions
            .iter()
            .enumerate()
            .flat_map(|(index, attribution)| {
                attribution.content.iter().map(move |span| (*span, index))
            })
            .collect();
        contents.sort_unstable();
        Self {
            article,
            attributions,
            sources,
            contents,
            found: vec![None; attributions.len()],
            heard: Heard::default(),
        }
    }

    /// Names first, then, in the order of the text, what depends on who spoke before; "I" last, because who says
    /// the quotation it stands in may be named behind it.
    fn all(mut self) -> Vec<Resolution> {
        for index in 0..self.attributions.len() {
            if let Source::Name(_) = self.sources[index] {
                self.settle(index);
            }
        }
        let mut order: Vec<usize> = (0..self.attributions.len()).collect();
        order.sort_by_key(|index| (self.is_first_person(*index), self.token(*index)));
        for index in order {
            if self.found[index].is_none() {
                self.settle(index);
            }
        }
        (0..self.attributions.len())
            .map(|index| self.resolution(index))
            .collect()
    }

    fn is_first_person(&self, index: usize) -> bool {
        match self.sources[index] {
            Source::Pronoun(token) => {
                matches!(
                    self.article.scanner.words[token].normal.as_str(),
                    "i" | "me" | "my" | "mine" | "myself"
                )
            }
            _ => false,
        }
    }

    /// The first token of an attribution's source, or of its content.
    fn token(&self, index: usize) -> usize {
        let attribution = &self.attributions[index];
        let span = attribution.source.first().or(attribution.content.first());
        span.map_or(0, |span| {
            self.article.scanner.document.tokens_in(*span).start
        })
    }

    fn settle(&mut self, index: usize) {
        let token = self.token(index);
        let found = match self.sources[index].clone() {
            Source::Missing => Found::nobody(ResolutionRule::NoSource, 1.0),
            Source::Unnamed | Source::UnnamedPerson => Found::nobody(ResolutionRule::Unnamed, 0.8),
            Source::Name(mention) => self.name(mention),
            Source::Several(mentions) => self.several(&mentions),
            Source::Pronoun(token) => {
                let referent = self.article.pronoun(token, &self.asked(index), &self.heard);
                self.referent(referent, ResolutionRule::Pronoun)
            }
            Source::Description(phrase) => {
                let referent = self.article.description(&phrase, token, &self.heard);
                self.referent(referent, ResolutionRule::Description)
            }
            Source::Body(phrase) => self.article.body(&phrase, token, &self.heard),
        };
        // Somebody who is not named has spoken too: a pronoun behind may mean them. A description with "the" is as
        // a rule another word for somebody named nearby, and stands in nobody's way.
        let somebody = match &self.sources[index] {
            Source::UnnamedPerson => true,
            Source::Description(phrase) => phrase.possessed,
            _ => false,
        };
        if somebody || found.entity.is_some() {
            let sentence = self.article.sentence_of(token);
            let entity = found.entity;
            self.heard.add(token, Turn { sentence, entity });
        }
        self.found[index] = Some(found);
    }

    fn asked(&self, index: usize) -> Asked {
        Asked {
            speaking: self.speaking(index),
            spoken_of: Vec::new(),
        }
    }

    /// Who says the quotation that the source of attribution `index` stands in. What is only reported, without
    /// quotation marks, is in the writer's words: there "he" may well be the speaker, and "I" is the writer.
    fn speaking(&self, index: usize) -> Option<EntityId> {
        let tokens = self.article.scanner.document.tokens();
        if !tokens.get(self.token(index))?.quoted {
            return None;
        }
        let source = *self.attributions[index].source.first()?;
        let after = self
            .contents
            .partition_point(|(span, _)| span.start() <= source.start());
        self.contents[..after]
            .iter()
            .rev()
            .take(NEAR_CONTENTS)
            .filter(|(span, other)| *other != index && span.contains(source))
            .filter_map(|(_, other)| self.found[*other].as_ref())
            .find_map(|found| found.entity)
    }

    fn name(&self, mention: usize) -> Found {
        let mention = &self.article.mentions[mention];
        match &mention.entity {
            Named::One(entity) => self.article.named(*entity, mention.full),
            Named::Several(entities) => Found {
                candidates: entities.iter().map(|id| (*id, 1.0)).collect(),
                reasons: vec![Reason::Close],
                ..Found::nobody(ResolutionRule::Ambiguous, 0.5)
            },
        }
    }

    /// "Roe and Doe": a resolution has room for one speaker, so nobody is chosen, and those named are candidates.
    fn several(&self, mentions: &[usize]) -> Found {
        let candidates = mentions
            .iter()
            .filter_map(|mention| self.article.mentions[*mention].one())
            .map(|id| (id, 1.0))
            .collect();
        Found {
            candidates,
            ..Found::nobody(ResolutionRule::Several, 0.8)
        }
    }

    fn referent(&self, referent: Referent, rule: ResolutionRule) -> Found {
        match referent {
            Referent::One(choice) => {
                let named = self.article.named(choice.entity, true);
                if named.entity.is_none() {
                    return Found {
                        candidates: choice.candidates,
                        ..Found::nobody(ResolutionRule::NotFound, 0.5)
                    };
                }
                Found {
                    entity: Some(choice.entity),
                    identity: None,
                    rule,
                    confidence: choice.confidence * named.confidence,
                    candidates: choice.candidates,
                    reasons: choice.reasons,
                }
            }
            Referent::Several(candidates) => Found {
                candidates,
                reasons: vec![Reason::Close],
                ..Found::nobody(ResolutionRule::Ambiguous, 0.5)
            },
            Referent::Nobody => Found::nobody(ResolutionRule::NotFound, 0.5),
        }
    }

    fn resolution(&self, index: usize) -> Resolution {
        let found = self.found[index]
            .clone()
            .unwrap_or_else(|| Found::nobody(ResolutionRule::NotFound, 0.0));
        let mention = self.mention_text(index);
        let speaker = match (&found.identity, found.entity) {
            (Some(identity), _) => Some(identity.clone()),
            (None, Some(entity)) => self.article.identity(entity),
            (None, None) => None,
        };
        let mut reasons = found.reasons.clone();
        if let Some(entity) = found.entity {
            for reason in &self.article.entities[entity.0].reasons {
                if !reasons.contains(reason) {
                    reasons.push(*reason);
                }
            }
        }
        let mut chain: Vec<String> = mention.iter().cloned().collect();
        if let Some(entity) = found.entity {
            let naming = &self.article.entities[entity.0].naming;
            if chain.last() != Some(naming) {
                chain.push(naming.clone());
            }
        }
        Resolution {
            mention,
            speaker,
            why: Why {
                rule: found.rule,
                confidence: Confidence::new(found.confidence),
                chain,
                candidates: self.candidates(&found),
                reasons,
            },
        }
    }

    fn mention_text(&self, index: usize) -> Option<String> {
        let document = self.article.scanner.document;
        let pieces: Vec<&str> = self.attributions[index]
            .source
            .iter()
            .map(|span| document.slice(*span).trim())
            .filter(|words| !words.is_empty())
            .collect();
        (!pieces.is_empty()).then(|| pieces.join(" … "))
    }

    /// Who came into question. Where nobody was chosen among several, their scores are how likely each is.
    fn candidates(&self, found: &Found) -> Vec<Candidate> {
        let mut entities: Vec<(EntityId, f32)> = found.candidates.clone();
        if let Some(entity) = found.entity
            && !entities.iter().any(|(id, _)| *id == entity)
        {
            entities.insert(0, (entity, found.confidence));
        }
        let most = entities
            .iter()
            .map(|(_, score)| *score)
            .fold(1.0_f32, f32::max);
        let mut candidates: Vec<Candidate> = entities
            .iter()
            .take(MOST_CANDIDATES)
            .filter_map(|(id, score)| {
                let identity = self.article.identity(*id)?;
                let score = match found.rule {
                    ResolutionRule::Ambiguous => (score - most).exp(),
                    _ => (score / most).clamp(0.0, 1.0),
                };
                Some(Candidate {
                    name: identity.name,
                    wikidata: identity.wikidata,
                    score,
                    key: Some(identity.key),
                })
            })
            .collect();
        if found.rule == ResolutionRule::Ambiguous {
            let sum: f32 = candidates.iter().map(|candidate| candidate.score).sum();
            for candidate in &mut candidates {
                candidate.score /= sum;
            }
        }
        if let Some(entity) = found.entity {
            candidates.extend(self.article.namesakes(entity));
        }
        candidates
    }
}
