//! The work on one document: which source is resolved when, and what each sort of source comes to.

use std::collections::HashSet;

use onrecord_extract::TokenKind;
use onrecord_model::{Attribution, Reason, Resolution, ResolutionRule, Span, SpeakerIdentity};

use crate::article::Article;
use crate::entity::{EntityId, EntityKind, Named};
use crate::reference::{Asked, Choice, Heard, Referent, Turn};
use crate::resolver::Context;
use crate::source::{Phrase, Source};

/// How near, in sentences, one of several people of a name must have spoken to be meant by it.
const NEAR_SENTENCES: usize = 4;
/// How many contents before a source are looked at for the one it stands in.
const NEAR_CONTENTS: usize = 32;

/// The work on one document.
pub(crate) struct Resolving<'a> {
    pub(crate) article: Article<'a>,
    context: &'a Context<'a>,
    pub(crate) attributions: &'a [Attribution],
    sources: Vec<Source>,
    /// What is attributed by which attribution that is inside no other, in the order of the text.
    contents: Vec<(Span, usize)>,
    pub(crate) found: Vec<Option<Found>>,
    heard: Heard,
    /// Who is the source of an attribution under a name that is theirs alone.
    named_as_source: HashSet<EntityId>,
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
    pub(crate) fn new(
        article: Article<'a>,
        attributions: &'a [Attribution],
        context: &'a Context<'a>,
    ) -> Self {
        let sources: Vec<Source> = attributions
            .iter()
            .map(|attribution| article.source(&attribution.source))
            .collect();
        let named_as_source = sources
            .iter()
            .filter_map(|source| match source {
                Source::Name(mention) => article.mentions[*mention].one(),
                _ => None,
            })
            .collect();
        let mut contents: Vec<(Span, usize)> = attributions
            .iter()
            .enumerate()
            .filter(|(_, attribution)| attribution.inside.is_none())
            .flat_map(|(index, attribution)| {
                attribution.content.iter().map(move |span| (*span, index))
            })
            .collect();
        contents.sort_unstable();
        Self {
            article,
            context,
            attributions,
            sources,
            contents,
            found: vec![None; attributions.len()],
            heard: Heard::default(),
            named_as_source,
        }
    }

    /// Names first, then, in the order of the text, what depends on who spoke before; "I" last, because who says
    /// the quotation it stands in may be named behind it. What stands inside another's words comes after all that: who
    /// is only told of changes nobody's own.
    pub(crate) fn all(mut self) -> Vec<Resolution> {
        let (outermost, inner): (Vec<usize>, Vec<usize>) = (0..self.attributions.len())
            .partition(|index| self.attributions[*index].inside.is_none());
        self.settle_all(outermost);
        self.settle_all(inner);
        (0..self.attributions.len())
            .map(|index| self.resolution(index))
            .collect()
    }

    fn settle_all(&mut self, mut order: Vec<usize>) {
        for index in &order {
            if let Source::Name(_) = self.sources[*index] {
                self.settle(*index);
            }
        }
        order.sort_by_key(|index| (self.is_first_person(*index), self.token(*index)));
        for index in order {
            if self.found[index].is_none() {
                self.settle(index);
            }
        }
    }

    /// What the source of attribution `index` is, where it is a pronoun.
    fn pronoun(&self, index: usize) -> Option<&str> {
        match self.sources[index] {
            Source::Pronoun(token) => Some(self.article.scanner.words[token].normal.as_str()),
            _ => None,
        }
    }

    fn is_first_person(&self, index: usize) -> bool {
        self.pronoun(index)
            .is_some_and(|word| matches!(word, "i" | "me" | "my" | "mine" | "myself" | "we" | "us"))
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
            Source::Missing => self.continued(index),
            Source::Handle(token) => self.article.handle(token),
            Source::Pronoun(token) if self.is_first_person(index) => {
                self.first_person(index, token)
            }
            Source::Unnamed | Source::UnnamedPerson => Found::nobody(ResolutionRule::Unnamed, 0.8),
            Source::Name(mention) => self.name(mention, token),
            Source::Several(mentions) => self.several(&mentions),
            Source::Pronoun(token) => {
                let referent = self.article.pronoun(token, &self.asked(index), &self.heard);
                self.referent(referent, ResolutionRule::Pronoun)
            }
            Source::Description(phrase) => self.described(&phrase, token),
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

    /// Who "I" or "we" is: whoever says the quotation or the turn of a conversation that it stands in, or else the
    /// writer. "We" is no person; it is an institution that speaks of itself.
    fn first_person(&self, index: usize, token: usize) -> Found {
        let plural = self
            .pronoun(index)
            .is_some_and(|word| matches!(word, "we" | "us"));
        let quoted = self.article.scanner.document.tokens()[token].quoted;
        let around = self.around(index);
        let speaking = around.filter(|around| quoted || self.is_turn(*around));
        let Some(around) = speaking else {
            return match (quoted, plural) {
                (true, _) => Found::nobody(ResolutionRule::NotFound, 0.5),
                (false, true) => self.article.editors(token, self.context),
                (false, false) => self.article.writer(token, self.context),
            };
        };
        let entity = self.found[around].as_ref().and_then(|found| found.entity);
        match entity {
            Some(entity) if !plural || self.article.is_body(entity) => self.referent(
                Referent::sure(entity, 0.8, Reason::Speaking),
                ResolutionRule::Pronoun,
            ),
            Some(entity) => Found {
                candidates: vec![(entity, 0.5)],
                ..Found::nobody(ResolutionRule::Unnamed, 0.5)
            },
            None => Found::nobody(ResolutionRule::NotFound, 0.5),
        }
    }

    /// Whether an attribution is a turn of a conversation in a transcript: a paragraph that begins with its source
    /// and a colon.
    fn is_turn(&self, index: usize) -> bool {
        let document = self.article.scanner.document;
        let Some(source) = self.attributions[index].source.first() else {
            return false;
        };
        let tokens = document.tokens_in(*source);
        let colon = document
            .tokens()
            .get(tokens.end)
            .is_some_and(|token| token.kind == TokenKind::Colon);
        let begins = document
            .paragraph_at(source.start())
            .is_some_and(|paragraph| {
                document
                    .paragraph_tokens(&document.paragraphs()[paragraph])
                    .start
                    == tokens.start
            });
        colon && begins
    }

    /// A quotation without a source of its own that goes on with the one before: nothing but marks stands between
    /// the two. Anything else without a source has none.
    fn continued(&self, index: usize) -> Found {
        let nobody = Found::nobody(ResolutionRule::NoSource, 1.0);
        let Some(content) = self.attributions[index].content.first() else {
            return nobody;
        };
        let document = self.article.scanner.document;
        let quoted = |span: &Span| {
            let tokens = document.tokens_in(*span);
            document.tokens()[tokens]
                .iter()
                .all(|token| token.quoted || !token.is_word())
        };
        let before = self
            .contents
            .partition_point(|(span, _)| span.start() < content.start());
        let last = self.contents[..before]
            .iter()
            .rev()
            .find(|(_, other)| *other != index);
        let Some((span, other)) = last.filter(|(span, _)| span.end() <= content.start()) else {
            return nobody;
        };
        let between = document.tokens_in(Span::new(span.end(), content.start()));
        let apart = document.tokens()[between]
            .iter()
            .any(|token| token.is_word());
        let found = self.found[*other].as_ref();
        let Some(entity) = found.and_then(|found| found.entity) else {
            return nobody;
        };
        if apart || !quoted(content) || !quoted(span) {
            return nobody;
        }
        Found {
            entity: Some(entity),
            reasons: vec![Reason::SpokeLast],
            ..Found::nobody(ResolutionRule::Continued, 0.7)
        }
    }

    fn asked(&self, index: usize) -> Asked {
        let document = self.article.scanner.document;
        let spoken_of = self.attributions[index]
            .content
            .iter()
            .flat_map(|span| self.article.mentions_in(&document.tokens_in(*span)))
            .take(NEAR_CONTENTS)
            .map(|mention| &self.article.mentions[mention])
            .filter(|mention| !mention.modifier)
            .filter_map(|mention| mention.one())
            .collect();
        Asked {
            speaking: self.speaking(index),
            spoken_of,
        }
    }

    /// Who says the quotation that the source of attribution `index` stands in. What is only reported, without
    /// quotation marks, is in the writer's words: there "he" may well be the speaker.
    fn speaking(&self, index: usize) -> Option<EntityId> {
        let tokens = self.article.scanner.document.tokens();
        if !tokens.get(self.token(index))?.quoted {
            return None;
        }
        let around = self.around(index)?;
        self.found[around].as_ref().and_then(|found| found.entity)
    }

    /// The innermost attribution with a known speaker whose content holds the source of attribution `index`.
    fn around(&self, index: usize) -> Option<usize> {
        let source = *self.attributions[index].source.first()?;
        let after = self
            .contents
            .partition_point(|(span, _)| span.start() <= source.start());
        self.contents[..after]
            .iter()
            .rev()
            .take(NEAR_CONTENTS)
            .filter(|(span, other)| *other != index && span.contains(source))
            .map(|(_, other)| *other)
            .find(|other| {
                self.found[*other]
                    .as_ref()
                    .is_some_and(|found| found.entity.is_some())
            })
    }

    fn name(&mut self, mention: usize, token: usize) -> Found {
        let mention = &self.article.mentions[mention];
        match mention.entity.clone() {
            Named::One(entity) => {
                let found = self.article.named(entity, mention.full);
                if found.entity.is_some()
                    || self.article.entities[entity.0].kind != EntityKind::Partial
                {
                    return found;
                }
                // "President Bush", long after both.
                let bearers = self.article.entities[entity.0].bearers.clone();
                let rivals: Vec<EntityId> = bearers
                    .into_iter()
                    .filter_map(|person| self.article.introduced(person))
                    .collect();
                if rivals.is_empty() {
                    found
                } else {
                    several(&rivals)
                }
            }
            Named::Several(entities) => self.who_spoke(&entities, token).map_or_else(
                || several(&entities),
                |entity| Found {
                    confidence: 0.65,
                    reasons: vec![Reason::SpokeLast],
                    ..self.article.named(entity, false)
                },
            ),
        }
    }

    /// Who of several people of one name spoke just before, where nobody else of that name speaks at all.
    fn who_spoke(&self, entities: &[EntityId], token: usize) -> Option<EntityId> {
        let (sentence, last) = self.heard.named_before(token)?;
        let near = self.article.sentence_of(token).saturating_sub(sentence) <= NEAR_SENTENCES;
        let others = entities
            .iter()
            .any(|entity| *entity != last && self.named_as_source.contains(entity));
        (near && entities.contains(&last) && !others).then_some(last)
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

    /// Whom the article describes so, or who held the office. The article comes first, unless the words name an
    /// institution or a country that what it tells says nothing of.
    fn described(&mut self, phrase: &Phrase, token: usize) -> Found {
        let told = self.article.description(phrase, token, &self.heard);
        let office = self.article.office(phrase, self.context.outlet);
        let Some(office) = office.filter(|office| {
            told == Referent::Nobody || office.is_explicit && phrase.is_complemented
        }) else {
            return self.referent(told, ResolutionRule::Description);
        };
        let candidates: Vec<(EntityId, f32)> = office
            .people
            .iter()
            .filter_map(|(person, weight)| Some((self.article.introduced(*person)?, *weight)))
            .collect();
        let referent = match candidates.as_slice() {
            [] => Referent::Nobody,
            [(one, _)] => Referent::One(Choice {
                entity: *one,
                confidence: if office.is_explicit { 0.85 } else { 0.7 },
                candidates,
                reasons: office.reasons,
            }),
            _ => Referent::Several(candidates),
        };
        self.referent(referent, ResolutionRule::Office)
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
}

/// Several who fit equally.
fn several(entities: &[EntityId]) -> Found {
    Found {
        candidates: entities.iter().map(|id| (*id, 1.0)).collect(),
        reasons: vec![Reason::Close],
        ..Found::nobody(ResolutionRule::Ambiguous, 0.5)
    }
}
