//! From an entity of the article to a speaker.

use onrecord_model::{Candidate, Reason, ResolutionRule, SpeakerIdentity, SpeakerKind};

use crate::article::Article;
use crate::entity::{Entity, EntityId, EntityKind};
use crate::lexicon::Class;
use crate::link::{Link, Listed};
use crate::normalise;
use crate::reference::Heard;
use crate::resolving::Found;
use crate::source::Phrase;

impl Article<'_> {
    /// What a name at the quote comes to.
    pub(crate) fn named(&self, id: EntityId, full: bool) -> Found {
        let entity = &self.entities[id.0];
        let rule = match (&entity.kind, full) {
            (EntityKind::Organisation(_) | EntityKind::Country, _) => ResolutionRule::Organisation,
            (EntityKind::Partial, _) if !entity.is_person && self.is_institution(entity) => {
                ResolutionRule::Organisation
            }
            (EntityKind::Person, true) => ResolutionRule::FullName,
            (EntityKind::Person | EntityKind::Partial, _) => ResolutionRule::PartOfName,
        };
        let confidence = match (&entity.kind, full) {
            (EntityKind::Person, true) => 0.97,
            (EntityKind::Person, false) => 0.9,
            (EntityKind::Organisation(Some(_)) | EntityKind::Country, _) => 0.9,
            (EntityKind::Organisation(None), _) => 0.75,
            (EntityKind::Partial, _) => entity.pinned.map_or(0.5, |(_, confidence)| confidence),
        };
        if !self.is_somebody(id) {
            return Found::nobody(ResolutionRule::NotFound, 0.5);
        }
        Found {
            entity: Some(id),
            identity: None,
            rule,
            confidence,
            candidates: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// Whether [`Article::identity`] says who an entity is.
    fn is_somebody(&self, id: EntityId) -> bool {
        let entity = &self.entities[id.0];
        match &entity.kind {
            EntityKind::Person | EntityKind::Organisation(_) => true,
            EntityKind::Country => self.identity(id).is_some(),
            EntityKind::Partial => {
                entity.pinned.is_some() || !entity.is_person && self.is_institution(entity)
            }
        }
    }

    /// The name, Wikidata item and key of an entity.
    pub(crate) fn brief(&self, id: EntityId) -> Option<(String, Option<String>, String)> {
        match self.entities[id.0].entry() {
            Some(entry) => {
                let brief = self.setting.gazetteer.brief(entry)?;
                Some((brief.name.to_owned(), brief.id.wikidata(), brief.id.key()))
            }
            None => {
                let identity = self.identity(id)?;
                Some((identity.name, identity.wikidata, identity.key))
            }
        }
    }

    /// Who an entity is; `None` where its name alone does not say.
    pub(crate) fn identity(&self, id: EntityId) -> Option<SpeakerIdentity> {
        let entity = &self.entities[id.0];
        let gazetteer = self.setting.gazetteer;
        match &entity.kind {
            EntityKind::Person => match entity.link {
                Link::One(bearer) => gazetteer.person(bearer).map(|person| person.identity()),
                Link::None | Link::Ambiguous(_) => Some(match &entity.known {
                    Listed::One(speaker, _) => (**speaker).clone(),
                    Listed::Nobody | Listed::Several(_) => {
                        unlisted(&entity.display, SpeakerKind::Person)
                    }
                }),
            },
            EntityKind::Organisation(Some(entry)) => gazetteer
                .organisation(*entry)
                .map(|organisation| organisation.identity()),
            EntityKind::Organisation(None) => Some(match &entity.known {
                Listed::One(speaker, _) => (**speaker).clone(),
                Listed::Nobody | Listed::Several(_) => {
                    unlisted(&entity.display, SpeakerKind::Organisation)
                }
            }),
            EntityKind::Country => {
                let name = entity.words.join(" ");
                let country = gazetteer
                    .country_name(&name)
                    .and_then(|name| gazetteer.country(name.country))?;
                let mut identity = unlisted(country, SpeakerKind::Organisation);
                identity.key = format!("gazetteer:country:{}", normalise(country));
                Some(identity)
            }
            EntityKind::Partial => {
                if !entity.is_person && self.is_institution(entity) {
                    return Some(unlisted(&entity.display, SpeakerKind::Organisation));
                }
                let (bearer, _) = entity.pinned?;
                gazetteer.person(bearer).map(|person| person.identity())
            }
        }
    }

    /// Whether an entity is an institution or a country.
    pub(crate) fn is_body(&self, id: EntityId) -> bool {
        matches!(
            self.entities[id.0].kind,
            EntityKind::Organisation(_) | EntityKind::Country
        )
    }

    /// Whose handle stands at `token`: the person of the article whose name it is run together, or else somebody
    /// known by the handle alone.
    pub(crate) fn handle(&self, token: usize) -> Found {
        let document = self.scanner.document;
        let handle: String = self.scanner.words[token].normal.split(' ').collect();
        let named = self.index.run_together(&handle);
        let mut named = named.into_iter();
        match (named.next(), named.next()) {
            (Some(entity), None) => Found {
                entity: Some(entity),
                reasons: vec![Reason::Spelling],
                ..Found::nobody(ResolutionRule::PartOfName, 0.75)
            },
            _ => Found {
                identity: Some(unlisted(
                    document.word(document.tokens()[token]),
                    SpeakerKind::Person,
                )),
                ..Found::nobody(ResolutionRule::FullName, 0.5)
            },
        }
    }

    /// Whether one word that nobody introduces is written as institutions are: "NASA", "YouTube", "Harrow21", and
    /// nobody known bears it as a name.
    pub(crate) fn is_institution(&self, entity: &Entity) -> bool {
        let [word] = entity.words.as_slice() else {
            return false;
        };
        let gazetteer = self.setting.gazetteer;
        let name = !gazetteer.family_name(word).is_empty() || gazetteer.given_name(word).is_some();
        let letters = entity
            .display
            .chars()
            .filter(|letter| letter.is_alphabetic());
        let capitals = letters
            .clone()
            .filter(|letter| letter.is_uppercase())
            .count();
        let acronym = capitals == letters.count() && (2..=6).contains(&capitals);
        let camel = capitals >= 2
            && !entity.display.contains(['\'', '’', '-'])
            && !entity.display.starts_with("Mc")
            && !entity.display.starts_with("Mac")
            && !entity.display.starts_with("De");
        let numbered = entity
            .display
            .contains(|digit: char| digit.is_ascii_digit());
        !name && (acronym || camel || numbered) && Class::of(word) == Class::default()
    }

    /// Other entries of the gazetteer and of the registry that bear the name, where the choice among them was not clear.
    pub(crate) fn namesakes(&self, id: EntityId) -> Vec<Candidate> {
        self.setting.namesakes(&self.entities[id.0])
    }

    /// Who "the Trump campaign", "the finance ministry" or "the fund" is.
    pub(crate) fn body(&self, phrase: &Phrase, token: usize, heard: &Heard) -> Found {
        let words = &self.scanner.words[phrase.tokens.clone()];
        let head = self.scanner.words[phrase.head].normal.as_str();
        let modifier = phrase
            .modifier
            .map(|mention| &self.mentions[mention])
            .and_then(|mention| mention.one());
        if let Some(owner) = modifier {
            return self.owned_body(owner, head, phrase);
        }
        let own_words: Vec<&str> = words
            .iter()
            .filter(|word| !word.normal.is_empty() && !word.is_possessive())
            .map(|word| word.normal.as_str())
            .collect();
        let modified = own_words.len() > 1 && !phrase.possessed;
        if let Some(known) = self.known_body(head, &own_words, token) {
            return Found {
                rule: ResolutionRule::Description,
                confidence: 0.65,
                ..self.named(known, true)
            };
        }
        let speaks = matches!(
            head,
            "ministry"
                | "department"
                | "government"
                | "embassy"
                | "police"
                | "army"
                | "military"
                | "navy"
                | "council"
                | "parliament"
                | "administration"
                | "university"
                | "committee"
                | "commission"
                | "agency"
                | "court"
        );
        if modified && speaks && self.says_which(words) {
            let name = self.text(phrase.tokens.clone());
            return self.body_named(&name, 0.6);
        }
        let speaks_for_itself = matches!(
            head,
            "company"
                | "firm"
                | "group"
                | "organization"
                | "organisation"
                | "agency"
                | "newspaper"
                | "bank"
                | "utility"
        );
        let last = heard.before(token);
        if let Some(last) = last.filter(|_| !modified && !phrase.possessed && speaks_for_itself)
            && let Some(entity) = last.entity
            && matches!(self.entities[entity.0].kind, EntityKind::Organisation(_))
            && self.sentence_of(token).saturating_sub(last.sentence) <= 3
        {
            return Found {
                rule: ResolutionRule::Description,
                confidence: 0.55,
                ..self.named(entity, true)
            };
        }
        Found::nobody(ResolutionRule::NotFound, 0.5)
    }

    /// Whether the words before the head single a body out: "finance ministry", "German government", and not
    /// "local government".
    fn says_which(&self, words: &[crate::word::Word]) -> bool {
        words[..words.len() - 1].iter().any(|word| {
            word.is_capital()
                || matches!(
                    word.normal.as_str(),
                    "finance"
                        | "interior"
                        | "defense"
                        | "defence"
                        | "foreign"
                        | "health"
                        | "justice"
                        | "education"
                        | "transport"
                        | "energy"
                        | "agriculture"
                        | "culture"
                        | "labour"
                        | "labor"
                        | "trade"
                        | "economy"
                        | "environment"
                        | "supreme"
                        | "constitutional"
                )
        })
    }

    /// A body that belongs to somebody or something named.
    fn owned_body(&self, owner: EntityId, head: &str, phrase: &Phrase) -> Found {
        let entity = &self.entities[owner.0];
        match &entity.kind {
            EntityKind::Person | EntityKind::Partial => match head {
                "campaign" | "camp" | "team" => match self.identity(owner) {
                    Some(identity) if identity.kind == SpeakerKind::Person => {
                        self.body_named(&format!("{} campaign", identity.name), 0.8)
                    }
                    _ => Found::nobody(ResolutionRule::NotFound, 0.5),
                },
                "administration" | "government" => {
                    let last = entity
                        .display
                        .split_whitespace()
                        .next_back()
                        .unwrap_or_default();
                    self.body_named(&format!("{last} {head}"), 0.8)
                }
                _ => Found::nobody(ResolutionRule::NotFound, 0.5),
            },
            EntityKind::Organisation(_) if phrase.possessed => {
                Found::nobody(ResolutionRule::NotFound, 0.5)
            }
            EntityKind::Organisation(_) | EntityKind::Country => {
                self.body_named(&self.text(phrase.tokens.clone()), 0.65)
            }
        }
    }

    /// An institution of the article whose name ends with `head`, named before, and no other like it.
    fn known_body(&self, head: &str, words: &[&str], token: usize) -> Option<EntityId> {
        let mut candidates: Vec<EntityId> = self.index.holding(head).to_vec();
        candidates.extend(self.index.all_listed());
        candidates.sort_unstable();
        candidates.dedup();
        let mut fitting = candidates.into_iter().filter(|id| {
            let entity = &self.entities[id.0];
            let EntityKind::Organisation(entry) = entity.kind else {
                return false;
            };
            let kind = entry
                .and_then(|entry| self.setting.gazetteer.organisation(entry))
                .map(|organisation| organisation.kind);
            let is_such = entity.words.len() > 1
                && (entity.words.last().is_some_and(|last| last == head)
                    || head == "bank" && entity.words.iter().any(|word| word == "bank")
                    || head == "union" && entity.words.iter().any(|word| is_labour(word)));
            let before = entity
                .full_mentions
                .first()
                .is_some_and(|full| *full < token);
            let own = |word: &&&str| **word == head || entity.words.iter().any(|own| own == **word);
            before
                && (is_such || kind.is_some_and(|kind| is_kind(head, kind)))
                && words.iter().all(|word| own(&word))
        });
        match (fitting.next(), fitting.next()) {
            (Some(id), None) => Some(id),
            _ => None,
        }
    }

    /// An institution that is known by these words. Countries' adjectives and names give the same key.
    fn body_named(&self, name: &str, confidence: f32) -> Found {
        let gazetteer = self.setting.gazetteer;
        let mut identity = match gazetteer
            .organisation_name(&normalise(name))
            .and_then(|index| gazetteer.organisation(index))
        {
            Some(organisation) => organisation.identity(),
            None => unlisted(name, SpeakerKind::Organisation),
        };
        if identity.key.starts_with("name:") {
            let name = name.replace("’s ", " ").replace("'s ", " ");
            let words: Vec<String> = normalise(&name)
                .split(' ')
                .map(|word| {
                    let country = gazetteer
                        .country_name(word)
                        .and_then(|name| gazetteer.country(name.country));
                    country.map_or_else(|| word.to_owned(), normalise)
                })
                .collect();
            identity.key = format!("name:organisation:{}", words.join(" "));
        }
        Found {
            entity: None,
            identity: Some(identity),
            rule: ResolutionRule::Organisation,
            confidence,
            candidates: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

/// Words that the names of trade unions hold.
fn is_labour(word: &str) -> bool {
    matches!(
        word,
        "union" | "unions" | "workers" | "brotherhood" | "teamsters" | "teachers" | "nurses"
    )
}

/// Whether a listed institution of `kind` may be called by `noun`.
fn is_kind(noun: &str, kind: &str) -> bool {
    match kind {
        "media" => matches!(
            noun,
            "newspaper" | "paper" | "network" | "magazine" | "outlet" | "broadcaster"
        ),
        "ministry" => matches!(noun, "department" | "ministry"),
        "agency" => noun == "agency",
        "court" => noun == "court",
        "union" => noun == "union",
        "pollster" | "company" => matches!(noun, "firm" | "company"),
        "bank" | "central bank" => matches!(noun, "bank" | "company"),
        "NGO" => matches!(noun, "group" | "organization" | "organisation" | "charity"),
        "supranational" => matches!(noun, "organization" | "organisation" | "alliance" | "bloc"),
        _ => false,
    }
}

/// A name that no entry stands behind.
pub(crate) fn unlisted(name: &str, kind: SpeakerKind) -> SpeakerIdentity {
    let name = name
        .strip_prefix("The ")
        .or(name.strip_prefix("the "))
        .unwrap_or(name);
    SpeakerIdentity {
        key: format!("name:{}:{}", kind.as_str(), normalise(name)),
        name: name.to_owned(),
        kind,
        wikidata: None,
        aliases: Vec::new(),
        roles: Vec::new(),
    }
}
