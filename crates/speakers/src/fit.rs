//! How well an entry of the gazetteer fits what an article says of somebody of that name.

use onrecord_model::Reason;

use crate::entity::Entity;
use crate::gazetteer::{Office, Person, PersonIndex};
use crate::lexicon::{self, Class};
use crate::link::{Day, HOUSEHOLD, KNOWN, Setting, Tenure, same_rank, tenure};
use crate::normalise;
use crate::tie::Tie;

impl Setting<'_> {
    /// The score of an entry; `None` where it cannot be the same person.
    ///
    /// Prominence gives 0.25 to 1.25, agreement with what is said 1, the country half a point. The weights are
    /// judged, not trained: an entry without agreement passes only on prominence, or with its country in an
    /// article that says nothing else.
    pub(crate) fn score(
        &self,
        entity: &Entity,
        index: PersonIndex,
        person: &Person,
    ) -> Option<f32> {
        if !self.alive(person) || !age_agrees(entity.age, person, self.day) {
            return None;
        }
        if let (Some(one), Some(other)) = (entity.gender, person.gender)
            && one != other
        {
            return None;
        }
        let household = person.sitelinks >= HOUSEHOLD;
        let mut score = match person.sitelinks {
            HOUSEHOLD.. => 1.25,
            KNOWN.. => 0.5,
            _ => 0.25,
        };
        let known = self.ties(index, person);
        let undated = |office: &Office| {
            office.start.is_none() && office.end.is_none() && office.title.starts_with("former ")
        };
        let said = &entity.ties;
        let own_party = person.party.map(normalise);
        let parties: Vec<&str> = said.iter().filter_map(party).collect();
        let same_party = |party: &&str| own_party.as_deref().is_none_or(|own| own == *party);
        if !household && !parties.is_empty() && !parties.iter().any(same_party) {
            score -= 1.0;
        }
        let agrees = said.iter().any(|said| {
            known
                .iter()
                .any(|known| office_agrees(said, known) || place_agrees(said, known))
                || is_political(said)
                    && person
                        .country
                        .is_some_and(|country| said.modifiers.contains(&normalise(country)))
        });
        let party_agrees = own_party.is_some() && parties.iter().any(same_party);
        let only_former = !person.offices.is_empty()
            && person
                .offices
                .iter()
                .all(|office| undated(office) || tenure(office, self.day) == Tenure::Ended);
        if agrees || party_agrees {
            score += 1.0;
        } else if said.iter().any(is_political) {
            score -= if household { 0.0 } else { 0.25 };
        } else if !said.is_empty() {
            // "Jane Roe, a nurse": not the minister of that name.
            score -= 1.5;
        } else if entity.age.is_some() && person.born.is_none() {
            // Ages are given for people nobody knows.
            score -= 0.75;
        } else if only_former && !household {
            // Who held office long ago is seldom in the news, and then with that office.
            score -= 0.5;
        }
        match person.country {
            Some(country) if self.countries.contains(&country) => score += 0.5,
            Some(_) if !household => score -= 0.5,
            // Who serves the United Nations has no country in the sources.
            Some(_) | None => {}
        }
        Some(score)
    }
}

impl Setting<'_> {
    /// What spoke for tying `entity` to `person`.
    pub(crate) fn reasons(
        &self,
        entity: &Entity,
        index: PersonIndex,
        person: &Person,
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let known = self.ties(index, person);
        let titled = entity.ties.iter().any(|said| {
            known
                .iter()
                .any(|known| office_agrees(said, known) || place_agrees(said, known))
        });
        if titled {
            reasons.push(Reason::Title);
        }
        if person.sitelinks >= HOUSEHOLD {
            reasons.push(Reason::Prominence);
        }
        let country = person.country;
        if country.is_some_and(|country| self.countries.contains(&country)) {
            reasons.push(Reason::Country);
        }
        let words = entity.words.join(" ");
        let known_so = std::iter::once(person.name)
            .chain(person.aliases.iter().copied())
            .any(|name| normalise(name) == words);
        if entity.words.len() > 1 && !known_so {
            reasons.push(Reason::Spelling);
        }
        reasons
    }
}

/// Whether a title in the article can be a known office: the same noun and rank, or what members of a parliament
/// are called besides ("House Oversight Committee chairman", "lawmaker").
fn office_agrees(said: &Tie, known: &Tie) -> bool {
    let legislator = matches!(known.head.as_str(), "representative" | "senator" | "member");
    let part = matches!(
        said.head.as_str(),
        "chair" | "leader" | "whip" | "speaker" | "lawmaker" | "legislator" | "member" | "mp"
    );
    same_rank(said, known) && (said.head == known.head || legislator && part)
}

/// Whether an office in the article is of the same state of the USA as a known one.
fn place_agrees(said: &Tie, known: &Tie) -> bool {
    is_political(said)
        && said
            .modifiers
            .iter()
            .any(|word| lexicon::is_state(word) && known.modifiers.contains(word))
}

/// The party a description names.
fn party(tie: &Tie) -> Option<&'static str> {
    let holds = |word: &str| tie.head == word || tie.modifiers.iter().any(|other| other == word);
    match (
        holds("republican"),
        holds("democrat") || holds("democratic"),
    ) {
        (true, false) => Some("republican"),
        (false, true) => Some("democrat"),
        _ => None,
    }
}

/// Whether a description is one of politics and public life.
pub(crate) fn is_political(tie: &Tie) -> bool {
    Class::of(&tie.head).is(Class::POLITICAL)
        || tie
            .modifiers
            .iter()
            .any(|word| Class::of(word).is(Class::POLITICAL))
}

/// An age in the text and a day of birth may differ by one year.
fn age_agrees(age: Option<u32>, person: &Person, day: Option<Day>) -> bool {
    match (age, person.born, day) {
        (Some(age), Some(born), Some(day)) => day.0.saturating_sub(born.year).abs_diff(age) <= 1,
        _ => true,
    }
}
