//! The names of one article, and whom each stands for.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use onrecord_extract::{Document, TokenKind};
use onrecord_model::{Attribution, Reason};

use crate::description::Heads;
use crate::entity::{Entity, EntityId, EntityKind, Mention, Named};
use crate::gazetteer::{Gazetteer, Gender};
use crate::index::Index;
use crate::lexicon::{self, Class};
use crate::link::{Listed, Pinned, Setting};
use crate::normalise::folded;
use crate::office::Elsewhere;
use crate::registry::Registry;
use crate::scan::{Look, Name, Scanner};
use crate::tie::Described;
use crate::word::{Shape, Word};

/// What is known of the world.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) registry: &'a Registry,
}

/// What is known of one article's names.
pub(crate) struct Article<'a> {
    pub(crate) scanner: Scanner<'a>,
    pub(crate) entities: Vec<Entity>,
    /// In the order of the text.
    pub(crate) mentions: Vec<Mention>,
    pub(crate) setting: Setting<'a>,
    pub(crate) index: Index,
    /// Nouns of descriptions → whom the article, or the gazetteer, describes so.
    pub(crate) described: Heads,
    pub(crate) elsewhere: Elsewhere,
}

impl<'a> Article<'a> {
    /// Reads the names of `document`; the sources of `attributions` tell which unclear names are speakers.
    pub(crate) fn read(
        document: &'a Document<'a>,
        words: &'a [Word],
        known: Known<'a>,
        day: Option<crate::link::Day>,
        attributions: &[Attribution],
    ) -> Self {
        let Known {
            gazetteer,
            registry,
        } = known;
        let scanner = Scanner::new(document, words, gazetteer);
        let mut names = scanner.names();
        decide_unclear(&scanner, &mut names, attributions);
        let described: Vec<Described> = names.iter().map(|name| scanner.described(name)).collect();
        let countries = countries(words, gazetteer);
        let mut article = Self {
            scanner,
            entities: Vec::new(),
            mentions: Vec::with_capacity(names.len()),
            setting: Setting {
                gazetteer,
                registry,
                day,
                countries,
                read: RefCell::default(),
            },
            index: Index::default(),
            described: Heads::default(),
            elsewhere: Elsewhere::read(words, gazetteer),
        };
        let mut named: Vec<Option<Named>> = vec![None; names.len()];
        for (index, (name, described)) in names.iter().zip(&described).enumerate() {
            named[index] = article.full(name, described).map(Named::One);
        }
        // Full names first, wherever they stand: a headline gives the last name of whom the body introduces. It
        // comes last itself, when all names are known.
        for echo in [false, true] {
            for (index, (name, described)) in names.iter().zip(&described).enumerate() {
                if name.echo == echo && named[index].is_none() {
                    named[index] = article.short(name, described);
                }
            }
        }
        for (name, named) in names.iter().zip(named) {
            if let Some(named) = named {
                article.mention(name, named);
            }
        }
        article.learn_genders();
        article.link();
        article
    }

    /// "Said in his office": the possessor is the subject, as it need not be in "rejected her demand".
    fn is_adverbial(&self, possessive: usize) -> bool {
        let before = possessive.checked_sub(1);
        before.is_some_and(|before| {
            matches!(
                self.scanner.words[before].normal.as_str(),
                "in" | "at" | "during" | "on" | "through"
            )
        })
    }

    /// Learns who is called he and who is called she, for people whose names do not tell: from pronouns that
    /// follow in the same sentence, where nobody else is named before them. Contradicting pronouns teach nothing.
    fn learn_genders(&mut self) {
        let tokens = self.scanner.document.tokens();
        let mut votes: HashMap<EntityId, (u32, u32)> = HashMap::new();
        let mut next = 0;
        for sentence in self.scanner.document.sentences() {
            let mut named: Vec<EntityId> = Vec::new();
            let mut quoted = false;
            for index in sentence.tokens.clone() {
                while let Some(mention) = self
                    .mentions
                    .get(next)
                    .filter(|mention| mention.tokens.start <= index)
                {
                    quoted = mention.quoted;
                    match &mention.entity {
                        Named::One(id) if !self.entities[id.0].may_be_person() => {}
                        Named::One(id) if named.contains(id) => {}
                        // Whether there is exactly one is all that matters.
                        _ if named.len() > 1 => {}
                        Named::One(id) => named.push(*id),
                        Named::Several(entities) => named.extend(entities.iter().take(2)),
                    }
                    next += 1;
                }
                let ([one], false) = (named.as_slice(), tokens[index].quoted != quoted) else {
                    continue;
                };
                let vote = votes.entry(*one).or_default();
                match self.scanner.words[index].normal.as_str() {
                    "he" | "himself" => vote.0 += 1,
                    "she" | "herself" => vote.1 += 1,
                    "his" if self.is_adverbial(index) => vote.0 += 1,
                    "her" if self.is_adverbial(index) => vote.1 += 1,
                    _ => {}
                }
            }
        }
        for (id, (male, female)) in votes {
            let entity = &mut self.entities[id.0];
            if entity.gender.is_none() {
                entity.gender = match (male, female) {
                    (1.., 0) => Some(Gender::Male),
                    (0, 1..) => Some(Gender::Female),
                    _ => None,
                };
            }
            if entity.unclear && entity.gender.is_some() {
                entity.kind = EntityKind::Person;
                entity.unclear = false;
            }
        }
    }

    fn mention(&mut self, name: &Name, named: Named) {
        if let Named::One(id) = named {
            self.entities[id.0].mentions += 1;
        }
        let document = self.scanner.document;
        let token = document.tokens()[name.tokens.start];
        let Some(sentence) = document.sentence_at(token.span.start()) else {
            return;
        };
        let free = self.mentions.last().map_or(0, |last| last.tokens.end);
        let whole = name.title.start.min(name.tokens.start).max(free)..name.tokens.end;
        // In "Roe's colleague Jane Doe said" the subject is Doe where it would be Roe.
        let owned = self
            .mentions
            .last()
            .is_some_and(|last| last.modifier && last.subject && last.whole.end + 1 >= whole.start);
        let subject = owned || self.is_subject(whole.start);
        let oblique = self.is_oblique(whole.start);
        let modifier = self.is_modifier(name.tokens.end);
        if let Named::One(id) = named {
            self.entities[id.0].is_place |= self.is_located(whole.start);
            self.entities[id.0].is_subject |= subject && !oblique && !modifier && !name.echo;
        }
        self.mentions.push(Mention {
            entity: named,
            tokens: name.tokens.clone(),
            sentence,
            quoted: token.quoted,
            subject,
            oblique,
            modifier,
            full: name.look != Look::Single,
            whole,
        });
    }

    /// Whether nothing but an opening, a conjunction or an adverb stands between the clause's beginning and here.
    fn is_subject(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1) else {
            return true;
        };
        if self.scanner.begins_sentence(start) {
            return true;
        }
        let word = &self.scanner.words[before];
        let mark = matches!(
            self.scanner.document.tokens()[before].kind,
            TokenKind::Comma | TokenKind::Semicolon | TokenKind::Dash
        );
        mark || matches!(
            word.normal.as_str(),
            "and"
                | "but"
                | "that"
                | "when"
                | "while"
                | "as"
                | "because"
                | "if"
                | "after"
                | "before"
                | "although"
                | "said"
                | "says"
                | "whether"
                | "so"
                | "where"
                | "since"
        )
    }

    /// Whether a word stands before `start` that stands before places and things.
    fn is_located(&self, start: usize) -> bool {
        start.checked_sub(1).is_some_and(|before| {
            matches!(
                self.scanner.words[before].normal.as_str(),
                "in" | "at" | "the" | "near" | "outside" | "inside" | "across" | "on" | "a" | "an"
            )
        })
    }

    /// Whether a preposition stands before the name that begins at `start`, or before a name it is joined to.
    fn is_oblique(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1) else {
            return false;
        };
        let joined = {
            let word = &self.scanner.words[before];
            word.normal == "and" || word.normal.is_empty()
        };
        let governed = self
            .mentions
            .last()
            .is_some_and(|last| last.oblique && last.whole.end == before);
        self.scanner.is_preposition(before) || joined && governed
    }

    /// "Roe's", "Roe spokesman": the name belongs to something else.
    fn is_modifier(&self, end: usize) -> bool {
        let Some(next) = self.scanner.words.get(end) else {
            return false;
        };
        let body = Class::TITLE.or(Class::BODY).or(Class::DOCUMENT);
        next.is_possessive() || (next.shape == Shape::Lower && next.class.is(body))
    }

    /// Ties every entity to the gazetteer, now that all that is said of it is known.
    fn link(&mut self) {
        for index in 0..self.entities.len() {
            let entity = &self.entities[index];
            match entity.kind {
                EntityKind::Person => self.entities[index].link = self.setting.link(entity),
                EntityKind::Partial => match self.setting.pinned(entity) {
                    Pinned::One(person, confidence) => {
                        self.entities[index].pinned = Some((person, confidence));
                    }
                    Pinned::Several(people) => self.entities[index].bearers = people,
                    Pinned::Nobody => {}
                },
                EntityKind::Organisation(_) | EntityKind::Country => continue,
            }
            self.entities[index].known = self.setting.listed(&self.entities[index]);
            if let Listed::One(_, true) = self.entities[index].known {
                self.entities[index].reasons.push(Reason::Spelling);
            }
            let entry = self.entities[index].entry();
            if let Some(entry) = entry
                && let Some(person) = self.setting.gazetteer.person(entry)
            {
                let reasons = self.setting.reasons(&self.entities[index], entry, &person);
                let entity = &mut self.entities[index];
                entity.reasons = reasons;
                entity.gender = person.gender.or(entity.gender);
                entity.is_person = true;
            }
        }
        self.described = self.heads();
    }

    /// The name as it stands in the text.
    pub(crate) fn surface(&self, name: &Name) -> String {
        self.text(name.tokens.clone())
    }

    pub(crate) fn naming(&self, name: &Name) -> String {
        self.text(name.title.start.min(name.tokens.start)..name.tokens.end)
    }

    /// The text from the first to the last of `tokens`, on one line.
    pub(crate) fn text(&self, tokens: std::ops::Range<usize>) -> String {
        let document = self.scanner.document;
        let all = document.tokens();
        let (Some(first), Some(last)) =
            (all.get(tokens.start), all.get(tokens.end.wrapping_sub(1)))
        else {
            return String::new();
        };
        if last.span.end() < first.span.start() {
            return String::new();
        }
        let span = onrecord_model::Span::new(first.span.start(), last.span.end());
        document
            .slice(span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// An unclear name is a person's where it stands in the source of an attribution without an article or a
/// preposition before it, and where its last word stands alone elsewhere, as last names do.
fn decide_unclear(scanner: &Scanner<'_>, names: &mut [Name], attributions: &[Attribution]) {
    let mut sources: Vec<Range<usize>> = attributions
        .iter()
        .filter(|attribution| attribution.inside.is_none())
        .flat_map(|attribution| &attribution.source)
        .map(|span| scanner.document.tokens_in(*span))
        .collect();
    sources.sort_by_key(|tokens| tokens.start);
    let alone: HashSet<String> = names
        .iter()
        .filter(|name| name.look == Look::Single && !name.echo)
        .map(|name| folded(&scanner.words[name.tokens.end - 1].normal))
        .collect();
    for name in names {
        if name.look != Look::Unclear || name.tokens.len() > 4 {
            continue;
        }
        let first = name.title.start.min(name.tokens.start);
        let last = &scanner.words[name.tokens.end - 1].normal;
        let governed = first.checked_sub(1).is_some_and(|before| {
            let word = &scanner.words[before];
            word.normal == "the" || word.class.is(Class::POSTMODIFIER)
        });
        let around = sources
            .partition_point(|tokens| tokens.start <= first)
            .checked_sub(1);
        let source = around
            .map(|index| &sources[index])
            .is_some_and(|tokens| tokens.contains(&first) && (tokens.start == first || !governed));
        let goes_on = alone.contains(&folded(last));
        if !scanner.is_thing(&name.tokens) && (source && !name.echo || goes_on) {
            name.look = Look::Person;
        }
    }
}

/// The countries an article speaks of. A state of the USA, its parties and its institutions stand for it.
fn countries(words: &[Word], gazetteer: &Gazetteer) -> Vec<&'static str> {
    let mut countries: Vec<&'static str> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if !word.is_capital() {
            continue;
        }
        let mut add = |country: &'static str| {
            if !countries.contains(&country) {
                countries.push(country);
            }
        };
        if matches!(word.normal.as_str(), "european" | "eu" | "brussels") {
            add("European Union");
        }
        if matches!(
            word.normal.as_str(),
            "republican" | "republicans" | "democrats" | "gop"
        ) || lexicon::is_state(&word.normal)
        {
            add("United States");
        }
        let country = gazetteer.begins_country(&word.normal);
        if !country && !lexicon::begins_state(&word.normal) {
            continue;
        }
        let two = words
            .get(index + 1)
            .filter(|next| next.is_capital())
            .map(|next| format!("{} {}", word.normal, next.normal));
        if two.as_deref().is_some_and(lexicon::is_state) {
            add("United States");
        }
        for name in [Some(word.normal.as_str()), two.as_deref()]
            .into_iter()
            .flatten()
        {
            let country = gazetteer
                .country_name(name)
                .and_then(|name| gazetteer.country(name.country));
            if let Some(country) = country {
                add(country);
            }
        }
    }
    countries
}
