//! Resolves every attribution of one document.

use std::cell::RefCell;

use onrecord_extract::Document;
use onrecord_model::{Attribution, Candidate, Resolution, SpeakerIdentity, SpeakerKind, Timestamp};

use crate::article::{Article, Known};
use crate::entity::{Entity, EntityKind};
use crate::gazetteer::{Gazetteer, GazetteerError};
use crate::link::{self, Link, Listed, Setting};
use crate::normalise;
use crate::registry::Registry;
use crate::resolving::Resolving;
use crate::speaker::unlisted;
use crate::word;

/// What is known of the article besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// When it was published: offices are held, and people live, at a time.
    pub published: Option<Timestamp>,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// Names of those who wrote it; "I" is the only one, outside of quotations.
    pub authors: &'a [String],
}

/// Finds out who the sources of attributions are.
#[derive(Debug)]
pub struct Resolver {
    gazetteer: Gazetteer,
    registry: Registry,
}

/// Who a name is, by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The entry of the gazetteer or of the registry, or somebody nobody knows.
    pub speaker: SpeakerIdentity,
    /// Others of that name, where the choice among them is not clear.
    pub candidates: Vec<Candidate>,
}

impl Resolver {
    /// A resolver with the gazetteer that is part of the program.
    pub fn bundled() -> Result<Self, GazetteerError> {
        Gazetteer::bundled().map(Self::of)
    }

    /// A resolver with another gazetteer, in the form that `examples/compile_gazetteer` writes.
    pub fn with_gazetteer(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        Gazetteer::read(bytes).map(Self::of)
    }

    fn of(gazetteer: Gazetteer) -> Self {
        Self {
            gazetteer,
            registry: Registry::default(),
        }
    }

    /// The same with speakers that are known besides those of the gazetteer. Who the gazetteer knows stays who they
    /// are; of others the registry's entry of that name is taken, unless several bear it or the article says they are
    /// something else.
    #[must_use]
    pub fn with_registry(self, registry: Registry) -> Self {
        Self { registry, ..self }
    }

    /// Who the person of this full name is, where nothing more is known than when and where they were named.
    #[must_use]
    pub fn link(&self, name: &str, published: Option<Timestamp>, countries: &[&str]) -> Linked {
        let setting = Setting {
            gazetteer: &self.gazetteer,
            registry: &self.registry,
            day: published.and_then(link::day),
            countries: countries
                .iter()
                .filter_map(|name| self.gazetteer.country_name(&normalise(name)))
                .filter_map(|name| self.gazetteer.country(name.country))
                .collect(),
            read: RefCell::default(),
        };
        let words: Vec<String> = normalise(name).split(' ').map(str::to_owned).collect();
        let mut entity = Entity::new(EntityKind::Person, name, words, name);
        entity.bearers = self.gazetteer.full_name(&entity.words.join(" "));
        if entity.bearers.is_empty() {
            entity.bearers = setting.other_spellings(&entity.words);
        }
        entity.link = setting.link(&entity);
        entity.known = setting.listed(&entity);
        let listed = match (&entity.link, &entity.known) {
            (Link::One(person), _) => self
                .gazetteer
                .person(*person)
                .map(|person| person.identity()),
            (_, Listed::One(speaker, _)) => Some((**speaker).clone()),
            _ => None,
        };
        Linked {
            speaker: listed.unwrap_or_else(|| unlisted(name, SpeakerKind::Person)),
            candidates: setting.namesakes(&entity),
        }
    }

    pub(crate) fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
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
        if attributions.is_empty() {
            return Vec::new();
        }
        let words = word::words(document);
        let day = context.published.and_then(link::day);
        let known = Known {
            gazetteer: &self.gazetteer,
            registry: &self.registry,
        };
        let article = Article::read(document, &words, known, day, attributions);
        Resolving::new(article, attributions, context).all()
    }
}
