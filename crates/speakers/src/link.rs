//! Which entry of the gazetteer a name of the article belongs to, if any.
//!
//! A name alone makes nobody famous: a namesake is the greater danger. An entry is linked when what the article
//! says of the person (title, country, age) agrees with it, or when it is prominent and nothing disagrees.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::Datelike;
use onrecord_model::{Candidate, SpeakerIdentity, SpeakerKind, Timestamp};

use crate::entity::{Entity, EntityKind};
use crate::gazetteer::{Gazetteer, Person, PersonIndex};
use crate::lexicon::Class;
use crate::registry::{Form, Registry};
use crate::tie::{self, Tie};

/// What became of linking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// No entry, or none that fits.
    None,
    /// One entry.
    One(PersonIndex),
    /// Entries too close to choose from, best first.
    Ambiguous(Vec<PersonIndex>),
}

/// Whom a family name with or without a title points to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pinned {
    /// One, and how surely.
    One(PersonIndex, f32),
    /// Several who hold, or all of whom held, the office.
    Several(Vec<PersonIndex>),
    /// Nobody.
    Nobody,
}

/// Who a name is by the registry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Listed {
    /// Nobody, or somebody of whom the article says something else.
    Nobody,
    /// One, and whether the name is spelt differently.
    One(Box<SpeakerIdentity>, bool),
    /// Several of one name.
    Several(Vec<SpeakerIdentity>),
}

/// A day, as far as a comparison of dates needs it.
pub(crate) type Day = (u32, u32, u32);

/// What linking needs to know of the article.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    /// Speakers known besides.
    pub(crate) registry: &'a Registry,
    /// The day it was published.
    pub(crate) day: Option<Day>,
    /// Countries it names, one way or another.
    pub(crate) countries: Vec<&'static str>,
    /// Ties of people that were asked for already.
    pub(crate) read: RefCell<HashMap<PersonIndex, Rc<Vec<Tie>>>>,
}

/// The day of `published`.
pub(crate) fn day(published: Timestamp) -> Option<Day> {
    let year = u32::try_from(published.year()).ok()?;
    Some((year, published.month(), published.day()))
}

/// From here somebody is known beyond their own country: sitelinks as the sources count them. Judged by reading
/// the list around several thresholds.
pub(crate) const KNOWN: u32 = 5;
/// From here a family name alone can point to somebody, if nobody else of that name comes near.
pub(crate) const HOUSEHOLD: u32 = 60;
/// The least score at which an entry is linked.
const LINK: f32 = 1.0;
/// By how much the best entry must lead.
const LEAD: f32 = 0.75;

/// When an office was held, seen from the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tenure {
    /// Held on the day of the article, or the dates are not known.
    Current,
    /// Ended before.
    Ended,
    /// Begun later.
    Later,
}

/// When `office` was held, seen from `day`.
pub(crate) fn tenure(office: &crate::gazetteer::Office, day: Option<Day>) -> Tenure {
    let Some(day) = day else {
        return Tenure::Current;
    };
    if office.start.is_some_and(|start| start.earliest() > day) {
        return Tenure::Later;
    }
    if office.end.is_some_and(|end| end.latest() < day) {
        return Tenure::Ended;
    }
    Tenure::Current
}

impl Setting<'_> {
    /// The ties that the offices, party and country of `person` make on the day of the article; read once for each.
    pub(crate) fn ties(&self, index: PersonIndex, person: &Person) -> Rc<Vec<Tie>> {
        if let Some(ties) = self.read.borrow().get(&index) {
            return Rc::clone(ties);
        }
        let ties = Rc::new(self.read_ties(person));
        self.read.borrow_mut().insert(index, Rc::clone(&ties));
        ties
    }

    fn read_ties(&self, person: &Person) -> Vec<Tie> {
        let mut ties: Vec<Tie> = person
            .offices
            .iter()
            .filter_map(|office| match tenure(office, self.day) {
                Tenure::Later => None,
                Tenure::Current => tie::of_office(office, false, self.gazetteer),
                Tenure::Ended => tie::of_office(office, true, self.gazetteer),
            })
            .collect();
        let place: Vec<String> = ties.iter().flat_map(|tie| tie.modifiers.clone()).collect();
        if let Some(party) = person.party {
            let head = crate::normalise(party);
            ties.push(Tie {
                head,
                modifiers: place,
                former: false,
            });
        }
        ties
    }

    /// Who of the registry an entity is, by its full name. What the article says somebody is must agree with an
    /// office that the list gives, where both say something: nobody is forced onto a namesake.
    pub(crate) fn listed(&self, entity: &Entity) -> Listed {
        let kind = match entity.kind {
            EntityKind::Person if matches!(entity.link, Link::One(_)) => return Listed::Nobody,
            EntityKind::Person => SpeakerKind::Person,
            EntityKind::Organisation(None) => SpeakerKind::Organisation,
            EntityKind::Organisation(Some(_)) | EntityKind::Country | EntityKind::Partial => {
                return Listed::Nobody;
            }
        };
        if self.registry.is_empty() {
            return Listed::Nobody;
        }
        let (mut found, form) = self.registry.named(&entity.words.join(" "), kind);
        found.retain(|speaker| self.may_be(entity, speaker));
        match found.as_slice() {
            [] => Listed::Nobody,
            [one] => Listed::One(Box::new((*one).clone()), form != Form::Written),
            several => Listed::Several(several.iter().map(|one| (*one).clone()).collect()),
        }
    }

    fn may_be(&self, entity: &Entity, speaker: &SpeakerIdentity) -> bool {
        let known: Vec<Tie> = speaker
            .roles
            .iter()
            .filter_map(|role| {
                tie::of_words(&role.title, role.organisation.as_deref(), self.gazetteer)
            })
            .collect();
        entity.ties.is_empty()
            || known.is_empty()
            || entity
                .ties
                .iter()
                .any(|said| known.iter().any(|known| said.head == known.head))
    }

    /// Links a person named in full.
    pub(crate) fn link(&self, entity: &Entity) -> Link {
        let mut scored = self.scored(entity);
        scored.retain(|(score, ..)| *score > 0.0);
        let (Some((best, index, prominence)), second) = (scored.first(), scored.get(1)) else {
            return Link::None;
        };
        let close = second.filter(|(score, _, other)| {
            best - score < LEAD && !(*prominence >= HOUSEHOLD && *prominence >= 10 * (other + 1))
        });
        if close.is_some() {
            return Link::Ambiguous(scored.iter().map(|(_, index, _)| *index).take(8).collect());
        }
        if *best >= LINK {
            Link::One(*index)
        } else {
            Link::None
        }
    }

    /// Every bearer of the name with score and prominence, best first.
    fn scored(&self, entity: &Entity) -> Vec<(f32, PersonIndex, u32)> {
        let mut scored: Vec<(f32, PersonIndex, u32)> = entity
            .bearers
            .iter()
            .filter_map(|index| {
                let person = self.gazetteer.person(*index)?;
                let score = self.score(entity, *index, &person)?;
                Some((score, *index, person.sitelinks))
            })
            .collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        scored
    }

    /// Whether somebody can be speaking, or be spoken of as alive, on the day of the article: born, and not dead
    /// for more than a generation.
    pub(crate) fn alive(&self, person: &Person) -> bool {
        let Some(day) = self.day else {
            // Without a date nobody is excluded but those who died before anybody alive was born.
            return person.died.is_none_or(|died| died.year > 1930);
        };
        let born = person
            .born
            .is_none_or(|born| born.year + 16 <= day.0 && born.year + 110 > day.0);
        let died = person.died.is_none_or(|died| died.latest().0 + 30 > day.0);
        born && died
    }

    /// The one person a title and a family name, or a family name that is a household word, point to.
    ///
    /// The entity's words are the family name. With a title, exactly one bearer must hold (or, for a "former", have held)
    /// such an office on the day; without, the bearer must be ten times as prominent as the next and in office.
    /// A title that agrees with nobody is a sign that somebody else is meant; one that agrees with several leaves them
    /// all.
    pub(crate) fn pinned(&self, entity: &Entity) -> Pinned {
        let family_name = entity.words.join(" ");
        let bearers: Vec<(PersonIndex, Person)> = self
            .gazetteer
            .family_name(&family_name)
            .into_iter()
            .filter_map(|index| Some((index, self.gazetteer.person(index)?)))
            .filter(|(_, person)| {
                self.alive(person)
                    && person
                        .died
                        .is_none_or(|died| self.day.is_some_and(|day| died.latest() >= day))
            })
            .filter(|(_, person)| match (entity.gender, person.gender) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            })
            .collect();
        let titled = |for_life: bool| -> Vec<PersonIndex> {
            bearers
                .iter()
                .filter(|(index, person)| {
                    let known = self.ties(*index, person);
                    self.day.is_some()
                        && entity.ties.iter().any(|said| {
                            known.iter().any(|known| {
                                let same_time = said.former == known.former;
                                let courtesy = for_life && known.former && is_for_life(said);
                                (same_time || courtesy) && agree(said, known)
                            })
                        })
                })
                .map(|(index, _)| *index)
                .collect()
        };
        // Who holds the office comes before who held it: "President Bush" is the one in office.
        for (for_life, confidence) in [(false, 0.75), (true, 0.65)] {
            match titled(for_life).as_slice() {
                [] => {}
                [one] => return Pinned::One(*one, confidence),
                several => return Pinned::Several(several.iter().copied().take(8).collect()),
            }
        }
        let Some((index, person)) = bearers.first().filter(|_| entity.ties.is_empty()) else {
            return Pinned::Nobody;
        };
        let next = bearers.get(1).map_or(0, |(_, person)| person.sitelinks);
        let dominant = person.sitelinks >= HOUSEHOLD && person.sitelinks >= 10 * (next + 1);
        let in_office = person
            .offices
            .iter()
            .any(|office| office.start.is_some() && tenure(office, self.day) == Tenure::Current);
        let is_word = self
            .gazetteer
            .given_name(&family_name)
            .is_some_and(|bearers| bearers.male + bearers.female > 5)
            || Class::of(&family_name) != Class::default();
        if dominant && in_office && !is_word {
            Pinned::One(*index, 0.55)
        } else {
            Pinned::Nobody
        }
    }

    /// Others who bear the name of an entity, where the choice among them was not clear.
    pub(crate) fn namesakes(&self, entity: &Entity) -> Vec<Candidate> {
        let mut namesakes = match entity.link {
            Link::Ambiguous(_) => self.candidates(entity),
            Link::None | Link::One(_) => Vec::new(),
        };
        if let Listed::Several(speakers) = &entity.known {
            let score = 1.0 / speakers.len() as f32;
            namesakes.extend(speakers.iter().take(8).map(|speaker| Candidate {
                name: speaker.name.clone(),
                wikidata: speaker.wikidata.clone(),
                score,
                key: Some(speaker.key.clone()),
            }));
        }
        namesakes
    }

    /// Who else a name could mean, with comparable scores.
    pub(crate) fn candidates(&self, entity: &Entity) -> Vec<Candidate> {
        self.scored(entity)
            .into_iter()
            .take(8)
            .filter_map(|(score, index, _)| {
                let brief = self.gazetteer.brief(index)?;
                Some(Candidate {
                    name: brief.name.to_owned(),
                    wikidata: brief.id.wikidata(),
                    score: (score / 2.75).clamp(0.0, 1.0),
                    key: Some(brief.id.key()),
                })
            })
            .collect()
    }
}

/// Whether a description agrees with a known one: the same head and rank, and no modifier that the known one
/// lacks. A vice president is not the president.
pub(crate) fn agree(said: &Tie, known: &Tie) -> bool {
    same_rank(said, known)
        && said.head == known.head
        && said
            .modifiers
            .iter()
            .all(|modifier| known.modifiers.contains(modifier) || known.head == *modifier)
}

/// Whether a title is kept out of courtesy by who has left the office, as in the USA.
fn is_for_life(said: &Tie) -> bool {
    !said.former
        && matches!(
            said.head.as_str(),
            "president" | "secretary" | "senator" | "governor" | "general"
        )
}

/// Whether both or neither say "vice", "deputy" and the like.
pub(crate) fn same_rank(one: &Tie, other: &Tie) -> bool {
    const RANKS: [&str; 8] = [
        "vice",
        "deputy",
        "assistant",
        "associate",
        "acting",
        "interim",
        "lieutenant",
        "under",
    ];
    RANKS.iter().all(|rank| {
        let holds = |tie: &Tie| tie.modifiers.iter().any(|modifier| modifier == rank);
        holds(one) == holds(other)
    })
}
